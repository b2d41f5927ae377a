"""Translations: what an author wrote of a definition or an issuer in a further language (decision 192).

One idea: a translation says again what the original says, and nothing of its own; where the original is silent there
is nothing to translate.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from testamur.check.markdown_text import check_markdown
from testamur.check.notes import Notes
from testamur.check.personal import check_body
from testamur.check.shapes import SILENCES, read_front_matter
from testamur.findings import quoted
from testamur.model import Settings, Silence, Translation
from testamur.source import SourceFile

_NAMING_BODIES = {"/approver": "the approver", "/quality/assured_by": "who assures the quality"}
_NOT_TEXT = frozenset({"version"})
SETTINGS = "registry.yaml"


def read_translations(
    notes: Notes, original: SourceFile | None, files: Mapping[str, SourceFile], name: str
) -> tuple[Translation, ...]:
    """The translations of one `index.md`, `files` by their languages; those with findings are left out.

    `name` is the schema of the original. Of an original that is not there, or is broken, nothing is told twice: its
    translations are read by themselves.
    """
    read = None if original is None else read_front_matter(Notes(notes.sources), original, name)
    found = (_read(notes, file, language, None if read is None else read[0], name) for language, file in files.items())
    return tuple(each for each in found if each is not None)


def check_used(notes: Notes, path: str, language: str, *, own: str, languages: tuple[str, ...]) -> None:
    """A finding for a translation that no page shows: `own` is the original's language, `languages` the site's."""
    if language == own:
        notes.add(
            "translation-unused",
            path,
            f"index.md beside it is in {quoted(language)} already",
            "Delete it, or name it by the language that it is in.",
            spot=(1, 1),
        )
    elif language not in languages:
        notes.add(
            "translation-unused",
            path,
            f"the site has no pages in {quoted(language)}",
            "Add the language to `languages` of registry.yaml, or delete this file.",
            spot=(1, 1),
        )


def check_settings(notes: Notes, settings: Settings) -> None:
    """Findings for what `registry.yaml` translates and no page shows, or nobody can tell what it translates."""
    seen: set[str] = set()
    for number, each in enumerate(settings.translations):
        pointer = f"/translations/{number}"
        if each.language in seen or each.language == settings.languages[0]:
            notes.add(
                "translation-unused",
                SETTINGS,
                f"the registry's name and description are here in {quoted(each.language)} already",
                "Leave one of them.",
                pointer=f"{pointer}/language",
            )
        elif each.language not in settings.languages:
            notes.add(
                "translation-unused",
                SETTINGS,
                f"the site has no pages in {quoted(each.language)}",
                "Add the language to `languages`, or delete this translation.",
                pointer=f"{pointer}/language",
            )
        if "description" in each.texts and isinstance(settings.description, Silence):
            notes.add(
                "translation-unmatched",
                SETTINGS,
                f"`description` above says `{settings.description.value}`",
                "Leave it out here, or say above what the registry is for.",
                pointer=f"{pointer}/description",
            )
        seen.add(each.language)


def check_version(notes: Notes, path: str, translation: Translation, version: str) -> None:
    """A finding when a translation is not of the current version, whose pages then go without it."""
    if translation.version != version:
        notes.add(
            "translation-outdated",
            path,
            f"this translates version {quoted(translation.version)}, and the current one is {version}",
            f'Hold it against the changed text, then write `version: "{version}"`.',
            pointer="/version",
        )


def _read(
    notes: Notes, file: SourceFile, language: str, original: Mapping[str, Any] | None, name: str
) -> Translation | None:
    before = len(notes.findings)
    read = read_front_matter(notes, file, f"{name}-translation")
    if read is None:
        return None
    values, body = read
    text = check_markdown(notes, file, body) if body.strip() else ""
    texts = {pointer: words for pointer, words in _texts(values, "") if pointer.removeprefix("/") not in _NOT_TEXT}
    if original is not None:
        _check_matches(notes, file.path, values, original, "")
    for pointer, what in _NAMING_BODIES.items():
        if pointer in texts:
            check_body(notes, file.path, texts[pointer], what=what, pointer=pointer)
    if len(notes.findings) > before:
        return None
    return Translation(
        language=language,
        version=values.get("version", ""),
        texts={pointer.removeprefix("/"): words for pointer, words in texts.items()},
        text=text,
    )


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, f"{pointer}/{name}")
    else:
        for number, item in enumerate(value):
            yield from _texts(item, f"{pointer}/{number}")


def _check_matches(notes: Notes, path: str, value: Any, original: Any, pointer: str) -> None:
    """Findings where the translation has a text, or items, that the original has not."""
    if isinstance(original, str) and original in SILENCES and pointer:
        said = f"index.md says `{original}` here"
    elif isinstance(value, list) and isinstance(original, list) and len(value) != len(original):
        said = f"index.md lists {len(original)} here, and this lists {len(value)}"
    elif isinstance(value, list) and isinstance(original, list):
        for number, (item, of) in enumerate(zip(value, original, strict=True)):
            _check_matches(notes, path, item, of, f"{pointer}/{number}")
        return
    elif isinstance(value, dict) and isinstance(original, dict):
        for name, member in value.items():
            if name in original:
                _check_matches(notes, path, member, original[name], f"{pointer}/{name}")
            else:
                _unmatched(notes, path, "index.md has no such field", f"{pointer}/{name}")
        return
    else:
        return
    _unmatched(notes, path, said, pointer)


def _unmatched(notes: Notes, path: str, said: str, pointer: str) -> None:
    hint = "Translate what index.md says, item by item in its order; leave out what it does not say."
    notes.add("translation-unmatched", path, said, hint, pointer=pointer)
