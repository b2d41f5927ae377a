"""Text of a stranger as Markdown that shows exactly that text (CommonMark 0.31, GitHub's and GitLab's additions).

One idea: what could mean anything to a renderer is written as a character reference, which can't begin markup
(CommonMark, section 2.5); what a host turns into links after rendering (addresses, mentions, numbers of issues, names
of commits) is broken by a space of no width (U+200B), which no such pattern reaches over.
"""

import re
import unicodedata
from typing import Final

_PLAIN: Final = frozenset(" ,;.-+()/'\"?=%:")
_GAP: Final = "&#8203;"
# Mentions, issues, merge requests, snippets, milestones, labels, epics, commands.
_SIGILS: Final = frozenset("@#!$%~&^*:")
_BREAKS: Final = re.compile(
    r"(?<=\.)(?=[^\W\d_])"  # a host's name
    r"|(?<=[A-Za-z]-)(?=[0-9])"  # GH-1 and its like
    r"|(?<=[Ww][Ww][Ww])(?=\.)"
    r"|(?<=/)(?=/)"
)
_COMMIT: Final = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{7,64}(?![0-9A-Za-z])")
_CODE: Final = re.compile(r"[./]?[A-Za-z0-9][A-Za-z0-9 _./:=-]*")
_BEFORE: Final = "\u2068"  # first strong isolate
_AFTER: Final = "\u2069"  # pop directional isolate


def said(text: str) -> str:
    """The text for the middle of a line or a cell of a table; `text` must be on one line, as `shown` makes it."""
    # Seven digits may name a commit.
    broken = _COMMIT.sub(lambda match: "\u200b".join(re.findall(".{1,6}", match.group())), text)
    broken = _BREAKS.sub("\u200b", broken)
    written = []
    for position, character in enumerate(broken):
        written.append(_character(character))
        following = broken[position + 1 : position + 2]
        if character in _SIGILS and following and not following.isspace() and following != "\u200b":
            written.append(_GAP)
    whole = "".join(written)
    # A text that runs from right to left would pull its surroundings along.
    return f"{_BEFORE}{whole}{_AFTER}" if any(_from_the_right(each) for each in text) else whole


def code(text: str) -> str:
    """A name of ours (a folder, a number, a key) in a form that can be copied; anything else as `said`."""
    return f"`{text}`" if _CODE.fullmatch(text) else said(text)


def _character(character: str) -> str:
    if character == "\u200b":
        return _GAP
    if character.isascii() and not character.isalnum() and character not in _PLAIN:
        return f"&#{ord(character)};"
    return character


def _from_the_right(character: str) -> bool:
    return not character.isascii() and unicodedata.bidirectional(character) in {"R", "AL", "AN"}
