"""A registry's site in memory, for `build` and `serve`: read, judged, drawn.

One idea: what a build before answered is asked for first (`kept`), so that one edit costs one edit; a builder that is
new knows nothing, and gives the same bytes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from testamur import __version__
from testamur.cli.moment import build_time
from testamur.cli.registry import judge, read_registry
from testamur.findings import Finding, FindingsError
from testamur.history import read_history
from testamur.kept import Kept
from testamur.load import read_site_sources
from testamur.model import Registry
from testamur.pages import BuildFacts, Page
from testamur.site import build_tree, dead_links, editions, page_contexts
from testamur.source import Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A registry without errors, and all that its site is made of besides; `findings` are warnings."""

    sources: Sources
    registry: Registry
    facts: BuildFacts
    site_sources: Mapping[str, bytes]
    findings: tuple[Finding, ...]


class Builder:
    """Builds of the registry in one folder, one after the other."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._kept = Kept()
        self._templates: Mapping[str, bytes] = {}
        self._drawn: dict[str, tuple[Page, bytes]] = {}
        self.drawn_anew = 0

    @property
    def pages(self) -> int:
        """How many pages the last site has."""
        return len(self._drawn)

    def read(self, *, leave_out: Callable[[str], bool] = lambda _: False) -> Ready:
        """What the folder holds now, but for the paths to leave out.

        Raises FindingsError with every finding where one is an error, MisuseError where the folder is none, and OSError
        where a template or another file of the site's own can't be read.
        """
        sources, found = read_registry(self._root)
        if left := {finding.place.file for finding in found.findings if leave_out(finding.place.file)}:
            sources = replace(sources, unread_folders=sources.unread_folders - left)
            found = FindingsError(finding for finding in found.findings if finding.place.file not in left)
        history = read_history(self._root)
        at = build_time(history, sources)
        checked = judge(sources, at, found, self._kept)
        if checked.registry is None:
            raise FindingsError(checked.findings)
        site_sources = {path: data for path, data in read_site_sources(self._root).items() if not leave_out(path)}
        facts = BuildFacts(time=at, commit=history.commit, dirty=history.dirty, testamur=__version__)
        return Ready(
            sources=sources,
            registry=checked.registry,
            facts=facts,
            site_sources=site_sources,
            findings=checked.findings,
        )

    def site(self, ready: Ready, scratch: Path) -> dict[str, bytes]:
        """Every file of the site by its path; `scratch` is an empty folder.

        Raises FindingsError where a template, a messages file or a page of the registry's own can't be used, and where
        a link of an author leads nowhere in the site.
        """
        pages = page_contexts(ready.registry, ready.facts, ready.site_sources, self._kept)
        rendered = self._rendered(pages, ready.site_sources, scratch)
        tree = build_tree(ready.registry, ready.facts, pages, rendered, ready.site_sources, self._kept)
        self._kept.forget_the_rest()
        dead = dead_links(
            ready.sources,
            ready.site_sources,
            base_url=ready.registry.settings.base_url,
            editions=editions(ready.registry, ready.site_sources),
            paths=lambda: tree,
        )
        if dead:
            raise FindingsError(dead)
        return tree

    def _rendered(self, pages: tuple[Page, ...], site_sources: Mapping[str, bytes], scratch: Path) -> dict[str, bytes]:
        """Each page's HTML: that of before where neither its context nor a template has changed."""
        from testamur.render import render_pages  # MkDocs, which no other command has to load

        templates = {path: data for path, data in site_sources.items() if path.startswith("templates/")}
        known = self._drawn if templates == self._templates else {}
        stale = [page for page in pages if page.file not in known or known[page.file][0] != page]
        fresh = render_pages(stale, templates=templates, scratch=scratch) if stale else {}
        drawn = {page.file: (page, fresh[page.file]) if page.file in fresh else known[page.file] for page in pages}
        self._templates, self._drawn, self.drawn_anew = templates, drawn, len(stale)
        return {file: html for file, (_, html) in drawn.items()}
