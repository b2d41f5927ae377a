"""Taking an award back, pausing it and resuming it (docs/formats.md): one event after another, none ever changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from testamur.findings import Finding, FindingsError, Place
from testamur.model import REASONS, EventKind, Issuer, Registry, Withdrawal
from testamur.number import number_from, parse_number


def plan_withdrawal(
    registry: Registry, number: str, event: EventKind, reason: str, day: date, today: date
) -> tuple[Issuer, Withdrawal]:
    """The next event on the credential with this number, and the issuer whose award it is.

    `number` is text as a person typed it. Raises FindingsError when it is no number, nothing was awarded under it, the
    reason is none of the event's, the day is still to come or before what happened last, or the event can't follow the
    last one.
    """
    try:
        list_name, index = parse_number(number)
    except ValueError as cause:
        raise _one("withdraw-number", str(cause), "compare it with the certificate, letter by letter") from cause
    canonical = number_from(list_name, index)
    issuer, issued = _award(registry, list_name, index, canonical)
    before = [event for event in issuer.withdrawals if event.number == canonical]
    last = max(before, key=lambda event: event.sequence, default=None)
    if reason not in REASONS[event]:
        hint = f"the reasons to {event} are: {', '.join(REASONS[event])}"
        raise _one("withdraw-reason", f"{reason} is no reason to {event}", hint)
    if day > today:
        raise _one("withdraw-date", f"{day} is still to come", "say so on that day, or give the day of the decision")
    if day < (earliest := issued if last is None else last.date):
        hint = f"give the day of the decision, {earliest} or later"
        raise _one("withdraw-date", f"{day} is before {earliest}, when {canonical} was {_past(last)}", hint)
    if last is not None and last.event == "revoke":
        hint = "award it anew: `testamur issue` with --again"
        raise _one("withdraw-final", f"{canonical} was revoked on {last.date}, and nothing follows that", hint)
    on_hold = last is not None and last.event == "suspend"
    if event == "suspend" and on_hold:
        hint = "`testamur reinstate` ends the hold, `testamur revoke` withdraws it for good"
        raise _one("withdraw-order", f"{canonical} is on hold already", hint)
    if event == "reinstate" and not on_hold:
        raise _one("withdraw-order", f"{canonical} is not on hold", "`testamur suspend` puts it on hold")
    sequence = 1 if last is None else last.sequence + 1
    return issuer, Withdrawal(
        number=canonical,
        list=list_name,
        index=index,
        sequence=sequence,
        event=event,
        reason=reason,
        date=day,
    )


def with_withdrawal(issuer: Issuer, withdrawal: Withdrawal) -> Issuer:
    """The issuer after one more event."""
    return replace(issuer, withdrawals=(*issuer.withdrawals, withdrawal))


def withdrawn_indices(issuer: Issuer, list_name: str) -> tuple[frozenset[int], frozenset[int]]:
    """The indices whose bit is set in the list and in its holds: a revoke sets the first, a suspend both."""
    last: dict[int, Withdrawal] = {}
    for event in _ordered(issuer.withdrawals, list_name):
        last[event.index] = event
    revoked = {index for index, event in last.items() if event.event == "revoke"}
    held = {index for index, event in last.items() if event.event == "suspend"}
    return frozenset(revoked | held), frozenset(held)


def revoked_places(registry: Registry) -> frozenset[tuple[str, int]]:
    """List and index of every award that was taken back for good."""
    return frozenset(
        (event.list, event.index)
        for issuer in registry.issuers
        for event in issuer.withdrawals
        if event.event == "revoke"  # nothing follows it, so it is always the last
    )


def _ordered(events: Iterable[Withdrawal], list_name: str) -> list[Withdrawal]:
    return sorted((event for event in events if event.list == list_name), key=lambda event: event.sequence)


def _award(registry: Registry, list_name: str, index: int, number: str) -> tuple[Issuer, date]:
    for issuer in registry.issuers:
        for entry in issuer.ledger:
            if (entry.list, entry.index) == (list_name, index):
                return issuer, entry.issued
    raise _one("withdraw-unknown", f"no credential with the number {number} was awarded", "is this the right registry?")


def _past(last: Withdrawal | None) -> str:
    if last is None:
        return "awarded"
    return {"suspend": "put on hold", "reinstate": "reinstated", "revoke": "revoked"}[last.event]


def _one(code: str, message: str, hint: str = "") -> FindingsError:
    return FindingsError([Finding(code=code, place=Place(file=""), message=message, hint=hint)])
