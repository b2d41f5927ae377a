"""`testamur keys new|list|try`: the signing keys of an issuer; `keys_closing` has the ways in which they end."""

import argparse
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from testamur import issue, keystore
from testamur.cli.arguments import Subparsers, add_command, add_private, add_private_folder, add_root
from testamur.cli.keys_closing import find_key, run_compromised, run_retire
from testamur.cli.outside import MisuseError, Outside, hint, private_folder, private_path, say
from testamur.cli.registry import read_for_signing
from testamur.cli.signing import KEY_WORDS, multikey_from, open_key, word_of
from testamur.findings import Finding, FindingsError, Place
from testamur.model import Key, Registry
from testamur.number import LIST_NAME
from testamur.times import time_text
from testamur.write import staged

_LIST_LETTERS = "abcdefghjkmnpqrstvwxyz"


def add_parser(subparsers: Subparsers) -> None:
    """Add the commands to the command line's own parser."""
    parser = add_command(subparsers, "keys", "make, list, try and end signing keys", "testamur keys list")
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
    new.add_argument(
        "--type",
        choices=tuple(KEY_WORDS),
        default="ed25519",
        help="its kind: ed25519, which everybody can verify (default), or p256 where a rule asks for ECDSA",
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
    compromised = add_command(
        commands,
        "compromised",
        "declare that somebody else may have a key",
        "testamur keys compromised z6MkEXAMPLE",
        "What the ledger holds now stays good, and nothing else that the key signed. Its lists are signed anew by\n"
        "another current key.",
    )
    compromised.add_argument("multikey", metavar="MULTIKEY", help="the key, as `testamur keys list` shows it")
    compromised.add_argument("--last", action="store_true", help="declare it although no other current key is left")
    compromised.set_defaults(run=run_compromised)
    trying = add_command(
        commands,
        "try",
        "open a key to see whether its file and passphrase are right",
        "testamur keys try z6MkEXAMPLE",
        "Nothing is written.",
    )
    trying.add_argument("multikey", metavar="MULTIKEY", help="the key, as `testamur keys list` shows it")
    trying.set_defaults(run=run_try)
    for each in (new, listing, retire, compromised, trying):
        add_root(each)
    add_private_folder(listing)
    for each in (new, retire, compromised, trying):
        add_private(each)


def run_new(args: argparse.Namespace, outside: Outside) -> int:
    """Make a key, sign its two lists with it, and publish all three in the registry."""
    now, root = outside.clock(), Path(args.root)
    registry = read_for_signing(root, now)
    issuer = issue.issuer_of(registry, args.issuer)
    if issuer.described_in is not None:
        message = f"{issuer.slug} is here as a publication describes it and can't award"
        advice = "name an issuer that awards: one without `described_in` in its index.md"
        raise _one(f"issuers/{issuer.slug}/index.md", "key-described-issuer", message, advice)
    list_name = _next_list(registry) if args.list is None else _free_list(registry, args.list)
    folder = private_folder(args, registry.settings, make=True)
    passphrase = outside.passphrase(args, "passphrase for the new key", twice=True)
    with keystore.one_at_a_time(folder):
        kind = KEY_WORDS[args.type]
        seed = outside.entropy(keystore.SEED_BYTES[kind])
        multikey = keystore.new_key(folder, passphrase, seed, multikey_from, kind=kind)
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
            word_of(key),
            key.state,
            time_text(key.valid_from),
            "-" if (end := _end(key)) is None else time_text(end),
            ",".join(key.lists) or "-",
            "here" if key.multikey in held else "elsewhere",
        )
        for issuer in registry.issuers
        for key in issuer.keys
    ]
    table = [("issuer", "key", "type", "state", "from", "until", "lists", "private half"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    if not rows:
        say("no issuer has a key yet")
    return 0


def run_try(args: argparse.Namespace, outside: Outside) -> int:
    """Open the key with its passphrase, which also holds it against the published one."""
    registry = read_for_signing(Path(args.root), outside.clock())
    _, key = find_key(registry, args.multikey)
    open_key(args, outside, private_folder(args, registry.settings), key)
    say(f"the file and the passphrase of {key.multikey} are right")
    return 0


def _end(key: Key) -> datetime | None:
    """When the key's window closed: its retirement or, where that came first, its loss."""
    declared = None if key.compromised is None else key.compromised.declared
    return min((moment for moment in (key.retired, declared) if moment is not None), default=None)


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
