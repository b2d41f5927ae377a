"""`testamur keys retire|compromised`: a key's end, planned or not.

One idea: whichever it is, the key stays published, and its lists go over to another current key of the issuer.
"""

import argparse
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from testamur import issue, keystore
from testamur.check.trusted import trusted_parts
from testamur.cli.outside import MisuseError, Outside, hint, private_folder, private_path, say
from testamur.cli.registry import read_for_signing
from testamur.cli.signing import choose_key, open_key
from testamur.findings import Finding, FindingsError, Place
from testamur.model import Compromise, Issuer, Key, LedgerEntry, Registry
from testamur.number import number_from
from testamur.times import day_from_text, time_text
from testamur.write import staged

_MAX_NAMED = 10
_SEE = "see `testamur keys list`"


def run_retire(args: argparse.Namespace, outside: Outside) -> int:
    """Close the key's window, and sign with another current key what only a current key may sign."""
    now = outside.clock()
    registry = read_for_signing(Path(args.root), now)
    issuer, key = find_key(registry, args.multikey)
    retired = _moment(args.at, now)
    _check_retirement(issuer, key, retired)
    _check_successor(issuer, key, last=args.last)
    _close(args, outside, registry, issuer, replace(key, retired=retired), now)
    return 0


def run_compromised(args: argparse.Namespace, outside: Outside) -> int:
    """Declare the key compromised, name the ledger as it is now as still trusted, and hand its lists over."""
    now = outside.clock()
    registry = read_for_signing(Path(args.root), now)
    issuer, key = find_key(registry, args.multikey)
    if key.state == "compromised":
        raise _one(_path(issuer, key), "key-not-current", "this key is compromised already", _SEE)
    _check_successor(issuer, key, last=args.last)
    trusted = trusted_parts(issuer.ledger, key.lists)
    _close(args, outside, registry, issuer, replace(key, compromised=Compromise(declared=now, trusted=trusted)), now)
    awarded = [entry for entry in issuer.ledger if entry.key == key.multikey]
    stay = "award of this key in the ledger stays" if len(awarded) == 1 else "awards of this key in the ledger stay"
    say(f"{len(awarded)} {stay} good")
    unknown = _not_in_records(awarded, private_path(args, registry.settings))
    if unknown:
        more = f" and {len(unknown) - _MAX_NAMED} more" if len(unknown) > _MAX_NAMED else ""
        say(f"not in people.csv here: {', '.join(unknown[:_MAX_NAMED])}{more}")
        hint("find out who awarded these; what was not yours, `testamur revoke NUMBER --reason key-compromised`")
    return 0


def find_key(registry: Registry, multikey: str) -> tuple[Issuer, Key]:
    """The key of that name and its issuer. Raises FindingsError when there is none."""
    for issuer in registry.issuers:
        for key in issuer.keys:
            if key.multikey == multikey:
                return issuer, key
    raise _one("issuers", "key-unknown", f"there is no key {multikey}", _SEE)


def _close(
    args: argparse.Namespace, outside: Outside, registry: Registry, issuer: Issuer, closed: Key, now: datetime
) -> None:
    """Write the closed key and, where a current key is here, the lists that it has to sign now."""
    keys = tuple(closed if each.multikey == closed.multikey else each for each in issuer.keys)
    after = replace(issuer, keys=keys)
    due = issue.due_lists(registry.settings, after, now)
    lists: dict[str, bytes] = {}
    held = keystore.held_keys(private_path(args, registry.settings))
    if due and any(each.state == "current" and each.multikey in held for each in keys):
        folder = private_folder(args, registry.settings)
        successor = choose_key(after, folder)
        signer = open_key(args, outside, folder, successor)
        for each in due:
            data = issue.sign_list(registry.settings, after, each, key=successor.multikey, signer=signer, now=now)
            lists[each.path(after)] = data
    path, data = issue.key_file(issuer.slug, closed)
    with staged(Path(args.root)) as stage:
        stage.replace({**lists, path: data})
    if closed.compromised is not None:
        say(f"declared {closed.multikey} compromised")
    else:
        say(f"retired {closed.multikey}, good until {time_text(closed.retired or now)}")
    hint(f"commit {path}{' and the signed lists' if lists else ''}")
    if due and not lists:
        hint("its lists need the signature of a current key: run `testamur sign` where that key is")


def _check_retirement(issuer: Issuer, key: Key, retired: datetime) -> None:
    if key.state != "current":
        raise _one(_path(issuer, key), "key-not-current", f"this key is {key.state} already", _SEE)
    if retired < key.valid_from:
        advice = f"name its last day, {key.valid_from.date()} or later"
        raise _one(_path(issuer, key), "key-window", f"{retired.date()} is before the key was made", advice)
    later = [entry for entry in issuer.ledger if entry.key == key.multikey and entry.issued > retired.date()]
    if later:
        latest = max(later, key=lambda entry: entry.issued)
        number = number_from(latest.list, latest.index)
        message = f"it awarded {number} on {latest.issued}, after {retired.date()}"
        raise _one(_path(issuer, key), "key-window", message, f"name its last day, {latest.issued} or later")


def _check_successor(issuer: Issuer, key: Key, *, last: bool) -> None:
    if not last and all(each.state != "current" or each is key for each in issuer.keys):
        message = f"this is the last current key of {issuer.slug}, which could sign no list after that"
        advice = f"make its successor first: `testamur keys new --issuer {issuer.slug}`; or say --last"
        raise _one(_path(issuer, key), "key-last", message, advice)


def _not_in_records(awarded: Iterable[LedgerEntry], folder: Path) -> list[str]:
    """The numbers of the awards that the private table here does not have, in order; none where there is no table."""
    table = folder / "people.csv"
    if not table.is_file():
        return []
    known = {record.number for record in issue.parse_records(str(table), table.read_bytes())}
    numbers = (number_from(entry.list, entry.index) for entry in awarded)
    return sorted(number for number in numbers if number not in known)


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


def _path(issuer: Issuer, key: Key) -> str:
    return f"issuers/{issuer.slug}/keys/{key.multikey}.json"


def _one(file: str, code: str, message: str, hint: str = "") -> FindingsError:
    return FindingsError([Finding(code=code, place=Place(file=file), message=message, hint=hint)])
