"""Badge images that are safe to show and to bake (threat 32; SVG 1.1, PNG third edition).

One idea: an allow-list. What is not on it is refused with its name, and nothing in an image may reach beyond the image.
"""

import math
import re
import struct
import zlib
from collections.abc import Mapping
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import defusedxml
import defusedxml.ElementTree

from testamur.check.notes import Notes
from testamur.findings import FindingsError, quoted
from testamur.model import Badge
from testamur.source import SourceFile
from testamur.source.text import decoded

MIN_PNG_PIXELS: Final = 90  # below this a badge can't be told from another in a wallet
MAX_PNG_PIXELS: Final = 4096  # a decoded image of this size takes 64 MiB
MAX_LIGHT_BYTES: Final = 18_000  # compressed; a page with a logo and a badge of this size stays below 50 KB
MAX_SVG_ELEMENTS: Final = 50_000  # counted with every repetition by `use`
_MAX_USE_DEPTH = 16

_SVG = "http://www.w3.org/2000/svg"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS: Final = frozenset(
    "svg g defs title desc path rect circle ellipse line polyline polygon text tspan use symbol linearGradient "
    "radialGradient stop clipPath mask pattern".split()
)
_ATTRIBUTES: Final = frozenset(
    "id class role lang x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy rotate d points width height viewBox "
    "preserveAspectRatio transform opacity fill fill-opacity fill-rule stroke stroke-width stroke-opacity "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset vector-effect "
    "paint-order color display visibility overflow clip-path clip-rule clipPathUnits mask maskUnits "
    "maskContentUnits patternUnits patternContentUnits patternTransform gradientUnits gradientTransform "
    "spreadMethod offset stop-color stop-opacity pathLength version font-family font-size font-weight "
    "font-style font-variant font-stretch text-anchor text-rendering shape-rendering dominant-baseline "
    "alignment-baseline baseline-shift letter-spacing word-spacing textLength lengthAdjust href style "
    "aria-label aria-labelledby aria-describedby aria-hidden aria-roledescription focusable".split()
)
_XML_ATTRIBUTES: Final = frozenset(f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("space", "lang"))
_LOCAL_URL = re.compile(r"url\(\s*(['\"]?)#[A-Za-z_][\w.-]*\1\s*\)")
_REACHES_OUT = re.compile(r"url\s*\(|[\\@]|/\*|expression|javascript:|data:", re.IGNORECASE)
_ENCODING = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS: Final = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"sBIT",
        b"bKGD",
        b"pHYs",
        b"iCCP",
        b"cICP",
    }
)
_PNG_TEXT: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_PLAIN_SVG = "Save it as plain SVG, with nothing in it but shapes and text."


def check_image(notes: Notes, file: SourceFile) -> Badge | None:
    """The badge that a file is, or None, with findings, when it is unsafe, broken or not square."""
    before = len(notes.findings)
    name = file.path.rpartition("/")[2]
    if name.endswith(".svg"):
        _check_svg(notes, file)
        media_type = "image/svg+xml"
    else:
        _check_png(notes, file)
        media_type = "image/png"
    if len(notes.findings) > before:
        return None
    size = len(file.data) if len(file.data) <= MAX_LIGHT_BYTES else len(zlib.compress(file.data))
    if size > MAX_LIGHT_BYTES:
        notes.add(
            "image-heavy",
            file.path,
            f"the image is {size:,} bytes for each reader; with more than {MAX_LIGHT_BYTES:,} a page loads slowly",
            "Draw it with fewer shapes, or save it as a PNG of 400 pixels a side with few colours.",
            spot=(1, 1),
        )
    return Badge(name=name, media_type=media_type, data=file.data)


# ---- SVG ----


class _Target:
    """What the parser tells: each element and instruction, with its line and column."""

    def __init__(self, notes: Notes, path: str) -> None:
        self.notes = notes
        self.path = path
        self.parser: Any = None
        self.root: Mapping[str, str] | None = None
        self.depth = 0
        self.wrong_root = False
        # The open elements with an `id`, and for each `id` (empty: the image) how many it holds and which it repeats.
        self.open: list[tuple[str, int]] = []
        self.own: dict[str, int] = {}
        self.uses: dict[str, list[str]] = {}

    def spot(self) -> tuple[int, int]:
        """Where the parser stands: line and column, counted from 1."""
        expat = self.parser.parser
        return expat.CurrentLineNumber, expat.CurrentColumnNumber + 1

    def refuse(self, code: str, message: str, hint: str) -> None:
        self.notes.add(code, self.path, message, hint, spot=self.spot())

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        namespace, _, name = tag.rpartition("}")
        if self.root is None:
            self.root = attributes
            if (namespace, name) != ("{" + _SVG, "svg"):
                self.wrong_root = True
                self.refuse(
                    "image-malformed", f"the file begins with {quoted(name)} and not with an SVG image", _PLAIN_SVG
                )
        if self.wrong_root:
            return
        if namespace != "{" + _SVG or name not in _ELEMENTS:
            self.refuse("image-unsafe", f"the element {quoted(name)} is not allowed in a badge", _PLAIN_SVG)
        for attribute, value in attributes.items():
            self._attribute(attribute, value)
        if attributes.get("id"):
            self.open.append((attributes["id"], self.depth))
        self.depth += 1
        self._count(name, attributes)

    def _count(self, name: str, attributes: Mapping[str, str]) -> None:
        target = (attributes.get("href") or attributes.get(_XLINK_HREF) or "").removeprefix("#")
        for identifier, _ in (("", 0), *self.open):
            self.own[identifier] = self.own.get(identifier, 0) + 1
            if name == "use":
                self.uses.setdefault(identifier, []).append(target)

    def drawn(self) -> int:
        """How many elements are drawn, with every repetition by `use`; more than allowed where one repeats itself."""
        sizes: dict[str, int] = {}

        def size(identifier: str, depth: int) -> int:
            if depth > _MAX_USE_DEPTH:
                return MAX_SVG_ELEMENTS + 1
            if identifier not in sizes:
                repeated = sum(size(target, depth + 1) for target in self.uses.get(identifier, ()))
                sizes[identifier] = min(self.own.get(identifier, 0) + repeated, MAX_SVG_ELEMENTS + 1)
            return sizes[identifier]

        return size("", 0)

    def end(self, _tag: str) -> None:
        self.depth -= 1
        if self.open and self.open[-1][1] == self.depth:
            self.open.pop()

    def pi(self, target: str, _data: str) -> None:
        self.refuse("image-unsafe", f"the instruction {quoted(target)} is not allowed in a badge", _PLAIN_SVG)

    def data(self, text: str) -> None:
        """Text is shown as text."""

    def close(self) -> None:
        """Nothing is built."""

    def _attribute(self, attribute: str, value: str) -> None:
        plain = "href" if attribute == _XLINK_HREF else attribute
        if plain not in _ATTRIBUTES and attribute not in _XML_ATTRIBUTES:
            name = attribute.rpartition("}")[2]
            self.refuse("image-unsafe", f"the attribute {quoted(name)} is not allowed in a badge", _PLAIN_SVG)
        elif plain == "href":
            if not value.startswith("#"):
                self.refuse(
                    "image-reaches-out",
                    "the image refers to something outside itself",
                    "Draw it into the image, or refer to an element of the image by `#id`.",
                )
        elif _REACHES_OUT.search(_LOCAL_URL.sub("", value)) and plain not in {"aria-label", "id", "class"}:
            self.refuse(
                "image-reaches-out",
                f"the attribute {quoted(plain)} refers to something outside the image",
                "Refer to elements of the image by `url(#id)` alone.",
            )


def _check_svg(notes: Notes, file: SourceFile) -> None:
    try:
        text = decoded(file.path, file.data)
    except FindingsError as error:
        notes.extend(error.findings)
        return
    declared = _ENCODING.match(text)
    if declared and declared[1].lower() != "utf-8":
        notes.add(
            "image-malformed",
            file.path,
            f"the image says that its text is {quoted(declared[1])}",
            "Save it as UTF-8.",
            spot=(1, 1),
        )
        return
    target = _Target(notes, file.path)
    parser = defusedxml.ElementTree.DefusedXMLParser(target=target, forbid_dtd=True)
    target.parser = parser
    try:
        parser.feed(file.data)
        parser.close()
    except ParseError as cause:
        line, column = cause.position
        notes.add("image-malformed", file.path, "this is not XML from here on", _PLAIN_SVG, spot=(line, column + 1))
        return
    except defusedxml.DefusedXmlException:
        notes.add(
            "image-unsafe",
            file.path,
            "a document type or an entity is not allowed in a badge",
            "Delete the lines with `<!DOCTYPE` and `<!ENTITY`.",
            spot=target.spot(),
        )
        return
    if target.drawn() > MAX_SVG_ELEMENTS:
        notes.add(
            "image-too-complex",
            file.path,
            f"the image draws more than {MAX_SVG_ELEMENTS:,} elements",
            "Make it simpler.",
            spot=(1, 1),
        )
    _check_square_svg(notes, file.path, target.root or {})


def _check_square_svg(notes: Notes, path: str, root: Mapping[str, str]) -> None:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        _, _, width, height = (float(number) for number in box)
    except ValueError:
        notes.add(
            "image-not-square",
            path,
            "the image does not say its size in a `viewBox` of four numbers",
            'Write for example viewBox="0 0 200 200".',
            spot=(1, 1),
        )
        return
    sizes = {width, height} if width > 0 and math.isfinite(width) else set()
    if "width" in root or "height" in root:
        lengths = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
        outer = {float(match[1]) if match else 0.0 for match in lengths}
    else:
        outer = {1.0}
    if len(sizes) != 1 or len(outer) != 1:
        notes.add(
            "image-not-square", path, "the image is not square", "Give it one size for width and height.", spot=(1, 1)
        )


# ---- PNG ----


def _check_png(notes: Notes, file: SourceFile) -> None:
    def refuse(code: str, message: str, hint: str) -> None:
        notes.add(code, file.path, message, hint, spot=(1, 1))

    data = file.data
    whole = "Save the image again as PNG."
    if not data.startswith(_PNG_SIGNATURE):
        refuse("image-malformed", "the file is not a PNG image", whole)
        return
    at, kinds = len(_PNG_SIGNATURE), []
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8]) if at + 8 <= len(data) else (len(data), b"")
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            refuse("image-malformed", "the image is damaged or cut off", whole)
            return
        kinds.append(kind)
        if kind in _PNG_TEXT:
            refuse(
                "image-metadata",
                f"the image carries notes about how it was made ({kind.decode()}), which may name a person",
                "Save it without metadata.",
            )
        elif kind not in _PNG_CHUNKS:
            refuse(
                "image-unsafe", f"the image has a part {quoted(kind.decode('latin-1'))}, which is not allowed", whole
            )
        at = end
        if kind == b"IEND":
            break
    if at != len(data) or not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        refuse("image-malformed", "the image is damaged, or something is attached to it", whole)
        return
    width, height = struct.unpack(">II", data[16:24])
    if width != height:
        refuse("image-not-square", f"the image is {width} by {height} pixels", "Make it square.")
    elif not MIN_PNG_PIXELS <= width <= MAX_PNG_PIXELS:
        refuse(
            "image-size",
            f"the image is {width} pixels wide; it must be from {MIN_PNG_PIXELS} to {MAX_PNG_PIXELS}",
            "Save it in another size.",
        )
