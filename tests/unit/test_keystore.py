"""The private folder."""

import os
from functools import partial
from pathlib import Path

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from testamur import keystore
from testamur.cli.signing import multikey_from
from testamur.findings import FindingsError
from testamur.keys import public_key_from_multibase, verify_signature

SEED = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private folder beside a registry."""
    monkeypatch.setattr(keystore, "_KDF_ROUNDS", 1)
    (tmp_path / "registry").mkdir()
    return keystore.private_folder(tmp_path / "private", tmp_path / "registry")


def codes(error: pytest.ExceptionInfo[FindingsError]) -> list[str]:
    """The codes of what was complained about."""
    return [finding.code for finding in error.value.findings]


def test_a_new_key_signs(folder: Path) -> None:
    """What the opened key signs is verified by the public key that its name says."""
    multikey = keystore.new_key(folder, b"secret", SEED, multikey_from)
    signer = keystore.open_signer(folder, multikey, b"secret", multikey_from)
    assert verify_signature(public_key_from_multibase(multikey), signer(b"words"), b"words")
    assert {multikey} == keystore.held_keys(folder)


@pytest.mark.parametrize("kind", ["Ed25519", "P-256"])
def test_every_kind_of_key_signs_the_same_twice(folder: Path, kind: keystore.KeyKind) -> None:
    """Each kind is made, found usable without its passphrase and opened; signing again gives the same signature."""
    seed = bytes(range(keystore.SEED_BYTES[kind]))
    multikey = keystore.new_key(folder, b"secret", seed, multikey_from, kind=kind)
    keystore.check_key(folder, multikey, multikey_from)
    public = public_key_from_multibase(multikey)
    first, second = (keystore.open_signer(folder, multikey, b"secret", multikey_from)(b"words") for _ in range(2))
    assert (kind, first) == (public.type.name, second)
    assert verify_signature(public, first, b"words")
    assert not verify_signature(public, first, b"other words")


def test_seed_of_another_length(folder: Path) -> None:
    """A seed that is too short for its kind is a bug of the caller, and no key comes of it."""
    with pytest.raises(ValueError, match="a seed for P-256 has 40 bytes"):
        keystore.new_key(folder, b"secret", SEED, multikey_from, kind="P-256")
    assert frozenset() == keystore.held_keys(folder)


def test_a_library_that_signs_at_random(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ECDSA can't be repeated, the key is refused with what to do, and Ed25519 keys go on signing."""

    def at_random(algorithm: object, *, deterministic_signing: bool) -> object:
        raise UnsupportedAlgorithm(f"{algorithm} {deterministic_signing}")

    seed = bytes(range(keystore.SEED_BYTES["P-256"]))
    multikey = keystore.new_key(folder, b"secret", seed, multikey_from, kind="P-256")
    other = keystore.new_key(folder, b"secret", SEED, multikey_from)
    monkeypatch.setattr(ec, "ECDSA", at_random)
    with pytest.raises(FindingsError, match="in a way that can be repeated") as error:
        keystore.open_signer(folder, multikey, b"secret", multikey_from)
    assert ["private-key"] == codes(error)
    assert keystore.open_signer(folder, other, b"secret", multikey_from)(b"words")


def test_public_part_of_another_kind(folder: Path) -> None:
    """A key of a kind that does not sign here is told without its passphrase, and so is one under another's name."""
    for private, said in (
        (ec.derive_private_key(7, ec.SECP384R1()), "neither of Ed25519 nor of P-256"),
        (ec.derive_private_key(7, ec.SECP256R1()), "another key than its name says"),
    ):
        name = private_file(folder, pem(private, b"secret"))
        for look in (keystore.check_key, partial(keystore.open_signer, passphrase=b"secret")):
            with pytest.raises(FindingsError, match=said):
                look(folder, name, multikey_from=multikey_from)


def test_default_rounds_are_many() -> None:
    """The rounds of real keys are more than ssh-keygen's sixteen."""
    assert keystore._KDF_ROUNDS > 16


def test_a_key_is_never_overwritten(folder: Path) -> None:
    """Making the same key again leaves the first file as it was."""
    multikey = keystore.new_key(folder, b"secret", SEED, multikey_from)
    before = (folder / "keys" / multikey).read_bytes()
    with pytest.raises(FindingsError) as error:
        keystore.new_key(folder, b"other", SEED, multikey_from)
    assert (["private-key"], before) == (codes(error), (folder / "keys" / multikey).read_bytes())


@pytest.mark.parametrize("passphrase", [b"wrong", b"", b"secret\n"])
def test_wrong_passphrase(folder: Path, passphrase: bytes) -> None:
    """Any other passphrase, the empty one too, does not open the key."""
    multikey = keystore.new_key(folder, b"secret", SEED, multikey_from)
    with pytest.raises(FindingsError) as error:
        keystore.open_signer(folder, multikey, passphrase, multikey_from)
    assert ["passphrase-wrong" if passphrase else "passphrase-empty"] == codes(error)


def private_file(folder: Path, data: bytes, mode: int = 0o600) -> str:
    """A file in the place of a key."""
    path = keystore.private_subfolder(folder, "keys") / "z6MkExample"
    path.write_bytes(data)
    path.chmod(mode)
    return path.name


def pem(private: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey, passphrase: bytes | None) -> bytes:
    """A private key in OpenSSH's format."""
    encryption = (
        serialization.NoEncryption()
        if passphrase is None
        else serialization.PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(1).build(passphrase)
    )
    return private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, encryption)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "private-key"),
        (b"words", "private-key"),
        (b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "passphrase-wrong"),
        (pem(ed25519.Ed25519PrivateKey.from_private_bytes(SEED), None), "private-key"),
        (pem(ed25519.Ed25519PrivateKey.from_private_bytes(SEED), b"secret"), "private-key"),
        (pem(ec.generate_private_key(ec.SECP256R1()), b"secret"), "private-key"),
    ],
    ids=["empty", "words", "damaged", "not encrypted", "another key", "another kind"],
)
def test_file_that_is_not_the_key(folder: Path, data: bytes, code: str) -> None:
    """A file that is not the encrypted key of its name is refused with a finding."""
    name = private_file(folder, data)
    with pytest.raises(FindingsError) as error:
        keystore.open_signer(folder, name, b"secret", multikey_from)
    assert [code] == codes(error)


@pytest.mark.parametrize(
    ("encrypted", "code", "said"),
    [(b"secret", "passphrase-empty", "the passphrase is empty"), (None, "private-key", "the key is not encrypted")],
)
def test_an_empty_passphrase_opens_nothing(folder: Path, encrypted: bytes | None, code: str, said: str) -> None:
    """What is at fault is said: nothing came as a passphrase, or the key has none."""
    name = private_file(folder, pem(ed25519.Ed25519PrivateKey.from_private_bytes(SEED), encrypted))
    with pytest.raises(FindingsError) as error:
        keystore.open_signer(folder, name, b"", multikey_from)
    assert ([code], True) == (codes(error), said in str(error.value))


def test_file_that_others_can_read(folder: Path) -> None:
    """A key that the group can read is refused before it is read."""
    name = private_file(folder, b"words", 0o640)
    with pytest.raises(FindingsError) as error:
        keystore.open_signer(folder, name, b"secret", multikey_from)
    assert "others can read this private key" in str(error.value)


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    """Neither a key nor the folder may be a symbolic link."""
    multikey = keystore.new_key(folder, b"secret", SEED, multikey_from)
    (folder / "keys" / "z6MkLink").symlink_to(folder / "keys" / multikey)
    with pytest.raises(FindingsError, match="symbolic link"):
        keystore.open_signer(folder, "z6MkLink", b"secret", multikey_from)
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(FindingsError, match="symbolic link"):
        keystore.private_folder(tmp_path / "link", tmp_path / "registry")
    with pytest.raises(FindingsError) as error:
        keystore.open_signer(folder, "z6MkNothing", b"secret", multikey_from)
    assert ["private-key-missing"] == codes(error)


def test_a_pipe_in_place_of_a_key(folder: Path) -> None:
    """A pipe with a key's name does not make the command wait for ever."""
    os.mkfifo(keystore.private_subfolder(folder, "keys") / "z6MkPipe", 0o600)
    with pytest.raises(FindingsError, match="plain file"):
        keystore.open_signer(folder, "z6MkPipe", b"secret", multikey_from)


def test_folder_that_others_can_read(folder: Path, tmp_path: Path) -> None:
    """A private folder that others can look into is refused with the command that mends it."""
    folder.chmod(0o750)
    with pytest.raises(FindingsError) as error:
        keystore.private_folder(folder, tmp_path / "registry")
    assert [f"run `chmod 700 {folder}`"] == [finding.hint for finding in error.value.findings]


def test_a_link_into_the_repository(folder: Path, tmp_path: Path) -> None:
    """A folder whose real place is inside the repository is refused, however it is named."""
    (tmp_path / "way").symlink_to(tmp_path / "registry")
    with pytest.raises(FindingsError) as error:
        keystore.private_folder(tmp_path / "way" / "private", tmp_path / "registry")
    assert ["private-inside-repository"] == codes(error)
    assert not (tmp_path / "registry" / "private").exists()
    assert folder.is_dir()


def test_one_command_at_a_time(folder: Path) -> None:
    """While one command holds the private folder, another is told to wait; afterwards it may."""
    with keystore.one_at_a_time(folder), pytest.raises(FindingsError) as error, keystore.one_at_a_time(folder):
        pass
    assert ["private-locked"] == codes(error)
    with keystore.one_at_a_time(folder):
        pass


def test_the_signer_does_not_show_the_key(folder: Path) -> None:
    """What is handed out says nothing of the private bytes when it is printed."""
    multikey = keystore.new_key(folder, b"secret", SEED, multikey_from)
    signer = keystore.open_signer(folder, multikey, b"secret", multikey_from)
    assert SEED.hex() not in repr(signer)
