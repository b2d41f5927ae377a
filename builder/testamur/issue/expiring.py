"""Whose credentials end soon: the society's private records read beside what the registry publishes.

One idea: names are in the private table alone and days follow from the published version, so the answer is put together
where the table is and goes nowhere else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from testamur.credential import valid_until
from testamur.issue.plan import Awarded
from testamur.issue.withdraw import revoked_places
from testamur.model import Registry
from testamur.number import parse_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An award and its last day in force; `title` is that of the version that was awarded."""

    award: Awarded
    title: str
    ends: date


def expiring(registry: Registry, records: Iterable[Awarded], *, today: date, days: int) -> tuple[Ending, ...]:
    """The awards whose last day is among the next `days` days or the same number of past ones, soonest first.

    Left out are the revoked, those that never end, and those whose holder has a later award of the same definition that
    was not revoked: by name and recipient, as they stand in the records. Not checked: whether the ledger has them. Rows
    of versions that the registry does not have are left out, too.
    """
    periods = {
        (achievement.slug, version.definition.version): (version.definition.title, version.definition.validity.period)
        for achievement in registry.achievements
        for version in achievement.versions
    }
    gone = revoked_places(registry)
    standing = [award for award in records if parse_number(award.number) not in gone]
    latest: dict[tuple[str, str | None, str], date] = {}
    for award in standing:
        latest[_whose(award)] = max(award.issued, latest.get(_whose(award), award.issued))

    def endings() -> Iterator[Ending]:
        for award in standing:
            title, period = periods.get((award.definition, award.version), ("", None))
            if isinstance(period, str) and award.issued == latest[_whose(award)]:
                ends = valid_until(award.issued, period)
                if abs(ends - today) <= timedelta(days=days):
                    yield Ending(award=award, title=title, ends=ends)

    return tuple(sorted(endings(), key=lambda ending: (ending.ends, ending.award.number)))


def _whose(award: Awarded) -> tuple[str, str | None, str]:
    return award.name, award.recipient, award.definition
