"""A credential baked into a PNG image (PNG third edition, sections 5 and 11.3.3; Open Badges 3.0, section 5.3.1).

The one idea: every byte of the image is accounted for, and none of it is decoded. What a chunk holds is handed on as it
stands, so nothing is ever unpacked and nothing is drawn.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from testamur.contain.faults import ContainError

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEYWORD: Final = b"openbadgecredential\0"
_KIND: Final = re.compile(rb"[A-Za-z]{4}")
_TEXTS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt"})


def credential_in_png(data: bytes) -> bytes:
    """The text of the one chunk that holds a credential, as it stands.

    `data` begins with the signature. Raises ContainError with `png_malformed`, `png_trailing_data`,
    `png_no_credential`, `container_ambiguous` or `png_text_form`, by the rules of docs/verification.md. Not checked:
    whether the image can be drawn, and what the text is.
    """
    found = [(kind, body) for kind, body in _chunks(data) if kind in _TEXTS and body.startswith(_KEYWORD)]
    if not found:
        raise ContainError("png_no_credential")
    if len(found) > 1:
        raise ContainError("container_ambiguous")
    kind, body = found[0]
    if kind != b"iTXt":
        raise ContainError("png_text_form")
    # After the keyword: whether it is compressed, how, a language and a translation, each of the two ended by a zero.
    at = len(_KEYWORD)
    parts = body[at + 2 :].split(b"\0", 2)
    if len(parts) < 3 or body[at] > 1:
        raise ContainError("png_malformed")
    if body[at] == 1:
        raise ContainError("png_text_form")
    return parts[2]


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk, its kind and its body, once the whole file is known to be a row of chunks and nothing else."""
    at = len(SIGNATURE)
    rows: list[tuple[bytes, int, int]] = []
    while not rows or rows[-1][0] != b"IEND":
        kind = data[at + 4 : at + 8]
        start, end = at + 8, at + 8 + int.from_bytes(data[at : at + 4], "big")
        if _KIND.fullmatch(kind) is None or end + 4 > len(data):
            raise ContainError("png_malformed")
        if zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            raise ContainError("png_malformed")
        if (kind == b"IHDR") != (not rows) or (kind == b"IHDR" and end - start != 13):
            raise ContainError("png_malformed")
        rows.append((kind, start, end))
        at = end + 4
    if rows[-1][1] != rows[-1][2] or all(kind != b"IDAT" for kind, _, _ in rows):
        raise ContainError("png_malformed")
    if at != len(data):
        raise ContainError("png_trailing_data")
    return ((kind, data[start:end]) for kind, start, end in rows)
