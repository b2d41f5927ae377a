"""Links of the authors that lead nowhere inside the site: from the pages of text, and by whole address from anywhere.

One idea: whoever wrote a link can be told its line, so the texts are read and not the pages made of them. What a link
to another site answers is nobody's to know in a build.
"""

import posixpath
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass

from testamur.check.markdown_text import links_in
from testamur.findings import Finding, Place, quoted
from testamur.site.texts import texts_of
from testamur.source import Sources
from testamur.source.layout import known_path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A link: where it stands, as it is written, and the paths in the site that it leads to, one a language."""

    place: Place
    written: str
    paths: tuple[str, ...]


def dead_links(
    sources: Sources,
    site_sources: Mapping[str, bytes],
    *,
    base_url: str,
    editions: Mapping[str, str],
    paths: Callable[[], Container[str]],
) -> tuple[Finding, ...]:
    """A finding for each link that leads to no file of the site.

    `editions` are the languages of the site with their folders, the one at the root first; `paths` answers every file
    of the site and is asked once, where a link needs it. Not checked: what follows a `#`, and links to other sites.
    """
    links = [*_in_records(sources, base_url), *_in_pages(site_sources, base_url, editions)]
    if not links:
        return ()
    there = paths()
    return tuple(
        Finding(
            code="link-nowhere",
            place=link.place,
            message=f"{quoted(link.written)} leads to {quoted(dead)}, and the site has no such page",
            hint="Correct it; a page's address ends in `/`, and is relative to the page that the text stands on.",
        )
        for link in links
        for dead in [path for path in link.paths if not _stands(path, there)][:1]
    )


def _in_records(sources: Sources, base_url: str) -> Iterator[_Link]:
    """The links of definitions and issuers, which are whole addresses."""
    for path, file in sorted(sources.files.items()):
        known = known_path(path)
        if known is None or known.kind not in {"definition", "issuer", "translation"}:
            continue
        # Most texts hold none, and finding that out must cost next to nothing.
        if base_url.encode() not in file.data:
            continue
        for line, column, target in links_in(file.data.decode(errors="replace")):
            if target.startswith(base_url):
                place = Place(file=path, line=line, column=column)
                yield _Link(place=place, written=target, paths=(_bare(target.removeprefix(base_url)),))


def _in_pages(site_sources: Mapping[str, bytes], base_url: str, editions: Mapping[str, str]) -> Iterator[_Link]:
    """The links of the pages of text, each from every page that shows the text."""
    first = next(iter(editions))
    for text in texts_of(site_sources, first):
        shown: dict[str, list[str]] = {}
        for tag, folder in editions.items():
            told, _ = text.told(tag, first)
            shown.setdefault(told, []).append(f"{folder}{text.name}/")
        for told, pages in shown.items():
            for line, column, target in links_in(text.written[told]):
                paths = tuple(path for page in pages if (path := _led_to(page, target, base_url)) is not None)
                if paths:
                    place = Place(file=text.files[told], line=line, column=column)
                    yield _Link(place=place, written=target, paths=paths)


def _led_to(page: str, target: str, base_url: str) -> str | None:
    """The path in the site that a link on a page leads to, None where it leads elsewhere or to the page itself."""
    if target.startswith(base_url):
        return _bare(target.removeprefix(base_url))
    bare = _bare(target)
    if not bare or ":" in bare.split("/")[0] or bare.startswith("//"):
        return None
    if bare.startswith("/"):
        root = "/" + base_url.split("/", 3)[3]
        return bare.removeprefix(root) if bare.startswith(root) else f"..{bare}"
    joined = posixpath.normpath(posixpath.join(page, bare))
    if joined == ".":
        return ""
    return f"{joined}/" if bare.endswith(("/", "/.", "/..")) or bare in {".", ".."} else joined


def _bare(target: str) -> str:
    return target.partition("#")[0].partition("?")[0]


def _stands(path: str, there: Container[str]) -> bool:
    """Whether a host answers a path: by a file of that name, or by the page in a folder of it."""
    folder = path if not path or path.endswith("/") else f"{path}/"
    return path in there or f"{folder}index.html" in there
