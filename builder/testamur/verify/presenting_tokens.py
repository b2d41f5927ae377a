"""Step 4 for a presentation that is a token: the holder's key signed it (VCDM 1.1, 6.3.1; VC-JOSE-COSE 1.0, 3.1.2).

The one idea: the token's signature covers the bytes of its payload, whatever stands in them. What is left to ask is
that the claims around the presentation speak of the same holder; whom they answer is shown and not judged.
"""

import re

from testamur.verify.asking import Cache, Desk
from testamur.verify.outcomes import FailedError
from testamur.verify.reading import Token
from testamur.verify.securing import Moment, Signer
from testamur.verify.shape import JsonObject, one
from testamur.verify.tokens import check_claim_forms, key_kind_of, milliseconds, profile_of, signer_of

_TYPE = re.compile(r"(?:application/)?(jwt|vp\+jwt)", re.IGNORECASE | re.ASCII)


def check_presenting_token(
    value: JsonObject, token: Token, holder: str, *, moment: Moment, desk: Desk, cache: Cache
) -> tuple[Signer, bool]:
    """The token's signer, and whether its claims say that it was signed later than at the moment.

    `value` passed steps 2 and 3, which found out `holder`. Raises FailedError and UncheckedError with the reasons of
    docs/verification.md, those of a credential's token among them. Not checked: whether the key might sign, and whether
    anybody asked.
    """
    claims = token.claims
    # 4.1
    is_vp_jwt = profile_of(token, _TYPE) == "vp+jwt"
    # 4.2
    kind = key_kind_of(token)
    # 4.3
    if token.is_doubled or (is_vp_jwt and token.is_in_claim):
        raise FailedError("jwt_vp_claim")
    # 4.4
    check_claim_forms(claims)
    audience = claims.get("aud", [])
    names = audience if isinstance(audience, list) else [audience]
    if not all(isinstance(name, str) for name in (*names, claims.get("nonce", ""))):
        raise FailedError("jwt_claim_malformed")
    # 4.5
    if claims.get("iss", holder) != holder or token.jws.header.get("iss", holder) != holder:
        raise FailedError("jwt_holder_differs")
    if "jti" in claims and "id" in value and claims["jti"] != one(value["id"]):
        raise FailedError("jwt_id_differs")
    # 4.6
    if "exp" in claims and moment.is_after(milliseconds(claims["exp"])):
        raise FailedError("proof_expired")
    is_later = any(name in claims and moment.is_before(milliseconds(claims[name])) for name in ("nbf", "iat"))
    # 4.7 to 4.13
    return signer_of(token, holder, kind, desk=desk, cache=cache, is_presenting=True), is_later
