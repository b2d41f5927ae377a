"""What a change to a registry means, and what it may not do to what was published.

One idea: a change is a value (files before and after), and everything that is said of it follows from that value and
from a few questions to the commit it began from. Nothing here is executed, followed or trusted.
"""

from testamur.change.as_json import to_json
from testamur.change.learning import learn
from testamur.change.markdown import to_markdown
from testamur.change.meaning import meaning_of
from testamur.change.over_time import check_over_time, restore
from testamur.change.plainly import broken_rules, plain_lines
from testamur.change.reading import Reading, read_change
from testamur.change.values import Meaning

__all__ = [
    "Meaning",
    "Reading",
    "broken_rules",
    "check_over_time",
    "learn",
    "meaning_of",
    "plain_lines",
    "read_change",
    "restore",
    "to_json",
    "to_markdown",
]
