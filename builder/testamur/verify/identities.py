"""Where an issuer's keys stand (DID Core 1.0; did:key, did:jwk, did:web; Controlled Identifiers 1.0; RFC 7517).

The one idea: only the issuer's own document says which keys are the issuer's. A DID leads to it or holds it; an https
issuer is its address, and may name a key set on its own host (docs/decisions/0144).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from testamur.canon import JsonError, parse_json
from testamur.did import (
    DidError,
    VerificationMethod,
    check_controller,
    did_jwk_document,
    did_key_document,
    did_web_url,
    method_of_controller,
)
from testamur.keys import KeyFormError, PublicKey, public_key_from_jwk
from testamur.verify.asking import Desk
from testamur.verify.hosts import host_of_address, is_on_host_of
from testamur.verify.outcomes import FailedError, UncheckedError, refuse
from testamur.verify.shape import JsonObject, instant_ms, is_https_address

METHOD_ID: Final = re.compile(r"(did:[a-z0-9]+:[^#]+)#([^#]+)")
_DID_KEY: Final = re.compile(r"did:key:z[1-9A-HJ-NP-Za-km-z]+")
_CHARACTERS: Final = r"[A-Za-z0-9._~!$&'()*+,;=:@%/-]"
_HTTPS_ISSUER: Final = re.compile(rf"https://[^/?]+((?:/{_CHARACTERS}*)?)(?:\?{_CHARACTERS}*)?")
_CLIMBS: Final = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)
_NO_JSON: Final = frozenset({"json_not_utf8", "json_syntax"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What an issuer's keys are found in, as it was answered; both None for a DID that is its own document."""

    document: bytes | None = None
    key_set: bytes | None = None


def ask_for_keys(issuer: str, method_id: str, *, desk: Desk) -> Keys:
    """4.7 to 4.9: what the issuer's keys are found in, once it is clear that a method may be the issuer's.

    `issuer` is the issuer's id, `method_id` what names the key. Asks for the issuer's own document, and for the key set
    that it names on the issuer's own host; for nothing where a DID holds its key. Raises FailedError and UncheckedError
    with the reasons of docs/verification.md.
    """
    match = METHOD_ID.fullmatch(method_id)
    if issuer.startswith("https://") and match is None:
        return _ask_address(issuer, method_id, desk=desk)
    if match is None:
        raise UncheckedError("issuer_method_unknown")
    if match[1] != issuer:
        raise FailedError("key_not_issuers")
    return Keys(document=controller_bytes(issuer, method_id, desk=desk))


def controller_bytes(did: str, method_id: str, *, desk: Desk) -> bytes | None:
    """The bytes of a DID's document, None for a did:key and a did:jwk, which are their own.

    `method_id` is the method that is meant. Raises FailedError and UncheckedError with the reasons of
    docs/verification.md.
    """
    if did.startswith("did:key:"):
        if _DID_KEY.fullmatch(did) is None:
            raise FailedError("did_malformed")
        if method_id != f"{did}#{did.removeprefix('did:key:')}":
            raise FailedError("key_not_found")
        return None
    if did.startswith("did:jwk:"):
        return None
    try:
        address = did_web_url(did)
    except DidError as cause:
        refuse(cause.code)
    data = desk.ask(address)
    if data is None:
        raise UncheckedError("issuer_unreachable")
    return data


def read_answer(data: bytes, malformed: str) -> Any:
    """The value of what an issuer's site answered.

    Raises UncheckedError `issuer_unreadable` for what is no JSON at all: a network that asks people to log in answers
    every address with a page, which says nothing about the issuer. Raises FailedError `malformed` for JSON that is not
    strict.
    """
    try:
        return parse_json(data)
    except JsonError as cause:
        if cause.code in _NO_JSON:
            raise UncheckedError("issuer_unreadable") from cause
        raise FailedError(malformed) from cause


def controller_document(issuer: str, keys: Keys) -> JsonObject:
    """The issuer's document.

    Raises UncheckedError `issuer_unreadable`, FailedError `did_document_malformed` or what the DID itself is refused
    for.
    """
    try:
        if keys.document is not None:
            value: Any = read_answer(keys.document, "did_document_malformed")
        elif issuer.startswith("did:jwk:"):
            value = did_jwk_document(issuer)
        else:
            value = did_key_document(issuer)
    except DidError as cause:
        refuse(cause.code)
    if not isinstance(value, dict):
        raise FailedError("did_document_malformed")
    return value


def method_from_keys(
    issuer: str,
    method_id: str,
    keys: Keys,
    *,
    key_from_jwk: Callable[[Mapping[str, Any]], PublicKey] = public_key_from_jwk,
) -> VerificationMethod:
    """4.10, 4.11: the one method that is meant, with its key.

    `keys` must come from `ask_for_keys` for the same two; `key_from_jwk` reads a JWK, of kinds that only its
    caller has a use for. Raises FailedError and UncheckedError with the reasons of docs/verification.md. Not checked:
    whether its dates are dates, and whether it may sign.
    """
    value = controller_document(issuer, keys)
    try:
        if issuer.startswith("https://") and not _is_listed(value, method_id):
            return _method_of_set(issuer, method_id, value, keys.key_set, key_from_jwk)
        return method_of_controller(value, issuer, method_id, key_from_jwk=key_from_jwk)
    except (DidError, KeyFormError) as cause:
        refuse(cause.code)


def check_days(method: VerificationMethod) -> None:
    """Raise FailedError `did_document_malformed` unless a method's days are dateTimeStamps, where it has any."""
    for day in (method.revoked, method.expires):
        if day is not None and instant_ms(day) is None:
            raise FailedError("did_document_malformed")


# ---- issuers whose id is an https address ----


def check_issuer_address(issuer: str) -> None:
    """Raise FailedError `did_malformed` unless an https address has a host as a did:web has one and never climbs."""
    match = _HTTPS_ISSUER.fullmatch(issuer)
    climbs = match is not None and any(_CLIMBS.fullmatch(segment) for segment in match[1].split("/"))
    if match is None or climbs or host_of_address(issuer) is None:
        raise FailedError("did_malformed")


def _ask_address(issuer: str, method_id: str, *, desk: Desk) -> Keys:
    # A fragment names a part of a document, and nothing says which part speaks for it.
    if not method_id.startswith("https://") or "#" in issuer:
        raise UncheckedError("issuer_method_unknown")
    check_issuer_address(issuer)
    if not is_on_host_of(method_id, issuer):
        raise FailedError("key_not_issuers")
    data = desk.ask(issuer)
    if data is None:
        raise UncheckedError("issuer_unreachable")
    value = controller_document(issuer, Keys(document=data))
    try:
        check_controller(value, issuer)
    except DidError as cause:
        refuse(cause.code)
    if _is_listed(value, method_id) or "jwks_uri" not in value:
        return Keys(document=data)
    if "jwks" in value:
        raise FailedError("key_material_ambiguous")
    address = value["jwks_uri"]
    if not is_https_address(address, fragment=False) or not is_on_host_of(address, issuer):
        raise UncheckedError("issuer_keys_elsewhere")
    key_set = desk.ask(address)
    if key_set is None:
        raise UncheckedError("issuer_unreachable")
    return Keys(document=data, key_set=key_set)


def _is_listed(value: JsonObject, method_id: str) -> bool:
    """Whether a document lists a method, or what it lists can't be read, which is told where methods are read."""
    methods = value.get("verificationMethod", [])
    methods = methods if isinstance(methods, list) else [methods]
    return any(not isinstance(method, dict) or method.get("id") == method_id for method in methods)


def _method_of_set(
    issuer: str,
    method_id: str,
    value: JsonObject,
    key_set: bytes | None,
    key_from_jwk: Callable[[Mapping[str, Any]], PublicKey],
) -> VerificationMethod:
    """The key that a set has under the method's fragment; a set says of a key no more than the key itself does."""
    found: Any = value.get("jwks") if key_set is None else read_answer(key_set, "did_document_malformed")
    if found is None or not method_id.startswith(f"{issuer}#"):
        raise FailedError("key_not_found")
    listed = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(listed, list) or not all(isinstance(key, dict) for key in listed):
        raise FailedError("did_document_malformed")
    names = (method_id, method_id.removeprefix(f"{issuer}#"))
    named = [key for key in listed if key.get("kid") in names]
    if len(named) != 1:
        raise FailedError("key_not_found")
    return VerificationMethod(
        id=method_id,
        controller=issuer,
        key=key_from_jwk(named[0]),
        revoked=None,
        expires=None,
        in_assertion_method=True,
        in_authentication=True,
    )
