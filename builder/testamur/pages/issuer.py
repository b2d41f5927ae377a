"""The page of an issuer, and the further pages of what it awards."""

from dataclasses import dataclass
from typing import ClassVar

from testamur.pages.frame import Page
from testamur.pages.lists import Entry, PageNumber
from testamur.pages.pieces import Fact, Link, Prose, Said, ShownEndorsement, Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A key as people read it."""

    name: str
    href: str
    state: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A status list: its name, the day it was signed, the last day it is good for, and its files."""

    name: str
    signed: str
    good_until: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerPage(Page):
    """`/issuers/<slug>/`."""

    template: ClassVar[str] = "issuer.html"
    name: Said
    domain: str
    described_in: tuple[Said, ...]
    foreign: Tongue | None
    about: Prose
    facts: tuple[Fact, ...]
    endorsements: tuple[ShownEndorsement, ...]
    entries: tuple[Entry, ...]
    numbers: tuple[PageNumber, ...]
    keys: tuple[KeyLine, ...]
    lists: tuple[ListLine, ...]
    ledger: Link | None
    did: str
    machine: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerListPage(Page):
    """`/issuers/<slug>/definitions/<number>/`: what did not fit on the issuer's own page."""

    template: ClassVar[str] = "issuer_list.html"
    heading: str
    issuer: Link
    entries: tuple[Entry, ...]
    numbers: tuple[PageNumber, ...]
