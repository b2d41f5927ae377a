"""The whole built site as others judge it: valid HTML, links, axe-core on every kind of page, bytes and requests."""

import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.test_pages import KINDS

OpenPage = Callable[..., Page]

MAX_BYTES = 50_000
MAX_REQUESTS = 10
# The verify pages carry a program, whose own budget is in tests/js/bundle.test.js; a wide list has a picture a line.
PLAIN = {name: path for name, path in KINDS.items() if not path.endswith(("verify/", "others.html"))}
LISTS = {"catalogue", "issuer"}


@pytest.mark.browser
def test_every_page_is_valid_html(root: Path, site: Path) -> None:
    """html-validate has nothing to say of any page, by its recommended rules and those for access.

    Titles may be as long as an author makes them.
    """
    program = root / "node_modules/.bin/html-validate"
    options = ("--config", str(root / "tests/browser/html-validate.json"), "--formatter", "json")
    pages = sorted(str(page) for page in site.rglob("*.html"))
    done = subprocess.run([program, *options, *pages], check=False, capture_output=True, text=True)
    found = [
        (Path(report["filePath"]).relative_to(site).as_posix(), each["line"], each["ruleId"], each["message"])
        for report in json.loads(done.stdout)
        for each in report["messages"]
    ]
    assert ([], 0) == (found, done.returncode)


@pytest.mark.browser
def test_every_link_is_answered(root: Path, site: Path) -> None:
    """linkinator, which begins at the first page and follows everything inside the site, meets nothing broken."""
    program = root / "node_modules/.bin/linkinator"
    options = ("--recurse", "--check-fragments", "--check-css", "--format", "json", "--skip", "https://")
    done = subprocess.run([program, str(site), *options], check=False, capture_output=True, text=True)
    links = json.loads(done.stdout)["links"]
    broken = [(link["url"], link["parent"]) for link in links if link["state"] == "BROKEN"]
    pages = sum(1 for page in site.rglob("index.html"))
    assert ([], 0) == (broken, done.returncode)
    assert sum(link["state"] == "OK" for link in links) > pages


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(root: Path, open_page: OpenPage, kind: str) -> None:
    """No rule of axe-core is broken on any kind of page, in light and dark, with everything unfolded."""
    page = open_page(KINDS[kind])
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    page.evaluate((root / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        report: dict[str, Any] = page.evaluate("axe.run()")
        broken = [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in report["violations"]]
        assert (scheme, []) == (scheme, broken)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("kind", PLAIN)
def test_a_page_is_light(site: Path, open_page: OpenPage, kind: str, width: int) -> None:
    """What a first visit loads stays within 50 KB compressed, and within ten requests."""
    page = open_page("404.html", viewport={"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("404.html", PLAIN[kind]))
    page.wait_for_load_state("networkidle")
    paths = [urlsplit(address).path.removeprefix("/") for address in asked]
    files = [site / path / "index.html" if (site / path).is_dir() else site / path for path in paths]
    assert len(files) >= 3  # the page, its style and the mark
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) <= MAX_BYTES
    assert len(files) <= MAX_REQUESTS or (kind in LISTS and width > 360)
