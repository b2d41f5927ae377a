"""A web host on loopback with a certificate, for tests of what looks at a published site."""

import functools
import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trustme

CERTIFICATE_ENDS = datetime(2099, 6, 1, tzinfo=UTC)  # the connection goes by the machine's clock


@dataclass(slots=True)
class Host:
    """A web host on loopback: which folder it serves, and what is wrong with it."""

    folder: Path | None = None
    base_url: str = ""
    origin: str | None = "*"
    types: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    changed: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers from the host's folder."""

    def __init__(self, host: Host, *args: Any) -> None:
        self.host = host
        super().__init__(*args)

    def do_GET(self) -> None:
        """Answer."""
        path = self.path.removeprefix("/")
        self.host.asked.append(path)
        file = None if self.host.folder is None else self.host.folder / path
        if file is not None and file.is_dir():
            file /= "index.html"
        if path in self.host.moved:
            self.send_response(301)
            self.send_header("Location", self.host.moved[path])
            self.end_headers()
        elif file is None or path in self.host.gone or not file.is_file():
            self.send_error(404)
        else:
            kinds = {".json": "application/json; charset=utf-8", ".js": "text/javascript", ".html": "text/html"}
            self.send_response(200)
            self.send_header("Content-Type", self.host.types.get(path, kinds.get(file.suffix, "text/plain")))
            allowed = self.headers.get("Origin") if self.host.origin == "echo" else self.host.origin
            if allowed is not None:
                self.send_header("Access-Control-Allow-Origin", allowed)
            self.end_headers()
            self.wfile.write(self.host.changed.get(path, file.read_bytes()))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(authority_file: Path) -> Iterator[Host]:
    """A host while the block lasts; the file gets the certificate of the authority that vouches for it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(authority_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", not_after=CERTIFICATE_ENDS).configure_cert(context)
    made = Host()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, made)) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign] # a client that hangs up is expected here
        server.socket = context.wrap_socket(server.socket, server_side=True)
        made.base_url = f"https://localhost:{server.server_address[1]}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
