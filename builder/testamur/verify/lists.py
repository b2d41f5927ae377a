"""Step 8: whether it was withdrawn or paused (Bitstring Status List 1.0).

The one idea: a status list is a credential of its own, so it is read, shaped and proved by the same steps, and each of
its faults has a name. Every entry of a credential is looked at, and the worst news wins.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from testamur import vendored
from testamur.status import Bitstring, StatusListError, decode, parse_index
from testamur.verify.asking import Cache, Desk
from testamur.verify.ledger import last_event
from testamur.verify.outcomes import FailedError, NotPassedError, UncheckedError
from testamur.verify.registry import RegistryIssuer, RegistryList
from testamur.verify.report import ListFacts
from testamur.verify.securing import Document, Moment, Signer, check_keys, check_proofs, read_list
from testamur.verify.shape import JsonObject, instant_ms, is_https_address, issuer_id, many, one, text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _NotYetSignedError(Exception):
    """The list was signed after the moment of the check, so it can't speak about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What an entry asks for."""

    address: str
    index: int
    purpose: str


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
                self._check_entry(entry)
            except NotPassedError as ending:
                endings.append(ending)
        for reason in ("status_revoked", "status_on_hold"):
            if any(ending.reason == reason for ending in endings):
                raise FailedError(reason)
        if endings:
            raise endings[0]

    def _check_entry(self, entry: JsonObject) -> None:
        wanted = _wanted_from_entry(entry)
        try:
            is_set = self._bit(wanted)
        except _NotYetSignedError:
            self._check_events(wanted)
            return
        if not is_set:
            return
        if wanted.purpose == "suspension" or self._is_held(wanted):
            raise FailedError("status_on_hold")
        raise FailedError("status_revoked")

    def _listed(self, address: str) -> RegistryList | None:
        return None if self._issuer is None else self._issuer.lists.get(address)

    def _is_held(self, wanted: _Wanted) -> bool:
        """Whether the holds list beside a revocation list says that the bit means a hold."""
        listed = self._listed(wanted.address)
        if listed is None:
            return False
        try:
            return self._bit(_Wanted(address=listed.holds, index=wanted.index, purpose="suspension"))
        except (NotPassedError, _NotYetSignedError):
            return False

    def _check_events(self, wanted: _Wanted) -> None:
        """What the dated withdrawals say of a moment before the list was signed."""
        if self._issuer is None:
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

    def _bit(self, wanted: _Wanted) -> bool:
        """The bit that a verified list has at an index."""
        # 8.2
        data = self._desk.ask(wanted.address)
        if data is None:
            raise UncheckedError("status_unreachable")
        document = self._cache.learn(("list", data), lambda: read_list(data, self._cache.shapes))
        value = document.value
        subject = one(value["credentialSubject"])
        # 8.3
        if text(value.get("id")) != wanted.address:
            raise UncheckedError("status_list_id_differs")
        if issuer_id(value) != self._signer.did:
            raise UncheckedError("status_list_issuer_differs")
        if text(subject.get("statusPurpose")) != wanted.purpose:
            raise UncheckedError("status_list_purpose_differs")
        # 8.4
        valid_from, valid_until = (instant_ms(one(value.get(name))) for name in ("validFrom", "validUntil"))
        self._check_signer(data, document, valid_from)
        self.last_list = ListFacts(
            list=wanted.address, signed=text(value.get("validFrom")), valid_until=text(value.get("validUntil"))
        )
        # 8.5
        if valid_from is not None and self._moment.is_before(valid_from):
            raise _NotYetSignedError
        if valid_until is not None and self._moment.is_after(valid_until):
            raise UncheckedError("status_list_expired")
        # 8.6
        bits = self._cache.learn(("bits", data), lambda: _bits_from_subject(subject))
        try:
            return bits.get(wanted.index)
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
                ("list proof", data, self._signer.controller_document, moment),
                lambda: check_proofs(document, moment=moment, desk=self._desk, cache=self._cache),
            ),
            "status_list_proof",
        )
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


def _wanted_from_entry(entry: JsonObject) -> _Wanted:
    """8.1: what an entry asks for, each member in its form."""
    if text(entry.get("type")) != "BitstringStatusListEntry":
        raise UncheckedError("status_type_unknown")
    purpose = text(entry.get("statusPurpose"))
    if purpose not in {"revocation", "suspension"}:
        raise UncheckedError("status_purpose_unknown")
    try:
        index = parse_index(one(entry.get("statusListIndex")))
    except StatusListError as cause:
        raise UncheckedError("status_index_malformed") from cause
    address = text(entry.get("statusListCredential"))
    if address is None or not is_https_address(address, fragment=False):
        raise UncheckedError("status_address_malformed")
    if "id" in entry and one(entry["id"]) == address:
        raise UncheckedError("status_entry_id")
    size = one(entry.get("statusSize"))
    if "statusSize" in entry and (isinstance(size, bool) or size != 1):
        raise UncheckedError("status_size_unsupported")
    return _Wanted(address=address, index=index, purpose=str(purpose))


def _bits_from_subject(subject: JsonObject) -> Bitstring:
    limits = vendored.limits()
    encoded = text(subject.get("encodedList"))
    if encoded is None:
        raise UncheckedError("status_list_encoding")
    # Four characters of base64 are three bytes; a longer text is too large whatever it holds.
    if (len(encoded) - 1) * 3 // 4 > limits.max_status_list_bytes_compressed:
        raise UncheckedError("status_list_too_large")
    try:
        return decode(encoded, max_entries=limits.max_status_list_entries)
    except StatusListError as cause:
        raise UncheckedError(cause.code) from cause
