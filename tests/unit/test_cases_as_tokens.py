"""Every case whose fault is not in its proof, once more inside a token: the report must be the same.

The JavaScript twin of this test is tests/js/cases-as-tokens.test.js, with a signer of its own.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from testamur.cli import verify as command
from testamur.verify import verify_file

from tests.casebook.forge import multikey, seeds
from tests.casebook.society import NOW
from tests.casebook.tokens import compact, seconds
from tests.share import asked_of

CASES = Path(__file__).resolve().parent.parent / "cases"
KEYS = {multikey(name): name for name in seeds()}

# Where the fault lies in the proof, whose place a token takes: by the reason, or by the name of the case.
REASONS_OF_PROOFS = frozenset({"proof_missing", "proof_malformed"})
FAULTY_PROOFS = frozenset(json.loads((CASES.parent / "cases_with_faulty_proofs.json").read_text(encoding="utf-8")))


def claims_of(document: Any) -> dict[str, Any]:
    """What a token claims beside a credential, as far as the credential says it in plain texts."""
    subject, issuer = document.get("credentialSubject"), document.get("issuer")
    claims = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "jti": document.get("id"),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
        "nbf": document.get("issuanceDate", document.get("validFrom")),
        "exp": document.get("expirationDate", document.get("validUntil")),
    }
    claims = {name: value for name, value in claims.items() if isinstance(value, str)}
    return claims | {name: seconds(claims[name]) for name in ("nbf", "exp") if name in claims}


def as_token(name: str, case: dict[str, Any], content: bytes) -> bytes | None:
    """The case's credential in a token, None where that would be another case."""
    steps, reasons = case["expected"]["steps"], set(case["expected"]["reasons"])
    if case["file"] != "credential.json" or name in FAULTY_PROOFS or reasons & REASONS_OF_PROOFS:
        return None
    if "parts" in case:
        return None  # what is signed is what the file holds, and not the file
    if steps["read"] == "failed":
        # What is no JSON has no place in a token, and a token in a token is another case.
        is_other = "format_unknown" in reasons or name == "format-jwt"
        return None if is_other else compact({"alg": "EdDSA"}, content, NOW)
    document = json.loads(content)
    bare = {name: value for name, value in document.items() if name != "proof"}
    if steps["shape"] != "passed" or steps["context"] != "passed":
        return compact({"alg": "EdDSA"}, bare, NOW)
    proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    kid = str(proofs[0].get("verificationMethod"))
    key = KEYS.get(kid.partition("#")[2])
    if steps["proof"] != "passed" or len(proofs) > 1 or key is None:
        return None
    return compact({"alg": "EdDSA", "kid": kid, "typ": "JWT"}, bare | claims_of(bare), key)


def tokens() -> dict[str, bytes]:
    """The tokens, by the name of their case."""
    found = {}
    for path in sorted(CASES.glob("*/case.json")):
        case = json.loads(path.read_bytes())
        token = as_token(path.parent.name, case, (path.parent / case["file"]).read_bytes())
        if token is not None:
            found[path.parent.name] = token
    return found


TOKENS = tokens()
DESCRIBED = {name: json.loads((CASES / name / "case.json").read_bytes()) for name in TOKENS}


@pytest.mark.parametrize("name", asked_of(DESCRIBED))
def test_case_as_token(name: str) -> None:
    """A credential ends as its case does, whichever way it is signed."""
    folder, case = CASES / name, DESCRIBED[name]
    documents = None if case["documents"] is None else command.read_documents(folder / case["documents"])
    sites = [command.Site(str(folder / site)) for site in case["registries"]]
    report = verify_file(
        TOKENS[name],
        at=command.parse_moment(case["at"]),
        resolve=command.Resolver(documents, sites),
        registries=[site.view for site in sites],
        recipient=command.parse_recipient(case["recipient"]) if "recipient" in case else None,
        refresh=case.get("refresh"),
    )[0]
    found: dict[str, Any] = {
        "verdict": report.verdict,
        "reasons": list(report.reasons),
        "steps": {step.id: step.outcome for step in report.steps},
    }
    if "fetched" in case["expected"]:
        found["fetched"] = [fetched.address for fetched in report.fetched]
    assert case["expected"] == found


def test_enough_cases_are_asked() -> None:
    """What is left out is left out for a reason, and what remains is most of what a token can hold."""
    assert len(TOKENS) >= 400
