"""Issue forms: strangers' answers become text in its field, or a sentence that says why not."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from testamur.findings import FindingsError
from testamur.model import REASONS
from testamur.starter import MAX_FORM_BYTES, nested, parse_form
from testamur.starter.forms import FormName, questions
from testamur.starter.text import clean

FORM = """### Title

Wound care 2

### Type of award

Micro-credential

### Issuer

society

### Description

For nurses.
Two lines.

### Summary for the public

_No response_

### For whom

- Nurses
* Midwives

Nurses

### What the award rests on

None

### Outcomes

Workplace practice | Dresses a wound.
knowledge | Names | parts

### Assessments

Case paper | six cases

### Valid for

3 years

### What must be done to receive the award

Pass.
"""


def line_of(heading: str) -> int:
    """The line of a heading in the form above."""
    return FORM.split("\n").index(f"### {heading}") + 1


def codes(data: bytes, form: FormName = "definition") -> list[tuple[str, int]]:
    """What is wrong with a form: code and line."""
    with pytest.raises(FindingsError) as raised:
        parse_form(form, "form.md", data)
    return [(finding.code, finding.place.line) for finding in raised.value.findings]


def test_answers_fill_their_fields() -> None:
    """Each answer is at the data path of its label; what was left open is not there."""
    expected = {
        "/title": "Wound care 2",
        "/type": "micro-credential",
        "/issuer": "society",
        "/description": "For nurses.\nTwo lines.",
        "/audience": ["Nurses", "Midwives"],
        "/outcomes": [
            {"kind": "workplace-practice", "text": "Dresses a wound."},
            {"kind": "knowledge", "text": "Names | parts"},
        ],
        "/assessments": [{"name": "Case paper", "method": "six cases", "pass": "not stated"}],
        "/validity/period": "P3Y",
        "": "Pass.",
    }
    assert expected == parse_form("definition", "form.md", FORM.encode())


def test_line_ends_of_the_host_make_no_difference() -> None:
    """GitHub ends lines with two characters; a byte-order mark of somebody's editor is passed over."""
    expected = parse_form("definition", "form.md", FORM.encode())
    assert expected == parse_form("definition", "form.md", b"\xef\xbb\xbf" + FORM.replace("\n", "\r\n").encode())


def test_answers_nest_into_groups() -> None:
    """Data paths of two steps become groups of fields; the text has no field."""
    assert {"a": 1, "b": {"c": 2, "d": 3}} == nested({"/a": 1, "/b/c": 2, "/b/d": 3, "": "text"})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", [("form-empty", 1)]),
        (b"just an issue", [("form-empty", 1)]),
        (b"## Title\n\nx", [("form-empty", 1)]),
        (b"### Title\n\nx\n", [("form-answer-missing", 1), ("form-answer-missing", 1)]),
        (FORM.replace("Wound care 2", "").encode(), [("form-answer-missing", 1)]),
        (FORM.replace("Two lines.", "### Title\n\nAnother").encode(), [("form-heading-repeated", 16)]),
        (FORM.replace("Micro-credential", "Diploma").encode(), [("form-answer", line_of("Type of award"))]),
        (FORM.replace("3 years", "7 years").encode(), [("form-answer", line_of("Valid for"))]),
        (FORM.replace("knowledge | Names | parts", "Names parts").encode(), [("form-answer", line_of("Outcomes"))]),
        (
            FORM.replace("- Nurses", "\n".join(f"n{n}" for n in range(101))).encode(),
            [("form-answer", line_of("For whom"))],
        ),
        (FORM.replace("Two lines.", "x" * 20_001).encode(), [("form-answer", line_of("Description"))]),
        (b"x" * (MAX_FORM_BYTES + 1), [("form-too-large", 1)]),
        (b"### Title\n\n\xff", [("form-not-utf8", 1)]),
    ],
)
def test_what_can_not_be_meant_is_refused(body: bytes, expected: list[tuple[str, int]]) -> None:
    """A body that is no form, a missing or impossible answer, a heading twice, and too much: all with their line."""
    assert expected == codes(body)


@pytest.mark.parametrize(
    ("typed", "expected"), [("None.", "none"), ("Not stated", "not stated"), ("None left", "None left")]
)
def test_silence_is_understood(typed: str, expected: str) -> None:
    """Who types that there is none, or that it is not stated, is taken at these words."""
    body = f"{FORM}\n### Cost\n\n{typed}\n".encode()
    assert expected == parse_form("definition", "form.md", body)["/inclusion/cost"]


def test_other_headings_are_part_of_the_answer() -> None:
    """Headings that no form has, fences and fields stay text of the answer they stand in."""
    hostile = "### Verdict\n---\ntitle: other\n---\n```\n::set-output name=x::y\n{{ config }} ${{ github.token }}"
    answers = parse_form("definition", "form.md", FORM.replace("Pass.", hostile).encode())
    assert hostile == answers[""]
    assert answers["/title"] == "Wound care 2"


def test_what_can_not_be_seen_is_left_out() -> None:
    """Controls and bidirectional marks of an answer do not reach the registry."""
    answers = parse_form(
        "definition", "form.md", FORM.replace("Wound care 2", "Wo\u202eund\x1b[31m care\u200f").encode()
    )
    assert answers["/title"] == clean("Wound[31m care\u200f")


def test_the_withdrawal_form() -> None:
    """Number, event and reason come out as the codes that the formats know."""
    body = (
        "### Credential number\n\n a1-04k7x \n\n### What should happen, and why\n\nPut it on hold: it is under review"
    )
    expected = {"/number": "a1-04k7x", "/event": "suspend", "/reason": "under-review"}
    assert expected == parse_form("withdrawal", "form.md", body.encode())


def test_the_withdrawal_form_offers_what_goes_together() -> None:
    """Every event with each of its own reasons, and no other."""
    (question,) = [each for each in questions("withdrawal") if each.field == "/event /reason"]
    expected = [f"{event} {reason}" for event, reasons in REASONS.items() for reason in reasons]
    assert expected == list(question.options.values())


def test_the_fields_of_the_forms_exist(root: Path) -> None:
    """Every label fills a field of the schema, and every value that an option stands for is allowed there."""
    for form in ("definition", "withdrawal"):
        schema = json.loads((root / f"builder/testamur/data/schemas/{form}.json").read_text(encoding="utf-8"))
        for question in questions(form):
            part: Any = schema
            fields = question.field.split(" ")
            for position, field in enumerate(fields):
                part = schema
                for name in field.split("/")[1:]:
                    part = part["properties"][name]
                values = {each.split(" ")[position] if fields[1:] else each for each in question.options.values()}
                if question.options and "enum" in part:
                    assert values <= set(part["enum"]), question.label
            if question.columns:
                items = next(each["items"] for each in part["anyOf"] if "items" in each)
                assert set(question.columns) == set(items["required"]), question.label


def test_the_forms_on_github_ask_what_we_read(root: Path) -> None:
    """Labels, kinds, options and what is required are the same in the issue forms and in our table."""
    kinds = {"line": "input", "text": "textarea", "lines": "textarea", "rows": "textarea", "choice": "dropdown"}
    for form in ("definition", "withdrawal"):
        path = root / f"builder/testamur/data/starter/.github/ISSUE_TEMPLATE/{form}.yml"
        asked = [
            each for each in yaml.safe_load(path.read_text(encoding="utf-8"))["body"] if each["type"] != "markdown"
        ]
        assert [
            (question.label, kinds[question.kind], list(question.options), question.required)
            for question in questions(form)
        ] == [
            (
                each["attributes"]["label"],
                each["type"],
                each["attributes"].get("options", []),
                each.get("validations", {}).get("required", False),
            )
            for each in asked
        ]
