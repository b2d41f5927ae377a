"""What becomes of definitions: each folder in `credentials/` that a change touches, with its words before and after."""

from collections.abc import Iterable, Mapping

from testamur.change import labels
from testamur.change.fields import field_changes
from testamur.change.reading import Content, ReadFile, Reading, parse_content, text_of
from testamur.change.shown import MAX_NAME_CHARS, shown
from testamur.change.values import Became, DefinitionChange, FieldChange
from testamur.source.changed import Answers


def definition_changes(reading: Reading, answers: Answers) -> tuple[DefinitionChange, ...]:
    """Every definition that the change touches, in the order of their folders."""
    folders: dict[str, list[ReadFile]] = {}
    for file in reading.of("definition", "badge", "frozen"):
        folders.setdefault(file.known.names["slug"], []).append(file)
    return tuple(_definition(reading, answers, slug, files) for slug, files in folders.items())


def contents_of(reading: Reading, answers: Answers, slug: str) -> tuple[Content | None, Content | None]:
    """A definition's source before and after; where the change does not touch it, both are the base's."""
    path = f"credentials/{slug}/index.md"
    file = reading.files.get(path)
    if file is not None:
        return file.old, file.new
    data = answers.files.get(path)
    content = None if data is None else parse_content(path, "definition", data)
    return content, content


def title_of(reading: Reading, answers: Answers, slug: str) -> str:
    """A definition's title as the change leaves it, else its folder's name."""
    old, new = contents_of(reading, answers, slug)
    return shown(text_of(new, "title") or text_of(old, "title") or slug, MAX_NAME_CHARS)


def versions_published(answers: Answers, slug: str) -> bool:
    """Whether any version of the definition was published before."""
    return f"credentials/{slug}/versions" in answers.folders


def _definition(reading: Reading, answers: Answers, slug: str, files: list[ReadFile]) -> DefinitionChange:
    old, new = contents_of(reading, answers, slug)
    source = reading.files.get(f"credentials/{slug}/index.md")
    became = _became(source)
    before, after = text_of(old, "version"), text_of(new, "version")
    fields: tuple[FieldChange, ...] = ()
    if source is not None and became == "changed" and old is not None and new is not None:
        fields = field_changes(old, new, labels.DEFINITION, text_label=labels.TEXT["definition"])
    elif became == "added" and new is not None:
        fields = _introduced(new)
    badge_changed = became == "changed" and any(file.known.kind == "badge" for file in files)
    frozen = _by_version(file for file in files if file.known.kind == "frozen" and file.change.old is None)
    touched = _by_version(file for file in files if file.known.kind == "frozen" and file.change.old is not None)
    return DefinitionChange(
        slug=shown(slug, MAX_NAME_CHARS),
        title=title_of(reading, answers, slug),
        issuer=shown(text_of(new, "issuer") or text_of(old, "issuer") or "", MAX_NAME_CHARS),
        became=became,
        version_before=None if before is None else shown(before, 20),
        version_after=None if after is None else shown(after, 20),
        awarded=before is not None and f"credentials/{slug}/versions/{before}" in answers.folders,
        rewrites_awarded=_rewrites(reading, answers, slug, after, badge_changed=badge_changed and before == after),
        fields=fields,
        badge_changed=badge_changed,
        frozen=tuple(version for version in frozen if version not in touched),
        touched=touched,
    )


def _rewrites(reading: Reading, answers: Answers, slug: str, version: str | None, *, badge_changed: bool) -> bool:
    """Whether the source after the change says something else than the awarded version of the same number."""
    published = answers.files.get(f"credentials/{slug}/versions/{version}/index.md")
    source = reading.files.get(f"credentials/{slug}/index.md")
    if version is None or published is None:
        return False
    new = None if source is None else source.change.new
    return badge_changed or (new is not None and new.data is not None and new.data != published)


def _became(source: ReadFile | None) -> Became:
    if source is None:
        return "changed"
    if source.change.old is None:
        return "added"
    return "removed" if source.change.new is None else "changed"


def _by_version(files: Iterable[ReadFile]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shown(file.known.names["version"], 20) for file in files))


# What a reviewer of a new definition wants to know first; the rest is in the file.
_FIRST = ("type", "issuer", "approver", "summary", "basis", "assessments", "credits", "validity.period")


def _introduced(new: Content) -> tuple[FieldChange, ...]:
    """The first things about a new definition."""
    chosen: Mapping[str, str] = {name: labels.DEFINITION[name] for name in _FIRST}
    return tuple(change for change in field_changes(None, new, labels.DEFINITION) if change.name in chosen)
