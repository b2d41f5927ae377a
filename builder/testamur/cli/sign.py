"""`testamur sign`: bring every signed list up to date with what is declared; when nothing is due, nothing changes."""

import argparse
from pathlib import Path

from testamur import issue, keystore
from testamur.cli.arguments import Subparsers, add_command, add_private, add_root
from testamur.cli.outside import Outside, hint, private_folder, say
from testamur.cli.registry import read_for_signing
from testamur.cli.signing import choose_key, open_key
from testamur.write import staged


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "sign",
        "sign every status list that is due",
        "testamur sign",
        "A list is due when a declared withdrawal is not in it, when its key is no longer current, and in the last\n"
        "60 days of its validity. Where nothing is due, nothing changes.",
    )
    parser.set_defaults(run=run)
    add_root(parser)
    add_private(parser)


def run(args: argparse.Namespace, outside: Outside) -> int:
    """Sign what is due with a current key of each issuer, all of it or nothing."""
    now, root = outside.clock(), Path(args.root)
    registry = read_for_signing(root, now)
    work = [(issuer, due) for issuer in registry.issuers if (due := issue.due_lists(registry.settings, issuer, now))]
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
                data = issue.sign_list(registry.settings, issuer, each, key=key.multikey, signer=signer, now=now)
                lists[each.path(issuer)] = data
        with staged(root) as stage:
            stage.replace(lists)
    for path in lists:
        print(path)
    hint("commit these files")
    return 0
