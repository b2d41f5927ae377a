"""A whole `testamur check` beside the mere reading of the same front matters with libyaml, in one run.

The peer opens each definition, takes what stands between its lines `---` and reads it with PyYAML's `CSafeLoader`,
which is libyaml; it looks at nothing. Testamur's side is the command: every file walked and read, YAML without guesses,
schemas, rules, texts, the guard for personal data, references, and the values that a build starts from. Both count from
their first import, in seconds of the processor, which other work on the machine disturbs least. Each figure is a median
over several rounds in processes of their own, the two sides in turn.
"""

import argparse
import contextlib
import io
import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.build import ISSUER, PATTERN
from benchmarks.rounds import ROOT, in_a_process, in_turns

SIDES = ("testamur", "libyaml")
AN_ISSUERS = 1000  # definitions of one issuer; more would make an issuer's file larger than is read


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="how many definitions")
    parser.add_argument("--rounds", type=int, default=5, help="rounds for each size")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.side:
        print(json.dumps(one_side(args.side, args.folder)))
        return 0
    print("| Definitions | `testamur check` | libyaml, reading alone | Ratio (lowest, highest) | Memory |")
    print("|---|---|---|---|---|")
    for size in args.sizes:
        print(compared(size, args.rounds), flush=True)
    return 0


def compared(size: int, rounds: int) -> str:
    """One row: medians of both sides over a registry of `size` generated definitions."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        registry = Path(scratch) / "registry"
        generate(registry, size)
        results = in_turns(SIDES, lambda side: in_a_process("benchmarks.check", side, registry), rounds)
    ours, theirs = (statistics.median(each["seconds"] for each in results[side]) for side in SIDES)
    pairs = zip(results["testamur"], results["libyaml"], strict=True)
    ratios = sorted(a["seconds"] / b["seconds"] for a, b in pairs)
    spread = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}, {ratios[-1]:.2f})"
    memory = results["testamur"][-1]["peak_mib"]
    return f"| {size:,} | {ours:.2f} s | {theirs:.2f} s | {spread} | {memory:.0f} MiB |"


def generate(folder: Path, size: int) -> None:
    """A registry of `size` definitions, each with the text of a real one, shared out among issuers."""
    source = PATTERN.read_text(encoding="utf-8")
    title = next(line for line in source.splitlines() if line.startswith("title: "))
    before, _, after = ISSUER.read_text(encoding="utf-8").partition("awards:\n")
    about = after.partition("---\n")[2]
    for first in range(0, size, AN_ISSUERS):
        society = f"society-{first // AN_ISSUERS}"
        slugs = [f"emergency-skills-{number:05}" for number in range(first, min(first + AN_ISSUERS, size))]
        for slug in slugs:
            text = source.replace(title, f"{title}, group {slug[-5:]}").replace("badge: badge.svg\n", "")
            text = text.replace("issuer: example-society", f"issuer: {society}")
            (folder / "credentials" / slug).mkdir(parents=True)
            (folder / "credentials" / slug / "index.md").write_text(text, encoding="utf-8")
        scope = "".join(f"  - definition: {slug}\n    from: 2024-01-01\n" for slug in slugs)
        (folder / "issuers" / society).mkdir(parents=True)
        profile = f"{before}awards:\n{scope}---\n{about}"
        (folder / "issuers" / society / "index.md").write_text(profile, encoding="utf-8")
    shutil.copyfile(ROOT / "registry.yaml", folder / "registry.yaml")


def one_side(side: str, registry: Path) -> dict[str, float]:
    """Seconds of computing from the first import to the answer, Git's with it, and the process's peak memory."""
    start = computed()
    if side == "testamur":
        testamur(registry)
    else:
        libyaml(registry)
    seconds = computed() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mib": peak}


def computed() -> float:
    """Seconds that the processor has worked for this process and those it started."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def testamur(registry: Path) -> None:
    """The command, which must find nothing."""
    from testamur.cli import main as command

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        code = command(["check", "--root", str(registry)])
    if code != 0 or said.getvalue():
        raise SystemExit(f"the generated registry has findings: {said.getvalue()[:1000]}")


def libyaml(registry: Path) -> None:
    """The same front matters as Python's own values, unchecked."""
    import yaml

    for source in sorted((registry / "credentials").glob("*/index.md")):
        header = source.read_text(encoding="utf-8").split("---\n", 2)[1]
        fields = yaml.load(header, Loader=yaml.CSafeLoader)
        assert fields["title"]


if __name__ == "__main__":
    sys.exit(main())
