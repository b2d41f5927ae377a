"""Every kind of page twice as large, and from the keyboard alone (WCAG 2.2, 1.4.4, 1.4.10, 2.4.1, 2.4.3 and 2.4.7)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_pages import KINDS

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
# What runs out of the page, or is cut off where it can't be scrolled to.
LOST = """() => [...document.querySelectorAll('body *')].filter((each) => {
    if (!each.checkVisibility() || each.closest('pre, .vh, .skip, svg, thead, option')) return false
    const {left, right, width} = each.getBoundingClientRect()
    const scrolls = each.closest('.table, .prose table') !== null
    const outside = width > 1 && (right > innerWidth + 1 || left < -1) && !scrolls
    const style = getComputedStyle(each)
    const cut = ['hidden', 'clip'].includes(style.overflowX) && each.scrollWidth > each.clientWidth + 1
    return outside || (cut && style.display !== 'inline')
}).map((each) => each.outerHTML.slice(0, 90))"""
LARGER = "document.documentElement.style.fontSize = '34px'"  # twice what it is
# Every stop of the keyboard, in the order of the document: its words, and whether one sees that it is there.
STOPS = """() => {
    const all = [...document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex]')].filter((each) =>
        each.tabIndex >= 0 && !each.disabled && (each.checkVisibility() || each.classList.contains('skip')))
    return all.map((each) => {
        each.focus()
        const seen = each.matches('.vh') ? each.labels[0] : each
        const {outlineStyle, outlineWidth} = getComputedStyle(seen)
        const {width, height} = seen.getBoundingClientRect()
        return {
            words: each.outerHTML.slice(0, 70),
            focused: document.activeElement === each,
            seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && width > 4 && height > 4,
            jumps: each.tabIndex > 0,
        }
    })
}"""


@pytest.mark.parametrize(
    ("width", "scale", "larger"), [(640, 2, False), (1280, 1, True), (360, 1, True)], ids=["zoom", "text", "phone"]
)
def test_twice_as_large_loses_nothing(
    root: Path, chromium: Browser, origin: str, width: int, scale: int, larger: bool
) -> None:
    """At 200 % no page scrolls sideways and nothing is cut off, zoomed or with larger letters; nor is a verdict."""
    context = chromium.new_context(viewport={"width": width, "height": 800}, device_scale_factor=scale)
    page = context.new_page()

    def expect_whole(kind: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        if larger:
            page.evaluate(LARGER)
        assert (kind, []) == (kind, page.evaluate(LOST))
        assert (kind, width) == (kind, page.evaluate("document.documentElement.scrollWidth"))
        assert page.locator("h1").is_visible()

    for kind, path in KINDS.items():
        page.goto(f"{origin}/{path}")
        expect_whole(kind)
    for path in ("verify/", "es/verify/"):
        page.goto(f"{origin}/{path}")
        page.clock.set_fixed_time("2026-11-20T12:00:00Z")
        page.locator("#verify-file").set_input_files(root / "tests/examples/valid.json")
        expect(page.locator("#verify-result .verdict")).to_be_visible(timeout=30_000)
        expect_whole(f"{path} with a verdict")
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_every_stop_of_the_keyboard_is_seen(chromium: Browser, origin: str, width: int) -> None:
    """The first stop leads past the navigation, each one shows where one is, and the order is that of the page."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for kind, path in KINDS.items():
        page.goto(f"{origin}/{path}")
        page.keyboard.press("Tab")
        assert "#main" == page.evaluate("document.activeElement.getAttribute('href')")
        page.keyboard.press("Tab")
        assert (kind, True) == (kind, page.evaluate("document.activeElement.matches('.brand')"))
        stops: list[dict[str, Any]] = page.evaluate(STOPS)
        assert len(stops) > 8
        lost = [stop["words"] for stop in stops if not stop["focused"] or not stop["seen"] or stop["jumps"]]
        assert (kind, []) == (kind, lost)
    context.close()
