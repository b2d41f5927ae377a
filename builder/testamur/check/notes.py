"""Where every check writes what it found: findings with a data path, made concrete at the end.

One idea: a check never stops another one; only a file that can't be parsed ends the checks on that file.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Concatenate, ParamSpec, TypeVar

from testamur.findings import Finding, Place, sorted_findings
from testamur.reference import severity
from testamur.source import SourceFile, Sources, place, placed
from testamur.source.text import MAX_ALIKE

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Notes:
    """The findings so far on some sources."""

    sources: Sources
    findings: list[Finding] = field(default_factory=list)

    def add(
        self,
        code: str,
        path: str,
        message: str,
        hint: str = "",
        *,
        pointer: str = "",
        at_key: bool = False,
        spot: tuple[int, int] | None = None,
        absent: str | None = None,
    ) -> None:
        """Note a finding at a data path, at the name of a field (`at_key`) or at a line and column (`spot`).

        `absent` is the path that is missing, where a finding says that: in a folder that could not be read it may well
        be there, and nothing is noted.
        """
        if absent is not None and self.sources.may_hold(absent):
            return
        if spot is not None:
            where = Place(file=path, line=spot[0], column=spot[1])
        elif at_key and path in self.sources.files:
            where = place(self.sources.files[path], pointer, at_key=True)
        else:
            where = Place(file=path, pointer=pointer)
        self.findings.append(Finding(code=code, place=where, message=message, hint=hint, severity=severity(code)))

    def is_unread(self, file: SourceFile) -> bool:
        """Whether the file is there and could not be read, which was said: it brings no findings of its own."""
        return file.path in self.sources.unread

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take over findings made elsewhere."""
        self.findings.extend(findings)

    def all(self) -> tuple[Finding, ...]:
        """Every finding with its line and column, in the order of places.

        Of more than `MAX_ALIKE` of one code in one file the rest are one finding: nobody reads them one by one.
        """
        return _without_floods(sorted_findings(placed(self.sources, finding) for finding in self.findings))


def noted(
    function: Callable[Concatenate[Notes, Asked], Answer],
    sources: Sources,
    /,
    *asked: Asked.args,
    **named: Asked.kwargs,
) -> tuple[Answer, tuple[Finding, ...]]:
    """What one check answers and what it found, as a value of its own."""
    notes = Notes(sources)
    answer = function(notes, *asked, **named)
    return answer, tuple(notes.findings)


def _without_floods(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    counts: dict[tuple[str, str], int] = {}
    kept = []
    for finding in findings:
        alike = (finding.place.file, finding.code)
        counts[alike] = counts.get(alike, 0) + 1
        if counts[alike] <= MAX_ALIKE:
            kept.append(finding)
        elif counts[alike] == MAX_ALIKE + 1:
            message = "from here on there are more of these"
            kept.append(replace(finding, message=message, hint="Mend those above; the others are told then."))
    return tuple(kept)
