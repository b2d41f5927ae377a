"""Signed status lists against what is declared (Bitstring Status List 1.0; threats 12 to 15).

One idea: the list is a copy that anybody can hold against the withdrawals. Bits are compared, never compressed bytes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from testamur import addresses, canon, keys, proofs, status, vendored
from testamur.check.notes import Notes
from testamur.check.shapes import read_json
from testamur.findings import quoted, quoted_apart
from testamur.model import Issuer, Key, Withdrawal
from testamur.number import number_from
from testamur.source import SourceFile
from testamur.times import time_from_text

_SIGN = "Run `testamur sign`."
_SIGN_WITH_ANOTHER = "Run `testamur sign`; where no current key is left, `testamur keys new` first."
_RESTORE = "Take the file back from Git, or run `testamur sign` to make it anew."
_MAX_NAMED = 3

Purpose = Literal["revocation", "suspension"]

# What `testamur sign` mends, since it makes lists from the declared withdrawals alone: with no other errors there is a
# registry to sign. Not among them: a bit that nothing declares, where a withdrawal may have been lost.
MENDED_BY_SIGNING: Final = frozenset(
    {
        "awaiting-signature",
        "list-identity",
        "list-in-future",
        "list-malformed",
        "list-out-of-date",
        "list-proof-invalid",
        "list-signed-by-old-key",
        "list-signer-unknown",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Whose list it is, its purpose, which bits must be set, and which indices any event speaks of (`declared`)."""

    issuer: Issuer
    base_url: str
    name: str
    holds: bool
    indices: frozenset[int]
    declared: frozenset[int]
    # False when a withdrawal could not be read, so that nobody can say which bits must be set.
    comparable: bool
    # Keys of the issuer whose files were refused: a list that one of them signed waits for that file to be mended.
    refused_keys: frozenset[str] = frozenset()

    @property
    def purpose(self) -> Purpose:
        """The list's purpose."""
        return "suspension" if self.holds else "revocation"

    @property
    def address(self) -> str:
        """The list's address, which is also its id."""
        make = addresses.holds_address if self.holds else addresses.status_address
        return make(self.base_url, self.issuer.slug, self.name)

    @property
    def path(self) -> str:
        """Where the list's file is."""
        return f"issuers/{self.issuer.slug}/status/{self.name}{'-holds' if self.holds else ''}.json"


def withdrawn_indices(withdrawals: Iterable[Withdrawal], name: str, *, holds: bool) -> frozenset[int]:
    """The indices whose bit must be set.

    Those whose last event is a suspension, and for `holds=False` also a revocation.
    """
    last: dict[int, Withdrawal] = {}
    for event in sorted(withdrawals, key=lambda each: each.sequence):
        if event.list == name:
            last[event.index] = event
    wanted = {"suspend"} if holds else {"suspend", "revoke"}
    return frozenset(index for index, event in last.items() if event.event in wanted)


def check_list(notes: Notes, file: SourceFile | None, expected: Expected, *, at: datetime) -> None:
    """Findings of one list file: its identity, signature, time and bits; `at` is the moment of the check."""
    if file is None:
        notes.add(
            "awaiting-signature",
            expected.path,
            f"the list {quoted(expected.name)} of purpose {expected.purpose} is not signed yet",
            _SIGN,
            spot=(1, 1),
            absent=expected.path,
        )
        return
    document = read_json(notes, file, "status-list")
    if document is None or not _identity(notes, file.path, document, expected):
        return
    key = _signer(notes, file.path, document, expected)
    if key is not None:
        _check_proof(notes, file.path, document, key)
    _check_times(notes, file.path, document, at)
    if expected.comparable:
        _check_bits(notes, file.path, document, expected)


def _identity(notes: Notes, path: str, document: Mapping[str, Any], expected: Expected) -> bool:
    did = addresses.issuer_did(expected.base_url, expected.issuer.slug)
    wanted = {
        "/id": expected.address,
        "/issuer": did,
        "/credentialSubject/id": f"{expected.address}#list",
        "/credentialSubject/statusPurpose": expected.purpose,
    }
    found = {
        "/id": document["id"],
        "/issuer": document["issuer"],
        "/credentialSubject/id": document["credentialSubject"]["id"],
        "/credentialSubject/statusPurpose": document["credentialSubject"]["statusPurpose"],
    }
    for pointer, value in wanted.items():
        if found[pointer] != value:
            here, own = quoted_apart(found[pointer], value)
            notes.add(
                "list-identity",
                path,
                f"{here} stands here, and this file is that of {own}",
                _RESTORE,
                pointer=pointer,
            )
            return False
    return True


def _signer(notes: Notes, path: str, document: Mapping[str, Any], expected: Expected) -> Key | None:
    did = addresses.issuer_did(expected.base_url, expected.issuer.slug)
    method = document["proof"]["verificationMethod"]
    for key in expected.issuer.keys:
        if method == addresses.verification_method(did, key.multikey):
            if key.state != "current":
                notes.add(
                    "list-signed-by-old-key",
                    path,
                    f"the key that signed this list is {key.state}",
                    _SIGN_WITH_ANOTHER,
                    pointer="/proof/verificationMethod",
                )
            return key
    if any(method == addresses.verification_method(did, name) for name in expected.refused_keys):
        return None
    notes.add(
        "list-signer-unknown",
        path,
        "this list was not signed by a key of its issuer",
        _RESTORE,
        pointer="/proof/verificationMethod",
        absent=f"issuers/{expected.issuer.slug}/keys",
    )
    return None


def _check_proof(notes: Notes, path: str, document: Mapping[str, Any], key: Key) -> None:
    try:
        canon.check_closed(document)
        proofs.verify_proof(document, key=keys.public_key_from_multibase(key.multikey))
    except (canon.CanonError, proofs.ProofError):
        notes.add(
            "list-proof-invalid",
            path,
            "the signature does not hold: the list was changed after it was signed",
            _RESTORE,
            pointer="/proof/proofValue",
        )


def _check_times(notes: Notes, path: str, document: Mapping[str, Any], at: datetime) -> None:
    skew = timedelta(seconds=vendored.limits().clock_skew_s)
    begins, ends = time_from_text(document["validFrom"]), time_from_text(document["validUntil"])
    if begins > at + skew:
        notes.add(
            "list-in-future",
            path,
            f"the list was signed at {document['validFrom']}, which has not come yet",
            "Check the clock of the machine that signed it, then run `testamur sign`.",
            pointer="/validFrom",
        )
    if ends < at - skew:
        notes.add(
            "list-out-of-date",
            path,
            f"the list was valid until {document['validUntil']}; nobody can check a credential by it any more",
            _SIGN,
            pointer="/validUntil",
        )


def _check_bits(notes: Notes, path: str, document: Mapping[str, Any], expected: Expected) -> None:
    at = "/credentialSubject/encodedList"
    try:
        bits = status.decode(document["credentialSubject"]["encodedList"], max_entries=status.MIN_ENTRIES)
    except status.StatusListError:
        notes.add("list-malformed", path, f"this is not a list of {status.MIN_ENTRIES:,} bits", _RESTORE, pointer=at)
        return
    found = frozenset(_set_bits(bits.content))
    missing, added = expected.indices - found, found - expected.indices
    # A bit to be cleared waits for a signature too, where an event says so.
    awaiting = missing | (added & expected.declared)
    added -= expected.declared
    if awaiting:
        notes.add(
            "awaiting-signature",
            path,
            f"declared and not yet signed into this list: {_numbers(expected.name, awaiting)}",
            _SIGN,
            pointer=at,
        )
    if added:
        notes.add(
            "list-bits-undeclared",
            path,
            f"this list withdraws what no file in withdrawals/ declares: {_numbers(expected.name, added)}",
            "Take the withdrawals back from Git; they are never deleted.",
            pointer=at,
        )


def _set_bits(content: bytes) -> Iterable[int]:
    for position, byte in enumerate(content):
        if byte:
            yield from (position * 8 + bit for bit in range(8) if byte >> (7 - bit) & 1)


def _numbers(name: str, indices: frozenset[int]) -> str:
    named = ", ".join(number_from(name, index) for index in sorted(indices)[:_MAX_NAMED])
    return named if len(indices) <= _MAX_NAMED else f"{named} and {len(indices) - _MAX_NAMED} more"
