"""PDF files with things attached, written by hand so that nothing in them is a library's choice."""

import hashlib
from collections.abc import Mapping

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher

from tests.casebook.baking import deflated

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
# What fills a password up to 32 bytes (ISO 32000-1, section 7.6.3.3).
_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def paper(
    *attached: tuple[str, bytes],
    squeezed: bool = True,
    kids: bool = False,
    relation: str = "",
    entries: bytes = b"",
) -> bytes:
    """A blank page with files attached by name, in the tree of names that readers list.

    `squeezed` says whether what is attached is compressed, `kids` whether the tree has a level more, `relation` is the
    `AFRelationship` of every file where it is not empty, `entries` are more entries of every attached stream.
    """
    objects = [b"", _PAGES, _PAGE]
    names = b""
    related = f"/AFRelationship/{relation}".encode() if relation else b""
    for name, content in attached:
        file, text = len(objects) + 1, b"(%s)" % name.encode("ascii")
        objects.append(stream(content, b"/Type/EmbeddedFile" + entries, squeezed=squeezed))
        objects.append(b"<</Type/Filespec/F%s/UF%s/EF<</F %d 0 R>>%s>>" % (text, text, file, related))
        names += text + b" %d 0 R " % (file + 1)
    leaf = b"/Names[%s]" % names
    if kids:
        objects.append(b"<<%s>>" % leaf)
        leaf = b"/Kids[%d 0 R]" % len(objects)
    tree = b"/Names<</EmbeddedFiles<<%s>>>>" % leaf if attached else b""
    objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % tree
    return written(dict(enumerate(objects, start=1)))


def paper_around(content: bytes) -> bytes:
    """A paper to which a credential is attached."""
    return paper(("credential.json", content))


def pinned(content: bytes) -> bytes:
    """A paper whose only file hangs on a note on its page, and is in no tree of names."""
    note = b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS<</Type/Filespec/F(a.json)/EF<</F 4 0 R>>>>>>"
    page = _PAGE.removesuffix(b">>") + b"/Annots[5 0 R]>>"
    return written({1: _CATALOGUE, 2: _PAGES, 3: page, 4: stream(content, b"/Type/EmbeddedFile"), 5: note})


def locked(content: bytes, password: bytes) -> bytes:
    """A paper with an attachment, encrypted by the oldest way there is (ISO 32000-1, section 7.6.3, revision 2)."""
    padded = (password + _PADDING)[:32]
    owner = _rc4(_md5((b"owner" + _PADDING)[:32])[:5], padded)
    allowed = -4
    key = _md5(padded + owner + allowed.to_bytes(4, "little", signed=True) + b"paper")[:5]
    body = _rc4(_md5(key + (4).to_bytes(3, "little") + bytes(2))[:10], content)
    tree = b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a)/EF<</F 4 0 R>>>>]>>>>"
    objects = {
        1: _CATALOGUE.removesuffix(b">>") + tree + b">>",
        2: _PAGES,
        3: _PAGE,
        4: stream(body, b"/Type/EmbeddedFile", squeezed=False),
    }
    texts = (owner.hex().encode(), _rc4(key, _PADDING).hex().encode(), allowed)
    return written(objects, b"/ID[(paper)(paper)]/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P %d>>" % texts)


def updated(file: bytes, number: int, body: bytes) -> bytes:
    """A file with a later part that puts another object in the place of one (ISO 32000-2, section 7.5.6)."""
    before = int(file.rpartition(b"startxref\n")[2].split(b"\n")[0])
    at = len(file)
    added = b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    end = b"trailer\n<</Size 9/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (before, at + len(added))
    return file + added + table + end


def stream(content: bytes, entries: bytes = b"", *, squeezed: bool = True) -> bytes:
    """An object that holds bytes."""
    body = deflated(content) if squeezed else content
    filtered = b"/Filter/FlateDecode" if squeezed else b""
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (entries, filtered, len(body), body)


def written(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """The file of some numbered objects, the first of which is the catalogue, with a table that finds them all."""
    parts, offsets = [HEAD], {}
    for number, body in objects.items():
        offsets[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    rows = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets))
    size = len(offsets) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return b"".join([*parts, b"xref\n0 %d\n0000000000 65535 f \n" % size, rows, end])


def _md5(content: bytes) -> bytes:
    return hashlib.md5(content, usedforsecurity=False).digest()


def _rc4(key: bytes, content: bytes) -> bytes:
    return Cipher(ARC4(key), mode=None).encryptor().update(content)
