"""Step 8, the entries: what a `credentialStatus` asks for (Bitstring Status List 1.0, section 2.1; StatusList2021).

The one idea: a kind of list is a row, and an entry is read into a value that says which bits of which list it means.
"""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from testamur import vendored
from testamur.status import StatusListError, parse_index
from testamur.verify.outcomes import UncheckedError
from testamur.verify.shape import JsonObject, is_https_address, many, one, text

_HEX: Final = re.compile(r"0x[0-9A-Fa-f]{1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKind:
    """One row: how an entry, its list and the list's subject are called, which purposes it knows, how bits are written.

    `is_multibase` says that the bits are `u` and base64url; StatusList2021 has plain base64.
    """

    entry: str
    credential: str
    subject: str
    purposes: frozenset[str]
    is_multibase: bool


BITSTRING: Final = ListKind(
    entry="BitstringStatusListEntry",
    credential="BitstringStatusListCredential",
    subject="BitstringStatusList",
    purposes=frozenset({"revocation", "suspension", "message", "refresh"}),
    is_multibase=True,
)
STATUS_LIST_2021: Final = ListKind(
    entry="StatusList2021Entry",
    credential="StatusList2021Credential",
    subject="StatusList2021",
    purposes=frozenset({"revocation", "suspension"}),
    is_multibase=False,
)
LIST_KINDS: Final = MappingProxyType({kind.entry: kind for kind in (BITSTRING, STATUS_LIST_2021)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an entry asks for: `size` bits at the place `index` of the list at `address`."""

    kind: ListKind
    address: str
    index: int
    purpose: str
    size: int = 1


def wanted_from_entry(entry: JsonObject) -> Wanted:
    """8.1: what an entry asks for, each member in its form.

    `entry` is one object of a `credentialStatus`. Raises UncheckedError with the first rule that does not hold. Not
    checked: what its messages say, which is for the issuer's own software (section 2.1, `statusMessage`).
    """
    kind = LIST_KINDS.get(text(entry.get("type")) or "")
    if kind is None:
        raise UncheckedError("status_type_unknown")
    purpose = text(entry.get("statusPurpose"))
    if purpose is None or purpose not in kind.purposes:
        raise UncheckedError("status_purpose_unknown")
    try:
        index = parse_index(one(entry.get("statusListIndex")))
    except StatusListError as cause:
        raise UncheckedError("status_index_malformed") from cause
    address = text(entry.get("statusListCredential"))
    if address is None or not is_https_address(address, fragment=False):
        raise UncheckedError("status_address_malformed")
    if "id" in entry and one(entry["id"]) == address:
        raise UncheckedError("status_entry_id")
    size = _size_of(entry, purpose)
    _check_messages(entry, size)
    return Wanted(kind=kind, address=address, index=index, purpose=purpose, size=size)


def _size_of(entry: JsonObject, purpose: str) -> int:
    size = one(entry.get("statusSize", 1))
    # Only a message has more than two states; a withdrawal is one bit, or nobody knows what its other states mean.
    most = vendored.limits().max_status_size if purpose == "message" else 1
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= most:
        raise UncheckedError("status_size_unsupported")
    return size


def _check_messages(entry: JsonObject, size: int) -> None:
    if "statusMessage" not in entry:
        if size > 1:
            raise UncheckedError("status_message_malformed")
        return
    states = set()
    for message in many(entry["statusMessage"]):
        state = text(message.get("status")) if isinstance(message, dict) else None
        if state is None or _HEX.fullmatch(state) is None or text(message.get("message")) is None:
            raise UncheckedError("status_message_malformed")
        states.add(int(state, 16))
    if states != set(range(2**size)) or len(many(entry["statusMessage"])) != 2**size:
        raise UncheckedError("status_message_malformed")
