"""The private folder: signing keys in OpenSSH's encrypted form (PROTOCOL.key, bcrypt), outside the repository.

One idea: private bytes never leave this room. Callers hand in a passphrase and get a callable that signs. A folder or
file that others could read, that is a symbolic link or that lies inside the repository is refused before anything is
read or written.
"""

import base64
import contextlib
import fcntl
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testamur.findings import Finding, FindingsError, Place

KeyKind: TypeAlias = Literal["Ed25519", "P-256"]
Signer: TypeAlias = Callable[[bytes], bytes]
MultikeyFrom: TypeAlias = Callable[[KeyKind, bytes], str]
_Private: TypeAlias = Ed25519PrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curve:
    """One row: a curve whose keys sign with ECDSA, the order of its group, its hash and its name in OpenSSH's files."""

    curve: ec.EllipticCurve
    order: int
    hash: hashes.HashAlgorithm
    ssh: bytes

    @property
    def coordinate_bytes(self) -> int:
        """The length of a coordinate, and of each half of a signature."""
        return self.curve.key_size // 8


_CURVES: Final[Mapping[KeyKind, _Curve]] = MappingProxyType(
    {
        "P-256": _Curve(
            curve=ec.SECP256R1(),
            order=0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
            hash=hashes.SHA256(),
            ssh=b"nistp256",
        ),
    }
)
_ED25519_BYTES = 32
# The 64 bits beyond the order make the remainder as good as even (FIPS 186-5, A.2.1).
SEED_BYTES: Final[Mapping[KeyKind, int]] = MappingProxyType(
    {"Ed25519": _ED25519_BYTES, **{kind: row.coordinate_bytes + 8 for kind, row in _CURVES.items()}}
)
_KDF_ROUNDS = 32  # about a third of a second a guess on a laptop of 2026, twice what ssh-keygen asks for
_MAX_KEY_BYTES = 16_384
_ENCRYPT = "encrypt it with `ssh-keygen -p -f {}`"
_COPY = "restore it from your copy"
_ROOM = "make room or set the rights, then run the same command again"
_OWN = "name a folder of your own with --private"
_HEADER = b"-----BEGIN OPENSSH PRIVATE KEY-----"
_NO_KIND = "this key is neither of Ed25519 nor of P-256"


def private_folder(path: Path, root: Path) -> Path:
    """The private folder at `path`, made with mode 0700 if it isn't there.

    Raises FindingsError when it lies inside the repository of the registry at `root`, is a symbolic link or no folder,
    belongs to somebody else, can be read by others or can't be made.
    """
    check_outside(path, root, "the private folder")
    try:
        if not path.exists() and not path.is_symlink():
            path.mkdir(mode=0o700, parents=True)
        return _own_folder(path)
    except OSError as cause:
        raise _refusal("private-folder", path, f"the private folder can't be used: {cause.strerror}", _OWN) from cause


def private_subfolder(folder: Path, name: str) -> Path:
    """A folder inside the private one, made with mode 0700 if it isn't there.

    Raises FindingsError as `private_folder`.
    """
    path = folder / name
    try:
        if not path.exists() and not path.is_symlink():
            path.mkdir(mode=0o700)
        return _own_folder(path)
    except OSError as cause:
        raise _refusal("private-folder", path, f"the private folder can't be used: {cause.strerror}", _OWN) from cause


def check_outside(path: Path, root: Path, what: str) -> None:
    """Raise FindingsError when `path` lies in the repository of the registry at `root`: Git never forgets."""
    real, top = path.resolve(), root.resolve()
    repository = next((folder for folder in (top, *top.parents) if (folder / ".git").exists()), top)
    if real.is_relative_to(repository):
        hint = "name a folder outside it with --private, or with --out for the holders' files"
        raise _refusal("private-inside-repository", path, f"{what} lies inside the repository {repository}", hint)


@contextlib.contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the private folder's lock, so that two commands never draw from one list at once.

    Raises FindingsError when another holds it.
    """
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as cause:
            hint = "wait until it has finished, then run this again"
            raise _refusal("private-locked", folder, "another command is using the private folder", hint) from cause
        yield
    finally:
        os.close(descriptor)


def new_key(
    folder: Path, passphrase: bytes, seed: bytes, multikey_from: MultikeyFrom, *, kind: KeyKind = "Ed25519"
) -> str:
    """The multikey of a new key of a kind, whose private half now lies encrypted in `keys/<multikey>` with mode 0600.

    `seed` must be as many fresh random bytes as `SEED_BYTES` says and `multikey_from` turn a kind and a raw public key
    (an elliptic curve's point compressed) into its multikey. Raises FindingsError for an empty passphrase and when the
    file exists or can't be written; nothing is ever overwritten.
    """
    if not passphrase:
        hint = "type one; six words are a good one"
        raise _refusal("passphrase-empty", folder, "an empty passphrase protects nothing", hint)
    if len(seed) != SEED_BYTES[kind]:
        raise ValueError(f"a seed for {kind} has {SEED_BYTES[kind]} bytes")
    private = _private_from_seed(kind, seed)
    multikey = multikey_from(kind, _raw(private))
    encryption = serialization.PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(_KDF_ROUNDS).build(passphrase)
    data = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, encryption)
    path = private_subfolder(folder, "keys") / multikey
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as cause:
        raise _refusal("private-key", path, f"the private key can't be written: {cause.strerror}", _ROOM) from cause
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
    except BaseException as cause:
        path.unlink(missing_ok=True)
        if isinstance(cause, OSError):
            raise _refusal("private-key", path, f"the private key can't be written: {cause.strerror}", _ROOM) from cause
        raise
    return multikey


def forget_new_key(folder: Path, multikey: str) -> None:
    """Take back a key that `new_key` has just made and that was never published."""
    (folder / "keys" / multikey).unlink(missing_ok=True)


def held_keys(folder: Path) -> frozenset[str]:
    """The multikeys whose private halves lie in the folder; that they open is not checked."""
    keys = folder / "keys"
    if not keys.is_dir():
        return frozenset()
    return frozenset(path.name for path in keys.iterdir() if path.name.startswith("z"))


def check_key(folder: Path, multikey: str, multikey_from: MultikeyFrom) -> None:
    """Raise FindingsError when the private half of `multikey` could not be opened whatever the passphrase is.

    That is: it is not there, is a link or others can read it, is no OpenSSH key, is not encrypted, or its public part,
    which OpenSSH leaves readable, is another key. That a passphrase opens it is not checked.
    """
    path = folder / "keys" / multikey
    data = _read_private(path)
    lines = data.split()
    if not data.startswith(_HEADER) or len(lines) < 5:
        raise _refusal("private-key", path, "this is not a private key in OpenSSH's format", _COPY)
    try:
        packed = base64.b64decode(b"".join(lines[4:-4]), validate=True).removeprefix(b"openssh-key-v1\0")
        cipher, packed = _ssh_string(packed)
        _, packed = _ssh_string(packed)  # how the key is made from the passphrase, and its parameters
        _, packed = _ssh_string(packed)
        public, _ = _ssh_string(packed[4:])
        public_key = _public_from_ssh(public)
    except ValueError as cause:
        raise _refusal("private-key", path, "this is not a private key in OpenSSH's format", _COPY) from cause
    if cipher == b"none":
        raise _refusal("private-key", path, "the key is not encrypted", _ENCRYPT.format(path))
    if public_key is None:
        raise _refusal("private-key", path, _NO_KIND, _COPY)
    if multikey_from(*public_key) != multikey:
        raise _refusal("private-key", path, "this file holds another key than its name says", _COPY)


def unfinished_batches(folder: Path) -> int:
    """How many batches of awards were cut off and still have their plan in the private folder."""
    journal = folder / "journal"
    return sum(1 for _ in journal.glob("*.json")) if journal.is_dir() else 0


def _ssh_string(packed: bytes) -> tuple[bytes, bytes]:
    """The first string of a list (RFC 4251, section 5), and what follows. Raises ValueError when it is cut off."""
    length = int.from_bytes(packed[:4], "big")
    if len(packed) < 4 + length:
        raise ValueError("a string is cut off")
    return packed[4 : 4 + length], packed[4 + length :]


def _public_from_ssh(packed: bytes) -> tuple[KeyKind, bytes] | None:
    """Kind and raw bytes of a public key as OpenSSH writes it (RFC 8709, RFC 5656), None for other kinds and lengths.

    Raises ValueError when it is cut off. Not checked: that a point is one of its curve.
    """
    name, rest = _ssh_string(packed)
    if name == b"ssh-ed25519":
        raw, _ = _ssh_string(rest)
        return ("Ed25519", raw) if len(raw) == _ED25519_BYTES else None
    for kind, row in _CURVES.items():
        if name == b"ecdsa-sha2-" + row.ssh:
            _, rest = _ssh_string(rest)  # the curve once more
            point, _ = _ssh_string(rest)
            size = row.coordinate_bytes
            return (kind, bytes([2 + (point[-1] & 1)]) + point[1 : 1 + size]) if len(point) == 1 + 2 * size else None
    return None


def _private_from_seed(kind: KeyKind, seed: bytes) -> _Private:
    if kind == "Ed25519":
        return Ed25519PrivateKey.from_private_bytes(seed)
    row = _CURVES[kind]
    return ec.derive_private_key(1 + int.from_bytes(seed, "big") % (row.order - 1), row.curve)


def open_signer(folder: Path, multikey: str, passphrase: bytes, multikey_from: MultikeyFrom) -> Signer:
    """A callable that signs bytes with the private half of `multikey`; the same bytes have the same signature always.

    ECDSA signatures are `r || s`, with SHA-256. Raises FindingsError when there is no such file, it is a link or others
    can read it, it is no encrypted OpenSSH key, the passphrase does not open it, it holds another key than its name
    says, or the library has no such signatures.
    """
    path = folder / "keys" / multikey
    data = _read_private(path)
    if not data.startswith(_HEADER):
        raise _refusal("private-key", path, "this is not a private key in OpenSSH's format", _COPY)
    try:
        private = serialization.load_ssh_private_key(data, passphrase or None)
    except TypeError as cause:  # how the library says that key and passphrase don't belong together
        if not passphrase:
            hint = "type the one that opens it; with --passphrase-fd it is the first line that can be read there"
            raise _refusal("passphrase-empty", path, "the passphrase is empty, and this key has one", hint) from cause
        raise _refusal("private-key", path, "the key is not encrypted", _ENCRYPT.format(path)) from cause
    except (ValueError, UnsupportedAlgorithm) as cause:
        hint = "try again; if you are sure of the passphrase, restore the file from your copy"
        raise _refusal("passphrase-wrong", path, "the passphrase does not open this key", hint) from cause
    if not passphrase:
        raise _refusal("private-key", path, "the key is not encrypted", _ENCRYPT.format(path))
    kind = _kind_of(private)
    if kind is None or not isinstance(private, Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise _refusal("private-key", path, _NO_KIND, _COPY)
    if multikey_from(kind, _raw(private)) != multikey:
        raise _refusal("private-key", path, "this file holds another key than its name says", _COPY)
    return _signer(private, path)


def _read_private(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            mode = os.fstat(file.fileno())
            if not stat.S_ISREG(mode.st_mode):
                raise _refusal("private-key", path, "a private key is a plain file, not a link or a folder", _COPY)
            if mode.st_mode & 0o077:
                raise _refusal("private-key", path, "others can read this private key", f"run `chmod 600 {path}`")
            return file.read(_MAX_KEY_BYTES)
    except FileNotFoundError as cause:
        hint = "name the private folder with --private, or restore the key from your copy"
        raise _refusal("private-key-missing", path, "the private key is not here", hint) from cause
    except OSError as cause:
        message = "a private key is not read through a symbolic link" if path.is_symlink() else str(cause.strerror)
        raise _refusal("private-key", path, message, _COPY) from cause


def _own_folder(path: Path) -> Path:
    mode = path.lstat()
    if not stat.S_ISDIR(mode.st_mode):
        raise _refusal("private-folder", path, "the private folder is a symbolic link or not a folder", _OWN)
    if mode.st_uid != os.getuid():
        raise _refusal("private-folder", path, "the private folder belongs to somebody else", _OWN)
    if mode.st_mode & 0o077:
        raise _refusal("private-folder", path, "others can look into the private folder", f"run `chmod 700 {path}`")
    return path


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _kind_of(private: object) -> KeyKind | None:
    if isinstance(private, Ed25519PrivateKey):
        return "Ed25519"
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return next((kind for kind, row in _CURVES.items() if row.curve.name == private.curve.name), None)
    return None


def _raw(private: _Private) -> bytes:
    """The public half, a point in its compressed form."""
    public = private.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _signer(private: _Private, path: Path) -> Signer:
    if isinstance(private, Ed25519PrivateKey):
        return private.sign
    row = next(row for row in _CURVES.values() if row.curve.name == private.curve.name)
    try:
        # RFC 6979: a run that was cut off is finished by signing again, to the same bytes.
        algorithm = ec.ECDSA(row.hash, deterministic_signing=True)
    except UnsupportedAlgorithm as cause:
        message = "the cryptography library here can't sign with this kind of key in a way that can be repeated"
        hint = "install a build of `cryptography` with OpenSSL 3.2 or later, or sign with an Ed25519 key"
        raise _refusal("private-key", path, message, hint) from cause

    def sign(message: bytes) -> bytes:
        r, s = utils.decode_dss_signature(private.sign(message, algorithm))
        return r.to_bytes(row.coordinate_bytes, "big") + s.to_bytes(row.coordinate_bytes, "big")

    return sign


def _refusal(code: str, path: Path, message: str, hint: str = "") -> FindingsError:
    return FindingsError([Finding(code=code, place=Place(file=str(path)), message=message, hint=hint)])
