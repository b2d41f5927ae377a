"""How values read in English: dates, durations, kinds, silences.

One idea: an honest "not stated" is a way of speaking, not an empty place, and differs from "none".
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

from testamur.model import NONE, Silence, Stated
from testamur.pages import Said

T = TypeVar("T")

_MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()  # the locale of the machine must not show in the pages

TYPES: Final = {
    "micro-credential": "Micro-credential",
    "digital-badge": "Digital badge",
    "certificate": "Certificate",
    "cpd-credit": "CPD credit",
    "micro-learning": "Micro-learning",
    "pathway": "Pathway",
}
BASES: Final = {"competency": "what was shown", "participation": "taking part"}
OUTCOME_KINDS: Final = {
    "knowledge": "knowledge",
    "applied-knowledge": "applied knowledge",
    "demonstration": "demonstration",
    "workplace-practice": "workplace practice",
}
LANGUAGES: Final = {"en": "English", "es": "Spanish", "fr": "French"}
KEY_STATES: Final = {"current": "in use", "retired": "retired", "compromised": "compromised"}

NOT_STATED: Final = Said(text="not stated", manner="not-stated")


def day(value: date) -> str:
    """A day as people write it: 3 March 2026."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def duration(period: str) -> str:
    """An ISO 8601 duration of whole years and months in words; `period` is a checked one."""
    found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?", period)
    counts = zip(found.groups(), ("year", "month"), strict=True) if found else ()
    said = [f"{int(count)} {unit}{'' if int(count) == 1 else 's'}" for count, unit in counts if count]
    return " and ".join(said) or period


def listed(items: tuple[str, ...]) -> str:
    """Several words as one text."""
    return ", ".join(items)


def said(value: Stated[T], words: Callable[[T], str] = str, *, none: str = "none") -> Said:
    """A field in words; `none` is what an explicit none means for this field."""
    if isinstance(value, Silence):
        return Said(text=none, manner="none") if value is NONE else NOT_STATED
    return Said(text=words(value))
