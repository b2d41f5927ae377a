"""Awards and withdrawals (threats 39 and 41): each where its content says, by a key that could sign.

One idea: a ledger entry is never mended, so that findings say where it came from rather than how to change it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from testamur import addresses
from testamur.check.issuers import Profile
from testamur.check.notes import Notes
from testamur.check.shapes import read_json
from testamur.check.values import ledger_entry_from, scope_from, withdrawal_from
from testamur.findings import quoted
from testamur.model import REASONS, Key, LedgerEntry, Withdrawal
from testamur.number import number_from, parse_number
from testamur.source import SourceFile

_NEVER = "A ledger entry never changes: take it back from Git."
_COPIED = "Delete the one of the two that Git did not have; `testamur issue` writes these files."
_BACK_DATED = (
    "If the entry or the key's file was changed, take it back from Git; find out who made a new one, since it may be "
    "back-dated with a stolen key."
)


@dataclass(frozen=True, slots=True)
class Award:
    """A ledger entry and the path of its file."""

    path: str
    entry: LedgerEntry


@dataclass(frozen=True, slots=True)
class Event:
    """A withdrawal's event and the path of its file."""

    path: str
    withdrawal: Withdrawal


def read_award(notes: Notes, file: SourceFile, names: Mapping[str, str]) -> Award | None:
    """The entry in a file, or None, with findings, when it is not where its content says.

    `names` are those in the path.
    """
    values = read_json(notes, file, "ledger-entry")
    if values is None:
        return None
    entry = ledger_entry_from(values)
    expected = {"list": entry.list, "part": str(entry.index // addresses.PART_SIZE), "index": str(entry.index)}
    for name, value in expected.items():
        if names[name] != value:
            notes.add(
                "ledger-path",
                file.path,
                f"the path says {name} {quoted(names[name])}, the content {quoted(value)}",
                _NEVER,
                pointer="/list" if name == "list" else "/index",
            )
            return None
    return Award(file.path, entry)


def read_event(notes: Notes, file: SourceFile, names: Mapping[str, str]) -> Event | None:
    """The event in a file, or None, with findings, when number, list, index and path do not agree."""
    values = read_json(notes, file, "withdrawal")
    if values is None:
        return None
    event = withdrawal_from(values)
    try:
        if (event.list, event.index) != parse_number(event.number) or number_from(
            event.list, event.index
        ) != event.number:
            notes.add(
                "withdrawal-number-differs",
                file.path,
                f"{event.number} is not the number of index {event.index} of the list {quoted(event.list)}",
                f"Correct one of them; index {event.index} has the number {number_from(event.list, event.index)}.",
                pointer="/number",
            )
            return None
    except ValueError:
        notes.add(
            "number-wrong",
            file.path,
            f"{quoted(event.number)} is not a credential number; its last character must fit the others",
            "Compare it with the certificate, letter by letter.",
            pointer="/number",
        )
        return None
    if names["number"] != event.number or names["sequence"] != str(event.sequence):
        notes.add(
            "withdrawal-path",
            file.path,
            f"the content is event {event.sequence} of {event.number}, and the path says another",
            "Take the file back from Git; `testamur revoke`, `suspend` and `reinstate` write these files.",
            pointer="/sequence" if names["number"] == event.number else "/number",
        )
        return None
    return Event(file.path, event)


def check_awards(
    notes: Notes,
    awards: Iterable[Award],
    profile: Profile,
    *,
    today: date,
    slugs: frozenset[str],
    frozen: frozenset[tuple[str, str]],
) -> None:
    """Findings of one issuer's ledger. `frozen` are the version folders that there are, `slugs` the definitions."""
    owners = {name: key for key in profile.keys.values() for name in key.lists}
    scope = scope_from(dict(profile.values)) if profile.values is not None else None
    credentials: dict[str, str] = {}
    for award in awards:
        entry = award.entry

        def note(
            code: str, pointer: str, message: str, hint: str, path: str = award.path, absent: str | None = None
        ) -> None:
            notes.add(code, path, message, hint, pointer=pointer, absent=absent)

        if entry.issued > today:
            note(
                "issued-in-future",
                "/issued",
                f"{entry.issued} has not come yet",
                "Check the clock of the machine that issued it; take the file back from Git, or wait until that day.",
            )
        if entry.key not in profile.key_names:
            note(
                "ledger-key-unknown",
                "/key",
                "the issuer has no such key",
                "Keys that signed stay published: take the key file back from Git, or this entry if it was changed.",
                absent=f"{profile.path.removesuffix('index.md')}keys/{entry.key}.json",
            )
        elif entry.key in profile.keys:
            _check_key(note, entry, profile.keys[entry.key], owners)
        if entry.definition not in slugs:
            note(
                "ledger-definition-unknown",
                "/definition",
                f"there is no definition {quoted(entry.definition)}",
                "What was awarded stays readable: take the folder back from Git, or this entry if it was changed.",
                absent=f"credentials/{entry.definition}",
            )
        elif (entry.definition, entry.version) not in frozen:
            note(
                "ledger-version-not-frozen",
                "/version",
                f"version {entry.version} was awarded, and its folder in versions/ is missing",
                "Take the folder back from Git, or this entry if it was changed.",
                absent=f"credentials/{entry.definition}/versions/{entry.version}",
            )
        if scope is not None and entry.definition in slugs:
            items = [item for item in scope if item.definition == entry.definition]
            if not any(
                item.valid_from <= entry.issued and (item.valid_until is None or entry.issued <= item.valid_until)
                for item in items
            ):
                note(
                    "issued-outside-scope",
                    "/issued" if items else "/definition",
                    f"the issuer may not award {quoted(entry.definition)}" + (f" on {entry.issued}" if items else ""),
                    "Say it in `awards` of the issuer's index.md, if it was allowed to.",
                )
        if entry.digest in credentials:
            note(
                "ledger-digest-repeated", "/digest", f"{credentials[entry.digest]} records the same credential", _COPIED
            )
        credentials.setdefault(entry.digest, award.path)


def _check_key(
    note: Callable[[str, str, str, str], None], entry: LedgerEntry, key: Key, owners: Mapping[str, Key]
) -> None:
    if owners.get(entry.list) is not key:
        note(
            "ledger-list-foreign",
            "/key",
            f"the list {quoted(entry.list)} is not one that this key draws from",
            _NEVER,
        )
    declared = None if key.compromised is None else key.compromised.declared
    ends = [moment for moment in (key.retired, declared) if moment is not None]
    if entry.issued < key.valid_from.date() or any(entry.issued > moment.date() for moment in ends):
        until = f" to {min(ends).date()}" if ends else ""
        note(
            "issued-outside-key-window",
            "/issued",
            f"the key was valid from {key.valid_from.date()}{until}, and this was issued on {entry.issued}",
            _BACK_DATED,
        )


def check_events(
    notes: Notes,
    events: Iterable[Event],
    awards: Iterable[Award],
    *,
    slug: str,
    today: date,
    refused_awards: frozenset[tuple[str, str]],
    refused_events: frozenset[str],
) -> None:
    """Findings of the withdrawals of the issuer `slug`: of which award, in which order.

    `refused_awards` are the lists and indices of ledger files that were refused, `refused_events` the numbers with an
    event that was: what they would have said is not known, so that nothing is missed in it.
    """
    issued = {(award.entry.list, award.entry.index): award.entry.issued for award in awards}
    numbers: dict[str, list[Event]] = {}
    for event in events:
        numbers.setdefault(event.withdrawal.number, []).append(event)
    for number, of_one in sorted(numbers.items()):
        last: Withdrawal | None = None
        for event in sorted(of_one, key=lambda each: each.withdrawal.sequence):
            name, index = event.withdrawal.list, event.withdrawal.index
            part = f"issuers/{slug}/awards/{name}/{index // addresses.PART_SIZE}"
            refused = (name, str(index)) in refused_awards or notes.sources.may_hold(f"{part}/{index}.json")
            _check_event(notes, event, number, issued, today, award_refused=refused)
            if number not in refused_events:
                _check_order(notes, event, number, last)
            last = event.withdrawal


def _check_event(
    notes: Notes,
    event: Event,
    number: str,
    issued: Mapping[tuple[str, int], date],
    today: date,
    *,
    award_refused: bool,
) -> None:
    withdrawal = event.withdrawal

    def note(code: str, pointer: str, message: str, hint: str) -> None:
        notes.add(code, event.path, message, hint, pointer=pointer)

    awarded = issued.get((withdrawal.list, withdrawal.index))
    if awarded is None and not award_refused:
        note(
            "withdrawal-without-award",
            "/number",
            f"this issuer awarded nothing with the number {number}",
            "Compare the number with the certificate; delete this event if its number was mistyped.",
        )
    elif awarded is not None and withdrawal.date < awarded:
        note(
            "withdrawal-before-award",
            "/date",
            f"{number} was awarded on {awarded}, after {withdrawal.date}",
            "Write the day on which it was decided.",
        )
    if withdrawal.reason not in REASONS[withdrawal.event]:
        note(
            "withdrawal-reason",
            "/reason",
            f"{withdrawal.reason} is no reason to {withdrawal.event}",
            f"Correct the event or the reason; the reasons to {withdrawal.event} are: "
            f"{', '.join(REASONS[withdrawal.event])}.",
        )
    if withdrawal.date > today:
        note(
            "withdrawal-in-future",
            "/date",
            f"{withdrawal.date} has not come yet",
            "Write the day on which it was decided.",
        )


def _check_order(notes: Notes, event: Event, number: str, last: Withdrawal | None) -> None:
    withdrawal = event.withdrawal

    def note(code: str, pointer: str, message: str, hint: str) -> None:
        notes.add(code, event.path, message, hint, pointer=pointer)

    if withdrawal.sequence != (1 if last is None else last.sequence + 1):
        note(
            "withdrawal-gap",
            "/sequence",
            f"event {withdrawal.sequence} of {number} follows "
            + ("nothing" if last is None else f"event {last.sequence}"),
            "Events count from 1 without gaps; take the missing file back from Git.",
        )
    if last is not None and withdrawal.date < last.date:
        note(
            "withdrawal-dates-back",
            "/date",
            f"{withdrawal.date} is before the event before it, {last.date}",
            "Correct the day.",
        )
    problem = _misfit(withdrawal.event, last)
    if problem:
        note("withdrawal-order", "/event", f"{number} {problem}", "Delete this event, or correct it.")


def _misfit(event: str, last: Withdrawal | None) -> str:
    before: Any = None if last is None else last.event
    if before == "revoke":
        return "was revoked, and nothing follows that"
    if event == "suspend" and before == "suspend":
        return "is on hold already"
    if event == "reinstate" and before != "suspend":
        return "is not on hold, so that it can't be reinstated"
    return ""
