"""A page of `testamur serve` in a real browser: it loads itself anew, and its policy is kept."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.serving import serving

pytestmark = pytest.mark.browser


def test_an_open_page_follows_the_files(chromium: Browser, tmp_path: Path) -> None:
    """An edit and a mistake arrive in a page that is open, and the browser complains of nothing."""
    with serving(tmp_path) as server:
        page = chromium.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{server.address}credentials/first-steps/")
        page.get_by_role("heading", name="First steps in community nursing").wait_for()
        source = server.root / "credentials" / "first-steps" / "index.md"
        text = source.read_text(encoding="utf-8")
        source.write_text(text.replace("title: First steps", "title: Second steps"), encoding="utf-8")
        page.get_by_role("heading", name="Second steps in community nursing").wait_for()
        source.write_text(text.replace("basis: competency", "basis: luck"), encoding="utf-8")
        findings = page.get_by_role("complementary", name="Findings")
        findings.wait_for()
        assert "value-not-allowed" in findings.inner_text()
        assert "fixed" == findings.evaluate("element => getComputedStyle(element).position")
        source.write_text(text, encoding="utf-8")
        findings.wait_for(state="detached")
        page.get_by_role("heading", name="First steps in community nursing").wait_for()
        page.goto(f"{server.address}verify/")
        page.get_by_role("heading", level=1).wait_for()
        assert [] == complaints
        page.close()
