"""Checked plain values to the model's frozen ones (docs/formats.md).

One idea: what arrives here fits its schema, so nothing is asked again; `not stated` and `none` become values of their
own.
"""

from typing import Any, Literal

from testamur.colour import accent_from
from testamur.model import (
    NONE,
    NOT_STATED,
    Alignment,
    Assessment,
    Badge,
    Component,
    Compromise,
    Credits,
    Definition,
    Endorser,
    Evidence,
    Inclusion,
    Key,
    LedgerEntry,
    Move,
    Outcome,
    Quality,
    RequirementGroup,
    ScopeItem,
    Settings,
    Silence,
    Source,
    Track,
    Translation,
    Validity,
    Withdrawal,
)
from testamur.times import day_from_text, time_from_text

_SILENCES = {"not stated": NOT_STATED, "none": NONE}


def stated(value: Any) -> Any:
    """The value itself, or the silence that its words stand for."""
    return _SILENCES.get(value, value) if isinstance(value, str) else value


def settings_from(values: dict[str, Any], logo: Badge | None = None) -> Settings:
    """`registry.yaml`; `logo` is the picture that it names."""
    return Settings(
        name=values["name"],
        base_url=values["base_url"],
        languages=tuple(values["languages"]),
        testamur=values["testamur"],
        example=values.get("example", False),
        description=stated(values["description"]),
        moved_from=tuple(
            Move(base_url=each["base_url"], moved=day_from_text(each["moved"])) for each in values.get("moved_from", ())
        ),
        cards=values.get("cards"),
        award_counts=values.get("award_counts", False),
        logo=logo,
        accent=accent_from(values["accent"]) if "accent" in values else None,
        endorsers=tuple(
            Endorser(id=each["id"], name=each["name"], url=stated(each["url"])) for each in values.get("endorsers", ())
        ),
        translations=tuple(
            Translation(
                language=each["language"],
                version="",
                texts={name: each[name] for name in ("name", "description") if name in each},
                text="",
            )
            for each in values.get("translations", ())
        ),
    )


def definition_from(
    values: dict[str, Any], *, slug: str, criteria: str, source: bytes, badge: Badge | None
) -> Definition:
    """The front matter and text of a definition."""
    inclusion, quality, validity = values["inclusion"], values["quality"], values["validity"]
    return Definition(
        slug=slug,
        title=values["title"],
        type=values["type"],
        label=stated(values["label"]),
        version=values["version"],
        language=values["language"],
        issuer=values["issuer"],
        approver=stated(values["approver"]),
        description=values["description"],
        summary=stated(values["summary"]),
        audience=_texts(values["audience"]),
        topics=_texts(values["topics"]),
        context=stated(values["context"]),
        equivalence=stated(values["equivalence"]),
        basis=stated(values["basis"]),
        outcomes=_each(values["outcomes"], lambda each: Outcome(kind=each["kind"], text=each["text"])),
        assessments=_each(
            values["assessments"],
            lambda each: Assessment(name=each["name"], method=stated(each["method"]), pass_rule=stated(each["pass"])),
        ),
        evidence=_each(
            values["evidence"],
            lambda each: Evidence(
                kind=stated(each["kind"]),
                what=each["what"],
                collected=stated(each["collected"]),
                builds=stated(each["builds"]),
            ),
        ),
        components=_each(
            values["components"],
            lambda each: Component(name=each["name"], mode=stated(each["mode"]), duration=stated(each["duration"])),
        ),
        participation=stated(values["participation"]),
        inclusion=Inclusion(
            languages=_texts(inclusion["languages"]),
            cost=stated(inclusion["cost"]),
            accommodations=stated(inclusion["accommodations"]),
            entry=stated(inclusion["entry"]),
        ),
        quality=Quality(
            assured_by=stated(quality["assured_by"]),
            process=stated(quality["process"]),
            reviewed=_day(quality["reviewed"]),
            next_review=_day(quality["next_review"]),
        ),
        next_steps=stated(values["next_steps"]),
        credits=_credits(values["credits"]),
        validity=Validity(
            period=stated(validity["period"]),
            renewal_when=stated(validity["renewal_when"]),
            renewal_show=stated(validity["renewal_show"]),
        ),
        alignments=_each(
            values["alignments"],
            lambda each: Alignment(framework=each["framework"], code=each["code"], name=each["name"], url=each["url"]),
        ),
        tracks=_each(values["tracks"], lambda each: Track(name=each["name"], text=each["text"])),
        sources=tuple(Source(citation=each["citation"], url=stated(each["url"])) for each in values.get("sources", ())),
        requirements=tuple(
            RequirementGroup(
                name=each["name"],
                at_least=len(each["of"]) if each["at_least"] == "all" else each["at_least"],
                of=tuple(each["of"]),
            )
            for each in values.get("requirements", ())
        ),
        criteria=criteria,
        source=source,
        badge=badge,
    )


def scope_from(values: dict[str, Any]) -> tuple[ScopeItem, ...]:
    """What an issuer may award, and when."""
    return tuple(
        ScopeItem(
            definition=each["definition"],
            valid_from=day_from_text(each["from"]),
            valid_until=day_from_text(each["until"]) if "until" in each else None,
        )
        for each in values.get("awards", ())
    )


def key_from(values: dict[str, Any]) -> Key:
    """A key file."""
    compromised = values["compromised"]
    return Key(
        multikey=values["publicKeyMultibase"],
        valid_from=time_from_text(values["validFrom"]),
        retired=None if values["retired"] is None else time_from_text(values["retired"]),
        compromised=None
        if compromised is None
        else Compromise(
            declared=time_from_text(compromised["declared"]),
            trusted={
                name: {int(part): digest for part, digest in parts.items()}
                for name, parts in compromised["trusted"].items()
            },
        ),
        lists=tuple(values["lists"]),
    )


def ledger_entry_from(values: dict[str, Any]) -> LedgerEntry:
    """A ledger entry."""
    return LedgerEntry(
        list=values["list"],
        index=values["index"],
        definition=values["definition"],
        version=values["version"],
        version_digest=values["versionDigest"],
        issued=day_from_text(values["issued"]),
        key=values["key"],
        digest=values["digest"],
    )


def withdrawal_from(values: dict[str, Any]) -> Withdrawal:
    """A withdrawal's event."""
    return Withdrawal(
        number=values["number"],
        list=values["list"],
        index=values["index"],
        sequence=values["sequence"],
        event=values["event"],
        reason=values["reason"],
        date=day_from_text(values["date"]),
    )


def _texts(value: Any) -> tuple[str, ...] | Silence:
    return tuple(value) if isinstance(value, list) else _SILENCES[value]


def _each(value: Any, convert: Any) -> Any:
    return tuple(convert(each) for each in value) if isinstance(value, list) else _SILENCES[value]


def _day(value: str) -> Any:
    said = stated(value)
    return said if isinstance(said, Silence) else day_from_text(value)


def _credits(value: Any) -> Credits | Literal[Silence.NOT_STATED, Silence.NONE]:
    if isinstance(value, str):
        return _SILENCES[value]
    return Credits(amount=value["amount"], scheme=stated(value["scheme"]), accreditor=stated(value["accreditor"]))
