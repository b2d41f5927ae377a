"""The pages of text, `site/pages/`: `<name>.md` in the registry's first language, `<name>.<language>.md` in others.

One idea: a name is a page in every language of the site, told in the nearest language that somebody wrote it in.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from testamur.findings import Finding, Place, quoted
from testamur.site.languages import FALLBACK

_FILE: Final = re.compile(r"site/pages/(.+?)(?:\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.md")

_MESSAGES: Final = re.compile(r"site/messages/(.+)\.json")
# Where the build puts files and pages of its own, by the first part of their path; a test holds it against a site.
OURS: Final = frozenset(
    "404.html _headers assets audit cards catalogue credentials feed.json feed.xml index.html issuers llms.txt "
    "messages pathways registry.json robots.txt schemas sitemap sitemap.xml verify .nojekyll .testamur-site "
    ".well-known".split()
)


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


def taken_names(site_sources: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """A finding for each page of text whose name is that of a place of ours, of a language, or of another page.

    Capital letters make no difference, as on some disks. Whether a text can be read is not asked.
    """
    languages = {found[1].casefold() for path in site_sources if (found := _MESSAGES.fullmatch(path))}
    seen: dict[str, str] = {}
    findings = []
    for path in sorted(site_sources):
        if (found := _FILE.fullmatch(path)) is None:
            continue
        name = found[1]
        first = name.casefold().split("/")[0]
        other = seen.setdefault(name.casefold(), name)
        if first in languages:
            taken = f"the pages in the language {quoted(first)} stand there"
        elif first in OURS:
            taken = f"{quoted(first)} is a place of the site's own"
        elif other != name:
            taken = f"the page {quoted(other)} differs in capital letters alone"
        else:
            continue
        findings.append(
            Finding(
                code="page-name-taken",
                place=Place(file=path),
                message=f"the page would stand at {quoted(f'{name}/')}, but {taken}",
                hint="Give the file another name, and write that into the links that lead to it.",
            )
        )
    return tuple(findings)
