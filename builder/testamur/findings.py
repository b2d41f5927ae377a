"""Findings: what is wrong in a registry's own files, where, and what to do about it.

A finding is a value with a stable code and a place. Checks speak in data paths (JSON Pointers, RFC 6901); lines and
columns are filled in by the source file just before printing. `FindingsError` is the
one exception that means "the user's material is wrong".

Every code has its entry in `data/findings/`, the one place where it is written down: see `reference`.
"""

import re
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
    """One complaint.

    A documented code, a place, what is wrong (with the offending value) and, where it can be guessed, what to do.
    """

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


# Controls, separators, bidirectional formatting and halves of surrogate pairs: none of them may reach a terminal or a
# workflow's log. Nor may `##[`, which a runner takes for a command of its own wherever in a line it stands.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|(?<=#)#(?=\\[)"
)
_MAX_QUOTED_CHARS = 60


def printable(text: str) -> str:
    """The text with every character that is not for the eye, or that begins a runner's command, as its code point."""
    return _UNPRINTABLE.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)


def quoted(value: object) -> str:
    """A value as messages show it: in quotation marks, printable, and cut where it is long."""
    text = printable(str(value))
    return f"“{text[:_MAX_QUOTED_CHARS]}…”" if len(text) > _MAX_QUOTED_CHARS else f"“{text}”"


def quoted_apart(first: object, second: object) -> tuple[str, str]:
    """Two values that differ as messages show them: where they are long, cut so that the first difference is in it."""
    texts = printable(str(first)), printable(str(second))
    alike = next(
        (at for at, (one, other) in enumerate(zip(*texts, strict=False)) if one != other), min(map(len, texts))
    )
    start = 0 if alike < _MAX_QUOTED_CHARS else alike - _MAX_QUOTED_CHARS // 2
    one, other = (
        f"“{'…' if start else ''}{text[start : start + _MAX_QUOTED_CHARS]}"
        f"{'…' if len(text) > start + _MAX_QUOTED_CHARS else ''}”"
        for text in texts
    )
    return one, other
