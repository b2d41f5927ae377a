"""The pages of text, `site/pages/`: `<name>.md` in the registry's first language, `<name>.<language>.md` in others.

One idea: a name is a page in every language of the site, told in the nearest language that somebody wrote it in.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from testamur.site.languages import FALLBACK

_FILE: Final = re.compile(r"site/pages/(.+?)(?:\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One page: its name, and its text by the tags of the languages it was written in, at least one; their files."""

    name: str
    written: Mapping[str, str]
    files: Mapping[str, str]

    def told(self, language: str, first: str) -> tuple[str, str]:
        """The tag of the language in which readers of `language` are told the page, and the text in it.

        What was not written in theirs falls back to the registry's first language, then to English.
        """
        wanted = (language, first, FALLBACK, *sorted(self.written))
        tag = next(tag for tag in wanted if tag in self.written)
        return tag, self.written[tag]


def texts_of(site_sources: Mapping[str, bytes], first: str) -> Iterator[Text]:
    """Each page by its name; `first` is the language of a file that names none."""
    pages: dict[str, dict[str, str]] = {}
    for path in sorted(site_sources):
        if (found := _FILE.fullmatch(path)) is not None:
            name, language = found.groups()
            pages.setdefault(name, {})[language or first] = path
    for name, files in pages.items():
        written = {tag: site_sources[path].decode() for tag, path in files.items()}
        yield Text(name=name, written=written, files=files)
