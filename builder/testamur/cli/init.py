"""`testamur init DIR`: a new registry from five answers, checked and built at once; `--upgrade` for an older one."""

import argparse
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from testamur import __version__, starter
from testamur.check import check_registry
from testamur.cli import build
from testamur.cli.arguments import Subparsers, add_command
from testamur.cli.moment import newest_date
from testamur.cli.outside import MisuseError, Outside, ask, hint, say
from testamur.findings import Finding, FindingsError, Place
from testamur.load import read_named
from testamur.model import Settings
from testamur.source import SourceFile, Sources
from testamur.source.layout import is_device, is_slug
from testamur.write import staged

_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """One of the five: its option, the words at a terminal, what makes a value of the answer, and what Enter means."""

    option: str
    words: str
    convert: Callable[[str], Any]
    default: str = ""


_QUESTIONS = (
    _Question(option="name", words="what is the registry called?", convert=starter.name_from),
    _Question(
        option="url",
        words="at which address will its site stand, for good? (such as https://credentials.example.org/)",
        convert=starter.base_url_from,
    ),
    _Question(option="issuer", words="which body awards first?", convert=starter.name_from),
    _Question(
        option="languages",
        words="in which languages, the site's own first? (tags such as en, es, fr)",
        convert=starter.languages_from,
        default="en",
    ),
    _Question(
        option="host",
        words=f"where will it be hosted? ({', '.join(starter.HOSTS)})",
        convert=starter.host_from,
        default="github",
    ),
)
_INSTEAD = "give --name, --url and --issuer, and if need be --languages and --host"


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "init",
        "make a new registry, or bring an older one up to date",
        "testamur init our-registry --name Registry --url https://credentials.example.org/ --issuer Society",
        "At a terminal it asks for what is not given. DIR may be empty or new; nothing in it is overwritten.\n"
        "With --upgrade it shows what this version of Testamur would change in the workflows, schemas and settings\n"
        "that came with an earlier one, and leaves alone what you changed yourself.",
    )
    parser.add_argument("folder", metavar="DIR", nargs="?", default=".", help="the registry's folder (default: this)")
    new = parser.add_argument_group("a new registry")
    new.add_argument("--name", metavar="TEXT", help="what the registry is called")
    new.add_argument("--url", metavar="ADDRESS", help="the final https address of its site; it becomes an identity")
    new.add_argument("--issuer", metavar="TEXT", help="the name of the first body that awards")
    new.add_argument("--issuer-slug", metavar="SLUG", help="the name of its folder (default: made from its name)")
    new.add_argument("--languages", metavar="TAGS", help="language tags such as en,es; the first is the site's own")
    new.add_argument("--host", metavar="HOST", help=f"one of {', '.join(starter.HOSTS)} (default: github)")
    older = parser.add_argument_group("an older registry")
    older.add_argument("--upgrade", action="store_true", help="bring it up to date, showing the difference first")
    older.add_argument("--yes", action="store_true", help="write what --upgrade shows, without asking")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, outside: Outside) -> int:
    """Make the registry, check and build it; or show and write what an upgrade changes."""
    if args.upgrade:
        given = [f"--{name}" for name in ("name", "url", "issuer", "issuer-slug", "languages") if _given(args, name)]
        if given:
            raise MisuseError(f"{given[0]} is for a new registry, and --upgrade for one that is there")
        return _upgrade(args, Path(args.folder))
    if args.yes:
        raise MisuseError("--yes goes with --upgrade")
    root = Path(args.folder)
    _check_empty(root)
    answers = _answers(args)
    today = outside.clock().date()
    begun = starter.begun_files(answers, version=__version__, today=today, next_steps=starter.next_steps_template())
    facts = starter.facts_from(answers, version=__version__)
    kept = starter.kept_files(facts)
    files = {**begun, **kept, starter.RECORD: starter.record_file(facts, kept)}
    _check_made(files)
    with staged(root) as stage:
        stage.add(sorted(files.items()))
    say(f"made a registry of {len(files)} files in {root}, whose identity will be {answers.base_url}")
    if answers.issuer_slug and not args.issuer_slug:
        say(f"its first issuer is in issuers/{answers.issuer_slug}/, a name that becomes part of every credential")
    try:
        code = build.run(argparse.Namespace(root=os.fspath(root), out=None), outside)
    except KeyboardInterrupt:
        say(f"the registry in {root} is complete, and only its site was not built")
        hint(f"build it with `testamur build --root {shlex.quote(os.fspath(root))}`; then read {root / 'README.md'}")
        raise
    hint(f"read {root / 'README.md'}: the next steps")
    _hint_git(root, answers.host)
    return code


def _given(args: argparse.Namespace, option: str) -> bool:
    return getattr(args, option.replace("-", "_")) is not None


def _check_empty(root: Path) -> None:
    if root.is_symlink() or (root.exists() and not root.is_dir()):
        raise _one("folder-not-empty", root, "this is not a folder", "name a new folder")
    if not root.exists():
        return
    others = sorted(entry.name for entry in root.iterdir() if entry.name != ".git")
    if not others:
        return
    if "registry.yaml" in others:
        advice = f"bring it up to date with `testamur init {root} --upgrade`, or name a new folder"
        raise _one("folder-not-empty", root, "this is a registry already", advice)
    advice = "name a new or empty folder; what you want to keep can be moved in afterwards"
    raise _one("folder-not-empty", root, f"the folder holds something already, such as {others[0]}", advice)


def _answers(args: argparse.Namespace) -> starter.Answers:
    found: dict[str, Any] = {}
    for question in _QUESTIONS:
        given = getattr(args, question.option)
        if given is not None:
            found[question.option] = _converted(question, given)
    if len(found) < len(_QUESTIONS):
        missing = [each for each in _QUESTIONS if each.option not in found]
        if not sys.stdin.isatty() and all(each.default for each in missing):
            found |= {each.option: each.convert(each.default) for each in missing}
        else:
            found |= {each.option: _asked(each) for each in missing}
    slug = args.issuer_slug if args.issuer_slug is not None else starter.slug_from(found["issuer"])
    if slug and not is_slug(slug):
        raise MisuseError(f"--issuer-slug {slug} is not lower-case letters, digits and single hyphens, at most 64")
    if is_device(slug):
        raise MisuseError(f"--issuer-slug {slug}: Windows has a device of this name\nhint: name another folder")
    if not slug:
        slug = "first-issuer"
        say(f"no short name can be made of {found['issuer']}, so its folder is issuers/{slug}/")
        hint("name another with --issuer-slug before anything is awarded")
    return starter.Answers(
        name=found["name"],
        base_url=found["url"],
        issuer=found["issuer"],
        issuer_slug=slug,
        languages=found["languages"],
        host=found["host"],
    )


def _converted(question: _Question, text: str) -> Any:
    try:
        value = question.convert(text)
    except starter.AnswerError as problem:
        raise MisuseError(f"--{question.option}: {problem}\nhint: {problem.hint}") from problem
    _say_mended(question, text, value)
    return value


def _asked(question: _Question) -> Any:
    words = f"{question.words} [{question.default}]" if question.default else question.words
    for _ in range(_TRIES):
        text = ask(words, _INSTEAD) or question.default
        try:
            value = question.convert(text)
        except starter.AnswerError as problem:
            say(str(problem))
            hint(problem.hint)
            continue
        _say_mended(question, text, value)
        return value
    raise MisuseError(f"no answer could be used\nhint: {_INSTEAD}")


def _say_mended(question: _Question, text: str, value: Any) -> None:
    """An address that was mended is shown: it is about to become an identity."""
    if question.option == "url" and value != text.strip():
        say(f"taken as {value}")


def _check_made(files: dict[str, bytes]) -> None:
    """Nothing is written that `check` would refuse; only an odd answer can get here."""
    sources = Sources(
        {
            path: SourceFile(path, data)
            for path, data in sorted(files.items())
            if path == "registry.yaml" or path.startswith(("credentials/", "issuers/"))
        }
    )
    checked = check_registry(sources, at=newest_date(sources))
    errors = [finding for finding in checked.findings if finding.severity == "error"]
    if errors:
        raise FindingsError(errors)


def _hint_git(root: Path, host: str) -> None:
    """The commands that begin a repository, where there is Git and none yet; it is never begun unasked."""
    folder = root.resolve()
    repository = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
    if repository is not None and repository != folder and host == "github":
        say(f"this folder lies in the repository {repository}, and GitHub reads .github/ at a repository's root alone")
        hint("give the registry a repository of its own, unless you know how to do without its workflows")
    if repository is not None or shutil.which("git") is None:
        return
    where = "" if folder == Path.cwd() else f" -C {shlex.quote(os.fspath(root))}"
    hint(f'keep it in Git: `git{where} init -b main`, `git{where} add -A`, `git{where} commit -m "Begin the registry"`')


# ---- an older registry ----


def _upgrade(args: argparse.Namespace, root: Path) -> int:
    settings = _settings(root)
    if starter.is_later(settings.testamur, __version__):
        advice = f"install Testamur {settings.testamur} or a later one, then run this again"
        raise MisuseError(
            f"the registry is built with Testamur {settings.testamur}, and this is {__version__}\nhint: {advice}"
        )
    held = read_named(root, [starter.RECORD])
    record = starter.parse_record(held[starter.RECORD]) if starter.RECORD in held else None
    if record is None:
        say(f"no {starter.RECORD} says what came with Testamur, so every file that differs counts as yours")
        host = _converted(next(each for each in _QUESTIONS if each.option == "host"), args.host or "github")
        record = starter.Record(host=host, first_issuer=_first_issuer(root), digests={})
    elif args.host is not None and args.host != record.host:
        raise MisuseError(f"this registry is hosted on {record.host}\nhint: change the host in {starter.RECORD}")
    facts = starter.Facts(
        name=settings.name,
        base_url=settings.base_url,
        first_issuer=record.first_issuer,
        host=record.host,
        version=__version__,
    )
    kept = starter.kept_files(facts)
    present = read_named(root, sorted({*kept, *record.digests, "registry.yaml", starter.RECORD}))
    plan = starter.plan_upgrade(present, record, kept, facts)
    for words, paths in (
        ("changed by you, so left alone", plan.changed),
        ("deleted by you, so left out", plan.deleted),
        ("no longer used; delete it if you did not change it", plan.dropped),
    ):
        for path in paths:
            say(f"{path}: {words}")
    told = {path: data for path, data in plan.files.items() if path != starter.RECORD}
    if not plan.files:
        say(f"nothing to bring up to date: this is what comes with Testamur {__version__}")
        return 0
    print(starter.difference(present, told), end="")
    if not _agreed(args, len(told)):
        return 1
    with staged(root) as stage:
        stage.replace(plan.files)
    say(f"wrote {len(plan.files)} file{'s' if len(plan.files) != 1 else ''}")
    hint("run `testamur check`, look at `git diff`, then commit")
    return 0


def _agreed(args: argparse.Namespace, count: int) -> bool:
    if args.yes:
        return True
    if not sys.stdin.isatty():
        say("nothing was written")
        hint("run this again with --yes to write what it shows")
        return False
    answer = ask(f"write {'these' if count else 'the record of'} {count or 'what came with Testamur'}? [y/N]", "--yes")
    if answer.lower() in {"y", "yes"}:
        return True
    say("nothing was written")
    return False


def _settings(root: Path) -> Settings:
    """What `registry.yaml` says; the rest of the registry may have findings."""
    if not root.is_dir():
        raise MisuseError(f"{root} is not a folder\nhint: name the registry's folder")
    held = read_named(root, ["registry.yaml"])
    sources = Sources({path: SourceFile(path, data) for path, data in held.items()})
    checked = check_registry(sources, at=newest_date(sources))
    if checked.registry is None:
        raise FindingsError(finding for finding in checked.findings if finding.severity == "error")
    return checked.registry.settings


def _first_issuer(root: Path) -> str:
    folder = root / "issuers"
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []
    return names[0] if names else "first-issuer"


def _one(code: str, path: Path, message: str, advice: str) -> FindingsError:
    return FindingsError([Finding(code=code, place=Place(file=os.fspath(path)), message=message, hint=advice)])
