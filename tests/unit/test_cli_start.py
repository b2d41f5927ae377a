"""How the command begins and how it ends when the person stops it."""

import subprocess
import sys
from pathlib import Path

import pytest
from testamur import cli

from tests.society import DEFINITION, make_society

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


@pytest.mark.parametrize(
    ("argv", "hinted"),
    [
        (("check",), False),
        (("build",), False),
        (("keys", "list"), False),
        (("issue", DEFINITION, "--name", "Alex Example", "--dry-run"), False),
        (("issue", DEFINITION, "--name", "Alex Example"), True),
        (("sign",), True),
        (("revoke", "A1-0000", "--reason", "superseded"), True),
    ],
)
def test_interrupt_of_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], hinted: bool
) -> None:
    """Ctrl-C is one sentence, and only a command that writes says that it may be run again."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    society = make_society(tmp_path, monkeypatch)
    for room in (cli.check, cli.build, cli.keys, cli.issue, cli.sign, cli.withdraw):
        for name in ("read_registry", "read_for_signing"):
            monkeypatch.setattr(room, name, stop, raising=False)
    hint = "hint: run the same command again to have it done; nothing is done twice\n" if hinted else ""
    called = society.plain(*argv, "--root", str(society.root))
    assert (1, f"testamur: interrupted\n{hint}") == (called.code, called.err)


def test_a_check_that_was_stopped_is_no_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A credential that `verify` did not come to is one that could not be checked, not one that does not verify."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    society = make_society(tmp_path, monkeypatch)
    (tmp_path / "credential.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(cli.verify, "verify_credential", stop)
    called = society.plain("verify", str(tmp_path / "credential.json"))
    assert (3, "testamur: interrupted\n") == (called.code, called.err)


def test_module_is_the_command() -> None:
    """`python -m testamur` answers as the command does."""
    command = [sys.executable, "-m", "testamur", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, "testamur 0.1.0\n") == (done.returncode, done.stdout)
