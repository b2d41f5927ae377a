"""The pages of the built example site: links lead somewhere, headings are in order, a small screen loses nothing."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from playwright.sync_api import Page

OpenPage = Callable[..., Page]

# One of each kind, with the longest texts there are.
KINDS = {
    "catalogue": "",
    "achievement": "credentials/wound-care-2/",
    "version": "credentials/wound-care-2/1.0/",
    "described": "credentials/dementia-patients-evening/",
    "issuer": "issuers/example-society/",
    "described-issuer": "issuers/goodenough-2020/",
    "pathway": "pathways/rural-nurse-practice/",
    "audit": "audit/",
    "ledger": "issuers/example-society/ledger/",
    "verify": "verify/",
    "verify-es": "es/verify/",
    "verify-fr": "fr/verify/",
    "others": "fr/verify/others.html",
    "glossary": "glossary/",
    "about": "about/",
    "not-found": "404.html",
}
SITE = "https://site.invalid"
# What every page has, and what follows it: one sheet for the pages of a site, and one for the verify page.
# The half kilobyte is for pages that are written from the right.
MAX_STYLE_BYTES = {"base.css": 7 * 1024, "style.css": 11 * 1024 + 512, "verify.css": 10 * 1024}
# What a page runs, by the template that says so.
PROGRAMS = {
    "index.html": "./catalogue/page.js",
    "es/index.html": "../catalogue/page.js",
    "fr/index.html": "../catalogue/page.js",
    "verify/index.html": "../verify/page.js",
    "es/verify/index.html": "../../verify/page.js",
    "fr/verify/index.html": "../../verify/page.js",
    "verify/others.html": "../verify/others.js",
    "es/verify/others.html": "../../verify/others.js",
    "fr/verify/others.html": "../../verify/others.js",
}


def documents(site: Path) -> Iterator[tuple[str, Element]]:
    """Every page by its path, as a browser reads it."""
    for file in sorted(site.rglob("*.html")):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        document = parser.parse(file.read_bytes())
        assert [] == [(file.name, *error[1:]) for error in parser.errors]
        yield file.relative_to(site).as_posix(), document


def base_path(site: Path) -> str:
    """The path that the site's absolute addresses begin with, as its 404 page has it."""
    found = re.search(r'data-root="(/[^"]*)"', (site / "404.html").read_text(encoding="utf-8"))
    assert found
    return found[1]


def test_every_link_leads_to_a_file_and_an_anchor(site: Path) -> None:
    """Each link, image, style sheet and script within the site is there, and so is the anchor it names."""
    base = base_path(site)
    pages = dict(documents(site))
    anchors = {path: [e.get("id") for e in page.iter() if e.get("id")] for path, page in pages.items()}
    lost = []
    for path, page in pages.items():
        for element in page.iter():
            for name in ("href", "src"):
                value = element.get(name)
                if value is None or element.tag == "use" or urlsplit(value).scheme in ("https", "mailto"):
                    continue
                address, anchor = urldefrag(urljoin(f"{SITE}{base}{path}", value))
                assert address.startswith(f"{SITE}{base}"), (path, value)
                target = unquote(address.removeprefix(f"{SITE}{base}"))
                target = f"{target}index.html" if target == "" or target.endswith("/") else target
                found = (site / target).is_file() and (anchor == "" or anchor in anchors.get(target, ()))
                lost += [] if found else [(path, value)]
    assert [] == lost


def test_anchors_are_unique_on_a_page(site: Path) -> None:
    """Two places of one name would make a link ambiguous; drawings repeat theirs with equal content."""
    twice = []
    for path, page in documents(site):
        drawn = {part for svg in page.iter("svg") for part in svg.iter()}
        names = [element.get("id") for element in page.iter() if element.get("id") and element not in drawn]
        twice += [(path, name) for name in set(names) if names.count(name) > 1]
    assert [] == twice


def test_headings_are_in_order(site: Path) -> None:
    """A page has one heading of the first level, it comes first, and no level is skipped below it."""
    for path, page in documents(site):
        levels = [int(str(e.tag)[1]) for e in page.iter() if re.fullmatch("h[1-6]", str(e.tag))]
        assert (path, 1, 1) == (path, levels[0], levels.count(1))
        assert [] == [(path, a, b) for a, b in pairwise(levels) if b > a + 1]


def page_has_data(path: str) -> bool:
    """Whether a page says something to programs: the first, those of definitions, and those of issuers that award."""
    plain = path[3:] if path.startswith(("es/", "fr/")) else path
    awards = plain == "issuers/example-society/index.html"
    return plain == "index.html" or plain.startswith("credentials/") or awards


def test_every_page_has_its_frame(site: Path) -> None:
    """Language, title, description, policy, skip link and landmarks stand on every page, and no inline style."""
    for path, page in documents(site):
        assert (path, path[:2] if path.startswith(("es/", "fr/")) else "en") == (path, page.get("lang"))
        metas = {
            element.get("name") or element.get("http-equiv"): element.get("content", "")
            for element in page.iter("meta")
        }
        assert "default-src 'none'" in metas["Content-Security-Policy"]
        assert "'unsafe" not in metas["Content-Security-Policy"]
        assert ("script-src 'self';" in metas["Content-Security-Policy"]) == (path in PROGRAMS)
        assert "no-referrer" == metas["referrer"]
        assert metas["description"]
        assert [1, 1, 1, 1] == [len(page.findall(f".//{tag}")) for tag in ("title", "header", "main", "footer")]
        assert "#main" == next(element.get("href") for element in page.iter("a"))
        if path.endswith("offline.html"):
            continue  # one file with everything inside, under a policy that tests/unit/test_site_offline.py looks at
        assert [] == [element.tag for element in page.iter() if element.get("style") or element.tag == "style"]
        data = [element for element in page.iter("script") if element.get("type") == "application/ld+json"]
        assert (path, len(data)) == (path, int(page_has_data(path)))
        words = [element for element in page.iter("script") if element.get("type") == "application/json"]
        checks = path.endswith("verify/index.html")  # where the first words that the program says stand in the page
        assert (path, ["verify-words"] if checks else []) == (path, [element.get("id") for element in words])
        programs = [element for element in page.iter("script") if element not in (*data, *words)]
        scripts = [(element.get("src"), "".join(element.itertext())) for element in programs]
        assert (path, [(PROGRAMS[path], "")] if path in PROGRAMS else []) == (path, scripts)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    plain = colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
    parts = [int(plain[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_can_be_read(root: Path) -> None:
    """Each colour of text keeps 4.5 to 1 on each ground, in light and dark (WCAG 2.2, 1.4.3), and frames 3 to 1."""
    style = (root / "site/assets/base.css").read_text(encoding="utf-8")
    tokens = [
        dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6})\b", block))
        for block in re.findall(r":root \{(.*?)\}", style, flags=re.DOTALL)[:2]
    ]
    for colours in tokens:
        for ground in ("paper", "raised", "tint"):
            for text in ("ink", "soft", "accent", "ok", "stop", "wait", "mute", "edge"):
                low, high = sorted((luminance(colours[text]), luminance(colours[ground])))
                assert (high + 0.05) / (low + 0.05) >= (3 if text == "edge" else 4.5), (text, ground)


def test_the_style_sheet_is_small(root: Path) -> None:
    """Each style sheet stays within its budget and loads nothing."""
    assert sorted(MAX_STYLE_BYTES) == sorted(file.name for file in (root / "site/assets").glob("*.css"))
    for name, most in MAX_STYLE_BYTES.items():
        style = (root / "site/assets" / name).read_bytes()
        assert len(style) <= most
        assert b"url(" not in style
        assert b"@import" not in style


def test_style_speaks_of_start_and_end(root: Path) -> None:
    """No rule names left or right, and no shorthand tells one from the other: a page can be written the other way."""
    for name in MAX_STYLE_BYTES:
        style = re.sub(r"/\*.*?\*/", "", (root / "site/assets" / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        rules = re.findall(r"([a-z-]+):\s*([^;{}]+)", style)
        assert [] == [rule for rule in rules if re.search(r"\b(?:left|right)\b", " ".join(rule))]
        four = [value.split() for name, value in rules if name in {"padding", "margin", "inset", "border-width"}]
        assert [] == [value for value in four if len(value) == 4 and value[1] != value[3]]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_on_a_small_screen(open_page: OpenPage, kind: str, scheme: str) -> None:
    """At 360 pixels no page scrolls sideways, and none asks another host or complains (see open_page)."""
    page = open_page(KINDS[kind], viewport={"width": 360, "height": 740}, color_scheme=scheme)
    assert 360 == page.evaluate("document.documentElement.scrollWidth")
    outside = """() => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 361
        && !e.closest('pre, table, svg, .vh')).map(e => e.outerHTML.slice(0, 80))"""
    assert [] == page.evaluate(outside)
    assert "flex" == page.evaluate("getComputedStyle(document.body).display")  # the style sheet came


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_read_without_script(open_page: OpenPage, kind: str) -> None:
    """With JavaScript off the text is there; the verify page says what to do instead and offers nothing dead."""
    page = open_page(KINDS[kind], java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert len(page.locator("main").inner_text()) > 60
    if kind.startswith("verify"):
        assert "testamur verify FILE" in page.locator("main").inner_text()
        assert not page.locator("#verify-drop").is_visible()


@pytest.mark.browser
def test_a_page_works_from_the_keyboard(open_page: OpenPage) -> None:
    """The first stop is the skip link, which can then be seen and leads to the main part."""
    page = open_page("credentials/wound-care-2/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    box = skip.bounding_box()
    assert box is not None
    assert box["width"] > 50
    page.keyboard.press("Enter")
    assert "main" == page.evaluate("document.activeElement.id")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "width"), [("es/credentials/wound-care-2/", 360), ("credentials/wound-care-2/", 1280)]
)
def test_a_word_is_explained_on_the_spot(open_page: OpenPage, path: str, width: int) -> None:
    """From the keyboard and without script: Enter opens it within the page, Tab leads on into it, Escape closes it."""
    small = {"width": width, "height": 740}
    page = open_page(path, viewport=small, java_script_enabled=False, reduced_motion="reduce")
    ask, meaning = page.locator("#evidence .ask"), page.locator("#term-evidence")
    assert not meaning.is_visible()
    ask.focus()
    page.keyboard.press("Enter")
    assert meaning.is_visible()
    box, button = meaning.bounding_box(), ask.bounding_box()
    assert box is not None
    assert button is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert abs(box["y"] - button["y"]) < 300
    assert button["width"] >= 24
    page.keyboard.press("Tab")
    assert meaning.locator("a:focus").count() == 1
    page.keyboard.press("Escape")
    assert not meaning.is_visible()
    ask.click()
    assert meaning.is_visible()
    page.emulate_media(media="print")
    assert not meaning.is_visible()
    assert not ask.is_visible()


@pytest.mark.browser
def test_what_was_found_explains_its_words_too(open_page: OpenPage) -> None:
    """The list that the search draws explains each type at its first use, as the list that it hides does."""
    page = open_page("")
    page.locator("#find-words").press_sequentially("care")
    ask = page.locator("#results .ask[popovertarget=term-micro-credential]")
    ask.first.wait_for()
    assert 1 == ask.count()
    ask.click()
    assert page.locator("#term-micro-credential").is_visible()
