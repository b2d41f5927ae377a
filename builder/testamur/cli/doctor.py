"""`testamur doctor`: what is missing or will soon be, here and at the published address, and what mends it."""

import argparse
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from testamur import __version__, keystore, starter
from testamur.check import Checked
from testamur.cli.arguments import Subparsers, add_command, add_private_folder, add_root
from testamur.cli.moment import build_time
from testamur.cli.outside import MisuseError, Outside, private_path, say
from testamur.cli.registry import judge, read_registry
from testamur.cli.signing import multikey_from
from testamur.doctor import (
    ORIGIN,
    Advice,
    Here,
    Needed,
    Private,
    advise_here,
    advise_live,
    advise_private,
    exit_code,
    needed_files,
)
from testamur.fetch import ask_https
from testamur.findings import Finding, FindingsError, printable
from testamur.history import History, read_history, read_uncommitted
from testamur.load import read_named, read_site_sources
from testamur.model import Registry
from testamur.pages import BuildFacts
from testamur.served import Reply
from testamur.site.machine import machine_files
from testamur.vendored import limits

_PARTS = ("here", "private")
_MAX_ASKED = 500  # a society of twenty keys and lists has two hundred such files
_MAX_SILENT = 3  # after so many without an answer in a row the host is taken to be down
_SIGNS = {"good": "ok  ", "soon": "soon", "to_do": "todo", "unknown": "?   "}
_OWNER = re.compile(r"^[^#\s]\S*\s+(?:@|\S+@)\S", re.MULTILINE)


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "doctor",
        "see what is missing or will soon be, and what mends it",
        "testamur doctor --live",
        "It looks at the folder, at the private folder without a passphrase and, with --live, at the published site.\n"
        "It goes by today's date. Exit code 0: nothing to do; 1: something; 3: the address could not be reached.",
    )
    parser.add_argument(
        "--live",
        nargs="?",
        const="",
        metavar="ADDRESS",
        help="look at the published site too: the registry's base URL, or a copy at another https address",
    )
    parser.add_argument(
        "--skip", action="append", choices=_PARTS, default=[], help="leave this part out; may be repeated"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON array, an object for each thing looked at")
    parser.set_defaults(run=run)
    add_private_folder(parser)
    add_root(parser)


def run(args: argparse.Namespace, outside: Outside) -> int:
    """Look, say what is there to do, and give the exit code."""
    root, now = Path(args.root), outside.clock()
    if args.live and not args.live.startswith("https://"):
        raise MisuseError(f"--live {args.live} is not an address that begins with https://")
    sources, found = read_registry(root)
    if "registry.yaml" not in sources.files and "registry.yaml" not in sources.unread:
        raise MisuseError(f"there is no registry in {root}\nhint: name its folder with --root, or begin one with init")
    history = read_history(root)
    checked = judge(sources, now, found)
    registry = checked.registry or checked.to_sign
    advice: list[Advice] = []
    if "here" not in args.skip:
        advice += advise_here(_here(root, now, history, checked), registry)
    if "private" not in args.skip and registry is not None:
        advice += advise_private(_private(args, registry), registry)
    if args.live is not None:
        at = build_time(history, sources)
        facts = BuildFacts(time=at, commit=history.commit, dirty=history.dirty, testamur=__version__)
        advice += _live(args.live, root, now, facts, judge(sources, at, found).registry)
    if args.json:
        print(json.dumps([asdict(each) for each in advice], indent=2))
    else:
        print(_words(advice), end="")
    return exit_code(advice)


def _words(advice: Sequence[Advice]) -> str:
    """What needs something first; each with the command that mends it on a line of its own."""
    order = ("to_do", "unknown", "soon", "good")
    lines = []
    for each in sorted(advice, key=lambda each: order.index(each.outcome)):
        lines.append(f"{_SIGNS[each.outcome]} {each.id}: {printable(each.message)}")
        if each.command:
            lines.append(f"       {printable(each.command)}")
    return "".join(f"{line}\n" for line in lines)


# ---- here ----


def _here(root: Path, now: datetime, history: History, checked: Checked) -> Here:
    errors = sum(finding.severity == "error" for finding in checked.findings)
    return Here(
        now=now,
        git=shutil.which("git") is not None,
        commit=history.commit,
        shallow=history.shallow,
        uncommitted=read_uncommitted(root) if history.dirty else (),
        errors=errors,
        warnings=len(checked.findings) - errors,
        unsigned=checked.registry is None and checked.to_sign is not None,
        testamur=__version__,
        outdated=_outdated(root, checked.registry or checked.to_sign),
        owners=_owners(root),
        verifier=any(path.startswith("site/verifier/dist/") for path in read_site_sources(root)),
    )


def _outdated(root: Path, registry: Registry | None) -> tuple[str, ...] | None:
    """The files that `init --upgrade` would bring up to date; None where nothing says what came with Testamur."""
    held = read_named(root, [starter.RECORD])
    record = starter.parse_record(held[starter.RECORD]) if held else None
    if record is None or registry is None:
        return None
    facts = starter.Facts(
        name=registry.settings.name,
        base_url=registry.settings.base_url,
        first_issuer=record.first_issuer,
        host=record.host,
        version=__version__,
    )
    kept = starter.kept_files(facts)
    present = read_named(root, sorted({*kept, *record.digests, starter.RECORD}))
    plan = starter.plan_upgrade(present, record, kept, facts)
    return tuple(path for path in plan.files if path != starter.RECORD)


def _owners(root: Path) -> bool | None:
    held = read_named(root, [".github/CODEOWNERS"])
    return bool(_OWNER.search(held[".github/CODEOWNERS"].decode(errors="replace"))) if held else None


# ---- the private folder ----


def _private(args: argparse.Namespace, registry: Registry) -> Private:
    path = private_path(args, registry.settings)
    there = path.exists() or path.is_symlink()
    refused: Finding | None = None
    keys: dict[str, Finding | None] = {}
    unfinished = 0
    if there:
        try:
            # It is there, so nothing is made; what is wrong with it as a folder is raised.
            keystore.private_folder(path, Path(args.root))
            held = keystore.held_keys(path)
            unfinished = keystore.unfinished_batches(path)
        except FindingsError as problem:
            refused, held = problem.findings[0], frozenset()
        for multikey in sorted(held):
            keys[multikey] = _unusable(path, multikey)
    return Private(path=str(path), there=there, refused=refused, keys=keys, unfinished=unfinished)


def _unusable(path: Path, multikey: str) -> Finding | None:
    try:
        keystore.check_key(path, multikey, multikey_from)
    except FindingsError as problem:
        return problem.findings[0]
    return None


# ---- the published address ----


def _live(address: str, root: Path, now: datetime, facts: BuildFacts, registry: Registry | None) -> tuple[Advice, ...]:
    if registry is None:
        message = "the registry here has errors, so nothing says what should be published"
        return (Advice(id="reached", outcome="unknown", message=message, command="testamur check"),)
    base_url = f"{address.rstrip('/')}/" if address else registry.settings.base_url
    needed = needed_files(machine_files(registry, facts, read_site_sources(root), {}))
    if len(needed) > _MAX_ASKED:
        say(f"{len(needed)} files are published; the first {_MAX_ASKED} are asked for")
    commit = None if facts.dirty else facts.commit
    asked = needed[:_MAX_ASKED]
    return advise_live(base_url, commit, asked, _ask(base_url, asked), now)


def _ask(base_url: str, needed: Sequence[Needed]) -> Mapping[str, Reply]:
    served: dict[str, Reply] = {}
    silent = 0
    for each in needed:
        most = limits().max_registry_bytes if each.path == "registry.json" else None
        served[each.path] = reply = ask_https(base_url + each.path, max_bytes=most, origin=ORIGIN)
        silent = silent + 1 if reply.trouble is not None else 0
        if silent == _MAX_SILENT or (reply.trouble is not None and len(served) == 1):
            break
    return served
