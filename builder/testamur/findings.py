"""Findings: what is wrong in a registry's own files, where, and what to do about it.

A finding is a value with a stable code and a place. Checks speak in data paths (JSON Pointers, RFC 6901); lines and columns are filled in by the
source file just before printing. `FindingsError` is the one exception that means "the user's material is wrong".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A spot in a registry: a file and, inside it, a data path and (once known) a line and column counted from 1."""

    file: str
    line: int = 0
    column: int = 0
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One complaint: a documented code, a place, what is wrong (with the offending value) and, where it can be guessed, what to do."""

    code: str
    place: Place
    message: str
    hint: str = ""
    severity: Severity = "error"


class FindingsError(Exception):
    """The user's material is wrong; carries every finding, sorted by place. Not raised for bugs of ours."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted_findings(findings)
        super().__init__("; ".join(f"{f.place.file}: {f.code}: {f.message}" for f in self.findings))


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in the order of their places, then codes; equal ones once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.place, f.code, f.message)))
