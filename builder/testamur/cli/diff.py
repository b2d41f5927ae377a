"""`testamur diff`: what a change means, for whoever reviews it."""

import argparse
import json
from pathlib import Path

from testamur import change
from testamur.cli.arguments import Subparsers, add_command, add_root
from testamur.cli.outside import MisuseError, hint, say
from testamur.findings import Finding, FindingsError, printable
from testamur.history import answer, check_answers, default_base, read_changes

_COULD_NOT = 3


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the command line's own parser."""
    parser = add_command(
        subparsers,
        "diff",
        "say what a change means",
        "testamur diff origin/main",
        "What would be merged (commits, what is not committed yet, new files) is held against the commit from which\n"
        "it began: the merge base of BASE and HEAD. Exit code 0, whatever the change is; 3: it could not be compared.",
    )
    parser.add_argument("base", metavar="BASE", help="the branch or commit that the change is to be merged into")
    parser.add_argument(
        "--format", choices=("json", "markdown"), default="markdown", help="how it is said (default: markdown)"
    )
    parser.add_argument("--committed", action="store_true", help="look at commits alone, not at the working tree")
    parser.set_defaults(run=run)
    add_root(parser)


def run(args: argparse.Namespace, outside: object) -> int:
    """Print the meaning of the change."""
    del outside
    root = Path(args.root)
    if not root.is_dir():
        raise MisuseError(f"{root} is not a folder\nhint: name the registry's folder with --root")
    try:
        changed = read_changes(root, args.base, committed=args.committed)
        reading = change.read_change(changed)
        meaning = change.meaning_of(reading, change.learn(reading, lambda asked: answer(root, changed.base, asked)))
    except FindingsError as problem:
        for finding in problem.findings:
            say(printable(finding.message))
            hint(printable(finding.hint))
        return _COULD_NOT
    if args.format == "json":
        print(json.dumps(change.to_json(meaning), indent=2))
    else:
        print(change.to_markdown(meaning), end="")
    return 0


def findings_over_time(root: Path, base: str | None) -> tuple[Finding, ...]:
    """What the rules over time say of the working tree, held against `base`.

    Without one it is the remote's own branch where there is one, else the commit; where there is neither, nothing is
    said; where Git can't be asked for it, a warning. What keeps the comparison from being made is a finding.
    """
    try:
        chosen = default_base(root) if base is None else base
        if chosen is None:
            check_answers(root)
            return ()
        changed = read_changes(root, chosen)
        reading = change.read_change(changed)
        return change.check_over_time(reading, change.learn(reading, lambda asked: answer(root, changed.base, asked)))
    except FindingsError as problem:
        return problem.findings
