"""The findings reference: every code with its meaning, its paragraph and its two examples, from `data/findings/`.

One idea: an entry there is the one place where a code is written down. docs/findings.md is made from it
(`python -m tools.findings_reference`), and whatever explains a finding to a person at run time reads it here.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from testamur.findings import Severity

SaidBy = Literal["check", "commands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A code, what it means in a line, whether it fails a check, its paragraph, and the two examples.

    The texts are Markdown, one sentence a line.
    """

    code: str
    means: str
    text: str
    wrong: str
    right: str
    said_by: SaidBy
    severity: Severity = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A section of the reference: its title, a text before the entries, who says them, and they themselves."""

    title: str
    intro: str
    said_by: SaidBy
    entries: tuple[Entry, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The sections in the order of their files' names.

    Raises TypeError or KeyError for an entry that is not one; the tests see to it that none such ships.
    """
    folder = files("testamur").joinpath("data", "findings")
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml"))
    return tuple(group_from_toml(folder.joinpath(name).read_text(encoding="utf-8")) for name in names)


@cache
def entries() -> Mapping[str, Entry]:
    """Every entry by its code. Raises as `groups` does, and ValueError for a code that stands there twice."""
    found: dict[str, Entry] = {}
    for group in groups():
        for entry in group.entries:
            if entry.code in found:
                raise ValueError(entry.code)
            found[entry.code] = entry
    return MappingProxyType(found)


def severity(code: str) -> Severity:
    """Whether a finding with the code fails a check; one without an entry does, though the tests let none ship."""
    return entries()[code].severity if code in entries() else "error"


def codes(said_by: SaidBy) -> tuple[str, ...]:
    """The codes that `check` says, or those that only the commands that write say."""
    return tuple(entry.code for entry in entries().values() if entry.said_by == said_by)


def group_from_toml(text: str) -> Group:
    """The group that a file of data/findings/ holds. Raises TypeError or KeyError where it is not one."""
    table = tomllib.loads(text)
    title, intro, said_by = table.pop("title"), table.pop("intro", ""), table.pop("said_by", "check")
    return Group(
        title=title,
        intro=intro.strip(),
        said_by=said_by,
        entries=tuple(
            Entry(code=code, said_by=said_by, **{name: value.strip() for name, value in members.items()})
            for code, members in table.items()
        ),
    )
