"""Bitstring Status List 1.0: bits, their encoding, and the unsigned list credential.

The one idea: a list is its bits. Lists are compared by bits and never by compressed bytes, which depend on the zlib
in use, and nothing is unpacked beyond a declared size.
"""

import base64
import binascii
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Any, Final, Self

MIN_ENTRIES: Final = 131_072  # section 6.1: 16 KiB, so that an index hides among many

_GZIP_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # deflate, no name, no time, no operating system
_LEVEL: Final = 6  # level 9 takes fifteen times as long for an eighth less
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")


class StatusListError(ValueError):
    """A list or an index can't be used.

    `code` is `status_list_encoding`, `status_list_too_short`, `status_list_too_large`, `status_index_malformed` or
    `status_index_out_of_range`.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True, slots=True)
class Bitstring:
    """An immutable list of bits, most significant bit of each byte first.

    At least 131,072 of them, a multiple of eight.
    """

    content: bytes

    def __post_init__(self) -> None:
        if len(self.content) * 8 < MIN_ENTRIES:
            raise StatusListError("status_list_too_short", f"{len(self.content) * 8} entries")

    @classmethod
    def empty(cls, entries: int = MIN_ENTRIES) -> Self:
        """A list of that many clear bits.

        Raises StatusListError `status_list_too_short`, ValueError for a broken byte.
        """
        if entries % 8:
            raise ValueError("a list has a multiple of eight entries")
        return cls(bytes(entries // 8))

    def __len__(self) -> int:
        return len(self.content) * 8

    def _check_range(self, index: int) -> None:
        if not 0 <= index < len(self):
            raise StatusListError("status_index_out_of_range", f"{index} of {len(self)}")

    def get(self, index: int) -> bool:
        """The bit at an index. Raises StatusListError `status_index_out_of_range`."""
        self._check_range(index)
        return bool(self.content[index // 8] >> (7 - index % 8) & 1)

    def number(self, index: int, size: int) -> int:
        """The number that the `size` bits of an entry make, most significant first (section 3.2).

        Raises StatusListError `status_list_too_short` where there are fewer than 131,072 such entries, and
        `status_index_out_of_range`.
        """
        entries = len(self) // size
        if entries < MIN_ENTRIES:
            raise StatusListError("status_list_too_short", f"{entries} entries of {size} bits")
        if not 0 <= index < entries:
            raise StatusListError("status_index_out_of_range", f"{index} of {entries}")
        number = 0
        for place in range(index * size, (index + 1) * size):
            number = number * 2 + self.get(place)
        return number

    def set(self, index: int, value: bool) -> Self:  # noqa: FBT001 - a bit is its value
        """A list that differs in one bit at most. Raises StatusListError `status_index_out_of_range`."""
        self._check_range(index)
        content = bytearray(self.content)
        mask = 1 << (7 - index % 8)
        content[index // 8] = content[index // 8] | mask if value else content[index // 8] & ~mask
        return type(self)(bytes(content))


def parse_index(text: object) -> int:
    """A status index: decimal digits without sign, space or leading zero, nine at most.

    `text` is the value of `statusListIndex`; anything but a string is refused too. Raises StatusListError
    `status_index_malformed`. Not checked: that the list reaches so far.
    """
    if not isinstance(text, str) or not _INDEX.fullmatch(text):
        raise StatusListError("status_index_malformed", repr(text))
    return int(text)


def encode(bits: Bitstring) -> str:
    """The `encodedList` of some bits: `u` and base64url without padding of gzip (section 3.3).

    The gzip header is fixed, so the bytes depend on nothing but the bits and the zlib in use.
    """
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = _GZIP_HEADER + deflate.compress(bits.content) + deflate.flush()
    packed += struct.pack("<II", zlib.crc32(bits.content), len(bits.content) & 0xFFFFFFFF)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode(encoded: str, *, max_entries: int) -> Bitstring:
    """The bits of an `encodedList` (section 3.4).

    `encoded` may be any text. No more than `max_entries` bits are unpacked, whatever the stream holds. Raises
    StatusListError: `status_list_encoding` for another multibase, stray base64 bits, what is not one whole gzip
    stream with a right checksum; `status_list_too_large`; `status_list_too_short`.
    """
    if not encoded.startswith("u"):
        raise StatusListError("status_list_encoding", "not base64url without padding")
    return _unpacked(encoded[1:], max_entries=max_entries)


def decode_2021(encoded: str, *, max_entries: int) -> Bitstring:
    """The bits of an `encodedList` of StatusList2021: gzip in base64, in either alphabet, with its padding or without.

    Raises StatusListError as `decode`.
    """
    body = encoded.rstrip("=")
    if len(encoded) - len(body) not in {0, -len(body) % 4}:
        raise StatusListError("status_list_encoding", "wrong padding")
    if "-" not in body and "_" not in body:
        body = body.replace("+", "-").replace("/", "_")
    return _unpacked(body, max_entries=max_entries)


def _unpacked(body: str, *, max_entries: int) -> Bitstring:
    if not _BASE64URL.fullmatch(body) or len(body) % 4 == 1:
        raise StatusListError("status_list_encoding", "not base64url without padding")
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except binascii.Error as cause:
        raise StatusListError("status_list_encoding", "not base64url") from cause
    if base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii") != body:
        raise StatusListError("status_list_encoding", "stray bits at the end")
    max_bytes = max_entries // 8
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        content = inflate.decompress(packed, max_bytes + 1)
        if len(content) > max_bytes:
            raise StatusListError("status_list_too_large", f"more than {max_entries} entries")
    except zlib.error as cause:
        raise StatusListError("status_list_encoding", "not gzip") from cause
    if not inflate.eof or inflate.unused_data:
        raise StatusListError("status_list_encoding", "not one whole gzip stream")
    return Bitstring(content)


def status_list_credential(
    *, id: str, issuer: str, purpose: str, bits: Bitstring, valid_from: str, valid_until: str
) -> dict[str, Any]:
    """The unsigned credential of a status list (section 2.2), members in a fixed order.

    `id` is the address it will be published at, `issuer` a DID, `purpose` `revocation` or `suspension`, the dates
    dateTimeStamps. Nothing of these is checked here.
    """
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": valid_from,
        "validUntil": valid_until,
        "credentialSubject": {
            "id": f"{id}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode(bits),
        },
    }
