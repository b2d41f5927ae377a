"""`testamur revoke|suspend|reinstate NUMBER`: one declared event, and the lists that say so, newly signed."""

import argparse
from functools import partial
from pathlib import Path

from testamur import issue, keystore
from testamur.cli.arguments import Subparsers, add_command, add_private, add_root
from testamur.cli.outside import MisuseError, Outside, hint, private_folder, say
from testamur.cli.registry import read_for_signing
from testamur.cli.signing import choose_key, open_key
from testamur.model import REASONS, EventKind
from testamur.times import day_from_text
from testamur.write import staged

_COMMANDS: tuple[tuple[EventKind, str, str | None, str], ...] = (
    ("revoke", "withdraw a credential for good", None, "testamur revoke A1-04K7X --reason issued-in-error"),
    ("suspend", "put a credential on hold", "under-review", "testamur suspend A1-04K7X"),
    ("reinstate", "end the hold on a credential", "review-ended", "testamur reinstate A1-04K7X"),
)
_DONE = {"revoke": "revoked", "suspend": "put on hold", "reinstate": "reinstated"}


def add_parser(subparsers: Subparsers) -> None:
    """Add the three commands to the command line's own parser."""
    for event, help, reason, example in _COMMANDS:
        more = "Writes the declared event and signs the status lists anew. Names and reasons in words stay out of Git."
        parser = add_command(subparsers, event, help, example, more)
        parser.add_argument("number", metavar="NUMBER", help="the credential's number, such as A1-04K7X")
        default = "" if reason is None else f" (default: {reason})"
        parser.add_argument(
            "--reason",
            required=reason is None,
            default=reason,
            choices=REASONS[event],
            metavar="CODE",
            help=f"one of {', '.join(REASONS[event])}{default}",
        )
        parser.add_argument("--date", metavar="DATE", help="the day it takes effect, today or earlier (default: today)")
        parser.set_defaults(run=partial(run, event))
        add_root(parser)
        add_private(parser)


def run(event: EventKind, args: argparse.Namespace, outside: Outside) -> int:
    """Declare the event and sign the lists that it changes."""
    now, root = outside.clock(), Path(args.root)
    try:
        day = now.date() if args.date is None else day_from_text(args.date)
    except ValueError as cause:
        raise MisuseError(f"--date: {cause}; write it as YYYY-MM-DD") from cause
    registry = read_for_signing(root, now)
    issuer, withdrawal = issue.plan_withdrawal(registry, args.number, event, args.reason, day, now.date())
    after = issue.with_withdrawal(issuer, withdrawal)
    folder = private_folder(args, registry.settings)
    with keystore.one_at_a_time(folder):
        key = choose_key(after, folder)
        signer = open_key(args, outside, folder, key)
        lists = {
            due.path(after): issue.sign_list(registry.settings, after, due, key=key.multikey, signer=signer, now=now)
            for due in issue.due_lists(registry.settings, after, now)
        }
        path, data = issue.withdrawal_file(issuer.slug, withdrawal)
        with staged(root) as stage:
            stage.add([(path, data)])
            stage.replace(lists)
    print(withdrawal.number)
    say(f"{_DONE[event]} {withdrawal.number} ({withdrawal.reason}, {withdrawal.date})")
    hint(f"commit {' '.join([path, *lists])}")
    return 0
