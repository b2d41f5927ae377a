"""No published vector is passed over in silence: each file is read by a test, or named here with the reason why not."""

import json
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

pytestmark = pytest.mark.vectors

# What the tests of this folder and tests/js/vectors.test.js and jose.test.js read.
READ = (
    "wycheproof/ed25519_test.json",
    "wycheproof/ecdsa_secp256r1_sha256_p1363_test.json",
    "wycheproof/json_web_signature_test.json",
    "wycheproof/json_web_key_test.json",
    *(
        f"w3c-vc-di-*/{folder}/{stage}"
        for folder in ("*", "*/employ")
        for stage in (
            *("canonDoc*.txt", "docHash*.txt", "proofCanon*.txt", "proofHash*.txt", "combinedHash*.txt"),
            *("sigHex*.txt", "sigBTC58*.txt", "signed*.json", "proofConfig*.json"),
        )
    ),
    "w3c-vc-di-*/unsigned.json",
    "w3c-vc-di-*/employmentAuth.json",
    "w3c-vc-di-eddsa/keyPair.json",
    "w3c-vc-di-ecdsa/p???KeyPair.json",
    "w3c-vc-di-eddsa/proof-set-chain/*.json",
    "w3c-vc-di-ecdsa/ecdsa-sd-2023/*/addSignedSDBase.json",
    "w3c-vc-di-ecdsa/ecdsa-sd-2023/*/derivedRevealDocument.json",
    "w3c-vc-di-ecdsa/ecdsa-sd-2023/*/verify*.json",
)
# The two stages before verifying, of which the issuer does the first and the holder the second.
PASSED_OVER = {
    "w3c-vc-di-ecdsa/ecdsa-sd-2023/*/add[!S]*": "nobody issues by ecdsa-sd-2023 here",
    "w3c-vc-di-ecdsa/ecdsa-sd-2023/*/derivedRecoveredBaseData.json": "nobody derives here what a holder shows",
    "w3c-vc-di-ecdsa/ecdsa-sd-2023/*/derived[!R]*": "nobody derives here what a holder shows",
    "w3c-vc-di-ecdsa/ecdsa-sd-2023/SDKeyMaterial.json": "the private keys of those two stages",
    "w3c-vc-di-ecdsa/employMandatory.json": "what the issuer makes a holder show",
    "w3c-vc-di-ecdsa/employSelective.json": "what the holder chooses to show",
    "w3c-vc-di-ecdsa/prCredMandatory.json": "what the issuer makes a holder show",
    "w3c-vc-di-ecdsa/prCredSelective.json": "what the holder chooses to show",
    "w3c-vc-di-ecdsa/prCredUnsigned.json": "what the issuer signs",
}
COUNTS = {
    "ecdsa_secp256r1_sha256_p1363_test.json": {"valid": 173, "invalid": 89},
    "ed25519_test.json": {"valid": 88, "invalid": 63},
    "json_web_key_test.json": {"valid": 5, "invalid": 21},
    "json_web_signature_test.json": {"valid": 46, "invalid": 355},
}


def published(vectors: Path) -> list[PurePosixPath]:
    """Every file of the two publishers of signatures."""
    folders = [vectors / "wycheproof", *vectors.glob("w3c-*")]
    return [PurePosixPath(path.relative_to(vectors)) for folder in folders for path in folder.rglob("*.*")]


def test_every_file_is_read_or_named(vectors: Path) -> None:
    """Each published file has one place in the two lists, and nothing in the lists stands for no file."""
    patterns = (*READ, *PASSED_OVER)
    files = published(vectors)
    assert [] == [str(file) for file in files if not any(file.match(pattern) for pattern in patterns)]
    assert [] == [pattern for pattern in patterns if not any(file.match(pattern) for file in files)]
    twice = [file for file in files if any(map(file.match, READ)) and any(map(file.match, PASSED_OVER))]
    assert twice == []


def test_nothing_is_marked_acceptable(vectors: Path) -> None:
    """Every case of Wycheproof is right or wrong, so that none is left to us (docs/decisions/0180)."""
    found = {}
    for name in COUNTS:
        document = json.loads((vectors / "wycheproof" / name).read_text(encoding="utf-8"))
        found[name] = dict(Counter(case["result"] for group in document["testGroups"] for case in group["tests"]))
    assert found == COUNTS
