"""The languages that the site speaks: the words of its templates, from the messages files (site/messages/).

One idea: a language is a file. What a page says in the site's own voice and what the verifier says in the browser stand
in one file a language, so that no page speaks two; a society adds a language by adding its file. How days, numbers and
durations are written comes from Unicode's locale data (decision 190).
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, TypeVar

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from testamur.canon import JsonError, parse_json
from testamur.findings import Finding, FindingsError, Place
from testamur.model import NONE, Silence, Stated
from testamur.pages import Said, Tongue

FALLBACK: Final = "en"

_FOLDER: Final = "site/messages/"
_FILE: Final = re.compile(r"site/messages/([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.json")
_DIRECTIONS: Final = ("ltr", "rtl")
_BLANK: Final = re.compile(r"\{([a-zA-Z]+)\}")
_PERIOD: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?")

T = TypeVar("T")
Words = Mapping[str, Any]  # texts by name, and groups of such

# Parts of a messages file that the verdict on a credential in order does not speak of: left out, emptied, or cut down
# to what is said of one that is valid.
_LATER: Final = frozenset({"many", "record", "catalogue", "presentation", "presentationSteps"})
_EMPTY: Final = ("cautions", "reasons")
_BY_VERDICT: Final = ("next", "verdicts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: its tag, which way it is written, the words of the templates, and whose days and numbers it has.

    `texts` are the same words by their ways, such as `achievement.badge`.
    """

    tag: str
    direction: str
    words: Words
    texts: Mapping[str, str]
    formats: Locale
    _said: dict[tuple[str, Any], Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, value: Any, said: Callable[["Language", Any], T]) -> T:
        """What `said` makes of a value in this language, made once; `name` is that of what it does."""
        try:
            made: T = self._said[name, value]
        except KeyError:
            made = self._said[name, value] = said(self, value)
        return made

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return self.say("languageName")

    def say(self, way: str, **blanks: str) -> str:
        """A text of the templates by the way to it, with its blanks filled."""
        text = self.texts[way]
        return _BLANK.sub(lambda blank: blanks[blank[1]], text) if blanks else text

    def sentence(self, way: str, blank: str, said: Said, **blanks: str) -> tuple[Said, ...]:
        """A text in pieces: one blank of it is filled by what may be in another language, and is marked then."""
        # No text has the character that stands in for it.
        before, _, after = self.say(way, **{blank: "\0"}, **blanks).partition("\0")
        return tuple(piece for piece in (Said(text=before), said, Said(text=after)) if piece.text)

    def day(self, value: date) -> str:
        """A day as people write it in this language."""
        return self.once("day", value, lambda own, value: format_date(value, "long", locale=own.formats))

    def month(self, value: date) -> str:
        """The month of a day, with its year."""
        return str(format_skeleton("yMMMM", value, locale=self.formats))

    def number(self, value: int) -> str:
        """A whole number with its thousands apart."""
        return self.once("number", value, lambda own, value: format_decimal(value, locale=own.formats))

    def amount(self, value: str) -> str:
        """A decimal number; `value` is a checked one."""
        return self.once("amount", value, Language._amount)

    def _amount(self, value: str) -> str:
        return format_decimal(Decimal(value), locale=self.formats, decimal_quantization=False)

    def duration(self, period: str) -> str:
        """An ISO 8601 duration of whole years and months in words; `period` is a checked one."""
        return self.once("duration", period, Language._duration)

    def _duration(self, period: str) -> str:
        found = _PERIOD.fullmatch(period)
        counts = zip(found.groups(), ("duration-year", "duration-month"), strict=True) if found else ()
        said = [self._counted(int(count), unit) for count, unit in counts if count]
        return format_list(said, locale=self.formats) if said else period

    def _counted(self, count: int, unit: str) -> str:
        # Where CLDR's long form is its short one, the library has only the latter and says the unit's own name instead.
        lengths: tuple[Literal["long", "short", "narrow"], ...] = ("long", "short", "narrow")
        said = [format_unit(count, unit, length, locale=self.formats) for length in lengths]
        return next((each for each in said if unit not in each), said[0])

    def listed(self, items: Sequence[str]) -> str:
        """Several words as one text."""
        return self.say("comma").join(items)

    def mode(self, value: str) -> str:
        """A mode of learning, one of those that a definition can name."""
        return self.say(f"modes.{value.replace(',', '').replace(' ', '-')}")

    def language_named(self, tag: str) -> str:
        """What this language calls another; its tag where it has no name for it."""
        base, _, further = tag.partition("-")
        name = self.formats.languages.get(tag.replace("-", "_")) or self.formats.languages.get(base)
        return str(name) if name and not further else f"{name} ({tag})" if name else tag

    def said(self, value: Stated[T], words: Callable[[T], str] = str, *, none: str = "silences.none") -> Said:
        """A field in words; `none` names what an explicit none means for this field."""
        if isinstance(value, Silence):
            return Said(text=self.say(none), manner="none") if value is NONE else self.not_stated()
        return Said(text=words(value))

    def not_stated(self) -> Said:
        """What is said of a field of which nothing is stated."""
        return Said(text=self.say("silences.notStated"), manner="not-stated")

    def tongue(self, tag: str) -> Tongue | None:
        """How words in the language `tag` are marked on a page in this one; None where they need no mark."""
        return None if tag == self.tag else self.once("tongue", tag, Language._tongue)

    def _tongue(self, tag: str) -> Tongue:
        return Tongue(language=tag, direction=direction_of(tag), name=self.language_named(tag))


def direction_of(tag: str) -> str:
    """Which way a language is written; left to the reader's browser where nothing is known of it."""
    try:
        return Locale.parse(tag, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "auto"


def messages_in(site_sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """The messages files among the site's sources."""
    return {path: data for path, data in site_sources.items() if _FILE.fullmatch(path)}


def languages_of(site_sources: Mapping[str, bytes]) -> dict[str, Language]:
    """Every language that has a messages file, by its tag.

    Raises FindingsError where a file can't be read as such, lacks a word that the file of English has, or has other
    blanks in one. Whether the verifier's words are all there is not checked.
    """
    read = {
        found[1]: (path, _read(path, data))
        for path, data in site_sources.items()
        if (found := _FILE.fullmatch(path)) is not None
    }
    if FALLBACK not in read:
        raise FindingsError([_broken(f"{_FOLDER}{FALLBACK}.json", "is not there")])
    english = dict(_texts(read[FALLBACK][1]))
    made, findings = {}, []
    for tag, (path, template) in read.items():
        theirs = dict(_texts(template))
        missing = [name for name in english if name not in theirs and name != "formats"]
        unlike = [name for name in english if name in theirs and _blanks(english[name]) != _blanks(theirs[name])]
        formats = _formats(theirs.get("formats", tag))
        if missing:
            findings.append(_broken(path, f"lacks {_some(missing)} in `template`"))
        elif unlike:
            findings.append(_broken(path, f"has other blanks than en.json in {_some(unlike)} of `template`"))
        elif theirs["direction"] not in _DIRECTIONS:
            findings.append(_broken(path, f"has a direction other than {' and '.join(_DIRECTIONS)}"))
        elif formats is None:
            what = "needs `formats` in `template`: the tag of a language that writes days and numbers in the same way"
            findings.append(_broken(path, what))
        else:
            made[tag] = Language(tag=tag, direction=theirs["direction"], words=template, texts=theirs, formats=formats)
    if findings:
        raise FindingsError(findings)
    return made


def editions_of(named: Sequence[str], languages: Mapping[str, Language]) -> dict[str, str]:
    """The languages in which the site has its pages, each with the folder that they are in: "" for the first.

    `named` are those of `registry.yaml`; one without words can't speak, so English stands in where it is the first.
    """
    root = named[0] if named[0] in languages else FALLBACK
    return {root: ""} | {tag: f"{tag}/" for tag in named if tag in languages and tag != root}


def for_the_browser(site_sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """The words of each language without those that only templates need, by their path on the site.

    `days` comes to them: how a day of each month is written, so that no browser has to read up on that.
    """
    words = {found[1]: data for path, data in site_sources.items() if (found := _FILE.fullmatch(path))}
    return {f"messages/{tag}.json": f"{_packed(_published(tag, data))}\n".encode() for tag, data in words.items()}


def for_the_first_verdict(tag: str, site_sources: Mapping[str, bytes]) -> str:
    """The words of a language as far as the verify page needs them for a credential that is in order, as JSON."""
    published = _published(tag, site_sources[f"{_FOLDER}{tag}.json"])
    messages = {name: value for name, value in published.items() if name not in _LATER}
    valid = {name: {key: text for key, text in messages[name].items() if key == "valid"} for name in _BY_VERDICT}
    return _packed(messages | valid | {name: {} for name in _EMPTY})


def _published(tag: str, data: bytes) -> dict[str, Any]:
    messages: dict[str, Any] = json.loads(data)
    template = messages.pop("template")
    formats = Locale.parse(template.get("formats", tag), sep="-")
    # The 28th of 1999 is a day of each month, and no part of it can be taken for another.
    said = (format_date(date(1999, month, 28), "long", locale=formats) for month in range(1, 13))
    return messages | {"days": [text.replace("28", "{day}").replace("1999", "{year}") for text in said]}


def _packed(messages: Words) -> str:
    return json.dumps(messages, ensure_ascii=False, separators=(",", ":"))


def _texts(words: Words, way: str = "") -> list[tuple[str, str]]:
    """Every text with the way to it; what is neither a text nor a group is none."""
    found = []
    for name, value in words.items():
        if isinstance(value, str):
            found.append((f"{way}{name}", value))
        elif isinstance(value, dict) and not way:
            found += _texts(value, f"{name}.")
    return found


def _blanks(text: str) -> set[str]:
    return set(_BLANK.findall(text))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (" and more" if len(names) > 8 else "")


def _formats(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _read(path: str, data: bytes) -> dict[str, Any]:
    try:
        document: Any = parse_json(data)
    except JsonError as error:
        raise FindingsError([_broken(path, "is not JSON")]) from error
    template = document.get("template") if isinstance(document, dict) else None
    if not isinstance(template, dict):
        raise FindingsError([_broken(path, "has no `template`")])
    return template


def _broken(path: str, what: str) -> Finding:
    return Finding(
        code="messages-broken",
        place=Place(file=path, line=1, column=1),
        message=f"these words can't be used: the file {what}",
        hint="Start again from the file of that name, or from en.json, that ships with Testamur.",
    )
