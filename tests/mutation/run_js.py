"""`make mutants-js`: the same for the JavaScript verifier, whose mutants Stryker's instrumenter makes.

A process of Node is handed one mutant after the other, with the cases that meet it; it asks them, until one has another
report than the sound verifier gives. What no case notices is asked of the test files that meet it, each in a process of
its own. How each ended is kept in `.mutants-js/`, as for Python.
"""

import argparse
import hashlib
import json
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.mutation.node import KEPT, PYTHON, ROOT, TREE, EndedError, Process, end_of_test, run, taken
from tests.mutation.telling import NOTICED, is_settled, keep, kept_outcomes, told
from tests.share import kinds_of

SURVIVORS = Path(__file__).with_name("survivors-js.json")
_TESTS = "parse jwk keys canon jose rooms verify vectors rehearsal cases-as-tokens contain plain"
TESTS = tuple(f"tests/js/{name}.test.js" for name in _TESTS.split())
_SECONDS = 5  # of processor, for one mutant, beyond three times what its tests take and what Node takes to begin
_CHEAPEST = 60  # cases that the sound verifier is asked once more, in the way that mutants are


def _measured() -> dict[str, Any]:
    """What the cases and the test files meet; of the same code and cases it is not measured again."""
    kept = KEPT / "measured.json"
    of = [
        TREE / "mutants.json",
        *(TREE / name for name in TESTS),
        *(ROOT / name for name in PYTHON),
        *sorted(TREE.glob("*.mjs")),
    ]
    of += sorted(path for path in (TREE / "tests" / "cases").rglob("*") if path.is_file())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in of)).hexdigest()
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {"of": None}
    if found["of"] != digest:
        if run("node", "--import", "./changing.mjs", "asked.mjs", "measure") != 0:
            sys.exit("the cases could not be measured")
        found = {"of": digest, **json.loads((TREE / "measured.json").read_text(encoding="utf-8")), "tests": {}}
        kept.write_text(json.dumps(found), encoding="utf-8")
        _forget_survivors()
    for test in (*TESTS, *PYTHON):
        if test in found["tests"]:
            continue
        (TREE / "met.json").unlink(missing_ok=True)
        began = taken()
        if end_of_test(test, change="switched", before=("changing", "met")) != 0:
            sys.exit(f"{test} fails without a mutant")
        meets = json.loads((TREE / "met.json").read_text(encoding="utf-8"))
        found["tests"][test] = {"seconds": taken() - began, "meets": meets}
        kept.write_text(json.dumps(found), encoding="utf-8")
    # What asks the cases reads how they end in the tree, which is made anew each time.
    (TREE / "measured.json").write_text(json.dumps({"cases": found["cases"]}), encoding="utf-8")
    return found


def _forget_survivors() -> None:
    """Have what survived asked again, by other tests than it has survived."""
    ended = KEPT / "outcomes.jsonl"
    noticed = [one for one in kept_outcomes(ended).values() if one["outcome"] in NOTICED]
    ended.write_text("".join(json.dumps(one) + "\n" for one in noticed), encoding="utf-8")


def _telling(names: Sequence[str]) -> frozenset[str]:
    """Cases that differ in how they end, and what asks one thing alone."""
    seen: set[str] = set()
    found = set()
    for name in names:
        case = json.loads((TREE / "tests" / "cases" / name / "case.json").read_text(encoding="utf-8"))
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
        self._process = Process()

    def is_sound(self) -> bool:
        """Whether the verifier without a change is noticed by none of the cheapest cases, as it has to be."""
        cheap = sorted(self._cases, key=lambda name: self._cases[name]["ms"])[:_CHEAPEST]
        return self._process.first({"id": "none", "room": "", "key": "no change"}, cheap, 10 * _SECONDS) == ""

    def remember(self, key: str, case: str) -> None:
        """That a case has noticed a mutant: it is the first to be asked of others in the same function or room."""
        unit = key.partition(":")[0]
        for place in (unit, unit.partition(" ")[0]):
            self._kills[place][case] += 1

    def outcome(self, mutant: Mapping[str, Any], budget: float) -> tuple[str, str | None, bool]:
        """How a mutant ends, what noticed it, and whether everything was asked that meets it."""
        id_, unit = mutant["id"], mutant["key"].partition(":")[0]
        meeting = self._meeting.get(id_) or (list(self._cases) if id_ in self._loading else [])
        # What has noticed its neighbours, near and far, then what tells much, and of these what takes little.
        near, far = self._kills[unit], self._kills[mutant["room"]]
        meeting.sort(key=lambda one: (-near[one], -far[one], one not in self._telling, self._cases[one]["ms"]))
        asked: list[str] = []
        seconds = 0.0
        for name in meeting:
            if asked and seconds + self._cases[name]["ms"] / 1000 > budget:
                continue
            asked.append(name)
            seconds += self._cases[name]["ms"] / 1000
        if asked:
            try:
                named = self._process.first(mutant, asked, 3 * seconds + _SECONDS)
            except EndedError as ended:
                return str(ended), None, True
            if named:
                self.remember(mutant["key"], named)
                return "killed", named, True
        files = [test for test, met in self._tests.items() if id_ in met["meets"] or id_ in self._loading]
        left_out = [test for test in files if self._tests[test]["seconds"] > budget / 2]
        for test in sorted(files, key=lambda test: self._tests[test]["seconds"]):
            if test in left_out:
                continue
            code = end_of_test(test, change=id_, seconds=3 * self._tests[test]["seconds"] + _SECONDS)
            if code != 0:
                return ("endless" if -code in {signal.SIGXCPU, signal.SIGKILL} else "killed"), test, True
        return "survived", None, len(asked) == len(meeting) and not left_out


def main() -> None:
    """Make, run, and print; the exit code is 1 where a mutant survives that nobody has looked at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", default="1", help="which sample is drawn")
    parser.add_argument("--count", type=int, default=500, help="how many mutants of all rooms are tried")
    parser.add_argument(
        "--budget", type=float, default=30.0, help="seconds of cases, and of one test file, for one mutant"
    )
    parser.add_argument("--of", type=Path, help="instead of a sample, the mutants that this file names, a line each")
    args = parser.parse_args()
    KEPT.mkdir(exist_ok=True)
    subprocess.run(["node", "tests/mutation/js/make.mjs", str(TREE)], cwd=ROOT, check=True)
    every = json.loads((TREE / "mutants.json").read_text(encoding="utf-8"))["mutants"]
    measured = _measured()
    every.sort(key=lambda mutant: hashlib.sha256(f"{args.seed} {mutant['key']}".encode()).hexdigest())
    made = {"rooms": Counter(mutant["room"] for mutant in every), "keys": [mutant["key"] for mutant in every]}
    named = frozenset(args.of.read_text(encoding="utf-8").splitlines()) if args.of else None
    made["mutants"] = every[: args.count] if named is None else [mutant for mutant in every if mutant["key"] in named]
    ended = KEPT / "outcomes.jsonl"
    done, asking = kept_outcomes(ended), _Asking(measured)
    for each in done.values():
        if each["outcome"] == "killed" and each["by"] in measured["cases"]:
            asking.remember(each["key"], each["by"])
    if not asking.is_sound():
        sys.exit("the verifier without a change does not answer as it did")
    for mutant in made["mutants"]:
        if not is_settled(done.get(mutant["name"]), args.budget):
            outcome, by, asked_all = asking.outcome(mutant, args.budget)
            keep(ended, mutant, outcome, by, budget=args.budget, asked_all=asked_all)
    sys.exit(told(made, kept_outcomes(ended), json.loads(SURVIVORS.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
