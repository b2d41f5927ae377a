"""Cases of steps 4 and 6: signatures, DIDs, DID documents and keys."""

import base64
import hashlib
from typing import Any

from tests.casebook.accepted import ELSEWHERE, did_web_award
from tests.casebook.book import Book, ends, known, unknown
from tests.casebook.forge import base58, json_text, multikey, multikey_from_raw, private_key, sign
from tests.casebook.society import (
    DID_ADDRESS,
    ISSUER,
    NOW,
    OLD,
    STRANGER,
    Json,
    award,
    did_document,
    did_key,
    method,
    signed,
    society_did_document,
    subject,
    unsigned,
    verification_method,
)

ELSEWHERE_ADDRESS = "https://elsewhere.example/.well-known/did.json"
P256 = "z" + base58(bytes.fromhex("8024036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"))
ORDER = 2**252 + 27742317777372353535851937790883648493
PRIME = 2**255 - 19


def write(book: Book) -> None:
    """Write the cases down."""
    _proof_form(book)
    _signatures(book)
    _dids(book)
    _did_documents(book)
    _bad_keys(book)
    _key_rules(book)


def _with_proof(document: Json, **changes: Any) -> Json:
    proof = {name: value for name, value in (document["proof"] | changes).items() if value is not None}
    return document | {"proof": proof}


def _proof_form(book: Book) -> None:
    plain = award()

    def refuse(name: str, title: str, document: Json, reason: str, *threats: int, verdict: str = "altered") -> None:
        book.add(name, title, document, ends("proof", reason, verdict, fetched=()), threats=threats)

    refuse(
        "proof-suite-missing",
        "No suite",
        _with_proof(plain, cryptosuite=None),
        "proof_suite_unknown",
        verdict="unfinished",
    )
    for name in ("verificationMethod", "proofPurpose", "proofValue"):
        refuse(
            f"proof-without-{name.lower()}",
            f"A proof without {name}",
            _with_proof(plain, **{name: None}),
            "proof_malformed",
        )
    refuse(
        "proof-created-malformed",
        "A proof made on no day",
        _with_proof(plain, created="2026-02-30T00:00:00Z"),
        "proof_malformed",
    )
    refuse(
        "proof-created-no-zone",
        "A proof made at a time without a zone",
        _with_proof(plain, created="2026-03-01T09:00:00"),
        "proof_malformed",
    )
    refuse(
        "proof-purpose-swapped",
        "The purpose changed after the signing",
        _with_proof(plain, proofPurpose="authentication"),
        "proof_purpose",
        30,
    )
    refuse(
        "proof-purpose-signed",
        "Signed for another purpose",
        signed(unsigned(), proofPurpose="authentication"),
        "proof_purpose",
        30,
    )
    for name, value in (
        ("domain", "society.example"),
        ("challenge", "c0ffee"),
        ("nonce", "c0ffee"),
    ):
        refuse(
            f"proof-{name.lower()}",
            f"A well signed proof with {name}",
            signed(unsigned(), **{name: value}),
            "proof_option_refused",
            30,
        )
    before = "urn:uuid:9dd9ff8a-1e4b-4d0b-a1a6-1c2d3e4f5a6b"
    refuse(
        "proof-previousproof",
        "A well signed proof that follows one that is not there",
        signed(unsigned(), previousProof=before),
        "proof_previous_missing",
        30,
    )
    refuse(
        "proof-previous-added",
        "previousProof added after the signing",
        _with_proof(plain, previousProof=before),
        "proof_previous_missing",
        30,
    )
    book.add(
        "proof-created-2099",
        "Made in 2099",
        signed(unsigned(), created="2099-01-01T00:00:00Z"),
        ends("proof", "not_yet_signed", fetched=(DID_ADDRESS,)),
        threats=(24,),
    )
    book.add(
        "proof-created-beyond-skew",
        "Made a second further ahead than the skew forgives",
        signed(unsigned(), created="2026-11-01T12:05:01Z"),
        ends("proof", "not_yet_signed", fetched=(DID_ADDRESS,)),
        threats=(24,),
    )
    book.add(
        "proof-created-2099-altered",
        "Made in 2099, and changed since",
        signed(unsigned(), created="2099-01-01T00:00:00Z") | {"name": "Something else"},
        ends("proof", "proof_signature_invalid", fetched=(DID_ADDRESS,)),
        threats=(24,),
    )
    refuse(
        "proof-expired", "A proof that ended", signed(unsigned(), expires="2026-10-01T00:00:00Z"), "proof_expired", 24
    )
    refuse(
        "proof-expired-beyond-skew",
        "A proof that ended a moment longer ago than the skew forgives",
        signed(unsigned(), expires="2026-11-01T11:54:59.999Z"),
        "proof_expired",
        24,
    )
    refuse(
        "method-https",
        "A key at an https address",
        signed(unsigned(), method="https://society.example/keys#1"),
        "issuer_method_unknown",
        verdict="unfinished",
    )
    refuse(
        "method-other",
        "A DID of a method we do not know",
        _issued_by("did:example:harbour"),
        "issuer_method_unknown",
        verdict="unfinished",
    )
    refuse(
        "method-bare",
        "A DID without a fragment",
        signed(unsigned(), method=ISSUER),
        "issuer_method_unknown",
        verdict="unfinished",
    )
    refuse(
        "issuer-https",
        "An issuer by https, signed by a did:key",
        signed(
            unsigned(issuer="https://society.example/"), STRANGER, method=f"{did_key(STRANGER)}#{multikey(STRANGER)}"
        ),
        "key_not_issuers",
    )
    refuse(
        "stranger-for-us",
        "A stranger's key under the stranger's own name, for our issuer",
        signed(unsigned(), STRANGER, method=f"{did_key(STRANGER)}#{multikey(STRANGER)}"),
        "key_not_issuers",
        30,
    )
    refuse(
        "stranger-host-for-us",
        "A stranger's host signs for our issuer",
        signed(unsigned(), STRANGER, method=method(STRANGER, ELSEWHERE)),
        "key_not_issuers",
        22,
        30,
    )


def _issued_by(did: str, key: str = STRANGER, **changes: Any) -> Json:
    return did_web_award(did, key, **changes)


def _signatures(book: Book) -> None:
    plain = award()
    value = plain["proof"]["proofValue"]
    raw = _raw(value)

    def refuse(name: str, title: str, document: Json, reason: str, *threats: int) -> None:
        book.add(name, title, document, ends("proof", reason, fetched=(DID_ADDRESS,)), threats=threats)

    changes: dict[str, Json] = {
        "name": {"name": "Simulation Facilitator."},
        "holder": {
            "credentialSubject": subject(
                identifier=[
                    {"type": "IdentityObject", "hashed": False, "identityHash": "Noa Marlowe", "identityType": "name"}
                ]
            )
        },
        "end": {"validUntil": "2039-02-28T23:59:59Z"},
        "index": {"credentialStatus": plain["credentialStatus"] | {"statusListIndex": "70"}},
        "list": {"credentialStatus": plain["credentialStatus"] | {"statusListCredential": "https://evil.example/list"}},
        "file": {"relatedResource": [plain["relatedResource"][0] | {"id": "https://evil.example/details.json"}]},
        "id": {"id": "urn:uuid:00000000-0000-4000-8000-000000000000"},
        "case": {"name": "simulation facilitator"},
        "form": {"name": "Simulation Facilitator\u200b"},
    }
    for name, change in changes.items():
        refuse(f"changed-{name}", f"Changed after the signing: {name}", plain | change, "proof_signature_invalid", 22)
    for name in ("credentialStatus", "validUntil", "relatedResource", "name"):
        left = {member: item for member, item in plain.items() if member != name}
        refuse(f"removed-{name.lower()}", f"Taken out after the signing: {name}", left, "proof_signature_invalid", 3)
    refuse(
        "changed-created",
        "The proof's own date changed",
        _with_proof(plain, created="2025-03-01T09:00:00Z"),
        "proof_signature_invalid",
        41,
    )
    refuse(
        "removed-created",
        "The proof's own date taken out",
        _with_proof(plain, created=None),
        "proof_signature_invalid",
        41,
    )
    refuse(
        "changed-expires",
        "An end of the proof added",
        _with_proof(plain, expires="2039-01-01T00:00:00Z"),
        "proof_signature_invalid",
        24,
    )
    refuse(
        "changed-key",
        "Another of the society's keys named",
        _with_proof(plain, verificationMethod=method(OLD)),
        "proof_signature_invalid",
        30,
    )
    refuse(
        "signature-borrowed",
        "The signature of another credential",
        plain | {"proof": award("b2", 8)["proof"]},
        "proof_signature_invalid",
    )
    refuse(
        "signature-bit",
        "One bit of the signature",
        _with_proof(plain, proofValue="z" + base58(raw[:10] + bytes([raw[10] ^ 1]) + raw[11:])),
        "proof_signature_invalid",
    )
    scalar = (int.from_bytes(raw[32:], "little") + ORDER).to_bytes(32, "little")
    refuse(
        "signature-malleable",
        "The signature's second half plus the order of the group",
        _with_proof(plain, proofValue="z" + base58(raw[:32] + scalar)),
        "proof_signature_invalid",
        1,
    )
    refuse(
        "signature-zero",
        "Sixty-four zero bytes",
        _with_proof(plain, proofValue="z" + base58(bytes(64))),
        "proof_signature_invalid",
        1,
    )
    for name, title, text in (
        ("short", "A byte is missing", "z" + base58(raw[:63])),
        ("long", "A byte too many", "z" + base58(raw + b"\0")),
        ("base64", "In base64url", "u" + base64.urlsafe_b64encode(raw).decode().rstrip("=")),
        ("hex", "In hexadecimal", raw.hex()),
        ("character", "A character that base58btc does not have", value[:-1] + "0"),
        ("space", "White space at the end", value + " "),
        ("padded", "A zero byte before it", "z1" + value[1:]),
        ("empty", "Nothing but the letter", "z"),
        ("endless", "A hundred thousand digits", "z" + "2" * 100_000),
    ):
        refuse(
            f"signature-{name}",
            f"The signature: {title.lower()}",
            _with_proof(plain, proofValue=text),
            "proof_value_malformed",
        )
    wrong = signed(unsigned("b2", 8), meaning=unsigned("b2", 7))
    refuse("signature-elsewhere", "A valid signature over another document", wrong, "proof_signature_invalid")
    swapped = unsigned()
    hashes = [hashlib.sha256(part).digest() for part in (b"document", b"options")]
    lying = private_key(NOW).sign(b"".join(hashes))
    refuse(
        "signature-of-nothing",
        "A valid signature over something else entirely",
        swapped | {"proof": plain["proof"] | {"proofValue": "z" + base58(lying)}},
        "proof_signature_invalid",
    )


def _raw(value: str) -> bytes:
    number = 0
    for character in value[1:]:
        number = number * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(character)
    return number.to_bytes(64, "big")


def _dids(book: Book) -> None:
    """Every address that a careless reader could arrive at answers with a document that fits."""
    for name, did, threat, addresses in (
        (
            "at",
            "did:web:society.example%40evil.example",
            20,
            ("https://society.example@evil.example", "https://evil.example"),
        ),
        ("at-path", "did:web:society.example%40evil.example:registry:issuers:harbour", 20, ("https://evil.example",)),
        ("at-raw", "did:web:society.example@evil.example", 20, ("https://evil.example",)),
        ("climb", "did:web:society.example:registry:..:..:evil", 21, ("https://society.example/evil",)),
        ("climb-encoded", "did:web:society.example:%2E%2E:evil", 21, ("https://society.example/evil",)),
        ("slash", "did:web:society.example%2Fevil", 21, ("https://society.example/evil",)),
        ("slash-segment", "did:web:society.example:registry%2Fevil", 21, ("https://society.example/registry/evil",)),
        ("query", "did:web:society.example%3Fevil", 21, ("https://society.example/?evil",)),
        ("query-segment", "did:web:society.example:issuers%3Fevil", 21, ("https://society.example/issuers?evil",)),
        ("hash", "did:web:society.example%23evil", 21, ("https://society.example/#evil",)),
        ("upper-case", "did:web:Society.example", 20, ("https://society.example",)),
        ("address-4", "did:web:127.0.0.1", 21, ("https://127.0.0.1",)),
        ("address-number", "did:web:2130706433", 21, ("https://127.0.0.1", "https://2130706433")),
        ("address-6", "did:web:%5B%3A%3A1%5D", 21, ("https://[::1]",)),
        ("port-zero", "did:web:society.example%3A0", 21, ("https://society.example:0",)),
        ("port-word", "did:web:society.example%3Aevil", 21, ("https://society.example:evil",)),
        ("port-lower", "did:web:society.example%3a8443", 21, ("https://society.example:8443",)),
        ("empty-segment", "did:web:society.example::evil", 21, ("https://society.example//evil",)),
        ("dot-end", "did:web:society.example.", 20, ("https://society.example.", "https://society.example")),
        ("punycode-raw", "did:web:soci\u0435ty.example", 20, ("https://xn--socity-tof.example",)),
    ):
        answers = {}
        for address in addresses:
            for end in ("/did.json", "/.well-known/did.json"):
                answers[address + end] = did_document(did, (STRANGER,))
        book.add(
            f"did-{name}",
            f"The issuer {did}",
            _issued_by(did),
            ends("proof", "did_malformed", fetched=()),
            documents=answers,
            threats=(threat,),
        )
    book.add(
        "did-key-broken",
        "A did:key that is not one",
        _issued_by("did:key:abc"),
        ends("proof", "did_malformed", fetched=()),
    )


def _did_documents(book: Book) -> None:
    plain = did_web_award(ELSEWHERE)
    document = did_document(ELSEWHERE, (STRANGER,))

    def refuse(name: str, title: str, answer: Any, reason: str, *threats: int, verdict: str = "altered") -> None:
        book.add(
            f"did-document-{name}",
            title,
            plain,
            ends("proof", reason, verdict, fetched=(ELSEWHERE_ADDRESS,)),
            documents={} if answer is None else {ELSEWHERE_ADDRESS: answer},
            threats=threats,
        )

    def raw(data: bytes) -> Json:
        return {"base64": base64.b64encode(data).decode()}

    def methods(*changed: Json) -> Json:
        return document | {"verificationMethod": list(changed)}

    def one(**changes: Any) -> Json:
        return verification_method(STRANGER, ELSEWHERE, **changes)

    refuse("unreachable", "The issuer's document can't be reached", None, "issuer_unreachable", verdict="unfinished")
    refuse(
        "html", "A page in place of the document", raw(b"<!doctype html>"), "issuer_unreadable", verdict="unfinished"
    )
    refuse("latin-1", "An answer that is no UTF-8", raw(b'{"id": "\xe9"}'), "issuer_unreadable", verdict="unfinished")
    refuse(
        "duplicate",
        "The document has a key twice",
        raw(json_text(document).replace(b'"id"', b'"id": "did:web:evil.example", "id"', 1)),
        "did_document_malformed",
        27,
    )
    refuse("array", "An array", [document], "did_document_malformed")
    refuse("without-id", "A document without an id", {"verificationMethod": [one()]}, "did_document_malformed")
    refuse("other-id", "The document of somebody else", document | {"id": "did:web:evil.example"}, "did_id_differs", 11)
    refuse(
        "other-id-path", "The document of a neighbour", document | {"id": f"{ELSEWHERE}:school"}, "did_id_differs", 11
    )
    refuse("without-methods", "No keys at all", {"id": ELSEWHERE}, "key_not_found")
    refuse(
        "methods-text",
        "Keys that are no objects",
        methods() | {"verificationMethod": ["z6Mk"]},
        "did_document_malformed",
    )
    refuse(
        "methods-null", "Keys that are null", {"id": ELSEWHERE, "verificationMethod": None}, "did_document_malformed"
    )
    refuse(
        "other-kind-revoked-malformed",
        "A key of another kind, revoked on no day: what the key is comes first",
        methods(one(publicKeyMultibase=P256, revoked="yesterday")),
        "proof_key_type",
    )
    refuse("other-key", "Another key", methods(verification_method(OLD, ELSEWHERE)), "key_not_found")
    refuse("relative-key", "The key under a relative id", methods(one(id=f"#{multikey(STRANGER)}")), "key_not_found")
    refuse("twice", "Two keys under one id", methods(one(), one(publicKeyMultibase=multikey(OLD))), "key_not_found")
    refuse(
        "controller",
        "The key is controlled by somebody else",
        methods(one(controller="did:web:evil.example")),
        "key_controller_differs",
        11,
    )
    refuse(
        "controller-missing",
        "Nobody controls the key",
        methods({name: value for name, value in one().items() if name != "controller"}),
        "key_controller_differs",
        11,
    )
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    refuse("two-forms", "Two keys in one method", methods(one(publicKeyJwk=jwk)), "key_material_ambiguous")
    other = {
        name: value
        for name, value in one(type="JsonWebKey2020", publicKeyJwk=jwk).items()
        if name != "publicKeyMultibase"
    }
    refuse("jwk", "A key of a form we do not read", methods(other), "key_type_unknown", verdict="unfinished")
    refuse(
        "no-material",
        "A method without a key",
        methods({name: value for name, value in one().items() if name != "publicKeyMultibase"}),
        "did_document_malformed",
    )
    refuse("revoked-malformed", "Revoked at no time", methods(one(revoked="yesterday")), "did_document_malformed", 9)


def _bad_keys(book: Book) -> None:
    identity = (1).to_bytes(32, "little")
    constant = identity + bytes(32)  # R neutral, S zero: fits every document under a key of small order 1
    eight = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")
    not_reduced = (PRIME + 1).to_bytes(32, "little")
    for name, title, raw, reason in (
        ("neutral", "The neutral point as a key: one signature fits every document", identity, "key_small_order"),
        ("order-eight", "A key of order eight", eight, "key_small_order"),
        ("order-two", "A key of order two", (PRIME - 1).to_bytes(32, "little"), "key_small_order"),
        ("order-four", "A key of order four", bytes(32), "key_small_order"),
        ("mixed", "A good key with a part of small order added", _mixed_order(), "key_small_order"),
        ("not-reduced", "A point in an encoding that is not reduced", not_reduced, "key_not_canonical"),
        ("negative-zero", "A point whose zero has a sign", identity[:31] + b"\x80", "key_not_canonical"),
        ("not-a-point", "Bytes that are no point of the curve", _no_point(), "key_malformed"),
    ):
        text = multikey_from_raw(raw)
        for form, did in (("key", f"did:key:{text}"), ("web", ELSEWHERE)):
            document = unsigned(issuer={"id": did, "type": ["Profile"]}, credentialStatus=None, relatedResource=None)
            forged = sign(document, STRANGER, method=f"{did}#{text}", created="2026-03-01T09:00:00Z")
            forged["proof"]["proofValue"] = "z" + base58(constant)
            answer = did_document(did, ())
            answer["verificationMethod"] = [
                {"id": f"{did}#{text}", "type": "Multikey", "controller": did, "publicKeyMultibase": text}
            ]
            answer["assertionMethod"] = [f"{did}#{text}"]
            fetched = () if form == "key" else (ELSEWHERE_ADDRESS,)
            book.add(
                f"key-{name}-{form}",
                title,
                forged,
                ends("proof", reason, fetched=fetched),
                documents={ELSEWHERE_ADDRESS: answer},
                threats=(1,),
            )
    for name, title, text, reason in (
        ("p256", "A key of another kind than the suite's", P256, "proof_key_type"),
        (
            "unknown-kind",
            "A key of a kind nobody here knows",
            "z" + base58(b"\xec\x01" + bytes(range(32))),
            "proof_key_type",
        ),
        ("short", "A key of 31 bytes", "z" + base58(b"\xed\x01" + bytes(range(31))), "key_malformed"),
    ):
        did = f"did:key:{text}"
        document = unsigned(issuer={"id": did, "type": ["Profile"]}, credentialStatus=None, relatedResource=None)
        forged = sign(document, STRANGER, method=f"{did}#{text}", created="2026-03-01T09:00:00Z")
        book.add(f"key-{name}", title, forged, ends("proof", reason, fetched=()))
    did = did_key(STRANGER)
    document = unsigned(issuer={"id": did, "type": ["Profile"]}, credentialStatus=None, relatedResource=None)
    book.add(
        "key-other-fragment",
        "A did:key with another fragment",
        sign(document, STRANGER, method=f"{did}#key-1", created="2026-03-01T09:00:00Z"),
        ends("proof", "key_not_found", fetched=()),
    )


def _sum(p: tuple[int, int], q: tuple[int, int]) -> tuple[int, int]:
    d = -121665 * pow(121666, -1, PRIME) % PRIME
    product = d * p[0] * q[0] * p[1] * q[1] % PRIME
    x = (p[0] * q[1] + p[1] * q[0]) * pow(1 + product, -1, PRIME) % PRIME
    y = (p[1] * q[1] + p[0] * q[0]) * pow(1 - product, -1, PRIME) % PRIME
    return x, y


def _x_squared(y: int) -> int:
    d = -121665 * pow(121666, -1, PRIME) % PRIME
    return (y * y - 1) * pow(d * y * y + 1, -1, PRIME) % PRIME


def _mixed_order() -> bytes:
    """The base point plus the point of order two."""
    y = 4 * pow(5, -1, PRIME) % PRIME
    square = _x_squared(y)
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    mixed = _sum((x, y), (0, PRIME - 1))
    return (mixed[1] | (mixed[0] & 1) << 255).to_bytes(32, "little")


def _no_point() -> bytes:
    y = next(y for y in range(2, 100) if pow(_x_squared(y), (PRIME - 1) // 2, PRIME) == PRIME - 1)
    return y.to_bytes(32, "little")


def _key_rules(book: Book) -> None:
    plain = did_web_award(ELSEWHERE)

    def refuse(
        name: str, title: str, reason: str, *threats: int, relations: list[str] | None = None, **changes: Any
    ) -> None:
        answer = did_document(ELSEWHERE, (STRANGER,))
        answer["verificationMethod"] = [verification_method(STRANGER, ELSEWHERE, **changes)]
        if relations is not None:
            answer["assertionMethod"] = relations
        book.add(
            name,
            title,
            plain,
            unknown("issuer_unknown", reason, "no_status", verdict="altered", key="failed"),
            documents={ELSEWHERE_ADDRESS: answer},
            threats=threats,
        )

    refuse("key-revoked", "A key revoked in the past", "key_revoked", 9, revoked="2026-06-01T00:00:00Z")
    refuse(
        "key-revoked-edge", "A key revoked as long ago as the skew", "key_revoked", 9, revoked="2026-11-01T11:55:00Z"
    )
    refuse("key-expired", "A key that expired", "key_expired", 9, expires="2026-06-01T00:00:00Z")
    refuse(
        "key-expired-before-signing",
        "A key that expired before anything was signed",
        "key_expired",
        9,
        expires="2020-01-01T00:00:00Z",
    )
    refuse("key-not-for-assertion", "A key that may not sign credentials", "key_not_for_assertion", 10, relations=[])
    refuse(
        "key-for-authentication",
        "A key that is there for another",
        "key_not_for_assertion",
        10,
        relations=[method(OLD, ELSEWHERE)],
    )
    with_stranger = society_did_document()
    with_stranger["verificationMethod"].append(verification_method(STRANGER))
    with_stranger["assertionMethod"].append(method(STRANGER))
    book.add(
        "key-not-listed",
        "The society's DID document has a key that its registry does not list",
        book.site.enter("b2", 50, signed(unsigned("b2", 50), STRANGER), key=STRANGER),
        known("altered", "key_not_listed", "ledger_outside_key_window", key="failed", ledger="failed"),
        documents={DID_ADDRESS: with_stranger},
        threats=(30,),
    )
    impostor = society_did_document()
    impostor["verificationMethod"][1]["publicKeyMultibase"] = multikey(STRANGER)
    book.add(
        "key-under-our-name",
        "A stranger's key under the name of the society's own",
        sign(unsigned("b2", 51), STRANGER, method=method(NOW), created="2026-03-01T09:00:00Z"),
        known(
            "altered",
            "key_not_listed",
            "status_list_proof",
            "not_in_ledger",
            key="failed",
            status="could_not_check",
            ledger="failed",
        ),
        documents={DID_ADDRESS: impostor},
        threats=(30,),
    )
    book.add(
        "key-stranger-in-our-did",
        "A stranger's key under our issuer's DID, in no document",
        signed(unsigned(), STRANGER),
        ends("proof", "key_not_found", fetched=(DID_ADDRESS,)),
        threats=(30,),
    )
    revoked = society_did_document()
    revoked["verificationMethod"][1]["revoked"] = "2026-09-01T00:00:00Z"
    book.add(
        "key-current-revoked",
        "The society's current key is revoked in its DID document",
        award("b2", 52),
        known(
            "altered",
            "key_revoked",
            "status_list_key",
            "not_in_ledger",
            key="failed",
            status="could_not_check",
            ledger="failed",
        ),
        documents={DID_ADDRESS: revoked},
        threats=(9,),
    )
    unrelated = society_did_document()
    unrelated["assertionMethod"] = [method(NOW)]
    book.add(
        "key-retired-not-for-assertion",
        "A retired key that may no longer sign, in the DID document",
        book.site.enter("a1", 8, award("a1", 8), key=OLD, issued="2025-03-01"),
        known("altered", "key_not_for_assertion", key="failed"),
        documents={DID_ADDRESS: unrelated},
        threats=(10,),
    )
