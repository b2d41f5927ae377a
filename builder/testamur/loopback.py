"""A web server for the person at this machine alone: on 127.0.0.1, reading, and from memory.

One idea: it opens no file. What it answers comes from a function that is handed in, so no address can lead to the disk;
and a page of another site that asks it under a name of its own is refused (threats: DNS rebinding).
"""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from sys import exception
from typing import Any, Final
from urllib.parse import quote, unquote

from testamur.served import Answer

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8000
_PORTS_TRIED: Final = 100
_TIMEOUT_S: Final = 30  # a connection that says nothing any more


class Server:
    """A server that is listening; `answer` is given the path asked for, decoded, and the origin it was asked at."""

    def __init__(self, port: int | None, answer: Callable[[str, str], Answer]) -> None:
        """Listen on that port, on any free one for 0, on the first free one from 8000 on for None.

        Raises OSError when the port can't be had, and OverflowError when there is none of that number.
        """
        self._server = _open(port, type("_Handler", (_Handler,), {"give": staticmethod(answer)}))
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    def start(self) -> None:
        """Answer from now on, in threads of its own."""
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


def _open(port: int | None, handler: type[BaseHTTPRequestHandler]) -> "_Quiet":
    ports = range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED) if port is None else (port,)
    for each in ports[:-1]:
        try:
            return _Quiet((HOST, each), handler)
        except OSError:
            continue
    return _Quiet((HOST, ports[-1]), handler)


class _Quiet(ThreadingHTTPServer):
    """Says nothing of a browser that hung up, which every closed page does."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD, without a line of log each; nothing is to be kept by the browser."""

    protocol_version = "HTTP/1.1"
    server_version = "testamur"
    sys_version = ""
    timeout = _TIMEOUT_S
    give: Callable[[str, str], Answer]

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        port = self.server.server_address[1]  # type: ignore[index]  # of an Internet socket: a host and a port
        host = self.headers.get("Host", "")
        if host in {f"{HOST}:{port}", f"localhost:{port}"}:
            answer = self.give(unquote(self.path.partition("?")[0]), f"http://{host}")
        else:
            answer = Answer(status=421, body=b"this server answers under its address on loopback alone\n")
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if answer.location:
            self.send_header("Location", quote(answer.location))
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
