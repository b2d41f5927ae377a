"""A change to a registry as values: each file before and after, as bytes.

One idea: paths and contents are data, whatever they are. A path is text as the file system gives it (undecodable bytes
as lone surrogates, PEP 383), below the registry's root with `/` between the names; one that begins with `../` lies
outside the registry, in the same repository.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SideKind = Literal["file", "link", "submodule", "special"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A path's content on one side of a change.

    `data` is None for what was not read: anything but a plain file, a file that no registry has, a file over a limit.
    """

    kind: SideKind
    data: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """One path that differs; None on the side where nothing is there."""

    path: str
    old: Side | None
    new: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Everything that differs, sorted by path, between the commit `base` and what would be merged."""

    base: str
    files: tuple[FileChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What must be known of the base besides the change: contents of files, and of whole folders (not of those below).

    `folders` only asks whether there is such a folder.
    """

    files: frozenset[str] = frozenset()
    contents: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the base holds of what was asked: files by path, with None for one that was not read, and folders."""

    files: Mapping[str, bytes | None] = field(default_factory=dict)
    folders: frozenset[str] = frozenset()
