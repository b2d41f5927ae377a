"""What each page shows, one frozen value a template, already formatted.

Templates loop and test for presence; they do not compute, sort, call or glue addresses. Every `href` is relative to
the page it stands on. Text is data and never a template. `Prose` (Markdown by the registry's authors) and `Drawing`
(SVG drawn by us) are the only values that become markup, in one function of `render`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

Manner = Literal["stated", "not-stated", "none"]
Answer = Literal["met", "declared", "not-stated"]
Entrance = Literal["catalogue", "issuers", "verify", "glossary", "about", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildFacts:
    """What a build knows besides the registry.

    Its moment (UTC), the commit, whether files differ from it, and the tool's version.
    """

    time: datetime
    commit: str | None
    dirty: bool
    testamur: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The language of words on a page in another one: its tag, which way it is written, and what the page calls it."""

    language: str
    direction: str
    name: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown from an author; shown after cleaning. `tongue` is None where it is in the page's own language."""

    source: str
    tongue: Tongue | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG element that we drew ourselves."""

    svg: str


@dataclass(frozen=True, slots=True)
class Data:
    """A JSON document that stands in a page for programs, as text; browsers run nothing of it."""

    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A field's words and the manner of saying: stated, not stated, or none.

    `text` is never empty ("not stated", "none", "does not expire"); `tongue` is None where it is in the page's own
    language.
    """

    text: str
    manner: Manner = "stated"
    tongue: Tongue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead somewhere; `tongue` is None where they are in the page's own language."""

    text: str
    href: str
    tongue: Tongue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A badge image (`src`) or, without one, the seal drawn from the version's digest.

    `alt` is empty where it only decorates.
    """

    src: str | None
    drawing: Drawing | None
    alt: str
    caption: str
    fingerprint: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A term and what is said of it; `id` is the anchor that the card of principles points to ("" for none)."""

    term: str
    said: Said
    id: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in one of its languages; `name` is what the language calls itself.

    `href` is the way from this page, `address` the absolute one, as search engines ask for it.
    """

    language: str
    name: str
    href: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What the glossary says first of a word that the page uses; `ask` is the question, `href` leads to the rest."""

    text: Prose
    ask: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page has: where it stands, where it leads, what it was built from.

    `words` are the site's own, by name and group; `built` says when and from what, before the commit and after it;
    `alternates` is empty where a page has one language, and begins with the one for whoever speaks none of them;
    `canonical` is the page's absolute address, `home` the way to the first page in its language, `registry_tongue` the
    mark of the registry's name where that is in another, as are those of the title and the description; `sharing` are
    properties for networks (Open Graph), and `data` is what the page says to programs; `terms` are the words of the
    glossary that it explains on the spot, by their anchors there.
    """

    title: str
    description: str
    title_tongue: Tongue | None
    description_tongue: Tongue | None
    language: str
    direction: str
    words: Mapping[str, Any]
    alternates: tuple[Alternate, ...]
    canonical: str
    root: str
    home: str
    audit: str
    registry: str
    registry_tongue: Tongue | None
    mark: str
    icon: str
    current: Entrance
    navigation: tuple[tuple[str, Link], ...]
    example: bool
    commit: str | None
    built: tuple[str, str]
    sharing: tuple[tuple[str, str], ...] = ()
    data: Data | None = None
    terms: Mapping[str, Term] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`path` is the folder of the page in the site, "" for the root, else ending in "/".

    A path ending in ".html" is that file.
    """

    template: ClassVar[str]
    path: str
    frame: Frame

    @property
    def file(self) -> str:
        """The file of the page, by its path in the site."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"


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
    `numbers` is empty where there is one page, and `issuers` on all but the first.
    """

    template: ClassVar[str] = "catalogue.html"
    heading: Said
    lede: Said
    verify: Link
    index: str
    folder: str
    program: str
    count: str
    shelves: tuple[Shelf, ...]
    numbers: tuple[PageNumber, ...]
    issuers: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOutcome:
    """What a holder can do; `kind` in words."""

    kind: str
    text: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A titled piece with facts below it: an assessment, a piece of evidence, a component, an alignment, a track."""

    title: Said
    href: str | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section that lists items, or says why there are none; `term` is its word in the glossary, "" for none."""

    term: str
    id: str
    heading: str
    said: Said | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEndorsement:
    """What another organisation says; `state` is "" where it counts, else why it does not, and then nothing is quoted.

    `by` has an empty address where none is stated.
    """

    by: Link
    state: str
    comment: Prose | None
    facts: tuple[Fact, ...]
    file: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipleSquare:
    """One row of the Delphi principles.

    `words` say what the row asks and how it is answered; `href` leads to the field that says so.
    """

    row: str
    answer: Answer
    words: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipleCard:
    """The 29 entries and how many are met, declared and not stated; `legend` says so in words."""

    squares: tuple[PrincipleSquare, ...]
    met: int
    declared: int
    not_stated: int
    legend: tuple[tuple[Answer, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version: where its page is, its digest where it is frozen, a word on its state, and what changed in it.

    `changed` is None for the first.
    """

    version: Link
    digest: str | None
    state: str
    current: bool
    changed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementPage(Page):
    """`/credentials/<slug>/` and `/credentials/<slug>/<version>/`.

    `kind` is the type's anchor in the glossary; `notice` says, in pieces, when a newer version exists or the text is an
    example; `foreign` names the language of what is there in no other. `embed` is HTML for pages of others, shown as
    text; `embed` and `verify` are None where nobody here awards it.
    """

    template: ClassVar[str] = "achievement.html"
    kind: str
    type: Link
    label: Said
    title: Said
    lede: Said
    description: Said
    issuer: Link
    described_in: str | None
    version: str
    notice: tuple[Said, ...]
    foreign: Tongue | None
    figure: Figure
    facts: tuple[Fact, ...]
    outcomes: Said | None
    outcome_list: tuple[ListedOutcome, ...]
    criteria: Prose
    parts: tuple[Part, ...]
    about: tuple[Fact, ...]
    quality: tuple[Fact, ...]
    endorsements: tuple[ShownEndorsement, ...]
    renewal: tuple[Fact, ...]
    pathways: tuple[Link, ...]
    sources: tuple[Link, ...]
    card: PrincipleCard
    versions: tuple[VersionLine, ...]
    machine: tuple[Link, ...]
    embed: str | None
    verify: Link | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPage(Page):
    """`/verify/`, and `/<language>/verify/` for every further language.

    `program` is the way to what it runs, `others` to the page that may ask other hosts, `offline` to the copy in one
    file, `digests` to those of the programs, `version` that of Testamur.
    """

    template: ClassVar[str] = "verify.html"
    program: str
    others: str
    offline: str
    digests: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OthersPage(Page):
    """`/verify/others.html` in each language: the page that may ask other hosts; `back` leads to the verify page."""

    template: ClassVar[str] = "others.html"
    program: str
    back: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflinePage(Page):
    """`/verify/offline.html` in each language, before its program and material are put inside.

    `age` says of which day its lists are, `online` is the address of the verify page.
    """

    template: ClassVar[str] = "offline.html"
    age: str
    online: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage(Page):
    """A page of the registry's own text: glossary, about, and what a society adds."""

    template: ClassVar[str] = "text.html"
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundPage(Page):
    """`404.html`."""

    template: ClassVar[str] = "404.html"
    home: Link
