"""The words of one definition on a page in one language.

One idea: an author's words are shown in the page's language where they were written in it, and else as they are, with
a mark of the language that they are in; nothing is mixed without one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from testamur.model import Definition, Silence, Stated
from testamur.pages import Prose, Said, Tongue
from testamur.site.languages import Language

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Teller:
    """How a page in `language` says what a definition says.

    `written` holds what its author wrote in that language, by the way to the field in the front matter
    (`outcomes/0/text`); `criteria` is their text of the criteria in it, or None.
    """

    language: Language
    definition: Definition
    written: Mapping[str, str] = field(default_factory=dict)
    criteria: str | None = None

    @property
    def tongue(self) -> Tongue | None:
        """The mark of the definition's own words; None where they are in the page's language."""
        return self.language.tongue(self.definition.language)

    @property
    def foreign(self) -> Tongue | None:
        """The mark of what stands on the page in another language; None where all of it is in the page's."""
        return self.tongue

    def text(self, way: str, value: str) -> Said:
        """A text that is always there."""
        found = self.written.get(way)
        return Said(text=value, tongue=self.tongue) if found is None else Said(text=found)

    def said(self, way: str, value: Stated[str]) -> Said:
        """A text that may not be stated."""
        return self.language.said(value) if isinstance(value, Silence) else self.text(way, value)

    def listed(self, way: str, values: Stated[tuple[str, ...]]) -> Said:
        """Several texts as one, in one language: the page's only where all of them were written in it."""
        if isinstance(values, Silence):
            return self.language.said(values)
        return self.joined((f"{way}/{number}", value) for number, value in enumerate(values))

    def joined(
        self, parts: Iterable[tuple[str, str]], said: Callable[[Language, Sequence[str]], str] = Language.listed
    ) -> Said:
        """The texts at several ways, each said once, put together by `said`."""
        pairs = tuple(parts)
        found = [self.written[way] for way, _ in pairs if way in self.written]
        if len(found) == len(pairs):
            return Said(text=said(self.language, list(dict.fromkeys(found))))
        return Said(text=said(self.language, list(dict.fromkeys(value for _, value in pairs))), tongue=self.tongue)

    def prose(self) -> Prose:
        """The criteria."""
        if self.criteria is not None:
            return Prose(self.criteria)
        return Prose(self.definition.criteria, tongue=self.tongue)

    def summary(self) -> Said:
        """What a list says of it: the summary for the public, else the description."""
        summary = self.definition.summary
        if isinstance(summary, Silence):
            return self.text("description", self.definition.description)
        return self.text("summary", summary)
