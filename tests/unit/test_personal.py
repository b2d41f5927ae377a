"""The guard for personal data: what surely points to a person is found and never repeated; the rest is let be."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.check.identity_numbers import KINDS
from testamur.check.notes import Notes
from testamur.check.personal import Allowed, check_personal
from testamur.findings import Finding
from testamur.load import read_sources
from testamur.source import SourceFile, Sources

from tests.processor import seconds_of

FINDINGS = Path(__file__).resolve().parent.parent / "findings"
TIME = datetime(2026, 3, 1, 12, tzinfo=UTC)
DEFINITION = "credentials/a/index.md"


def findings_of(text: str, path: str = DEFINITION, allowed: Allowed | None = None) -> list[Finding]:
    """The findings about persons in a text, none of which repeats more than a mailbox's domain."""
    notes = Notes(Sources({}))
    check_personal(notes, SourceFile(path, text.encode()), allowed or Allowed())
    words = {word for word in text.replace("@", " ").split() if len(word) > 3 and not word.endswith(".example")}
    for finding in notes.findings:
        assert not [word for word in words if word in finding.message]
    return notes.findings


def codes(text: str, path: str = DEFINITION, allowed: Allowed | None = None) -> list[str]:
    """The codes alone."""
    return [finding.code for finding in findings_of(text, path, allowed)]


@pytest.mark.parametrize(
    "text",
    [
        "ada@b.example",
        "Ada Example <ada.x+y@b.example>",
        "ada%40b.example",
        "ada&#64;b.example",
        "ada&#x0040;b.example",
        "ada&commat;b.example",
        "ada&#64;b&#46;example",
        "ada＠b.example",
        "ada [at] b.example",
        "ada(at)b.example",
        "x: mailto:ada@mail.b.example?x",
        "adá@b.example",
        'approver: "ada\\x40b.example"',
        'approver: "\\u0061da\\U00000040b.example"',
    ],
)
def test_mailboxes_are_found_however_they_are_spelt(text: str) -> None:
    """An address is one in any of the spellings that a reader's program understands, and is never repeated."""
    assert ["personal-email"] == codes(text)
    assert ["personal-email"] == codes(text, "credentials/a/versions/1.0/index.md")


@pytest.mark.parametrize(
    "text",
    [
        "a @ b",
        "@context",
        "https://a.example/@b",
        "1234-5678-9012-3456",
        "doi:10.1/a@b",
        "Meet at b.example (at noon)",
        "@@@@.example",
    ],
)
def test_what_only_looks_like_a_mailbox_is_let_be(text: str) -> None:
    """Only what is certain is refused: a wrong check digit, a sign alone."""
    assert [] == codes(text)


def test_an_offices_mailbox_may_stand_in_contact_alone() -> None:
    """The same address is refused anywhere else."""
    contact = Allowed(contact="office@a.example")
    line = "contact: office@a.example"
    assert [] == codes(line, "issuers/a/index.md", contact)
    assert ["personal-email"] == codes(f"url: x\npurpose: {line[9:]}", "issuers/a/index.md", contact)
    assert ["personal-email"] == codes(line)


def test_a_role_mailbox_may_stand_in_texts() -> None:
    """What `registry.yaml` names is let be in any case of letters; another of the same host is not."""
    allowed = Allowed(roles=frozenset({"kurse@a.example"}))
    assert [] == codes("Write to Kurse@a.example.", allowed=allowed)
    assert ["personal-email"] == codes("Write to kurse.ada@a.example.", allowed=allowed)


@pytest.mark.parametrize(
    ("mailbox", "expected"),
    [
        ("kurse-oslo@society.example", []),
        ("wundpflege@society.example", []),
        ("wundpflege@registry.society.example", []),
        ("office@elsewhere.example", []),
        ("ada.example@society.example", ["personal-mailbox"]),
        ("ada-example@society.example", ["personal-mailbox"]),
        ("wundpflege@elsewhere.example", ["personal-mailbox"]),
        ("wundpflege@notsociety.example", ["personal-mailbox"]),
        ("wundpflege", ["contact-malformed"]),
    ],
)
def test_role_mailboxes_are_no_way_to_allow_a_persons(mailbox: str, expected: list[str]) -> None:
    """An office's name anywhere, one word at the society's own hosts; a first and a last name nowhere."""
    files = dict(read_sources(FINDINGS / "_plain" / "in")[0].files)
    settings = files["registry.yaml"].data + f"role_mailboxes:\n  - {mailbox}\n".encode()
    issuer = files["issuers/society/index.md"].data.replace(b"office@society.example", mailbox.encode())
    text = files["credentials/wound-care/index.md"].data + f"\nAsk {mailbox}.\n".encode()
    files["registry.yaml"] = SourceFile("registry.yaml", settings)
    if "@" in mailbox:
        files["issuers/society/index.md"] = SourceFile("issuers/society/index.md", issuer)
        files["credentials/wound-care/index.md"] = SourceFile("credentials/wound-care/index.md", text)
    result = check_registry(Sources(files), at=TIME, tool_version="0.1.0")
    assert expected == [finding.code for finding in result.findings]


@pytest.mark.parametrize(
    "text",
    [
        "Call +44 20 7946 0958.",
        "Call +1 (555) 010-0123 now",
        "+358401234567",
        "Call 020 7946 0958.",
        "(030) 1234 5678",
        "01 23 45 67 89",
        "01.23.45.67.89",
        "(555) 010-0123",
        "555-010-0123",
        "Phone: 12345678",
        "Tel. 91 123 45 67",
        "teléfono 912 345 678",
        "tel:12345678",
    ],
)
def test_telephone_numbers(text: str) -> None:
    """International and national forms, by the sign that each has."""
    assert ["personal-phone"] == codes(text)


NUMBERS = [
    ("GB82 WEST 1234 5698 7654 32", "GB83 WEST 1234 5698 7654 32"),
    ("FR1420041010050500013M02606", "FR1520041010050500013M02606"),
    ("4111 1111 1111 1111", "4111 1111 1111 1112"),
    ("378282246310005", "378282246310006"),
    ("078-05-1120", "978-05-1120"),
    ("943 476 5919", "943 476 5918"),
    ("NHS number: 9434765919", "NHS number: 9434765918"),
    ("AB 12 34 56 C", "GB 12 34 56 C"),
    ("12345678Z", "12345678A"),
    ("X1234567L", "X1234567M"),
    ("2 55 08 14 168 025 38", "2 55 08 14 168 025 39"),
    ("RSSMRA85T10A562S", "RSSMRA85T10A562T"),
    ("811218-9876", "811218-9875"),
    ("198112189876", "198112189875"),
    ("070761-4285", "070761-4286"),
    ("131052-308T", "131052-308U"),
    ("15076500565", "15076500566"),
    ("44051401359", "44051401358"),
    ("86 095 742 719", "86 095 742 718"),
    ("BSN 111222333", "BSN 111222334"),
    ("85.07.30-033.28", "85.07.30-033.29"),
    ("193-456-787", "193-456-788"),
    ("SIN 193 456 787", "SIN 193 456 788"),
    ("111.444.777-35", "111.444.777-36"),
    ("1234567T", "1234567S"),
    ("1234567FA", "1234567GA"),
    ("756.9217.0769.85", "756.9217.0769.84"),
]


@pytest.mark.parametrize(("right", "wrong"), NUMBERS)
def test_numbers_of_persons_have_right_check_digits(right: str, wrong: str) -> None:
    """A number is found wherever it stands; with another check digit it is only a number."""
    for text in (right, f"Passed ({right}).", f"a\n{right}, b"):
        assert ["personal-number"] == codes(text)
    assert [] == codes(wrong)
    assert [] == codes(f"https://a.example/{right.replace(' ', '')}")


def test_every_kind_of_number_is_tested() -> None:
    """Each row of the table finds one of the numbers above."""
    found = {kind.what for kind in KINDS for right, _ in NUMBERS if kind.form.search(right)}
    assert {kind.what for kind in KINDS} == found


@pytest.mark.parametrize(
    "text",
    [
        "reviewed: 2026-01-10",
        "From 2024-01-01 to 2026-12-31",
        "01/02/2026 to 03/04/2026",
        "2019-2020, 2021/2022",
        'version: "10.12.3"',
        "doi: 10.1186/s12909-020-02345-6",
        "https://doi.org/10.1097/CEH.0000000000000123",
        "ISBN 978-0-306-40615-7",
        "ISBN 0 306 40615 2",
        "ISSN 1472-6920",
        "amount: 12.75",
        "1.5, 2.25 and 100 credits in 2026",
        "between 100 000 000 and 250 000 000 people",
        "J Nurses Prof Dev. (2017) 33:106-12",
        "2020;395(10223):497-506",
        "UTC +1 2026-01-10",
        "pages 1234567 to 1234589",
        "0.25 0.5 0.75 1.0",
        "a mobile 2024-2025 programme",
        "b94d27b9-934d-4e08-a52e-52d7da7dabfa",
        "https://a.example/tree/da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "20 7946 0958",
    ],
)
def test_other_numbers_are_let_be(text: str) -> None:
    """Days, years, versions, DOIs, ISBNs, pages, amounts, UUIDs and commits in addresses are what they are."""
    assert [] == codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "sha256$b94d27b9934d3e08",
        "md5$whatever",
        "d41d8cd98f00b204e9800998ecf8427e",
        "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
        "x: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ],
)
def test_hashes_of_mailboxes(text: str) -> None:
    """By the sign before it, or by the length of MD5, SHA-1 and SHA-256 in hexadecimal digits."""
    assert ["personal-hash"] == codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://orcid.org/0000-0002-1825-0097",
        "https://www.linkedin.com/in/ada-example",
        "https://www.gravatar.com/avatar/d41d8",
        "/home/ada/badge.svg",
        "C:\\Users\\ada",
    ],
)
def test_pages_and_folders_of_persons(text: str) -> None:
    """What names a person in an address or in a path of a computer."""
    assert ["personal-identifier"] == codes(text)
    assert ["personal-identifier"] == codes(f"<!-- {text} -->", "credentials/a/badge.svg")


@pytest.mark.parametrize(
    "text",
    [
        "Taught by Dr Ada Example.",
        "Dr. Example",
        "Prof. Dr. A. B. Example",
        "Professor Ada van den Example leads",
        "Mrs O'Example",
        "Frau Müller",
        "Sra. Ejemplo",
        "Sir John Example",
        "<desc>Drawn by Ms Ada Example</desc>",
    ],
)
def test_titles_before_names(text: str) -> None:
    """A person who is addressed is named."""
    assert ["personal-name"] == codes(text)
    assert ["personal-name"] == codes(text, "credentials/a/badge.svg")


@pytest.mark.parametrize(
    "text",
    [
        "Sir Charles Gairdner Hospital",
        "Dr Gray's Hospital",
        "a doctor in training",
        "Doctor of Nursing",
        "the professor of surgery",
        "Professor Emeritus",
        "J Nurses Prof Dev. (2017)",
        "Professional Development",
        "Mrs. Winslow Research Fund",
        "Miss out",
        "MSc Nursing",
        "awarded to Registered Nurses",
        "reviewed by Education Committee",
        "Contact: Education Office",
        "approved by the board",
        "Author: World Health Organization",
    ],
)
def test_what_is_named_after_persons_is_let_be(text: str) -> None:
    """Hospitals, prizes, degrees and bodies are no persons."""
    assert [] == codes(text)


@pytest.mark.parametrize(
    "text", ["awarded to Ada Example", "Reviewed by Ada B. Example", "Contact: Ada Example", "Learner: Ada Example."]
)
def test_two_capitalised_words_in_the_place_of_a_person(text: str) -> None:
    """They may be a name, so a person is told to look; it is no error."""
    assert [("personal-name-likely", "warning")] == [(each.code, each.severity) for each in findings_of(text)]


@pytest.mark.parametrize("field", ["approver: Education Committee", "  assured_by: not stated"])
@pytest.mark.parametrize(
    ("named", "is_person"),
    [
        ("Dr. Ada Example", True),
        ("Ada Example, MD PhD", True),
        ("Ada Example RN", True),
        ("A. B. Example", True),
        ("Example, A.", True),
        ("Education Committee", False),
        ("Department of Surgery", False),
        ("W. K. Kellogg Foundation", False),
        ("Professor of Nursing", False),
    ],
)
def test_fields_that_name_a_body(field: str, named: str, is_person: bool) -> None:
    """A title, letters behind or initials before a name are a person's; each field says it once."""
    files = dict(read_sources(FINDINGS / "_plain" / "in")[0].files)
    path = "credentials/wound-care/index.md"
    new = f'{field.partition(":")[0]}: "{named}"'
    files[path] = SourceFile(path, files[path].data.replace(field.encode(), new.encode()))
    result = check_registry(Sources(files), at=TIME, tool_version="0.1.0")
    assert (["approver-is-person"] if is_person else []) == [finding.code for finding in result.findings]


def test_a_frozen_version_is_not_judged_by_rules_that_came_later() -> None:
    """What was awarded can't be changed any more, so only what was refused from the beginning is told of it."""
    text = "Taught by Dr Ada Example, 943 476 5919, +44 20 7946 0958"
    assert ["personal-name", "personal-number", "personal-phone"] == sorted(codes(text))
    assert [] == codes(text, "credentials/a/versions/1.0/index.md")


def test_a_drawing_is_no_telephone_number() -> None:
    """Coordinates are let be; what is drawn as text is read."""
    path = "credentials/a/badge.svg"
    assert [] == codes('<path d="M020 7946 0958 +44 20 7946 0958"/>', path)
    assert ["personal-phone"] == codes("<text>\n020 7946 0958</text>", path)


def test_places() -> None:
    """Line and column are those of the datum."""
    places = [
        (each.place.line, each.place.column) for each in findings_of("a\nb ada@b.example\n\nTel +44 20 7946 0958\n")
    ]
    assert [(2, 3), (4, 5)] == places


def test_no_finding_in_the_example_registry(root: Path) -> None:
    """Eight real programmes and their sources raise no false alarm: thousands of words, hundreds of numbers."""
    sources = read_sources(root)[0]
    notes = Notes(sources)
    issuers = {path for path in sources.files if path.startswith("issuers/") and path.endswith("/index.md")}
    for path, file in sources.files.items():
        check_personal(notes, file, Allowed(contact="" if path in issuers else None))
    assert [] == notes.findings
    assert sum(len(file.data.split()) for file in sources.files.values() if file.path.endswith(".md")) > 5000


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "@",
        "a@",
        "a@a",
        "@a.",
        "a@a.a",
        "&#0",
        "&#64;",
        "(at)",
        "0",
        "1 ",
        "0-",
        "+1",
        "12 34 ",
        "123456-",
        "phone ",
        "NHS ",
        "Dr ",
        "Dr A. ",
        "Mr Aa van ",
        "to Aa ",
        "Contact: Aa ",
        "Aa",
        "deadbeef",
        "0000-",
        "<",
        "<a ",
        "\\x4",
        "/home/",
        "sha256$",
        "[at ",
    ],
)
@pytest.mark.parametrize("path", [DEFINITION, "credentials/a/badge.svg"])
def test_no_line_takes_long(piece: str, path: str) -> None:
    """Sixteen times a text that could tire a pattern takes nowhere near the 256 times as long of a square."""

    def seconds(size: int) -> float:
        notes = Notes(Sources({}))
        file = SourceFile(path, ((piece * size)[:size] + "@ (at ").encode())
        return seconds_of(lambda: check_personal(notes, file, Allowed()))

    seconds(100)
    # The tenth of a second is for what a busy machine adds to a very short measure.
    assert seconds(64_000) < 120 * seconds(4_000) + 0.1
