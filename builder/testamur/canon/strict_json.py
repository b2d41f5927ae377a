"""Strict JSON (RFC 8259, I-JSON RFC 7493) and its canonical form (RFC 8785).

The one idea: there is one reading of every text we accept, the same in both our languages; a text with two readings
is refused.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, Final, NoReturn, TypeAlias

import rfc8785

from testamur import vendored

JsonValue: TypeAlias = Any  # None, bool, int, float, str, list or dict of these; recursive aliases tire every caller

LIMITS: Final = vendored.limits()
_MAX_SAFE: Final = 2**53 - 1

_STRING: Final = re.compile(r'"([^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+)"')
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)((?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_BRACKET_OR_STRING: Final = re.compile(r'[\[\]{}]|"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_LONE_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_WORDS: Final = {"t": ("true", True), "f": ("false", False), "n": ("null", None)}


class JsonError(ValueError):
    """Bytes are not the JSON we accept; `line` and `column` count from 1, columns in characters.

    `code` is `json_too_large`, `json_not_utf8`, `json_syntax`, `json_duplicate_key`, `json_lone_surrogate`,
    `json_unsafe_number` or `json_too_deep`.
    """

    def __init__(self, code: str, line: int, column: int) -> None:
        self.code = code
        self.line = line
        self.column = column
        super().__init__(f"{code} at line {line}, column {column}")


class _FallBackError(Exception):
    """The quick parser met something it can't vouch for; the exact one decides."""


def _int_from_text(text: str) -> int:
    if len(text) > 17 or abs(value := int(text)) > _MAX_SAFE:
        raise _FallBackError
    return value


def _number_from_text(text: str) -> int | float:
    """A number with a fraction or an exponent.

    3.0 and 1e3 are the integers they equal, as in JavaScript and RFC 8785.
    """
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise _FallBackError
    return int(value) if value.is_integer() and abs(value) <= _MAX_SAFE else value


def _object_from_pairs(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _FallBackError
    return value


def _refuse_constant(_: str) -> NoReturn:
    raise _FallBackError


def _nests_deeper(text: str, max_depth: int) -> bool:
    if text.count("[") + text.count("{") <= max_depth:
        return False
    depth = 0
    for match in _BRACKET_OR_STRING.finditer(text):
        if match[0] in "[{":
            depth += 1
            if depth > max_depth:
                return True
        elif match[0] in "]}":
            depth -= 1
    return False


class _ExactReader:
    """One pass over the text that stops at the first fault and knows where it is."""

    def __init__(self, text: str, max_depth: int) -> None:
        self._text = text
        self._at = 0
        self._max_depth = max_depth

    def document(self) -> JsonValue:
        value = self._value(0)
        self._skip_space()
        if self._at != len(self._text):
            self._refuse("json_syntax", self._at)
        return value

    def _refuse(self, code: str, at: int) -> NoReturn:
        raise _error_at(code, self._text, at)

    def _skip_space(self) -> None:
        match = _SPACE.match(self._text, self._at)
        if match:
            self._at = match.end()

    def _next_is(self, character: str) -> bool:
        self._skip_space()
        if self._text.startswith(character, self._at):
            self._at += 1
            return True
        return False

    def _value(self, depth: int) -> JsonValue:
        self._skip_space()
        character = self._text[self._at : self._at + 1]
        if character in {"[", "{"}:
            if depth == self._max_depth:
                self._refuse("json_too_deep", self._at)
            self._at += 1
            return self._array(depth + 1) if character == "[" else self._object(depth + 1)
        if character == '"':
            return self._string()
        if character in _WORDS:
            word, value = _WORDS[character]
            if not self._text.startswith(word, self._at):
                self._refuse("json_syntax", self._at)
            self._at += len(word)
            return value
        return self._number()

    def _array(self, depth: int) -> list[JsonValue]:
        items: list[JsonValue] = []
        if self._next_is("]"):
            return items
        while True:
            items.append(self._value(depth))
            if self._next_is("]"):
                return items
            if not self._next_is(","):
                self._refuse("json_syntax", self._at)

    def _object(self, depth: int) -> dict[str, JsonValue]:
        members: dict[str, JsonValue] = {}
        if self._next_is("}"):
            return members
        while True:
            self._skip_space()
            at = self._at
            key = self._string()
            if key in members:
                self._refuse("json_duplicate_key", at)
            if not self._next_is(":"):
                self._refuse("json_syntax", self._at)
            members[key] = self._value(depth)
            if self._next_is("}"):
                return members
            if not self._next_is(","):
                self._refuse("json_syntax", self._at)

    def _string(self) -> str:
        match = _STRING.match(self._text, self._at)
        if match is None:
            self._refuse("json_syntax", self._at)
        value: str = json.loads(match[0]) if "\\" in match[1] else match[1]
        if _LONE_SURROGATE.search(value):
            self._refuse("json_lone_surrogate", self._at)
        self._at = match.end()
        return value

    def _number(self) -> int | float:
        match = _NUMBER.match(self._text, self._at)
        if match is None:
            self._refuse("json_syntax", self._at)
        convert: Callable[[str], int | float] = _number_from_text if match[1] else _int_from_text
        try:
            value = convert(match[0])
        except _FallBackError:
            self._refuse("json_unsafe_number", self._at)
        self._at = match.end()
        return value


def _error_at(code: str, text: str, at: int) -> JsonError:
    return JsonError(code, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def parse_json(data: bytes, *, limits: vendored.Limits = LIMITS) -> JsonValue:
    """The value of a JSON text, read strictly.

    `data` may be any bytes. Refused, with the first fault in reading order after size and encoding: text that is not
    UTF-8 or begins with a byte-order mark, a key twice in one object at any level, a lone surrogate (escaped ones
    too), an integer beyond ±(2^53 - 1), a number that overflows, deeper nesting than `max_depth`, more than
    `max_credential_bytes`, anything after the value. Raises JsonError and nothing else. Numbers with a fraction stay
    floats; whole ones become integers. Sections 4 to 7 of RFC 8259, section 2 of RFC 7493.
    """
    if len(data) > limits.max_credential_bytes:
        raise JsonError("json_too_large", 1, 1)
    if data.startswith(b"\xef\xbb\xbf"):
        raise JsonError("json_not_utf8", 1, 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as cause:
        before = data[: cause.start].decode("utf-8")
        raise _error_at("json_not_utf8", before, len(before)) from cause
    # The library's parser is fast but can't say where a key came twice; whatever it can't vouch for is read again,
    # exactly.
    if not _nests_deeper(text, limits.max_depth) and not _SURROGATE_ESCAPE.search(text):
        try:
            return json.loads(
                text,
                object_pairs_hook=_object_from_pairs,
                parse_int=_int_from_text,
                parse_float=_number_from_text,
                parse_constant=_refuse_constant,
            )
        except (_FallBackError, ValueError):
            pass
    return _ExactReader(text, limits.max_depth).document()


def jcs(value: JsonValue) -> bytes:
    """The canonical bytes of a JSON value (RFC 8785).

    `value` must come from `parse_json` or be made of the same types. Raises ValueError for what JSON can't hold: NaN,
    integers beyond ±(2^53 - 1), lone surrogates.
    """
    if _is_simple(value):
        try:
            return _SIMPLE_ENCODER.encode(value).encode()
        except UnicodeEncodeError:
            pass  # the exact writer has the words for it
    return rfc8785.dumps(value)


def same_json(one: JsonValue, other: JsonValue) -> bool:
    """Whether two values from `parse_json` are one value: whether their JCS forms are equal."""
    kind = one.__class__
    if kind is not other.__class__:
        # A whole number is an integer after parsing, so a fraction equals no integer; True, which equals 1, is none.
        return False
    if kind is dict:
        return one.keys() == other.keys() and all(same_json(member, other[name]) for name, member in one.items())
    if kind is list:
        return len(one) == len(other) and all(map(same_json, one, other))
    return bool(one == other)


# Python's own writer is many times faster and differs in two things: it writes fractions in its own way, and orders
# names by code points, where RFC 8785 orders UTF-16 code units. Among names in ASCII the two orders are one.
_SIMPLE_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def _is_simple(value: JsonValue) -> bool:
    kind = value.__class__
    if kind is str or kind is bool or value is None:
        return True
    if kind is dict:
        for name, member in value.items():
            if name.__class__ is not str or not name.isascii() or not _is_simple(member):
                return False
        return True
    if kind is list:
        for item in value:  # noqa: SIM110 - a generator for every list takes twice as long
            if not _is_simple(item):
                return False
        return True
    return kind is int and -_MAX_SAFE <= value <= _MAX_SAFE


def sha256_hex(content: bytes) -> str:
    """SHA-256 of some bytes, in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()
