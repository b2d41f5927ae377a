"""Writes docs/findings.md from the entries of `builder/testamur/data/findings/`.

`python -m tools.findings_reference` writes it anew; `--check` only says whether it is up to date.
"""

import argparse
import sys
from collections.abc import Sequence

from testamur.reference import Entry, Group, groups

from tools.findings_base import ROOT

PAGE = ROOT / "docs" / "findings.md"

HEAD = """\
# Findings

What `testamur check` and the other commands say, what it means and what to do.
Each finding has a code, a place (file, line and column), what is wrong and, where we can guess it, what to do.
A code never changes its meaning and is never used again for anything else.
`testamur check` tells all of them at once; warnings are marked and do not fail a check.
Of a flood, more than a hundred findings of one code in one file, it tells a hundred and says that there are more.
Every code has at least one folder in `tests/findings/`: a small faulty registry or, where none can show it, a scene.
What the finding says is done there once, and leads to success.
Row numbers are those of [the principles](principles.md).

This page is made from `builder/testamur/data/findings/`, where a change belongs.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(section(group) for group in groups())])


def section(group: Group) -> str:
    """A group's part of the page."""
    intro = f"{group.intro}\n\n" if group.intro else ""
    return f"## {group.title}\n\n{intro}" + "\n".join(paragraph(entry) for entry in group.entries)


def paragraph(entry: Entry) -> str:
    """A code's part of the page."""
    warning = "A warning, which fails no check.\n" if entry.severity == "warning" else ""
    return f"### `{entry.code}`\n\n{warning}{entry.text}\n\n- Wrong: {entry.wrong}\n- Right: {entry.right}\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the page, or with `--check` answer 1 where it differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the page is up to date")
    check = parser.parse_args(argv).check
    if not check:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.read_text(encoding="utf-8") == page():
        return 0
    print("docs/findings.md is not up to date: run `python -m tools.findings_reference`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
