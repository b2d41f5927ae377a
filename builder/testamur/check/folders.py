"""One folder of `credentials/`: its current definition, its images and its frozen versions, read and held together.

One idea: nothing here depends on another folder, so that a second check reads anew only the folder that has changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from testamur.check import definitions, frozen, translations
from testamur.check.notes import Notes
from testamur.model import Badge, Definition, FrozenVersion, Translation
from testamur.source import SourceFile
from testamur.source.layout import version_numbers


@dataclass(slots=True)
class DefinitionFiles:
    """The files of one folder in credentials/."""

    index: SourceFile | None = None
    translations: dict[str, SourceFile] = field(default_factory=dict)
    images: dict[str, SourceFile] = field(default_factory=dict)
    versions: dict[str, dict[str, SourceFile]] = field(default_factory=dict)

    def all(self) -> Iterator[SourceFile]:
        """Each of them."""
        yield from () if self.index is None else (self.index,)
        yield from self.translations.values()
        yield from self.images.values()
        for files in self.versions.values():
            yield from files.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What was read of it: the current definition if it has one without errors, and its frozen versions by number."""

    current: Definition | None
    versions: Mapping[str, FrozenVersion]
    translations: tuple[Translation, ...]


def read_folder(notes: Notes, slug: str, files: DefinitionFiles, today: date) -> Folder:
    """The definition of that folder, with findings; what other folders say of it is not looked at."""
    path = f"credentials/{slug}/index.md"
    definitions.check_slug(notes, path, slug, "a definition")
    images: dict[str, Badge | None] = definitions.read_images(notes, files.images)
    current = None
    if files.index is None:
        hint = "Write it, or take it back from Git; delete the folder if it never had one."
        notes.add("file-missing", path, "this file is missing", hint, spot=(1, 1), absent=path)
    else:
        current = definitions.read_definition(notes, files.index, slug, images)
        if current is not None:
            definitions.check_current(notes, path, current, today=today)
            definitions.check_images_used(notes, path, current, files.images)
    read = {version: frozen.read_frozen(notes, slug, version, each) for version, each in files.versions.items()}
    versions = {version: each for version, each in read.items() if each is not None}
    if current is not None:
        frozen.check_against_current(notes, current, in_order(versions))
    translated = translations.read_translations(notes, files.index, files.translations, "definition")
    if current is not None:
        for each in translated:
            path = files.translations[each.language].path
            translations.check_version(notes, path, each, current.version)
    return Folder(current=current, versions=versions, translations=translated)


def in_order(versions: Mapping[str, FrozenVersion]) -> list[FrozenVersion]:
    """The versions of one definition, oldest first."""
    return [versions[version] for version in sorted(versions, key=version_numbers)]
