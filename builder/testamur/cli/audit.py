"""`testamur audit`: how a registry came to be what it is, step by step, and whether a site is what its commit gives."""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from testamur import change
from testamur.cli.arguments import Subparsers, add_command, add_root
from testamur.cli.building import Builder
from testamur.cli.comparing import Comparison, compare_folder, compare_host
from testamur.cli.outside import MisuseError, hint, say
from testamur.cli.progress import Progress
from testamur.cli.verify import Site
from testamur.findings import FindingsError, printable
from testamur.history import Step, answer, read_step, read_steps
from testamur.vendored import limits

_FOUND, _COULD_NOT = 1, 3
_MAX_SUBJECT: Final = 100
_DIFFERS: Final[Mapping[str, str]] = {
    "missing": "missing  ",
    "different": "different",
    "unasked": "no answer",
    "more": "more     ",
}
_SIGNED: Final[Mapping[str, str]] = {
    "none": "not signed",
    "good": "signed, and the signature holds",
    "untrusted": "signed, and the signature holds; this machine does not know whose key it is",
    "expired": "signed by a key or with a signature that has expired",
    "revoked": "signed by a key that was revoked",
    "bad": "SIGNED, AND THE SIGNATURE DOES NOT HOLD",
    "unchecked": "signed; the signature can't be checked on this machine",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One step with what it meant."""

    step: Step
    lines: tuple[str, ...]
    broken: tuple[str, ...]
    meaning: change.Meaning

    @property
    def is_sound(self) -> bool:
        return not self.broken and self.step.signature != "bad"


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "audit",
        "tell the registry's history, step by step, held against the rules",
        "testamur audit",
        "Every commit of the branch itself, oldest first: when, by whom, whether it is signed, what it meant, and\n"
        "which rules it broke. With --site, a published site is held against what this commit gives instead.\n"
        "Exit code 0: all is well; 1: a rule was broken, a signature does not hold, or a file of the site differs;\n"
        "3: the history can't be read, or the site does not answer.",
    )
    parser.add_argument(
        "--site", metavar="SITE", help="compare this site, a folder or an https address, with what this commit gives"
    )
    parser.add_argument("--format", choices=("json", "plain"), default="plain", help="how it is said (default: plain)")
    parser.set_defaults(run=run)
    add_root(parser)


def run(args: argparse.Namespace, outside: object) -> int:
    """Print every step; a broken rule gives 1."""
    del outside
    root = Path(args.root)
    if not root.is_dir():
        raise MisuseError(f"{root} is not a folder\nhint: name the registry's folder with --root")
    return _history(root, args.format) if args.site is None else _site(root, args.site, args.format)


def _history(root: Path, form: str) -> int:
    try:
        steps = read_steps(root)
        told = list(_told(root, steps))
    except FindingsError as problem:
        for finding in problem.findings:
            say(printable(finding.message))
            hint(printable(finding.hint))
        return _COULD_NOT
    broken = sum(not each.is_sound for each in told)
    if form == "json":
        print(json.dumps({"type": "TestamurAudit", "format": 1, "steps": [_as_json(each) for each in told]}, indent=2))
    else:
        for line in _lines(told):
            print(line)
    say(f"{len(told):,} {'step' if len(told) == 1 else 'steps'}, {broken or 'none'} of them against the rules")
    return _FOUND if broken else 0


def _site(root: Path, named: str, form: str) -> int:
    folder = None if named.startswith("https://") else Path(named)
    if folder is not None and not folder.is_dir():
        raise MisuseError(f"--site {named} is neither a folder nor an https address")
    builder = Builder(root)
    ready = builder.read()
    if ready.facts.dirty or ready.facts.commit is None:
        raise MisuseError(
            "what stands here is no commit, so no site can be held against it\n"
            "hint: commit what differs, or check out the commit that the site was built from"
        )
    with tempfile.TemporaryDirectory() as scratch:
        tree = builder.site(ready, Path(scratch))
    found = compare_host(tree, f"{named.rstrip('/')}/") if folder is None else compare_folder(tree, folder)
    if form == "json":
        document = {"type": "TestamurSite", "format": 1, "commit": ready.facts.commit, **asdict(found)}
        print(json.dumps(document, indent=2))
    else:
        for verb in ("missing", "different", "unasked", "more"):
            for path in getattr(found, verb):
                print(f"{_DIFFERS[verb]}  {printable(path)}")
    _say_of_the_site(found, ready.facts.commit, tree, named)
    return _FOUND if not found.is_same else _COULD_NOT if found.unasked else 0


def _say_of_the_site(found: Comparison, commit: str, tree: Mapping[str, bytes], named: str) -> None:
    say(f"{found.same:,} of {len(tree):,} files are what the commit {commit[:12]} gives")
    if found.is_same or "registry.json" not in found.different:
        return
    built_from = Site(named).read("registry.json", max_bytes=limits().max_registry_bytes)
    try:
        told = None if built_from is None else json.loads(built_from).get("commit")
    except (ValueError, AttributeError):
        told = None
    if isinstance(told, str) and told != commit:
        hint(f"the site says that it was built from {printable(told)[:40]}: check that out, and compare again")


def _told(root: Path, steps: tuple[Step, ...]) -> Iterator[_Told]:
    progress = Progress("read", len(steps))
    try:
        for step in steps:
            changed = read_step(root, step.before, step.commit)
            reading = change.read_change(changed)
            meaning = change.meaning_of(reading, change.learn(reading, partial(answer, root, changed.base)))
            lines = tuple(change.plain_lines(meaning, reading, step.time))
            yield _Told(step=step, lines=lines, broken=tuple(change.broken_rules(meaning)), meaning=meaning)
            progress.step()
    finally:
        progress.clear()


# ---- in words ----


def _lines(told: list[_Told]) -> Iterator[str]:
    idle = 0
    for each in told:
        if not each.lines and each.is_sound:
            idle += 1
            continue
        if idle:
            yield from (_passed_over(idle), "")
            idle = 0
        step = each.step
        yield f"{step.time:%Y-%m-%d %H:%M} UTC  {step.commit[:12]}  {_cut(step.subject)}"
        yield f"  {_who(step)}"
        yield from (f"  {line}" for line in each.lines)
        yield from (f"  RULE BROKEN: {line}" for line in each.broken)
        yield ""
    if idle:
        yield _passed_over(idle)


def _passed_over(steps: int) -> str:
    return f"({steps:,} {'step that touches' if steps == 1 else 'steps that touch'} nothing of the registry)"


def _who(step: Step) -> str:
    by = f"by {_cut(step.author)}"
    if step.committer != step.author:
        by += f", committed by {_cut(step.committer)}"
    if step.merged:
        by += "; a merge"
    if step.approved:
        by += f"; approved, it says, by {', '.join(map(_cut, step.approved))}"
    return f"{by}; {_SIGNED[step.signature]}"


def _cut(text: str) -> str:
    return printable(text if len(text) <= _MAX_SUBJECT else f"{text[: _MAX_SUBJECT - 1]}…")


# ---- as JSON ----


def _as_json(told: _Told) -> dict[str, Any]:
    step = told.step
    return {
        "commit": step.commit,
        "before": step.before,
        "time": f"{step.time:%Y-%m-%dT%H:%M:%SZ}",
        "author": printable(step.author),
        "committer": printable(step.committer),
        "subject": printable(step.subject),
        "approved": [printable(name) for name in step.approved],
        "merged": step.merged,
        "signature": step.signature,
        "says": list(told.lines),
        "broken": list(told.broken),
        "change": change.to_json(told.meaning),
    }
