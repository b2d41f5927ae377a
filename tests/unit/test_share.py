"""The share of the cases that every run asks again in another form: small, and without a kind of answer lost."""

import json
from pathlib import Path
from typing import Any

from tests.share import kinds_of, share_of

CASES = Path(__file__).resolve().parent.parent / "cases"


def described() -> dict[str, Any]:
    """Every case's description."""
    return {path.parent.name: json.loads(path.read_bytes()) for path in CASES.glob("*/case.json")}


def kinds(cases: dict[str, Any]) -> set[str]:
    """What these cases are expected to answer."""
    return set().union(*map(kinds_of, cases.values()))


def test_no_kind_of_answer_is_lost() -> None:
    """Every verdict and every reason that a case has is one of a case in the share, which is no third of all."""
    cases = described()
    share = share_of(cases)
    assert kinds(cases) == kinds({name: cases[name] for name in share})
    assert len(share) < len(cases) / 3


def test_a_case_that_goes_moves_none_but_its_followers() -> None:
    """Without one of the cases the share is what it was, but for that case and those that it stood for."""
    cases = described()
    share = share_of(cases)
    gone = min(share)
    after = share_of({name: case for name, case in cases.items() if name != gone})
    assert share - after == {gone}
    assert len(after - share) <= len(kinds_of(cases[gone]))
