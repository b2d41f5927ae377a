"""The feeds: dated by the sources, about nobody, and read by a library made for them."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import Compromise, Registry
from testamur.site.feeds import LENGTH, feed_files
from testamur.site.happenings import happenings
from testamur.site.languages import Language, languages_of

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


@pytest.fixture(scope="module")
def languages(root: Path) -> Mapping[str, Language]:
    """The languages that ship."""
    return languages_of(read_site_sources(root))


def items(files: Mapping[str, bytes]) -> list[Any]:
    """The items of the JSON Feed."""
    listed: list[Any] = json.loads(files["feed.json"])["items"]
    return listed


def named(registry: Registry, title: str) -> Registry:
    """The registry with another title for its first definition."""
    first, *others = registry.achievements
    changed = replace(first, current=replace(first.current, title=title), versions=())
    issuers = tuple(
        replace(issuer, scope=tuple(replace(item, definition=first.slug) for item in issuer.scope))
        for issuer in registry.issuers
    )
    return replace(registry, achievements=(changed, *others), issuers=issuers)


def test_a_feed_reader_reads_the_atom_feed(registry: Registry, languages: Mapping[str, Language]) -> None:
    """A library for feeds finds no fault, knows it as Atom 1.0, and finds in each entry what RFC 4287 asks for."""
    read = feedparser.parse(feed_files(registry, languages, MOMENT)["feed.xml"])
    assert (False, "atom10") == (read.bozo, read.version)
    assert ("en", "Testamur example registry") == (read.feed.language, read.feed.author)
    assert ["self", "alternate"] == [link.rel for link in read.feed.links]
    assert read.feed.updated_parsed == max(entry.updated_parsed for entry in read.entries)
    for entry in read.entries:
        assert all((entry.id, entry.title, entry.summary, entry.link, entry.updated_parsed))
        assert ["definition", "key", "key-retired", "lists", "version"].count(entry.tags[0].term) == 1
    assert len(read.entries) == len({entry.id for entry in read.entries})


def test_both_feeds_say_the_same(registry: Registry, languages: Mapping[str, Language]) -> None:
    """Each event has one name, title, text and moment in Atom and in JSON."""
    files = feed_files(registry, languages, MOMENT)
    atom = [
        (each.id, each.title, each.summary, each.link, each.updated)
        for each in feedparser.parse(files["feed.xml"]).entries
    ]
    assert atom == [
        (each["id"], each["title"], each["content_text"], each["url"], each["date_published"]) for each in items(files)
    ]


def test_nothing_tells_of_a_single_award(registry: Registry, languages: Mapping[str, Language]) -> None:
    """No entry names an index, a digest of a credential or a number, and a second award of a version adds nothing."""
    files = feed_files(registry, languages, MOMENT)
    for issuer in registry.issuers:
        for entry in issuer.ledger:
            assert entry.digest.encode() not in files["feed.json"]
        for event in issuer.withdrawals:
            assert event.number.encode() not in files["feed.json"]
    more = tuple(
        replace(issuer, ledger=(*issuer.ledger, *(replace(each, index=each.index + 1) for each in issuer.ledger)))
        for issuer in registry.issuers
    )
    assert files == feed_files(replace(registry, issuers=more), languages, MOMENT)


def test_what_no_source_dates_is_left_out(registry: Registry, languages: Mapping[str, Language]) -> None:
    """A programme that a publication describes has no day here, so no event; a feed of none is good."""
    described = {issuer.slug for issuer in registry.issuers if issuer.described_in}
    slugs = {each.slug for each in registry.achievements if each.current.issuer in described}
    pages = {each["url"] for each in items(feed_files(registry, languages, MOMENT))}
    assert slugs
    assert set() == {slug for slug in slugs if any(f"/{slug}/" in page for page in pages)}
    silent = tuple(replace(issuer, scope=(), keys=(), lists=(), ledger=()) for issuer in registry.issuers)
    files = feed_files(replace(registry, issuers=silent), languages, MOMENT)
    read = feedparser.parse(files["feed.xml"])
    assert (False, [], "2026-11-20T00:00:00Z") == (read.bozo, read.entries, read.feed.updated)
    assert [] == items(files)


def test_what_is_still_to_come_waits(registry: Registry, languages: Mapping[str, Language]) -> None:
    """A scope that begins after the build's moment is no event yet, and is one from its day on."""
    later = tuple(
        replace(issuer, scope=tuple(replace(item, valid_from=date(2026, 12, 1)) for item in issuer.scope))
        for issuer in registry.issuers
    )
    changed = replace(registry, issuers=later)
    language = languages["en"]
    before, on_the_day = (
        {each.kind for each in happenings(changed, language, moment)}
        for moment in (MOMENT, datetime(2026, 12, 1, tzinfo=UTC))
    )
    assert {"definition"} == on_the_day - before


def test_a_compromised_key_is_told(registry: Registry, languages: Mapping[str, Language]) -> None:
    """The day a key was declared compromised is an event of its own, beside that of its first day."""
    declared = datetime(2026, 10, 1, 8, tzinfo=UTC)
    changed = tuple(
        replace(
            issuer,
            keys=tuple(replace(key, compromised=Compromise(declared=declared, trusted={})) for key in issuer.keys[:1]),
        )
        for issuer in registry.issuers
    )
    told = happenings(replace(registry, issuers=changed), languages["en"], MOMENT)
    assert [declared] == [each.when for each in told if each.kind == "key-compromised"]


@pytest.mark.parametrize("title", ["A & <b> ]]> \"q\" 'a' {title}", "\ufffe\x0b odd \U0010ffff", "שלום مرحبا 你好"])
def test_any_title_is_well_formed(registry: Registry, languages: Mapping[str, Language], title: str) -> None:
    """Whatever a title says, the feed is XML; what XML can't write is replaced, not dropped."""
    files = feed_files(named(registry, title), languages, MOMENT)
    read = feedparser.parse(files["feed.xml"], sanitize_html=False)
    assert not read.bozo
    wanted = re.sub("[\x0b\ufffe]", "\ufffd", title)
    assert any(wanted in entry.title for entry in read.entries)
    assert any(title in each["title"] for each in items(files))


def test_a_feed_has_a_length(registry: Registry, languages: Mapping[str, Language]) -> None:
    """Of more events than a feed holds, the newest are in it."""
    society = max(registry.issuers, key=lambda issuer: len(issuer.scope))
    slugs = [f"d{number}" for number in range(2 * LENGTH)]
    scope = tuple(replace(society.scope[0], definition=slug) for slug in slugs)
    template = registry.achievements[0]
    grown = replace(
        registry,
        achievements=tuple(replace(template, slug=slug, versions=()) for slug in slugs),
        issuers=(replace(society, scope=scope, ledger=()),),
    )
    listed = items(feed_files(grown, languages, MOMENT))
    assert LENGTH == len(listed)
    assert listed == sorted(listed, key=lambda each: each["date_published"], reverse=True)


@pytest.mark.parametrize("tag", ["en", "es", "fr"])
def test_the_feed_speaks_the_registrys_language(
    registry: Registry, languages: Mapping[str, Language], tag: str
) -> None:
    """The words are those of the registry's first language, and no blank is left open."""
    settings = replace(registry.settings, languages=(tag,))
    files = feed_files(replace(registry, settings=settings), languages, MOMENT)
    document = json.loads(files["feed.json"])
    title = languages[tag].words["feedTitle"].format(registry=settings.name)
    assert (tag, title) == (document["language"], document["title"])
    assert b"{" not in files["feed.xml"]


def test_two_feeds_are_equal(registry: Registry, languages: Mapping[str, Language]) -> None:
    """A build on a later day with nothing new has the same feeds."""
    later = datetime(2027, 3, 1, tzinfo=UTC)
    assert feed_files(registry, languages, MOMENT) == feed_files(registry, languages, later)
