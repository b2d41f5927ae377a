"""Cases of Ed25519Signature2020 and Ed25519VerificationKey2020 (EdDSA Cryptosuite v2020), from before cryptosuites."""

from typing import Any

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.book import Book, Expected, ends, known, unknown
from tests.casebook.forge import P256_KEY, multikey
from tests.casebook.proof_sets import ELSEWHERE_ADDRESS
from tests.casebook.society import (
    BADGES,
    CREDENTIALS_V2,
    NOW,
    STRANGER,
    Json,
    did_document,
    did_key,
    list_address,
    method,
    signed,
    status_list,
    unsigned,
    verification_method,
)

NAME = "Ed25519Signature2020"
CONTEXT = "https://w3id.org/security/suites/ed25519-2020/v1"
KEY = "Ed25519VerificationKey2020"
STRANGE = unknown("issuer_unknown", "no_status")
CONTEXTS = [CREDENTIALS_V2, BADGES, CONTEXT]


def write(book: Book) -> None:
    """Write the cases down."""
    _accepted(book)
    _refused(book)
    _closed(book)
    _keys(book)


def _signed(document: Json, key: str = NOW, **options: Any) -> Json:
    return signed(document, key, **({"type": NAME, "cryptosuite": None} | options))


def _by(key: str = STRANGER, /, *, contexts: list[str] | None = None, options: Json | None = None) -> Json:
    """A credential by the did:key of a named key; `options` go into the proof."""
    did = did_key(key)
    bare = unsigned(
        **{"@context": contexts or CONTEXTS},
        issuer={"id": did, "type": ["Profile"]},
        credentialStatus=None,
        relatedResource=None,
    )
    return _signed(bare, key, method=f"{did}#{multikey(key)}", **(options or {}))


def _accepted(book: Book) -> None:
    plain = {name: value for name, value in book.awarded(**{"@context": CONTEXTS}).items() if name != "proof"}
    own = _signed(plain)
    book.add("signature-2020", f"A credential of the society under {NAME}", own, known("valid"))
    book.add(
        "signature-2020-in-arrays",
        "The proof in an array, and each of its words too",
        own | {"proof": [{name: [value] for name, value in own["proof"].items()}]},
        known("valid"),
    )
    beside = signed(plain, NOW)["proof"]
    book.add(
        "signature-2020-beside",
        f"{NAME} and eddsa-rdfc-2022 side by side",
        plain | {"proof": [own["proof"], beside]},
        known("valid"),
    )
    book.add("signature-2020-did-key", f"A credential of a stranger under {NAME}", _by(), STRANGE)
    expires = _by(options={"expires": "2039-01-01T00:00:00Z"})
    book.add("signature-2020-expires", "A proof that ends later", expires, STRANGE)
    unsigned_list = status_list("b2", (8, 9)) | {"@context": [CREDENTIALS_V2, CONTEXT]}
    book.add(
        "signature-2020-list",
        f"A status list under {NAME}",
        book.awarded(),
        known("valid"),
        documents={list_address("b2"): _signed(unsigned_list, created="2026-10-01T08:00:00Z")},
    )


def _refuse(book: Book, name: str, title: str, document: Json, reason: str, *threats: int) -> None:
    book.add(f"signature-2020-{name}", title, document, ends("proof", reason, fetched=()), threats=threats)


def _refused(book: Book) -> None:
    plain = _by()
    proof = plain["proof"]
    invalid = "proof_signature_invalid"
    _refuse(book, "changed", "A name changed after the signing", plain | {"name": "Another"}, invalid, 22)
    renamed = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}
    _refuse(book, "relabelled", "The proof called eddsa-rdfc-2022", plain | {"proof": proof | renamed}, invalid, 41)
    modern = _by(options={"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"})
    older = {name: value for name, value in modern["proof"].items() if name != "cryptosuite"} | {"type": NAME}
    _refuse(
        book, "relabelled-back", f"A proof by eddsa-rdfc-2022 called {NAME}", modern | {"proof": older}, invalid, 41
    )
    for name, change in (
        ("created", {"created": "2025-03-01T09:00:00Z"}),
        ("expires", {"expires": "2039-01-01T00:00:00Z"}),
    ):
        changed = plain | {"proof": proof | change}
        _refuse(book, f"proof-{name}", f"The proof's options changed after the signing: {name}", changed, invalid, 41)
    for name, option, reason in (
        ("purpose", {"proofPurpose": "authentication"}, "proof_purpose"),
        ("challenge", {"challenge": "c0ffee"}, "proof_option_refused"),
        ("domain", {"domain": "elsewhere.example"}, "proof_option_refused"),
        ("expired", {"expires": "2026-10-01T00:00:00Z"}, "proof_expired"),
        ("future", {"created": "2099-01-01T00:00:00Z"}, "not_yet_signed"),
    ):
        _refuse(book, name, f"A proof that was signed with another option: {name}", _by(options=option), reason, 41)
    base64 = plain | {"proof": proof | {"proofValue": "u" + proof["proofValue"][1:]}}
    _refuse(book, "base64", "A signature in another base", base64, "proof_value_malformed")
    _refuse(book, "p-256", "A key of P-256", _by(P256_KEY), "proof_key_type", 41)


def _closed(book: Book) -> None:
    plain = _by()
    proof = plain["proof"]
    for name, title, document in (
        ("no-context", "Without the context that defines the proof", _by(contexts=[CREDENTIALS_V2, BADGES])),
        ("cryptosuite", "A cryptosuite beside it", plain | {"proof": proof | {"cryptosuite": "eddsa-rdfc-2022"}}),
        ("jws", "A signature of another form beside it", plain | {"proof": proof | {"jws": "e30..AA"}}),
        ("chain", "A link, which it has no word for", plain | {"proof": proof | {"previousProof": "urn:uuid:1"}}),
    ):
        book.add(f"signature-2020-{name}", title, document, ends("context", "undefined_term", fetched=()), threats=(6,))
    of_2018 = plain | {"proof": proof | {"type": "Ed25519Signature2018"}}
    book.add(
        "signature-2018", "A proof of before that", of_2018, ends("context", "undefined_term", fetched=()), threats=(6,)
    )


def _keys(book: Book) -> None:
    bare = unsigned(**{"@context": CONTEXTS}, issuer=ELSEWHERE, credentialStatus=None, relatedResource=None)
    by_2020 = _signed(bare, STRANGER, method=method(STRANGER, ELSEWHERE))

    def add(name: str, title: str, document: Json, expected: Expected, key: str = STRANGER, **changes: Any) -> None:
        member = verification_method(key, ELSEWHERE, type=KEY) | changes
        members = {name: value for name, value in member.items() if value is not None}
        answer = did_document(ELSEWHERE, (key,), verificationMethod=[members])
        book.add(f"key-2020{name}", title, document, expected, documents={ELSEWHERE_ADDRESS: answer}, threats=(41,))

    def refused(reason: str) -> Expected:
        return ends("proof", reason, fetched=(ELSEWHERE_ADDRESS,))

    add("", f"A key of type {KEY}", by_2020, STRANGE)
    add("-as-multikey", f"{NAME} by a Multikey", by_2020, STRANGE, type="Multikey")
    add(
        "-by-2022",
        "The same key under eddsa-rdfc-2022",
        signed(bare, STRANGER, method=method(STRANGER, ELSEWHERE)),
        STRANGE,
    )
    revoked = unknown("issuer_unknown", "key_revoked", "no_status", verdict="altered", key="failed")
    add("-revoked", "Such a key, revoked", by_2020, revoked, revoked="2026-06-01T00:00:00Z")
    ec = signed(bare, P256_KEY, method=method(P256_KEY, ELSEWHERE), cryptosuite="ecdsa-rdfc-2019")
    add("-p-256", "A key of P-256 under that name", ec, refused("proof_key_type"), P256_KEY)
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "AA"}
    add(
        "-jwk",
        "A JWK in place of the Multikey",
        by_2020,
        refused("did_document_malformed"),
        publicKeyMultibase=None,
        publicKeyJwk=jwk,
    )
    add("-both", "A JWK beside it", by_2020, refused("key_material_ambiguous"), publicKeyJwk=jwk)
    add(
        "-base58",
        "The form of 2018 under that name",
        by_2020,
        refused("did_document_malformed"),
        publicKeyMultibase=None,
        publicKeyBase58=multikey(STRANGER)[1:],
    )
