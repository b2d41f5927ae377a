"""Findings as text: for a terminal, for GitHub's log (workflow commands), as JSON, as SARIF and as Markdown.

One idea: findings are values and this is only their spelling; what a file holds can't become a command to its reader.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from testamur.cli.markdown import as_markdown
from testamur.cli.sarif import sarif
from testamur.findings import Finding, printable, sorted_findings

MAX_ANNOTATIONS = 10  # GitHub shows no more than ten errors and ten warnings of a step, and says nothing of the others


def plain(findings: Iterable[Finding]) -> str:
    """`path:line:column: CODE message`, with the hint on a line of its own; a warning says that it is one."""
    lines = []
    for finding in sorted_findings(findings):
        where = finding.place
        word = " (warning)" if finding.severity == "warning" else ""
        spot = f"{printable(where.file)}:{where.line}:{where.column}: " if where.file else ""
        lines.append(f"{spot}{finding.code}{word} {printable(finding.message)}")
        if finding.hint:
            lines.append(f"  hint: {printable(finding.hint)}")
    return "".join(f"{line}\n" for line in lines)


def github(findings: Iterable[Finding]) -> str:
    """Workflow commands that mark the lines of a pull request; escaped, so that no file can add one of its own.

    At most `MAX_ANNOTATIONS`, errors first; then a line that says how many there are besides.
    """
    lines = []
    ordered = sorted(sorted_findings(findings), key=lambda finding: finding.severity != "error")
    for finding in ordered[:MAX_ANNOTATIONS]:
        where = finding.place
        properties = {"file": where.file, "line": str(where.line), "col": str(where.column), "title": finding.code}
        if not where.file:
            properties = {"title": finding.code}
        written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        message = finding.message + (f"\n{finding.hint}" if finding.hint else "")
        lines.append(f"::{finding.severity} {written}::{_data(message)}")
    if len(ordered) > MAX_ANNOTATIONS:
        lines.append(f"and {len(ordered) - MAX_ANNOTATIONS} more, which the other formats show")
    return "".join(f"{line}\n" for line in lines)


def as_json(findings: Iterable[Finding]) -> str:
    """One JSON array; `pointer` is the data path (RFC 6901) where one is known."""
    objects = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "file": printable(finding.place.file),
            "line": finding.place.line,
            "column": finding.place.column,
            "pointer": printable(finding.place.pointer),
            "message": printable(finding.message),
            "hint": printable(finding.hint),
        }
        for finding in sorted_findings(findings)
    ]
    return json.dumps(objects, indent=2) + "\n"


def _data(text: str) -> str:
    """The text of a workflow command: its own line break is kept as `%0A`, whatever else can't be seen is spelt out."""
    return "%0A".join(printable(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Iterable[Finding]], str]] = MappingProxyType(
    {"plain": plain, "github": github, "json": as_json, "markdown": as_markdown, "sarif": sarif}
)
