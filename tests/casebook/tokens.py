"""Compact signatures without any guard: what an attacker, or a careless issuer, can put a valid signature on.

As `forge`, it shares no code with what it is held against. RSA keys come from names as the others do: the primes are
the first ones after the hashed name, whose distances from it were searched for once.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from tests.casebook.forge import ec_point, private_key, signature
from tests.casebook.society import Json

RSA_KEY, RSA_SMALL = "rsa", "rsa small"
_PRIMES: Mapping[str, tuple[int, int, int]] = {RSA_KEY: (1024, 1446, 1324), RSA_SMALL: (512, 644, 98)}


def base64url(content: bytes) -> str:
    """Bytes in base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def packed(value: Any) -> bytes:
    """JSON without white space."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _prime(name: str, bits: int, distance: int) -> int:
    content = b"".join(hashlib.sha256(f"{name}/{part}".encode()).digest() for part in range(bits // 256))
    return (int.from_bytes(content, "big") | 3 << (bits - 2) | 1) + distance


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """The private RSA key that a name stands for, of twice as many bits as its primes have."""
    bits, *distances = _PRIMES[name]
    p, q = (_prime(f"{name} {letter}", bits, distance) for letter, distance in zip("pq", distances, strict=True))
    d = pow(65537, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPublicNumbers(65537, p * q)
    return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), numbers).private_key()


def rsa_jwk(modulus: int, exponent: int = 65537, **members: Any) -> Json:
    """A JWK of these numbers, whatever they are."""
    n, e = (number.to_bytes((number.bit_length() + 7) // 8, "big") for number in (modulus, exponent))
    return {"kty": "RSA", "n": base64url(n), "e": base64url(e)} | members


def jwk(key: str, **members: Any) -> Json:
    """The bare public JWK of a named key."""
    if key.startswith("rsa"):
        return rsa_jwk(rsa_key(key).public_key().public_numbers().n) | members
    if key.startswith("p"):
        point, size = ec_point(key), len(ec_point(key)) // 2
        crv = "P-384" if size == 48 else "P-256"
        return {
            "kty": "EC",
            "crv": crv,
            "x": base64url(point[1 : 1 + size]),
            "y": base64url(point[1 + size :]),
        } | members
    raw = private_key(key).public_key().public_bytes_raw()
    return {"kty": "OKP", "crv": "Ed25519", "x": base64url(raw)} | members


def compact(header: Json | bytes, payload: Json | bytes, key: str | None, *, secret: bytes = b"") -> bytes:
    """The token of a header and a payload, signed with a named key, with a shared secret, or not at all."""
    parts = [base64url(part if isinstance(part, bytes) else packed(part)) for part in (header, payload)]
    signing_input = ".".join(parts).encode()
    if secret:
        made = hmac.digest(secret, signing_input, "sha256")
    elif key is None:
        made = b""
    elif key.startswith("rsa"):
        made = rsa_key(key).sign(signing_input, padding.PKCS1v15(), SHA256())
    else:
        made = signature(key, signing_input)
    return signing_input + b"." + base64url(made).encode()


def seconds(text: str) -> int:
    """The NumericDate of a dateTimeStamp."""
    return int(datetime.fromisoformat(text).timestamp())


def claims_of(document: Json) -> Json:
    """What Open Badges asks a token to claim beside such a credential."""
    subject, issuer = document.get("credentialSubject", {}), document.get("issuer")
    claims = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "jti": document.get("id"),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
        "nbf": seconds(document["validFrom"]) if "validFrom" in document else None,
        "exp": seconds(document["validUntil"]) if "validUntil" in document else None,
    }
    return {name: value for name, value in claims.items() if value is not None}
