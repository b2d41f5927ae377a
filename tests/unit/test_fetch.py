"""Fetching within limits from loopback, and reading the folder of a built site without leaving it."""

import http.server
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from testamur import fetch, vendored
from testamur.fetch import ask_https, fetch_https, plain_path, read_site_file
from testamur.served import Trouble


class Server(http.server.BaseHTTPRequestHandler):
    """A server with one behaviour a path."""

    asked: list[str]

    def do_GET(self) -> None:
        """Answer."""
        self.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/gone":
            self.send_error(404)
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                self.wfile.write(b".")
                self.wfile.flush()
                time.sleep(0.05)
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"short")
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 1000 if self.path == "/long" else b"hello")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[tuple[str, ssl.SSLContext, list[str]]]:
    """A loopback server with a certificate: its base address, whom to trust, and what it was asked."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    asked: list[str] = []
    handler = type("Handler", (Server,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign] # a client that hangs up is expected here
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        trust = ssl.create_default_context()
        authority.configure_trust(trust)
        yield f"https://localhost:{server.server_address[1]}", trust, asked
        server.shutdown()
        thread.join()


def test_body(host: tuple[str, ssl.SSLContext, list[str]]) -> None:
    """The body of a 200 is the answer."""
    base, trust, asked = host
    assert fetch_https(f"{base}/a?b=c", context=trust) == b"hello"
    assert asked == ["/a?b=c"]


@pytest.mark.parametrize("path", ["/gone", "/loop", "/cut", "/to/http://localhost/", "/to/https://example.com/"])
def test_no_answer(host: tuple[str, ssl.SSLContext, list[str]], path: str) -> None:
    """Another status, a loop, a body cut off, another scheme or another host is no answer."""
    base, trust, _ = host
    assert fetch_https(base + path, context=trust) is None


@pytest.mark.parametrize(
    ("path", "trouble", "status"),
    [
        ("/a", None, 200),
        ("/gone", None, 404),
        ("/cut", "cut-off", 200),
        ("/long", "large", 200),
        ("/loop", "redirect", 0),
        ("/to/https://example.com/", "redirect", 0),
        ("/#part", "address", 0),
    ],
)
def test_why_there_is_no_answer(
    host: tuple[str, ssl.SSLContext, list[str]], path: str, trouble: Trouble | None, status: int
) -> None:
    """Whoever runs the site is told which trouble it was; there is a body for a whole answer with status 200 alone."""
    base, trust, _ = host
    reply = ask_https(base + path, context=trust, max_bytes=999)
    assert (trouble, status) == (reply.trouble, reply.status)
    assert (b"hello" if path == "/a" else b"") == reply.body


def test_where_nobody_answers(host: tuple[str, ssl.SSLContext, list[str]]) -> None:
    """A host without a certificate that counts, and a port where nobody listens, are told apart."""
    base, trust, asked = host
    assert "certificate" == ask_https(base).trouble
    assert "refused" == ask_https("https://localhost:9/", context=trust).trouble
    assert asked == []


def test_facts_of_an_answer(host: tuple[str, ssl.SSLContext, list[str]]) -> None:
    """An answer says where it came from after a redirect, and until when the certificate of the host counts."""
    base, trust, _ = host
    reply = ask_https(f"{base}/to//a", context=trust)
    assert f"{base}/a" == reply.address
    assert reply.certificate_until is not None


def test_redirects_within_the_host(host: tuple[str, ssl.SSLContext, list[str]]) -> None:
    """A redirect is followed within the host, as often as the limit says and no more."""
    base, trust, asked = host
    most = vendored.limits().max_redirects
    assert fetch_https(f"{base}/{'to//' * most}a", context=trust) == b"hello"
    asked.clear()
    assert fetch_https(f"{base}/{'to//' * (most + 1)}a", context=trust) is None
    assert len(asked) == most + 1


def test_size(host: tuple[str, ssl.SSLContext, list[str]]) -> None:
    """A body of exactly the limit is an answer, one byte more is none."""
    base, trust, _ = host
    assert fetch_https(f"{base}/long", context=trust, max_bytes=1000) == b"x" * 1000
    assert fetch_https(f"{base}/long", context=trust, max_bytes=999) is None


def test_time(host: tuple[str, ssl.SSLContext, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that drips is given up when the time for the whole exchange is over."""
    base, trust, _ = host
    hasty = replace(vendored.limits(), fetch_timeout_s=1)
    monkeypatch.setattr(fetch, "limits", lambda: hasty)
    began = time.monotonic()
    assert fetch_https(f"{base}/slow", context=trust) is None
    assert time.monotonic() - began < 2
    assert "slow" == ask_https(f"{base}/slow", context=trust).trouble


def test_unknown_authority(host: tuple[str, ssl.SSLContext, list[str]]) -> None:
    """A certificate that nobody vouches for is no answer."""
    base, _, asked = host
    assert fetch_https(f"{base}/a") is None
    assert asked == []


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/",
        "file:///etc/hosts",
        "https://",
        "https://me@localhost/",
        "https://localhost:0/",
        "https://localhost:port/",
        "https://localhost/#part",
        "https://localhost/a b",
        "https://localh\u00f6st/",
        "https://localhost/\r\nHost: evil",
        "did.json",
    ],
)
def test_addresses_that_are_not_asked(address: str) -> None:
    """Anything but a plain https address has no answer, and nothing is asked (the tests would stop a request)."""
    assert fetch_https(address) is None


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a file in it, a file beside it, and links of both kinds."""
    folder = tmp_path / "site"
    (folder / "issuers").mkdir(parents=True)
    (folder / "issuers" / "did.json").write_bytes(b"{}")
    (folder / ".hidden").write_bytes(b"hidden")
    (tmp_path / "secret.json").write_bytes(b"secret")
    (folder / "inside.json").symlink_to(folder / "issuers" / "did.json")
    (folder / "outside.json").symlink_to(tmp_path / "secret.json")
    (folder / "out").symlink_to(tmp_path)
    return folder


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("issuers/did.json", b"{}"),
        ("inside.json", b"{}"),
        ("outside.json", None),
        ("out/secret.json", None),
        ("../secret.json", None),
        ("issuers/../../secret.json", None),
        ("issuers/%2e%2e/%2e%2e/secret.json", None),
        ("/etc/hostname", None),
        ("issuers//did.json", None),
        ("issuers/", None),
        ("issuers", None),
        ("", None),
        (".hidden", None),
        ("issuers/did.json?x", None),
        ("issuers\\did.json", None),
        ("nowhere.json", None),
        ("a" * 5000, None),
    ],
)
def test_site_files(site: Path, path: str, expected: bytes | None) -> None:
    """A plain path to a file inside the folder is answered; nothing climbs, hides, or leaves through a link."""
    assert read_site_file(site, path) == expected


def test_site_file_size(site: Path) -> None:
    """A file of exactly the limit is an answer, one byte more is none."""
    (site / "long.json").write_bytes(b"x" * 10)
    assert (read_site_file(site, "long.json", max_bytes=10), read_site_file(site, "long.json", max_bytes=9)) == (
        b"x" * 10,
        None,
    )


def test_plain_path() -> None:
    """A plain path is its segments."""
    assert plain_path("issuers/a-b/status/b2-holds.json") == ("issuers", "a-b", "status", "b2-holds.json")
