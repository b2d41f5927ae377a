"""`testamur new definition|pathway|issuer|withdrawal`: one commented file, from options, questions or an issue form."""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from testamur import issue, starter
from testamur.check import check_registry
from testamur.cli.arguments import Subparsers, add_command, add_root
from testamur.cli.findings_output import plain
from testamur.cli.outside import MisuseError, Outside, ask, hint, say
from testamur.cli.registry import read_for_signing, read_registry
from testamur.findings import Finding, FindingsError, Place
from testamur.model import EventKind
from testamur.source import SourceFile, Sources
from testamur.source.layout import is_slug
from testamur.starter.text import clean, one_line
from testamur.write import staged

_TYPES = ("micro-credential", "digital-badge", "certificate", "cpd-credit", "micro-learning")
_EVENTS: tuple[EventKind, ...] = ("revoke", "suspend", "reinstate")
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _New:
    """One kind of new file: where it goes, what makes it of values, and what is asked at a terminal."""

    noun: str
    folder: str
    make: Callable[[Mapping[str, Any]], bytes]
    named_by: str
    questions: tuple[tuple[str, str, str], ...]  # field, words, what Enter means (empty: an answer is needed)

    def path(self, slug: str) -> str:
        return f"{self.folder}/{slug}/index.md"


_DEFINITION = _New(
    noun="definition",
    folder="credentials",
    make=starter.definition_file,
    named_by="title",
    questions=(
        ("title", "what is the award called? (with the role, the level or the track)", ""),
        ("type", f"which type of award? ({', '.join(_TYPES)})", "micro-credential"),
        ("issuer", "who awards it? (a folder in issuers/: {issuers})", "{issuer}"),
        ("description", "what does it stand for, in a sentence or two? (Enter: later)", "-"),
    ),
)
_PATHWAY = _New(
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
_ISSUER = _New(
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


def add_parser(subparsers: Subparsers) -> None:
    """Add the commands to the command line's own parser."""
    parser = add_command(subparsers, "new", "write a new definition, pathway, issuer or withdrawal", _EXAMPLES[0])
    commands = parser.add_subparsers(dest="new_command", required=True, metavar="COMMAND")
    more = (
        "At a terminal it asks for what is not given. Every field stands in the file with what it is for; what is\n"
        "not known says `not stated`."
    )
    definition = add_command(commands, "definition", "write a new definition", _EXAMPLES[0], more)
    _add_definition_options(definition)
    definition.add_argument(
        "--type", choices=_TYPES, metavar="TYPE", help=f"one of {', '.join(_TYPES)} (default: {_TYPES[0]})"
    )
    definition.add_argument("--form", metavar="FILE", help="the body of an issue form instead of options; - reads it")
    definition.set_defaults(run=run_definition)
    pathway = add_command(commands, "pathway", "write a new pathway", _EXAMPLES[1], more)
    _add_definition_options(pathway)
    pathway.add_argument("--of", metavar="SLUGS", help="the definitions that lead to it, with commas between them")
    pathway.add_argument("--at-least", metavar="N", help="how many of them are needed (default: all)")
    pathway.set_defaults(run=run_pathway)
    issuer = add_command(commands, "issuer", "write a new issuer", _EXAMPLES[2], more)
    for option, words in (
        ("name", "what the body is called"),
        ("url", "the https address of its own site"),
        ("purpose", "what it is there for"),
        ("mission", "what it works towards"),
        ("scope", "what it awards and for whom, in words"),
        ("contact", "an https address or the mailbox of an office, never a person's"),
    ):
        issuer.add_argument(f"--{option}", metavar="TEXT", help=words)
    issuer.add_argument("--slug", metavar="SLUG", help="the name of its folder (default: made from its name)")
    issuer.set_defaults(run=run_issuer)
    withdrawal = add_command(
        commands,
        "withdrawal",
        "declare a withdrawal without signing it",
        _EXAMPLES[3],
        "Writes the event alone, for a pull request; it counts once somebody with a key runs `testamur sign`.\n"
        "`testamur revoke`, `suspend` and `reinstate` do both at once.",
    )
    withdrawal.add_argument("--number", metavar="NUMBER", help="the credential's number, such as A1-04K7X")
    withdrawal.add_argument("--event", choices=_EVENTS, metavar="EVENT", help=f"one of {', '.join(_EVENTS)}")
    withdrawal.add_argument(
        "--reason", choices=issue.REASONS, metavar="CODE", help=f"one of {', '.join(issue.REASONS)}"
    )
    withdrawal.add_argument("--form", metavar="FILE", help="the body of an issue form instead of options; - reads it")
    withdrawal.set_defaults(run=run_withdrawal)
    for each in (definition, pathway, issuer, withdrawal):
        add_root(each)


_EXAMPLES = (
    'testamur new definition --title "Wound care" --issuer example-society',
    'testamur new pathway --title "Rural practice" --issuer example-society --of wound-care-2,telehealth-triage',
    'testamur new issuer --name "Example Society"',
    "testamur new withdrawal --number A1-04K7X --event revoke --reason issued-in-error",
)


def _add_definition_options(parser: argparse.ArgumentParser) -> None:
    for option, words in (
        ("title", "what the award is called"),
        ("issuer", "the name of the folder in issuers/ of who awards it (default: the only one)"),
        ("description", "what it stands for"),
        ("summary", "what the public should know, at most 80 words"),
        ("label", "what the programme itself calls it"),
        ("approver", "the body or role that approved it"),
        ("language", "the language of the text (default: the registry's own)"),
    ):
        parser.add_argument(f"--{option}", metavar="TEXT", help=words)
    parser.add_argument("--slug", metavar="SLUG", help="the name of its folder (default: made from its title)")


def run_definition(args: argparse.Namespace, outside: Outside) -> int:
    """Write a definition from options and answers, or from an issue form."""
    given = _given(args, ("title", "type", "issuer", "description", "summary", "label", "approver", "language"))
    if args.form is None:
        return _write(args, outside, _DEFINITION, given)
    if given:
        raise MisuseError(f"--form is instead of --{next(iter(given))}")
    return _write_form(args, outside)


def run_pathway(args: argparse.Namespace, outside: Outside) -> int:
    """Write a pathway from options and answers."""
    names = ("title", "issuer", "description", "summary", "label", "approver", "language", "of")
    return _write(args, outside, _PATHWAY, _given(args, names))


def run_issuer(args: argparse.Namespace, outside: Outside) -> int:
    """Write an issuer from options and answers."""
    return _write(args, outside, _ISSUER, _given(args, ("name", "url", "purpose", "mission", "scope", "contact")))


def run_withdrawal(args: argparse.Namespace, outside: Outside) -> int:
    """Write the next event of a credential, unsigned."""
    given = _given(args, ("number", "event", "reason"))
    if args.form is not None:
        if given:
            raise MisuseError(f"--form is instead of --{next(iter(given))}")
        answers = starter.parse_form("withdrawal", args.form, _form_bytes(args.form))
        given = {path.removeprefix("/"): value for path, value in answers.items()}
    missing = [name for name in ("number", "event", "reason") if name not in given]
    if missing:
        raise MisuseError(f"--{missing[0]} is missing\nhint: see `testamur new withdrawal --help`")
    now, root = outside.clock(), Path(args.root)
    event = next(each for each in _EVENTS if each == given["event"])
    registry = read_for_signing(root, now)
    today = now.date()
    issuer, withdrawal = issue.plan_withdrawal(registry, given["number"], event, given["reason"], today, today)
    path, data = issue.withdrawal_file(issuer.slug, withdrawal)
    with staged(root) as stage:
        stage.add([(path, data)])
    print(path)
    say(f"declared: {event} {withdrawal.number} ({withdrawal.reason}, {withdrawal.date})")
    hint("it counts once it is signed: commit it, then run `testamur sign` where the key is")
    return 0


def _registry(root: Path) -> Sources:
    """The files of the registry; what is wrong with them is for `check` to say."""
    sources, _ = read_registry(root)
    if "registry.yaml" not in {*sources.files, *sources.unread}:
        raise MisuseError(
            f"there is no registry in {root}\nhint: name its folder with --root, or begin with `testamur init`"
        )
    return sources


# ---- from options and answers ----


def _given(args: argparse.Namespace, names: tuple[str, ...]) -> dict[str, str]:
    """The options that were given, as cleaned texts."""
    return {name: clean(getattr(args, name)).strip() for name in names if getattr(args, name) is not None}


def _write(args: argparse.Namespace, outside: Outside, kind: _New, given: dict[str, str]) -> int:
    root, now = Path(args.root), outside.clock()
    sources = _registry(root)
    values = _defaults(sources, kind, given)
    if kind is _PATHWAY and args.at_least is not None:
        values["at_least"] = args.at_least
    here = _Here(sources=sources, kind=kind, now=now, slug=args.slug)
    for field, words, default in kind.questions:
        if field in values:
            continue
        standing = default.format(issuer=here.only_issuer)
        if sys.stdin.isatty():
            values |= here.asked(values, field, words, standing)
        elif standing not in {"", "-"}:
            values[field] = standing
        elif not standing:
            raise MisuseError(f"--{field} is missing\nhint: see `testamur new {kind.noun} --help`")
    slug = here.slug_of(values)
    path, data = kind.path(slug), kind.make(_fields(kind, values))
    findings = [each for each in here.findings(path, data) if each.severity == "error"]
    if findings:
        raise FindingsError(findings)
    _put(root, path, data)
    _say_next(kind, slug, str(values.get("issuer", "")))
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """The registry as it is, and the kind of file that is to be added."""

    sources: Sources
    kind: _New
    now: datetime
    slug: str | None

    @property
    def issuers(self) -> list[str]:
        return sorted({path.split("/")[1] for path in self._paths() if path.startswith("issuers/")})

    @property
    def definitions(self) -> list[str]:
        return sorted({path.split("/")[1] for path in self._paths() if path.startswith("credentials/")})

    @property
    def only_issuer(self) -> str:
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
        for finding in self.findings(path, self.kind.make(_fields(self.kind, filled))):
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
        folder = f"{self.kind.folder}/{slug}/"
        if any(path.startswith(folder) for path in self._paths()):
            message = f"there is one of that name: {folder}"
            advice = "name another folder with --slug, or change the file that is there"
            raise FindingsError([Finding(code="new-taken", place=Place(file=folder), message=message, hint=advice)])
        return slug

    def _paths(self) -> list[str]:
        return [*self.sources.files, *self.sources.unread]


def _defaults(sources: Sources, kind: _New, given: Mapping[str, str]) -> dict[str, str]:
    values = dict(given)
    if kind is not _ISSUER:
        values.setdefault("language", _language(sources))
    if kind is _PATHWAY:
        values["type"] = "pathway"
    return values


def _language(sources: Sources) -> str:
    """The registry's own language; English where `registry.yaml` can't be read."""
    settings = sources.files.get("registry.yaml")
    only = {"registry.yaml": settings} if settings else {}
    registry = check_registry(Sources(only), at=datetime(2000, 1, 1, tzinfo=UTC)).registry if settings else None
    return registry.settings.languages[0] if registry else "en"


def _fields(kind: _New, values: Mapping[str, str]) -> dict[str, Any]:
    """The values as the fields of the file."""
    fields: dict[str, Any] = {name: value for name, value in values.items() if name not in {"of", "at_least"}}
    if kind is _PATHWAY:
        slugs = [slug for slug in values.get("of", "").replace(",", " ").split() if slug]
        needed = values.get("at_least", "all")
        group = {"name": "Needed", "at_least": int(needed) if needed.isdecimal() else needed, "of": slugs}
        fields["requirements"] = [group] if slugs else []
    return fields


# ---- from an issue form ----


def _form_bytes(name: str) -> bytes:
    """The file's bytes, or those of standard input for `-`; no more of them than tell that there are too many."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(starter.MAX_FORM_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(starter.MAX_FORM_BYTES + 1)
    except (FileNotFoundError, IsADirectoryError) as cause:
        raise MisuseError(f"--form: there is no file {name}") from cause


def _write_form(args: argparse.Namespace, outside: Outside) -> int:
    """The definition of a form; what `check` says of it is told, and is for the review to settle."""
    root = Path(args.root)
    answers = starter.parse_form("definition", args.form, _form_bytes(args.form))
    sources = _registry(root)
    here = _Here(sources=sources, kind=_DEFINITION, now=outside.clock(), slug=args.slug)
    values = starter.nested(answers)
    values.setdefault("language", _language(sources))
    values.setdefault("issuer", here.only_issuer)
    if not values["issuer"]:
        message = "“Issuer” is not answered, and there are several"
        advice = f"One of: {', '.join(here.issuers)}."
        place = Place(file=args.form, line=1, column=1)
        raise FindingsError([Finding(code="form-answer-missing", place=place, message=message, hint=advice)])
    slug = here.slug_of({"title": values["title"]})
    path, data = _DEFINITION.path(slug), starter.definition_file(values, answers.get("", ""))
    findings = here.findings(path, data)
    _put(root, path, data)
    print(plain(findings), end="", file=sys.stderr)
    if any(finding.severity == "error" for finding in findings):
        hint(f"correct {path}: until then `testamur check` refuses it")
    _say_next(_DEFINITION, slug, str(values["issuer"]))
    return 0


def _put(root: Path, path: str, data: bytes) -> None:
    with staged(root) as stage:
        stage.add([(path, data)])
    print(path)


def _say_next(kind: _New, slug: str, issuer: str) -> None:
    say(f"wrote {kind.path(slug)}: read it through, and replace each `not stated` that you can answer")
    if kind is _ISSUER:
        hint(f"`testamur keys new --issuer {slug}` makes its signing key")
    else:
        hint(f"before it is awarded, name {slug} under `awards` in issuers/{issuer}/index.md")
