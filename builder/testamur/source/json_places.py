"""The places of JSON values (RFC 8259), for messages only.

One idea: a scan of a few lines that knows brackets, commas and strings. Values come from the strict parser of
`canon`; where the text
is not JSON this index ends early and nothing else happens.
"""

import json
import re
from dataclasses import dataclass

from testamur.source.text import Positions, step

_TOKEN = re.compile(r'[{}\[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+', re.DOTALL)
_MAX_TOKENS = 1_000_000


@dataclass(slots=True)
class _Open:
    pointer: str
    is_object: bool
    count: int = 0
    key: str | None = None


def positions(data: bytes) -> Positions:
    """Data path to line and column, both from 1, for as much of `data` as can be followed."""
    text = data.decode("utf-8", errors="replace")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    values: dict[str, tuple[int, int]] = {}
    keys: dict[str, tuple[int, int]] = {}
    stack: list[_Open] = []
    line = 0
    for number, match in enumerate(_TOKEN.finditer(text)):
        if number > _MAX_TOKENS:
            break
        token = match.group()
        while line + 1 < len(starts) and starts[line + 1] <= match.start():
            line += 1
        spot = (line + 1, match.start() - starts[line] + 1)
        top = stack[-1] if stack else None
        if token in "}]":
            if top is None:
                break
            stack.pop()
        elif token == ",":
            if top is not None:
                top.count += 1
                top.key = None
        elif token == ":":
            continue
        elif top is not None and top.is_object and top.key is None:
            try:
                top.key = str(json.loads(token))
            except ValueError:
                break
            keys.setdefault(step(top.pointer, top.key), spot)
        else:
            pointer = "" if top is None else step(top.pointer, top.key if top.key is not None else top.count)
            values.setdefault(pointer, spot)
            if token in "{[":
                stack.append(_Open(pointer=pointer, is_object=token == "{"))
    return Positions(values=values, keys=keys, start=(1, 1))
