"""Cases of credentials inside a compact signature: those that are taken, in both profiles, and what follows step 4."""

import base64
from collections.abc import Mapping
from typing import Any

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.book import Book, Expected, ends, known, unknown
from tests.casebook.forge import P256_KEY, P384_KEY, multikey
from tests.casebook.society import (
    DID_ADDRESS,
    ISSUER,
    ISSUER_PAGE,
    NOW,
    STRANGER,
    Json,
    award,
    did_document,
    did_key,
    list_address,
    method,
    status_list,
    subject,
    unsigned,
)
from tests.casebook.tokens import (
    RSA_KEY,
    claims_of,
    compact,
    jwk,
    packed,
    seconds,
)

FILE = "credential.jwt"
STRANGE = unknown("issuer_unknown", "no_status")
ELSEWHERE_ADDRESS = "https://elsewhere.example/.well-known/did.json"
ELSEWHERE_KEY = "https://elsewhere.example/keys/1.json"
PLATFORM = "https://platform.example/issuers/7"
PLATFORM_KEY = f"{PLATFORM}/keys/1"


def write(book: Book) -> None:
    """Write the cases down."""
    _accepted(book)
    _profiles(book)
    _strangers(book)
    _judged(book)


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


def add_token(
    book: Book,
    name: str,
    title: str,
    content: bytes,
    expected: Expected,
    *threats: int,
    documents: Mapping[str, Any] | None = None,
    **options: Any,
) -> None:
    """Write a case of a token down."""
    book.add(f"jwt-{name}", title, content, expected, documents=documents, threats=threats, file=FILE, **options)


def refuse_token(
    book: Book, name: str, title: str, content: bytes, reason: str, *threats: int, step: str = "proof", **options: Any
) -> None:
    """Write down a token that one of the first four steps ends."""
    verdict = options.pop("verdict", "unreadable" if step == "read" else "altered")
    fetched = options.pop("fetched", None)
    add_token(book, name, title, content, ends(step, reason, verdict, fetched=fetched), *threats, **options)


def _accepted(book: Book) -> None:
    plain = book.awarded()
    fetched = (key_address(NOW), DID_ADDRESS)
    good = known("valid")
    add_token(book, "badge", "A credential of the society as a token of Open Badges", token(plain), good)
    add_token(
        book, "vc", "The same as a token of VC-JOSE-COSE", vc_jwt(plain, iat=seconds("2026-03-01T09:00:00Z")), good
    )
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
        add_token(
            book, name, f"A header that says no more than it may: {name}", token(plain, header=header), good, *threats
        )
    add_token(book, "white-space", "White space around it", b"\r\n\t " + token(plain) + b" \n", good)
    none: dict[str, Any] = dict.fromkeys(("iss", "sub", "jti", "nbf", "exp"))
    add_token(book, "no-claims", "A token without claims of its own", token(plain, **none), good)
    add_token(book, "more-claims", "Claims that ask nothing of us", token(plain, iat=1, cnf={"kid": "urn:x:1"}), good)
    fraction = book.awarded(validFrom="2026-03-01T00:00:00.75Z", validUntil="2029-02-28T23:59:59.999+01:00")
    add_token(book, "fraction", "Dates with a fraction of a second", token(fraction), good)
    add_token(
        book,
        "fraction-claimed",
        "A claim with a fraction",
        token(fraction, nbf=seconds("2026-03-01T00:00:00Z") + 0.5),
        good,
    )
    holder = book.awarded(credentialSubject=subject(id=did_key(STRANGER)))
    add_token(book, "subject", "A subject with an id", token(holder), good)
    spaced = packed(bare(plain) | claims_of(plain)).replace(b'"iss"', b'\n "\\u0069ss" ')
    head = {"alg": "EdDSA", "kid": method(NOW)}
    add_token(book, "written-freely", "A payload with white space and escapes", compact(head, spaced, NOW), good)
    add_token(
        book, "proof-inside", "A proof inside the token as well", compact(head, plain | claims_of(plain), NOW), good
    )
    add_token(
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
    add_token(book, "list", "A status list that is a token", token(plain), good, documents=listed(8, 9))
    add_token(book, "list-revoked", "And says that it is withdrawn", token(plain), gone, documents=listed(8, 9, index))
    unproved = known("unfinished", "status_list_proof", status="could_not_check")
    add_token(
        book, "list-stranger", "Signed by a stranger", token(plain), unproved, 12, documents=listed(8, key=STRANGER)
    )
    add_token(
        book, "list-issuer", "Claiming another issuer", token(plain), unproved, 12, documents=listed(8, iss=ELSEWHERE)
    )


def _profiles(book: Book) -> None:
    plain = book.awarded()
    good = known("valid")
    claims = claims_of(plain)
    head = {"alg": "EdDSA", "kid": method(NOW), "typ": "JWT"}

    def within(credential: Json, **more: Any) -> bytes:
        return compact(head, changed(claims, **more) | {"vc": credential}, NOW)

    add_token(book, "vc-claim", "The credential in a vc claim", within(bare(plain)), good)
    whole = book.awarded(issuer=ISSUER, credentialSubject=subject(id=did_key(STRANGER)))
    told = changed(bare(whole), id=None, issuer=None, validFrom=None, validUntil=None)
    told["credentialSubject"] = {name: value for name, value in told["credentialSubject"].items() if name != "id"}
    completed = compact(head, claims_of(whole) | {"vc": told}, NOW)
    add_token(book, "vc-claim-completed", "A vc claim that leaves to the claims what they say", completed, good)
    undated = within(changed(bare(plain), validUntil=None), exp=claims["exp"] + 0.5)
    refuse_token(
        book,
        "vc-claim-undated",
        "A vc claim without an end, and an end in no whole second",
        undated,
        "jwt_until_differs",
    )
    wrong = within(bare(plain), iss=ELSEWHERE)
    refuse_token(book, "vc-claim-differs", "A vc claim by another issuer than the token's", wrong, "jwt_issuer_differs")
    doubled = compact(head, bare(plain) | claims | {"vc": bare(plain)}, NOW)
    refuse_token(book, "vc-claim-doubled", "A credential beside a vc claim", doubled, "jwt_vc_claim", 31)
    odd = compact(head, bare(plain) | claims | {"vc": "none"}, NOW)
    refuse_token(book, "vc-claim-text", "A vc claim that is no object, beside a credential", odd, "jwt_vc_claim")
    mine = book.site.enter("b2", 915, award("b2", 915, credentialSubject=subject(id=did_key(STRANGER))))
    theirs = compact(head, changed(claims_of(mine), sub=did_key(NOW)) | {"vc": bare(mine)}, NOW)
    refuse_token(book, "vc-claim-subject", "A vc claim about another than the token's", theirs, "jwt_subject_differs")
    for alg in ("HS384", "HS512"):
        shared = compact(head | {"alg": alg}, bare(plain) | claims, NOW)
        refuse_token(
            book, f"alg-{alg.lower()}", f"Signed with a shared key by {alg}", shared, "jwt_algorithm_refused", 29
        )
    for member in ("@context", "type", "credentialSubject"):
        beside = compact(head, claims | {"vc": bare(plain), member: plain[member]}, NOW)
        name = member.removeprefix("@").lower()
        refuse_token(book, f"vc-claim-beside-{name}", f"{member} beside a vc claim", beside, "jwt_vc_claim", 31)
    typed = compact(head | {"typ": "vc+jwt"}, claims | {"vc": bare(plain)}, NOW)
    refuse_token(book, "vc-claim-typed", "A vc claim where the profile has none", typed, "jwt_vc_claim")
    for name, title, more in (
        ("signature-end", "A signature that ends before the credential", {"exp": seconds("2027-01-01T00:00:00Z")}),
        ("signature-begin", "A signature that began after the credential", {"nbf": seconds("2026-04-01T00:00:00Z")}),
        ("same-dates", "The same dates once more", {"nbf": claims["nbf"], "exp": claims["exp"]}),
    ):
        add_token(book, f"vc-{name}", title, vc_jwt(plain, **more), good)
    for name, title, more, reason in (
        ("ended", "A signature that has ended", {"exp": seconds("2026-10-01T00:00:00Z")}, "proof_expired"),
        ("begins", "A signature that begins later", {"nbf": seconds("2099-01-01T00:00:00Z")}, "not_yet_signed"),
        ("far", "A signature from beyond all dates", {"nbf": 1.5e308}, "not_yet_signed"),
        ("long-ago", "A signature that ended before all dates", {"exp": -1.5e308}, "proof_expired"),
        ("issuer", "Another issuer", {"iss": ELSEWHERE}, "jwt_issuer_differs"),
        ("id", "Another id", {"jti": "urn:x:1"}, "jwt_id_differs"),
        ("subject", "A subject that the credential does not name", {"sub": "urn:x:1"}, "jwt_subject_differs"),
    ):
        refuse_token(book, f"vc-{name}", title, vc_jwt(plain, **more), reason, 24)


def _strangers(book: Book) -> None:
    for name, key in (("es256", P256_KEY), ("eddsa", STRANGER)):
        kid = f"{did_key(key)}#{multikey(key)}"
        content = token(by(did_key(key)), key, header={"kid": kid})
        add_token(book, f"did-key-{name}", f"A did:key issuer with {alg_of(key)}", content, STRANGE)
        content = token(by(did_key(key)), key, header={"kid": None})
        add_token(book, f"did-key-{name}-no-kid", "A did:key issuer needs no kid", content, STRANGE)
    one = {ELSEWHERE_ADDRESS: did_document(ELSEWHERE, (STRANGER,))}
    content = token(by(ELSEWHERE), STRANGER, header={"kid": None, "jwk": jwk(STRANGER)})
    add_token(book, "no-kid", "No kid, and an issuer with one key", content, STRANGE, documents=one)
    several = did_document(ELSEWHERE, (NOW, STRANGER), assertionMethod=[method(STRANGER, ELSEWHERE)])
    add_token(
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
    add_token(book, "no-kid-one-fits", "No kid, and one key of the kind", content, STRANGE, documents=both)
    for name, header in (("rs256", {"kid": rsa_method}), ("rs256-no-kid", {"kid": None})):
        content = token(by(ELSEWHERE), RSA_KEY, header=header)
        add_token(book, name, "RS256 by a key of a DID document", content, STRANGE, documents=both)
    add_token(
        book,
        "kid-web",
        "A key's file at the root of the issuer's site",
        token(by(ELSEWHERE), STRANGER, header={"kid": ELSEWHERE_KEY}),
        STRANGE,
        documents=one | {ELSEWHERE_KEY: jwk(STRANGER, kid="1", use="sig", alg="EdDSA")},
    )
    add_token(
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
    add_token(
        book,
        "ledger-differs",
        "Not what the ledger has",
        token(entered | renamed),
        known("altered", "ledger_differs", ledger="failed"),
    )
    old = book.awarded(validUntil="2026-06-30T23:59:59Z")
    add_token(book, "expired", "It has expired", token(old), known("expired", "expired", dates="failed"))
    later = book.awarded(validFrom="2027-03-01T00:00:00Z")
    add_token(
        book, "not-yet", "Not yet in force", token(later), known("not_yet_valid", "not_yet_valid", dates="failed")
    )
    unlisted = unsigned("b2", 99)
    add_token(
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
        add_token(book, f"key-{name}", "The key's file is there still", content, expected, 9, documents=files)
    silent = did_document(ELSEWHERE, (STRANGER,), assertionMethod=[])
    expected = unknown("issuer_unknown", "key_not_for_assertion", "no_status", verdict="altered", key="failed")
    content = token(by(ELSEWHERE), STRANGER, header={"kid": None})
    add_token(
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
    refuse_token(
        book,
        "key-dates",
        "A key with a date that is none",
        content,
        "did_document_malformed",
        documents={ELSEWHERE_ADDRESS: dated},
    )
