"""Data Integrity proofs: what is signed, and every way in which a proof fails to hold."""

import copy
import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from testamur import canon, keys, proofs
from testamur.proofs import ProofError

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = keys.public_key_from_raw(keys.ED25519, PRIVATE.public_key().public_bytes_raw())
P256_KEY = keys.public_key_from_raw(
    keys.P256, bytes.fromhex("036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
)
METHOD = f"{keys.did_key(KEY)}#{KEY.multibase}"
CREATED = "2026-01-01T00:00:00Z"
UNSIGNED: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a11",
    "type": ["VerifiableCredential"],
    "issuer": keys.did_key(KEY),
    "validFrom": CREATED,
    "credentialSubject": {"id": "did:example:holder", "name": "Field work"},
}


def signed(document: dict[str, Any] = UNSIGNED) -> dict[str, Any]:
    """The document with a proof by the test key."""
    return proofs.add_proof(document, sign=PRIVATE.sign, verification_method=METHOD, created=CREATED)


SIGNED = signed()


def with_proof(**members: Any) -> dict[str, Any]:
    """The signed document with other members in its proof; a member that is `...` is taken out."""
    document = copy.deepcopy(SIGNED)
    document["proof"].update(members)
    document["proof"] = {name: value for name, value in document["proof"].items() if value is not ...}
    return document


def code_of(document: dict[str, Any], key: keys.PublicKey = KEY) -> str:
    """The code with which a proof is refused, or an empty string."""
    try:
        proofs.verify_proof(document, key=key)
    except ProofError as error:
        return error.code
    return ""


def test_what_was_signed_verifies() -> None:
    """A fresh proof holds, and the document with it is closed."""
    assert not code_of(SIGNED)
    canon.check_closed(SIGNED)


def test_signing_makes_a_new_document() -> None:
    """The unsigned document stays as it was, and the signed one is it with a proof at the end."""
    before = copy.deepcopy(UNSIGNED)
    document = signed()
    assert before == UNSIGNED
    assert list(document) == [*UNSIGNED, "proof"]
    assert {name: value for name, value in document.items() if name != "proof"} == UNSIGNED
    assert list(document["proof"]) == [
        "type",
        "cryptosuite",
        "created",
        "verificationMethod",
        "proofPurpose",
        "proofValue",
    ]


def test_stages_are_what_their_names_say() -> None:
    """Hashes are over the canonical forms, options come first, and `proofValue` is not among them."""
    stages = proofs.stages(SIGNED)
    assert stages == proofs.stages(with_proof(proofValue=...))
    assert stages.document_hash == hashlib.sha256(stages.canonical_document).digest()
    assert stages.options_hash == hashlib.sha256(stages.canonical_options).digest()
    assert stages.joined_hash == stages.options_hash + stages.document_hash
    assert stages.canonical_document == canon.canonical_rdf(UNSIGNED)
    assert SIGNED["proof"]["proofValue"] == "z" + keys.base58_from_bytes(PRIVATE.sign(stages.joined_hash))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("created", "2026-01-01T00:00:01Z"),
        ("created", ...),
        ("proofPurpose", "authentication"),
        ("verificationMethod", METHOD + "x"),
        ("expires", "2027-01-01T00:00:00Z"),
        ("domain", "a.example"),
        ("challenge", "x"),
        ("nonce", "x"),
        ("previousProof", "urn:uuid:1"),
        ("id", "urn:uuid:1"),
    ],
)
def test_every_option_is_signed(member: str, value: object) -> None:
    """Any option that is changed, added or taken out breaks the signature."""
    assert code_of(with_proof(**{member: value})) == "proof_signature_invalid"


@pytest.mark.parametrize(
    "change",
    [
        {"validFrom": "2026-01-01T00:00:01Z"},
        {"validUntil": "2036-01-01T00:00:00Z"},
        {"issuer": "did:example:other"},
        {"credentialSubject": {"id": "did:example:holder", "name": "Field Work"}},
        {"type": ["VerifiableCredential", "https://a.example/Mine"]},
        {"id": "urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a12"},
    ],
)
def test_every_claim_is_signed(change: dict[str, Any]) -> None:
    """Any claim that is changed or added breaks the signature."""
    assert code_of({**SIGNED, **change}) == "proof_signature_invalid"


def test_other_keys_do_not_verify() -> None:
    """A proof by one key is not by another, nor by a key of another kind."""
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    assert code_of(SIGNED, keys.public_key_from_raw(keys.ED25519, other)) == "proof_signature_invalid"
    assert code_of(SIGNED, P256_KEY) == "proof_key_type"


VALUE = SIGNED["proof"]["proofValue"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "z",
        VALUE[1:],
        "u" + VALUE[1:],
        VALUE + " ",
        VALUE + "\n",
        VALUE + "111",
        VALUE[:-3],
        "z1" + VALUE[1:],
        "z" + VALUE[1:-1] + "0",
        "z" + "2" * 100_000,
    ],
)
def test_proof_values_have_one_spelling(value: str) -> None:
    """Anything but `z` and the base58btc of 64 bytes is refused before any key is asked."""
    assert code_of(with_proof(proofValue=value)) == "proof_signature_encoding"


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        (None, "proof_missing"),
        ([], "proof_missing"),
        ("x", "proof_malformed"),
        (5, "proof_malformed"),
        ({}, "proof_malformed"),
        ([SIGNED["proof"], SIGNED["proof"]], "proof_set"),
        ({**SIGNED["proof"], "type": "Ed25519Signature2020"}, "proof_suite_unknown"),
        ({**SIGNED["proof"], "cryptosuite": "bbs-2023"}, "proof_suite_unknown"),
        ({**SIGNED["proof"], "cryptosuite": "ecdsa-jcs-2019"}, "proof_key_type"),
        ({**SIGNED["proof"], "cryptosuite": ["eddsa-rdfc-2022", "x"]}, "proof_suite_unknown"),
        ({**SIGNED["proof"], "type": 5}, "proof_malformed"),
        ({**SIGNED["proof"], "type": ["DataIntegrityProof", "x"]}, "proof_malformed"),
        ({**SIGNED["proof"], "verificationMethod": {"id": METHOD}}, "proof_malformed"),
        ({**SIGNED["proof"], "proofPurpose": 5}, "proof_malformed"),
        ({**SIGNED["proof"], "proofValue": [VALUE, VALUE]}, "proof_malformed"),
        ({**SIGNED["proof"], "created": 2026}, "proof_malformed"),
        ({**SIGNED["proof"], "expires": {}}, "proof_malformed"),
        ({**SIGNED["proof"], "@context": ["https://www.w3.org/ns/did/v1"]}, "proof_malformed"),
    ],
)
def test_malformed_proofs(proof: object, expected: str) -> None:
    """Each fault of form has its code."""
    assert expected == code_of({**UNSIGNED, "proof": proof})


def test_missing_proof() -> None:
    """A document without proof says so."""
    assert code_of(UNSIGNED) == "proof_missing"


def test_lists_of_one_count_as_their_item() -> None:
    """A proof in a list of one, and options in lists of one, mean the same and verify."""
    assert not code_of({**SIGNED, "proof": [SIGNED["proof"]]})
    wrapped = {name: [value] for name, value in SIGNED["proof"].items()}
    assert not code_of({**SIGNED, "proof": wrapped})
    assert proofs.proof_of({**SIGNED, "proof": [wrapped]}) == proofs.proof_of(SIGNED)


def test_proof_may_repeat_the_context() -> None:
    """The document's own context in the proof changes nothing."""
    assert not code_of(with_proof(**{"@context": UNSIGNED["@context"]}))


def test_view_shows_every_option() -> None:
    """What the caller must judge is in the view."""
    view = proofs.proof_of(
        with_proof(expires=CREATED, domain="a.example", challenge="c", nonce="n", previousProof="urn:uuid:1")
    )
    assert view == proofs.ProofView(
        type="DataIntegrityProof",
        cryptosuite="eddsa-rdfc-2022",
        verification_method=METHOD,
        purpose="assertionMethod",
        created=CREATED,
        expires=CREATED,
        domain="a.example",
        challenge="c",
        nonce="n",
        previous_proof="urn:uuid:1",
        proof_value=VALUE,
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"surprise": "x"}, "undefined_term"),
        ({"id": "credential.json"}, "relative_address"),
        ({"name": None}, "null_in_document"),
        ({"@context": ["https://a.example/"]}, "context_unknown"),
    ],
)
def test_what_is_not_closed_is_never_signed(change: dict[str, Any], expected: str) -> None:
    """Undefined terms and relative addresses stop signing before the key is asked."""
    asked: list[bytes] = []

    def sign(message: bytes) -> bytes:
        asked.append(message)
        return bytes(64)

    with pytest.raises(canon.CanonError) as caught:
        proofs.add_proof({**UNSIGNED, **change}, sign=sign, verification_method=METHOD, created=CREATED)
    assert (expected, []) == (caught.value.code, asked)


def test_relative_method_is_never_signed() -> None:
    """The options are held to the same rule as the document."""
    with pytest.raises(canon.CanonError) as caught:
        proofs.add_proof(UNSIGNED, sign=PRIVATE.sign, verification_method="#key", created=CREATED)
    assert caught.value.code == "relative_address"


def test_signing_twice_is_refused() -> None:
    """There are no proof sets, and no suite is guessed."""
    with pytest.raises(ProofError, match="proof_set"):
        signed(SIGNED)
    with pytest.raises(ProofError) as caught:
        proofs.add_proof(UNSIGNED, sign=PRIVATE.sign, verification_method=METHOD, created=CREATED, suite="none")
    assert caught.value.code == "proof_suite_unknown"


# ---- the other suites ----

EC_PRIVATE = {
    keys.P256: ec.derive_private_key(7, ec.SECP256R1()),
    keys.P384: ec.derive_private_key(7, ec.SECP384R1()),
}
KINDS = [
    ("eddsa-jcs-2022", keys.ED25519),
    ("ecdsa-rdfc-2019", keys.P256),
    ("ecdsa-rdfc-2019", keys.P384),
    ("ecdsa-jcs-2019", keys.P256),
    ("ecdsa-jcs-2019", keys.P384),
]


def signed_under(suite: str, key_type: keys.KeyType) -> tuple[dict[str, Any], keys.PublicKey]:
    """The test document under a suite by a key of a kind, and the key."""
    key = KEY
    if key_type is not keys.ED25519:
        point = EC_PRIVATE[key_type].public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        key = keys.public_key_from_raw(key_type, point)

    def sign(message: bytes) -> bytes:
        if key_type is keys.ED25519:
            return PRIVATE.sign(message)
        hash_ = SHA256() if key_type is keys.P256 else SHA384()
        halves = utils.decode_dss_signature(EC_PRIVATE[key_type].sign(message, ec.ECDSA(hash_)))
        return b"".join(half.to_bytes(key_type.coordinate_bytes, "big") for half in halves)

    method = f"{keys.did_key(key)}#{key.multibase}"
    document = proofs.add_proof(
        UNSIGNED, sign=sign, verification_method=method, created=CREATED, suite=suite, key_type=key_type
    )
    return document, key


@pytest.mark.parametrize(("suite", "key_type"), KINDS)
def test_every_suite_signs_and_verifies(suite: str, key_type: keys.KeyType) -> None:
    """A proof under each suite holds, is closed, and breaks with a changed claim or option."""
    document, key = signed_under(suite, key_type)
    canon.check_closed(document)
    assert not code_of(document, key)
    changed = {**document, "validFrom": "2026-01-01T00:00:01Z"}
    assert code_of(changed, key) == "proof_signature_invalid"
    redated = {**document, "proof": {**document["proof"], "created": "2026-01-02T00:00:00Z"}}
    assert code_of(redated, key) == "proof_signature_invalid"
    assert ("@context" in document["proof"]) == ("-jcs-" in suite)


@pytest.mark.parametrize(("suite", "key_type"), KINDS)
def test_hashes_follow_the_key(suite: str, key_type: keys.KeyType) -> None:
    """P-384 takes SHA-384 throughout, and a canonical form made with SHA-256 is not used for it."""
    document, _ = signed_under(suite, key_type)
    made = proofs.stages(document, key_type=key_type, canonical_document=canon.canonical_rdf(UNSIGNED))
    hash_ = "sha384" if key_type is keys.P384 else "sha256"
    expected = canon.jcs(UNSIGNED) if "-jcs-" in suite else canon.canonical_rdf(UNSIGNED, hash=hash_)
    assert expected == made.canonical_document
    assert hashlib.new(hash_, expected).digest() == made.document_hash
    assert hashlib.new(hash_, made.canonical_options).digest() == made.options_hash


def test_which_suites_sign_with_a_key() -> None:
    """Each kind of key has its suites, the first of them the one to sign by; what is only read is none of them."""
    assert proofs.suites_for(keys.ED25519) == ("eddsa-rdfc-2022", "eddsa-jcs-2022")
    assert proofs.suites_for(keys.P256) == proofs.suites_for(keys.P384) == ("ecdsa-rdfc-2019", "ecdsa-jcs-2019")


def test_suites_do_not_take_each_others_keys() -> None:
    """Signing and verifying refuse a key of another kind than the suite's."""
    document, _ = signed_under("ecdsa-rdfc-2019", keys.P256)
    assert code_of(document) == "proof_key_type"
    with pytest.raises(ProofError, match="proof_key_type"):
        proofs.add_proof(
            UNSIGNED, sign=PRIVATE.sign, verification_method=METHOD, created=CREATED, suite="ecdsa-jcs-2019"
        )


def test_a_context_of_the_proof_is_the_one_that_was_signed() -> None:
    """Under JCS a lone context means the same in and out of an array, as far as the proof names what was signed."""
    document, key = signed_under("eddsa-jcs-2022", keys.ED25519)
    assert not code_of({**document, "@context": UNSIGNED["@context"][0]}, key)
    assert code_of({**document, "proof": {**document["proof"], "@context": UNSIGNED["@context"][0]}}, key) == (
        "proof_signature_invalid"
    )
    other = {**document, "@context": ["https://www.w3.org/ns/did/v1"]}
    assert code_of(other, key) == "proof_malformed"
