"""Text of a change as a reviewer may see it: no e-mail addresses, nothing that can't be seen, and not too long.

One idea: what is hidden in a text is what a reviewer must see, so every invisible character is written as its code
point (Unicode general categories Cc, Cf, Cn, Co, Cs, Zl, Zp). Escaping for a format is that format's own step.
"""

import re
import unicodedata
from typing import Final

MAX_SHOWN_CHARS: Final = 300  # a paragraph; what is longer is shown around its difference
MAX_NAME_CHARS: Final = 120  # a title, a path
_AROUND: Final = 60
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Wider than a standard's form: what could be an address of a person is not repeated.
_MAILBOX: Final = re.compile(r"[\w.+%-]{1,64}(?:@|＠|%40)[\w-]{1,63}(?:\.[\w-]{1,63})+")
WITHHELD: Final = "(an e-mail address, not repeated here)"


def shown(text: str, limit: int = MAX_SHOWN_CHARS) -> str:
    """The text on one line, seen whole or cut with the number of characters that are left out."""
    plain = _MAILBOX.sub(WITHHELD, text[: limit * 20])
    seen = "".join(_visible(character) for character in " / ".join(plain.strip("\n").split("\n")))
    left_out = len(text) - min(len(text), limit * 20) + max(0, len(seen) - limit)
    return seen if not left_out else f"{seen[:limit]}… ({left_out:,} more characters)"


def differing(old: str, new: str, limit: int = MAX_SHOWN_CHARS) -> tuple[str, str]:
    """Two texts as `shown`; long ones only around where they differ."""
    if len(old) <= limit and len(new) <= limit:
        return shown(old, limit), shown(new, limit)
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    begin = max(0, start - _AROUND)
    return _around(old, begin, end, limit), _around(new, begin, end, limit)


def _around(text: str, begin: int, end: int, limit: int) -> str:
    stop = len(text) - max(0, end - _AROUND)
    # From the beginning of a word to the end of one, and never half of an e-mail address.
    begin = max(text.rfind(" ", 0, begin), text.rfind("\n", 0, begin)) + 1 if begin else 0
    while stop < len(text) and not text[stop].isspace():
        stop += 1
    passage = shown(text[begin:stop], limit)
    return f"{'… ' if begin else ''}{passage}{' …' if stop < len(text) else ''}"


def _visible(character: str) -> str:
    if character == "\t":
        return "<U+0009>"
    return f"<U+{ord(character):04X}>" if unicodedata.category(character) in _HIDDEN else character
