"""What every test may ask for, and what none may do: reach another machine."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.network import refuse_network

ROOT = Path(__file__).resolve().parent.parent
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
VECTORS_LEFT_OUT = pytest.StashKey[int]()

sys.addaudithook(refuse_network)

# The same examples on every machine, however slow: a failure seen once is seen by everybody.
settings.register_profile("testamur", deadline=None, derandomize=True, database=None)
settings.load_profile("testamur")


def vectors_folder() -> Path:
    """Where the published test vectors are expected."""
    return Path(os.environ.get("TESTAMUR_VECTORS") or ROOT / ".." / "shared" / "vectors").resolve()


def vectors_required() -> bool:
    """Whether missing vectors are a failure: where they were named, and in CI."""
    return bool(os.environ.get("TESTAMUR_VECTORS")) or os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository, which is also the example registry."""
    return ROOT


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of published test vectors; the test fails when it isn't there."""
    folder = vectors_folder()
    if not folder.is_dir():
        pytest.fail(f"no published vectors in {folder}: set TESTAMUR_VECTORS to the folder that holds them")
    return folder


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The Chrome or Chromium that `make browser` found; the test fails when none is known."""
    known = ROOT / ".venv" / "browser-path"
    path = os.environ.get("TESTAMUR_BROWSER") or (known.read_text(encoding="utf-8").strip() if known.is_file() else "")
    if not path:
        pytest.fail("no browser is known: run `make browser`, or set TESTAMUR_BROWSER to a Chrome or Chromium")
    return path


@pytest.fixture(scope="session")
def chromium(browser_path: str) -> Iterator[Browser]:
    """One Chromium for all tests, since a process can drive no second; each page has a profile of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be written anew (`make golden`) rather than compared."""
    return bool(request.config.getoption("--rewrite-golden"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that `make golden` uses."""
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write the expected output anew instead of comparing"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what reads the vectors, and leave it out, counted, where there are none and nobody promised them."""
    for item in items:
        if "vectors" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.vectors)
    if vectors_folder().is_dir() or vectors_required():
        return
    left_out = [item for item in items if item.get_closest_marker("vectors")]
    config.stash[VECTORS_LEFT_OUT] = len(left_out)
    config.hook.pytest_deselected(items=left_out)
    items[:] = without(items, left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out, so that a short run is never taken for a whole one."""
    if left_out := config.stash.get(VECTORS_LEFT_OUT, 0):
        terminalreporter.write_line(
            f"LEFT OUT: {left_out} tests of published vectors; set TESTAMUR_VECTORS to run them", yellow=True
        )


def without(items: Iterable[pytest.Item], left_out: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The items that are not among `left_out`, in their order."""
    gone = set(left_out)
    return [item for item in items if item not in gone]
