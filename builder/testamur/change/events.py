"""Withdrawals before and after a change: what the events of each credential number come to."""

from collections.abc import Mapping
from typing import Final, Literal

from testamur.change.reading import Reading, parse_content, text_of
from testamur.source.changed import Answers
from testamur.source.layout import Known, known_path

State = Literal["valid", "on_hold", "withdrawn", "unknown"]

_STATES: Final[Mapping[str | None, State]] = {"revoke": "withdrawn", "suspend": "on_hold", "reinstate": "valid"}
_NONE: Final[Mapping[int, str | None]] = {}


def states(reading: Reading, answers: Answers) -> Mapping[tuple[str, str], tuple[State, State]]:
    """The state of each issuer's number that the change or the answers speak of, before and after.

    It is that of the last declared event; dates, order and the signed lists are not looked at.
    """
    before: dict[tuple[str, str], dict[int, str | None]] = {}
    after: dict[tuple[str, str], dict[int, str | None]] = {}
    for path, data in answers.files.items():
        known = known_path(path)
        if known is not None and known.kind == "withdrawal" and (place := _place(known)) is not None:
            event = None if data is None else text_of(parse_content(path, "withdrawal", data), "event")
            before.setdefault(place[0], {})[place[1]] = event
            after.setdefault(place[0], {})[place[1]] = event
    for file in reading.of("withdrawal"):
        place = _place(file.known)
        if place is None:
            continue
        key, sequence = place
        for events, side, content in ((before, file.change.old, file.old), (after, file.change.new, file.new)):
            events.setdefault(key, {}).pop(sequence, None)
            if side is not None:
                events[key][sequence] = text_of(content, "event")
    return {key: (_state(before.get(key, _NONE)), _state(after.get(key, _NONE))) for key in {**before, **after}}


def _place(known: Known) -> tuple[tuple[str, str], int] | None:
    """Issuer, number and sequence of an event's path."""
    sequence = known.names["sequence"]
    if not (sequence.isascii() and sequence.isdecimal() and len(sequence) < 7):
        return None
    return (known.names["slug"], known.names["number"]), int(sequence)


def _state(events: Mapping[int, str | None]) -> State:
    if not events:
        return "valid"
    return _STATES.get(events[max(events)], "unknown")
