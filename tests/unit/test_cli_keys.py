"""`testamur keys new|list|retire`."""

import errno
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur import keys

from tests.society import DEFINITION, SLUG, Society, make_society, tree

AT = ("--at", "2026-04-02T08:00:00Z")


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society without keys."""
    return make_society(tmp_path, monkeypatch)


def check(society: Society) -> str:
    """What `check` says at the society's time."""
    return society.plain("check", "--root", str(society.root), "--at", "now").out


def key_file(society: Society, multikey: str) -> dict[str, object]:
    """The public key file."""
    value: dict[str, object] = json.loads((society.root / f"issuers/{SLUG}/keys/{multikey}.json").read_bytes())
    return value


def test_new_key(society: Society) -> None:
    """A new key leaves a public file, two signed lists and a private file; the registry is in order."""
    multikey = society.ready()
    expected = {
        "publicKeyMultibase": multikey,
        "validFrom": "2026-03-02T10:00:00Z",
        "retired": None,
        "compromised": None,
        "lists": ["a1"],
    }
    assert expected == key_file(society, multikey)
    added = {path for path in society.files() if "/keys/" in path or "/status/" in path}
    base = f"issuers/{SLUG}"
    assert {f"{base}/keys/{multikey}.json", f"{base}/status/a1.json", f"{base}/status/a1-holds.json"} == added
    assert "" == check(society)
    private = society.private / "keys" / multikey
    assert private.read_bytes().startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----")
    assert 0o600 == private.stat().st_mode & 0o777


def test_key_of_another_type(society: Society, tmp_path: Path) -> None:
    """Such a key signs its lists, is tried and listed like any other, and is published in each of its forms."""
    called = society.call("keys", "new", "--issuer", SLUG, "--type", "p256")
    multikey = called.out.strip()
    assert (0, True) == (called.code, multikey.startswith("zDn")), called.err
    assert "" == check(society)
    assert [SLUG, multikey, "p256", "current"] == society.look("keys", "list").out.splitlines()[1].split()[:4]
    assert f"passphrase of {multikey} are right" in society.call("keys", "try", multikey).err
    site = tmp_path / "site"
    assert 0 == society.plain("build", "--root", str(society.root), "--out", str(site)).code
    published = {name: json.loads((site / f"issuers/{SLUG}/{name}.json").read_bytes()) for name in ("did", "jwks")}
    (method,) = published["did"]["verificationMethod"]
    assert ("Multikey", multikey, [method["id"]]) == (
        method["type"],
        method["publicKeyMultibase"],
        published["did"]["assertionMethod"],
    )
    assert "publicKeyJwk" not in method
    (jwk,) = published["jwks"]["keys"]
    assert jwk == json.loads((site / f"issuers/{SLUG}/keys/{multikey}.json").read_bytes())
    assert ("ES256", multikey) == (jwk["alg"], jwk["kid"])
    assert keys.public_key_from_jwk(jwk) == keys.public_key_from_multibase(multikey)


def test_type_that_there_is_not(society: Society) -> None:
    """Another word for a type is misuse, and nothing is made; P-384 is verified and never signed by."""
    for word in ("rsa", "p384"):
        called = society.call("keys", "new", "--issuer", SLUG, "--type", word)
        assert (2, True) == (called.code, f"invalid choice: '{word}'" in called.err)
        assert not society.private.exists()


def test_second_key_has_the_next_list(society: Society) -> None:
    """Without --list the next free name is taken, and a name that is taken is refused."""
    society.ready()
    assert ["a2"] == key_file(society, society.ready())["lists"]
    called = society.call("keys", "new", "--issuer", SLUG, "--list", "a1")
    assert 1 == called.code
    assert "the list a1 is another key's" in called.err
    assert 2 == society.call("keys", "new", "--issuer", SLUG, "--list", "i1").code


@pytest.mark.parametrize(
    ("issuer", "complaint"), [("nobody", "there is no issuer nobody"), ("paper", "as a publication describes it")]
)
def test_key_for_whom_none_can_be(society: Society, issuer: str, complaint: str) -> None:
    """Only an issuer of this registry that may award gets a key."""
    called = society.call("keys", "new", "--issuer", issuer)
    assert 1 == called.code
    assert complaint in called.err
    assert not society.private.exists()


def test_empty_passphrase(society: Society) -> None:
    """An empty passphrase is refused, and no file stays."""
    society.passphrase = ""
    before = society.files()
    called = society.call("keys", "new", "--issuer", SLUG)
    assert 1 == called.code
    assert "an empty passphrase protects nothing" in called.err
    assert (before, []) == (society.files(), [name for name in tree(society.private) if name != "lock"])


@pytest.mark.parametrize("nth", range(1, 10))
def test_full_disk_while_making_a_key(society: Society, monkeypatch: pytest.MonkeyPatch, nth: int) -> None:
    """A full disk at any sync leaves neither half of the key."""
    before = society.files()
    count = 0
    real = os.fsync

    def fsync(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count == nth:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        called = society.call("keys", "new", "--issuer", SLUG)
    assert 1 == called.code
    assert "no space left on device" in called.err.lower()
    assert before == society.files()
    assert [] == [name for name in tree(society.private) if name != "lock"]


def test_private_folder_in_the_repository(society: Society) -> None:
    """A private folder where Git would see it is refused, also below another folder of the same repository."""
    (society.root.parent / ".git").mkdir()
    for folder in (society.root / "private", society.root.parent / "beside"):
        society.private = folder
        called = society.call("keys", "new", "--issuer", SLUG)
        assert 1 == called.code
        assert "lies inside the repository" in called.err
        assert not folder.exists()


def test_list_of_keys(society: Society) -> None:
    """Every key is shown with state, window, lists and whether its private half is here."""
    multikey = society.ready()
    lines = society.look("keys", "list").out.splitlines()
    assert ["issuer", "key", "type", "state", "from", "until", "lists", "private", "half"] == lines[0].split()
    assert [SLUG, multikey, "ed25519", "current", "2026-03-02T10:00:00Z", "-", "a1", "here"] == lines[1].split()


def test_listing_keys_takes_no_passphrase(society: Society) -> None:
    """What opens no key does not offer to read a passphrase, and refuses to be handed one."""
    society.ready()
    assert "passphrase" not in society.plain("keys", "list", "--help").out
    assert 2 == society.call("keys", "list").code


def test_retire_with_a_successor(society: Society) -> None:
    """The old key's window closes; its lists are signed by the new one at once; what it awarded stays good."""
    old = society.ready()
    society.call("issue", DEFINITION, "--name", "Alex Example")
    new = society.ready()
    society.now = datetime(2026, 4, 1, tzinfo=UTC)
    called = society.call("keys", "retire", old, "--at", "2026-03-31")
    assert 0 == called.code, called.err
    assert "2026-03-31T23:59:59Z" == key_file(society, old)["retired"]
    for name in ("a1.json", "a1-holds.json"):
        document = json.loads((society.root / "issuers" / SLUG / "status" / name).read_bytes())
        assert document["proof"]["verificationMethod"].endswith(f"#{new}")
    assert "" == check(society)
    assert "nothing to sign" in society.call("sign").err
    again = society.call("keys", "retire", old)
    assert (1, True) == (again.code, "this key is retired already" in again.err)
    society.call("issue", DEFINITION, "--name", "Bo Example")
    assert {"a1", "a2"} == {path.split("/")[3] for path in society.ledger()}


def test_retire_where_the_successor_is_elsewhere(society: Society, tmp_path: Path) -> None:
    """Without the successor's private half the key is retired and the person told that `sign` is due."""
    old = society.ready()
    society.ready()
    society.private = tmp_path / "elsewhere"
    called = society.call("keys", "retire", old)
    assert 0 == called.code
    assert "run `testamur sign` where that key is" in called.err
    assert "list-signed-by-old-key" in check(society)
    society.private = tmp_path / "private"
    assert 0 == society.call("sign").code
    assert "" == check(society)


def test_retire_the_last_key(society: Society) -> None:
    """The last current key is retired only when it is said."""
    multikey = society.ready()
    before = society.files()
    called = society.call("keys", "retire", multikey)
    assert 1 == called.code
    assert "this is the last current key" in called.err
    assert before == society.files()
    assert 0 == society.call("keys", "retire", multikey, "--last").code
    assert "2026-03-02T10:00:00Z" == key_file(society, multikey)["retired"]


def test_retire_before_its_last_award(society: Society) -> None:
    """A window can't be closed before what was awarded in it, before it opened, or in the future."""
    multikey = society.ready()
    society.now = datetime(2026, 3, 10, tzinfo=UTC)
    society.call("issue", DEFINITION, "--name", "Alex Example")
    for at, code, complaint in (
        ("2026-03-09", 1, "on 2026-03-10, after 2026-03-09"),
        ("2026-03-01", 1, "before the key was made"),
        ("2026-03-11", 2, "still to come"),
        ("11/03/2026", 2, "is not a date"),
    ):
        called = society.call("keys", "retire", multikey, "--last", "--at", at)
        assert (code, True) == (called.code, complaint in called.err), called.err
    assert "there is no key z6Mk" in society.call("keys", "retire", "z6Mk").err


def test_compromised_key(society: Society) -> None:
    """The key file names the ledger as it is, the lists go over to the successor, and later entries are refused."""
    old = society.ready()
    society.call("issue", DEFINITION, "--name", "Alex Example")
    society.ready()
    society.now = datetime(2026, 4, 1, 8, tzinfo=UTC)
    called = society.call("keys", "compromised", old)
    assert 0 == called.code, called.err
    assert "1 award of this key in the ledger stay good" not in called.err
    assert "1 award of this key in the ledger stays good" in called.err
    assert "not in people.csv" not in called.err
    declared = key_file(society, old)["compromised"]
    assert isinstance(declared, dict)
    assert "2026-04-01T08:00:00Z" == declared["declared"]
    assert ["a1"] == list(declared["trusted"])
    assert "" == check(society)
    listed = society.look("keys", "list").out
    assert [SLUG, old, "ed25519", "compromised", "2026-03-02T10:00:00Z", "2026-04-01T08:00:00Z", "a1", "here"] in [
        line.split() for line in listed.splitlines()
    ]
    path = society.root / society.ledger()[0]
    forged = {**json.loads(path.read_bytes()), "digest": "0" * 64}
    path.write_text(json.dumps(forged), encoding="utf-8")
    assert "trusted-differs" in check(society)


def test_what_a_stolen_key_signed_before_and_after(society: Society, tmp_path: Path) -> None:
    """With the key declared compromised, what the ledger had stays genuine, and what a thief signs is not."""
    stolen = society.ready()
    society.call("issue", DEFINITION, "--name", "Alex Example", "--out", str(tmp_path / "ours"))
    shutil.copytree(society.root, tmp_path / "thief" / "registry")
    shutil.copytree(society.private, tmp_path / "thief" / "private")
    society.ready()
    society.now = datetime(2026, 4, 1, 8, tzinfo=UTC)
    assert 0 == society.call("keys", "compromised", stolen).code
    site = tmp_path / "site"
    assert 0 == society.plain("build", "--root", str(society.root), "--out", str(site)).code
    thief = Society(root=tmp_path / "thief" / "registry", private=tmp_path / "thief" / "private")
    assert 0 == thief.call("issue", DEFINITION, "--name", "Mallory Example", "--out", str(tmp_path / "theirs")).code
    verdicts = [
        society.plain(
            "verify", str(next((tmp_path / whose).glob("*.json"))), "--registry", str(site), "--json", *AT
        ).out
        for whose in ("ours", "theirs")
    ]
    answers = [json.loads(verdict)[0] for verdict in verdicts]
    assert ["valid", "altered"] == [answer["verdict"] for answer in answers]
    assert ["not_in_ledger_key_compromised"] == answers[1]["reasons"]


def test_compromised_key_that_awarded_what_nobody_here_did(society: Society) -> None:
    """An award in the ledger that the private table lacks is named, since the thief may have made it."""
    old = society.ready()
    society.call("issue", DEFINITION, "--name", "Alex Example")
    society.call("issue", DEFINITION, "--name", "Bo Example")
    society.ready()
    table = society.private / "people.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(lines[:2]), encoding="utf-8")
    called = society.call("keys", "compromised", old)
    assert f"not in people.csv here: {lines[2].partition(',')[0]}\n" in called.err
    assert "revoke NUMBER --reason key-compromised" in called.err


def test_compromised_key_without_a_successor(society: Society) -> None:
    """The last current key is declared compromised only when it is said; a key can't be declared twice."""
    multikey = society.ready()
    before = society.files()
    called = society.call("keys", "compromised", multikey)
    assert (1, True) == (called.code, "this is the last current key" in called.err)
    assert before == society.files()
    assert 0 == society.call("keys", "compromised", multikey, "--last").code
    again = society.call("keys", "compromised", multikey, "--last")
    assert (1, True) == (again.code, "this key is compromised already" in again.err)


def test_retired_key_that_is_lost_later(society: Society) -> None:
    """A key that was retired can still be declared compromised, since it could sign with any date."""
    old = society.ready()
    society.ready()
    assert 0 == society.call("keys", "retire", old).code
    called = society.call("keys", "compromised", old)
    assert (0, "") == (called.code, check(society)), called.err


def test_trying_a_key(society: Society) -> None:
    """Nothing is written; a wrong passphrase and a damaged file are told apart from a right one."""
    multikey = society.ready()
    before = society.files() | tree(society.private)
    called = society.call("keys", "try", multikey)
    assert (0, True) == (called.code, f"the file and the passphrase of {multikey} are right" in called.err)
    society.passphrase = "something else"
    assert "the passphrase does not open this key" in society.call("keys", "try", multikey).err
    assert "there is no key z6Mk" in society.call("keys", "try", "z6Mk").err
    assert before == society.files() | tree(society.private)
    (society.private / "keys" / multikey).unlink()
    assert "the private key is not here" in society.call("keys", "try", multikey).err
