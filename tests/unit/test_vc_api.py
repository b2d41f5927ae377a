"""The two adapters for other people's test suites, asked by HTTP as such a suite would."""

import json
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.casebook.presented_tokens import vp_jwt
from tests.casebook.presenting import by_holder

ROOT = Path(__file__).resolve().parents[2]
CREDENTIAL: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:holder", "name": "Alex Example"},
}
SUITES = [
    ("eddsa-rdfc-2022", "ed25519"),
    ("eddsa-jcs-2022", "ed25519"),
    ("ecdsa-rdfc-2019", "p256"),
    ("ecdsa-rdfc-2019", "p384"),
    ("ecdsa-jcs-2019", "p256"),
    ("ecdsa-jcs-2019", "p384"),
]


@dataclass(frozen=True, slots=True)
class Api:
    """An adapter that listens: its address, the DID it issues by, and whom to trust."""

    address: str
    did: str
    trusted: ssl.SSLContext | None

    def post(self, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        """Status and answer."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - an address on loopback
            self.address + path, data=data, headers={"Content-Type": "application/json", **headers}
        )
        try:
            with urllib.request.urlopen(request, context=self.trusted, timeout=20) as response:  # noqa: S310 - as above
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def verify(self, credential: Any) -> tuple[int, list[str]]:
        """Status and the titles of what is told of a credential."""
        status, answer = self.post("/credentials/verify", {"verifiableCredential": credential, "options": {}})
        assert answer["verified"] == (status == 200)
        return status, [problem["title"] for problem in answer["problemDetails"]]


@contextmanager
def listening(*command: str, trusted: ssl.SSLContext | None = None) -> Iterator[Api]:
    """The adapter in a process of its own, until the block ends."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        if "ca" in line:
            trusted = ssl.create_default_context(cafile=line["ca"])
        yield Api(line["address"], line.get("did", ""), trusted)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def javascript(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The JavaScript verifier, over https with a certificate made for this run."""
    folder = tmp_path_factory.mktemp("certificate")
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    script = str(ROOT / "tests" / "interop" / "vc-api.mjs")
    files = ("--cert", str(folder / "cert.pem"), "--key", str(folder / "key.pem"))
    with listening("node", script, *files, trusted=trusted) as api:
        yield api


@pytest.fixture(scope="module", params=SUITES, ids=["-".join(suite) for suite in SUITES])
def python(request: pytest.FixtureRequest) -> Iterator[Api]:
    """The Python issuer and verifier by one suite, over https."""
    suite, key = request.param
    with listening(sys.executable, "-m", "tests.interop.vc_api", "--suite", suite, "--key", key, "--https") as api:
        yield api


def issued(api: Api, **changes: Any) -> dict[str, Any]:
    """A credential that the adapter signs."""
    status, answer = api.post("/credentials/issue", {"credential": CREDENTIAL | changes, "options": {}})
    assert 201 == status, answer
    credential: dict[str, Any] = answer["verifiableCredential"]
    return credential


def test_issued_credentials_verify_in_both(python: Api, javascript: Api) -> None:
    """What the issuer signs is verified by both adapters, and refused by both when it is changed or has ended."""
    good = issued(python)
    changed = deepcopy(good)
    changed["credentialSubject"]["name"] = "Somebody Else"
    web = "did:web:society.example"
    elsewhere = good | {"issuer": web, "proof": good["proof"] | {"verificationMethod": f"{web}#key"}}
    ended = issued(python, validUntil="2026-01-02T00:00:00Z")
    for api in (python, javascript):
        assert (200, ["issuer_unknown"]) == api.verify(good)
        assert (400, ["proof_signature_invalid"]) == api.verify(changed)
        assert (400, ["issuer_unknown", "expired"]) == api.verify(ended)
        assert (400, ["issuer_unreachable"]) == api.verify(elsewhere)


def test_presentations(python: Api, javascript: Api) -> None:
    """Each credential in one is asked, its own proof too, and whether it answers the question of the request."""
    good = issued(python)
    changed = good | {"validFrom": "2026-01-02T00:00:00Z"}
    plain = {"@context": CREDENTIAL["@context"], "type": ["VerifiablePresentation"]}
    for api in (python, javascript):
        for inside, options, status in (
            ([good, good], {}, 200),
            ([good, changed], {}, 400),
            ([good], {"challenge": "c0ffee"}, 400),
        ):
            presentation = plain | {"verifiableCredential": inside}
            body = {"verifiablePresentation": presentation, "options": options}
            assert status == api.post("/presentations/verify", body)[0]
        proved = plain | {"verifiableCredential": [good], "proof": good["proof"]}
        status, answer = api.post("/presentations/verify", {"verifiablePresentation": proved})
        assert (400, "proof_purpose") == (status, answer["problemDetails"][0]["title"])
        held = plain | {"verifiableCredential": [good]}
        asked = by_holder(held, challenge="c0ffee", domain="clinic.example")
        token = vp_jwt(held, nonce="c0ffee", aud="clinic.example").decode()
        for signed, options, status in (
            (signed, options, status)
            for signed in (asked, token)
            for options, status in (
                ({}, 200),
                ({"challenge": "c0ffee", "domain": "clinic.example"}, 200),
                ({"challenge": "cafe"}, 400),
                ({"domain": "evil.example"}, 400),
            )
        ):
            assert (
                status == api.post("/presentations/verify", {"verifiablePresentation": signed, "options": options})[0]
            )


def test_what_is_not_issued(python: Api) -> None:
    """What has no meaning, lacks a part or names another issuer is refused with problem details."""
    for change, title in (
        ({"nickname": "Alex"}, "undefined_term"),
        ({"credentialSubject": []}, "subject_malformed"),
        ({"issuer": "did:key:z6MkAnother"}, "issuer_malformed"),
        ({"@context": ["https://www.w3.org/ns/credentials/v2", "https://evil.example/"]}, "context_unknown"),
    ):
        status, answer = python.post("/credentials/issue", {"credential": CREDENTIAL | change})
        assert (400, title) == (status, answer["problemDetails"][0]["title"])
    assert 400 == python.post("/credentials/issue", {})[0]


def test_requests_that_are_none(python: Api, javascript: Api) -> None:
    """Anything else has an answer in JSON, and a name that only leads to loopback has none of ours."""
    for api in (python, javascript):
        assert 400 == api.post("/credentials/verify", b"{")[0]
        assert 400 == api.post("/credentials/verify", b"[" * 100_000)[0]
        assert 400 == api.post("/credentials/verify", [])[0]
        assert 400 == api.post("/credentials/verify", {})[0]
        assert (400, ["format_unknown"]) == api.verify("words")
        assert (400, ["format_unknown"]) == api.verify(None)
        assert 404 == api.post("/elsewhere", {})[0]
        assert 404 == api.post("/credentials/verify", {}, Host="evil.example")[0]


def test_a_suite_that_the_key_does_not_fit() -> None:
    """It is said at once, and nobody listens."""
    command = [sys.executable, "-m", "tests.interop.vc_api", "--suite", "ecdsa-rdfc-2019", "--key", "ed25519"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = "ecdsa-rdfc-2019 does not sign with a key of ed25519"
    assert (2, True) == (done.returncode, said in done.stderr)
