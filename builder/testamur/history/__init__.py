"""What Git knows of a registry: the commit it stands at, and what differs from an earlier one.

One idea: Git is asked, never obeyed. Variables of the caller, hooks, watchers and replaced objects have no say, nothing
is written, and where there is no answer there is a None or a reason, not a guess.
"""

from testamur.history.changes import answer, check_answers, default_base, read_changes, read_step
from testamur.history.commit import History, read_history, read_log_path, read_uncommitted, read_unignored
from testamur.history.steps import Step, read_steps

__all__ = [
    "History",
    "Step",
    "answer",
    "check_answers",
    "default_base",
    "read_changes",
    "read_history",
    "read_log_path",
    "read_step",
    "read_steps",
    "read_uncommitted",
    "read_unignored",
]
