"""The same site at the root of a host, under a path and deep under one: its pages lead about in the same way."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from testamur.check import check_registry
from testamur.did import did_web_url
from testamur.load import read_site_sources, read_sources
from testamur.pages import BuildFacts
from testamur.render import render_pages
from testamur.site import build_tree, page_contexts

REGISTRY = Path(__file__).resolve().parent.parent / "golden" / "tiny" / "in"
TIME = datetime(2026, 3, 1, 12, tzinfo=UTC)
FACTS = BuildFacts(time=TIME, commit=None, dirty=False, testamur="0.1.0")
BASES = ("https://society.example/", "https://society.example/registry/", "https://another.example/a/b/")
ADDRESSES = ("href", "src", "srcset", "action", "poster", "data-root", "data-index", "data-others", "data-digests")


class Addresses(HTMLParser):
    """The addresses of one page: those that lead about the site, and those that a standard wants whole."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.ways: list[tuple[str, str, str]] = []
        self.whole: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sort each address: HTML's canonical link and its languages are absolute, as is what networks read."""
        named = {name: value or "" for name, value in attrs}
        if tag == "link" and (named.get("rel") == "canonical" or "hreflang" in named):
            self.whole.append(named["href"])
        elif tag == "meta":
            self.whole += (value for value in (named.get("content", ""),) if value.startswith("https:"))
        elif tag != "use":  # a drawing that repeats a part of itself
            self.ways += ((tag, name, named[name]) for name in ADDRESSES if name in named)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, bytes]]:
    """The small registry's site for each base URL."""
    checked = check_registry(read_sources(REGISTRY)[0], at=TIME, tool_version="0.1.0")
    assert checked.registry is not None
    site_sources = read_site_sources(REGISTRY)
    templates = {path: data for path, data in site_sources.items() if path.startswith("templates/")}
    made = {}
    for base_url in BASES:
        settings = replace(checked.registry.settings, base_url=base_url)
        registry = replace(checked.registry, settings=settings)
        pages = page_contexts(registry, FACTS, site_sources)
        rendered = render_pages(pages, templates=templates, scratch=tmp_path_factory.mktemp("scratch"))
        made[base_url] = build_tree(registry, FACTS, pages, rendered, site_sources)
    return made


def pages_of(site: Mapping[str, bytes]) -> dict[str, Addresses]:
    """The addresses of every page, but for those that are served at any depth, and the copy that is saved elsewhere."""
    return {
        path: Addresses(data)
        for path, data in site.items()
        if path.endswith(".html") and path.rpartition("/")[2] not in {"404.html", "offline.html"}
    }


def test_every_page_leads_about_in_the_same_way(sites: Mapping[str, Mapping[str, bytes]]) -> None:
    """Wherever the site stands, each page has the same addresses, in the same order."""
    first, *others = ({path: page.ways for path, page in pages_of(site).items()} for site in sites.values())
    assert len(first) > 20
    for other in others:
        assert first == other


def test_no_way_about_the_site_is_absolute(sites: Mapping[str, Mapping[str, bytes]]) -> None:
    """Links, pictures, styles and programs are relative; what is absolute leads out and was written by an author."""
    sources = b"".join(file.data for file in read_sources(REGISTRY)[0].files.values())
    for site in sites.values():
        for path, page in pages_of(site).items():
            for tag, name, value in page.ways:
                if value.startswith("/") or urlsplit(value).scheme:
                    assert ("a", "href") == (tag, name), (path, value)
                    assert value.removeprefix("mailto:").encode() in sources, (path, value)


def test_every_way_about_the_site_ends_at_a_file(sites: Mapping[str, Mapping[str, bytes]]) -> None:
    """Followed from the page that it stands on, each relative address is a file of the site, under every base URL."""
    for base_url, site in sites.items():
        for path, page in pages_of(site).items():
            for tag, _, value in page.ways:
                if urlsplit(value).scheme or tag in {"body", "search"}:
                    continue
                there = urljoin(base_url + path, value).partition("#")[0].partition("?")[0]
                assert there.startswith(base_url), (path, value)
                file = there.removeprefix(base_url)
                assert (f"{file}index.html" if not file or file.endswith("/") else file) in site, (path, value)


def test_what_a_standard_wants_whole_is_whole(sites: Mapping[str, Mapping[str, bytes]]) -> None:
    """The canonical address, those of the languages and those for networks begin with the base URL."""
    for base_url, site in sites.items():
        pages = pages_of(site)
        wanted = [address for page in pages.values() for address in page.whole]
        assert [] == [address for address in wanted if not address.startswith(base_url)]
        assert [base_url] == [each for each in pages["index.html"].whole if each == base_url][:1]


def test_robots_are_told_at_the_root_of_a_host_alone(sites: Mapping[str, Mapping[str, bytes]]) -> None:
    """There the file allows everything and names a sitemap that is there; under a path nobody would read one."""
    first, *others = BASES
    robots = RobotFileParser()
    robots.parse(sites[first]["robots.txt"].decode().splitlines())
    assert robots.can_fetch("anybody", f"{first}credentials/wound-care/")
    assert [f"{first}sitemap.xml"] == robots.site_maps()
    assert "sitemap.xml" in sites[first]
    assert [] == [base_url for base_url in others if "robots.txt" in sites[base_url]]


def test_a_host_says_that_nothing_is_signed_in_its_name(sites: Mapping[str, Mapping[str, bytes]]) -> None:
    """The did:web of the host resolves to a document without a key and an empty key set; under a path to nothing."""
    first, *others = BASES
    did = f"did:web:{first.removeprefix('https://').rstrip('/')}"
    path = did_web_url(did).removeprefix(first)
    document = json.loads(sites[first][path])
    assert (".well-known/did.json", did) == (path, document["id"])
    assert [] == [name for name in document if name not in {"@context", "id", "alsoKnownAs", "service"}]
    assert [f"{first}registry.json"] == [each["serviceEndpoint"] for each in document["service"]]
    assert {"keys": []} == json.loads(sites[first][".well-known/jwks.json"])
    assert [] == [path for base_url in others for path in sites[base_url] if path.startswith(".well-known")]


def test_every_page_has_the_policy_that_is_documented(root: Path, sites: Mapping[str, Mapping[str, bytes]]) -> None:
    """The table in docs/hosting.md has a policy for each kind of page, and no page has another."""
    documented = (root / "docs" / "hosting.md").read_text(encoding="utf-8")
    section = documented.partition("## What a page may load\n")[2].partition("\n## ")[0]
    kinds = dict(re.findall(r"^\| (.+) \| `(default-src [^`]+)` \|$", section, flags=re.MULTILINE))
    assert 5 == len(kinds)
    met = set()
    for path, page in sites[BASES[1]].items():
        if path.endswith(".html"):
            bare = path.removeprefix("es/").removeprefix("fr/")
            name = "the catalogue" if bare == "index.html" else f"`{bare.removesuffix('index.html')}`"
            kind = name if name in kinds else "every other page"
            found = re.findall(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
            policy = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", html.unescape(found[0].decode()))
            assert (path, 1, kinds[kind]) == (path, len(found), policy)
            met.add(kind)
    assert set(kinds) == met


def test_no_page_without_a_program_may_run_one(sites: Mapping[str, Mapping[str, bytes]]) -> None:
    """Whoever may connect to the site is either one of its programs or the browser itself: nothing else may run."""
    for path, page in sites[BASES[1]].items():
        if path.endswith(".html") and b"connect-src" in page and b'<script type="module"' not in page:
            assert (path, False) == (path, b"script-src" in page)


def test_the_page_for_missing_pages_begins_at_the_base(sites: Mapping[str, Mapping[str, bytes]]) -> None:
    """It is served at any depth, so its addresses begin with the path of the base URL and name no host."""
    for base_url, site in sites.items():
        root = urlsplit(base_url).path
        ways = [value for _, _, value in Addresses(site["404.html"]).ways if not value.startswith("#")]
        assert [] == [value for value in ways if not value.startswith(root)]
