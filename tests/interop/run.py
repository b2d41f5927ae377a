"""Credentials that Testamur issued, in other people's verifiers (`make peers`; docs/interop.md).

The one idea: the `testamur` command makes a registry, awards and withdraws as a society would; the built site stands
on loopback under a certificate made for this run; each peer, its code as published, is asked about the same files, and
must refuse some of them. Exit code 0 when every answer is the expected one, 1 when one is not.
"""

import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme
from testamur import status
from testamur.vendored import context_bytes, manifest

from tests.interop import suites, tokens

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NODE = ("node", "--import", str(HERE / "loopback.mjs"))
PYTHON = str(ROOT / ".venv-interop" / "bin" / "python")
SOCIETY = "example-society"
DEFINITION = "wound-care-2"
LIST = f"issuers/{SOCIETY}/status/a1.json"
PASSPHRASE = b"a passphrase for one run\n"
PEER_TIMEOUT_S = 120
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
SCHEMA_FILE = "openbadges-3.0/schema/ob_v3p0_achievementcredential_schema.json"

# What every peer must answer, whoever wrote it.
EXPECTED = {
    "as issued": "verified",
    "another holder's name": "signature refused",
    "a later last day": "signature refused",
    "revoked": "revoked",
    "on hold": "revoked",
}
ALTERED = "revoked, list altered"
REFUSED = ("signature refused", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One verifier: its name and version, and the command that runs the driver beside this file."""

    name: str
    command: tuple[str, ...]
    knows: frozenset[str] = frozenset()  # kinds of `suites.KINDS`, and what it answers to the others
    otherwise: str = "signature refused"
    checks_schema: bool = False
    verifies_list: bool = True


@dataclass(slots=True)
class Loopback:
    """The server on loopback: the built site for `localhost`, known documents for other hosts, and who asked what."""

    folder: Path
    documents: dict[str, bytes]
    port: int = 0
    asked: list[str] = field(default_factory=list)


class Handler(SimpleHTTPRequestHandler):
    """Answers from the built site, or with a document kept for another host's address."""

    def __init__(self, *args: Any, loopback: Loopback, **kwargs: Any) -> None:
        self.loopback = loopback
        super().__init__(*args, directory=str(loopback.folder), **kwargs)

    def do_GET(self) -> None:
        """The document of an address; whatever is kept nowhere is 404."""
        host = self.headers.get("Host", "")
        if host == f"localhost:{self.loopback.port}":
            self.loopback.asked.append(self.path)
            super().do_GET()
            return
        address = f"https://{host}{self.path}"
        self.loopback.asked.append(address)
        content = self.loopback.documents.get(address)
        if content is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what was asked is kept, not printed."""


@contextmanager
def served(loopback: Loopback, ca: trustme.CA) -> Iterator[None]:
    """The server, listening with a certificate for the hosts it stands for; its port is set on entry."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, loopback=loopback))
    loopback.port = server.server_port
    hosts = sorted({address.split("/")[2] for address in loopback.documents})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost", *hosts).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def testamur(*argv: str) -> str:
    """What one command printed; it must succeed. The passphrase goes in by a descriptor."""
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE)
    os.close(writing)
    try:
        command = [sys.executable, "-m", "testamur", *argv]
        if "--private" in argv:
            command += ["--passphrase-fd", str(reading)]
        done = subprocess.run(command, pass_fds=[reading], capture_output=True, text=True, check=False)
    finally:
        os.close(reading)
    if done.returncode != 0:
        sys.exit(f"testamur {' '.join(argv)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def make_registry(root: Path, base_url: str) -> None:
    """A copy of the example registry's definitions and profiles under another base URL, with nothing awarded."""
    for folder in ("credentials", "issuers"):
        shutil.copytree(
            ROOT / folder,
            root / folder,
            ignore=shutil.ignore_patterns("versions", "keys", "awards", "withdrawals", "status", "endorsements"),
        )
    lines = (ROOT / "registry.yaml").read_text(encoding="utf-8").splitlines()
    kept = [f"base_url: {base_url}" if line.startswith("base_url:") else line for line in lines]
    (root / "registry.yaml").write_text("\n".join(kept) + "\n", encoding="utf-8")


def award(scratch: Path, base_url: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Make the registry, three awards and two withdrawals; the credentials and tokens in question, by name."""
    root = scratch / "registry"
    root.mkdir()
    make_registry(root, base_url)
    signing = ("--root", str(root), "--private", str(scratch / "private"))
    testamur("keys", "new", "--issuer", SOCIETY, *signing)
    numbers, credentials = [], []
    for name in ("Alex Example", "Chris Specimen", "Dana Placeholder"):
        number, file = testamur("issue", DEFINITION, "--name", name, *signing).split(maxsplit=1)
        numbers.append(number)
        credentials.append(json.loads(Path(file.strip()).read_bytes()))
    testamur("revoke", numbers[1], "--reason", "issued-in-error", *signing)
    testamur("suspend", numbers[2], *signing)
    good, revoked, held = credentials
    renamed, prolonged = deepcopy(good), deepcopy(good)
    renamed["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    year = int(good["validUntil"][:4])
    prolonged["validUntil"] = f"{year + 1}{good['validUntil'][4:]}"
    usual = dict(zip(EXPECTED, (good, renamed, prolonged, revoked, held), strict=True))
    return usual | suites.award_by_suite(testamur, SOCIETY, DEFINITION, signing), tokens.award_tokens(
        testamur, SOCIETY, DEFINITION, signing
    )


def without_withdrawals(data: bytes) -> bytes:
    """A signed list with every bit cleared behind its signature's back."""
    document = json.loads(data)
    document["credentialSubject"]["encodedList"] = status.encode(status.Bitstring.empty())
    return json.dumps(document).encode()


def build(root: Path, site: Path) -> None:
    """Build the registry's site into a folder, judged by this moment: the awards are seconds old."""
    os.environ["SOURCE_DATE_EPOCH"] = str(int(time.time()))
    testamur("build", "--root", str(root), "--out", str(site))


def kept_documents() -> dict[str, bytes]:
    """The bytes that stand for other hosts: every context that ships with us, and the badge schema if it is at hand."""
    documents = {entry.url: context_bytes(entry.url) for entry in manifest()}
    schema = Path(os.environ.get("TESTAMUR_VECTORS") or ROOT / ".." / "shared" / "vectors") / SCHEMA_FILE
    if schema.is_file():
        documents[SCHEMA] = schema.read_bytes()
    return documents


def version(package: str) -> str:
    """A package from npm with the version that is installed."""
    manifest_file = HERE / "node_modules" / package / "package.json"
    return f"{package} {json.loads(manifest_file.read_text(encoding='utf-8'))['version']}"


def installed(package: str) -> str:
    """A package from PyPI with the version that is installed."""
    asking = f"from importlib.metadata import version; print(version('{package}'))"
    answer = subprocess.run([PYTHON, "-c", asking], capture_output=True, text=True, check=True)
    return f"{package} {answer.stdout.strip()}"


def token_peers() -> tuple[tokens.TokenPeer, ...]:
    """Every peer that reads tokens; openvc-core does not, since it asks for a `vc` claim, which neither profile has."""
    both = frozenset({"jwt", "vc+jwt"})
    return (
        tokens.TokenPeer(
            name=installed("openbadgeslib"),
            command=(PYTHON, str(HERE / "peer_openbadgeslib_tokens.py")),
            forms=frozenset({"jwt"}),
            reads_status=True,
        ),
        tokens.TokenPeer(name=installed("joserfc"), command=(PYTHON, str(HERE / "peer_joserfc.py")), forms=both),
        tokens.TokenPeer(name=version("jose"), command=(*NODE, str(HERE / "peer_jose.mjs")), forms=both),
    )


def peers() -> tuple[Peer, ...]:
    """Every peer with the version that is installed."""
    core = "@digitalcredentials/verifier-core"
    further = frozenset({"eddsa-jcs-2022", "ecdsa-rdfc-2019 P-256"})
    return (
        Peer(name=version("@digitalbazaar/vc"), command=(*NODE, str(HERE / "peer_digitalbazaar.mjs")), knows=further),
        Peer(name=version(core), command=(*NODE, str(HERE / "peer_verifier_core.mjs")), checks_schema=True),
        Peer(name=installed("openvc-core"), command=(PYTHON, str(HERE / "peer_openvc.py")), knows=further),
        Peer(
            name=installed("openbadgeslib"),
            command=(PYTHON, str(HERE / "peer_openbadgeslib.py")),
            verifies_list=False,
            otherwise="failed",
        ),
    )


def ask(peer: Peer | tokens.TokenPeer, question: dict[str, Any], port: int) -> dict[str, dict[str, str]]:
    """The peer's answers by case; a driver that breaks ends the run with its own words."""
    environment = {**os.environ, "NODE_EXTRA_CA_CERTS": question["ca"], "TESTAMUR_LOOPBACK": str(port)}
    done = subprocess.run(
        peer.command,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        env=environment,
        timeout=PEER_TIMEOUT_S,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"{peer.name} did not answer:\n{done.stdout}{done.stderr}")
    answers: dict[str, dict[str, str]] = json.loads(done.stdout)["answers"]
    return answers


def ask_with_altered_list(peer: Peer, question: dict[str, Any], loopback: Loopback) -> dict[str, str]:
    """The peer's answer about the revoked credential while the list is served with every bit cleared."""
    published = loopback.folder / LIST
    signed = published.read_bytes()
    published.write_bytes(without_withdrawals(signed))
    try:
        credentials = {ALTERED: question["credentials"]["revoked"]}
        return ask(peer, {**question, "credentials": credentials}, loopback.port)[ALTERED]
    finally:
        published.write_bytes(signed)


class Table:
    """The lines as they are printed, and whether one of them failed."""

    failed = False

    def line(self, peer: str, case: str, expected: str, actual: str, says: str) -> None:
        """One check: passed when the answer is the expected one."""
        passed = expected == actual
        self.failed = self.failed or not passed
        answered = actual if passed else f"{actual}, expected {expected}"
        sys.stdout.write(f"{'pass' if passed else 'FAIL'}  {peer:<48}{case:<36}  {answered:<18}  {says}\n")
        sys.stdout.flush()


def judge(table: Table, peer: Peer, question: dict[str, Any], loopback: Loopback) -> None:
    """Every line about one peer."""
    loopback.asked.clear()
    answers = ask(peer, question, loopback.port)
    for case, expected in (EXPECTED | suites.expected_of(peer.knows, peer.otherwise)).items():
        table.line(peer.name, case, expected, answers[case]["outcome"], answers[case]["says"])
    own = {f"/issuers/{SOCIETY}/did.json", f"/{LIST}"}
    fetched = "fetched" if own <= set(loopback.asked) else "not fetched"
    table.line(peer.name, "key and list over TLS", "fetched", fetched, " ".join(sorted(set(loopback.asked))))
    if peer.verifies_list:
        altered = ask_with_altered_list(peer, question, loopback)
        outcome = "refused" if altered["outcome"] in REFUSED else altered["outcome"]
        table.line(peer.name, ALTERED, "refused", outcome, altered["says"])
    else:
        signature = answers["as issued"]["list_signature"]
        table.line(peer.name, "list's signature", "unknown to it", signature, "it verifies lists that are JWTs alone")
    if peer.checks_schema:
        if SCHEMA in loopback.documents:
            table.line(peer.name, "badge schema", "true", answers["as issued"]["schema"], "the peer's own check")
        else:
            sys.stdout.write(f"NOT CHECKED  {peer.name}: badge schema; TESTAMUR_VECTORS names no folder with it\n")


def judge_tokens(table: Table, peer: tokens.TokenPeer, question: dict[str, Any], port: int) -> None:
    """Every line about one peer's answers to our tokens."""
    answers = ask(peer, question, port)
    for case, expected in tokens.expected_of(peer).items():
        table.line(peer.name, case, expected, answers[case]["outcome"], answers[case]["says"])


def judge_ours(table: Table, contexts: dict[str, Any], port: int, scratch: Path) -> None:
    """Every line about what the peers signed, in our two verifiers."""
    os.environ["TESTAMUR_LOOPBACK"] = str(port)
    badges = suites.made_by_peers(NODE, PYTHON, contexts) | tokens.made_by_openbadgeslib(PYTHON)
    folder = scratch / "made"
    folder.mkdir()
    for verifier, said in suites.verdicts_of_ours(badges, folder).items():
        for name, verdict in said.items():
            refused = name.endswith(suites.CHANGED)
            expected = "altered proof_signature_invalid" if refused else "unknown_issuer issuer_unknown"
            table.line(verifier, name, expected, verdict, "made by the peer")


def main() -> int:
    """Award, build, serve, ask every peer; 1 when an answer is not the expected one."""
    with tempfile.TemporaryDirectory(prefix="testamur-peers-") as folder:
        scratch = Path(folder)
        ca = trustme.CA()
        ca_file = scratch / "ca.pem"
        ca.cert_pem.write_to_path(str(ca_file))
        loopback = Loopback(folder=scratch / "site", documents=kept_documents())
        with served(loopback, ca):
            credentials, awarded_tokens = award(scratch, f"https://localhost:{loopback.port}/")
            build(scratch / "registry", loopback.folder)
            contexts = {entry.url: json.loads(loopback.documents[entry.url]) for entry in manifest()}
            question = {"ca": str(ca_file), "contexts": contexts, "credentials": credentials}
            table = Table()
            for peer in peers():
                judge(table, peer, question, loopback)
            for token_peer in token_peers():
                judge_tokens(table, token_peer, question | {"credentials": awarded_tokens}, loopback.port)
            judge_ours(table, contexts, loopback.port, scratch)
    return 1 if table.failed else 0


if __name__ == "__main__":
    sys.exit(main())
