"""Step 8, the kind `1EdTechRevocationList` (1EdTech Revocation List Status Method 1.0): ids in an unsigned list.

The one idea: such a list is worth what its host is worth. A did:web's own document is no better secured, so a list on
the same host is believed both ways, and one on another host says nothing (docs/decisions/0141).
"""

from dataclasses import dataclass
from typing import Any

from testamur.canon import JsonError, parse_json
from testamur.verify.asking import Cache, Desk
from testamur.verify.hosts import is_on_host_of
from testamur.verify.outcomes import FailedError, UncheckedError
from testamur.verify.shape import JsonObject, is_https_address, many, text

ENTRY_TYPE = "1EdTechRevocationList"
_MEMBERS = ("revokedCredential", "revokedCredentials")  # the specification's name, and the one that most issuers write


@dataclass(frozen=True, slots=True, kw_only=True)
class _Revocations:
    """What a list says: where it is, whose it is, and the ids that are revoked."""

    id: str
    issuer: str
    revoked: frozenset[str]


def check_revocations(entry: JsonObject, *, document: JsonObject, issuer: str, desk: Desk, cache: Cache) -> None:
    """Raise FailedError `status_revoked` where the list that an entry names has the credential's id.

    `document` must have passed steps 1 to 4 as a credential of `issuer`. Raises UncheckedError with the reasons of
    docs/verification.md. Not checked: when the list was written, which it does not say.
    """
    address = text(entry.get("id"))
    if address is None or not is_https_address(address, fragment=False):
        raise UncheckedError("status_address_malformed")
    if not is_on_host_of(address, issuer):
        raise UncheckedError("status_list_host")
    named = text(document.get("id"))
    if named is None:
        raise UncheckedError("status_credential_unnamed")
    data = desk.ask(address)
    if data is None:
        raise UncheckedError("status_unreachable")
    listed = cache.learn(("revocations", data), lambda: _revocations_from_bytes(data))
    if listed.id != address:
        raise UncheckedError("status_list_id_differs")
    if listed.issuer != issuer:
        raise UncheckedError("status_list_issuer_differs")
    if named in listed.revoked:
        raise FailedError("status_revoked")


def _revocations_from_bytes(data: bytes) -> _Revocations:
    try:
        value: Any = parse_json(data)
    except JsonError as cause:
        raise UncheckedError("status_list_malformed") from cause
    named = [name for name in _MEMBERS if isinstance(value, dict) and name in value]
    if len(named) != 1:
        raise UncheckedError("status_list_malformed")
    issuer = value.get("issuer")
    id_, issuer = text(value.get("id")), text(issuer.get("id") if isinstance(issuer, dict) else issuer)
    entries = many(value[named[0]])
    if id_ is None or issuer is None or not all(_is_entry(entry) for entry in entries):
        raise UncheckedError("status_list_malformed")
    revoked = frozenset(entry["id"] for entry in entries if entry.get("revoked", True))
    return _Revocations(id=id_, issuer=issuer, revoked=revoked)


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), str) and isinstance(value.get("revoked", True), bool)
