"""The shared folders of tests/cases: what Python says of them, whether they are fresh, and what they cover."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from testamur.cli import verify as command
from testamur.verify import CAUTIONS, Cache, verify_file
from testamur.verify.report import STEP_IDS, Report

from tests import make_cases
from tests.share import asked_of

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/case.json"))

# The rows of the list of attacks that a file can try; test_attacks.py has what holds the others.
THREATS = {*range(1, 34), 41}
# 32: what an image holds besides its credential is never run, so there is nothing to refuse.
NO_FILE_SHOWS = {32}
LET_THROUGH = {"valid", "caution", "unknown_issuer"}
VERDICTS = {
    "unreadable",
    "altered",
    "unfinished",
    "withdrawn",
    "on_hold",
    "expired",
    "not_yet_valid",
    "unknown_issuer",
    "caution",
    "valid",
}

# What depends on the machine that runs the check, and not on any file.
OF_THE_MACHINE = {"crypto_unavailable", "pdf_not_opened", "status_list_older", "time_limit"}


def case_of(name: str) -> dict[str, Any]:
    """A case's description."""
    described: dict[str, Any] = json.loads((CASES / name / "case.json").read_bytes())
    return described


def documented_reasons() -> set[str]:
    """Every reason code that docs/verification.md gives, by the outcome that stands before it."""
    text = (ROOT / "docs" / "verification.md").read_text(encoding="utf-8")
    steps = text[text.index("## What each step does") : text.index("## The verdict")]
    others = {"not_applicable", "could_not_check", "not_reached", "jwks_uri", *limit_names()}
    return {word for word in re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+)+)`", steps) if word not in others} | {"expired"}


def limit_names() -> set[str]:
    """The names of limits, which look like reasons."""
    return set(json.loads((ROOT / "builder" / "testamur" / "data" / "limits.json").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Asked:
    """A case as a question: its file, and all that a check is handed with it."""

    content: bytes
    options: Mapping[str, Any]

    def reports(self, cache: Cache) -> Sequence[Report]:
        """What the verifier says, with what it has learnt so far."""
        return verify_file(self.content, cache=cache, **self.options)


def asked(name: str, case: Mapping[str, Any]) -> Asked:
    """The question of a case."""
    folder = CASES / name
    documents = None if case["documents"] is None else command.read_documents(folder / case["documents"])
    sites = [command.Site(str(folder / site)) for site in case["registries"]]
    options = {
        "at": command.parse_moment(case["at"]),
        "resolve": command.Resolver(documents, sites),
        "registries": [site.view for site in sites],
        "recipient": command.parse_recipient(case["recipient"]) if "recipient" in case else None,
        "refresh": case.get("refresh"),
    }
    return Asked((folder / case["file"]).read_bytes(), options)


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str) -> None:
    """A case ends as it was written down before any verifier saw it."""
    case = case_of(name)
    reports = asked(name, case).reports(Cache())
    report = reports[0]
    found: dict[str, Any] = {
        "verdict": report.verdict,
        "reasons": list(report.reasons),
        "steps": {step.id: step.outcome for step in report.steps},
    }
    if "fetched" in case["expected"]:
        found["fetched"] = [fetched.address for fetched in report.fetched]
    assert case["expected"] == found
    first = {"part": None, "verdict": report.verdict, "reasons": list(report.reasons)}
    assert case.get("parts", [first]) == [
        {"part": each.part, "verdict": each.verdict, "reasons": list(each.reasons)} for each in reports
    ]
    proved = found["steps"]["proof"] == "passed"
    assert proved == ((report.credential or report.presentation) is not None)


@pytest.mark.parametrize("name", asked_of({name: case_of(name) for name in NAMES}))
def test_case_again(name: str) -> None:
    """Met for the second time, documents go the short way of their form, and end the same."""
    question, cache = asked(name, case_of(name)), Cache()
    assert question.reports(cache) == question.reports(cache)


def test_cases_are_fresh() -> None:
    """Writing the cases anew would change nothing."""
    assert make_cases.differing(CASES) == []


def test_threats_are_covered() -> None:
    """Every attack that a file can try has a case that is not let through, by a reason; no case names another."""
    refused: dict[int, list[str]] = {}
    named: set[int] = set()
    for name in NAMES:
        case = case_of(name)
        named |= set(case.get("threat", ()))
        if case["expected"]["verdict"] not in LET_THROUGH and case["expected"]["reasons"]:
            for row in case.get("threat", ()):
                refused.setdefault(row, []).append(name)
    assert [] == [row for row in sorted(THREATS) if row not in refused and row not in NO_FILE_SHOWS]
    assert THREATS == named


def test_verdicts_are_covered() -> None:
    """Every verdict is the outcome of a case, and no other word is."""
    assert {case_of(name)["expected"]["verdict"] for name in NAMES} == VERDICTS


def test_reasons_are_covered() -> None:
    """The reasons of the cases are exactly those that docs/verification.md lists."""
    reports = [report for name in NAMES for report in (case_of(name)["expected"], *case_of(name).get("parts", ()))]
    found = {reason for report in reports for reason in report["reasons"]}
    assert documented_reasons() - OF_THE_MACHINE == found


def test_cautions_are_documented() -> None:
    """The closed list of cautions in the code is the one in docs/verification.md."""
    text = (ROOT / "docs" / "verification.md").read_text(encoding="utf-8")
    line = re.search(r"Cautions, a closed list: (.*)\.", text)
    assert line is not None
    assert set(re.findall(r"`([a-z_]+)`", line[1])) == CAUTIONS


def test_numbers_of_cases() -> None:
    """Enough is refused and enough is let through for both to mean something."""
    verdicts = [case_of(name)["expected"]["verdict"] for name in NAMES]
    let_through = sum(verdict in LET_THROUGH for verdict in verdicts)
    assert let_through >= 60
    assert len(verdicts) - let_through >= 250


def test_every_step_has_each_outcome_somewhere() -> None:
    """No step always ends alike."""
    seen = {step: {case_of(name)["expected"]["steps"][step] for name in NAMES} for step in STEP_IDS}
    assert {step for step, outcomes in seen.items() if len(outcomes) < 2} == set()
