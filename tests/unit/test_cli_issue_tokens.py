"""`testamur issue --form`: awards as tokens, and that nothing else knows the difference."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from testamur import addresses, canon

from tests.society import DEFINITION, SLUG, Society, make_society
from tests.unit.test_cli_issue import assert_complete_ledger, people_file, records, verdicts

BASE = "https://registry.society.example/"


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society with one key of Ed25519."""
    made = make_society(tmp_path, monkeypatch)
    made.ready()
    return made


def parts(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the payload of a token, read as plainly as can be."""
    header, payload, _ = file.read_text(encoding="ascii").split(".")
    return json.loads(base64.urlsafe_b64decode(header + "==")), json.loads(base64.urlsafe_b64decode(payload + "=="))


def issued(society: Society) -> Path:
    """The one holder's file."""
    (file,) = [path for path in (society.private / "issued").rglob("*") if path.is_file()]
    return file


def test_badge_token(society: Society) -> None:
    """By Open Badges' profile: the claims repeat the credential, and the kid is the address of the bare JWK."""
    options = ("--name", "Alex Example", "--recipient", "did:key:z6Mkabc", "--form", "jwt")
    called = society.call("issue", DEFINITION, *options)
    assert 0 == called.code, called.err
    file = issued(society)
    (row,) = records(society)
    assert (".jwt", str(file)) == (file.suffix, row["file"])
    header, payload = parts(file)
    (key,) = [path.name.removesuffix(".json") for path in (society.root / "issuers" / SLUG / "keys").iterdir()]
    assert {"alg": "EdDSA", "kid": addresses.key_address(BASE, SLUG, key), "typ": "JWT"} == header
    did = addresses.issuer_did(BASE, SLUG)
    claims = {name: payload.pop(name) for name in ("iss", "jti", "sub", "nbf", "exp") if name in payload}
    until = datetime.fromisoformat(payload["validUntil"])
    assert {
        "iss": did,
        "jti": payload["id"],
        "sub": "did:key:z6Mkabc",
        "nbf": int(datetime(2026, 3, 2, tzinfo=UTC).timestamp()),
        "exp": int(until.timestamp()),
    } == claims
    canon.check_closed(payload)
    (entry,) = society.ledger()
    assert canon.sha256_hex(canon.jcs(payload)) == json.loads((society.root / entry).read_bytes())["digest"]


def test_vc_token(society: Society) -> None:
    """By VC-JOSE-COSE: the payload is the credential with issuer and time of signing, the kid a DID URL."""
    called = society.call("issue", DEFINITION, "--name", "Alex Example", "--form", "vc+jwt")
    assert 0 == called.code, called.err
    header, payload = parts(issued(society))
    did = addresses.issuer_did(BASE, SLUG)
    assert ("EdDSA", "vc", "vc+jwt") == (header["alg"], header["cty"], header["typ"])
    assert header["kid"].startswith(f"{did}#z6Mk")
    assert (did, int(society.now.timestamp())) == (payload.pop("iss"), payload.pop("iat"))
    canon.check_closed(payload)


@pytest.mark.parametrize(("type_", "form"), [("ed25519", "jwt"), ("p256", "jwt"), ("p256", "vc+jwt")])
def test_life_of_an_award_as_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, type_: str, form: str) -> None:
    """Awarded, verified, withdrawn, awarded anew, and under a retired and a lost key: as in a file of JSON."""
    society = make_society(tmp_path, monkeypatch)
    old = society.call("keys", "new", "--issuer", SLUG, "--type", type_).out.strip()
    for name in ("Alex Example", "Bo Example"):
        options = ("--name", name, "--out", str(tmp_path / name), "--form", form)
        called = society.call("issue", DEFINITION, *options)
        assert 0 == called.code, called.err
    assert_complete_ledger(society, 2)
    number = next((tmp_path / "Bo Example").iterdir()).stem.removeprefix("bo-example-")
    assert 0 == society.call("revoke", number, "--reason", "issued-in-error").code
    folders = ("Alex Example", "Bo Example")
    assert ["valid", "withdrawn"] == verdicts(society, folders)
    assert 0 == society.call("keys", "new", "--issuer", SLUG).code
    society.now = datetime(2026, 4, 1, tzinfo=UTC)
    assert 0 == society.call("keys", "retire", old).code
    assert ["valid", "withdrawn"] == verdicts(society, folders)
    society.now = datetime(2026, 4, 2, tzinfo=UTC)
    assert 0 == society.call("keys", "compromised", old).code
    assert ["valid", "withdrawn"] == verdicts(society, folders)


def test_token_with_another_name_is_altered(society: Society) -> None:
    """A changed payload does not verify."""
    society.call("issue", DEFINITION, "--name", "Alex Example", "--form", "jwt", "--out", str(society.private / "out"))
    (file,) = (society.private / "out").iterdir()
    header, payload, signature = file.read_text(encoding="ascii").split(".")
    other = base64.urlsafe_b64decode(payload + "==").replace(b"Alex Example", b"Axel Example")
    forged = society.root.parent / "forged"
    forged.mkdir()
    changed = base64.urlsafe_b64encode(other).rstrip(b"=").decode()
    (forged / file.name).write_text(f"{header}.{changed}.{signature}", encoding="ascii")
    assert ["altered"] == verdicts(society, ("forged",))


def test_folder_of_tokens(society: Society) -> None:
    """A folder is checked with its tokens beside its files of JSON."""
    out = society.root.parent / "out"
    for name, form in (("Alex Example", "jwt"), ("Bo Example", "json")):
        assert 0 == society.call("issue", DEFINITION, "--name", name, "--form", form, "--out", str(out)).code
    site = society.root.parent / "site"
    assert 0 == society.plain("build", "--root", str(society.root), "--out", str(site)).code
    said = society.plain("verify", str(out), "--registry", str(site), "--at", "2026-03-02", "--json")
    assert [".jwt", ".json"] == [Path(report["file"]).suffix for report in json.loads(said.out)]
    assert ["valid", "valid"] == [report["verdict"] for report in json.loads(said.out)]


def test_batch_that_was_cut_off_keeps_its_form(society: Society) -> None:
    """The same command finishes in the form that was begun, to the same bytes; in another form it is refused."""
    command = ("issue", DEFINITION, people_file(society))
    society.killed(8, *command, "--form", "jwt")
    assert "by jwt on 2026-03-02 was cut off" in society.call(*command, "--form", "vc+jwt").err
    assert 0 == society.call(*command, "--form", "jwt").code
    assert [".jwt"] * 3 == [Path(row["file"]).suffix for row in records(society)]


def test_a_suite_is_not_for_a_token(society: Society) -> None:
    """A suite beside a token's form is misuse, in one sentence."""
    options = ("--form", "jwt", "--suite", "eddsa-jcs-2022")
    called = society.call("issue", DEFINITION, "--name", "Alex Example", *options)
    assert (2, "--suite is how a file of JSON is signed; a token has no suite") == (
        called.code,
        called.err.splitlines()[0].removeprefix("testamur: "),
    )
