"""The command line as a whole: help, misuse, version, and what a person sees when something goes wrong."""

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from testamur import __version__
from testamur.cli import main, parser


def commands(whole: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every parser that has no commands below it."""
    below = [action for action in whole._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield whole
    for action in below:
        for each in dict.fromkeys(action.choices.values()):
            yield from commands(each)


NAMES = sorted(each.prog for each in commands(parser()))


def test_commands() -> None:
    """The commands are these; a new one is added here, with its help."""
    expected = [
        "audit",
        "build",
        "check",
        "diff",
        "doctor",
        "endorse",
        "expiring",
        "init",
        "issue",
        "keys compromised",
        "keys list",
        "keys new",
        "keys retire",
        "keys try",
        "new definition",
        "new issuer",
        "new pathway",
        "new withdrawal",
        "reinstate",
        "revoke",
        "serve",
        "sign",
        "suspend",
        "verify",
    ]
    assert [f"testamur {name}" for name in expected] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Help says how it is called, describes every option and ends with an example that the command line accepts."""
    assert 0 == main([*name.split()[1:], "--help"])
    text = capsys.readouterr().out
    example = re.search(r"\n\nexample:\n  (testamur [^\n]+)\n\Z", text)
    assert example is not None
    words = shlex.split(example.group(1))
    parser().parse_args(words[1:])
    for each in commands(parser()):
        if each.prog == name:
            assert [] == [action.dest for action in each._actions if not action.help]


@pytest.mark.parametrize("argv", [[], ["keys"], ["new"]])
def test_help_above_the_commands_ends_alike(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The help of the whole and of a group of commands shows its example in the form of every other."""
    assert 0 == main([*argv, "--help"])
    assert re.search(r"\n\nexample:\n  testamur [^\n]+\n\Z", capsys.readouterr().out)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version goes to standard output."""
    assert 0 == main(["--version"])
    assert f"testamur {__version__}\n" == capsys.readouterr().out


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["nothing"],
        ["keys"],
        ["issue"],
        ["issue", "d"],
        ["issue", "d", "p.csv", "--name", "A"],
        ["issue", "d", "p.csv", "--issued", "2026-01-01"],
        ["issue", "d", "missing.csv"],
        ["revoke", "A1-04K7X"],
        ["revoke", "A1-04K7X", "--reason", "because"],
        ["suspend", "A1-04K7X", "--date", "tomorrow"],
        ["check", "--at", "tomorrow"],
        ["check", "--format", "xml"],
        ["keys", "new", "--issuer", "s", "--passphrase-fd", "x"],
    ],
)
def test_misuse_is_one_sentence(argv: list[str], capsys: pytest.CaptureFixture[str], root: Path) -> None:
    """A command that can't be followed ends with 2 and one sentence that begins with the tool's name."""
    more = [] if len(argv) < 2 or argv == ["keys"] else ["--root", str(root)]
    assert 2 == main([*argv, *more])
    told = capsys.readouterr()
    assert "" == told.out
    assert told.err.startswith("testamur: ")
    assert "Traceback" not in told.err


def test_as_a_module() -> None:
    """`python -m testamur` is the same command."""
    done = subprocess.run([sys.executable, "-m", "testamur", "--version"], capture_output=True, text=True, check=False)
    assert (0, f"testamur {__version__}\n") == (done.returncode, done.stdout)


def test_reader_that_stops(root: Path) -> None:
    """When whoever reads the output has stopped, the command ends without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "testamur", "keys", "list", "--root", str(root)],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (1, "") == (done.returncode, done.stderr)


def test_no_registry_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is no registry, or not even a folder, a sentence says so."""
    assert 1 == main(["check", "--root", str(tmp_path)])
    assert "registry.yaml:1:1: file-missing" in capsys.readouterr().out
    (tmp_path / "file").write_bytes(b"")
    for name in ("nothing", "file"):
        assert 2 == main(["check", "--root", str(tmp_path / name)])
        said = f"testamur: {tmp_path / name} is not a folder\nhint: name the registry's folder with --root\n"
        assert said == capsys.readouterr().err


def test_no_terminal_for_the_passphrase(tmp_path: Path, root: Path) -> None:
    """Without a terminal and without --passphrase-fd the command says what to use, and makes no key."""
    argv = ["keys", "new", "--issuer", "example-society", "--root", str(root), "--private", str(tmp_path / "private")]
    done = subprocess.run(
        [sys.executable, "-m", "testamur", *argv],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert 2 == done.returncode
    assert "use --passphrase-fd" in done.stderr
    assert not (tmp_path / "private" / "keys").exists()


def test_closed_descriptor(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A descriptor that isn't open is misuse, in one sentence."""
    argv = ["keys", "new", "--issuer", "example-society", "--root", str(root), "--private", str(tmp_path / "private")]
    assert 2 == main([*argv, "--passphrase-fd", "987"])
    assert "testamur: --passphrase-fd 987 can't be read: Bad file descriptor\n" == capsys.readouterr().err


def test_described_issuer_awards_nothing(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who awards in the name of an issuer that is only described is told so, and not to make a key."""
    argv = ["issue", "dementia-patients-evening", "--name", "Alex Example", "--dry-run", "--root", str(root)]
    assert 1 == main([*argv, "--private", str(tmp_path / "private")])
    said = "testamur: goodenough-2020 is here as a publication describes it and can't award\n"
    said += "hint: an issuer that awards has no `described_in` in its index.md\n"
    assert said == capsys.readouterr().err
