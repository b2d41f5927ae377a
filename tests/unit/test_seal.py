"""The seal: drawn from a digest alone, the same everywhere, small, and safe to put into a page."""

import gzip
import hashlib

import pytest
from defusedxml import ElementTree
from testamur.seal import seal_file, seal_svg

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


@pytest.mark.parametrize("digest", ["", "0" * 63, "G" * 64, "A" * 64, "https://registry.society.example/"])
def test_only_a_digest_draws(digest: str) -> None:
    """What is no SHA-256 in lower-case hex is refused."""
    with pytest.raises(ValueError, match="not a SHA-256 digest"):
        seal_svg(digest)
