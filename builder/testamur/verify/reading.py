"""Step 1 for a token: the credential inside a compact JWS (Open Badges 3.0, 8.2; VC-JOSE-COSE 1.0; VCDM 1.1, 6.3.1).

The one idea: what a token claims and what its credential says are kept apart, so that a claim is never taken for a
word of the credential; whether both agree is asked in step 4.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from testamur.canon import JsonError, parse_json
from testamur.jws import CompactJws, JwsError, parse_compact
from testamur.times import time_text
from testamur.verify.outcomes import FailedError
from testamur.verify.shape import JsonObject, many, one, types_of

# RFC 7519, 4.1; RFC 7800; and the one that binds a token to a question somebody asked.
CLAIMS = ("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce")

_CREDENTIALS_OWN = frozenset({"@context", "type", "credentialSubject"})
_PRESENTATIONS_OWN = frozenset({"@context", "type", "holder", "verifiableCredential", "proof"})
_VCDM_1 = "https://www.w3.org/2018/credentials/v1"
_LAST_SECOND = 253_402_300_799  # of the year 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The token around a credential or a presentation: its parts, and what it claims.

    `is_in_claim` says that what it secures stood in a claim, `vc` or `vp`; `is_doubled` that the payload has this claim
    beside a credential or a presentation of its own.
    """

    jws: CompactJws
    claims: JsonObject
    is_in_claim: bool
    is_doubled: bool


def read_token(data: bytes) -> tuple[JsonObject, Token]:
    """The credential that a token holds, without its claims, and the token.

    `data` must look like a compact JWS. Raises FailedError with the reasons of docs/verification.md. Not checked:
    everything that the header says, the signature, and whether claims and credential agree.
    """
    try:
        value, token = _secured(data, "vc", _CREDENTIALS_OWN)
    except (JwsError, JsonError) as cause:
        raise FailedError(cause.code) from cause
    if token.is_in_claim:
        value = _completed(value, token.claims)
    if "VerifiableCredential" not in types_of(value):
        raise FailedError("not_a_credential")
    return value, token


def read_presenting_token(data: bytes) -> tuple[JsonObject, Token] | None:
    """The presentation that a token holds, without the token's claims, and the token; None where it holds none.

    `data` may be any bytes. Nothing is filled in from the claims, so that a proof inside still covers what it was made
    for. Not checked: everything that the header says, the signature, and whether claims and presentation agree.
    """
    try:
        value, token = _secured(data, "vp", _PRESENTATIONS_OWN)
    except (JwsError, JsonError, FailedError):
        return None
    return (value, token) if "VerifiablePresentation" in types_of(value) else None


def date_text(seconds: Any) -> str | None:
    """A NumericDate (RFC 7519, section 2) of whole seconds as a dateTimeStamp, None for anything else."""
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 <= seconds <= _LAST_SECOND:
        return None
    return time_text(datetime.fromtimestamp(seconds, UTC))


def _secured(data: bytes, claim: str, own_members: frozenset[str]) -> tuple[JsonObject, Token]:
    """What a token secures, the object in `claim` or else the payload without its claims, and the token.

    None of `own_members` may stand beside `claim`. Raises JwsError, JsonError, and FailedError for another payload than
    an object.
    """
    jws = parse_compact(data)
    payload = parse_json(jws.payload)
    if not isinstance(payload, dict):
        raise FailedError("not_a_credential")
    claims = {name: payload[name] for name in CLAIMS if name in payload}
    own = {name: member for name, member in payload.items() if name not in (*CLAIMS, claim)}
    inner = payload.get(claim)
    token = Token(
        jws=jws,
        claims=claims,
        is_in_claim=isinstance(inner, dict),
        is_doubled=claim in payload and bool(own_members & own.keys()),
    )
    return (inner if isinstance(inner, dict) else own), token


def _completed(credential: JsonObject, claims: JsonObject) -> JsonObject:
    """The credential of a `vc` claim with what only the claims around it say (VCDM 1.1, 6.3.1, JWT decoding)."""
    is_old = (many(credential.get("@context")) or [None])[0] == _VCDM_1
    names = ("issuanceDate", "expirationDate") if is_old else ("validFrom", "validUntil")
    stated = {"id": claims.get("jti"), "issuer": claims.get("iss")} | {
        name: date_text(claims.get(claim)) for name, claim in zip(names, ("nbf", "exp"), strict=True)
    }
    whole = credential | {name: value for name, value in stated.items() if value is not None and name not in credential}
    subject = one(whole.get("credentialSubject"))
    if isinstance(subject, dict) and "id" not in subject and claims.get("sub") is not None:
        whole["credentialSubject"] = subject | {"id": claims["sub"]}
    return whole
