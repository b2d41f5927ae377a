"""How the steps of one check ended so far.

The one idea: work that does not pass says why by the exception it raises, and what nobody told of was not reached.
"""

from collections.abc import Callable

from testamur.verify.outcomes import NotPassedError
from testamur.verify.report import NOT_REACHED, STEP_IDS, Step, StepId


class Steps:
    """How the steps ended so far; what is not told of at the end was not reached."""

    def __init__(self) -> None:
        self._ended: dict[StepId, Step] = {}

    def passes(self, id: StepId, work: Callable[[], object]) -> bool:
        """Whether a step passed; its outcome is kept."""
        try:
            work()
        except NotPassedError as ending:
            self._ended[id] = Step(id=id, outcome=ending.outcome, reason=ending.reason)
            return False
        self._ended[id] = Step(id=id, outcome="passed")
        return True

    def skip(self, id: StepId) -> None:
        """The step does not apply."""
        self._ended[id] = Step(id=id, outcome="not_applicable")

    def all(self) -> tuple[Step, ...]:
        """All thirteen, in order."""
        unreached = (Step(id=id, outcome="could_not_check", reason=NOT_REACHED) for id in STEP_IDS)
        return tuple(self._ended.get(step.id, step) for step in unreached)
