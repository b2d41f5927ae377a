"""What a built site says of itself as far as verifying needs it: `registry.json`, the ledger's parts (docs/formats.md).

The one idea: both are parsed once into frozen values, and whoever holds such a value need not ask for its form again.
A file that lacks a part or has it in another form is malformed as a whole; unknown members are ignored.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

from testamur.model import KeyState
from testamur.status import StatusListError, parse_index
from testamur.verify.shape import instant_ms, is_https_address

_HEX_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY_STATES: Mapping[str, KeyState] = MappingProxyType(
    {"current": "current", "retired": "retired", "compromised": "compromised"}
)


T = TypeVar("T")
_EVENT_KINDS = frozenset({"revoke", "suspend", "reinstate"})


class RegistryFormError(ValueError):
    """A file of a registry is not in the form of docs/formats.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryKey:
    """A key that an issuer signs or signed with. Days are in UTC; `until_day` None where the window is open.

    `trusted` is empty unless the key is compromised: list name -> part -> SHA-256 (hex) of the part's entries.
    """

    id: str
    state: KeyState
    from_day: str
    until_day: str | None
    trusted: Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryList:
    """A status list of an issuer and where its files are; `ledger` is the address of the folder of its parts."""

    name: str
    status: str
    holds: str
    ledger: str
    parts: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryScope:
    """A definition that an issuer may award, and the days on which; `until_day` None where that has no end."""

    definition: str
    from_day: str
    until_day: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryIssuer:
    """An issuer as its registry describes it; keys by their id, lists by the address of their status list."""

    id: str
    name: str
    scope: tuple[RegistryScope, ...]
    keys: Mapping[str, RegistryKey]
    lists: Mapping[str, RegistryList]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryView:
    """A registry that was named and read: its issuers by DID, and what it publishes.

    `definitions` maps the id of every published achievement version to the name of its definition.
    """

    base_url: str
    issuers: Mapping[str, RegistryIssuer]
    definitions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAward:
    """One award as published."""

    issued: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPart:
    """One part of a list's ledger: entries and events (day and kind, oldest first) by index; the entries as read."""

    entries: Mapping[int, PublishedAward]
    events: Mapping[int, tuple[tuple[str, str], ...]]
    raw_entries: Mapping[str, Any]


def _refuse() -> NoReturn:
    raise RegistryFormError


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else _refuse()


def _array(value: Any) -> list[Any]:
    return value if isinstance(value, list) else _refuse()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _refuse()


def _https(value: Any) -> str:
    return str(value) if is_https_address(value, fragment=False) else _refuse()


def _day_of_time(value: Any) -> str:
    # Times of ours are written in UTC, so the day is what stands before the T.
    if not isinstance(value, str) or instant_ms(value) is None or not value.endswith("Z"):
        _refuse()
    return value[:10]


def _day(value: Any) -> str:
    is_day = isinstance(value, str) and len(value) == 10 and instant_ms(f"{value}T00:00:00Z") is not None
    return str(value) if is_day else _refuse()


def _digest(value: Any) -> str:
    return value if isinstance(value, str) and _HEX_DIGEST.fullmatch(value) else _refuse()


def _index(value: str) -> int:
    try:
        return parse_index(value)
    except StatusListError:
        _refuse()


def _is_part_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _by_name(named: Iterable[tuple[str, T]]) -> Mapping[str, T]:
    pairs = tuple(named)
    found = dict(pairs)
    return MappingProxyType(found) if len(found) == len(pairs) else _refuse()


def _event_kind(value: Any) -> str:
    return value if isinstance(value, str) and value in _EVENT_KINDS else _refuse()


def _key(value: Any) -> RegistryKey:
    key = _object(value)
    state = _KEY_STATES.get(_text(key.get("state"))) or _refuse()
    until = key.get("until")
    trusted: Mapping[str, Mapping[int, str]] = {}
    if state == "compromised":
        compromised = _object(key.get("compromised"))
        trusted = {
            name: MappingProxyType({_index(part): _digest(digest) for part, digest in _object(parts).items()})
            for name, parts in _object(compromised.get("trusted")).items()
        }
    return RegistryKey(
        id=_text(key.get("id")),
        state=state,
        from_day=_day_of_time(key.get("from")),
        until_day=None if until is None else _day_of_time(until),
        trusted=MappingProxyType(trusted),
    )


def _list(value: Any) -> RegistryList:
    entry = _object(value)
    parts = _array(entry.get("parts"))
    if not all(_is_part_number(part) for part in parts):
        _refuse()
    ledger = _https(entry.get("ledger"))
    if not ledger.endswith("/"):
        _refuse()
    return RegistryList(
        name=_text(entry.get("name")),
        status=_https(entry.get("status")),
        holds=_https(entry.get("holds")),
        ledger=ledger,
        parts=frozenset(parts),
    )


def _scope(value: Any) -> RegistryScope:
    item = _object(value)
    until = item.get("until")
    return RegistryScope(
        definition=_text(item.get("definition")),
        from_day=_day(item.get("from")),
        until_day=None if until is None else _day(until),
    )


def _issuer(value: Any) -> RegistryIssuer:
    issuer = _object(value)
    keys = [_key(key) for key in _array(issuer.get("keys"))]
    lists = [_list(entry) for entry in _array(issuer.get("lists"))]
    return RegistryIssuer(
        id=_text(issuer.get("id")),
        name=_text(issuer.get("name")),
        scope=tuple(_scope(item) for item in _array(issuer.get("scope"))),
        keys=_by_name((key.id, key) for key in keys),
        lists=_by_name((entry.status, entry) for entry in lists),
    )


def registry_from_json(value: Any) -> RegistryView:
    """The registry that a parsed `registry.json` describes.

    Raises RegistryFormError unless it has `type` TestamurRegistry, `format` 1 and every member that verification
    needs. Not checked: whether keys are keys, and whether what it points to exists.
    """
    document = _object(value)
    if document.get("type") != "TestamurRegistry" or document.get("format") != 1 or document.get("format") is True:
        _refuse()
    base_url = _https(document.get("baseUrl"))
    if not base_url.endswith("/"):
        _refuse()
    issuers = [_issuer(issuer) for issuer in _array(document.get("issuers"))]
    definitions = {
        _text(_object(version).get("id")): _text(definition.get("slug"))
        for definition in (_object(one) for one in _array(document.get("definitions")))
        for version in _array(definition.get("versions"))
    }
    return RegistryView(
        base_url=base_url,
        issuers=_by_name((issuer.id, issuer) for issuer in issuers),
        definitions=MappingProxyType(definitions),
    )


def ledger_part_from_json(value: Any, *, list_name: str, part: int) -> LedgerPart:
    """The ledger part that a parsed file describes; raises RegistryFormError unless it is this part of this list."""
    document = _object(value)
    if document.get("list") != list_name or not _is_part_number(document.get("part")) or document["part"] != part:
        _refuse()
    raw_entries = _object(document.get("entries"))
    entries = {}
    for index, raw in raw_entries.items():
        entry = _object(raw)
        for member in ("definition", "version"):
            _text(entry.get(member))
        _digest(entry.get("versionDigest"))
        entries[_index(index)] = PublishedAward(
            issued=_day(entry.get("issued")),
            key=_text(entry.get("key")),
            digest=_digest(entry.get("digest")),
        )
    events = {}
    for index, raw in _object(document.get("withdrawals")).items():
        events[_index(index)] = tuple(
            (
                _day(_object(event).get("date")),
                _event_kind(_object(event).get("event")),
            )
            for event in _array(raw)
        )
    return LedgerPart(
        entries=MappingProxyType(entries),
        events=MappingProxyType(events),
        raw_entries=MappingProxyType(dict(raw_entries)),
    )
