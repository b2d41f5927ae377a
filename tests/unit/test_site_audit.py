"""The pages of the auditor: what happened, keys, lists, versions, withdrawals, and each issuer's ledger."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import Registry
from testamur.pages import AuditPage, BuildFacts, LedgerPage, Page, Table
from testamur.site.contexts import page_contexts
from testamur.site.machine import machine_files

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0" * 40, dirty=False, testamur="0.1.0")
SOCIETY = "example-society"


@pytest.fixture(scope="module")
def sources(root: Path) -> Mapping[str, bytes]:
    """The sources of the site's own pages."""
    return read_site_sources(root)


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    checked = check_registry(read_sources(root)[0], at=MOMENT)
    assert checked.registry is not None
    return checked.registry


@pytest.fixture(scope="module")
def pages(registry: Registry, sources: Mapping[str, bytes]) -> Mapping[str, Page]:
    """Every page of the example site by its path."""
    return {page.path: page for page in page_contexts(registry, FACTS, sources)}


def audit(pages: Mapping[str, Page], folder: str = "") -> AuditPage:
    """The audit page of a language."""
    page = pages[f"{folder}audit/"]
    assert isinstance(page, AuditPage)
    return page


def ledger(pages: Mapping[str, Page], folder: str = "") -> LedgerPage:
    """The ledger page of the society in a language."""
    page = pages[f"{folder}issuers/{SOCIETY}/ledger/"]
    assert isinstance(page, LedgerPage)
    return page


def column(table: Table | None, number: int) -> list[str]:
    """The words of one column."""
    assert table is not None
    return [row[number].text for row in table.rows]


def test_every_key_and_list_is_there(registry: Registry, pages: Mapping[str, Page]) -> None:
    """Each has a row with what it signed; together they signed the whole ledger."""
    page = audit(pages)
    issuer = next(each for each in registry.issuers if each.slug == SOCIETY)
    assert [key.multikey for key in issuer.keys] == column(page.keys, 0)
    assert [each.name.upper() for each in issuer.lists] == column(page.lists, 0)
    for counts in (column(page.keys, 4), column(page.lists, 3), column(page.versions, 3)):
        assert len(issuer.ledger) == sum(map(int, counts))


def test_an_issuer_is_named_where_there_are_two(registry: Registry, sources: Mapping[str, bytes]) -> None:
    """One society's name in every row says nothing; with a second one each row says whose it is."""
    society = next(each for each in registry.issuers if each.slug == SOCIETY)
    second = replace(society, slug="goodenough-2020", name="Another society")
    others = tuple(second if each.slug == second.slug else each for each in registry.issuers)
    known = {page.path: page for page in page_contexts(replace(registry, issuers=others), FACTS, sources)}
    heads = [audit({page.path: page for page in page_contexts(registry, FACTS, sources)}).keys, audit(known).keys]
    assert [False, True] == ["Issuer" in table.heads for table in heads if table is not None]


def test_states_are_those_of_the_last_event(registry: Registry, pages: Mapping[str, Page]) -> None:
    """A hold that ended is neither withdrawn nor on hold; the events by reason count all of them."""
    page = audit(pages)
    assert (["0", "1"], ["0", "1"]) == (column(page.lists, 4), column(page.lists, 5))
    events = sum(len(issuer.withdrawals) for issuer in registry.issuers)
    assert events == sum(map(int, column(page.withdrawals, 2)))
    assert "withdrawn, issued in error" in column(page.withdrawals, 1)


def test_each_version_leads_to_its_page_and_names_its_digest(registry: Registry, pages: Mapping[str, Page]) -> None:
    """Frozen versions are there in full, with the beginning of the digest that the ledger holds."""
    page = audit(pages)
    frozen = [version for achievement in registry.achievements for version in achievement.versions]
    assert [each.digest[:16] for each in frozen] == column(page.versions, 4)
    assert page.versions is not None
    paths = {f"../{path}" for path in pages}
    assert {True} == {row[0].href in paths for row in page.versions.rows}


def test_what_happened_is_newest_first_and_leads_to_pages(pages: Mapping[str, Page]) -> None:
    """Each event leads to a page of the site in the page's own language."""
    for folder, up in (("", "../"), ("es/", "../../es/"), ("fr/", "../../fr/")):
        events = audit(pages, folder).events
        assert {True} == {event.href.removeprefix(up) in pages for event in events}
        assert len(events) > 10
    assert "15 November 2026" == audit(pages).events[0].day
    assert "15 de noviembre de 2026" == audit(pages, "es/").events[0].day


def test_the_ledger_by_month(registry: Registry, pages: Mapping[str, Page]) -> None:
    """Every award is counted once, in the month of its day."""
    issuer = next(each for each in registry.issuers if each.slug == SOCIETY)
    expected = Counter(f"{entry.issued:%B %Y}" for entry in issuer.ledger)
    months = ledger(pages).months
    found: Counter[str] = Counter()
    for row in months.rows:
        found[row[0].text] += int(row[3].text)
    assert expected == found
    assert (f"{len(issuer.ledger)} awards", "mayo de 2026") == (
        ledger(pages).count,
        column(ledger(pages, "es/").months, 0)[2],
    )


def test_the_digests_are_those_of_the_published_files(
    registry: Registry, sources: Mapping[str, bytes], pages: Mapping[str, Page]
) -> None:
    """Whoever downloads a part finds the SHA-256 that stands beside it, and as many entries."""
    files = machine_files(registry, FACTS, sources, {"issuer.json": b"{}"})
    page = ledger(pages)
    for row in page.parts.rows:
        assert row[4].href is not None
        data = files[row[4].href.removeprefix("../../../")]
        assert (hashlib.sha256(data).hexdigest(), str(len(json.loads(data)["entries"]))) == (row[3].text, row[2].text)
    published = [path for path in files if path.startswith(f"issuers/{SOCIETY}/ledger/")]
    assert len(published) == len(page.parts.rows)


def test_who_has_awarded_nothing(registry: Registry, sources: Mapping[str, bytes], pages: Mapping[str, Page]) -> None:
    """An issuer without awards has no ledger page; a registry without any has an audit page that says so."""
    with_ledger = {path for path in pages if path.endswith("/ledger/") and path.startswith("issuers/")}
    assert {f"issuers/{SOCIETY}/ledger/"} == with_ledger
    bare = replace(
        registry,
        issuers=tuple(replace(each, keys=(), lists=(), ledger=(), withdrawals=()) for each in registry.issuers),
        achievements=tuple(replace(each, versions=()) for each in registry.achievements),
    )
    page = audit({page.path: page for page in page_contexts(bare, FACTS, sources)})
    assert (None, None, None, None) == (page.keys, page.lists, page.versions, page.withdrawals)


def test_a_table_ends_before_it_is_too_long(registry: Registry, sources: Mapping[str, bytes]) -> None:
    """Beyond 250 rows a table says how many there are besides, and leads to the file that names them all."""
    society = next(issuer for issuer in registry.issuers if issuer.slug == SOCIETY)
    days = [date(2000 + number // 12, 1 + number % 12, 1) for number in range(253)]
    ledger_of_years = tuple(replace(society.ledger[0], index=number, issued=day) for number, day in enumerate(days))
    many = replace(society, ledger=ledger_of_years, withdrawals=())
    issuers = tuple(many if issuer.slug == SOCIETY else issuer for issuer in registry.issuers)
    made = {page.path: page for page in page_contexts(replace(registry, issuers=issuers), FACTS, sources)}
    months = ledger(made).months
    assert 250 == len(months.rows)
    assert months.more is not None
    assert "3 more rows, in the files that registry.json names" == months.more.text
    assert "../../../registry.json" == months.more.href
    assert None is ledger(made).parts.more
