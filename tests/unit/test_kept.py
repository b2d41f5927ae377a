"""What is kept of one build for the next."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.kept import Kept
from testamur.load import read_sources

TIME = datetime(2026, 11, 20, tzinfo=UTC)

calls: list[object] = []


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    calls.clear()


def doubled(value: list[int]) -> list[int]:
    """Twice each number, and a note that it was asked."""
    calls.append(value)
    return [2 * each for each in value]


def refusing(value: int) -> int:
    """Nothing but an error."""
    calls.append(value)
    raise ValueError(value)


def test_an_equal_question_is_not_asked_again() -> None:
    """Equal arguments under one name give the very answer of before, without a call."""
    kept = Kept()
    first = kept.answer("a", doubled, [1, 2])
    assert first is kept.answer("a", doubled, [1, 2])
    assert [[1, 2]] == calls


def test_another_question_is_asked() -> None:
    """Other arguments, another name and another function each make a call of their own."""
    kept = Kept()
    assert [2] == kept.answer("a", doubled, [1])
    assert [4] == kept.answer("a", doubled, [2])
    assert [4] == kept.answer("b", doubled, [2])
    assert [2] == kept.answer("a", sorted, [2])
    assert [[1], [2], [2]] == calls


def test_only_the_last_question_is_kept() -> None:
    """A question of the time before the last is asked anew, so that memory does not grow with every edit."""
    kept = Kept()
    for value in (1, 2, 1):
        kept.answer("a", doubled, [value])
    assert [[1], [2], [1]] == calls


def test_what_raised_is_asked_again() -> None:
    """An error is nobody's answer: the next question is asked, and raises again."""
    kept = Kept()
    for _ in range(2):
        with pytest.raises(ValueError, match="7"):
            kept.answer("a", refusing, 7)
    assert [7, 7] == calls


def test_what_a_whole_build_did_not_ask_for_is_forgotten() -> None:
    """An answer outlives builds that broke off and one whole build after its last use, and no second one."""
    kept = Kept()
    kept.answer("a", doubled, [1])
    kept.forget_the_rest()
    kept.answer("a", doubled, [1])
    assert 1 == len(calls)
    kept.forget_the_rest()
    kept.forget_the_rest()
    kept.answer("a", doubled, [1])
    assert 2 == len(calls)


def test_an_equal_value_becomes_the_one_of_before() -> None:
    """Of two equal values under one name the first is used on, so that comparing them again is one look."""
    kept = Kept()
    first, second = [1, 2], [1, 2]
    assert first is kept.same("a", first)
    assert first is kept.same("a", second)
    assert [3] == kept.same("a", [3])


def test_a_check_that_remembers_says_what_a_new_one_says(root: Path) -> None:
    """Over the registries of all findings, a check with what is kept of those before equals one that knows nothing."""
    kept = Kept()
    folders = sorted(path for path in (root / "tests" / "findings").glob("*/in") if path.is_dir())
    for folder in folders:
        sources, _ = read_sources(folder)
        assert check_registry(sources, at=TIME) == check_registry(sources, at=TIME, kept=kept), folder
    assert len(folders) > 100
