"""The card of principles: how a definition answers the 29 entries of the Delphi study's Table 2 (docs/principles.md).

One idea: *met* is what the software checked and found fulfilled, *declared* is what the author says and no software
can judge, *not stated* is everything else. A square never says that a course is good.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

from testamur.model import NONE, NOT_STATED, Definition, Issuer, Silence
from testamur.pages import Answer, PrincipleCard, PrincipleSquare
from testamur.site.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the rules look at: the definition, its issuer, the pathways it counts towards, and the day of the build.

    `recognised` is the answer of its endorsements.
    """

    definition: Definition
    issuer: Issuer
    stacked: bool
    today: date
    recognised: Answer = "not-stated"


_Rule = Callable[[Answered], Answer]


def _all_or_some(*values: object) -> Answer:
    """Met when all are stated, declared when some are."""
    spoken = [value is not NOT_STATED for value in values]
    return "met" if all(spoken) else "declared" if any(spoken) else "not-stated"


def _declared(*values: object) -> Answer:
    return "declared" if any(value is not NOT_STATED for value in values) else "not-stated"


def _awarded_here(about: Answered) -> Answer:
    return "met" if any(key.state == "current" for key in about.issuer.keys) else "not-stated"


def _always(_: Answered) -> Answer:
    return "met"


def _quality(about: Answered) -> Answer:
    quality = about.definition.quality
    review = quality.next_review
    looked_after = not isinstance(review, Silence) and review >= about.today and quality.assured_by is not NOT_STATED
    return "met" if looked_after else _declared(quality.assured_by, quality.process, quality.reviewed, review)


def _inclusion(about: Answered) -> Answer:
    inclusion = about.definition.inclusion
    return _declared(inclusion.languages, inclusion.cost, inclusion.accommodations, inclusion.entry)


def _evidence_of_learning(about: Answered) -> Answer:
    definition = about.definition
    tested = not isinstance(definition.assessments, Silence) and all(
        not isinstance(assessment.pass_rule, Silence) for assessment in definition.assessments
    )
    if definition.basis == "competency" and tested and not isinstance(definition.outcomes, Silence):
        return "met"
    return _declared(definition.basis, definition.outcomes, definition.assessments)


def _awarding_body(about: Answered) -> Answer:
    issuer = about.issuer
    said = _all_or_some(issuer.purpose, issuer.mission, issuer.scope_statement, issuer.contact)
    in_scope = any(item.definition == about.definition.slug for item in issuer.scope)
    return "declared" if said == "met" and not in_scope else said


def _personalised(about: Answered) -> Answer:
    elective = any(group.at_least < len(group.of) for group in about.definition.requirements)
    return "declared" if elective else _declared(about.definition.tracks)


def _silent(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(map(_silent, value))
    return value is NOT_STATED or any(_silent(getattr(value, name)) for name in _fields_of(value.__class__))


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _completeness(about: Answered) -> Answer:
    return "declared" if _silent_anywhere(about.definition) else "met"


# Asked for every page of a definition, which follow each other.
@lru_cache(maxsize=16)
def _silent_anywhere(definition: Definition) -> bool:
    return _silent(definition)


def _labelled(about: Answered) -> Answer:
    return "declared" if about.definition.label is NOT_STATED else "met"


def _description(about: Answered) -> Answer:
    definition = about.definition
    said = _all_or_some(definition.outcomes, definition.topics, definition.context, definition.components)
    return "declared" if said == "not-stated" else said  # a description is always there


def _evidence(about: Answered) -> Answer:
    evidence = about.definition.evidence
    if isinstance(evidence, Silence):
        return _declared(evidence)
    full = all(NOT_STATED not in (piece.collected, piece.builds) for piece in evidence)
    return "met" if full else "declared"


def _expiry(about: Answered) -> Answer:
    validity = about.definition.validity
    if validity.period is NOT_STATED:
        return "not-stated"
    renewable = NOT_STATED not in (validity.renewal_when, validity.renewal_show)
    return "met" if validity.period is NONE or renewable else "declared"


def _varied_evidence(about: Answered) -> Answer:
    evidence = about.definition.evidence
    if isinstance(evidence, Silence):
        return _declared(evidence)
    return "met" if all(piece.kind is not NOT_STATED for piece in evidence) else "declared"


_ROWS: Final[tuple[tuple[str, str, _Rule], ...]] = (
    ("1", "#quality", _quality),
    ("2", "#inclusion", _inclusion),
    ("3", "#next-steps", lambda a: _declared(a.definition.next_steps)),
    (
        "4",
        "#alignments",
        lambda a: "met" if isinstance(a.definition.alignments, tuple) else _declared(a.definition.alignments),
    ),
    ("5", "#assessments", _evidence_of_learning),
    ("6", "#approver", lambda a: _all_or_some(a.definition.approver)),
    ("6.1", "#issuer", _awarding_body),
    ("6.2", "#participation", lambda a: _declared(a.definition.participation)),
    ("6.3", "#endorsements", lambda a: a.recognised),
    ("6.4", "#summary", lambda a: _all_or_some(a.definition.summary)),
    ("7", "#check", _awarded_here),
    ("7.1", "#check", _awarded_here),
    ("7.2", "#machine", _always),
    ("7.3", "#check", _awarded_here),
    ("7.4", "#type", _always),
    ("7.5", "#check", _awarded_here),
    ("7.6", "#tracks", _personalised),
    ("7.7", "#machine", _always),
    ("7.8", "#pathways", lambda a: "met" if a.stacked else "not-stated"),
    ("8", "#criteria", _completeness),
    ("8.1", "#title", _always),
    ("8.2", "#type", _labelled),
    ("8.4", "#outcomes", _description),
    ("8.5", "#evidence", _evidence),
    ("8.6", "#validity", _expiry),
    ("9", "#check", _awarded_here),
    ("9.1", "#check", _awarded_here),
    ("9.2", "#check", _awarded_here),
    ("9.3", "#evidence", _varied_evidence),
)


def _square(language: Language, asked: tuple[str, str, Answer]) -> PrincipleSquare:
    row, href, answer = asked
    words = language.say(
        "card.square", row=row, words=language.say(f"principles.{row}"), answer=language.say(f"card.{answer}")
    )
    return PrincipleSquare(row=row, answer=answer, words=words, href=href)


def _led_to(row: str, href: str, one: Definition) -> str:
    """The field that answers a row: where the usual one is silent, the first of the others that is not."""
    fields: Mapping[str, tuple[tuple[str, object], ...]] = {
        "5": (("#assessments", one.assessments), ("#outcomes", one.outcomes), ("#basis", one.basis)),
        "8.4": (("#outcomes", one.outcomes), ("#description", one.description)),
    }
    return next((anchor for anchor, value in fields.get(row, ()) if value is not NOT_STATED), href)


def principle_card(about: Answered, language: Language) -> PrincipleCard:
    """How a definition answers each row, in one language. Whether what is declared is true is not checked."""
    squares = [
        language.once("square", (row, _led_to(row, href, about.definition), rule(about)), _square)
        for row, href, rule in _ROWS
    ]
    count = [square.answer for square in squares].count
    met, declared, not_stated = count("met"), count("declared"), count("not-stated")
    return PrincipleCard(
        squares=tuple(squares),
        met=met,
        declared=declared,
        not_stated=not_stated,
        legend=(
            ("met", language.say("card.metCount", count=language.number(met))),
            ("declared", language.say("card.declaredCount", count=language.number(declared))),
            ("not-stated", language.say("card.notStatedCount", count=language.number(not_stated))),
        ),
    )
