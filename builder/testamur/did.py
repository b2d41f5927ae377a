"""DIDs and their documents: DID Core 1.0, did:web, did:key, Controlled Identifiers 1.0, JWK sets (RFC 7517).

The one idea: a name that could be read in two ways names nobody. A did:web is a lower-case host, perhaps a port, and
plain path segments; whatever needs another percent-encoding than the port's colon is refused, which is narrower than
the method's text.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from testamur.canon import JsonError, parse_json
from testamur.keys import (
    ED25519,
    KeyFormError,
    PublicKey,
    bytes_from_base64url,
    public_key_from_did_key,
    public_key_from_jwk,
    public_key_from_multibase,
    to_jwk,
)
from testamur.model import Issuer
from testamur.times import time_text

DID_CONTEXTS: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")

# How the Multikey of Ed25519 was called before there were Multikeys (EdDSA Cryptosuite v2020).
_ED25519_2020: Final = "Ed25519VerificationKey2020"

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_NUMBER_LABEL: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PORT: Final = re.compile(r"[1-9][0-9]{0,4}")
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~-]+")
_BASE_URL: Final = re.compile(r"https://([^/:?#@%]+)(?::([0-9]+))?((?:/[^/?#%]+)*)/?")


class DidError(ValueError):
    """A DID, or the document it leads to, can't be used.

    `code` is `did_malformed` or `did_method_unknown`; of documents `did_document_malformed`, `did_id_differs`,
    `key_not_found`, `key_controller_differs`, `key_material_ambiguous`, `key_type_unknown`, or a code of KeyFormError.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True, slots=True, kw_only=True)
class DidKey:
    """A key as its DID document lists it; `revoked` is the dateTimeStamp since which nothing it signs counts."""

    key: PublicKey
    revoked: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationMethod:
    """A verification method found in a DID document, its form and its key checked; dates are as they stand."""

    id: str
    controller: str
    key: PublicKey
    revoked: str | None
    expires: str | None
    in_assertion_method: bool
    in_authentication: bool = False


# ---- did:web ----


def _check_host(host: str) -> None:
    labels = host.split(".")
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise DidError("did_malformed", f"{host!r} is not a host name")
    # A last label that reads as a number makes browsers take the whole for an IPv4 address.
    if _NUMBER_LABEL.fullmatch(labels[-1]) or (len(labels) == 1 and host != "localhost"):
        raise DidError("did_malformed", f"{host!r} is not a domain")


def _check_port(port: str) -> None:
    if not _PORT.fullmatch(port) or int(port) > 65535:
        raise DidError("did_malformed", f"{port!r} is not a port")


def _check_segment(segment: str) -> None:
    if not _SEGMENT.fullmatch(segment) or segment in {".", ".."}:
        raise DidError("did_malformed", f"{segment!r} is not a path segment")


def did_web(base_url: str, *path: str) -> str:
    """The did:web of what lies at `path` under an https base URL.

    `base_url` is `https://host`, a port and path segments if need be, with or without a slash at its end; `path` are
    further segments. Raises DidError `did_malformed` for anything that `did_web_url` would not take back.
    """
    match = _BASE_URL.fullmatch(base_url)
    if match is None:
        raise DidError("did_malformed", f"{base_url!r} is not a base URL")
    host, port, folder = match[1], match[2], match[3]
    segments = [*folder.split("/")[1:], *path]
    for segment in segments:
        _check_segment(segment)
    did = ":".join(["did:web:" + host + (f"%3A{port}" if port else ""), *segments])
    did_web_url(did)
    return did


@lru_cache(maxsize=256)  # one issuer signs many credentials
def did_web_url(did: str) -> str:
    """The https address of a did:web's document (did:web method, section "Read").

    `did` may be any text. Raises DidError: `did_method_unknown` for another method, `did_malformed` for a host that
    is an IP address, upper case, or not a domain name; a port that is none; a segment that is empty, a dot segment or
    holds anything but letters, digits, `.`, `_`, `~` and `-`; any percent-encoding but `%3A` before a port.
    """
    if not did.startswith("did:web:"):
        code = "did_method_unknown" if re.match(r"did:[a-z0-9]+:.", did) else "did_malformed"
        raise DidError(code, did)
    authority, *segments = did.removeprefix("did:web:").split(":")
    host, separator, port = authority.partition("%3A")
    _check_host(host)
    if separator:
        _check_port(port)
    for segment in segments:
        _check_segment(segment)
    folder = "/".join(segments) if segments else ".well-known"
    return f"https://{host}{':' + port if separator else ''}/{folder}/did.json"


_ADDRESS_HOST: Final = re.compile(r"https://([^/?#]*)(?:[/?#].*)?", re.DOTALL)


def https_host(address: str) -> str:
    """The host of an https address, with its port where that is not 443.

    `address` may be any text. Raises DidError `did_malformed` for another scheme, and for a host or port that a did:web
    could not have: an IP address, upper case, a name with a password before it. What follows the host is not looked at.
    """
    match = _ADDRESS_HOST.fullmatch(address)
    if match is None:
        raise DidError("did_malformed", f"{address!r} is not an https address")
    host, separator, port = match[1].partition(":")
    _check_host(host)
    if separator:
        _check_port(port)
    return host if port in {"", "443"} else f"{host}:{port}"


# ---- documents ----


def verification_method_id(did: str, key: PublicKey) -> str:
    """The id of a key's verification method: the DID, `#`, the Multikey itself, which then needs no resolving."""
    return f"{did}#{key.multibase}"


def did_keys(issuer: Issuer) -> tuple[DidKey, ...]:
    """The keys of an issuer of a registry, as its DID document lists them; they must be checked ones."""
    return tuple(
        DidKey(
            key=public_key_from_multibase(key.multikey),
            revoked=None if key.compromised is None else time_text(key.compromised.declared),
        )
        for key in issuer.keys
    )


def did_document(did: str, keys: Iterable[DidKey]) -> dict[str, Any]:
    """The DID document of a controller and its keys, in the order given (DID Core 1.0, section 5).

    Revoked keys stay among the verification methods, with the time, and leave `assertionMethod`. Entries of
    `assertionMethod` are absolute. Not checked: that the DID leads here, and the form of the dates.
    """
    listed = tuple(keys)
    methods = [
        {
            "id": verification_method_id(did, entry.key),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": entry.key.multibase,
            **({"revoked": entry.revoked} if entry.revoked is not None else {}),
        }
        for entry in listed
    ]
    return {
        "@context": list(DID_CONTEXTS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [verification_method_id(did, entry.key) for entry in listed if entry.revoked is None],
    }


def did_key_document(did: str) -> dict[str, Any]:
    """The DID document that a did:key stands for. Raises DidError `did_malformed`, or with a code of KeyFormError."""
    if not did.startswith("did:key:"):
        raise DidError("did_malformed", did)
    try:
        key = public_key_from_did_key(did)
    except KeyFormError as cause:
        raise DidError(cause.code, did) from cause
    return did_document(did, [DidKey(key=key)])


def did_jwk_document(did: str) -> dict[str, Any]:
    """The DID document that a did:jwk stands for (did:jwk method, section "Read"); its one method is `#0`.

    Raises DidError `did_malformed` unless what follows is strict JSON, an object, in base64url without padding or
    stray bits. Not checked: whether the object is a key.
    """
    try:
        value = parse_json(bytes_from_base64url(did.removeprefix("did:jwk:")))
    except (KeyFormError, JsonError) as cause:
        raise DidError("did_malformed", did) from cause
    if not did.startswith("did:jwk:") or not isinstance(value, dict):
        raise DidError("did_malformed", did)
    id = f"{did}#0"
    method = {"id": id, "type": "JsonWebKey", "controller": did, "publicKeyJwk": value}
    return {"id": did, "verificationMethod": [method], "assertionMethod": [id]}


def jwk(key: PublicKey) -> dict[str, str]:
    """The bare public JWK of a key, with its Multikey as `kid`, for signatures only (RFC 7517, section 4)."""
    return {**to_jwk(key), "kid": key.multibase, "use": "sig", "alg": key.type.alg}


def jwks(keys: Iterable[DidKey]) -> dict[str, list[dict[str, str]]]:
    """The JWK set of a controller's keys, in the order given, without revoked ones (RFC 7517, section 5)."""
    return {"keys": [jwk(entry.key) for entry in keys if entry.revoked is None]}


def _listed(document: Mapping[str, Any], name: str) -> list[Any]:
    value = document.get(name, [])
    return value if isinstance(value, list) else [value]


def verification_method_from(
    document: Mapping[str, Any],
    vm_id: str,
    *,
    key_from_jwk: Callable[[Mapping[str, Any]], PublicKey] = public_key_from_jwk,
) -> VerificationMethod:
    """The verification method of a DID document that has exactly the id `vm_id`.

    `document` is an object from `parse_json`, the answer for the DID in `vm_id`; `vm_id` is that DID, `#` and a
    fragment; `key_from_jwk` reads a JWK, which may be of kinds that only its caller has a use for.
    Raises DidError: `did_malformed` for an id without fragment; `did_document_malformed`; `did_id_differs`;
    `key_not_found` where none or several have the id; `key_controller_differs`; `key_material_ambiguous` where a JWK
    stands beside the Multikey; `key_type_unknown` for a type other than Multikey, JsonWebKey and
    Ed25519VerificationKey2020; a code of KeyFormError
    for the key.
    Ids are compared as they stand: relative ones, which DID Core allows, are not found, and methods embedded in
    `assertionMethod` are not looked at. Not checked: dates, and whether the key may be used (`in_assertion_method`
    says). Controlled Identifiers 1.0, section 3.3.
    """
    did, separator, fragment = vm_id.partition("#")
    if not separator or not fragment:
        raise DidError("did_malformed", vm_id)
    return method_of_controller(document, did, vm_id, key_from_jwk=key_from_jwk)


def method_of_controller(
    document: Mapping[str, Any],
    controller: str,
    vm_id: str,
    *,
    key_from_jwk: Callable[[Mapping[str, Any]], PublicKey] = public_key_from_jwk,
) -> VerificationMethod:
    """The method `vm_id` of the document of a controller, which may be an https address and the id any text.

    Otherwise as `verification_method_from`. Controlled Identifiers 1.0, sections 2.2 and 3.3.
    """
    check_controller(document, controller)
    methods = _listed(document, "verificationMethod")
    if not all(isinstance(method, dict) for method in methods):
        raise DidError("did_document_malformed", "verificationMethod")
    found = [method for method in methods if method.get("id") == vm_id]
    if len(found) != 1:
        raise DidError("key_not_found", vm_id)
    method = found[0]
    if method.get("controller") != controller:
        raise DidError("key_controller_differs", str(method.get("controller")))
    if "publicKeyJwk" in method and "publicKeyMultibase" in method:
        raise DidError("key_material_ambiguous", vm_id)
    if method.get("type") not in ("Multikey", "JsonWebKey", _ED25519_2020):
        raise DidError("key_type_unknown", str(method.get("type")))
    revoked, expires = method.get("revoked"), method.get("expires")
    if not all(text is None or isinstance(text, str) for text in (revoked, expires)):
        raise DidError("did_document_malformed", vm_id)
    try:
        key = _key_of(method, key_from_jwk)
    except KeyFormError as cause:
        raise DidError(cause.code, vm_id) from cause
    return VerificationMethod(
        id=vm_id,
        controller=controller,
        key=key,
        revoked=revoked,
        expires=expires,
        in_assertion_method=vm_id in _listed(document, "assertionMethod"),
        # A DID that is its own key has it for everything.
        in_authentication=controller.startswith(("did:key:", "did:jwk:"))
        or vm_id in _listed(document, "authentication"),
    )


def check_controller(document: Mapping[str, Any], controller: str) -> None:
    """Raise DidError `did_document_malformed` or `did_id_differs` unless a document is about this controller."""
    if not isinstance(document.get("id"), str):
        raise DidError("did_document_malformed", "id")
    if document["id"] != controller:
        raise DidError("did_id_differs", document["id"])


def _key_of(method: Mapping[str, Any], key_from_jwk: Callable[[Mapping[str, Any]], PublicKey]) -> PublicKey:
    multibase, jwk_ = method.get("publicKeyMultibase"), method.get("publicKeyJwk")
    if method["type"] in ("Multikey", _ED25519_2020) and isinstance(multibase, str):
        key = public_key_from_multibase(multibase)
        if method["type"] == _ED25519_2020 and key.type is not ED25519:
            raise KeyFormError("key_unknown_type", f"{_ED25519_2020} holds a key of {key.type.name}")
        return key
    if method["type"] == "JsonWebKey" and isinstance(jwk_, dict):
        return key_from_jwk(jwk_)
    raise DidError("did_document_malformed", str(method.get("id")))
