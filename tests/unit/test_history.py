"""What Git is asked, and that it is never obeyed."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur.history import History, read_history, read_uncommitted, read_unignored

WHEN = "2026-03-01T12:00:00Z"


def git(folder: Path, *arguments: str) -> str:
    """Run Git as a person with a name would, at a fixed moment."""
    person = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@a.example", "GIT_AUTHOR_DATE": WHEN}
    committer = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@a.example", "GIT_COMMITTER_DATE": WHEN}
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(
        command, env={**os.environ, **person, **committer}, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A registry with one commit."""
    folder = tmp_path / "registry"
    (folder / "credentials").mkdir(parents=True)
    (folder / "registry.yaml").write_text("name: A\n", encoding="utf-8")
    (folder / "credentials" / "a.md").write_text("a\n", encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Begin")
    return folder


def test_commit_and_its_time(repository: Path) -> None:
    """A clean checkout knows its commit and that commit's time."""
    commit = git(repository, "rev-parse", "HEAD").strip()
    expected = History(commit=commit, time=datetime(2026, 3, 1, 12, tzinfo=UTC), dirty=False, shallow=False)
    assert expected == read_history(repository)


@pytest.mark.parametrize("change", ["edited", "added", "deleted", "staged"])
def test_what_a_build_reads_makes_it_dirty(repository: Path, change: str) -> None:
    """Any difference in a file that a build reads is seen."""
    file = repository / "credentials" / "a.md"
    if change == "deleted":
        file.unlink()
    elif change == "added":
        (repository / "credentials" / "b.md").write_text("b\n", encoding="utf-8")
    else:
        file.write_text("changed\n", encoding="utf-8")
    if change == "staged":
        git(repository, "add", ".")
    assert read_history(repository).dirty is True


def test_what_is_not_committed_is_named(repository: Path) -> None:
    """Each file that differs is named as it is, whatever is in its name; what a build does not read is not."""
    assert () == read_uncommitted(repository)
    odd = 'x -> "y"\nz.md'
    (repository / "credentials" / odd).write_text("x", encoding="utf-8")
    (repository / "credentials" / "a.md").rename(repository / "credentials" / "b.md")
    (repository / "notes.txt").write_text("x", encoding="utf-8")
    git(repository, "add", ".")
    expected = ("credentials/a.md", "credentials/b.md", f"credentials/{odd}")
    assert expected == read_uncommitted(repository)
    assert () == read_uncommitted(repository.parent)


def test_what_a_build_does_not_read_is_ignored(repository: Path) -> None:
    """A note beside the registry does not make its site unrepeatable."""
    (repository / "notes.txt").write_text("mine\n", encoding="utf-8")
    assert read_history(repository).dirty is False


def test_folder_without_history(tmp_path: Path) -> None:
    """Without a repository there is no answer, and no guess."""
    assert History(commit=None, time=None, dirty=False, shallow=False) == read_history(tmp_path)


def test_repository_that_does_not_hold_the_registry(repository: Path) -> None:
    """A registry that merely lies inside somebody's repository has no history in it."""
    inner = repository / "inner"
    inner.mkdir()
    (inner / "registry.yaml").write_text("name: B\n", encoding="utf-8")
    assert read_history(inner).commit is None


def test_shallow_clone_says_so(repository: Path, tmp_path: Path) -> None:
    """Where earlier commits are missing, that is known."""
    (repository / "registry.yaml").write_text("name: C\n", encoding="utf-8")
    git(repository, "commit", "--quiet", "-am", "Rename")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", "copy")
    assert (True, False) == (read_history(tmp_path / "copy").shallow, read_history(repository).shallow)


def test_variables_and_hooks_have_no_say(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the caller's Git variables nor the repository's own watcher changes the answer or runs."""
    expected = read_history(repository)
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\n", encoding="utf-8")
    trap.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(trap))
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    assert expected == read_history(repository)
    assert not (tmp_path / "sprung").exists()


def test_machine_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git missing from the machine is no failure."""
    monkeypatch.setenv("PATH", "/nonexistent")
    assert read_history(repository).commit is None


def test_folder_that_git_would_take_in(repository: Path, tmp_path: Path) -> None:
    """A whole new folder is named by its path in the work tree; one that is ignored, tracked or elsewhere is not."""
    for site in (repository / "_site", repository / "credentials" / "*", tmp_path / "elsewhere"):
        site.mkdir()
        (site / "index.html").write_bytes(b"")
    assert "_site/" == read_unignored(repository / "_site")
    assert "credentials/*/" == read_unignored(repository / "credentials" / "*")
    assert None is read_unignored(tmp_path / "elsewhere")
    git(repository, "add", "_site")
    (repository / "_site" / "more.html").write_bytes(b"")
    (repository / "_site" / "_site").mkdir()
    (repository / "_site" / "_site" / "more.html").write_bytes(b"")
    assert None is read_unignored(repository / "_site")
    (repository / ".gitignore").write_text("credentials/[*]/\n", encoding="utf-8")
    assert None is read_unignored(repository / "credentials" / "*")
