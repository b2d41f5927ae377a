"""The registry's colour put into the files that the site publishes (docs/decisions/0184).

One idea: a page's policy allows no style but that of a file, so the colour is a last rule of each style sheet; what
is drawn as a file has its ink in it. Verdicts keep their colours whatever a registry chooses.
"""

from collections.abc import Mapping
from typing import Final

from testamur.colour import Accent
from testamur.seal import INK
from testamur.site.styles import SHEETS

_ICON: Final = "assets/icon.svg"
_LIGHT: Final = b"#0b5d57"  # of the icon that ships with us, as in the style sheet
_DARK: Final = b"#7cc7bd"


def painted(files: Mapping[str, bytes], accent: Accent | None) -> dict[str, bytes]:
    """The files by path, the style sheets and the icon in the registry's colour where it has one."""
    if accent is None:
        return dict(files)
    found = dict(files)
    for sheet in SHEETS:
        if sheet in files:
            found[sheet] = files[sheet].rstrip(b"\n") + b"\n" + accent_rules(accent).encode()
    if _ICON in files:
        found[_ICON] = files[_ICON].replace(_LIGHT, accent.light.encode()).replace(_DARK, accent.dark.encode())
    return found


def accent_rules(accent: Accent) -> str:
    """The rules that put one accent in the place of ours; dark as there, on screens alone."""
    return (
        f":root {{ --accent: {accent.light} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {accent.dark} }} }}\n"
    )


def ink_of(accent: Accent | None) -> str:
    """The ink of seals that are files of their own."""
    return INK if accent is None else accent.ink
