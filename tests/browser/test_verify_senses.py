"""The verify page for everyone: axe-core in every state, the keyboard alone, small screens, colours of one's own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
AXE = "node_modules/axe-core/axe.min.js"


def files(root: Path) -> dict[str, bytes]:
    """A file for each verdict that the example and the cases give on the example's own page."""

    def example(name: str) -> bytes:
        return (root / "tests" / "examples" / f"{name}.json").read_bytes()

    def case(name: str) -> bytes:
        return (root / "tests" / "cases" / name / "credential.json").read_bytes()

    holder = json.loads(example("valid"))["credentialSubject"]["identifier"][0]["identityHash"]
    return {
        "valid": example("valid"),
        "withdrawn": example("revoked"),
        "on_hold": example("on-hold"),
        "expired": example("expired"),
        "altered": example("valid").replace(holder.encode(), b"Somebody Else"),
        "unfinished": case("stranger-web"),
        "unknown_issuer": case("suite-eddsa-jcs-number"),
        "unreadable": b"nothing",
    }


def choose(page: Page, *data: bytes) -> None:
    """Choose files."""
    chosen: Any = [
        {"name": f"file-{at}.json", "mimeType": "application/json", "buffer": each} for at, each in enumerate(data)
    ]
    page.locator("#verify-file").set_input_files(chosen)


def faults(root: Path, page: Page) -> list[Any]:
    """What axe-core finds on the page as it is."""
    page.evaluate((root / AXE).read_text(encoding="utf-8"))
    report: dict[str, Any] = page.evaluate("axe.run()")
    assert len(report["passes"]) > 20
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in report["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_verdict(root: Path, open_page: OpenPage, scheme: str) -> None:
    """No rule of axe-core is broken, before a check and at each verdict, with everything unfolded."""
    page = open_page("verify/", color_scheme=scheme)
    assert [] == faults(root, page)
    for verdict, data in files(root).items():
        choose(page, data)
        shown = page.locator(f'#verify-result [data-verdict="{verdict}"]')
        expect(shown).to_be_visible(timeout=30_000)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert (verdict, []) == (verdict, faults(root, page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_busy_and_among_many(root: Path, open_page: OpenPage, scheme: str) -> None:
    """Nor while a check runs, when the field is open, when it was stopped, nor in a table of many files."""
    page = open_page("es/verify/", color_scheme=scheme)
    page.get_by_role("button", name="Pegar").click()
    expect(page.locator("#verify-text")).to_be_focused()
    page.route("**/did.json", lambda _: None)  # never answered
    choose(page, files(root)["valid"])
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert [] == faults(root, page)
    page.get_by_role("button", name="Detener").click()
    assert [] == faults(root, page)
    page.unroute("**/did.json")
    choose(page, *files(root).values())
    expect(page.get_by_role("button", name="Guardar como archivo CSV")).to_be_visible(timeout=60_000)
    assert [] == faults(root, page)


def test_the_keyboard_alone_is_enough(root: Path, open_page: OpenPage) -> None:
    """From the address bar to a verdict, its steps, another check: with Tab, Enter, Space and typing."""
    page = open_page("verify/")

    def tab_to(words: str, most: int = 40) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if words in page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent"):
                return
        pytest.fail(f"the keyboard does not get to {words!r}")

    page.keyboard.press("Tab")
    assert "Skip to content" == page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    tab_to("Choose a file")
    tab_to("Paste")
    page.keyboard.press("Enter")
    expect(page.locator("#verify-text")).to_be_focused()
    page.keyboard.insert_text(files(root)["valid"].decode())
    tab_to("Check the text")
    page.keyboard.press("Space")
    expect(page.locator(".verdict h2")).to_be_focused(timeout=30_000)
    tab_to("Print the check record")
    tab_to("What was checked")
    page.keyboard.press("Enter")
    expect(page.locator(".steps")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".steps")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    assert "Check another" == page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.locator("#verify-file")).to_be_focused()
    expect(page.locator("#verify-result")).to_be_empty()


@pytest.mark.parametrize("language", ["", "es/", "fr/"])
def test_a_small_screen_loses_nothing_of_a_verdict(root: Path, open_page: OpenPage, language: str) -> None:
    """At 360 pixels no verdict and no table runs over the edge, and every control is large enough to touch."""
    page = open_page(f"{language}verify/", viewport={"width": 360, "height": 740})
    outside = """() => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 361
        && !e.closest('.vh, thead')).map(e => e.outerHTML.slice(0, 80))"""
    small = """() => [...document.querySelectorAll('main :is(button, summary, .button)')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 24).map(e => e.textContent)"""
    for name in ("valid", "unfinished", "unknown_issuer"):
        choose(page, files(root)[name])
        expect(page.locator(f'[data-verdict="{name}"]')).to_be_visible(timeout=30_000)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert ([], [], 360) == (
            page.evaluate(outside),
            page.evaluate(small),
            page.evaluate("document.documentElement.scrollWidth"),
        )
    choose(page, *list(files(root).values())[:3])
    expect(page.locator("table.many tbody tr")).to_have_count(3, timeout=60_000)
    assert ([], 360) == (page.evaluate(outside), page.evaluate("document.documentElement.scrollWidth"))


def test_forced_colours_keep_the_shapes(root: Path, open_page: OpenPage) -> None:
    """With the reader's own colours a verdict has its frame, and its mark a line."""
    page = open_page("verify/", forced_colors="active", reduced_motion="reduce")
    choose(page, files(root)["withdrawn"])
    expect(page.locator(".verdict")).to_be_visible(timeout=30_000)
    line = "e => getComputedStyle(e, '::before').borderTopStyle"
    assert "solid" == page.locator(".verdict").evaluate(line)
    assert "auto" == page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
