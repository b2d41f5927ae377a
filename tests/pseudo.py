"""A test language that is written from the right: the site's English in letters of Arabic, for pages that nobody reads.

One idea: every word of the interface is in it, so whatever still shows in Latin letters, or on the wrong side, is a
fault of ours and not of a translator.
"""

import json
import re
from itertools import pairwise
from typing import Any

TAG = "ar"
NAME = "العربية"

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
_LETTERS = str.maketrans(_LATIN + _LATIN.upper(), _ARABIC * 2)
_KEPT = re.compile(r"\{[a-zA-Z]+\}")


def in_arabic_letters(text: str) -> str:
    """The text letter by letter, but for its blanks."""
    ends = [0, *(edge for blank in _KEPT.finditer(text) for edge in blank.span()), len(text)]
    parts = (text[start:end] for start, end in pairwise(ends))
    return "".join(part if _KEPT.fullmatch(part) else part.translate(_LETTERS) for part in parts)


def messages(english: bytes) -> bytes:
    """A messages file of the test language, made of the English one."""

    def changed(value: Any) -> Any:
        if isinstance(value, str):
            return in_arabic_letters(value)
        if isinstance(value, list):
            return [changed(each) for each in value]
        return {name: changed(each) for name, each in value.items()}

    document = changed(json.loads(english))
    document["language"] = TAG
    document["catalogue"]["say"]["comma"] = "، "
    document["template"] |= {"languageName": NAME, "direction": "rtl", "formats": TAG, "comma": "، "}
    return json.dumps(document, ensure_ascii=False).encode()
