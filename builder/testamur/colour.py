"""The registry's one colour: what a page may paint with it so that everybody can read it (WCAG 2.2, 1.4.3).

One idea: the author chooses a hue, and lightness is computed. In Oklab (CSS Color 4, section 9) a colour's lightness
can move while its hue stays, so each ground has the author's colour where it can be read, and else the nearest that
can. Nothing here asks the platform's mathematics but for square roots, which IEEE 754 settles: a build gives the same
bytes on every machine.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

Rgb: TypeAlias = tuple[int, int, int]

# The grounds of the pages, as `site/assets/base.css` has them: paper, raised and tint.
LIGHT_GROUNDS: Final = ("#fbfaf6", "#ffffff", "#eff3ee")
DARK_GROUNDS: Final = ("#131716", "#1a1f1e", "#1b2524")
LEAST: Final = 4.5  # small text; frames, squares and the ring of focus would do with 3

_FORM: Final = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
# What a colour is moved to where it has to move: a little more than the least, and in the dark, where colours tire the
# eye sooner, as much as the other words there have.
_WISHED_LIGHT: Final = 5.0
_WISHED_DARK: Final = 7.5
_STEPS: Final = 16  # halvings of the way between black and white: finer than the last digit of a colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Accent:
    """One accent: as its author wrote it, on light and on dark grounds, and an ink that stands out from both."""

    written: str
    light: str
    dark: str
    ink: str

    @property
    def moved(self) -> bool:
        """Whether light pages have another colour than the author's."""
        return self.light != self.written


def accent_from(text: str) -> Accent:
    """The accent of a colour such as `#7a1f5c`, `7a1f5c` or `#a5c`.

    Raises ValueError where the text is no such colour. `light` and `dark` keep 4.5 to 1 on every ground of their theme,
    and `ink` at least 3 to 1 on the paper of both. Not looked at: whether two registries have one colour.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no colour such as #7a1f5c")
    digits = found[1].lower()
    written = "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
    return Accent(
        written=written,
        light=_readable(written, LIGHT_GROUNDS, _WISHED_LIGHT, far=0.0),
        dark=_readable(written, DARK_GROUNDS, _WISHED_DARK, far=1.0),
        ink=_between(written),
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(colour: str, grounds: Sequence[str]) -> float:
    """The contrast with that ground on which it is the least."""
    return min(contrast(colour, ground) for ground in grounds)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2); `colour` has six digits."""
    red, green, blue = (_linear(part) for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def rgb(colour: str) -> Rgb:
    """The three parts of a colour with six digits, each 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


# ---- moving ----


def _readable(colour: str, grounds: Sequence[str], wished: float, *, far: float) -> str:
    """The colour where it can be read, else the nearest of its hue that is read well, towards 0 black or 1 white."""
    if least_contrast(colour, grounds) >= LEAST:
        return colour
    near, first, second = _oklab(colour)
    for _ in range(_STEPS):
        middle = (near + far) / 2
        if least_contrast(_shown(middle, first, second), grounds) >= wished:
            far = middle
        else:
            near = middle
    return _shown(far, first, second)


def _between(colour: str) -> str:
    """The same hue as light as what stands out from light and from dark paper alike."""
    _, first, second = _oklab(colour)
    dark, light = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (dark + light) / 2
        shown = _shown(middle, first, second)
        if contrast(shown, LIGHT_GROUNDS[0]) > contrast(shown, DARK_GROUNDS[0]):
            dark = middle
        else:
            light = middle
    return _shown(dark, first, second)


def _shown(lightness: float, first: float, second: float) -> str:
    """The colour of that lightness and hue, as strong as a screen can show it, up to the strength asked for."""
    whole, none = 1.0, 0.0
    if not _on_screens(_parts(lightness, first, second)):
        for _ in range(_STEPS):
            middle = (whole + none) / 2
            if _on_screens(_parts(lightness, middle * first, middle * second)):
                none = middle
            else:
                whole = middle
        whole = none
    parts = _parts(lightness, whole * first, whole * second)
    return "#" + "".join(f"{_encoded(min(max(part, 0.0), 1.0)):02x}" for part in parts)


def _on_screens(parts: Sequence[float]) -> bool:
    return all(-1e-6 <= part <= 1 + 1e-6 for part in parts)


# ---- Oklab, by B. Ottosson's matrices as CSS Color 4 prints them ----


def _oklab(colour: str) -> tuple[float, float, float]:
    red, green, blue = (_linear(part) for part in rgb(colour))
    long = _root(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue, 3)
    middle = _root(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue, 3)
    short = _root(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue, 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _parts(lightness: float, first: float, second: float) -> tuple[float, float, float]:
    """Linear red, green and blue."""
    long = _cube(lightness + 0.3963377774 * first + 0.2158037573 * second)
    middle = _cube(lightness - 0.1055613458 * first - 0.0638541728 * second)
    short = _cube(lightness - 0.0894841775 * first - 1.2914855480 * second)
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


@cache
def _linear(value: int) -> float:
    part = value / 255
    if part <= 0.04045:
        return part / 12.92
    base = (part + 0.055) / 1.055
    return base * base * _root(base * base, 5)  # to the power of 2.4


def _encoded(part: float) -> int:
    if part <= 0.0031308:
        return round(255 * 12.92 * part)
    twelfth = _root(math.sqrt(math.sqrt(part)), 3)
    return round(255 * (1.055 * twelfth * twelfth * twelfth * twelfth * twelfth - 0.055))  # to the power of 1/2.4


def _cube(value: float) -> float:
    return value * value * value


def _root(value: float, degree: int) -> float:
    """The root of what is not negative, by Newton's steps."""
    if value <= 0.0:
        return 0.0
    found = 1.0
    for _ in range(64):
        power = 1.0
        for _ in range(degree - 1):
            power *= found
        nearer = ((degree - 1) * found + value / power) / degree
        if nearer == found:
            break
        found = nearer
    return found
