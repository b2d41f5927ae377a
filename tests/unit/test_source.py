"""Source files: text that stays text, and the way back from a data path to a line."""

import pytest
from testamur.findings import Finding, FindingsError, Place
from testamur.source import SourceFile, Sources, parse_front_matter, parse_yaml, place, placed
from testamur.source.layout import is_slug, known_path, version_numbers


def yaml(text: str) -> SourceFile:
    """A YAML file."""
    return SourceFile("registry.yaml", text.encode())


def codes(file: SourceFile) -> list[tuple[str, int, int]]:
    """The findings of a file that can't be read: code, line and column."""
    with pytest.raises(FindingsError) as raised:
        parse_front_matter(file) if file.path.endswith(".md") else parse_yaml(file)
    return [(finding.code, finding.place.line, finding.place.column) for finding in raised.value.findings]


@pytest.mark.parametrize(
    "text", ["NO", "yes", "12:30", "1.10", "2026-01-01", "null", "~", "0x1F", "1e3", "1_000", ".inf", "007", "=", "+1"]
)
def test_every_scalar_is_the_text_that_was_written(text: str) -> None:
    """Nothing that YAML would take for a number, a day or a truth value becomes one."""
    assert {"a": text, "b": [text]} == parse_yaml(yaml(f"a: {text}\nb:\n  - {text}\n"))


def test_quotes_and_blocks_give_their_text() -> None:
    """Quoting and folding work as the YAML books say; a block's last line break is not part of the text."""
    assert {"a": "x # y", "b": "one two", "c": "one\ntwo", "d": "é\n"} == parse_yaml(
        yaml('a: "x # y"\nb: >-\n  one\n  two\nc: |\n  one\n  two\nd: "\\u00e9\\n"\n')
    )


def test_an_empty_value_is_empty_text() -> None:
    """A name without a value is left to the schema, which knows where it stands."""
    assert {"a": "", "b": [""]} == parse_yaml(yaml("a:\nb:\n  -\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ("yaml-duplicate-key", 3, 1)),
        ('a: 1\n"a": 3\n', ("yaml-duplicate-key", 2, 1)),
        ("a: &x 1\n", ("yaml-anchor", 1, 4)),
        ("a: *x\n", ("yaml-anchor", 1, 4)),
        ("a: !!int 1\n", ("yaml-tag", 1, 4)),
        ("a: !x [1]\n", ("yaml-tag", 1, 4)),
        ("<<: {a: 1}\n", ("yaml-merge-key", 1, 1)),
        ("a: 1\n---\nb: 2\n", ("yaml-document", 2, 1)),
        ("%YAML 1.1\n---\na: 1\n", ("yaml-document", 1, 1)),
        ("a:\tb\n", ("yaml-tab", 1, 3)),
        ("a: b # c\n", ("yaml-comment", 1, 5)),
        ("- a #b\n", ("yaml-comment", 1, 4)),
        ("[a]: b\n", ("yaml-key-not-text", 1, 1)),
        ("a: b: c\n", ("yaml-syntax", 1, 5)),
        ("a: [\n", ("yaml-syntax", 2, 1)),
        ("a: x\u2028y\n", ("text-control-character", 1, 5)),
        ('a: "\\x07"\n', ("text-control-character", 1, 4)),
    ],
)
def test_what_could_surprise_an_author_is_refused(text: str, expected: tuple[str, int, int]) -> None:
    """Each has a code of its own, a line and a column."""
    assert [expected] == codes(yaml(text))


@pytest.mark.parametrize("text", ['a: "b" # c\n', "# c\na: b\n", "a: # c\n  b: c\n", "a: [b] # c\n", "a: x#y\n"])
def test_comments_that_lose_nothing_are_allowed(text: str) -> None:
    """Only a comment behind an unquoted text is refused."""
    assert isinstance(parse_yaml(yaml(text)), dict)


def test_an_anchor_bomb_is_refused_without_being_built() -> None:
    """Three hundred bytes can't become a billion items (threat 37)."""
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30))]
    assert {"yaml-anchor"} == {code for code, _, _ in codes(yaml("\n".join(lines)))}


def test_front_matter_is_split_from_its_text() -> None:
    """The header ends at the second line of three hyphens; the rest is the text, untouched but for its line ends."""
    file = SourceFile("a.md", b"---\r\ntitle: x\r\n---\r\n\r\ntext\r\n---\r\n")
    assert ({"title": "x"}, "\ntext\n---\n") == parse_front_matter(file)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"title: x\n", ("front-matter-missing", 1, 1)),
        (b"---\ntitle: x\n", ("front-matter-open", 1, 1)),
        (b"\xef\xbb\xbf---\n---\n", ("file-byte-order-mark", 1, 1)),
        (b"---\ntitle: x\xff\n---\n", ("file-not-utf8", 2, 9)),
        (b"---\ntitle: x\n---\n\x00\n", ("text-control-character", 4, 1)),
        (b"---\ntitle: x\rb: y\n---\n", ("text-control-character", 2, 9)),
        (b"---\ntitle: x: y\n---\n", ("yaml-syntax", 2, 9)),
    ],
)
def test_a_broken_header_is_refused_at_its_place(data: bytes, expected: tuple[str, int, int]) -> None:
    """Lines are those of the file, the header's offset included."""
    assert [expected] == codes(SourceFile("a.md", data))


def test_places_in_front_matter_count_from_the_file() -> None:
    """A pointer leads to the value, or with `at_key` to its name."""
    file = SourceFile("a.md", "---\ntitle: é😀x\nlist:\n  - a: 1\n    b/c: 2\n---\n".encode())
    assert (2, 8) == (place(file, "/title").line, place(file, "/title").column)
    assert (5, 10) == (place(file, "/list/0/b~1c").line, place(file, "/list/0/b~1c").column)
    assert (5, 5) == (place(file, "/list/0/b~1c", at_key=True).line, place(file, "/list/0/b~1c", at_key=True).column)


def test_places_in_json_are_those_of_the_values() -> None:
    """Strings that look like structure do not mislead the scan."""
    file = SourceFile("a.json", b'{"a": [1, "}],:\\"", {"b": true}],\n "c~/d": {}}')
    assert (1, 8) == (place(file, "/a/0").line, place(file, "/a/0").column)
    assert (1, 27) == (place(file, "/a/2/b").line, place(file, "/a/2/b").column)
    assert (2, 10) == (place(file, "/c~0~1d").line, place(file, "/c~0~1d").column)
    assert (2, 2) == (place(file, "/c~0~1d", at_key=True).line, place(file, "/c~0~1d", at_key=True).column)


def test_a_place_that_is_not_there_is_that_of_its_parent() -> None:
    """A missing member is looked for where it should stand."""
    file = SourceFile("a.json", b'{"a":\n {"b": 1}}')
    assert (2, 2) == (place(file, "/a/x/y").line, place(file, "/a/x/y").column)
    assert (1, 1) == (place(SourceFile("a.md", b"?"), "/a").line, place(SourceFile("a.md", b"?"), "/a").column)


def test_findings_get_their_places_once() -> None:
    """A place that is known stays; one of a file that was not read stays as it is."""
    sources = Sources({"a.json": SourceFile("a.json", b'{"a":\n 1}')})
    symbolic = Finding(code="c", place=Place(file="a.json", pointer="/a"), message="m")
    assert (2, 2) == (placed(sources, symbolic).place.line, placed(sources, symbolic).place.column)
    known = Finding(code="c", place=Place(file="a.json", line=9, column=9), message="m")
    assert known == placed(sources, known)
    elsewhere = Finding(code="c", place=Place(file="b.json", pointer="/a"), message="m")
    assert elsewhere == placed(sources, elsewhere)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("registry.yaml", ("registry", {})),
        ("credentials/a/index.md", ("definition", {"slug": "a"})),
        ("credentials/a/b.png", ("badge", {"slug": "a", "name": "b.png"})),
        (
            "credentials/a/versions/1.0/details.json",
            ("frozen", {"slug": "a", "version": "1.0", "name": "details.json"}),
        ),
        ("issuers/a/keys/z6.json", ("key", {"slug": "a", "name": "z6"})),
        (
            "issuers/a/awards/a1/4/4711.json",
            ("ledger-entry", {"slug": "a", "list": "a1", "part": "4", "index": "4711"}),
        ),
        ("issuers/a/withdrawals/A1-00077/1.json", ("withdrawal", {"slug": "a", "number": "A1-00077", "sequence": "1"})),
        ("issuers/a/status/a1.json", ("status-list", {"slug": "a", "list": "a1"})),
        ("issuers/a/status/a1-holds.json", ("status-list", {"slug": "a", "list": "a1", "holds": "-holds"})),
        ("credentials/index.md", None),
        ("credentials/a/b/index.md", None),
        ("mkdocs.yml", None),
    ],
)
def test_a_path_is_of_one_kind(path: str, expected: tuple[str, dict[str, str]] | None) -> None:
    """The table of paths names the kind of a file and the names in its path."""
    known = known_path(path)
    assert expected == (None if known is None else (known.kind, dict(known.names)))


def test_versions_compare_by_their_numbers() -> None:
    """1.10 comes after 1.9, and 1.0 is 1.0.0."""
    assert version_numbers("1.9") < version_numbers("1.10")
    assert version_numbers("1.0.0") == version_numbers("1.0")


@pytest.mark.parametrize(
    ("slug", "expected"), [("wound-care-2", True), ("a" * 64, True), ("a" * 65, False), ("-a", False), ("a--b", False)]
)
def test_slugs(slug: str, expected: bool) -> None:
    """Lower-case letters, digits and single hyphens."""
    assert expected == is_slug(slug)
