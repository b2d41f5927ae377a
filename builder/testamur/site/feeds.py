"""The feeds: what happened, as Atom (RFC 4287) and as JSON Feed 1.1 (docs/formats.md, docs/decisions/0195).

One idea: both say the same of the same events, in the registry's first language, and both are made of the sources
alone, so a build on another day is the same file.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from testamur.credential import json_bytes
from testamur.model import Registry
from testamur.site.happenings import Happening, happenings
from testamur.site.languages import FALLBACK, Language
from testamur.times import time_text

ATOM: Final = "feed.xml"
JSON: Final = "feed.json"
LENGTH: Final = 100  # the newest; a reader that looks once a month misses none, and the file stays below 100 KB

# XML 1.0 has no way of writing these, escaped or not (section 2.2).
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_files(registry: Registry, languages: Mapping[str, Language], until: datetime) -> dict[str, bytes]:
    """`feed.xml` and `feed.json` of a checked registry, with the events up to `until`, the build's moment."""
    first = registry.settings.languages[0]
    language = languages.get(first, languages[FALLBACK])
    entries = happenings(registry, language, until)[:LENGTH]
    # An empty registry has no day of its own; its feed is as old as what it was built from.
    updated = entries[0].when if entries else until
    return {ATOM: _atom(registry, language, entries, updated), JSON: _json(registry, language, entries)}


def _title(registry: Registry, language: Language) -> str:
    return language.say("feedTitle", registry=registry.settings.name)


def _atom(registry: Registry, language: Language, entries: Sequence[Happening], updated: datetime) -> bytes:
    base_url = registry.settings.base_url
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(language.tag)}>',
        f"  <id>{escape(base_url + ATOM)}</id>",
        f"  <title>{_text(_title(registry, language))}</title>",
        f"  <updated>{time_text(updated)}</updated>",
        f'  <link rel="self" type="application/atom+xml" href={quoteattr(base_url + ATOM)}/>',
        f'  <link rel="alternate" type="text/html" href={quoteattr(base_url)}/>',
        f"  <author><name>{_text(registry.settings.name)}</name></author>",
    ]
    for entry in entries:
        lines += [
            "  <entry>",
            f"    <id>{escape(entry.id)}</id>",
            f"    <title>{_text(entry.title)}</title>",
            f"    <updated>{time_text(entry.when)}</updated>",
            f'    <link rel="alternate" type="text/html" href={quoteattr(entry.page)}/>',
            f"    <category term={quoteattr(entry.kind)}/>",
            f"    <summary>{_text(entry.text)}</summary>",
            "  </entry>",
        ]
    return "\n".join([*lines, "</feed>", ""]).encode()


def _text(words: str) -> str:
    return escape(_NO_XML.sub("\ufffd", words))


def _json(registry: Registry, language: Language, entries: Sequence[Happening]) -> bytes:
    settings = registry.settings
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(registry, language),
        "home_page_url": settings.base_url,
        "feed_url": settings.base_url + JSON,
        "language": language.tag,
        "authors": [{"name": settings.name, "url": settings.base_url}],
        "items": [
            {
                "id": entry.id,
                "url": entry.page,
                "title": entry.title,
                "content_text": entry.text,
                "date_published": time_text(entry.when),
                "tags": [entry.kind],
            }
            for entry in entries
        ],
    }
    return json_bytes(document)
