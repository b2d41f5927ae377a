"""Findings as Markdown, for the summary of a workflow's run and the text of a pull request.

One idea: what a file holds is text to its reader and never markup. Each character that could begin markup, a mention
or a link is written as a character reference, which CommonMark 0.31 (section 2.5) never takes for structure.
"""

from collections.abc import Iterable

from testamur.findings import Finding, printable, sorted_findings

MAX_BYTES = 512 * 1024  # half of what GitHub takes for the summary of a step


def as_markdown(findings: Iterable[Finding]) -> str:
    """A heading with the counts and a table with a row for each finding, errors first.

    Rows end before `MAX_BYTES`; a last line says how many are left out then.
    """
    ordered = sorted(sorted_findings(findings), key=lambda finding: finding.severity != "error")
    errors = sum(finding.severity == "error" for finding in ordered)
    lines = [f"## Testamur: {counts(errors, len(ordered) - errors)}", ""]
    if not ordered:
        return "\n".join(lines)
    lines += ["| | Where | What is wrong | What to do |", "|---|---|---|---|"]
    size = 0
    for done, finding in enumerate(ordered):
        row = _row(finding)
        size += len(row.encode())
        if size > MAX_BYTES:
            lines += ["", f"… and {len(ordered) - done} more; `testamur check` shows them all."]
            break
        lines.append(row)
    return "".join(f"{line}\n" for line in lines)


def counts(errors: int, warnings: int) -> str:
    """How many there are of each, in words."""
    found = [
        f"{number} {word}{'s' if number > 1 else ''}"
        for number, word in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    return " and ".join(found) if found else "no findings"


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it stands, on one line, with no mention, link or markup in it.

    Characters that can't be seen are spelt out as `printable` does.
    """
    return "".join(
        # Mentions and numbers of issues are looked for in the finished page, so something invisible has to part them.
        f"&#{ord(character)};&#8203;"
        if character in "@#"
        else character
        if character.isalnum() or character in " ,;" or ord(character) > 0x7F
        else f"&#{ord(character)};"
        for character in printable(text)
    )


def _row(finding: Finding) -> str:
    where = finding.place
    spot = f"{where.file}:{where.line}" if where.line else where.file
    place = f"<code>{escaped(spot)}</code>" if spot else ""
    return f"| {finding.severity} | {place} | `{finding.code}` {escaped(finding.message)} | {escaped(finding.hint)} |"
