"""What happened in a registry, as far as its sources date it: awards that began, versions, keys, signed lists.

One idea: a build has no clock and asks nobody, so an event is here when a source names its day, and is left out when
none does. Nothing here is about a person: an award of one's own is no event.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from testamur import addresses
from testamur.canon import parse_json
from testamur.model import Issuer, Registry
from testamur.pages import Said
from testamur.site.languages import Language
from testamur.site.telling import issuer_words, teller
from testamur.times import time_from_text

Kind = Literal["definition", "version", "key", "key-retired", "key-compromised", "lists"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event: a name that never changes, its moment in UTC, and where to read more (an absolute address).

    `said` is its title in pieces, of which one may be in another language than the others.
    """

    id: str
    kind: Kind
    when: datetime
    said: tuple[Said, ...]
    text: str
    page: str

    @property
    def title(self) -> str:
        """The title as one text."""
        return "".join(piece.text for piece in self.said)


def happenings(registry: Registry, language: Language, until: datetime) -> tuple[Happening, ...]:
    """The events up to `until`, the newest first.

    `registry` is a checked one. A definition is dated by the day from which its issuer may award it, a version by the
    first day on which the ledger has it, a key by its own file, a list by its signed `validFrom`. What a publication
    describes has none of these.
    """
    found = [
        *_beginnings(registry, language),
        *_versions(registry, language),
        *(each for issuer in registry.issuers for each in _of_issuer(issuer, registry, language)),
    ]
    found.sort(key=lambda each: each.id)
    found.sort(key=lambda each: each.when, reverse=True)  # events of one moment stay in the order of their names
    return tuple(each for each in found if each.when <= until)


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _beginnings(registry: Registry, language: Language) -> Iterator[Happening]:
    titles = {
        each.slug: teller(language, each.current, each).text("title", each.current.title)
        for each in registry.achievements
    }
    for issuer in registry.issuers:
        begun: dict[str, date] = {}
        for item in issuer.scope:
            begun[item.definition] = min(item.valid_from, begun.get(item.definition, item.valid_from))
        for slug, day in begun.items():
            page = addresses.definition_page(registry.settings.base_url, slug)
            yield Happening(
                id=f"{page}#awarded-by-{issuer.slug}",
                kind="definition",
                when=_start(day),
                said=language.sentence("feedDefinition", "title", titles[slug]),
                text=language.say(
                    "feedDefinitionText", issuer=_name(issuer, registry, language).text, day=language.day(day)
                ),
                page=page,
            )


def _versions(registry: Registry, language: Language) -> Iterator[Happening]:
    first: dict[tuple[str, str], date] = {}
    for issuer in registry.issuers:
        for entry in issuer.ledger:
            version = entry.definition, entry.version
            first[version] = min(entry.issued, first.get(version, entry.issued))
    for achievement in registry.achievements:
        for frozen in achievement.versions:
            definition = frozen.definition
            day = first.get((definition.slug, definition.version))
            if day is not None:  # an award can be given up after its version was frozen
                title = teller(language, definition, achievement).text("title", definition.title)
                page = addresses.version_page(registry.settings.base_url, definition.slug, definition.version)
                yield Happening(
                    id=page,
                    kind="version",
                    when=_start(day),
                    said=language.sentence("feedVersion", "title", title, version=definition.version),
                    text=language.say("feedVersionText"),
                    page=page,
                )


def _name(issuer: Issuer, registry: Registry, language: Language) -> Said:
    return issuer_words(language, issuer, registry.settings.languages[0]).text("name", issuer.name)


def _of_issuer(issuer: Issuer, registry: Registry, language: Language) -> Iterator[Happening]:
    page, called = addresses.issuer_page(registry.settings.base_url, issuer.slug), _name(issuer, registry, language)
    for key in issuer.keys:
        kinds: tuple[tuple[Kind, str, datetime | None], ...] = (
            ("key", "feedKey", key.valid_from),
            ("key-retired", "feedKeyRetired", key.retired),
            ("key-compromised", "feedKeyCompromised", key.compromised.declared if key.compromised else None),
        )
        for kind, name, when in kinds:
            if when is not None:
                yield Happening(
                    id=f"{page}#{kind}-{key.multikey}",
                    kind=kind,
                    when=when,
                    said=language.sentence(name, "issuer", called),
                    text=language.say(f"{name}Text", key=key.multikey),
                    page=page,
                )
    signed = [_signed(each.status) for each in issuer.lists if each.status]
    if signed:
        newest = max(signed)
        yield Happening(
            id=f"{page}#lists-{newest:%Y%m%dT%H%M%SZ}",
            kind="lists",
            when=newest,
            said=language.sentence("feedLists", "issuer", called),
            text=language.say("feedListsText"),
            page=page,
        )


def _signed(status: bytes) -> datetime:
    document: Any = parse_json(status)
    return time_from_text(document["validFrom"])
