"""The build's time: SOURCE_DATE_EPOCH, else the commit's, else the newest date in the sources. No clock."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from testamur.cli.outside import MisuseError
from testamur.source import Sources

_DATE = re.compile(rb'"(?:issued|date|validFrom|retired|declared)": *"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:]{8}Z)?"')
_NOTHING = datetime(2000, 1, 1, tzinfo=UTC)  # before everything a registry could hold


def build_time(root: Path, sources: Sources) -> datetime:
    """The moment by which a build judges dates and which it writes into the site.

    Raises MisuseError when SOURCE_DATE_EPOCH is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as cause:
            raise MisuseError(f"SOURCE_DATE_EPOCH {epoch!r} is not a number of seconds") from cause
    return newest_date(sources)


def newest_date(sources: Sources) -> datetime:
    """The newest moment that the registry's own records name; a day stands for its end."""
    newest = _NOTHING
    for file in sources.files.values():
        if file.path.startswith("issuers/") and file.path.endswith(".json"):
            for day, clock in _DATE.findall(file.data):
                try:
                    moment = datetime.fromisoformat((day + (clock or b"T23:59:59Z")).decode())
                except ValueError:
                    continue
                newest = max(newest, moment)
    return newest
