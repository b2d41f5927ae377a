"""A small registry of one society for tests that award, and a way to call the command line as a person would."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur import keystore
from testamur.cli import main

EXAMPLE = Path(__file__).resolve().parent.parent
SLUG = "example-society"
DEFINITION = "telehealth-triage"
PASSPHRASE = "correct horse"
START = datetime(2026, 3, 2, 10, tzinfo=UTC)

_ISSUER = """---
name: Example Society of Rural Nursing
url: https://society.example/
purpose: To recognise learning.
mission: Good care.
scope: Short programmes.
contact: office@society.example
awards:
  - definition: telehealth-triage
    from: 2026-01-01
    until: 2027-06-30
---

A fictional society.
"""
_OTHER = """---
name: A publication
url: not stated
purpose: not stated
mission: not stated
scope: not stated
contact: not stated
described_in: A paper
---

Described in a paper.
"""
_SETTINGS = """name: Test registry
description: For tests
base_url: https://registry.society.example/
languages: [en]
testamur: "0.1.0"
"""


# A command whose process is gone before its nth sync, as after kill -9.
_KILLED = """
import os, sys
from datetime import datetime
from itertools import count
from testamur.cli import main
nth, sync = int(sys.argv[1]), os.fsync
def fsync(descriptor):
    global nth
    nth -= 1
    if not nth:
        os._exit(9)
    sync(descriptor)
os.fsync = fsync
chance = count(50_000)
main(
    sys.argv[3:],
    clock=lambda: datetime.fromisoformat(sys.argv[2]),
    entropy=lambda size: next(chance).to_bytes(size, "big"),
)
"""


def counting_entropy(count: int = 0) -> Callable[[int], bytes]:
    """Chance that counts, on from a number: each call gives other bytes, the same in every run."""

    def entropy(size: int) -> bytes:
        nonlocal count
        count += 1
        return count.to_bytes(4, "big").rjust(size, b"\1")[:size] if size > 4 else count.to_bytes(size, "big")

    return entropy


@dataclass(slots=True)
class Called:
    """What one command answered."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Society:
    """A registry on disk with a private folder beside it, a clock that tests may set, and chance that counts."""

    root: Path
    private: Path
    now: datetime = START
    passphrase: str = PASSPHRASE
    entropy: Callable[[int], bytes] = field(default_factory=counting_entropy)

    def call(self, *argv: str) -> Called:
        """Run one command that signs, with its passphrase on a descriptor."""
        with self._passphrase_fd() as descriptor:
            options = ("--root", str(self.root), "--private", str(self.private), "--passphrase-fd", str(descriptor))
            return self.plain(*argv, *options)

    def look(self, *argv: str) -> Called:
        """Run one command that looks into the private folder and opens nothing in it."""
        return self.plain(*argv, "--root", str(self.root), "--private", str(self.private))

    def plain(self, *argv: str) -> Called:
        """Run one command with nothing added."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(argv, clock=lambda: self.now, entropy=self.entropy)
        return Called(code, out.getvalue(), err.getvalue())

    def ready(self) -> str:
        """Make the first key; its multikey."""
        made = self.call("keys", "new", "--issuer", SLUG)
        assert made.code == 0, made.err
        return made.out.strip()

    def files(self) -> dict[str, bytes]:
        """Every file of the registry."""
        return tree(self.root)

    def ledger(self) -> list[str]:
        """The paths of the ledger's entries."""
        return [path for path in self.files() if "/awards/" in path]

    def killed(self, nth: int, *argv: str) -> None:
        """Run a command that signs in a process of its own, which is gone before its nth sync."""
        options = ("--root", str(self.root), "--private", str(self.private), "--passphrase-fd", "0")
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, str(nth), self.now.isoformat(), *argv, *options],
            input=f"{self.passphrase}\n".encode(),
            capture_output=True,
            check=False,
        )
        assert 9 == done.returncode, done.stderr

    @contextmanager
    def _passphrase_fd(self) -> Iterator[int]:
        reading, writing = os.pipe()
        os.write(writing, f"{self.passphrase}\n".encode())
        os.close(writing)
        try:
            yield reading
        finally:
            os.close(reading)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def make_society(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society in `folder/registry` that may award one definition, and a second issuer that is only described."""
    root = folder / "registry"
    (root / "issuers" / SLUG).mkdir(parents=True)
    (root / "issuers" / "paper").mkdir()
    (root / "credentials").mkdir()
    (root / "registry.yaml").write_text(_SETTINGS, encoding="utf-8")
    (root / "issuers" / SLUG / "index.md").write_text(_ISSUER, encoding="utf-8")
    (root / "issuers" / "paper" / "index.md").write_text(_OTHER, encoding="utf-8")
    shutil.copytree(
        EXAMPLE / "credentials" / DEFINITION,
        root / "credentials" / DEFINITION,
        ignore=shutil.ignore_patterns("versions"),
    )
    index = root / "credentials" / DEFINITION / "index.md"
    text = index.read_text(encoding="utf-8")
    index.write_text(text.replace("reviewed: 2026", "reviewed: 2025"), encoding="utf-8")
    # One round instead of many: these keys protect nothing.
    monkeypatch.setattr(keystore, "_KDF_ROUNDS", 1)
    return Society(root=root, private=folder / "private")
