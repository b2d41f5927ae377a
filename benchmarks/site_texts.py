"""What people read on a page of Testamur, as Markdown: the same words for every generator."""

import re
from html.parser import HTMLParser
from typing import Final

_HEADINGS: Final = {f"h{level}": "#" * level for level in range(1, 7)}
_BLOCKS: Final = frozenset({"p", "div", "section", "ul", "ol", "dl", "table", "tr", "details", "summary", "figure"})
_MARKS: Final = {"strong": "**", "b": "**", "em": "*", "code": "`"}
_DRAWING: Final = re.compile(r"<svg.*?</svg>", re.DOTALL)
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|])")


def markdown_from(page: str) -> str:
    """The text of the main part of a page, with its headings, lists, links and marks; drawings are left out."""
    reader = _Reader()
    reader.feed(_DRAWING.sub("", page))
    return reader.text()


class _Reader(HTMLParser):
    """Collects pieces of Markdown while it is inside the main part."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._inside = False
        self._links: list[str] = []

    def text(self) -> str:
        lines = (line.strip() for line in "".join(self._pieces).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "main":
            self._inside = True
        elif not self._inside:
            return
        elif tag in _HEADINGS:
            self._pieces.append(f"\n\n{_HEADINGS[tag]} ")
        elif tag in {"li", "dt"}:
            self._pieces.append("\n- ")
        elif tag == "dd":
            self._pieces.append(": ")
        elif tag in _BLOCKS:
            self._pieces.append("\n\n")
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self._pieces.append("[")
        elif tag in _MARKS:
            self._pieces.append(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._inside = False
        elif not self._inside:
            return
        elif tag in _HEADINGS or tag in _BLOCKS:
            self._pieces.append("\n\n")
        elif tag == "a":
            # Every generator is given the address as it is, and looks for no file behind it.
            self._pieces.append(f"](https://registry.example/{self._links.pop().lstrip('./')})")
        elif tag in _MARKS:
            self._pieces.append(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._pieces.append(_SPECIAL.sub(r"\\\1", " ".join(data.split())) if data.strip() else " ")
