"""Cases of several proofs on one credential (VC Data Integrity 1.0, section 2.1.1)."""

from typing import Any

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.book import Book, Expected, ends, known, unknown
from tests.casebook.forge import P256_KEY, base58, multikey, sign
from tests.casebook.society import (
    DID_ADDRESS,
    NOW,
    OLD,
    STRANGER,
    Json,
    award,
    did_document,
    did_key,
    list_address,
    method,
    signed,
    signed_list,
    unsigned,
    verification_method,
)

ELSEWHERE_ADDRESS = "https://elsewhere.example/.well-known/did.json"


def write(book: Book) -> None:
    """Write the cases down."""
    _society(book)
    _strangers(book)
    _lists(book)


def _set(document: Json, *proofs: Json) -> Json:
    return document | {"proof": list(proofs)}


def _society(book: Book) -> None:
    plain = award()
    bare = {name: value for name, value in plain.items() if name != "proof"}
    first = plain["proof"]
    values = signed(bare, NOW, cryptosuite="eddsa-jcs-2022")["proof"]
    invalid = first | {"proofValue": "z" + base58(bytes(64)), "created": "2026-03-02T09:00:00Z"}
    unknown_suite = first | {"cryptosuite": "bbs-2023"}
    foreign = sign(bare, STRANGER, method=f"{did_key(STRANGER)}#{multikey(STRANGER)}", created="2026-03-01T09:00:00Z")[
        "proof"
    ]

    def refuse(name: str, title: str, reason: str, *proofs: Json, verdict: str = "altered") -> None:
        fetched = () if name.endswith("-strangers") or name == "proof-set-many" else (DID_ADDRESS,)
        expected = ends("proof", reason, verdict, fetched=fetched)
        book.add(name, title, _set(plain, *proofs), expected, threats=(23, 30))

    book.add("proof-set-good", "Two valid proofs of two suites by one key", _set(plain, first, values), known("valid"))
    book.add("proof-set-good-reversed", "The same, the other first", _set(plain, values, first), known("valid"))
    refuse("proof-set", "A valid proof and an invalid one", "proof_signature_invalid", first, invalid)
    refuse("proof-set-reversed", "An invalid proof and a valid one", "proof_signature_invalid", invalid, first)
    refuse(
        "proof-set-unknown",
        "A valid proof and one of a suite that nobody here knows",
        "proof_suite_unknown",
        first,
        unknown_suite,
        verdict="unfinished",
    )
    refuse(
        "proof-set-unknown-invalid",
        "One that can't be checked before one that failed",
        "proof_signature_invalid",
        unknown_suite,
        invalid,
    )
    refuse(
        "proof-set-witness",
        "A valid proof and a stranger's beside it",
        "proof_set",
        first,
        foreign,
        verdict="unfinished",
    )
    refuse(
        "proof-set-witness-first",
        "A stranger's proof and a valid one",
        "proof_set",
        foreign,
        first,
        verdict="unfinished",
    )
    refuse(
        "proof-set-witness-invalid",
        "A stranger's proof and an invalid one of ours",
        "proof_signature_invalid",
        foreign,
        invalid,
    )
    other = sign(bare, OLD, method=f"{did_key(OLD)}#{multikey(OLD)}", created="2026-03-01T09:00:00Z")["proof"]
    refuse("proof-set-strangers", "Two proofs, and none by the issuer", "key_not_issuers", foreign, other)
    many = [signed(bare, NOW, created=f"2026-03-01T09:00:0{second}Z")["proof"] for second in range(9)]
    book.add("proof-set-edge", "As many proofs as are looked at", _set(plain, *many[:8]), known("valid"))
    refuse("proof-set-many", "One proof more than are looked at", "proof_set", *many, verdict="unfinished")
    expired = signed(bare, NOW, expires="2026-10-01T00:00:00Z")["proof"]
    refuse("proof-set-expired", "The second of two proofs ended", "proof_expired", first, expired)
    purpose = signed(bare, NOW, proofPurpose="authentication")["proof"]
    refuse("proof-set-purpose", "The second of two proofs is for another purpose", "proof_purpose", first, purpose)
    first_id = "urn:uuid:9dd9ff8a-1e4b-4d0b-a1a6-1c2d3e4f5a6b"
    named = signed(bare, NOW, id=first_id)["proof"]
    chained = signed(bare, NOW, previousProof=first_id)["proof"]
    refuse(
        "proof-set-chain", "A proof that names another and is not over it", "proof_signature_invalid", named, chained
    )
    borrowed = award("b2", 8)["proof"]
    refuse(
        "proof-set-borrowed",
        "The second proof is another credential's",
        "proof_signature_invalid",
        first,
        borrowed | {"created": "2026-03-01T09:00:00Z"},
    )
    book.add(
        "proof-set-twice",
        "One proof twice",
        _set(plain, first, first),
        ends("context", "not_own_compaction", fetched=()),
    )
    typeless = {name: value for name, value in values.items() if name != "type"}
    for name, proofs in (("typeless", (first, typeless)), ("typeless-first", (typeless, first))):
        book.add(
            f"proof-set-{name}",
            "One of two proofs has no type, without which none of its words has a meaning",
            _set(plain, *proofs),
            ends("context", "jsonld_invalid", fetched=()),
            threats=(6,),
        )
    book.add(
        "proof-set-two-keys",
        "Two proofs by two keys of the society, of which its ledger names one",
        _set(plain, first, signed(bare, OLD)["proof"]),
        known("altered", "ledger_key_differs", ledger="failed"),
    )


def _lists(book: Book) -> None:
    plain = signed_list("b2", (8, 9))
    now = signed_list("b2", (8, 9), created="2026-10-02T08:00:00Z")["proof"]
    old = signed_list("b2", (8, 9), key=OLD)["proof"]
    for name, title, proof, expected in (
        ("good-proof-set", "A list with two proofs by the current key", now, known("valid")),
        (
            "proof-set-old-key",
            "A list with a second proof by the retired key",
            old,
            known("unfinished", "status_list_key", status="could_not_check"),
        ),
    ):
        answer = _set(plain, plain["proof"], proof)
        book.add(f"list-{name}", title, book.awarded(), expected, documents={list_address("b2"): answer}, threats=(12,))


def _strangers(book: Book) -> None:
    bare = unsigned(issuer=ELSEWHERE, credentialStatus=None, relatedResource=None)
    one = signed(bare, STRANGER, method=method(STRANGER, ELSEWHERE))["proof"]
    other = signed(bare, P256_KEY, method=method(P256_KEY, ELSEWHERE), cryptosuite="ecdsa-jcs-2019")["proof"]

    def add(name: str, title: str, expected: Expected, *proofs: Json, **changes: Any) -> None:
        answer = did_document(ELSEWHERE, (STRANGER, P256_KEY))
        answer["verificationMethod"][1] = verification_method(P256_KEY, ELSEWHERE, **changes)
        book.add(name, title, _set(bare, *proofs), expected, documents={ELSEWHERE_ADDRESS: answer}, threats=(23,))

    good = unknown("issuer_unknown", "no_status")
    add("proof-set-two-kinds", "Two proofs by two kinds of key of one issuer", good, one, other)
    fails = unknown("issuer_unknown", "key_revoked", "no_status", verdict="altered", key="failed")
    add(
        "proof-set-second-revoked",
        "The second of two keys is revoked",
        fails,
        one,
        other,
        revoked="2026-06-01T00:00:00Z",
    )
    add(
        "proof-set-first-revoked", "The first of two keys is revoked", fails, other, one, revoked="2026-06-01T00:00:00Z"
    )
