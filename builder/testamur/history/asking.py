"""Asking Git: a fixed list of arguments, the caller's variables kept out, nothing written, nothing fetched."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final, TypeAlias

Process: TypeAlias = subprocess.Popen[bytes]
PIPE: Final = subprocess.PIPE

TIMEOUT_S: Final = 60  # a status of 500,000 files on a slow disk
_QUIET: Final = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=true")
_OWN: Final = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


def is_here() -> bool:
    """Whether there is a program `git` on the PATH."""
    return shutil.which("git") is not None


def start(root: Path, *question: str, stdin: int = subprocess.DEVNULL) -> Process:
    """Git, set to answer a question in the folder `root`. Raises OSError when it isn't here."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.Popen(
        ["git", *_QUIET, "-C", os.fspath(root), *question],
        env=own | _OWN,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def ask_bytes(root: Path, *question: str) -> bytes | None:
    """Git's answer byte for byte, None where it has none or isn't here."""
    try:
        process = start(root, *question)
    except OSError:
        return None
    return finish(process)


def finish(process: Process) -> bytes | None:
    """What a started question is answered, None where Git has no answer or takes too long."""
    with process:
        try:
            answer, _ = process.communicate(timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return None
    return answer if process.returncode == 0 else None


def ask(root: Path, *question: str) -> str | None:
    """Git's answer as text, None where it has none or isn't here."""
    answer = ask_bytes(root, *question)
    return None if answer is None else answer.decode(errors="replace")
