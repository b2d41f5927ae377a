"""Planning awards from a registry value: which places are drawn, and when none may be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.findings import FindingsError
from testamur.issue import Plan, issuer_of, parse_person, plan_awards, plan_id
from testamur.load import read_sources
from testamur.model import Key, LedgerEntry, Registry
from testamur.number import LIST_SIZE, number_from

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SLUG = "example-society"


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=NOW)
    assert checked.registry is not None, checked.findings
    return checked.registry


def key_of(registry: Registry, state: str) -> Key:
    """The society's key in that state."""
    return next(key for key in issuer_of(registry, SLUG).keys if key.state == state)


def chance(*indices: int) -> Callable[[int], bytes]:
    """Chance that draws these indices in turn and gives identifiers that count."""
    left = list(indices)
    count = 0

    def entropy(size: int) -> bytes:
        nonlocal count
        if size == 4:
            return left.pop(0).to_bytes(4, "big")
        count += 1
        return count.to_bytes(size, "big")

    return entropy


def planned(
    registry: Registry, *indices: int, people: int = 1, key: Key | None = None, reserved: tuple[str, ...] = ()
) -> Plan:
    """A plan for some people with that chance."""
    return plan_awards(
        registry,
        "wound-care-2",
        [parse_person(f"Person {n}", None, None) for n in range(people)],
        id="x",
        folder="/out",
        key=key or key_of(registry, "current"),
        reserved=reserved,
        entropy=chance(*indices),
        now=NOW,
    )


def test_no_place_is_drawn_twice(registry: Registry) -> None:
    """Places of the ledger, of private records and of the same batch are drawn again."""
    key = key_of(registry, "current")
    taken = next(entry.index for entry in issuer_of(registry, SLUG).ledger if entry.list == key.lists[0])
    reserved = (number_from(key.lists[0], 7), number_from("c9", 9))
    plan = planned(registry, taken, 7, 5, 5, LIST_SIZE + 5, 9, people=2, reserved=reserved)
    assert [5, 9] == [award.index for award in plan.awards]
    assert 2 == len({award.identifier for award in plan.awards})


def test_identifiers_are_version_four(registry: Registry) -> None:
    """The identifier is a random UUID that says so."""
    (award,) = planned(registry, 1).awards
    assert "urn:uuid:00000000-0000-4000-8000-000000000001" == award.identifier


def test_a_list_that_is_nearly_full(registry: Registry) -> None:
    """From nine tenths on a list is called full, with the command that makes room."""
    key, issuer = key_of(registry, "current"), issuer_of(registry, SLUG)
    entry = issuer.ledger[0]
    many = [replace(entry, list=key.lists[0], index=index) for index in range(int(LIST_SIZE * 0.9))]
    full = with_ledger(registry, many)
    with pytest.raises(FindingsError) as error:
        planned(full, 131_000, key=key)
    assert [("issue-list-full", True)] == [(f.code, "keys new" in f.hint) for f in error.value.findings]
    assert 131_000 == planned(with_ledger(registry, many[:-1]), 131_000, key=key).awards[0].index


def with_ledger(registry: Registry, entries: list[LedgerEntry]) -> Registry:
    """The registry with another ledger of the society."""
    issuers = tuple(replace(i, ledger=tuple(entries)) if i.slug == SLUG else i for i in registry.issuers)
    return replace(registry, issuers=issuers)


def test_a_key_that_is_not_current(registry: Registry) -> None:
    """A retired key makes no plan."""
    with pytest.raises(FindingsError, match="is retired"):
        planned(registry, 1, key=key_of(registry, "retired"))


def test_the_command_is_known_again(registry: Registry) -> None:
    """The id does not depend on the order of rows, and changes with each thing that makes another command."""
    ada, bo = parse_person("Ada", None, None), parse_person("Bo", None, "2026-01-01")
    id = plan_id(registry, "wound-care-2", [ada, bo])
    assert id == plan_id(registry, "wound-care-2", [bo, ada])
    others = {
        plan_id(registry, "telehealth-triage", [ada, bo]),
        plan_id(registry, "wound-care-2", [ada]),
        plan_id(registry, "wound-care-2", [ada, replace(bo, issued=date(2026, 1, 2))]),
        plan_id(registry, "wound-care-2", [ada, replace(bo, recipient="did:key:z")]),
        plan_id(
            replace(registry, settings=replace(registry.settings, base_url="https://b.example/")),
            "wound-care-2",
            [ada, bo],
        ),
    }
    assert (5, False) == (len(others), id in others)
    with pytest.raises(FindingsError, match="there is no definition nothing"):
        plan_id(registry, "nothing", [ada])
