"""Text as YAML and Markdown carry it: every text comes back from our own reader exactly as it went in.

One idea: what needs quotation marks gets them, and nothing that somebody typed can become a field, a fence or a
heading.
"""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from testamur.source.text import UNSEEN

WIDTH: Final = 110
_PLAIN: Final = re.compile(r"[^\W_](?:[^\n]*\S)?")
# Other readers of YAML than ours would take these for something else than text.
_TYPED: Final = re.compile(
    r"y|n|yes|no|on|off|true|false|null|[-+.]?[0-9][0-9_.,:eExXa-fA-F+-]*|\.(?:inf|nan)", re.IGNORECASE
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MARKED: Final = re.compile(r"([\\`*_\[\]<>#|~&])")


def clean(text: str) -> str:
    r"""The text with `\n` as its line ends, and without tabs, characters that can't be seen, and spaces at line ends.

    Halves of surrogate pairs become a question mark.
    """
    whole = text.encode("utf_16", "surrogatepass").decode("utf_16", "replace").replace("\ufffd", "?")
    lines = whole.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").split("\n")
    return "\n".join(UNSEEN.sub("", line).rstrip(" ") for line in lines).strip("\n")


def one_line(text: str) -> str:
    """The cleaned text on one line, with single spaces."""
    return " ".join(clean(text).split())


def scalar(text: str, indent: int = 0) -> str:
    """What stands after `name:` or `-` for a text, beginning with its space; `indent` is that of the name.

    The text must be a cleaned one.
    """
    inner = " " * (indent + 2)
    lines = text.split("\n")
    if len(lines) > 1 and lines[0][:1] not in {" ", ""} and lines[-1]:
        return " |-\n" + "\n".join(f"{inner}{line}" if line else "" for line in lines)
    if len(lines) == 1 and len(inner) + len(text) > WIDTH and text == " ".join(text.split()):
        folded = textwrap.wrap(text, WIDTH - len(inner), break_long_words=False, break_on_hyphens=False)
        return " >-\n" + "\n".join(inner + line for line in folded)
    return f" {text if _is_plain(text) else quoted_scalar(text)}"


def quoted_scalar(text: str) -> str:
    """The text between double quotation marks, as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=False)


def comment(text: str, indent: int = 0) -> Iterator[str]:
    """The text as comment lines of YAML."""
    margin = " " * indent
    for line in textwrap.wrap(text, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False):
        yield f"{margin}# {line}"


def plain_markdown(text: str) -> str:
    """One line of text as Markdown shows it: as it was typed, with nothing in it that Markdown would read."""
    return _MARKED.sub(r"\\\1", one_line(text))


def quoted_markdown(lines: Iterable[str]) -> str:
    """Paragraphs and lists of somebody's text, with what could not be published taken for text.

    HTML, pictures and links lose their meaning; nothing else changes.
    """
    made = []
    for line in lines:
        safe = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", line.replace("\\", "\\\\"))
        safe = safe.replace("](", "]\\(").replace("][", "]\\[").replace("![", "!\\[")
        made.append(re.sub(r"^( {0,3}\[[^\]]*\]):", r"\1\\:", safe))
    return "\n".join(made)


def _is_plain(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or ": " in text or " #" in text or text.endswith(":"):
        return False
    return _DAY.fullmatch(text) is not None or _TYPED.fullmatch(text) is None
