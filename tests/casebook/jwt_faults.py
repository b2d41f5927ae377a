"""Cases of credentials inside a compact signature: its letters, its header and its claims."""

from typing import Any

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.book import Book, known
from tests.casebook.forge import P256_KEY, P384_KEY, multikey, private_key
from tests.casebook.jwts import (
    add_token,
    bare,
    by,
    changed,
    key_address,
    refuse_token,
    token,
)
from tests.casebook.society import (
    CREDENTIALS_V2,
    DID_ADDRESS,
    ISSUER,
    NOW,
    STRANGER,
    Json,
    did_key,
    method,
    signed,
    subject,
    unsigned,
)
from tests.casebook.tokens import (
    base64url,
    claims_of,
    compact,
    jwk,
    packed,
    seconds,
)


def write(book: Book) -> None:
    """Write the cases down."""
    _encoding(book)
    _header(book)
    _claims(book)


def _encoding(book: Book) -> None:
    good = token(book.awarded())
    header, payload, made = good.split(b".")

    def refuse(name: str, title: str, content: bytes, reason: str = "jwt_encoding", *threats: int) -> None:
        refuse_token(book, name, title, content, reason, *threats, step="read", fetched=())

    refuse("padding", "Padding behind the signature", good + b"==", "jwt_encoding", 28)
    refuse("padding-one", "One character of padding", good + b"=", "jwt_encoding", 28)
    refuse("padding-header", "Padding behind the header", header + b"=." + payload + b"." + made, "jwt_encoding", 28)
    refuse("padding-payload", "Padding behind the payload", header + b"." + payload + b"==." + made, "jwt_encoding", 28)
    stray = made[:-1] + bytes([made[-1] + 1])
    refuse(
        "stray-bits", "Stray bits at the signature's end", header + b"." + payload + b"." + stray, "jwt_encoding", 28
    )
    other = b".".join((header, payload, made[:-6] + b"+/+/+A"))
    refuse("alphabet", "The other alphabet", other, "jwt_encoding", 28)
    refuse("length", "A length that base64url never has", b".".join((header, payload, made[:-1])), "jwt_encoding")
    refuse("four-parts", "A fourth part", good + b".AA", "format_unknown")
    refuse("two-parts", "The signature is missing", header + b"." + payload, "format_unknown")
    refuse("space-inside", "White space inside", header + b" ." + payload + b"." + made, "format_unknown")
    refuse("no-header", "The header is missing", b"." + payload + b"." + made, "format_unknown")
    refuse("tilde", "Disclosures behind it", good + b"~WyJhIl0~", "format_unknown")
    refuse("json-form", "The same in JSON", packed({"payload": payload.decode(), "signatures": []}), "not_a_credential")
    claims = packed({"iss": ISSUER})
    refuse("not-a-credential", "A token of another kind", compact(b'{"alg":"none"}', claims, None), "not_a_credential")
    refuse("payload-text", "A payload that is a text", compact(b'{"alg":"none"}', b'"x"', None), "not_a_credential")
    refuse("payload-empty", "A payload that is empty", compact(b'{"alg":"none"}', b"", None), "json_syntax")
    refuse("payload-not-utf8", "A payload that is no text", compact(b'{"alg":"none"}', b"\xff", None), "json_not_utf8")
    twice = b'{"alg":"none","alg":"EdDSA"}'
    refuse("duplicate-alg", "Two algorithms in the header", compact(twice, unsigned(), NOW), "json_duplicate_key", 27)
    claimed = packed(unsigned())[:-1]
    for name, more in (("iss", b',"iss":"urn:x:1","iss":"urn:x:1"}'), ("type", b',"type":["VerifiableCredential"]}')):
        head = packed({"alg": "EdDSA", "kid": method(NOW)})
        refuse(
            f"duplicate-{name}",
            "A key twice in the payload",
            compact(head, claimed + more, NOW),
            "json_duplicate_key",
            27,
        )
    refuse("header-array", "A header that is an array", compact(b"[]", unsigned(), NOW), "jwt_header_malformed")
    refuse("header-syntax", "A header that is no JSON", compact(b"{alg}", unsigned(), NOW), "json_syntax")
    refuse("header-deep", "A header of brackets", compact(b"[" * 5000, unsigned(), NOW), "json_too_deep", 33)


def _header(book: Book) -> None:
    plain = book.awarded()

    def refuse(name: str, title: str, content: bytes, reason: str, *threats: int, verdict: str = "altered") -> None:
        refuse_token(book, name, title, content, reason, *threats, verdict=verdict, fetched=())

    good = token(plain)
    claims = bare(plain) | claims_of(plain)
    raw = private_key(NOW).public_key().public_bytes_raw()
    none = compact({"alg": "none", "kid": method(NOW)}, claims, None)
    refuse("alg-none", "No signature", none, "jwt_algorithm_refused", 29)
    kept = compact({"alg": "none", "kid": method(NOW)}, claims, NOW)
    refuse("alg-none-signed", "No algorithm, and a signature", kept, "jwt_algorithm_refused", 29)
    mixed = compact({"alg": "nOnE", "kid": method(NOW)}, claims, None)
    refuse("alg-none-case", "No signature, in other letters", mixed, "jwt_algorithm_refused", 29)
    for name, secret in (("raw", raw), ("jwk", packed(jwk(NOW))), ("multikey", multikey(NOW).encode())):
        shared = compact({"alg": "HS256", "kid": method(NOW)}, claims, None, secret=secret)
        refuse(f"hs256-{name}", "The public key as a shared secret", shared, "jwt_algorithm_refused", 29)
    for alg in ("ES384", "PS256", "RS512", "ES256K", "eddsa", ""):
        content = token(plain, header={"alg": alg})
        name = alg.lower() if alg != "eddsa" else "in-other-letters"
        title = f"An algorithm that is not ours: {alg}"
        refuse(f"alg-{name or 'empty'}", title, content, "jwt_algorithm_unknown", verdict="unfinished")
    refuse("alg-missing", "No word on the algorithm", token(plain, header={"alg": None}), "jwt_header_malformed")
    refuse("alg-number", "A number for an algorithm", token(plain, header={"alg": 5}), "jwt_header_malformed")
    refuse(
        "crit", "An extension that must be understood", token(plain, header={"crit": ["exp"]}), "jwt_header_refused", 29
    )
    refuse("crit-empty", "An empty list of extensions", token(plain, header={"crit": []}), "jwt_header_refused", 29)
    refuse(
        "b64",
        "A payload said not to be encoded",
        token(plain, header={"b64": False, "crit": ["b64"]}),
        "jwt_header_refused",
        29,
    )
    refuse("b64-alone", "Said without being critical", token(plain, header={"b64": True}), "jwt_header_refused", 29)
    for typ in ("at+jwt", "vc+sd-jwt", "JWT2", ""):
        content = token(plain, header={"typ": typ})
        name = "".join(char if char.isalnum() else "-" for char in typ.lower()) or "empty"
        refuse(f"typ-{name}", f"A token of another kind: {typ}", content, "jwt_type_unknown", verdict="unfinished")
    refuse("typ-number", "A number for a kind", token(plain, header={"typ": 1}), "jwt_header_malformed")

    def after(name: str, title: str, content: bytes, reason: str, *threats: int, **options: Any) -> None:
        refuse_token(book, name, title, content, reason, *threats, **options)

    header, payload, made = good.split(b".")
    did_only = (DID_ADDRESS,)
    stranger = compact({"alg": "EdDSA", "kid": method(NOW), "jwk": jwk(STRANGER)}, claims, STRANGER)
    after("jwk", "A stranger's key in the header", stranger, "proof_signature_invalid", 29, fetched=did_only)
    elsewhere = {"jku": "https://evil.example/keys.json", "x5u": "https://evil.example/chain.pem"}
    stranger = compact({"alg": "EdDSA", "kid": method(NOW)} | elsewhere, claims, STRANGER)
    after(
        "jku",
        "A stranger's key behind the header's addresses",
        stranger,
        "proof_signature_invalid",
        29,
        fetched=did_only,
    )
    changed_payload = base64url(packed(claims | {"name": "Another name"})).encode()
    after(
        "changed",
        "The payload was changed",
        header + b"." + changed_payload + b"." + made,
        "proof_signature_invalid",
        22,
    )
    retyped = base64url(packed({"alg": "EdDSA", "kid": key_address(NOW)})).encode()
    after("changed-header", "The header was changed", retyped + b"." + payload + b"." + made, "proof_signature_invalid")
    after("no-signature", "The signature is empty", header + b"." + payload + b".", "proof_value_malformed")
    short = base64url(b"\1" * 63).encode()
    after("short", "A byte is missing", header + b"." + payload + b"." + short, "proof_value_malformed")
    confused = token(plain, header={"alg": "ES256"})
    after("alg-other-key", "The algorithm of another kind of key", confused, "proof_key_type", 29)
    kid = f"{did_key(P256_KEY)}#{multikey(P256_KEY)}"
    after(
        "alg-other-curve",
        "EdDSA by a key of P-256",
        token(by(did_key(P256_KEY)), P256_KEY, header={"alg": "EdDSA", "kid": kid}),
        "proof_key_type",
        29,
    )
    kid = f"{did_key(P384_KEY)}#{multikey(P384_KEY)}"
    after(
        "alg-p384",
        "ES256 by a key of P-384",
        token(by(did_key(P384_KEY)), P384_KEY, header={"alg": "ES256", "kid": kid}),
        "proof_key_type",
        29,
    )
    broken = compact(
        {"alg": "EdDSA", "kid": method(NOW)},
        plain | claims_of(plain) | {"proof": plain["proof"] | {"created": "2026-03-02T09:00:00Z"}},
        NOW,
    )
    after("proof-inside-changed", "A false proof inside a good token", broken, "proof_signature_invalid", 23)
    other = signed(by(did_key(STRANGER)), STRANGER, method=method(STRANGER, did_key(STRANGER)))
    inside = compact({"alg": "EdDSA", "kid": method(NOW)}, by(ISSUER) | {"proof": other["proof"]}, NOW)
    after("proof-inside-other", "A stranger's proof inside a good token", inside, "key_not_issuers", 30)


def _claims(book: Book) -> None:
    plain = book.awarded()
    claims = claims_of(plain)

    def refuse(name: str, title: str, reason: str, document: Json = plain, *threats: int, **members: Any) -> None:
        fetched = (key_address(NOW), DID_ADDRESS) if reason == "not_yet_signed" else ()
        refuse_token(book, name, title, token(document, **members), reason, *threats, fetched=fetched)

    refuse("iss", "Claiming another issuer", "jwt_issuer_differs", iss=ELSEWHERE)
    refuse("iss-prefix", "Claiming an issuer that only begins alike", "jwt_issuer_differs", iss=ISSUER[:-1])
    refuse_token(
        book,
        "iss-header",
        "Another issuer in the header",
        token(plain, header={"iss": ELSEWHERE}),
        "jwt_issuer_differs",
        fetched=(),
    )
    refuse("jti", "Claiming another id", "jwt_id_differs", jti="urn:uuid:9dd9ff8a-1e4b-4d0b-a1a6-1c2d3e4f5a6b")
    refuse(
        "jti-no-id",
        "Claiming an id that the credential has not",
        "jwt_id_differs",
        changed(plain, id=None),
        jti="urn:x:1",
    )
    refuse(
        "sub",
        "Claiming another subject",
        "jwt_subject_differs",
        book.awarded(credentialSubject=subject(id=did_key(STRANGER))),
        sub=did_key(NOW),
    )
    refuse(
        "sub-no-id",
        "Claiming a subject that the credential does not name",
        "jwt_subject_differs",
        sub=did_key(STRANGER),
    )
    refuse("nbf", "Claiming an earlier beginning", "jwt_from_differs", nbf=claims["nbf"] - 1)
    refuse(
        "nbf-no-date",
        "Claiming a beginning that the credential has not",
        "jwt_from_differs",
        changed(plain, validFrom=None),
        nbf=claims["nbf"],
    )
    refuse("exp", "Claiming a later end", "jwt_until_differs", plain, 2, exp=claims["exp"] + 1)
    refuse(
        "exp-no-date",
        "Claiming an end that the credential has not",
        "jwt_until_differs",
        changed(plain, validUntil=None),
        exp=claims["exp"],
    )
    refuse("exp-far", "Claiming an end beyond all dates", "jwt_until_differs", exp=1.5e308)
    refuse("iat", "Signed in the future", "not_yet_signed", plain, 24, iat=seconds("2099-01-01T00:00:00Z"))
    refuse(
        "iat-beyond-skew",
        "Signed a second later than the skew",
        "not_yet_signed",
        plain,
        24,
        iat=seconds("2026-11-01T12:05:01Z"),
    )
    for name, value in (
        ("iss", 5),
        ("sub", None),
        ("jti", ["urn:x:1"]),
        ("nbf", str(claims["nbf"])),
        ("exp", True),
        ("iat", "now"),
    ):
        content = compact({"alg": "EdDSA", "kid": method(NOW)}, bare(plain) | claims | {name: value}, NOW)
        refuse_token(
            book, f"{name}-malformed", f"A claim in another form: {name}", content, "jwt_claim_malformed", fetched=()
        )
    refuse("aud", "For another audience", "jwt_claim_refused", plain, 30, aud="https://hospital.example/")
    refuse("nonce", "An answer to somebody's question", "jwt_claim_refused", plain, 30, nonce="n-0S6")
    edge = token(plain, iat=seconds("2026-11-01T12:05:00Z"))
    add_token(book, "iat-edge", "Signed as late as the skew forgives", edge, known("valid"))
    for name, members, reason in (
        ("closed-undefined", {"grade": "A"}, "undefined_term"),
        ("closed-keyword", {"@index": "unseen"}, "keyword_in_document"),
        (
            "closed-renamed",
            {"validUntil": None, "https://www.w3.org/2018/credentials#validUntil": "2020-01-01T00:00:00Z"},
            "not_own_compaction",
        ),
        ("closed-inline", {"@context": [CREDENTIALS_V2, {"grade": "urn:x"}]}, "context_inline"),
    ):
        content = token(changed(bare(plain), **members), exp=None)
        refuse_token(
            book,
            name,
            f"Words that mean something else, well signed: {name}",
            content,
            reason,
            4,
            6,
            step="context",
            fetched=(),
        )
