"""`testamur endorse`: say, signed, that one stands behind what another organisation awards."""

import argparse
import re
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from testamur import addresses, issue, keystore
from testamur.canon import CanonError
from testamur.cli.arguments import Subparsers, add_command, add_private, add_root
from testamur.cli.outside import MisuseError, Outside, hint, private_folder
from testamur.cli.registry import read_for_signing
from testamur.cli.signing import choose_key, open_key
from testamur.times import day_from_text
from testamur.write import write_report

_ABOUT: Final = re.compile(r"https://[^\s/]+/\S*achievement\.json|did:[a-z0-9]+:\S+")
_MAX_COMMENT_CHARS: Final = 5000


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "endorse",
        "sign an endorsement of another organisation's award",
        "testamur endorse https://registry.example/credentials/wound-care/1.0/achievement.json --issuer society "
        '--comment "We watched how it is assessed." --until 2028-12-31 --out endorsement.json',
        "What is endorsed is one version of a definition, by the address of its achievement.json, or an issuer, by\n"
        "its DID; both stand on the other registry's pages under “For machines”. The file is for that organisation,\n"
        "which puts it into its own registry; nothing is written into yours.",
    )
    parser.add_argument("about", metavar="ABOUT", help="the address of an achievement.json, or the DID of an issuer")
    parser.add_argument("--issuer", required=True, metavar="SLUG", help="who endorses, in your own registry")
    parser.add_argument("--comment", required=True, metavar="TEXT", help="what you say of it, as pages will quote it")
    parser.add_argument("--until", metavar="DATE", help="the last day on which it holds (default: no end)")
    parser.add_argument("--out", required=True, metavar="FILE", help="where the signed file goes")
    parser.set_defaults(run=run)
    add_root(parser)
    add_private(parser)


def run(args: argparse.Namespace, outside: Outside) -> int:
    """Sign one endorsement with a current key of the issuer, and write it to a file that was not there."""
    now, out = outside.clock(), Path(args.out)
    if _ABOUT.fullmatch(args.about) is None:
        raise MisuseError(f"{args.about} is neither the address of an achievement.json nor a DID")
    comment = args.comment.strip()
    if not 0 < len(comment) <= _MAX_COMMENT_CHARS:
        raise MisuseError(f"--comment has {len(comment)} characters; write 1 to {_MAX_COMMENT_CHARS}")
    until = None if args.until is None else _last_moment(args.until, now)
    if out.exists() or out.is_symlink():
        raise MisuseError(f"--out: {out} is there already")
    registry = read_for_signing(Path(args.root), now)
    issuer = issue.issuer_of(registry, args.issuer)
    own = addresses.issuer_did(registry.settings.base_url, issuer.slug)
    if args.about == own or args.about.startswith(f"{registry.settings.base_url}credentials/"):
        raise MisuseError(f"{args.about} is of this registry\nhint: only what others say of it is an endorsement")
    folder = private_folder(args, registry.settings)
    with keystore.one_at_a_time(folder):
        key = choose_key(issuer, folder)
        signer = open_key(args, outside, folder, key)
        try:
            data = issue.sign_endorsement(
                registry.settings,
                issuer,
                about=args.about,
                comment=comment,
                until=until,
                key=key.multikey,
                signer=signer,
                entropy=outside.entropy,
                now=now,
            )
        except CanonError as cause:
            raise MisuseError(f"{args.about} can't stand in a signed document ({cause.code})") from cause
    write_report(out, data)
    print(out)
    hint(f"send it to the organisation; it names you as {own}")
    return 0


def _last_moment(text: str, now: datetime) -> datetime:
    try:
        day = day_from_text(text)
    except ValueError as cause:
        raise MisuseError(f"--until: {cause}; write it as YYYY-MM-DD") from cause
    if day <= now.date():
        raise MisuseError(f"--until: {text} is not in the future")
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)
