"""Links of the authors: which lead nowhere in the site, and where that is said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import Registry
from testamur.pages import BuildFacts
from testamur.render import render_pages
from testamur.site import build_tree, dead_links, page_contexts, site_paths
from testamur.source import SourceFile, Sources

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0" * 40, dirty=False, testamur="0.1.0")
BASE = "https://society.example/registry/"
EDITIONS = {"en": "", "es": "es/"}
THERE = frozenset(
    {
        "index.html",
        "verify/index.html",
        "es/index.html",
        "es/verify/index.html",
        "help/index.html",
        "es/help/index.html",
        "assets/form.pdf",
    }
)


def dead(text: str, path: str = "site/pages/help.md", **more: str) -> list[tuple[str, int, int, str]]:
    """What is said of the links of a page of text, and of further files."""
    pages = {path: text, **{name: words for name, words in more.items() if name.startswith("site/")}}
    records = {name: SourceFile(name, words.encode()) for name, words in more.items() if not name.startswith("site/")}
    found = dead_links(
        Sources(records),
        {name: words.encode() for name, words in pages.items()},
        base_url=BASE,
        editions=EDITIONS,
        paths=lambda: THERE,
    )
    return [(each.place.file, each.place.line, each.place.column, each.message.split("”")[0][1:]) for each in found]


@pytest.mark.parametrize(
    "target",
    [
        "../",
        "..",
        "../verify/",
        "../verify",
        "../verify/index.html",
        "../verify/?x=1#top",
        "#below",
        ".",
        "../help/",
        "/registry/verify/",
        f"{BASE}verify/",
        f"{BASE}assets/form.pdf",
        BASE,
        "https://elsewhere.example/nothing/",
        "mailto:office@society.example",
        "https://society.example/other/",
    ],
)
def test_links_that_lead_somewhere(target: str) -> None:
    """Pages, with or without what stands at their end, files by their whole address, and whatever lies elsewhere."""
    assert [] == dead(f"# Help\n\nSee [it]({target}).\n")


@pytest.mark.parametrize(
    "target",
    [
        "verify/",
        "../verfy/",
        "../../verify/",
        "/verify/",
        "/",
        f"{BASE}verfy/",
        f"{BASE}../verify/",
        "../assets/form.pdf",  # it is not in the folder of the other language
        "../../../../etc/passwd",
        "../Verify/",
    ],
)
def test_links_that_lead_nowhere(target: str) -> None:
    """Each is told once, at its line and column, as it is written."""
    assert [("site/pages/help.md", 3, 10, target)] == dead(f"# Help\n\nSee [it]({target}).\n")


def test_a_text_is_asked_from_where_it_is_shown() -> None:
    """A text in one language stands on that language's page alone; one that others fall back to on theirs, too."""
    form = "[form](../assets/form.pdf)\n"
    assert [] == dead(form, "site/pages/help.en.md", **{"site/pages/help.es.md": "x\n"})
    assert [("site/pages/help.es.md", 1, 8, "../assets/form.pdf")] == dead(
        "x\n", "site/pages/help.en.md", **{"site/pages/help.es.md": form}
    )
    assert [("site/pages/help.en.md", 1, 8, "../assets/form.pdf")] == dead(form, "site/pages/help.en.md")


def test_links_of_every_form() -> None:
    """In angles, by reference and with a title they are links; in code and in a picture they are none."""
    text = f'<{BASE}a/>\n[one][1]\n\n[1]: b/\n[two](<c/>)\n[three](d/ "title")\n'
    text += "`[x](e/)`\n![x](f/)\n```\n[x](h/)\n```\n[four](i/)\n"
    assert [f"{BASE}a/", "b/", "c/", "d/", "i/"] == [each[3] for each in dead(text)]


def test_definitions_and_issuers() -> None:
    """Of their texts, whole addresses under the registry's own are asked for, at the line of the whole file."""
    text = f"---\ntitle: X\n---\n\nSee [it]({BASE}verfy/) and [that](https://elsewhere.example/).\n"
    for path in ("credentials/x/index.md", "issuers/x/index.md", "credentials/x/index.es.md"):
        assert [(path, 5, 10, f"{BASE}verfy/")] == dead("x\n", **{path: text})
    assert [] == dead("x\n", **{"credentials/x/versions/1.0/index.md": text})


def test_nothing_is_asked_where_there_is_no_link() -> None:
    """The paths of the site are found only where a link needs them: that takes as long as a build's half."""

    def never() -> frozenset[str]:
        raise AssertionError

    sources = {"site/pages/help.md": b"# Help\n\n[x](https://elsewhere.example/) [y](#here)\n"}
    assert () == dead_links(Sources({}), sources, base_url=BASE, editions=EDITIONS, paths=never)


@pytest.fixture(scope="module")
def example(root: Path) -> tuple[Registry, Mapping[str, bytes]]:
    """The example registry, in one language to be quick, with the sources of its pages."""
    checked = check_registry(read_sources(root)[0], at=MOMENT)
    assert checked.registry is not None
    settings = replace(checked.registry.settings, languages=("en",))
    return replace(checked.registry, settings=settings), read_site_sources(root)


def test_the_paths_are_those_of_the_site(example: tuple[Registry, Mapping[str, bytes]], tmp_path: Path) -> None:
    """What a check takes for the site's files are the files that a build makes."""
    registry, sources = example
    pages = page_contexts(registry, FACTS, sources)
    templates = {path: data for path, data in sources.items() if path.startswith("templates/")}
    tree = build_tree(registry, FACTS, pages, render_pages(pages, templates=templates, scratch=tmp_path), sources)
    assert frozenset(tree) == site_paths(registry, FACTS, sources)
