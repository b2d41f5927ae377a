"""Days and moments in the one spelling of our files."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from testamur.times import day_from_text, time_from_text, time_text


def test_a_day_and_a_moment_are_read() -> None:
    """The one spelling is understood, a moment with its time zone."""
    assert date(2024, 2, 29) == day_from_text("2024-02-29")
    assert datetime(2026, 3, 31, 9, 0, 59, tzinfo=UTC) == time_from_text("2026-03-31T09:00:59Z")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-29",
        "20260301",
        "2026-W10-7",
        "2026-3-1",
        " 2026-03-01",
        "2026-03-01\n",
        "31/02/2026",
        "0000-01-01",
        "２026-03-01",
    ],
)
def test_what_is_no_day(text: str) -> None:
    """Other spellings that the standard library reads are refused, and so are days that no calendar has."""
    with pytest.raises(ValueError, match="is not a date"):
        day_from_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "2026-02-30T09:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T09:00:60Z",
        "2026-03-01T09:00:00",
        "2026-03-01T09:00:00+00:00",
        "2026-03-01T09:00:00.5Z",
        "2026-03-01 09:00:00Z",
        "2026-03-01T09:00:00Z\n",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    """Another zone, a fraction, a leap second and the end of a day as 24:00 are refused."""
    with pytest.raises(ValueError, match="is not a time in UTC"):
        time_from_text(text)


def test_a_moment_is_written_in_utc() -> None:
    """Whatever its zone, and in the year 33 too; a moment without a zone is refused."""
    moment = datetime(2026, 1, 1, 1, 30, 0, 999, tzinfo=timezone(timedelta(hours=2)))
    assert "2025-12-31T23:30:00Z" == time_text(moment)
    assert "0033-04-03T12:00:00Z" == time_text(datetime(33, 4, 3, 12, tzinfo=UTC))
    with pytest.raises(ValueError, match="time zone"):
        time_text(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
