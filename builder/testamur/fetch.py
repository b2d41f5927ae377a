"""The only room that reaches other machines, and reads the folders of built sites: for `verify` and `doctor --live`.

The one idea: an address is answered by bytes or by nothing. Why there was no answer (no such host, no such file, too
large, too slow, sent elsewhere) makes no difference to a verification, so it is told to whoever runs the site alone.
"""

import http.client
import re
import socket
import ssl
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

from testamur.served import Reply, Trouble
from testamur.vendored import Limits, limits

_CHUNK_BYTES = 65_536
_PLAIN_SEGMENT = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def fetch_https(address: str, *, max_bytes: int | None = None, context: ssl.SSLContext | None = None) -> bytes | None:
    """The body that an https address answers with status 200, or None.

    `max_bytes` replaces `max_fetch_bytes` of limits.json; `context` the system's certificate authorities. Redirects are
    followed within the same host and port, at most `max_redirects`; the whole exchange has `fetch_timeout_s`. No
    cookies, no credentials, no proxies. What the body is, is not looked at.
    """
    reply = ask_https(address, max_bytes=max_bytes, context=context)
    return reply.body if reply.trouble is None and reply.status == 200 else None


def ask_https(
    address: str, *, max_bytes: int | None = None, context: ssl.SSLContext | None = None, origin: str = ""
) -> Reply:
    """What an https address answers, or why it doesn't; under the same rules and limits as `fetch_https`.

    For `doctor`, which tells the person who runs the site what is wrong with it. `origin` is the page that the request
    claims to come from: some hosts say who may read an answer only where they are told who asks.
    """
    allowed = limits()
    context = context or ssl.create_default_context()
    deadline = time.monotonic() + allowed.fetch_timeout_s
    place = _place(address)
    if place is None:
        return Reply(address=address, trouble="address")
    for _ in range(allowed.max_redirects + 1):
        try:
            reply, location = _exchange(place, context, deadline, max_bytes or allowed.max_fetch_bytes, allowed, origin)
        except (OSError, http.client.HTTPException, ValueError) as cause:
            return Reply(address=place.geturl(), trouble=_trouble(cause))
        if location is None:
            return reply
        target = _place(urljoin(place.geturl(), location))
        if target is None or target.netloc != place.netloc:
            break
        place = target
    return Reply(address=place.geturl(), trouble="redirect")


def _trouble(cause: Exception) -> Trouble:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "certificate"
    if isinstance(cause, socket.gaierror):
        return "name"
    if isinstance(cause, TimeoutError):
        return "slow"
    if isinstance(cause, http.client.IncompleteRead):
        return "cut-off"
    return "refused" if isinstance(cause, ConnectionRefusedError) else "network"


def _place(address: str) -> SplitResult | None:
    """The parts of an https address we are willing to ask; None for any other."""
    if not address.isascii() or any(character <= " " or character == "\x7f" for character in address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or port == 0 or "#" in address:
        return None
    return parts._replace(netloc=parts.netloc.lower())


def _exchange(
    place: SplitResult, context: ssl.SSLContext, deadline: float, max_bytes: int, allowed: Limits, origin: str
) -> tuple[Reply, str | None]:
    """One request: its answer, and where it was sent on to, if it was."""
    connection = http.client.HTTPSConnection(
        str(place.hostname), place.port or 443, timeout=allowed.fetch_timeout_s, context=context
    )
    try:
        connection.connect()
        # Read before the answer, because the connection may be closed with it.
        until = _certificate_until(connection.sock)
        target = (place.path or "/") + (f"?{place.query}" if place.query else "")
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "testamur"}
        connection.request("GET", target, headers=headers | ({"Origin": origin} if origin else {}))
        response = connection.getresponse()
        reply = Reply(
            address=place.geturl(),
            status=response.status,
            content_type=response.getheader("Content-Type") or "",
            allow_origin=response.getheader("Access-Control-Allow-Origin") or "",
            certificate_until=until,
        )
        if response.status in _REDIRECTS:
            return reply, response.getheader("Location") or ""
        if response.status != 200:
            return reply, None
        chunks: list[bytes] = []
        size = 0
        # The socket's timeout is for one read; a server that drips must not hold us longer than one that is silent.
        while chunk := response.read1(_CHUNK_BYTES):
            size += len(chunk)
            if size > max_bytes:
                return replace(reply, trouble="large"), None
            if time.monotonic() > deadline:
                return replace(reply, trouble="slow"), None
            chunks.append(chunk)
        # A body that was cut off is no answer. http.client only notices where the length was announced.
        return replace(reply, trouble="cut-off") if response.length else replace(reply, body=b"".join(chunks)), None
    finally:
        connection.close()


def _certificate_until(connected: ssl.SSLSocket) -> datetime | None:
    certificate = connected.getpeercert()
    ends = certificate.get("notAfter") if certificate else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if isinstance(ends, str) else None


def plain_path(path: str) -> tuple[str, ...] | None:
    """The segments of a path below a site's base URL, or None where one is empty, hidden, `..` or needs decoding.

    A path that ends in `/` names a page and has None too.
    """
    segments = tuple(path.split("/"))
    return segments if all(_PLAIN_SEGMENT.fullmatch(segment) for segment in segments) else None


def read_site_file(folder: Path, path: str, *, max_bytes: int | None = None) -> bytes | None:
    """The bytes of a file of a built site, or None; `path` is what follows the base URL in an address.

    Only plain paths to regular files are read; a symbolic link is followed as long as it stays inside the folder.
    A file larger than `max_bytes` (else `max_fetch_bytes` of limits.json) has None.
    """
    segments = plain_path(path)
    if segments is None:
        return None
    most = max_bytes or limits().max_fetch_bytes
    try:
        root = folder.resolve(strict=True)
        file = root.joinpath(*segments).resolve(strict=True)
        if not file.is_relative_to(root) or not file.is_file():
            return None
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError:
        return None
    return content if len(content) <= most else None
