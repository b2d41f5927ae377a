"""Public keys: Multikey (Controlled Identifiers 1.0), did:key, JWK (RFC 7517, RFC 8037), and strict verification.

The one idea: a `PublicKey` that exists is canonical, on its curve and, for Ed25519, of full order; whoever holds one
may verify with it and need not ask again. Everything about a kind of key stands in its row of `KEY_TYPES`.
Private keys never come here.
"""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils


class KeyFormError(ValueError):
    """Text or bytes are not a key we accept.

    `code` is `key_malformed`, `key_not_canonical`, `key_small_order` or `key_unknown_type`.
    """

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        super().__init__(f"{code}: {detail}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyType:
    """One row: a kind of key, its multicodec prefix, its JWK members, and how it is checked and used.

    `key_bytes` is the length of the compressed public key, `signature_bytes` of a signature, `coordinate_bytes` of a
    JWK coordinate.
    """

    name: str
    multicodec: bytes
    key_bytes: int
    signature_bytes: int
    kty: str
    crv: str
    alg: str
    coordinate_bytes: int
    check: Callable[["KeyType", bytes], None]
    verify: Callable[["KeyType", bytes, bytes, bytes], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A checked public key: its row, its raw (compressed) bytes and its one Multikey spelling.

    Made only by this room's functions.
    """

    type: KeyType
    raw: bytes
    multibase: str


# ---- base58btc and multibase ----

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_TEN_DIGITS: Final = 58**10
_TWO_DIGITS: Final = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_DIGITS: Final = {character: value for value, character in enumerate(_ALPHABET)}


def base58_from_bytes(content: bytes) -> str:
    """The base58btc text of some bytes, each leading zero byte as a `1`."""
    number = int.from_bytes(content, "big")
    digits = []
    while number:
        # Ten digits at a time fit a small integer, which is divided many times faster than a long one.
        number, ten = divmod(number, _TEN_DIGITS)
        for _ in range(5):
            ten, two = divmod(ten, 3364)
            digits.append(_TWO_DIGITS[two])
    text = "".join(reversed(digits)).lstrip("1")
    return "1" * (len(content) - len(content.lstrip(b"\0"))) + text


def bytes_from_base58(text: str) -> bytes:
    """The bytes that base58btc text stands for.

    Raises KeyFormError `key_malformed` for any other character, white space included. The caller bounds the length: the
    work is quadratic in it.
    """
    number = 0
    for start in range(0, len(text), 10):
        ten = 0
        for character in text[start : start + 10]:
            digit = _DIGITS.get(character)
            if digit is None:
                raise KeyFormError("key_malformed", f"{character!r} is not a base58btc character")
            ten = ten * 58 + digit
        number = number * 58 ** min(10, len(text) - start) + ten
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


# ---- Ed25519 (RFC 8032) ----

_P: Final = 2**255 - 19
_L: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, _P) % _P
_SQRT_MINUS_1: Final = pow(2, (_P - 1) // 4, _P)

_Point = tuple[int, int, int, int]  # extended coordinates: x = X/Z, y = Y/Z, xy = T/Z
_NEUTRAL: Final[_Point] = (0, 1, 1, 0)


def _ed25519_point(raw: bytes) -> _Point:
    """The point of RFC 8032 section 5.1.3.

    Raises KeyFormError where the encoding is not the one that encoding would give.
    """
    encoded = int.from_bytes(raw, "little")
    sign, y = encoded >> 255, encoded & (2**255 - 1)
    if y >= _P:
        raise KeyFormError("key_not_canonical", "the y coordinate is not reduced")
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    if (v * x * x - u) % _P:
        x = x * _SQRT_MINUS_1 % _P
        if (v * x * x - u) % _P:
            raise KeyFormError("key_malformed", "not a point of the curve")
    if x == 0 and sign:
        raise KeyFormError("key_not_canonical", "zero has no sign")
    if x & 1 != sign:
        x = _P - x
    return (x, y, 1, x * y % _P)


def _ed25519_sum(p: _Point, q: _Point) -> _Point:
    a = (p[1] - p[0]) * (q[1] - q[0]) % _P
    b = (p[1] + p[0]) * (q[1] + q[0]) % _P
    c = 2 * p[3] * q[3] * _D % _P
    d = 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _ed25519_times(scalar: int, point: _Point) -> _Point:
    result = _NEUTRAL
    while scalar:
        if scalar & 1:
            result = _ed25519_sum(result, point)
        point = _ed25519_sum(point, point)
        scalar >>= 1
    return result


def _is_neutral(point: _Point) -> bool:
    return point[0] % _P == 0 and (point[1] - point[2]) % _P == 0


def _check_ed25519(_: KeyType, raw: bytes) -> None:
    point = _ed25519_point(raw)
    if _is_neutral(_ed25519_times(8, point)):
        raise KeyFormError("key_small_order", "anybody can sign for this key")
    # A torsion part makes verifiers disagree with one another, so only the prime-order subgroup is let in.
    if not _is_neutral(_ed25519_times(_L, point)):
        raise KeyFormError("key_small_order", "the key has a part of small order")


def _verify_ed25519(_: KeyType, raw: bytes, signature: bytes, message: bytes) -> bool:
    if int.from_bytes(signature[32:], "little") >= _L:
        return False
    # The library compares encodings, which refuses an R that is not canonical; the equation has no cofactor.
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except InvalidSignature:
        return False
    return True


# ---- ECDSA with P-256 and P-384 (FIPS 186-5) ----

_CURVES: Final[Mapping[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm]]] = MappingProxyType(
    {"P-256": (ec.SECP256R1(), hashes.SHA256()), "P-384": (ec.SECP384R1(), hashes.SHA384())}
)


def _ecdsa_key(row: KeyType, raw: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[row.crv][0], raw)
    except ValueError as cause:
        raise KeyFormError("key_malformed", "not a point of the curve") from cause


def _check_ecdsa(row: KeyType, raw: bytes) -> None:
    if raw[0] not in {2, 3}:
        raise KeyFormError("key_not_canonical", "an elliptic-curve key is written as a compressed point")
    _ecdsa_key(row, raw)


def _verify_ecdsa(row: KeyType, raw: bytes, signature: bytes, message: bytes) -> bool:
    half = row.signature_bytes // 2
    r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    if r == 0 or s == 0:
        return False
    try:
        _ecdsa_key(row, raw).verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(_CURVES[row.crv][1]))
    except InvalidSignature:
        return False
    return True


ED25519: Final = KeyType(
    name="Ed25519",
    multicodec=b"\xed\x01",
    key_bytes=32,
    signature_bytes=64,
    kty="OKP",
    crv="Ed25519",
    alg="EdDSA",
    coordinate_bytes=32,
    check=_check_ed25519,
    verify=_verify_ed25519,
)
P256: Final = KeyType(
    name="P-256",
    multicodec=b"\x80\x24",
    key_bytes=33,
    signature_bytes=64,
    kty="EC",
    crv="P-256",
    alg="ES256",
    coordinate_bytes=32,
    check=_check_ecdsa,
    verify=_verify_ecdsa,
)
P384: Final = KeyType(
    name="P-384",
    multicodec=b"\x81\x24",
    key_bytes=49,
    signature_bytes=96,
    kty="EC",
    crv="P-384",
    alg="ES384",
    coordinate_bytes=48,
    check=_check_ecdsa,
    verify=_verify_ecdsa,
)
KEY_TYPES: Final = (ED25519, P256, P384)
# What a registry signs with; P-384 is verified alone (docs/decisions/0204).
SIGNING_TYPES: Final = (ED25519, P256)

_MAX_MULTIBASE_CHARS: Final = 128  # a P-384 Multikey has 70


# ---- conversions ----


def public_key_from_raw(row: KeyType, raw: bytes) -> PublicKey:
    """The key that raw bytes of a kind stand for: 32 bytes for Ed25519, a compressed point for P-256 and P-384.

    Raises KeyFormError `key_malformed` (length, not on the curve), `key_not_canonical` or `key_small_order`.
    """
    if len(raw) != row.key_bytes:
        raise KeyFormError("key_malformed", f"{row.name} has {row.key_bytes} bytes, not {len(raw)}")
    row.check(row, raw)
    return PublicKey(type=row, raw=raw, multibase="z" + base58_from_bytes(row.multicodec + raw))


@lru_cache(maxsize=1024)  # checking the order of a point costs milliseconds, and few keys sign many credentials
def public_key_from_multibase(text: str) -> PublicKey:
    """The key of a `publicKeyMultibase` (Controlled Identifiers 1.0, section 2.2.2).

    Raises KeyFormError: `key_malformed` for another base or length, `key_unknown_type` for another multicodec, and as
    `public_key_from_raw`.
    """
    if not text.startswith("z") or len(text) > _MAX_MULTIBASE_CHARS:
        raise KeyFormError("key_malformed", "a Multikey is `z` followed by base58btc")
    content = bytes_from_base58(text[1:])
    for row in KEY_TYPES:
        if content.startswith(row.multicodec):
            return public_key_from_raw(row, content[len(row.multicodec) :])  # base58 has one text for any bytes
    raise KeyFormError("key_unknown_type", "the multicodec is none of Ed25519, P-256 and P-384")


def did_key(key: PublicKey) -> str:
    """The did:key of a key."""
    return f"did:key:{key.multibase}"


def public_key_from_did_key(text: str) -> PublicKey:
    """The key that a did:key is.

    Raises KeyFormError as `public_key_from_multibase`, and `key_malformed` for other text.
    """
    if not text.startswith("did:key:"):
        raise KeyFormError("key_malformed", "not a did:key")
    return public_key_from_multibase(text.removeprefix("did:key:"))


_BASE64_EITHER: Final = re.compile(r"[A-Za-z0-9+/_-]*")
_PRIVATE: Final = "a private key has no place here"
_PRIVATE_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
# RFC 9864 gives EdDSA with Ed25519 a name of its own; both are met.
_ALGS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"Ed25519": frozenset({"EdDSA", "Ed25519"}), "P-256": frozenset({"ES256"}), "P-384": frozenset({"ES384"})}
)


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def bytes_from_base64url(value: object) -> bytes:
    """The bytes of a member of a JWK in base64url without padding (RFC 7515, section 2).

    Raises KeyFormError: `key_malformed` for what is no base64, `key_not_canonical` for every other spelling of it.
    """
    core = value.rstrip("=") if isinstance(value, str) else "?"
    if not _BASE64_EITHER.fullmatch(core) or len(core) % 4 == 1:
        raise KeyFormError("key_malformed", "a number of a JWK is base64url")
    content = base64.urlsafe_b64decode(core.replace("+", "-").replace("/", "_") + "=" * (-len(core) % 4))
    # Comparing with our own spelling refuses padding, the other alphabet and stray bits at the end at once.
    if _base64url(content) != value:
        raise KeyFormError("key_not_canonical", "a number of a JWK is base64url without padding")
    return content


def to_jwk(key: PublicKey) -> dict[str, str]:
    """The public JWK of a key (RFC 7517, RFC 8037): `kty`, `crv`, `x` and, for elliptic curves, `y`.

    No `kid`, `use` or `alg`.
    """
    if key.type is ED25519:
        return {"kty": key.type.kty, "crv": key.type.crv, "x": _base64url(key.raw)}
    point = _ecdsa_key(key.type, key.raw).public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    size = key.type.coordinate_bytes
    return {
        "kty": key.type.kty,
        "crv": key.type.crv,
        "x": _base64url(point[1 : 1 + size]),
        "y": _base64url(point[1 + size :]),
    }


def public_key_from_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """The key of a public JWK (RFC 7517, RFC 7518 section 6.2, RFC 8037).

    Raises KeyFormError, the first that applies: `key_malformed` where a private member is present (`d` and those that
    RFC 7518 gives to other kinds); `key_unknown_type` for another `kty` or `crv`; `key_malformed` where `use` is not
    `sig`, `key_ops` does not hold `verify` or `alg` is another key's, since a key that says what it is for is taken at
    its word; as `public_key_from_raw`, and `key_not_canonical` for a coordinate in another spelling than base64url
    without padding. Other members are not looked at.
    """
    for row in KEY_TYPES:
        if jwk.get("kty") == row.kty and jwk.get("crv") == row.crv:
            check_jwk_members(row, jwk, algs=_ALGS[row.crv])
            x = bytes_from_base64url(jwk.get("x"))
            if row is ED25519:
                return public_key_from_raw(row, x)
            y = bytes_from_base64url(jwk.get("y"))
            if len(x) != row.coordinate_bytes or len(y) != row.coordinate_bytes:
                raise KeyFormError("key_malformed", "a coordinate has the wrong length")
            _ecdsa_key(row, b"\x04" + x + y)
            return public_key_from_raw(row, bytes([2 + (y[-1] & 1)]) + x)
    if _PRIVATE_MEMBERS & jwk.keys():
        raise KeyFormError("key_malformed", _PRIVATE)
    raise KeyFormError("key_unknown_type", "neither Ed25519 nor P-256 nor P-384")


def check_jwk_members(row: KeyType, jwk: Mapping[str, Any], *, algs: frozenset[str]) -> None:
    """What is asked of every public JWK beside its numbers, which is for verifying by one of `algs`.

    Raises KeyFormError, the first that applies: `key_malformed` where a private member is present, `key_unknown_type`
    where `kty` is not the row's, `key_malformed` where `use`, `key_ops` or `alg` is there and says something else.
    """
    if _PRIVATE_MEMBERS & jwk.keys():
        raise KeyFormError("key_malformed", _PRIVATE)
    if jwk.get("kty") != row.kty:
        raise KeyFormError("key_unknown_type", f"not of kind {row.kty}")
    operations = jwk.get("key_ops", ["verify"])
    is_for_verifying = isinstance(operations, list) and "verify" in operations
    alg = jwk.get("alg", row.alg)
    if jwk.get("use", "sig") != "sig" or not is_for_verifying or not isinstance(alg, str) or alg not in algs:
        raise KeyFormError("key_malformed", "the JWK says that it is for something else")


def verify_signature(key: PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether a signature over a message is the key's.

    Ed25519 by strict RFC 8032; ECDSA as `r || s`, with SHA-256 for P-256 and SHA-384 for P-384, both numbers between 1
    and the order less one, and either of the two values of `s` that fit (docs/decisions/0034). Any fault of the
    signature, length included, is False. The key was checked when it was made.
    """
    if len(signature) != key.type.signature_bytes:
        return False
    return key.type.verify(key.type, key.raw, signature, message)
