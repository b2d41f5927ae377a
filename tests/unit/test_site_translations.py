"""What pages say of what authors wrote in further languages: theirs where it is there, else the original, marked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import Registry, Translation
from testamur.pages import AchievementPage, BuildFacts, CataloguePage, IssuerPage, Page, TextPage, Tongue
from testamur.site import page_contexts
from testamur.site.languages import languages_of
from testamur.site.telling import teller, texts_in

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit=None, dirty=False, testamur="0.1.0")
SITE = read_site_sources(Path(__file__).resolve().parents[2])
ENGLISH = Tongue(language="en", direction="ltr", name="inglés")


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


def pages_of(registry: Registry, site: Mapping[str, bytes] = SITE) -> dict[str, Page]:
    """Every page by its path."""
    return {page.path: page for page in page_contexts(registry, FACTS, site)}


@pytest.fixture(scope="module")
def pages(registry: Registry) -> dict[str, Page]:
    """Those of the example."""
    return pages_of(registry)


def achievement(pages: Mapping[str, Page], path: str) -> AchievementPage:
    """The page of a definition."""
    page = pages[path]
    assert isinstance(page, AchievementPage)
    return page


def translated(registry: Registry, slug: str, *translations: Translation) -> Registry:
    """The registry with these translations of one definition."""
    changed = [
        replace(each, translations=translations) if each.slug == slug else each for each in registry.achievements
    ]
    return replace(registry, achievements=tuple(changed))


def test_a_whole_translation_leaves_no_mark(pages: dict[str, Page]) -> None:
    """Every text that the original has is there in Spanish and French, so nothing says that it is not."""
    for language in ("es", "fr"):
        for path in ("credentials/night-shift-safety/", "credentials/night-shift-safety/1.0/"):
            page = achievement(pages, f"{language}/{path}")
            assert (None, None, None) == (page.foreign, page.title.tongue, page.criteria.tongue)
            said = [fact.said.tongue for part in (page.facts, page.about, page.quality) for fact in part]
            assert {None} == set(said)
            assert {None} == {item.title.tongue for part in page.parts for item in part.items}
            assert {None} == {outcome.text.tongue for outcome in page.outcome_list}


def test_the_registry_speaks_of_itself_in_each_language(registry: Registry) -> None:
    """Its name and description are the author's in that language; one that is not there is the first one's, marked."""
    only_name = Translation(language="es", version="", texts={"name": "Registro de la Sociedad"}, text="")
    settings = replace(registry.settings, name="The Society", description="Awards.", translations=(only_name,))
    told = pages_of(replace(registry, settings=settings))
    spanish, french, english = (told[path] for path in ("es/", "fr/", ""))
    assert isinstance(spanish, CataloguePage)
    assert isinstance(french, CataloguePage)
    assert [("Registro de la Sociedad", None)] * 2 == [
        (spanish.heading.text, spanish.heading.tongue),
        (spanish.frame.registry, spanish.frame.registry_tongue),
    ]
    assert ("Awards.", ENGLISH) == (spanish.lede.text, spanish.lede.tongue)
    # Most definitions of the example are in English alone, and what the page says of that is no word of the registry's.
    both = replace(only_name, texts={"name": "Registro", "description": "Reconocimientos."})
    whole = pages_of(replace(registry, settings=replace(settings, translations=(both,))))["es/"]
    assert isinstance(whole, CataloguePage)
    assert (None, ENGLISH) == (whole.lede.tongue, whole.foreign)
    alone = replace(
        registry,
        settings=replace(settings, translations=(both,)),
        achievements=tuple(each for each in registry.achievements if each.slug == "night-shift-safety"),
        issuers=tuple(replace(each, ledger=(), withdrawals=(), scope=()) for each in registry.issuers),
        endorsements=(),
    )
    page = pages_of(alone)["es/"]
    assert isinstance(page, CataloguePage)
    assert (("Reconocimientos.", None), None) == ((page.lede.text, page.lede.tongue), page.foreign)
    assert ("The Society", "en") == (french.heading.text, french.heading.tongue and french.heading.tongue.language)
    assert ("The Society", None) == (english.frame.registry, english.frame.registry_tongue)
    assert ("og:site_name", "Registro de la Sociedad") in told["es/audit/"].frame.sharing
    assert ("og:site_name", "The Society") in told["audit/"].frame.sharing


def test_what_is_missing_falls_back_and_is_marked(pages: dict[str, Page]) -> None:
    """A translation of title, summary and description leaves the rest in English, each part with its mark."""
    page = achievement(pages, "es/credentials/wound-care-2/")
    assert (ENGLISH, None, None, None) == (page.foreign, page.title.tongue, page.lede.tongue, page.description.tongue)
    assert page.title.text.startswith("Cuidado de heridas")
    assert {ENGLISH} == {outcome.text.tongue for outcome in page.outcome_list} | {page.criteria.tongue}
    assert page.outcome_list[0].text.text.startswith("Explain how a wound heals")


def test_a_page_in_the_authors_language_has_no_marks(pages: dict[str, Page]) -> None:
    """Nothing is foreign where the page is in the language of the original."""
    page = achievement(pages, "credentials/wound-care-2/")
    assert (None, None, None) == (page.foreign, page.title.tongue, page.criteria.tongue)


def test_a_translation_is_of_the_version_that_it_names(registry: Registry) -> None:
    """The pages of another version show the original, since nobody translated what changed."""
    other = Translation(language="es", version="0.9", texts={"title": "Viejo"}, text="")
    pages = pages_of(translated(registry, "wound-care-2", other))
    assert ENGLISH == achievement(pages, "es/credentials/wound-care-2/").title.tongue


@pytest.mark.parametrize("way", ["title", "outcomes/1/text", "evidence/0/builds", "quality/process"])
def test_one_missing_text_is_told(registry: Registry, way: str) -> None:
    """A translation lacks something as soon as one text of the original is not in it."""
    one = next(each for each in registry.achievements if each.slug == "night-shift-safety")
    whole = one.translations[0]
    texts = {key: text for key, text in whole.texts.items() if key != way}
    spanish = languages_of(SITE)["es"]
    assert way in dict(texts_in(one.current))
    assert None is teller(spanish, one.current, one).foreign
    lacking = replace(one, translations=(replace(whole, texts=texts),))
    assert ENGLISH == teller(spanish, one.current, lacking).foreign


def test_a_list_is_in_one_language(registry: Registry) -> None:
    """Of two roles of which one was translated, both are shown as they were written."""
    half = Translation(language="es", version="1.0", texts={"audience/0": "Una"}, text="")
    page = achievement(pages_of(translated(registry, "wound-care-2", half)), "es/credentials/wound-care-2/")
    assert (ENGLISH, False) == (page.facts[0].said.tongue, "Una" in page.facts[0].said.text)


def test_lists_and_links_speak_the_pages_language(pages: dict[str, Page]) -> None:
    """The catalogue and the issuer's page name what was translated by its translation, and mark the rest."""
    catalogue = pages["es/"]
    assert isinstance(catalogue, CataloguePage)
    entries = {entry.href: entry for shelf in catalogue.shelves for entry in shelf.entries}
    titled = entries["../es/credentials/night-shift-safety/"]
    assert ("Trabajo nocturno seguro para enfermería rural", None) == (titled.title.text, titled.title.tongue)
    assert ("Sociedad de Ejemplo de Enfermería Rural", None) == (titled.issuer.text, titled.issuer.tongue)
    assert ENGLISH == entries["../es/credentials/cpr-performance/"].title.tongue
    issuer = pages["es/issuers/example-society/"]
    assert isinstance(issuer, IssuerPage)
    assert (ENGLISH, None) == (issuer.foreign, issuer.about.tongue)
    assert "ficticia" in issuer.about.source


def test_a_page_of_text_falls_back(registry: Registry) -> None:
    """A society's page is told in the reader's language, else in the registry's first, marked; ours gives way to it."""
    site = {path: data for path, data in SITE.items() if not path.startswith("site/pages/")}
    site |= {"site/pages/aims.md": b"# Aims", "site/pages/aims.fr.md": "# Visées".encode()}
    found = [pages_of(registry, site)[path] for path in ("aims/", "es/aims/", "fr/aims/")]
    assert [("# Aims", None), ("# Aims", ENGLISH), ("# Visées", None)] == [
        (page.text.source, page.text.tongue) for page in found if isinstance(page, TextPage)
    ]


def test_directions_meet_in_marks(registry: Registry) -> None:
    """What is written from the right says so where it stands on a page that is written from the left."""
    one = next(each for each in registry.achievements if each.slug == "cpr-performance")
    hebrew = replace(one, current=replace(one.current, language="he"))
    others = tuple(hebrew if each is one else each for each in registry.achievements)
    page = achievement(pages_of(replace(registry, achievements=others)), "es/credentials/cpr-performance/")
    assert Tongue(language="he", direction="rtl", name="hebreo") == page.title.tongue
