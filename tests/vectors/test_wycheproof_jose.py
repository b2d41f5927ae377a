"""Wycheproof's JSON Web Signature and JSON Web Key cases, in full (docs/decisions/0137)."""

import json
from pathlib import Path
from typing import Any

import pytest
from testamur import jws
from testamur.canon import JsonError
from testamur.keys import KeyFormError

pytestmark = pytest.mark.vectors

NOT_OURS = {"jwt_algorithm_refused", "jwt_algorithm_unknown"}


def answer(token: Any, key: Any) -> str:
    """`valid`, or why a token is refused; `key` is the JWK that a verifier was given."""
    content = token if isinstance(token, str) else json.dumps(token)
    try:
        compact = jws.parse_compact(content.encode())
        jws.algorithm_of(compact)
        jws.verify_compact(compact, jws.key_from_jwk(key))
    except (jws.JwsError, KeyFormError, JsonError) as refusal:
        return refusal.code
    return "valid"


def header_alg(token: Any) -> Any:
    """What the header says of the algorithm, where it can be read at all."""
    try:
        return jws.parse_compact(str(token).encode()).header.get("alg")
    except jws.JwsError:
        return None


@pytest.mark.parametrize("name", ["json_web_signature_test.json", "json_web_key_test.json"])
def test_every_case_is_answered_as_published(name: str, vectors: Path) -> None:
    """Of our algorithms the valid tokens are taken and no others; all other algorithms are refused as such."""
    document = json.loads((vectors / "wycheproof" / name).read_text(encoding="utf-8"))
    expected: dict[int, bool] = {}
    actual: dict[int, bool] = {}
    for group in document["testGroups"]:
        given = group.get("public") or group["private"]
        keys = given.get("keys", [given])
        for case in group["tests"]:
            # Which of several keys is meant nobody could say, so none is.
            told = answer(case["jws"], keys[0] if len(keys) == 1 else {})
            alg = header_alg(case["jws"])
            if alg is not None and alg not in jws.ALGORITHMS:
                assert told in NOT_OURS, (case["tcId"], told)
            expected[case["tcId"]] = case["result"] == "valid" and alg in jws.ALGORITHMS
            actual[case["tcId"]] = told == "valid"
    assert expected == actual
    assert document["numberOfTests"] == len(actual)
    assert any(actual.values())
