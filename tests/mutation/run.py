"""`make mutants`: makes the mutants, runs them, and prints how many of each room the tests notice.

How each ended is kept in `.mutants/`, so a run that was stopped goes on where it was; what the rooms or the tests have
changed since is not noticed there, so remove that folder first. `--each` says how many of a room are tried.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / ".mutants"
SURVIVORS = Path(__file__).with_name("survivors.json")
MAKER = ROOT / ".venv-mutants" / "bin" / "python"
PACKAGE = "builder/testamur"
ROOMS = (
    "verify/*.py",
    "canon/*.py",
    "contain/*.py",
    *(f"{room}.py" for room in "status proofs jws did keys disclosure".split()),
)
TESTS = (
    "tests/mutation/reports.py",
    "tests/property/test_shapes.py",
    *(
        f"tests/unit/test_{name}.py"
        for name in "canon contain did keys proofs status strict_json several verify times addresses number".split()
    ),
)
# What takes long for the little that it alone notices.
LEFT_OUT = "not both_languages and not many_changed and not gives_back_any and not any_document and not any_bytes"
LEFT_OUT += " and not bomb and not picture_changes and not malformed_lists"


def interval(killed: int, tried: int) -> tuple[float, float]:
    """Where the share of all lies that a sample stands for, with 95 % certainty (Wilson)."""
    z, share = 1.96, killed / tried
    middle = share + z * z / (2 * tried)
    half = z * sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return (middle - half) / (1 + z * z / tried), (middle + half) / (1 + z * z / tried)


def key_of(mutant: Mapping[str, Any]) -> str:
    """What names a mutant as long as the code around it stays."""
    return f"{mutant['file'].removeprefix(PACKAGE + '/')} {mutant['unit']}: {mutant['before']} => {mutant['after']}"


def table(outcomes: Iterable[Mapping[str, Any]], files: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The table of docs/mutation.md, a line a room and one for all."""
    counted: dict[str, Counter[str]] = {}
    for each in outcomes:
        counted.setdefault(each["file"], Counter())[each["outcome"]] += 1
    lines = ["| Room | Mutants | Tried | Noticed | Share | 95 % of samples |", "|---|---|---|---|---|---|"]
    total: Counter[str] = Counter()
    for file in sorted(counted):
        tried, killed = counted[file].total(), counted[file]["killed"] + counted[file]["timeout"]
        total.update(made=files[file]["mutants"], tried=tried, killed=killed)
        low, high = interval(killed, tried)
        whole = tried == files[file]["mutants"]
        within = "all were tried" if whole else f"{low:.0%} to {high:.0%}"
        room = file.removeprefix(PACKAGE + "/")
        lines.append(f"| `{room}` | {files[file]['mutants']} | {tried} | {killed} | {killed / tried:.0%} | {within} |")
    low, high = interval(total["killed"], total["tried"])
    share = total["killed"] / total["tried"]
    lines.append(
        f"| all | {total['made']} | {total['tried']} | {total['killed']} | {share:.1%} | {low:.1%} to {high:.1%} |"
    )
    return lines


def main() -> None:
    """Make, run, and print; the exit code is 1 where a mutant survives that nobody has looked at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=60, help="how many mutants of each room are tried")
    parser.add_argument("--budget", type=float, default=600.0, help="seconds of tests for one mutant")
    parser.add_argument("--only", default="", help="only the rooms whose path holds this")
    args = parser.parse_args()
    KEPT.mkdir(exist_ok=True)
    made, ended, reached = (KEPT / name for name in ("mutants.json", "outcomes.json", "reached.json"))
    files = [path.relative_to(ROOT).as_posix() for room in ROOMS for path in sorted((ROOT / PACKAGE).glob(room))]
    maker = [str(MAKER), "tests/mutation/make.py", str(made), str(args.each), *files]
    subprocess.run(maker, cwd=ROOT, check=True)
    words = [sys.executable, "-B", "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "-p", "tests.mutation.plugin"]
    words += ["-m", "not long and not browser", "-k", LEFT_OUT, "--mutants", str(made), "--outcomes", str(ended)]
    words += ["--reached", str(reached), "--each", str(args.each), "--budget", str(args.budget), "--only", args.only]
    subprocess.run([*words, *TESTS], cwd=ROOT, check=True)
    outcomes = json.loads(ended.read_text(encoding="utf-8"))
    lines = table(outcomes, json.loads(made.read_text(encoding="utf-8"))["files"])
    known = json.loads(SURVIVORS.read_text(encoding="utf-8"))
    survivors = [each for each in outcomes if each["outcome"] in {"survived", "unreached"}]
    unknown = [key_of(each) for each in survivors if key_of(each) not in known]
    lines += ["", f"{len(survivors)} survived, of which {len(unknown)} nobody has looked at", *unknown]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(1 if unknown else 0)


if __name__ == "__main__":
    main()
