"""Signing the awards of a cohort: with `Shapes`, by plain PyLD, by openbadgeslib, and as a JWT by joserfc, in one run.

All sign the same documents with the same key, each in a process of its own, in turn; loading libraries is not counted,
and the first award of each side is signed before the clock runs. Ours asks the closed world of every document and
learns their form within the time; the others ask nothing. Needs `make peers`, for the environment of the last two.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from benchmarks.credentials import unsigned_awards
from tests.casebook.forge import private_key
from tests.casebook.society import NOW, method

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-interop" / "bin" / "python"
SIDES = {
    "testamur": (sys.executable, 5000),
    "PyLD": (sys.executable, 60),
    "openbadgeslib": (str(PEERS), 30),
    "joserfc, a JWT": (str(PEERS), 5000),
}


def main(words: list[str] | None = None) -> int:
    """Measure, and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sign_cohort", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="rounds, after one that is not counted")
    args = parser.parse_args(words)
    key = private_key(NOW).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        place = Path(scratch) / "cohort.json"
        results: dict[str, list[float]] = {side: [] for side in SIDES}
        for number in range(args.rounds + 1):
            for side, (python, count) in SIDES.items():
                documents = [document for _, document in unsigned_awards(count)]
                asked = {"side": side, "documents": documents, "method": method(NOW), "key": key.decode()}
                place.write_text(json.dumps(asked), encoding="utf-8")
                command = [python, str(ROOT / "benchmarks" / "sign_side.py"), str(place)]
                done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
                if number:
                    results[side].append(float(done.stdout))
    print("| Signed by | Each | Ours is so many times as fast (lowest, highest) |")
    print("|---|---|---|")
    for side, taken in results.items():
        ratios = sorted(their / our for our, their in zip(results["testamur"], taken, strict=True))
        spread = f"{statistics.median(ratios):.1f} ({ratios[0]:.1f}, {ratios[-1]:.1f})"
        print(f"| {side} | {statistics.median(taken):.3f} ms | {'' if side == 'testamur' else spread} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
