"""Awards as compact signatures: the profile of Open Badges 3.0 (section 8.2) and that of VC-JOSE-COSE 1.0.

One idea: a token is one more way in which a key signs the same credential, so that the ledger, the lists and the
records know nothing of it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from testamur import addresses
from testamur.canon import Shapes, canonical_rdf, check_closed
from testamur.jws import sign_compact
from testamur.keys import KeyType, public_key_from_multibase
from testamur.proofs import suites_for
from testamur.times import time_from_text

TOKEN_FORMS: Final = ("jwt", "vc+jwt")


def ways_for(key_type: KeyType) -> tuple[str, ...]:
    """How a kind of key may sign an award: its suites, the usual one first, then the forms of a token."""
    return (*suites_for(key_type), *TOKEN_FORMS)


def award_token(
    credential: Mapping[str, Any],
    form: str,
    *,
    base_url: str,
    issuer: str,
    key: str,
    created: datetime,
    sign: Callable[[bytes], bytes],
    shapes: Shapes | None = None,
) -> str:
    """An unsigned credential as a token of one of TOKEN_FORMS.

    `issuer` is a slug, `key` a multikey of a kind that signs so, `created` the time that a `vc+jwt` states. By Open
    Badges' profile the `kid` is the address of the bare JWK, which certification asks for, by the other the DID URL.
    Raises CanonError where the credential would not mean one thing to everybody.
    """
    if shapes is None or shapes.forms(dict(credential)) is None:
        check_closed(credential)
        canonical_rdf(credential)
    alg = public_key_from_multibase(key).type.alg
    if form == "vc+jwt":
        kid = addresses.verification_method(addresses.issuer_did(base_url, issuer), key)
        header = {"alg": alg, "cty": "vc", "kid": kid, "typ": "vc+jwt"}
        claims = {"iss": credential["issuer"]["id"], "iat": int(created.timestamp())}
    else:
        header = {"alg": alg, "kid": addresses.key_address(base_url, issuer, key), "typ": "JWT"}
        claims = _badge_claims(credential)
    return sign_compact(header, {**credential, **claims}, sign)


def _badge_claims(credential: Mapping[str, Any]) -> dict[str, Any]:
    """What Open Badges 3.0, 8.2.4.1 asks for beside the credential, as far as the credential says it."""
    claims: dict[str, Any] = {"iss": credential["issuer"]["id"], "jti": credential["id"]}
    subject = credential["credentialSubject"]
    if "id" in subject:
        claims["sub"] = subject["id"]
    for claim, member in (("nbf", "validFrom"), ("exp", "validUntil")):
        if member in credential:
            claims[claim] = int(time_from_text(credential[member]).timestamp())
    return claims
