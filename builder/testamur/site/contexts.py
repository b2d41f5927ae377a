"""Registry to page contexts: every word, date and relative address that a page shows, settled before any template runs.

One idea: a page's addresses are relative to where it stands, so that the same bytes serve a domain, a sub-path and a
copy on a laptop.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from testamur.addresses import badge_address, definition_page, version_page
from testamur.findings import FindingsError
from testamur.kept import Kept
from testamur.model import Achievement, AwardType, FrozenVersion, Registry
from testamur.pages import (
    BuildFacts,
    CataloguePage,
    Data,
    Entrance,
    Entry,
    Group,
    Link,
    NotFoundPage,
    OfflinePage,
    OthersPage,
    Page,
    PathwayPage,
    Prose,
    Said,
    Shelf,
    TextPage,
    VerifyPage,
)
from testamur.site.achievements import achievement_page, words_of
from testamur.site.audit import audit_page, ledger_page
from testamur.site.cards import card_path
from testamur.site.catalogue import folded, in_order, page_path
from testamur.site.embedding import embedded_badge
from testamur.site.endorsing import of_version, recognition
from testamur.site.graph import Branch, draw_pathway
from testamur.site.issuers import issuer_pages
from testamur.site.known import Known, known_of
from testamur.site.languages import FALLBACK, Language, for_the_first_verdict, languages_of, messages_in
from testamur.site.lists import numbers, pages_of
from testamur.site.place import Place
from testamur.site.schema_org import definition_data, site_data
from testamur.site.texts import Text, taken_names, texts_of
from testamur.site.voices import Voice, speaking_of, voices

# Of a registry with more issuers nobody knows which is going to be asked about.
_FEW_ISSUERS = 3


def page_contexts(
    registry: Registry, facts: BuildFacts, site_sources: Mapping[str, bytes], kept: Kept | None = None
) -> tuple[Page, ...]:
    """Every page of the site, those of one subject beside each other in each of its languages.

    `registry` is a checked one; `site_sources` holds the registry's own pages under `site/pages/`, whose first heading
    is their title, and the words of each language under `site/messages/`. Whether links inside the authors' text lead
    anywhere is not checked here. `kept` holds what an earlier build answered. Raises FindingsError where a page of text
    has a name that is taken.
    """
    if taken := taken_names(site_sources):
        raise FindingsError(taken)
    kept = Kept() if kept is None else kept
    known = known_of(registry, facts, kept)
    languages = kept.answer("languages", languages_of, messages_in(site_sources))
    speaking, verifying = voices(known, languages, site_sources)
    pages: list[Page] = []
    for voice in speaking:
        pages += _catalogue(voice)
    for voice in verifying:
        pages += _verify(voice, site_sources)
    pages += (_not_found(voice) for voice in speaking)
    pages += (page for issuer in registry.issuers for voice in speaking for page in issuer_pages(voice, issuer))
    ledgers = (ledger_page(voice, issuer) for issuer in registry.issuers for voice in speaking)
    pages += (ledger for ledger in ledgers if ledger is not None)
    pages += (audit_page(voice) for voice in speaking)
    # What costs most of a definition's pages, its Markdown and its seal, is drawn once while they follow each other.
    kinds = kinds_of(registry, languages)
    for achievement in registry.achievements:
        near = known.near(achievement)
        pages += kept.answer(achievement.slug, _definition, speaking_of(speaking, near), achievement, kinds)
    texts = texts_of(site_sources, known.settings.languages[0])
    pages += (_text(voice, text) for text in texts for voice in speaking)
    return tuple(pages)


def _definition(speaking: Sequence[Voice], achievement: Achievement, kinds: Mapping[str, str]) -> tuple[Page, ...]:
    """The pages of one definition in each language; the voices know what is near it and nothing else."""
    data = _data(speaking[0].known, achievement, kinds)
    pages = [page for voice in speaking for page in _achievement(voice, achievement, data)]
    if achievement.current.type == "pathway":
        pages += (_pathway(voice, achievement) for voice in speaking)
    return tuple(pages)


def _catalogue(voice: Voice) -> Iterator[CataloguePage]:
    """`/` and the further pages of a long list: what can be earned here, then what publications describe."""
    settings, say, number_said = voice.known.settings, voice.language.say, voice.language.number
    awarded, described = in_order(voice.known.registry)
    pages = pages_of((*awarded, *described))
    name, stated = voice.name, settings.description
    lede = (
        voice.registry.text("description", stated) if isinstance(stated, str) else Said(text=say("cataloguePage.lede"))
    )
    many = number_said(len(awarded) + len(described))
    last = len(pages)
    # Who awards comes before what publications describe, each by the name that stands on the page.
    issuers = sorted(
        voice.known.registry.issuers,
        key=lambda each: (bool(each.described_in), folded(voice.issuer(each.slug).text("name", each.name).text)),
    )
    data = site_data(settings)
    types = {achievement.current.type for achievement in voice.known.registry.achievements}
    for number, shown in enumerate(pages, start=1):
        told: set[str] = set()
        place = voice.at(page_path(number))
        heading = name
        description = say("cataloguePage.description", registry=name.text)
        if number > 1:
            which = {"number": number_said(number), "last": number_said(last)}
            heading = Said(text=say("cataloguePage.numbered", **which))
            description = say("cataloguePage.numberedDescription", registry=name.text, **which)
        shelves = _shelves(voice, place, shown, told)
        entries = (entry for shelf in shelves for entry in shelf.entries)
        said = (heading, lede, *(words for entry in entries for words in (entry.title, entry.summary, entry.audience)))
        # Its search may name any of them.
        first = {"data": data, "terms": types}
        yield CataloguePage(
            path=place.path,
            frame=voice.frame(place, heading, description, "catalogue", **(first if number == 1 else {"terms": told})),
            heading=heading,
            lede=lede,
            foreign=next((words.tongue for words in said if words.tongue), None),
            verify=Link(text=say("cataloguePage.check"), href=place.page("verify/")),
            index=f"{voice.folder}catalogue/index.json",
            folder=voice.folder,
            program=place.to("catalogue/page.js"),
            count=say("cataloguePage.count", total=many),
            shelves=shelves,
            numbers=numbers(place, page_path, number, last),
            issuers=tuple(voice.issuer_link(place, issuer.slug) for issuer in (issuers if number == 1 else ())),
        )


def _shelves(voice: Voice, place: Place, listed: Sequence[Achievement], told: set[str]) -> tuple[Shelf, ...]:
    """The definitions of one page under their headings."""
    say = voice.language.say
    apart: tuple[list[Entry], list[Entry]] = ([], [])
    for achievement in listed:
        is_described = voice.known.issuers[achievement.current.issuer].described_in is not None
        apart[is_described].append(voice.entry(place, achievement, told))
    shelves = (
        Shelf(id="awarded", heading=say("cataloguePage.awarded"), note="", entries=tuple(apart[False])),
        Shelf(
            id="described",
            heading=say("cataloguePage.described"),
            note=say("cataloguePage.describedNote"),
            entries=tuple(apart[True]),
        ),
    )
    return tuple(shelf for shelf in shelves if shelf.entries)


def _verify(voice: Voice, site_sources: Mapping[str, bytes]) -> Iterator[Page]:
    """`/verify/` and what belongs to it, in one language."""
    facts, say = voice.known.facts, voice.language.say
    version = facts.testamur
    place = voice.at("verify/")
    yield VerifyPage(
        path=place.path,
        frame=voice.verify_frame(place, say("title"), say("description")),
        program=place.to("verify/page.js"),
        others="others.html",
        offline="offline.html",
        digests=place.to("verify/digests.json"),
        version=version,
        soon=_asked_soon(voice.known.registry),
        first_words=Data(for_the_first_verdict(voice.language.tag, site_sources), id="verify-words"),
    )
    place = voice.at("verify/others.html")
    yield OthersPage(
        path=place.path,
        frame=voice.verify_frame(place, say("othersTitle"), say("othersDescription")),
        program=place.to("verify/others.js"),
        back=place.page("verify/"),
        version=version,
    )
    place = voice.at("verify/offline.html")
    yield OfflinePage(
        path=place.path,
        frame=voice.verify_frame(place, say("offlineTitle"), say("offlineDescription")),
        age=say("offlineAge", day=voice.language.day(facts.time.date())),
        online=f"{voice.known.settings.base_url}{voice.folder}verify/",
        version=version,
    )


def _asked_soon(registry: Registry) -> str:
    """The DID documents that a check may begin with, as paths of the site with spaces between; none of many issuers."""
    issuers = [issuer for issuer in registry.issuers if issuer.described_in is None]
    return " ".join(f"issuers/{issuer.slug}/did.json" for issuer in issuers) if len(issuers) <= _FEW_ISSUERS else ""


def _not_found(voice: Voice) -> NotFoundPage:
    """`404.html`, served at any depth, so its addresses begin at the path of the base URL."""
    say = voice.language.say
    place = voice.at("404.html", "/" + voice.known.settings.base_url.split("/", 3)[3])
    frame = voice.frame(place, say("notFoundTitle"), say("notFound"))
    return NotFoundPage(path=place.path, frame=frame, home=Link(text=say("catalogue"), href=place.page("")))


def _text(voice: Voice, text: Text) -> TextPage:
    """A page of the registry's own text, at `/<name>/`."""
    place = voice.at(f"{text.name}/")
    language, source = text.told(voice.language.tag, voice.known.settings.languages[0])
    written = next((line.removeprefix("# ") for line in source.splitlines() if line.startswith("# ")), text.name)
    heading = written.partition(" {#")[0]
    current: Entrance = "glossary" if text.name == "glossary" else "about" if text.name == "about" else ""
    tongue = voice.language.tongue(language)
    title = Said(text=heading, tongue=tongue)
    frame = voice.frame(place, title, replace(title, text=f"{heading} · {voice.name.text}"), current)
    return TextPage(path=place.path, frame=frame, text=Prose(source, tongue=tongue))


def kinds_of(registry: Registry, languages: Mapping[str, Language]) -> dict[str, str]:
    """The words for the types of awards in the registry's first language, for what has no language of its own."""
    language = languages.get(registry.settings.languages[0], languages[FALLBACK])
    return {kind: language.say(f"types.{kind}") for kind in get_args(AwardType)}


def _data(known: Known, achievement: Achievement, kinds: Mapping[str, str]) -> dict[str, Data]:
    """What the pages of a definition say to programs, by version; the same in every language."""
    base, slug, current = known.settings.base_url, achievement.slug, known.versions[achievement.slug]
    found = {}
    for version in (*achievement.versions, current):
        name = version.definition.version
        newest = name == current.definition.version
        found[name] = definition_data(
            version,
            known.settings,
            known.issuers[version.definition.issuer],
            kind=kinds[version.definition.type],
            page=definition_page(base, slug) if newest else version_page(base, slug, name),
            endorsements=of_version(known.registry, slug, name),
        )
    return found


def _achievement(voice: Voice, achievement: Achievement, data: Mapping[str, Data]) -> Iterator[Page]:
    """The page of the current version and one of each version."""
    facts = voice.known
    current = facts.versions[achievement.slug]
    versions = {version.definition.version: version for version in (*achievement.versions, current)}
    is_ours = facts.issuers[achievement.current.issuer].described_in is None
    counted = facts.settings.award_counts and is_ours  # others may have awarded it, and how often is not known here
    for name, version in (("", current), *((f"{name}/", version) for name, version in versions.items())):
        place = voice.at(f"credentials/{achievement.slug}/{name}")
        told = voice.tell(version.definition)
        title = told.text("title", version.definition.title)
        if name:
            titled = voice.language.say("achievement.titled", title=title.text, version=version.definition.version)
            title = replace(title, text=titled)
        description = told.text("description", version.definition.description)
        endorsements = of_version(facts.registry, achievement.slug, version.definition.version)
        yield achievement_page(
            place,
            told,
            issuer=facts.issuers[version.definition.issuer],
            issuer_link=voice.issuer_link(place, version.definition.issuer),
            frame=voice.frame(
                place,
                title,
                description,
                "catalogue",
                card=card_path(achievement.slug, version.definition.version),
                data=data[version.definition.version],
                terms=words_of(version.definition.type, endorsed=bool(endorsements)),
            ),
            figure=voice.figure(place, version),
            known=tuple(versions.values()),
            frozen={each.definition.version for each in achievement.versions},
            awarded=facts.awarded.get(achievement.slug, set()),
            current=current.definition.version,
            pathways=[voice.tell(each) for each in facts.pathways.get(achievement.slug, ())],
            today=facts.facts.time.date(),
            count=facts.counts.get(achievement.slug, 0) if counted else None,
            embed=_embed(voice, place, version),
            endorsements=voice.endorsed(place, endorsements),
            recognised=recognition(endorsements),
        )


def _embed(voice: Voice, place: Place, version: FrozenVersion) -> str | None:
    """The badge for pages of others; None for what nobody here awards."""
    definition, base = version.definition, voice.known.settings.base_url
    if voice.known.issuers[definition.issuer].described_in is not None:
        return None
    name = definition.badge.name if definition.badge else "seal.svg"
    return embedded_badge(
        image=badge_address(base, definition.slug, definition.version, name),
        page=base + place.path,
        title=voice.tell(definition).text("title", definition.title).text,
        issuer=voice.known.issuers[definition.issuer].name,
    )


def _pathway(voice: Voice, achievement: Achievement) -> PathwayPage:
    """`/pathways/<slug>/`: the groups of definitions that lead to it."""
    definition, say = achievement.current, voice.language.say
    place = voice.at(f"pathways/{definition.slug}/")
    told = voice.tell(definition)
    groups, branches = [], []
    named: set[str] = set()
    for position, group in enumerate(definition.requirements):
        total, least = len(group.of), voice.language.number(group.at_least)
        some = say("pathway.some", count=least, total=voice.language.number(total))
        rule = say("pathway.all") if group.at_least == total else some
        entries = tuple(voice.entry(place, voice.known.by_slug[slug], named) for slug in group.of)
        name = told.text(f"requirements/{position}/name", group.name)
        groups.append(Group(name=name, rule=rule, entries=entries))
        short = say("pathway.someShort", count=least, total=voice.language.number(total))
        short = say("pathway.allShort") if group.at_least == total else short
        branches.append(Branch(name=name.text, rule=short, titles=tuple(entry.title.text for entry in entries)))
    title = told.text("title", definition.title)
    mirrored = voice.language.direction == "rtl"
    description = told.text("description", definition.description)
    titled = replace(title, text=say("pathway.titled", title=title.text))
    return PathwayPage(
        path=place.path,
        frame=voice.frame(place, titled, description, "catalogue", terms=named | {"pathway"}),
        title=title,
        lede=told.said("summary", definition.summary),
        issuer=voice.issuer_link(place, definition.issuer),
        definition=Link(text=say("pathway.definition"), href=place.page(f"credentials/{definition.slug}/")),
        graph=draw_pathway(title.text, branches, label=say("pathway.graph", title=title.text), mirrored=mirrored),
        groups=tuple(groups),
    )
