"""The Python issuer and verifier behind the W3C VC API, for other people's test suites (docs/interop.md).

`python -m tests.interop.vc_api --suite ecdsa-rdfc-2019 --key p384 --https` listens on loopback alone and prints one
line of JSON: its address, the DID it issues by and, with `--https`, the file with the authority of its throw-away
certificate. The one idea: an answer is 200 where the list of docs/verification.md found nothing against a credential
but that no registry was named, and 400 with problem details otherwise; what could not be checked is never a 200.
"""

import argparse
import hashlib
import json
import ssl
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any

import trustme
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from testamur import canon, keys, proofs
from testamur.times import time_text
from testamur.verify import Answer, Report, verify_file
from testamur.verify.outcomes import NotPassedError
from testamur.verify.shape import check_shape

MAX_BODY_BYTES = 4 * 1024 * 1024
_VERIFIED = frozenset({"valid", "caution", "unknown_issuer"})
_VCDM = "https://www.w3.org/TR/vc-data-model#"
_TYPES: Mapping[str, str] = {
    "read": f"{_VCDM}PARSING_ERROR",
    "shape": f"{_VCDM}MALFORMED_VALUE_ERROR",
    "context": f"{_VCDM}MALFORMED_VALUE_ERROR",
    "proof": f"{_VCDM}CRYPTOGRAPHIC_SECURITY_ERROR",
    "key": f"{_VCDM}CRYPTOGRAPHIC_SECURITY_ERROR",
    "dates": f"{_VCDM}RANGE_ERROR",
}
_KEYS: Mapping[str, tuple[keys.KeyType, ec.EllipticCurve | None, hashes.HashAlgorithm]] = {
    "ed25519": (keys.ED25519, None, hashes.SHA256()),
    "p256": (keys.P256, ec.SECP256R1(), hashes.SHA256()),
    "p384": (keys.P384, ec.SECP384R1(), hashes.SHA384()),
}

Answered = tuple[int, dict[str, Any]]


class Issuer:
    """An issuer by did:key, whose key is made from its kind's name alone: the same in every run, and good for nothing.

    `word` is the kind of key and `suite` must take it, else ValueError.
    """

    def __init__(self, suite: str, word: str) -> None:
        self._type, curve, self._hash = _KEYS[word]
        if suite not in proofs.suites_for(self._type):
            raise ValueError(f"{suite} does not sign with a key of {word}")
        self._suite = suite
        seed = hashlib.sha256(f"for other people's suites, {word}".encode()).digest()
        self._private = (
            Ed25519PrivateKey.from_private_bytes(seed)
            if curve is None
            else ec.derive_private_key(int.from_bytes(seed, "big") >> 1, curve)
        )
        form = (Encoding.Raw, PublicFormat.Raw) if curve is None else (Encoding.X962, PublicFormat.CompressedPoint)
        self._public = keys.public_key_from_raw(self._type, self._private.public_key().public_bytes(*form))
        self.did = keys.did_key(self._public)

    def issue(self, body: Mapping[str, Any]) -> Answered:
        """`POST /credentials/issue`: 201 with the credential signed; 400 where it is none, or another issuer's."""
        credential = body.get("credential")
        if not isinstance(credential, dict):
            return refused("credential", "there is no credential in the request", "read")
        issuer = credential.get("issuer", self.did)
        own = {**issuer, "id": issuer.get("id", self.did)} if isinstance(issuer, dict) else issuer
        if (own.get("id") if isinstance(own, dict) else own) != self.did:
            return refused("issuer_malformed", f"this issuer is {self.did}", "shape")
        document = {**credential, "issuer": own}
        try:
            check_shape({**document, "proof": {"type": "DataIntegrityProof"}}, is_token=False)
            signed = proofs.add_proof(
                document,
                sign=self._sign,
                verification_method=f"{self.did}#{self._public.multibase}",
                created=time_text(datetime.now(UTC)),
                suite=self._suite,
                key_type=self._type,
            )
        except NotPassedError as cause:
            return refused(cause.reason, "it lacks a part, or has one in the wrong form", "shape")
        except (canon.CanonError, proofs.ProofError) as cause:
            return refused(cause.code, str(cause), "context")
        return 201, {"verifiableCredential": signed}

    def _sign(self, message: bytes) -> bytes:
        if isinstance(self._private, Ed25519PrivateKey):
            return self._private.sign(message)
        algorithm = ec.ECDSA(self._hash, deterministic_signing=True)
        halves = utils.decode_dss_signature(self._private.sign(message, algorithm))
        return b"".join(half.to_bytes(self._type.coordinate_bytes, "big") for half in halves)


def verify_one(body: Mapping[str, Any]) -> Answered:
    """`POST /credentials/verify`: 200 where nothing speaks against it, else 400 with what does."""
    if "verifiableCredential" not in body:
        return refused("verifiableCredential", "there is no credential in the request", "read")
    return judged(body["verifiableCredential"])


def verify_presentation(body: Mapping[str, Any]) -> Answered:
    """`POST /presentations/verify`: 200 where nothing speaks against it or any credential in it.

    Where the request names a challenge or a domain, the presentation must be signed for these.
    """
    presentation = body.get("verifiablePresentation")
    if not isinstance(presentation, dict | str):
        return refused("verifiablePresentation", "there is no presentation in the request", "read")
    options = body.get("options")
    return judged(presentation, options if isinstance(options, dict) else {})


def judged(value: Any, options: Mapping[str, Any] = MappingProxyType({})) -> Answered:
    """The answer about a credential or a presentation, a token as its text; nobody else is asked for anything."""
    data = value.encode() if isinstance(value, str) else json.dumps(value, ensure_ascii=False).encode()
    reports = verify_file(
        data, at=datetime.now(UTC), resolve=lambda _: Answer(data=None, answered_by="documents"), registries=()
    )
    told = [problem for report in reports for problem in problems(report)]
    signed_for = reports[0].presentation
    for name in ("challenge", "domain"):
        answers = () if signed_for is None else (signed_for.challenge, *signed_for.domain)
        if name in options and options[name] not in (answers[:1] if name == "challenge" else answers[1:]):
            return refused("presentation_for_another", f"it is not signed for this {name}", "proof")
    if all(report.verdict in _VERIFIED for report in reports):
        return 200, {"verified": True, "problemDetails": told}
    return 400, {"verified": False, "problemDetails": told}


def problems(report: Report) -> list[dict[str, Any]]:
    """What speaks against a credential, or was only not found, as problem details (RFC 9457)."""
    return [
        problem(str(step.reason), f"{report.verdict}: {step.id} {step.outcome}", step.id)
        for step in report.steps
        if step.reason is not None and step.reason != "not_reached"
    ]


def problem(reason: str, detail: str, step: str) -> dict[str, Any]:
    """One of them."""
    return {"type": _TYPES.get(step, "about:blank"), "title": reason, "status": 400, "detail": detail}


def refused(reason: str, detail: str, step: str) -> Answered:
    """400 with one of them."""
    return 400, {"verified": False, "problemDetails": [problem(reason, detail, step)]}


class Handler(BaseHTTPRequestHandler):
    """Answers the three addresses, and only who names loopback."""

    def __init__(self, *args: Any, doors: Mapping[str, Callable[[Mapping[str, Any]], Answered]], **kwargs: Any) -> None:
        self._doors = doors
        super().__init__(*args, **kwargs)

    def do_POST(self) -> None:
        """One answer in JSON."""
        status, answer = self._answer()
        content = json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 300 else "application/problem+json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _answer(self) -> Answered:
        door = self._doors.get(self.path)
        # A page of another host that a name leads here is not let in.
        if self.headers.get("Host", "").partition(":")[0] not in {"localhost", "127.0.0.1"} or door is None:
            return 404, problem("not_found", "there is nothing at this address", "")
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
            return 413, problem("too_large", f"at most {MAX_BODY_BYTES} bytes, and their number, are needed", "")
        try:
            body = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            return refused("json_syntax", "the request is not JSON", "read")
        if not isinstance(body, dict):
            return refused("json_syntax", "the request is not an object", "read")
        return door(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: standard output has the one line of the beginning."""


def main() -> None:
    """Listen until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", default="eddsa-rdfc-2022", help="how to sign")
    parser.add_argument("--key", choices=tuple(_KEYS), default="ed25519", help="the kind of key")
    parser.add_argument("--port", type=int, default=0, help="a port on loopback (default: any that is free)")
    parser.add_argument("--https", action="store_true", help="with a certificate made for this run")
    args = parser.parse_args()
    try:
        issuer = Issuer(args.suite, args.key)
    except ValueError as cause:
        parser.error(str(cause))
    doors = {
        "/credentials/issue": issuer.issue,
        "/credentials/verify": verify_one,
        "/presentations/verify": verify_presentation,
    }
    server = ThreadingHTTPServer(("127.0.0.1", args.port), partial(Handler, doors=doors))
    with tempfile.TemporaryDirectory(prefix="testamur-vc-api-") as folder:
        line = {"address": f"{'https' if args.https else 'http'}://localhost:{server.server_port}", "did": issuer.did}
        if args.https:
            authority = trustme.CA()
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("localhost").configure_cert(context)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            line["ca"] = str(Path(folder) / "ca.pem")
            authority.cert_pem.write_to_path(line["ca"])
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
