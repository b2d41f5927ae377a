"""The words of the site by language: whole in each, found by their file, and refused where a word is missing."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.findings import FindingsError
from testamur.load import read_site_sources, read_sources
from testamur.model import Registry
from testamur.pages import BuildFacts, VerifyPage
from testamur.site.contexts import page_contexts
from testamur.site.languages import for_the_browser, languages_of

SITE = read_site_sources(Path(__file__).resolve().parents[2])
MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0123456789abcdef", dirty=False, testamur="0.1.0")


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


def verify_pages(registry: Registry, first: str = "en") -> dict[str, VerifyPage]:
    """The verify page in each language by its path, for a registry whose first language is `first`."""
    settings = replace(registry.settings, languages=(first,))
    pages = page_contexts(replace(registry, settings=settings), FACTS, SITE)
    return {page.path: page for page in pages if isinstance(page, VerifyPage)}


def test_three_languages_ship() -> None:
    """English, Spanish and French have their files, and say days as people write them."""
    languages = languages_of(SITE)
    assert ["en", "es", "fr"] == list(languages)
    said = [language.day(date(2026, 3, 1)) for language in languages.values()]
    assert ["1 March 2026", "1 de marzo de 2026", "1 mars 2026"] == said


def test_the_verify_page_has_each_language(registry: Registry) -> None:
    """Each page speaks its own language and leads to the others by relative ways."""
    pages = verify_pages(registry)
    assert ["verify/", "es/verify/", "fr/verify/"] == list(pages)
    assert ["en", "es", "fr"] == [page.frame.language for page in pages.values()]
    ways = [other.href for other in pages["es/verify/"].frame.alternates]
    assert ["../../verify/", "../../es/verify/", "../../fr/verify/"] == ways
    assert ("Generado el 20 de noviembre de 2026 a partir del commit ", " con Testamur 0.1.0.") == (
        pages["es/verify/"].frame.built
    )
    assert "Vérifier" == dict(pages["fr/verify/"].frame.navigation)["verify"].text


@pytest.mark.parametrize(("first", "paths"), [("fr", "en es -"), ("de", "- es fr")])
def test_the_first_language_has_the_short_address(registry: Registry, first: str, paths: str) -> None:
    """`/verify/` is in the registry's first language, and in English where that one has no words."""
    expected = {"verify/" if one == "-" else f"{one}/verify/" for one in paths.split()}
    assert expected == set(verify_pages(registry, first))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "is not JSON"),
        (b"[]", "has no `template`"),
        (b'{"template": {}}', "does not name twelve months"),
        (json.dumps({"template": {"months": ["x"] * 12}}).encode(), "lacks languageName, direction"),
    ],
)
def test_words_that_are_missing_are_named(data: bytes, message: str) -> None:
    """A file of words that is no such file, or lacks some, is a finding that says which."""
    with pytest.raises(FindingsError) as raised:
        languages_of({**SITE, "site/messages/de.json": data})
    (finding,) = raised.value.findings
    assert ("messages-broken", "site/messages/de.json", True) == (
        finding.code,
        finding.place.file,
        message in finding.message,
    )


def test_a_direction_is_one_of_two() -> None:
    """A language is written from the left or from the right."""
    odd = json.loads(SITE["site/messages/en.json"])
    odd["template"]["direction"] = "up"
    with pytest.raises(FindingsError, match="messages-broken"):
        languages_of({**SITE, "site/messages/de.json": json.dumps(odd).encode()})


def test_a_language_is_added_by_its_file(registry: Registry) -> None:
    """A file of a further language makes a further verify page, written the way it says."""
    hebrew = json.loads(SITE["site/messages/en.json"])
    hebrew["template"] |= {"direction": "rtl", "languageName": "עברית"}
    pages = page_contexts(registry, FACTS, {**SITE, "site/messages/he.json": json.dumps(hebrew).encode()})
    (page,) = (page for page in pages if page.path == "he/verify/")
    assert ("rtl", "he") == (page.frame.direction, page.frame.language)


def test_without_english_there_are_no_words() -> None:
    """The file of English is the measure of the others."""
    with pytest.raises(FindingsError, match="messages-broken"):
        languages_of({})


def test_the_browser_loads_no_words_of_templates() -> None:
    """What is published leaves out what only a build needs, and is otherwise the same."""
    whole = json.loads(SITE["site/messages/fr.json"])
    published = for_the_browser(SITE["site/messages/fr.json"])
    assert {name: value for name, value in whole.items() if name != "template"} == json.loads(published)
