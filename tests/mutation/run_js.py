"""`make mutants-js`: the same for the JavaScript verifier, whose mutants Stryker's instrumenter makes.

Every mutant is a process of Node that runs the cases which meet the change, until one has another report than the sound
verifier gives, and then the test files which meet it. How each ended is kept in `.mutants-js/`, as for Python.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.mutation.telling import is_settled, keep, kept_outcomes, told
from tests.share import kinds_of

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / ".mutants-js"
TREE = KEPT / "tree"
SURVIVORS = Path(__file__).with_name("survivors-js.json")
TESTS = tuple(f"tests/js/{name}.test.js" for name in "parse canon contain jose jwk verify vectors plain".split())
_SECONDS = 5  # of processor, for one mutant, beyond three times what its tests take and what Node takes to begin
_ENVIRONMENT = {"TESTAMUR_VECTORS": str(ROOT.parent / "shared" / "vectors"), **os.environ}


def _node(*words: str, mutant: str | None = None, seconds: float = 3600) -> tuple[int, str]:
    """The exit code of a run of Node in the tree, negative where a signal ended it, and what it printed."""
    limit = int(seconds)
    changed = {} if mutant is None else {"__STRYKER_ACTIVE_MUTANT__": mutant}
    finished = subprocess.run(
        ["node", *words],
        cwd=TREE,
        env=_ENVIRONMENT | changed,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )
    return finished.returncode, finished.stdout


def _measured() -> dict[str, Any]:
    """What the cases and the test files meet; of the same code and cases it is not measured again."""
    kept = KEPT / "measured.json"
    of = [TREE / "mutants.json", *(TREE / name for name in TESTS), TREE / "asked.mjs"]
    of += sorted((ROOT / "tests" / "cases").glob("*/case.json"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in of)).hexdigest()
    if kept.exists():
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        if found["of"] == digest:
            return found
    code, _ = _node("asked.mjs", "measure")
    if code != 0:
        sys.exit("the cases could not be measured")
    found = {"of": digest, **json.loads((TREE / "measured.json").read_text(encoding="utf-8")), "tests": {}}
    for test in TESTS:
        code, _ = _node("--import", "./met.mjs", test)
        if code != 0:
            sys.exit(f"{test} fails without a mutant")
        found["tests"][test] = json.loads((TREE / "met.json").read_text(encoding="utf-8"))
    kept.write_text(json.dumps(found), encoding="utf-8")
    return found


def _telling(names: Sequence[str]) -> frozenset[str]:
    """Cases that differ in how they end, and what asks one thing alone."""
    seen: set[str] = set()
    found = set()
    for name in names:
        case = json.loads((ROOT / "tests" / "cases" / name / "case.json").read_text(encoding="utf-8"))
        kinds = {*kinds_of(case), *(f"{step} {outcome}" for step, outcome in case["expected"]["steps"].items())}
        if kinds - seen or "recipient" in case or "refresh" in case or "parts" in case:
            found.add(name)
        seen |= kinds
    return frozenset(found)


class _Asking:
    """Which cases and test files a mutant meets, and in which order."""

    def __init__(self, measured: Mapping[str, Any]) -> None:
        self._cases, self._tests = measured["cases"], measured["tests"]
        self._meeting: dict[str, list[str]] = defaultdict(list)
        for name, case in self._cases.items():
            for mutant in case["meets"]:
                self._meeting[mutant].append(name)
        self._loading = frozenset(measured["loading"])
        self._telling = _telling(list(self._cases))
        self._kills: dict[str, Counter[str]] = defaultdict(Counter)

    def outcome(self, mutant: Mapping[str, Any], budget: float) -> tuple[str, str | None, bool]:
        """How a mutant ends, what noticed it, and whether everything was asked that meets it."""
        id_, unit = mutant["id"], mutant["key"].partition(":")[0]
        meeting = self._meeting.get(id_) or (list(self._cases) if id_ in self._loading else [])
        random.Random(1).shuffle(meeting)  # noqa: S311 - the same order each time
        meeting.sort(key=lambda name: (-self._kills[unit][name], name not in self._telling))
        asked: list[str] = []
        seconds = 0.0
        for name in meeting:
            if asked and seconds + self._cases[name]["ms"] / 1000 > budget:
                continue
            asked.append(name)
            seconds += self._cases[name]["ms"] / 1000
        if asked:
            code, named = _node("asked.mjs", *asked, mutant=id_, seconds=3 * seconds + _SECONDS)
            if code == 0 and named:
                self._kills[unit][named] += 1
                return "killed", named, True
            if code != 0:
                return ("endless" if -code in {signal.SIGXCPU, signal.SIGKILL} else "broken"), None, True
        files = [test for test, met in self._tests.items() if id_ in met["meets"] or id_ in self._loading]
        left_out = [test for test in files if self._tests[test]["seconds"] > 2 * budget]
        for test in files:
            met = self._tests[test]
            if test in left_out:
                continue
            code, _ = _node(test, mutant=id_, seconds=3 * met["seconds"] + _SECONDS)
            if code != 0:
                return ("endless" if -code in {signal.SIGXCPU, signal.SIGKILL} else "killed"), test, True
        return "survived", None, len(asked) == len(meeting) and not left_out


def main() -> None:
    """Make, run, and print; the exit code is 1 where a mutant survives that nobody has looked at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", default="1", help="which sample is drawn")
    parser.add_argument("--count", type=int, default=500, help="how many mutants of all rooms are tried")
    parser.add_argument("--budget", type=float, default=30.0, help="seconds of cases for one mutant")
    args = parser.parse_args()
    KEPT.mkdir(exist_ok=True)
    subprocess.run(["node", "tests/mutation/js/make.mjs", str(TREE)], cwd=ROOT, check=True)
    every = json.loads((TREE / "mutants.json").read_text(encoding="utf-8"))["mutants"]
    measured = _measured()
    said = {name: case["said"] for name, case in measured["cases"].items()}
    (TREE / "said.json").write_text(json.dumps(said), encoding="utf-8")
    every.sort(key=lambda mutant: hashlib.sha256(f"{args.seed} {mutant['key']}".encode()).hexdigest())
    made = {"rooms": Counter(mutant["room"] for mutant in every), "keys": [mutant["key"] for mutant in every]}
    made["mutants"] = every[: args.count]
    ended = KEPT / "outcomes.jsonl"
    done, asking = kept_outcomes(ended), _Asking(measured)
    for mutant in made["mutants"]:
        if not is_settled(done.get(mutant["name"]), args.budget):
            outcome, by, asked_all = asking.outcome(mutant, args.budget)
            keep(ended, mutant, outcome, by, budget=args.budget, asked_all=asked_all)
    sys.exit(told(made, kept_outcomes(ended), json.loads(SURVIVORS.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
