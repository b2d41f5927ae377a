"""Cases of credentials attached to PDF files: what counts as attached, and what is refused before anything is read."""

from base64 import b64decode
from typing import Final

from tests.casebook.baking import png_around
from tests.casebook.book import Book, Expected, ends, known
from tests.casebook.papers import HEAD, locked, paper, paper_around, pinned, stream, updated, written

# Two hundred million spaces, compressed three times over.
_SWOLLEN: Final = b64decode(
    "eNqruPX2jq4fc6JI20VFkeYGJQ4m421ssZc/KF9QaVCLZdjkKevMoa2gYdLEmlBgUXagP4lRwylgwkLZso97n69YvX7Pzspl+fL9"
    "z6/6BMf/5zN7N02bgYFhQcHZ10cfHapZcfv53+ZkkEDJ46tT48pFfljevLOVDyigce9pxo33dix25/2qrzECBY5G/6+7/zKP0f/t"
    "31sTa4ECDh/jWJiBtEJXApBkSBHkAZINOk0gxQJuBiCxTRxsIIViB0GcE0oSICoRoql7+GraKcv7+meyw//Vc3Pe64Yy/Mlet6p9"
    "7ezD9popItsAdN12FA=="
)


def write(book: Book, credential: bytes, other: bytes, token: bytes) -> None:
    """Write the cases down; the two credentials and the token are entered in the society's ledger."""

    def add(name: str, title: str, data: bytes, expected: Expected, threats: tuple[int, ...] = ()) -> None:
        book.add(f"pdf-{name}", title, data, expected, file="paper.pdf", threats=threats)

    def refuse(name: str, title: str, data: bytes, reason: str, threats: tuple[int, ...] = ()) -> None:
        add(name, title, data, ends("read", reason, "unreadable"), threats)

    good = ("credential.json", credential)
    notes = (("invoice.xml", b"<a/>"), ("notes.txt", b"Signed by hand."))
    add("attached", "A paper with its credential attached", paper_around(credential), known("valid"))
    add("plain-stream", "The attachment is not compressed", paper(good, squeezed=False), known("valid"))
    add("deep-names", "The tree of names has a level more", paper(good, kids=True), known("valid"))
    add("other-attachments", "A credential among notes and an invoice", paper(*notes, good), known("valid"))
    add("any-name", "The attachment is called something else", paper(("scan.tiff", credential)), known("valid"))
    add("related", "The attachment says what it is to the paper", paper(good, relation="Source"), known("valid"))
    add("token", "The attachment is a token", paper(("credential.jwt", token)), known("valid"))
    add("no-password", "A file that is encrypted and opens without a password", locked(credential, b""), known("valid"))
    add(
        "updated",
        "A later part of the file puts another credential in the place of the first",
        updated(paper_around(other), 4, stream(credential, b"/Type/EmbeddedFile")),
        known("valid"),
    )
    changed = paper_around(credential.replace(b"Noa Marlow", b"Noa Harlow"))
    add("changed", "A changed credential in a whole paper", changed, ends("proof", "proof_signature_invalid"))
    add(
        "cut-credential",
        "Half of a credential in a whole paper",
        paper_around(credential[: len(credential) // 2]),
        ends("read", "json_syntax", "unreadable"),
    )

    refuse("two", "Two credentials", paper(good, ("other.json", other)), "container_ambiguous", (31,))
    refuse("twice", "The same credential twice", paper(good, ("copy.json", credential)), "container_ambiguous", (31,))
    refuse("json-beside", "A credential and other JSON", paper(good, ("a.json", b"{}")), "container_ambiguous")
    refuse("token-beside", "A credential and a token", paper(good, ("a", b"a.b.c")), "container_ambiguous", (31,))
    many = paper(good, *((f"note-{number}", b"-") for number in range(63)))
    add("many", "As many attachments as are looked at", many, known("valid"))
    long = paper(("note.txt", b"0" * 8_000_000), good)
    add("long-note", "A note of eight million bytes beside the credential", long, known("valid"))
    crowd = paper(good, *((f"note-{number}", b"-") for number in range(64)))
    refuse("crowd", "More attachments than are looked at", crowd, "container_ambiguous", (18,))
    refuse("none", "A paper to which nothing is attached", paper(), "pdf_no_credential")
    refuse("only-notes", "Attachments, and no credential among them", paper(*notes), "pdf_no_credential")
    refuse("picture", "A badge is attached", paper(("badge.png", png_around(credential))), "pdf_no_credential")
    refuse("in-pdf", "A paper is attached to a paper", paper_around(paper_around(credential)), "pdf_no_credential")
    refuse("array", "A list of credentials is attached", paper_around(b"[" + credential + b"]"), "pdf_no_credential")
    refuse("pinned", "The credential hangs on a note on the page", pinned(credential), "pdf_no_credential")
    refuse("password", "A file with a password", locked(credential, b"secret"), "pdf_encrypted")
    strange = written({1: b"<</Type/Catalog>>"}, b"/Encrypt<</Filter/Sealed/V 9>>/ID[(a)(a)]")
    refuse("strange-lock", "Encryption of a kind that nobody knows", strange, "pdf_encrypted")
    thrice = b"/Filter[%s]" % (b"/FlateDecode" * 3)
    swollen = paper(("credential.json", _SWOLLEN), squeezed=False, entries=thrice)
    refuse("bomb", "An attachment that would unpack to two hundred million bytes", swollen, "pdf_too_costly", (18,))
    refuse("head-only", "A credential behind the first line of a PDF", HEAD + credential, "pdf_malformed")
    refuse("begun", "The first bytes of a PDF and nothing more", b"%PDF-", "pdf_malformed")
    refuse("cut", "Half of a paper", (whole := paper_around(credential))[: len(whole) // 2], "pdf_malformed")
