"""What pages say to programs: schema.org and Open Graph, read by libraries made for them, and harmless in any case."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import html5lib
import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import NOT_STATED, CardChoice, Registry
from testamur.pages import AchievementPage, BuildFacts, Data, IssuerPage, Page
from testamur.render import markup_from, render_pages
from testamur.site import page_contexts
from testamur.site.cards import cards_of
from testamur.site.contexts import kinds_of
from testamur.site.feeds import feed_files
from testamur.site.languages import languages_of
from testamur.site.schema_org import definition_data

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0" * 40, dirty=False, testamur="0.1.0")
BASE = "https://registry.society.example/"
OPEN_GRAPH = """
import scrape from 'open-graph-scraper'
import {readFileSync} from 'node:fs'
const pages = JSON.parse(readFileSync(process.argv[1], 'utf8'))
const read = {}
for (const [path, html] of Object.entries(pages)) {
  const {error, result} = await scrape({html})
  read[path] = {error, result}
}
console.log(JSON.stringify(read))
"""
TYPES = {
    "compilerOptions": {
        "noEmit": True,
        "strict": True,
        "skipLibCheck": True,
        "module": "nodenext",
        "moduleResolution": "nodenext",
        "target": "es2022",
        "types": [],
    },
    "files": ["check.ts"],
}


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


@pytest.fixture(scope="module")
def sources(root: Path) -> Mapping[str, bytes]:
    """The sources of its site."""
    return read_site_sources(root)


@pytest.fixture(scope="module")
def pages(registry: Registry, sources: Mapping[str, bytes]) -> Mapping[str, Page]:
    """Its pages by their path."""
    return {page.path: page for page in page_contexts(registry, FACTS, sources)}


def drawn(pages: Sequence[Page], sources: Mapping[str, bytes], scratch: Path) -> Mapping[str, str]:
    """The HTML of some pages by its path."""
    templates = {path: data for path, data in sources.items() if path.startswith("templates/")}
    return {path: data.decode() for path, data in render_pages(pages, templates=templates, scratch=scratch).items()}


def said(page: Page) -> Any:
    """What a page says to programs."""
    assert page.frame.data is not None
    return json.loads(page.frame.data.json)


def compiled(root: Path, folder: Path, lines: Sequence[str]) -> str:
    """What the TypeScript compiler says of values that are declared to have types of a published vocabulary."""
    (folder / "node_modules").symlink_to(root / "node_modules")
    (folder / "tsconfig.json").write_text(json.dumps(TYPES), encoding="utf-8")
    (folder / "check.ts").write_text("\n".join(lines), encoding="utf-8")
    command = ["node", str(root / "node_modules/typescript/bin/tsc"), "--project", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120).stdout


def test_markup_and_feed_are_of_the_published_vocabularies(
    root: Path, registry: Registry, sources: Mapping[str, bytes], pages: Mapping[str, Page], tmp_path: Path
) -> None:
    """Each property exists in schema.org where it stands and has a value of its types, and so it is in the JSON Feed.

    Three lines that are wrong, and marked so, show that the compiler would say it.
    """
    lines = ["import type {Graph, Organization, WebSite, WithContext} from 'schema-dts'"]
    lines.append("import type Feed from '@json-feed-types/1_1'")
    for number, page in enumerate(pages.values()):
        if page.frame.data is not None and page.frame.language == "en":
            kind = "Graph" if isinstance(page, AchievementPage) else "WithContext<Organization>"
            kind = "WithContext<WebSite>" if page.path == "" else kind
            lines.append(f"export const d{number}: {kind} = {page.frame.data.json}")
    assert len(lines) > len(registry.achievements)
    feed = feed_files(registry, languages_of(sources), MOMENT)["feed.json"].decode()
    lines.append(f"export const feed: Feed = {feed}")
    sample = json.dumps(said(pages["credentials/wound-care-2/"]))
    wrongs = (
        sample.replace('"validFor"', '"goodFor"'),
        sample.replace('"numberOfCredits": 18', '"numberOfCredits": true'),
        sample.replace('"@type": "MediaObject"', '"@type": "MediaThing"'),
    )
    assert sample not in wrongs
    for number, wrong in enumerate(wrongs):
        lines.append("// @ts-expect-error a property, a value or a type that schema.org does not have")
        lines.append(f"export const wrong{number}: Graph = {wrong}")
    assert "" == compiled(root, tmp_path, lines)


def test_a_network_reads_the_card_of_each_page(
    root: Path, registry: Registry, sources: Mapping[str, bytes], pages: Mapping[str, Page], tmp_path: Path
) -> None:
    """A library for Open Graph finds title, description, address and picture, absolute, of each kind of page."""
    shown = ["", "es/", "credentials/wound-care-2/", "credentials/wound-care-2/1.0/", "issuers/example-society/"]
    shown += ["pathways/rural-nurse-practice/", "glossary/", "verify/"]
    html = drawn([pages[path] for path in shown], sources, tmp_path)
    (tmp_path / "pages.json").write_text(json.dumps(html), encoding="utf-8")
    command = ["node", "--input-type=module", "-e", OPEN_GRAPH, str(tmp_path / "pages.json")]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=60).stdout
    cards = cards_of(registry, kinds_of(registry, languages_of(sources)))
    for path, read in json.loads(answer).items():
        page, result = pages[path.removesuffix("index.html")], read["result"]
        assert (False, page.frame.title) == (read["error"], result["ogTitle"])
        assert (page.frame.description, page.frame.registry) == (result["ogDescription"], result["ogSiteName"])
        assert (BASE + page.path, "website") == (result["ogUrl"], result["ogType"])
        (image,) = result["ogImage"]
        own = "cards/wound-care-2/1.0.png" if page.path.startswith("credentials/") else "cards/registry.png"
        assert own in cards
        assert {"url": BASE + own, "type": "image/png", "width": 1200, "height": 630} == {
            name: int(value) if str(value).isdigit() else value for name, value in image.items() if name != "alt"
        }
        if page.frame.data is not None:
            assert [said(page)] == result["jsonLD"]


@pytest.mark.parametrize(
    ("cards", "image"), [("each", "cards/wound-care-2/1.0.png"), ("one", "cards/registry.png"), ("none", None)]
)
def test_a_page_names_only_pictures_that_are_there(
    registry: Registry, sources: Mapping[str, bytes], cards: CardChoice, image: str | None
) -> None:
    """What a page names as its picture is what the build draws, whatever the registry chose."""
    chosen = replace(registry, settings=replace(registry.settings, cards=cards))
    made = cards_of(chosen, kinds_of(chosen, languages_of(sources)))
    for page in page_contexts(chosen, FACTS, sources):
        named = dict(page.frame.sharing).get("og:image")
        assert (named is None) == (cards == "none")
        assert named is None or named.removeprefix(BASE) in made
        if page.path == "credentials/wound-care-2/":
            assert image == (named and named.removeprefix(BASE))


def test_what_is_not_stated_is_not_claimed(registry: Registry, pages: Mapping[str, Page]) -> None:
    """A programme that a publication describes has no creator and no property for what the source does not say."""
    for achievement in registry.achievements:
        page = pages[f"credentials/{achievement.slug}/"]
        assert isinstance(page, AchievementPage)
        definition, credential = achievement.current, said(page)["@graph"][0]
        assert (page.described_in is None) == ("creator" in credential)
        for name, value in (
            ("competencyRequired", definition.outcomes),
            ("validFor", definition.validity.period),
            ("educationalAlignment", definition.alignments),
            ("audience", definition.audience),
        ):
            assert isinstance(value, str | tuple) == (name in credential)
        assert "not stated" not in json.dumps(credential)
        assert "Fictional example" == credential["creativeWorkStatus"]
    for issuer in registry.issuers:
        page = pages[f"issuers/{issuer.slug}/"]
        assert isinstance(page, IssuerPage)
        assert (issuer.described_in is None) == (page.frame.data is not None)


def test_every_language_says_the_same_to_programs(pages: Mapping[str, Page]) -> None:
    """A definition is one thing, in its own language, whatever the page around it speaks."""
    for path, page in pages.items():
        if isinstance(page, AchievementPage) and path.startswith("credentials/"):
            assert page.frame.data == pages[f"es/{path}"].frame.data == pages[f"fr/{path}"].frame.data


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]> & \u2028 and \u2029 end lines",
        '"quoted" \\ {{ title }}',
        "</SCRIPT\n>",
    ],
)
def test_no_text_gets_out_of_the_data(registry: Registry, title: str) -> None:
    """Whatever a title says, the element ends where we end it, and its content is the document and nothing else."""
    achievement = next(each for each in registry.achievements if each.slug == "wound-care-2")
    version = achievement.versions[0]
    changed = replace(version, definition=replace(version.definition, title=title, summary=NOT_STATED))
    issuer = next(each for each in registry.issuers if each.slug == "example-society")
    data = definition_data(changed, registry.settings, issuer, kind="Kind", page=BASE)
    markup = str(markup_from(data))
    inside = markup.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert set() == set("<>&\u2028\u2029") & set(inside)
    assert title == json.loads(inside)["@graph"][0]["name"]
    tree = html5lib.parse(f"<!doctype html><p>{markup}<b>end</b>", namespaceHTMLElements=False)
    (script,) = tree.iter("script")
    assert (json.loads(data.json), 1) == (json.loads(script.text or ""), len(list(tree.iter("b"))))


class _Scripts(HTMLParser):
    """Collects the types of the scripts in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.types: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.types.append(dict(attrs).get("type"))


def test_data_is_the_only_thing_inside_a_script(
    pages: Mapping[str, Page], sources: Mapping[str, bytes], tmp_path: Path
) -> None:
    """An achievement's page runs nothing: its one script is data, under a policy that allows no script at all."""
    (html,) = drawn([pages["credentials/wound-care-2/"]], sources, tmp_path).values()
    found = _Scripts()
    found.feed(html)
    assert ["application/ld+json"] == found.types
    assert "default-src 'none'; style-src 'self'; img-src 'self' data:;" in html


def test_data_is_written_as_it_is() -> None:
    """Text outside of ASCII stays readable in the page."""
    assert '<script type="application/ld+json">"é 伤"</script>' == str(markup_from(Data('"é 伤"')))
