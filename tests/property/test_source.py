"""Whatever bytes a registry holds: a value or findings with places, never anything else."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from testamur.findings import Finding, FindingsError, Place
from testamur.source import SourceFile, parse_front_matter, parse_yaml, place, yaml_text
from testamur.source.text import UNSEEN, step

PLAIN_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]).filter(lambda c: not UNSEEN.match(c)), max_size=12
)
VALUES = st.recursive(
    PLAIN_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN_TEXT, inner, max_size=4),
    max_leaves=12,
)
NO_FINDING = Finding(code="none", place=Place(file="", line=-1), message="an error without findings")
YAML_LIKE = st.text(st.sampled_from("abc01:-#&*!|>'\"%@`{}[], \n\t~?<é😀\\.u"), max_size=60)


def written(value: Any) -> str:
    """JSON, which is YAML with every text in quotes; characters as they are."""
    return json.dumps(value, ensure_ascii=False)


@given(VALUES)
def test_what_is_written_in_quotes_is_read_back(value: Any) -> None:
    """Text, lists and groups come back as they were written."""
    assert value == parse_yaml(SourceFile("a.yaml", written(value).encode()))


@given(VALUES)
def test_every_value_has_its_place(value: Any) -> None:
    """The place of a text is where it begins, in YAML and in JSON alike."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for name in ("a.yaml", "a.json"):
        file = SourceFile(name, text.encode())
        for pointer, found in texts(value, ""):
            where = place(file, pointer)
            line = text.split("\n")[where.line - 1]
            assert line[where.column - 1 :].startswith(json.dumps(found, ensure_ascii=False))


def texts(value: Any, pointer: str) -> list[tuple[str, str]]:
    """Every text with its pointer."""
    if isinstance(value, str):
        return [(pointer, value)]
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return [found for name, member in pairs for found in texts(member, step(pointer, name))]


@given(st.binary(max_size=80) | YAML_LIKE.map(lambda text: f"---\n{text}\n---\n{text}".encode()))
@example(b"---\n*a : b\n---\n")
@example(b"---\n? [a]\n: b\n---\n")
@example(b"---\n!!map {a: &b c}\n---\n")
@settings(max_examples=500)
def test_any_bytes_give_a_value_or_findings_with_places(data: bytes) -> None:
    """Nothing but FindingsError is raised, and every finding lies inside the file."""
    for name, parse in (("a.yaml", parse_yaml), ("a.md", parse_front_matter)):
        file = SourceFile(name, data)
        found: tuple[Finding, ...] = ()
        try:
            parse(file)
        except FindingsError as error:
            found = error.findings or (NO_FINDING,)
        for finding in found:
            assert 1 <= finding.place.line <= data.count(b"\n") + 2
            assert finding.place.column >= 1
        place(file, "/a/0")


@given(YAML_LIKE)
@settings(max_examples=300)
def test_only_text_lists_and_groups_come_out(text: str) -> None:
    """No number, truth value, day or nothing is ever made of what an author wrote."""
    try:
        value = parse_yaml(SourceFile("a.yaml", text.encode()))
    except FindingsError:
        return
    assert only_plain(value)


def only_plain(value: Any) -> bool:
    """Whether a value is made of text, lists and groups of named values."""
    if isinstance(value, dict):
        return all(type(name) is str and only_plain(member) for name, member in value.items())
    return all(only_plain(item) for item in value) if isinstance(value, list) else type(value) is str


def test_both_parsers_read_every_source_of_the_example_alike(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libyaml, its Python twin gives the same values and places."""
    files = [*root.glob("credentials/*/index.md"), *root.glob("issuers/*/index.md")]
    sources = [SourceFile(str(file.relative_to(root)), file.read_bytes()) for file in files]
    read = [parse_front_matter(source) for source in sources]
    spots = [yaml_text.positions(source.data.decode().split("---\n")[1], first_line=2).values for source in sources]
    monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    assert read == [parse_front_matter(source) for source in sources]
    assert spots == [
        yaml_text.positions(source.data.decode().split("---\n")[1], first_line=2).values for source in sources
    ]
    assert len(files) > 10


def header_of(path: Path) -> str | None:
    """The YAML in a file of the findings, where it has some that is text."""
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return None
    if path.suffix == ".yaml":
        return text
    parts = text.split("---\n")
    return parts[1] if path.suffix == ".md" and len(parts) > 1 else None


def answer(text: str) -> Any:
    """What a parse gives: the value, or the findings with their places."""
    try:
        return yaml_text.parse("a.yaml", text, first_line=1)
    except FindingsError as error:
        return [finding for finding in error.findings if finding.code != "yaml-syntax"] or "yaml-syntax"


def test_both_parsers_and_both_ways_agree_on_every_file_in_the_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """With libyaml and without, by the quick way and by the one with places: one value, or the same findings."""
    folder = Path(__file__).resolve().parent.parent / "findings"
    files = sorted(path for path in folder.glob("*/in/**/*.*") if path.is_file() and not path.is_symlink())
    texts = sorted({text for file in files if (text := header_of(file)) and not UNSEEN.search(text)})
    quickly = [answer(text) for text in texts]
    monkeypatch.setattr(yaml_text, "_plainly", lambda _: None)
    assert quickly == [answer(text) for text in texts]
    monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)
    assert quickly == [answer(text) for text in texts]
    assert len([each for each in quickly if isinstance(each, list)]) > 5
    assert len(texts) > 80


@given(YAML_LIKE | VALUES.map(written) | st.text(max_size=40))
@example("a: &b c")
@example("a: b # c")
@example("a: 'b' # c")
@example("a: |\n  b\n\n")
@example("? |\n  a\n: b")
@example('"\\x07": a')
@example("- - - - - - - - - - - - - a")
@example("a: b\na: c")
@example("<<: {a: b}")
@example("--- a\n--- b")
@example("")
@settings(max_examples=1000)
def test_the_quick_way_reads_what_the_one_with_places_reads(text: str) -> None:
    """A value comes out only where the composer has nothing to say, and it is the composer's."""
    if UNSEEN.search(text):
        return
    quickly = yaml_text._plainly(text)
    composer = yaml_text._composed("a.yaml", text, 1)
    assert quickly is None or (composer.findings, composer.result) == ([], quickly)
    assert quickly is not None or bool(composer.findings) or "|" in text or ">" in text
