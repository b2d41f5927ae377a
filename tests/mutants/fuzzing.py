"""Any bytes at all, most of them near to a file that means something: for what a verifier may never do on any of them.

The files that are spoilt are those of the cases, pictures around them, and what the society's site answers. Bytes are
turned, cut, doubled, put in and taken from another file; some inputs are nothing but chance.
"""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.casebook.baking import fits_svg, png_around, svg_around
from tests.casebook.society import BASE
from tests.mutants.asking import Mutant

MAX_BYTES = 20_000  # of a file that is spoilt: the largest take the most time and have the same parts

PIECES: Sequence[bytes] = (
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b'"',
        b"\\",
        b"\\u0000",
        b"\\ud800",
        b"\\udc00",
        b"null",
        b"true",
        b"[[[[[[[[",
    ),
    *(
        b"-",
        b"0",
        b"1e400",
        b"-0",
        b"9007199254740993",
        b"\0",
        b"\xff",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\xe2\x80\xa8",
        b" ",
        b"\n",
        b"\r",
        b"\t",
        b"\x0b",
        b"\x1f",
        b".",
        b"..",
        b"=",
        b"-_",
        b"+/",
        b"%",
    ),
    *(
        b"eyJhbGciOiJub25lIn0",
        b"eyJ9",
        b"@context",
        b"@id",
        b"@type",
        b"@value",
        b"@graph",
        b"__proto__",
        b"constructor",
    ),
    *(b"toString", b'"proof":', b'"type":"VerifiableCredential"', b'"verifiableCredential":[', b"verifiableCredential"),
    *(
        b"did:web:",
        b"did:key:z",
        b"did:jwk:",
        b"https://",
        b"http://",
        b"urn:x",
        b"#",
        b"?",
        b"z",
        b"u",
        b"z6Mk",
        b"zDna",
    ),
    *(
        b"<svg",
        b"<?xml",
        b"<!DOCTYPE svg",
        b"<![CDATA[",
        b"]]>",
        b"&amp;",
        b"&#0;",
        b"\x89PNG\r\n\x1a\n",
        b"IEND",
        b"iTXt",
    ),
    *(
        b"openbadgecredential",
        b"%PDF-",
        b"H4sIAAAAAAAAA",
        b"2026-03-01T00:00:00Z",
        b"0000-00-00",
        b"T24:00:00Z",
        b"131072",
    ),
    *(
        b"eddsa-rdfc-2022",
        b"ecdsa-sd-2023",
        b"ecdsa-jcs-2019",
        b"Ed25519Signature2020",
        b"DataIntegrityProof",
        b"Multikey",
    ),
)


def files(cases: Path) -> list[bytes]:
    """What is spoilt: the file of every case that is no larger than `MAX_BYTES`, and some in pictures."""
    found = []
    for path in sorted(cases.glob("*/*")):
        if path.suffix in {".json", ".jwt", ".png", ".svg"} and path.name not in {"case.json", "documents.json"}:
            content = path.read_bytes()
            if len(content) <= MAX_BYTES:
                found.append(content)
    pictures = [svg_around(content) if fits_svg(content) else png_around(content) for content in found[::20]]
    return found + pictures


def spoilt(content: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """A copy with one to eight faults in its bytes."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(changed) + 1)
        what = chance.randrange(8)
        if what == 0 and changed:
            changed[at - 1] ^= 1 << chance.randrange(8)
        elif what == 1:
            changed[at:at] = chance.choice(PIECES)
        elif what == 2:
            piece = chance.choice(PIECES)
            changed[at : at + len(piece)] = piece
        elif what == 3:
            del changed[at : at + chance.choice((1, 2, 10, 100, 1000))]
        elif what == 4:
            start = chance.randrange(len(changed) + 1)
            changed[at:at] = changed[start : start + chance.choice((1, 10, 100, 1000))]
        elif what == 5:
            other = chance.choice(others)
            start = chance.randrange(len(other) + 1)
            changed[at:at] = other[start : start + chance.choice((1, 10, 100, 1000))]
        elif what == 6:
            piece = chance.choice(PIECES)
            changed = bytearray(bytes(changed).replace(piece, chance.choice(PIECES), chance.choice((1, 2, -1))))
        else:
            changed[at:at] = chance.choice(PIECES) * chance.choice((2, 10, 100))
    return bytes(changed)


def inputs(seed: int, count: int, cases: Path, site: Mapping[str, bytes]) -> list[Mutant]:
    """So many questions: a file of any bytes, or, in one of eight, any bytes as the answer of the society's site."""
    chance = random.Random(f"bytes {seed}")  # noqa: S311 - repeatable, not secret
    found = files(cases)
    honest = (cases / "valid" / "credential.json").read_bytes()
    paths = sorted(site)
    made = []
    for number in range(count):
        file, documents, registry = honest, {}, None
        if number % 8 == 7:
            path = chance.choice(paths)
            content = spoilt(site[path], found, chance)
            if path == "registry.json":
                registry = content
            else:
                documents = {BASE + path: content}
        elif number % 50 == 0:
            file = chance.randbytes(chance.choice((0, 1, 2, 10, 1000)))
        else:
            file = spoilt(chance.choice(found), found, chance)
        made.append(Mutant(file=file, documents=documents, registry=registry, is_wrong=None))
    return made
