"""The audit page and the ledger's: tables of what is on record."""

from dataclasses import dataclass
from typing import ClassVar

from testamur.pages.frame import Page
from testamur.pages.pieces import Link, Said, Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one place of a table; `exact` is for what is copied letter by letter, such as a digest."""

    text: str
    href: str | None = None
    exact: bool = False
    tongue: Tongue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under their headings; the first cell of a row is its name.

    `more` says how many rows would be too many for a page, and leads to where they are; None where all are here.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: Link | None = None

    @property
    def tongue(self) -> Tongue | None:
        """The first language in it that is not the page's; None where all of it is."""
        return next((cell.tongue for row in self.rows for cell in row if cell.tongue), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Something that a reader can do: why, and the command that does it."""

    text: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, on a day in words; `said` is what, in pieces."""

    day: str
    href: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage(Page):
    """`/audit/`: what an auditor asks first, and how to find it out alone. A table without rows is None."""

    template: ClassVar[str] = "audit.html"
    trials: tuple[Trial, ...]
    events: tuple[Event, ...]
    feeds: tuple[Link, ...]
    keys: Table | None
    lists: Table | None
    versions: Table | None
    withdrawals: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage(Page):
    """`/issuers/<slug>/ledger/`: the awards of one issuer by month and kind, and the files that hold them."""

    template: ClassVar[str] = "ledger.html"
    issuer: Link
    count: str
    months: Table
    parts: Table
