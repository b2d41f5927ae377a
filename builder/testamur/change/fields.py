"""Two versions of a file's fields, one difference after another, in words."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Final

from testamur.change.reading import Content
from testamur.change.shown import MAX_NAME_CHARS, differing, shown
from testamur.change.values import FieldChange

_PERIOD: Final = re.compile(r"P(?:([0-9]{1,3})Y)?(?:([0-9]{1,4})M)?")
_MAX_LINES: Final = 400  # comparing line by line takes the product of both sides
_ABSENT: Final = object()


def field_changes(
    old: Content | None, new: Content | None, labels: Mapping[str, str], *, text_label: str = ""
) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of `labels`, then those that no format has, then the text.

    Either side may be None (there is none, or it can't be read) and values may have any form.
    """
    before = {} if old is None else _flat(old.values)
    after = {} if new is None else _flat(new.values)
    unknown = sorted((before.keys() | after.keys()) - labels.keys())
    changes = [
        _change(
            name, labels.get(name) or shown(name, MAX_NAME_CHARS), before.get(name, _ABSENT), after.get(name, _ABSENT)
        )
        for name in (*labels, *unknown)
        if before.get(name, _ABSENT) != after.get(name, _ABSENT)
    ]
    text_before, text_after = ("" if side is None else side.text.strip("\n") for side in (old, new))
    if text_label and text_before != text_after:
        changes.append(_text_change(text_label, text_before, text_after))
    return tuple(changes)


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields and, as `group.field`, those of groups."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": each for inner, each in value.items()}
        else:
            flat[name] = value
    return flat


def _change(name: str, label: str, old: Any, new: Any) -> FieldChange:
    before: str | None
    after: str | None
    if isinstance(old, list) and isinstance(new, list) and len(_words(name, [*old, *new])) > MAX_NAME_CHARS:
        before, after = _items(name, old, new)
        label = f"{label} (only what differs)"
    elif old is _ABSENT or new is _ABSENT:
        before = None if old is _ABSENT else shown(_words(name, old))
        after = None if new is _ABSENT else shown(_words(name, new))
    else:
        before, after = differing(_words(name, old), _words(name, new))
    if before is not None and before == after:
        after = "(something else, which is not shown here)"
    return FieldChange(name=shown(name, MAX_NAME_CHARS), label=label, old=before, new=after)


def _items(name: str, old: list[Any], new: list[Any]) -> tuple[str | None, str | None]:
    """Of two lists what only one has."""
    before, after = [_words(name, item) for item in old], [_words(name, item) for item in new]
    gone = [item for item in before if item not in set(after)]
    added = [item for item in after if item not in set(before)]
    if not gone and not added:
        return "the same in another order, or more often", shown("; ".join(after))
    return shown("; ".join(gone)) if gone else None, shown("; ".join(added)) if added else None


def _words(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_words(name, item) for item in value)
    if isinstance(value, dict):
        return ", ".join(_words(name, each) for each in value.values())
    if name == "validity.period" and isinstance(value, str) and (match := _PERIOD.fullmatch(value)) and value != "P":
        counted = [f"{int(number)} {unit}{'s' if int(number) != 1 else ''}" for number, unit in _units(match)]
        return f"{' and '.join(counted)} ({value})"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _units(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    for number, unit in zip(match.groups(), ("year", "month"), strict=True):
        if number is not None:
            yield number, unit


def _text_change(label: str, old: str, new: str) -> FieldChange:
    """A whole text: the lines that only one side has, where there are few enough to compare."""
    before, after = old.split("\n"), new.split("\n")
    if old and new and len(before) <= _MAX_LINES and len(after) <= _MAX_LINES:
        gone: list[str] = []
        added: list[str] = []
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for step, start, end, start_after, end_after in matcher.get_opcodes():
            if step != "equal":
                gone += [line for line in before[start:end] if line.strip()]
                added += [line for line in after[start_after:end_after] if line.strip()]
        if gone or added:
            words = differing("\n".join(gone), "\n".join(added)) if gone and added else ("", "")
            return FieldChange(
                name="text",
                label=label,
                old=(words[0] or shown("\n".join(gone))) if gone else None,
                new=(words[1] or shown("\n".join(added))) if added else None,
            )
    shown_old, shown_new = differing(old, new) if old and new else (shown(old), shown(new))
    return FieldChange(name="text", label=label, old=shown_old or None, new=shown_new or None)
