"""The whole built site as others judge it: valid HTML, links, axe-core on every kind of page, bytes and requests."""

import gzip
import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request
from testamur.cli import main

from tests.browser.conftest import MOMENT, served
from tests.browser.long_list import write_long_registry
from tests.browser.test_pages import KINDS

OpenPage = Callable[..., Page]

MAX_BYTES = 50_000
MAX_REQUESTS = 10
# The verify pages carry a program, whose own budget is in tests/js/bundle.test.js.
PLAIN = {name: path for name, path in KINDS.items() if not path.endswith(("verify/", "others.html"))}
# The pages that grow with a registry; the last of each list as well as the first.
LONG = (
    "",
    "catalogue/2/",
    "catalogue/6/",
    "issuers/example-society/",
    "issuers/example-society/definitions/6/",
    "audit/",
)


@pytest.fixture(scope="module")
def long_site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a registry with a long list."""
    folder = tmp_path_factory.mktemp("long")
    write_long_registry(root, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.fromisoformat(MOMENT).timestamp())))
        assert main(["build", "--root", str(folder), "--out", str(folder / "_site")]) == 0
    return folder / "_site"


@pytest.mark.browser
def test_every_page_is_valid_html(root: Path, site: Path) -> None:
    """html-validate has nothing to say of any page, by its recommended rules and those for access.

    Titles may be as long as an author makes them.
    """
    assert [] == complaints(root, site, [page.relative_to(site).as_posix() for page in site.rglob("*.html")])


@pytest.mark.browser
def test_the_pages_of_a_long_list_are_valid_html(root: Path, long_site: Path) -> None:
    """Nor of the first and the further pages of a long list."""
    assert [] == complaints(root, long_site, [f"{path}index.html" for path in LONG])


def complaints(root: Path, site: Path, pages: Sequence[str]) -> list[tuple[str, int, str, str]]:
    """What html-validate says of the pages, each with the page, the line and the rule."""
    program = root / "node_modules/.bin/html-validate"
    options = ("--config", str(root / "tests/browser/html-validate.json"), "--formatter", "json")
    places = [str(site / page) for page in sorted(pages)]
    done = subprocess.run([program, *options, *places], check=False, capture_output=True, text=True)
    found = [
        (Path(report["filePath"]).relative_to(site).as_posix(), each["line"], each["ruleId"], each["message"])
        for report in json.loads(done.stdout)
        for each in report["messages"]
    ]
    assert bool(found) == (done.returncode != 0)
    return found


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
@pytest.mark.parametrize("width", [1280, 768, 360])
def test_every_page_is_light(chromium: Browser, origin: str, site: Path, width: int) -> None:
    """What a first visit loads stays within ten requests for every kind of page, and within 50 KB compressed."""
    loaded = visits(chromium, origin, site, KINDS, width)
    assert {} == {kind: requests for kind, (requests, _) in loaded.items() if requests > MAX_REQUESTS}
    assert {} == {kind: size for kind, (_, size) in loaded.items() if kind in PLAIN and size > MAX_BYTES}


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_a_long_list_is_light(chromium: Browser, long_site: Path, script: bool) -> None:
    """So do the pages of hundreds of definitions whose authors drew their own images, and what a search finds there."""
    pages = [f"{folder}{path}" for folder in ("", "es/") for path in LONG] + ["?q=emergency#find"]
    with served(long_site) as address:
        loaded = visits(chromium, address, long_site, {page: page for page in pages}, 1280, script=script)
    assert {} == {page: requests for page, (requests, _) in loaded.items() if requests > MAX_REQUESTS}
    assert {} == {page: size for page, (_, size) in loaded.items() if size > MAX_BYTES}


def visits(
    chromium: Browser, origin: str, site: Path, pages: Mapping[str, str], width: int, *, script: bool = True
) -> dict[str, tuple[int, int]]:
    """How many requests a first visit of each page makes, read to its end, and their bytes when compressed."""
    contexts = [
        chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script) for _ in pages
    ]
    asked: dict[str, list[str]] = {kind: [] for kind in pages}
    opened = []
    for context, (kind, path) in zip(contexts, pages.items(), strict=True):
        page = context.new_page()
        page.on("request", _noted(asked[kind]))
        page.goto(f"{origin}/{path}", wait_until="commit")
        opened.append(page)
    # They load beside each other: each is waited for on its way to its end, and again once it is there.
    for page in opened:
        page.wait_for_load_state("networkidle")
        page.keyboard.press("End")
    for context, page in zip(contexts, opened, strict=True):
        page.wait_for_timeout(50)
        page.wait_for_load_state("networkidle")
        context.close()
    found = {}
    for kind, addresses in asked.items():
        paths = [urlsplit(address).path.removeprefix("/") for address in addresses if not address.startswith("blob:")]
        files = [site / path / "index.html" if (site / path).is_dir() else site / path for path in paths]
        assert len(files) >= 3  # the page, its style and the mark
        found[kind] = len(files), sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    return found


def _noted(addresses: list[str]) -> Callable[[Request], None]:
    return lambda request: addresses.append(request.url)
