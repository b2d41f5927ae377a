"""W3C's vectors for eddsa-rdfc-2022: every stage of signing equals the published one.

The folder's other suites (eddsa-jcs-2022, Ed25519Signature2020, proof sets and chains) are left out: no row.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from testamur import canon, keys, proofs

pytestmark = pytest.mark.vectors

FOLDERS = ["", "employ"]


@pytest.fixture(scope="module")
def extra_contexts(root: Path) -> dict[str, Any]:
    """Contexts that only the vectors use."""
    folder = root / "tests" / "contexts"
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    return {entry["url"]: json.loads((folder / entry["file"]).read_bytes()) for entry in files}


@pytest.fixture(params=FOLDERS, ids=["alumni", "employ"])
def folder(request: pytest.FixtureRequest, vectors: Path) -> Path:
    """One set of stages."""
    return vectors / "w3c-vc-di-eddsa" / "eddsa-rdfc-2022" / str(request.param)


def signed(folder: Path) -> dict[str, Any]:
    """The signed document of a set."""
    document: dict[str, Any] = canon.parse_json((folder / "signedDataInt.json").read_bytes())
    return document


def text(folder: Path, name: str) -> str:
    """One published intermediate."""
    return (folder / name).read_text(encoding="utf-8")


def test_stages(folder: Path, extra_contexts: dict[str, Any]) -> None:
    """Canonical document, canonical options and their hashes are the published ones."""
    stages = proofs.stages(signed(folder), extra_contexts=extra_contexts)
    published = {
        "canonDocDataInt.txt": stages.canonical_document.decode("utf-8"),
        "docHashDataInt.txt": stages.document_hash.hex(),
        "proofCanonDataInt.txt": stages.canonical_options.decode("utf-8"),
        "proofHashDataInt.txt": stages.options_hash.hex(),
        "combinedHashDataInt.txt": stages.joined_hash.hex(),
    }
    assert {name: text(folder, name) for name in published} == published


def test_signing_again_gives_the_published_document(
    folder: Path, vectors: Path, extra_contexts: dict[str, Any]
) -> None:
    """With the published key, the signed document and its signature are the published ones."""
    pair = json.loads((vectors / "w3c-vc-di-eddsa" / "keyPair.json").read_text(encoding="utf-8"))
    seed = keys.bytes_from_base58(pair["privateKeyMultibase"][1:])[2:]
    private = Ed25519PrivateKey.from_private_bytes(seed)
    expected = signed(folder)
    actual = proofs.add_proof(
        {name: value for name, value in expected.items() if name != "proof"},
        sign=private.sign,
        verification_method=expected["proof"]["verificationMethod"],
        created=expected["proof"]["created"],
        extra_contexts=extra_contexts,
    )
    assert expected == actual
    assert text(folder, "sigBTC58DataInt.txt") == actual["proof"]["proofValue"]
    signature = keys.bytes_from_base58(actual["proof"]["proofValue"][1:])
    assert text(folder, "sigHexDataInt.txt") == signature.hex()
    assert (
        pair["publicKeyMultibase"]
        == keys.public_key_from_raw(keys.ED25519, private.public_key().public_bytes_raw()).multibase
    )


def test_published_document_verifies(folder: Path, extra_contexts: dict[str, Any]) -> None:
    """The signed document is closed and its proof holds."""
    document = signed(folder)
    key = keys.public_key_from_did_key(document["proof"]["verificationMethod"].partition("#")[0])
    canon.check_closed(document, extra_contexts=extra_contexts)
    proofs.verify_proof(document, key=key, extra_contexts=extra_contexts)


def test_published_document_needs_its_context(folder: Path) -> None:
    """Without the contexts that only tests have, the same document is refused by naming them."""
    with pytest.raises(canon.CanonError) as caught:
        canon.check_closed(signed(folder))
    assert caught.value.code == "context_unknown"
