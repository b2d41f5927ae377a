"""Cases of step 4 for the suites beside eddsa-rdfc-2022: eddsa-jcs-2022, ecdsa-rdfc-2019 and ecdsa-jcs-2019."""

import base64
from collections.abc import Mapping
from typing import Any

from tests.casebook.accepted import ELSEWHERE, did_web_award, turned
from tests.casebook.book import Book, Expected, ends, known, unknown
from tests.casebook.forge import (
    P256_KEY,
    P256_OTHER,
    P384_KEY,
    base58,
    canonical,
    ec_multikey_from_raw,
    ec_point,
    json_text,
    multikey,
    private_key,
)
from tests.casebook.society import (
    BADGES,
    CREDENTIALS_V2,
    NOW,
    OLD,
    STRANGER,
    Json,
    achievement,
    award,
    did_document,
    did_key,
    did_key_award,
    list_address,
    method,
    signed,
    signed_list,
    subject,
    unsigned,
    verification_method,
)

ELSEWHERE_ADDRESS = "https://elsewhere.example/.well-known/did.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
ORDERS: Mapping[str, int] = {
    P256_KEY: 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    P384_KEY: 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
}
PRIMES: Mapping[str, int] = {
    P256_KEY: 2**256 - 2**224 + 2**192 + 2**96 - 1,
    P384_KEY: 2**384 - 2**128 - 2**96 + 2**32 - 1,
}
SIZES: Mapping[str, int] = {P256_KEY: 32, P384_KEY: 48}
STRANGE = unknown("issuer_unknown", "no_status")


def write(book: Book) -> None:
    """Write the cases down."""
    _json_accepted(book)
    _json_changed(book)
    _json_closed(book)
    _ecdsa_accepted(book)
    _ecdsa_refused(book)
    _swapped(book)
    _ecdsa_keys(book)
    _jwks(book)
    _key_rules(book)


def by(key: str, suite: str, /, *, hash_: str | None = None, options: Json | None = None, **changes: Any) -> Json:
    """A credential by the did:key of a named key, under a suite; `options` go into the proof, `changes` beside it."""
    did = did_key(key)
    document = unsigned(issuer={"id": did, "type": ["Profile"]}, credentialStatus=None, relatedResource=None, **changes)
    return signed(document, key, method=f"{did}#{multikey(key)}", hash_=hash_, cryptosuite=suite, **(options or {}))


def with_proof(document: Json, **changes: Any) -> Json:
    """The document with other members in its proof; None takes out."""
    proof = {name: value for name, value in (document["proof"] | changes).items() if value is not None}
    return document | {"proof": proof}


def _refuse(book: Book, name: str, title: str, document: Json | bytes, reason: str, *threats: int) -> None:
    book.add(name, title, document, ends("proof", reason, fetched=()), threats=threats)


def _json_accepted(book: Book) -> None:
    plain = book.awarded(issuer=unsigned()["issuer"])
    index = plain["credentialStatus"]["statusListIndex"]
    bare = {name: value for name, value in plain.items() if name != "proof"}
    own = signed(bare, NOW, cryptosuite="eddsa-jcs-2022")
    book.add("suite-eddsa-jcs", "A credential of the society under eddsa-jcs-2022", own, known("valid"))
    book.add("suite-eddsa-jcs-reordered", "Every object's keys in another order", turned(own), known("valid"))
    escaped = "".join(f"\\u{ord(char):04x}" for char in "Simulation Facilitator")
    book.add(
        "suite-eddsa-jcs-escapes",
        f"A name written in escapes, at index {index}",
        b"\t" + json_text(own).replace(b'"Simulation Facilitator"', f'"{escaped}"'.encode()) + b"\n\n",
        known("valid"),
    )
    book.add(
        "suite-eddsa-jcs-no-context",
        "A proof signed without a context of its own",
        signed(bare, NOW, cryptosuite="eddsa-jcs-2022", **{"@context": None}),
        known("valid"),
    )
    book.add(
        "suite-eddsa-jcs-in-array", "The proof in an array of one", own | {"proof": [own["proof"]]}, known("valid")
    )
    counted = by(
        STRANGER,
        "eddsa-jcs-2022",
        credentialSubject=subject(achievement=achievement() | {"creditsAvailable": 7}),
    )
    written = json_text(counted)
    book.add("suite-eddsa-jcs-number", "A whole number", written, STRANGE)
    for name, number in (("fraction", b"7.0"), ("exponent", b"70e-1"), ("large", b"0.0007E+4")):
        book.add(
            f"suite-eddsa-jcs-number-{name}",
            "The same number, written in a way that its canonical form is not",
            written.replace(b'"creditsAvailable": 7', b'"creditsAvailable": ' + number),
            STRANGE,
        )
    _refuse(
        book,
        "suite-eddsa-jcs-number-changed",
        "Another number",
        written.replace(b'"creditsAvailable": 7', b'"creditsAvailable": 8'),
        "proof_signature_invalid",
        22,
    )
    rare = subject(
        result=[{"type": ["Result"], "value": value} for value in ("\ue000", "😀", "\x7f\u2028", '\x00\\"/')]
    )
    book.add(
        "suite-eddsa-jcs-characters",
        "Characters that JSON may write in several ways",
        by(STRANGER, "eddsa-jcs-2022", credentialSubject=rare),
        STRANGE,
    )
    book.add(
        "suite-eddsa-jcs-list",
        "A status list under eddsa-jcs-2022",
        book.awarded(),
        known("valid"),
        documents={list_address("b2"): signed_list("b2", (8, 9)) | _list_by_json()},
    )


def _list_by_json() -> Json:
    plain = {name: value for name, value in signed_list("b2", (8, 9)).items() if name != "proof"}
    return signed(plain, NOW, created="2026-10-01T08:00:00Z", cryptosuite="eddsa-jcs-2022")


def _json_changed(book: Book) -> None:
    plain = by(STRANGER, "eddsa-jcs-2022")
    subject_ = plain["credentialSubject"]
    changes: Mapping[str, Json] = {
        "name": {"name": "Simulation Facilitator."},
        "end": {"validUntil": "2039-02-28T23:59:59Z"},
        "fraction": {"validFrom": "2026-03-01T00:00:00.000Z"},
        "type-order": {"type": list(reversed(plain["type"]))},
        "type-synonym": {"type": ["VerifiableCredential", "AchievementCredential"]},
        "unwrapped": {"credentialSubject": subject_ | {"type": "AchievementSubject"}},
        "wrapped": {"validFrom": [plain["validFrom"]]},
        "id-alone": {"evidence": [{"type": ["Evidence"], "name": "A recording"}]},
    }
    for name, change in changes.items():
        _refuse(
            book,
            f"suite-eddsa-jcs-changed-{name}",
            f"Changed after the signing: {name}; what means the same is not the same here",
            plain | change,
            "proof_signature_invalid",
            22,
        )
    left = {name: value for name, value in plain.items() if name != "validUntil"}
    _refuse(book, "suite-eddsa-jcs-removed", "The end taken out", left, "proof_signature_invalid", 3)
    for name, change in (
        ("created", {"created": "2025-03-01T09:00:00Z"}),
        ("created-removed", {"created": None}),
        ("created-fraction", {"created": "2026-03-01T09:00:00.0Z"}),
        ("expires", {"expires": "2039-01-01T00:00:00Z"}),
        ("id", {"id": "urn:uuid:9dd9ff8a-1e4b-4d0b-a1a6-1c2d3e4f5a6b"}),
        ("context", {"@context": None}),
        ("purpose-array", {"proofPurpose": ["assertionMethod"]}),
    ):
        _refuse(
            book,
            f"suite-eddsa-jcs-proof-{name}",
            f"The proof's options changed after the signing: {name}",
            with_proof(plain, **change),
            "proof_signature_invalid",
            41,
        )
    for name, option, reason in (
        ("purpose", {"proofPurpose": "authentication"}, "proof_purpose"),
        ("challenge", {"challenge": "c0ffee"}, "proof_option_refused"),
        ("expired", {"expires": "2026-10-01T00:00:00Z"}, "proof_expired"),
        ("future", {"created": "2099-01-01T00:00:00Z"}, "not_yet_signed"),
    ):
        for suite, key in (("eddsa-jcs", STRANGER), ("ecdsa-rdfc", P256_KEY), ("ecdsa-jcs", P384_KEY)):
            full = f"{suite}-2022" if suite == "eddsa-jcs" else f"{suite}-2019"
            options = {"created": "2026-03-01T09:00:00Z"} | option
            created = options.pop("created")
            did = did_key(key)
            document = unsigned(issuer=did, credentialStatus=None, relatedResource=None)
            forged = signed(
                document, key, created=created, method=f"{did}#{multikey(key)}", cryptosuite=full, **options
            )
            _refuse(book, f"suite-{suite}-{name}", f"Well signed, but: {name}", forged, reason, 24, 30)
    short = base58(private_key(STRANGER).sign(b"")[:63])
    _refuse(
        book,
        "suite-eddsa-jcs-short",
        "A byte is missing",
        with_proof(plain, proofValue="z" + short),
        "proof_value_malformed",
    )


def _json_closed(book: Book) -> None:
    """A proof over values covers any words, so that every word means what it says is asked all the same."""

    def refuse(name: str, title: str, document: Json, reason: str, *threats: int, verdict: str = "altered") -> None:
        book.add(f"suite-jcs-{name}", title, document, ends("context", reason, verdict, fetched=()), threats=threats)

    def forged(**changes: Any) -> Json:
        return by(STRANGER, "eddsa-jcs-2022", **changes)

    refuse("undefined", "A word without a meaning, well signed", forged(grade="A"), "undefined_term", 6)
    refuse(
        "undefined-deep",
        "A word without a meaning inside, well signed",
        forged(credentialSubject=subject(level="high")),
        "undefined_term",
        6,
    )
    refuse(
        "undefined-proof",
        "A word without a meaning in the proof",
        by(STRANGER, "eddsa-jcs-2022", options={"seal": "red"}),
        "undefined_term",
        6,
    )
    until = "https://www.w3.org/2018/credentials#validUntil"
    refuse(
        "renamed",
        "The end under another name, well signed",
        forged(validUntil=None, **{until: "2020-01-01T00:00:00Z"}),
        "not_own_compaction",
        2,
    )
    refuse("keyword", "A keyword, well signed", forged(**{"@index": "unseen"}), "keyword_in_document", 7)
    refuse("null", "Nothing, well signed", forged(description=None) | {"description": None}, "null_in_document", 5)
    refuse(
        "float",
        "A number with a fraction, well signed",
        forged(credentialSubject=subject(achievement=achievement() | {"creditsAvailable": 1.5})),
        "float_in_document",
    )
    refuse(
        "inline",
        "A context of its own making",
        forged(**{"@context": [CREDENTIALS_V2, BADGES, {"grade": "urn:x"}]}),
        "context_inline",
        4,
    )
    refuse(
        "unknown-context",
        "A context that nobody here knows",
        forged(**{"@context": [CREDENTIALS_V2, BADGES, "https://evil.example/v1"]}),
        "context_unknown",
        8,
        verdict="unfinished",
    )
    plain = forged()
    longer = [CREDENTIALS_V2, BADGES, EXTENSIONS]
    refuse(
        "context-appended",
        "A known context added after the signing, which the proof does not name",
        plain | {"@context": longer},
        "context_nested",
        4,
    )
    refuse(
        "context-swapped",
        "The contexts of the document and the proof in different orders",
        with_proof(plain, **{"@context": [BADGES, CREDENTIALS_V2]}),
        "context_nested",
        4,
    )
    both = plain | {"@context": longer}
    _refuse(
        book,
        "suite-jcs-context-appended-twice",
        "A known context added to both after the signing",
        with_proof(both, **{"@context": longer}),
        "proof_signature_invalid",
        4,
    )
    refuse(
        "said-twice",
        "One statement twice, well signed",
        forged(credentialSubject=subject(result=[{"type": ["Result"], "value": "7"}] * 2)),
        "not_own_compaction",
    )


def halves(document: Json, size: int) -> tuple[int, int]:
    """The two numbers of a credential's ECDSA signature."""
    number = 0
    for character in document["proof"]["proofValue"][1:]:
        number = number * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(character)
    return number >> 8 * size, number & ((1 << 8 * size) - 1)


def value_from(r: int, s: int, size: int) -> str:
    """A proofValue of two numbers."""
    return "z" + base58(r.to_bytes(size, "big") + s.to_bytes(size, "big"))


_KEYS = ((P256_KEY, "p256"), (P384_KEY, "p384"))


def _ecdsa_accepted(book: Book) -> None:
    for key, short in _KEYS:
        size, order = SIZES[key], ORDERS[key]
        for suite in ("ecdsa-rdfc", "ecdsa-jcs"):
            document = by(key, f"{suite}-2019")
            book.add(f"suite-{suite}-{short}", f"A did:key of {short} under {suite}-2019", document, STRANGE)
        document = by(key, "ecdsa-jcs-2019")
        r, s = halves(document, size)
        for name, other in (("high", max(s, order - s)), ("low", min(s, order - s))):
            book.add(
                f"suite-ecdsa-s-{name}-{short}",
                f"Of the two values of s that fit, the one in the {name} half",
                with_proof(document, proofValue=value_from(r, other, size)),
                STRANGE,
            )
    results = subject(result=[{"type": ["Result"], "value": value} for value in ("one", "two", "three", "four")])
    many = by(P384_KEY, "ecdsa-rdfc-2019", credentialSubject=results)
    bare = {name: value for name, value in many.items() if name != "proof"}
    if canonical(bare) == canonical(bare, "sha384"):
        raise ValueError("both hashes give these nodes the same labels, so the case shows nothing")
    book.add("suite-ecdsa-rdfc-p384-labels", "Nodes without names, which SHA-384 orders otherwise", many, STRANGE)
    statements = by(P256_KEY, "ecdsa-rdfc-2019")
    book.add(
        "suite-ecdsa-rdfc-array-reordered",
        "Statements are signed, not values: arrays in another order",
        statements | {"type": list(reversed(statements["type"]))},
        STRANGE,
    )


def _ecdsa_refused(book: Book) -> None:
    for key, short in _KEYS:
        size, order, prime = SIZES[key], ORDERS[key], PRIMES[key]
        for suite in ("ecdsa-rdfc", "ecdsa-jcs"):
            plain = by(key, f"{suite}-2019")
            for name, change in (("name", {"name": "Another"}), ("end", {"validUntil": "2039-02-28T23:59:59Z"})):
                _refuse(
                    book,
                    f"suite-{suite}-{short}-changed-{name}",
                    f"Changed: {name}",
                    plain | change,
                    "proof_signature_invalid",
                    22,
                )
            _refuse(
                book,
                f"suite-{suite}-{short}-created",
                "The proof's own date changed",
                with_proof(plain, created="2025-03-01T09:00:00Z"),
                "proof_signature_invalid",
                41,
            )
        plain = by(key, "ecdsa-jcs-2019")
        r, s = halves(plain, size)
        for name, numbers in (
            ("r-zero", (0, s)),
            ("s-zero", (r, 0)),
            ("both-zero", (0, 0)),
            ("r-order", (order, s)),
            ("s-order", (r, order)),
            ("r-prime", (prime, s)),
            ("r-largest", ((1 << 8 * size) - 1, s)),
            ("s-largest", (r, (1 << 8 * size) - 1)),
            ("ones", (1, 1)),
            ("exchanged", (s, r)),
        ):
            _refuse(
                book,
                f"suite-ecdsa-{short}-{name}",
                f"The numbers of the signature: {name}",
                with_proof(plain, proofValue=value_from(*numbers, size)),
                "proof_signature_invalid",
                1,
            )
        raw = r.to_bytes(size, "big") + s.to_bytes(size, "big")
        padded = r.to_bytes(size + 1, "big") + s.to_bytes(size + 1, "big")
        der = b"".join(b"\x02" + bytes([size + 1]) + number.to_bytes(size + 1, "big") for number in (r, s))
        for name, value in (
            ("short", "z" + base58(raw[:-1])),
            ("long", "z" + base58(raw + b"\0")),
            ("der", "z" + base58(b"\x30" + bytes([len(der)]) + der)),
            ("padded", "z" + base58(padded)),
            ("base64", "u" + base64.urlsafe_b64encode(raw).decode().rstrip("=")),
            ("ed25519", "z" + base58(bytes(64 if size == 48 else 96))),
        ):
            _refuse(
                book,
                f"suite-ecdsa-{short}-value-{name}",
                f"The signature in another form: {name}",
                with_proof(plain, proofValue=value),
                "proof_value_malformed",
            )
    _refuse(
        book,
        "suite-ecdsa-p384-sha256",
        "A key of P-384 over hashes by SHA-256",
        by(P384_KEY, "ecdsa-rdfc-2019", hash_="sha256"),
        "proof_signature_invalid",
    )
    _refuse(
        book,
        "suite-ecdsa-p256-sha384",
        "A key of P-256 over hashes by SHA-384",
        by(P256_KEY, "ecdsa-jcs-2019", hash_="sha384"),
        "proof_signature_invalid",
    )
    did = did_key(P256_KEY)
    document = unsigned(issuer=did, credentialStatus=None, relatedResource=None)
    other = signed(document, P256_OTHER, method=f"{did}#{multikey(P256_KEY)}", cryptosuite="ecdsa-rdfc-2019")
    _refuse(
        book, "suite-ecdsa-other-key", "Signed by another key of the same kind", other, "proof_signature_invalid", 30
    )
    longer = signed(document, P384_KEY, method=f"{did}#{multikey(P256_KEY)}", cryptosuite="ecdsa-rdfc-2019")
    _refuse(book, "suite-ecdsa-other-curve", "Signed by a key of the other curve", longer, "proof_value_malformed", 30)


def _swapped(book: Book) -> None:
    """A signature under one suite's name, told under another's."""
    for made, key, told, reason in (
        ("eddsa-rdfc-2022", STRANGER, "eddsa-jcs-2022", "proof_signature_invalid"),
        ("eddsa-jcs-2022", STRANGER, "eddsa-rdfc-2022", "proof_signature_invalid"),
        ("eddsa-rdfc-2022", STRANGER, "ecdsa-rdfc-2019", "proof_key_type"),
        ("eddsa-jcs-2022", STRANGER, "ecdsa-jcs-2019", "proof_key_type"),
        ("ecdsa-rdfc-2019", P256_KEY, "ecdsa-jcs-2019", "proof_signature_invalid"),
        ("ecdsa-jcs-2019", P384_KEY, "ecdsa-rdfc-2019", "proof_signature_invalid"),
        ("ecdsa-rdfc-2019", P256_KEY, "eddsa-rdfc-2022", "proof_key_type"),
        ("ecdsa-jcs-2019", P384_KEY, "eddsa-jcs-2022", "proof_key_type"),
    ):
        _refuse(
            book,
            f"suite-swapped-{made}-{told}",
            f"Signed under {made}, told as {told}",
            with_proof(by(key, made), cryptosuite=told),
            reason,
            29,
        )
    plain = by(P256_KEY, "ecdsa-rdfc-2019")
    for name, change in (
        ("none", {"cryptosuite": "none"}),
        ("bbs", {"cryptosuite": "bbs-2023"}),
        ("case", {"cryptosuite": "ECDSA-RDFC-2019"}),
        ("proto", {"cryptosuite": "__proto__"}),
        ("constructor", {"cryptosuite": "constructor"}),
    ):
        book.add(
            f"suite-unknown-{name}",
            f"A suite that nobody here knows: {name}",
            with_proof(plain, **change),
            ends("proof", "proof_suite_unknown", "unfinished", fetched=()),
        )


def _ecdsa_keys(book: Book) -> None:
    """Keys that are none, under a did:key: what the key is comes before what it signed."""
    point256, point384 = ec_point(P256_KEY), ec_point(P384_KEY)
    off = next(x for x in range(1, 100) if not _is_on_p256(x))
    compressed = bytes([2 + (point256[-1] & 1)]) + point256[1:33]
    for name, title, text, reason in (
        ("whole", "A point without compression", ec_multikey_from_raw(point256), "key_malformed"),
        ("bare", "A point without its sign", ec_multikey_from_raw(point256[1:33]), "key_malformed"),
        (
            "hybrid",
            "A point with the sign of another form",
            ec_multikey_from_raw(b"\6" + point256[1:33]),
            "key_not_canonical",
        ),
        ("infinity", "The point that is none", ec_multikey_from_raw(bytes(33)), "key_not_canonical"),
        ("off-curve", "No point of the curve", ec_multikey_from_raw(b"\2" + off.to_bytes(32, "big")), "key_malformed"),
        (
            "prime",
            "A coordinate that is not reduced",
            ec_multikey_from_raw(b"\2" + (PRIMES[P256_KEY] + 5).to_bytes(32, "big")),
            "key_malformed",
        ),
        ("short", "A byte is missing", ec_multikey_from_raw(compressed[:-1]), "key_malformed"),
        ("long", "A byte too many", ec_multikey_from_raw(compressed + b"\0"), "key_malformed"),
        ("as-p384", "A point of P-256 as one of P-384", ec_multikey_from_raw(compressed, size=384), "key_malformed"),
        (
            "as-p256",
            "A point of P-384 as one of P-256",
            ec_multikey_from_raw(b"\2" + point384[1:49]),
            "key_malformed",
        ),
        (
            "whole-p384",
            "A point of P-384 without compression",
            ec_multikey_from_raw(point384, size=384),
            "key_malformed",
        ),
        ("k256", "A key of secp256k1", "z" + base58(b"\xe7\x01" + compressed), "proof_key_type"),
        ("p521", "A key of P-521", "z" + base58(b"\x82\x24" + b"\2" + bytes(66)), "proof_key_type"),
        (
            "base64",
            "A key in base64url",
            "u" + base64.urlsafe_b64encode(b"\x80\x24" + compressed).decode(),
            "did_malformed",
        ),
    ):
        did = f"did:key:{text}"
        document = unsigned(issuer=did, credentialStatus=None, relatedResource=None)
        forged = signed(document, P256_KEY, method=f"{did}#{text}", cryptosuite="ecdsa-rdfc-2019")
        _refuse(book, f"suite-ecdsa-key-{name}", title, forged, reason, 1)


def _is_on_p256(x: int) -> bool:
    prime = PRIMES[P256_KEY]
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    return pow((x**3 - 3 * x + b) % prime, (prime - 1) // 2, prime) == 1


def jwk_of(key: str) -> Json:
    """The public JWK of a named key."""

    def coordinate(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    if not key.startswith("p"):
        return {"kty": "OKP", "crv": "Ed25519", "x": coordinate(private_key(key).public_key().public_bytes_raw())}
    point = ec_point(key)
    size = len(point) // 2
    curve = "P-384" if size == 48 else "P-256"
    return {"kty": "EC", "crv": curve, "x": coordinate(point[1 : 1 + size]), "y": coordinate(point[1 + size :])}


def _jwks(book: Book) -> None:
    """Keys that a did:web gives as JWK."""
    jwk_id = f"{ELSEWHERE}#key-1"

    def add(
        name: str, title: str, key: str, suite: str, jwk: Any, expected: Expected, *threats: int, **more: Any
    ) -> None:
        document = unsigned(issuer=ELSEWHERE, credentialStatus=None, relatedResource=None)
        answer = did_document(ELSEWHERE, ())
        answer["verificationMethod"] = [
            {"id": jwk_id, "type": "JsonWebKey", "controller": ELSEWHERE, "publicKeyJwk": jwk} | more
        ]
        answer["assertionMethod"] = [jwk_id]
        book.add(
            f"suite-jwk-{name}",
            title,
            signed(document, key, method=jwk_id, cryptosuite=suite),
            expected,
            documents={ELSEWHERE_ADDRESS: answer},
            threats=threats,
        )

    for key, suite in ((STRANGER, "eddsa-rdfc-2022"), (P256_KEY, "ecdsa-jcs-2019"), (P384_KEY, "ecdsa-rdfc-2019")):
        add(f"good-{key}", "A key as JWK", key, suite, jwk_of(key), STRANGE)
    plain, large = jwk_of(P256_KEY), jwk_of(P384_KEY)
    said = plain | {"alg": "ES256", "use": "sig", "key_ops": ["verify"], "kid": "key-1"}
    add("said", "A JWK that says what it is for", P256_KEY, "ecdsa-rdfc-2019", said, STRANGE)

    def refuse(name: str, title: str, jwk: Any, reason: str, key: str = P256_KEY) -> None:
        suite = "eddsa-rdfc-2022" if key == STRANGER else "ecdsa-rdfc-2019"
        expected = ends("proof", reason, fetched=(ELSEWHERE_ADDRESS,))
        add(name, title, key, suite, jwk, expected, 1)

    refuse("other", "Another key of the same kind", jwk_of(P256_OTHER), "proof_signature_invalid")
    refuse("private", "A JWK with its private half", plain | {"d": plain["x"]}, "key_malformed")
    refuse("exchanged", "The coordinates exchanged", plain | {"x": plain["y"], "y": plain["x"]}, "key_malformed")
    refuse("off-curve", "No point of the curve", plain | {"y": plain["x"]}, "key_malformed")
    refuse(
        "no-y", "Only one coordinate", {name: value for name, value in plain.items() if name != "y"}, "key_malformed"
    )
    refuse("padding", "A coordinate with padding", plain | {"x": plain["x"] + "="}, "key_not_canonical")
    refuse("space", "A coordinate with a line end", plain | {"x": plain["x"] + "\n"}, "key_malformed")
    refuse(
        "stray",
        "A coordinate with stray bits",
        plain | {"x": plain["x"][:-1] + _next(plain["x"][-1])},
        "key_not_canonical",
    )
    refuse("number", "A coordinate that is a number", plain | {"x": 5}, "key_malformed")
    refuse("short", "A coordinate of 31 bytes", plain | {"y": plain["y"][:-2] + "A"[:0]}, "key_malformed")
    zeros = base64.urlsafe_b64encode(bytes(32)).decode().rstrip("=")
    refuse("zeros", "Both coordinates zero", plain | {"x": zeros, "y": zeros}, "key_malformed")
    refuse("other-curve", "A point of P-256 as one of P-384", plain | {"crv": "P-384"}, "key_malformed")
    refuse("smaller-curve", "A point of P-384 as one of P-256", large | {"crv": "P-256"}, "key_malformed", P384_KEY)
    refuse("k256", "A curve that nobody here knows", plain | {"crv": "secp256k1"}, "proof_key_type")
    refuse("rsa", "Another kind of key", {"kty": "RSA", "n": "AQAB", "e": "AQAB"}, "proof_key_type")
    refuse("kty", "One kind under the other's name", plain | {"kty": "OKP"}, "proof_key_type")
    refuse("empty", "A JWK that says nothing", {}, "proof_key_type")
    refuse("alg", "A JWK for another algorithm", plain | {"alg": "ES384"}, "key_malformed")
    refuse("use", "A JWK for encrypting", plain | {"use": "enc"}, "key_malformed")
    refuse("ops", "A JWK for signing alone", plain | {"key_ops": ["sign"]}, "key_malformed")
    refuse("text", "A JWK that is text", "x", "did_document_malformed")
    refuse("ed25519", "A key of Ed25519 under an ECDSA suite", jwk_of(STRANGER), "proof_key_type")
    small = jwk_of(STRANGER) | {"x": base64.urlsafe_b64encode((1).to_bytes(32, "little")).decode().rstrip("=")}
    refuse("small-order", "The neutral point of Ed25519 as JWK", small, "key_small_order", STRANGER)
    expected = ends("proof", "key_material_ambiguous", fetched=(ELSEWHERE_ADDRESS,))
    more = {"publicKeyMultibase": multikey(P256_KEY)}
    add("two-forms", "The same key in both forms", P256_KEY, "ecdsa-rdfc-2019", plain, expected, 1, **more)
    expected = ends("proof", "did_document_malformed", fetched=(ELSEWHERE_ADDRESS,))
    add("as-multikey", "A JWK told as Multikey", P256_KEY, "ecdsa-rdfc-2019", plain, expected, 1, type="Multikey")


def _next(character: str) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return alphabet[alphabet.index(character) + 1]


def _key_rules(book: Book) -> None:
    """Whose key it is, and what it is for, as for any other suite."""
    plain = signed(
        unsigned(issuer=ELSEWHERE, credentialStatus=None, relatedResource=None),
        P256_KEY,
        method=method(P256_KEY, ELSEWHERE),
        cryptosuite="ecdsa-rdfc-2019",
    )

    def add(name: str, title: str, expected: Expected, *threats: int, relations: Any = None, **changes: Any) -> None:
        answer = did_document(ELSEWHERE, (P256_KEY,))
        answer["verificationMethod"] = [verification_method(P256_KEY, ELSEWHERE, **changes)]
        if relations is not None:
            answer["assertionMethod"] = relations
        book.add(
            f"suite-ecdsa-method-{name}", title, plain, expected, documents={ELSEWHERE_ADDRESS: answer}, threats=threats
        )

    def key_fails(reason: str) -> Expected:
        return unknown("issuer_unknown", reason, "no_status", verdict="altered", key="failed")

    def ends_there(reason: str) -> Expected:
        return ends("proof", reason, fetched=(ELSEWHERE_ADDRESS,))

    add("good", "A key of P-256 that may sign", STRANGE)
    add(
        "controller",
        "Somebody else controls it",
        ends_there("key_controller_differs"),
        11,
        controller="did:web:evil.example",
    )
    add(
        "other-key",
        "Another key under its name",
        ends_there("proof_signature_invalid"),
        11,
        publicKeyMultibase=multikey(P256_OTHER),
    )
    add(
        "ed25519",
        "A key of Ed25519 under its name",
        ends_there("proof_key_type"),
        29,
        publicKeyMultibase=multikey(OLD),
    )
    add("revoked", "A key revoked in the past", key_fails("key_revoked"), 9, revoked="2026-06-01T00:00:00Z")
    add("expired", "A key that expired", key_fails("key_expired"), 9, expires="2026-06-01T00:00:00Z")
    add("not-for-assertion", "A key that may not sign", key_fails("key_not_for_assertion"), 10, relations=[])
    foreign = signed(
        unsigned(), P256_KEY, method=f"{did_key(P256_KEY)}#{multikey(P256_KEY)}", cryptosuite="ecdsa-rdfc-2019"
    )
    _refuse(
        book, "suite-ecdsa-stranger-for-us", "A stranger's key of P-256 for our issuer", foreign, "key_not_issuers", 30
    )
    for kept in (did_key_award(), did_web_award(ELSEWHERE), award()):
        if kept["proof"]["cryptosuite"] != "eddsa-rdfc-2022":
            raise ValueError("the other chapters sign under eddsa-rdfc-2022")
