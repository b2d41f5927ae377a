"""Cases that nothing else tells apart: each was asked for by a fault put in on purpose (docs/mutation.md)."""

from tests.casebook.baking import END, HEAD, PIXELS, baked_svg, element, itxt, png
from tests.casebook.book import Book, ends, known, unknown
from tests.casebook.chains import IDS
from tests.casebook.containers import unreadable
from tests.casebook.forge import json_text
from tests.casebook.society import NOW, Json, award, did_key_award, signed, subject

MOST_BYTES = 1_048_576
MOST_BYTES_AROUND = 4_194_304


def write(book: Book) -> None:
    """Write the cases down."""
    _chains(book)
    _pictures(book)
    _texts(book)


def _linked(id_: str, *before: str | Json) -> Json:
    bare = {name: value for name, value in award().items() if name != "proof"}
    names: Json = {"previousProof": before[0] if len(before) == 1 else list(before)} if before else {}
    return dict(signed(bare, NOW, id=id_, **names)["proof"])


def _chains(book: Book) -> None:
    for name, title, names in (
        ("first", "A circle that goes through the first of two proofs that another follows", IDS[1:3]),
        ("last", "A circle that goes through the last of two proofs that another follows", (IDS[2], IDS[1])),
    ):
        proofs = [_linked(IDS[0], *names), _linked(IDS[1], IDS[0]), _linked(IDS[2])]
        document = award() | {"proof": proofs}
        book.add(f"chain-circle-{name}", title, document, ends("proof", "proof_chain_cycle"), threats=(23,))
    for name, title, before in (
        ("missing-before", "A proof that follows one whose own link is missing", IDS[2]),
        ("object-before", "A proof that follows one whose own link is an object", {"id": IDS[2]}),
    ):
        first = _linked(IDS[1], before)
        bare = {member: value for member, value in award().items() if member != "proof"}
        over = signed(bare, NOW, meaning=bare | {"proof": [first]}, id=IDS[0], previousProof=IDS[1])["proof"]
        reason = "proof_previous_missing" if isinstance(before, str) else "proof_malformed"
        book.add(f"chain-{name}", title, award() | {"proof": [over, first]}, ends("proof", reason), threats=(23,))


def _pictures(book: Book) -> None:
    credential = json_text(award())
    room = MOST_BYTES_AROUND - len(png([HEAD, (b"teSt", b""), PIXELS, itxt(credential), END]))
    for name, title, more, expected in (
        ("full", "An image of four mebibytes", 0, known("valid")),
        ("overfull", "An image of one byte more that is whole", 1, unreadable("container_too_large")),
    ):
        data = png([HEAD, (b"teSt", bytes(room + more)), PIXELS, itxt(credential), END])
        book.add(f"png-{name}", title, data, expected, file="badge.png", threats=(33,))
    drawing = element(credential)
    # Every edition of XML has this letter; what is refused is refused by our own rule.
    for name, title, data in (
        ("element", "An element with a letter that images need not", baked_svg(drawing + "<\u00e9/>")),
        ("attribute", "An attribute with such a letter", baked_svg(drawing + '<g \u00e9="1"/>')),
        (
            "local",
            "An element with such a letter behind its prefix",
            baked_svg(drawing + '<a:\u00e9 xmlns:a="urn:a"/>'),
        ),
        ("prefix", "A prefix with such a letter", baked_svg(drawing + '<g xmlns:\u00e9="urn:a"/>')),
        ("address", "An address of a namespace with such a letter", baked_svg(drawing + '<g xmlns:a="urn:\u00e9"/>')),
        ("instruction", "An instruction with such a letter", baked_svg(drawing + "<?\u00e9 ?>")),
    ):
        book.add(f"svg-letter-{name}", title, data, unreadable("svg_malformed"), file="badge.svg")


def _texts(book: Book) -> None:
    plain = json_text(award()).rstrip()
    book.add(
        "json-full", "A megabyte, most of it white space", plain + b" " * (MOST_BYTES - len(plain)), known("valid")
    )
    image: Json = {"id": "https://society.example/ribbon.png", "type": "Image", "caption": "A ribbon"}
    twice = did_key_award(image=image, credentialSubject=subject(image=image))
    book.add(
        "described-alike", "One image described twice in the same words", twice, unknown("issuer_unknown", "no_status")
    )
