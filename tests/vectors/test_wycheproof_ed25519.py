"""Wycheproof's Ed25519 cases: our rule for signatures is strict RFC 8032."""

import json
from pathlib import Path

import pytest
from testamur import keys

pytestmark = pytest.mark.vectors


def test_every_case_is_answered_as_published(vectors: Path) -> None:
    """All signatures that Wycheproof calls valid verify, and no other does."""
    document = json.loads((vectors / "wycheproof" / "ed25519_test.json").read_text(encoding="utf-8"))
    expected: dict[int, bool] = {}
    actual: dict[int, bool] = {}
    for group in document["testGroups"]:
        key = keys.public_key_from_raw(keys.ED25519, bytes.fromhex(group["publicKey"]["pk"]))
        assert key == keys.public_key_from_jwk(group["publicKeyJwk"])
        for case in group["tests"]:
            expected[case["tcId"]] = case["result"] == "valid"
            actual[case["tcId"]] = keys.verify_signature(key, bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
    assert expected == actual
    assert document["numberOfTests"] == len(actual)
