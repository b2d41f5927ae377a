"""Cases of step 13: files and evidence that are bound by a digest."""

import base64
import hashlib
from typing import Any

from tests.casebook.book import Book, Expected, known
from tests.casebook.forge import base58, json_text
from tests.casebook.society import BASE, Json, details, details_address, related, sri

FILE = json_text(details())
CODES = {"sha256": 0x12, "sha384": 0x20, "sha512": 0x13}
UNSUPPORTED = known("caution", "related_unsupported", related="could_not_check")
DIFFERS = known("caution", "related_differs", related="failed")
UNBOUND = known("caution", "evidence_not_checked", related="could_not_check")


def multihash(content: bytes, algorithm: str = "sha256", *, base: str = "u") -> str:
    """A `digestMultibase` of some bytes."""
    digest = hashlib.new(algorithm, content).digest()
    return multibase(bytes([CODES[algorithm], len(digest)]) + digest, base)


def multibase(content: bytes, base: str = "u") -> str:
    """Bytes in one of the two bases."""
    return "z" + base58(content) if base == "z" else "u" + base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def resource(**changes: Any) -> Json:
    """The society's related file, bound otherwise."""
    value = related() | changes
    return {name: member for name, member in value.items() if member is not None}


def write(book: Book) -> None:
    """Write the cases down."""

    def add(name: str, title: str, item: Json, expected: Expected) -> None:
        book.add(f"bound-{name}", title, book.awarded(relatedResource=[item]), expected)

    for algorithm in CODES:
        for base, spelt in (("u", "base64url"), ("z", "base58btc")):
            add(
                f"{algorithm}-{spelt}",
                f"A related file bound by a multihash of {algorithm} in {spelt}",
                resource(digestSRI=None, digestMultibase=multihash(FILE, algorithm, base=base)),
                known("valid"),
            )
    add("both", "Both forms of digest", resource(digestMultibase=multihash(FILE)), known("valid"))
    other = multihash(b"what it was")
    add("changed", "The file is another", resource(digestSRI=None, digestMultibase=other), DIFFERS)
    add("second-differs", "The second form is of another file", resource(digestMultibase=other), DIFFERS)
    add(
        "first-differs",
        "The first form is of another file",
        resource(digestSRI=sri(b"x"), digestMultibase=multihash(FILE)),
        DIFFERS,
    )
    digest = hashlib.sha256(FILE).digest()
    for name, title, words in (
        ("sha1", "A multihash of SHA-1", multibase(b"\x11\x14" + hashlib.sha1(FILE, usedforsecurity=False).digest())),
        ("length", "A multihash that gives another length", multibase(b"\x12\x21" + digest)),
        ("short", "A multihash that is too short", multibase(b"\x12\x20" + digest[:31])),
        ("no-multihash", "A digest without the hash's number", multibase(digest)),
        ("padding", "A multihash with padding", multihash(FILE) + "=="),
        ("other-base", "Another base", "f1220" + digest.hex()),
        ("empty", "Nothing behind the base", "z"),
        ("nothing", "No text at all", ""),
        ("long", "More than any digest takes", "z" + "1" * 128),
    ):
        add(f"unread-{name}", title, resource(digestSRI=None, digestMultibase=words), UNSUPPORTED)
    add("unread-beside", "One of two forms can't be read", resource(digestMultibase="f00"), UNSUPPORTED)
    add("nothing-stated", "No digest at all", resource(digestSRI=None), UNSUPPORTED)
    _evidence(book)


def _evidence(book: Book) -> None:
    item: Json = {"id": details_address("1.1"), "type": ["Evidence"], "name": "What was done"}
    page = sri(json_text(details("1.1")))

    def add(name: str, title: str, evidence: list[Any], expected: Expected, **changes: Any) -> None:
        book.add(f"evidence-{name}", title, book.awarded(evidence=evidence, **changes), expected)

    add("bound", "Evidence that states its digest", [item | {"digestSRI": page}], known("valid"))
    words = multihash(json_text(details("1.1")), base="z")
    add("bound-multihash", "Evidence bound by a multihash", [item | {"digestMultibase": words}], known("valid"))
    add("changed", "Evidence that is another by now", [item | {"digestSRI": sri(b"what it was")}], DIFFERS)
    add(
        "second-unbound",
        "One piece of evidence is bound, another is not",
        [item | {"digestSRI": page}, f"{BASE}x"],
        UNBOUND,
    )
    book.add(
        "evidence-by-resource",
        "Evidence whose file is among the related ones",
        book.awarded(
            evidence=[{"id": details_address("1.1"), "type": ["Evidence"]}],
            relatedResource=[related(), {"id": details_address("1.1"), "digestSRI": page}],
        ),
        known("valid"),
    )
    unreachable = item | {"id": details_address("0.9"), "digestSRI": page}
    gone = known("caution", "related_unreachable", related="could_not_check")
    add("unreachable", "Evidence that is not there", [unreachable], gone)
    named = {"id": "urn:uuid:5a0ba1e4-5f0e-4b7f-8f0a-0000000000aa", "type": ["Evidence"], "digestSRI": page}
    add("no-address", "Evidence with a digest and a name that is no address", [named], UNSUPPORTED)
    add("text", "Evidence that is an address alone", [details_address("1.1")], UNBOUND)
