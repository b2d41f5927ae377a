"""Data Integrity proofs (VC Data Integrity 1.0; Data Integrity EdDSA and ECDSA Cryptosuites 1.0), chains included.

The one idea: what is signed is the hash of the canonical proof options followed by the hash of the canonical document;
every intermediate of that is a value, so that a failing stage names itself. A suite is a row of `SUITES`.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from testamur.canon import ExtraContexts, JsonValue, Shapes, canonical_rdf, check_closed, jcs
from testamur.keys import (
    ED25519,
    P256,
    P384,
    KeyFormError,
    KeyType,
    PublicKey,
    base58_from_bytes,
    bytes_from_base58,
    verify_signature,
)


class ProofError(ValueError):
    """A proof can't be read, or does not hold.

    `code` is `proof_missing`, `proof_set`, `proof_malformed`, `proof_suite_unknown`, `proof_signature_encoding`,
    `proof_signature_invalid`, `proof_key_type` or `proof_not_derived`.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One row: a cryptosuite, the kinds of key it takes with the hash for each, and how it makes a document canonical.

    `type` is that of its proofs; where it is not DataIntegrityProof it is also the suite's name, and the proof has no
    `cryptosuite`. `is_json` says that the values themselves are signed (RFC 8785), not their statements (RDFC-1.0);
    `is_selective` that each statement is signed by itself, which is for `disclosure` to verify.
    """

    name: str
    type: str
    hashes: Mapping[str, str]
    is_json: bool
    is_selective: bool = False

    @property
    def signs(self) -> bool:
        """Whether we sign by it; the others are only read."""
        return self.type == _INTEGRITY and not self.is_selective


_EDDSA: Final[Mapping[str, str]] = MappingProxyType({ED25519.name: "sha256"})
_ECDSA: Final[Mapping[str, str]] = MappingProxyType({P256.name: "sha256", P384.name: "sha384"})
_INTEGRITY: Final = "DataIntegrityProof"
SUITES: Final[Mapping[str, Suite]] = MappingProxyType(
    {
        name: Suite(name=name, type=type_, hashes=hashes, is_json=is_json)
        for name, type_, hashes, is_json in (
            ("eddsa-rdfc-2022", _INTEGRITY, _EDDSA, False),
            ("eddsa-jcs-2022", _INTEGRITY, _EDDSA, True),
            ("ecdsa-rdfc-2019", _INTEGRITY, _ECDSA, False),
            ("ecdsa-jcs-2019", _INTEGRITY, _ECDSA, True),
            # From before there were cryptosuites (EdDSA Cryptosuite v2020): the same stages as eddsa-rdfc-2022.
            ("Ed25519Signature2020", "Ed25519Signature2020", _EDDSA, False),
        )
    }
    | {
        "ecdsa-sd-2023": Suite(
            name="ecdsa-sd-2023",
            type=_INTEGRITY,
            hashes=MappingProxyType({P256.name: "sha256"}),
            is_json=False,
            is_selective=True,
        )
    }
)


def suites_for(key_type: KeyType) -> tuple[str, ...]:
    """The suites that sign with a kind of key; the first is the one to sign by where nobody asks for another."""
    return tuple(suite.name for suite in SUITES.values() if suite.signs and key_type.name in suite.hashes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Every intermediate of a proof, in the order of vc-di-eddsa section 3.2; `joined_hash` is what is signed."""

    canonical_document: bytes
    document_hash: bytes
    canonical_options: bytes
    options_hash: bytes
    joined_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """The one proof of a document, its form checked and nothing more.

    Options that we have no use for are as they stand.
    """

    type: str
    cryptosuite: str
    verification_method: str
    purpose: str
    created: str | None
    expires: str | None
    domain: JsonValue
    challenge: JsonValue
    nonce: JsonValue
    previous_proof: JsonValue
    proof_value: str


def _one(value: JsonValue) -> JsonValue:
    """The item of a list of one; any other value as it is. JSON-LD does not tell them apart."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _proof_member(document: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    proof = _one(document.get("proof"))
    if proof is None or proof == []:
        raise ProofError("proof_missing")
    if isinstance(proof, list):
        raise ProofError("proof_set")
    if not isinstance(proof, dict):
        raise ProofError("proof_malformed", "not an object")
    return proof


def suite_of(proof: Mapping[str, JsonValue]) -> Suite:
    """The suite that a proof says it is of.

    Raises ProofError `proof_malformed` where its `type` is no string, `proof_suite_unknown` for one without a row.
    """
    type_, name = _one(proof.get("type")), _one(proof.get("cryptosuite"))
    if not isinstance(type_, str):
        raise ProofError("proof_malformed", "type")
    key = name if type_ == _INTEGRITY else type_ if "cryptosuite" not in proof else None
    suite = SUITES.get(key) if isinstance(key, str) else None
    if suite is None or suite.type != type_:
        raise ProofError("proof_suite_unknown", f"{type_} {name}")
    return suite


def proof_of(document: Mapping[str, JsonValue]) -> ProofView:
    """The proof of a document.

    `document` is an object from `parse_json`. Raises ProofError: `proof_missing`; `proof_set` for several;
    `proof_suite_unknown` for a suite without a row; `proof_malformed` where `verificationMethod`, `proofPurpose` or
    `proofValue` is not a string, or `created` or `expires` is there and is none. Not checked: whether dates are
    dates, the purpose, and the signature.
    """
    proof = _proof_member(document)
    suite = suite_of(proof)
    texts: dict[str, Any] = {}
    for name in ("verificationMethod", "proofPurpose", "proofValue", "created", "expires"):
        texts[name] = _one(proof.get(name))
        required = name not in {"created", "expires"} or name in proof
        if required and not isinstance(texts[name], str):
            raise ProofError("proof_malformed", name)
    return ProofView(
        type=suite.type,
        cryptosuite=suite.name,
        verification_method=texts["verificationMethod"],
        purpose=texts["proofPurpose"],
        created=texts["created"],
        expires=texts["expires"],
        domain=proof.get("domain"),
        challenge=proof.get("challenge"),
        nonce=proof.get("nonce"),
        previous_proof=proof.get("previousProof"),
        proof_value=texts["proofValue"],
    )


_HASHES: Final = MappingProxyType({"sha256": hashlib.sha256, "sha384": hashlib.sha384})


def _hash_for(suite: Suite, key_type: KeyType) -> str:
    if key_type.name not in suite.hashes:
        raise ProofError("proof_key_type", key_type.name)
    return suite.hashes[key_type.name]


def stages(
    document: Mapping[str, JsonValue],
    *,
    key_type: KeyType = ED25519,
    extra_contexts: ExtraContexts | None = None,
    canonical_document: bytes | None = None,
    canonical_options: bytes | None = None,
    previous: Sequence[JsonValue] = (),
) -> Stages:
    """What the signature of a document is over, stage by stage (vc-di-eddsa 1.0, vc-di-ecdsa 1.0: 3.2 and 3.3).

    `document` carries its proof, with or without `proofValue`, and has passed `check_closed`, which is not asked again
    here. `key_type` decides the hash. A `@context` in the proof must be the document's, else ProofError
    `proof_malformed`: by RDFC-1.0 the options take the document's, by RFC 8785 they are signed as they stand, and where
    they have a `@context` the document is signed with it. `canonical_document` is the canonical form by RDFC-1.0 with
    SHA-256 of the document without its proof, where the caller has made it, and `canonical_options` that of the options
    with the document's `@context`; they are left aside where they do not serve. `previous` are the proofs that this one
    follows, in their order, which the document is signed with. Raises ProofError as `proof_of`, and `proof_key_type`
    where the suite does not take such a key; CanonError as `canonical_rdf`.
    """
    proof = _proof_member(document)
    suite = suite_of(proof)
    hash_ = _hash_for(suite, key_type)
    context = document.get("@context")
    if "@context" in proof and _one(proof["@context"]) != _one(context):
        raise ProofError("proof_malformed", "@context")
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    if previous:
        # A proof in a chain is over the document with the proofs that it follows (VC Data Integrity 1.0, 4.5).
        unsecured["proof"], canonical_document = list(previous), None
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    if suite.is_json:
        if "@context" in proof:
            unsecured["@context"] = proof["@context"]
        canonical_document, canonical_options = jcs(unsecured), jcs(options)
    else:
        # The hash is also the one inside of RDFC-1.0, so what was made with SHA-256 is of no use to P-384.
        if canonical_document is None or hash_ != "sha256":
            canonical_document = canonical_rdf(unsecured, hash=hash_, extra_contexts=extra_contexts)
        if canonical_options is None or hash_ != "sha256":
            options["@context"] = context
            canonical_options = canonical_rdf(options, hash=hash_, extra_contexts=extra_contexts)
    document_hash = _HASHES[hash_](canonical_document).digest()
    options_hash = _HASHES[hash_](canonical_options).digest()
    return Stages(
        canonical_document=canonical_document,
        document_hash=document_hash,
        canonical_options=canonical_options,
        options_hash=options_hash,
        joined_hash=options_hash + document_hash,
    )


def add_proof(
    document: Mapping[str, JsonValue],
    *,
    sign: Callable[[bytes], bytes],
    verification_method: str,
    created: str,
    suite: str = "eddsa-rdfc-2022",
    key_type: KeyType = ED25519,
    purpose: str = "assertionMethod",
    extra_contexts: ExtraContexts | None = None,
    shapes: Shapes | None = None,
) -> dict[str, JsonValue]:
    """A copy of a document with a proof (VC Data Integrity 1.0, section 4.2).

    `document` has no proof yet; `sign` answers bytes with a signature by the key that `verification_method` names, of
    the kind `key_type` and in the form that `verify_signature` reads; `created` is a dateTimeStamp; `shapes` may be
    shared by the signing of many documents, and changes nothing but the time it takes. Raises CanonError
    where the document or the options are not closed, so that an undefined term or a relative address is never signed;
    ProofError `proof_set` where there is a proof already, `proof_suite_unknown` for a suite that is unknown or no
    longer signed by, and `proof_key_type` where the suite does not take such a key. Not checked: that `sign` and
    `verification_method` belong together.
    """
    if "proof" in document:
        raise ProofError("proof_set", "the document has a proof already")
    if suite not in SUITES or not SUITES[suite].signs:
        raise ProofError("proof_suite_unknown", suite)
    options = {
        "type": _INTEGRITY,
        "cryptosuite": suite,
        "created": created,
        "verificationMethod": verification_method,
        "proofPurpose": purpose,
    }
    if SUITES[suite].is_json and "@context" in document:
        options = {"@context": document["@context"], **options}
    prepared = {**document, "proof": options}
    forms = None if shapes is None or extra_contexts else shapes.forms(prepared)
    if forms is None:
        check_closed(prepared, extra_contexts=extra_contexts)
    made = stages(
        prepared,
        key_type=key_type,
        extra_contexts=extra_contexts,
        canonical_document=None if forms is None else forms.document,
        canonical_options=None if forms is None else forms.options[0],
    )
    signature = sign(made.joined_hash)
    return {**document, "proof": {**options, "proofValue": "z" + base58_from_bytes(signature)}}


def verify_proof(
    document: Mapping[str, JsonValue],
    *,
    key: PublicKey,
    extra_contexts: ExtraContexts | None = None,
    canonical_document: bytes | None = None,
    canonical_options: bytes | None = None,
    previous: Sequence[JsonValue] = (),
) -> None:
    """Return when the document's one proof is by the key; raise otherwise (VC Data Integrity 1.0, section 4.4).

    `document` must have passed `check_closed`; `canonical_document`, `canonical_options` and `previous` as in `stages`.
    Raises ProofError as `proof_of`, then `proof_key_type` where suite and key don't agree, `proof_signature_encoding`
    where `proofValue` is not `z` and base58btc of a signature's length, and `proof_signature_invalid`; CanonError as
    `canonical_rdf`. Not checked: whose key it is, and what the options ask for (purpose, dates, domain, challenge,
    previous proof).
    """
    view = proof_of(document)
    _hash_for(SUITES[view.cryptosuite], key.type)
    signature = _signature_from_proof_value(view.proof_value, key.type)
    made = stages(
        document,
        key_type=key.type,
        extra_contexts=extra_contexts,
        canonical_document=canonical_document,
        canonical_options=canonical_options,
        previous=previous,
    )
    if not verify_signature(key, signature, made.joined_hash):
        raise ProofError("proof_signature_invalid")


def _signature_from_proof_value(text: str, key_type: KeyType) -> bytes:
    if not text.startswith("z") or len(text) > 2 * key_type.signature_bytes:
        raise ProofError("proof_signature_encoding")
    try:
        signature = bytes_from_base58(text[1:])
    except KeyFormError as cause:
        raise ProofError("proof_signature_encoding") from cause
    if len(signature) != key_type.signature_bytes:
        raise ProofError("proof_signature_encoding")
    return signature
