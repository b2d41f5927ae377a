"""Addresses of the site that a change makes disappear (the layout in docs/formats.md)."""

from collections.abc import Iterator
from typing import Final

from testamur.change.definitions import contents_of
from testamur.change.learning import base_url_of
from testamur.change.over_time import moves_of
from testamur.change.reading import Reading, text_of
from testamur.change.shown import MAX_NAME_CHARS, shown
from testamur.change.values import Vanishing
from testamur.source.changed import Answers
from testamur.source.layout import VERSION

_LIMIT: Final = MAX_NAME_CHARS * 2


def vanishing(reading: Reading, answers: Answers) -> tuple[Vanishing, ...]:
    """Each address that goes, below the registry's own; once, in their order."""
    found = dict.fromkeys((*_settings(reading), *_definitions(reading, answers), *_issuers(reading)))
    return tuple(Vanishing(address=shown(address, _LIMIT), why=why) for address, why in found)


def _settings(reading: Reading) -> Iterator[tuple[str, str]]:
    for file in reading.of("registry"):
        if file.old is None or file.new is None:
            continue
        old, new = base_url_of(file.old), base_url_of(file.new)
        if old is not None and new is not None and old != new:
            declared = "the move is declared" if old in {move[0] for move in moves_of(file.new)} else "not declared"
            yield old, f"the whole registry moves ({declared}): every address and every issuer's identity changes"
        before, after = (_first(side.values.get("languages")) for side in (file.old, file.new))
        if before and after and before != after:
            yield f"/{after}/verify/", "the verify page of the registry's first language is the one at /verify/"


def _first(languages: object) -> str:
    first = languages[0] if isinstance(languages, list) and languages else ""
    return first if isinstance(first, str) else ""


def _definitions(reading: Reading, answers: Answers) -> Iterator[tuple[str, str]]:
    slugs: dict[str, list[str]] = {}
    for file in reading.of("definition", "frozen"):
        lost = slugs.setdefault(file.known.names["slug"], [])
        if file.known.kind == "frozen" and file.change.new is None:
            lost.append(file.known.names["version"])
    for slug, lost in slugs.items():
        source = reading.files.get(f"credentials/{slug}/index.md")
        if source is not None and source.unreadable:
            continue
        removed = source is not None and source.change.old is not None and source.change.new is None
        if removed:
            yield f"/credentials/{slug}/", "the definition is removed"
        old, new = contents_of(reading, answers, slug)
        before, after = text_of(old, "version"), text_of(new, "version")
        published = before is not None and f"credentials/{slug}/versions/{before}" in answers.folders
        if before is not None and VERSION.fullmatch(before) and before != after and not published:
            words = (
                "the definition is removed" if removed else "nothing was awarded by this version, and another follows"
            )
            yield f"/credentials/{slug}/{before}/", words
        for version in lost:
            yield f"/credentials/{slug}/{version}/", "a file of a published version is removed"


def _issuers(reading: Reading) -> Iterator[tuple[str, str]]:
    for file in reading.of("issuer", "key", "status-list"):
        if file.change.old is None or file.change.new is not None:
            continue
        slug = file.known.names["slug"]
        if file.known.kind == "issuer":
            yield f"/issuers/{slug}/", "the issuer is removed, and its identity with it"
        elif file.known.kind == "key":
            yield f"/issuers/{slug}/keys/{file.known.names['name']}.json", "the key is removed"
        else:
            yield f"/{file.path}", "the signed list is removed"
