"""Numbers that belong to one person or one account, by their form and their check digits (decision 42).

One idea: a row a kind. A row is here only when its form is unmistakable or its check digits leave few others: what
looks like a number of this kind and isn't would stop an author for nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

_START = r"(?<![\w/.=#%+&-])"
_END = r"(?![\w/]|[-.]\w)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a number is, how it is written, and whether its digits are right; `form` has no unbounded repetition."""

    what: str
    form: re.Pattern[str]
    is_right: Callable[[str], bool]


def identity_number(text: str, earliest: int) -> tuple[int, str] | None:
    """Where in a short text the first number of a person or an account begins, and what it is.

    Those that end before `earliest` are not looked at again. `text` must be short: every row is tried.
    """
    for kind in KINDS:
        for found in kind.form.finditer(text):
            number = "".join(character for character in found["n"] if character.isalnum())
            if found.end() > earliest and kind.is_right(number.upper()):
                return found.start("n"), kind.what
    return None


def _kind(what: str, form: str, is_right: Callable[[str], bool] = lambda _: True, *, label: str = "") -> Kind:
    before = rf"(?i:\b(?:{label})\b)[^\w\n]{{0,4}}(?:(?i:no|nr|number)\b[^\w\n]{{0,4}})?" if label else _START
    return Kind(what=what, form=re.compile(rf"{before}(?P<n>{form}){_END}"), is_right=is_right)


# ---- check digits ----


def _digits(text: str) -> list[int]:
    return [int(character) for character in text]


def _weighed(text: str, weights: str) -> int:
    return sum(digit * int(weight, 36) for digit, weight in zip(_digits(text), weights, strict=False))


def is_luhn(text: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = [digit * 2 for digit in _digits(text)[-2::-2]]
    return (sum(_digits(text)[-1::-2]) + sum(digit - 9 if digit > 9 else digit for digit in doubled)) % 10 == 0


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_day_first(text: str) -> bool:
    """DDMMYY; a century with that day is enough (2000 has every one)."""
    return _is_day(2000 + int(text[4:6]) % 4 * 4 if text[:4] == "2902" else 2001, int(text[2:4]), int(text[:2]))


def _is_card(text: str) -> bool:
    return is_luhn(text) and len(set(text)) > 1


def _is_iban(text: str) -> bool:
    """ISO 13616: the country and check digits moved to the end, letters as numbers, modulo 97."""
    return int("".join(str(int(each, 36)) for each in text[4:] + text[:4])) % 97 == 1


def _is_nhs(text: str) -> bool:
    return (11 - _weighed(text[:9], "A98765432") % 11) % 11 == int(text[9])


def _is_spanish(text: str) -> bool:
    digits = text[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == text[-1]


def _is_french(text: str) -> bool:
    digits = text[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(digits) % 97 == int(text[13:])


def _is_italian(text: str) -> bool:
    """Each second character counts as itself, the others as what the decree of 23 December 1976 gives them."""
    places = [int(each) if each.isdecimal() else ord(each) - 65 for each in text]
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
    return (sum(places[1:15:2]) + sum(odd[place] for place in places[0:15:2])) % 26 == places[15]


def _is_swedish(text: str) -> bool:
    day = int(text[-6:-4])
    return is_luhn(text[-10:]) and 1 <= int(text[-8:-6]) <= 12 and 1 <= (day - 60 if day > 60 else day) <= 31


def _is_danish(text: str) -> bool:
    return _is_day_first(text) and _weighed(text, "4327654321") % 11 == 0


def _is_finnish(text: str) -> bool:
    digits = "".join(each for each in text[:-1] if each.isdecimal())
    return _is_day_first(text) and "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31] == text[-1]


def _is_norwegian(text: str) -> bool:
    day = int(text[:2])
    checked = _weighed(text[:10], "3761894521") % 11 == 0 and _weighed(text, "54327654321") % 11 == 0
    return checked and _is_day_first(f"{day - 40 if day > 40 else day:02}{text[2:6]}")


def _is_german(text: str) -> bool:
    """ISO/IEC 7064, MOD 11,10; of the first ten digits one stands there two or three times."""
    counts = sorted(text[:10].count(digit) for digit in set(text[:10]))
    product = 10
    for digit in _digits(text[:10]):
        product = ((digit + product) % 10 or 10) * 2 % 11
    return counts[-1] in {2, 3} and counts[:-1].count(1) == len(counts) - 1 and (11 - product) % 10 == int(text[10])


def _is_dutch(text: str) -> bool:
    return (_weighed(text[:8], "98765432") - int(text[8])) % 11 == 0


def _is_polish(text: str) -> bool:
    month, day = int(text[2:4]) % 20, int(text[4:6])
    return 1 <= month <= 12 and 1 <= day <= 31 and _weighed(text, "13791379131") % 10 == 0


def _is_belgian(text: str) -> bool:
    return int(text[9:]) in {97 - int(text[:9]) % 97, 97 - int("2" + text[:9]) % 97}


def _is_brazilian(text: str) -> bool:
    first = _weighed(text[:9], "A98765432") * 10 % 11 % 10
    second = _weighed(text[:10], "BA98765432") * 10 % 11 % 10
    return len(set(text)) > 1 and f"{first}{second}" == text[9:]


def _is_irish(text: str) -> bool:
    more = ord(text[8]) - 64 if len(text) > 8 else 0
    return "WABCDEFGHIJKLMNOPQRSTUV"[(_weighed(text[:7], "8765432") + 9 * more) % 23] == text[7]


def _is_swiss(text: str) -> bool:
    """The check digit of EAN-13."""
    return _weighed(text, "1313131313131") % 10 == 0


# ---- the table ----

KINDS: Final = (
    _kind("an account number (IBAN)", r"[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?", _is_iban),
    _kind(
        "a card number", r"(?:4\d{3}|5[1-5]\d\d|2[2-7]\d\d|6011|65\d\d)(?P<s>[ -]?)(?:\d{4}(?P=s)){2}\d{4}", _is_card
    ),
    _kind("a card number", r"3[47]\d\d(?P<s>[ -]?)\d{6}(?P=s)\d{5}", _is_card),
    _kind("a social security number (US)", r"(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}"),
    _kind("an NHS number", r"\d{3} \d{3} \d{4}", _is_nhs),
    _kind("an NHS number", r"\d{10}", _is_nhs, label="NHS"),
    _kind(
        "a national insurance number (UK)",
        r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?P<s> ?)(?:\d\d(?P=s)){3}[A-D]",
    ),
    _kind("an identity number (Spain)", r"(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]", _is_spanish),
    _kind(
        "a social security number (France)",
        r"[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d",
        _is_french,
    ),
    _kind("a tax code (Italy)", r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]", _is_italian),
    _kind("an identity number (Sweden)", r"(?:(?:19|20)?\d{6}[-+]|(?:19|20)\d{6})\d{4}", _is_swedish),
    _kind("an identity number (Denmark)", r"\d{6}-\d{4}", _is_danish),
    _kind("an identity number (Finland)", r"\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]", _is_finnish),
    _kind("an identity number (Norway)", r"\d{6} ?\d{5}", _is_norwegian),
    _kind("an identity number (Poland)", r"\d{11}", _is_polish),
    _kind("a tax number (Germany)", r"[1-9]\d(?P<s> ?)\d{3}(?P=s)\d{3}(?P=s)\d{3}", _is_german),
    _kind("a citizen's number (Netherlands)", r"\d{9}", _is_dutch, label="BSN|burgerservicenummer"),
    _kind("an identity number (Belgium)", r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d", _is_belgian),
    _kind("a social insurance number (Canada)", r"[1-79]\d\d-\d{3}-\d{3}", is_luhn),
    _kind("a social insurance number (Canada)", r"\d{3} ?\d{3} ?\d{3}", is_luhn, label="SIN|NAS"),
    _kind("an identity number (Brazil)", r"\d{3}\.\d{3}\.\d{3}-\d\d", _is_brazilian),
    _kind("an identity number (Ireland)", r"\d{7}[A-W][AB]?", _is_irish),
    _kind("a social security number (Switzerland)", r"756\.\d{4}\.\d{4}\.\d\d", _is_swiss),
)
