"""What can do more than a record usually does, and is named first: files beside the records, new keys, `example`."""

import re
from collections.abc import Iterator
from typing import Final

from testamur.change.reading import Reading, text_of
from testamur.change.shown import MAX_NAME_CHARS, shown
from testamur.change.values import Became, Careful
from testamur.source.changed import FileChange
from testamur.source.layout import IGNORED_NAMES

# The first pattern that fits a path decides.
_KINDS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "automation",
        r"(?:.*/)?(?:\.(?:github/(?:workflows|actions)|gitlab-ci\.yml|gitlab|forgejo|gitea)(?:/.*)?|action\.ya?ml|Makefile)",
        "runs by itself, with rights over the repository or the site",
    ),
    ("approval", r"(?:.*/)?CODEOWNERS", "decides who must approve what"),
    ("host", r"(?:.*/)?\.github/.*", "is read by the Git host"),
    ("git", r"(?:.*/)?\.git(?:attributes|modules|ignore)", "changes how Git treats files"),
    ("verifier", r"site/verifier/.*", "changes the program that verifies credentials in the browser"),
    ("templates", r"(?:templates|site)/.*", "changes what the pages of the site show to everybody"),
    ("builder", r"(?:.*/)?(?:mkdocs.*\.ya?ml|properdocs.*\.ya?ml|conf\.py)", "is the configuration of a site builder"),
    ("server", r"(?:.*/)?(?:_headers|_redirects|CNAME|\.nojekyll|netlify\.toml)", "is read by the host of the site"),
    (
        "program",
        r".*\.(?:py|js|mjs|cjs|ts|sh|bash|ps1|bat|cmd|exe|rb|pl)|(?:.*/)?(?:package\.json|requirements[^/]*\.txt|pyproject\.toml)",
        "is a program, or says which programs are installed",
    ),
)
# The order in which files are named: what can do most comes first.
ORDER: Final = (
    "key",
    "example",
    "endorser",
    "endorsement",
    "link",
    "submodule",
    "special",
    *(kind for kind, _, _ in _KINDS),
    "other",
)
_SWITCHED: Final = {
    True: (
        "switches `example` on: the whole registry calls itself only an example, "
        "and keys that everybody can know may sign in it"
    ),
    False: "switches `example` off: what was only an example counts as a registry from now on",
}
_VOUCHING: Final = {
    "endorser": ("says by which keys an endorser signs; hold it against the same file on the organisation's own site"),
    "endorsement": (
        "is what another organisation is said to stand behind; `testamur check` verifies that it signed this, "
        "and only the organisation itself can tell whose its DID is"
    ),
}
_RECORDS: Final = ("credentials/", "issuers/")


def careful_about(change: FileChange) -> Careful | None:
    """What to say of a path that is no file of a registry, or None for notes that nothing reads."""
    kind, why = _kind(change)
    name = change.path.rpartition("/")[2]
    if kind == "other" and change.path.startswith(_RECORDS) and name in IGNORED_NAMES:
        return None
    return Careful(path=shown(change.path, MAX_NAME_CHARS * 2), became=_became(change), kind=kind, why=why)


def powers_among(reading: Reading) -> Iterator[Careful]:
    """Records that decide what others are worth: keys, whether all is only an example, and what others vouch for."""
    for file in reading.of("endorser", "endorsement"):
        yield Careful(
            path=shown(file.path, MAX_NAME_CHARS * 2),
            became=_became(file.change),
            kind=file.known.kind,
            why=_VOUCHING[file.known.kind],
        )
    for file in reading.of("key"):
        if file.change.old is None:
            yield Careful(
                path=shown(file.path, MAX_NAME_CHARS * 2),
                became="added",
                kind="key",
                why=(
                    "is a new key, and whoever holds it can award in this issuer's name; "
                    "ask the person who made it for its name by another way, such as by telephone"
                ),
            )
    for file in reading.of("registry"):
        if file.old is None or file.new is None:
            continue
        before, after = (text_of(side, "example") == "true" for side in (file.old, file.new))
        if before != after:
            yield Careful(path=file.path, became="changed", kind="example", why=_SWITCHED[after])


def links_among(changes: Iterator[FileChange]) -> Iterator[Careful]:
    """Files of a registry that have become something else than plain files."""
    for change in changes:
        if change.new is not None and change.new.kind != "file":
            kind, why = _kind(change)
            path = shown(change.path, MAX_NAME_CHARS * 2)
            yield Careful(path=path, became=_became(change), kind=kind, why=why)


def _kind(change: FileChange) -> tuple[str, str]:
    side = change.new or change.old
    match None if side is None else side.kind:
        case "link":
            return "link", "is a symbolic link, which can lead to any file of the machine that builds the site"
        case "submodule":
            return "submodule", "brings in another repository"
        case "special":
            return "special", "is neither a file nor a folder"
        case _:
            pass
    for kind, pattern, why in _KINDS:
        if re.fullmatch(pattern, change.path, re.DOTALL):
            return kind, why
    if change.path.startswith(_RECORDS):
        return "other", "is no file that a registry has"
    return "other", "lies outside the registry's records"


def _became(change: FileChange) -> Became:
    if change.old is None:
        return "added"
    return "removed" if change.new is None else "changed"
