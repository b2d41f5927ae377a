"""The programs that `make mutants-js` starts: test files, and the process of Node that is handed the mutants.

They run in the tree that `js/make.mjs` writes; Python's tests run where they are, and find the changed modules there.
"""

import json
import os
import resource
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / ".mutants-js"
TREE = KEPT / "tree"
# What Python's tests ask of JavaScript, and which of their functions do.
PYTHON: Mapping[str, str] = {
    "tests/unit/test_registry_forms.py": "changed",
    "tests/unit/test_several.py": "both_languages",
    "tests/property/test_tokens.py": "test_generated_tokens",
    "tests/property/test_mutants.py": "test_mutants or test_any_bytes",
    "tests/unit/test_contain.py": "test_changed_pictures",
}
_NO_PROGRAM = 70  # how the process ends where a change is an error of grammar
_PATIENCE = 20  # seconds in which it does nothing, on a machine that is busy otherwise: nothing will come any more
_LEAST = 0.02  # seconds of processor in one of these that are not nothing
_MOST = 150  # mutants for one process: the modules of each stay in its memory
_ENVIRONMENT = {"TESTAMUR_VECTORS": str(ROOT.parent / "shared" / "vectors"), **os.environ}


def run(*words: str, folder: Path = TREE, seconds: float = 3600, **variables: str) -> int:
    """The exit code of a program, negative where a signal ended it."""
    limit = int(seconds)
    finished = subprocess.run(
        words,
        cwd=folder,
        env=_ENVIRONMENT | variables,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return finished.returncode


def end_of_test(test: str, *, change: str, seconds: float = 3600, before: Sequence[str] = ("changing",)) -> int:
    """How a test file ends with a change, or with the switches."""
    modules = [f"--import={TREE / name}.mjs" for name in before]
    if test in PYTHON:
        words = (sys.executable, "-m", "pytest", "-q", "-x", "-m", "not long", "-p", "no:cacheprovider", test)
        options = " ".join(modules)
        named = ("-k", PYTHON[test])
        return run(*words, *named, folder=ROOT, seconds=seconds, TESTAMUR_CHANGE=change, NODE_OPTIONS=options)
    return run("node", *modules, test, seconds=seconds, TESTAMUR_CHANGE=change)


def taken() -> float:
    """The seconds of processor of all programs that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class EndedError(Exception):
    """A mutant took more processor than it may, waits for what never comes, or took the process with it; says which."""


class Process:
    """The process of Node that asks the cases; begun anew where it was ended, or holds too much."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._asked = 0

    def first(self, mutant: Mapping[str, Any], names: Sequence[str], seconds: float) -> str:
        """What noticed a mutant, or nothing."""
        if self._process is None or self._asked >= _MOST:
            self.end()
            self._process = subprocess.Popen(
                ["node", "--import", "./changing.mjs", "asked.mjs"],
                cwd=TREE,
                env=_ENVIRONMENT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        process = self._process
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018 - both are pipes
        self._asked += 1
        process.stdin.write(json.dumps({"id": mutant["id"], "room": mutant["room"], "names": names}) + "\n")
        process.stdin.flush()
        began = last = _processor(process.pid)
        idle = 0
        while not select.select([process.stdout], [], [], 1)[0]:
            now = _processor(process.pid)
            idle, last = (idle + 1 if now - last < _LEAST else 0), now
            if now - began > seconds or idle > _PATIENCE:
                self.end()
                raise EndedError("endless")
        line = process.stdout.readline()
        if line == "":
            code = process.wait()
            self.end()
            if code == _NO_PROGRAM:
                sys.exit(f"{mutant['key']} is no program")
            raise EndedError("broken")
        return line.strip()

    def end(self) -> None:
        """Be ready for a new one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process, self._asked = None, 0


def _processor(pid: int) -> float:
    """The seconds of processor that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
