"""The seal: drawn from a digest alone, the same everywhere, small, and safe to put into a page."""

import gzip
import hashlib
import math
import re

import pytest
from defusedxml import ElementTree
from testamur.seal import seal_code, seal_file, seal_path, seal_svg

DIGESTS = [hashlib.sha256(bytes([number])).hexdigest() for number in range(40)]


def test_seal_is_pinned() -> None:
    """The drawing of a digest never changes: people learn to know it."""
    assert "3c179c10c4ca" == hashlib.sha256(seal_svg(DIGESTS[0]).encode()).hexdigest()[:12]


def test_seals_differ() -> None:
    """Forty digests draw forty seals."""
    assert 40 == len({seal_svg(digest) for digest in DIGESTS})


def test_seal_is_small_and_well_formed() -> None:
    """Each is XML, at most 12 KB, and at most 3 KB when compressed."""
    for digest in DIGESTS:
        data = seal_file(digest, label='A "seal" & more')
        assert 'A "seal" & more' == ElementTree.fromstring(data).get("aria-label")
        assert len(data) <= 12_000
        assert len(gzip.compress(data, mtime=0)) <= 3_000


def test_seal_without_label_is_decoration() -> None:
    """Screen readers pass over a seal that has no name."""
    assert ('aria-hidden="true"' in seal_svg(DIGESTS[0]), "aria-label" in seal_svg(DIGESTS[0])) == (True, False)


def test_a_seal_in_small_is_pinned() -> None:
    """It never changes either, and the program of the catalogue draws the same (tests/js/catalogue.test.js)."""
    values = [(half, lobes, span) for half in range(16, 49) for lobes in range(9, 41) for span in range(2, lobes // 2)]
    codes = [
        "".join(chr(48 + value) for value in values[at - 3] + values[at - 2] + values[at - 1])
        for at in range(len(values))
    ]
    drawn = hashlib.sha256("\n".join(map(seal_path, codes)).encode()).hexdigest()
    assert "f29ed6734eed" == drawn[:12]
    assert "`I5YD6J93" == seal_code(hashlib.sha256(b"x").hexdigest())


def test_seals_in_small_differ_and_keep_their_bands() -> None:
    """Forty digests draw forty; every line is inside the drawing, and its chords leave the middle free."""
    drawn = {seal_path(seal_code(digest)) for digest in DIGESTS}
    assert 40 == len(drawn)
    for path in drawn:
        lines = re.findall(r"M([^z]*)z", path)
        points = [[int(number) for number in re.findall(r"-?\d+", line)] for line in lines]
        corners = [list(zip(line[::2], line[1::2], strict=True)) for line in points]
        assert 97 > max(math.hypot(*corner) for line in corners for corner in line)
        chords = [(one, other) for line in corners for one, other in zip(line, [*line[1:], line[0]], strict=True)]
        assert 20 < min(math.hypot(a[0] + b[0], a[1] + b[1]) / 2 for a, b in chords)
        assert [] == [chord for chord in chords if chord[0] == chord[1]]


def test_a_seal_in_small_is_a_line_among_many() -> None:
    """Fifty on one page are at most 6 KB of it, compressed."""
    fifty = "\n".join(seal_path(seal_code(hashlib.sha256(bytes([number])).hexdigest())) for number in range(50))
    assert len(gzip.compress(fifty.encode(), mtime=0)) <= 6_000


@pytest.mark.parametrize("digest", ["", "0" * 63, "G" * 64, "A" * 64, "https://registry.society.example/"])
def test_only_a_digest_draws(digest: str) -> None:
    """What is no SHA-256 in lower-case hex is refused."""
    with pytest.raises(ValueError, match="not a SHA-256 digest"):
        seal_svg(digest)
