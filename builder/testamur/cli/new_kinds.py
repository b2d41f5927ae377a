"""What `testamur new` can make, what it asks for each, and what `check` would say of an answer before it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from testamur import starter
from testamur.check import check_registry
from testamur.cli.outside import MisuseError, ask, hint, say
from testamur.findings import Finding, FindingsError, Place
from testamur.source import SourceFile, Sources
from testamur.source.layout import is_device, is_slug
from testamur.starter.text import one_line

TYPES = ("micro-credential", "digital-badge", "certificate", "cpd-credit", "micro-learning")
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """One kind of new file: where it goes, what makes it of values, and what is asked at a terminal."""

    noun: str
    folder: str
    make: Callable[[Mapping[str, Any]], bytes]
    named_by: str
    questions: tuple[tuple[str, str, str], ...]  # field, words, what Enter means (empty: an answer is needed)

    def path(self, slug: str) -> str:
        """Where the file of that name goes."""
        return f"{self.folder}/{slug}/index.md"


DEFINITION = New(
    noun="definition",
    folder="credentials",
    make=starter.definition_file,
    named_by="title",
    questions=(
        ("title", "what is the award called? (with the role, the level or the track)", ""),
        ("type", f"which type of award? ({', '.join(TYPES)})", "micro-credential"),
        ("issuer", "who awards it? (a folder in issuers/: {issuers})", "{issuer}"),
        ("description", "what does it stand for, in a sentence or two? (Enter: later)", "-"),
    ),
)
PATHWAY = New(
    noun="pathway",
    folder="credentials",
    make=starter.definition_file,
    named_by="title",
    questions=(
        ("title", "what is the pathway called?", ""),
        ("issuer", "who awards it? (a folder in issuers/: {issuers})", "{issuer}"),
        ("of", "which awards lead to it? (folders in credentials/: {definitions})", ""),
        ("description", "what does it stand for, in a sentence or two? (Enter: later)", "-"),
    ),
)
ISSUER = New(
    noun="issuer",
    folder="issuers",
    make=starter.issuer_file,
    named_by="name",
    questions=(
        ("name", "what is the body called?", ""),
        ("url", "the https address of its own site? (Enter: later)", "-"),
        ("contact", "an https address or the mailbox of an office? (Enter: later)", "-"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The registry as it is, and the kind of file that is to be added."""

    sources: Sources
    kind: New
    now: datetime
    slug: str | None

    @property
    def issuers(self) -> list[str]:
        """The folders in issuers/."""
        return sorted({path.split("/")[1] for path in self._paths() if path.startswith("issuers/")})

    @property
    def definitions(self) -> list[str]:
        """The folders in credentials/."""
        return sorted({path.split("/")[1] for path in self._paths() if path.startswith("credentials/")})

    @property
    def only_issuer(self) -> str:
        """The issuer that needs not be named, empty where there are several or none."""
        return self.issuers[0] if len(self.issuers) == 1 else ""

    def asked(self, values: Mapping[str, str], field: str, words: str, default: str) -> dict[str, str]:
        """The answer to a question, asked again while `check` would refuse it; empty for "later"."""
        question = words.format(issuers=", ".join(self.issuers), definitions=", ".join(self.definitions))
        shown = f"{question} [{default}]" if default not in {"", "-"} else question
        instead = f"see `testamur new {self.kind.noun} --help` for the options"
        for _ in range(_TRIES):
            answer = one_line(ask(shown, instead)) or default
            if answer == "-":
                return {}
            if answer and (problem := self._problem({**values, field: answer}, field)) is None:
                return {field: answer}
            say(problem.message if answer and problem else "an answer is needed")
            if answer and problem and problem.hint:
                hint(problem.hint)
        raise MisuseError(f"no answer could be used\nhint: {instead}")

    def _problem(self, values: Mapping[str, str], field: str) -> Finding | None:
        """What `check` would refuse in this one answer."""
        filled = {**dict.fromkeys(("title", "name"), "To be named"), "issuer": self.only_issuer or "x", **values}
        path = self.kind.path(starter.slug_from(filled[self.kind.named_by]) or "x")
        spot = "/requirements" if field == "of" else f"/{field}"
        for finding in self.findings(path, self.kind.make(fields_of(self.kind, filled))):
            if finding.severity == "error" and finding.place.pointer.startswith(spot):
                return finding
        return None

    def findings(self, path: str, data: bytes) -> list[Finding]:
        """What `check` would say of a file, once it is there.

        Only what a new file can refer to is looked at: a ledger of many years would make each answer wait.
        """
        known = {each: file for each, file in self.sources.files.items() if each.count("/") in {0, 2}}
        files = {**known, path: SourceFile(path, data)}
        checked = check_registry(
            Sources(dict(sorted(files.items())), self.sources.unread, self.sources.unread_folders), at=self.now
        )
        return [finding for finding in checked.findings if finding.place.file == path]

    def slug_of(self, values: Mapping[str, str]) -> str:
        """The folder's name. Raises FindingsError where none can be made or there is one of that name."""
        slug = self.slug if self.slug is not None else starter.slug_from(values[self.kind.named_by])
        if not slug:
            raise MisuseError(f"no short name can be made of the {self.kind.named_by}\nhint: give one with --slug")
        if not is_slug(slug):
            raise MisuseError(f"--slug {slug} is not lower-case letters, digits and single hyphens, at most 64")
        if is_device(slug):
            raise MisuseError(f"--slug {slug}: Windows has a device of this name\nhint: name another folder")
        folder = f"{self.kind.folder}/{slug}/"
        if any(path.startswith(folder) for path in self._paths()):
            message = f"there is one of that name: {folder}"
            advice = "name another folder with --slug, or change the file that is there"
            raise FindingsError([Finding(code="new-taken", place=Place(file=folder), message=message, hint=advice)])
        return slug

    def _paths(self) -> list[str]:
        return [*self.sources.files, *self.sources.unread]


def fields_of(kind: New, values: Mapping[str, str]) -> dict[str, Any]:
    """The values as the fields of the file."""
    fields: dict[str, Any] = {name: value for name, value in values.items() if name not in {"of", "at_least"}}
    if kind is PATHWAY:
        slugs = [slug for slug in values.get("of", "").replace(",", " ").split() if slug]
        needed = values.get("at_least", "all")
        group = {"name": "Needed", "at_least": int(needed) if needed.isdecimal() else needed, "of": slugs}
        fields["requirements"] = [group] if slugs else []
    return fields
