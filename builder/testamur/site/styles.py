"""The style sheets that the site publishes: one for each kind of page, so that none asks for two.

One idea: what every page has is written once, in `site/assets/base.css`, and stands at the beginning of both sheets.
The verify page has nothing to show of a catalogue, and must be small on a slow line.
"""

from collections.abc import Mapping
from typing import Final

BASE: Final = "site/assets/base.css"
SHEETS: Final = ("assets/style.css", "assets/verify.css")


def with_base(files: Mapping[str, bytes], base: bytes) -> dict[str, bytes]:
    """The files by path, each style sheet behind what every page has."""
    found = {path: data for path, data in files.items() if path != BASE.removeprefix("site/")}
    return found | {path: base + b"\n" + files[path] for path in SHEETS if path in files}
