"""RSA public keys for RS256, and for verifying alone (RFC 7518, sections 3.3 and 6.3; RFC 8017, PKCS #1 v1.5).

The one idea: a weak key proves nothing, whoever holds it. Size, exponent and the mark of a broken generator are looked
at when the key is read, so whoever holds a key of this room need not ask again.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from testamur.keys import KeyFormError, KeyType, PublicKey, bytes_from_base64url, check_jwk_members

_MIN_BITS: Final = 2048
_MAX_BITS: Final = 8192  # larger ones only make a verifier work
_MIN_EXPONENT: Final = 2**16
_MAX_EXPONENT: Final = 2**32  # browsers import no larger one

_PRIMES: Final = (
    *(3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73),
    *(79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167),
)


def _public(raw: bytes) -> rsa.RSAPublicKey:
    key = serialization.load_der_public_key(raw)
    if not isinstance(key, rsa.RSAPublicKey):
        raise TypeError("not an RSA key")
    return key


def _verify(_: KeyType, raw: bytes, signature: bytes, message: bytes) -> bool:
    try:
        _public(raw).verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _no_check(_: KeyType, __: bytes) -> None:
    """Everything is asked in `rsa_key_from_jwk`, the only way to a key of this kind."""


# It has no Multikey that we take, so its `multicodec` and `multibase` are empty.
RSA: Final = KeyType(
    name="RSA",
    multicodec=b"",
    key_bytes=0,
    signature_bytes=0,
    kty="RSA",
    crv="",
    alg="RS256",
    coordinate_bytes=0,
    check=_no_check,
    verify=_verify,
)


@lru_cache(maxsize=256)
def _is_roca(modulus: int) -> bool:
    """Whether a modulus has the mark of the generator of CVE-2017-15361, whose keys can be factored.

    Its primes are powers of 65537 by every small prime, and so is their product; another modulus is so by all of these
    primes once in more than 2^100 keys.
    """
    return all(modulus % prime in {pow(65537, exponent, prime) for exponent in range(prime)} for prime in _PRIMES)


def _number(value: object) -> int:
    content = bytes_from_base64url(value)
    # RFC 7518, 6.3.1: the fewest bytes that hold the number.
    if content[:1] in {b"", b"\0"}:
        raise KeyFormError("key_not_canonical", "a number of a JWK has no leading zero")
    return int.from_bytes(content, "big")


def rsa_key_from_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """The RSA key of a public JWK, for RS256.

    Raises KeyFormError, the first that applies: `key_malformed` where a private member is present, or `use`, `key_ops`
    or `alg` is that of something else than RS256; `key_unknown_type` for another `kty`; `key_malformed` and
    `key_not_canonical` for numbers that are not base64url without padding and leading zeros; `key_malformed` for a
    modulus of more than 8192 bits and an exponent of 2^32 or more; `key_weak` for fewer than 2048 bits, an even number,
    an exponent below 2^16 and the keys of CVE-2017-15361.
    """
    check_jwk_members(RSA, jwk, algs=frozenset({RSA.alg}))
    modulus, exponent = _number(jwk.get("n")), _number(jwk.get("e"))
    bits = modulus.bit_length()
    if bits > _MAX_BITS or exponent >= _MAX_EXPONENT:
        raise KeyFormError("key_malformed", "the numbers of the RSA key are too large")
    if bits < _MIN_BITS or exponent < _MIN_EXPONENT or not modulus & exponent & 1 or _is_roca(modulus):
        raise KeyFormError("key_weak", "the RSA key can be broken")
    raw = (
        rsa.RSAPublicNumbers(exponent, modulus)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return PublicKey(type=replace(RSA, signature_bytes=(bits + 7) // 8), raw=raw, multibase="")
