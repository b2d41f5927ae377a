"""Words of the glossary: linked where pages use them, and explained on the spot, in each language."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urldefrag
from xml.etree.ElementTree import Element

import html5lib
import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.pages import BuildFacts
from testamur.render import render_pages
from testamur.site import page_contexts
from testamur.site.glossary import glossary_in

MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0" * 40, dirty=False, testamur="0.1.0")
WORDS = {
    "en": ("micro-credential", "An award for a short learning programme, given to someone who completed it"),
    "es": ("micro-credential", "Un reconocimiento de un programa de aprendizaje breve"),
    "fr": ("micro-credential", "Une attestation"),
}
# What a page is besides its list of definitions, and the words that it uses there.
SECTIONS = {
    "credentials/wound-care-2/": {"micro-credential", "assessment", "evidence", "endorsement", "pathway"},
    "credentials/rural-nurse-practice/": {"pathway", "assessment", "evidence"},
    "issuers/example-society/": {"endorsement"},
    "pathways/rural-nurse-practice/": {"pathway"},
}


@pytest.fixture(scope="module")
def pages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Element]:
    """Every page of the example that uses a word of the glossary, as a browser reads it, by its path."""
    sources, _ = read_sources(root)
    registry = check_registry(sources, at=MOMENT).registry
    assert registry is not None
    site_sources = read_site_sources(root)
    templates = {path: data for path, data in site_sources.items() if path.startswith("templates/")}
    contexts = [
        page
        for page in page_contexts(registry, FACTS, site_sources)
        if page.template in {"achievement.html", "catalogue.html", "issuer.html", "pathway.html"}
    ]
    rendered = render_pages(contexts, templates=templates, scratch=tmp_path_factory.mktemp("pages"))
    return {
        path.removesuffix("index.html"): html5lib.parse(data, namespaceHTMLElements=False)
        for path, data in rendered.items()
    }


def linked(page: Element) -> list[str]:
    """The anchors of the glossary that the page's own text leads to, the explanations' links left out."""
    inside = {id(link) for each in explanations(page).values() for link in each.iter("a")}
    found = [urldefrag(link.get("href", "")) for link in page.iter("a") if id(link) not in inside]
    return [anchor for path, anchor in found if path.endswith("glossary/") and anchor]


def asked(page: Element) -> list[str]:
    """The words whose explanation a button of the page opens, in their order."""
    buttons = [button for button in page.iter("button") if button.get("class") == "ask"]
    assert {"button"} >= {button.get("type") for button in buttons}
    assert "" not in {button.get("aria-label", "") for button in buttons}
    return [button.get("popovertarget", "").removeprefix("term-") for button in buttons]


def explanations(page: Element) -> dict[str, Element]:
    """The explanations of the page by their words; each is one that opens by itself and needs no script."""
    return {
        element.get("id", "").removeprefix("term-"): element
        for element in page.iter("div")
        if element.get("popover") is not None
    }


def test_every_linked_word_is_explained_on_the_spot(pages: Mapping[str, Element]) -> None:
    """On every page in each language, a word that leads to the glossary has one button and one explanation."""
    seen: set[str] = set()
    for path, page in pages.items():
        words = set(linked(page))
        assert words <= set(asked(page)), path
        assert len(set(asked(page))) == len(asked(page)), path
        assert set(asked(page)) <= explanations(page).keys(), path
        seen |= words
    assert {"micro-credential", "digital-badge", "certificate", "cpd-credit", "micro-learning", "pathway"} == seen
    assert {"es", "fr"} <= {path.split("/")[0] for path in pages}


def test_sections_are_explained_too(pages: Mapping[str, Element]) -> None:
    """Evidence, assessment, endorsements and pathways have a section, and its word its explanation."""
    for path, words in SECTIONS.items():
        for folder in ("", "es/", "fr/"):
            assert words <= set(asked(pages[folder + path])), folder + path


@pytest.mark.parametrize("language", WORDS)
def test_the_explanation_is_the_glossarys_own(root: Path, pages: Mapping[str, Element], language: str) -> None:
    """It says what stands first on the glossary page of that language, and leads to that page."""
    word, begins = WORDS[language]
    page = pages[("" if language == "en" else f"{language}/") + "credentials/wound-care-2/"]
    text = " ".join(" ".join(explanations(page)[word].itertext()).split())
    meaning = glossary_in(read_site_sources(root), language, "en").meanings[word]
    assert text.startswith(meaning.text)
    assert text.startswith(begins)
    (link,) = explanations(page)[word].iter("a")
    assert link.get("href", "").endswith(("" if language == "en" else f"{language}/") + f"glossary/#{word}")


def test_each_language_explains_the_same_words(root: Path) -> None:
    """The three glossaries have the same ten words, each with a sentence of its own."""
    sources = read_site_sources(root)
    found = {language: glossary_in(sources, language, "en") for language in WORDS}
    assert {language: language for language in WORDS} == {each: glossary.told for each, glossary in found.items()}
    ten = {"micro-credential", "digital-badge", "certificate", "cpd-credit", "micro-learning"}
    ten |= {"pathway", "award", "endorsement", "evidence", "assessment"}
    for glossary in found.values():
        assert ten <= glossary.meanings.keys()
    assert 3 == len({glossary.meanings["award"].text for glossary in found.values()})


def test_a_registrys_own_glossary_counts() -> None:
    """Named and worded anchors are both found, and a word without a text explains nothing."""
    text = b"# Words\n\nFirst.\n\n## Digital badge\n\nA picture.\nWith facts.\n\nMore.\n"
    text += b"\n## Otra {#pathway}\n\n### Sub\n\nNo.\n"
    glossary = glossary_in({"site/pages/glossary.md": text}, "en", "es")
    assert {"digital-badge": "A picture.\nWith facts."} == {name: each.text for name, each in glossary.meanings.items()}
    assert "es" == glossary.told
    assert {} == glossary_in({}, "en", "en").meanings
