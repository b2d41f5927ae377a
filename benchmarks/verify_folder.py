"""A folder of credentials by `testamur verify` and by `@digitalbazaar/vc` in Node, in one run.

Our side is the whole command as a person calls it, from the start of Python to the last line of the table: every step
of docs/verification.md, the ledger, the definition and the related file among them. The other side is the library's own
verification with its status check; the start of Node and the loading of the library are not counted, and each DID
document, list and context is read and parsed once. The two take turns. Needs `make peers` or `npm ci` in tests/interop.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.credentials import BASE_URL, MOMENT, write_world

ROOT = Path(__file__).resolve().parent.parent
CONTEXTS = ROOT / "builder" / "testamur" / "data" / "contexts"


def main(words: list[str] | None = None) -> int:
    """Measure, and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verify_folder", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="credentials in the folder")
    parser.add_argument("--theirs", type=int, default=1000, help="how many of them the other side is given")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, after one that is not counted")
    args = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        holders, site = write_world(Path(scratch), args.count)
        some = Path(scratch) / "some"
        some.mkdir()
        for file in sorted(holders.iterdir())[: args.theirs]:
            (some / file.name).write_bytes(file.read_bytes())
        pairs = [(ours(holders, site, args.count), theirs(some, site, args.theirs)) for _ in range(args.rounds + 1)][1:]
    ours_ms, theirs_ms = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    ratios = sorted(theirs / ours for ours, theirs in pairs)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print("| Credentials | `testamur verify`, each | `@digitalbazaar/vc`, each | Ratio (lowest, highest) | Memory |")
    print("|---|---|---|---|---|")
    middle = statistics.median(ratios)
    print(
        f"| {args.count} | {ours_ms:.2f} ms | {theirs_ms:.2f} ms | {middle:.1f} ({ratios[0]:.1f}, {ratios[-1]:.1f}) "
        f"| {peak:.0f} MiB, the larger of the two |"
    )
    return 0


def ours(holders: Path, site: Path, count: int) -> float:
    """Milliseconds a credential of the whole command, which has to find every one valid."""
    command = [sys.executable, "-m", "testamur", "verify", str(holders), "--registry", str(site), "--at", MOMENT]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if not done.stdout.endswith(f"{count} files: {count} valid\n"):
        raise SystemExit(f"not all are valid: {done.stdout[-200:]}")
    return 1000 * seconds / count


def theirs(holders: Path, site: Path, count: int) -> float:
    """Milliseconds a credential in the library, which has to verify every one."""
    command = ["node", "benchmarks/verify_vc.mjs", str(holders), str(site), BASE_URL, str(CONTEXTS)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    if answer["counts"] != {"verified": count}:
        raise SystemExit(f"the library does not verify all: {answer['counts']}")
    return float(answer["milliseconds"]) / count


if __name__ == "__main__":
    raise SystemExit(main())
