"""`testamur build`: check, then the whole site into a folder of its own, put in place at once."""

import argparse
from pathlib import Path

from testamur.cli.arguments import Subparsers, add_command, add_root
from testamur.cli.building import Builder
from testamur.cli.outside import Outside, hint, say
from testamur.history import read_unignored
from testamur.site import too_large_for_a_copy
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
    builder = Builder(root)
    ready = builder.read()
    for finding in ready.findings:
        if finding.code == "staging-left":
            say(f"{finding.place.file}: {finding.message}")
            hint(finding.hint)
    if ready.facts.dirty:
        say("files differ from the commit, so nobody can rebuild this site from it")
        hint("commit first, then build")
    out = root / "_site" if args.out is None else Path(args.out)
    with workshop(out) as scratch:
        tree = builder.site(ready, scratch)
        write_tree(tree, out)
    if too_large := too_large_for_a_copy(tree):
        say(too_large)
        hint("without a network, use a clone of the registry and `testamur verify`")
    print(out)
    say(f"built {len(tree)} files")
    if unignored := read_unignored(out.absolute()):
        hint(f"add /{unignored} to .gitignore, so that the built site stays out of the repository's commits")
    return 0
