"""The schemas as editors read them: the same verdicts as ours, and words for every field."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from testamur import vendored
from testamur.check.forms import format_checker
from testamur.editor import DRAFT_07, draft_07, editor_schemas
from testamur.findings import FindingsError
from testamur.source import SourceFile, parse_front_matter, parse_yaml
from testamur.source.layout import Kind, known_path

NAMES = sorted(name.removesuffix(".json") for name in vendored.schemas())
SCHEMA_OF: Mapping[Kind, str] = {
    "registry": "registry",
    "definition": "definition",
    "issuer": "issuer",
    "key": "key",
    "ledger-entry": "ledger-entry",
    "withdrawal": "withdrawal",
    "status-list": "status-list",
}


def schema(name: str) -> dict[str, Any]:
    """One of our schemas."""
    parsed: dict[str, Any] = json.loads(vendored.schemas()[f"{name}.json"])
    return parsed


def parts(part: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every property of a schema with its path."""
    if isinstance(part, list):
        for each in part:
            yield from parts(each, path)
    elif isinstance(part, dict):
        for name, member in part.get("properties", {}).items():
            yield f"{path}/{name}", member
            yield from parts(member, f"{path}/{name}")
        for word in ("items", "anyOf"):
            yield from parts(part.get(word, ()), f"{path}/*" if word == "items" else path)


def documents(root: Path) -> Iterator[tuple[str, str, Any]]:
    """Every file of the examples and the faulty registries that can be read: where, its schema's name, its value."""
    for index in ("registry.yaml", "credentials/*/index.md", "issuers/**/*.*", "tests/findings/*/in/**/*.*"):
        for path in sorted(root.glob(index)):
            inside = path.relative_to(root).as_posix()
            inside = inside.partition("/in/")[2] if inside.startswith("tests/") else inside
            known = known_path(inside)
            if known is None or known.kind not in SCHEMA_OF or not path.is_file() or path.is_symlink():
                continue
            name = SCHEMA_OF[known.kind]
            file = SourceFile(inside, path.read_bytes())
            try:
                if inside.endswith(".json"):
                    yield str(path), name, json.loads(file.data)
                else:
                    yield str(path), name, parse_yaml(file) if name == "registry" else parse_front_matter(file)[0]
            except (FindingsError, ValueError, RecursionError):
                continue


def test_both_drafts_accept_and_refuse_alike(root: Path) -> None:
    """Every file of the example and of the faulty registries has one verdict under both drafts, some each way."""
    ours = {name: Draft202012Validator(schema(name), format_checker=format_checker()) for name in NAMES}
    theirs = {name: Draft7Validator(draft_07(schema(name)), format_checker=format_checker()) for name in NAMES}
    verdicts: dict[bool, int] = {True: 0, False: 0}
    for path, name, value in documents(root):
        expected = ours[name].is_valid(value)
        verdicts[expected] += 1
        assert (path, expected) == (path, theirs[name].is_valid(value))
    assert verdicts[True] > 300
    assert verdicts[False] > 20


@pytest.mark.parametrize("name", NAMES)
def test_the_derived_schema_is_one(name: str) -> None:
    """It is a draft-07 schema, keeps the words beside every reference, and nothing of the newer draft is left in it."""
    made = draft_07(schema(name))
    Draft7Validator.check_schema(made)
    assert made["$schema"] == DRAFT_07
    assert "$defs" not in json.dumps(made)
    assert "x-finding" not in json.dumps(made)
    described = {path: part["description"] for path, part in parts(schema(name))}
    assert described == {path: part["description"] for path, part in parts(made)}
    for reference in re.findall(r'"\$ref": "([^"]+)"', json.dumps(made)):
        assert reference.removeprefix("#/definitions/") in made["definitions"]


def test_a_reference_with_words_beside_it_still_counts() -> None:
    """Draft-07 passes over whatever stands beside a reference, so the reference is put one step in."""
    made = draft_07({"properties": {"a": {"description": "A.", "$ref": "#/$defs/b"}}, "$defs": {"b": {"const": 1}}})
    assert made["properties"]["a"] == {"description": "A.", "allOf": [{"$ref": "#/definitions/b"}]}
    assert not Draft7Validator(made).is_valid({"a": 2})


def test_an_unknown_keyword_is_not_passed_over() -> None:
    """A keyword that draft-07 lacks stops the derivation instead of leaving a laxer schema."""
    with pytest.raises(ValueError, match="prefixItems"):
        draft_07({"prefixItems": []})


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_described_in_a_sentence(root: Path, name: str) -> None:
    """Each property has one sentence, and the rows that it names are rows of the principles."""
    rows = set(re.findall(r"^\| ([0-9.]+(?:, [0-9.]+)*) \|", (root / "docs/principles.md").read_text(), re.MULTILINE))
    known = {row for each in rows for row in each.split(", ")}
    assert {"1", "6.1", "8.4"} <= known
    found = list(parts(schema(name)))
    assert found
    for path, part in found:
        sentence = part.get("description", "")
        assert re.fullmatch(r"[A-Z“`](?:[^.]|\.[^\s])*\.", sentence), (path, sentence)
        named = re.search(r"\(?\brows? ([0-9.]+(?:(?: and |, )[0-9.]+)*)\)\.\Z", sentence)
        for row in re.findall(r"[0-9]+(?:\.[0-9])?", named[1]) if named else ():
            assert row in known, (path, row)


def test_only_what_serves_no_principle_names_no_row() -> None:
    """Settings of the tool itself name no row; everything else does."""
    silent = {
        f"{name}{path}"
        for name in NAMES
        for path, part in parts(schema(name))
        if not re.search(r"\brows? [0-9]", part["description"])
    }
    assert silent == {"definition/badge", "registry/testamur", "registry/example"}


def test_every_schema_has_its_variant() -> None:
    """The site publishes both forms of each format under names that can be told apart."""
    assert sorted(editor_schemas(vendored.schemas())) == sorted(f"{name}.draft-07.json" for name in NAMES)
