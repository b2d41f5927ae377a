"""Compact JSON Web Signatures with EdDSA, ES256 and RS256 (RFC 7515, RFC 7518, RFC 8037, RFC 9864).

The one idea: the header is what an attacker writes. It may say which of our three algorithms was used and which key is
meant; the algorithm has to be the key's own, and no key is ever taken from it.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from testamur.canon import JsonError, parse_json
from testamur.keys import ED25519, P256, KeyFormError, PublicKey, bytes_from_base64url, public_key_from_jwk
from testamur.keys import verify_signature as _holds
from testamur.rsa import RSA, rsa_key_from_jwk

# Three parts of what somebody might take for base64, so that another spelling of it is told from another kind of file.
_COMPACT: Final = re.compile(rb"[A-Za-z0-9_+/=-]+\.[A-Za-z0-9_+/=-]*\.[A-Za-z0-9_+/=-]*")
_SPACE: Final = b" \t\n\r"

# RFC 9864 gives EdDSA with Ed25519 a name of its own; both are met.
ALGORITHMS: Final[Mapping[str, str]] = MappingProxyType(
    {"EdDSA": ED25519.name, "Ed25519": ED25519.name, "ES256": P256.name, "RS256": RSA.name}
)
# A signature without a key, or with a key that both sides know, says nothing of who made it.
_NOT_SIGNING: Final = frozenset({"HS256", "HS384", "HS512"})


class JwsError(ValueError):
    """A token is not one that we accept.

    `code` is `jwt_encoding`, `jwt_header_malformed`, `jwt_header_refused`, `jwt_algorithm_refused`,
    `jwt_algorithm_unknown`, `proof_key_type`, `proof_value_malformed`, `proof_signature_invalid` or JsonError's.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactJws:
    """A token taken apart, its form checked and nothing else; `signing_input` is what was signed."""

    header: Mapping[str, Any]
    payload: bytes
    signature: bytes
    signing_input: bytes


def is_compact(data: bytes) -> bool:
    """Whether bytes look like a compact JWS, white space around it aside."""
    return _COMPACT.fullmatch(data.strip(_SPACE)) is not None


def parse_compact(data: bytes) -> CompactJws:
    """The parts of a compact JWS (RFC 7515, section 7.1), white space around it aside.

    Raises JwsError: `jwt_encoding` unless there are three parts, each in base64url without padding and without stray
    bits at its end, the first not empty; a code of JsonError for the header, and `jwt_header_malformed` where it is no
    object. Not checked: what the header says, and the signature.
    """
    parts = data.strip(_SPACE).split(b".")
    if len(parts) != 3 or not parts[0]:
        raise JwsError("jwt_encoding")
    try:
        header, payload, signature = (bytes_from_base64url(part.decode("ascii")) for part in parts)
    except (KeyFormError, UnicodeDecodeError) as cause:
        raise JwsError("jwt_encoding") from cause
    try:
        value = parse_json(header)
    except JsonError as cause:
        raise JwsError(cause.code) from cause
    if not isinstance(value, dict):
        raise JwsError("jwt_header_malformed")
    return CompactJws(header=value, payload=payload, signature=signature, signing_input=b".".join(parts[:2]))


def algorithm_of(token: CompactJws) -> str:
    """The `alg` of a token, a key of ALGORITHMS.

    Raises JwsError: `jwt_header_refused` where the header has `crit` or `b64`, since no extension is understood here
    (RFC 7515, 4.1.11; RFC 7797); `jwt_header_malformed` where `alg` is no string; `jwt_algorithm_refused` for `none`
    and the algorithms with a shared key; `jwt_algorithm_unknown` for others. All that names or holds a key (`jwk`,
    `jku`, `x5u`, `x5c`) is left aside.
    """
    if {"crit", "b64"} & token.header.keys():
        raise JwsError("jwt_header_refused")
    alg = token.header.get("alg")
    if not isinstance(alg, str):
        raise JwsError("jwt_header_malformed")
    # The names are told apart by their letters' case; of this one, others were once taken in, whatever the case.
    if alg in _NOT_SIGNING or alg.lower() == "none":
        raise JwsError("jwt_algorithm_refused")
    if alg not in ALGORITHMS:
        raise JwsError("jwt_algorithm_unknown")
    return alg


def verify_compact(token: CompactJws, key: PublicKey) -> None:
    """Return when the token was signed with the key by the key's own algorithm; raise otherwise (RFC 7515, 5.2).

    Raises JwsError as `algorithm_of`, then `proof_key_type` where the algorithm is not the key's,
    `proof_value_malformed` where the signature has not the length of the key's, and `proof_signature_invalid`. Not
    checked: whose key it is.
    """
    if ALGORITHMS[algorithm_of(token)] != key.type.name:
        raise JwsError("proof_key_type")
    if len(token.signature) != key.type.signature_bytes:
        raise JwsError("proof_value_malformed")
    if not _holds(key, token.signature, token.signing_input):
        raise JwsError("proof_signature_invalid")


def key_from_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """The key of a public JWK of any kind that a token may be signed with.

    Raises KeyFormError as `public_key_from_jwk` and `rsa_key_from_jwk`.
    """
    return rsa_key_from_jwk(jwk) if jwk.get("kty") == RSA.kty else public_key_from_jwk(jwk)


def sign_compact(header: Mapping[str, Any], payload: Mapping[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """The compact JWS of a payload: JSON without white space, members in the order given (RFC 7515, section 7.1).

    `sign` answers bytes with a signature in the form of `alg`, for ES256 `r || s`. Not checked: that `sign`, `alg` and
    `kid` belong together, and what the payload says.
    """
    parts = [
        _base64url(json.dumps(dict(part), separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode())
        for part in (header, payload)
    ]
    signing_input = ".".join(parts)
    return f"{signing_input}.{_base64url(sign(signing_input.encode('ascii')))}"


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
