"""A site in a language that is written from the right, in a real Chromium: everything stands on the other side."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from testamur.cli import main

from tests import pseudo

pytestmark = pytest.mark.browser
# How far the brand and the words of each heading stand from the side on which the page begins.
SIDES = """() => {
    const edge = (of) => {
        const {right} = document.querySelector(of).getBoundingClientRect()
        return right - parseFloat(getComputedStyle(document.querySelector(of)).paddingRight)
    }
    const words = (of) => {
        const range = document.createRange()
        range.selectNodeContents(of)
        return range.getBoundingClientRect().right
    }
    const headings = [...document.querySelectorAll('main .head h1, main .shelf > h2')]
    return {
        brand: Math.round(edge('.top') - document.querySelector('.brand').getBoundingClientRect().right),
        gaps: headings.map((one) => edge('main') - words(one)).filter((gap) => Math.abs(gap) > 2),
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }
}"""
PAGES = ("", "credentials/wound-care/", "issuers/society/", "pathways/first-steps/", "verify/", "audit/", "glossary/")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output to the tests."""


@pytest.fixture(scope="module")
def origin(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small registry of the golden tests with a second language, built and served on loopback."""
    folder = tmp_path_factory.mktemp("rtl") / "registry"
    shutil.copytree(root / "tests/golden/tiny/in", folder)
    settings = folder / "registry.yaml"
    languages = settings.read_text(encoding="utf-8").replace("[en, es, fr]", f"[en, {pseudo.TAG}]")
    settings.write_text(languages, encoding="utf-8")
    messages = folder / "site/messages"
    messages.mkdir(parents=True)
    english = (root / "site/messages/en.json").read_bytes()
    (messages / f"{pseudo.TAG}.json").write_bytes(pseudo.messages(english))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1772366400")
        assert 0 == main(["build", "--root", str(folder), "--out", str(folder / "_site")])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder / "_site")))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/{pseudo.TAG}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def open_page(chromium: Browser, origin: str) -> Iterator[Callable[[str, int], Page]]:
    """A way to open a page at a width."""
    contexts = []

    def open_at(path: str, width: int) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.goto(origin + path)
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_are_mirrored(open_page: Callable[[str, int], Page], width: int) -> None:
    """The brand stands on the right, headings begin there, in whichever letters, and nothing runs out of the page."""
    for path in PAGES:
        page = open_page(path, width)
        assert {"brand": 0, "gaps": [], "wide": 0} == page.evaluate(SIDES), path


def test_the_search_speaks_it_too(open_page: Callable[[str, int], Page]) -> None:
    """Results are those of this language, lead to its pages, and mark what is in another."""
    page = open_page("", 1280)
    page.locator("#find-words").press_sequentially("wound")
    expect(page.locator("#results .entries li")).to_have_count(2)
    link = page.locator("#results h3 a").first
    assert ("en", "auto") == (link.get_attribute("lang"), link.get_attribute("dir"))
    assert page.url.split("?")[0] + "credentials/wound-care/" == link.evaluate("e => e.href")
    assert pseudo.in_arabic_letters("Results") == page.locator("#results h2").inner_text()


def test_an_author_s_text_begins_where_its_part_does(open_page: Callable[[str, int], Page]) -> None:
    """English prose on such a page reads from the left and stands at the right, as single values do."""
    page = open_page("credentials/wound-care/", 1280)
    of = page.locator("#criteria .prose")
    assert ("ltr", "end") == tuple(of.evaluate("e => [getComputedStyle(e).direction, getComputedStyle(e).textAlign]"))


def test_what_is_left_out_does_not_turn_its_quotes(open_page: Callable[[str, int], Page]) -> None:
    """The way out of a search that finds nothing keeps the reader's words apart from the marks around them."""
    page = open_page("", 1280)
    page.locator("#find-words").press_sequentially("zzzz")
    assert "\u2068zzzz\u2069" in page.locator("#results .ways button").first.inner_text()
