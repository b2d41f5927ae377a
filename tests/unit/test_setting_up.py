"""What a first `make` says while it sets things up: one plain line a stage, and a failure in its own words."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

INPUTS = ("requirements-dev.lock", "pyproject.toml", "package.json", "package-lock.json", ".npmrc")
# Stands for Python, pip, node and npm alike: noisy on standard output where npm is, and broken when asked to be.
PROGRAM = """#!/bin/sh
case "$*" in
  *"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
  *install*|ci*)
    if test -n "$BROKEN"; then echo "no such package" >&2; exit 1; fi
    case "$*" in ci*) mkdir -p node_modules; echo "added 80 packages" ;; esac ;;
esac
"""


@pytest.fixture
def checkout(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our Makefile among empty inputs, with programs that install nothing."""
    shutil.copyfile(root / "Makefile", tmp_path / "Makefile")
    for name in INPUTS:
        (tmp_path / name).touch()
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("python3", "node", "npm"):
        (programs / name).write_text(PROGRAM, encoding="utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHON", "BROKEN"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def make(folder: Path, target: str) -> subprocess.CompletedProcess[str]:
    """What make answers."""
    return subprocess.run(["make", "-C", folder, target], capture_output=True, text=True, check=False)


def words(answer: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines on standard output, without make's own on the folder it works in."""
    return [line for line in answer.stdout.splitlines() if not line.startswith("make: ")]


@pytest.mark.parametrize(("target", "what"), [("venv", "Python's packages"), ("node", "JavaScript's packages")])
def test_a_stage_is_one_plain_line(target: str, what: str, checkout: Path) -> None:
    """A stage says what is set up and that it takes a while, shows no command, and once done says nothing."""
    first = make(checkout, target)
    assert (0, "") == (first.returncode, first.stderr)
    (line,) = words(first)
    assert line.startswith(f"Setting up {what}")
    assert "can take a minute" in line
    assert [] == words(make(checkout, target))


@pytest.mark.parametrize("target", ["venv", "node"])
def test_a_failed_stage_shows_the_reason(target: str, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of pip or npm reach the person, make fails, and the next run tries again."""
    monkeypatch.setenv("BROKEN", "1")
    for _ in range(2):
        answer = make(checkout, target)
        assert 2 == answer.returncode
        assert "no such package\n" in answer.stderr
        assert 1 == len(words(answer))


@pytest.mark.parametrize("target", ["venv", "node"])
def test_npm_is_not_told_to_keep_its_errors(target: str, checkout: Path) -> None:
    """`--silent` would hide why an installation failed, so that no setting up uses it."""
    answer = subprocess.run(["make", "-C", checkout, "-n", target], capture_output=True, text=True, check=True)
    assert "install" in answer.stdout or "npm ci" in answer.stdout
    assert "--silent" not in answer.stdout
