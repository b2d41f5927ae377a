"""What a person does in a registry's folder, and what befalls it there, as steps of plain data.

A step is a table whose first member is its verb and the thing it is done to: `{"write": path, "text": …}`. The files
mend.json and scene.toml of tests/findings/ are lists of them. Paths are the registry's own; `../private` is the private
folder beside it; `<key>` and what else the start of a scene names stands for what it is there.
"""

import errno
import fcntl
import getpass
import os
import re
import shlex
import shutil
import struct
import subprocess
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from testamur import cli
from testamur.cli import outside
from testamur.cli.findings_output import plain
from testamur.findings import Finding

from tests.repository import Repository
from tests.society import Society

_KNOWN = Path(__file__).resolve().parent / "findings" / "_keyed" / "in"
_LIKE_A_COMMIT = re.compile(r"\b(?:[0-9a-f]{40}|[0-9a-f]{12})\b")
# What a hint must say before a step is a way of following it.
_ASKED_FOR = {"delete": "elete ", "take back": "from Git", "wait": "wait until"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command ended with, and its findings as they are printed."""

    exit: int
    told: str

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the findings."""
        lines = (line for line in self.told.splitlines() if not line.startswith("  "))
        return frozenset(re.sub(r"^\S.*?:\d+:\d+: ", "", line).split(" ")[0] for line in lines)


class Hands:
    """Somebody at work in a registry, who types a passphrase when asked for one, under a time that steps may move."""

    def __init__(self, society: Society, patch: pytest.MonkeyPatch, names: Mapping[str, str]) -> None:
        self.society, self.names = society, names
        self.said = ""
        self._patch = patch
        self._typed: list[str] = []
        self._heard: list[Finding] = []
        self._before: dict[str, Any] = {}
        self._locks: dict[Path, int] = {}
        patch.chdir(society.root)
        patch.setenv("TESTAMUR_PRIVATE", "../private")
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        patch.setattr(cli, "_tell", self._heard.append)
        patch.setattr(outside, "_has_terminal", lambda: True)
        patch.setattr(getpass, "getpass", lambda _: self._typed.pop(0) if self._typed else society.passphrase)

    def run(self, command: str) -> Answer:
        """What `testamur …` answers, typed in the registry's folder."""
        program, *argv = shlex.split(self._filled(command))
        assert "testamur" == program
        self._heard.clear()
        called = self.society.plain(*argv)
        told = (called.out if argv[0] == "check" else "") + plain(self._heard)
        self.said += told
        return Answer(called.code, self._seen(told))

    def follow(self, step: Mapping[str, Any]) -> None:
        """Do one step, which must be one that what was said so far asks for."""
        verb, subject = next(iter(step.items()))
        words = " ".join(subject.split()[:2]) if verb in {"run", "as_told"} else _ASKED_FOR.get(verb, "")
        assert words in self.said.replace("sign`, `", "sign`, `testamur "), (step, self.said)
        self.do(step)

    def do(self, step: Mapping[str, Any]) -> None:
        """Do one step."""
        more = {name: self._filled(value) if isinstance(value, str) else value for name, value in step.items()}
        verb = next(iter(more))
        subject = more.pop(verb)
        getattr(self, f"do_{verb.replace(' ', '_')}")(subject, **more)

    # ---- files ----

    def do_write(self, path: str, text: str, times: int = 1, encoding: str = "utf-8") -> None:
        """Write a file, with its folders; the text `times` over."""
        file = self._path(path)
        file.unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode(encoding) * times)

    def do_replace(self, path: str, old: str, new: str) -> None:
        """Change a passage of a file, which must be there once."""
        text = self._path(path).read_bytes().decode()
        assert 1 == text.count(old), (path, old)
        self._path(path).write_bytes(text.replace(old, new).encode())

    def do_draw(self, path: str, width: int, height: int) -> None:
        """Draw a grey PNG of that size."""
        self._path(path).write_bytes(grey_png(width, height))

    def do_delete(self, path: str) -> None:
        """Delete a file or folder."""
        remove(self._path(path))

    def do_move(self, path: str, to: str) -> None:
        """Move a file or folder."""
        source, target = self._path(path), self.society.root / to
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        if not any(source.parent.iterdir()):
            source.parent.rmdir()

    def do_take_back(self, path: str) -> None:
        """Put a file or folder back as the registry with keys of tests/findings/ holds it, which is what Git has."""
        self._put(_KNOWN / path, path)

    def do_copy(self, path: str, to: str) -> None:
        """Copy a file or folder, in the place of what is there."""
        self._put(self._path(path), to)

    def do_pipe(self, path: str) -> None:
        """Make a pipe."""
        os.mkfifo(self._path(path))

    def do_mode(self, path: str, to: str) -> None:
        """Say who may read a file or folder: `to` is its mode in octal digits."""
        self._path(path).chmod(int(to, 8))

    # ---- programs ----

    def do_run(self, command: str) -> None:
        """Type a command of ours, which must do what it is told."""
        answer = self.run(command)
        assert 0 == answer.exit, answer.told

    def do_as_told(self, beginning: str) -> None:
        """Type every command that a hint has and that begins so."""
        found = [each for each in re.findall("`([^`]+)`", self.said) if each.startswith(beginning)]
        assert found, (beginning, self.said)
        for command in dict.fromkeys(found):
            if command.startswith("testamur "):
                self.do_run(command)
            elif command.startswith("git "):
                self.do_git(command.removeprefix("git "))
            else:
                subprocess.run(shlex.split(command), check=True)

    def do_type(self, lines: Sequence[str]) -> None:
        """Type these lines when asked for passphrases, before the right one."""
        self._typed += lines

    def do_cut_off(self, command: str, sync: int) -> None:
        """Type a command whose process is gone before its nth sync, as after a power failure."""
        self.society.killed(sync, *shlex.split(command)[1:])

    def do_git(self, arguments: str) -> None:
        """Run Git."""
        Repository(self.society).git(*shlex.split(arguments))

    def do_commit(self, message: str) -> None:
        """Commit everything that differs."""
        Repository(self.society).commit(message)

    def do_clone(self, options: str) -> None:
        """Put a clone in the registry's place; what stood there first is the origin, on a path of its own."""
        root = self.society.root
        origin = root.with_name("origin")
        if origin.exists():
            shutil.rmtree(root)
        else:
            root.rename(origin)
        root.mkdir()
        os.chdir(root)
        self.do_git(f"clone --quiet {options} file://{origin} .")

    # ---- the world ----

    def do_wait(self, until: str) -> None:
        """Let time pass until then."""
        self.society.now = datetime.fromisoformat(until)

    def do_set(self, variable: str, to: str) -> None:
        """Set a variable of the environment."""
        self._before[variable] = os.environ.get(variable, "")
        self._patch.setenv(variable, to)

    def do_set_back(self, variable: str) -> None:
        """Give a variable its first value back."""
        self._patch.setenv(variable, self._before[variable])

    def do_limit(self, name: str, to: float) -> None:
        """Make a limit of ours smaller, where reaching it would take too long."""
        self._patch.setattr(name, to)

    def do_refuse(self, call: str, why: str, path: str = "") -> None:
        """Let a call of the system fail, for paths that end so: tests may run as root, and no disk is full."""
        real = self._before[call] = getattr(os, call)

        def refused(where: Any, *args: Any, **options: Any) -> Any:
            if str(where).endswith(path):
                number = getattr(errno, why)
                raise OSError(number, os.strerror(number), *([where] if isinstance(where, str | Path) else []))
            return real(where, *args, **options)

        self._patch.setattr(os, call, refused)

    def do_allow(self, call: str) -> None:
        """Let the call do its work again."""
        self._patch.setattr(os, call, self._before[call])

    def do_hold(self, path: str) -> None:
        """Lock a file, as another command does while it runs."""
        file = self._path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        self._locks[file] = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._locks[file], fcntl.LOCK_EX)

    def do_let_go(self, path: str) -> None:
        """Let the lock go."""
        os.close(self._locks.pop(self._path(path)))

    # ---- words and paths ----

    def _put(self, source: Path, to: str) -> None:
        target = self.society.root / to
        remove(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)

    def _path(self, path: str) -> Path:
        """Where a path is; one with a `*` in it must fit exactly one file."""
        if "*" not in path:
            return self.society.root / path
        [found] = self.society.root.parent.glob(f"registry/{path}".replace("registry/../", ""))
        return found

    def _filled(self, text: str) -> str:
        for name, value in self.names.items():
            text = text.replace(f"<{name}>", value)
        return text

    def _seen(self, text: str) -> str:
        """The text with names for what differs from machine to machine, or would make a reader spell it out."""
        text = text.replace(f"{self.society.root.parent}{os.sep}", "../").replace("../registry/", "")
        for name, value in self.names.items():
            text = text.replace(value, f"<{name}>")
        return _LIKE_A_COMMIT.sub("<commit>", text)


def remove(path: Path) -> None:
    """Delete a file, a link or a folder, and the folders that are empty then, which Git does not keep."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    while path.parent.is_dir() and not any(path.parent.iterdir()):
        path = path.parent
        path.rmdir()


def grey_png(width: int, height: int) -> bytes:
    """A plain PNG of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
