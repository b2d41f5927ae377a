"""The schemas as functions, held against jsonschema: both say the same of every value."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from testamur import canon
from testamur.check import shapes
from testamur.check.deciding import decider
from testamur.check.forms import FORMATS
from testamur.findings import FindingsError
from testamur.source import SourceFile, parse_front_matter, parse_yaml
from testamur.source.layout import Kind, known_path

FOLDER = Path(__file__).resolve().parent.parent / "findings"
SCHEMAS: dict[Kind, str] = {
    "registry": "registry",
    "definition": "definition",
    "issuer": "issuer",
    "key": "key",
    "ledger-entry": "ledger-entry",
    "withdrawal": "withdrawal",
    "status-list": "status-list",
}
ODD_VALUES: list[Any] = [
    "",
    "none",
    "not stated",
    "x",
    "x\n",
    " x",
    "a" * 400,
    "https://a.example/",
    "2026-02-30",
    "P1Y",
    0,
    1,
    -1,
    1.0,
    1.5,
    10**18,
    True,
    False,
    None,
    [],
    ["a", "a"],
    [1, True],
    ["Achievement"],
    {},
    {"a": "b"},
]
JSON = st.recursive(
    st.sampled_from(ODD_VALUES) | st.text(max_size=6) | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def read(path: str, data: bytes, root: str) -> tuple[str, Any] | None:
    """The schema of a file and its value, typed as `check` types it, or None where it can't be read."""
    known = known_path(path)
    if known is None:
        return None
    name = SCHEMAS.get(known.kind) or known.names.get("name", "").removesuffix(".json")
    file = SourceFile(f"{root}/{path}", data)
    try:
        if path.endswith(".json"):
            value = canon.parse_json(data)
        elif path.endswith(".md"):
            value, name = parse_front_matter(file)[0], {"index.md": "definition"}.get(name, name)
        elif path.endswith(".yaml"):
            value = parse_yaml(file)
        else:
            return None
    except (FindingsError, canon.JsonError):
        return None
    if name not in {*SCHEMAS.values(), "details", "achievement"}:
        return None
    convert = shapes._converter(name)
    return name, convert(value) if convert and not path.endswith(".json") else value


def all_values() -> Iterator[tuple[str, Any]]:
    """Every value under tests/findings/ that could be read, each once."""
    seen = set()
    for path in sorted(FOLDER.glob("*/in/**/*")):
        root, _, below = path.relative_to(FOLDER).as_posix().partition("/in/")
        if path.is_file() and not path.is_symlink() and (found := read(below, path.read_bytes(), root)):
            text = json.dumps(found)
            if text not in seen:
                seen.add(text)
                yield found


VALUES = list(all_values())
RIGHT = [(name, value) for name, value in VALUES if shapes._decides(name)(value)]


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every part of a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for key, each in pairs for spot in spots(each, (*path, key)))]


def same(name: str, value: Any) -> bool:
    """Whether the value fits, as both say."""
    expected = shapes._validator(name).is_valid(value)
    assert expected == shapes._decides(name)(value)
    return expected


def test_both_say_the_same_of_every_file_in_the_findings() -> None:
    """Of more than a hundred values, right and wrong ones of every schema that authors and commands write."""
    answers = {(name, same(name, value)) for name, value in VALUES}
    assert {*SCHEMAS.values(), "details", "achievement"} == {name for name, right in answers if right}
    assert {"definition", "issuer", "registry", "key", "ledger-entry"} <= {name for name, right in answers if not right}
    assert len(VALUES) > 100


@given(st.data())
@settings(max_examples=1500, deadline=None)
def test_both_say_the_same_of_any_change(data: st.DataObject) -> None:
    """A right value with one part replaced, taken out, doubled or renamed."""
    name, right = data.draw(st.sampled_from(RIGHT))
    value = copy.deepcopy(right)
    path = data.draw(st.sampled_from(spots(value)[1:]))
    parent = value
    for key in path[:-1]:
        parent = parent[key]
    change = data.draw(st.sampled_from(["replace", "grow", "delete", "double", "rename"]))
    part = parent[path[-1]]
    if change == "replace":
        parent[path[-1]] = data.draw(JSON)
    elif change == "grow":
        parent[path[-1]] = part * data.draw(st.sampled_from([2, 50, 1000])) if isinstance(part, str | list) else [part]
    elif change == "delete":
        del parent[path[-1]]
    elif change == "double" and isinstance(parent, list):
        parent.append(part)
    elif isinstance(parent, dict):
        parent[data.draw(st.text(max_size=4))] = parent.pop(path[-1])
    same(name, value)


@given(st.sampled_from(sorted({name for name, _ in VALUES})), JSON)
@settings(max_examples=300, deadline=None)
def test_both_say_the_same_of_anything(name: str, value: Any) -> None:
    """Whatever JSON can hold."""
    same(name, value)


@pytest.mark.parametrize(
    "part",
    [
        {"type": "number"},
        {"format": "email"},
        {"const": 1},
        {"enum": ["a", True]},
        {"enum": [["a", 1]]},
        {"uniqueItems": True, "items": {"type": "integer"}},
        {"allOf": []},
        {"properties": {"a": {"$ref": "#"}}},
    ],
)
def test_what_no_schema_of_ours_says_is_not_passed_over(part: dict[str, Any]) -> None:
    """A keyword that would be ignored is an error of ours, when the schema is read."""
    with pytest.raises(ValueError, match="no schema of ours"):
        decider(part, FORMATS)


@pytest.mark.parametrize(
    ("number", "fits"), [(1, True), (1.0, True), (1.5, False), (True, False), ("1", False), (-1, False)]
)
def test_numbers_are_whole_and_truth_is_none(number: Any, fits: bool) -> None:
    """1.0 is a whole number in JSON; true is equal to 1 in Python and is no number."""
    value = copy.deepcopy(next(value for name, value in RIGHT if name == "withdrawal"))
    value["sequence"] = number
    assert fits == same("withdrawal", value)


def test_a_line_feed_at_the_end_is_not_passed_over() -> None:
    """In a schema `$` is the end of the text; Python's own would let one more line follow."""
    value = copy.deepcopy(next(value for name, value in RIGHT if name == "withdrawal"))
    value["number"] += "\n"
    assert not same("withdrawal", value)
