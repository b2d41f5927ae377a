"""The manual, followed word by word: every command of every page works, and shows what the page says."""

import re
from pathlib import Path

import pytest

from tests.manual.pages import Desk, begins_with, copied, follow

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual"
FIRST = "first-registry.md"
PAGES = sorted(page.name for page in MANUAL.glob("*.md") if "```sh" in page.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tutorial(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk of somebody who has just finished the first page."""
    desk = Desk(home=tmp_path_factory.mktemp("manual") / "desk" / "home", pythonpath=str(root / "builder"))
    follow(MANUAL / FIRST, desk)
    return desk


def test_first_registry(tutorial: Desk) -> None:
    """The tutorial can be followed word by word, in a home without anything in it."""
    assert (tutorial.home / "registry" / "registry.yaml").is_file()


@pytest.mark.parametrize("page", [page for page in PAGES if page != FIRST])
def test_page(page: str, tutorial: Desk, tmp_path: Path) -> None:
    """What the page tells to do works as it stands there, after the tutorial."""
    assert FIRST.removesuffix(".md") == begins_with(MANUAL / page)
    follow(MANUAL / page, copied(tutorial, tmp_path / "desk"))


def test_every_command_stands_in_a_fence_that_is_run() -> None:
    """A block of the manual is of a kind that is followed: no command stands there that nobody tried."""
    for page in MANUAL.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"^```(\w*)$", text, re.MULTILINE)) <= {"", "sh", "text", "yaml", "csv"}, page.name
        assert [] == re.findall(r"^(?: {4}|\t)testamur .*$", text, re.MULTILINE), page.name
