"""One change of a value or of bytes: members taken away, doubled, renamed, retyped, exchanged; bytes cut and put in."""

import json
import random
from copy import deepcopy
from typing import Any

from tests.casebook.society import Json
from tests.mutants.words import NUMBERS, RAW, STRINGS


def _places(value: Any, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [above] if above else []
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        found += _places(inner, (*above, step))
    return found


def _at(value: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        value = value[step]
    return value


def _retyped(value: Any, chance: random.Random) -> Any:
    return chance.choice(
        (
            [value],
            [value, value],
            [[value]],
            {"id": value},
            {"@value": value},
            {"@id": value},
            {"@list": [value]},
            {"en": value},
            {},
            [],
            None,
            True,
            False,
            str(value),
            chance.choice(STRINGS),
            RAW + chance.choice(NUMBERS),
            {"type": chance.choice(STRINGS), "id": chance.choice(STRINGS)},
            {chance.choice(STRINGS): chance.choice(STRINGS)},
            value[0] if isinstance(value, list) and value else [value],
            list(reversed(value)) if isinstance(value, list) else value,
            value["id"] if isinstance(value, dict) and "id" in value else {"id": value},
        )
    )


def _touched(text: str, chance: random.Random) -> str:
    where = chance.randrange(len(text) + 1)
    return chance.choice(
        (
            text[:where] + text[where + 1 :],
            text[:where] + chance.choice(STRINGS) + text[where:],
            text[:where] + chance.choice("09azAZ#:/.%-=_ \0é") + text[where + 1 :],
            text.upper(),
            text.lower(),
            text + chance.choice(("#", "/", " ", "\n", "\0", "?", ".", "Z", "=", "0", "1")),
            chance.choice(("1", "z", "u", " ", "\ufeff", "0")) + text,
        )
    )


def change(document: Json, chance: random.Random) -> Json:
    """A copy of a document with one change of its value."""
    copy: Json = json.loads(json.dumps(document))  # not deepcopy, which keeps it when two places hold one object
    places = _places(copy)
    if not places:
        return {chance.choice(STRINGS): chance.choice(STRINGS)}
    place = chance.choice(places)
    holder, step = _at(copy, place[:-1]), place[-1]
    value = holder[step]
    spare = deepcopy(value)
    what = chance.randrange(9)
    if what == 0:
        del holder[step]
    elif what == 1:
        holder[step] = _retyped(value, chance)
    elif what == 2:
        holder[step] = chance.choice(STRINGS)
    elif what == 3:
        holder[step] = RAW + chance.choice(NUMBERS)
    elif what == 4 and isinstance(holder, dict):
        renamed = chance.choice(STRINGS) if chance.random() < 0.8 else _touched(str(step), chance)
        members = [(renamed if name == step else name, inner) for name, inner in holder.items()]
        holder.clear()
        holder.update(members)
    elif what == 5:
        holder[step] = deepcopy(_at(copy, chance.choice(places)))
    elif what == 6:
        other = chance.choice(places)
        if other[: len(place)] != place and place[: len(other)] != other:
            _at(copy, other[:-1])[other[-1]], holder[step] = value, _at(copy, other)
    elif what == 7 and isinstance(value, str):
        holder[step] = _touched(value, chance)
    else:
        inner = value if isinstance(value, dict) else holder if isinstance(holder, dict) else copy
        inner[chance.choice(STRINGS)] = chance.choice(
            (chance.choice(STRINGS), deepcopy(_at(copy, chance.choice(places))), _retyped(spare, chance))
        )
    return copy


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """A copy of a file with one change of its bytes."""
    where = chance.randrange(len(content))
    return chance.choice(
        (
            content[:where],
            content[:where] + content[where + 1 :],
            content[:where] + bytes((chance.randrange(256),)) + content[where + 1 :],
            content[:where]
            + chance.choice((b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\\ud800", b"\\u0000", b"\xc2\xa0"))
            + content[where:],
            content[:where] + content[where + chance.randrange(40) :],
            content.replace(b'"id"', b'"\\u0069d"', 1),
            content.replace(b'{"', b'{"id":"urn:x","', 1),
            content + chance.choice((b"\n", b" ", b"\0", b"{}", b"]")),
        )
    )
