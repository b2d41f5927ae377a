"""Pages of the registry's own text, and the one for an address that is not there."""

from dataclasses import dataclass
from typing import ClassVar

from testamur.pages.frame import Page
from testamur.pages.pieces import Link, Prose


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
