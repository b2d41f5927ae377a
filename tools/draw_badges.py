"""Draw the example society's badges: one engraved frame, six motifs, plain SVG without text, style or script.

Run `python tools/draw_badges.py` at the repository's root; it writes `credentials/<slug>/badge.svg`. The same run gives the same bytes.
A shape's shading is not a clip path but lines that end where the shape ends, so that the file needs nothing beyond basic shapes.
"""

import math
from collections.abc import Callable, Iterable
from pathlib import Path

Point = tuple[float, float]

INK = "#0b5d57"
PAPER = "#fbfaf6"
FRAME_INSIDE = 66.0


def number(value: float) -> str:
    """The value with one decimal at most, in the shortest form."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def line(points: Iterable[Point], *, closed: bool = False) -> str:
    """Path data through the points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if closed else "")


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
            r = mid + swing * ((1 - harmonic) * math.sin(lobes * t + phase) + harmonic * math.sin(2 * lobes * t - phase))
            points.append((r * math.cos(t), r * math.sin(t)))
        lobe.append(line(points))
    few = next(n for n in (8, 7, 6, 5, 4, 3) if lobes % n == 0)
    return (
        f'<defs><path id="{name}" d="{"".join(lobe)}"/><g id="{name}s">'
        + "".join(f'<use href="#{name}" transform="rotate({number(360 / lobes * k)})"/>' for k in range(few))
        + "</g></defs>"
        + "".join(f'<use href="#{name}s" transform="rotate({number(360 * few / lobes * k)})"/>' for k in range(lobes // few))
    )


def hatch(polygon: list[Point], *, gap: float, slope: float = 0.0, until: Callable[[float, float], bool] = lambda x, y: True) -> str:
    """Path data of parallel lines inside a polygon; pieces whose middle is outside `until` are left out."""
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
            if right - left > 1 and until(middle.real, middle.imag):
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
    return [(x, y + height * math.sin(2 * math.pi * (x + shift) / length)) for x in (-half + 2 * half * k / 40 for k in range(41))]


def drop_motif() -> str:
    """A drop over three layers that close again: wound care."""
    left = [(-22 * math.sin(t / 2) * math.sin(t) ** 1.0, -46 + 29 * (1 - math.cos(t))) for t in (math.pi * k / 24 for k in range(25))]
    drop = left + [(-x, y) for x, y in reversed(left[1:-1])]
    waves = "".join(line(wave(y, half, 2.6, 31, shift)) for y, half, shift in ((24, 47, 0), (33, 43, 8), (42, 36, 16)))
    return filled(line(drop, closed=True)) + cut(hatch(drop, gap=2.1, slope=-0.9, until=lambda x, y: x > 1.5)) + drawn(waves, 2)


def moon_motif() -> str:
    """A crescent and four stars: working at night."""
    outer = arc(-4, 0, 40, -49.5, -310.5, 56)  # the circles meet at (22, ±30.4)
    inner = arc(12, 0, 32, 71.8, 288.2, 48)
    moon = outer + inner
    stars = "".join(line(star(x, y, r), closed=True) for x, y, r in ((17, -4, 13), (38, 14, 6), (9, 19, 4.5), (40, -20, 4.5)))
    return filled(line(moon, closed=True)) + cut(hatch(moon, gap=2.2, slope=0.35, until=lambda x, y: y > 4)) + filled(stars)


def signal_motif() -> str:
    """Arcs that spread from a beating line: care at a distance."""
    arcs = "".join(line(arc(0, 8, r, -145, -35)) for r in (19, 31, 43))
    fine = "".join(line(arc(0, 8, r, -145, -35)) for r in (15.5, 22.5, 27.5, 34.5, 39.5, 46.5))
    beat = [(-48, 27), (-24, 27), (-18, 20), (-11, 27), (-6, 27), (0, 8), (7, 44), (13, 27), (18, 27), (24, 22), (29, 27), (48, 27)]
    return drawn(arcs, 3.4) + drawn(fine, 0.7) + drawn(line(beat), 2.4) + f'<circle cy="8" r="4.4" fill="{PAPER}" stroke="none"/>'


def mountain_motif() -> str:
    """Two peaks with a shaded side, under a cross: help far from a hospital."""
    far = [(2, 33), (29, -6), (50, 33)]
    near = [(-52, 33), (-13, -20), (22, 33)]
    ridge = [(-13, -20), (-17, -6), (-10, 4), (-16, 16), (-8, 33), (22, 33)]
    cross = [(19, -48), (27, -48), (27, -40), (35, -40), (35, -32), (27, -32), (27, -24), (19, -24), (19, -32), (11, -32), (11, -40), (19, -40)]
    ground = "".join(line([(-half, y), (half, y)]) for y, half in ((37.5, 48), (41.5, 44), (45.5, 38), (49.5, 31)))
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
        f'<circle cx="{number(54 * math.cos(math.pi * k / 18))}" cy="{number(54 * math.sin(math.pi * k / 18))}" r="{1.7 if k % 3 == 0 else 0.9}"/>' for k in range(36)
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
        centre = 17 * math.sin(t * 2.1 * math.pi + 0.35) * (1 - t) ** 0.55 + 4 * t
        width = 12 * (1 - t) ** 1.5 + 0.7
        left.append((centre - width, y))
        right.append((centre + width, y))
        if step in (4, 12, 19, 25):
            marks.append((centre + width + 5.5 * (1 - t) + 2.5, y, 3.4 * (1 - t) + 1.1))
    road = left + right[::-1]
    sun = arc(4, -2, 15, 180, 360)
    rays = "".join(line([(4 + a * math.cos(w), -2 + a * math.sin(w)), (4 + b * math.cos(w), -2 + b * math.sin(w))])
                   for k in range(1, 18) for w in (-math.pi * k / 18,) for a, b in ((20, 46 if k % 2 else 34),))
    fields = "".join(line([(-half, y), (half, y)]) for y, half in ((-2, 58), (2, 57), (7, 56), (13, 55), (20, 53), (28, 49.5), (37, 43.5)))
    dots = "".join(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{PAPER}" stroke="{INK}" stroke-width="1"/>' for x, y, r in marks)
    return drawn(fields, 0.7) + drawn(rays, 1) + filled(line(sun, closed=True)) + filled(line(road, closed=True)) + dots


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
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="200" height="200" role="img">'
        f"<title>{title}</title>"
        '<g transform="translate(100 100)" stroke-linecap="round" stroke-linejoin="round">'
        f'<circle r="99" fill="{PAPER}"/>'
        f'<g fill="none" stroke="{INK}" stroke-width="0.6">'
        '<circle r="98" stroke-width="1.6"/><circle r="95.6"/>'
        + band("a", 94, 70.5, lobes, 6, harmonic)
        + "</g>"
        f'<circle r="{number(FRAME_INSIDE)}" fill="{INK}" stroke="{PAPER}" stroke-width="2"/>'
        f'<circle r="68" fill="none" stroke="{INK}" stroke-width="0.9"/>'
        f'<path d="{grain}" fill="none" stroke="{PAPER}" stroke-width="0.4"/>'
        f"{motif}"
        "</g></svg>\n"
    )


def main() -> None:
    for slug, (title, lobes, harmonic, motif) in BADGES.items():
        Path("credentials", slug, "badge.svg").write_text(badge(title, lobes, harmonic, motif()), encoding="utf-8")


if __name__ == "__main__":
    main()
