"""The catalogue in a real Chromium: typing, filters, addresses that restore them, the way back, no script."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

OpenPage = Callable[..., Page]
pytestmark = pytest.mark.browser
AXE = Path("node_modules/axe-core/axe.min.js")


def titles(page: Page) -> list[str]:
    """What the list shows, whichever of the two lists it is."""
    return page.locator(".entries h3:visible").all_inner_texts()


def count(page: Page) -> str:
    """What the live region says once the search is over."""
    region = page.locator("#find-count")
    expect(region).not_to_have_text("Searching …")
    return region.inner_text()


def query(page: Page) -> str:
    """The query of the page's address."""
    found = re.search(r"\?[^#]*", page.url)
    return found[0] if found else ""


def type_words(page: Page, words: str) -> None:
    """Type into the search as a person does."""
    page.locator("#find-words").press_sequentially(words)


def test_typing_narrows_the_list_at_once(open_page: OpenPage) -> None:
    """Each key narrows; accents, case and the order of words don't count; the words in a title come first."""
    page = open_page("")
    assert 14 == len(titles(page))
    type_words(page, "nig")
    expect(page.locator("#find-count")).to_have_text("Found 1 of 14")
    page.locator("#find-words").fill("WOÜND")
    expect(page.locator("#find-count")).to_have_text("Found 2 of 14")
    assert ["Wound care, level 2: rural and community nursing", "Rural nurse practice"] == titles(page)
    page.locator("#find-words").fill("level CÁRE wou")
    expect(page.locator("#find-count")).to_have_text("Found 1 of 14")
    page.locator("#find-words").fill("")
    expect(page.locator("#find-count")).to_have_text("All definitions: 14")
    assert 14 == len(titles(page))


def test_results_look_like_the_list(open_page: OpenPage) -> None:
    """Whichever list shows a definition, its entry says and leads to the same."""
    page = open_page("")
    entry = """title => [...document.querySelectorAll('.entries > li')].filter(e => e.checkVisibility())
        .filter(e => e.querySelector('h3').textContent === title).map(e => [
            e.innerText, [...e.querySelectorAll('a')].map(a => a.href), e.querySelector('.thumb').innerHTML,
            [...e.querySelectorAll('.ns')].map(n => n.textContent)])"""
    title = "Rural nurse in independent practice"
    title = next((each for each in titles(page) if each == title), titles(page)[0])
    before = page.evaluate(entry, title)
    page.locator("#find-words").fill(title)
    expect(page.locator("#results")).to_be_visible()
    assert before == page.evaluate(entry, title)
    page.locator("#find-words").fill("urothelial")
    expect(page.locator("#results")).to_contain_text("described in a publication, not awarded here")


def test_filters_count_and_combine(open_page: OpenPage) -> None:
    """A filter says how many there are, those are shown, and others then count among them alone."""
    page = open_page("")
    page.locator("#find-filters summary").click()
    kind = page.locator("#find-type")
    expect(kind.locator("option")).to_contain_text(["Any", re.compile(r"Micro-credential \(\d+\)")])
    offered = kind.locator("option:not([hidden])").all_inner_texts()[1:]
    assert 14 == sum(int(re.findall(r"\((\d+)\)$", each)[0]) for each in offered)
    kind.select_option("digital-badge")
    expect(page.locator("#find-count")).to_have_text("Found 5 of 14")
    page.locator("#find-basis").select_option("participation")
    shown = titles(page)
    said = page.locator("#find-basis option:checked").inner_text()
    assert f"taking part ({len(shown)})" == said
    assert "?type=digital-badge&basis=participation" == query(page)
    assert 8 == page.locator("#find-facets select").count()


def test_an_address_restores_what_was_asked_for(open_page: OpenPage) -> None:
    """A link with words, filters and an order shows just that, in the fields as well as in the list."""
    page = open_page("?q=n%C3%BArse&type=digital-badge&sort=title#find")
    expect(page.locator("#find-count")).to_have_text("Found 3 of 14")
    assert "núrse" == page.locator("#find-words").input_value()
    assert "title" == page.locator("#find-sort").input_value()
    assert sorted(titles(page)) == titles(page)
    expect(page.locator("#find-chosen button").first).to_have_text("Type: \u2068Digital badge\u2069")
    page.reload()
    expect(page.locator("#find-count")).to_have_text("Found 3 of 14")


def test_the_way_back(open_page: OpenPage) -> None:
    """What was typed is one step, each filter another; back undoes them one by one and forward does them again."""
    page = open_page("")
    type_words(page, "nurse")
    expect(page).to_have_url(re.compile(r"\?q=nurse#find$"))
    typed = count(page)
    page.locator("#find-filters summary").click()
    page.locator("#find-type").select_option("digital-badge")
    expect(page.locator("#find-count")).to_have_text("Found 3 of 14")
    page.go_back()
    expect(page.locator("#find-count")).to_have_text(typed)
    assert "" == page.locator("#find-type").input_value()
    page.go_back()
    expect(page.locator("#whole")).to_be_visible()
    assert ("", 14) == (page.locator("#find-words").input_value(), len(titles(page)))
    page.go_forward()
    expect(page.locator("#find-count")).to_have_text(typed)
    assert "nurse" == page.locator("#find-words").input_value()
    # From a definition, back leads to what was found.
    page.locator("#results h3 a").first.click()
    page.go_back()
    expect(page.locator("#find-count")).to_have_text(typed)


def test_nothing_found_has_a_way_out(open_page: OpenPage) -> None:
    """The page says so, offers what would find something, keeps its promise, and leads back to everything."""
    page = open_page("?q=wound&type=pathway&basis=participation")
    expect(page.locator("#find-count")).to_have_text("Nothing found")
    way = page.locator(".ways button").first
    promised = re.findall(r"\((\d+)\)$", way.inner_text())
    way.click()
    expect(page.locator("#find-count")).to_have_text(f"Found {promised[0]} of 14")
    assert "find-words" == page.evaluate("document.activeElement.id")
    page.locator("#find-chosen .clear").click()
    expect(page.locator("#whole")).to_be_visible()
    assert ("", 14) == (query(page), len(titles(page)))


def test_a_value_that_is_gone_is_still_shown(open_page: OpenPage) -> None:
    """An old link to a filter that nothing has any more says what it asked for, and nothing in it is markup."""
    page = open_page("?topic=%3Cb%3Egone%3C/b%3E&q=%3Cimg%20src=x%3E")
    expect(page.locator("#find-count")).to_have_text("Nothing found")
    assert "Topic: \u2068<b>gone</b>\u2069" == page.locator("#find-chosen button").first.inner_text()
    assert 0 == page.locator("main b").count()


def test_the_keyboard_alone(open_page: OpenPage) -> None:
    """From the address bar to a definition without a mouse: search, filters, order, results, as they stand."""
    page = open_page("")
    expect(page.locator("#find[data-ready]")).to_be_visible()  # nobody is as quick with the keys as a test
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "find-words":
            break
    page.keyboard.type("care")
    page.keyboard.press("Enter")
    assert "care" == page.locator("#find-words").input_value()
    expect(page.locator("#results")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#find-type")).to_be_visible()
    page.keyboard.press("Tab")
    assert "find-type" == page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#find-chosen li")).to_have_count(2)
    assert "find-type" == page.evaluate("document.activeElement.id")  # who chooses goes on choosing
    stops = []
    for _ in range(14):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("(e => e.id || e.closest('[id]').id)(document.activeElement)"))
    facets = [f"find-{name}" for name in ("audience", "topic", "basis", "mode", "issuer", "language", "expiry")]
    assert [*facets, "find-sort", "find-chosen", "find-chosen", "results"] == stops[:11]
    ring = "getComputedStyle(document.activeElement).outlineStyle"
    assert "solid" == page.evaluate(ring)


def test_without_script_the_whole_list_and_nothing_dead(open_page: OpenPage) -> None:
    """Everything can be read and followed; no control is there that would do nothing."""
    page = open_page("?q=wound", java_script_enabled=False)
    assert 14 == len(titles(page))
    controls = page.locator("main :is(input, select, button, summary):visible")
    explaining = page.locator("main .ask:visible")  # these need no script
    assert explaining.count() == controls.count() > 0
    meaning = page.locator(f"#{explaining.first.get_attribute('popovertarget')}")
    explaining.first.click()
    expect(meaning).to_be_visible()


def test_nothing_is_loaded_before_it_is_wanted(chromium: Browser, origin: str) -> None:
    """Who only reads loads no index; who reaches for the search does, once; then the search needs no network."""
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{origin}/")
    page.wait_for_timeout(300)
    assert [] == [name for name in asked if name.endswith(".json")]
    page.locator("#find-words").focus()
    expect(page.locator("#find-facets select")).to_have_count(8)
    assert ["index.json", "en.json"] == [name for name in asked if name.endswith(".json")]
    context.set_offline(True)
    type_words(page, "wound")
    expect(page.locator("#find-count")).to_have_text(re.compile("Found"))
    assert 2 == len([name for name in asked if name.endswith(".json")])
    context.close()


def test_a_search_that_could_not_be_loaded_says_so(chromium: Browser, origin: str) -> None:
    """The whole list stays, the live region says what happened, and the next key tries again."""
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/catalogue/index.json", lambda route: route.abort())
    page.goto(f"{origin}/?q=wound")
    expect(page.locator("#find-count")).to_contain_text("could not be loaded")
    assert 14 == len(titles(page))
    page.unroute("**/catalogue/index.json")
    type_words(page, "s")
    expect(page.locator("#find-count")).to_have_text(re.compile("Found|Nothing"))
    context.close()


def test_print_has_the_list_and_no_controls(open_page: OpenPage) -> None:
    """Paper shows what was found and nothing that can only be clicked."""
    page = open_page("?type=digital-badge")
    expect(page.locator("#find-count")).to_have_text("Found 5 of 14")
    page.emulate_media(media="print")
    assert 5 == len(titles(page))
    assert 0 == page.locator("main :is(input, select, button, summary):visible").count()


@pytest.mark.parametrize("asked", ["", "?q=nurse&type=digital-badge", "?q=wound&type=pathway"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_small_screen_loses_nothing(open_page: OpenPage, asked: str, scheme: str) -> None:
    """At 360 pixels, with the filters open, nothing runs over the edge and every control is large enough to touch."""
    page = open_page(asked, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page.locator("#find-filters summary").click()
    expect(page.locator("#find-facets select")).to_have_count(8)
    assert 360 == page.evaluate("document.documentElement.scrollWidth")
    outside = """() => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 361
        && !e.closest('.vh')).map(e => e.outerHTML.slice(0, 80))"""
    assert [] == page.evaluate(outside)
    heights = "() => [...document.querySelectorAll('.find :is(input, select, button)')].map(e => e.offsetHeight)"
    assert min(page.evaluate(heights)) >= 24  # WCAG 2.2, 2.5.8


def test_forced_colours_keep_the_frames(open_page: OpenPage) -> None:
    """With the reader's own colours, fields and what was chosen still have their lines."""
    page = open_page("?type=digital-badge", forced_colors="active")
    expect(page.locator("#find-chosen button").first).to_be_visible()
    line = "e => [getComputedStyle(e).borderBottomStyle, parseFloat(getComputedStyle(e).borderBottomWidth) >= 1]"
    for part in ("#find-words", "#find-chosen button:not(.clear)"):
        assert ["solid", True] == page.locator(part).first.evaluate(line)


@pytest.mark.parametrize("asked", ["", "?q=nurse&type=digital-badge", "?q=wound&type=pathway"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(root: Path, open_page: OpenPage, asked: str, scheme: str) -> None:
    """No rule of axe-core is broken, whether nothing, something or the impossible is asked for."""
    page = open_page(asked, color_scheme=scheme)
    page.locator("#find-filters summary").click()
    expect(page.locator("#find-facets select")).to_have_count(8)
    page.evaluate((root / AXE).read_text(encoding="utf-8"))
    report: dict[str, Any] = page.evaluate("axe.run()")
    assert [] == [(each["id"], [node["html"] for node in each["nodes"]]) for each in report["violations"]]
    assert len(report["passes"]) > 20
