"""A society's registry in a Git repository of its own: branches, commits by several people, merges, at fixed times."""

import os
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.society import Called, Society, make_society

PEOPLE = ("Ana Author", "Ben Board", "Chi Clerk")


@dataclass(slots=True)
class Repository:
    """A registry under Git, with the society's commands beside it; each commit is an hour after the one before."""

    society: Society
    by: str = PEOPLE[0]

    @property
    def root(self) -> Path:
        """The registry's folder."""
        return self.society.root

    def git(self, *argv: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run Git as the present author, at the society's time, with nobody's configuration."""
        mail = f"{self.by.split()[0].lower()}@society.example"
        when = self.society.now.isoformat()
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        own |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C"}
        for role in ("AUTHOR", "COMMITTER"):
            own |= {f"GIT_{role}_NAME": self.by, f"GIT_{role}_EMAIL": mail, f"GIT_{role}_DATE": when}
        return subprocess.run(
            ["git", "-C", str(self.root), *argv], env=own, check=check, capture_output=True, text=True, errors="replace"
        )

    def begin(self) -> None:
        """Make the repository and its first commit, on the branch `main`."""
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("Begin")

    def commit(self, message: str) -> str:
        """Commit everything that differs; the commit's name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        self.society.now += timedelta(hours=1)
        return self.head()

    def head(self) -> str:
        """The commit that is checked out."""
        return self.git("rev-parse", "HEAD").stdout.strip()

    def branch(self, name: str, at: str = "main") -> None:
        """Check out a new branch."""
        self.git("checkout", "--quiet", "-b", name, at)

    def switch(self, name: str) -> None:
        """Check out a branch that is there, leaving nothing behind."""
        self.git("checkout", "--quiet", "--force", name)
        self.git("clean", "--quiet", "-d", "--force")

    def plain(self, *argv: str) -> Called:
        """Run a command that signs nothing."""
        return self.society.plain(*argv, "--root", str(self.root))

    def done(self, *argv: str) -> str:
        """Run a command that signs, which must do what it is told; what it printed."""
        called = self.society.call(*argv)
        assert 0 == called.code, called.err
        return called.out

    def check(self, base: str, at: datetime | None = None) -> list[str]:
        """The codes of the errors that `check --base` finds."""
        moment = (self.society.now if at is None else at).strftime("%Y-%m-%dT%H:%M:%SZ")
        called = self.plain("check", "--base", base, "--at", moment)
        lines = [line for line in called.out.splitlines() if not line.startswith("  ")]
        found = [line.split(": ", 1)[1].split(" ", 2) for line in lines]
        return [code for code, mark, *_ in found if mark != "(warning)"]

    def write(self, path: str, text: str) -> None:
        """Write one file, with its folders."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change one passage of a file, which must be there once."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert 1 == text.count(old), (path, old)
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")

    def first(self, pattern: str) -> str:
        """The path of the first file that fits."""
        return min(path.relative_to(self.root).as_posix() for path in self.root.glob(pattern))


def make_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The society of `tests/society.py`, with its first key, in a repository with one commit."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    society = make_society(folder, monkeypatch)
    society.ready()
    repository = Repository(society=society)
    repository.begin()
    return repository
