"""`testamur keys new|list|retire`: the signing keys of an issuer and their windows."""

import argparse
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from testamur import issue, keystore
from testamur.cli.arguments import Subparsers, add_command, add_private, add_private_folder, add_root
from testamur.cli.outside import MisuseError, Outside, hint, private_folder, private_path, say
from testamur.cli.registry import read_for_signing
from testamur.cli.signing import choose_key, multikey_from, open_key
from testamur.findings import Finding, FindingsError, Place
from testamur.model import Issuer, Key, Registry
from testamur.number import LIST_NAME, number_from
from testamur.times import day_from_text, time_text
from testamur.write import staged

_LIST_LETTERS = "abcdefghjkmnpqrstvwxyz"


def add_parser(subparsers: Subparsers) -> None:
    """Add the commands to the command line's own parser."""
    parser = add_command(subparsers, "keys", "make, list and retire signing keys", "testamur keys list")
    commands = parser.add_subparsers(dest="keys_command", required=True, metavar="COMMAND")
    new = add_command(
        commands,
        "new",
        "make a signing key and its status list",
        "testamur keys new --issuer example-society",
        "The private half stays in the private folder, encrypted; the public half and two signed lists go into the\n"
        "registry. Commit them.",
    )
    new.add_argument("--issuer", required=True, metavar="SLUG", help="whose key it is")
    new.add_argument(
        "--list", metavar="NAME", help="the name of its status list, such as a1 (default: the next free one)"
    )
    new.set_defaults(run=run_new)
    listing = add_command(commands, "list", "list the keys of every issuer", "testamur keys list")
    listing.set_defaults(run=run_list)
    retire = add_command(
        commands,
        "retire",
        "close a key's window",
        "testamur keys retire z6MkEXAMPLE --at 2026-01-31",
        "What it signed and the ledger holds stays good. Its lists are signed anew by another current key.",
    )
    retire.add_argument("multikey", metavar="MULTIKEY", help="the key, as `testamur keys list` shows it")
    retire.add_argument("--at", metavar="DATE", help="its last day, today or earlier (default: now)")
    retire.add_argument("--last", action="store_true", help="retire it although no other current key is left")
    retire.set_defaults(run=run_retire)
    for each in (new, listing, retire):
        add_root(each)
    add_private_folder(listing)
    for each in (new, retire):
        add_private(each)


def run_new(args: argparse.Namespace, outside: Outside) -> int:
    """Make a key, sign its two lists with it, and publish all three in the registry."""
    now, root = outside.clock(), Path(args.root)
    registry = read_for_signing(root, now)
    issuer = issue.issuer_of(registry, args.issuer)
    if issuer.described_in is not None:
        message = f"{issuer.slug} is here as a publication describes it and can't award"
        raise _one(f"issuers/{issuer.slug}/index.md", "key-described-issuer", message)
    list_name = _next_list(registry) if args.list is None else _free_list(registry, args.list)
    folder = private_folder(args, registry.settings, make=True)
    passphrase = outside.passphrase(args, "passphrase for the new key", twice=True)
    with keystore.one_at_a_time(folder):
        multikey = keystore.new_key(folder, passphrase, outside.entropy(keystore.SEED_BYTES), multikey_from)
        try:
            signer = keystore.open_signer(folder, multikey, passphrase, multikey_from)
            key = Key(multikey=multikey, valid_from=now, retired=None, compromised=None, lists=(list_name,))
            after = replace(issuer, keys=(*issuer.keys, key))
            due = [each for each in issue.due_lists(registry.settings, after, now) if each.name == list_name]
            lists = {
                each.path(after): issue.sign_list(registry.settings, after, each, key=multikey, signer=signer, now=now)
                for each in due
            }
            path, data = issue.key_file(issuer.slug, key)
            with staged(root) as stage:
                # The key first: cut off after it, `testamur sign` makes the lists; lists alone would be nobody's.
                stage.add([(path, data), *lists.items()])
        except BaseException:
            keystore.forget_new_key(folder, multikey)
            raise
    print(multikey)
    say(f"made a key of {issuer.slug} with the list {list_name}")
    hint(f"keep a copy of {folder / 'keys' / multikey} and its passphrase in two safe places")
    hint(f"commit {path} and issuers/{issuer.slug}/status/")
    return 0


def run_list(args: argparse.Namespace, outside: Outside) -> int:
    """Print every key with its state, window and lists, and whether its private half is here."""
    registry = read_for_signing(Path(args.root), outside.clock())
    held = keystore.held_keys(private_path(args, registry.settings))
    rows = [
        (
            issuer.slug,
            key.multikey,
            key.state,
            time_text(key.valid_from),
            "-" if key.retired is None else time_text(key.retired),
            ",".join(key.lists) or "-",
            "here" if key.multikey in held else "elsewhere",
        )
        for issuer in registry.issuers
        for key in issuer.keys
    ]
    table = [("issuer", "key", "state", "from", "until", "lists", "private half"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    if not rows:
        say("no issuer has a key yet")
    return 0


def run_retire(args: argparse.Namespace, outside: Outside) -> int:
    """Close the key's window, and sign with another current key what only a current key may sign."""
    now, root = outside.clock(), Path(args.root)
    registry = read_for_signing(root, now)
    issuer, key = _find(registry, args.multikey)
    retired = _moment(args.at, now)
    _check_retirement(issuer, key, retired, last=args.last)
    after = replace(issuer, keys=tuple(replace(k, retired=retired) if k is key else k for k in issuer.keys))
    due = issue.due_lists(registry.settings, after, now)
    lists: dict[str, bytes] = {}
    held = keystore.held_keys(private_path(args, registry.settings))
    if due and any(each.state == "current" and each.multikey in held for each in after.keys):
        folder = private_folder(args, registry.settings)
        successor = choose_key(after, folder)
        signer = open_key(args, outside, folder, successor)
        for each in due:
            data = issue.sign_list(registry.settings, after, each, key=successor.multikey, signer=signer, now=now)
            lists[each.path(after)] = data
    path, data = issue.key_file(issuer.slug, replace(key, retired=retired))
    with staged(root) as stage:
        stage.replace({**lists, path: data})
    say(f"retired {key.multikey}, good until {time_text(retired)}")
    hint(f"commit {path}{' and the signed lists' if lists else ''}")
    if due and not lists:
        hint("its lists need the signature of a current key: run `testamur sign` where that key is")
    return 0


def _check_retirement(issuer: Issuer, key: Key, retired: datetime, *, last: bool) -> None:
    file = f"issuers/{issuer.slug}/keys/{key.multikey}.json"
    if key.state != "current":
        raise _one(file, "key-not-current", f"this key is {key.state} already")
    if retired < key.valid_from:
        raise _one(file, "key-window", f"{retired.date()} is before the key was made")
    later = [entry for entry in issuer.ledger if entry.key == key.multikey and entry.issued > retired.date()]
    if later:
        latest = max(later, key=lambda entry: entry.issued)
        number = number_from(latest.list, latest.index)
        raise _one(file, "key-window", f"it awarded {number} on {latest.issued}, after {retired.date()}")
    if not last and all(each.state != "current" or each is key for each in issuer.keys):
        message = f"this is the last current key of {issuer.slug}, which could sign no list after that"
        advice = f"make its successor first: `testamur keys new --issuer {issuer.slug}`; or say --last"
        raise _one(file, "key-last", message, advice)


def _moment(text: str | None, now: datetime) -> datetime:
    if text is None:
        return now
    try:
        day = day_from_text(text)
    except ValueError as cause:
        raise MisuseError(f"--at: {cause}; write it as YYYY-MM-DD") from cause
    if day > now.date():
        raise MisuseError(f"--at: {text} is still to come; retire the key on that day")
    return min(datetime.combine(day, time(23, 59, 59), tzinfo=UTC), now)


def _find(registry: Registry, multikey: str) -> tuple[Issuer, Key]:
    for issuer in registry.issuers:
        for key in issuer.keys:
            if key.multikey == multikey:
                return issuer, key
    raise _one("issuers", "key-unknown", f"there is no key {multikey}", "see `testamur keys list`")


def _lists(registry: Registry) -> set[str]:
    return {name for issuer in registry.issuers for key in issuer.keys for name in key.lists}


def _next_list(registry: Registry) -> str:
    taken = _lists(registry)
    return next(name for letter in _LIST_LETTERS for n in range(1, 1000) if (name := f"{letter}{n}") not in taken)


def _free_list(registry: Registry, name: str) -> str:
    if LIST_NAME.fullmatch(name) is None:
        raise MisuseError(
            f"--list: {name} is not a list name; one is a letter of {_LIST_LETTERS} and a number up to 999"
        )
    if name in _lists(registry):
        raise _one(
            "issuers", "key-list-taken", f"the list {name} is another key's", "leave --list out for the next free one"
        )
    return name


def _one(file: str, code: str, message: str, hint: str = "") -> FindingsError:
    return FindingsError([Finding(code=code, place=Place(file=file), message=message, hint=hint)])
