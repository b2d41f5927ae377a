"""How the command begins and how it ends when the person stops it."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from testamur import cli

from tests.society import DEFINITION, make_society, tree

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
    for room in (cli.check, cli.building, cli.keys, cli.issue, cli.sign, cli.withdraw):
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
    monkeypatch.setattr(cli.verify, "verify_file", stop)
    called = society.plain("verify", str(tmp_path / "credential.json"))
    assert (3, "testamur: interrupted\n") == (called.code, called.err)


def test_module_is_the_command() -> None:
    """`python -m testamur` answers as the command does."""
    command = [sys.executable, "-m", "testamur", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, "testamur 0.1.0\n") == (done.returncode, done.stdout)


# A command that is sent a signal by its nth sync, or waits there after saying so in a file.
_ENDED = """
import os, sys, time
nth, signal, waits = int(sys.argv.pop(1)), int(sys.argv.pop(1)), sys.argv.pop(1)
fsync, sync = os.fsync, os.sync
def counting(real, *arguments):
    global nth
    nth -= 1
    if not nth and waits:
        open(waits, "x").close()
        time.sleep(60)
    if not nth:
        os.kill(os.getpid(), signal)
    real(*arguments)
os.fsync = lambda descriptor: counting(fsync, descriptor)
os.sync = lambda: counting(sync)
from testamur import keystore
from testamur.__main__ import run
keystore._KDF_ROUNDS = 1
sys.exit(run())
"""


def _everything(folder: Path) -> dict[str, bytes]:
    """What lies there, but for empty folders that a command makes for good and the lock."""
    return {path: data for path, data in tree(folder).items() if path != "private/lock"}


@pytest.mark.parametrize(
    ("number", "nth", "argv"),
    [
        *((signal.SIGTERM, nth, ("issue", DEFINITION, "--name", "Alex Example")) for nth in (1, 6, 11)),
        (signal.SIGHUP, 6, ("issue", DEFINITION, "--name", "Alex Example")),
        (signal.SIGTERM, 1, ("build",)),
    ],
)
def test_a_signal_that_ends_a_command_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, nth: int, argv: tuple[str, ...]
) -> None:
    """Whoever shuts the machine down, or closes the terminal, finds everything as it was; the exit code says why."""
    society = make_society(tmp_path, monkeypatch)
    society.ready()
    assert 0 == society.call("sign").code
    before = _everything(tmp_path)
    options = ["--root", str(society.root)]
    if argv[0] == "issue":
        options += ["--private", str(society.private), "--passphrase-fd", "0"]
    command = [sys.executable, "-c", _ENDED, str(nth), str(int(number)), "", *argv, *options]
    done = subprocess.run(command, input=f"{society.passphrase}\n".encode(), capture_output=True, check=False)
    assert (128 + number, b"") == (done.returncode, done.stdout), done.stderr
    assert done.stderr.splitlines()[0] == b"testamur: interrupted"
    assert before == _everything(tmp_path)
    assert [] == [path for path in tmp_path.rglob("*") if ".testamur" in path.name]


def test_a_terminal_that_is_closed_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, where nobody is left to read the sentence."""
    society = make_society(tmp_path, monkeypatch)
    society.ready()
    assert 0 == society.call("sign").code
    before = _everything(society.root)
    waits = tmp_path / "waits"
    reading, writing = os.pipe()
    os.write(writing, f"{society.passphrase}\n".encode())
    options = ["--root", str(society.root), "--private", str(society.private), "--passphrase-fd", str(reading)]
    argv = ["6", "0", str(waits), "issue", DEFINITION, "--name", "Alex Example", *options]
    os.set_inheritable(reading, True)
    child, terminal = pty.fork()
    if not child:
        os.execv(sys.executable, [sys.executable, "-c", _ENDED, *argv])  # noqa: S606 - the child with a terminal of its own
    give_up = time.monotonic() + 60
    while not waits.exists() and time.monotonic() < give_up:
        time.sleep(0.02)
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    assert 128 + signal.SIGHUP == os.waitstatus_to_exitcode(status)
    assert before == _everything(society.root)
    assert [] == list((society.private / "journal").iterdir())
