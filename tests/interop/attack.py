"""Asks one of the two Python peers about one file, as whoever calls it would: `attack.py PEER`.

JSON on standard input (`attacks.py` says what), one answer on standard output. Every address is fetched from the server
on loopback under the host's own name, so that the peer meets the addresses that a bad file names.
"""

import base64
import http.client
import json
import os
import resource
import socket
import ssl
import sys
from typing import Any
from urllib.parse import urlsplit

from openbadgeslib.ob3 import OB3LdpVerifier, OB3Verifier
from openvc import verify_credential
from openvc.did.base import DidResolverRegistry
from openvc.did.did_web import DidWebResolver
from openvc.resolvers import default_status_list_resolver


def fetch(url: str, trusted: ssl.SSLContext) -> bytes:
    """The bytes of an https address, from the server on loopback."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError(url)
    connection = http.client.HTTPSConnection(parts.netloc, timeout=10)
    plain = socket.create_connection(("127.0.0.1", int(os.environ["TESTAMUR_LOOPBACK"])), timeout=10)
    connection.sock = trusted.wrap_socket(plain, server_hostname=parts.hostname)
    connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
    response = connection.getresponse()
    if response.status != http.HTTPStatus.OK:
        raise OSError(f"{response.status} for {url}")
    return response.read()


def ask_openvc(content: bytes, kind: str, asked: dict[str, Any], trusted: ssl.SSLContext) -> dict[str, str]:
    """What openvc-core says; its public options take the fetch, since its own refuses loopback on purpose."""

    def text(url: str) -> str:
        return fetch(url, trusted).decode()

    resolver = DidResolverRegistry([DidWebResolver(lambda url: json.loads(text(url)))])
    lists = default_status_list_resolver(resolver=resolver, extra_contexts=asked["contexts"], fetch=text)
    credential = content.decode().strip() if kind == "jwt" else json.loads(content)
    result = verify_credential(
        credential, resolver=resolver, resolve_status_list=lists, extra_contexts=asked["contexts"]
    )
    revoked = result.status is not None and result.status.revoked
    return {"outcome": "refused" if revoked else "accepted", "says": f"revoked {revoked}"}


def ask_openbadgeslib(content: bytes, kind: str, _: dict[str, Any], trusted: ssl.SSLContext) -> dict[str, str]:
    """What openbadgeslib says; lists that are no JWT are read with its public option, as docs/interop.md tells."""

    def download(url: str) -> bytes:
        return fetch(url, trusted)

    if kind in {"png", "svg"}:
        taken = OB3Verifier.extract_token_from_png if kind == "png" else OB3Verifier.extract_token_from_svg
        content = taken(content).encode()
    if content.strip().startswith(b"{"):
        issuer = json.loads(content)["issuer"]
        did = issuer["id"] if isinstance(issuer, dict) else issuer
        OB3LdpVerifier.for_issuer_did(did).verify(
            content, check_status=True, download=download, verify_status_list=False
        )
        return {"outcome": "accepted", "says": "verified"}
    payload = content.decode().split(".")[1]
    did = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["iss"]
    OB3Verifier.for_issuer_did(did, download=download).verify(
        content.decode().strip(), check_status=True, verify_status_list=False, download=download
    )
    return {"outcome": "accepted", "says": "verified"}


def main() -> None:
    """One answer; whatever the peer raises is a refusal, by the name of its class."""
    asked = json.load(sys.stdin)
    trusted = ssl.create_default_context(cafile=asked["ca"])
    ask = {"openvc-core": ask_openvc, "openbadgeslib": ask_openbadgeslib}[sys.argv[1]]
    try:
        answer = ask(base64.b64decode(asked["file"]), asked["kind"], asked, trusted)
    except Exception as refusal:  # noqa: BLE001 - whatever a peer raises is its answer
        answer = {"outcome": "refused", "says": f"{type(refusal).__name__}: {refusal}"}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    json.dump({**answer, "peak_mb": peak}, sys.stdout)


main()
