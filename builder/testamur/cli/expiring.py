"""`testamur expiring`: whose credentials end soon, from the society's private records."""

import argparse
import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from testamur import issue
from testamur.cli.arguments import Subparsers, add_command, add_private_folder, add_root
from testamur.cli.outside import Outside, hint, private_folder, say
from testamur.cli.registry import read_for_signing
from testamur.findings import printable

_COLUMNS = ("ends", "number", "name", "recipient", "definition", "version", "title")


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "expiring",
        "say whose credentials end soon",
        "testamur expiring --days 90",
        "Reads people.csv in the private folder, so run it where the awards were made. Who was awarded again since,\n"
        "or whose award was revoked, is left out.",
    )
    parser.add_argument(
        "--days",
        type=_days,
        default=90,
        metavar="N",
        help="how far to look, forward and back (default: 90)",
    )
    parser.add_argument("--format", choices=("csv", "plain"), default="plain", help="how it is said (default: plain)")
    parser.set_defaults(run=run)
    add_root(parser)
    add_private_folder(parser)


def run(args: argparse.Namespace, outside: Outside) -> int:
    """Print a line for each credential, soonest first."""
    now, root = outside.clock(), Path(args.root)
    registry = read_for_signing(root, now)
    table = private_folder(args, registry.settings) / "people.csv"
    records = issue.parse_records(str(table), table.read_bytes()) if table.exists() else ()
    found = issue.expiring(registry, records, today=now.date(), days=args.days)
    if args.format == "csv":
        print(_as_csv(found), end="")
    else:
        for line in _lines(found, now.date()):
            print(printable(line))
    ended = sum(ending.ends < now.date() for ending in found)
    soon = len(found) - ended
    say(f"{soon or 'none'} in the next {args.days} days, {ended or 'none'} ended in the last {args.days}")
    if found:
        hint("award again with `testamur issue`; the new file replaces the old one in the holder's hands")
    return 0


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5):
        raise argparse.ArgumentTypeError(f"{text} is not a number of days")
    return int(text)


def _lines(found: tuple[issue.Ending, ...], today: date) -> Iterator[str]:
    for ending in found:
        award = ending.award
        word = "ended" if ending.ends < today else "ends"
        yield f"{word:<5} {ending.ends}  {award.number}  {award.name}: {ending.title} {award.version}"


def _as_csv(found: tuple[issue.Ending, ...]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for ending in found:
        award = ending.award
        row = (
            ending.ends,
            award.number,
            award.name,
            award.recipient or "",
            award.definition,
            award.version,
            ending.title,
        )
        writer.writerow(row)
    return text.getvalue()
