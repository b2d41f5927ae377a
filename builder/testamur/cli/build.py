"""`testamur build`: check, then the whole site into a folder of its own, put in place at once."""

import argparse
from pathlib import Path

from testamur import __version__
from testamur.cli.arguments import Subparsers, add_command, add_root
from testamur.cli.moment import build_time
from testamur.cli.outside import Outside, hint, say
from testamur.cli.registry import judge, read_registry
from testamur.findings import FindingsError
from testamur.history import read_history, read_unignored
from testamur.load import read_site_sources
from testamur.pages import BuildFacts
from testamur.site import build_tree, page_contexts, too_large_for_a_copy
from testamur.write import workshop, write_tree


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "build",
        "check the registry and compile its site",
        "testamur build --out _site",
        "The site is a function of the commit and this tool's version: no network, no secret, no clock. With errors\n"
        "nothing is written; a folder that testamur did not make is never replaced.",
    )
    parser.add_argument("--out", metavar="DIR", help="where the site goes (default: _site in the registry)")
    parser.set_defaults(run=run)
    add_root(parser)


def run(args: argparse.Namespace, outside: Outside) -> int:
    """Build the tree in memory, then write it; errors in the registry give 1 and leave the old site."""
    del outside  # a build has neither clock nor chance
    root = Path(args.root)
    sources, found = read_registry(root)
    history = read_history(root)
    at = build_time(history, sources)
    checked = judge(sources, at, found)
    if checked.registry is None:
        raise FindingsError(checked.findings)
    for finding in found.findings:
        if finding.code == "staging-left":
            say(f"{finding.place.file}: {finding.message}")
            hint(finding.hint)
    if history.dirty:
        say("files differ from the commit, so nobody can rebuild this site from it")
        hint("commit first, then build")
    facts = BuildFacts(time=at, commit=history.commit, dirty=history.dirty, testamur=__version__)
    site_sources = read_site_sources(root)
    templates = {path: data for path, data in site_sources.items() if path.startswith("templates/")}
    pages = page_contexts(checked.registry, facts, site_sources)
    out = root / "_site" if args.out is None else Path(args.out)
    from testamur.render import render_pages  # MkDocs, which no other command has to load

    with workshop(out) as scratch:
        rendered = render_pages(pages, templates=templates, scratch=scratch)
        tree = build_tree(checked.registry, facts, pages, rendered, site_sources)
        write_tree(tree, out)
    if too_large := too_large_for_a_copy(tree):
        say(too_large)
        hint("without a network, use a clone of the registry and `testamur verify`")
    print(out)
    say(f"built {len(tree)} files")
    if unignored := read_unignored(out.absolute()):
        hint(f"add /{unignored} to .gitignore, so that the built site stays out of the repository's commits")
    return 0
