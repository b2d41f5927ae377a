"""Which status lists are due for signing, and signing them (Bitstring Status List 1.0).

One idea: a list is signed when what it says is wrong or will soon not count, and never otherwise. Bits are compared,
not bytes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from testamur import addresses, canon, proofs, status, vendored
from testamur.credential import json_bytes, valid_until
from testamur.issue.files import list_path
from testamur.issue.withdraw import withdrawn_indices
from testamur.keys import KeyFormError, public_key_from_multibase
from testamur.model import Issuer, Key, Settings
from testamur.number import LIST_SIZE
from testamur.times import time_text

RENEW_BEFORE = timedelta(days=60)  # two months in which a volunteer may be away
_VALIDITY = "P13M"  # signed once a year, with a month to spare


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList:
    """A list that needs signing, and why in words."""

    name: str
    holds: bool
    reason: str

    def path(self, issuer: Issuer) -> str:
        """Its file below the registry's root."""
        return list_path(issuer.slug, self.name, holds=self.holds)


def due_lists(settings: Settings, issuer: Issuer, now: datetime) -> tuple[DueList, ...]:
    """The lists of an issuer that have to be signed: missing, unsound, under an old key, wrong or ending soon.

    `issuer` must be checked but for its lists, whose bytes may be anything.
    """
    return tuple(_due(settings, issuer, now))


def all_lists(issuer: Issuer, reason: str) -> tuple[DueList, ...]:
    """Every list of an issuer, to be signed for a reason in words."""
    names = sorted(_list_names(issuer.keys))
    return tuple(DueList(name=name, holds=holds, reason=reason) for name in names for holds in (False, True))


def sign_list(
    settings: Settings,
    issuer: Issuer,
    due: DueList,
    *,
    key: str,
    signer: Callable[[bytes], bytes],
    now: datetime,
    until: datetime | None = None,
) -> bytes:
    """A list with the bits that the declared events ask for, signed by `key` (a multikey).

    It is good for 13 months, or until the moment that is named.
    """
    address = (addresses.holds_address if due.holds else addresses.status_address)(
        settings.base_url, issuer.slug, due.name
    )
    did = addresses.issuer_did(settings.base_url, issuer.slug)
    created = time_text(now)
    moment = now.astimezone(UTC)
    document = status.status_list_credential(
        id=address,
        issuer=did,
        purpose="suspension" if due.holds else "revocation",
        bits=_bits(issuer, due.name, holds=due.holds),
        valid_from=created,
        valid_until=time_text(
            until or datetime.combine(valid_until(moment.date(), _VALIDITY), moment.timetz()),
        ),
    )
    method = addresses.verification_method(did, key)
    key_type = public_key_from_multibase(key).type
    suite = proofs.suites_for(key_type)[0]
    signed = proofs.add_proof(
        document, sign=signer, verification_method=method, created=created, suite=suite, key_type=key_type
    )
    return json_bytes(signed)


def _due(settings: Settings, issuer: Issuer, now: datetime) -> Iterator[DueList]:
    current = {key.multikey for key in issuer.keys if key.state == "current"}
    known = {each.name: each for each in issuer.lists}
    for name in sorted(_list_names(issuer.keys)):
        for holds in (False, True):
            data = b"" if name not in known else known[name].holds if holds else known[name].status
            reason = _fault(settings, issuer, name, data, current, now, holds=holds)
            if reason:
                yield DueList(name=name, holds=holds, reason=reason)


def _list_names(keys: tuple[Key, ...]) -> set[str]:
    return {name for key in keys for name in key.lists}


def _fault(
    settings: Settings, issuer: Issuer, name: str, data: bytes, current: set[str], now: datetime, *, holds: bool
) -> str:
    """Why the list has to be signed, in words; empty when it doesn't."""
    if not data:
        return "it is not signed yet"
    address = (addresses.holds_address if holds else addresses.status_address)(settings.base_url, issuer.slug, name)
    did = addresses.issuer_did(settings.base_url, issuer.slug)
    try:
        document = canon.parse_json(data)
        canon.check_closed(document)
        subject = document["credentialSubject"]
        method = proofs.proof_of(document).verification_method
        stated = (document["id"], document["issuer"], subject["statusPurpose"])
        begins = datetime.fromisoformat(document["validFrom"])
        remaining = datetime.fromisoformat(document["validUntil"]) - now
        bits = status.decode(subject["encodedList"], max_entries=LIST_SIZE)
        if method.removeprefix(f"{did}#") not in current:
            return "its key is not current any more"
        proofs.verify_proof(document, key=public_key_from_multibase(method.removeprefix(f"{did}#")))
    except (canon.JsonError, canon.CanonError, KeyFormError, proofs.ProofError, status.StatusListError):
        return "it can't be read or its signature does not hold"
    except (LookupError, TypeError, ValueError):
        return "it is not a status list"
    if stated != (address, did, "suspension" if holds else "revocation"):
        return "it is another list than its place says"
    if bits != _bits(issuer, name, holds=holds):
        return "a declared withdrawal is not in it yet"
    if begins > now + timedelta(seconds=vendored.limits().clock_skew_s):
        return f"it was signed on {begins.date()}, which has not come yet"
    if remaining < RENEW_BEFORE:
        return f"it ends on {(now + remaining).date()}"
    return ""


def _bits(issuer: Issuer, name: str, *, holds: bool) -> status.Bitstring:
    withdrawn, held = withdrawn_indices(issuer, name)
    content = bytearray(LIST_SIZE // 8)
    for index in held if holds else withdrawn:
        content[index // 8] |= 0x80 >> index % 8
    return status.Bitstring(bytes(content))
