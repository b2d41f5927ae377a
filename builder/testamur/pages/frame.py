"""What every page has around its own content, and what a build knows besides the registry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

from testamur.pages.pieces import Data, Link, Prose, Tongue

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
    `canonical` is the page's absolute address, `verifier` that of the verify page; `current` is the entrance under
    which the page stands, and `here` whether it is that entrance itself; `home` the way to the first page in its
    language, `registry_tongue` the mark of the registry's name where that is in another, as are those of the title
    and the description; `logo` is the way to the registry's own picture, and `mark` the seal in its place where
    there is none, as the data of a path (`seal.seal_path`); `sharing` are properties for networks (Open Graph), and
    `data` is what the page says to programs; `terms` are the words of the glossary that it explains on the spot, by
    their anchors there.
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
    verifier: str
    root: str
    home: str
    audit: str
    registry: str
    registry_tongue: Tongue | None
    logo: str | None
    mark: str
    icon: str
    current: Entrance
    here: bool
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
