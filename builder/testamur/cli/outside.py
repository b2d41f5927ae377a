"""What a command gets from outside: the time, chance, the private folder and passphrases.

Settled here once, then handed down.
"""

import argparse
import getpass
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from testamur import keystore
from testamur.findings import Finding, FindingsError, Place
from testamur.model import Settings

_MAX_PASSPHRASE_BYTES = 4096


class MisuseError(Exception):
    """The command was called in a way it can't follow: one sentence, exit code 2."""


def machine_clock() -> datetime:
    """The machine's time in UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(slots=True)
class Outside:
    """The clock, chance and the person at the terminal; tests hand in their own."""

    clock: Callable[[], datetime]
    entropy: Callable[[int], bytes]
    _passphrase: bytes | None = field(default=None, repr=False)

    def passphrase(self, args: argparse.Namespace, question: str, *, twice: bool = False) -> bytes:
        """The passphrase from `--passphrase-fd` or, without it, from the terminal.

        Never from arguments or the environment, which other processes can read.

        With a descriptor, one passphrase serves the whole command. Raises MisuseError when the descriptor can't be
        read or there is no terminal, FindingsError when two answers differ.
        """
        if args.passphrase_fd is not None:
            if self._passphrase is None:
                self._passphrase = _from_descriptor(args.passphrase_fd)
            return self._passphrase
        if not _has_terminal():
            raise MisuseError("there is no terminal to ask for the passphrase on; use --passphrase-fd")
        answer = getpass.getpass(f"{question}: ")
        if twice and getpass.getpass("once more, to be sure: ") != answer:
            message = "the two passphrases differ"
            advice = "run the same command again, and type the same one twice"
            finding = Finding(code="passphrase-differs", place=Place(file=""), message=message, hint=advice)
            raise FindingsError([finding])
        return answer.encode()


def private_path(args: argparse.Namespace, settings: Settings) -> Path:
    """Where the private folder is or would be: `--private`, else TESTAMUR_PRIVATE, else below the home folder."""
    named = args.private or os.environ.get("TESTAMUR_PRIVATE")
    if named:
        return Path(named)
    host = urlsplit(settings.base_url).netloc.replace(":", "_")
    return Path.home() / ".testamur" / host


def private_folder(args: argparse.Namespace, settings: Settings, *, make: bool = False) -> Path:
    """The private folder; with `make` it is made if it isn't there.

    Raises FindingsError without `make` when it isn't there, and as `keystore.private_folder`.
    """
    path = private_path(args, settings)
    if not make and not path.exists() and not path.is_symlink():
        message = "there is no private folder here, so no key to sign with"
        hint = "name the one that holds the key with --private; `testamur keys new` makes one"
        raise FindingsError(
            [Finding(code="private-key-missing", place=Place(file=str(path)), message=message, hint=hint)]
        )
    if not (args.private or os.environ.get("TESTAMUR_PRIVATE")):
        keystore.private_folder(path.parent, Path(args.root))
    return keystore.private_folder(path, Path(args.root))


def ask(question: str, instead: str) -> str:
    """A line that the person at the terminal types; the question goes to standard error.

    `instead` says how to answer without being asked. Raises MisuseError when standard input is no terminal, or ends.
    """
    if not sys.stdin.isatty():
        raise MisuseError(f"there is no terminal to ask on\nhint: {instead}")
    print(f"{question} ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.buffer.readline().decode("utf-8", errors="replace")  # a terminal may send any bytes
    if not answer:
        print(file=sys.stderr)
        raise MisuseError(f"the answers ended before the last question\nhint: {instead}")
    return answer.strip()


def say(message: str) -> None:
    """A line for the person: lower case, the tool's name first, on standard error."""
    print(f"testamur: {message}", file=sys.stderr)


def hint(message: str) -> None:
    """What the person can do next."""
    print(f"hint: {message}", file=sys.stderr)


def _from_descriptor(descriptor: int) -> bytes:
    try:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise MisuseError(f"--passphrase-fd {descriptor} is a folder")
        text = b""
        while b"\n" not in text and len(text) < _MAX_PASSPHRASE_BYTES:
            piece = os.read(descriptor, 1)  # not a byte further than the line, which may not be the last thing to read
            if not piece:
                break
            text += piece
    except OSError as cause:
        raise MisuseError(f"--passphrase-fd {descriptor} can't be read: {cause.strerror}") from cause
    return text.removesuffix(b"\n").removesuffix(b"\r")


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC))
    except OSError:
        return False
    return True
