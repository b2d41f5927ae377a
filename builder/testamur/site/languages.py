"""The languages that the site speaks: the words of its templates, from the messages files (site/messages/).

One idea: a language is a file. What a page says in the site's own voice and what the verifier says in the browser stand
in one file a language, so that no page speaks two; a society adds a language by adding its file.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from testamur.canon import JsonError, parse_json
from testamur.findings import Finding, FindingsError, Place

FALLBACK: Final = "en"

_FOLDER: Final = "site/messages/"
_FILE: Final = re.compile(r"site/messages/([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.json")
_DIRECTIONS: Final = ("ltr", "rtl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: its tag, which way it is written, and the words of the templates by their names."""

    tag: str
    direction: str
    words: Mapping[str, str]
    months: tuple[str, ...]

    def day(self, value: date) -> str:
        """A day as people write it in this language."""
        return self.words["day"].format(day=value.day, month=self.months[value.month - 1], year=value.year)


def languages_of(site_sources: Mapping[str, bytes]) -> dict[str, Language]:
    """Every language that has a messages file, by its tag.

    Raises FindingsError where a file can't be read as such, or lacks a word that the file of English has. Whether the
    verifier's words are all there is not checked.
    """
    read = {
        found[1]: (path, _read(path, data))
        for path, data in site_sources.items()
        if (found := _FILE.fullmatch(path)) is not None
    }
    if FALLBACK not in read:
        raise FindingsError([_broken(f"{_FOLDER}{FALLBACK}.json", "is not there")])
    wanted = read[FALLBACK][1].keys()
    made, findings = {}, []
    for tag, (path, template) in read.items():
        missing = [name for name in wanted if not isinstance(template.get(name), str) and name != "months"]
        months = template.get("months")
        if not isinstance(months, list) or len(months) != 12 or not all(isinstance(each, str) for each in months):
            findings.append(_broken(path, "does not name twelve months"))
        elif missing:
            findings.append(_broken(path, f"lacks {', '.join(missing)} in `template`"))
        elif template["direction"] not in _DIRECTIONS:
            findings.append(_broken(path, f"has a direction other than {' and '.join(_DIRECTIONS)}"))
        else:
            words = {name: template[name] for name in wanted if name != "months"}
            made[tag] = Language(tag=tag, direction=template["direction"], words=words, months=tuple(months))
    if findings:
        raise FindingsError(findings)
    return made


def for_the_browser(data: bytes) -> bytes:
    """A messages file without what only templates need, since every visitor who checks something loads it."""
    messages = json.loads(data)
    messages.pop("template", None)
    return (json.dumps(messages, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


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
