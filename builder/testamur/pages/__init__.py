"""What each page shows, one frozen value a template, already formatted.

Templates loop and test for presence; they do not compute, sort, call or glue addresses. Every `href` is relative to
the page it stands on. Text is data and never a template. `Prose` (Markdown by the registry's authors) and `Drawing`
(SVG drawn by us) are the only values that become markup, in one function of `render`.
"""

from testamur.pages.achievement import (
    AchievementPage,
    Answer,
    Item,
    ListedOutcome,
    Part,
    PrincipleCard,
    PrincipleSquare,
    VersionLine,
)
from testamur.pages.frame import Alternate, BuildFacts, Entrance, Frame, Page, Term
from testamur.pages.issuer import IssuerListPage, IssuerPage, KeyLine, ListLine
from testamur.pages.lists import CataloguePage, Entry, Group, PageNumber, PathwayPage, Shelf
from testamur.pages.pieces import Data, Drawing, Fact, Figure, Link, Manner, Prose, Said, ShownEndorsement, Tongue
from testamur.pages.records import AuditPage, Cell, Event, LedgerPage, Table, Trial
from testamur.pages.texts import NotFoundPage, TextPage
from testamur.pages.verifier import OfflinePage, OthersPage, VerifyPage

__all__ = [
    "AchievementPage",
    "Alternate",
    "Answer",
    "AuditPage",
    "BuildFacts",
    "CataloguePage",
    "Cell",
    "Data",
    "Drawing",
    "Entrance",
    "Entry",
    "Event",
    "Fact",
    "Figure",
    "Frame",
    "Group",
    "IssuerListPage",
    "IssuerPage",
    "Item",
    "KeyLine",
    "LedgerPage",
    "Link",
    "ListLine",
    "ListedOutcome",
    "Manner",
    "NotFoundPage",
    "OfflinePage",
    "OthersPage",
    "Page",
    "PageNumber",
    "Part",
    "PathwayPage",
    "PrincipleCard",
    "PrincipleSquare",
    "Prose",
    "Said",
    "Shelf",
    "ShownEndorsement",
    "Table",
    "Term",
    "TextPage",
    "Tongue",
    "Trial",
    "VerifyPage",
    "VersionLine",
]
