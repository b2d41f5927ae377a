"""A report as the JSON object of docs/verification.md, which is what both verifiers are held to."""

from collections.abc import Mapping
from typing import Any

from testamur.verify.report import (
    EndorsementFacts,
    Facts,
    IssuerFacts,
    Named,
    PresentationFacts,
    Refreshed,
    Report,
)


def _named(value: Named | None) -> dict[str, Any] | None:
    return None if value is None else {"id": value.id, "name": value.name}


def _issuer(facts: IssuerFacts) -> dict[str, Any]:
    return {"id": facts.id, "name": facts.name, "domain": facts.domain}


def _endorsement(facts: EndorsementFacts) -> dict[str, Any]:
    issuer = None if facts.issuer is None else _issuer(facts.issuer)
    return {"place": facts.place, "issuer": issuer, "outcome": facts.outcome, "reason": facts.reason}


def _presentation(facts: PresentationFacts) -> dict[str, Any]:
    return {
        "holder": facts.holder,
        "created": facts.created,
        "challenge": facts.challenge,
        "domain": list(facts.domain),
        "keys": list(facts.keys),
    }


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "id": facts.id,
        "name": facts.name,
        "achievement": _named(facts.achievement),
        "issuer": _issuer(facts.issuer),
        "holder": facts.holder,
        "valid_from": facts.valid_from,
        "valid_until": facts.valid_until,
        "number": facts.number,
        "keys": list(facts.keys),
        "named_by": list(facts.named_by),
        "newer_at": facts.newer_at,
    }


def _refresh(refresh: Refreshed) -> dict[str, Any]:
    replaced = refresh.replaced
    return {
        "address": refresh.address,
        "reason": refresh.reason,
        "replaced": None
        if replaced is None
        else {
            "verdict": replaced.verdict,
            "reasons": list(replaced.reasons),
            "valid_from": replaced.valid_from,
            "valid_until": replaced.valid_until,
        },
    }


def to_json(report: Report, *, file: str) -> Mapping[str, Any]:
    """The report as the JSON object of docs/verification.md.

    `credential`, or `presentation` for one of these, is absent unless step 4 passed, `refresh` unless a newer version
    was asked for.
    """
    document: dict[str, Any] = {
        "file": file,
        **({} if report.part is None else {"part": report.part}),
        "verdict": report.verdict,
        "reasons": list(report.reasons),
        "steps": [{"id": step.id, "outcome": step.outcome, "reason": step.reason} for step in report.steps],
    }
    if report.credential is not None:
        document["credential"] = _facts(report.credential)
    if report.presentation is not None:
        document["presentation"] = _presentation(report.presentation)
    status = report.status
    document["status"] = (
        None if status is None else {"list": status.list, "signed": status.signed, "valid_until": status.valid_until}
    )
    if report.refresh is not None:
        document["refresh"] = _refresh(report.refresh)
    if report.endorsements is not None:
        document["endorsements"] = [_endorsement(facts) for facts in report.endorsements]
    document["checked_at"] = report.checked_at
    document["fetched"] = [
        {"address": one.address, "answered_by": one.answered_by, "outcome": one.outcome} for one in report.fetched
    ]
    return document
