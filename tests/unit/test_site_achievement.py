"""The page of an achievement as it is built: the card of principles row by row, silences, versions, counts, the badge.

What is looked at is the HTML that a visitor gets, not the values it was made of.
"""

import html as html_text
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urldefrag
from xml.etree.ElementTree import Element

import html5lib
import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import NOT_STATED, Achievement, Definition, Registry
from testamur.pages import AchievementPage, BuildFacts
from testamur.render import render_pages
from testamur.site import page_contexts
from testamur.site.editions import changed, how_many
from testamur.site.languages import Language, languages_of
from testamur.site.principles import Answered, principle_card

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0" * 40, dirty=False, testamur="0.1.0")
SOCIETY = "example-society"
CHECK = "The verifier runs in your browser"

# Row, answer, the anchor it leads to, and what the visitor finds there (wound care, level 2).
ROWS = (
    ("1", "met", "quality", "Quality Panel of the Example Society of Rural Nursing"),
    ("2", "declared", "inclusion", "A current registration as a nurse."),
    ("3", "declared", "next-steps", "The award counts towards the pathway Rural nurse practice"),
    ("4", "met", "alignments", "Example Framework for Rural Nursing"),
    ("5", "met", "assessments", "At least 16 of 20 points"),
    ("6", "met", "approver", "Education Committee of the Example Society of Rural Nursing"),
    ("6.1", "met", "issuer", "Example Society of Rural Nursing"),
    ("6.2", "declared", "participation", "Nurses enrol with the society"),
    ("6.3", "met", "endorsements", "Example Council for Rural Health Education"),
    ("6.4", "met", "summary", "has been tested on caring for wounds that are slow to heal"),
    ("7", "met", "check", CHECK),
    ("7.1", "met", "check", CHECK),
    ("7.2", "met", "machine", "Achievement (Open Badges 3.0)"),
    ("7.3", "met", "check", CHECK),
    ("7.4", "met", "type", "Micro-credential"),
    ("7.5", "met", "check", CHECK),
    ("7.6", "declared", "tracks", "Home and community"),
    ("7.7", "met", "machine", "Achievement (Open Badges 3.0)"),
    ("7.8", "met", "pathways", "Rural nurse practice"),
    ("8", "met", "criteria", "pass the case paper"),
    ("8.1", "met", "title", "Wound care, level 2: rural and community nursing"),
    ("8.2", "met", "type", "called Micro-credential"),
    ("8.4", "met", "outcomes", "workplace practice Plan, give and review care"),
    ("8.5", "met", "evidence", "First; a pass opens the practical day"),
    ("8.6", "met", "validity", "3 years"),
    ("9", "met", "check", CHECK),
    ("9.1", "met", "check", CHECK),
    ("9.2", "met", "check", CHECK),
    ("9.3", "met", "evidence", "Kind informal"),
)

# Row, anchor, and whether the definition is silent there: then the row and the place say so.
SILENT: tuple[tuple[str, str, Callable[[Definition], bool]], ...] = (
    ("1", "quality", lambda d: d.quality.assured_by is NOT_STATED and d.quality.next_review is NOT_STATED),
    ("2", "inclusion", lambda d: d.inclusion.entry is NOT_STATED and d.inclusion.cost is NOT_STATED),
    ("3", "next-steps", lambda d: d.next_steps is NOT_STATED),
    ("4", "alignments", lambda d: d.alignments is NOT_STATED),
    ("6", "approver", lambda d: d.approver is NOT_STATED),
    ("6.2", "participation", lambda d: d.participation is NOT_STATED),
    ("6.3", "endorsements", lambda _: True),
    ("6.4", "summary", lambda d: d.summary is NOT_STATED),
    ("7.6", "tracks", lambda d: d.tracks is NOT_STATED),
    ("8.5", "evidence", lambda d: d.evidence is NOT_STATED),
    ("8.6", "validity", lambda d: d.validity.period is NOT_STATED),
    ("9.3", "evidence", lambda d: d.evidence is NOT_STATED),
)
# What the software itself does is met anywhere, and so is a title, a type, a summary where one is written, and a label.
ALWAYS = {"7.2", "7.4", "7.7", "8.1"}
HERE_ALONE = {"7", "7.1", "7.3", "7.5", "9", "9.1", "9.2"}


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


@pytest.fixture(scope="module")
def english(root: Path) -> Language:
    """The language of the pages that are looked at."""
    return languages_of(read_site_sources(root))["en"]


def built(registry: Registry, root: Path, scratch: Path) -> dict[str, Element]:
    """The pages of the definitions, in English, as a browser reads them, by their path."""
    sources = read_site_sources(root)
    templates = {path: data for path, data in sources.items() if path.startswith("templates/")}
    pages = [page for page in page_contexts(registry, FACTS, sources) if page.path.startswith("credentials/")]
    rendered = render_pages(pages, templates=templates, scratch=scratch)
    return {
        path.removesuffix("index.html"): html5lib.parse(data, namespaceHTMLElements=False)
        for path, data in rendered.items()
    }


@pytest.fixture(scope="module")
def pages(registry: Registry, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Element]:
    """Those of the example registry."""
    return built(registry, root, tmp_path_factory.mktemp("pages"))


def text(element: Element) -> str:
    """The words of an element, one space between them."""
    return " ".join(" ".join(element.itertext()).split())


def at(page: Element, anchor: str) -> Element:
    """The one element of that anchor."""
    (found,) = (element for element in page.iter() if element.get("id") == anchor)
    return found


def squares(page: Element) -> dict[str, tuple[str | None, str]]:
    """The squares of the card by their row: the answer, and the anchor that each leads to."""
    (card,) = (element for element in page.iter("ol") if element.get("class") == "card")
    found = {}
    for square in card.iter("li"):
        (link,) = square.iter("a")
        path, anchor = urldefrag(link.get("href", ""))
        assert "" == path
        found[text(link).split()[0]] = (square.get("class"), anchor)
    return found


def moved_on(registry: Registry, changed: Achievement) -> Registry:
    """The registry with one of its achievements changed."""
    others = (changed if each.slug == changed.slug else each for each in registry.achievements)
    return replace(registry, achievements=tuple(others))


def programmes(registry: Registry) -> list[Achievement]:
    """What publications describe."""
    described = {issuer.slug for issuer in registry.issuers if issuer.described_in}
    return [each for each in registry.achievements if each.current.issuer in described]


@pytest.mark.parametrize(("row", "answer", "anchor", "words"), ROWS, ids=[row[0] for row in ROWS])
def test_each_row_leads_to_what_answers_it(
    pages: Mapping[str, Element], row: str, answer: str, anchor: str, words: str
) -> None:
    """The square of the row has its answer and leads to a place of the page that says so."""
    page = pages["credentials/wound-care-2/"]
    assert (answer, anchor) == squares(page)[row]
    assert words in text(at(page, anchor))


def test_the_card_has_these_rows_and_says_them_in_words(pages: Mapping[str, Element]) -> None:
    """Each page has the 29 rows in their order, and the same again as a list of sentences."""
    for page in pages.values():
        found = squares(page)
        assert [row[0] for row in ROWS] == list(found)
        words = [text(each) for each in at(page, "principles").iter("li") if text(each).split()[0] in found]
        said = {answer: answer.replace("-", " ") for answer in ("met", "declared", "not-stated")}
        assert 29 == sum(sentence.endswith(said[str(found[sentence.split()[0]][0])]) for sentence in words[-29:])


def test_the_society_answers_every_row(registry: Registry, pages: Mapping[str, Element]) -> None:
    """Over the pages of the fictional society each row is met or declared."""
    met: set[str] = set()
    for achievement in registry.achievements:
        if achievement.current.issuer == SOCIETY:
            found = squares(pages[f"credentials/{achievement.slug}/"])
            met |= {row for row, (answer, _) in found.items() if answer != "not-stated"}
    assert {row[0] for row in ROWS} == met


def test_the_eight_programmes_say_not_stated(registry: Registry, pages: Mapping[str, Element]) -> None:
    """Where a source is silent, the row is not stated and so is the place it leads to; nothing is claimed instead."""
    listed = programmes(registry)
    assert 8 == len(listed)
    for achievement in listed:
        definition, page = achievement.current, pages[f"credentials/{achievement.slug}/"]
        found = squares(page)
        silent = [(row, anchor) for row, anchor, is_silent in SILENT if is_silent(definition)]
        assert {"1", "3", "4", "6", "6.3", "8.6"} <= {row for row, _ in silent}
        for row, anchor in silent:
            assert (achievement.slug, row, "not-stated", anchor) == (achievement.slug, row, *found[row])
            assert "not stated" in text(at(page, anchor))
        assert {"not-stated"} == {found[row][0] for row in HERE_ALONE}
        spoken = {
            row for row, value in (("6.4", definition.summary), ("8.2", definition.label)) if isinstance(value, str)
        }
        assert ALWAYS | spoken == {row for row, (answer, _) in found.items() if answer == "met"}


def test_no_answer_leads_to_silence(registry: Registry, pages: Mapping[str, Element]) -> None:
    """On every page, an answer that is met or declared leads to a field that says something, not stated to none."""
    silent = "not stated"
    for path, page in pages.items():
        for row, (answer, anchor) in squares(page).items():
            field = at(page, anchor)
            words = " ".join(text(each) for each in list(field)[1:]) or text(field)  # without its heading
            if answer != "not-stated":
                assert silent != words, (path, row)
            elif row not in {"6.1", "7.8"}:  # said on the issuer's own page, and of this registry
                assert silent in words, (path, row)
    described = {f"credentials/{each.slug}/" for each in programmes(registry)}
    assert {"description"} == {squares(pages[path])["8.4"][1] for path in described}
    assert {"check"} == {squares(pages[path])[row][1] for path in described for row in HERE_ALONE}


def test_what_nobody_awards_here_offers_no_check(registry: Registry, pages: Mapping[str, Element]) -> None:
    """The page of a programme does not ask for a credential of it; that of the society does."""
    for achievement in programmes(registry):
        assert CHECK not in text(at(pages[f"credentials/{achievement.slug}/"], "check"))
    assert CHECK in text(at(pages["credentials/wound-care-2/"], "check"))


def test_no_field_is_hidden(registry: Registry, pages: Mapping[str, Element]) -> None:
    """Of a definition that states everything, each text of the front matter stands on its page."""
    definition = next(each.current for each in registry.achievements if each.slug == "wound-care-2")
    page = text(pages["credentials/wound-care-2/"])
    assert isinstance(definition.outcomes, tuple)
    assert isinstance(definition.assessments, tuple)
    assert isinstance(definition.evidence, tuple)
    assert isinstance(definition.components, tuple)
    said = [definition.title, definition.description, definition.summary, definition.context, definition.equivalence]
    said += [*(each.text for each in definition.outcomes), definition.participation, definition.next_steps]
    said += [value for each in definition.assessments for value in (each.name, each.method, each.pass_rule)]
    said += [value for each in definition.evidence for value in (each.kind, each.what, each.collected, each.builds)]
    said += [value for each in definition.components for value in (each.name, each.mode, each.duration)]
    said += ["18 Example continuing nursing education hours", "Example Board for Continuing Nursing Education"]
    said += [definition.validity.renewal_when, definition.validity.renewal_show, definition.quality.process]
    said += ["17 February 2025", "17 February 2028", "English", definition.inclusion.cost]
    assert [] == [value for value in said if " ".join(str(value).split()) not in page]


def test_what_changed_stands_at_each_version(registry: Registry, root: Path, tmp_path: Path) -> None:
    """The second version says what differs from the first, by field; the first says nothing of the kind."""
    achievement = next(each for each in registry.achievements if each.slug == "wound-care-2")
    newer = replace(achievement.current, version="2.0", criteria="Other criteria.", next_steps=NOT_STATED)
    page = built(moved_on(registry, replace(achievement, current=newer)), root, tmp_path)["credentials/wound-care-2/"]
    first, second = (text(line) for line in at(page, "versions").iter("li"))
    assert "Changed" not in first
    assert second.endswith("Changed since version 1.0: next steps, criteria.")


def test_a_version_that_only_has_another_number_says_so(registry: Registry, english: Language) -> None:
    """Where nothing that the page shows differs, that is said and no field is named."""
    definition = registry.achievements[0].current
    same = replace(definition, version="9.9", source=b"other bytes")
    assert "Nothing that this page shows changed since version 1.0." == changed(definition, same, english)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "fewer than 10"),
        (9, "fewer than 10"),
        (10, "10 or more"),
        (19, "10 or more"),
        (99, "90 or more"),
        (100, "100 or more"),
        (129, "120 or more"),
        (1299, "1,200 or more"),
    ],
)
def test_a_count_is_rounded(english: Language, count: int, words: str) -> None:
    """A number of awards never tells one award, and a small one is not told at all."""
    assert words == how_many(count, english)


def test_how_many_is_told_where_the_registry_says_so(registry: Registry, root: Path) -> None:
    """With `award_counts` the page of what is awarded here has the line, and no other page has."""
    silent = replace(registry, settings=replace(registry.settings, award_counts=False))
    sources = read_site_sources(root)
    told, untold = (
        {
            page.path: [fact.said.text for fact in page.about if fact.id == "awards"]
            for page in page_contexts(each, FACTS, sources)
            if isinstance(page, AchievementPage)
        }
        for each in (registry, silent)
    )
    assert ["fewer than 10"] == told["credentials/wound-care-2/"]
    assert [] == told["credentials/dementia-patients-evening/"]
    assert [] == [path for path, words in untold.items() if words]


def test_the_badge_can_be_pasted(registry: Registry, pages: Mapping[str, Element]) -> None:
    """The snippet is a picture with words in a link, all absolute and with no script; only what is awarded has one."""
    page = pages["credentials/wound-care-2/"]
    (code,) = at(page, "embed").iter("code")
    snippet = html5lib.parseFragment(text(code), namespaceHTMLElements=False)
    tags = [element.tag for element in snippet.iter()]
    assert ["DOCUMENT_FRAGMENT", "a", "img"] == tags
    (link,), (image,) = snippet.iter("a"), snippet.iter("img")
    base = "https://registry.society.example/credentials/wound-care-2/"
    assert (base, "no-referrer") == (link.get("href"), link.get("referrerpolicy"))
    assert (f"{base}1.0/badge.svg", "no-referrer") == (image.get("src"), image.get("referrerpolicy"))
    title = "Wound care, level 2: rural and community nursing · Example Society of Rural Nursing"
    assert (title, {"alt", "height", "loading", "referrerpolicy", "src", "width"}) == (
        image.get("alt"),
        set(image.keys()),
    )
    for achievement in programmes(registry):
        other = pages[f"credentials/{achievement.slug}/"]
        assert [] == [element for element in other.iter() if element.get("id") == "embed"]


def test_a_title_can_not_break_out_of_the_snippet(registry: Registry, root: Path, tmp_path: Path) -> None:
    """Quotes and tags in a title are words in the snippet, and the page shows the snippet as text."""
    achievement = next(each for each in registry.achievements if each.slug == "wound-care-2")
    odd = replace(achievement.current, title='"><script>alert(1)</script>', version="2.0")
    page = built(moved_on(registry, replace(achievement, current=odd)), root, tmp_path)
    (code,) = at(page["credentials/wound-care-2/"], "embed").iter("code")
    assert [] == [element.tag for element in code]
    snippet = html5lib.parseFragment(text(code), namespaceHTMLElements=False)
    assert ["DOCUMENT_FRAGMENT", "a", "img"] == [element.tag for element in snippet.iter()]
    assert html_text.escape(odd.title) in text(code)


def test_a_card_without_a_pathway_is_not_stacked(registry: Registry, english: Language) -> None:
    """The answer follows what is told of the definition, here whether a pathway requires it."""
    definition = next(each.current for each in registry.achievements if each.slug == "wound-care-2")
    issuer = next(each for each in registry.issuers if each.slug == SOCIETY)
    about = Answered(definition=definition, issuer=issuer, stacked=False, today=MOMENT.date())
    card = principle_card(about, english)
    assert ["not-stated"] == [square.answer for square in card.squares if square.row == "7.8"]
