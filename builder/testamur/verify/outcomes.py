"""How a step ends early: failed, or could not be checked, each with its documented reason."""

from typing import ClassVar, Literal


class NotPassedError(Exception):
    """The first rule of a step that does not hold; `reason` is a code of docs/verification.md."""

    outcome: ClassVar[Literal["failed", "could_not_check"]] = "could_not_check"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class FailedError(NotPassedError):
    """The rule was looked at and does not hold."""

    outcome = "failed"


class UncheckedError(NotPassedError):
    """Whether the rule holds could not be found out."""
