"""Frozen versions (decision 3): what was awarded is still what it was.

One idea: the files say it themselves. A frozen folder must agree with its own source, with the digest that awards
recorded, and with the
current source while that has the same version; no history is needed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from testamur import addresses, canon, credential
from testamur.check.definitions import read_definition, read_images
from testamur.check.notes import Notes
from testamur.check.shapes import read_json
from testamur.findings import quoted
from testamur.model import Definition, FrozenVersion, Issuer, LedgerEntry, Settings
from testamur.source import SourceFile
from testamur.source.layout import VERSION, version_numbers

_NEEDED = ("index.md", "achievement.json", "details.json")
_RESTORE = "Frozen files never change: take them back from Git."
_RESTORE_LINE_ENDS = (
    "Git did it, by `core.autocrlf`, and would do it again. Commit or set aside what else you changed; write the line "
    "`* -text` into `.gitattributes` and commit that file alone; then `git rm -r --cached --quiet . && "
    "git reset --hard` takes every file back as it was."
)


def read_frozen(notes: Notes, slug: str, version: str, files: Mapping[str, SourceFile]) -> FrozenVersion | None:
    """The frozen version in one folder, `files` by name, or None, with findings."""
    folder = f"credentials/{slug}/versions/{version}"
    before = len(notes.findings)
    if VERSION.fullmatch(version) is None:
        notes.add(
            "version-malformed",
            f"{folder}/index.md",
            f"the folder {quoted(version)} is not a version",
            "Delete it; versions are two or three numbers with dots, and only `testamur issue` makes their folders.",
            spot=(1, 1),
        )
        return None
    for name in _NEEDED:
        if name not in files:
            notes.add(
                "frozen-incomplete",
                f"{folder}/{name}",
                "this file of an awarded version is missing",
                _RESTORE,
                spot=(1, 1),
            )
    images = {name: file for name, file in files.items() if name.endswith((".svg", ".png"))}
    checked = read_images(notes, images)
    definition = read_definition(notes, files["index.md"], slug, checked) if "index.md" in files else None
    for name in ("achievement", "details"):
        if f"{name}.json" in files:
            read_json(notes, files[f"{name}.json"], name)
    if definition is not None:
        badge = {definition.badge.name} if definition.badge else set()
        for name in sorted(set(files) - {*_NEEDED} - badge):
            if not notes.is_unread(files[name]):
                notes.add(
                    "frozen-unexpected",
                    files[name].path,
                    "no award froze this file",
                    "Delete it, or move it elsewhere.",
                    spot=(1, 1),
                )
        if definition.version != version:
            notes.add(
                "frozen-version-differs",
                files["index.md"].path,
                f"this folder is version {version}, and the file says {quoted(definition.version)}",
                _RESTORE,
                pointer="/version",
            )
    if definition is None or len(notes.findings) > before or any(notes.is_unread(file) for file in files.values()):
        return None
    contents = {name: file.data for name, file in sorted(files.items())}
    return FrozenVersion(definition=definition, files=contents, digest=credential.version_digest(contents))


def check_documents(notes: Notes, frozen: FrozenVersion, settings: Settings, issuer: Issuer) -> bool:
    """Findings when a frozen `achievement.json` or `details.json` is not what the frozen source says.

    The issuer's name may have changed since; everything else may not. False when it was the base URL that changed.
    """
    definition = frozen.definition
    folder = f"credentials/{definition.slug}/versions/{definition.version}"
    documents = {name: canon.parse_json(frozen.files[name]) for name in ("achievement.json", "details.json")}
    said = documents["achievement.json"]
    for base_url in (move.base_url for move in settings.moved_from):
        # Awarded before a declared move: then it is what it was there.
        if said["id"] == addresses.achievement_address(base_url, definition.slug, definition.version):
            settings = replace(settings, base_url=base_url)
    address = addresses.achievement_address(settings.base_url, definition.slug, definition.version)
    if said["id"] != address and str(said["id"]).endswith(address.removeprefix(settings.base_url)):
        notes.add(
            "base-url-changed",
            "registry.yaml",
            f"{quoted(definition.title)} was awarded under another base URL",
            f"Write the base URL back as it was: what was awarded names {quoted(said['id'])}. "
            "If the registry really moves, declare it in `moved_from`.",
            pointer="/base_url",
        )
        return False
    expected: dict[str, dict[str, Any]] = {
        "achievement.json": credential.achievement_document(definition, settings, issuer),
        "details.json": credential.details_document(definition),
    }
    expected["achievement.json"]["creator"]["name"] = said["creator"]["name"]
    for name, document in documents.items():
        differing = [key for key in {**expected[name], **document} if expected[name].get(key) != document.get(key)]
        if differing:
            notes.add(
                "frozen-document-differs",
                f"{folder}/{name}",
                f"{quoted(differing[0])} is not what index.md in this folder says",
                _RESTORE,
                pointer=f"/{differing[0]}",
            )
    return True


def check_against_current(notes: Notes, current: Definition, versions: Iterable[FrozenVersion]) -> None:
    """Findings when a definition's current source has fallen behind, or differs from, a version that was awarded."""
    path = f"credentials/{current.slug}/index.md"
    newest = max(versions, key=lambda each: version_numbers(each.definition.version), default=None)
    if newest is None:
        return
    now, then = version_numbers(current.version), version_numbers(newest.definition.version)
    if now < then:
        notes.add(
            "version-went-back",
            path,
            f"version {newest.definition.version} was awarded already, and this is {current.version}",
            f"Write a version after {newest.definition.version}.",
            pointer="/version",
        )
    for version in versions:
        frozen = version.definition
        if version_numbers(frozen.version) == now and (frozen.source, frozen.badge) != (current.source, current.badge):
            notes.add(
                "awarded-version-changed",
                path,
                f"version {current.version} was awarded and can't change any more",
                "Give the changed definition a new version; holders keep the one they were awarded.",
                pointer="/version",
            )


def check_digests(
    notes: Notes,
    versions: Mapping[tuple[str, str], FrozenVersion],
    entries: Iterable[tuple[str, LedgerEntry]],
    *,
    complete: bool,
) -> None:
    """Findings when awards recorded another digest than a frozen folder has.

    `entries` are ledger entries with their paths. Where every award of a version disagrees, the folder was changed;
    where some agree, the entry was. `complete` says that no ledger file was refused.
    """
    awards: dict[tuple[str, str], list[tuple[str, LedgerEntry]]] = {}
    for path, entry in entries:
        awards.setdefault((entry.definition, entry.version), []).append((path, entry))
    for (slug, number), version in versions.items():
        recorded = awards.get((slug, number), [])
        differing = [(path, entry) for path, entry in recorded if entry.version_digest != version.digest]
        if recorded and len(differing) == len(recorded):
            number_of = f"{len(recorded)} {'award' if len(recorded) == 1 else 'awards'}"
            by_git = _with_line_feeds(version) in {entry.version_digest for _, entry in recorded}
            notes.add(
                "frozen-changed",
                f"credentials/{slug}/versions/{number}/index.md",
                f"the files of this folder have other line endings (CRLF) than those that {number_of} recorded"
                if by_git
                else f"the files of this folder are not those that {number_of} recorded",
                _RESTORE_LINE_ENDS if by_git else _RESTORE,
                spot=(1, 1),
            )
            continue
        for path, _ in differing:
            notes.add(
                "ledger-version-digest",
                path,
                f"other awards of version {number} recorded another digest of its files",
                "A ledger entry never changes: take it back from Git.",
                pointer="/versionDigest",
            )
        if not recorded and complete:
            notes.add(
                "frozen-without-award",
                f"credentials/{slug}/versions/{number}/index.md",
                "nothing was awarded by this version",
                "If it was, take the ledger in `issuers/` back from Git. If an award was broken off, run `testamur "
                "issue` again, or delete the folder where Git never had it.",
                spot=(1, 1),
            )


def _with_line_feeds(version: FrozenVersion) -> str:
    """The digest that the version has once every CRLF in its texts, as Git for Windows writes them, is a line feed."""
    return credential.version_digest(
        {name: data if name.endswith(".png") else data.replace(b"\r\n", b"\n") for name, data in version.files.items()}
    )
