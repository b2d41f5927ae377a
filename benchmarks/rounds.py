"""Measuring in turns: every round takes each of the things to compare once, so that a machine that drifts slows all."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent

Thing = TypeVar("Thing")
Result = TypeVar("Result")


def in_turns(things: Sequence[Thing], measure: Callable[[Thing], Result], rounds: int) -> dict[Thing, list[Result]]:
    """The results of each thing, one a round; a round before the first warms the disk's cache and is left out."""
    results: dict[Thing, list[Result]] = {thing: [] for thing in things}
    for number in range(rounds + 1):
        for thing in things:
            measured = measure(thing)
            if number:
                results[thing].append(measured)
    return results


def in_a_process(module: str, side: str, registry: Path) -> dict[str, float]:
    """One measurement of a benchmark in a process of its own, which starts with nothing in memory."""
    command = [sys.executable, "-m", module, "--side", side, "--folder", str(registry)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result
