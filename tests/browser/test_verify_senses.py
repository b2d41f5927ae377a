"""The verify page for everyone: axe-core in every state, the keyboard alone, small screens, colours of one's own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.society import answer_elsewhere, become_society, case, choose, documents_of

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
AXE = "node_modules/axe-core/axe.min.js"


def files(root: Path) -> dict[str, bytes]:
    """A file for each verdict that the example and the cases give on the example's own page."""

    def example(name: str) -> bytes:
        return (root / "tests" / "examples" / f"{name}.json").read_bytes()

    holder = json.loads(example("valid"))["credentialSubject"]["identifier"][0]["identityHash"]
    return {
        "valid": example("valid"),
        "withdrawn": example("revoked"),
        "on_hold": example("on-hold"),
        "expired": example("expired"),
        "altered": example("valid").replace(holder.encode(), b"Somebody Else"),
        "unfinished": case(root, "stranger-web"),
        "unknown_issuer": case(root, "suite-eddsa-jcs-number"),
        "unreadable": b"nothing",
    }


def faults(root: Path, page: Page) -> list[Any]:
    """What axe-core finds on the page as it is."""
    page.evaluate((root / AXE).read_text(encoding="utf-8"))
    report: dict[str, Any] = page.evaluate("axe.run()")
    assert len(report["passes"]) > 20
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in report["violations"]]


def unfold(page: Page) -> None:
    """Everything that is folded is open."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_verdict(root: Path, open_page: OpenPage, scheme: str) -> None:
    """No rule of axe-core is broken, before a check and at each of the ten verdicts, with everything unfolded."""
    page = open_page("verify/", color_scheme=scheme)
    assert [] == faults(root, page)

    def expect_nothing(verdict: str, data: bytes) -> None:
        choose(page, data)
        expect(page.locator(f'#verify-result [data-verdict="{verdict}"]')).to_be_visible(timeout=30_000)
        unfold(page)
        assert (verdict, []) == (verdict, faults(root, page))

    for verdict, data in files(root).items():
        expect_nothing(verdict, data)
    become_society(root, page)
    expect_nothing("caution", case(root, "caution-no-status"))
    expect_nothing("not_yet_valid", case(root, "not-yet-beyond"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_is_asked(root: Path, open_page: OpenPage, scheme: str) -> None:
    """Nor where the page asks whose it is or offers a newer version, is answered, or holds several credentials."""
    page = open_page("fr/verify/", color_scheme=scheme)
    become_society(root, page)
    choose(page, case(root, "recipient-mail-hash"))
    field = page.locator("#recipient-who")
    field.fill("Noa")
    field.press("Enter")
    expect(page.locator(".wrong")).not_to_be_empty()
    assert [] == faults(root, page)
    field.fill("kit@harbour.example")
    field.press("Enter")
    expect(page.locator(".answer")).to_be_visible(timeout=30_000)
    assert [] == faults(root, page)
    choose(page, case(root, "refresh-newer"))
    expect(page.locator("#further-newer")).to_be_visible(timeout=30_000)
    unfold(page)
    assert [] == faults(root, page)
    held = {"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiablePresentation"}
    inside = [json.loads(case(root, name)) for name in ("recipient-mail-hash", "recipient-mail-plain")]
    choose(page, json.dumps(held | {"verifiableCredential": inside}).encode())
    expect(page.locator("details.one")).to_have_count(2, timeout=30_000)
    expect(page.locator("#recipient-who")).to_be_visible(timeout=30_000)
    unfold(page)
    assert [] == faults(root, page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_busy_and_among_many(root: Path, open_page: OpenPage, scheme: str) -> None:
    """Nor while a check runs, when the field is open, at what went wrong, at the camera, nor in a table of many."""
    page = open_page("es/verify/", color_scheme=scheme)
    page.get_by_role("button", name="Pegar").click()
    expect(page.locator("#verify-text")).to_be_focused()
    page.route("**/status/*.json", lambda _: None)  # never answered
    choose(page, files(root)["valid"])
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert [] == faults(root, page)
    page.get_by_role("button", name="Detener").click()
    assert [] == faults(root, page)
    page.unroute("**/status/*.json")
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => new Promise(() => {}) }")
    page.get_by_role("button", name="Usar la cámara").click()
    expect(page.locator("video")).to_be_visible()
    assert [] == faults(root, page)
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Usar la cámara").click()
    expect(page.locator("#verify-result .notice")).to_be_focused()
    assert [] == faults(root, page)
    choose(page, *files(root).values())
    expect(page.get_by_role("button", name="Guardar como archivo CSV")).to_be_visible(timeout=60_000)
    assert [] == faults(root, page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_something_is_missing(root: Path, open_page: OpenPage, scheme: str) -> None:
    """Nor at a cut link, at a list older than one seen before, nor on the printed record."""
    page = open_page("verify/#vc=AAAA", color_scheme=scheme)
    expect(page.locator("#verify-result .notice")).to_be_visible(timeout=30_000)
    assert [] == faults(root, page)
    choose(page, files(root)["valid"])
    expect(page.locator('#verify-result [data-verdict="valid"]')).to_be_visible(timeout=30_000)
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print the check record").click()
    expect(page.locator("#verify-record h1")).to_have_count(1)
    page.emulate_media(media="print")
    assert [] == faults(root, page)
    # Each outcome stands behind its number and before its sentence, which hangs beside it.
    edges = """() => [...document.querySelectorAll('.record-steps b')].map((each) => {
        const range = document.createRange()
        range.selectNodeContents(each)
        return range.getBoundingClientRect().left - each.closest('ol').getBoundingClientRect().left
    })"""
    assert [] == [edge for edge in page.evaluate(edges) if not 10 < edge < 60]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    kept = json.loads(page.evaluate("localStorage.getItem('testamur-lists')"))
    newer = json.dumps(dict.fromkeys(kept, "2026-11-19T00:00:00Z"))
    page.evaluate("text => localStorage.setItem('testamur-lists', text)", newer)
    choose(page, files(root)["valid"])
    expect(page.locator('#verify-result [data-verdict="unfinished"]')).to_be_visible(timeout=30_000)
    unfold(page)
    assert [] == faults(root, page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_other_pages(
    root: Path, chromium: Browser, origin: str, site: Path, scheme: str
) -> None:
    """Nor on the page for other hosts, with and without a file, nor in the copy in one file."""
    context = chromium.new_context(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words
    page = context.new_page()
    page.goto(f"{origin}/verify/others.html")
    expect(page.locator("#verify-result .notice")).to_be_visible()
    assert [] == faults(root, page)
    become_society(root, page)
    answer_elsewhere(page, documents_of(root, "refresh-agreed"))
    page.goto(f"{origin}/verify/")
    choose(page, case(root, "refresh-agreed"))
    page.get_by_role("button", name="Ask renewals.example").click()
    expect(page.locator(".answer")).to_be_visible(timeout=30_000)
    unfold(page)
    assert [] == faults(root, page)
    page.goto((site / "verify" / "offline.html").as_uri())
    page.clock.set_fixed_time("2026-12-20T12:00:00Z")
    choose(page, files(root)["valid"])
    expect(page.locator(".as-of")).to_be_visible(timeout=30_000)
    unfold(page)
    assert [] == faults(root, page)
    context.close()


def test_the_keyboard_alone_is_enough(root: Path, open_page: OpenPage) -> None:
    """From the address bar to a verdict, its steps, whose it is, another check: with Tab, Enter, Space and typing."""
    page = open_page("verify/")
    become_society(root, page)

    def tab_to(words: str, most: int = 40) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if words in page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent"):
                outline = page.evaluate(
                    "getComputedStyle(document.activeElement.matches('.vh') ? document.activeElement.labels[0] : "
                    "document.activeElement).outlineStyle"
                )
                assert (words, "solid") == (words, outline)
                return
        pytest.fail(f"the keyboard does not get to {words!r}")

    page.keyboard.press("Tab")
    assert "Skip to content" == page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    tab_to("Choose a file")
    tab_to("Paste")
    page.keyboard.press("Enter")
    expect(page.locator("#verify-text")).to_be_focused()
    page.keyboard.insert_text(case(root, "recipient-mail-hash").decode())
    tab_to("Check the text")
    page.keyboard.press("Space")
    expect(page.locator(".verdict h2")).to_be_focused(timeout=30_000)
    expect(page.locator("#recipient-who")).to_be_visible()
    tab_to("Print the check record")
    tab_to("The e-mail address that the holder gave you")
    page.keyboard.type("Noa.Marlow@Harbour.Example")
    tab_to("Compare")
    page.keyboard.press("Space")
    expect(page.locator(".answer.p")).to_be_focused(timeout=30_000)
    tab_to("Compare another")
    tab_to("What was checked")
    page.keyboard.press("Enter")
    expect(page.locator(".steps")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".steps")).to_be_visible()
    tab_to("What was fetched")
    page.keyboard.press("Enter")
    expect(page.locator(".fetched li").first).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
        if "Check another" == page.evaluate("document.activeElement.textContent"):
            break
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
    """With the reader's own colours each verdict has its frame and its mark a line, and nothing moves by itself."""
    page = open_page("verify/", forced_colors="active", reduced_motion="reduce")
    marks = {}
    for verdict in ("withdrawn", "expired", "unknown_issuer", "unreadable", "valid"):
        choose(page, files(root)[verdict])
        expect(page.locator(f'.verdict[data-verdict="{verdict}"]')).to_be_visible(timeout=30_000)
        found = """e => [getComputedStyle(e).borderTopStyle, getComputedStyle(e, '::before').borderTopStyle,
            getComputedStyle(e, '::before').content.slice(1, 2)]"""
        marks[verdict] = page.locator(".verdict").evaluate(found)
    assert marks == {
        "withdrawn": ["solid", "solid", "✕"],
        "expired": ["dashed", "solid", "–"],
        "unknown_issuer": ["double", "solid", "!"],
        "unreadable": ["dotted", "dotted", "?"],
        "valid": ["solid", "solid", "✓"],
    }
    assert "auto" == page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    moving = "() => document.getAnimations().length"
    assert 0 == page.evaluate(moving)
