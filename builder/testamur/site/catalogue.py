"""The catalogue: its order, its pages, and the index that its search reads (docs/formats.md, docs/decisions/0074).

One idea: what a program searches is a table of columns made in one pass over the definitions; values that repeat stand
once, under the key that an address names them by.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, get_args

from testamur.model import NONE, Achievement, AwardType, Registry, Silence, Stated
from testamur.pages import Said
from testamur.site.languages import Language
from testamur.site.telling import Teller, issuer_words, teller

SUMMARY_LENGTH: Final = 320  # what a list shows of a text that no one bounded; 80 words of a summary fit
SILENT: Final = "not-stated"

_WORD: Final = re.compile(r"[^\W_]+")
_Value = tuple[str, str, str]  # key, words, and their language where it is not the page's
_Values = tuple[_Value, ...]  # those of one definition in one filter


def folded(text: str) -> str:
    """A text's words in lower case, without accents and signs: what two spellings of one text have in common."""
    if not text.isascii():  # most are, and ten thousand definitions have a hundred thousand of them
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(_WORD.findall(text.casefold()))


def by_title(achievements: Iterable[Achievement]) -> list[Achievement]:
    """Definitions as a list has them, in every language in the order of the titles that they were written with."""
    return sorted(achievements, key=lambda each: (folded(each.current.title), each.slug))


def in_order(registry: Registry) -> tuple[tuple[Achievement, ...], tuple[Achievement, ...]]:
    """What is awarded here and what publications describe, each by title."""
    described = {issuer.slug for issuer in registry.issuers if issuer.described_in}
    listed = by_title(registry.achievements)
    return (
        tuple(each for each in listed if each.current.issuer not in described),
        tuple(each for each in listed if each.current.issuer in described),
    )


def page_path(number: int) -> str:
    """Where a page of the list stands; the first is the site's own first page."""
    return "" if number == 1 else f"catalogue/{number}/"


def catalogue_index(registry: Registry, language: Language, seals: Mapping[str, str]) -> bytes:
    """`catalogue/index.json` in one language; `registry` is a checked one, `seals` the codes of its seals by slug.

    One line, because every visitor who searches loads it. The keys of values are those of the definitions' own
    language, so that an address that asks for one does so in every language.
    """
    awarded, described = in_order(registry)
    listed = (*awarded, *described)
    definitions = [each.current for each in listed]
    tellers = [teller(language, each.current, each) for each in listed]
    own = registry.settings.languages[0]
    issuers = {each.slug: issuer_words(language, each, own).text("name", each.name) for each in registry.issuers}
    facets = {name: _facet(name, [_values(name, told, issuers) for told in tellers]) for name in _FACETS}
    titles = [told.text("title", told.definition.title) for told in tellers]
    columns: dict[str, Sequence[object]] = {
        "slug": [each.slug for each in definitions],
        "title": [said.text for said in titles],
        "tongue": [said.tongue.language if said.tongue else "" for said in titles],
        "label": [_label(told) for told in tellers],
        "summary": [_short(told.summary().text) for told in tellers],
        "seal": [seals[each.slug] for each in definitions],
        "awarded": [1] * len(awarded) + [0] * len(described),
        "reviewed": [
            "" if isinstance(each.quality.reviewed, Silence) else each.quality.reviewed.isoformat()
            for each in definitions
        ],
    }
    document = {
        "type": "TestamurCatalogue",
        "format": 1,
        "facets": {name: values for name, (values, _) in facets.items()},
        "definitions": columns | {name: places for name, (_, places) in facets.items()},
    }
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


_FACETS: Final = ("type", "audience", "topic", "basis", "mode", "issuer", "language", "expiry")


def _label(told: Teller) -> str:
    said = told.said("label", told.definition.label)
    return said.text if said.manner == "stated" else ""


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SUMMARY_LENGTH else plain[:SUMMARY_LENGTH].rpartition(" ")[0] + " …"


def _key(words: str) -> str:
    """The name of a free text in an address; two spellings of one text are one value."""
    return folded(words).replace(" ", "-") or words


def _silent(told: Teller) -> _Values:
    return ((SILENT, told.language.not_stated().text, ""),)


def _texts(told: Teller, way: str, value: Stated[tuple[str, ...]]) -> _Values:
    if isinstance(value, Silence):
        return _silent(told)
    return _values_of({_key(text): told.text(f"{way}/{at}", text) for at, text in enumerate(value)})


def _values_of(said: Mapping[str, Said]) -> _Values:
    return tuple((key, each.text, each.tongue.language if each.tongue else "") for key, each in said.items())


def _modes(told: Teller) -> _Values:
    components = told.definition.components
    stated = () if isinstance(components, Silence) else components
    found = {
        _key(each.mode): Said(text=told.language.mode(each.mode))
        for each in stated
        if not isinstance(each.mode, Silence)
    }
    return _values_of(found) or _silent(told)


def _expiry(told: Teller) -> _Values:
    period = told.definition.validity.period
    words = told.language.said(period, told.language.duration, none="silences.noExpiry").text
    key = {NONE: "none"}.get(period, SILENT) if isinstance(period, Silence) else period
    return ((key, words, ""),)


def _values(name: str, told: Teller, issuers: Mapping[str, Said]) -> _Values:
    """The values of one definition in one filter; at least one."""
    definition, say = told.definition, told.language.say
    match name:
        case "type":
            return ((definition.type, say(f"types.{definition.type}"), ""),)
        case "basis":
            basis = definition.basis
            return _silent(told) if isinstance(basis, Silence) else ((basis, say(f"bases.{basis}"), ""),)
        case "issuer":
            return _values_of({definition.issuer: issuers[definition.issuer]})
        case "language":
            codes = definition.inclusion.languages
            if isinstance(codes, Silence):
                return _silent(told)
            return tuple((code, told.language.language_named(code), "") for code in dict.fromkeys(codes))
        case "mode":
            return _modes(told)
        case "expiry":
            return _expiry(told)
        case "audience":
            return _texts(told, "audience", definition.audience)
        case _:
            return _texts(told, "topics", definition.topics)


def _facet(name: str, rows: Sequence[_Values]) -> tuple[list[tuple[str, ...]], list[list[int]]]:
    """The values of a filter in the order in which they are offered, and of each definition their places in it.

    A value that somebody said in the page's language is said so; else its language stands behind it.
    """
    said: dict[str, tuple[str, str]] = {}
    for key, text, tongue in (value for row in rows for value in row):
        if key not in said or (said[key][1] and not tongue):
            said[key] = text, tongue
    offered = sorted(said.items(), key=lambda value: (value[0] == SILENT, *_place(name, value[0], value[1][0])))
    places = {key: place for place, (key, _) in enumerate(offered)}
    values: list[tuple[str, ...]] = [(key, text, tongue) if tongue else (key, text) for key, (text, tongue) in offered]
    # A definition keeps its author's order.
    return values, [[places[key] for key, _, _ in row] for row in rows]


def _place(name: str, key: str, words: str) -> tuple[int, str, str]:
    if name == "type":
        return get_args(AwardType).index(key), "", ""
    if name == "expiry":
        return _months(key), "", key
    return 0, folded(words), key


def _months(period: str) -> int:
    """How long a checked period is; what does not expire comes after all that do."""
    found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?", period)
    return 12 * int(found[1] or 0) + int(found[2] or 0) if found else 10**9
