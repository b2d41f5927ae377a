"""The pages for whoever takes nobody's word: what happened and by which keys, and each issuer's ledger by month.

One idea: these pages are made from the same values as the machine files, so they hold nothing that an auditor could not
count alone; the commit of each step is in the history, which a page can't hold without asking how much of it a clone
has (docs/decisions/0205).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from testamur.addresses import PART_SIZE, part_address, path_under
from testamur.canon import parse_json
from testamur.credential import json_bytes
from testamur.model import Issuer, StatusList, Withdrawal
from testamur.pages import AuditPage, Cell, Event, LedgerPage, Link, Table, Trial
from testamur.site.feeds import ATOM, JSON
from testamur.site.happenings import happenings
from testamur.site.machine import ledger_parts
from testamur.site.place import Place
from testamur.site.voices import Voice

_MOST_EVENTS = 50
_MOST_ROWS = 250  # of one table: with them a page stays below 50 KB compressed
_DIGITS = 16  # enough to compare by eye; the whole digest stands in the machine file that the row leads to


def audit_page(voice: Voice) -> AuditPage:
    """`/audit/` in one language."""
    known, say = voice.known, voice.language.say
    place = voice.at("audit/")
    settings = known.settings
    events = happenings(known.registry, voice.language, known.facts.time)
    return AuditPage(
        path=place.path,
        frame=voice.frame(place, say("auditPage.title"), say("auditPage.description", registry=voice.name.text)),
        trials=(
            Trial(text=say("auditPage.history"), command="testamur audit"),
            Trial(text=say("auditPage.rebuild"), command=f"testamur audit --site {settings.base_url}"),
            Trial(
                text=say("auditPage.verifyAt"),
                command=f"testamur verify FILE --registry {settings.base_url} --at 2026-03-01",
            ),
        ),
        events=tuple(
            Event(
                day=voice.language.day(each.when.date()),
                href=place.page(path_under(settings.base_url, each.page)),
                said=each.said,
            )
            for each in events[:_MOST_EVENTS]
        ),
        feeds=(
            Link(text="Atom", href=place.to(ATOM)),
            Link(text="JSON Feed", href=place.to(JSON)),
        ),
        keys=_table(voice, place, "key issuer state from until awards", _keys(voice, place)),
        lists=_table(voice, place, "list issuer signed goodUntil awards withdrawn held", _lists(voice, place)),
        versions=_table(voice, place, "definition version first awards digest", _versions(voice, place)),
        withdrawals=_table(voice, place, "year reason count", _withdrawals(voice)),
    )


def ledger_page(voice: Voice, issuer: Issuer) -> LedgerPage | None:
    """`/issuers/<slug>/ledger/` in one language; None where nothing was awarded."""
    say = voice.language.say
    place = voice.at(f"issuers/{issuer.slug}/ledger/")
    months = _table(voice, place, "month definition version awards", _months(voice, issuer))
    parts = _table(voice, place, "list places awards digest file", _parts(voice, issuer))
    if months is None or parts is None:
        return None
    number = len(issuer.ledger)
    name = voice.issuer(issuer.slug).text("name", issuer.name)
    title = replace(name, text=say("ledgerPage.titled", issuer=name.text))
    described = replace(name, text=say("ledgerPage.description", issuer=name.text))
    return LedgerPage(
        path=place.path,
        frame=voice.frame(place, title, described, "issuers"),
        issuer=voice.issuer_link(place, issuer.slug),
        count=say("ledgerPage.one") if number == 1 else say("ledgerPage.count", count=voice.language.number(number)),
        months=months,
        parts=parts,
    )


def _table(voice: Voice, place: Place, heads: str, rows: Iterable[tuple[Cell, ...]]) -> Table | None:
    names, made, language = heads.split(), tuple(rows), voice.language
    if not made:
        return None
    at = names.index("issuer") if "issuer" in names else None
    if at is not None and len({row[at] for row in made}) == 1:  # where one society has all rows, its name is in the way
        names, made = names[:at] + names[at + 1 :], tuple(row[:at] + row[at + 1 :] for row in made)
    rest = len(made) - _MOST_ROWS
    more = Link(text=language.say("moreRows", count=language.number(rest)), href=place.to("registry.json"))
    said = tuple(language.say(f"columns.{head}") for head in names)
    return Table(heads=said, rows=made[:_MOST_ROWS], more=more if rest > 0 else None)


# ---- the tables of /audit/ ----


def _keys(voice: Voice, place: Place) -> Iterator[tuple[Cell, ...]]:
    language = voice.language
    for issuer in voice.known.registry.issuers:
        signed = Counter(entry.key for entry in issuer.ledger)
        for key in issuer.keys:
            until = key.compromised.declared if key.compromised else key.retired
            yield (
                Cell(text=key.multikey, href=place.to(f"issuers/{issuer.slug}/keys/{key.multikey}.json"), exact=True),
                _issuer(voice, place, issuer),
                Cell(text=language.say(f"keyStates.{key.state}")),
                Cell(text=language.day(key.valid_from.date())),
                Cell(text=language.day(until.date()) if until else "–"),
                Cell(text=language.number(signed[key.multikey])),
            )


def _lists(voice: Voice, place: Place) -> Iterator[tuple[Cell, ...]]:
    language = voice.language
    for issuer in voice.known.registry.issuers:
        last: dict[tuple[str, int], Withdrawal] = {}
        for event in sorted(issuer.withdrawals, key=lambda each: each.sequence):
            last[event.list, event.index] = event
        for status_list in issuer.lists:
            states = Counter(event.event for event in last.values() if event.list == status_list.name)
            signed, until = _days_of(status_list)
            yield (
                Cell(
                    text=status_list.name.upper(),
                    href=place.to(f"issuers/{issuer.slug}/status/{status_list.name}.json"),
                ),
                _issuer(voice, place, issuer),
                Cell(text=language.day(signed)),
                Cell(text=language.day(until)),
                Cell(text=language.number(sum(entry.list == status_list.name for entry in issuer.ledger))),
                Cell(text=language.number(states["revoke"])),
                Cell(text=language.number(states["suspend"])),
            )


def _days_of(status_list: StatusList) -> tuple[date, date]:
    document: Any = parse_json(status_list.status)
    return date.fromisoformat(document["validFrom"][:10]), date.fromisoformat(document["validUntil"][:10])


def _versions(voice: Voice, place: Place) -> Iterator[tuple[Cell, ...]]:
    language = voice.language
    days: dict[tuple[str, str], list[date]] = {}
    for issuer in voice.known.registry.issuers:
        for entry in issuer.ledger:
            days.setdefault((entry.definition, entry.version), []).append(entry.issued)
    for achievement in voice.known.registry.achievements:
        for frozen in achievement.versions:
            definition = frozen.definition
            awarded = days.get((definition.slug, definition.version), [])
            yield (
                _title(voice, place, definition.slug, definition.version),
                Cell(text=definition.version),
                Cell(text=language.day(min(awarded)) if awarded else "–"),
                Cell(text=language.number(len(awarded))),
                Cell(text=frozen.digest[:_DIGITS], exact=True),
            )


def _withdrawals(voice: Voice) -> Iterator[tuple[Cell, ...]]:
    say = voice.language.say
    events = Counter(
        (event.date.year, event.event, event.reason)
        for issuer in voice.known.registry.issuers
        for event in issuer.withdrawals
    )
    for (year, event, reason), count in sorted(events.items()):
        words = f"{say(f'events.{event}')}{say('comma')}{say(f'reasons.{reason}')}"
        yield Cell(text=str(year)), Cell(text=words), Cell(text=voice.language.number(count))


# ---- the tables of a ledger ----


def _months(voice: Voice, issuer: Issuer) -> Iterator[tuple[Cell, ...]]:
    place = voice.at(f"issuers/{issuer.slug}/ledger/")
    awards = Counter((entry.issued.replace(day=1), entry.definition, entry.version) for entry in issuer.ledger)
    for (month, slug, version), count in sorted(awards.items(), reverse=True):
        yield (
            Cell(text=voice.language.month(month)),
            _title(voice, place, slug, version),
            Cell(text=version),
            Cell(text=voice.language.number(count)),
        )


def _parts(voice: Voice, issuer: Issuer) -> Iterator[tuple[Cell, ...]]:
    place = voice.at(f"issuers/{issuer.slug}/ledger/")
    base_url = voice.known.settings.base_url
    for status_list in issuer.lists:
        for number, document in ledger_parts(issuer, status_list.name):
            path = path_under(base_url, part_address(base_url, issuer.slug, status_list.name, number))
            first = number * PART_SIZE
            yield (
                Cell(text=status_list.name.upper()),
                Cell(text=f"{first}–{first + PART_SIZE - 1}"),
                Cell(text=voice.language.number(len(document["entries"]))),
                Cell(text=hashlib.sha256(json_bytes(document)).hexdigest(), exact=True),
                Cell(text=path.rpartition("/")[2], href=place.to(path)),
            )


def _issuer(voice: Voice, place: Place, issuer: Issuer) -> Cell:
    link = voice.issuer_link(place, issuer.slug)
    return Cell(text=link.text, href=link.href, tongue=link.tongue)


def _title(voice: Voice, place: Place, slug: str, version: str) -> Cell:
    achievement = voice.known.by_slug[slug]
    definition = next(
        (frozen.definition for frozen in achievement.versions if frozen.definition.version == version),
        achievement.current,
    )
    said = voice.tell(definition).text("title", definition.title)
    return Cell(text=said.text, href=place.page(f"credentials/{slug}/{version}/"), tongue=said.tongue)
