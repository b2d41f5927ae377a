"""Cases of step 11: the person who was asked about, by DID and by e-mail address, plain and hashed."""

import hashlib
from typing import Any

from tests.casebook.book import Book, Expected, ends, known, unknown
from tests.casebook.society import Json, did_key_award, subject

MAIL = "Noa.Marlow@Harbour.Example"
LOWER = "noa.marlow@harbour.example"
HOLDER = "did:key:z6MkHolder"
YES = known("valid", recipient="passed")
NO = known("caution", "recipient_differs", recipient="failed")
NOBODY = known("caution", "recipient_not_named", recipient="could_not_check")
UNREAD = known("caution", "recipient_hash_unknown", recipient="could_not_check")


def identity(stated: str, *, hashed: bool = True, kind: str = "emailAddress", **more: Any) -> Json:
    """An IdentityObject."""
    return {"type": "IdentityObject", "hashed": hashed, "identityHash": stated, "identityType": kind} | more


def hash_of(address: str, salt: str = "", *, prefix: str = "sha256$") -> str:
    """The hash that an issuer would state."""
    return prefix + hashlib.sha256((address + salt).encode()).hexdigest()


NAME = identity("Noa Marlow", hashed=False, kind="name")


def write(book: Book) -> None:
    """Write the cases down."""

    def add(name: str, title: str, asked: str, expected: Expected, *identities: Json, **changes: Any) -> None:
        who = subject(identifier=list(identities) or None, **changes)
        book.add(f"recipient-{name}", title, book.awarded(credentialSubject=who), expected, recipient=asked)

    add("did", "Awarded to the DID that is asked about", HOLDER, YES, NAME, id=HOLDER)
    add("did-other", "Awarded to another DID", "did:key:z6MkSomebody", NO, NAME, id=HOLDER)
    add("did-case", "A DID in another case is another DID", "did:key:Z6MkHolder", NO, NAME, id=HOLDER)
    add("did-not-named", "Asked by DID, and it names a name alone", HOLDER, NOBODY, NAME)
    add("did-of-another-kind", "Asked by DID, and its subject is an address of the web", HOLDER, NOBODY, id="urn:x:1")
    add("mail-not-named", "Asked by e-mail, and it names a DID alone", MAIL, NOBODY, NAME, id=HOLDER)
    add("mail-plain", "An e-mail address as it stands", MAIL, YES, NAME, identity(MAIL, hashed=False))
    add("mail-plain-case", "In another case", LOWER, YES, identity(MAIL, hashed=False))
    add("mail-plain-other", "Another address", "noa@harbour.example", NO, identity(MAIL, hashed=False))
    add("mail-subject", "The subject is a mailto address", LOWER, YES, id=f"mailto:{MAIL}")
    salted = identity(hash_of(MAIL, "salt"), salt="salt")
    add("mail-hash", "The hash of the address and a salt behind it", f" {MAIL}\t", YES, salted)
    add("mail-hash-case", "The address as hashed is in another case than what is asked", LOWER, NO, salted)
    add("mail-hash-lower", "The hash of the address in lower case", MAIL, YES, identity(hash_of(LOWER)))
    domain = "Noa.Marlow@harbour.example"
    add(
        "mail-hash-domain",
        "The hash of the address with its domain in lower case",
        MAIL,
        YES,
        identity(hash_of(domain)),
    )
    add("mail-hash-other", "The hash of another address", "noa@harbour.example", NO, salted)
    add("mail-hash-other-salt", "Another salt than was hashed", MAIL, NO, salted | {"salt": "pepper"})
    add(
        "mail-hash-salt-before",
        "The salt before the address",
        MAIL,
        NO,
        salted | {"identityHash": hash_of("salt", MAIL)},
    )
    add("mail-hash-bare", "A hash without its algorithm's name", MAIL, YES, identity(hash_of(MAIL, prefix="")))
    capitals = hash_of(MAIL, prefix="").upper()
    add("mail-hash-capitals", "A hash in capitals", MAIL, YES, identity(f"sha256${capitals}"))
    add("mail-hash-md5", "A hash of a kind that we do not make", MAIL, UNREAD, identity("md5$" + "0" * 32))
    add("mail-hash-is-address", "Said to be a hash, and is the address", MAIL, UNREAD, identity(MAIL))
    add("mail-plain-is-hash", "Said to be no hash, and is one", MAIL, NO, identity(hash_of(MAIL), hashed=False))
    add(
        "mail-name-is-mail",
        "An address that is said to be a name",
        MAIL,
        NOBODY,
        identity(MAIL, hashed=False, kind="name"),
    )
    add("mail-second", "The second of two addresses", MAIL, YES, identity(hash_of("other@harbour.example")), salted)
    add(
        "mail-beside-unknown", "One address of two can't be read, the other fits", MAIL, YES, identity("md5$00"), salted
    )
    add(
        "mail-none-but-unknown",
        "One of two can't be read, the other differs",
        LOWER,
        UNREAD,
        identity("md5$00"),
        salted,
    )
    local = '"Noa @ home"@harbour.example'.replace(" ", "")
    add("mail-quoted", "An address with two at signs", local, YES, identity(hash_of(local)))
    accents = "Zoë@büro.example"
    add(
        "mail-accents", "An address beyond ASCII, as it stands", accents, YES, identity(hash_of(accents, "ß"), salt="ß")
    )
    add(
        "mail-accents-case", "Case is not folded beyond ASCII", "Ë@b.example", NO, identity("ë@b.example", hashed=False)
    )
    book.add(
        "recipient-of-a-stranger",
        "Asked about a credential of an unknown issuer: both are said, the issuer weighs more",
        did_key_award(),
        Expected(
            verdict="unknown_issuer",
            reasons=("issuer_unknown", "no_status", "recipient_not_named"),
            steps=dict.fromkeys(known("valid").steps, "not_applicable")
            | dict.fromkeys(("read", "shape", "context", "proof", "key", "dates"), "passed")
            | {"issuer": "failed", "recipient": "could_not_check"},
        ),
        recipient=MAIL,
    )
    changed = book.awarded(credentialSubject=subject(identifier=[salted]))
    changed["credentialSubject"]["identifier"] = [salted | {"identityHash": hash_of(LOWER, "salt")}]
    book.add(
        "recipient-changed",
        "The hash was changed to fit whom is asked about",
        changed,
        ends("proof", "proof_signature_invalid"),
        recipient=LOWER,
    )
    longest = f"{HOLDER}:{'x' * (2047 - len(HOLDER))}"
    book.add(
        "recipient-did-longest",
        "A DID with as many characters as may be asked about",
        did_key_award(credentialSubject=subject(id=longest)),
        unknown("issuer_unknown", "no_status", recipient="passed"),
        recipient=longest,
    )
