"""What the history says of the days that records give themselves.

The one idea: a day in a record is a claim, and the step that brought the record in is a witness. The witness has a
clock of its own, so a difference is something to ask about and proves nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from testamur.change.reading import Reading, text_of

LATE: Final = timedelta(days=31)  # a month's paper work is nothing to ask about
EARLY: Final = timedelta(days=1)  # the zones of the earth


def misdated(reading: Reading, time: datetime) -> tuple[int, int]:
    """How many new awards and withdrawals are dated long before a step at `time`, and how many after it.

    Long is more than `LATE`; after is more than `EARLY`. Records whose day can't be read count as neither.
    """
    distances = [time.date() - day for day in _days(reading)]
    return sum(distance > LATE for distance in distances), sum(-distance > EARLY for distance in distances)


def _days(reading: Reading) -> Iterator[date]:
    for file in reading.of("ledger-entry", "withdrawal"):
        told = text_of(file.new, "issued" if file.known.kind == "ledger-entry" else "date")
        if file.change.old is None and told is not None:
            try:
                yield date.fromisoformat(told[:10])
            except ValueError:
                continue
