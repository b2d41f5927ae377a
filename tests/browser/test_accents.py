"""Registries of hostile colours in a real Chromium: whatever was chosen, axe-core can read every word."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from testamur.colour import accent_from
from testamur.site.painting import accent_rules

OpenPage = Callable[..., Page]
PAGES = ("verify/", "", "credentials/wound-care-2/")
ACCENT = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"


@pytest.mark.browser
def test_hostile_colours_can_be_read(root: Path, site: Path, open_page: OpenPage) -> None:
    """White, yellow and neon: no word lacks contrast on any page, nor beside a verdict, in light and dark."""
    first, *others = (accent_from(colour) for colour in ("#ffff00", "#ffffff", "#39ff14"))

    def with_colour(route: Route) -> None:
        sheet = site / "assets" / route.request.url.rpartition("/")[2]
        route.fulfill(body=sheet.read_text(encoding="utf-8") + accent_rules(first), content_type="text/css")

    page = open_page("verify/")
    page.route(re.compile(r"/assets/(?:style|verify)\.css$"), with_colour)
    page.reload()
    page.locator("#verify-file").set_input_files(root / "tests/examples/valid.json")
    expect(page.locator('#verify-result [data-verdict="valid"]')).to_be_visible(timeout=30_000)
    start = page.url.removesuffix("verify/")
    for path in PAGES:
        if path != "verify/":
            page.goto(start + path)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        page.evaluate((root / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            page.evaluate("document.documentElement.removeAttribute('style')")
            assert getattr(first, scheme) == page.evaluate(ACCENT)
            for accent in (first, *others):
                # What a style sheet may say, a page may be told: its policy forbids further sheets alone.
                page.evaluate(
                    "(colour) => document.documentElement.style.setProperty('--accent', colour)",
                    getattr(accent, scheme),
                )
                report: dict[str, Any] = page.evaluate("axe.run({runOnly: ['color-contrast']})")
                faint = [node["html"] for each in report["violations"] for node in each["nodes"]]
                assert (path, accent, scheme, []) == (path, accent, scheme, faint)
                assert report["passes"]
