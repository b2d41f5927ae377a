"""`make mutants`: makes the mutants, runs them, and prints how many of each room the tests notice.

How each ended is kept in `.mutants/`, so a run that was stopped goes on where it was. A function that has changed is
tried again; what the tests have changed since is not noticed there, so remove that folder first.
"""

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path

from tests.mutation.telling import kept_outcomes, told

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
    "tests/vectors/test_w3c_data_integrity.py",
    "tests/vectors/test_w3c_selective_disclosure.py",
    *(
        f"tests/unit/test_{name}.py"
        for name in "canon canon_rdf canon_shapes canon_templates contain did further".split()
    ),
    *(f"tests/unit/test_{name}.py" for name in "jws keys proofs status strict_json several".split()),
    *(f"tests/unit/test_{name}.py" for name in "verify verify_many registry_forms times".split()),
    *(f"tests/unit/test_{name}.py" for name in "addresses number attacks".split()),
    "tests/unit/test_cases.py::test_cautions_are_documented",
)
# What takes long for the little that it alone notices.
LEFT_OUT = "not both_languages and not many_changed and not gives_back_any and not any_document and not any_bytes"
LEFT_OUT += " and not bomb and not picture_changes and not malformed_lists"


def main() -> None:
    """Make, run, and print; the exit code is 1 where a mutant survives that nobody has looked at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", default="1", help="which sample is drawn")
    parser.add_argument("--count", type=int, default=1000, help="how many mutants of all rooms are tried")
    parser.add_argument("--budget", type=float, default=30.0, help="seconds of tests for one mutant")
    args = parser.parse_args()
    KEPT.mkdir(exist_ok=True)
    made, ended, reached = (KEPT / name for name in ("mutants.json", "outcomes.jsonl", "reached.json"))
    files = [path.relative_to(ROOT).as_posix() for room in ROOMS for path in sorted((ROOT / PACKAGE).glob(room))]
    maker = [str(MAKER), "tests/mutation/make.py", str(made), args.seed, str(args.count), *files]
    read = (*files, "tests/mutation/make.py")
    digest = hashlib.sha256(
        b"".join([repr(maker).encode(), *((ROOT / file).read_bytes() for file in read)])
    ).hexdigest()
    of = KEPT / "mutants.of"
    if not of.exists() or of.read_text(encoding="utf-8") != digest:
        subprocess.run(maker, cwd=ROOT, check=True)
        of.write_text(digest, encoding="utf-8")
    words = [sys.executable, "-B", "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "-p", "tests.mutation.plugin"]
    words += ["-m", "not long and not browser", "-k", LEFT_OUT, "--mutants", str(made), "--outcomes", str(ended)]
    words += ["--reached", str(reached), "--budget", str(args.budget)]
    subprocess.run([*words, *TESTS], cwd=ROOT, check=True)
    argued = json.loads(SURVIVORS.read_text(encoding="utf-8"))
    sys.exit(told(json.loads(made.read_text(encoding="utf-8")), kept_outcomes(ended), argued))


if __name__ == "__main__":
    main()
