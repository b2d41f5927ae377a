"""The pieces that pages are made of: words with their language, links, facts, pictures."""

from dataclasses import dataclass
from typing import Literal

Manner = Literal["stated", "not-stated", "none"]


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
    """A JSON document that stands in a page for programs, as text; browsers run nothing of it.

    `id` is that of its element where the page's own program reads it; without one it is JSON-LD, for everybody's.
    """

    json: str
    id: str = ""


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
class ShownEndorsement:
    """What another organisation says; `state` is "" where it counts, else why it does not, and then nothing is quoted.

    `by` has an empty address where none is stated.
    """

    by: Link
    state: str
    comment: Prose | None
    facts: tuple[Fact, ...]
    file: Link
