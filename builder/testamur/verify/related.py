"""Step 13: files that belong to a credential are the ones that were signed (VCDM 2.0, section 5.3; SRI; Multihash).

The one idea: a file is asked for only where the credential says what it must be, and only what it says is compared.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from testamur.keys import KeyFormError, base58_from_bytes, bytes_from_base58, bytes_from_base64url
from testamur.verify.asking import Cache, Desk
from testamur.verify.outcomes import FailedError, UncheckedError
from testamur.verify.shape import JsonObject, is_https_address, many, one, text

_SRI = re.compile(r"(sha256|sha384|sha512)-[A-Za-z0-9+/]+={0,2}")
_MAX_MULTIBASE = 128  # SHA-512 takes 92 characters
# Multicodec's number of each hash.
_MULTIHASHES: Mapping[int, str] = {0x12: "sha256", 0x20: "sha384", 0x13: "sha512"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """A digest as a credential states it: the hash, and the text, which is compared as it stands.

    `base` is empty for the form of SRI, else the letter of the multibase.
    """

    algorithm: str
    base: str
    words: str


def has_related(document: JsonObject) -> bool:
    """Whether there is anything for step 13 to look at."""
    return any(name in document for name in ("relatedResource", "evidence", "credentialSchema"))


def check_related(document: JsonObject, *, desk: Desk, cache: Cache) -> None:
    """Step 13. `document` must have passed steps 1 to 4.

    Raises FailedError and UncheckedError with the reasons of docs/verification.md. Not checked: what the files say.
    """
    # 13.1
    if "credentialSchema" in document:
        raise UncheckedError("schema_not_checked")
    # 13.2
    resources = many(document.get("relatedResource"))
    evidence = [item for item in many(document.get("evidence")) if not isinstance(item, dict) or "id" in item]
    bound = {text(item.get("id")) for item in resources if isinstance(item, dict)} - {None}
    unbound = [item for item in evidence if not _states_digest(item)]
    if any(not isinstance(item, dict) or text(item.get("id")) not in bound for item in unbound):
        raise UncheckedError("evidence_not_checked")
    # 13.3
    for item in (*resources, *(item for item in evidence if _states_digest(item))):
        _check_bound(item, desk=desk, cache=cache)


def _states_digest(item: object) -> bool:
    return isinstance(item, dict) and ("digestSRI" in item or "digestMultibase" in item)


def _check_bound(item: object, *, desk: Desk, cache: Cache) -> None:
    if not isinstance(item, dict) or not _states_digest(item):
        raise UncheckedError("related_unsupported")
    address = one(item.get("id"))
    stated = [read(item[name]) for name, read in _READERS if name in item]
    if not is_https_address(address, fragment=False):
        raise UncheckedError("related_unsupported")
    data = desk.ask(str(address))
    if data is None:
        raise UncheckedError("related_unreachable")
    for one_ in stated:
        key = ("digest", one_.algorithm, one_.base, data)
        if cache.learn(key, partial(_written, one_.algorithm, one_.base, data)) != one_.words:
            raise FailedError("related_differs")


def _integrity(value: object) -> _Stated:
    words = text(value)
    match = None if words is None else _SRI.fullmatch(words)
    if match is None:
        raise UncheckedError("related_unsupported")
    return _Stated(algorithm=match[1], base="", words=match[0])


def _multihash(value: object) -> _Stated:
    words = text(value) or ""
    try:
        if len(words) > _MAX_MULTIBASE or words[:1] not in {"u", "z"}:
            raise UncheckedError("related_unsupported")
        content = bytes_from_base64url(words[1:]) if words[0] == "u" else bytes_from_base58(words[1:])
    except KeyFormError as cause:
        raise UncheckedError("related_unsupported") from cause
    algorithm = _MULTIHASHES.get(content[0]) if content else None
    size = 0 if algorithm is None else hashlib.new(algorithm).digest_size
    if algorithm is None or len(content) != size + 2 or content[1] != size:
        raise UncheckedError("related_unsupported")
    return _Stated(algorithm=algorithm, base=words[0], words=words)


_READERS = (("digestSRI", _integrity), ("digestMultibase", _multihash))


def _written(algorithm: str, base: str, data: bytes) -> str:
    """The digest of some bytes in the form in which one is stated."""
    digest = hashlib.new(algorithm, data).digest()
    if not base:
        return f"{algorithm}-{base64.b64encode(digest).decode('ascii')}"
    code = next(code for code, name in _MULTIHASHES.items() if name == algorithm)
    content = bytes([code, len(digest)]) + digest
    if base == "z":
        return "z" + base58_from_bytes(content)
    return "u" + base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
