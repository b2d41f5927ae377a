"""The registry's own files as bytes, and the way from a data path (RFC 6901) back to a line and a column.

One idea: values and places are read apart. A fault in the index of places may misplace a caret; it can never change
data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from testamur.findings import Finding, FindingsError, Place
from testamur.source import json_places, yaml_text
from testamur.source.text import Plain, Positions, decoded

__all__ = ["Plain", "SourceFile", "Sources", "parse_front_matter", "parse_yaml", "place", "placed"]

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: its path below the registry's root, with `/` between the names, and its exact bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Sources:
    """Every file that `check` judges, by path.

    `unread` are the paths of files that a registry would have and that were not read, `unread_folders` those of folders
    of which nobody knows what they hold (the empty path: of all that is not among the files); what is wrong with them
    was said by whoever looked.
    """

    files: Mapping[str, SourceFile]
    unread: frozenset[str] = frozenset()
    unread_folders: frozenset[str] = frozenset()

    def only(self, files: Iterable[SourceFile]) -> "Sources":
        """The same with these files alone, for a check that looks at no other."""
        chosen = {file.path: file for file in files}
        return replace(self, files=chosen, unread=self.unread & chosen.keys())

    def may_hold(self, path: str) -> bool:
        """Whether something of that path may be there without having been seen: it lies in a folder that is unread."""
        return any(_lies_in(path, folder) for folder in self.unread_folders)

    def wholly_seen(self, folder: str) -> bool:
        """Whether nothing in that folder, at any depth, can be there without having been seen."""
        return not any(_lies_in(folder, each) or _lies_in(each, folder) for each in self.unread_folders)


def _lies_in(path: str, folder: str) -> bool:
    """Whether the path is the folder's own or of something in it; everything lies in the empty path."""
    return not folder or path == folder or path.startswith(f"{folder}/")


def parse_front_matter(file: SourceFile) -> tuple[Plain, str]:
    r"""The header's values, all of them text, and the Markdown after it.

    Raises FindingsError when the header can't be read. Line ends are `\n` in what is returned. Not checked: whether
    fields are known or their values right.
    """
    header, body, first_line = _split(file)
    return yaml_text.parse(file.path, header, first_line=first_line), body


def parse_yaml(file: SourceFile) -> Plain:
    """The values of a whole YAML file, all of them text. Raises FindingsError when it can't be read."""
    return yaml_text.parse(file.path, decoded(file.path, file.data), first_line=1)


def place(file: SourceFile, pointer: str, *, at_key: bool = False) -> Place:
    """The line and column (from 1) of the value at `pointer`, or of its name.

    A place that is not there is that of its parent.
    """
    positions = _positions(file)
    known = positions.keys if at_key else positions.values
    step = pointer
    while step not in known and step:
        step = step.rpartition("/")[0]
    line, column = known.get(step, positions.start)
    return Place(file=file.path, line=line, column=column, pointer=pointer)


def placed(sources: Sources, finding: Finding) -> Finding:
    """The finding with its line and column filled in, unless it has them or its file was not read."""
    file = sources.files.get(finding.place.file)
    if file is None or finding.place.line:
        return finding
    return replace(finding, place=place(file, finding.place.pointer))


def _split(file: SourceFile) -> tuple[str, str, int]:
    """The header, the body and the line on which the header begins."""
    text = decoded(file.path, file.data)
    lines = text.split("\n")
    if lines[0].rstrip(" ") != _FENCE:
        raise FindingsError(
            [
                Finding(
                    code="front-matter-missing",
                    place=Place(file=file.path, line=1, column=1),
                    message="the file does not begin with its fields",
                    hint="Begin the file with a line `---`, then the fields, then another line `---`, then the text.",
                )
            ]
        )
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip(" ") == _FENCE:
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :]), 2
    raise FindingsError(
        [
            Finding(
                code="front-matter-open",
                place=Place(file=file.path, line=1, column=1),
                message="the fields at the head of the file do not end",
                hint="Put a line `---` after the last field.",
            )
        ]
    )


@lru_cache(maxsize=32)
def _positions(file: SourceFile) -> Positions:
    """The index of one file; empty where the file can't be read, so that a place is its first character."""
    try:
        if file.path.endswith(".json"):
            return json_places.positions(file.data)
        if file.path.endswith((".yaml", ".yml")):
            return yaml_text.positions(decoded(file.path, file.data), first_line=1)
        if file.path.endswith(".md"):
            header, _, first_line = _split(file)
            return yaml_text.positions(header, first_line=first_line)
    except FindingsError:
        pass
    return Positions(values={}, keys={}, start=(1, 1))
