"""Cases of credentials inside a compact signature: both profiles, their keys, and what each claim must agree with."""

import base64
from collections.abc import Mapping
from math import prod
from typing import Any

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.book import Book, Expected, ends, known, unknown
from tests.casebook.forge import P256_KEY, P384_KEY, multikey, private_key
from tests.casebook.society import (
    CREDENTIALS_V2,
    DID_ADDRESS,
    ISSUER,
    ISSUER_PAGE,
    NOW,
    STRANGER,
    Json,
    did_document,
    did_key,
    list_address,
    method,
    signed,
    status_list,
    subject,
    unsigned,
    verification_method,
)
from tests.casebook.tokens import (
    RSA_KEY,
    RSA_SMALL,
    base64url,
    claims_of,
    compact,
    jwk,
    packed,
    rsa_jwk,
    rsa_key,
    seconds,
)

FILE = "credential.jwt"
STRANGE = unknown("issuer_unknown", "no_status")
ELSEWHERE_ADDRESS = "https://elsewhere.example/.well-known/did.json"
ELSEWHERE_KEY = "https://elsewhere.example/keys/1.json"
PLATFORM = "https://platform.example/issuers/7"
PLATFORM_KEY = f"{PLATFORM}/keys/1"
SMALL_PRIMES = [number for number in range(3, 168, 2) if all(number % other for other in range(3, number, 2))]


def write(book: Book) -> None:
    """Write the cases down."""
    _accepted(book)
    _profiles(book)
    _strangers(book)
    _judged(book)
    _encoding(book)
    _header(book)
    _claims(book)
    _kid(book)
    _key_files(book)
    _unnamed(book)
    _platform(book)
    _weak(book)


def key_address(key: str) -> str:
    """Where the society's site answers with a bare JWK."""
    return f"{ISSUER_PAGE}keys/{key if key.startswith('rsa') else multikey(key)}.json"


def bare(document: Json) -> Json:
    """The document without its proof."""
    return {name: value for name, value in document.items() if name != "proof"}


def changed(value: Json, **changes: Any) -> Json:
    """A copy with other members; None takes out."""
    return {name: member for name, member in (value | changes).items() if member is not None}


def alg_of(key: str) -> str:
    """The algorithm of a named key."""
    return "RS256" if key.startswith("rsa") else {P256_KEY: "ES256", P384_KEY: "ES384"}.get(key, "EdDSA")


def token(document: Json, key: str = NOW, *, header: Json | None = None, **claims: Any) -> bytes:
    """A token by Open Badges' profile; `header` and `claims` replace or add members, None takes out."""
    head = changed({"alg": alg_of(key), "kid": key_address(key), "typ": "JWT"}, **(header or {}))
    return compact(head, changed(bare(document) | claims_of(document), **claims), key)


def vc_jwt(document: Json, key: str = NOW, *, header: Json | None = None, **claims: Any) -> bytes:
    """A token by VC-JOSE-COSE."""
    head = changed({"alg": alg_of(key), "cty": "vc", "kid": method(key), "typ": "vc+jwt"}, **(header or {}))
    return compact(head, changed(bare(document), **claims), key)


def by(issuer: str | Json, **changes: Any) -> Json:
    """An unsigned credential of a stranger, without status or related files."""
    return unsigned(issuer=issuer, credentialStatus=None, relatedResource=None, **changes)


def _add(
    book: Book,
    name: str,
    title: str,
    content: bytes,
    expected: Expected,
    *threats: int,
    documents: Mapping[str, Any] | None = None,
    **options: Any,
) -> None:
    book.add(f"jwt-{name}", title, content, expected, documents=documents, threats=threats, file=FILE, **options)


def _accepted(book: Book) -> None:
    plain = book.awarded()
    fetched = (key_address(NOW), DID_ADDRESS)
    good = known("valid")
    _add(book, "badge", "A credential of the society as a token of Open Badges", token(plain), good)
    _add(book, "vc", "The same as a token of VC-JOSE-COSE", vc_jwt(plain, iat=seconds("2026-03-01T09:00:00Z")), good)
    for name, header in (
        ("kid-did", {"kid": method(NOW)}),
        ("alg-ed25519", {"alg": "Ed25519"}),
        ("no-typ", {"typ": None}),
        ("typ-lower-case", {"typ": "jwt"}),
        ("typ-whole", {"typ": "application/JWT"}),
        ("jwk-beside", {"jwk": jwk(STRANGER)}),
        (
            "jku-beside",
            {"jku": "https://evil.example/keys.json", "x5u": "https://evil.example/chain.pem", "x5c": ["AA"]},
        ),
        ("iss-in-header", {"iss": ISSUER}),
        ("unknown-header", {"shape": "round"}),
    ):
        threats = (29,) if "beside" in name else ()
        _add(book, name, f"A header that says no more than it may: {name}", token(plain, header=header), good, *threats)
    _add(book, "white-space", "White space around it", b"\r\n\t " + token(plain) + b" \n", good)
    none: dict[str, Any] = dict.fromkeys(("iss", "sub", "jti", "nbf", "exp"))
    _add(book, "no-claims", "A token without claims of its own", token(plain, **none), good)
    _add(book, "more-claims", "Claims that ask nothing of us", token(plain, iat=1, cnf={"kid": "urn:x:1"}), good)
    fraction = book.awarded(validFrom="2026-03-01T00:00:00.75Z", validUntil="2029-02-28T23:59:59.999+01:00")
    _add(book, "fraction", "Dates with a fraction of a second", token(fraction), good)
    _add(
        book,
        "fraction-claimed",
        "A claim with a fraction",
        token(fraction, nbf=seconds("2026-03-01T00:00:00Z") + 0.5),
        good,
    )
    holder = book.awarded(credentialSubject=subject(id=did_key(STRANGER)))
    _add(book, "subject", "A subject with an id", token(holder), good)
    spaced = packed(bare(plain) | claims_of(plain)).replace(b'"iss"', b'\n "\\u0069ss" ')
    head = {"alg": "EdDSA", "kid": method(NOW)}
    _add(book, "written-freely", "A payload with white space and escapes", compact(head, spaced, NOW), good)
    _add(book, "proof-inside", "A proof inside the token as well", compact(head, plain | claims_of(plain), NOW), good)
    _add(
        book,
        "fetched",
        "The key's file, the DID document, and then what any credential needs",
        token(by(ISSUER)),
        Expected(
            verdict="caution",
            reasons=("no_status", "not_in_ledger"),
            steps=known("caution", status="not_applicable", ledger="failed", related="not_applicable").steps,
            fetched=(*fetched, str(unsigned()["credentialSubject"]["achievement"]["id"])),
        ),
    )
    _list(book)


def _list(book: Book) -> None:
    """A status list may be a token too."""
    plain = book.awarded()
    index = int(plain["credentialStatus"]["statusListIndex"])

    def listed(*indices: int, key: str = NOW, **claims: Any) -> Json:
        content = token(status_list("b2", indices), key, header={"kid": method(NOW)}, **claims)
        return {list_address("b2"): {"base64": base64.b64encode(content).decode()}}

    good, gone = known("valid"), known("withdrawn", "status_revoked", status="failed")
    _add(book, "list", "A status list that is a token", token(plain), good, documents=listed(8, 9))
    _add(book, "list-revoked", "And says that it is withdrawn", token(plain), gone, documents=listed(8, 9, index))
    unproved = known("unfinished", "status_list_proof", status="could_not_check")
    _add(book, "list-stranger", "Signed by a stranger", token(plain), unproved, 12, documents=listed(8, key=STRANGER))
    _add(book, "list-issuer", "Claiming another issuer", token(plain), unproved, 12, documents=listed(8, iss=ELSEWHERE))


def _profiles(book: Book) -> None:
    plain = book.awarded()
    good = known("valid")
    claims = claims_of(plain)
    head = {"alg": "EdDSA", "kid": method(NOW), "typ": "JWT"}

    def within(credential: Json, **more: Any) -> bytes:
        return compact(head, changed(claims, **more) | {"vc": credential}, NOW)

    _add(book, "vc-claim", "The credential in a vc claim", within(bare(plain)), good)
    whole = book.awarded(issuer=ISSUER, credentialSubject=subject(id=did_key(STRANGER)))
    told = changed(bare(whole), id=None, issuer=None, validFrom=None, validUntil=None)
    told["credentialSubject"] = {name: value for name, value in told["credentialSubject"].items() if name != "id"}
    completed = compact(head, claims_of(whole) | {"vc": told}, NOW)
    _add(book, "vc-claim-completed", "A vc claim that leaves to the claims what they say", completed, good)
    undated = within(changed(bare(plain), validUntil=None), exp=claims["exp"] + 0.5)
    _refuse(
        book,
        "vc-claim-undated",
        "A vc claim without an end, and an end in no whole second",
        undated,
        "jwt_until_differs",
    )
    wrong = within(bare(plain), iss=ELSEWHERE)
    _refuse(book, "vc-claim-differs", "A vc claim by another issuer than the token's", wrong, "jwt_issuer_differs")
    doubled = compact(head, bare(plain) | claims | {"vc": bare(plain)}, NOW)
    _refuse(book, "vc-claim-doubled", "A credential beside a vc claim", doubled, "jwt_vc_claim", 31)
    odd = compact(head, bare(plain) | claims | {"vc": "none"}, NOW)
    _refuse(book, "vc-claim-text", "A vc claim that is no object, beside a credential", odd, "jwt_vc_claim")
    typed = compact(head | {"typ": "vc+jwt"}, claims | {"vc": bare(plain)}, NOW)
    _refuse(book, "vc-claim-typed", "A vc claim where the profile has none", typed, "jwt_vc_claim")
    for name, title, more in (
        ("signature-end", "A signature that ends before the credential", {"exp": seconds("2027-01-01T00:00:00Z")}),
        ("signature-begin", "A signature that began after the credential", {"nbf": seconds("2026-04-01T00:00:00Z")}),
        ("same-dates", "The same dates once more", {"nbf": claims["nbf"], "exp": claims["exp"]}),
    ):
        _add(book, f"vc-{name}", title, vc_jwt(plain, **more), good)
    for name, title, more, reason in (
        ("ended", "A signature that has ended", {"exp": seconds("2026-10-01T00:00:00Z")}, "proof_expired"),
        ("begins", "A signature that begins later", {"nbf": seconds("2099-01-01T00:00:00Z")}, "proof_created_future"),
        ("far", "A signature from beyond all dates", {"nbf": 1.5e308}, "proof_created_future"),
        ("long-ago", "A signature that ended before all dates", {"exp": -1.5e308}, "proof_expired"),
        ("issuer", "Another issuer", {"iss": ELSEWHERE}, "jwt_issuer_differs"),
        ("id", "Another id", {"jti": "urn:x:1"}, "jwt_id_differs"),
        ("subject", "A subject that the credential does not name", {"sub": "urn:x:1"}, "jwt_subject_differs"),
    ):
        _refuse(book, f"vc-{name}", title, vc_jwt(plain, **more), reason, 24)


def _strangers(book: Book) -> None:
    for name, key in (("es256", P256_KEY), ("eddsa", STRANGER)):
        kid = f"{did_key(key)}#{multikey(key)}"
        content = token(by(did_key(key)), key, header={"kid": kid})
        _add(book, f"did-key-{name}", f"A did:key issuer with {alg_of(key)}", content, STRANGE)
        content = token(by(did_key(key)), key, header={"kid": None})
        _add(book, f"did-key-{name}-no-kid", "A did:key issuer needs no kid", content, STRANGE)
    one = {ELSEWHERE_ADDRESS: did_document(ELSEWHERE, (STRANGER,))}
    content = token(by(ELSEWHERE), STRANGER, header={"kid": None, "jwk": jwk(STRANGER)})
    _add(book, "no-kid", "No kid, and an issuer with one key", content, STRANGE, documents=one)
    several = did_document(ELSEWHERE, (NOW, STRANGER), assertionMethod=[method(STRANGER, ELSEWHERE)])
    _add(
        book,
        "no-kid-one-signs",
        "No kid, and one key that may sign",
        content,
        STRANGE,
        documents={ELSEWHERE_ADDRESS: several},
    )
    mixed = did_document(ELSEWHERE, (STRANGER,))
    rsa_method = f"{ELSEWHERE}#rsa"
    other = {"id": rsa_method, "type": "JsonWebKey", "controller": ELSEWHERE, "publicKeyJwk": jwk(RSA_KEY, alg="RS256")}
    mixed["verificationMethod"].append(other)
    mixed["assertionMethod"].append(rsa_method)
    both = {ELSEWHERE_ADDRESS: mixed}
    _add(book, "no-kid-one-fits", "No kid, and one key of the kind", content, STRANGE, documents=both)
    for name, header in (("rs256", {"kid": rsa_method}), ("rs256-no-kid", {"kid": None})):
        content = token(by(ELSEWHERE), RSA_KEY, header=header)
        _add(book, name, "RS256 by a key of a DID document", content, STRANGE, documents=both)
    _add(
        book,
        "kid-web",
        "A key's file at the root of the issuer's site",
        token(by(ELSEWHERE), STRANGER, header={"kid": ELSEWHERE_KEY}),
        STRANGE,
        documents=one | {ELSEWHERE_KEY: jwk(STRANGER, kid="1", use="sig", alg="EdDSA")},
    )
    _add(
        book,
        "kid-web-rs256",
        "A key's file with an RSA key that the DID document lists",
        token(by(ELSEWHERE), RSA_KEY, header={"kid": ELSEWHERE_KEY}),
        STRANGE,
        documents=both | {ELSEWHERE_KEY: jwk(RSA_KEY)},
    )


def _judged(book: Book) -> None:
    """What follows step 4 is the same as for any credential."""
    entered = book.awarded()
    renamed = {"name": "Another name"}
    _add(
        book,
        "ledger-differs",
        "Not what the ledger has",
        token(entered | renamed),
        known("altered", "ledger_differs", ledger="failed"),
    )
    old = book.awarded(validUntil="2026-06-30T23:59:59Z")
    _add(book, "expired", "It has expired", token(old), known("expired", "expired", dates="failed"))
    later = book.awarded(validFrom="2027-03-01T00:00:00Z")
    _add(book, "not-yet", "Not yet in force", token(later), known("not_yet_valid", "not_yet_valid", dates="failed"))
    unlisted = unsigned("b2", 99)
    _add(
        book, "not-in-ledger", "Not in the ledger", token(unlisted), known("caution", "not_in_ledger", ledger="failed")
    )
    for name, change, reason in (
        ("revoked", {"revoked": "2026-01-01T00:00:00Z"}, "key_revoked"),
        ("expired", {"expires": "2026-01-01T00:00:00Z"}, "key_expired"),
    ):
        document = did_document(ELSEWHERE, (STRANGER,))
        document["verificationMethod"][0] |= change
        content = token(by(ELSEWHERE), STRANGER, header={"kid": ELSEWHERE_KEY})
        expected = unknown("issuer_unknown", reason, "no_status", verdict="altered", key="failed")
        files = {ELSEWHERE_ADDRESS: document, ELSEWHERE_KEY: jwk(STRANGER)}
        _add(book, f"key-{name}", "The key's file is there still", content, expected, 9, documents=files)
    silent = did_document(ELSEWHERE, (STRANGER,), assertionMethod=[])
    expected = unknown("issuer_unknown", "key_not_for_assertion", "no_status", verdict="altered", key="failed")
    content = token(by(ELSEWHERE), STRANGER, header={"kid": None})
    _add(
        book,
        "key-no-assertion",
        "The only key may not sign",
        content,
        expected,
        10,
        documents={ELSEWHERE_ADDRESS: silent},
    )
    dated = did_document(ELSEWHERE, (STRANGER,))
    dated["verificationMethod"][0]["revoked"] = "soon"
    _refuse(
        book,
        "key-dates",
        "A key with a date that is none",
        content,
        "did_document_malformed",
        documents={ELSEWHERE_ADDRESS: dated},
    )


def _refuse(
    book: Book, name: str, title: str, content: bytes, reason: str, *threats: int, step: str = "proof", **options: Any
) -> None:
    verdict = options.pop("verdict", "unreadable" if step == "read" else "altered")
    fetched = options.pop("fetched", None)
    _add(book, name, title, content, ends(step, reason, verdict, fetched=fetched), *threats, **options)


def _encoding(book: Book) -> None:
    good = token(book.awarded())
    header, payload, made = good.split(b".")

    def refuse(name: str, title: str, content: bytes, reason: str = "jwt_encoding", *threats: int) -> None:
        _refuse(book, name, title, content, reason, *threats, step="read", fetched=())

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
        _refuse(book, name, title, content, reason, *threats, verdict=verdict, fetched=())

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
        _refuse(book, name, title, content, reason, *threats, **options)

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
        _refuse(book, name, title, token(document, **members), reason, *threats, fetched=())

    refuse("iss", "Claiming another issuer", "jwt_issuer_differs", iss=ELSEWHERE)
    refuse("iss-prefix", "Claiming an issuer that only begins alike", "jwt_issuer_differs", iss=ISSUER[:-1])
    _refuse(
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
    refuse("iat", "Signed in the future", "proof_created_future", plain, 24, iat=seconds("2099-01-01T00:00:00Z"))
    refuse(
        "iat-beyond-skew",
        "Signed a second later than the skew",
        "proof_created_future",
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
        _refuse(
            book, f"{name}-malformed", f"A claim in another form: {name}", content, "jwt_claim_malformed", fetched=()
        )
    refuse("aud", "For another audience", "jwt_claim_refused", plain, 30, aud="https://hospital.example/")
    refuse("nonce", "An answer to somebody's question", "jwt_claim_refused", plain, 30, nonce="n-0S6")
    edge = token(plain, iat=seconds("2026-11-01T12:05:00Z"))
    _add(book, "iat-edge", "Signed as late as the skew forgives", edge, known("valid"))
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
        _refuse(
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


def _kid(book: Book) -> None:
    plain = book.awarded()

    def refuse(name: str, title: str, kid: Any, reason: str = "key_not_issuers", *, verdict: str = "altered") -> None:
        content = token(plain, header={"kid": kid})
        _refuse(book, f"kid-{name}", title, content, reason, 29, verdict=verdict, fetched=())

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
    _refuse(book, "kid-not-found", "A key that the DID document has not", content, "key_not_found", 29)
    content = token(by(did_key(STRANGER)), STRANGER, header={"kid": f"{did_key(STRANGER)}#key-1"})
    _refuse(book, "kid-did-key", "Another name for the key of a did:key", content, "key_not_found", fetched=())
    content = token(by(did_key(STRANGER)), STRANGER, header={"kid": ELSEWHERE_KEY})
    _refuse(book, "kid-did-key-https", "A did:key has no site", content, "key_not_issuers", 29, fetched=())
    content = token(by("did:web:society.example%40evil.example"), STRANGER, header={"kid": ELSEWHERE_KEY})
    _refuse(book, "kid-did-at", "A did:web with a user in its host", content, "did_malformed", 20, fetched=())
    content = token(by("did:example:1"), STRANGER, header={"kid": None})
    _refuse(
        book,
        "no-kid-method",
        "A method that nobody here knows",
        content,
        "issuer_method_unknown",
        verdict="unfinished",
        fetched=(),
    )
    content = token(by("did:example:1#2"), STRANGER, header={"kid": None})
    _refuse(
        book,
        "no-kid-method-hash",
        "And a fragment in the issuer's name",
        content,
        "issuer_method_unknown",
        verdict="unfinished",
        fetched=(),
    )
    content = token(by("did:key:z6Mk#2"), STRANGER, header={"kid": None})
    _refuse(book, "no-kid-did-hash", "A fragment in a did:key", content, "did_malformed", fetched=())


def _key_files(book: Book) -> None:
    content = token(by(ELSEWHERE), STRANGER, header={"kid": ELSEWHERE_KEY})

    def refuse(
        name: str, title: str, answer: Any, reason: str, *threats: int, verdict: str = "altered", did: Any = None
    ) -> None:
        documents = {ELSEWHERE_ADDRESS: did_document(ELSEWHERE, (STRANGER,)) if did is None else did}
        documents |= {} if answer is None else {ELSEWHERE_KEY: answer}
        _refuse(book, f"key-file-{name}", title, content, reason, *threats, verdict=verdict, documents=documents)

    own = jwk(STRANGER)
    private = base64url(b"\7" * 32)
    refuse("missing", "Nobody answers", None, "issuer_unreachable", verdict="unfinished")
    refuse("html", "A page in its place", {"base64": base64.b64encode(b"<p>").decode()}, "key_malformed")
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
        ("html", {"base64": base64.b64encode(b"<p>").decode()}, "did_document_malformed"),
        (
            "controller",
            did_document(ELSEWHERE, verificationMethod=[verification_method(STRANGER, ELSEWHERE, controller=ISSUER)]),
            "key_not_found",
        ),
    )
    for name, document, reason in vouching:
        title = f"The DID document does not vouch for it: {name}"
        refuse(f"did-{name}", title, own, reason, 11, did=document)
    unreachable = {ELSEWHERE_KEY: own}
    _refuse(
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
        _refuse(
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
    _refuse(
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
        _add(
            book,
            f"https-{name}",
            f"An https issuer with {alg_of(key)}",
            content,
            STRANGE,
            documents={PLATFORM_KEY: jwk(key)},
        )
    root = token(by("https://platform.example/"), RSA_KEY, header={"kid": "https://platform.example/key"})
    _add(
        book,
        "https-root",
        "An https issuer that is a whole host",
        root,
        STRANGE,
        documents={"https://platform.example/key": jwk(RSA_KEY)},
    )

    def refuse(name: str, title: str, kid: str | None, issuer: str, reason: str, **options: Any) -> None:
        content = token(by(issuer), RSA_KEY, header={"kid": kid})
        _refuse(book, f"https-{name}", title, content, reason, 29, fetched=(), **options)

    refuse("neighbour", "A key of a neighbour", f"{PLATFORM}1/keys/1", PLATFORM, "key_not_issuers")
    refuse("above", "A key of the platform's own", "https://platform.example/keys/1", PLATFORM, "key_not_issuers")
    refuse("question", "An issuer with a question in its name", f"{PLATFORM}/k", f"{PLATFORM}?of=us", "key_not_issuers")
    refuse("did", "A DID's key", method(NOW), PLATFORM, "key_not_issuers")
    refuse("no-kid", "No kid", None, PLATFORM, "issuer_method_unknown", verdict="unfinished")
    changed_key = token(by(PLATFORM), RSA_KEY, header={"kid": PLATFORM_KEY, "alg": "EdDSA"})
    _refuse(
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
    _refuse(
        book,
        "https-short",
        "A signature that is too short",
        cut,
        "proof_value_malformed",
        documents={PLATFORM_KEY: jwk(RSA_KEY)},
    )
    zero = cut[: cut.rindex(b".") + 1] + base64url(b"\0" * 256).encode()
    _refuse(
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
        _refuse(book, f"rsa-{name}", title, content, reason, 1, documents={PLATFORM_KEY: key})

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
