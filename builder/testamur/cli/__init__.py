"""The command line: read arguments, bring the rooms together, print, choose the exit code.

One idea: results go to standard output, words for people to standard error, and whatever the person could have caused
ends in a sentence. Exit codes: 0 fine, 1 findings or a credential that does not verify, 2 misuse, 3 could not be
checked.
"""

import argparse
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from datetime import datetime

from testamur import __version__
from testamur.cli import (
    audit,
    build,
    check,
    diff,
    doctor,
    endorse,
    expiring,
    init,
    issue,
    keys,
    new,
    serve,
    sign,
    verify,
    withdraw,
)
from testamur.cli.arguments import Parser, example_words
from testamur.cli.findings_output import plain
from testamur.cli.outside import MisuseError, Outside, hint, machine_clock, say
from testamur.findings import Finding, FindingsError, printable

__all__ = ["main"]

_FOUND, _MISUSE, _UNCHECKED = 1, 2, 3


def main(
    argv: Sequence[str] | None = None,
    *,
    clock: Callable[[], datetime] = machine_clock,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> int:
    """The exit code of one command; `argv` is what follows the program's name, by default the process's own.

    Tests hand in a `clock` and `entropy` of their own. Bugs of ours are not caught.
    """
    outside = Outside(clock=clock, entropy=entropy)
    writes, stopped = False, _FOUND
    try:
        args = parser().parse_args(argv)
        # What signs writes to the registry or the private folder, unless it is a rehearsal.
        writes = hasattr(args, "passphrase_fd") and not getattr(args, "dry_run", False)
        # A credential that was not looked at to the end is not one that does not verify.
        stopped = _UNCHECKED if args.run is verify.run else _FOUND
        code: int = args.run(args) if args.run is verify.run else args.run(args, outside)
        sys.stdout.flush()
        return code
    except SystemExit as end:  # how argparse ends --help and --version
        return int(end.code or 0)
    except MisuseError as problem:
        sentence, *more = str(problem).split("\n")
        say(sentence)
        for line in more:
            print(line, file=sys.stderr)
        return _MISUSE
    except FindingsError as problem:
        for finding in problem.findings:
            _tell(finding)
        return _FOUND
    except KeyboardInterrupt:
        say("interrupted")
        if writes:
            hint("run the same command again to have it done; nothing is done twice")
        return stopped
    except BrokenPipeError:
        # Whoever read our output has stopped; without this the interpreter complains once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return stopped
    except OSError as problem:
        name = problem.filename2 or problem.filename
        say(f"{printable(os.fsdecode(name)) + ': ' if name else ''}{(problem.strerror or str(problem)).lower()}")
        return stopped


def parser() -> Parser:
    """The command line's own parser, with every command."""
    whole = Parser(
        prog="testamur",
        description="A credential registry in a Git repository: check it, award, withdraw, build its site, verify.",
        epilog=example_words("testamur check"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"testamur {__version__}")
    commands = whole.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)
    init.add_parser(commands)
    new.add_parser(commands)
    check.add_parser(commands)
    diff.add_parser(commands)
    build.add_parser(commands)
    serve.add_parser(commands)
    keys.add_parser(commands)
    issue.add_parser(commands)
    withdraw.add_parser(commands)
    sign.add_parser(commands)
    endorse.add_parser(commands)
    verify.add_parser(commands)
    expiring.add_parser(commands)
    audit.add_parser(commands)
    doctor.add_parser(commands)
    return whole


def _tell(finding: Finding) -> None:
    """One finding for the person: with its place when it has a line, else as a sentence."""
    place = finding.place
    if place.line:
        print(plain([finding]), end="", file=sys.stderr)
        return
    say(printable(f"{place.file}: {finding.message}" if place.file else finding.message))
    if finding.hint:
        hint(printable(finding.hint))
