"""How the command begins and how it ends when the person stops it."""

import subprocess
import sys

import pytest

# The interrupt arrives while the rooms are being loaded: exactly when a certain one is asked for.
_INTERRUPTED = """
import sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop())
from testamur.__main__ import run
sys.exit(run())
"""


@pytest.mark.parametrize("name", ["testamur.cli", "testamur.canon", "testamur.cli.verify"])
def test_interrupt_while_loading(name: str) -> None:
    """Ctrl-C before the command even began ends in one sentence and exit code 1."""
    command = [sys.executable, "-c", _INTERRUPTED.format(name=name), "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (1, "", "testamur: interrupted\n") == (done.returncode, done.stdout, done.stderr)


def test_module_is_the_command() -> None:
    """`python -m testamur` answers as the command does."""
    command = [sys.executable, "-m", "testamur", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, "testamur 0.1.0\n") == (done.returncode, done.stdout)
