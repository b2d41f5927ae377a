"""What pages show: the card of principles, silences, relative addresses, and the way from a page to its version."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.findings import FindingsError
from testamur.load import read_site_sources, read_sources
from testamur.model import NONE, NOT_STATED, Registry, Validity
from testamur.pages import AchievementPage, BuildFacts, CataloguePage, IssuerPage, Link, NotFoundPage, Page, PathwayPage
from testamur.site import site_paths
from testamur.site.contexts import page_contexts
from testamur.site.languages import Language, languages_of
from testamur.site.place import Place
from testamur.site.principles import Answered, principle_card
from testamur.site.texts import OURS

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0123456789abcdef", dirty=False, testamur="0.1.0")
ROWS = ("1 2 3 4 5 6 6.1 6.2 6.3 6.4 7 7.1 7.2 7.3 7.4 7.5 7.6 7.7 7.8 8 8.1 8.2 8.4 8.5 8.6 9 9.1 9.2 9.3").split()


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


@pytest.fixture(scope="module")
def pages(root: Path, registry: Registry) -> dict[str, Page]:
    """Every page of the example site by its path."""
    found = page_contexts(registry, FACTS, read_site_sources(root))
    assert len(found) == len({page.path for page in found})
    return {page.path: page for page in found}


def achievement(pages: dict[str, Page], slug: str) -> AchievementPage:
    """The current page of a definition."""
    page = pages[f"credentials/{slug}/"]
    assert isinstance(page, AchievementPage)
    return page


def english(root: Path) -> Language:
    """The site's own English."""
    return languages_of(read_site_sources(root))["en"]


def answers(registry: Registry, **changes: object) -> dict[str, str]:
    """How the wound care definition, changed so, answers each row."""
    definition = next(a.current for a in registry.achievements if a.slug == "wound-care-2")
    issuer = next(issuer for issuer in registry.issuers if issuer.slug == definition.issuer)
    changed = replace(definition, **changes)  # type: ignore[arg-type]  # each test names its fields
    about = Answered(definition=changed, issuer=issuer, stacked=True, today=MOMENT.date())
    card = principle_card(about, english(Path(__file__).resolve().parents[2]))
    return {square.row: square.answer for square in card.squares}


def test_card_has_the_29_rows(pages: dict[str, Page]) -> None:
    """Every achievement answers the 29 entries of the study, in their order, and the counts add up."""
    for page in pages.values():
        if isinstance(page, AchievementPage):
            assert [square.row for square in page.card.squares] == ROWS
            assert page.card.met + page.card.declared + page.card.not_stated == 29


@pytest.mark.parametrize(
    ("row", "changes", "answer"),
    [
        ("3", {"next_steps": NOT_STATED}, "not-stated"),
        ("3", {"next_steps": NONE}, "declared"),
        ("4", {"alignments": NOT_STATED}, "not-stated"),
        ("4", {"alignments": NONE}, "declared"),
        ("5", {"basis": "participation"}, "declared"),
        ("5", {"assessments": NONE}, "declared"),
        ("5", {"basis": NOT_STATED, "assessments": NOT_STATED, "outcomes": NOT_STATED}, "not-stated"),
        ("6", {"approver": NOT_STATED}, "not-stated"),
        ("6.2", {"participation": NOT_STATED}, "not-stated"),
        ("6.4", {"summary": NOT_STATED}, "not-stated"),
        ("7.6", {"tracks": NOT_STATED}, "not-stated"),
        ("8", {"label": NOT_STATED}, "declared"),
        ("8.2", {"label": NOT_STATED}, "declared"),
        ("8.4", {"topics": NOT_STATED}, "declared"),
        ("8.5", {"evidence": NOT_STATED}, "not-stated"),
        ("9.3", {"evidence": NOT_STATED}, "not-stated"),
        ("8.6", {"validity": Validity(period=NONE, renewal_when=NONE, renewal_show=NONE)}, "met"),
        ("8.6", {"validity": Validity(period="P1Y", renewal_when=NOT_STATED, renewal_show="x")}, "declared"),
        ("8.6", {"validity": Validity(period=NOT_STATED, renewal_when="x", renewal_show="x")}, "not-stated"),
    ],
)
def test_a_row_follows_its_field(registry: Registry, row: str, changes: dict[str, object], answer: str) -> None:
    """A row is answered by its own field alone, and silence is never met."""
    assert answers(registry, **changes)[row] == answer


def test_review_that_is_due_is_only_declared(registry: Registry) -> None:
    """Row 1 is met only while the next review lies ahead."""
    definition = next(a.current for a in registry.achievements if a.slug == "wound-care-2")
    quality = replace(definition.quality, next_review=MOMENT.date().replace(day=19))
    assert (answers(registry)["1"], answers(registry, quality=quality)["1"]) == ("met", "declared")


def test_programme_without_keys_claims_nothing_about_awards(pages: dict[str, Page]) -> None:
    """What can't be awarded here can't be verified here, and its card says so."""
    squares = {square.row: square.answer for square in achievement(pages, "cpr-performance").card.squares}
    assert {squares[row] for row in ("7", "7.1", "7.3", "7.5", "9", "9.1", "9.2")} == {"not-stated"}


def test_silences_are_shown(pages: dict[str, Page]) -> None:
    """A programme whose source says nothing of credits, basis or expiry shows exactly that."""
    facts = {fact.term: fact.said for fact in achievement(pages, "cpr-performance").facts}
    for term in ("Awarded for", "Credits", "Valid for"):
        assert (facts[term].text, facts[term].manner) == ("not stated", "not-stated")


def test_none_differs_from_not_stated(pages: dict[str, Page]) -> None:
    """What does not expire says so, and not that nothing was stated."""
    facts = {fact.term: fact.said for fact in achievement(pages, "night-shift-safety").facts}
    assert (facts["Valid for"].text, facts["Valid for"].manner) == ("does not expire", "none")


def _links(value: object) -> list[str]:
    if isinstance(value, Link):
        return [value.href]
    if isinstance(value, tuple):
        return [href for item in value for href in _links(item)]
    if is_dataclass(value):
        own = [getattr(value, field.name) for field in fields(value)]
        named = [getattr(value, name, None) for name in ("href", "src", "type_href")]
        return [href for item in own for href in _links(item)] + [href for href in named if isinstance(href, str)]
    return []


def test_addresses_inside_the_site_are_relative(pages: dict[str, Page]) -> None:
    """No page but the one for missing pages has an address that begins at the host."""
    for page in pages.values():
        for href in _links(page):
            if not isinstance(page, NotFoundPage):
                assert re.match(r"(\.\./|\./|#|https://|mailto:|$)", href), (page.path, href)


def test_missing_page_knows_its_root(pages: dict[str, Page]) -> None:
    """The page for missing pages is served at any depth, so its addresses begin at the base URL's path."""
    page = pages["404.html"]
    assert isinstance(page, NotFoundPage)
    assert page.home.href == "/"


def test_root_of_a_place() -> None:
    """The way up has one step a folder."""
    assert [Place(path).to("x") for path in ("", "a/", "a/b/c/")] == ["./x", "../x", "../../../x"]


def test_catalogue_separates_what_is_only_described(pages: dict[str, Page]) -> None:
    """The eight programmes of the review stand apart from what can be awarded here."""
    page = pages[""]
    assert isinstance(page, CataloguePage)
    assert {shelf.id: len(shelf.entries) for shelf in page.shelves} == {"awarded": 6, "described": 8}


def test_pathway_names_its_rules(pages: dict[str, Page]) -> None:
    """A group in which everything is needed and one with a choice read differently."""
    page = pages["pathways/rural-nurse-practice/"]
    assert isinstance(page, PathwayPage)
    rules = [group.rule for group in page.groups]
    assert "All of these" in rules
    assert any(rule.startswith("At least") for rule in rules)


def test_issuer_shows_keys_with_windows(pages: dict[str, Page]) -> None:
    """A retired key stays visible with both its days."""
    page = pages["issuers/example-society/"]
    assert isinstance(page, IssuerPage)
    assert {key.state for key in page.keys} == {"in use", "retired"}
    assert any(re.fullmatch(r"in use from .+ to .+", key.window) for key in page.keys if key.state == "retired")


def test_silences_have_words(root: Path) -> None:
    """Not stated and none are said in different words, and none in the words of its field."""
    language = english(root)
    said = [language.said(NOT_STATED), language.said(NONE), language.said(NONE, none="silences.noExpiry")]
    assert [("not stated", "not-stated"), ("none", "none"), ("does not expire", "none")] == [
        (each.text, each.manner) for each in said
    ]


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("es.md", True),
        ("fr.en.md", True),
        ("verify.md", True),
        ("Verify.es.md", True),
        ("credentials/wound-care-2.md", True),
        ("registry.json.md", True),
        ("About.md", True),
        ("help.md", False),
        ("help/verify.md", False),
        ("about.md", False),
        ("espresso.md", False),
    ],
)
def test_a_page_of_text_stands_beside_ours(root: Path, registry: Registry, name: str, taken: bool) -> None:
    """A name that is ours, a language's, or another page's but for capital letters is refused."""
    sources = {**read_site_sources(root), f"site/pages/{name}": b"# Of our own\n"}
    found: list[str] = []
    try:
        page_contexts(registry, FACTS, sources)
    except FindingsError as refused:
        found = [finding.code for finding in refused.findings]
    assert taken == bool(found)
    assert {"page-name-taken"} >= set(found)


def test_the_names_that_are_ours_are_those_of_a_site(root: Path, registry: Registry) -> None:
    """Whatever a site has at its root is a language, a page of text or on the list of names that no page may have."""
    sources = read_site_sources(root)
    first = {path.split("/")[0] for path in site_paths(registry, FACTS, sources)}
    assert {"about", "glossary", "es", "fr"} == first - OURS
    assert {"sitemap", ".testamur-site"} == OURS - first
