"""No page mixes languages silently: its own words are all in its language, and an author's are where they are not."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import Achievement, Registry
from testamur.pages import BuildFacts
from testamur.render import render_pages
from testamur.site import page_contexts
from testamur.site.telling import texts_in

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0" * 40, dirty=False, testamur="0.1.0")
SPOKEN = ("aria-label", "title", "alt", "data-loading", "data-failed", "placeholder")
_BLANK = re.compile(r"\{\w+\}")
WORD = r"[A-Za-z]{4}"  # what is left of a text without its blanks; "{a} of {b}" could be anything
SENTENCE = 4  # words; shorter ones are alike in two languages by chance


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


@pytest.fixture(scope="module")
def pages(root: Path, registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    """Every page of the example in Spanish and French, as a browser reads it."""
    site = read_site_sources(root)
    templates = {path: data for path, data in site.items() if path.startswith("templates/")}
    wanted = [page for page in page_contexts(registry, FACTS, site) if page.path.startswith(("es/", "fr/"))]
    rendered = render_pages(wanted, templates=templates, scratch=tmp_path_factory.mktemp("words"))
    return {path: html5lib.parse(html, namespaceHTMLElements=False) for path, html in rendered.items()}


def said(element: Element, language: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a page with the language that it is in, for those who see it and those who hear it."""
    inside = element.get("lang", language)
    if element.tag in {"script", "style", "code"} or element.tag.endswith("tspan"):  # a drawing is one picture
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


def test_the_words_that_are_alike_are_known(root: Path) -> None:
    """A text that was left in English on purpose is a word of both languages, and stands here."""
    both = "Audit Catalogue Code Contact Mission Page Places Sources Version Versions version"
    for language, known in (("es", set()), ("fr", set(both.split()))):
        theirs = messages(root, language)
        alike = {_BLANK.sub("", text) for way, text in messages(root, "en").items() if theirs[way] == text}
        assert known == {text.strip(" ,") for text in alike if re.search(WORD, text)}


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


def test_each_page_says_which_language_it_is_in(pages: Mapping[str, Element]) -> None:
    """The language of a page is that of its folder, and no mark inside repeats it."""
    for path, page in pages.items():
        assert path[:2] == page.get("lang"), path
        assert [] == [each.tag for each in page.findall(".//main//*[@lang]") if each.get("lang") == path[:2]], path
