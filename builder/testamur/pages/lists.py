"""Definitions in lists: the catalogue, and a pathway's groups."""

from dataclasses import dataclass
from typing import ClassVar

from testamur.pages.frame import Page
from testamur.pages.pieces import Drawing, Link, Said, Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One definition in a list; `seal` is the path data of its seal in small, which only decorates.

    `explains` is the anchor of its type in the glossary where the page uses that word first here, else "".
    """

    title: Said
    href: str
    type: str
    type_href: str
    explains: str
    issuer: Link
    summary: Said
    audience: Said
    validity: Said
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Some definitions under one heading."""

    id: str
    heading: str
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber:
    """One page of a long list; `gap` says that pages before it were left out, `current` that it is this one."""

    link: Link
    current: bool
    gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage(Page):
    """`/`, and `/catalogue/<number>/` for the second and further pages of a long list.

    `index` and `program` are the ways to what the search reads and runs, from the site's root and from this page;
    `folder` is the way from the root to the pages of this language; `count` says how many definitions there are;
    `numbers` is empty where there is one page, and `issuers` on all but the first; `foreign` names the language of what
    is there in no other.
    """

    template: ClassVar[str] = "catalogue.html"
    heading: Said
    lede: Said
    foreign: Tongue | None
    verify: Link
    index: str
    folder: str
    program: str
    count: str
    shelves: tuple[Shelf, ...]
    numbers: tuple[PageNumber, ...]
    issuers: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of a pathway's requirements."""

    name: Said
    rule: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayPage(Page):
    """`/pathways/<slug>/`; `graph` says no more than the groups do."""

    template: ClassVar[str] = "pathway.html"
    title: Said
    lede: Said
    issuer: Link
    definition: Link
    graph: Drawing
    groups: tuple[Group, ...]
