"""Step 8: whether it was withdrawn or paused (Bitstring Status List 1.0, and what came before it).

The one idea: a status list is a credential of its own, so it is read, shaped and proved by the same steps, and each of
its faults has a name. Every entry of a credential is looked at, and the worst news wins.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from testamur import vendored
from testamur.status import Bitstring, StatusListError, decode, decode_2021
from testamur.verify.asking import Cache, Desk
from testamur.verify.entries import BITSTRING, ListKind, Wanted, wanted_from_entry
from testamur.verify.ledger import last_event
from testamur.verify.outcomes import FailedError, NotPassedError, UncheckedError
from testamur.verify.registry import RegistryIssuer, RegistryList
from testamur.verify.report import ListFacts
from testamur.verify.revocations import ENTRY_TYPE, check_revocations
from testamur.verify.securing import Document, Moment, Signer, check_keys, read_list
from testamur.verify.shape import JsonObject, beginning_of, end_of, instant_ms, issuer_id, many, one, text
from testamur.verify.tokens import check_signatures

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Purposes that say something of a credential without withdrawing it, and what a bit of theirs is called.
_INFORMING = {"message": "status_message", "refresh": "status_refresh"}


class _NotYetSignedError(Exception):
    """The list was signed after the moment of the check, so it can't speak about it."""


class StatusCheck:
    """Step 8 for one credential by `signer`. `issuer` is the registry's word where step 5 passed, else None."""

    def __init__(
        self, *, signer: Signer, issuer: RegistryIssuer | None, moment: Moment, desk: Desk, cache: Cache
    ) -> None:
        self._signer = signer
        self._issuer = issuer
        self._moment = moment
        self._desk = desk
        self._cache = cache
        self.last_list: ListFacts | None = None

    def check(self, document: JsonObject) -> None:
        """Raise what the worst of the credential's entries says; the document must have a `credentialStatus`."""
        endings: list[NotPassedError] = []
        for entry in many(document["credentialStatus"]):
            try:
                self._check_entry(entry, document)
            except NotPassedError as ending:
                endings.append(ending)
        for reason in ("status_revoked", "status_on_hold"):
            if any(ending.reason == reason for ending in endings):
                raise FailedError(reason)
        # What is left that failed informs, and says less than what nobody could look at.
        if endings:
            raise next((ending for ending in endings if ending.outcome == "could_not_check"), endings[0])

    def _check_entry(self, entry: JsonObject, document: JsonObject) -> None:
        if text(entry.get("type")) == ENTRY_TYPE:
            check_revocations(entry, document=document, issuer=self._signer.did, desk=self._desk, cache=self._cache)
            return
        wanted = wanted_from_entry(entry)
        try:
            is_set = self._number(wanted) != 0
        except _NotYetSignedError:
            self._check_events(wanted)
            return
        if not is_set:
            return
        if wanted.purpose in _INFORMING:
            raise FailedError(_INFORMING[wanted.purpose])
        if wanted.purpose == "suspension" or self._is_held(wanted):
            raise FailedError("status_on_hold")
        raise FailedError("status_revoked")

    def _listed(self, address: str) -> RegistryList | None:
        return None if self._issuer is None else self._issuer.lists.get(address)

    def _is_held(self, wanted: Wanted) -> bool:
        """Whether the holds list beside a revocation list says that the bit means a hold."""
        listed = self._listed(wanted.address)
        if listed is None:
            return False
        try:
            held = Wanted(kind=BITSTRING, address=listed.holds, index=wanted.index, purpose="suspension")
            return self._number(held) != 0
        except (NotPassedError, _NotYetSignedError):
            return False

    def _check_events(self, wanted: Wanted) -> None:
        """What the dated withdrawals say of a moment before the list was signed."""
        if self._issuer is None or wanted.purpose in _INFORMING:
            raise UncheckedError("status_list_not_yet_valid")
        listed = self._listed(wanted.address)
        if listed is None:
            raise UncheckedError("ledger_unreachable")
        day = (_EPOCH + timedelta(milliseconds=self._moment.at_ms)).date().isoformat()
        kind = last_event(listed, wanted.index, day=day, desk=self._desk, cache=self._cache)
        if kind == "revoke":
            raise FailedError("status_revoked")
        if kind == "suspend":
            raise FailedError("status_on_hold")

    def _number(self, wanted: Wanted) -> int:
        """The number that a verified list has at an index."""
        # 8.2
        data = self._desk.ask(wanted.address)
        if data is None:
            raise UncheckedError("status_unreachable")
        kind = wanted.kind
        document = self._cache.learn(("list", data, kind.entry), lambda: read_list(data, kind, self._cache.shapes))
        value = document.value
        subject = one(value["credentialSubject"])
        # 8.3
        if text(value.get("id")) != wanted.address:
            raise UncheckedError("status_list_id_differs")
        if issuer_id(value) != self._signer.did:
            raise UncheckedError("status_list_issuer_differs")
        if wanted.purpose not in many(subject.get("statusPurpose")):
            raise UncheckedError("status_list_purpose_differs")
        # 8.4
        beginning, end = beginning_of(value), end_of(value)
        valid_from, valid_until = instant_ms(beginning), instant_ms(end)
        self._check_signer(data, document, valid_from)
        self.last_list = ListFacts(list=wanted.address, signed=beginning, valid_until=end)
        # 8.5
        if valid_from is not None and self._moment.is_before(valid_from):
            raise _NotYetSignedError
        if valid_until is not None and self._moment.is_after(valid_until):
            raise UncheckedError("status_list_expired")
        # 8.6
        bits = self._cache.learn(("bits", data, kind.entry), lambda: _bits_from_subject(subject, kind))
        try:
            return bits.number(wanted.index, wanted.size)
        except StatusListError as cause:
            raise UncheckedError(cause.code) from cause

    def _check_signer(self, data: bytes, document: Document, valid_from: int | None) -> None:
        # A list signed later is judged at its own beginning: its proof is no fault, it only can't speak of the moment.
        moment = self._moment
        if valid_from is not None and moment.is_before(valid_from):
            moment = replace(moment, at_ms=valid_from)
        # The issuer is the credential's, so the proof depends on these bytes, the DID document and the moment alone.
        signers = _renamed(
            lambda: self._cache.learn(
                ("list proof", data, self._signer.keys, moment),
                lambda: check_signatures(document, moment=moment, desk=self._desk, cache=self._cache),
            ),
            "status_list_proof",
        )
        # Who serves a list could leave out when it ends.
        if any(signer.is_derived for signer in signers):
            raise UncheckedError("status_list_proof")
        _renamed(lambda: check_keys(signers, moment=moment, issuer=self._issuer), "status_list_key")
        if self._issuer is not None:
            keys = self._issuer.keys
            if any(keys[signer.method.id].state != "current" for signer in signers):
                raise UncheckedError("status_list_key")


def _renamed(work: Callable[[], Any], reason: str) -> Any:
    try:
        return work()
    except NotPassedError as cause:
        raise UncheckedError(reason) from cause


def _bits_from_subject(subject: JsonObject, kind: ListKind) -> Bitstring:
    limits = vendored.limits()
    encoded = text(subject.get("encodedList"))
    if encoded is None:
        raise UncheckedError("status_list_encoding")
    # Four characters of base64 are three bytes; a longer text is too large whatever it holds.
    if (len(encoded) - 1) * 3 // 4 > limits.max_status_list_bytes_compressed:
        raise UncheckedError("status_list_too_large")
    try:
        unpack = decode if kind.is_multibase else decode_2021
        return unpack(encoded, max_entries=limits.max_status_list_entries)
    except StatusListError as cause:
        raise UncheckedError(cause.code) from cause
