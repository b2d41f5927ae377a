"""Proofs that show a part of what was signed: ecdsa-sd-2023, derived (vc-di-ecdsa 1.0, sections 3.4 and 3.5).

The one idea: the issuer signed every statement by itself, with a key made for this one document, and signed that key
together with the statements that must always be shown. A holder leaves statements out, and nothing else. Statements
speak of things without a name under labels that the issuer made; the proof carries these, and they have to be as many
as the things are.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import cbor2

from testamur.canon import ExtraContexts, JsonValue, canonical_rdf
from testamur.keys import P256, KeyFormError, PublicKey, public_key_from_raw, verify_signature
from testamur.proofs import ProofError

_BASE: Final = b"\xd9\x5d\x00"
_DERIVED: Final = b"\xd9\x5d\x01"
_TEXT: Final = re.compile(r"u[A-Za-z0-9_-]*")
# The shape of the five values, so that a decoder which knows dates, patterns and references never meets one.
_NUMBER: Final = rb"(?:[\x00-\x17]|\x18.|\x19..|\x1a....)"
_SHAPE: Final = re.compile(
    rb"\x85\x58\x40.{64}\x58\x23.{35}"
    rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)(?:\x58\x40.{64})*"
    rb"(?:[\xa0-\xb7]|\xb8.|\xb9..|\xba....)(?:" + _NUMBER + rb"\x58\x20.{32})*"
    rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)" + _NUMBER + rb"*",
    re.DOTALL,
)
# An address, a text or a label of a canonical statement; only the last is exchanged.
_TOKEN: Final = re.compile(rb'<[^>]*>|"(?:[^"\\]|\\.)*"|_:(c14n[0-9]+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedProof:
    """What a derived `proofValue` holds, in its order; `labels` has the issuer's label for each canonical one."""

    base_signature: bytes
    public_key: PublicKey
    signatures: tuple[bytes, ...]
    labels: Mapping[str, str]
    mandatory: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedStages:
    """Every intermediate of the verification, in the order of section 3.5.8.

    `statements` are all that are shown, under the issuer's labels and sorted; `others` those that need not be.
    """

    statements: tuple[bytes, ...]
    others: tuple[bytes, ...]
    mandatory_hash: bytes
    options_hash: bytes
    signed: bytes


def derived_proof_from_text(proof_value: str) -> DerivedProof:
    """The parts of a derived `proofValue` (section 3.5.7).

    `proof_value` may be any text. Raises ProofError: `proof_not_derived` where it is a base proof, which is for its
    holder alone; `proof_signature_encoding` where it is not `u` and base64url of the one CBOR form (RFC 8949, section
    4.2: shortest lengths, none of them indefinite, but for the order of the map), where the key is none, or where a
    label or a place stands in it twice.
    """
    content = _bytes_from_text(proof_value)
    if content.startswith(_BASE):
        raise ProofError("proof_not_derived")
    packed = content.removeprefix(_DERIVED)
    if packed == content or _SHAPE.fullmatch(packed) is None:
        _refuse_form()
    try:
        values: Any = cbor2.loads(packed)
    except cbor2.CBORDecodeError as cause:
        raise ProofError("proof_signature_encoding") from cause
    # Counts that don't fit, other spellings of a number, and whatever follows the end, all at once.
    if cbor2.dumps(values) != packed:
        _refuse_form()
    base_signature, public_key, signatures, labels, mandatory = values
    if len(set(labels.values())) != len(labels) or len(set(mandatory)) != len(mandatory):
        _refuse_form()
    return DerivedProof(
        base_signature=base_signature,
        public_key=_key_from_bytes(public_key),
        signatures=tuple(signatures),
        labels={f"c14n{number}": f"u{_base64url(label)}" for number, label in labels.items()},
        mandatory=tuple(mandatory),
    )


def disclosed_stages(
    document: Mapping[str, JsonValue],
    derived: DerivedProof,
    *,
    extra_contexts: ExtraContexts | None = None,
    canonical_document: bytes | None = None,
    canonical_options: bytes | None = None,
) -> DisclosedStages:
    """What the signatures of a derived proof are over (sections 3.4.4 and 3.5.8).

    `document` carries the one proof, an object, and has passed `check_closed`; the canonical forms are those of the
    document without its proof and of the proof's options, where the caller has made them. Raises ProofError
    `proof_signature_invalid` where the labels are not those of this document or a place is none of its statements;
    CanonError as `canonical_rdf`.
    """
    proof = document["proof"]
    if canonical_document is None:
        bare = {name: value for name, value in document.items() if name != "proof"}
        canonical_document = canonical_rdf(bare, extra_contexts=extra_contexts)
    if canonical_options is None:
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        options["@context"] = document.get("@context")
        canonical_options = canonical_rdf(options, extra_contexts=extra_contexts)
    statements = _under_labels(canonical_document, derived.labels)
    if any(place >= len(statements) for place in derived.mandatory):
        raise ProofError("proof_signature_invalid")
    shown = frozenset(derived.mandatory)
    mandatory = b"".join(statement for place, statement in enumerate(statements) if place in shown)
    mandatory_hash = hashlib.sha256(mandatory).digest()
    options_hash = hashlib.sha256(canonical_options).digest()
    return DisclosedStages(
        statements=statements,
        others=tuple(statement for place, statement in enumerate(statements) if place not in shown),
        mandatory_hash=mandatory_hash,
        options_hash=options_hash,
        signed=options_hash + P256.multicodec + derived.public_key.raw + mandatory_hash,
    )


def verify_derived(
    document: Mapping[str, JsonValue],
    *,
    key: PublicKey,
    extra_contexts: ExtraContexts | None = None,
    canonical_document: bytes | None = None,
    canonical_options: bytes | None = None,
) -> None:
    """Return when every statement of the document was signed under the key; raise otherwise (section 3.4.7).

    Arguments as for `disclosed_stages`. Raises ProofError `proof_key_type` for a key other than of P-256, as
    `derived_proof_from_text` and `disclosed_stages`, and `proof_signature_invalid`. Not checked: whose key it is, what
    the options ask for, and what the holder left out, which nobody but the issuer can know.
    """
    proof = document["proof"]
    value = proof.get("proofValue")
    derived = derived_proof_from_text(value[0] if isinstance(value, list) and len(value) == 1 else str(value))
    if key.type is not P256:
        raise ProofError("proof_key_type", key.type.name)
    made = disclosed_stages(
        document,
        derived,
        extra_contexts=extra_contexts,
        canonical_document=canonical_document,
        canonical_options=canonical_options,
    )
    # The count first: it bounds the work by the document's own limits.
    held = len(derived.signatures) == len(made.others) and verify_signature(key, derived.base_signature, made.signed)
    if not held or not all(
        verify_signature(derived.public_key, signature, statement)
        for signature, statement in zip(derived.signatures, made.others, strict=True)
    ):
        raise ProofError("proof_signature_invalid")


def _bytes_from_text(text: str) -> bytes:
    if _TEXT.fullmatch(text) is None or len(text) % 4 == 2:
        _refuse_form()
    content = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    if _base64url(content) != text[1:]:  # stray bits at the end
        _refuse_form()
    return content


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _key_from_bytes(content: bytes) -> PublicKey:
    if not content.startswith(P256.multicodec):
        _refuse_form()
    try:
        return public_key_from_raw(P256, content[len(P256.multicodec) :])
    except KeyFormError as cause:
        raise ProofError("proof_signature_encoding") from cause


def _under_labels(canonical: bytes, labels: Mapping[str, str]) -> tuple[bytes, ...]:
    """The statements of a canonical form under other labels, sorted; every label must be used and none be missing."""
    used: set[str] = set()

    def exchanged(match: re.Match[bytes]) -> bytes:
        if match[1] is None:
            return match[0]
        name = match[1].decode("ascii")
        if name not in labels:
            raise ProofError("proof_signature_invalid")
        used.add(name)
        return b"_:" + labels[name].encode("ascii")

    statements = sorted(_TOKEN.sub(exchanged, line + b"\n") for line in canonical.split(b"\n") if line)
    if len(used) != len(labels):
        raise ProofError("proof_signature_invalid")
    return tuple(statements)


def _refuse_form() -> NoReturn:
    raise ProofError("proof_signature_encoding")
