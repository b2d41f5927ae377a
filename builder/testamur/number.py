"""The credential number (docs/formats.md): a short, speakable name for one place in one status list.

Crockford's base 32 and the check character of ISO/IEC 7064, hybrid system MOD 33,32, which catches every single wrong
character and nearly all swapped neighbours. The number means nothing without the registry.
"""

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LIST_NAME = re.compile(r"[a-hjkmnp-tv-z][1-9][0-9]{0,2}")
LIST_SIZE = 131_072

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("OIL", "011")
_DIGITS = 4


def number_from(list_name: str, index: int) -> str:
    """The number of an index of a list, such as `A1-04K7X`.

    Raises ValueError for a name or an index that no list can have.
    """
    if LIST_NAME.fullmatch(list_name) is None or not 0 <= index < LIST_SIZE:
        raise ValueError(f"there is no index {index} of a list {list_name!r}")
    prefix = list_name.upper()
    digits = "".join(ALPHABET[index >> shift & 31] for shift in (15, 10, 5, 0))
    return f"{prefix}-{digits}{_check_character(prefix + digits)}"


def parse_number(text: str) -> tuple[str, int]:
    """The list and index of a number as a person typed it.

    Case, spaces and hyphens do not matter; `O` reads as `0`, `I` and `L` as `1`. Raises ValueError when it is not a
    number or its check character does not fit. Whether anything was awarded there is not checked.
    """
    # Upper-casing is for ASCII alone: some letters of other alphabets would turn into two.
    if not text.isascii():
        raise ValueError(f"{text!r} is not a credential number")
    plain = re.sub(r"[\s-]", "", text).upper().translate(_LOOKALIKES)
    body, check = plain[:-1], plain[-1:]
    list_name, digits = body[:-_DIGITS].lower(), body[-_DIGITS:]
    if LIST_NAME.fullmatch(list_name) is None or len(digits) != _DIGITS or any(c not in _VALUES for c in plain):
        raise ValueError(f"{text!r} is not a credential number")
    index = 0
    for digit in digits:
        index = index * 32 + _VALUES[digit]
    if check != _check_character(body) or index >= LIST_SIZE:
        raise ValueError(f"{text!r} has a mistake in it: its check character does not fit")
    return list_name, index


def _check_character(body: str) -> str:
    p = 32
    for character in body:
        s = (p + _VALUES[character]) % 32 or 32
        p = 2 * s % 33
    return ALPHABET[(33 - p) % 32]
