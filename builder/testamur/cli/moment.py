"""The build's time: SOURCE_DATE_EPOCH, else the commit's, else the newest date in the sources. No clock."""

import contextlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from testamur.cli.outside import MisuseError
from testamur.history import History
from testamur.source import Sources

_RECORDED = re.compile(rb'"(?:issued|date|validFrom|retired|declared)": *"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:]{8}Z)?"')
_SIGNED = re.compile(rb'"created": *"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:]{8}Z)?"')
_REVIEWED = re.compile(rb"^ *reviewed: *['\"]?([0-9]{4}-[0-9]{2}-[0-9]{2})()", re.MULTILINE)
_SCOPE = re.compile(rb"^ *from: *['\"]?([0-9]{4}-[0-9]{2}-[0-9]{2})", re.MULTILINE)
_NOTHING = datetime(2000, 1, 1, tzinfo=UTC)  # before everything a registry could hold


def build_time(history: History, sources: Sources) -> datetime:
    """The moment by which a build judges dates and which it writes into the site.

    Where files differ from the commit, what they record may be newer than it, and then their newest date counts: an
    award that was made a minute ago does not lie in the future. Raises MisuseError when SOURCE_DATE_EPOCH is no number
    of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as cause:
            raise MisuseError(f"SOURCE_DATE_EPOCH {epoch!r} is not a number of seconds") from cause
    if history.time is None:
        return newest_date(sources)
    return max(history.time, newest_date(sources)) if history.dirty else history.time


def newest_date(sources: Sources) -> datetime:
    """The newest moment that the registry's own records name; a day stands for its end.

    Where nothing was recorded yet, it is the first day from which anything may be awarded.
    """
    newest = _NOTHING
    for file in sources.files.values():
        pattern = _RECORDED if file.path.startswith("issuers/") and file.path.endswith(".json") else _REVIEWED
        if "/endorsements/" in file.path:
            pattern = _SIGNED  # when it begins is another's to say, and may lie ahead
        for day, clock in pattern.findall(file.data):
            try:
                moment = datetime.fromisoformat((day + (clock or b"T23:59:59Z")).decode())
            except ValueError:
                continue
            newest = max(newest, moment)
    return newest if newest != _NOTHING else min(_scope_begins(sources), default=_NOTHING)


def _scope_begins(sources: Sources) -> Iterator[datetime]:
    for path, file in sources.files.items():
        for day in _SCOPE.findall(file.data) if path.startswith("issuers/") and path.endswith("/index.md") else ():
            with contextlib.suppress(ValueError):
                yield datetime.fromisoformat(f"{day.decode()}T00:00:00Z")
