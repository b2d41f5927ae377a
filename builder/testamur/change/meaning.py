"""What a change means: each kind of record in a reviewer's words, and what it does to verdicts and addresses.

One idea: it says what a change does, not whether it is right; that is `check`'s. It works on broken files too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from testamur.change import labels
from testamur.change.bits import bits_in, bits_of
from testamur.change.careful import ORDER, careful_about, links_among, powers_among
from testamur.change.definitions import definition_changes, title_of
from testamur.change.events import State, states
from testamur.change.fields import field_changes
from testamur.change.over_time import check_over_time
from testamur.change.reading import ReadFile, Reading, parse_content, text_of
from testamur.change.shown import MAX_NAME_CHARS, shown
from testamur.change.values import (
    AwardCount,
    Became,
    IssuerChange,
    KeyChange,
    ListChange,
    Meaning,
    TranslationChange,
    WithdrawalChange,
)
from testamur.change.vanishing import vanishing
from testamur.number import number_from, parse_number
from testamur.source.changed import Answers

_UNKNOWN: Final = "something that can't be read"
_EVENTS: Final = frozenset({"revoke", "suspend", "reinstate"})


def meaning_of(reading: Reading, answers: Answers) -> Meaning:
    """The meaning of a change. `answers` come from `learn`. Raises nothing for what files may hold."""
    definitions = definition_changes(reading, answers)
    touched = {file.known.names["slug"] for file in reading.files.values() if file.path.startswith("issuers/")}
    touched |= {change.issuer for change in definitions if change.issuer}
    others = [*map(careful_about, reading.others), *links_among(file.change for file in reading.files.values())]
    others += powers_among(reading)
    careful = sorted(
        (each for each in others if each is not None), key=lambda each: (ORDER.index(each.kind), each.path)
    )
    return Meaning(
        base=reading.base,
        refused=check_over_time(reading, answers),
        careful=tuple(careful),
        unreadable=tuple(shown(file.path, MAX_NAME_CHARS * 2) for file in reading.files.values() if file.unreadable),
        issuers=tuple(sorted(shown(slug, MAX_NAME_CHARS) for slug in touched)),
        settings=tuple(
            change
            for file in reading.of("registry")
            if not file.unreadable
            for change in field_changes(file.old, file.new, labels.REGISTRY)
        ),
        definitions=definitions,
        profiles=tuple(_profile(file) for file in reading.of("issuer")),
        translations=tuple(_translation(reading, answers, file) for file in reading.of("translation")),
        keys=tuple(_keys(reading)),
        awards=tuple(_awards(reading, answers)),
        removed_awards=tuple(_awards(reading, answers, removed=True)),
        withdrawals=tuple(_withdrawals(reading, answers)),
        lists=tuple(_lists(reading)),
        vanishing=vanishing(reading, answers),
    )


def _became(file: ReadFile) -> Became:
    if file.change.old is None:
        return "added"
    return "removed" if file.change.new is None else "changed"


def _profile(file: ReadFile) -> IssuerChange:
    slug = file.known.names["slug"]
    name = text_of(file.new, "name") or text_of(file.old, "name") or slug
    became = _became(file)
    unread = became == "changed" and file.new is None
    fields = () if unread else field_changes(file.old, file.new, labels.ISSUER, text_label=labels.TEXT["issuer"])
    return IssuerChange(
        slug=shown(slug, MAX_NAME_CHARS),
        name=shown(name, MAX_NAME_CHARS),
        became=became,
        fields=fields if became == "changed" else (),
    )


def _translation(reading: Reading, answers: Answers, file: ReadFile) -> TranslationChange:
    slug = file.known.names["slug"]
    if file.known.names["folder"] == "credentials":
        of = title_of(reading, answers, slug)
    else:
        path = f"issuers/{slug}/index.md"
        profile, data = reading.files.get(path), answers.files.get(path)
        base = None if data is None else parse_content(path, "issuer", data)
        contents = (base,) if profile is None else (profile.new, profile.old)
        names = [text_of(content, "name") for content in contents]
        of = shown(next((name for name in names if name), slug), MAX_NAME_CHARS)
    return TranslationChange(
        path=shown(file.path, MAX_NAME_CHARS * 2),
        of=of,
        language=shown(file.known.names["language"], MAX_NAME_CHARS),
        became=_became(file),
    )


# ---- keys, awards ----


def _keys(reading: Reading) -> Iterator[KeyChange]:
    for file in reading.of("key"):
        became, time = _key_became(file)
        lists: Any = None if file.new is None else file.new.values.get("lists")
        yield KeyChange(
            issuer=shown(file.known.names["slug"], MAX_NAME_CHARS),
            key=shown(file.known.names["name"], MAX_NAME_CHARS),
            became=became,
            time=None if time is None else shown(time, MAX_NAME_CHARS),
            lists=tuple(shown(str(name), MAX_NAME_CHARS) for name in lists) if isinstance(lists, list) else (),
            trusted_parts=_trusted_parts(file) if became == "compromised" else None,
        )


def _trusted_parts(file: ReadFile) -> int:
    compromised: Any = None if file.new is None else file.new.values.get("compromised")
    trusted = compromised.get("trusted") if isinstance(compromised, dict) else None
    parts = trusted.values() if isinstance(trusted, dict) else ()
    return sum(len(each) for each in parts if isinstance(each, dict))


def _key_became(file: ReadFile) -> tuple[Any, str | None]:
    """What became of a key, and the time that its file gives for it."""
    if file.change.new is None:
        return "removed", None
    old: Mapping[str, Any] = {} if file.old is None else file.old.values
    new: Mapping[str, Any] = {} if file.new is None else file.new.values
    compromised = new.get("compromised")
    if isinstance(compromised, dict) and old.get("compromised") is None:
        declared = compromised.get("declared")
        return "compromised", declared if isinstance(declared, str) else None
    if isinstance(new.get("retired"), str) and old.get("retired") is None:
        return "retired", new["retired"]
    if file.change.old is None:
        return "added", text_of(file.new, "validFrom")
    return "changed", None


def _awards(reading: Reading, answers: Answers, *, removed: bool = False) -> Iterator[AwardCount]:
    """What the ledger gains, or with `removed` what it loses."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for file in reading.of("ledger-entry"):
        side, other = (file.change.old, file.change.new) if removed else (file.change.new, file.change.old)
        content = file.old if removed else file.new
        # What became a link or a folder is lost from the ledger, too.
        if side is not None and (other is None or (removed and other.kind != "file")):
            definition, version = text_of(content, "definition"), text_of(content, "version")
            counts[file.known.names["slug"], definition or "", version or ""] += 1
    for (issuer, definition, version), count in sorted(counts.items()):
        yield AwardCount(
            issuer=shown(issuer, MAX_NAME_CHARS),
            definition=shown(definition, MAX_NAME_CHARS),
            title=title_of(reading, answers, definition) if definition else _UNKNOWN,
            version=shown(version, MAX_NAME_CHARS),
            count=count,
        )


# ---- withdrawals and lists ----


def _withdrawals(reading: Reading, answers: Answers) -> Iterator[WithdrawalChange]:
    declared = states(reading, answers)
    lists = _ListBits(reading, answers)
    latest: dict[tuple[str, str], ReadFile] = {}
    for file in reading.of("withdrawal"):
        key = (file.known.names["slug"], file.known.names["number"])
        if key not in latest or _sequence(file) > _sequence(latest[key]):
            latest[key] = file
    for (issuer, number), file in latest.items():
        before, after = declared.get((issuer, number), ("unknown", "unknown"))
        event, reason, day = (text_of(file.new, name) or "" for name in ("event", "reason", "date"))
        yield WithdrawalChange(
            issuer=shown(issuer, MAX_NAME_CHARS),
            number=shown(number, MAX_NAME_CHARS),
            event="removed" if file.change.new is None else event if event in _EVENTS else "",
            # Words of a stranger are no reason: only the codes are repeated.
            reason=reason if reason in labels.REASONS else "",
            date=shown(day, 20),
            before=before,
            after=after,
            signed=lists.agree(issuer, number, after),
        )


def _sequence(file: ReadFile) -> int:
    name = file.known.names["sequence"]
    return int(name) if name.isascii() and name.isdecimal() and len(name) < 7 else -1


class _ListBits:
    """The bits of the lists as they are after the change, each unpacked once."""

    def __init__(self, reading: Reading, answers: Answers) -> None:
        self._reading, self._answers = reading, answers
        self._bits: dict[str, frozenset[int] | None] = {}

    def agree(self, issuer: str, number: str, state: State) -> bool | None:
        """Whether both lists say what the declared events come to; None where that can't be told."""
        try:
            name, index = parse_number(number)
        except ValueError:
            return None
        if state == "unknown" or number_from(name, index) != number:
            return None
        status = self._of(f"issuers/{issuer}/status/{name}.json")
        holds = self._of(f"issuers/{issuer}/status/{name}-holds.json")
        if status is None or holds is None:
            return None
        return (index in status) == (state != "valid") and (index in holds) == (state == "on_hold")

    def _of(self, path: str) -> frozenset[int] | None:
        if path not in self._bits:
            file = self._reading.files.get(path)
            bits = bits_in(path, self._answers.files.get(path)) if file is None else bits_of(file.new)
            self._bits[path] = bits
        return self._bits[path]


def _lists(reading: Reading) -> Iterator[ListChange]:
    for file in reading.of("status-list"):
        before, after = bits_of(file.old), bits_of(file.new)
        first = file.change.old is None
        if first:
            before = frozenset()
        until = text_of(file.new, "validUntil")
        known = before is not None and after is not None
        became: Any = "removed" if file.change.new is None else "first signed" if first else "signed anew"
        yield ListChange(
            issuer=shown(file.known.names["slug"], MAX_NAME_CHARS),
            name=shown(file.known.names["list"], MAX_NAME_CHARS),
            holds="holds" in file.known.names,
            became=became,
            valid_until=None if until is None else shown(until, 40),
            withdrawn=len((after or frozenset()) - (before or frozenset())) if known else None,
            cleared=len((before or frozenset()) - (after or frozenset())) if known else None,
        )
