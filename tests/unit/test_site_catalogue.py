"""The catalogue's index and pages: every definition once, every value under one key, and a long list in pages."""

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import NONE, NOT_STATED, Achievement, Component, Definition, Registry, Stated, Validity
from testamur.pages import BuildFacts, CataloguePage, IssuerListPage, IssuerPage
from testamur.render import render_pages
from testamur.seal import seal_code
from testamur.site.catalogue import SUMMARY_LENGTH, catalogue_index, folded, in_order
from testamur.site.contexts import page_contexts
from testamur.site.languages import languages_of
from testamur.site.lists import PAGE_SIZE, numbers_near

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit=None, dirty=False, testamur="0.1.0")
SITE = read_site_sources(Path(__file__).resolve().parents[2])
ENGLISH = languages_of(SITE)["en"]
FACETS = ["type", "audience", "topic", "basis", "mode", "issuer", "language", "expiry"]


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


def with_definitions(registry: Registry, *changes: dict[str, object]) -> Registry:
    """The registry with one definition for each of the changes, all made from one that the society awards."""
    pattern = next(each.current for each in registry.achievements if each.slug == "wound-care-2")
    definitions = []
    for number, fields in enumerate(changes):
        made: Definition = replace(pattern, slug=f"made-{number}", **fields)  # type: ignore[arg-type]  # tests name them
        definitions.append(Achievement(slug=made.slug, current=made, versions=()))
    return only_with(registry, definitions)


def only_with(registry: Registry, definitions: Iterable[Achievement]) -> Registry:
    """The registry with these definitions instead, and no awards, which would name those that are gone."""
    issuers = tuple(replace(issuer, scope=(), ledger=(), withdrawals=()) for issuer in registry.issuers)
    return replace(registry, achievements=tuple(definitions), issuers=issuers)


def seals(registry: Registry) -> dict[str, str]:
    """A code for each definition; what a real one is drawn from plays no part here."""
    return {each.slug: seal_code(hashlib.sha256(each.slug.encode()).hexdigest()) for each in registry.achievements}


def index_of(registry: Registry) -> dict[str, Any]:
    """The index as a program reads it."""
    document: dict[str, Any] = json.loads(catalogue_index(registry, ENGLISH, seals(registry)))
    return document


def in_english_alone(registry: Registry) -> Registry:
    """The same registry with a site in one language."""
    return replace(registry, settings=replace(registry.settings, languages=("en",)))


def values(index: dict[str, Any], facet: str) -> list[list[str]]:
    """The keys that each definition has in a filter."""
    return [[index["facets"][facet][place][0] for place in places] for places in index["definitions"][facet]]


def test_every_definition_is_in_every_column_once(registry: Registry) -> None:
    """All columns are of one length, all places lead to a value, and no value is offered that nothing has."""
    index = index_of(registry)
    assert ("TestamurCatalogue", 1, FACETS) == (index["type"], index["format"], list(index["facets"]))
    slugs = index["definitions"]["slug"]
    assert sorted(slugs) == sorted(each.slug for each in registry.achievements)
    assert {len(slugs)} == {len(column) for column in index["definitions"].values()}
    for name in FACETS:
        used = {place for places in index["definitions"][name] for place in places}
        assert used == set(range(len(index["facets"][name])))
        assert all(places for places in index["definitions"][name])


def test_the_index_and_the_pages_have_one_order(registry: Registry) -> None:
    """What is awarded here comes first, each part by title, in the file as in the list."""
    index = index_of(registry)
    page = next(page for page in page_contexts(registry, FACTS, SITE) if isinstance(page, CataloguePage))
    listed = [entry.title.text for shelf in page.shelves for entry in shelf.entries]
    assert listed == index["definitions"]["title"]
    assert [1] * 6 + [0] * 8 == index["definitions"]["awarded"]
    for part in in_order(registry):
        titles = [folded(each.current.title) for each in part]
        assert sorted(titles) == titles


def test_the_index_is_one_line_and_the_same_each_time(registry: Registry) -> None:
    """Every visitor who searches loads it, and two builds are equal."""
    made = catalogue_index(registry, ENGLISH, seals(registry))
    assert 1 == made.count(b"\n")
    assert made == catalogue_index(registry, ENGLISH, seals(registry))
    assert b": " not in json.dumps(index_of(registry)["facets"], separators=(",", ":")).encode()


def test_two_spellings_of_a_value_are_one(registry: Registry) -> None:
    """Case, accents and signs make no second value; the first spelling is shown, its key can stand in an address."""
    changes: list[dict[str, object]] = [{"topics": ("Wound Care",)}, {"topics": ("wound-care", "Évaluation")}]
    index = index_of(with_definitions(registry, *changes, {"topics": ("evaluation",)}))
    assert [["evaluation", "Évaluation"], ["wound-care", "Wound Care"]] == index["facets"]["topic"]
    assert [["wound-care"], ["wound-care", "evaluation"], ["evaluation"]] == values(index, "topic")


def test_a_value_of_signs_alone_keeps_its_text(registry: Registry) -> None:
    """What folds to nothing is still a value of its own."""
    index = index_of(with_definitions(registry, {"topics": ("++", "護理")}))
    assert [["++", "護理"]] == values(index, "topic")


def test_silence_is_a_value_and_comes_last(registry: Registry) -> None:
    """Whoever looks for what is not stated can; none is another answer."""
    fields = ("audience", "topics", "basis", "components", "label", "summary")
    silent: dict[str, object] = dict.fromkeys(fields, NOT_STATED)
    parts = (Component(name="x", mode=NOT_STATED, duration=NOT_STATED),)
    index = index_of(with_definitions(registry, silent, {"components": parts}, {}))
    for name in ("audience", "topic", "basis", "mode"):
        assert ["not-stated"] == values(index, name)[0]
        assert ["not-stated", "not stated"] == index["facets"][name][-1]
    assert ["not-stated"] == values(index, "mode")[1]
    assert "" == index["definitions"]["label"][0]
    assert index["definitions"]["summary"][0] != index["definitions"]["summary"][2]


def test_expiry_goes_from_short_to_long(registry: Registry) -> None:
    """Periods by their length, then what does not expire, then what nobody states."""
    periods: list[Stated[str]] = ["P2Y", NOT_STATED, "P18M", NONE, "P1Y", "P12M"]
    changes: list[dict[str, object]] = [
        {"validity": Validity(period=period, renewal_when=NOT_STATED, renewal_show=NOT_STATED)} for period in periods
    ]
    offered = index_of(with_definitions(registry, *changes))["facets"]["expiry"]
    assert ["P12M", "P1Y", "P18M", "P2Y", "none", "not-stated"] == [key for key, _ in offered]
    assert "does not expire" == dict(offered)["none"]


def test_long_texts_are_cut_between_words(registry: Registry) -> None:
    """A description that nobody bounded makes no entry of a page's length."""
    changed: dict[str, object] = {"summary": NOT_STATED, "description": "word \n" * 200}
    summary = index_of(with_definitions(registry, changed))["definitions"]["summary"][0]
    assert len(summary) <= SUMMARY_LENGTH + 2
    assert summary.endswith("word word …")


def test_the_day_of_a_review_is_in_the_index(registry: Registry) -> None:
    """A list by the last review needs the day; not stated is empty."""
    definition = next(each.current for each in registry.achievements if each.slug == "wound-care-2")
    reviewed = replace(definition.quality, reviewed=date(2026, 1, 2))
    silent = replace(definition.quality, reviewed=NOT_STATED)
    index = index_of(with_definitions(registry, {"quality": reviewed}, {"quality": silent}))
    assert ["2026-01-02", ""] == index["definitions"]["reviewed"]


def test_a_long_list_stands_on_pages(registry: Registry) -> None:
    """Each definition is on one page, in order; each page leads to the others; issuers stand on the first alone."""
    many = 2 * PAGE_SIZE + 1
    changes: list[dict[str, object]] = [{"title": f"Title {number:04}"} for number in range(many)]
    made = in_english_alone(with_definitions(registry, *changes))
    pages = [page for page in page_contexts(made, FACTS, SITE) if isinstance(page, CataloguePage)]
    assert ["", "catalogue/2/", "catalogue/3/"] == [page.path for page in pages]
    titles = [[entry.title.text for shelf in page.shelves for entry in shelf.entries] for page in pages]
    assert [PAGE_SIZE, PAGE_SIZE, 1] == [len(each) for each in titles]
    assert [f"Title {number:04}" for number in range(many)] == [title for each in titles for title in each]
    assert [True, False, False] == [bool(page.issuers) for page in pages]
    assert ["../../", "../../catalogue/2/", "../../catalogue/3/"] == [each.link.href for each in pages[1].numbers]
    assert [False, True, False] == [each.current for each in pages[1].numbers]
    assert {f"All definitions: {many}"} == {page.count for page in pages}
    assert ("./catalogue/page.js", "../../catalogue/page.js") == (pages[0].program, pages[1].program)


def test_an_issuers_long_list_stands_on_pages(registry: Registry) -> None:
    """The issuer's own page has the first part, further pages the rest, in one order, and each leads to the others."""
    many = 2 * PAGE_SIZE + 1
    changes: list[dict[str, object]] = [{"title": f"Title {number:04}"} for number in range(many)]
    made = in_english_alone(with_definitions(registry, *changes))
    pages = {page.path: page for page in page_contexts(made, FACTS, SITE)}
    base = "issuers/example-society/"
    own = pages[base]
    assert isinstance(own, IssuerPage)
    further = [page for page in pages.values() if isinstance(page, IssuerListPage)]
    assert [f"{base}definitions/2/", f"{base}definitions/3/"] == [page.path for page in further]
    entries = [entry.title.text for shown in (own.entries, *(page.entries for page in further)) for entry in shown]
    assert [each.current.title for each in made.achievements] == entries
    assert PAGE_SIZE == len(own.entries)
    ways = [each.link.href for each in own.numbers]
    assert [f"../../{base}", f"../../{base}definitions/2/", f"../../{base}definitions/3/"] == ways


def noise(seed: str) -> str:
    """A summary of the longest sort that `check` allows, of words that no compressor can guess."""
    digits = "".join(hashlib.sha256(f"{seed}{part}".encode()).hexdigest() for part in range(8))
    return " ".join(digits[at : at + 6] for at in range(0, 480, 6))


def test_a_full_page_is_small(root: Path, registry: Registry, tmp_path: Path) -> None:
    """A page of a long list, with the style sheet, the script and the mark, is at most 50 KB compressed."""
    many = 2 * PAGE_SIZE
    changes: list[dict[str, object]] = [{"title": f"Title {n:04}", "summary": noise(str(n))} for n in range(many)]
    page = next(page for page in page_contexts(with_definitions(registry, *changes), FACTS, SITE) if page.path == "")
    sources = read_site_sources(root)
    templates = {path: data for path, data in sources.items() if path.startswith("templates/")}
    html = render_pages([page], templates=templates, scratch=tmp_path)["index.html"]
    style = sources["site/assets/base.css"] + sources["site/assets/style.css"]
    loaded = [html, style, sources["site/catalogue/dist/page.js"]]
    assert PAGE_SIZE == html.count(b'<div class="what">')
    assert sum(len(gzip.compress(each)) for each in loaded) <= 50_000


def test_a_page_leads_to_few_others() -> None:
    """However many pages there are, a page names the first, the last and its neighbours."""
    assert (1, 2) == numbers_near(1, 2)
    assert (1, 2, 3, 100) == numbers_near(1, 100)
    assert (1, 48, 49, 50, 51, 52, 100) == numbers_near(50, 100)


def test_a_registry_without_definitions_has_a_catalogue(registry: Registry) -> None:
    """An empty list is one page, and an index with no values."""
    empty = in_english_alone(only_with(registry, ()))
    pages = [page for page in page_contexts(empty, FACTS, SITE) if isinstance(page, CataloguePage)]
    assert [("", (), (), "All definitions: 0")] == [
        (page.path, page.shelves, page.numbers, page.count) for page in pages
    ]
    assert {name: [] for name in FACETS} == index_of(empty)["facets"]
