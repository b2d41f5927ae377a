"""The meaning of one step of the history as sentences for a terminal.

The one idea: what a reviewer was told before the step was taken, an auditor is told after it, in the same words; what
would have been refused is a rule that was broken.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from testamur.change.dating import LATE, misdated
from testamur.change.reading import Reading
from testamur.change.shown import shown
from testamur.change.summary import counted, in_short
from testamur.change.values import Meaning
from testamur.findings import printable

_MAX_NAMED: Final = 20
# What nothing runs or reads of itself; in a repository that holds more than a registry, most files are such.
_POWERLESS: Final = frozenset({"key", "example", "program", "other"})


def plain_lines(meaning: Meaning, reading: Reading, time: datetime) -> Iterator[str]:
    """A sentence a line; nothing where the step touches neither the registry nor what has power over it.

    `time` is the step's own, against which the days of new records are held (`misdated`).
    """
    yield from (sentence.replace("**", "") for sentence in in_short(meaning, alone=True))
    details = [
        [f"{award.count:,} × {award.title} {award.version}, by {award.issuer}" for award in meaning.awards],
        [f"key {key.key} of {key.issuer}: {_with(key.became, key.time)}" for key in meaning.keys],
        [f"{each.number}: {_with(each.event or 'unknown', each.reason)}" for each in meaning.withdrawals],
        [f"{each.path}, {each.became}: it {each.why}" for each in meaning.careful if each.kind not in _POWERLESS],
    ]
    for some in details:
        yield from (f"  {line}" for line in some[:_MAX_NAMED])
        if len(some) > _MAX_NAMED:
            yield f"  … and {len(some) - _MAX_NAMED:,} more"
    late, early = misdated(reading, time)
    if late:
        yield f"Ask about: {counted(late, 'record is', 'records are')} dated over {LATE.days} days before the step."
    if early:
        yield f"Ask about: {counted(early, 'record is', 'records are')} dated after the step."


def _with(word: str, more: str | None) -> str:
    return f"{word}, {more}" if more else word


def broken_rules(meaning: Meaning) -> Iterator[str]:
    """The rules over time that a step broke: code, file, and what is wrong."""
    for finding in meaning.refused:
        yield f"{finding.code}, {printable(finding.place.file)}: {shown(finding.message)}"
    for change in meaning.definitions:
        if change.rewrites_awarded:
            file = f"credentials/{change.slug}/index.md"
            yield f"past-version-changed, {file}: version {change.version_after} was awarded, and its words changed"
