"""The words of one definition on a page in one language.

One idea: an author's words are shown in the page's language where they were written in it, and else as they are, with
a mark of the language that they are in; nothing is mixed without one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from testamur.model import Achievement, Definition, Issuer, Settings, Silence, Stated, Translation
from testamur.pages import Prose, Said, Tongue
from testamur.site.languages import Language


@dataclass(frozen=True, slots=True)
class Words:
    """How a page in `language` says what an author wrote: `own` is the language of the original.

    `written` holds what was written in the page's language, by the way to the field in the front matter
    (`outcomes/0/text`), and `body` what follows it, or "".
    """

    language: Language
    own: str
    written: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    @property
    def tongue(self) -> Tongue | None:
        """The mark of the author's own words; None where they are in the page's language."""
        return self.language.tongue(self.own)

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
        found = [
            self.written[each] for each in (f"{way}/{number}" for number in range(len(values))) if each in self.written
        ]
        if self.tongue is None or len(found) == len(values):
            return Said(text=self.language.listed(values if self.tongue is None else found))
        # A list in another language has that language's comma.
        return Said(text=("، " if self.tongue.direction == "rtl" else ", ").join(values), tongue=self.tongue)

    def prose(self, text: str) -> Prose:
        """The Markdown that follows the fields."""
        return Prose(self.body) if self.body else Prose(text, tongue=self.tongue)


@dataclass(frozen=True, slots=True)
class Teller(Words):
    """The same of a definition."""

    definition: Definition = field(kw_only=True)

    @property
    def foreign(self) -> Tongue | None:
        """The mark of what stands on the page in another language; None where all of it is in the page's."""
        if self.tongue is None or (self.body and all(way in self.written for way, _ in texts_in(self.definition))):
            return None
        return self.tongue

    def summary(self) -> Said:
        """What a list says of it: the summary for the public, else the description."""
        summary = self.definition.summary
        if isinstance(summary, Silence):
            return self.text("description", self.definition.description)
        return self.text("summary", summary)


def teller(language: Language, definition: Definition, achievement: Achievement) -> Teller:
    """What tells `definition`, a version of `achievement`, in that language."""
    for each in achievement.translations:
        if (each.language, each.version) == (language.tag, definition.version):
            return Teller(language, definition.language, each.texts, each.text, definition=definition)
    return Teller(language, definition.language, definition=definition)


def issuer_words(language: Language, issuer: Issuer, own: str) -> Words:
    """What tells an issuer in that language; `own` is the registry's first, in which issuers are described."""
    found = next((each for each in issuer.translations if each.language == language.tag), _NOT_TRANSLATED)
    return Words(language, own, found.texts, found.text)


def registry_words(language: Language, settings: Settings) -> Words:
    """What tells the registry in that language; its own is its first."""
    found = next((each for each in settings.translations if each.language == language.tag), _NOT_TRANSLATED)
    return Words(language, settings.languages[0], found.texts)


def texts_in(definition: Definition) -> Iterator[tuple[str, str]]:
    """Every text of a definition that a page shows and a translation may have, after the way to it."""
    for way, value in _stated_texts(definition):
        if isinstance(value, tuple):
            yield from ((f"{way}/{number}", text) for number, text in enumerate(value))
        elif not isinstance(value, Silence):
            yield way, value


_NOT_TRANSLATED = Translation(language="", version="", texts={}, text="")


def _stated_texts(definition: Definition) -> Iterator[tuple[str, Any]]:
    one = definition
    yield from (
        ("title", one.title),
        ("label", one.label),
        ("approver", one.approver),
        ("description", one.description),
        ("summary", one.summary),
        ("audience", one.audience),
        ("topics", one.topics),
        ("context", one.context),
        ("equivalence", one.equivalence),
        ("participation", one.participation),
        ("inclusion/cost", one.inclusion.cost),
        ("inclusion/accommodations", one.inclusion.accommodations),
        ("inclusion/entry", one.inclusion.entry),
        ("quality/assured_by", one.quality.assured_by),
        ("quality/process", one.quality.process),
        ("next_steps", one.next_steps),
        ("validity/renewal_when", one.validity.renewal_when),
        ("validity/renewal_show", one.validity.renewal_show),
    )
    if not isinstance(one.credits, Silence):
        yield from (("credits/scheme", one.credits.scheme), ("credits/accreditor", one.credits.accreditor))
    for name, items, members in (
        ("outcomes", one.outcomes, (("text", "text"),)),
        ("assessments", one.assessments, (("name", "name"), ("method", "method"), ("pass", "pass_rule"))),
        ("evidence", one.evidence, (("what", "what"), ("collected", "collected"), ("builds", "builds"))),
        ("components", one.components, (("name", "name"), ("duration", "duration"))),
        ("alignments", one.alignments, (("framework", "framework"), ("name", "name"))),
        ("tracks", one.tracks, (("name", "name"), ("text", "text"))),
        ("requirements", one.requirements, (("name", "name"),)),
    ):
        for number, item in enumerate(() if isinstance(items, Silence) else items):
            yield from ((f"{name}/{number}/{member}", getattr(item, field)) for member, field in members)
