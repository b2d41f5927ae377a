"""Step 7: whether a document is in force (VCDM 2.0, section 4.9)."""

from testamur.verify.outcomes import FailedError
from testamur.verify.securing import Moment
from testamur.verify.shape import JsonObject, beginning_of, end_of, instant_ms


def check_dates(value: JsonObject, *, moment: Moment) -> None:
    """Step 7, for a document that passed step 2. Raises FailedError `expired` and `not_yet_valid`."""
    valid_from, valid_until = instant_ms(beginning_of(value)), instant_ms(end_of(value))
    if valid_until is not None and moment.is_after(valid_until):
        raise FailedError("expired")
    if valid_from is not None and moment.is_before(valid_from):
        raise FailedError("not_yet_valid")
