"""Findings as Markdown, for the summary of a workflow's run and the text of a pull request.

One idea: what a file holds is text to its reader and never markup; how that is done is `change.escaping`'s.
"""

from collections.abc import Iterable

from testamur.change.escaping import code, said
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


def _row(finding: Finding) -> str:
    where = finding.place
    spot = f"{where.file}:{where.line}" if where.line else where.file
    what = f"`{finding.code}` {said(printable(finding.message))}"
    return f"| {finding.severity} | {code(printable(spot))} | {what} | {said(printable(finding.hint))} |"
