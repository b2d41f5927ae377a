"""Draw the example society's badges: one engraved frame, six motifs, plain SVG without text, style or script.

Run `python tools/draw_badges.py` at the repository's root; it writes `credentials/<slug>/badge.svg`.
A shape's shading is not a clip path but lines that end where the shape ends, so that the file needs basic shapes only.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

Point = tuple[float, float]

INK = "#0b5d57"
PAPER = "#fbfaf6"
FRAME_INSIDE = 66.0


def number(value: float, decimals: int = 1) -> str:
    """The value with at most so many decimals, in the shortest form."""
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def line(points: Iterable[Point], *, closed: bool = False, decimals: int = 1) -> str:
    """Path data through the points."""
    return "M" + "L".join(f"{number(x, decimals)} {number(y, decimals)}" for x, y in points) + ("Z" if closed else "")


def band(name: str, outer: float, inner: float, lobes: int, strands: int, harmonic: float) -> str:
    """A guilloche band: one lobe of each strand, repeated by rotation in two steps so that the file stays small."""
    mid, swing = (outer + inner) / 2, (outer - inner) / 2
    width = 2 * math.pi / lobes
    lobe = []
    for strand in range(strands):
        phase = 2 * math.pi * strand / strands
        points = []
        for step in range(25):
            t = width * step / 24
            sine, overtone = math.sin(lobes * t + phase), math.sin(2 * lobes * t - phase)
            r = mid + swing * ((1 - harmonic) * sine + harmonic * overtone)
            points.append((r * math.cos(t), r * math.sin(t)))
        lobe.append(line(points, decimals=2))  # coarser, and the joints between lobes show
    few = next(n for n in (8, 7, 6, 5, 4, 3) if lobes % n == 0)
    return (
        f'<defs><path id="{name}" d="{"".join(lobe)}"/><g id="{name}s">'
        + "".join(f'<use href="#{name}" transform="rotate({number(360 / lobes * k, 3)})"/>' for k in range(few))
        + "</g></defs>"
        + "".join(
            f'<use href="#{name}s" transform="rotate({number(360 * few / lobes * k, 3)})"/>'
            for k in range(lobes // few)
        )
    )


def hatch(
    polygon: Sequence[Point], *, gap: float, slope: float = 0.0, right_of: float = -99.0, below: float = -99.0
) -> str:
    """Path data of parallel lines inside a polygon; pieces whose middle is left of or above the limits are left out."""
    turn, back = complex(math.cos(-slope), math.sin(-slope)), complex(math.cos(slope), math.sin(slope))
    turned = [complex(*p) * turn for p in polygon]
    low, high = min(p.imag for p in turned), max(p.imag for p in turned)
    pieces = []
    for row in range(1, int((high - low) / gap) + 1):
        y = low + row * gap
        cuts = sorted(
            a.real + (y - a.imag) * (b.real - a.real) / (b.imag - a.imag)
            for a, b in zip(turned, turned[1:] + turned[:1], strict=True)
            if (a.imag > y) != (b.imag > y)
        )
        for left, right in zip(cuts[::2], cuts[1::2], strict=True):
            one, two = complex(left, y) * back, complex(right, y) * back
            middle = (one + two) / 2
            if right - left > 1 and middle.real > right_of and middle.imag > below:
                pieces.append(line([(one.real, one.imag), (two.real, two.imag)]))
    return "".join(pieces)


def arc(cx: float, cy: float, r: float, start: float, end: float, steps: int = 28) -> list[Point]:
    """Points on a circle from one angle to another, in degrees, clockwise on the screen."""
    angles = (math.radians(start + (end - start) * k / steps) for k in range(steps + 1))
    return [(cx + r * math.cos(a), cy + r * math.sin(a)) for a in angles]


def filled(data: str) -> str:
    """A shape in the colour of paper on the dark medallion."""
    return f'<path d="{data}" fill="{PAPER}" stroke="none"/>'


def cut(data: str, width: float = 0.8) -> str:
    """Lines engraved into a light shape."""
    return f'<path d="{data}" fill="none" stroke="{INK}" stroke-width="{number(width)}"/>'


def drawn(data: str, width: float = 1.6) -> str:
    """Light lines on the dark medallion."""
    return f'<path d="{data}" fill="none" stroke="{PAPER}" stroke-width="{number(width)}"/>'


def star(cx: float, cy: float, r: float, points: int = 4, waist: float = 0.3) -> list[Point]:
    """A star with long rays, the first one upward."""
    corners = []
    for k in range(points * 2):
        radius = r if k % 2 == 0 else r * waist
        angle = math.pi * k / points - math.pi / 2
        corners.append((cx + radius * math.cos(angle), cy + radius * math.sin(angle)))
    return corners


def wave(y: float, half: float, height: float, length: float, shift: float = 0.0) -> list[Point]:
    """A sine line across the medallion."""
    return [
        (x, y + height * math.sin(2 * math.pi * (x + shift) / length))
        for x in (-half + 2 * half * k / 40 for k in range(41))
    ]


def drop_motif() -> str:
    """A drop over three layers that close again: wound care."""
    left = [
        (-22 * math.sin(t / 2) * math.sin(t), -46 + 29 * (1 - math.cos(t)))
        for t in (math.pi * k / 24 for k in range(25))
    ]
    drop = left + [(-x, y) for x, y in reversed(left[1:-1])]
    waves = "".join(line(wave(y, half, 2.6, 31, shift)) for y, half, shift in ((24, 47, 0), (33, 43, 8), (42, 36, 16)))
    return filled(line(drop, closed=True)) + cut(hatch(drop, gap=2.1, slope=-0.9, right_of=1.5)) + drawn(waves, 2)


def moon_motif() -> str:
    """A crescent and four stars: working at night."""
    outer = arc(-4, 0, 40, -49.5, -310.5, 56)  # the circles meet at (22, ±30.4)
    inner = arc(12, 0, 32, 71.8, 288.2, 48)
    moon = outer + inner
    stars = "".join(
        line(star(x, y, r), closed=True) for x, y, r in ((17, -4, 13), (38, 14, 6), (9, 19, 4.5), (40, -20, 4.5))
    )
    return filled(line(moon, closed=True)) + cut(hatch(moon, gap=2.2, slope=0.35, below=4)) + filled(stars)


def signal_motif() -> str:
    """Arcs that spread from a beating line: care at a distance."""
    arcs = "".join(line(arc(0, 8, r, -145, -35)) for r in (19, 31, 43))
    fine = "".join(line(arc(0, 8, r, -145, -35)) for r in (15.5, 22.5, 27.5, 34.5, 39.5, 46.5))
    beat = [
        (-48, 27),
        (-24, 27),
        (-18, 20),
        (-11, 27),
        (-6, 27),
        (0, 8),
        (7, 44),
        (13, 27),
        (18, 27),
        (24, 22),
        (29, 27),
        (48, 27),
    ]
    return (
        drawn(arcs, 3.4)
        + drawn(fine, 0.7)
        + drawn(line(beat), 2.4)
        + f'<circle cy="8" r="4.4" fill="{PAPER}" stroke="none"/>'
    )


def mountain_motif() -> str:
    """Two peaks with a shaded side, under a cross: help far from a hospital."""
    far: list[Point] = [(2, 33), (29, -6), (50, 33)]
    near: list[Point] = [(-52, 33), (-13, -20), (22, 33)]
    ridge: list[Point] = [(-13, -20), (-17, -6), (-10, 4), (-16, 16), (-8, 33), (22, 33)]
    quarter = [(4, -12), (4, -4), (12, -4)]
    half = quarter + [(x, -y) for x, y in reversed(quarter)]
    cross = [(23 + x, -36 + y) for x, y in half + [(-x, -y) for x, y in half]]
    ground = "".join(line([(-w, y), (w, y)]) for y, w in ((37.5, 48), (41.5, 44), (45.5, 38), (49.5, 31)))
    return (
        drawn(hatch(far, gap=2.3) + line(far, closed=True), 0.9)
        + filled(line(near, closed=True))
        + cut(hatch(ridge, gap=2.1, slope=0.99), 1)
        + filled(line(cross, closed=True))
        + drawn(ground, 1)
    )


def capsule_motif() -> str:
    """A capsule, half of it shaded, among a ring of grains: medicines."""
    half, r = 24.0, 17.0
    upper = [*arc(0, -half, r, 180, 360), (r, 0), (-r, 0)]
    lower = [(-r, 0), (r, 0), *arc(0, half, r, 0, 180)]
    grains = "".join(
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{1.7 if k % 3 == 0 else 0.9}"/>'
        for k, (x, y) in enumerate(arc(0, 0, 54, 0, 350, 35))
    )
    inside = arc(0, -half, r - 5, 205, 250, 8)
    return (
        '<g transform="rotate(38)">'
        + filled(line(upper, closed=True))
        + cut(line(inside) + line([(inside[0][0] - 0.6, -half + 1), (inside[0][0] - 0.6, -5)]), 1.2)
        + drawn(hatch(lower, gap=2.1, slope=math.pi / 2), 0.9)
        + drawn(line(lower, closed=True), 2)
        + f'</g><g fill="{PAPER}" stroke="none">{grains}</g>'
    )


def path_motif() -> str:
    """A road that winds to the horizon under a rising sun, with four marks on the way: a pathway."""
    left, right, marks = [], [], []
    for step in range(33):
        t = step / 32
        y = 52 - 54 * t
        centre = 17 * math.sin(t * 2.1 * math.pi + 0.35) * (1 - t) ** 0.55
        width = 12 * (1 - t) ** 1.5 + 0.7
        left.append((centre - width, y))
        right.append((centre + width, y))
        if step in (4, 12, 19, 25):
            marks.append((centre + width + 7.5 * (1 - t) + 3, y, 3.4 * (1 - t) + 1.1))
    road = left + right[::-1]
    sun = arc(0, -2, 15, 180, 360)
    near, middle, far = (arc(0, -2, r, -10, -170, 16) for r in (20, 34, 46))
    rays = "".join(line([near[k], (middle if k % 2 else far)[k]]) for k in range(17))
    fields = "".join(
        line([(-half, y), (half, y)])
        for y, half in ((-2, 58), (2, 57), (7, 56), (13, 55), (20, 53), (28, 49.5), (37, 43.5))
    )
    dots = "".join(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}"/>' for x, y, r in marks)
    return (
        drawn(fields, 0.7)
        + drawn(rays, 1)
        + filled(line(sun, closed=True) + line(road, closed=True))
        + f'<g fill="{PAPER}" stroke="{INK}">{dots}</g>'
    )


BADGES: dict[str, tuple[str, int, float, Callable[[], str]]] = {
    "wound-care-2": ("A drop above three closing layers", 30, 0.14, drop_motif),
    "night-shift-safety": ("A crescent moon and four stars", 24, 0.22, moon_motif),
    "telehealth-triage": ("Arcs that spread above a heartbeat", 35, 0.10, signal_motif),
    "rural-emergency-skills": ("Two peaks and a cross", 28, 0.30, mountain_motif),
    "medication-safety-short": ("A capsule in a ring of grains", 40, 0.18, capsule_motif),
    "rural-nurse-practice": ("A winding road, four marks and a rising sun", 18, 0.16, path_motif),
}


def badge(title: str, lobes: int, harmonic: float, motif: str) -> str:
    """One badge: paper disc, guilloche ring between hairlines, dark medallion with a fine grain, motif."""
    grain = "".join(line(arc(0, 0, r, 0, 360, 60), closed=True) for r in (63.4, 61.6))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="200" height="200">'
        f"<title>{title}</title>"
        '<g transform="translate(100 100)" stroke-linecap="round" stroke-linejoin="round">'
        f'<circle r="99" fill="{PAPER}"/>'
        f'<g fill="none" stroke="{INK}" stroke-width="0.6">'
        '<circle r="98" stroke-width="1.6"/><circle r="95.6"/>' + band("a", 94, 70.5, lobes, 6, harmonic) + "</g>"
        f'<circle r="{number(FRAME_INSIDE)}" fill="{INK}" stroke="{PAPER}" stroke-width="2"/>'
        f'<circle r="68" fill="none" stroke="{INK}" stroke-width="0.9"/>'
        f'<path d="{grain}" fill="none" stroke="{PAPER}" stroke-width="0.4"/>'
        f"{motif}"
        "</g></svg>\n"
    )


def main() -> None:
    """Write every badge beside its definition."""
    for slug, (title, lobes, harmonic, motif) in BADGES.items():
        Path("credentials", slug, "badge.svg").write_text(badge(title, lobes, harmonic, motif()), encoding="utf-8")


if __name__ == "__main__":
    main()
