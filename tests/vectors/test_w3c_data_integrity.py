"""W3C's vectors for the Data Integrity suites: every stage of signing equals the published one.

Those of ecdsa-sd-2023 are in test_w3c_selective_disclosure.py; test_all_vectors.py says what is read by no test.
"""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from testamur import canon, keys, proofs
from testamur.verify.chains import previous_proofs

pytestmark = pytest.mark.vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A folder of stages: where it lies, the ending of its files' names, its suite and key, and its key pair's file."""

    folder: str
    ending: str
    suite: str
    key_type: keys.KeyType
    pair: str


_EDDSA, _ECDSA = "w3c-vc-di-eddsa", "w3c-vc-di-ecdsa"
_ED_PAIR, _256_PAIR, _384_PAIR = f"{_EDDSA}/keyPair.json", f"{_ECDSA}/p256KeyPair.json", f"{_ECDSA}/p384KeyPair.json"
SETS = [
    Published(folder=f"{base}/{folder}", ending=ending, suite=suite, key_type=key_type, pair=pair)
    for base, folder, ending, suite, key_type, pair in (
        (_EDDSA, "eddsa-rdfc-2022", "DataInt", "eddsa-rdfc-2022", keys.ED25519, _ED_PAIR),
        (_EDDSA, "eddsa-rdfc-2022/employ", "DataInt", "eddsa-rdfc-2022", keys.ED25519, _ED_PAIR),
        (_EDDSA, "Ed25519Signature2020", "EdSig", "Ed25519Signature2020", keys.ED25519, _ED_PAIR),
        (_EDDSA, "eddsa-jcs-2022", "JCS", "eddsa-jcs-2022", keys.ED25519, _ED_PAIR),
        (_ECDSA, "ecdsa-rdfc-2019-p256", "ECDSAP256", "ecdsa-rdfc-2019", keys.P256, _256_PAIR),
        (_ECDSA, "ecdsa-rdfc-2019-p256/employ", "ECDSAP256", "ecdsa-rdfc-2019", keys.P256, _256_PAIR),
        (_ECDSA, "ecdsa-jcs-2019-p256", "JCSECDSAP256", "ecdsa-jcs-2019", keys.P256, _256_PAIR),
        (_ECDSA, "ecdsa-rdfc-2019-p384", "ECDSAP384", "ecdsa-rdfc-2019", keys.P384, _384_PAIR),
        (_ECDSA, "ecdsa-rdfc-2019-p384/employ", "ECDSAP384", "ecdsa-rdfc-2019", keys.P384, _384_PAIR),
        (_ECDSA, "ecdsa-jcs-2019-p384", "JCSECDSAP384", "ecdsa-jcs-2019", keys.P384, _384_PAIR),
    )
]

SIGNED = [one for one in SETS if one.suite in proofs.suites_for(one.key_type)]


@pytest.fixture(scope="module")
def extra_contexts(root: Path) -> dict[str, Any]:
    """Contexts that only the vectors use."""
    folder = root / "tests" / "contexts"
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    return {entry["url"]: json.loads((folder / entry["file"]).read_bytes()) for entry in files}


@pytest.fixture(params=SETS, ids=[one.folder.partition("/")[2] for one in SETS])
def published(request: pytest.FixtureRequest) -> Published:
    """One set of stages."""
    one: Published = request.param
    return one


def signed(vectors: Path, published: Published) -> dict[str, Any]:
    """The signed document of a set."""
    path = vectors / published.folder / f"signed{published.ending}.json"
    document: dict[str, Any] = canon.parse_json(path.read_bytes())
    return document


def text(vectors: Path, published: Published, stage: str) -> str:
    """One published intermediate."""
    return (vectors / published.folder / f"{stage}{published.ending}.txt").read_text(encoding="utf-8").strip()


def test_stages(published: Published, vectors: Path, extra_contexts: dict[str, Any]) -> None:
    """Canonical document, canonical options and their hashes are the published ones."""
    stages = proofs.stages(signed(vectors, published), key_type=published.key_type, extra_contexts=extra_contexts)
    actual = {
        "canonDoc": stages.canonical_document.decode("utf-8").strip(),
        "docHash": stages.document_hash.hex(),
        "proofCanon": stages.canonical_options.decode("utf-8").strip(),
        "proofHash": stages.options_hash.hex(),
        "combinedHash": stages.joined_hash.hex(),
    }
    assert {stage: text(vectors, published, stage) for stage in actual} == actual


def test_the_signed_document_is_made_of_the_published_parts(published: Published, vectors: Path) -> None:
    """Without its proof it is the unsigned document, and its proof without the signature is the published options."""
    folder = vectors / published.folder
    document = signed(vectors, published)
    proof = {name: member for name, member in document.pop("proof").items() if name != "proofValue"}
    of_work = published.folder.endswith("/employ")
    unsigned = canon.parse_json(
        (vectors / published.folder.split("/")[0] / f"{'employmentAuth' if of_work else 'unsigned'}.json").read_bytes()
    )
    # The older suite is published with its own context in the place of the newer ones.
    older = {"@context"} if published.suite == "Ed25519Signature2020" else set()
    assert {name: document[name] for name in document.keys() - older} == {
        name: unsigned[name] for name in unsigned.keys() - older
    }
    config = canon.parse_json((folder / f"proofConfig{published.ending}.json").read_bytes())
    assert {"@context": document["@context"], **proof} == config


def signer(vectors: Path, published: Published) -> tuple[keys.PublicKey, Any]:
    """The key of a published pair, and what signs with it (ECDSA by RFC 6979, as the vectors were made)."""
    pair = json.loads((vectors / published.pair).read_text(encoding="utf-8"))
    secret = keys.bytes_from_base58((pair.get("secretKeyMultibase") or pair["privateKeyMultibase"])[1:])[2:]
    public = keys.public_key_from_multibase(pair["publicKeyMultibase"])
    if published.key_type is keys.ED25519:
        ed25519 = Ed25519PrivateKey.from_private_bytes(secret)
        assert public == keys.public_key_from_raw(keys.ED25519, ed25519.public_key().public_bytes_raw())
        return public, ed25519.sign
    is_256 = published.key_type is keys.P256
    curve, digest = (ec.SECP256R1(), SHA256()) if is_256 else (ec.SECP384R1(), SHA384())
    private = ec.derive_private_key(int.from_bytes(secret, "big"), curve)

    def sign(message: bytes) -> bytes:
        der = private.sign(message, ec.ECDSA(digest, deterministic_signing=True))
        return b"".join(
            part.to_bytes(published.key_type.coordinate_bytes, "big") for part in utils.decode_dss_signature(der)
        )

    return public, sign


def test_the_published_key_signs_the_published_hash(published: Published, vectors: Path) -> None:
    """The signature of the joined hash by the published key is the published one, in both its forms."""
    public, sign = signer(vectors, published)
    signature = sign(bytes.fromhex(text(vectors, published, "combinedHash")))
    assert text(vectors, published, "sigHex") == signature.hex()
    proof = signed(vectors, published)["proof"]
    assert text(vectors, published, "sigBTC58") == proof["proofValue"] == "z" + keys.base58_from_bytes(signature)
    assert proof["verificationMethod"] == f"{keys.did_key(public)}#{public.multibase}"


@pytest.mark.parametrize("published", SIGNED, ids=[one.folder.partition("/")[2] for one in SIGNED])
def test_signing_again_gives_the_published_document(
    published: Published, vectors: Path, extra_contexts: dict[str, Any]
) -> None:
    """With the published key, a suite that signs gives the published document."""
    _, sign = signer(vectors, published)
    expected = signed(vectors, published)
    actual = proofs.add_proof(
        {name: value for name, value in expected.items() if name != "proof"},
        sign=sign,
        verification_method=expected["proof"]["verificationMethod"],
        created=expected["proof"]["created"],
        suite=published.suite,
        key_type=published.key_type,
        extra_contexts=extra_contexts,
    )
    assert expected == actual


def test_a_suite_of_before_is_not_signed_by(vectors: Path) -> None:
    """Ed25519Signature2020 is verified alone."""
    (published,) = (one for one in SETS if one not in SIGNED)
    _, sign = signer(vectors, published)
    with pytest.raises(proofs.ProofError, match="proof_suite_unknown"):
        proofs.add_proof({}, sign=sign, verification_method="", created="", suite=published.suite)


def test_published_document_verifies(published: Published, vectors: Path, extra_contexts: dict[str, Any]) -> None:
    """The signed document is closed, its proof holds, and with a word changed it does not."""
    document = signed(vectors, published)
    key = keys.public_key_from_did_key(document["proof"]["verificationMethod"].partition("#")[0])
    canon.check_closed(document, extra_contexts=extra_contexts)
    proofs.verify_proof(document, key=key, extra_contexts=extra_contexts)
    with pytest.raises(proofs.ProofError, match="proof_signature_invalid"):
        proofs.verify_proof(document | {"name": "Another"}, key=key, extra_contexts=extra_contexts)


def test_published_document_needs_its_context(published: Published, vectors: Path) -> None:
    """Without the contexts that only tests have, the same document is refused by naming them."""
    with pytest.raises(canon.CanonError) as caught:
        canon.check_closed(signed(vectors, published))
    assert caught.value.code == "context_unknown"


_SIGNED_PARTS = ("proofSetConfigSigned1", "proofSetConfigSigned2", "proofChainConfigSigned1", "proofChainConfigSigned2")


@pytest.mark.parametrize(("name", "count"), [("Set1", 1), ("Set2", 2), ("Chain1", 3), ("Chain2", 4)])
def test_sets_and_chains(name: str, count: int, vectors: Path, extra_contexts: dict[str, Any]) -> None:
    """Every proof holds with those that it follows, and one that follows others holds without none of them."""
    path = vectors / _EDDSA / "proof-set-chain" / f"signedProof{name}.json"
    document = canon.parse_json(path.read_bytes())
    canon.check_closed(document, extra_contexts=extra_contexts)
    listed = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    assert count == len(listed)
    folder = path.parent
    made = [canon.parse_json((folder / f"{part}.json").read_bytes()) for part in _SIGNED_PARTS[:count]]
    assert made == listed
    unsigned = canon.parse_json((folder / "unsigned.json").read_bytes())
    assert {member: value for member, value in document.items() if member != "proof"} == unsigned
    pairs = canon.parse_json((folder / "multiKeyPairs.json").read_bytes())
    known = {pair["publicKeyMultibase"] for pair in pairs.values()}
    assert {proof["verificationMethod"].partition("#")[2] for proof in listed} <= known
    for proof in listed:
        key = keys.public_key_from_did_key(proof["verificationMethod"].partition("#")[0])
        previous = previous_proofs(listed, proof)
        asked = partial(proofs.verify_proof, document | {"proof": proof}, key=key, extra_contexts=extra_contexts)
        asked(previous=previous)
        for position in range(len(previous)):
            with pytest.raises(proofs.ProofError, match="proof_signature_invalid"):
                asked(previous=previous[:position] + previous[position + 1 :])


@pytest.mark.parametrize("name", ["Chain1", "Chain2"])
def test_stages_of_chains(name: str, vectors: Path, extra_contexts: dict[str, Any]) -> None:
    """What the last proof of a chain is over is the published document with the proofs before it, canonical."""
    folder = vectors / _EDDSA / "proof-set-chain"
    document = canon.parse_json((folder / f"signedProof{name}.json").read_bytes())
    before = canon.parse_json((folder / f"proofChainTempDoc{name[-1]}.json").read_bytes())
    last = document["proof"][-1]
    previous = previous_proofs(document["proof"], last)
    made = proofs.stages(document | {"proof": last}, extra_contexts=extra_contexts, previous=previous)
    assert before == {**document, "proof": list(previous)}
    assert canon.canonical_rdf(before, extra_contexts=extra_contexts) == made.canonical_document
    config = canon.parse_json((folder / f"proofChainConfig{name[-1]}.json").read_bytes())
    assert {key: value for key, value in last.items() if key != "proofValue"} == config
