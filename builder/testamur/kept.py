"""What pure functions answered before, so that a second build asks only what has changed (docs/decisions/0200).

One idea: an answer is taken again only where the same function was asked with equal arguments. The arguments are kept
beside it and compared whole, so that nothing rests on a digest, a clock or the date of a file; and it is kept in memory
alone, where nobody else can put one.
"""

from collections.abc import Callable, Hashable
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Kept:
    """The last answer under each name."""

    def __init__(self) -> None:
        self._before: dict[Hashable, tuple[object, object]] = {}
        self._now: dict[Hashable, tuple[object, object]] = {}

    def answer(
        self, name: Hashable, function: Callable[Asked, Answer], /, *asked: Asked.args, **named: Asked.kwargs
    ) -> Answer:
        """What the function answers to these arguments.

        It is not called where the last question under this name was the same. `function` must be pure and one of a
        module, and what it answers must not be changed; `name` is of this function's questions alone. Whatever it
        raises is raised, and nothing is kept of it.
        """
        question = (asked, named)
        place = (function, name)
        known = self._now.get(place) or self._before.get(place)
        if known is None or known[0] != question:
            known = (question, function(*asked, **named))
        self._now[place] = known
        answer: Any = known[1]
        return answer  # type: ignore[no-any-return]  # what stands under a function's name is what it answered

    def same(self, name: Hashable, value: Answer) -> Answer:
        """The last value under this name where it equals the new one, which then costs no second comparison."""
        return self.answer(name, _itself, value)

    def forget_the_rest(self) -> None:
        """A whole build has ended well: what neither it nor one that broke off before it asked for is forgotten."""
        self._before, self._now = self._now, {}


def _itself(value: Answer) -> Answer:
    return value
