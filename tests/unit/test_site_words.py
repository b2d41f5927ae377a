"""No page mixes languages silently: its own words are all in its language, and an author's are where they are not."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import Achievement, Registry
from testamur.pages import BuildFacts, Page
from testamur.render import render_pages
from testamur.site import page_contexts
from testamur.site.telling import texts_in

from tests import pseudo

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0" * 40, dirty=False, testamur="0.1.0")
SPOKEN = ("aria-label", "title", "alt", "data-loading", "data-failed", "placeholder")
_BLANK = re.compile(r"\{\w+\}")
WORD = r"[A-Za-z]{4}"  # what is left of a text without its blanks; "{a} of {b}" could be anything
# What is written so in every language: hosts, files, codes of frameworks and lists, programs and formats.
NAMES = (
    r"registry\.society\.example|office@\S+|https://\S+|"
    r"\b[A-Z][0-9]+\b|[0-9]+\.json|RN-\w+|Testamur\b(?! e)|JSON Feed|Atom"
)
SENTENCE = 4  # words; shorter ones are alike in two languages by chance


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


def drawn(pages: Iterable[Page], site: Mapping[str, bytes], scratch: Path) -> dict[str, Element]:
    """Pages as a browser reads them, by their paths."""
    templates = {path: data for path, data in site.items() if path.startswith("templates/")}
    rendered = render_pages(tuple(pages), templates=templates, scratch=scratch)
    return {path: html5lib.parse(html, namespaceHTMLElements=False) for path, html in rendered.items()}


@pytest.fixture(scope="module")
def pages(root: Path, registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    """Every page of the example in Spanish and French, as a browser reads it."""
    site = read_site_sources(root)
    wanted = [page for page in page_contexts(registry, FACTS, site) if page.path.startswith(("es/", "fr/"))]
    return drawn(wanted, site, tmp_path_factory.mktemp("words"))


def said(element: Element, language: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a page with the language that it is in, for those who see it and those who hear it."""
    inside = element.get("lang", language)
    exact = element.tag in {"script", "style", "code"} or element.get("class") == "exact"
    if exact or element.tag.endswith("tspan"):  # a drawing is one picture
        return
    if element.tag == "meta" and element.get("name") == "description":
        yield inside, element.get("content", "")
    yield from ((inside, element.get(name, "")) for name in SPOKEN if name in element.attrib)
    yield inside, element.text or ""
    for child in element:
        yield from said(child, inside)
        yield inside, child.tail or ""


def plain(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def messages(root: Path, language: str) -> dict[str, str]:
    """The words of the templates in a language, by the ways to them."""
    document = json.loads((root / f"site/messages/{language}.json").read_bytes())

    def texts(value: Any, way: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, str):
            yield way, value
        else:
            for name, below in value.items():
                yield from texts(below, f"{way}.{name}")

    return dict(texts(document["template"], ""))


@pytest.mark.parametrize("language", ["es", "fr"])
def test_no_words_of_the_site_are_left_in_english(root: Path, pages: Mapping[str, Element], language: str) -> None:
    """None of the English texts that are another in this language shows on a page in it."""
    english, theirs = messages(root, "en"), messages(root, language)
    other = {
        way: text for way, text in english.items() if theirs[way] != text and re.search(WORD, _BLANK.sub("", text))
    }
    forms = {way: re.compile(".+?".join(re.escape(part) for part in _BLANK.split(text))) for way, text in other.items()}
    alike = set(theirs.values())  # "Version" is another word of French
    found = []
    for path, page in pages.items():
        if path.startswith(f"{language}/"):
            for tongue, text in said(page):
                shown = plain(text)
                if tongue == language and shown and shown not in alike:
                    found += [(path, way, shown) for way, form in forms.items() if form.fullmatch(shown)]
    assert [] == found


@pytest.mark.parametrize("language", ["es", "fr"])
def test_no_text_of_an_author_passes_for_another_language(
    registry: Registry, pages: Mapping[str, Element], language: str
) -> None:
    """What was written in English is marked as English wherever a page in another language shows it."""
    written = {plain(text) for achievement in registry.achievements for text in originals(achievement, language)}
    for issuer in registry.issuers:
        if language not in {each.language for each in issuer.translations}:
            written |= {plain(text) for text in (issuer.name, issuer.about, issuer.purpose) if isinstance(text, str)}
    sentences = [text for text in written if len(text.split()) >= SENTENCE]
    found, marked = [], 0
    for path, page in pages.items():
        if path.startswith(f"{language}/"):
            for tongue, text in said(page):
                shown = plain(text)
                hits = [each for each in sentences if each in shown]
                marked += tongue == "en" and bool(hits)
                found += [(path, shown) for _ in hits if tongue != "en"]
    assert [] == found
    assert marked > 100


def originals(achievement: Achievement, language: str) -> Iterator[str]:
    """The texts of a definition that nobody wrote in this language."""
    texts = [(version.definition.version, dict(texts_in(version.definition))) for version in achievement.versions]
    texts.append((achievement.current.version, dict(texts_in(achievement.current))))
    for version, ways in texts:
        translated = {
            way
            for each in achievement.translations
            if (each.language, each.version) == (language, version)
            for way in each.texts
        }
        yield from (text for way, text in ways.items() if way not in translated)


def test_no_line_of_french_begins_with_a_sign(root: Path) -> None:
    """French puts a space before some signs, and it is one that does not break."""
    sources = read_site_sources(root)
    files = ["site/messages/fr.json", *(path for path in sources if path.endswith(".fr.md"))]
    assert len(files) > 2
    breaks = re.compile(r".{9} [:;?!»]|« .{9}")
    broken = [(path, found[0]) for path in files for found in breaks.finditer(sources[path].decode())]
    assert [] == broken


def test_each_page_says_which_language_it_is_in(pages: Mapping[str, Element]) -> None:
    """The language of a page is that of its folder, and no mark inside repeats it."""
    for path, page in pages.items():
        assert path[:2] == page.get("lang"), path
        assert [] == [each.tag for each in page.findall(".//main//*[@lang]") if each.get("lang") == path[:2]], path


def test_nothing_is_written_into_a_template(registry: Registry, root: Path, tmp_path: Path) -> None:
    """In a language whose every word is in Arabic letters, all that is left in Latin ones has its mark or is a name."""
    site = dict(read_site_sources(root))
    site[f"site/messages/{pseudo.TAG}.json"] = pseudo.messages(site["site/messages/en.json"])
    settings = replace(registry.settings, languages=("en", pseudo.TAG))
    made = page_contexts(replace(registry, settings=settings), FACTS, site)
    pages = drawn([page for page in made if page.path.startswith(f"{pseudo.TAG}/")], site, tmp_path)
    named = [settings.name, *(each.current.title for each in registry.achievements)]
    names = re.compile(NAMES + "|" + "|".join(map(re.escape, named)))
    found = []
    for path, page in pages.items():
        assert (pseudo.TAG, "rtl") == (page.get("lang"), page.get("dir")), path
        for tongue, text in said(page):
            if tongue == pseudo.TAG and re.search("[A-Za-z]", names.sub("", text)):
                found.append((path, plain(text)))
    assert [] == found
