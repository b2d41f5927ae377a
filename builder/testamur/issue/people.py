"""Who is to be awarded: a table of comma- or semicolon-separated values (RFC 4180) as spreadsheets save it.

One idea: every row is read and judged before anything happens, and each complaint names the row's own words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from testamur.findings import Finding, FindingsError, Place, printable, quoted
from testamur.times import day_from_text

_COLUMNS: Mapping[str, str] = {
    "name": "name",
    "full name": "name",
    "holder": "name",
    "recipient": "recipient",
    "did": "recipient",
    "issued": "issued",
    "date": "issued",
    "awarded": "issued",
}
# DID Core 1.0, sections 3.1 and 3.2, with the characters of RFC 3986: what is another address can't be signed.
_ESCAPED = "%[0-9A-Fa-f]{2}"
_NAME = f"(?:[A-Za-z0-9._-]|{_ESCAPED})"
_MORE = rf"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|{_ESCAPED})*"
_DID = re.compile(f"did:[a-z0-9]+:(?:{_NAME}*:)*{_NAME}+(?:[/?]{_MORE})?(?:#{_MORE})?")
_ROWS = "write a header such as name;issued, and one row a person below it"
_IN_MARKS = "put a value that holds the separator in quotation marks"
_AS_AWARDED = "write the name as it shall stand on the certificate"
# What a spreadsheet that opens people.csv would compute; some part cells at a semicolon, and some read the wide signs.
_FORMULA = re.compile('(?:^|[,;])[ "]*[-=+@\uff0b\uff0d\uff1d\uff20]')
_MAX_NAME_CHARS = 200  # the longest names on record have fewer
MAX_PEOPLE_BYTES = 8 * 1024 * 1024  # a full list of 131,072 people with 60 bytes each


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person to be awarded. `issued` None stands for the day of the command; `place` is where the row begins."""

    name: str
    recipient: str | None
    issued: date | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    text: str
    line: int
    column: int


def parse_people(file: str, data: bytes) -> tuple[Person, ...]:
    """The people of a CSV file with a header of `name` and, optionally, `recipient` (a DID) and `issued` (a day).

    The separator is `;` or `,`, whichever the header has; a byte-order mark is skipped. Raises FindingsError with every
    fault of every row. Whether somebody may be awarded on that day is not checked.
    """
    if len(data) > MAX_PEOPLE_BYTES:
        hint = "look whether it is the right file: it names the people who earned this award, and nothing else"
        raise _one(Place(file=file), "people-too-large", f"the file has more than {MAX_PEOPLE_BYTES:,} bytes", hint)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = data.count(b"\n", 0, cause.start) + 1
        column = cause.start - data.rfind(b"\n", 0, cause.start)
        hint = "save it as “CSV UTF-8”"
        raise _one(Place(file=file, line=line, column=column), "people-not-utf8", "this is not UTF-8", hint) from cause
    rows = [row for row in _rows(file, text) if any(cell.text.strip() for cell in row)]
    if not rows:
        raise _one(Place(file=file, line=1, column=1), "people-empty", "the file has no rows", _ROWS)
    columns = _columns(file, rows[0])
    if len(rows) == 1:
        raise _one(
            Place(file=file, line=rows[0][0].line, column=1), "people-empty", "there is nobody below the header", _ROWS
        )
    findings: list[Finding] = []
    people: dict[tuple[str, str | None, date | None], Person] = {}
    for row in rows[1:]:
        try:
            person = _person(file, row, columns)
        except FindingsError as error:
            findings += error.findings
            continue
        key = (person.name, person.recipient, person.issued)
        if key in people:
            message = f"Row {person.place.line}: {quoted(person.name)} stands in row {people[key].place.line} already"
            hint = "delete one of the rows, or tell two people of one name apart by a recipient"
            findings.append(Finding(code="people-twice", place=person.place, message=message, hint=hint))
        people.setdefault(key, person)
    if findings:
        raise FindingsError(findings)
    return tuple(people.values())


def parse_person(name: str, recipient: str | None, issued: str | None) -> Person:
    """The one person that the options of a command name, by the same rules. Raises FindingsError."""
    cells = {"name": name, "recipient": recipient or "", "issued": issued or ""}
    row = [_Cell(text=text, line=0, column=0) for text in cells.values()]
    return _person("", row, {column: position for position, column in enumerate(cells)})


def _columns(file: str, header: list[_Cell]) -> dict[str, int]:
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    for position, cell in enumerate(header):
        place = Place(file=file, line=cell.line, column=cell.column)
        name = _COLUMNS.get(cell.text.strip().lower())
        if name is None:
            message = f"there is no column {quoted(cell.text.strip())}"
            hint = "the columns are name, recipient and issued; delete the others"
            findings.append(Finding(code="people-column", place=place, message=message, hint=hint))
        elif name in columns:
            message = f"the column {name} is there twice"
            findings.append(Finding(code="people-column", place=place, message=message, hint="delete one of them"))
        else:
            columns[name] = position
    if "name" not in columns and not findings:
        place = Place(file=file, line=header[0].line, column=header[0].column)
        hint = "the first row holds the names of the columns: name, recipient, issued"
        findings.append(Finding(code="people-column", place=place, message="there is no column name", hint=hint))
    if findings:
        raise FindingsError(findings)
    return columns


def _person(file: str, row: list[_Cell], columns: Mapping[str, int]) -> Person:
    findings: list[Finding] = []
    start = Place(file=file, line=row[0].line, column=row[0].column)
    prefix = f"Row {start.line}: " if start.line else ""

    def complain(code: str, cell: _Cell, message: str, hint: str = "") -> None:
        place = Place(file=file, line=cell.line, column=cell.column)
        findings.append(Finding(code=code, place=place, message=f"{prefix}{message}", hint=hint))

    def cell_of(column: str) -> _Cell:
        position = columns.get(column, len(row))
        return row[position] if position < len(row) else _Cell(text="", line=start.line, column=start.column)

    if len(row) > len(columns):
        complain("people-row", row[len(columns)], f"there are {len(row)} values for {len(columns)} columns", _IN_MARKS)
    name, recipient, issued = cell_of("name"), cell_of("recipient"), cell_of("issued")
    name_text, recipient_text, issued_text = name.text.strip(), recipient.text.strip(), issued.text.strip()
    if not name_text:
        complain("people-name", name, "there is no name", _AS_AWARDED)
    elif len(name_text) > _MAX_NAME_CHARS or printable(name_text) != name_text:
        complain(
            "people-name",
            name,
            f"{quoted(name_text)} is too long for a name or has unseen characters in it",
            _AS_AWARDED,
        )
    elif _FORMULA.search(name_text):
        message = f"{quoted(name_text)} begins as a formula does, which spreadsheets compute"
        complain("people-name", name, message, _AS_AWARDED)
    if recipient_text and _DID.fullmatch(recipient_text) is None:
        hint = "leave it empty, or give a decentralised identifier such as did:key:z6Mk…"
        complain("people-recipient", recipient, f"{quoted(recipient_text)} is not a DID", hint)
    day: date | None = None
    if issued_text:
        try:
            day = day_from_text(issued_text)
        except ValueError:
            complain("people-date", issued, f"{printable(issued_text)} is not a date", "write dates as YYYY-MM-DD")
    if findings:
        raise FindingsError(findings)
    return Person(name=name_text, recipient=recipient_text or None, issued=day, place=start)


def _rows(file: str, text: str) -> Iterator[list[_Cell]]:
    """The cells of each row with the line and column where each begins, both counted from 1."""
    header = text.partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    pattern = re.compile(rf'"((?:[^"]|"")*+)"|([^"{separator}\r\n][^{separator}\r\n]*+)?')
    position, line, line_start = 0, 1, 0
    row: list[_Cell] = []
    while position < len(text):
        column = position - line_start + 1
        match = pattern.match(text, position)
        if match is None or (match.group(1) is None and text[position] == '"'):
            hint = "write a quotation mark inside a value twice, and one at its end"
            raise _one(
                Place(file=file, line=line, column=column), "people-quotes", "a quotation mark does not end", hint
            )
        quoted_text, plain_text = match.groups()
        value = plain_text or "" if quoted_text is None else quoted_text.replace('""', '"')
        row.append(_Cell(text=value, line=line, column=column))
        if breaks := match.group().count("\n"):
            line += breaks
            line_start = position + match.group().rindex("\n") + 1
        position = match.end()
        if position < len(text) and text[position] == separator:
            position += 1
            if position == len(text):
                row.append(_Cell(text="", line=line, column=position - line_start + 1))
            continue
        if position < len(text) and text[position] not in "\r\n":
            place = Place(file=file, line=line, column=position - line_start + 1)
            raise _one(place, "people-quotes", "there is text after a quotation mark", "put the whole value in them")
        position += 2 if text.startswith("\r\n", position) else 1
        yield row
        row, line, line_start = [], line + 1, position
    if row:
        yield row


def _one(place: Place, code: str, message: str, hint: str = "") -> FindingsError:
    return FindingsError([Finding(code=code, place=place, message=message, hint=hint)])
