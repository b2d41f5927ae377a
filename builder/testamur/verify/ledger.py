"""Steps 9 and 10: the registry's own word on the achievement and on the award (docs/formats.md).

The one idea: for a key that may no longer sign, only the public ledger says what it signed while it still could.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from testamur.addresses import PART_SIZE
from testamur.canon import JsonError, jcs, parse_json, same_json, sha256_hex
from testamur.credential import credential_digest
from testamur.number import number_from
from testamur.status import StatusListError, parse_index
from testamur.verify.asking import Cache, Desk
from testamur.verify.outcomes import FailedError, UncheckedError
from testamur.verify.registry import (
    LedgerPart,
    RegistryFormError,
    RegistryIssuer,
    RegistryList,
    RegistryView,
    ledger_part_from_json,
)
from testamur.verify.securing import Signer
from testamur.verify.shape import JsonObject, achievement_of, is_https_address, many, one, text, types_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place in a status list, as a credential's entry names it."""

    list_address: str
    index: int


def slot_from_entry(entry: JsonObject) -> Slot | None:
    """The place that a BitstringStatusListEntry names; None where list or index is not in its form."""
    address = text(entry.get("statusListCredential"))
    if not is_https_address(address, fragment=False):
        return None
    try:
        return Slot(list_address=str(address), index=parse_index(one(entry.get("statusListIndex"))))
    except StatusListError:
        return None


def ledger_slot(document: JsonObject) -> Slot | None:
    """The place that the credential's first BitstringStatusListEntry of purpose revocation names."""
    for entry in many(document.get("credentialStatus")):
        if "BitstringStatusListEntry" in types_of(entry) and text(entry.get("statusPurpose")) == "revocation":
            return slot_from_entry(entry)
    return None


def credential_number(document: JsonObject, issuer: RegistryIssuer | None) -> str | None:
    """The number of a known issuer's credential, None where it has none."""
    slot = ledger_slot(document)
    entry = None if slot is None or issuer is None else issuer.lists.get(slot.list_address)
    if slot is None or entry is None:
        return None
    try:
        return number_from(entry.name, slot.index)
    except ValueError:
        return None


def check_definition(
    document: JsonObject, *, view: RegistryView, desk: Desk, cache: Cache, is_derived: bool = False
) -> None:
    """Step 9: the achievement is the one the registry publishes.

    `document` must have passed steps 1 to 4 and have an achievement, and `view` be the registry that knows its issuer;
    `is_derived` says that it may be a part of what was signed. Raises FailedError and UncheckedError with the reasons
    of docs/verification.md.
    """
    achievement = achievement_of(document)
    if achievement is None:
        raise AssertionError("step 9 is asked only where there is an achievement")
    # 9.1
    address = str(one(achievement["id"]))
    if address not in view.definitions:
        raise FailedError("definition_not_published")
    # 9.2
    data = desk.ask(address)
    if data is None:
        raise UncheckedError("definition_unreachable")
    published = cache.learn(("definition", data), lambda: _value_of_bytes(data))
    if not same_json(achievement, published):
        raise UncheckedError("definition_derived") if is_derived else FailedError("definition_differs")


def _value_of_bytes(data: bytes) -> Any:
    try:
        return parse_json(data)
    except JsonError as cause:
        raise UncheckedError("definition_malformed") from cause


def read_part(entry: RegistryList, index: int, *, desk: Desk, cache: Cache) -> LedgerPart | None:
    """The ledger part that an index belongs to, None where the registry has none.

    Raises `ledger_unreachable` and `ledger_malformed`.
    """
    part = index // PART_SIZE
    if part not in entry.parts:
        return None
    data = desk.ask(f"{entry.ledger}{part}.json")
    if data is None:
        raise UncheckedError("ledger_unreachable")
    return cache.learn(("part", data, entry.name, part), lambda: _part_from_bytes(data, entry.name, part))


def _part_from_bytes(data: bytes, list_name: str, part: int) -> LedgerPart:
    try:
        return ledger_part_from_json(parse_json(data), list_name=list_name, part=part)
    except (JsonError, RegistryFormError) as cause:
        raise UncheckedError("ledger_malformed") from cause


def check_ledger(
    document: JsonObject,
    *,
    signers: Iterable[Signer],
    issuer: RegistryIssuer,
    key_passed: bool,
    desk: Desk,
    cache: Cache,
) -> str:
    """Step 10: the issuer's public ledger has the award, as this credential says it. The day it was issued on.

    `document` must have passed steps 1 to 4, which gave one or more `signers`; `issuer` is the registry's word on
    them, and `key_passed` says whether step 6 passed. Every rule is asked of the first signer, then of the next. Raises
    FailedError and UncheckedError with the reasons of docs/verification.md.
    """
    signers = tuple(signers)
    if any(signer.is_derived for signer in signers):
        raise UncheckedError("ledger_derived")
    days = [
        _check_entry(document, signer=signer, issuer=issuer, key_passed=key_passed, desk=desk, cache=cache)
        for signer in signers
    ]
    return days[0]  # one place in the ledger, so one day


def _check_entry(
    document: JsonObject, *, signer: Signer, issuer: RegistryIssuer, key_passed: bool, desk: Desk, cache: Cache
) -> str:
    key = issuer.keys.get(signer.method.id)
    # 10.1, 10.2
    slot = ledger_slot(document)
    entry = None if slot is None else issuer.lists.get(slot.list_address)
    part = None if slot is None or entry is None else read_part(entry, slot.index, desk=desk, cache=cache)
    award = None if slot is None or part is None else part.entries.get(slot.index)
    # 10.3
    if slot is None or entry is None or part is None or award is None:
        # A key that may not sign made step 6 fail, which has its say before this; a current one is a caution.
        state = key.state if key is not None and key_passed else "current"
        raise FailedError("not_in_ledger" if state == "current" else f"not_in_ledger_key_{state}")
    # 10.4
    if award.digest != credential_digest(document):
        raise FailedError("ledger_differs")
    if award.key != signer.method.id.partition("#")[2]:
        raise FailedError("ledger_key_differs")
    if key is None or award.issued < key.from_day or (key.until_day is not None and award.issued > key.until_day):
        raise FailedError("ledger_outside_key_window")
    # 10.5
    if key.state == "compromised":
        number = slot.index // PART_SIZE
        trusted = key.trusted.get(entry.name, {}).get(number)
        raw: Any = part.raw_entries
        data = desk.ask(f"{entry.ledger}{number}.json")
        if trusted is None or trusted != cache.learn(("entries", data), lambda: sha256_hex(jcs(dict(raw)))):
            raise FailedError("ledger_not_trusted")
    return award.issued


def last_event(entry: RegistryList, index: int, *, day: str, desk: Desk, cache: Cache) -> str | None:
    """The kind of the last event on an index dated on or before a day, None where there is none.

    Raises `ledger_unreachable` where the part is not there or can't be read.
    """
    try:
        part = read_part(entry, index, desk=desk, cache=cache)
    except UncheckedError as cause:
        raise UncheckedError("ledger_unreachable") from cause
    if part is None:
        raise UncheckedError("ledger_unreachable")
    kinds = [kind for date, kind in part.events.get(index, ()) if date <= day]
    return kinds[-1] if kinds else None
