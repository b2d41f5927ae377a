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

_PRESENTATIONS_OWN = frozenset({"@context", "type", "holder", "verifiableCredential", "proof"})
_VCDM_1 = "https://www.w3.org/2018/credentials/v1"
_LAST_SECOND = 253_402_300_799  # of the year 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The token around a credential: its parts, what it claims, and whether the credential stood in a `vc` claim.

    `is_doubled` says that the payload has a `vc` claim beside a credential of its own. Around a presentation both are
    said of a `vp` claim.
    """

    jws: CompactJws
    claims: JsonObject
    has_vc: bool
    is_doubled: bool


def read_token(data: bytes) -> tuple[JsonObject, Token]:
    """The credential that a token holds, without its claims, and the token.

    `data` must look like a compact JWS. Raises FailedError with the reasons of docs/verification.md. Not checked:
    everything that the header says, the signature, and whether claims and credential agree.
    """
    try:
        jws = parse_compact(data)
        payload = parse_json(jws.payload)
    except (JwsError, JsonError) as cause:
        raise FailedError(cause.code) from cause
    if not isinstance(payload, dict):
        raise FailedError("not_a_credential")
    claims = {name: payload[name] for name in CLAIMS if name in payload}
    own = {name: member for name, member in payload.items() if name not in CLAIMS}
    inner = own.pop("vc", None)
    has_vc = isinstance(inner, dict)
    value = _completed(inner, claims) if isinstance(inner, dict) else own
    if "VerifiableCredential" not in types_of(value):
        raise FailedError("not_a_credential")
    is_doubled = "vc" in payload and bool({"@context", "type", "credentialSubject"} & own.keys())
    return value, Token(jws=jws, claims=claims, has_vc=has_vc, is_doubled=is_doubled)


def read_presenting_token(data: bytes) -> tuple[JsonObject, Token] | None:
    """The presentation that a token holds, without the token's claims, and the token; None where it holds none.

    `data` may be any bytes. Nothing is filled in from the claims, so that a proof inside still covers what it was made
    for. Not checked: everything that the header says, the signature, and whether claims and presentation agree.
    """
    try:
        jws = parse_compact(data)
        payload = parse_json(jws.payload)
    except (JwsError, JsonError):
        return None
    if not isinstance(payload, dict):
        return None
    claims = {name: payload[name] for name in CLAIMS if name in payload}
    own = {name: member for name, member in payload.items() if name not in CLAIMS}
    inner = own.pop("vp", None)
    has_vp = isinstance(inner, dict)
    value = inner if isinstance(inner, dict) else own
    if "VerifiablePresentation" not in types_of(value):
        return None
    is_doubled = "vp" in payload and bool(_PRESENTATIONS_OWN & own.keys())
    return value, Token(jws=jws, claims=claims, has_vc=has_vp, is_doubled=is_doubled)


def date_text(seconds: Any) -> str | None:
    """A NumericDate (RFC 7519, section 2) of whole seconds as a dateTimeStamp, None for anything else."""
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 <= seconds <= _LAST_SECOND:
        return None
    return time_text(datetime.fromtimestamp(seconds, UTC))


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
