"""The verifier in one file, opened from a disk with the network off."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.casebook.papers import paper_around

pytestmark = pytest.mark.browser

OpenCopy = Callable[[str], Page]


@pytest.fixture
def open_copy(chromium: Browser, site: Path) -> Any:
    """A way to open a copy from its file; nothing may be asked for or complained of."""
    context = chromium.new_context(offline=True)
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))

    def open_file(name: str) -> Page:
        page = context.new_page()
        page.clock.set_fixed_time("2026-12-20T12:00:00Z")
        page.goto((site / name).as_uri())
        return page

    yield open_file
    context.close()
    assert ([], []) == ([url for url in asked if not url.startswith(("file:", "blob:", "data:"))], complaints)


def check_file(page: Page, root: Path, name: str) -> str:
    """The verdict on an example."""
    data = (root / "tests" / "examples" / f"{name}.json").read_bytes()
    page.locator("#verify-file").set_input_files({"name": f"{name}.json", "mimeType": "text/plain", "buffer": data})
    verdict = page.locator("#verify-result .verdict")
    expect(verdict).to_be_visible(timeout=30_000)
    return verdict.get_attribute("data-verdict") or ""


@pytest.mark.parametrize(("name", "verdict"), [("valid", "valid"), ("revoked", "withdrawn"), ("on-hold", "on_hold")])
def test_a_copy_checks_without_a_network(root: Path, open_copy: OpenCopy, name: str, verdict: str) -> None:
    """From a file address each verdict is as online, said as of the day of the copy, with its age."""
    page = open_copy("verify/offline.html")
    assert check_file(page, root, name) == verdict
    expect(page.locator(".as-of")).to_contain_text("As of 20 November 2026, when this copy was made (30 days ago)")
    expect(page.locator("#offline-missing")).to_have_count(0)
    page.get_by_text("What was fetched").click()
    expect(page.locator(".fetched").first).to_contain_text("did.json\u2069: answered by this copy")


def test_a_copy_takes_many_files(root: Path, open_copy: OpenCopy) -> None:
    """What is loaded on demand online is inside the copy."""
    page = open_copy("fr/verify/offline.html")
    files: Any = [
        {
            "name": f"{name}.json",
            "mimeType": "text/plain",
            "buffer": (root / f"tests/examples/{name}.json").read_bytes(),
        }
        for name in ("valid", "expired")
    ]
    page.locator("#verify-file").set_input_files(files)
    expect(page.locator("table.many tbody tr")).to_have_count(2, timeout=30_000)
    expect(page.locator("table.many tbody")).to_contain_text("expirée")


def test_a_copy_asks_no_other_host(root: Path, open_copy: OpenCopy) -> None:
    """A credential from elsewhere stays unfinished, and nobody is offered to be asked."""
    page = open_copy("verify/offline.html")
    data = (root / "tests/cases/stranger-web/credential.json").read_bytes()
    page.locator("#verify-file").set_input_files({"name": "a.json", "mimeType": "text/plain", "buffer": data})
    expect(page.locator("#verify-result .verdict")).to_have_attribute("data-verdict", "unfinished", timeout=30_000)
    expect(page.locator(".ask")).to_have_count(0)


def test_a_copy_says_that_it_opens_no_paper(root: Path, open_copy: OpenCopy) -> None:
    """The one file has no program that opens PDF files, and says so before a file is chosen and after."""
    page = open_copy("verify/offline.html")
    expect(page.locator("#verify-drop")).to_contain_text("PDFs can be opened only on the site")
    data = paper_around((root / "tests/examples/valid.json").read_bytes())
    page.locator("#verify-file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": data})
    expect(page.locator("#verify-result .verdict")).to_have_attribute("data-verdict", "unreadable", timeout=60_000)
    expect(page.locator("#verify-result")).to_contain_text("save the attachment and check that")
