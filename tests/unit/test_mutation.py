"""What `make mutants` says of a sample: what is counted, and which lines of its lists are stale."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.telling import interval, is_settled, told

MADE: dict[str, Any] = {
    "rooms": {"a.py": 10},
    "keys": ["a.py f: 1 => 2", "a.py f: 2 => 3", "a.py f: 3 => 4"],
    "mutants": [{"key": f"a.py f: {n} => {n + 1}", "name": str(n), "room": "a.py"} for n in (1, 2, 3)],
}


def kept(*outcomes: str) -> dict[str, dict[str, Any]]:
    """How the mutants ended, by their names."""
    return {str(n): {"name": str(n), "outcome": outcome} for n, outcome in enumerate(outcomes, start=1)}


@pytest.mark.parametrize(
    ("outcomes", "argued", "code", "share"),
    [
        (("killed", "endless", "broken"), {}, 0, "100.0%"),
        (("killed", "killed", "survived"), {}, 1, "66.7%"),
        (("killed", "killed", "survived"), {"a.py f: 3 => 4": "why"}, 0, "100.0%"),
        (("killed", "killed", "stuck"), {}, 1, "66.7%"),
        (("killed", "killed", "killed"), {"a.py f: 3 => 4": "why"}, 1, "100.0%"),
        (("killed", "killed", "killed"), {"a.py f: 9 => 9": "why"}, 1, "100.0%"),
    ],
)
def test_what_survives_or_is_stale_is_an_error(
    outcomes: tuple[str, ...], argued: dict[str, str], code: int, share: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What nobody argued about, what is argued about and noticed, and what is no longer there end with exit code 1."""
    assert code == told(MADE, kept(*outcomes), argued)
    assert f"noticed: {share};" in capsys.readouterr().out


def test_the_interval_is_wilsons() -> None:
    """The bounds are those of Wilson's score, to three places."""
    assert (0.924, 0.957) == tuple(round(bound, 3) for bound in interval(692, 734))


def test_only_more_tests_are_worth_asking_again() -> None:
    """What a test noticed and what met everything is settled; else a longer budget asks again."""
    partly = {"outcome": "survived", "asked_all": False, "budget": 3.0}
    assert not is_settled(None, 3.0)
    assert is_settled(partly, 3.0)
    assert not is_settled(partly, 4.0)
    assert is_settled(partly | {"asked_all": True}, 4.0)
    assert is_settled(partly | {"outcome": "killed"}, 4.0)


@pytest.mark.parametrize("name", ["survivors.json", "survivors-js.json"])
def test_every_argument_is_a_sentence(name: str) -> None:
    """Nothing is called harmless without saying why."""
    path = Path(__file__).resolve().parent.parent / "mutation" / name
    short = [key for key, why in json.loads(path.read_text(encoding="utf-8")).items() if len(why.split()) < 4]
    assert short == []
