"""docs/attacks.md: the last output of `make peers`, and still true of our two verifiers."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from testamur.verify import Answer, verify_credential

from tests.casebook.forge import json_text
from tests.casebook.society import STRANGER, did_document, method, signed, unsigned
from tests.interop import attacks


@pytest.fixture(scope="module")
def recorded() -> Any:
    """What the last run recorded."""
    return json.loads(attacks.RECORD.read_text(encoding="utf-8"))


def test_the_table_is_the_last_output(recorded: Any) -> None:
    """Nobody wrote the page but the script, from the record beside it."""
    assert attacks.rendered(recorded) == attacks.TABLE.read_text(encoding="utf-8")


def test_every_attack_has_a_row(recorded: Any) -> None:
    """Row 0 is the honest credential and 42 attacks follow; each is answered by every program or held by a test."""
    assert [row.number for row in attacks.ROWS] == list(range(43))
    answered = {row["number"]: set(row["answers"]) for row in recorded["rows"]}
    programs = {*attacks.OURS, *attacks.PEERS}
    assert {row.number: programs for row in attacks.ROWS if row.case} == answered
    assert [row.number for row in attacks.ROWS if not row.case and not row.tests] == []


def test_ours_answered_as_the_cases_say(recorded: Any) -> None:
    """Both of ours gave the verdict and the reasons that the case has today."""
    for row in recorded["rows"]:
        expected = json.loads((attacks.CASES / row["case"] / "case.json").read_bytes())["expected"]
        for name in attacks.OURS:
            said = row["answers"][name]
            assert (row["case"], expected["verdict"], expected["reasons"]) == (
                row["case"],
                said["verdict"],
                said["reasons"],
            )


def test_the_cases_stand_for_their_attacks() -> None:
    """The case of a row says itself that it is about that attack."""
    rows = [row for row in attacks.ROWS if row.case and row.number]
    assert [] == [row.number for row in rows if row.number not in attacks.case_of(row)["threat"]]


def test_what_is_tried_is_not_let_through() -> None:
    """The case of a row ends by a reason and not in trust, but where the row says that to let it through is right."""
    trusted = {
        row.number
        for row in attacks.ROWS
        if row.case and attacks.case_of(row)["expected"]["verdict"] in {"valid", "caution", "unknown_issuer"}
    }
    assert {row.number for row in attacks.ROWS if row.accept} == trusted
    assert {*range(1, 34), 41} == {row.number for row in attacks.ROWS if row.case and row.number}


def test_the_tests_that_hold_the_others_are_there(root: Path) -> None:
    """A test that the table names exists under that name."""
    named = [test.split("::") for row in attacks.ROWS for test in row.tests]
    missing = [
        f"{file}::{name}"
        for file, name in named
        if re.search(rf"^def {name}\(", (root / file).read_text(encoding="utf-8"), re.MULTILINE) is None
    ]
    assert missing == []


def test_every_peer_lets_the_honest_credential_through(recorded: Any) -> None:
    """What a peer refuses it refuses for a reason of the file, since it accepts the honest one."""
    honest = recorded["rows"][0]["answers"]
    assert dict.fromkeys(attacks.PEERS, "accepted") == {peer: honest[peer]["outcome"] for peer in attacks.PEERS}


def test_a_host_is_shown_in_ascii() -> None:
    """A stranger's host of look-alike letters is shown in ASCII, and not the name it gives itself (threat 42)."""
    did = "did:web:xn--e1afmkfd.example"
    named = unsigned(
        issuer={"id": did, "type": ["Profile"], "name": "\u0405\u043e\u0441i\u0435ty"},
        credentialStatus=None,
        relatedResource=None,
    )
    credential = signed(named, STRANGER, method=method(STRANGER, did))
    documents = {"https://xn--e1afmkfd.example/.well-known/did.json": json_text(did_document(did, (STRANGER,)))}

    def resolve(address: str) -> Answer:
        return Answer(data=documents.get(address), answered_by="documents")

    at = datetime(2026, 11, 1, tzinfo=UTC)
    report = verify_credential(json_text(credential), at=at, resolve=resolve, registries=[])
    assert report.credential is not None
    issuer = report.credential.issuer
    assert (issuer.id, issuer.name, issuer.domain) == (did, None, "xn--e1afmkfd.example")
