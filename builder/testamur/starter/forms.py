"""What was typed into an issue form on a Git host, as plain values; the labels are in `data/starter/forms.json`.

One idea: strangers write these. A heading counts only where a form has it, an answer is text and nothing else, and what
can't be meant as it stands is refused with a sentence rather than guessed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal

from testamur.findings import Finding, FindingsError, Place, quoted
from testamur.starter.text import clean, one_line

MAX_FORM_BYTES: Final = 256 * 1024  # GitHub cuts an issue at 65,536 characters, four bytes each
MAX_ANSWER_CHARS: Final = 20_000  # twice the longest text of a definition
MAX_LINES: Final = 100  # the longest list of a definition

Kind = Literal["line", "text", "lines", "rows", "choice"]
FormName = Literal["definition", "withdrawal"]

_NO_ANSWER: Final = frozenset({"", "_No response_"})
_NOTHING_CHOSEN: Final = "None"  # what GitHub writes for a dropdown that was left alone
_SILENCES: Final = frozenset({"not stated", "none"})
_OUTCOME_COLUMN: Final = "kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a form: its label, what its answer fills, and what may answer.

    `field` is a data path, empty for the text; or two with a space between them, where each option has a value for
    both: what goes together can't be chosen apart.
    """

    label: str
    field: str
    kind: Kind
    required: bool
    options: Mapping[str, str]
    columns: tuple[str, ...]


@cache
def questions(form: FormName) -> tuple[Question, ...]:
    """The questions of a form, in their order."""
    document = json.loads(files("testamur").joinpath("data", "starter", "forms.json").read_text(encoding="utf-8"))
    return tuple(
        Question(
            label=each["label"],
            field=each["field"],
            kind=each["kind"],
            required=each.get("required", False),
            options=MappingProxyType(each.get("options", {})),
            columns=tuple(each.get("columns", ())),
        )
        for each in document[form]
    )


def parse_form(form: FormName, path: str, data: bytes) -> dict[str, Any]:
    """The answers of an issue's body by the data paths that they fill; what was not answered is not there.

    `path` is the file's name for findings. Raises FindingsError with everything that is wrong: a body that is too large
    or not UTF-8, one without the form's headings, a heading that stands there twice, a required answer that is missing,
    and an answer that is none of the form's. Not checked: whether the answers fit the schema.
    """
    lines = _text(path, data).split("\n")
    answers = _answers(form, path, lines)
    found: dict[str, Any] = {}
    findings: list[Finding] = []
    for question in questions(form):
        line, text = answers.get(question.label, (1, ""))
        if text.strip() in _NO_ANSWER or (question.kind == "choice" and text.strip() == _NOTHING_CHOSEN):
            if question.required:
                message = f"“{question.label}” is not answered"
                findings.append(_finding("form-answer-missing", path, line, message, "Answer it in the form."))
            continue
        try:
            value = _value(path, line, question, text)
        except FindingsError as problem:
            findings += problem.findings
            continue
        fields = question.field.split(" ")
        found |= {question.field: value} if len(fields) == 1 else dict(zip(fields, value.split(" "), strict=True))
    if findings:
        raise FindingsError(findings)
    return found


def _text(path: str, data: bytes) -> str:
    if len(data) > MAX_FORM_BYTES:
        message = f"the form has {len(data):,} bytes; at most {MAX_FORM_BYTES:,} are read"
        raise FindingsError([_finding("form-too-large", path, 1, message, "Shorten the answers.")])
    try:
        return clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError as cause:
        message = "the form is not UTF-8 text"
        raise FindingsError([_finding("form-not-utf8", path, 1, message, "Save it as UTF-8.")]) from cause


def _answers(form: FormName, path: str, lines: list[str]) -> dict[str, tuple[int, str]]:
    """The text below each heading of the form, with the number of the heading's line."""
    labels = {f"### {question.label}": question.label for question in questions(form)}
    found: dict[str, tuple[int, list[str]]] = {}
    repeated: list[Finding] = []
    current: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        label = labels.get(line.rstrip())
        if label is None:
            if current is not None:
                current.append(line)
        elif label in found:
            message = f"the heading “{label}” stands here a second time"
            advice = "Take it out of the answer: it can't be told which of the two is the form's."
            repeated.append(_finding("form-heading-repeated", path, number, message, advice))
        else:
            current = []
            found[label] = (number, current)
    if repeated:
        raise FindingsError(repeated)
    if not found:
        advice = f"Use the form as it is; it begins with “### {questions(form)[0].label}”."
        raise FindingsError([_finding("form-empty", path, 1, "no heading of the form stands here", advice)])
    return {label: (number, "\n".join(text).strip("\n ")) for label, (number, text) in found.items()}


def _value(path: str, line: int, question: Question, text: str) -> Any:
    if len(text) > MAX_ANSWER_CHARS:
        message = f"the answer has {len(text):,} characters; at most {MAX_ANSWER_CHARS:,} are read"
        raise FindingsError([_finding("form-answer", path, line, f"“{question.label}”: {message}", "Shorten it.")])
    if question.kind != "choice" and text.strip(" .").lower() in _SILENCES:
        return text.strip(" .").lower()
    match question.kind:
        case "line":
            return one_line(text)
        case "text":
            return text
        case "choice":
            return _chosen(path, line, question, one_line(text))
        case "lines":
            return _items(path, line, question, text)
        case "rows":
            return [_row(path, line, question, item) for item in _items(path, line, question, text)]


def _chosen(path: str, line: int, question: Question, text: str) -> str:
    for words, value in question.options.items():
        if text.casefold() in {words.casefold(), value.casefold()}:
            return value
    message = f"“{question.label}”: {quoted(text)} is none of the form's answers"
    advice = f"One of: {'; '.join(question.options)}."
    raise FindingsError([_finding("form-answer", path, line, message, advice)])


def _items(path: str, line: int, question: Question, text: str) -> list[str]:
    """The lines of an answer that hold something, each once, without the sign of a list before them."""
    lines = (one_line(each).removeprefix("- ").removeprefix("* ") for each in text.split("\n"))
    items = list(dict.fromkeys(item for item in lines if item.strip("-*| ")))
    if len(items) > MAX_LINES:
        message = f"“{question.label}”: {len(items)} lines; at most {MAX_LINES} are read"
        raise FindingsError([_finding("form-answer", path, line, message, "Shorten the answer.")])
    return items


def _row(path: str, line: int, question: Question, item: str) -> dict[str, str]:
    cells = [one_line(cell) for cell in item.strip("|").split("|")]
    columns = question.columns
    if len(cells) > len(columns):
        cells = [*cells[: len(columns) - 1], " | ".join(cells[len(columns) - 1 :])]
    row = dict.fromkeys(columns, "not stated")
    row |= {column: cell for column, cell in zip(columns, cells, strict=False) if cell}
    if columns[0] == _OUTCOME_COLUMN:
        row[_OUTCOME_COLUMN] = row[_OUTCOME_COLUMN].lower()
        if row[_OUTCOME_COLUMN] != "not stated":
            row[_OUTCOME_COLUMN] = row[_OUTCOME_COLUMN].replace(" ", "-")
        if len(cells) < 2:
            message = f"“{question.label}”: {quoted(item)} has no part after a |"
            advice = f"Write one a line, its parts with | between them: {' | '.join(columns)}."
            raise FindingsError([_finding("form-answer", path, line, message, advice)])
    return row


def _finding(code: str, path: str, line: int, message: str, hint: str) -> Finding:
    return Finding(code=code, place=Place(file=path, line=line, column=1), message=message, hint=hint)
