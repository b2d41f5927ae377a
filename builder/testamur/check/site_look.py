"""What a registry sets of its site's look: its logo, and its one colour."""

from collections.abc import Mapping

from testamur.check.images import check_image
from testamur.check.notes import Notes
from testamur.colour import LEAST, Accent
from testamur.model import Badge
from testamur.source import SourceFile


def check_logo(notes: Notes, name: str | None, files: Mapping[str, SourceFile]) -> Badge | None:
    """The picture that `registry.yaml` names, or None, with findings, where it names none that is safe to show."""
    if name is None:
        return None
    file = files.get(name)
    if file is None:
        notes.add(
            "logo-missing",
            "registry.yaml",
            f"there is no file `{name}` beside this one",
            "Add the picture, or leave the field `logo` out: then the registry's seal stands in its place.",
            pointer="/logo",
            absent=name,
        )
        return None
    return None if notes.is_unread(file) else check_image(notes, file)


def check_accent(notes: Notes, accent: Accent | None) -> None:
    """A warning where light pages can't have the author's own colour: who chose it should hear what is seen instead."""
    if accent is not None and accent.moved:
        notes.add(
            "accent-moved",
            "registry.yaml",
            f"words in {accent.written} would be too faint on light paper, so that the site has {accent.light} there",
            f'Nothing is broken. Write `accent: "{accent.light}"` to settle on it, or choose a darker colour '
            f"(contrast of {LEAST} to 1).",
            pointer="/accent",
        )
