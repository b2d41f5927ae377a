"""`people.csv`, the society's own list of which number is whose. It is private and lies outside the repository.

One idea: it is a plain table that a person may open and from which they may delete a row; nothing public depends on it.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date

from testamur.findings import Finding, FindingsError, Place
from testamur.issue.plan import Awarded, Plan
from testamur.number import number_from, parse_number

COLUMNS = ("number", "name", "recipient", "definition", "version", "issued", "file")


def parse_records(file: str, data: bytes) -> tuple[Awarded, ...]:
    """The awards that the table holds. Raises FindingsError when a row can't be read."""
    try:
        return tuple(
            Awarded(
                number=number_from(*parse_number(row["number"])),
                name=row["name"],
                recipient=row["recipient"] or None,
                definition=row["definition"],
                version=row["version"],
                issued=date.fromisoformat(row["issued"]),
            )
            for row in _rows(data)
        )
    except (UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError) as cause:
        hint = f"its columns are {', '.join(COLUMNS)}, separated by commas; restore it from a copy"
        finding = Finding(
            code="records-unreadable", place=Place(file=file), message="this table can't be read", hint=hint
        )
        raise FindingsError([finding]) from cause


def _rows(data: bytes) -> "csv.DictReader[str]":
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    # A row is added by position, so other columns would mix up everything that follows.
    if tuple(rows.fieldnames or COLUMNS)[: len(COLUMNS)] != COLUMNS:
        raise ValueError(rows.fieldnames)
    return rows


def records_with(data: bytes, plan: Plan, files: Iterable[str]) -> bytes:
    """The table `data` (empty when there is none) with a row for each award of the plan; `files` are theirs, in order.

    Awards that the table has already are not added again.
    """
    known = {award.number for award in parse_records("people.csv", data)} if data else set()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    if not data:
        writer.writerow(COLUMNS)
    elif not data.endswith(b"\n"):
        text.write("\n")
    for award, file in zip(plan.awards, files, strict=True):
        number = plan.number(award)
        if number not in known:
            row = (
                number,
                award.name,
                award.recipient or "",
                plan.definition,
                plan.version,
                award.issued.isoformat(),
                file,
            )
            writer.writerow(row)
    return data + text.getvalue().encode()
