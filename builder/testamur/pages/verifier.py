"""The pages that the verifier runs in."""

from dataclasses import dataclass
from typing import ClassVar

from testamur.pages.frame import Page
from testamur.pages.pieces import Data


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPage(Page):
    """`/verify/`, and `/<language>/verify/` for every further language.

    `program` is the way to what it runs, `others` to the page that may ask other hosts, `offline` to the copy in one
    file, `digests` to those of the programs, `version` that of Testamur; `soon` are paths of the site that a check may
    ask for first, with spaces between; `first_words` are those that the program says of a credential in order.
    """

    template: ClassVar[str] = "verify.html"
    program: str
    others: str
    offline: str
    digests: str
    version: str
    soon: str
    first_words: Data


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
