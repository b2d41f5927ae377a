"""A long list of definitions, cut into pages that stay small however long it is (docs/decisions/0173).

One idea: a page leads to few of the others, so that all of them together stay a straight line.
"""

from collections.abc import Callable, Sequence
from typing import Final

from testamur.model import Achievement
from testamur.pages import Link, PageNumber
from testamur.site.place import Place

PAGE_SIZE: Final = 50  # a page of the list, with a seal a line, stays far below 50 KB compressed


def pages_of(listed: Sequence[Achievement]) -> list[Sequence[Achievement]]:
    """The list cut into pages; one empty page where there is nothing."""
    return [listed[at : at + PAGE_SIZE] for at in range(0, len(listed), PAGE_SIZE)] or [()]


def numbers_near(number: int, last: int) -> tuple[int, ...]:
    """The pages that a page leads to: the first, the last and those around it, so that all pages stay equally small."""
    return tuple(sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)}))


def numbers(place: Place, path: Callable[[int], str], number: int, last: int) -> tuple[PageNumber, ...]:
    """The way from one page of a list to the others; nothing where there are none.

    `path` answers where a page of the list stands, by its number.
    """
    near = numbers_near(number, last) if last > 1 else ()
    return tuple(
        PageNumber(
            link=Link(text=str(each), href=place.page(path(each))), current=each == number, gap=each > before + 1
        )
        for before, each in zip((0, *near), near, strict=False)
    )
