"""The registry as a website: page contexts for people, files for programs, and both as one tree.

One idea: everything here is pure. Nothing is read or written, and the same registry and facts give the same bytes.
"""

from collections.abc import Mapping, Sequence

from testamur.editor import editor_schemas
from testamur.kept import Kept
from testamur.model import Registry
from testamur.pages import BuildFacts, Page
from testamur.seal import seal_code
from testamur.site.cards import card_image, cards_of
from testamur.site.catalogue import catalogue_index
from testamur.site.contexts import kinds_of, page_contexts
from testamur.site.feeds import feed_files
from testamur.site.host import host_files
from testamur.site.languages import editions_of, languages_of, messages_in
from testamur.site.links import dead_links
from testamur.site.machine import machine_files
from testamur.site.offline import PROGRAM, offline_pages, too_large_for_a_copy
from testamur.site.sitemaps import llms_file, sitemap_files
from testamur.site.texts import taken_names
from testamur.site.tree import site_tree
from testamur.site.versions import current_version
from testamur.vendored import published_schemas, schemas

__all__ = ["build_tree", "dead_links", "editions", "page_contexts", "site_paths", "taken_names", "too_large_for_a_copy"]


def build_tree(
    registry: Registry,
    facts: BuildFacts,
    pages: Sequence[Page],
    rendered: Mapping[str, bytes],
    site_sources: Mapping[str, bytes],
    kept: Kept | None = None,
) -> dict[str, bytes]:
    """Every file of the site by its path.

    `pages` are those of `page_contexts` and `rendered` what `render` made of them. Raises FindingsError when two files
    want one place. `kept` holds what an earlier build answered.
    """
    kept = Kept() if kept is None else kept
    formats = {**schemas(), **editor_schemas(schemas()), **published_schemas()}
    machine = machine_files(registry, facts, site_sources, formats, kept)
    languages = kept.answer("languages", languages_of, messages_in(site_sources))
    seals = {each.slug: seal_code(current_version(each, registry, kept).digest) for each in registry.achievements}
    for tag, folder in editions_of(registry.settings.languages, languages).items():
        machine[f"{folder}catalogue/index.json"] = catalogue_index(registry, languages[tag], seals)
    machine |= sitemap_files(registry.settings.base_url, pages) | host_files(registry.settings.base_url)
    machine |= feed_files(registry, languages, facts.time)
    machine["llms.txt"] = llms_file(registry)
    machine |= {
        path: card_image(card) for path, card in cards_of(registry, kinds_of(registry, languages), kept).items()
    }
    copies = offline_pages(rendered, machine, site_sources.get(PROGRAM, b""))
    return site_tree(machine, {**rendered, **dict(copies)})


def site_paths(registry: Registry, facts: BuildFacts, site_sources: Mapping[str, bytes]) -> frozenset[str]:
    """The paths that `build_tree` would have, found without drawing anything."""
    languages = languages_of(site_sources)
    pages = page_contexts(registry, facts, site_sources)
    formats = {**schemas(), **editor_schemas(schemas()), **published_schemas()}
    return frozenset(
        {
            *(page.file for page in pages),
            *machine_files(registry, facts, site_sources, formats),
            *(f"{folder}catalogue/index.json" for folder in editions(registry, site_sources).values()),
            *sitemap_files(registry.settings.base_url, pages),
            *host_files(registry.settings.base_url),
            *feed_files(registry, languages, facts.time),
            "llms.txt",
            *cards_of(registry, kinds_of(registry, languages)),
        }
    )


def editions(registry: Registry, site_sources: Mapping[str, bytes]) -> Mapping[str, str]:
    """The languages of the site's pages, each with its folder, the one at the root first."""
    return editions_of(registry.settings.languages, languages_of(site_sources))
