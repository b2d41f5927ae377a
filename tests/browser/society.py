"""The site of the cases' society under the verify page of the example: every case can be shown on a real page."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

MOMENT = "2026-11-01T12:00:00Z"  # that of nearly every case


def case(root: Path, name: str) -> bytes:
    """The credential of a case."""
    return (root / "tests" / "cases" / name / "credential.json").read_bytes()


def become_society(root: Path, page: Page, *, at: str = MOMENT) -> None:
    """The page begins anew, and its own site answers as the society's does, at the moment of the cases."""
    site = root / "tests" / "cases" / "_sites" / "society"

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = site / path.lstrip("/")
        if file.is_file():
            route.fulfill(body=file.read_bytes())
        elif path.endswith("/seal.svg"):
            # The society draws none, and a page without it would complain.
            route.fulfill(body='<svg xmlns="http://www.w3.org/2000/svg"/>', content_type="image/svg+xml")
        else:
            route.fallback()

    page.route(re.compile(r"^http://127\.0\.0\.1:"), answer)
    page.clock.set_fixed_time(at)
    page.reload()  # what it had asked for ahead was the example's


def documents_of(root: Path, name: str) -> dict[str, object]:
    """What other hosts answer in a case."""
    documents: dict[str, object] = json.loads((root / "tests" / "cases" / name / "documents.json").read_bytes())
    return documents


def answer_elsewhere(page: Page, documents: dict[str, object]) -> list[str]:
    """From now on other hosts answer with these documents; what they were asked is put into the list."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        found = documents.get(route.request.url)
        headers = {"Access-Control-Allow-Origin": "*"}
        if found is None:
            route.fulfill(status=404, headers=headers)
        else:
            route.fulfill(body=json.dumps(found), headers=headers, content_type="application/json")

    page.route(re.compile(r"^https://"), answer)
    return asked


def choose(page: Page, *data: bytes) -> None:
    """Choose files."""
    chosen: Any = [
        {"name": f"file-{at}.json", "mimeType": "application/json", "buffer": each} for at, each in enumerate(data)
    ]
    page.locator("#verify-file").set_input_files(chosen)


def expect_verdict(page: Page, verdict: str) -> None:
    """Wait for a verdict."""
    expect(page.locator("#verify-result .verdict").first).to_have_attribute("data-verdict", verdict, timeout=30_000)
