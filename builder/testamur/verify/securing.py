"""Steps 1 to 4 and 6: from bytes to a document whose meaning is certain, whose signature holds and whose key may sign.

Strict JSON, JSON-LD 1.1, VC Data Integrity 1.0, Controlled Identifiers 1.0. The one idea: credentials and status lists
are documents of one kind and go through the same steps here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from testamur.canon import (
    LIMITS,
    CanonError,
    JsonError,
    Shapes,
    canonical_rdf,
    canonical_record,
    check_closed,
    parse_json,
)
from testamur.did import VerificationMethod
from testamur.disclosure import verify_derived
from testamur.jws import is_compact
from testamur.proofs import ProofError, Suite, suite_of, verify_proof
from testamur.verify.asking import Cache, Desk
from testamur.verify.chains import previous_proofs
from testamur.verify.entries import ListKind
from testamur.verify.identities import Keys, ask_for_keys, check_days, method_from_keys
from testamur.verify.outcomes import FailedError, NotPassedError, UncheckedError, refuse
from testamur.verify.reading import Token, read_token
from testamur.verify.registry import RegistryIssuer
from testamur.verify.shape import JsonObject, check_shape, instant_ms, is_record, issuer_id, one, text, types_of

_SPACE_AND_START = re.compile(rb"[ \t\n\r]*[{\[]")
NOT_YET_SIGNED = "not_yet_signed"  # the one fault of a signature that holds
_FOREIGN = "key_not_issuers"
_QUESTION = frozenset({"domain", "challenge"})
_REFUSED_OPTIONS = _QUESTION | {"nonce"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The moment of a check in milliseconds since 1970, and the clock skew it forgives."""

    at_ms: int
    skew_ms: int

    def is_before(self, instant: int) -> bool:
        """Whether the moment lies before an instant by more than the skew."""
        return instant > self.at_ms + self.skew_ms

    def is_after(self, instant: int) -> bool:
        """Whether the moment lies after an instant by more than the skew."""
        return instant < self.at_ms - self.skew_ms

    def has_reached(self, instant: int) -> bool:
        """Whether the moment lies at or after an instant even with the skew taken off."""
        return instant <= self.at_ms - self.skew_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that passed steps 1 to 3: its value and the canonical form of everything but its proof.

    `options` are the canonical forms of its proofs' options, in their order, where they have been made already; `token`
    is the JWT around it, None for a document that stands by itself.
    """

    value: JsonObject
    canonical: bytes
    options: tuple[bytes, ...] = ()
    token: Token | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The key that a proof was verified with, as its DID document gives it; step 6 has yet to ask whether it may.

    `keys` is what the issuer's keys were found in; `is_derived` says that the proof is over a part of what was signed.
    """

    did: str
    method: VerificationMethod
    keys: Keys
    is_derived: bool = False


def read_credential(data: bytes) -> tuple[JsonObject, Token | None]:
    """Step 1: the credential that bytes hold, and the token around it, where there is one.

    Raises FailedError with the reasons of docs/verification.md.
    """
    if len(data) > LIMITS.max_credential_bytes or not is_compact(data):
        return _read_value(data), None
    return read_token(data)


def _read_value(data: bytes) -> JsonObject:
    try:
        value = parse_json(data)
    except JsonError as cause:
        told = cause.code in {"json_too_large", "json_not_utf8"}
        if not told and _SPACE_AND_START.match(data) is None:
            raise FailedError("format_unknown") from cause
        raise FailedError(cause.code) from cause
    if not isinstance(value, dict | list):
        raise FailedError("format_unknown")
    if not isinstance(value, dict) or "VerifiableCredential" not in types_of(value):
        raise FailedError("not_a_credential")
    return value


def check_context(value: JsonObject, shapes: Shapes, token: Token | None = None) -> Document:
    """Step 3, for an object that passed step 2: its words mean what they say, and it has a canonical form.

    `token` is the one it was read from, kept for step 4.
    """
    if is_record(value):
        return Document(value=value, canonical=_canonical_record(value), token=token)
    forms = shapes.forms(value)
    if forms is not None:
        return Document(value=value, canonical=forms.document, options=forms.options, token=token)
    try:
        check_closed(value)
        canonical = canonical_rdf({name: member for name, member in value.items() if name != "proof"})
    except CanonError as cause:
        refuse(cause.code)
    return Document(value=value, canonical=canonical, token=token)


def _canonical_record(value: JsonObject) -> bytes:
    try:
        return canonical_record(value)
    except CanonError as cause:
        refuse(cause.code)


def check_proofs(
    document: Document, *, moment: Moment, desk: Desk, cache: Cache, holder: str | None = None
) -> tuple[Signer, ...]:
    """Step 4: who signed, once the issuer's signatures are known to cover exactly this content.

    One signer for each proof, in their order; all are keys of the issuer's one DID. For a presentation `holder` is
    whose keys they must be: then the proofs are for handing over, and may name a question and whom it is for.
    `document` must come from `check_context`; the DID document is all that `desk` is asked for. Raises FailedError and
    UncheckedError with the reasons of docs/verification.md. Not checked: whether the keys might sign, which is step 6,
    and whether anybody knows the issuer, which is step 5. VC Data Integrity 1.0, sections 2.1.1, 4.4 and 4.5; DID Core
    1.0.
    """
    # 4.1
    member = document.value["proof"]
    proofs = member if isinstance(member, list) else [member]
    if len(proofs) > LIMITS.max_proofs:
        raise UncheckedError("proof_set")
    signers: list[Signer] = []
    faults: list[NotPassedError] = []
    for proof, options in zip_longest(proofs, document.options):
        try:
            signers.append(
                _check_proof(document, proof, proofs, options, moment=moment, desk=desk, cache=cache, holder=holder)
            )
        except NotPassedError as ending:
            faults.append(ending)
    # What another than the issuer signed beside the issuer is no fault of the issuer's, and nothing we can vouch for.
    if signers or any(fault.reason != _FOREIGN for fault in faults):
        faults = [UncheckedError("proof_set") if fault.reason == _FOREIGN else fault for fault in faults]
    if faults:
        raise min(faults, key=_weight)
    return tuple(signers)


def _weight(fault: NotPassedError) -> int:
    # A signature that is good and came later says least of all.
    return 2 if fault.reason == NOT_YET_SIGNED else int(fault.outcome != "failed")


def _check_proof(
    document: Document,
    proof: JsonObject,
    proofs: list[JsonObject],
    options: bytes | None,
    *,
    moment: Moment,
    desk: Desk,
    cache: Cache,
    holder: str | None,
) -> Signer:
    # 4.2
    try:
        suite = suite_of(proof)
    except ProofError as cause:
        raise UncheckedError("proof_suite_unknown") from cause
    # 4.3
    method_id, purpose, proof_value = (
        text(proof.get(name)) for name in ("verificationMethod", "proofPurpose", "proofValue")
    )
    if method_id is None or purpose is None or proof_value is None:
        raise FailedError("proof_malformed")
    instants = {name: instant_ms(one(proof[name])) for name in ("created", "expires") if name in proof}
    if None in instants.values():
        raise FailedError("proof_malformed")
    # 4.4, 4.5 (vc-data-integrity 2.1: a proof for another purpose or audience proves nothing here)
    if purpose != ("assertionMethod" if holder is None else "authentication"):
        raise FailedError("proof_purpose")
    refused = _REFUSED_OPTIONS if holder is None else _REFUSED_OPTIONS - _QUESTION
    if (refused | ({"previousProof"} if suite.is_selective else set())) & proof.keys():
        raise FailedError("proof_option_refused")
    previous = previous_proofs(proofs, proof)
    # 4.6
    created, expires = instants.get("created"), instants.get("expires")
    if expires is not None and moment.is_after(expires):
        raise FailedError("proof_expired")
    # 4.7 to 4.9
    issuer = issuer_id(document.value) if holder is None else holder
    keys = ask_for_keys(issuer, method_id, desk=desk)
    # 4.10, 4.11
    method = cache.learn(
        ("method", issuer, keys, method_id, suite.name), lambda: _method(issuer, method_id, keys, suite)
    )
    # 4.12, 4.13
    try:
        secured = {**document.value, "proof": proof}
        if suite.is_selective:
            verify_derived(secured, key=method.key, canonical_document=document.canonical, canonical_options=options)
        else:
            verify_proof(
                secured,
                key=method.key,
                canonical_document=document.canonical,
                canonical_options=options,
                previous=previous,
            )
    except ProofError as cause:
        refuse(cause.code)
    except CanonError as cause:
        # Step 3 made the document's own canonical form, so it is the proofs that have none.
        raise FailedError("proof_malformed") from cause
    # 4.14
    if created is not None and moment.is_before(created):
        raise FailedError(NOT_YET_SIGNED)
    return Signer(did=issuer, method=method, keys=keys, is_derived=suite.is_selective)


def _method(issuer: str, method_id: str, keys: Keys, suite: Suite) -> VerificationMethod:
    method = method_from_keys(issuer, method_id, keys)
    if method.key.type.name not in suite.hashes:
        raise FailedError("proof_key_type")
    check_days(method)
    return method


def check_keys(signers: Iterable[Signer], *, moment: Moment, issuer: RegistryIssuer | None) -> None:
    """Step 6: the keys were the issuer's to sign with.

    `signers` must come from `check_proofs`; `issuer` is the registry's word on their DID where step 5 passed, else
    None. Raises FailedError with the first rule that does not hold for the first of them. Not checked: what a key that
    may no longer sign signed in its time, which is the ledger's to say in step 10. Controlled Identifiers 1.0, 3.3.
    """
    for signer in signers:
        _check_key(signer, moment=moment, issuer=issuer)


def _check_key(signer: Signer, *, moment: Moment, issuer: RegistryIssuer | None) -> None:
    method = signer.method
    if issuer is not None:
        listed = issuer.keys.get(method.id)
        if listed is None or method.id != f"{signer.did}#{method.key.multibase}":
            raise FailedError("key_not_listed")
        if listed.state == "compromised":
            return
    if not method.in_assertion_method:
        raise FailedError("key_not_for_assertion")
    check_days_of(method, moment=moment)


def check_days_of(method: VerificationMethod, *, moment: Moment) -> None:
    """Raise FailedError where a key had been revoked or had run out at a moment."""
    for ended, reason in ((method.revoked, "key_revoked"), (method.expires, "key_expired")):
        instant = instant_ms(ended)
        if instant is not None and moment.has_reached(instant):
            raise FailedError(reason)


def read_list(data: bytes, kind: ListKind, shapes: Shapes) -> Document:
    """A status list that passed steps 1 to 3 and is of a kind (Bitstring Status List 1.0, section 3.2).

    `data` may be any bytes. Raises UncheckedError `status_list_malformed` for every fault. Not checked: its proof.
    """
    try:
        value, token = read_credential(data)
        check_shape(value, is_token=token is not None)
        document = check_context(value, shapes, token)
    except (FailedError, UncheckedError) as cause:
        raise UncheckedError("status_list_malformed") from cause
    subject = one(value["credentialSubject"])
    if kind.credential not in types_of(value) or kind.subject not in types_of(subject):
        raise UncheckedError("status_list_malformed")
    ttl = one(subject.get("ttl", 0))
    if isinstance(ttl, bool) or not isinstance(ttl, int) or ttl < 0:
        raise UncheckedError("status_list_malformed")
    return document
