"""The page of a definition: what the holder can do first, then how that was shown, then everything else that is stated.

One idea: no field is hidden. What the source does not say stands there as "not stated".
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar

from testamur.model import (
    NONE,
    Alignment,
    Assessment,
    Component,
    Credits,
    Evidence,
    FrozenVersion,
    Issuer,
    Silence,
    Stated,
    Track,
)
from testamur.pages import (
    AchievementPage,
    Answer,
    Fact,
    Figure,
    Frame,
    Item,
    Link,
    ListedOutcome,
    Part,
    Said,
    ShownEndorsement,
)
from testamur.site.editions import how_many, version_lines
from testamur.site.place import Place
from testamur.site.principles import Answered, principle_card
from testamur.site.telling import Teller

T = TypeVar("T")
_Pair = tuple[str, Said]
_TERMS: Final = {"assessments": "assessment", "evidence": "evidence"}  # sections whose word the glossary has


def _item(told: Teller, title: Said, href: str | None, *pairs: _Pair) -> Item:
    say = told.language.say
    return Item(title=title, href=href, facts=tuple(Fact(term=say(f"terms.{term}"), said=said) for term, said in pairs))


def _assessment(told: Teller, way: str, item: Assessment) -> Item:
    how, to_pass = told.said(f"{way}/method", item.method), told.said(f"{way}/pass", item.pass_rule)
    return _item(told, told.text(f"{way}/name", item.name), None, ("how", how), ("toPass", to_pass))


def _evidence(told: Teller, way: str, item: Evidence) -> Item:
    kind = told.language.said(item.kind, lambda kind: told.language.say(f"evidenceKinds.{kind}"))
    collected, builds = told.said(f"{way}/collected", item.collected), told.said(f"{way}/builds", item.builds)
    title = told.text(f"{way}/what", item.what)
    return _item(told, title, None, ("kind", kind), ("collected", collected), ("builds", builds))


def _component(told: Teller, way: str, item: Component) -> Item:
    mode, length = told.language.said(item.mode, told.language.mode), told.said(f"{way}/duration", item.duration)
    return _item(told, told.text(f"{way}/name", item.name), None, ("mode", mode), ("length", length))


def _alignment(told: Teller, way: str, item: Alignment) -> Item:
    framework = told.text(f"{way}/framework", item.framework)
    code = Said(text=item.code)
    return _item(told, told.text(f"{way}/name", item.name), item.url, ("framework", framework), ("code", code))


def _track(told: Teller, way: str, item: Track) -> Item:
    return _item(told, told.text(f"{way}/name", item.name), None, ("what", told.text(f"{way}/text", item.text)))


def _part(told: Teller, name: str, values: Stated[tuple[T, ...]], item: Callable[[Teller, str, T], Item]) -> Part:
    heading = told.language.say(f"parts.{name}")
    if isinstance(values, Silence):
        return Part(term=_TERMS.get(name, ""), id=name, heading=heading, said=told.language.said(values), items=())
    items = tuple(item(told, f"{name}/{number}", value) for number, value in enumerate(values))
    return Part(term=_TERMS.get(name, ""), id=name, heading=heading, said=None, items=items)


def _parts(told: Teller) -> tuple[Part, ...]:
    definition = told.definition
    return (
        _part(told, "assessments", definition.assessments, _assessment),
        _part(told, "evidence", definition.evidence, _evidence),
        _part(told, "components", definition.components, _component),
        _part(told, "tracks", definition.tracks, _track),
        _part(told, "alignments", definition.alignments, _alignment),
    )


def _credits(told: Teller, value: Stated[Credits]) -> Said:
    if isinstance(value, Silence):
        return told.language.said(value)
    amount = told.language.amount(value.amount)
    if isinstance(value.scheme, Silence):
        return Said(text=amount)
    scheme = told.text("credits/scheme", value.scheme)
    return replace(scheme, text=f"{amount} {scheme.text}")


def _modes(told: Teller) -> Said:
    components = told.definition.components
    if isinstance(components, Silence):
        return told.language.said(components)
    stated = [told.language.mode(each.mode) for each in components if not isinstance(each.mode, Silence)]
    if not stated:
        return told.language.said(components[0].mode)
    return Said(text=told.language.say("semicolon").join(dict.fromkeys(stated)))


def _facts(told: Teller) -> tuple[Fact, ...]:
    definition, language, say = told.definition, told.language, told.language.say
    basis = language.said(definition.basis, lambda basis: say(f"bases.{basis}"))
    validity = language.said(definition.validity.period, language.duration, none="silences.noExpiry")
    return (
        Fact(term=say("terms.for"), said=told.listed("audience", definition.audience), id="audience"),
        Fact(term=say("terms.how"), said=_modes(told)),
        Fact(term=say("terms.awardedFor"), said=basis, id="basis"),
        Fact(term=say("terms.credits"), said=_credits(told, definition.credits), id="credits"),
        Fact(term=say("terms.validFor"), said=validity, id="validity"),
    )


def _about(told: Teller) -> tuple[Fact, ...]:
    definition, language, say = told.definition, told.language, told.language.say
    inclusion = definition.inclusion
    accreditor = definition.credits if isinstance(definition.credits, Silence) else definition.credits.accreditor
    languages = language.said(
        inclusion.languages, lambda codes: language.listed([language.language_named(code) for code in codes])
    )

    def fact(term: str, way: str, value: Stated[str], anchor: str = "") -> Fact:
        return Fact(term=say(f"terms.{term}"), said=told.said(way, value), id=anchor)

    return (
        Fact(term=say("terms.topics"), said=told.listed("topics", definition.topics), id="topics"),
        fact("context", "context", definition.context, "context"),
        fact("participation", "participation", definition.participation, "participation"),
        fact("entry", "inclusion/entry", inclusion.entry, "inclusion"),
        Fact(term=say("terms.languages"), said=languages),
        fact("cost", "inclusion/cost", inclusion.cost),
        fact("accommodations", "inclusion/accommodations", inclusion.accommodations),
        fact("accreditedBy", "credits/accreditor", accreditor),
        fact("equivalence", "equivalence", definition.equivalence, "equivalence"),
        fact("next", "next_steps", definition.next_steps, "next-steps"),
    )


def _awards(told: Teller, count: int | None) -> tuple[Fact, ...]:
    if count is None:
        return ()
    words = Said(text=how_many(count, told.language))
    return (Fact(term=told.language.say("terms.awards"), said=words, id="awards"),)


def _quality(told: Teller, *, endorsed: bool) -> tuple[Fact, ...]:
    quality, language, say = told.definition.quality, told.language, told.language.say
    approver = told.said("approver", told.definition.approver)
    return (
        Fact(term=say("terms.assuredBy"), said=told.said("quality/assured_by", quality.assured_by), id="quality"),
        Fact(term=say("terms.process"), said=told.said("quality/process", quality.process)),
        Fact(term=say("terms.reviewed"), said=language.said(quality.reviewed, language.day)),
        Fact(term=say("terms.nextReview"), said=language.said(quality.next_review, language.day)),
        Fact(term=say("terms.approver"), said=approver, id="approver"),
        *(() if endorsed else (Fact(term=say("terms.endorsed"), said=language.not_stated(), id="endorsements"),)),
    )


def _renewal(told: Teller) -> tuple[Fact, ...]:
    validity, say = told.definition.validity, told.language.say
    when = told.said("validity/renewal_when", validity.renewal_when)
    show = told.said("validity/renewal_show", validity.renewal_show)
    return (Fact(term=say("terms.renewalWhen"), said=when), Fact(term=say("terms.renewalShow"), said=show))


def _notice(told: Teller, issuer: Issuer, current: str) -> tuple[Said, ...]:
    version, say = told.definition.version, told.language.say
    if version != current:
        return (Said(text=say("achievement.older", version=version, current=current)),)
    if issuer.described_in:
        source = Said(text=issuer.described_in, tongue=told.tongue)
        return told.language.sentence("achievement.asDescribed", "source", source)
    return ()


def _sources(told: Teller) -> tuple[Link, ...]:
    return tuple(
        Link(text=source.citation, href=source.url if isinstance(source.url, str) else "", tongue=told.tongue)
        for source in told.definition.sources
    )


def _outcomes(told: Teller) -> tuple[ListedOutcome, ...]:
    outcomes = told.definition.outcomes
    if isinstance(outcomes, Silence):
        return ()
    return tuple(
        ListedOutcome(
            kind=told.language.say(f"outcomeKinds.{outcome.kind}"),
            text=told.text(f"outcomes/{number}/text", outcome.text),
        )
        for number, outcome in enumerate(outcomes)
    )


def words_of(kind: str, *, endorsed: bool) -> set[str]:
    """The words of the glossary that the page of a definition of that type uses."""
    return {kind, "assessment", "evidence", "pathway", *(("endorsement",) if endorsed else ())}


def achievement_page(
    place: Place,
    told: Teller,
    *,
    issuer: Issuer,
    issuer_link: Link,
    frame: Frame,
    figure: Figure,
    known: Sequence[FrozenVersion],
    frozen: set[str],
    awarded: set[str],
    current: str,
    pathways: Sequence[Teller],
    today: date,
    count: int | None,
    embed: str | None,
    endorsements: tuple[ShownEndorsement, ...],
    recognised: Answer,
) -> AchievementPage:
    """The page of one version of a definition, told by `told`.

    `known` are all versions, oldest first; `frozen` and `awarded` name those that were frozen and those that the ledger
    has; `pathways` tell those that require this definition; `today` is the build's day, for reviews that are due.
    `count` is how many were awarded, None where the registry does not tell; `embed` is the snippet for others' pages;
    `recognised` is what `endorsements` answer to row 6.3.
    """
    definition, say = told.definition, told.language.say
    base = f"credentials/{definition.slug}/"
    outcomes = definition.outcomes
    image = definition.badge.name if definition.badge else "seal.svg"
    files = tuple(
        Link(text=say(f"achievement.{words}"), href=place.to(f"{base}{definition.version}/{name}"))
        for words, name in (("openBadges", "achievement.json"), ("details", "details.json"), ("image", image))
    )
    leads_to = [_pathway_link(place, pathway) for pathway in pathways]
    if definition.type == "pathway":
        leads_to.insert(0, Link(text=say("achievement.stack"), href=place.page(f"pathways/{definition.slug}/")))
    about = Answered(definition=definition, issuer=issuer, stacked=bool(leads_to), today=today, recognised=recognised)
    return AchievementPage(
        path=place.path,
        frame=frame,
        kind=definition.type,
        type=Link(text=say(f"types.{definition.type}"), href=place.page(f"glossary/#{definition.type}")),
        label=told.said("label", definition.label),
        title=told.text("title", definition.title),
        lede=told.said("summary", definition.summary),
        description=told.text("description", definition.description),
        issuer=issuer_link,
        described_in=issuer.described_in,
        version=say("achievement.version", version=definition.version),
        notice=_notice(told, issuer, current),
        foreign=told.foreign,
        figure=figure,
        facts=_facts(told),
        outcomes=told.language.said(outcomes) if isinstance(outcomes, Silence) else None,
        outcome_list=_outcomes(told),
        criteria=told.prose(definition.criteria),
        parts=_parts(told),
        about=(*_about(told), *_awards(told, count)),
        quality=_quality(told, endorsed=bool(endorsements)),
        endorsements=endorsements,
        renewal=() if definition.validity.period is NONE else _renewal(told),
        pathways=tuple(leads_to),
        sources=_sources(told),
        card=principle_card(about, told.language),
        versions=version_lines(
            place,
            told.language,
            known,
            frozen=frozen,
            awarded=awarded,
            current=current,
            here=issuer.described_in is None,
        ),
        machine=files,
        embed=embed,
        verify=Link(text=say("achievement.openVerifier"), href=place.page("verify/")) if issuer.keys else None,
    )


def _pathway_link(place: Place, pathway: Teller) -> Link:
    title = pathway.text("title", pathway.definition.title)
    return Link(text=title.text, href=place.page(f"pathways/{pathway.definition.slug}/"), tongue=title.tongue)
