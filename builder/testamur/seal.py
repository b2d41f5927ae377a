"""The seal: a guilloche rosette that a digest draws, in the manner of banknotes and certificates.

One idea: two versions that differ in one byte look different, and one version looks the same on every machine. So
nothing here asks the platform's mathematics, whose last digit differs between machines: sines come from additions and
multiplications, which IEEE 754 settles, and what is written are whole numbers.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import cycle
from math import gcd
from typing import Final

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_RADIUS: Final = 1000  # of the whole drawing, in its own units
_TAU: Final = 6.283185307179586
_TURN: Final = 120  # steps of a full turn in the table of sines: every phase and every step is a whole number of them
INK: Final = "#2f8c83"  # stands out from light paper and from dark

# Fewest and most lobes, fewest strands, table steps between two points. Bands overlap where they meet: woven, not
# stacked. Where they meet is the digest's choice, between these radii.
_BANDS: Final = ((22, 40, 5, 5), (11, 23, 4, 4), (7, 15, 3, 4))
_MEETINGS: Final = ((640, 800), (400, 540))
_OVERLAP: Final = 30
_RINGS: Final = (975, 240)
# In small, the innermost band has some lobes more: with fewer its chords would draw the stars of faiths and flags.
_LOBES_IN_SMALL: Final = (0, 0, 2)
_SIGNS: Final = 48  # the number of the sign `0`; a value of the code below is so many signs after it


# The page of a definition and that of its version show the same one, and hold one text of it between them.
@lru_cache(maxsize=32)
def seal_svg(digest: str, *, size: int = 200, label: str = "") -> str:
    """The seal of a digest as an SVG element for an HTML page, drawn in the colour of the text around it.

    `digest` must be SHA-256 in lower-case hex, `size` is in CSS pixels. With a `label` it is an image of that name,
    else decoration that screen readers pass over. Raises ValueError when the digest is none. Ids inside come from the
    digest, so two seals of one digest on one page repeat them, with equal content.
    """
    return f'<svg class="seal" width="{size}" height="{size}" {_frame(label)}>{_drawing(digest)}</svg>'


def seal_file(digest: str, *, size: int = 400, label: str = "", ink: str = INK) -> bytes:
    """The same drawing as a file of its own, in one ink, such as `#2f8c83`, on nothing; the rest as for `seal_svg`."""
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" color="{ink}" {_frame(label)}>'
    return f"{opening}{_drawing(digest)}</svg>\n".encode()


def _frame(label: str) -> str:
    name = f'role="img" aria-label="{html.escape(label)}"' if label else 'aria-hidden="true"'
    return f'viewBox="-{_RADIUS} -{_RADIUS} {2 * _RADIUS} {2 * _RADIUS}" {name}'


def seal_lines(digest: str, radius: float) -> Iterator[list[tuple[int, int]]]:
    """The lines of the same drawing, each closed, as points around its middle: for what has no SVG.

    `radius` is that of the whole drawing in the units of the points. Raises ValueError when the digest is none.
    """
    scale = radius / _RADIUS
    for band in _bands(digest):
        circle = _circle(band.lobes, band.stride)
        for phase in band.phases:
            reaches = [scale * reach for reach in band.reaches(phase)][:-1]
            line = [
                (round(reach * cosine), round(reach * sine))
                for (sine, cosine), reach in zip(circle, cycle(reaches), strict=False)
            ]
            yield [*line, line[0]]
    for ring in _RINGS:
        yield [(round(scale * ring * cosine), round(scale * ring * sine)) for sine, cosine in _circle(5, 2)]


def seal_code(digest: str) -> str:
    """What the seal of a digest is drawn from in small: nine signs, three a band, from the outermost inwards.

    The three are half the outer radius in hundredths of the drawing, the number of lobes, and how many lobes a chord
    spans; each is the sign that comes so many after `0`. Raises ValueError when the digest is none.
    """
    values = []
    for band, more in zip(_bands(digest), _LOBES_IN_SMALL, strict=True):
        lobes = band.lobes + more
        outer = round((band.middle + band.swing) / 20)
        inner = (band.middle - band.swing) / 20
        # The chord whose middle is nearest to the inner edge of the band, so that the chords leave the same ring free.
        spans = range(2, (lobes + 1) // 2)
        span = min(spans, key=lambda each: abs(outer * _sine_and_cosine(each, 2 * lobes)[1] - inner))
        values += [outer, lobes, span]
    return "".join(chr(_SIGNS + value) for value in values)


def seal_path(code: str) -> str:
    """The path data of a seal in small, around the middle of a drawing from -98 to 98; `code` is one of `seal_code`.

    A wave with as many lobes as the large one has would be a blur at the size of a word or two, so its chords stand for
    it: the same bands, as wide and as often divided, in a twentieth of the bytes.
    """
    values = [ord(sign) - _SIGNS for sign in code]
    return "".join(_chords(*values[at : at + 3]) for at in range(0, len(values), 3))


@cache
def _chords(half: int, lobes: int, span: int) -> str:
    """The chords of one band, as few closed lines as there can be."""
    points = [_sine_and_cosine(lobe, lobes) for lobe in range(lobes)]
    # Twice a whole number: no exact value ends in a half, which two languages would round to different sides.
    corners = [f"{round(2 * half * sine)} {-round(2 * half * cosine)}" for sine, cosine in points]
    lines = gcd(lobes, span)
    drawn = ([corners[(first + step * span) % lobes] for step in range(lobes // lines)] for first in range(lines))
    return "".join(f"M{' '.join(line)}z".replace(" -", "-") for line in drawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """One band of waves around a circle, each bent by a harmonic of itself; one line a phase."""

    middle: float
    swing: float
    lobes: int
    phases: tuple[int, ...]
    harmonic: int
    share: float
    stride: int

    def reaches(self, phase: int) -> list[float]:
        """How far from the middle a line is at each step of one lobe, both ends included."""
        table, share, rest, harmonic = _waves(), self.share, 1 - self.share, self.harmonic
        middle, swing = self.middle, self.swing
        return [
            middle + swing * (rest * table[(step + phase) % _TURN] + share * table[(harmonic * step - phase) % _TURN])
            for step in range(0, _TURN + 1, self.stride)
        ]


def _bands(digest: str) -> Iterator[_Band]:
    """The three bands between the two rings."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is not a SHA-256 digest")
    rolled = bytes.fromhex(digest)
    meetings = [low + rolled[12 + number] * (high - low) // 255 for number, (low, high) in enumerate(_MEETINGS)]
    for number, (fewest, most, strands, stride) in enumerate(_BANDS):
        choice = rolled[4 * number : 4 * number + 4]
        outer = (950, *meetings)[number] + (_OVERLAP if number else 0)
        inner = (*meetings, 268)[number] - (_OVERLAP if number < len(meetings) else 0)
        count = strands + choice[1] % 3
        yield _Band(
            middle=(outer + inner) / 2,
            swing=(outer - inner) / 2,
            lobes=fewest + choice[0] * (most - fewest + 1) // 256,
            phases=tuple(strand * _TURN // count for strand in range(count)),
            harmonic=2 + choice[2] % 2,
            share=choice[3] / 1500,
            stride=stride,
        )


# Its page in every language, its file and the pages of its version come one after the other.
@lru_cache(maxsize=32)
def _drawing(digest: str) -> str:
    """The bands and rings. A band is one lobe with its strands, repeated by rotation."""
    lobes_drawn, turns = [], []
    for number, band in enumerate(_bands(digest)):
        name = f"s{digest[24:32]}{number}"
        paths = "".join(_strand(band, phase) for phase in band.phases)
        lobes_drawn.append(f'<path id="{name}" d="{paths}"/>')
        turns += [f'<use href="#{name}" transform="rotate({degrees})"/>' for degrees in _lobes(band.lobes)]
    rings = "".join(f'<circle r="{radius}" stroke-width="9"/>' for radius in _RINGS)
    return (
        f'<g fill="none" stroke="currentColor" stroke-width="4.5"><defs>{"".join(lobes_drawn)}</defs>'
        f"{''.join(turns)}{rings}</g>"
    )


def _strand(band: _Band, phase: int) -> str:
    """One line of one lobe as path data."""
    moves: list[int] = []
    left = above = 0
    for (sine, cosine), reach in zip(_rays(band.lobes, band.stride), band.reaches(phase), strict=True):
        across, down = round(reach * cosine), round(reach * sine)
        moves += (across - left, down - above)
        left, above = across, down
    # A minus sign parts two numbers as well as a space does.
    return f"M{moves[0]} {moves[1]}l{' '.join(map(str, moves[2:])).replace(' -', '-')}"


@cache
def _lobes(lobes: int) -> tuple[str, ...]:
    """How far each lobe of so many is turned."""
    return tuple(_degrees(lobe, lobes) for lobe in range(lobes))


def _degrees(part: int, parts: int) -> str:
    """`part` of `parts` of a full turn in degrees, with at most three decimals, by whole numbers alone."""
    thousandths = (360_000 * part + parts // 2) // parts
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")


@cache
def _waves() -> tuple[float, ...]:
    """The sines of a full turn."""
    return tuple(_sine_and_cosine(step, _TURN)[0] for step in range(_TURN))


@cache
def _rays(lobes: int, stride: int) -> tuple[tuple[float, float], ...]:
    """The sine and the cosine of where each step of one lobe of so many stands on the circle, both ends included."""
    return tuple(_sine_and_cosine(step, _TURN * lobes) for step in range(0, _TURN + 1, stride))


@cache
def _circle(lobes: int, stride: int) -> tuple[tuple[float, float], ...]:
    """The same for all lobes, one after the other."""
    return tuple(
        _sine_and_cosine(lobe * _TURN + step, _TURN * lobes)
        for lobe in range(lobes)
        for step in range(0, _TURN, stride)
    )


def _sine_and_cosine(part: int, parts: int) -> tuple[float, float]:
    """Sine and cosine of `part` of `parts` of a full turn, by their series around the nearest quarter turn."""
    quarter = (4 * part + parts // 2) // parts
    angle = _TAU * (4 * part - quarter * parts) / (4 * parts)
    square = angle * angle
    sine = cosine = 0.0
    for power in range(18, 0, -2):  # at most an eighth of a turn from zero, where these terms are exact enough
        cosine = 1.0 - square / (power * (power - 1)) * cosine if cosine else 1.0
        sine = 1.0 - square / (power * (power + 1)) * sine if sine else 1.0
    sine *= angle
    return ((sine, cosine), (cosine, -sine), (-sine, -cosine), (-cosine, sine))[quarter % 4]
