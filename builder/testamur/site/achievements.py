"""The page of a definition: what the holder can do first, then how that was shown, then everything else that is stated.

One idea: no field is hidden. What the source does not say stands there as "not stated".
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from testamur.model import (
    NONE,
    Alignment,
    Assessment,
    Component,
    Credits,
    Definition,
    Evidence,
    FrozenVersion,
    Issuer,
    Silence,
    Stated,
    Track,
)
from testamur.pages import (
    AchievementPage,
    Fact,
    Figure,
    Frame,
    Item,
    Link,
    ListedOutcome,
    Part,
    Prose,
    Said,
    VersionLine,
)
from testamur.site.place import Place
from testamur.site.principles import Answered, principle_card
from testamur.site.words import BASES, LANGUAGES, NOT_STATED, OUTCOME_KINDS, TYPES, day, duration, listed, said

T = TypeVar("T")


def _assessment(item: Assessment) -> Item:
    facts = (Fact(term="How", said=said(item.method)), Fact(term="To pass", said=said(item.pass_rule)))
    return Item(title=item.name, href=None, facts=facts)


def _evidence(item: Evidence) -> Item:
    facts = (
        Fact(term="Kind", said=said(item.kind)),
        Fact(term="Collected", said=said(item.collected)),
        Fact(term="How it builds up", said=said(item.builds)),
    )
    return Item(title=item.what, href=None, facts=facts)


def _component(item: Component) -> Item:
    facts = (Fact(term="Mode", said=said(item.mode)), Fact(term="Length", said=said(item.duration)))
    return Item(title=item.name, href=None, facts=facts)


def _alignment(item: Alignment) -> Item:
    facts = (Fact(term="Framework", said=Said(text=item.framework)), Fact(term="Code", said=Said(text=item.code)))
    return Item(title=item.name, href=item.url, facts=facts)


def _track(item: Track) -> Item:
    return Item(title=item.name, href=None, facts=(Fact(term="What", said=Said(text=item.text)),))


def _part(anchor: str, heading: str, values: Stated[tuple[T, ...]], item: Callable[[T], Item]) -> Part:
    if isinstance(values, Silence):
        return Part(id=anchor, heading=heading, said=said(values), items=())
    return Part(id=anchor, heading=heading, said=None, items=tuple(item(value) for value in values))


def _parts(definition: Definition) -> tuple[Part, ...]:
    return (
        _part("assessments", "How it is assessed", definition.assessments, _assessment),
        _part("evidence", "What evidence is collected", definition.evidence, _evidence),
        _part("components", "Parts of the programme", definition.components, _component),
        _part("tracks", "Tracks to choose from", definition.tracks, _track),
        _part("alignments", "Aligned with", definition.alignments, _alignment),
    )


def _credits(value: Credits) -> str:
    return value.amount if isinstance(value.scheme, Silence) else f"{value.amount} {value.scheme}"


def _languages(codes: tuple[str, ...]) -> str:
    return listed(tuple(LANGUAGES.get(code, code) for code in codes))


def _modes(components: tuple[Component, ...]) -> Said:
    stated = [component.mode for component in components if not isinstance(component.mode, Silence)]
    return Said(text="; ".join(dict.fromkeys(stated))) if stated else said(components[0].mode)


def _facts(definition: Definition) -> tuple[Fact, ...]:
    components = definition.components
    return (
        Fact(term="For", said=said(definition.audience, listed), id="audience"),
        Fact(term="How", said=said(components) if isinstance(components, Silence) else _modes(components)),
        Fact(term="Awarded for", said=said(definition.basis, BASES.__getitem__), id="basis"),
        Fact(term="Credits", said=said(definition.credits, _credits), id="credits"),
        Fact(
            term="Valid for",
            said=said(definition.validity.period, duration, none="does not expire"),
            id="validity",
        ),
    )


def _about(definition: Definition) -> tuple[Fact, ...]:
    accreditor = definition.credits if isinstance(definition.credits, Silence) else definition.credits.accreditor
    return (
        Fact(term="Topics", said=said(definition.topics, listed), id="topics"),
        Fact(term="Where and how it is learned", said=said(definition.context), id="context"),
        Fact(term="How to take part", said=said(definition.participation), id="participation"),
        Fact(term="Entry requirements", said=said(definition.inclusion.entry), id="inclusion"),
        Fact(term="Languages", said=said(definition.inclusion.languages, _languages)),
        Fact(term="Cost", said=said(definition.inclusion.cost)),
        Fact(term="Accommodations", said=said(definition.inclusion.accommodations)),
        Fact(term="Credits accredited by", said=said(accreditor)),
        Fact(term="Equivalent to", said=said(definition.equivalence), id="equivalence"),
        Fact(term="What the holder can do next", said=said(definition.next_steps), id="next-steps"),
    )


def _quality(definition: Definition) -> tuple[Fact, ...]:
    quality = definition.quality
    return (
        Fact(term="Quality assured by", said=said(quality.assured_by), id="quality"),
        Fact(term="How", said=said(quality.process)),
        Fact(term="Last reviewed", said=said(quality.reviewed, day)),
        Fact(term="Next review", said=said(quality.next_review, day)),
        Fact(term="Approved by", said=said(definition.approver), id="approver"),
        Fact(term="Endorsed by", said=NOT_STATED, id="endorsements"),
    )


def _renewal(definition: Definition) -> tuple[Fact, ...]:
    validity = definition.validity
    return (
        Fact(term="When to renew", said=said(validity.renewal_when)),
        Fact(term="What to show again", said=said(validity.renewal_show)),
    )


def _notice(definition: Definition, issuer: Issuer, current: str) -> str | None:
    if definition.version != current:
        return f"This is version {definition.version}. The current version is {current}."
    if issuer.described_in:
        return f"As described in {issuer.described_in} It is not awarded here."
    return None


def _sources(definition: Definition) -> tuple[Link, ...]:
    return tuple(
        Link(text=source.citation, href=source.url if isinstance(source.url, str) else "")
        for source in definition.sources
    )


def achievement_page(
    place: Place,
    version: FrozenVersion,
    *,
    issuer: Issuer,
    frame: Frame,
    figure: Figure,
    known: Sequence[FrozenVersion],
    frozen: set[str],
    awarded: set[str],
    current: str,
    pathways: Sequence[Definition],
    today: date,
) -> AchievementPage:
    """The page of one version of a definition.

    `known` are all versions, oldest first; `frozen` and `awarded` name those that were frozen and those that the ledger
    has; `pathways` are those that require this definition; `today` is the build's day, for reviews that are due.
    """
    definition = version.definition
    base = f"credentials/{definition.slug}/"
    outcomes = definition.outcomes
    files = [
        Link(text="Achievement (Open Badges 3.0)", href=place.to(f"{base}{definition.version}/achievement.json")),
        Link(text="All details (JSON)", href=place.to(f"{base}{definition.version}/details.json")),
    ]
    leads_to = [Link(text=pathway.title, href=place.to(f"pathways/{pathway.slug}/")) for pathway in pathways]
    if definition.type == "pathway":
        leads_to.insert(0, Link(text="How its parts stack", href=place.to(f"pathways/{definition.slug}/")))
    return AchievementPage(
        path=place.path,
        frame=frame,
        type=Link(text=TYPES[definition.type], href=place.to(f"glossary/#{definition.type}")),
        label=said(definition.label),
        title=definition.title,
        lede=said(definition.summary),
        description=definition.description,
        issuer=Link(text=issuer.name, href=place.to(f"issuers/{issuer.slug}/")),
        described_in=issuer.described_in,
        version=definition.version,
        notice=_notice(definition, issuer, current),
        figure=figure,
        facts=_facts(definition),
        outcomes=said(outcomes) if isinstance(outcomes, Silence) else None,
        outcome_list=()
        if isinstance(outcomes, Silence)
        else tuple(ListedOutcome(kind=OUTCOME_KINDS[outcome.kind], text=outcome.text) for outcome in outcomes),
        criteria=Prose(definition.criteria),
        parts=_parts(definition),
        about=_about(definition),
        quality=_quality(definition),
        renewal=() if definition.validity.period is NONE else _renewal(definition),
        pathways=tuple(leads_to),
        sources=_sources(definition),
        card=principle_card(Answered(definition=definition, issuer=issuer, stacked=bool(leads_to), today=today)),
        versions=tuple(
            VersionLine(
                version=Link(text=each.definition.version, href=place.to(f"{base}{each.definition.version}/")),
                digest=each.digest if each.definition.version in frozen else None,
                state="awarded, never changes" if each.definition.version in awarded else "not awarded yet",
                current=each.definition.version == current,
            )
            for each in known
        ),
        machine=tuple(files),
        verify=Link(text="Open the verifier", href=place.to("verify/")),
    )
