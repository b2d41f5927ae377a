"""A registry whose every text is the worst that the format allows, in a real Chromium: the page holds."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from testamur.cli import main

from tests import pseudo

pytestmark = pytest.mark.browser

OpenPage = Callable[[str, int], Page]

UNBROKEN = "W" * 120  # the longest title there may be, and no place to break it
ARABIC = "العناية بالجروح المزمنة في المنزل"
HTML = "<b onclick=alert(1)>bold</b><script>document.title='run'</script><img src=x onerror=alert(1)>"
ZALGO = "e" + "\u0301\u0316\u0489" * 40
EMOJI = "👩🏽‍⚕️🏳️‍🌈🧑‍🤝‍🧑" * 30
LONG_URL = "https://society.example/" + "a" * 1500
TABLE = "\n".join(
    ["|" + "|".join(f"Column {n}" for n in range(20)) + "|", "|" + "---|" * 20, "|" + "|".join(["W" * 24] * 20) + "|"]
)
OUTCOMES = "".join(f"  - kind: demonstration\n    text: >-\n      {n} {'long' * 70} {HTML}\n" for n in range(50))
CRITERIA = (
    f"{EMOJI} {ZALGO} {'W' * 700}\n\n{TABLE}\n\n<{LONG_URL}>\n\n    {'code ' * 200}\n\n"
    f"1. {ARABIC} (abc) {ARABIC}\n   - {'W' * 300}\n\n> {'W' * 300}\n\n`{'W' * 300}`\n"
)
PAGES = (
    "",
    "credentials/hostile/",
    "credentials/arabic/",
    "pathways/path/",
    "issuers/society/",
    "about/",
    "ar/credentials/hostile/",
    "ar/pathways/path/",
)
# What runs out of the page, apart from what scrolls by itself.
OUTSIDE = """() => [...document.querySelectorAll('body *')].filter((each) => {
    const {left, right, width} = each.getBoundingClientRect()
    return width > 1 && (right > innerWidth + 1 || left < -1) && !each.closest('pre, table, svg, .vh')
}).map((each) => each.outerHTML.slice(0, 80))"""
# Boxes with words of their own that lie on each other: neither may hold the other.
OVERLAPS = """() => {
    const own = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    const shown = (each) => each.checkVisibility() && !each.closest('svg, .vh, .skip, script, table, option')
    const boxes = [...document.querySelectorAll('body *')]
        .filter((each) => own(each) && shown(each))
        .flatMap((each) => [...each.getClientRects()].map((box) => [each, box]))
        .filter(([each, box]) => box.width > 1 && box.height > 1)
        .sort(([, one], [, other]) => one.top - other.top)
    const found = []
    for (const [number, [each, box]] of boxes.entries()) {
        for (const [other, second] of boxes.slice(number + 1)) {
            if (second.top > box.bottom) break
            if (each === other || each.contains(other) || other.contains(each)) continue
            const across = Math.min(box.right, second.right) - Math.max(box.left, second.left)
            const down = Math.min(box.bottom, second.bottom) - Math.max(box.top, second.top)
            // Lines of running text may lie a little over each other.
            if (across > 2 && down > 6) found.push([each.outerHTML.slice(0, 60), other.outerHTML.slice(0, 60), down])
        }
    }
    return found.slice(0, 3)
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output to the tests."""


def definition(text: str, slug: str, changes: dict[str, str]) -> str:
    """The definition of the golden tests with other values."""
    for old, new in changes.items():
        assert 1 == text.count(old), (slug, old)
        text = text.replace(old, new)
    return text


def hostile_registry(root: Path, folder: Path) -> None:
    """The small registry of the golden tests without its awards, every text of it replaced."""
    tiny = root / "tests/golden/tiny/in"
    wound = (tiny / "credentials/wound-care/index.md").read_text(encoding="utf-8")
    path = (tiny / "credentials/first-steps/index.md").read_text(encoding="utf-8")
    head, _, _ = wound.partition("\n---\n\nDresses two")
    hostile = definition(
        f"{head}\n---\n\n{CRITERIA}",
        "hostile",
        {
            "title: Wound care for community nurses": f"title: {UNBROKEN}",
            "label: not stated": f"label: {'L' * 290}",
            "description: Looking after chronic wounds at home.": f"description: >-\n  {HTML} {'D' * 2000} {EMOJI}",
            "summary: The holder can look after a wound at your home.": f"summary: >-\n  {ZALGO} {'S' * 1500} {HTML}",
            "  - Community nurses": f"  - {'A' * 280}\n  - {ARABIC}\n  - {EMOJI[:60]}",
            "  - Wound care": f"  - {'T' * 280}",
            "context: Online, then at work.": f"context: >-\n  {LONG_URL}",
            "  - kind: demonstration\n    text: Dresses a wound.\n": OUTCOMES,
            "  - name: Observed practice": f"  - name: {'N' * 280}",
            "method: Direct observation.": f"method: >-\n      {HTML} {'M' * 500}",
            "    duration: 6 hours": f"    duration: {'6' * 250}",
            "next_steps: none": f"next_steps: >-\n  {ARABIC} {'X' * 500}",
        },
    )
    arabic = definition(
        f"{head}\n---\n\n{ARABIC}\n\nEnglish inside.\n",
        "arabic",
        {
            "title: Wound care for community nurses": f"title: {ARABIC} 2 (level 2)",
            "language: en": "language: ar",
            "summary: The holder can look after a wound at your home.": f"summary: {ARABIC} ABC {ARABIC}.",
        },
    )
    pathway = definition(
        path,
        "path",
        {
            "title: First steps in community nursing": f"title: {'P' * 119}",
            "of: [wound-care]": "of: [hostile, arabic]",
            "name: Core": f"name: {'G' * 280}",
        },
    )
    for slug, text in (("hostile", hostile), ("arabic", arabic), ("path", pathway)):
        (folder / "credentials" / slug).mkdir(parents=True)
        (folder / "credentials" / slug / "index.md").write_text(text, encoding="utf-8")
    issuer = (tiny / "issuers/society/index.md").read_text(encoding="utf-8")
    issuer = issuer.replace("name: Example Society", f"name: {'I' * 280}").partition("awards:")[0]
    (folder / "issuers/society").mkdir(parents=True)
    (folder / "issuers/society/index.md").write_text(f"{issuer}---\n\n{TABLE}\n\n{'W' * 400}\n", encoding="utf-8")
    settings = (tiny / "registry.yaml").read_text(encoding="utf-8").replace("[en, es, fr]", f"[en, es, {pseudo.TAG}]")
    settings = settings.replace("name: Registry of the Example Society", f"name: {'R' * 280}")
    (folder / "registry.yaml").write_text(settings, encoding="utf-8")
    (folder / "site/pages").mkdir(parents=True)
    shutil.copy(tiny / "site/pages/glossary.md", folder / "site/pages")
    (folder / "site/pages/about.md").write_text(f"# {'H' * 200}\n\n{TABLE}\n\n{EMOJI}\n", encoding="utf-8")
    (folder / "site/messages").mkdir()
    english = (root / "site/messages/en.json").read_bytes()
    (folder / f"site/messages/{pseudo.TAG}.json").write_bytes(pseudo.messages(english))


@pytest.fixture(scope="module")
def origin(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The hostile registry, built and served on loopback."""
    folder = tmp_path_factory.mktemp("hostile") / "registry"
    hostile_registry(root, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1772366400")
        assert 0 == main(["build", "--root", str(folder), "--out", str(folder / "_site")])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder / "_site")))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("width", [1280, 360])
def test_no_text_breaks_a_page(root: Path, chromium: Browser, origin: str, width: int) -> None:
    """Nothing scrolls sideways, runs or lies on something else, whatever the authors wrote; axe-core finds nothing."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    axe = (root / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    for path in PAGES:
        page.goto(origin + path)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        assert (path, width) == (path, page.evaluate("document.documentElement.scrollWidth"))
        assert (path, []) == (path, page.evaluate(OUTSIDE))
        assert (path, []) == (path, page.evaluate(OVERLAPS))
        assert "run" != page.title()
        assert 0 == page.locator("main :is(b[onclick], img[onerror]), main script").count()
        if "ar" not in path:
            page.evaluate(axe)
            report: dict[str, Any] = page.evaluate("axe.run()")
            broken = [(each["id"], each["nodes"][0]["html"][:120]) for each in report["violations"]]
            assert (path, []) == (path, broken)
    assert [] == dialogs
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_title_of_500_characters_holds(chromium: Browser, origin: str, width: int) -> None:
    """A title four times as long as the format allows would not break the pages either."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in ("", "credentials/hostile/", "issuers/society/", "pathways/path/", "ar/"):
        page.goto(origin + path)
        long = "(each) => each.forEach((one) => { one.textContent = 'M'.repeat(500) })"
        page.locator("h1, .brand bdi, .entries h3 a, .by a, .kicker a").evaluate_all(long)
        assert (path, width, []) == (
            path,
            page.evaluate("document.documentElement.scrollWidth"),
            page.evaluate(OUTSIDE),
        )
        assert (path, []) == (path, page.evaluate(OVERLAPS))
    context.close()
