"""A built site on loopback and a real Chromium that may not leave it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from testamur.cli import main

MOMENT = "2026-11-20T12:00:00Z"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output to the tests."""


@pytest.fixture(scope="session")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example registry's site, built once."""
    out = tmp_path_factory.mktemp("built") / "_site"
    with pytest.MonkeyPatch.context() as patch:
        # The registry is judged at the moment of the tests, so that nothing in it expires under them.
        patch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.fromisoformat(MOMENT).timestamp())))
        assert main(["build", "--root", str(root), "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def origin(site: Path) -> Iterator[str]:
    """Where the site is served, on loopback."""
    with served(site) as address:
        yield address


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Where a folder is served, on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def open_page(chromium: Browser, origin: str) -> Iterator[Callable[..., Page]]:
    """A way to open pages of the site at a fixed time; nothing may leave the origin or be complained of."""
    contexts = []
    complaints: list[str] = []
    requests: list[str] = []

    def open_at(path: str, **options: object) -> Page:
        context = chromium.new_context(**options)  # type: ignore[arg-type]  # a test passes what it wants
        contexts.append(context)
        context.on("request", lambda request: requests.append(request.url))
        context.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.clock.set_fixed_time(MOMENT)
        page.goto(f"{origin}/{path}")
        return page

    yield open_at
    for context in contexts:
        context.close()
    foreign = [url for url in requests if not url.startswith((f"{origin}/", f"blob:{origin}/", "data:"))]
    assert (foreign, complaints) == ([], [])
