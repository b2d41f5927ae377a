"""The anchors of headings in pages of text: what an author named, else a heading's words.

One idea: who draws a page and who leads to a place in it must mean the same anchor.
"""

import re
import unicodedata
from typing import Final

_NAMED: Final = re.compile(r"\s+\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}\Z")


def named_anchor(heading: str) -> tuple[str, str]:
    """A heading's words, and the anchor that stands behind them as `{#such-as-this}`; "" where none does."""
    found = _NAMED.search(heading)
    return (heading, "") if found is None else (heading[: found.start()], found[1])


def worded_anchor(words: str) -> str:
    """The anchor that a heading's words make: in lower case, with hyphens."""
    return "-".join(re.findall(r"[\w-]+", unicodedata.normalize("NFKC", words).lower())) or "section"
