"""How the browser of the tests is found: it has to run before it is believed."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    """A program that answers as a browser would."""
    path = tmp_path / "browser"
    path.write_text("#!/bin/sh\necho Chromium 1\n", encoding="ascii")
    path.chmod(0o755)
    return path


def find(root: Path, named: Path, answer: Path) -> subprocess.CompletedProcess[str]:
    """Run the finder with a browser named, its answer going to `answer`."""
    command = [sys.executable, str(root / "tools" / "browser.py"), str(answer)]
    return subprocess.run(command, env={"TESTAMUR_BROWSER": str(named)}, capture_output=True, text=True, check=False)


def test_a_named_browser_is_used(root: Path, candidate: Path, tmp_path: Path) -> None:
    """The browser that was named wins over any other, and its path is kept for the tests."""
    answer = tmp_path / "path"
    result = find(root, candidate, answer)
    assert (0, f"{candidate}\n") == (result.returncode, result.stdout)
    assert f"{candidate}\n" == answer.read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", ["missing", "not executable", "broken"])
def test_a_browser_that_does_not_run_is_a_failure(root: Path, candidate: Path, tmp_path: Path, fault: str) -> None:
    """A named browser that is absent or doesn't start is said so; no other takes its place and no path is written."""
    if fault == "missing":
        candidate.unlink()
    elif fault == "not executable":
        candidate.chmod(0o644)
    else:
        candidate.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    answer = tmp_path / "path"
    result = find(root, candidate, answer)
    assert 1 == result.returncode
    assert result.stderr.startswith("browser: no Chrome or Chromium runs here")
    assert not answer.exists()
