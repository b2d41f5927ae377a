"""A pathway drawn: what is needed on one side, what it leads to on the other, and between them how many are enough.

The one idea: the lists below the drawing say the same in words, so the drawing may leave out what does not fit and is
one picture to a screen reader. Nobody knows a visitor's fonts, so lines are broken by counting characters, with room
to spare. Widths and heights are in the drawing's own units, one for a CSS pixel at its full size.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from testamur.pages import Drawing

_LINE: Final = 20  # from one line of text to the next
_MOST_LINES: Final = 3
_WIDE: Final = 880
_BOX: Final = 330  # the width of one requirement
_GOAL: Final = 290
_GATE: Final = 96
_TALL: Final = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One group of requirements: its name, how many are enough in a word or two ("all", "2 of 3"), their titles."""

    name: str
    rule: str
    titles: tuple[str, ...]


def draw_pathway(goal: str, branches: Sequence[Branch], *, label: str, mirrored: bool = False) -> Drawing:
    """Two SVG elements, of the classes `wide` and `tall`, of which the style sheet shows one.

    `label` is what a screen reader says of them. `mirrored` is for languages that run from right to left; the text's
    own direction comes from the page. Every text is escaped; none is longer than `_MOST_LINES` lines.
    """
    wide = _Canvas(_WIDE, mirrored=mirrored)
    _draw_wide(wide, goal, branches)
    tall = _Canvas(_TALL, mirrored=mirrored)
    _draw_tall(tall, goal, branches)
    return Drawing(wide.svg("wide", label) + tall.svg("tall", label))


def _draw_wide(canvas: "_Canvas", goal: str, branches: Sequence[Branch]) -> None:
    gate_x, goal_x = _BOX + 100, _WIDE - _GOAL
    y, gates = 0, []
    for branch in branches:
        canvas.text(0, y + 16, _broken(branch.name, 44, lines=1), name="name")
        y += 32
        middles = []
        for title in branch.titles:
            lines = _broken(title, 34)
            height = len(lines) * _LINE + 20
            canvas.box(0, y, _BOX, height, name="part")
            canvas.text(16, y + 25, lines)
            middles.append(y + height // 2)
            y += height + 12
        gate_y = (middles[0] + middles[-1]) // 2
        for middle in middles:
            canvas.curve(_BOX, middle, gate_x, gate_y)
        gates.append((gate_y, branch.rule))
        y += 20
    goal_lines = _broken(goal, 24)
    goal_height = len(goal_lines) * _LINE + 44
    goal_y = max(0, (gates[0][0] + gates[-1][0] - goal_height) // 2)
    middle = goal_y + goal_height // 2
    for gate_y, rule in gates:
        canvas.curve(gate_x + _GATE, gate_y, goal_x, middle)
        canvas.box(gate_x, gate_y - 16, _GATE, 32, name="gate", radius=16)
        canvas.text(gate_x + _GATE // 2, gate_y + 5, _broken(rule, 11, lines=1), name="middle")
    canvas.box(goal_x, goal_y, _GOAL, goal_height, name="goal")
    canvas.text(goal_x + _GOAL // 2, goal_y + 37, goal_lines, name="middle end")
    canvas.height = max(y - 32, goal_y + goal_height + 1)


def _draw_tall(canvas: "_Canvas", goal: str, branches: Sequence[Branch]) -> None:
    y, spine, text = 0, 10, 34
    tops: list[int] = []
    for branch in branches:
        name = _broken(branch.name, 22, lines=1)
        canvas.text(text, y + 17, [f"{canvas.isolated(name[0])} · {branch.rule}"], name="name")
        y += 34
        for title in branch.titles:
            lines = _broken(title, 31)
            tops.append(y + 10)
            canvas.text(text, y + 15, lines)
            y += len(lines) * _LINE + 12
        y += 10
    lines = _broken(goal, 26)
    canvas.line(spine, tops[0], y + 12)
    for top in tops:
        canvas.dot(spine, top, 5, name="part")
    canvas.dot(spine, y + 12, 9, name="goal")
    canvas.text(text, y + 18, lines, name="name")
    canvas.height = y + len(lines) * _LINE + 8


class _Canvas:
    """Shapes in the order in which they are drawn, mirrored where the language asks for it."""

    def __init__(self, width: int, *, mirrored: bool) -> None:
        self._width = width
        self._mirrored = mirrored
        self._shapes: list[str] = []
        self.height = 0

    def isolated(self, text: str) -> str:
        """The text, which may be in another language, so that its direction moves nothing beside it (UAX 9)."""
        return f"\u2068{text}\u2069" if self._mirrored else text

    def _x(self, x: int, width: int = 0) -> int:
        return self._width - x - width if self._mirrored else x

    def box(self, x: int, y: int, width: int, height: int, *, name: str, radius: int = 4) -> None:
        place = f'x="{self._x(x, width)}" y="{y}" width="{width}" height="{height}" rx="{radius}"'
        self._shapes.append(f'<rect class="{name}" {place}/>')

    def curve(self, x: int, y: int, to_x: int, to_y: int) -> None:
        half = self._x((x + to_x) // 2)
        path = f"M{self._x(x)} {y}C{half} {y} {half} {to_y} {self._x(to_x)} {to_y}"
        self._shapes.append(f'<path d="{path}"/>')

    def line(self, x: int, y: int, to_y: int) -> None:
        self._shapes.append(f'<path d="M{self._x(x)} {y}V{to_y}"/>')

    def dot(self, x: int, y: int, radius: int, *, name: str) -> None:
        self._shapes.append(f'<circle class="{name}" cx="{self._x(x)}" cy="{y}" r="{radius}"/>')

    def text(self, x: int, y: int, lines: Sequence[str], *, name: str = "") -> None:
        at = self._x(x)
        spans = (
            f'<tspan x="{at}" y="{y + number * _LINE}">{escape(self._isolated(line))}</tspan>'
            for number, line in enumerate(lines)
        )
        kind = f' class="{name}"' if name else ""
        self._shapes.append(f"<text{kind}>{''.join(spans)}</text>")

    def _isolated(self, line: str) -> str:
        """The line with its own direction where that may be another than the page's (Unicode's FSI and PDI)."""
        own = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in line)
        return line if own == self._mirrored else f"\u2068{line}\u2069"

    def svg(self, name: str, label: str) -> str:
        # A line's own width must fit: half of it lies outside of the shape.
        frame = (
            f'viewBox="-1 -1 {self._width + 2} {self.height + 2}" width="{self._width + 2}" height="{self.height + 2}"'
        )
        return (
            f'<svg class="graph {name}" {frame} role="img" aria-label="{escape(label)}">{"".join(self._shapes)}</svg>'
        )


# ---- lines ----


def _broken(text: str, columns: int, *, lines: int = _MOST_LINES) -> list[str]:
    """The text in lines of at most so many columns; what does not fit ends in an ellipsis."""
    found = list(_lines(text, columns))
    if len(found) > lines:
        found = [*found[: lines - 1], _shortened(found[lines - 1], columns - 1)]
    return found or [""]


def _lines(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if _columns(joined) <= columns:
            line = joined
            continue
        if line:
            yield line
        line = word
        while _columns(line) > columns:
            head = _cut(line, columns)
            yield head
            line = line[len(head) :]
    if line:
        yield line


def _shortened(line: str, columns: int) -> str:
    return f"{_cut(line, columns).rstrip()}…"


def _cut(text: str, columns: int) -> str:
    width = 0
    for place, char in enumerate(text):
        width += _width(char)
        if width > columns:
            return text[:place]
    return text


def _columns(text: str) -> int:
    return sum(map(_width, text))


def _width(char: str) -> int:
    """How many columns a character takes: two where its script is written in squares."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
