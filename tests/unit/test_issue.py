"""Reading people, planning awards and the private records, without any disk."""

from datetime import UTC, date, datetime

import pytest
from testamur.findings import FindingsError
from testamur.issue import Plan, Planned, holder_file, parse_people, parse_plan, parse_records, plan_bytes, records_with


def complaints(text: str | bytes) -> list[tuple[int, int, str, str]]:
    """Line, column, code and message of every complaint about a table."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(FindingsError) as error:
        parse_people("p.csv", data)
    return [(f.place.line, f.place.column, f.code, f.message) for f in error.value.findings]


COMPUTED = "which spreadsheets compute"


@pytest.mark.parametrize(
    "text",
    [
        "name,recipient,issued\nAda,did:key:z6Mk,2026-01-02\n",
        "Full Name;Date;DID\r\nAda;2026-01-02;did:key:z6Mk\r\n",
        "\ufeffissued,name,recipient\n2026-01-02, Ada ,did:key:z6Mk",
        '"name","recipient","issued"\n"Ada","did:key:z6Mk","2026-01-02"\n\n,,\n',
    ],
)
def test_forms_of_a_table(text: str) -> None:
    """Separators, line ends, quotes, order of columns, a byte-order mark and empty rows do not matter."""
    (person,) = parse_people("p.csv", text.encode())
    assert ("Ada", "did:key:z6Mk", date(2026, 1, 2)) == (person.name, person.recipient, person.issued)


@pytest.mark.parametrize("name", ["Ada-Bo = Cy", "D'Ex", "'t Ex", "Ex, Ada", "a@b", "1+1"])
def test_names_that_are_no_formulas(name: str) -> None:
    """Only what stands first in a cell begins a formula."""
    (person,) = parse_people("p.csv", f'name\n"{name}"\n'.encode())
    assert name == person.name


def test_quoted_values() -> None:
    """A quoted value may hold the separator, quotation marks and a line break; rows after it keep their true lines."""
    people = parse_people("p.csv", b'name,issued\n"Ex, ""B"" C",\nBo,2026-01-02\n')
    assert ['Ex, "B" C', "Bo"] == [person.name for person in people]
    wrong = complaints('name,issued\n"Two\nlines",\nBo,2026-13-01\n')
    assert [(2, 1, "people-name"), (4, 4, "people-date")] == [each[:3] for each in wrong]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, 1, "people-empty", "the file has no rows")]),
        ("name\n", [(1, 1, "people-empty", "there is nobody below the header")]),
        ("name,email\nAda,a@b.example\n", [(1, 6, "people-column", "there is no column “email”")]),
        ("name,Full name\nAda,Ada\n", [(1, 6, "people-column", "the column name is there twice")]),
        ("issued\n2026-01-01\n", [(1, 1, "people-column", "there is no column name")]),
        ("name\nAda,Bo\n", [(2, 5, "people-row", "Row 2: there are 2 values for 1 columns")]),
        ("name,issued\nAda,31/02/2026\n", [(2, 5, "people-date", "Row 2: 31/02/2026 is not a date")]),
        ("name,issued\nAda,2026-02-30\n", [(2, 5, "people-date", "Row 2: 2026-02-30 is not a date")]),
        ("name,recipient\nAda,ada@b.example\n", [(2, 5, "people-recipient", "Row 2: “ada@b.example” is not a DID")]),
        ("name\nAda\nBo\nAda\n", [(4, 1, "people-twice", "Row 4: “Ada” stands in row 2 already")]),
        ('name\n"Ada\n', [(2, 1, "people-quotes", "a quotation mark does not end")]),
        ('name\n"Ada" B\n', [(2, 6, "people-quotes", "there is text after a quotation mark")]),
        (b"name\nAd\xe9\n", [(2, 3, "people-not-utf8", "this is not UTF-8")]),
        (
            "name\nA\u202eda\n",
            [(2, 1, "people-name", "Row 2: “A<U+202E>da” is too long for a name or has unseen characters in it")],
        ),
        *(
            (f"name\n{name}\n", [(2, 1, "people-name", f"Row 2: “{name}” begins as a formula does, {COMPUTED}")])
            for name in ("=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1+1", "= 1")
        ),
        (
            'name\n"Ada;=1+1"\n',
            [(2, 1, "people-name", f"Row 2: “Ada;=1+1” begins as a formula does, {COMPUTED}")],
        ),
    ],
)
def test_faults_of_a_table(text: str | bytes, expected: list[tuple[int, int, str, str]]) -> None:
    """Each fault is said with its line, its column and the words that are wrong."""
    assert expected == complaints(text)


def test_every_fault_is_said() -> None:
    """Faults of all rows come at once."""
    assert 3 == len(complaints("name,issued,recipient\n,2026-01-01,\nBo,yesterday,me\n"))


PLAN = Plan(
    id="0f",
    folder="/private/issued",
    definition="d",
    version="1.0",
    version_digest="ab",
    issuer="s",
    key="z6Mk",
    list="a1",
    created=datetime(2026, 3, 2, 10, tzinfo=UTC),
    awards=(
        Planned(name="Åsa, B", recipient=None, issued=date(2026, 3, 2), identifier="urn:uuid:1", index=4711),
        Planned(name="Bo", recipient="did:key:z", issued=date(2026, 3, 1), identifier="urn:uuid:2", index=0),
    ),
)


def test_plan_is_read_back() -> None:
    """A plan that was kept is the same plan."""
    assert PLAN == parse_plan("j.json", plan_bytes(PLAN))


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"id": 1}', plan_bytes(PLAN)[:-20]])
def test_damaged_journal(data: bytes) -> None:
    """A journal that is cut or empty is a finding."""
    with pytest.raises(FindingsError, match="journal-unreadable"):
        parse_plan("j.json", data)


def test_records_are_read_back_and_added_once() -> None:
    """The table has a row an award; adding the same plan again changes nothing."""
    table = records_with(b"", PLAN, ["a.json", "b.json"])
    assert table == records_with(table, PLAN, ["a.json", "b.json"])
    rows = parse_records("people.csv", table)
    assert [("A1-04K7X", "Åsa, B", None), ("A1-0000N", "Bo", "did:key:z")] == [
        (r.number, r.name, r.recipient) for r in rows
    ]


def test_records_without_a_last_line_end() -> None:
    """A table whose last line end an editor took away is not damaged by a new row."""
    table = records_with(b"", PLAN, ["a.json", "b.json"])
    more = Plan(**{**{name: getattr(PLAN, name) for name in PLAN.__slots__}, "list": "a2"})
    assert 4 == len(parse_records("people.csv", records_with(table.rstrip(b"\n"), more, ["c.json", "d.json"])))


@pytest.mark.parametrize(
    "data", [b"number\nA1-04K7X\n", b"\xff", b"number,name,recipient,definition,version,issued\n1,2,3,4,5,6\n"]
)
def test_damaged_records(data: bytes) -> None:
    """A table that lost a column or its dates is a finding, not an empty table."""
    with pytest.raises(FindingsError, match="records-unreadable"):
        parse_records("people.csv", data)


@pytest.mark.parametrize(
    ("name", "file"),
    [("Åsa Öst-Example", "asa-ost-example-A1-04K7X.json"), ("李", "A1-04K7X.json"), ("../../etc", "etc-A1-04K7X.json")],
)
def test_holder_file(name: str, file: str) -> None:
    """The file is named after the person as far as plain letters go, and always after the number."""
    award = Planned(name=name, recipient=None, issued=date(2026, 3, 2), identifier="urn:uuid:1", index=4711)
    assert file == holder_file(PLAN, award)
