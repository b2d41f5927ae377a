"""The cards: what a network shows where somebody shares a page, drawn from its title, its issuer and its seal.

One idea: a card is a picture of few colours, made of whole numbers and of one font that ships with us, so that it is
small, quick and the same wherever it is drawn; and what that font can't draw is left out rather than shown as boxes
(docs/decisions/0196).
"""

import unicodedata
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

from testamur.canon import sha256_hex
from testamur.colour import rgb
from testamur.kept import Kept
from testamur.model import CardChoice, Registry
from testamur.seal import INK, seal_lines
from testamur.site.painting import ink_of
from testamur.site.versions import published_versions
from testamur.vendored import font

WIDTH: Final = 1200  # what networks ask for: 1.91 to 1
HEIGHT: Final = 630
EACH: Final = 250  # definitions that have cards of their own unless told so: a thousand cards take as long as the site
REGISTRY: Final = "cards/registry.png"

_PAPER: Final = (251, 250, 246)
_INK: Final = (28, 35, 33)
_SHADES: Final = 8  # of each of the two inks: 16 colours take half a byte a pixel

_LEFT: Final = 72
_TOP: Final = 64
_COLUMN: Final = 600  # how wide a line of text may be
_SEAL_SIDE: Final = 440
_EDGE: Final = 44  # beside the seal
_FINE: Final = 2  # the seal is drawn twice as large, and shrunk to soften its lines
_TITLE: Final = ((62, 4), (52, 5), (42, 6))  # sizes to try, and how many lines each may take
_LONGEST: Final = 400  # characters: more than fit in any size
_LEADING: Final = 1.22
_SMALL: Final = 27
_SOFT: Final = 170  # of 255: words that stand back


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card says. The digest draws the seal; `kind` is a word over the title, `host` stands under the issuer.

    The seal is drawn in the ink.
    """

    digest: str
    registry: str
    kind: str
    title: str
    issuer: str
    host: str
    ink: str = INK


# A site that is watched while it is written draws only what changed.
@lru_cache(maxsize=2 * EACH)
def card_image(card: Card) -> bytes:
    """The card as a PNG of 1200 by 630 pixels; equal cards give equal bytes.

    Whatever a text's length, it stays inside; a text that the font can't draw as a whole is left out, and in the place
    of a title stands the word for its type.
    """
    image = Image.new("P", (WIDTH, HEIGHT))
    image.putpalette(_palette(card.ink))
    image.paste(_seal(card.digest), (WIDTH - _SEAL_SIDE - _EDGE, (HEIGHT - _SEAL_SIDE) // 2))
    draw = ImageDraw.Draw(text := Image.new("L", (WIDTH, HEIGHT)))
    _small(draw, card.registry, _TOP, soft=True)
    kind, title = _drawable(card.kind), _drawable(card.title)
    _heading(draw, title or kind, kind if title else "")
    _small(draw, card.issuer, HEIGHT - _TOP - 2 * _SMALL - 14, soft=False)
    _small(draw, card.host, HEIGHT - _TOP - _SMALL, soft=True)
    shade = text.point([value * _SHADES // 256 for value in range(256)])
    image.paste(shade, mask=text.point([255 * (value >= 256 // _SHADES) for value in range(256)]))
    file = BytesIO()
    image.save(file, "PNG", bits=4, compress_level=4)
    return file.getvalue()


def cards_of(registry: Registry, kinds: Mapping[str, str], kept: Kept | None = None) -> dict[str, Card]:
    """The cards of a checked registry by their place in the site; none where its settings ask for none.

    `kinds` says each type of award in words; `kept` holds what an earlier build answered.
    """
    kept = Kept() if kept is None else kept
    settings, choice = registry.settings, card_choice(registry)
    ink = ink_of(settings.accent)
    host = settings.base_url.split("/")[2]
    if choice == "none":
        return {}
    digest = sha256_hex(settings.base_url.encode())  # as that of the mark, which is drawn in small
    cards = {REGISTRY: Card(digest=digest, registry="", kind="", title=settings.name, issuer="", host=host, ink=ink)}
    if choice == "one":
        return cards
    names = {issuer.slug: issuer.name for issuer in registry.issuers}
    for achievement in registry.achievements:
        for version in published_versions(achievement, registry, kept):
            definition = version.definition
            cards[card_path(definition.slug, definition.version)] = Card(
                digest=version.digest,
                registry=settings.name,
                kind=kinds[definition.type],
                title=definition.title,
                issuer=names[definition.issuer],
                host=host,
                ink=ink,
            )
    return cards


def card_choice(registry: Registry) -> CardChoice:
    """What has a card: what the settings say, and where they say nothing, what a build has the time for."""
    return registry.settings.cards or ("each" if len(registry.achievements) <= EACH else "one")


def card_path(slug: str, version: str) -> str:
    """Where the card of a version stands in the site."""
    return f"cards/{slug}/{version}.png"


# ---- drawing ----


def _palette(seal: str) -> list[int]:
    """Paper to ink in equal steps, then paper to the seal's ink: all 16 colours."""
    return [
        paper + (ink - paper) * step // (_SHADES - 1)
        for target in (_INK, rgb(seal))
        for step in range(_SHADES)
        for paper, ink in zip(_PAPER, target, strict=True)
    ]


def _seal(digest: str) -> Image.Image:
    side = _FINE * _SEAL_SIDE
    fine = Image.new("L", (side, side))
    draw = ImageDraw.Draw(fine)
    for line in seal_lines(digest, side // 2 - 2):
        draw.line([(side // 2 + across, side // 2 + down) for across, down in line], fill=255)
    # Lines of one pixel are made of whole numbers alone; one step to the right makes them as bold as on the page.
    bold = ImageChops.lighter(fine, ImageChops.offset(fine, 1, 0)).reduce(_FINE)
    return bold.point([0 if value < 256 // _SHADES else _SHADES + value * _SHADES // 256 for value in range(256)])


def _heading(draw: ImageDraw.ImageDraw, title: str, kind: str) -> None:
    """The title, in the largest size in which it fits, in the middle of the card, under the word for its type."""
    size, lines = _fitted(title)
    step = int(size * _LEADING)
    top = (HEIGHT - step * len(lines)) // 2 - 8
    if kind:
        draw.text((_LEFT, top - _SMALL - 18), _cut(kind, _SMALL), font=_face(_SMALL), fill=_SOFT)
    for number, line in enumerate(lines):
        draw.text((_LEFT, top + number * step), line, font=_face(size), fill=255)


def _small(draw: ImageDraw.ImageDraw, words: str, top: int, *, soft: bool) -> None:
    if text := _drawable(words):
        draw.text((_LEFT, top), _cut(text, _SMALL), font=_face(_SMALL), fill=_SOFT if soft else 255)


@cache
def _face(size: int) -> ImageFont.FreeTypeFont:
    # The other engine orders letters by a library of the system, which is not the same everywhere.
    return ImageFont.truetype(BytesIO(font().data), size, layout_engine=ImageFont.Layout.BASIC)


def _drawable(words: str) -> str:
    """The words on one line, or nothing where the font lacks a character or would have to put two in one place."""
    text = " ".join(unicodedata.normalize("NFC", words).split())[:_LONGEST]
    whole = font().draws(text) and not any(
        unicodedata.combining(each) or unicodedata.bidirectional(each) in {"R", "AL", "AN"} for each in text
    )
    return text if whole else ""


def _width(text: str, size: int) -> float:
    return _face(size).getlength(text)


def _room(text: str, size: int, ending: str = "") -> int:
    """How many characters of the text fit on one line with the ending behind them; at least one."""
    return max(
        1, bisect(range(len(text) + 1), float(_COLUMN), key=lambda count: _width(text[:count] + ending, size)) - 1
    )


def _cut(text: str, size: int) -> str:
    """The text, or as much of it as fits on one line, with an ellipsis."""
    if _width(text, size) <= _COLUMN:
        return text
    return text[: _room(text, size, "…")].rstrip(" ,;:") + "…"


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size in which the title fits, and its lines; at the smallest, as much as fits."""
    size, most = _TITLE[0]
    lines: list[str] = []
    for size, most in _TITLE:
        lines = _lines(title, size)
        if len(lines) <= most:
            return size, lines
    kept = lines[: most - 1]
    return size, [*kept, _cut(" ".join(lines[most - 1 :]), size)]


def _lines(text: str, size: int) -> list[str]:
    """The text in lines that fit, broken between words, and within a word where it is wider than the column."""
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _width(joined, size) <= _COLUMN:
            lines[-1] = joined
            continue
        rest = word
        while _width(rest, size) > _COLUMN:
            count = _room(rest, size)
            lines.append(rest[:count])
            rest = rest[count:]
        lines.append(rest)
    return lines
