"""A small YAML (1.1 by libyaml's events) in which every scalar is the text that its author wrote.

One idea: nothing is guessed and nothing is lost. There are no implicit types, anchors, aliases, tags, merge keys,
duplicate keys,
further documents or tabs, and a comment can't cut a text short.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from testamur.findings import Finding, FindingsError, Place, quoted
from testamur.source.text import UNSEEN, Plain, Positions, step

MAX_DEPTH = 12
# libyaml where the library was built with it: ten times faster, and the same language (tests/property/test_source.py).
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_QUOTE_HINT = (
    "Put a text in double quotes when it holds `: ` or ` #`, or begins with one of [ ] { } & * ! | > ' \" % @ `; "
    "list items begin with `- ` in one column."
)
_BLOCKS = frozenset({"|", ">"})
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class _Open:
    """A list or mapping that is not closed yet; `key` is the name that waits for its value."""

    value: Any
    pointer: str
    key: str | None = None


@dataclass(slots=True)
class _Composer:
    """Events to plain values, with a note of every place on the way."""

    path: str
    text: str
    first_line: int
    values: dict[str, tuple[int, int]] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    result: Any = ""

    def refuse(self, code: str, mark: Any, message: str, hint: str) -> None:
        line, column = self.spot(mark)
        where = Place(file=self.path, line=line, column=column)
        self.findings.append(Finding(code=code, place=where, message=message, hint=hint))

    def spot(self, mark: Any) -> tuple[int, int]:
        return mark.line + self.first_line, mark.column + 1

    def compose(self) -> None:
        lines = self.text.split("\n")
        documents = 0
        for event in self._events():
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1 or event.version or event.tags:
                        self.refuse(
                            "yaml-document",
                            event.start_mark,
                            "only one plain YAML document can stand here",
                            "Delete the line that begins with `---` or `%`.",
                        )
                        return
                case yaml.AliasEvent():
                    self._no_anchor(event)
                    self._add("", event)
                case yaml.ScalarEvent():
                    self._no_anchor(event)
                    self._no_lost_text(event, lines)
                    self._scalar(event)
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    self._no_anchor(event)
                    if not self._open(event):
                        return
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    self.stack.pop()
                case _:
                    pass

    def _events(self) -> Iterator[Any]:
        try:
            yield from yaml.parse(self.text, Loader=_LOADER)
        except yaml.YAMLError as cause:
            mark = getattr(cause, "problem_mark", None) or getattr(cause, "context_mark", None)
            line, column = self.spot(mark) if mark else (self.first_line, 1)
            where = Place(file=self.path, line=line, column=column)
            self.findings.append(
                Finding(
                    code="yaml-syntax",
                    place=where,
                    message="the fields can't be read from here on",
                    hint=_QUOTE_HINT,
                )
            )

    def _no_anchor(self, event: Any) -> None:
        if event.anchor is not None:
            self.refuse(
                "yaml-anchor",
                event.start_mark,
                "`&` and `*` name and repeat other parts of the file, which is not allowed",
                "Write the text out again, or put it in double quotes if it begins with `&` or `*`.",
            )
        if getattr(event, "tag", None) is not None:
            self.refuse(
                "yaml-tag",
                event.start_mark,
                "`!` gives a value another type, which is not allowed",
                "Leave the tag out, or put the text in double quotes if it begins with `!`.",
            )

    def _no_lost_text(self, event: Any, lines: list[str]) -> None:
        if event.implicit[0] and event.value and _is_cut_short(event, lines):
            self.refuse(
                "yaml-comment",
                event.end_mark,
                "what follows ` #` would be left out of the text",
                "Put the text in double quotes, or put the comment on a line of its own.",
            )

    def _scalar(self, event: Any) -> None:
        found = UNSEEN.search(event.value) or _SURROGATE.search(event.value)
        if found:
            self.refuse(
                "text-control-character",
                event.start_mark,
                f"the text holds the character U+{ord(found.group()):04X}, which can't be seen",
                "Leave the escape out.",
            )
        top = self.stack[-1] if self.stack else None
        if top is None or top.key is not None or isinstance(top.value, list):
            self._add(_text_of(event) if not found else "?", event)
            return
        if event.value == "<<" and event.implicit[0]:
            self.refuse(
                "yaml-merge-key",
                event.start_mark,
                "`<<` merges other fields in, which is not allowed",
                "Write the fields out.",
            )
        pointer = step(top.pointer, event.value if not found else "?")
        if event.value in top.value:
            first, _ = self.keys[pointer]
            self.refuse(
                "yaml-duplicate-key",
                event.start_mark,
                f"the field {quoted(event.value)} stands here a second time",
                f"Keep one of them; the first is on line {first}.",
            )
        else:
            self.keys[pointer] = self.spot(event.start_mark)
        top.key = event.value

    def _open(self, event: Any) -> bool:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self.refuse(
                "yaml-key-not-text",
                event.start_mark,
                "the name of a field must be text",
                "Put the text in double quotes if it begins with `[` or `{`.",
            )
            return False
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(
                "yaml-too-deep",
                event.start_mark,
                f"lists and fields are nested more than {MAX_DEPTH} deep",
                "No field of ours nests so deep; look at the indentation.",
            )
            return False
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Open(value=value, pointer=self._add(value, event)))
        return True

    def _add(self, value: Any, event: Any) -> str:
        """Put a value where it belongs and answer its pointer."""
        if not self.stack:
            self.result = value
            self.values[""] = self.spot(event.start_mark)
            return ""
        top = self.stack[-1]
        if isinstance(top.value, list):
            pointer = step(top.pointer, len(top.value))
            top.value.append(value)
        elif top.key is None:
            # Only an alias gets here as a name; it was refused already.
            top.key = "?"
            return top.pointer
        else:
            pointer = step(top.pointer, top.key)
            top.value.setdefault(top.key, value)
            top.key = None
        self.values.setdefault(pointer, self.spot(event.start_mark))
        return pointer


def _text_of(event: Any) -> str:
    """The scalar's text; the line break at the end of a block is not one that its author meant."""
    value: str = event.value
    return value.rstrip("\n") if event.style in _BLOCKS else value


# A sign of a comment behind other text. Comments on lines of their own, which take no text along, have none.
_COMMENT = re.compile(r"[^\s#] +#")


def _plainly(text: str) -> Any:
    """The document's values where there is nothing to say about it, or None, and the composer finds the words.

    It keeps no places, which most files are never asked for, and gives up on whatever is rare.
    """
    lines = text.split("\n") if _COMMENT.search(text) else None
    result: Any = None
    container: Any = None
    key: str | None = None
    above: list[tuple[Any, str | None]] = []
    documents = 0
    parser = _LOADER(text)
    try:
        while True:
            event = parser.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                value = event.value
                style = event.style
                if event.anchor is not None or event.tag is not None:
                    return None
                if style == '"':
                    # Only escapes bring in what is not in the text itself.
                    if UNSEEN.search(value) or _SURROGATE.search(value):
                        return None
                elif style in _BLOCKS:
                    if type(container) is dict and key is None:
                        return None
                    value = value.rstrip("\n")
                elif lines is not None and not style and _is_cut_short(event, lines):
                    return None
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None or len(above) >= MAX_DEPTH:
                    return None
                value = {} if kind is yaml.MappingStartEvent else []
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                container, key = above.pop()
                continue
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1 or event.version or event.tags:
                    return None
                continue
            elif kind is yaml.StreamEndEvent:
                return "" if result is None else result
            elif kind is yaml.AliasEvent:
                return None
            else:
                continue
            if container is None:
                result = value
            elif type(container) is list:
                container.append(value)
            elif key is None:
                if type(value) is not str or value == "<<" or value in container:
                    return None
                key = value
                continue
            else:
                container[key] = value
                key = None
            if type(value) is not str:
                above.append((container, key))
                container, key = value, None
    except yaml.YAMLError:
        return None
    finally:
        parser.dispose()


def _is_cut_short(event: Any, lines: list[str]) -> bool:
    """Whether a comment follows the scalar on its line."""
    line, column = event.end_mark.line, event.end_mark.column
    rest = lines[line][column:] if line < len(lines) else ""
    return rest.lstrip(" ").startswith("#")


def _composed(path: str, text: str, first_line: int) -> _Composer:
    composer = _Composer(path=path, text=text, first_line=first_line)
    composer.compose()
    return composer


def parse(path: str, text: str, *, first_line: int) -> Plain:
    """The document's values.

    Raises FindingsError with places in `path`, whose line `first_line` is the first line of `text`. `text` must
    come from `decoded`. An empty scalar is empty text; the schema refuses it with its data path.
    """
    tabs = [
        Finding(
            code="yaml-tab",
            place=Place(file=path, line=number, column=line.index("\t") + 1),
            message="a tab stands here",
            hint="Use spaces; two for each step of indentation.",
        )
        for number, line in enumerate(text.split("\n"), start=first_line)
        if "\t" in line
    ]
    if tabs:
        raise FindingsError(tabs)
    plainly: Plain | None = _plainly(text)
    if plainly is not None:
        return plainly
    composer = _composed(path, text, first_line)
    if composer.findings:
        raise FindingsError(composer.findings)
    result: Plain = composer.result
    return result


def positions(text: str, *, first_line: int) -> Positions:
    """The places of everything that could be read of `text`."""
    composer = _composed("", text, first_line)
    return Positions(values=composer.values, keys=composer.keys, start=(first_line, 1))
