"""Days and moments as our own files write them: `YYYY-MM-DD` and `YYYY-MM-DDThh:mm:ssZ` (XML Schema 1.1, in UTC).

One idea: one spelling of each, read and written here alone. What others may write instead is `verify`'s to understand.
"""

import re
from datetime import UTC, date, datetime
from typing import Final

# `fromisoformat` also reads weeks and days without hyphens.
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")


def day_from_text(text: str) -> date:
    """The day of `YYYY-MM-DD`. Raises ValueError for any other form and for a day that is in no calendar."""
    if _DAY.fullmatch(text) is not None:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f"{text} is not a date")


def time_from_text(text: str) -> datetime:
    """The moment of `YYYY-MM-DDThh:mm:ssZ`, in UTC.

    Raises ValueError for any other form, leap seconds and 24:00 included, and for a day that is in no calendar.
    """
    if _TIME.fullmatch(text) is not None:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f"{text} is not a time in UTC")


def time_text(moment: datetime) -> str:
    """A moment in UTC as `YYYY-MM-DDThh:mm:ssZ`; fractions of a second are dropped.

    Raises ValueError when `moment` has no time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment has a time zone")
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
