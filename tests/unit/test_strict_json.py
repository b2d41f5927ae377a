"""Strict JSON and JCS: one reading of a text, one text of a value."""

import itertools
import json
import time
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from testamur import canon
from testamur.canon import jcs, same_json, strict_json

JSON_REFUSED: dict[str, tuple[bytes, tuple[str, int, int]]] = {
    "nothing": (b"", ("json_syntax", 1, 1)),
    "spaces": (b" \n ", ("json_syntax", 2, 2)),
    "byte-order mark": (b"\xef\xbb\xbf{}", ("json_not_utf8", 1, 1)),
    "not UTF-8": (b'{"a":\n"\xff"}', ("json_not_utf8", 2, 2)),
    "surrogate in UTF-8": (b'"\xed\xa0\x80"', ("json_not_utf8", 1, 2)),
    "UTF-16": ('{"a":1}'.encode("utf-16"), ("json_not_utf8", 1, 1)),
    "duplicate key": (b'{"a": 1,\n  "a": 2}', ("json_duplicate_key", 2, 3)),
    "duplicate key, escaped": (b'{"a":1,"\\u0061":2}', ("json_duplicate_key", 1, 8)),
    "duplicate key, deep": (b'[{"x":{"b":1,"b":1}}]', ("json_duplicate_key", 1, 14)),
    "lone surrogate": (b'{"a":"\\ud800"}', ("json_lone_surrogate", 1, 6)),
    "surrogates in the wrong order": (b'"\\udc00\\ud800"', ("json_lone_surrogate", 1, 1)),
    "lone surrogate in a key": (b'{"\\udfff":1}', ("json_lone_surrogate", 1, 2)),
    "2^53": (b"[9007199254740992]", ("json_unsafe_number", 1, 2)),
    "-2^53": (b"[-9007199254740992]", ("json_unsafe_number", 1, 2)),
    "very long integer": (b"1" * 5000, ("json_unsafe_number", 1, 1)),
    "infinite": (b"[1e400]", ("json_unsafe_number", 1, 2)),
    "NaN": (b"[NaN]", ("json_syntax", 1, 2)),
    "Infinity": (b"[-Infinity]", ("json_syntax", 1, 2)),
    "leading zero": (b"[01]", ("json_syntax", 1, 3)),
    "plus sign": (b"[+1]", ("json_syntax", 1, 2)),
    "bare point": (b"[1.]", ("json_syntax", 1, 3)),
    "other digits": ("[١]".encode(), ("json_syntax", 1, 2)),
    "two values": (b"{} {}", ("json_syntax", 1, 4)),
    "trailing comma": (b"[1,]", ("json_syntax", 1, 4)),
    "trailing comma in an object": (b'{"a":1,}', ("json_syntax", 1, 8)),
    "missing colon": (b'{"a" 1}', ("json_syntax", 1, 6)),
    "key that is no string": (b"{a:1}", ("json_syntax", 1, 2)),
    "single quotes": (b"['a']", ("json_syntax", 1, 2)),
    "comment": (b"[1] // x", ("json_syntax", 1, 5)),
    "control character": (b'"a\nb"', ("json_syntax", 1, 1)),
    "unknown escape": (b'"\\x41"', ("json_syntax", 1, 1)),
    "unfinished": (b'{"a":[1', ("json_syntax", 1, 8)),
    "unfinished string": (b'["abc', ("json_syntax", 1, 2)),
    "half a word": (b"[tru]", ("json_syntax", 1, 2)),
    "other white space": ("[1,\u00a02]".encode(), ("json_syntax", 1, 4)),
    "too deep": (b"[" * 65 + b"]" * 65, ("json_too_deep", 1, 65)),
    "far too deep": (b'{"a":' * 200_000, ("json_too_deep", 1, 321)),
    "first fault wins": (b'{"a":1,"a":2,"b":01}', ("json_duplicate_key", 1, 8)),
    "fault before depth": (b"[01," + b"[" * 100, ("json_syntax", 1, 3)),
    "too large": (b" " * 1_048_577, ("json_too_large", 1, 1)),
}


@pytest.mark.parametrize("name", JSON_REFUSED)
def test_json_with_two_readings_is_refused(name: str) -> None:
    """Each kind of doubtful JSON has its code and its place."""
    data, expected = JSON_REFUSED[name]
    with pytest.raises(canon.JsonError) as caught:
        canon.parse_json(data)
    assert expected == (caught.value.code, caught.value.line, caught.value.column)


JSON_ACCEPTED: dict[str, tuple[bytes, Any]] = {
    "white space": (b' \t\r\n{"a" : [ true , false , null ]}\n', {"a": [True, False, None]}),
    "pair of surrogates": (b'"\\ud83d\\ude00"', "\U0001f600"),
    "escapes": (rb'"\"\\\/\b\f\n\r\t\u0041"', '"\\/\b\f\n\r\tA'),
    "whole numbers however written": (b"[3.0, 1e3, -0, -0.0, 25e-1, 1e-400, 2E+1]", [3, 1000, 0, 0, 2.5, 0, 20]),
    "largest safe integers": (b"[9007199254740991,-9007199254740991]", [2**53 - 1, 1 - 2**53]),
    "largest safe integers as fractions": (b"[9007199254740991.0,-9007199254740991e0]", [2**53 - 1, 1 - 2**53]),
    "beyond them, with a fraction": (b"[9007199254740992.0,-9007199254740994e0]", [2.0**53, -(2.0**53) - 2]),
    "as deep as allowed": (b"[" * 64 + b"]" * 64, json.loads("[" * 64 + "]" * 64)),
    "brackets in strings are no depth": (b'["' + b"[" * 100 + b'"]', ["[" * 100]),
    "same key in two objects": (b'[{"a":1},{"a":1}]', [{"a": 1}, {"a": 1}]),
    "prototype": (b'{"__proto__":1}', {"__proto__": 1}),
}


@pytest.mark.parametrize("name", JSON_ACCEPTED)
def test_json_is_read(name: str) -> None:
    """Strict JSON gives its value, and whole numbers are integers."""
    data, expected = JSON_ACCEPTED[name]
    actual = canon.parse_json(data)
    assert (expected, repr(expected)) == (actual, repr(actual))


@pytest.mark.parametrize("name", JSON_ACCEPTED)
def test_both_readers_read_the_same(name: str) -> None:
    """The exact reader, which an escaped pair of surrogates calls in, gives the value that the quick one gives."""
    data, expected = JSON_ACCEPTED[name]
    limits = replace(strict_json.LIMITS, max_depth=strict_json.LIMITS.max_depth + 1)
    actual = canon.parse_json(b'["\\ud83d\\ude00",' + data + b"]", limits=limits)
    assert (["\U0001f600", expected], repr(["\U0001f600", expected])) == (actual, repr(actual))


def test_hostile_text_takes_linear_time() -> None:
    """A megabyte made to slow a reader down is answered in about a second."""
    began = time.process_time()
    for data in (b'["' + b'\\"' * 500_000, b'"' * 1_000_000, b"[" + b'"",' * 300_000, b"-" * 1_000_000):
        with pytest.raises(canon.JsonError):
            canon.parse_json(data)
    assert time.process_time() - began < 4


texts = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.integers(1 - 2**53, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(values)
def test_json_round_trip(value: Any) -> None:
    """What any JSON writer writes is read back with equal values, by the quick and by the exact reader alike."""
    for ascii_only in (True, False):
        data = json.dumps(value, ensure_ascii=ascii_only).encode()
        assert canon.parse_json(data) == value
        exact = strict_json._ExactReader(data.decode(), 64).document()
        assert repr(canon.parse_json(data)) == repr(exact)


FRAGMENTS = '{ } [ ] , : " a "a" \\ \\u d800 dc00 0 - 1 . e 5 true null é \U0001f600 99999999999999999 "a":1'.split(" ")
fragments = st.lists(st.sampled_from([*FRAGMENTS, " ", "\n", "\x00"]), max_size=30).map("".join)
JSON_CODES = {
    "json_not_utf8",
    "json_syntax",
    "json_duplicate_key",
    "json_lone_surrogate",
    "json_unsafe_number",
    "json_too_deep",
}


@settings(max_examples=1000)
@given(fragments.map(str.encode) | st.binary(max_size=40))
def test_any_bytes_get_a_value_or_a_code(data: bytes) -> None:
    """No input makes the parser fail in a way of its own, and what it accepts the standard library reads alike."""
    code, value = "", None
    try:
        value = canon.parse_json(data)
    except canon.JsonError as error:
        code = error.code
    assert code in JSON_CODES if code else value == json.loads(data)


def test_jcs_is_that_of_rfc_8785() -> None:
    """Keys by UTF-16, numbers as in ECMAScript, no white space; and what JSON can't hold is refused."""
    value = {"\U0001f600": 1, "\ufb33": 2, "a": [1e21, 0.002, 4.5, "\u20ac\n", True, None]}
    assert canon.jcs(value) == '{"a":[1e+21,0.002,4.5,"€\\n",true,null],"\U0001f600":1,"\ufb33":2}'.encode()
    with pytest.raises(ValueError):
        canon.jcs(2**53)
    assert canon.sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


ODD_VALUES: tuple[Any, ...] = (
    {"text": "".join(map(chr, [*range(0xD800), *range(0xE000, 0x10100)])), "": [], "a": {}, "A": [None, True, False]},
    {"\ue000": 1, "\U00010000": 2, "\u20ac": 3, "a": 4},
    [1e-7],
    {"a": [[1e21, -1e-7], [5e-324]]},
    [0, -1, 2**53 - 1, -(2**53) + 1, 1.5, 1e21, 1e-7, 5e-324, -0.5, 100.25],
    {"b": {"d": [1, {"z": 1, "a": 2}], "c": "x"}, "a": [[], [[]]]},
)


@pytest.mark.parametrize("value", ODD_VALUES)
def test_the_quick_writer_writes_what_the_exact_one_writes(value: Any) -> None:
    """The canonical form is that of the library for RFC 8785, whichever way it was made."""
    assert rfc8785.dumps(value) == jcs(value)


@pytest.mark.parametrize("value", [float("nan"), 2**53, "\ud800", {"a": "\udfff"}, {1: 2}, {"\ud800": 1}])
def test_what_json_can_not_hold_has_no_canonical_form(value: Any) -> None:
    """Each is a ValueError, by either way."""
    with pytest.raises(ValueError):
        jcs(value)


SAMES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 1.5, "", "1", [], {}, [1], [True], ["1"], [1, 2], [2, 1], [[1]]),
    *({"a": 1}, {"a": True}, {"a": None}, {"b": 1}, {"a": 1, "b": 2}, {"a": [1]}, {"a": {"a": 1}}),
)


def test_values_are_the_same_where_their_canonical_forms_are() -> None:
    """Comparing values says what comparing their canonical forms says, for every pair, in any order of names."""
    for one, other in itertools.product(SAMES, repeat=2):
        assert (jcs(one) == jcs(other)) == same_json(one, other)
    assert same_json({"a": 1, "b": [True]}, {"b": [True], "a": 1})
