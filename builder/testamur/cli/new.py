"""`testamur new definition|pathway|issuer|withdrawal`: one commented file, from options, questions or an issue form."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from testamur import issue, starter
from testamur.check import check_registry
from testamur.cli.arguments import Subparsers, add_command, add_root
from testamur.cli.findings_output import plain
from testamur.cli.new_kinds import DEFINITION, ISSUER, PATHWAY, TYPES, Here, New, fields_of
from testamur.cli.outside import MisuseError, Outside, hint, say
from testamur.cli.registry import read_for_signing, read_registry
from testamur.findings import Finding, FindingsError, Place
from testamur.model import REASONS, EventKind
from testamur.source import Sources
from testamur.starter.text import clean
from testamur.write import staged

_EVENTS: tuple[EventKind, ...] = ("revoke", "suspend", "reinstate")


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
        "--type", choices=TYPES, metavar="TYPE", help=f"one of {', '.join(TYPES)} (default: {TYPES[0]})"
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
        "--reason",
        choices=sorted({reason for reasons in REASONS.values() for reason in reasons}),
        metavar="CODE",
        help="; ".join(f"to {event}: {', '.join(REASONS[event])}" for event in _EVENTS),
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
        return _write(args, outside, DEFINITION, given)
    if given:
        raise MisuseError(f"--form is instead of --{next(iter(given))}")
    return _write_form(args, outside)


def run_pathway(args: argparse.Namespace, outside: Outside) -> int:
    """Write a pathway from options and answers."""
    names = ("title", "issuer", "description", "summary", "label", "approver", "language", "of")
    return _write(args, outside, PATHWAY, _given(args, names))


def run_issuer(args: argparse.Namespace, outside: Outside) -> int:
    """Write an issuer from options and answers."""
    return _write(args, outside, ISSUER, _given(args, ("name", "url", "purpose", "mission", "scope", "contact")))


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


def _write(args: argparse.Namespace, outside: Outside, kind: New, given: dict[str, str]) -> int:
    root, now = Path(args.root), outside.clock()
    sources = _registry(root)
    values = _defaults(sources, kind, given)
    if kind is PATHWAY and args.at_least is not None:
        values["at_least"] = args.at_least
    here = Here(sources=sources, kind=kind, now=now, slug=args.slug)
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
    path, data = kind.path(slug), kind.make(fields_of(kind, values))
    findings = [each for each in here.findings(path, data) if each.severity == "error"]
    if findings:
        raise FindingsError(findings)
    _put(root, path, data)
    _say_next(kind, slug, str(values.get("issuer", "")))
    return 0


def _defaults(sources: Sources, kind: New, given: Mapping[str, str]) -> dict[str, str]:
    values = dict(given)
    if kind is not ISSUER:
        values.setdefault("language", _language(sources))
    if kind is PATHWAY:
        values["type"] = "pathway"
    return values


def _language(sources: Sources) -> str:
    """The registry's own language; English where `registry.yaml` can't be read."""
    settings = sources.files.get("registry.yaml")
    only = {"registry.yaml": settings} if settings else {}
    registry = check_registry(Sources(only), at=datetime(2000, 1, 1, tzinfo=UTC)).registry if settings else None
    return registry.settings.languages[0] if registry else "en"


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
    here = Here(sources=sources, kind=DEFINITION, now=outside.clock(), slug=args.slug)
    values = starter.nested(answers)
    values.setdefault("language", _language(sources))
    values.setdefault("issuer", here.only_issuer)
    if not values["issuer"]:
        message = "“Issuer” is not answered, and there are several"
        advice = f"One of: {', '.join(here.issuers)}."
        place = Place(file=args.form, line=1, column=1)
        raise FindingsError([Finding(code="form-answer-missing", place=place, message=message, hint=advice)])
    slug = here.slug_of({"title": values["title"]})
    path, data = DEFINITION.path(slug), starter.definition_file(values, answers.get("", ""))
    findings = here.findings(path, data)
    _put(root, path, data)
    print(plain(findings), end="", file=sys.stderr)
    if any(finding.severity == "error" for finding in findings):
        hint(f"correct {path}: until then `testamur check` refuses it")
    _say_next(DEFINITION, slug, str(values["issuer"]))
    return 0


def _put(root: Path, path: str, data: bytes) -> None:
    with staged(root) as stage:
        stage.add([(path, data)])
    print(path)


def _say_next(kind: New, slug: str, issuer: str) -> None:
    say(f"wrote {kind.path(slug)}: read it through, and replace each `not stated` that you can answer")
    if kind is ISSUER:
        hint(f"`testamur keys new --issuer {slug}` makes its signing key")
    else:
        hint(f"before it is awarded, name {slug} under `awards` in issuers/{issuer}/index.md")
