"""Bytes to text, and the characters that have no business in a registry.

One idea: a character that can't be seen can't be reviewed, so it is refused where text enters (UTF-8, RFC 3629;
Unicode's
bidirectional controls, UAX 9).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from testamur.findings import Finding, FindingsError, Place

MAX_ALIKE = 100  # faults of one kind that are told of one file

# What YAML gives us: text, lists and mappings of it; numbers and booleans are the schema's business. `Any` nests
# where mypy can't.
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"

_BOM = b"\xef\xbb\xbf"
# C0 but line feed and tab, DEL, C1, line and paragraph separators, embeddings, overrides and isolates, and the byte-
# order mark.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Positions:
    """Data path to (line, column), of values and of the names before them; `start` is where the data begins."""

    values: Mapping[str, tuple[int, int]]
    keys: Mapping[str, tuple[int, int]]
    start: tuple[int, int]


def step(pointer: str, name: str | int) -> str:
    """The pointer to a member or an item of what `pointer` points to (RFC 6901, section 3)."""
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


def decoded(path: str, data: bytes) -> str:
    r"""The text of a file with `\n` as its line ends. Raises FindingsError for what is not UTF-8 or can't be seen."""
    if data.startswith(_BOM):
        raise _refused(
            "file-byte-order-mark",
            Place(file=path, line=1, column=1),
            "the file begins with a byte-order mark",
            "Save it as UTF-8 without a byte-order mark (BOM).",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as cause:
        head = data[: cause.start].decode("utf-8", errors="replace")
        raise _refused(
            "file-not-utf8",
            Place(file=path, line=head.count("\n") + 1, column=len(head) - head.rfind("\n")),
            f"the byte 0x{data[cause.start]:02x} is not UTF-8 text",
            "Save the file in the encoding UTF-8.",
        ) from cause
    text = text.replace("\r\n", "\n")
    # Each costs a look at the whole text; whoever has so many will not read more of them.
    found = [_unseen(path, text, each.start(), each.group()) for each in islice(UNSEEN.finditer(text), MAX_ALIKE + 1)]
    if found:
        raise FindingsError(found)
    return text


def _unseen(path: str, text: str, at: int, character: str) -> Finding:
    return Finding(
        code="text-control-character",
        place=Place(file=path, line=text.count("\n", 0, at) + 1, column=at - text.rfind("\n", 0, at)),
        message=f"the character U+{ord(character):04X} can't be seen",
        hint="Delete it; it often comes along when text is copied.",
    )


def _refused(code: str, where: Place, message: str, hint: str) -> FindingsError:
    return FindingsError([Finding(code=code, place=where, message=message, hint=hint)])
