"""What check says of images, texts, mailboxes and addresses, each by itself."""

import time

import pytest
from testamur.check.forms import is_address, is_base_url, is_role_mailbox
from testamur.check.images import check_image
from testamur.check.markdown_text import check_markdown, check_templates
from testamur.check.notes import Notes
from testamur.model import Badge
from testamur.source import SourceFile, Sources

from tests.processor import seconds_of

# ---- images ----


def test_a_photograph_holds_no_template() -> None:
    """Two signs that stand beside each other in a compressed image are no order to anybody; in a drawing they are."""
    found = {}
    for name in ("a.png", "a.svg"):
        notes = Notes(Sources({}))
        check_templates(notes, SourceFile(f"credentials/a/{name}", b"\x89\xff{{\x00{%"))
        found[name] = [finding.code for finding in notes.findings]
    assert {"a.png": [], "a.svg": ["text-template", "text-template"]} == found


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


def image(text: str, name: str = "a.svg") -> tuple[Badge | None, list[str]]:
    """The badge and the codes of an SVG text."""
    notes = Notes(Sources({}))
    badge = check_image(notes, SourceFile(f"credentials/a/{name}", text.encode()))
    return badge, [finding.code for finding in notes.findings]


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0L9 9" stroke="url(#a)" style="fill:#fff;stroke-width:2"/>',
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>',
        '<g id="a"/><use href="#a"/><use xlink:href="#a"/>',
        '<text xml:space="preserve" font-family="serif">A &amp; B</text><!-- drawn by hand -->',
    ],
)
def test_plain_drawings_are_badges(inside: str) -> None:
    """Shapes, gradients, text and references inside the image are allowed."""
    badge, found = image(SVG.format(inside))
    assert [] == found
    assert badge is not None
    assert ("a.svg", "image/svg+xml") == (badge.name, badge.media_type)


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<script/>", "image-unsafe"),
        ('<path onclick="x"/>', "image-unsafe"),
        ('<path ONLOAD="x"/>', "image-unsafe"),
        ('<animate attributeName="href"/>', "image-unsafe"),
        ('<image href="data:image/png;base64,AA"/>', "image-unsafe"),
        ('<use xlink:href="http://evil.example/#a"/>', "image-reaches-out"),
        ('<use href="javascript:alert(1)"/>', "image-reaches-out"),
        ('<use href=" #a"/>', "image-reaches-out"),
        ('<path style="background: URL( https://evil.example )"/>', "image-reaches-out"),
        ('<path style="fill: u\\72l(https://evil.example)"/>', "image-reaches-out"),
        ('<path fill="url(#a) url(https://evil.example)"/>', "image-reaches-out"),
        ("<path style=\"@import 'https://evil.example'\"/>", "image-reaches-out"),
        ('<h:p xmlns:h="http://www.w3.org/1999/xhtml"/>', "image-unsafe"),
        ('<path xmlns:i="http://inkscape.example" i:label="Ada"/>', "image-unsafe"),
        ("<metadata>Ada</metadata>", "image-unsafe"),
    ],
)
def test_what_an_image_could_do_to_its_reader_is_refused(inside: str, code: str) -> None:
    """Threat 32: scripts, events, animations, other hosts, styles that hide them."""
    badge, found = image(SVG.format(inside))
    assert badge is None
    assert code in found


def test_an_image_in_another_encoding_is_refused() -> None:
    """What a browser would decode otherwise than we do can hide anything."""
    assert (None, ["image-malformed"]) == image('<?xml version="1.0" encoding="utf-7"?>' + SVG.format(""))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('viewBox="0 0 9 9"', 'width="9" height="9"'),
        ("0 0 9 9", "0 0 0 0"),
        ("0 0 9 9", "0 0 nan nan"),
        ("0 0 9 9", "0 0 inf inf"),
        ('viewBox="0 0 9 9"', 'viewBox="0 0 9 9" width="9" height="8"'),
    ],
)
def test_an_image_without_a_square_size_is_refused(old: str, new: str) -> None:
    """Its size is a viewBox of one positive length, and width and height agree where they are given."""
    assert (None, ["image-not-square"]) == image(SVG.format("").replace(old, new))


# ---- texts ----


def text_codes(body: str) -> list[tuple[str, int, int]]:
    """The findings of a Markdown text that begins on the fourth line of its file."""
    notes = Notes(Sources({}))
    check_markdown(notes, SourceFile("a.md", f"---\na: b\n---\n{body}".encode()), body)
    return [(finding.code, finding.place.line, finding.place.column) for finding in notes.findings]


@pytest.mark.parametrize(
    "body",
    [
        "a < b and 1 <2, `<b>` and ``<i>``",
        "```html\n<script>\n```\nx",
        "~~~\n<b>\n~~~\nx",
        "\\<b>",
        "[a](https://a.example/?b=c:d) [b](HTTPS://b.example/#top)",
        "<https://a.example/>",
        "[a][b]\n\n[b]: https://a.example/",
    ],
)
def test_good_texts_have_no_findings(body: str) -> None:
    """Code, signs and links to https addresses and pages of the registry are fine."""
    assert [] == text_codes(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x\n<b>y</b>", [("markdown-html", 5, 1), ("markdown-html", 5, 5)]),
        ("<!-- x -->", [("markdown-html", 4, 1)]),
        ("```\nx\n```\n<b>", [("markdown-html", 7, 1)]),
        ("`` a` <b> ``", []),
        ("`` a` <b> ```", [("markdown-html", 4, 7)]),
        ("\\`<b>` `", [("markdown-html", 4, 3)]),
        ("\\\\`<b>`", []),
        ("`a\\`<b>`", [("markdown-html", 4, 5)]),
        ("[a](JavaScript:x)", [("markdown-link", 4, 5)]),
        ("[a](java\tscript:x)", [("markdown-link", 4, 5)]),
        ("[a](&#x6A;avascript:x)", [("markdown-link", 4, 5)]),
        ("[a](<data:x>)", [("markdown-link", 4, 6)]),
        ("[a](//b.example)", [("markdown-link", 4, 5)]),
        ("<ftp://a.example/>", [("markdown-link", 4, 2)]),
        ("[b]: mailto:x", [("markdown-link", 4, 6)]),
        ("![a](b.png)", [("markdown-image", 4, 1)]),
        (" \n", [("text-missing", 4, 1)]),
    ],
)
def test_bad_texts_have_findings_where_the_fault_is(body: str, expected: list[tuple[str, int, int]]) -> None:
    """HTML, scripts, other schemes and pictures are told with line and column."""
    assert expected == text_codes(body)


@pytest.mark.parametrize(
    ("mailbox", "expected"),
    [
        ("office@a.example", True),
        ("Education.Office@a.example", True),
        ("cpd-awards@a.example", True),
        ("ada@a.example", False),
        ("office.ada@a.example", False),
        ("office@", False),
    ],
)
def test_role_mailboxes_are_named_after_offices(mailbox: str, expected: bool) -> None:
    """Every word of the name is one of an office."""
    assert expected == is_role_mailbox(mailbox)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example", True),
        ("https://a.example:8443/b?c#d", True),
        ("http://a.example/", False),
        ("https://a@b.example/", False),
        ("https://a.example:99999/", False),
        ("https://a.example/é", False),
        ("https://a.example/ b", False),
        ("https://a..example/", False),
    ],
)
def test_addresses(address: str, expected: bool) -> None:
    """Https, a host, no user, ASCII."""
    assert expected == is_address(address)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/", True),
        ("https://a.example/b/c.d/", True),
        ("https://localhost:8443/", True),
        ("https://a.example", False),
        ("https://A.example/", False),
        ("https://a.example/../", False),
        ("https://a.example//", False),
        ("https://a.example/b%2Fc/", False),
        ("https://a.example/?b/", False),
        ("https://127.0.0.1/", False),
        ("https://intranet/", False),
    ],
)
def test_base_urls(address: str, expected: bool) -> None:
    """Only what did:web can name."""
    assert expected == is_base_url(address)


@pytest.mark.parametrize("piece", ["`", "`a", "``a` ", "\\`", "\\", "<", "<a:", "[a](", "![", "](", "[", "a]: "])
def test_no_text_takes_long_to_check(piece: str) -> None:
    """Sixteen times a text that could tire a pattern takes nowhere near the 256 times as long of a square."""

    def seconds(text: str) -> float:
        return seconds_of(lambda: text_codes(text))

    seconds("a")
    assert seconds((piece * 64_000)[:64_000]) < 120 * seconds((piece * 4_000)[:4_000]) + 0.1


def test_rows_of_backticks_take_no_longer() -> None:
    """Rows of ever more backticks, none of which ends another, once took minutes."""
    start = time.process_time()
    assert [] == text_codes("".join("`" * length + "a" for length in range(1, 600)))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("body", "expected"),
    [("[\n" * 2_000, []), ("[\n" * 2_001 + "[[", [(2_001, 1)]), ("a\n" + "x[" * 2_001, [(2, 4_002)])],
)
def test_brackets_are_counted(body: str, expected: list[tuple[int, int]]) -> None:
    """At the limit nothing is said, and one more is told at its own place."""
    notes = Notes(Sources({}))
    check_markdown(notes, SourceFile("credentials/a/index.md", body.encode()), body)
    assert expected == [
        (finding.place.line, finding.place.column) for finding in notes.findings if finding.code == "markdown-brackets"
    ]
