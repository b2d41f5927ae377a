"""The words of the site by language: whole in each, found by their file, and refused where a word is missing."""

import itertools
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
from testamur.site.languages import for_the_browser, for_the_first_verdict, languages_of

SITE = read_site_sources(Path(__file__).resolve().parents[2])
MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0123456789abcdef", dirty=False, testamur="0.1.0")


ENGLISH = json.loads(SITE["site/messages/en.json"])["template"]


def changed(name: str, value: object) -> bytes:
    """A messages file that is the English one but for one word of its templates."""
    return json.dumps({"template": ENGLISH | {name: value}}).encode()


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
    periods = [[language.duration(text) for text in ("P1Y", "P18M", "P2Y6M")] for language in languages.values()]
    assert [
        ["1 year", "18 months", "2 years and 6 months"],
        ["1 año", "18 meses", "2 años y 6 meses"],
        ["1\u00a0an", "18\u00a0mois", "2 ans et 6\u00a0mois"],
    ] == periods
    numbers = [(language.number(12345), language.amount("7.5")) for language in languages.values()]
    assert [("12,345", "7.5"), ("12.345", "7,5"), ("12\u202f345", "7,5")] == numbers
    assert ["French", "francés", "français"] == [language.language_named("fr") for language in languages.values()]


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        ("ar", ["سنة", "سنتان", "18 شهرًا"]),
        ("it", ["1 anno", "2 anni", "18 mesi"]),
        ("pl", ["1 rok", "2 lata", "18 miesięcy"]),
        ("pt-BR", ["1 ano", "2 anos", "18 meses"]),
    ],
)
def test_each_language_counts_in_its_own_way(formats: str, said: list[str]) -> None:
    """A language that a society brings has its own plurals, and never the name of a unit that nobody translated."""
    language = languages_of({**SITE, "site/messages/xx.json": changed("formats", formats)})["xx"]
    assert said == [language.duration(period) for period in ("P1Y", "P2Y", "P18M")]


@pytest.mark.parametrize(
    "path", ["", "glossary/", "about/", "credentials/wound-care-2/", "credentials/wound-care-2/1.0/"]
)
def test_a_page_leads_to_itself_in_each_language(registry: Registry, path: str) -> None:
    """The same page stands below each language's folder, and each of them names all, the first for everybody else."""
    pages = {page.path: page for page in page_contexts(registry, FACTS, SITE)}
    base = "https://registry.society.example/"
    expected = {"en": base + path, "es": f"{base}es/{path}", "fr": f"{base}fr/{path}"}
    for language, folder in (("en", ""), ("es", "es/"), ("fr", "fr/")):
        frame = pages[folder + path].frame
        assert (language, expected[language]) == (frame.language, frame.canonical)
        assert expected == {other.language: other.address for other in frame.alternates}
        assert [frame.root + path, f"{frame.root}es/{path}", f"{frame.root}fr/{path}"] == [
            other.href for other in frame.alternates
        ]


def test_every_page_but_the_verifiers_is_in_the_registrys_languages(registry: Registry) -> None:
    """What there is in one of the registry's languages there is in all of them, and in no other."""
    settings = replace(registry.settings, languages=("es", "en"))
    paths = {page.path for page in page_contexts(replace(registry, settings=settings), FACTS, SITE)}
    spanish = {path for path in paths if not path.startswith(("en/", "fr/"))}
    assert {f"en/{path}" for path in spanish} == {path for path in paths if path.startswith("en/")}
    assert {"fr/verify/", "fr/verify/others.html", "fr/verify/offline.html"} == {
        path for path in paths if path.startswith("fr/")
    }


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
        (b'{"template": {}}', "lacks languageName, direction"),
        (changed("skip", 12), "lacks skip"),
        (changed("card", {**ENGLISH["card"], "met": None}), "lacks card.met"),
        (changed("built", "Built {never}"), "has other blanks than en.json in built"),
        (changed("formats", "xx"), "needs `formats`"),
        (changed("direction", "up"), "has a direction other than"),
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
    """What is published leaves out what only a build needs, brings how days are written, and is otherwise the same."""
    whole = json.loads(SITE["site/messages/fr.json"])
    published = json.loads(for_the_browser(SITE)["messages/fr.json"])
    del published["days"]
    assert {name: value for name, value in whole.items() if name != "template"} == published


@pytest.mark.parametrize("tag", ["en", "es", "fr"])
def test_the_browser_writes_a_day_as_the_pages_do(tag: str) -> None:
    """The first and the last day of every month, with the blanks filled, are what a page says of them."""
    days = json.loads(for_the_browser(SITE)[f"messages/{tag}.json"])["days"]
    language = languages_of(SITE)[tag]
    for month, day in itertools.product(range(1, 13), (1, 28)):
        written = days[month - 1].replace("{day}", str(day)).replace("{year}", "2027")
        assert language.day(date(2027, month, day)) == written


def test_the_first_verdict_loads_what_it_says_and_no_reason() -> None:
    """What a credential in order is told of is there, word for word; the many sentences for what is not come later."""
    whole = json.loads(SITE["site/messages/fr.json"])
    first = json.loads(for_the_first_verdict("fr", SITE))
    assert ({}, {}, {}) == (first.pop("reasons"), first.pop("cautions"), first.pop("next"))
    assert {"valid": whole["verdicts"]["valid"]} == first.pop("verdicts")
    assert 12 == len(first.pop("days"))
    assert {"facts", "further", "language", "outcomes", "page", "steps"} == set(first)
    assert {name: whole[name] for name in first} == first
