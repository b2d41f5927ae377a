"""What an author reads: every fault's folder, the table of codes, the documentation, and the three spellings."""

import ast
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.cli.findings_output import as_json, github, plain
from testamur.findings import Finding, FindingsError, Place, printable, quoted, quoted_apart, sorted_findings
from testamur.load import read_sources
from testamur.reference import codes, entries, group_from_toml

from tools import findings_reference

FOLDER = Path(__file__).resolve().parent.parent / "findings"
FAULTS = sorted(path.parent.name for path in FOLDER.glob("*/in"))
TIME = datetime(2026, 3, 1, 12, tzinfo=UTC)
CODES = codes("check")
COMMAND_CODES = codes("commands")


def findings_of(root: Path) -> tuple[Finding, ...]:
    """What load and check say of a folder, at the time of all these tests."""
    sources, found = read_sources(root)
    return sorted_findings((*found, *check_registry(sources, at=TIME, tool_version="0.1.0").findings))


def code_of(name: str) -> str:
    """The code that a folder stands for: the longest one its name begins with."""
    return max((code for code in CODES if name == code or name.startswith(f"{code}-")), key=len, default="")


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_exactly_the_expected_findings(name: str) -> None:
    """Each folder's registry gives the findings in its expected.txt, with line and column, and no others."""
    expected = (FOLDER / name / "expected.txt").read_text(encoding="utf-8")
    assert expected == plain(findings_of(FOLDER / name / "in"))


@pytest.mark.parametrize("name", [name for name in FAULTS if not name.startswith("_")])
def test_a_folder_shows_the_code_it_is_named_after(name: str) -> None:
    """A folder is named after a code of the table that is among its findings."""
    found = {finding.code for finding in findings_of(FOLDER / name / "in")}
    assert code_of(name) in found


def test_the_two_base_registries_have_no_findings() -> None:
    """A minimal registry, and one with awards and signed lists, are right as they are."""
    assert () == findings_of(FOLDER / "_plain" / "in")
    assert () == findings_of(FOLDER / "_keyed" / "in")


def test_every_code_has_a_folder() -> None:
    """Each has a faulty registry or, where none can show it, a scene: a code without is one nobody has seen."""
    seen = {code_of(name) for name in FAULTS if not name.startswith("_")}
    scenes = {path.parent.name for path in FOLDER.glob("*/scene.toml")}
    assert (set(), set()) == (seen & scenes, set(entries()) - seen - scenes)
    assert {folder.name for folder in FOLDER.iterdir()} == {*FAULTS, *scenes}


def test_every_finding_has_a_place() -> None:
    """A finding names a file and says where in it, however it came about."""
    for name in FAULTS:
        for finding in findings_of(FOLDER / name / "in"):
            assert finding.place.file
            assert finding.place.line >= 1
            assert finding.place.column >= 1


# Words of a code's form that calls are handed for another reason: encodings, questions to Git, kinds of files, a
# header, a member of schemas.
NO_CODES = {"latin-1", "no-store", "not-stated", "utf-8", "utf-8-sig", "x-finding"}
NO_CODES |= {"cat-file", "hash-object", "ls-tree", "merge-base", "rev-list", "rev-parse"}
NO_CODES |= {"in-force", "ledger-entry", "status-list"}


def codes_named_in(package: Path) -> set[str]:
    """Every code that a call in the package is handed, by position or as `code`, or that a schema names."""
    form = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
    named = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Call):
                handed = [*node.args[:2], *(each.value for each in node.keywords if each.arg == "code")]
                named |= {each.value for each in handed if isinstance(each, ast.Constant)}
    for schema in (package / "data/schemas").glob("*.json"):
        named |= set(re.findall(r'"x-finding": "([^"]*)"', schema.read_text(encoding="utf-8")))
    return {each for each in named if isinstance(each, str) and form.fullmatch(each)} - NO_CODES


def test_the_tables_have_every_code_that_the_package_names(root: Path) -> None:
    """No room says a code that neither table has, and the commands' table has none that nobody says."""
    named = codes_named_in(root / "builder/testamur")
    assert set() == named - set(CODES) - set(COMMAND_CODES)
    assert set() == set(COMMAND_CODES) - named
    assert set() == set(CODES) & set(COMMAND_CODES)
    assert len(named) > 150


def test_every_code_has_a_paragraph_and_two_examples() -> None:
    """Each code's entry says in a line what it means, explains it in whole sentences, and shows it wrong and right."""
    for entry in entries().values():
        assert "" not in {entry.means, entry.wrong, entry.right}, entry.code
        assert entry.wrong != entry.right, entry.code
        assert {"."} == {line[-1] for line in entry.text.splitlines()}, entry.code
        assert {False} == {"\n" in text for text in (entry.means, entry.wrong, entry.right)}, entry.code
        assert entry.severity in {"error", "warning"}, entry.code


def test_the_page_is_made_from_the_entries(root: Path) -> None:
    """docs/findings.md is what `python -m tools.findings_reference` writes, and explains each code once."""
    text = (root / "docs/findings.md").read_text(encoding="utf-8")
    assert text == findings_reference.page()
    assert sorted([*CODES, *COMMAND_CODES]) == sorted(re.findall(r"^### `([a-z0-9-]+)`$", text, re.MULTILINE))


def test_the_page_is_written_and_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tool writes the page, and with --check only says whether it is up to date."""
    page = tmp_path / "findings.md"
    monkeypatch.setattr(findings_reference, "PAGE", page)
    page.write_text("old\n", encoding="utf-8")
    assert (1, "old\n") == (findings_reference.main(["--check"]), page.read_text(encoding="utf-8"))
    assert 0 == findings_reference.main([])
    assert 0 == findings_reference.main(["--check"])
    assert page.read_text(encoding="utf-8").startswith("# Findings\n")


def test_an_entry_with_an_unknown_member_is_refused() -> None:
    """A misspelt member of an entry is not passed over."""
    text = 'title = "T"\n[a-b]\nmeans = "m"\ntext = "t."\nwrong = "w"\nrigth = "r"\n'
    with pytest.raises(TypeError):
        group_from_toml(text)


HOSTILE = Finding(
    code="field-unknown",
    place=Place(file="a,b:c\r\n::error::x.md", line=3, column=7, pointer="/a"),
    message="100% \x1b[31m\r\n::set-output name=x::y",
    hint="line one",
)


def test_plain_output_holds_no_control_characters() -> None:
    """A file can't send escapes or lines of its own to a terminal."""
    expected = (
        "a,b:c<U+000D><U+000A>::error::x.md:3:7: field-unknown "
        "100% <U+001B>[31m<U+000D><U+000A>::set-output name=x::y\n  hint: line one\n"
    )
    assert expected == plain([HOSTILE])


def test_github_output_is_one_command_a_finding() -> None:
    """Neither a path nor a message can end the command or begin another."""
    expected = (
        "::error file=a%2Cb%3Ac<U+000D>%0A%3A%3Aerror%3A%3Ax.md,line=3,col=7,title=field-unknown::"
        "100%25 <U+001B>[31m<U+000D>%0A::set-output name=x::y%0Aline one\n"
    )
    assert expected == github([HOSTILE])


def test_json_output_has_every_part() -> None:
    """Programs get the same findings with their parts apart."""
    finding = Finding(code="file-missing", place=Place(file="registry.yaml", line=1, column=1), message="m", hint="h")
    expected = [
        {
            "code": "file-missing",
            "severity": "error",
            "file": "registry.yaml",
            "line": 1,
            "column": 1,
            "pointer": "",
            "message": "m",
            "hint": "h",
        }
    ]
    assert expected == json.loads(as_json([finding]))
    assert [] == json.loads(as_json([]))


def test_a_warning_says_so() -> None:
    """A warning looks different from an error in every spelling."""
    finding = Finding(code="tool-version", place=Place(file="a", line=1, column=1), message="m", severity="warning")
    assert "a:1:1: tool-version (warning) m\n" == plain([finding])
    assert github([finding]).startswith("::warning ")
    assert "warning" == json.loads(as_json([finding]))[0]["severity"]


def test_findings_are_sorted_by_place_and_told_once() -> None:
    """The order does not depend on the order of the checks."""
    first = Finding(code="b", place=Place(file="a", line=2, column=1), message="m")
    second = Finding(code="a", place=Place(file="a", line=10, column=1), message="m")
    assert (first, second) == sorted_findings([second, first, second])
    assert (first, second) == FindingsError([second, first]).findings


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a", "b", ("“a”", "“b”")),
        ("x" * 70 + "/a2.json", "x" * 70 + "/a3.json", ("“…" + "x" * 28 + "/a2.json”", "“…" + "x" * 28 + "/a3.json”")),
        ("x" * 70, "x" * 70 + "y", ("“…" + "x" * 30 + "”", "“…" + "x" * 30 + "y”")),
        ("a" + "x" * 70, "b" + "x" * 70, ("“a" + "x" * 59 + "…”", "“b" + "x" * 59 + "…”")),
    ],
)
def test_two_values_are_cut_where_they_differ(one: str, other: str, expected: tuple[str, str]) -> None:
    """Of two long values that differ late, both are shown with what tells them apart."""
    assert expected == quoted_apart(one, other)


def test_quoted_values_are_cut_and_printable() -> None:
    """A long or hostile value can't fill or steer a message."""
    assert "“" + "x" * 60 + "…”" == quoted("x" * 1000)
    assert "“a<U+202E>b”" == quoted("a\u202eb")
    assert "<U+D83D>" == printable("\ud83d")
    # What a runner of workflows takes for a command, wherever it stands.
    assert "x ##<U+0023>[error]y #[z] ## [" == printable("x ###[error]y #[z] ## [")
