"""The page of a definition, in one of its versions."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from testamur.pages.frame import Page
from testamur.pages.pieces import Fact, Figure, Link, Prose, Said, ShownEndorsement, Tongue

Answer = Literal["met", "declared", "not-stated"]


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
