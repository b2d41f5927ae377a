"""The sitemap, held against its schema; `llms.txt`; and the schema of `registry.json`."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import NOT_STATED, Compromise, Registry
from testamur.pages import BuildFacts, Page
from testamur.site import page_contexts
from testamur.site.machine import machine_files
from testamur.site.sitemaps import LISTED, PAGES, llms_file, sitemap_files
from testamur.vendored import published_schemas

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0" * 40, dirty=False, testamur="0.1.0")
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
BASE = "https://society.example/a&b/"


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


@pytest.fixture(scope="module")
def pages(root: Path, registry: Registry) -> Sequence[Page]:
    """The pages of its site."""
    return page_contexts(registry, FACTS, read_site_sources(root))


def located(data: bytes) -> list[str]:
    """The addresses in a sitemap."""
    return [each.text for each in etree.fromstring(data).iterfind(".//s:loc", NAMES)]


def test_the_sitemap_is_valid(root: Path, pages: Sequence[Page]) -> None:
    """The published schema of sitemaps accepts it, and it names each page for people once, with awkward addresses."""
    schema = etree.XMLSchema(etree.parse(root / "node_modules/sitemap/schema/sitemap.xsd"))
    data = sitemap_files(BASE, pages)["sitemap.xml"]
    schema.assertValid(etree.fromstring(data))
    with pytest.raises(etree.DocumentInvalid):
        schema.assertValid(etree.fromstring(data.replace(b"<loc>https:", b"<loc/><loc>https:")))
    assert sorted(BASE + page.path for page in pages if not page.path.endswith(".html")) == located(data)


def test_many_pages_stand_in_several_sitemaps(pages: Sequence[Page]) -> None:
    """No file names more than the protocol allows; the first then names the others, and none is lost."""
    many = [replace(pages[0], path=f"credentials/d{number}/") for number in range(2 * PAGES + 1)]
    files = sitemap_files(BASE, many)
    index = etree.fromstring(files["sitemap.xml"])
    assert etree.QName(NAMES["s"], "sitemapindex") == index.tag
    parts = [address.removeprefix(BASE) for address in located(files["sitemap.xml"])]
    assert ["sitemap/1.xml", "sitemap/2.xml", "sitemap/3.xml"] == parts
    counts = [located(files[part]) for part in parts]
    assert [PAGES, PAGES, 1] == [len(each) for each in counts]
    assert max(len(each) for each in counts) <= 50_000
    assert sorted(BASE + page.path for page in many) == sorted(address for each in counts for address in each)


def test_llms_txt_leads_to_what_is_there(root: Path, registry: Registry, pages: Sequence[Page]) -> None:
    """Every link of `llms.txt` is relative and leads to a page or file, and every definition is linked."""
    text = llms_file(registry).decode()
    assert "# Testamur example registry" == text.splitlines()[0]
    links = re.findall(r"\]\(([^)]*)\)", text)
    there = {
        *(page.path for page in pages),
        *machine_files(registry, FACTS, read_site_sources(root), published_schemas()),
        *("feed.json", "sitemap.xml", "catalogue/index.json"),
    }
    assert [] == [link for link in links if link not in there]
    assert {f"credentials/{each.slug}/" for each in registry.achievements} <= set(links)


def test_llms_txt_is_short_and_one_line_an_entry(registry: Registry) -> None:
    """However many definitions there are and whatever they are called, each has one line, and the file an end."""
    first = registry.achievements[0]
    odd = replace(first.current, title="a](x)\n# b\\", summary="one\n\n- two")
    many = tuple(replace(first, slug=f"d{number}", current=odd) for number in range(LISTED + 5))
    text = llms_file(replace(registry, achievements=many)).decode()
    assert LISTED == text.count("- [a)(x) # b/](credentials/d")
    assert "- and 5 more in [the catalogue](catalogue/index.json)" in text
    silent = replace(odd, summary=NOT_STATED)
    assert (
        "](credentials/d1/)\n"
        in llms_file(replace(registry, achievements=(replace(many[1], current=silent),))).decode()
    )


def validator() -> Draft202012Validator:
    """The schema of `registry.json`, formats checked."""
    schema = json.loads(published_schemas()["published-registry.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def published(root: Path, registry: Registry) -> Any:
    """`registry.json` as the site has it."""
    return json.loads(machine_files(registry, FACTS, read_site_sources(root), {})["registry.json"])


def test_the_registry_is_what_its_schema_says(root: Path, registry: Registry) -> None:
    """`registry.json` is valid with a current, a retired and a compromised key, and with an unfrozen definition."""
    compromised = tuple(
        replace(
            issuer,
            keys=tuple(
                replace(key, compromised=Compromise(declared=MOMENT, trusted={"a1": {4: "0" * 64}}))
                for key in issuer.keys
            ),
        )
        for issuer in registry.issuers
    )
    for each in (registry, replace(registry, issuers=compromised)):
        assert [] == [error.message for error in validator().iter_errors(published(root, each))]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), 2),
        (("baseUrl",), "https://society.example"),
        (("time",), "2026-11-20"),
        (("issuers", 3, "keys", 0, "state"), "lost"),
        (("issuers", 3, "lists", 0, "parts", 0), "4"),
        (("definitions", 0, "versions"), []),
        (("definitions", 0, "versions", 0, "awarded"), None),
        (("definitions", 0, "person"), "x"),
    ],
)
def test_the_schema_refuses_what_is_wrong(
    root: Path, registry: Registry, path: tuple[str | int, ...], value: object
) -> None:
    """A value of another kind, form or name is refused, so the schema says something."""
    document: Any = published(root, registry)
    assert [] == list(validator().iter_errors(document))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert 1 == len(list(validator().iter_errors(document)))


def test_every_part_of_the_schema_is_explained() -> None:
    """Each property has a sentence, so that the schema is its own manual."""
    schema = json.loads(published_schemas()["published-registry.json"])
    silent: list[str] = []

    def look(part: object, name: str) -> None:
        if isinstance(part, list):
            for each in part:
                look(each, name)
        elif isinstance(part, dict):
            silent.extend(
                f"{name}.{key}" for key, each in part.get("properties", {}).items() if "description" not in each
            )
            for key, each in part.items():
                look(each, f"{name}.{key}")

    look(schema, "")
    assert [] == silent
