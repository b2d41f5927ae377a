"""The files of a change, parsed as far as they can be: what can't be read is told, and stops nothing.

One idea: a reviewer asks what a change means before it is right, so values are taken as they come and trusted for
nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from testamur import canon
from testamur.findings import FindingsError
from testamur.source import SourceFile, parse_front_matter, parse_yaml
from testamur.source.changed import Changed, FileChange, Side
from testamur.source.layout import Kind, Known, known_path

_MARKDOWN: Final[frozenset[Kind]] = frozenset({"definition", "translation", "issuer"})
_JSON: Final[frozenset[Kind]] = frozenset({"key", "ledger-entry", "withdrawal", "status-list", "endorser"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What stands in one file: its fields and, of a Markdown file, the text after them."""

    values: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A changed file that a registry has, with what stands in it before and after; None where nothing can be read."""

    change: FileChange
    known: Known
    old: Content | None
    new: Content | None

    @property
    def path(self) -> str:
        """The file's path."""
        return self.change.path

    @property
    def unreadable(self) -> bool:
        """Whether the file is there after the change, and what stands in it can't be told."""
        parsed = self.known.kind in _MARKDOWN or self.known.kind in _JSON or self.known.kind == "registry"
        return self.change.new is not None and parsed and self.new is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole change: the files that a registry has, by path, and every other path."""

    base: str
    files: Mapping[str, ReadFile]
    others: tuple[FileChange, ...]

    def of(self, *kinds: Kind) -> Iterator[ReadFile]:
        """The files of these kinds, in the order of their paths."""
        return (file for file in self.files.values() if file.known.kind in kinds)


def read_change(changed: Changed) -> Reading:
    """The change with its files parsed. Raises nothing for what files may hold."""
    files: dict[str, ReadFile] = {}
    others: list[FileChange] = []
    for change in changed.files:
        known = known_path(change.path)
        if known is None or known.kind == "logo":
            others.append(change)
            continue
        files[change.path] = ReadFile(
            change=change,
            known=known,
            old=_content(change.path, known.kind, change.old),
            new=_content(change.path, known.kind, change.new),
        )
    return Reading(base=changed.base, files=files, others=tuple(others))


def parse_content(path: str, kind: Kind, data: bytes) -> Content | None:
    """What stands in a file of this kind, or None when it can't be read."""
    file = SourceFile(path, data)
    text = ""
    try:
        if kind in _MARKDOWN:
            values, text = parse_front_matter(file)
        elif kind in _JSON:
            values = canon.parse_json(data)
        else:
            values = parse_yaml(file)
    except (FindingsError, canon.JsonError):
        return None
    return Content(values=values, text=text) if isinstance(values, dict) else None


def _content(path: str, kind: Kind, side: Side | None) -> Content | None:
    if side is None or side.data is None or kind in {"badge", "frozen", "endorsement"}:
        return None
    return parse_content(path, kind, side.data)


def text_of(content: Content | None, name: str) -> str | None:
    """A field that is text, or None."""
    value = None if content is None else content.values.get(name)
    return value if isinstance(value, str) else None
