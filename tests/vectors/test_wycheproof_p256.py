"""Wycheproof's ECDSA P-256 cases in the `r || s` form, which later suites stand on."""

import json
from pathlib import Path

import pytest
from testamur import keys

pytestmark = pytest.mark.vectors


def test_every_case_is_answered_as_published(vectors: Path) -> None:
    """All signatures that Wycheproof calls valid verify, and no other does."""
    name = "ecdsa_secp256r1_sha256_p1363_test.json"
    document = json.loads((vectors / "wycheproof" / name).read_text(encoding="utf-8"))
    expected: dict[int, bool] = {}
    actual: dict[int, bool] = {}
    for group in document["testGroups"]:
        point = bytes.fromhex(group["publicKey"]["uncompressed"])
        key = keys.public_key_from_raw(keys.P256, bytes([2 + (point[-1] & 1)]) + point[1:33])
        for case in group["tests"]:
            expected[case["tcId"]] = case["result"] == "valid"
            actual[case["tcId"]] = keys.verify_signature(key, bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
    assert expected == actual
    assert document["numberOfTests"] == len(actual)
