"""Which file of the sources is what, by its path alone; nothing is read (docs/formats.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from testamur.check.folders import DefinitionFiles
from testamur.check.notes import Notes
from testamur.source import SourceFile, Sources
from testamur.source.layout import known_path


@dataclass(slots=True)
class IssuerFiles:
    """The files of one folder in issuers/; ledger and withdrawals with the names in their paths."""

    index: SourceFile | None = None
    translations: dict[str, SourceFile] = field(default_factory=dict)
    keys: dict[str, SourceFile] = field(default_factory=dict)
    awards: list[tuple[SourceFile, Mapping[str, str]]] = field(default_factory=list)
    events: list[tuple[SourceFile, Mapping[str, str]]] = field(default_factory=list)
    lists: dict[tuple[str, bool], SourceFile] = field(default_factory=dict)


@dataclass(slots=True)
class Files:
    """A registry's files; definitions and issuers by their folders, logos by their names."""

    settings: SourceFile | None = None
    logos: dict[str, SourceFile] = field(default_factory=dict)
    definitions: dict[str, DefinitionFiles] = field(default_factory=dict)
    issuers: dict[str, IssuerFiles] = field(default_factory=dict)
    endorsements: list[SourceFile] = field(default_factory=list)
    endorsers: list[SourceFile] = field(default_factory=list)

    def definition(self, slug: str) -> DefinitionFiles:
        """The files of that folder, which is there from now on."""
        return self.definitions.setdefault(slug, DefinitionFiles())

    def issuer(self, slug: str) -> IssuerFiles:
        """The same for an issuer."""
        return self.issuers.setdefault(slug, IssuerFiles())


def sort_files(notes: Notes, sources: Sources) -> Files:
    """Every file in its place, those that could not be read as empty ones; a finding for each that has none."""
    files = Files()
    unread = (SourceFile(path, b"") for path in sorted(sources.unread))
    for file in (*sources.files.values(), *unread):
        _sort(notes, files, file)
    return files


def _sort(notes: Notes, files: Files, file: SourceFile) -> None:
    known = known_path(file.path)
    if known is None:
        notes.add("file-unexpected", file.path, "a registry has no such file", "Move or delete it.", spot=(1, 1))
        return
    names = known.names
    match known.kind:
        case "registry":
            files.settings = file
        case "logo":
            files.logos[names["name"]] = file
        case "definition":
            files.definition(names["slug"]).index = file
        case "translation" if names["folder"] == "credentials":
            files.definition(names["slug"]).translations[names["language"]] = file
        case "translation":
            files.issuer(names["slug"]).translations[names["language"]] = file
        case "badge":
            files.definition(names["slug"]).images[names["name"]] = file
        case "frozen":
            files.definition(names["slug"]).versions.setdefault(names["version"], {})[names["name"]] = file
        case "issuer":
            files.issuer(names["slug"]).index = file
        case "key":
            files.issuer(names["slug"]).keys[names["name"]] = file
        case "ledger-entry":
            files.issuer(names["slug"]).awards.append((file, names))
        case "withdrawal":
            files.issuer(names["slug"]).events.append((file, names))
        case "status-list":
            files.issuer(names["slug"]).lists[(names["list"], "holds" in names)] = file
        case "endorsement" if names["folder"] == "credentials":
            files.definition(names["slug"])
            files.endorsements.append(file)
        case "endorsement":
            files.issuer(names["slug"])
            files.endorsements.append(file)
        case "endorser":
            files.endorsers.append(file)
