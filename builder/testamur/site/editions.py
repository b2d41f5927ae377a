"""The versions of a definition, what changed from each to the next, and how many awards there are.

One idea: a reader who holds an older version sees in a line whether it asks for something else.
"""

from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Final

from testamur.model import Definition, FrozenVersion
from testamur.pages import Link, VersionLine
from testamur.site.languages import Language
from testamur.site.place import Place

FEWEST: Final = 10  # below it a number could point at people

# A version has a number of its own, and its bytes are told by the digest.
_NOT_COMPARED: Final = frozenset({"slug", "version", "source"})


def version_lines(
    place: Place,
    language: Language,
    known: Sequence[FrozenVersion],
    *,
    frozen: set[str],
    awarded: set[str],
    current: str,
    here: bool,
) -> tuple[VersionLine, ...]:
    """A line for each version, oldest first; `here`: it can be awarded here; the rest as for `achievement_page`."""
    lines = []
    never = "notAwarded" if here else "notAwardedHere"
    for before, version in pairwise((None, *known)):
        if version is None:
            continue
        definition, name = version.definition, version.definition.version
        lines.append(
            VersionLine(
                version=Link(
                    text=language.say("achievement.versionLine", version=name),
                    href=place.page(f"credentials/{definition.slug}/{name}/"),
                ),
                digest=version.digest if name in frozen else None,
                state=language.say(f"achievement.{'awarded' if name in awarded else never}"),
                current=name == current,
                changed=None if before is None else changed(before.definition, definition, language),
            )
        )
    return tuple(lines)


def changed(before: Definition, after: Definition, language: Language) -> str:
    """Which fields of a definition differ from one version to the next, in words."""
    names = [
        field.name
        for field in fields(Definition)
        if field.name not in _NOT_COMPARED and getattr(before, field.name) != getattr(after, field.name)
    ]
    if not names:
        return language.say("achievement.changedNothing", version=before.version)
    listed = language.listed([language.say(f"fields.{name}") for name in names])
    return language.say("achievement.changed", version=before.version, fields=listed)


def how_many(count: int, language: Language) -> str:
    """A number of awards as the page tells it: few, or the two first digits of it and zeros."""
    if count < FEWEST:
        return language.say("achievement.few", count=language.number(FEWEST))
    step = 10 ** (len(str(count)) - 1 if count < 100 else len(str(count)) - 2)
    return language.say("achievement.many", count=language.number(count // step * step))
