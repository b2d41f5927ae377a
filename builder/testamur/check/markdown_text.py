"""The text of definitions and issuers (threat 36): Markdown without HTML, and links that stay on the web's safe side.

One idea: say at the source, with line and column, what the renderer would take out anyway.
"""

import html
import re
from collections.abc import Iterator
from typing import Final

from testamur.check.notes import Notes
from testamur.findings import quoted
from testamur.source import SourceFile

# Far more links than a programme's text has. The parser looks at each up to twenty times, so that a text of nothing
# else, as large as a file may be, would keep a build busy for seconds.
MAX_BRACKETS: Final = 2_000

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BACKTICKS = re.compile(r"\\+|`+")
_TEMPLATE = re.compile(r"\$?\{\{|\{%")
_ESCAPED = re.compile(r"\\.")
_HTML = re.compile(r"<(?=[A-Za-z/!?])(?![A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*>)")
_AUTOLINK = re.compile(r"(?<!\()<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*)>")
# Each stops at the next bracket, so that a line of nothing else is searched once.
_IMAGE = re.compile(r"!\[[^\[\]]*\][(\[]")
_LINK = re.compile(r"\]\(\s*+<?([^)<>\"]*)")
_REFERENCE = re.compile(r" {0,3}\[[^\]]+\]:\s*<?([^\s>]+)")


def check_markdown(notes: Notes, file: SourceFile, body: str) -> str:
    """The text without blank lines at its ends.

    Findings for what can't be published. `body` is what follows the header.
    """
    first_line = file.data.count(b"\n") - body.count("\n") + 1
    if not body.strip():
        notes.add(
            "text-missing",
            file.path,
            "there is no text after the fields",
            "Write it below the second line `---`.",
            spot=(first_line, 1),
        )
    _check_brackets(notes, file.path, first_line, body)
    for number, line in _outside_fences(body, first_line):
        _check_line(notes, file.path, number, line)
    return body.strip()


def links_in(text: str) -> Iterator[tuple[int, int, str]]:
    """The links of a text: line and column from 1, and where each leads, as it is written.

    Left out: pictures, links in code, and links by reference but for the line that says where they lead.
    """
    for number, line in _outside_fences(text, 1):
        for at, target in _targets(_blank(line)):
            yield number, at + 1, html.unescape(target).strip()


def _outside_fences(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """The lines that are no code, with their numbers."""
    fence = ""
    for number, line in enumerate(body.split("\n"), start=first_line):
        opened = _FENCE.match(line)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
        elif not fence:
            yield number, line


def _blank(line: str) -> str:
    """The line with blanks for what is code or escaped."""
    return _ESCAPED.sub("  ", _without_code(line))


def _targets(blank: str) -> Iterator[tuple[int, str]]:
    """Where the links of a line lead, each with its place in the line."""
    for found in _AUTOLINK.finditer(blank):
        yield found.start(1), found[1]
    reference = _REFERENCE.match(blank)
    if reference:
        yield reference.start(1), reference[1]
    pictures = {found.end() - 2 for found in _IMAGE.finditer(blank)}
    for found in _LINK.finditer(blank):
        if found.start() not in pictures:
            yield found.start(1), found[1]


def _check_brackets(notes: Notes, path: str, first_line: int, body: str) -> None:
    count = body.count("[")
    if count <= MAX_BRACKETS:
        return
    at = -1
    for _ in range(MAX_BRACKETS + 1):
        at = body.index("[", at + 1)
    notes.add(
        "markdown-brackets",
        path,
        f"the text has {count:,} opening brackets, and at most {MAX_BRACKETS:,} are read",
        "Delete those that are no links, or move long lists of links to a page of your own and link to that.",
        spot=(first_line + body.count("\n", 0, at), at - body.rfind("\n", 0, at)),
    )


def check_templates(notes: Notes, file: SourceFile) -> None:
    """Findings for what other programs that read the file would take for an order (threat 38).

    No program reads a PNG image as text, and any two signs stand beside each other somewhere in a large one.
    """
    if file.path.endswith(".png"):
        return
    text = file.data.decode("utf-8", errors="replace")
    if "{{" not in text and "{%" not in text:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for found in _TEMPLATE.finditer(line):
            notes.add(
                "text-template",
                file.path,
                "this begins a template, which other programs that read the file would follow",
                "Delete it, or put a space between the two signs.",
                spot=(number, found.start() + 1),
            )


def _check_line(notes: Notes, path: str, number: int, line: str) -> None:
    blank = _blank(line)
    for found in _HTML.finditer(blank):
        notes.add(
            "markdown-html",
            path,
            "this looks like HTML, which is not published",
            "Use Markdown; write `&lt;` for the sign itself.",
            spot=(number, found.start() + 1),
        )
    for found in _IMAGE.finditer(blank):
        notes.add(
            "markdown-image",
            path,
            "pictures in the text are not published",
            "Describe it in words; the badge is named by the field `badge`.",
            spot=(number, found.start() + 1),
        )
    for at, target in _targets(blank):
        _check_target(notes, path, number, at, target)


def _without_code(line: str) -> str:
    """The line with blanks for its code spans (CommonMark 0.31, section 6.1), found in one pass.

    A span ends at the next row of backticks as long as its first; one behind a backslash begins no span.
    """
    rows: list[tuple[int, int]] = []
    escaped: list[int] = []
    slashes = (0, 0)
    for found in _BACKTICKS.finditer(line):
        if line[found.start()] == "\\":
            slashes = found.span()
        else:
            rows.append(found.span())
            escaped.append((slashes[1] - slashes[0]) % 2 if slashes[1] == found.start() else 0)
    following: list[int | None] = [None] * len(rows)
    latest: dict[int, int] = {}
    for number in range(len(rows) - 1, -1, -1):
        start, end = rows[number]
        following[number] = latest.get(end - start - escaped[number])
        latest[end - start] = number
    pieces, done, number = [], 0, 0
    while number < len(rows):
        last = following[number]
        if last is not None:
            pieces += [line[done : rows[number][0]], " " * (rows[last][1] - rows[number][0])]
            done, number = rows[last][1], last
        number += 1
    return "".join([*pieces, line[done:]])


def _check_target(notes: Notes, path: str, number: int, at: int, target: str) -> None:
    plain = "".join(html.unescape(target).split())
    if plain.lower().startswith("https://"):
        return
    notes.add(
        "markdown-link",
        path,
        # Of an e-mail address no more than the domain is repeated.
        f"the link to {quoted('…@' + plain.rpartition('@')[2] if '@' in plain else plain)} is not published",
        "Link to an https address: the text travels inside credentials, where a relative one leads nowhere.",
        spot=(number, at + 1),
    )
