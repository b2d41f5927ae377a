"""One thing that was looked at: what came of it, and the command that mends it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

Outcome = Literal["good", "soon", "to_do", "unknown"]

SOON: Final = timedelta(days=90)  # a committee that meets four times a year hears of it once before


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What came of one look; `id` is stable, and `command` may be advice in words.

    `soon` asks for nothing today; `unknown` could not be looked at.
    """

    id: str
    outcome: Outcome
    message: str
    command: str = ""


def exit_code(advice: Iterable[Advice]) -> int:
    """1 where there is something to do, else 3 where something could not be looked at, else 0."""
    outcomes = {each.outcome for each in advice}
    return 1 if "to_do" in outcomes else 3 if "unknown" in outcomes else 0
