"""W3C's vectors for ecdsa-sd-2023: every stage of verifying a derived proof equals the published one."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from testamur import canon, disclosure, keys, proofs

pytestmark = pytest.mark.vectors
FOLDERS = ["employ", "prc"]


@pytest.fixture(scope="module")
def extra_contexts(root: Path) -> dict[str, Any]:
    """Contexts that only the vectors use."""
    folder = root / "tests" / "contexts"
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    return {entry["url"]: json.loads((folder / entry["file"]).read_bytes()) for entry in files}


@pytest.fixture(params=FOLDERS)
def folder(request: pytest.FixtureRequest, vectors: Path) -> Path:
    """One of the two published derivations."""
    return vectors / "w3c-vc-di-ecdsa" / "ecdsa-sd-2023" / str(request.param)


def published(folder: Path, stage: str) -> Any:
    """A published intermediate."""
    return canon.parse_json((folder / f"{stage}.json").read_bytes())


def issuers_key(document: dict[str, Any]) -> keys.PublicKey:
    """The key that the proof names."""
    return keys.public_key_from_did_key(document["proof"]["verificationMethod"].partition("#")[0])


def label_map(value: Any) -> dict[str, str]:
    """A published map, which is written as an object or as pairs."""
    return dict(value["value"] if isinstance(value, dict) and "value" in value else value)


def test_parts_of_the_proof_value(folder: Path) -> None:
    """The five parts of a derived proof value are the published ones."""
    expected = published(folder, "verifyDerivedProofValue")
    derived = disclosure.derived_proof_from_text(published(folder, "derivedRevealDocument")["proof"]["proofValue"])
    assert expected["baseSignature"] == derived.base_signature.hex()
    assert expected["publicKey"] == derived.public_key.multibase
    assert expected["signatures"] == [signature.hex() for signature in derived.signatures]
    assert label_map(expected["labelMap"]) == derived.labels
    assert expected["mandatoryIndexes"] == list(derived.mandatory)


def test_stages(folder: Path, extra_contexts: dict[str, Any]) -> None:
    """The statements under the issuer's labels, their two groups and both hashes are the published ones."""
    document = published(folder, "derivedRevealDocument")
    derived = disclosure.derived_proof_from_text(document["proof"]["proofValue"])
    made = disclosure.disclosed_stages(document, derived, extra_contexts=extra_contexts)
    assert published(folder, "verifyNQuads") == [statement.decode() for statement in made.statements]
    expected = published(folder, "verifyCreateVerifyData")
    assert expected["nonMandatory"] == [statement.decode() for statement in made.others]
    assert expected["mandatoryHash"] == made.mandatory_hash.hex()
    assert expected["proofHash"] == made.options_hash.hex()
    assert made.signed == made.options_hash + keys.P256.multicodec + derived.public_key.raw + made.mandatory_hash


def test_derived_document_verifies(folder: Path, extra_contexts: dict[str, Any]) -> None:
    """The published document is closed and holds; with another word in it, or under another key, it does not."""
    document = published(folder, "derivedRevealDocument")
    key = issuers_key(document)
    canon.check_closed(document, extra_contexts=extra_contexts)
    disclosure.verify_derived(document, key=key, extra_contexts=extra_contexts)
    later = document | {"validFrom": "2019-12-04T00:00:00Z"}
    for changed, by in ((later, key), (document, disclosure.derived_proof_from_text(_value(document)).public_key)):
        with pytest.raises(proofs.ProofError, match="proof_signature_invalid"):
            disclosure.verify_derived(changed, key=by, extra_contexts=extra_contexts)


def test_a_key_of_another_kind_signed_no_derived_proof(folder: Path) -> None:
    """The suite is of P-256 alone, and a key of another curve is told apart from a signature that does not hold."""
    other = keys.public_key_from_raw(
        keys.ED25519, Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    )
    with pytest.raises(proofs.ProofError, match="proof_key_type"):
        disclosure.verify_derived(published(folder, "derivedRevealDocument"), key=other)


def _value(document: dict[str, Any]) -> str:
    value: str = document["proof"]["proofValue"]
    return value


def test_base_document_is_not_derived(folder: Path) -> None:
    """What the issuer gave to the holder is told apart from what the holder shows."""
    document = published(folder, "addSignedSDBase")
    with pytest.raises(proofs.ProofError, match="proof_not_derived"):
        disclosure.verify_derived(document, key=issuers_key(document))
