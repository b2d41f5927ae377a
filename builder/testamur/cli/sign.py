"""`testamur sign`: bring every signed list up to date with what is declared; when nothing is due, nothing changes."""

import argparse
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from testamur import issue, keystore
from testamur.cli.arguments import Subparsers, add_command, add_private, add_root
from testamur.cli.outside import MisuseError, Outside, hint, private_folder, say
from testamur.cli.registry import read_for_signing
from testamur.cli.signing import choose_key, open_key
from testamur.model import Issuer, Settings
from testamur.times import day_from_text
from testamur.write import staged

_LONGEST = timedelta(days=30 * 366)  # longer than what anybody awards is good for, and than software is read


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "sign",
        "sign every status list that is due",
        "testamur sign",
        "A list is due when a declared withdrawal is not in it, when its key is no longer current, and in the last\n"
        "60 days of its validity. Where nothing is due, nothing changes.\n"
        "--until is for a society that closes: every list is signed once more and stays good until that day, when\n"
        "nobody is there to sign it each year. What is withdrawn later reaches nobody who has kept such a list.",
    )
    parser.add_argument(
        "--until", metavar="DATE", help="sign every list for the last time, good until that day (at most 30 years)"
    )
    parser.set_defaults(run=run)
    add_root(parser)
    add_private(parser)


def run(args: argparse.Namespace, outside: Outside) -> int:
    """Sign what is due with a current key of each issuer, all of it or nothing."""
    now, root = outside.clock(), Path(args.root)
    until = None if args.until is None else _last_day(args.until, now)
    registry = read_for_signing(root, now)
    chosen = [(each, _due(registry.settings, each, now, until)) for each in registry.issuers]
    work = [(issuer, due) for issuer, due in chosen if due]
    if not work:
        say("nothing to sign")
        return 0
    folder = private_folder(args, registry.settings)
    with keystore.one_at_a_time(folder):
        lists: dict[str, bytes] = {}
        keys = [(issuer, due, choose_key(issuer, folder)) for issuer, due in work]
        for issuer, due, key in keys:
            signer = open_key(args, outside, folder, key)
            for each in due:
                say(f"signing {each.path(issuer)}: {each.reason}")
                lists[each.path(issuer)] = issue.sign_list(
                    registry.settings, issuer, each, key=key.multikey, signer=signer, now=now, until=until
                )
        with staged(root) as stage:
            stage.replace(lists)
    for path in lists:
        print(path)
    hint("commit these files")
    return 0


def _due(settings: Settings, issuer: Issuer, now: datetime, until: datetime | None) -> tuple[issue.DueList, ...]:
    """The lists to sign: those that are due, or all of them for the last time."""
    return issue.due_lists(settings, issuer, now) if until is None else issue.all_lists(issuer, "for the last time")


def _last_day(text: str, now: datetime) -> datetime:
    try:
        day = day_from_text(text)
    except ValueError as cause:
        raise MisuseError(f"--until: {cause}; write it as YYYY-MM-DD") from cause
    if not timedelta(0) < day - now.date() <= _LONGEST:
        raise MisuseError(f"--until: {text} is not within the next 30 years")
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)
