"""Step 4 for a token: the issuer's key signed it, and what it claims is what its credential says.

Open Badges 3.0, section 8.2; VC-JOSE-COSE 1.0, sections 3.1 and 4; RFC 7515; RFC 7519. The one idea: a `kid` only says
which of the issuer's keys is meant. It can't lead to anybody else's, and without one the issuer must have a single key
that fits.
"""

import re
from math import floor
from typing import Any

from testamur.did import DidError, VerificationMethod, did_web_url, verification_method_from
from testamur.jws import ALGORITHMS, JwsError, algorithm_of, key_from_jwk, verify_compact
from testamur.keys import KeyFormError, PublicKey
from testamur.verify.asking import Cache, Desk
from testamur.verify.identities import (
    METHOD_ID,
    Keys,
    ask_for_keys,
    check_days,
    check_issuer_address,
    controller_bytes,
    controller_document,
    method_from_keys,
    read_answer,
)
from testamur.verify.outcomes import FailedError, UncheckedError, refuse
from testamur.verify.reading import Token
from testamur.verify.securing import NOT_YET_SIGNED, Document, Moment, Signer, check_proofs
from testamur.verify.shape import JsonObject, instant_ms, is_https_address, issuer_id, one, subject_of

_TYPE = re.compile(r"(?:application/)?(jwt|vc\+jwt)", re.IGNORECASE | re.ASCII)
# Plain segments that don't begin with a dot, so that nothing is decoded and nothing climbs.
_BELOW = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
_FAR = 10**12  # seconds


def check_signatures(document: Document, *, moment: Moment, desk: Desk, cache: Cache) -> tuple[Signer, ...]:
    """Step 4, for a token and for a document with proofs: who signed, first of all the token.

    `document` must come from `check_context`. Raises FailedError and UncheckedError with the reasons of
    docs/verification.md. Not checked: whether the keys might sign, and whether anybody knows the issuer.
    """
    if document.token is None:
        return check_proofs(document, moment=moment, desk=desk, cache=cache)
    signer, is_later = _check_token(document.value, document.token, moment=moment, desk=desk, cache=cache)
    has_proof = "proof" in document.value
    inner = check_proofs(document, moment=moment, desk=desk, cache=cache) if has_proof else ()
    # 4.14
    if is_later:
        raise FailedError(NOT_YET_SIGNED)
    return (signer, *inner)


def _check_token(value: JsonObject, token: Token, *, moment: Moment, desk: Desk, cache: Cache) -> tuple[Signer, bool]:
    """The token's signer, and whether its claims say that it was signed later than at the moment."""
    issuer = issuer_id(value)
    # 4.1
    is_vc_jwt = profile_of(token, _TYPE) == "vc+jwt"
    # 4.2
    kind = key_kind_of(token)
    # 4.3
    if token.is_doubled or (is_vc_jwt and token.is_in_claim):
        raise FailedError("jwt_vc_claim")
    # 4.4 to 4.6
    is_later = _check_claims(value, token, issuer, moment=moment, is_vc_jwt=is_vc_jwt)
    # 4.7 to 4.13
    return signer_of(token, issuer, kind, desk=desk, cache=cache), is_later


def profile_of(token: Token, form: re.Pattern[str]) -> str:
    """4.1: the profile that a token's header names, in small letters; `form` matches those that are known.

    Raises FailedError and UncheckedError with the reasons of docs/verification.md.
    """
    typ = token.jws.header.get("typ", "JWT")
    if not isinstance(typ, str):
        raise FailedError("jwt_header_malformed")
    match = form.fullmatch(typ)
    if match is None:
        raise UncheckedError("jwt_type_unknown")
    return match[1].lower()


def key_kind_of(token: Token) -> str:
    """4.2: the kind of key that a token's algorithm takes; raises FailedError and UncheckedError."""
    try:
        return ALGORITHMS[algorithm_of(token.jws)]
    except JwsError as cause:
        refuse(cause.code)


def signer_of(token: Token, issuer: str, kind: str, *, desk: Desk, cache: Cache, is_presenting: bool = False) -> Signer:
    """4.7 to 4.13: the key of `issuer` that signed a token, once its signature holds.

    `kind` comes from `key_kind_of`; `is_presenting` says that `issuer` is the holder of a presentation, which only
    makes a difference to which of several keys is meant. Raises FailedError and UncheckedError with the reasons of
    docs/verification.md. Not checked: whether the key might sign.
    """
    header = token.jws.header
    if "kid" in header:
        signer = _signer(header["kid"], issuer, desk=desk, cache=cache)
    else:
        signer = _only_signer(issuer, kind, desk=desk, cache=cache, is_presenting=is_presenting)
    check_days(signer.method)
    try:
        verify_compact(token.jws, signer.method.key)
    except JwsError as cause:
        refuse(cause.code)
    return signer


def check_claim_forms(claims: JsonObject) -> None:
    """4.4: raise FailedError `jwt_claim_malformed` unless the claims that are asked of are texts and numbers."""
    if any(not isinstance(claims[name], str) for name in ("iss", "sub", "jti") if name in claims):
        raise FailedError("jwt_claim_malformed")
    if any(not _is_number(claims[name]) for name in ("nbf", "exp", "iat") if name in claims):
        raise FailedError("jwt_claim_malformed")


def _check_claims(value: JsonObject, token: Token, issuer: str, *, moment: Moment, is_vc_jwt: bool) -> bool:
    claims = token.claims
    # 4.4
    check_claim_forms(claims)
    # A token for another audience, or that answers a question, proves nothing to whoever is handed it.
    if {"aud", "nonce"} & claims.keys():
        raise FailedError("jwt_claim_refused")
    # 4.5
    if claims.get("iss", issuer) != issuer or token.jws.header.get("iss", issuer) != issuer:
        raise FailedError("jwt_issuer_differs")
    if "jti" in claims and claims["jti"] != one(value.get("id")):
        raise FailedError("jwt_id_differs")
    if "sub" in claims and claims["sub"] != one(subject_of(value).get("id")):
        raise FailedError("jwt_subject_differs")
    is_later = False
    for claim, names, differs in (
        ("nbf", ("issuanceDate", "validFrom"), "jwt_from_differs"),
        ("exp", ("expirationDate", "validUntil"), "jwt_until_differs"),
    ):
        if claim not in claims:
            continue
        instant = next((instant_ms(one(value[name])) for name in names if name in value), None)
        if instant is not None and instant // 1000 == floor(claims[claim]):
            continue
        # VC-JOSE-COSE 1.0, 3.1.3: there the claims may speak of the signature alone.
        if not is_vc_jwt:
            raise FailedError(differs)
        stated = milliseconds(claims[claim])
        if claim == "nbf":
            is_later = moment.is_before(stated)
        elif moment.is_after(stated):
            raise FailedError("proof_expired")
    # 4.6
    return is_later or ("iat" in claims and moment.is_before(milliseconds(claims["iat"])))


def milliseconds(seconds: float) -> int:
    """A NumericDate in whole milliseconds (RFC 7519, section 2)."""
    # Far beyond any date a number may be too large to be multiplied.
    return floor(max(-_FAR, min(seconds, _FAR)) * 1000)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _signer(kid: Any, issuer: str, *, desk: Desk, cache: Cache) -> Signer:
    if not isinstance(kid, str):
        raise FailedError("jwt_header_malformed")
    if METHOD_ID.fullmatch(kid) is not None or (issuer.startswith("https://") and kid.startswith(f"{issuer}#")):
        keys = ask_for_keys(issuer, kid, desk=desk)
        method = cache.learn(
            ("token method", issuer, keys, kid), lambda: method_from_keys(issuer, kid, keys, key_from_jwk=key_from_jwk)
        )
        return Signer(did=issuer, method=method, keys=keys)
    if kid.startswith("https://"):
        return _signer_at(kid, issuer, desk=desk, cache=cache)
    raise UncheckedError("jwt_key_unnamed")


def _only_signer(issuer: str, kind: str, *, desk: Desk, cache: Cache, is_presenting: bool) -> Signer:
    """The one key of the issuer's DID document that the algorithm fits."""
    data, methods = _methods_of(issuer, desk=desk, cache=cache)
    fitting = [method for method in methods if method.key.type.name == kind]
    if len(fitting) > 1:
        fitting = [
            method for method in fitting if (method.in_authentication if is_presenting else method.in_assertion_method)
        ]
    if len(fitting) != 1:
        raise UncheckedError("jwt_key_unnamed")
    return Signer(did=issuer, method=fitting[0], keys=Keys(document=data))


def _signer_at(kid: str, issuer: str, *, desk: Desk, cache: Cache) -> Signer:
    """The key behind an https address below the issuer's own; an issuer with a DID document must list it there too."""
    site = _site_of(issuer)
    if site is None or not kid.startswith(site) or _BELOW.fullmatch(kid.removeprefix(site)) is None:
        raise FailedError("key_not_issuers")
    data = desk.ask(kid)
    if data is None:
        raise UncheckedError("issuer_unreachable")
    key = cache.learn(("jwk", data), lambda: _key_from_bytes(data))
    if not issuer.startswith("did:"):
        method = VerificationMethod(
            id=kid,
            controller=issuer,
            key=key,
            revoked=None,
            expires=None,
            in_assertion_method=True,
            in_authentication=True,
        )
        return Signer(did=issuer, method=method, keys=Keys(document=data))
    controller, methods = _methods_of(issuer, desk=desk, cache=cache)
    for method in methods:
        if (method.key.type.name, method.key.raw) == (key.type.name, key.raw):
            return Signer(did=issuer, method=method, keys=Keys(document=controller))
    raise FailedError("key_not_found")


def _site_of(issuer: str) -> str | None:
    """The address that all of an issuer's own files lie below, None where it has none."""
    if issuer.startswith("did:web:"):
        try:
            return did_web_url(issuer).removesuffix("did.json").removesuffix(".well-known/")
        except DidError as cause:
            refuse(cause.code)
    if not is_https_address(issuer, fragment=False) or "?" in issuer:
        return None
    check_issuer_address(issuer)
    return issuer.removesuffix("/") + "/"


def _key_from_bytes(data: bytes) -> PublicKey:
    value = read_answer(data, "key_malformed")
    if not isinstance(value, dict):
        raise FailedError("key_malformed")
    try:
        return key_from_jwk(value)
    except KeyFormError as cause:
        refuse(cause.code)


def _methods_of(issuer: str, *, desk: Desk, cache: Cache) -> tuple[bytes | None, tuple[VerificationMethod, ...]]:
    """The DID document of an issuer as it was answered, and every method in it that can be read."""
    if not issuer.startswith("did:"):
        raise UncheckedError("issuer_method_unknown")
    data = controller_bytes(issuer, f"{issuer}#{issuer.removeprefix('did:key:')}", desk=desk)
    return data, cache.learn(("token methods", data, issuer), lambda: _readable_methods(issuer, data))


def _readable_methods(did: str, data: bytes | None) -> tuple[VerificationMethod, ...]:
    document = controller_document(did, Keys(document=data))
    if not isinstance(document.get("id"), str):
        raise FailedError("did_document_malformed")
    if document["id"] != did:
        raise FailedError("did_id_differs")
    listed = document.get("verificationMethod", [])
    ids = [
        method.get("id") for method in (listed if isinstance(listed, list) else [listed]) if isinstance(method, dict)
    ]
    found = []
    for id in dict.fromkeys(id for id in ids if isinstance(id, str) and id.startswith(f"{did}#")):
        try:
            found.append(verification_method_from(document, id, key_from_jwk=key_from_jwk))
        except DidError:
            continue
    return tuple(found)
