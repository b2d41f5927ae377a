"""Cases that a third sample of faults in the verifier's JavaScript asked for (docs/mutation.md)."""

import base64

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.book import Book, ends, known, unknown
from tests.casebook.disclosures import bare as bare_by_stranger
from tests.casebook.disclosures import shown
from tests.casebook.earlier import CREDENTIALS_V1, DATA_INTEGRITY, LIST, STATUS_LIST, entry_2021, list_2021, old_award
from tests.casebook.forge import P256_KEY, bitstring, disclosed, gzip_bytes
from tests.casebook.holders import presentation
from tests.casebook.identities import PROFILE, badge, key_set, profile
from tests.casebook.jwts import (
    ELSEWHERE_ADDRESS,
    ELSEWHERE_KEY,
    add_token,
    bare,
    by,
    refuse_token,
    token,
    vc_jwt,
)
from tests.casebook.messages import messages
from tests.casebook.presenting import HOLDER, by_holder
from tests.casebook.recipients import MAIL, UNREAD, hash_of, identity
from tests.casebook.records import GOOD, INSIDE, NOT_APART, record
from tests.casebook.society import (
    BADGES,
    CREDENTIALS_V2,
    ISSUER,
    NOW,
    STRANGER,
    Json,
    award,
    did_document,
    did_key_award,
    method,
    status_entry,
    subject,
    verification_method,
)
from tests.casebook.tokens import RSA_KEY, jwk, rsa_jwk, rsa_key, seconds

FINE = unknown("issuer_unknown", "no_status")


def write(book: Book) -> None:
    """Write the cases down."""
    _held(book)
    _tokens(book)
    _keys(book)
    _status(book)
    _further(book)


def _held(book: Book) -> None:
    whole: Json = {"id": "https://society.example/ribbon.png", "type": "Image", "caption": "A ribbon"}
    others = [
        did_key_award(id=f"urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a1{at}", image=whole | {"caption": caption})
        for at, caption in enumerate(("A medal", "A ribbon"))
    ]
    parts = ((None, NOT_APART.verdict, NOT_APART.reasons), *((f"{INSIDE}[{at}]", *GOOD) for at in range(2)))
    title = "A record of two credentials that describe an image, the first in other words than the record"
    book.add("record-image-first-differs", title, record(others, image=whole), NOT_APART, parts=parts)
    # Where the words of a presentation reach into it, a credential needs no vocabulary of its own.
    older = {"@context": [CREDENTIALS_V1, DATA_INTEGRITY]}
    nameless = {name: value for name, value in old_award().items() if name in ("type", "issuer", "issuanceDate")}
    nameless |= {"type": ["VerifiableCredential"], "issuer": HOLDER, "credentialSubject": {"id": HOLDER}}
    within = presentation(nameless, **older)
    name = {"@context": [CREDENTIALS_V2], "id": "urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a13"}
    unchecked = ends("context", "presentation_not_checked", "unfinished")
    parts = (
        ("proof", unchecked.verdict, unchecked.reasons),
        ("verifiableCredential", "unreadable", ("not_a_credential",)),
    )
    title = "A presentation of a name alone"
    book.add("presented-name", title, by_holder(presentation(name, holder=HOLDER)), unchecked, parts=parts)
    title = "A presentation in a presentation, of a credential without a vocabulary of its own"
    document = by_holder(presentation(within, holder=HOLDER, **older))
    book.add("presented-in-presented", title, document, unchecked, parts=parts)


def _tokens(book: Book) -> None:
    plain = book.awarded()
    for name, moment in (("begins", "11:55:00"), ("ends", "12:05:00")):
        content = vc_jwt(plain, exp=seconds(f"2026-11-01T{moment}Z"))
        title = f"A signature that ends where the five minutes of a wrong clock {name.removesuffix('s')}"
        add_token(book, f"vc-clock-{name}", title, content, known("valid"))
    over = vc_jwt(plain, exp=seconds("2026-11-01T11:54:59Z"))
    refuse_token(book, "vc-clock-over", "A signature that ended a second before them", over, "proof_expired", 24)
    # Libraries take a name alone for a graph, or for nothing.
    for name, proof in (
        ("name", {"id": "urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a14"}),
        ("relative", {"id": "proof"}),
    ):
        content, title = (
            vc_jwt(plain, proof=proof),
            f"A token with a proof that is a {name.replace('tive', 'tive name')} alone",
        )
        refuse_token(book, f"vc-proof-{name}", title, content, "jsonld_invalid", 4, step="context")
    content = token(by(ELSEWHERE), RSA_KEY, header={"kid": ELSEWHERE_KEY})
    listed = {"id": f"{ELSEWHERE}#rsa", "type": "JsonWebKey", "controller": ELSEWHERE, "publicKeyJwk": jwk(RSA_KEY)}
    modulus = rsa_key(RSA_KEY).public_key().public_numbers().n
    answers = {
        ELSEWHERE_ADDRESS: did_document(ELSEWHERE, (), verificationMethod=[listed], assertionMethod=[listed["id"]]),
        ELSEWHERE_KEY: rsa_jwk(modulus, 65539),
    }
    title = "A key's file with another RSA key than the DID document lists"
    refuse_token(book, "kid-web-rs256-other", title, content, "key_not_found", 11, documents=answers)
    named = verification_method(NOW, ISSUER, controller=ELSEWHERE)
    own = verification_method(STRANGER, ELSEWHERE)
    document = did_document(ELSEWHERE, verificationMethod=[own, named], assertionMethod=[own["id"], named["id"]])
    content = token(by(ELSEWHERE), STRANGER, header={"kid": None})
    title = "No kid, and beside the one key another under the name of another DID"
    add_token(book, "no-kid-foreign-name", title, content, FINE, documents={ELSEWHERE_ADDRESS: document})


def _keys(book: Book) -> None:
    answer = profile(jwks=key_set(jwk(STRANGER, kid="1"))) | {"verificationMethod": None}
    malformed = ends("proof", "did_document_malformed")
    title = "A key set beside a list of keys that is null"
    book.add("https-jwks-list-null", title, badge(method=f"{PROFILE}#1"), malformed, documents={PROFILE: answer})
    whole = book.awarded()
    derived = disclosed(bare(whole), P256_KEY, one_time="p256-proof", method=method(P256_KEY)).document()
    both = whole | {"proof": [derived["proof"], whole["proof"]]}
    title = "Of a society, a part that is shown with a signature of the whole beside it"
    unfinished = known("unfinished", "ledger_derived", ledger="could_not_check")
    book.add("disclosed-society-beside", title, both, unfinished)
    labelled = shown(bare_by_stranger(image={"id": "https://society.example/_:c14n0.png", "type": "Image"}))
    book.add("disclosed-address-label", "An address that holds what looks like a label", labelled.document(), FINE)


def _status(book: Book) -> None:
    contexts: Json = {"@context": [CREDENTIALS_V2, BADGES, STATUS_LIST]}
    credential = did_key_award(credentialStatus=entry_2021(), **contexts)
    plain = base64.b64encode(gzip_bytes(bitstring((5, 1000, 5000)))).decode()
    body = plain.rstrip("=")
    within = f"{body[:40]}{plain[len(body) :]}{body[40:]}"
    expected = unknown("issuer_unknown", "status_list_encoding", verdict="unfinished", status="could_not_check")
    title = "A list of 2021 with its padding in the middle"
    answers = {LIST: list_2021(subject={"encodedList": within})}
    book.add("list-2021-padding-within", title, credential, expected, documents=answers)
    entry = status_entry("b2", 1391, statusMessage=messages(" 0x0", "0x1"))
    worded = book.site.enter("b2", 1391, award("b2", 1391, credentialStatus=entry))
    unfinished = known("unfinished", "status_message_malformed", status="could_not_check")
    book.add("message-space", "A state with a space before it", worded, unfinished, threats=(16,))


def _further(book: Book) -> None:
    unsaid = identity(MAIL)
    del unsaid["hashed"]
    for name, title, stated in (
        ("hash-longer", "A hash with more behind it", identity(hash_of(MAIL) + "00")),
        ("unsaid", "An address of which nothing says whether it is a hash", unsaid),
    ):
        credential = book.awarded(credentialSubject=subject(identifier=[stated]))
        book.add(f"recipient-mail-{name}", title, credential, UNREAD, recipient=MAIL)
    schema = {"id": "https://society.example/schema.json", "type": "JsonSchema"}
    expected = unknown("issuer_unknown", "no_status", "schema_not_checked", related="could_not_check")
    book.add(
        "stranger-schema", "A schema, and nothing else to look at", did_key_award(credentialSchema=schema), expected
    )
