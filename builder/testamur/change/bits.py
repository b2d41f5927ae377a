"""The bits of a status list as a change has it (Bitstring Status List 1.0): nothing is verified, only unpacked."""

from collections.abc import Iterator

from testamur import status
from testamur.change.reading import Content, parse_content


def bits_of(content: Content | None) -> frozenset[int] | None:
    """The indices whose bit is set; None where there is no list that can be read."""
    subject = None if content is None else content.values.get("credentialSubject")
    encoded = subject.get("encodedList") if isinstance(subject, dict) else None
    if not isinstance(encoded, str):
        return None
    try:
        return frozenset(_set(status.decode(encoded, max_entries=status.MIN_ENTRIES).content))
    except status.StatusListError:
        return None


def bits_in(path: str, data: bytes | None) -> frozenset[int] | None:
    """The same of a file's bytes."""
    return None if data is None else bits_of(parse_content(path, "status-list", data))


def lost_bits(old: Content | None, new: Content | None) -> frozenset[int] | None:
    """The indices whose bit was set before and is not after; None where one of the lists can't be read."""
    before, after = bits_of(old), bits_of(new)
    return None if before is None or after is None else before - after


def _set(content: bytes) -> Iterator[int]:
    for position, byte in enumerate(content):
        if byte:
            yield from (position * 8 + bit for bit in range(8) if byte >> (7 - bit) & 1)
