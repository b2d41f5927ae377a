"""Cases of credentials inside a compact signature: which key a `kid` may name, and what a key must be."""

import base64
from math import prod
from typing import Any

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.book import Book
from tests.casebook.forge import P256_KEY, multikey
from tests.casebook.jwts import (
    ELSEWHERE_ADDRESS,
    ELSEWHERE_KEY,
    PLATFORM,
    PLATFORM_KEY,
    STRANGE,
    add_token,
    alg_of,
    by,
    changed,
    key_address,
    refuse_token,
    token,
)
from tests.casebook.society import (
    ISSUER,
    ISSUER_PAGE,
    NOW,
    STRANGER,
    Json,
    did_document,
    did_key,
    method,
    verification_method,
)
from tests.casebook.tokens import (
    RSA_KEY,
    RSA_SMALL,
    base64url,
    jwk,
    packed,
    rsa_jwk,
    rsa_key,
)

SMALL_PRIMES = [number for number in range(3, 168, 2) if all(number % other for other in range(3, number, 2))]


def write(book: Book) -> None:
    """Write the cases down."""
    _kid(book)
    _key_files(book)
    _unnamed(book)
    _platform(book)
    _weak(book)


def _kid(book: Book) -> None:
    plain = book.awarded()

    def refuse(name: str, title: str, kid: Any, reason: str = "key_not_issuers", *, verdict: str = "altered") -> None:
        content = token(plain, header={"kid": kid})
        refuse_token(book, f"kid-{name}", title, content, reason, 29, verdict=verdict, fetched=())

    file = f"keys/{multikey(NOW)}.json"
    refuse("elsewhere", "A key at another host", f"https://evil.example/{file}")
    refuse(
        "host-prefix",
        "A host that begins alike",
        f"https://society.example.evil.example/registry/issuers/harbour/{file}",
    )
    refuse(
        "other-issuer",
        "A key of another issuer at the same host",
        f"https://society.example/registry/issuers/ferry/{file}",
    )
    refuse("beside", "A folder that begins alike", f"https://society.example/registry/issuers/harbourmaster/{file}")
    refuse("climb", "A path that climbs", f"{ISSUER_PAGE}../../uploads/key.json")
    refuse("climb-encoded", "A path that climbs in disguise", f"{ISSUER_PAGE}%2e%2e/key.json")
    refuse("query", "A question in the address", f"{key_address(NOW)}?v=2")
    refuse("fragment", "A fragment in the address", f"{ISSUER_PAGE}jwks.json#{multikey(NOW)}")
    refuse("user", "A user before the host", "https://society.example@evil.example/registry/issuers/harbour/k.json")
    refuse("folder", "A folder, no file", f"{ISSUER_PAGE}keys/")
    refuse("other-did", "A key of another DID", method(STRANGER, ELSEWHERE))
    refuse(
        "http",
        "An address without a lock",
        key_address(NOW).replace("https:", "http:"),
        "jwt_key_unnamed",
        verdict="unfinished",
    )
    refuse("bare", "A name alone", "key-1", "jwt_key_unnamed", verdict="unfinished")
    refuse("relative", "A fragment alone", f"#{multikey(NOW)}", "jwt_key_unnamed", verdict="unfinished")
    refuse("number", "A number", 1, "jwt_header_malformed")
    content = token(plain, header={"kid": method(STRANGER)})
    refuse_token(book, "kid-not-found", "A key that the DID document has not", content, "key_not_found", 29)
    content = token(by(did_key(STRANGER)), STRANGER, header={"kid": f"{did_key(STRANGER)}#key-1"})
    refuse_token(book, "kid-did-key", "Another name for the key of a did:key", content, "key_not_found", fetched=())
    content = token(by(did_key(STRANGER)), STRANGER, header={"kid": ELSEWHERE_KEY})
    refuse_token(book, "kid-did-key-https", "A did:key has no site", content, "key_not_issuers", 29, fetched=())
    content = token(by("did:web:society.example%40evil.example"), STRANGER, header={"kid": ELSEWHERE_KEY})
    refuse_token(book, "kid-did-at", "A did:web with a user in its host", content, "did_malformed", 20, fetched=())
    content = token(by("did:example:1"), STRANGER, header={"kid": None})
    refuse_token(
        book,
        "no-kid-method",
        "A method that nobody here knows",
        content,
        "issuer_method_unknown",
        verdict="unfinished",
        fetched=(),
    )
    content = token(by("did:example:1#2"), STRANGER, header={"kid": None})
    refuse_token(
        book,
        "no-kid-method-hash",
        "And a fragment in the issuer's name",
        content,
        "issuer_method_unknown",
        verdict="unfinished",
        fetched=(),
    )
    content = token(by("did:key:z6Mk#2"), STRANGER, header={"kid": None})
    refuse_token(book, "no-kid-did-hash", "A fragment in a did:key", content, "did_malformed", fetched=())


def _key_files(book: Book) -> None:
    content = token(by(ELSEWHERE), STRANGER, header={"kid": ELSEWHERE_KEY})

    def refuse(
        name: str, title: str, answer: Any, reason: str, *threats: int, verdict: str = "altered", did: Any = None
    ) -> None:
        documents = {ELSEWHERE_ADDRESS: did_document(ELSEWHERE, (STRANGER,)) if did is None else did}
        documents |= {} if answer is None else {ELSEWHERE_KEY: answer}
        refuse_token(book, f"key-file-{name}", title, content, reason, *threats, verdict=verdict, documents=documents)

    own = jwk(STRANGER)
    private = base64url(b"\7" * 32)
    page = {"base64": base64.b64encode(b"<p>").decode()}
    refuse("missing", "Nobody answers", None, "issuer_unreachable", verdict="unfinished")
    refuse("html", "A page in its place", page, "issuer_unreadable", verdict="unfinished")
    refuse("array", "An array", [own], "key_malformed")
    twice = base64.b64encode(packed(own)[:-1] + b',"x":"AA"}').decode()
    refuse("duplicate", "A member twice", {"base64": twice}, "key_malformed", 27)
    refuse("set", "A set of keys", {"keys": [own]}, "proof_key_type")
    refuse("private", "With its private half", own | {"d": private}, "key_malformed")
    refuse("for-encryption", "A key for something else", own | {"use": "enc"}, "key_malformed")
    refuse("other-alg", "A key for another algorithm", own | {"alg": "ES256"}, "key_malformed")
    refuse("padded", "Padding in its number", own | {"x": own["x"] + "="}, "key_not_canonical", 28)
    refuse("shared", "A shared secret", {"kty": "oct", "k": private}, "key_malformed", 29)
    refuse("unlisted", "A key that the DID document does not list", jwk(NOW), "key_not_found", 11)
    refuse("small-order", "A key that anybody can sign for", own | {"x": base64url(bytes(32))}, "key_small_order", 1)
    vouching: tuple[tuple[str, Any, str], ...] = (
        ("other-id", did_document(ELSEWHERE, (STRANGER,), id="did:web:other.example"), "did_id_differs"),
        ("no-id", {"verificationMethod": []}, "did_document_malformed"),
        ("no-methods", {"id": ELSEWHERE}, "key_not_found"),
        ("array", [], "did_document_malformed"),
        (
            "controller",
            did_document(ELSEWHERE, verificationMethod=[verification_method(STRANGER, ELSEWHERE, controller=ISSUER)]),
            "key_not_found",
        ),
    )
    for name, document, reason in vouching:
        title = f"The DID document does not vouch for it: {name}"
        refuse(f"did-{name}", title, own, reason, 11, did=document)
    title = "A page in place of the DID document that would vouch for it"
    refuse("did-html", title, own, "issuer_unreadable", 11, did=page, verdict="unfinished")
    unreachable = {ELSEWHERE_KEY: own}
    refuse_token(
        book,
        "key-file-did-missing",
        "No DID document",
        content,
        "issuer_unreachable",
        verdict="unfinished",
        documents=unreachable,
    )


def _unnamed(book: Book) -> None:
    content = token(by(ELSEWHERE), STRANGER, header={"kid": None})
    for name, document in (
        ("several", did_document(ELSEWHERE, (NOW, STRANGER))),
        ("none-of-two", did_document(ELSEWHERE, (NOW, STRANGER), assertionMethod=[])),
        ("no-key", did_document(ELSEWHERE, ())),
        ("other-kind", did_document(ELSEWHERE, (P256_KEY,))),
        ("methods-null", {"id": ELSEWHERE, "verificationMethod": None}),
    ):
        documents = {ELSEWHERE_ADDRESS: document}
        refuse_token(
            book,
            f"no-kid-{name}",
            "No kid, and no single key that fits",
            content,
            "jwt_key_unnamed",
            verdict="unfinished",
            documents=documents,
        )
    forged = token(by(ELSEWHERE), NOW, header={"kid": None, "jwk": jwk(NOW)})
    documents = {ELSEWHERE_ADDRESS: did_document(ELSEWHERE, (STRANGER,))}
    refuse_token(
        book,
        "no-kid-jwk",
        "No kid, and a stranger's key in the header",
        forged,
        "proof_signature_invalid",
        29,
        documents=documents,
    )


def _platform(book: Book) -> None:
    """An issuer whose name is an https address: its keys lie below it."""
    for name, key in (("rs256", RSA_KEY), ("eddsa", STRANGER), ("es256", P256_KEY)):
        content = token(by({"id": PLATFORM, "type": ["Profile"]}), key, header={"kid": PLATFORM_KEY})
        add_token(
            book,
            f"https-{name}",
            f"An https issuer with {alg_of(key)}",
            content,
            STRANGE,
            documents={PLATFORM_KEY: jwk(key)},
        )
    root = token(by("https://platform.example/"), RSA_KEY, header={"kid": "https://platform.example/key"})
    add_token(
        book,
        "https-root",
        "An https issuer that is a whole host",
        root,
        STRANGE,
        documents={"https://platform.example/key": jwk(RSA_KEY)},
    )

    def refuse(name: str, title: str, kid: str | None, issuer: str, reason: str, **options: Any) -> None:
        content = token(by(issuer), RSA_KEY, header={"kid": kid})
        refuse_token(book, f"https-{name}", title, content, reason, 29, fetched=(), **options)

    refuse("neighbour", "A key of a neighbour", f"{PLATFORM}1/keys/1", PLATFORM, "key_not_issuers")
    refuse("above", "A key of the platform's own", "https://platform.example/keys/1", PLATFORM, "key_not_issuers")
    refuse("question", "An issuer with a question in its name", f"{PLATFORM}/k", f"{PLATFORM}?of=us", "key_not_issuers")
    refuse("did", "A DID's key", method(NOW), PLATFORM, "key_not_issuers")
    climbing, disguised = f"{PLATFORM}/../8", "https://platform.example@evil.example/issuers/7"
    refuse("climb", "An issuer's name that climbs", f"{climbing}/k", climbing, "did_malformed")
    refuse("user", "An issuer with a user before its host", f"{disguised}/k", disguised, "did_malformed")
    refuse("no-kid", "No kid", None, PLATFORM, "issuer_method_unknown", verdict="unfinished")
    changed_key = token(by(PLATFORM), RSA_KEY, header={"kid": PLATFORM_KEY, "alg": "EdDSA"})
    refuse_token(
        book,
        "https-alg",
        "Another algorithm than the key's",
        changed_key,
        "proof_key_type",
        29,
        documents={PLATFORM_KEY: jwk(RSA_KEY)},
    )
    cut = token(by(PLATFORM), RSA_KEY, header={"kid": PLATFORM_KEY})
    cut = cut[: cut.rindex(b".") + 1] + base64url(b"\0" * 255).encode()
    refuse_token(
        book,
        "https-short",
        "A signature that is too short",
        cut,
        "proof_value_malformed",
        documents={PLATFORM_KEY: jwk(RSA_KEY)},
    )
    zero = cut[: cut.rindex(b".") + 1] + base64url(b"\0" * 256).encode()
    refuse_token(
        book,
        "https-zero",
        "A signature of zeros",
        zero,
        "proof_signature_invalid",
        documents={PLATFORM_KEY: jwk(RSA_KEY)},
    )


def _weak(book: Book) -> None:
    modulus = rsa_key(RSA_KEY).public_key().public_numbers().n
    step = prod(SMALL_PRIMES)
    # What a broken generator makes: a power of 65537 by every small prime.
    roca = pow(65537, 7, step) + step * ((1 << 2047) // step | 1)
    roca += 0 if roca & 1 else step

    def refuse(name: str, title: str, key: Json, reason: str = "key_weak", signer: str = RSA_KEY) -> None:
        content = token(by(PLATFORM), signer, header={"kid": PLATFORM_KEY})
        refuse_token(book, f"rsa-{name}", title, content, reason, 1, documents={PLATFORM_KEY: key})

    refuse("small", "An RSA key of 1024 bits", jwk(RSA_SMALL), signer=RSA_SMALL)
    refuse("2047", "One bit too few", rsa_jwk(modulus >> 1 | 1))
    refuse("even", "An even modulus", rsa_jwk(modulus - 1))
    refuse("exponent-one", "An exponent of 1", rsa_jwk(modulus, 1))
    refuse("exponent-three", "An exponent of 3", rsa_jwk(modulus, 3))
    refuse("exponent-even", "An even exponent", rsa_jwk(modulus, 65538))
    refuse("roca", "A key of a broken generator", rsa_jwk(roca))
    refuse("large", "A key of more bits than anybody needs", rsa_jwk(modulus << 6145 | 1), "key_malformed")
    refuse("exponent-large", "An exponent of 33 bits", rsa_jwk(modulus, 2**32 + 1), "key_malformed")
    own = jwk(RSA_KEY)
    leading = base64url(b"\0" + modulus.to_bytes(256, "big"))
    refuse("leading-zero", "A zero before the modulus", own | {"n": leading}, "key_not_canonical")
    refuse("exponent-zero", "An empty exponent", own | {"e": ""}, "key_not_canonical")
    refuse("no-exponent", "No exponent", changed(own, e=None), "key_malformed")
    refuse("private", "With its private half", own | {"d": "AQAB"}, "key_malformed")
    refuse("other-alg", "A key for PS256", own | {"alg": "PS256"}, "key_malformed")
    refuse("key-ops", "A key that may only sign", own | {"key_ops": ["sign"]}, "key_malformed")
