"""Pictures around a credential, made without the rooms that open them, and the ways in which they can be wrong.

Compression is the one block of `forge`, so that the bytes are the same whatever the zlib at hand.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence

from tests.casebook.forge import gzip_bytes

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
OPENBADGES = "https://purl.imsglobal.org/ob/v3p0"
SVG = "http://www.w3.org/2000/svg"
Chunk = tuple[bytes, bytes]


def deflated(content: bytes) -> bytes:
    """The content in zlib's wrapping (RFC 1950)."""
    return b"\x78\x01" + gzip_bytes(content)[10:-8] + struct.pack(">I", zlib.adler32(content))


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk with its length and its sum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def itxt(credential: bytes, *, keyword: bytes = KEYWORD, compressed: bool = False) -> Chunk:
    """The body of a text chunk as Open Badges asks for it."""
    text = deflated(credential) if compressed else credential
    return b"iTXt", keyword + b"\0" + bytes([compressed, 0]) + b"en\0credential\0" + text


HEAD: Chunk = (b"IHDR", struct.pack(">IIBBBBB", 90, 90, 1, 0, 0, 0, 0))
PIXELS: Chunk = (b"IDAT", deflated(b"\0" * (90 * (1 + 12))))
END: Chunk = (b"IEND", b"")


def png(parts: Iterable[Chunk]) -> bytes:
    """A PNG of exactly these chunks."""
    return PNG + b"".join(chunk(kind, body) for kind, body in parts)


def baked_png(*texts: Chunk, before_pixels: bool = False) -> bytes:
    """A black square that carries these text chunks, behind its pixels unless told."""
    return png([HEAD, *texts, PIXELS, END] if before_pixels else [HEAD, PIXELS, *texts, END])


def png_around(credential: bytes) -> bytes:
    """A PNG with a credential as Open Badges asks for it."""
    return baked_png(itxt(credential))


def cdata(credential: bytes) -> str:
    """The credential as character data, whatever brackets are in it."""
    return "<![CDATA[" + credential.decode().replace("]]>", "]]]]><![CDATA[>") + "]]>"


def baked_svg(*elements: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n', attributes: str = "") -> bytes:
    """A drawing that carries these elements."""
    lines: Sequence[str] = (
        f'{head}<svg xmlns="{SVG}" xmlns:openbadges="{OPENBADGES}" viewBox="0 0 9 9"{attributes}>',
        *elements,
        '<circle cx="4" cy="4" r="4"/>',
        "</svg>",
    )
    return ("\n".join(lines) + "\n").encode()


def element(credential: bytes) -> str:
    """The element of Open Badges with a credential in it."""
    return f"<openbadges:credential>{cdata(credential)}</openbadges:credential>"


def svg_around(credential: bytes) -> bytes:
    """An SVG with a credential as Open Badges asks for it."""
    return baked_svg(element(credential))


def fits_svg(credential: bytes) -> bool:
    """Whether XML can carry these bytes and give them back unchanged: UTF-8, its characters, no carriage return."""
    try:
        text = credential.decode()
    except UnicodeDecodeError:
        return False
    allowed = all(
        char in "\t\n" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff" for char in text
    )
    return allowed and bool(text.strip(" \t\r\n"))
