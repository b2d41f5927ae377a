"""What files say about each other: issuers, definitions, titles, pathways.

One idea: a reference is judged by what folders exist, so that one broken file does not bring findings on all that
name it.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from testamur.check.notes import Notes
from testamur.findings import quoted
from testamur.model import Definition, ScopeItem


def check_definitions(
    notes: Notes, definitions: Mapping[str, Definition], *, slugs: frozenset[str], issuers: frozenset[str]
) -> None:
    """Findings of current definitions, by slug, about each other and about issuers.

    `slugs` and `issuers` are the folders there are.
    """
    titles: dict[str, str] = {}
    for slug, definition in sorted(definitions.items()):
        path = f"credentials/{slug}/index.md"
        if definition.issuer not in issuers:
            notes.add(
                "issuer-unknown",
                path,
                f"there is no issuer {quoted(definition.issuer)}",
                _near(definition.issuer, issuers, f"Add issuers/{definition.issuer}/index.md."),
                pointer="/issuer",
                absent=f"issuers/{definition.issuer}",
            )
        key = " ".join(definition.title.casefold().split())
        if key in titles:
            notes.add(
                "title-repeated",
                path,
                f"credentials/{titles[key]} has the same title",
                "Name what tells them apart: the role, the level or the track (row 8.1).",
                pointer="/title",
            )
        titles.setdefault(key, slug)
        _check_requirements(notes, path, definition, slugs)
    _check_circles(notes, definitions)


def check_scope(notes: Notes, path: str, scope: Iterable[ScopeItem], *, slugs: frozenset[str]) -> None:
    """Findings of what an issuer says that it may award."""
    for number, item in enumerate(scope):
        if item.definition not in slugs:
            notes.add(
                "definition-unknown",
                path,
                f"there is no definition {quoted(item.definition)}",
                _near(item.definition, slugs, "Write the name of a folder in credentials/."),
                pointer=f"/awards/{number}/definition",
                absent=f"credentials/{item.definition}",
            )
        if item.valid_until is not None and item.valid_until < item.valid_from:
            notes.add(
                "scope-dates",
                path,
                f"the scope ends on {item.valid_until}, before it begins on {item.valid_from}",
                "Correct one of the two days.",
                pointer=f"/awards/{number}/until",
            )


def _check_requirements(notes: Notes, path: str, definition: Definition, slugs: frozenset[str]) -> None:
    for number, group in enumerate(definition.requirements):
        at = f"/requirements/{number}"
        if group.at_least > len(group.of):
            notes.add(
                "at-least-too-many",
                path,
                f"at least {group.at_least} of {len(group.of)} can't be reached",
                "Write a smaller number, or `all`.",
                pointer=f"{at}/at_least",
            )
        for position, slug in enumerate(group.of):
            if slug not in slugs:
                notes.add(
                    "definition-unknown",
                    path,
                    f"there is no definition {quoted(slug)}",
                    _near(slug, slugs, "Write the name of a folder in credentials/."),
                    pointer=f"{at}/of/{position}",
                    absent=f"credentials/{slug}",
                )


def _check_circles(notes: Notes, definitions: Mapping[str, Definition]) -> None:
    """A finding on each requirement through which a pathway leads back to itself (row 7.8).

    Iterative, linear in the requirements.
    """
    needs = {
        slug: [name for group in definition.requirements for name in group.of if name in definitions]
        for slug, definition in definitions.items()
    }
    # Take away what needs nothing that is left, again and again: what stays is on a circle or leads to one.
    waiting = {slug: len(names) for slug, names in needs.items()}
    needed_by: dict[str, list[str]] = {}
    for slug, names in needs.items():
        for name in names:
            needed_by.setdefault(name, []).append(slug)
    free = [slug for slug, count in waiting.items() if not count]
    while free:
        for slug in needed_by.get(free.pop(), ()):
            waiting[slug] -= 1
            if not waiting[slug]:
                free.append(slug)
    left = {slug for slug, count in waiting.items() if count}
    for slug in sorted(left):
        for number, group in enumerate(definitions[slug].requirements):
            for position, name in enumerate(group.of):
                if name in left:
                    notes.add(
                        "pathway-circle",
                        f"credentials/{slug}/index.md",
                        f"{quoted(name)} needs, directly or through others, a pathway that needs itself",
                        "Take one of the requirements out of the circle.",
                        pointer=f"/requirements/{number}/of/{position}",
                    )


def _near(name: str, known: Iterable[str], otherwise: str) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f"Did you mean `{near[0]}`?" if near else otherwise
