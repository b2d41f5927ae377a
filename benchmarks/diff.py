"""`testamur diff` of one change in a small registry and in one a hundred times as large, beside `git diff --stat`.

The change is the same in both: ten awards, one withdrawal, one edited definition. Each call is a process of its own,
starting with Python; the programs take turns, and the figures are medians. Only the ratios mean anything elsewhere.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.build import generate
from benchmarks.rounds import in_turns

SIZES = ((100, 1_000), (10_000, 100_000))
_PER_PART = 1024


def main(argv: list[str] | None = None) -> int:
    """Measure, and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.diff", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="rounds for each size")
    rounds = parser.parse_args(argv).rounds
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        registries = [make(Path(scratch) / f"{definitions}", definitions, awards) for definitions, awards in SIZES]
        programs: dict[str, Callable[[Path], list[str]]] = {
            "`testamur diff main --committed`": lambda folder: testamur(folder, "--committed"),
            "`git diff --stat main...HEAD`": lambda folder: git(folder, "diff", "--stat", "main...HEAD"),
            "`testamur diff main`": testamur,
            "`git diff --stat main`": lambda folder: git(folder, "diff", "--stat", "main"),
            "`git status`": lambda folder: git(folder, "status", "--porcelain"),
            "`testamur --version`": lambda _: [sys.executable, "-m", "testamur", "--version"],
        }
        both = [(name, folder) for name in programs for folder in registries]
        results = in_turns(both, lambda pair: timed(programs[pair[0]](pair[1])), rounds)
        sizes = [f"{definitions:,} definitions, {awards:,} awards" for definitions, awards in SIZES]
        print(f"| Program | {sizes[0]} | {sizes[1]} | Ratio | Memory |")
        print("|---|---|---|---|---|")
        for name in programs:
            small, large = (statistics.median(taken for taken, _ in results[name, folder]) for folder in registries)
            memory = " and ".join(f"{results[name, folder][-1][1]:.0f}" for folder in registries) + " MiB"
            print(f"| {name} | {small:.3f} s | {large:.3f} s | {large / small:.2f} | {memory} |")
    return 0


def testamur(folder: Path, *options: str) -> list[str]:
    """The command that is measured."""
    return [sys.executable, "-m", "testamur", "diff", "main", "--root", str(folder), *options]


def git(folder: Path, *words: str) -> list[str]:
    """Git in a registry."""
    return [str(shutil.which("git")), "-C", str(folder), *words]


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds and peak memory in MiB of one process and what it starts."""
    reading, writing = os.pipe()
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        done = subprocess.run(command, check=False)
        taken = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        os.write(writing, json.dumps([taken, peak, done.returncode]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        taken, peak, code = json.loads(answer.read())
    os.waitpid(child, 0)
    if code:
        raise SystemExit(f"{command} ended with {code}")
    return taken, peak


def make(folder: Path, definitions: int, awards: int) -> Path:
    """A registry of that size with the branch `main`, and the change on another that is checked out."""
    generate(folder, definitions)
    issuer = folder / "issuers" / "example-society"
    step = 131_072 // awards
    for number in range(awards):
        index = number * step
        write_award(issuer, index, number % definitions)
    version = folder / "credentials" / "emergency-skills-00000" / "versions" / "1.0"
    version.mkdir(parents=True)
    shutil.copyfile(version.parent.parent / "index.md", version / "index.md")
    run(folder, "init", "--quiet", "--initial-branch=main")
    run(folder, "config", "gc.auto", "0")  # not while something is measured
    commit(folder, "All of it")
    run(folder, "checkout", "--quiet", "-b", "change")
    for number in range(10):
        write_award(issuer, number * step * 7 % 131_072 // step * step + 1 if step > 1 else 120_000 + number, 0)
    withdrawal = issuer / "withdrawals" / "A1-0000N"
    withdrawal.mkdir(parents=True)
    event = {"number": "A1-0000N", "list": "a1", "index": 0, "sequence": 1, "event": "revoke"}
    text = json.dumps({**event, "reason": "issued-in-error", "date": "2026-01-02"}, indent=2) + "\n"
    (withdrawal / "1.json").write_text(text, encoding="utf-8")
    edited = folder / "credentials" / "emergency-skills-00001" / "index.md"
    edited.write_text(edited.read_text(encoding="utf-8").replace('version: "1.0"', 'version: "1.1"'), encoding="utf-8")
    commit(folder, "A change")
    return folder


def write_award(issuer: Path, index: int, definition: int) -> None:
    """One entry of the ledger."""
    entry = {
        "list": "a1",
        "index": index,
        "definition": f"emergency-skills-{definition:05}",
        "version": "1.0",
        "versionDigest": f"{definition:064x}",
        "issued": "2026-01-01",
        "key": "z6MkpQrcyNfZSpJLXCbcZfKPXDuVbBtdLpiiwgN2xMfbeZzx",
        "digest": f"{index:064x}",
    }
    folder = issuer / "awards" / "a1" / str(index // _PER_PART)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{index}.json").write_text(json.dumps(entry, indent=2) + "\n", encoding="utf-8")


def commit(folder: Path, message: str) -> None:
    """Everything in one commit."""
    run(folder, "add", "--all")
    identity = ("-c", "user.name=B", "-c", "user.email=b@b.example")
    run(folder, *identity, "commit", "--quiet", "--no-gpg-sign", "--message", message)
    run(folder, "gc", "--quiet")


def run(folder: Path, *words: str) -> None:
    """Git, which must do what it is told."""
    subprocess.run(git(folder, *words), check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
