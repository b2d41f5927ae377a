"""`testamur check`: every finding, none hidden."""

import argparse
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from testamur import __version__
from testamur.cli.arguments import Subparsers, add_command, add_root
from testamur.cli.diff import findings_over_time
from testamur.cli.findings_output import FORMATS
from testamur.cli.markdown import counts
from testamur.cli.moment import build_time
from testamur.cli.outside import MisuseError, Outside, say
from testamur.cli.registry import judge, read_registry
from testamur.findings import Finding, FindingsError
from testamur.history import read_history
from testamur.load import read_site_sources
from testamur.model import Registry
from testamur.pages import BuildFacts
from testamur.site import dead_links, editions, site_paths, taken_names
from testamur.source import Sources
from testamur.write import write_report

_PAGES: Final = "site/pages/"


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "check",
        "check every file of a registry",
        "testamur check --format github",
        "Dates are judged by the time of the build: SOURCE_DATE_EPOCH, else the commit's, else the newest in the\n"
        "sources. Exit code 0: no errors; 1: errors.",
    )
    parser.add_argument(
        "--format", choices=sorted(FORMATS), default="plain", help="how findings are printed (default: plain)"
    )
    parser.add_argument(
        "--also",
        action="append",
        default=[],
        type=_also,
        metavar="FORMAT=FILE",
        help="write the same findings in this format to a file as well; may be repeated",
    )
    parser.add_argument(
        "--at", metavar="TIME", help="judge dates by this time instead: now, a day, or 2026-03-01T12:00:00Z"
    )
    parser.add_argument(
        "--base",
        metavar="REF",
        help="hold what was published before against this commit (default: the remote's own branch, else the commit)",
    )
    parser.set_defaults(run=run)
    add_root(parser)


def run(args: argparse.Namespace, outside: Outside) -> int:
    """Print every finding; errors give 1."""
    root = Path(args.root)
    sources, found = read_registry(root)
    at = build_time(read_history(root), sources) if args.at is None else _moment(args.at, outside)
    more = (*_of_the_site(root), *findings_over_time(root, args.base))
    checked = judge(sources, at, FindingsError((*found.findings, *more)))
    # Only a registry has a site, so that links are looked at when nothing else is wrong.
    findings = (
        checked.findings
        if checked.registry is None
        else (*_dead_links(root, checked.registry, sources, at), *checked.findings)
    )
    for form, file in args.also:
        write_report(file, FORMATS[form](findings).encode())
    print(FORMATS[args.format](findings), end="")
    errors = sum(finding.severity == "error" for finding in findings)
    say(counts(errors, len(findings) - errors))
    return 1 if errors else 0


def _of_the_site(root: Path) -> tuple[Finding, ...]:
    """What is wrong with the registry's own `templates/` and `site/`, so that a check finds what a build refuses."""
    try:
        sources = read_site_sources(root)
    except FindingsError as problem:
        return problem.findings
    taken = taken_names(sources)
    if not (root / "templates").is_dir():
        return taken
    from testamur.render import check_templates  # MkDocs, for the few registries that have templates of their own

    templates = {path: data for path, data in sources.items() if path.startswith("templates/")}
    return (*taken, *check_templates(templates))


def _dead_links(root: Path, registry: Registry, sources: Sources, at: datetime) -> tuple[Finding, ...]:
    site_sources = read_site_sources(root)
    # The pages that ship with us are in order, and looking at them would ask for the whole site every time.
    own = {path: data for path, data in site_sources.items() if _PAGES not in path or (root / path).is_file()}
    facts = BuildFacts(time=at, commit=None, dirty=True, testamur=__version__)
    try:
        return dead_links(
            sources,
            own,
            base_url=registry.settings.base_url,
            editions=editions(registry, site_sources),
            paths=lambda: site_paths(registry, facts, site_sources),
        )
    except FindingsError as problem:
        return problem.findings


def _also(text: str) -> tuple[str, Path]:
    form, equals, file = text.partition("=")
    if form not in FORMATS or not equals or not file:
        raise argparse.ArgumentTypeError(f"{text} is not one of {', '.join(sorted(FORMATS))}, then = and a file")
    return form, Path(file)


def _moment(text: str, outside: Outside) -> datetime:
    if text == "now":
        return outside.clock()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is not None and len(text) == 10:
        return datetime.combine(moment.date(), time(23, 59, 59), tzinfo=UTC)
    if moment is None or moment.tzinfo is None:
        raise MisuseError(
            f"--at {text} is neither now, a day (2026-03-01) nor a time with a zone (2026-03-01T12:00:00Z)"
        )
    return moment.astimezone(UTC)
