"""`testamur expiring` on the command line: whose time is coming, from the private table."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.society import DEFINITION, Society, make_society

ISSUED = datetime(2026, 3, 2, 12, tzinfo=UTC)
ENDS = datetime(2027, 9, 2, 12, tzinfo=UTC)  # the definition's eighteen months


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society that has awarded to two people on one day."""
    made = make_society(tmp_path, monkeypatch)
    made.now = ISSUED
    made.ready()
    for name in ("Alex Example", "Bo Example"):
        called = made.call("issue", DEFINITION, "--name", name)
        assert 0 == called.code, called.err
    return made


def names(society: Society, days: int = 90) -> list[str]:
    """Who is named, in order."""
    called = society.look("expiring", "--days", str(days), "--format", "csv")
    assert 0 == called.code, called.err
    return [row["name"] for row in csv.DictReader(io.StringIO(called.out))]


def test_days_on_both_sides(society: Society) -> None:
    """Who ends within the days before or after today is named, and nobody a day further off."""
    for distance, expected in ((-91, 0), (-90, 2), (0, 2), (90, 2), (91, 0)):
        society.now = ENDS + timedelta(days=distance)
        assert expected == len(names(society)), distance


def test_in_plain_words(society: Society) -> None:
    """A line says when, which, who and what; the last line counts."""
    society.now = ENDS - timedelta(days=10)
    called = society.look("expiring")
    first = called.out.splitlines()[0]
    assert first.startswith("ends  2027-09-02  A1-")
    assert " 1.0" == first[-4:]
    assert "Alex Example: " in called.out
    assert "testamur: 2 in the next 90 days, none ended in the last 90\n" in called.err
    society.now = ENDS + timedelta(days=10)
    called = society.look("expiring")
    assert called.out.startswith("ended 2027-09-02  A1-")
    assert "testamur: none in the next 90 days, 2 ended in the last 90\n" in called.err


def test_who_was_awarded_again_is_left_out(society: Society) -> None:
    """A later award of the same definition to the same person is the one that counts."""
    society.now = ENDS - timedelta(days=70)
    assert 0 == society.call("sign").code
    again = society.call("issue", DEFINITION, "--name", "Alex Example", "--issued", "2027-06-20")
    assert 0 == again.code, again.err
    assert ["Bo Example"] == names(society)


def test_who_was_revoked_is_left_out(society: Society) -> None:
    """What was taken back does not end."""
    with (society.private / "people.csv").open(encoding="utf-8") as table:
        number = next(row["number"] for row in csv.DictReader(table) if row["name"] == "Bo Example")
    assert 0 == society.call("revoke", number, "--reason", "issued-in-error").code
    society.now = ENDS - timedelta(days=20)
    assert ["Alex Example"] == names(society)


def test_nobody_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a table nobody ends; a number of days that is none is misuse."""
    made = make_society(tmp_path, monkeypatch)
    made.ready()
    called = made.look("expiring")
    assert (0, "") == (called.code, called.out)
    assert (2, "") == (made.look("expiring", "--days", "-1").code, called.out)
