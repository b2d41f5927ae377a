"""What several commands have in common on the command line."""

import argparse
from typing import Any, NoReturn, Protocol

from testamur.cli.outside import MisuseError


class Subparsers(Protocol):
    """Where a command adds its parser; argparse's own type can't be named in public."""

    def add_parser(self, name: str, **kwargs: Any) -> argparse.ArgumentParser:
        """The parser of one command."""


class Parser(argparse.ArgumentParser):
    """A parser that reports misuse as one sentence instead of ending the process in the middle of a call."""

    def error(self, message: str) -> NoReturn:
        """Raise MisuseError with the way to the command's help."""
        raise MisuseError(f"{message}\nhint: see `{self.prog} --help`")


def add_command(subparsers: Subparsers, name: str, help: str, example: str, more: str = "") -> argparse.ArgumentParser:
    """A command with its one-line help, what it does in more words, and an example that works when pasted."""
    description = f"{help[0].upper()}{help[1:]}."
    return subparsers.add_parser(
        name,
        help=help,
        description=f"{description}\n{more}" if more else description,
        epilog=example_words(example),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def example_words(example: str) -> str:
    """How every help ends: the one form of an example."""
    return f"example:\n  {example}"


def add_root(parser: argparse.ArgumentParser) -> None:
    """`--root`, on every command that reads a registry."""
    parser.add_argument("--root", default=".", metavar="DIR", help="the registry (default: this folder)")


class _Options(Protocol):
    """A parser or a group of its options."""

    def add_argument(self, *names: str, **kwargs: Any) -> argparse.Action:
        """One option."""


def add_private_folder(options: _Options) -> None:
    """`--private`, on commands that look into the private folder and open nothing in it."""
    options.add_argument(
        "--private",
        metavar="DIR",
        help="the private folder, outside the repository (default: $TESTAMUR_PRIVATE, else ~/.testamur/HOST)",
    )


def add_private(parser: argparse.ArgumentParser) -> None:
    """The options of commands that sign."""
    group = parser.add_argument_group("private folder and passphrase")
    add_private_folder(group)
    group.add_argument(
        "--passphrase-fd",
        type=_descriptor,
        metavar="N",
        help="read the passphrase from this open file descriptor instead of asking",
    )


def _descriptor(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"{text} is not a file descriptor")
    return int(text)
