"""Cases of presentations that are a token: whose key signed it, and what its claims may say."""

from collections.abc import Mapping
from typing import Any

from tests.casebook.book import Book, Expected, Part, ends
from tests.casebook.earlier import CREDENTIALS_V1, old_award
from tests.casebook.forge import P256_KEY, multikey
from tests.casebook.holders import presentation
from tests.casebook.jwts import alg_of, changed, vc_jwt
from tests.casebook.presenting import (
    DIFFERS,
    ELSEWHERE,
    ELSEWHERE_ADDRESS,
    GOOD,
    HOLDER,
    STRANGE,
    UNASKED,
    UNNAMED,
    VALID,
    by_holder,
    presented,
)
from tests.casebook.society import (
    CREDENTIALS_V2,
    NOW,
    OLD,
    Json,
    award,
    did_document,
    did_key,
    did_key_award,
    subject,
    verification_method,
)
from tests.casebook.tokens import RSA_KEY, base64url, compact, jwk, packed, seconds

KEY = f"{HOLDER}#{multikey(OLD)}"
WEB_KEY = f"{ELSEWHERE}#{multikey(OLD)}"
SIGNED = seconds("2026-10-20T09:00:00Z")
LATER = seconds("2027-10-20T09:00:00Z")
PAGE = "https://holder.example/people/noa"
ONE = ("", VALID)


def vp_jwt(document: Json, key: str = OLD, *, header: Json | None = None, **claims: Any) -> bytes:
    """A token by VC-JOSE-COSE; `header` and `claims` replace or add members, None takes out."""
    head = changed({"alg": alg_of(key), "kid": KEY, "typ": "vp+jwt"}, **(header or {}))
    return compact(head, changed(document, **claims), key)


def token(document: Json, key: str = OLD, *, header: Json | None = None, **claims: Any) -> bytes:
    """A token by VCDM 1.1, with the presentation in `vp`."""
    head = changed({"alg": alg_of(key), "kid": KEY, "typ": "JWT"}, **(header or {}))
    said = {"iss": HOLDER, "nbf": SIGNED, "vp": document}
    return compact(head, changed(said, **claims), key)


def write(book: Book) -> None:
    """Write the cases down."""
    own = book.site.enter("b2", 920, award("b2", 920, credentialSubject=subject(id=HOLDER)))
    second = book.site.enter("b2", 921, award("b2", 921, credentialSubject=subject(id=HOLDER)))
    nobodys = book.site.enter("b2", 922, award("b2", 922))
    _good(book, own, second, nobodys)
    _holders(book)
    _beside(book, own)
    _changed(book, own, second)
    _claims(book, own)
    _keys(book)


def _add(book: Book, name: str, title: str, content: bytes, expected: Expected, *parts: Any, **more: Any) -> None:
    own: Part = ("proof", expected.verdict, expected.reasons)
    rest: tuple[Part, ...] = tuple((f"verifiableCredential{at}", *outcome) for at, outcome in parts)
    book.add(f"presented-token-{name}", title, content, expected, parts=(own, *rest), file="presentation.jwt", **more)


def _good(book: Book, own: Json, second: Json, nobodys: Json) -> None:
    both = ("[0]", VALID), ("[1]", VALID)
    _add(book, "newer", "A presentation by VC-JOSE-COSE", vp_jwt(presented(own)), GOOD, ONE)
    _add(book, "older", "One of the older profile", token(presented(own)), GOOD, ONE)
    _add(book, "several", "One of two that look alike", vp_jwt(presented([own, second])), GOOD, *both)
    envelope = {"@context": CREDENTIALS_V2, "type": "EnvelopedVerifiableCredential"}
    envelope["id"] = "data:application/vc+jwt," + vc_jwt(second).decode()
    _add(book, "envelope", "One of a token in an envelope", vp_jwt(presented([own, envelope])), GOOD, *both)
    texts = [vc_jwt(own).decode(), vc_jwt(second).decode()]
    _add(book, "of-tokens", "Its credentials are tokens as texts", token(presented(texts)), GOOD, *both)
    asked = vp_jwt(presented(own), aud="hospital.example", nonce="c0ffee", iat=SIGNED, exp=LATER, sub=HOLDER)
    _add(book, "asked", "One that answers somebody's question", asked, GOOD, ONE)
    audiences = token(presented(own), aud=["hospital.example", "clinic.example"], nonce="c0ffee")
    _add(book, "asked-by-two", "One for two at once", audiences, GOOD, ONE)
    unnamed = vp_jwt(presented(own, holder=None))
    _add(book, "by-kid", "Its key alone says who holds it", unnamed, GOOD, ONE)
    by_claim = token(presented(own, holder=None), jti="urn:uuid:1f0f2c1e-0000-4000-8000-000000000003")
    _add(book, "by-claim", "A claim alone says who holds it", by_claim, GOOD, ONE)
    before = presented(old_award(credentialSubject=subject(id=HOLDER)), **{"@context": [CREDENTIALS_V1]})
    _add(book, "of-before", "One of the older data model", token(before), GOOD, ("", STRANGE))
    mixed = token(presented(own, **{"@context": [CREDENTIALS_V1]}))
    _add(book, "of-both", "A newer credential in an older presentation", mixed, GOOD, ONE)
    for name, typ in (("typ-whole", "application/vp+jwt"), ("typ-capitals", "VP+JWT"), ("no-typ", None)):
        content = vp_jwt(presented(own), header={"typ": typ})
        _add(book, name, f"A kind of token that is known: {name}", content, GOOD, ONE)
    finder = vp_jwt(presented(own, holder=None), NOW, header={"kid": f"{did_key(NOW)}#{multikey(NOW)}"})
    _add(book, "by-finder", "Presented by another than it was awarded to", finder, DIFFERS, ONE)
    _add(book, "nobodys", "A credential in it names nobody", vp_jwt(presented([own, nobodys])), UNNAMED, *both)
    nothing = ("", ("unreadable", ("contained_none",)))
    empty = vp_jwt(presentation(None, holder=HOLDER))
    _add(book, "nothing", "A token that presents nothing", empty, UNNAMED, nothing)


def _holders(book: Book) -> None:
    one = ("", STRANGE)
    for key in (OLD, P256_KEY, RSA_KEY):
        alg = alg_of(key)
        did = "did:jwk:" + base64url(packed(jwk(key)))
        held = presented(did_key_award(credentialSubject=subject(id=did)), holder=did)
        content = vp_jwt(held, key, header={"kid": f"{did}#0"})
        _add(book, f"did-jwk-{alg.lower()}", f"The holder is a did:jwk, with {alg}", content, GOOD, one)
    held = presented(did_key_award(credentialSubject=subject(id=PAGE)), holder=PAGE)
    for name, kid, address, answer in (
        ("below", f"{PAGE}/key", f"{PAGE}/key", jwk(OLD)),
        ("key-set", f"{PAGE}#1", PAGE, {"id": PAGE, "jwks": {"keys": [jwk(OLD, kid="1")]}}),
    ):
        content = vp_jwt(held, header={"kid": kid})
        title = "The holder is an https address, whose key says nothing of what it is for"
        _add(book, f"https-{name}", title, content, GOOD, one, documents={address: answer})


def _beside(book: Book, own: Json) -> None:
    proved = by_holder(presented(own))
    _add(book, "and-proof", "A proof beside the token", vp_jwt(proved), GOOD, ONE)
    _add(book, "and-proof-in-vp", "A proof in the presentation of a claim", token(proved), GOOD, ONE)
    altered = ends("proof", "proof_signature_invalid")
    swapped = proved | {"id": "urn:uuid:1f0f2c1e-0000-4000-8000-000000000004"}
    _add(book, "and-wrong-proof", "A proof of something else beside it", vp_jwt(swapped), altered, ONE)
    strangers = by_holder(presented(own), NOW)
    foreign = ends("proof", "key_not_holders")
    _add(book, "and-strangers-proof", "A stranger's proof beside it", vp_jwt(strangers), foreign, ONE)
    apart = ends("context", "presentation_not_checked", "unfinished")
    texts = proved | {"verifiableCredential": vc_jwt(own).decode()}
    _add(book, "and-proof-of-text", "A proof that can't cover the text in it", vp_jwt(texts), apart, ONE)
    for name, value in (("text", "signed"), ("empty", [])):
        content = vp_jwt(presented(own, proof=value))
        refused = ends("shape", "proof_malformed")
        _add(book, f"and-proof-{name}", "A proof beside it that is none", content, refused, ONE)


def _changed(book: Book, own: Json, second: Json) -> None:
    def refuse(name: str, title: str, content: bytes, reason: str, verdict: str = "altered", **more: Any) -> None:
        step = more.pop("step", "proof")
        _add(book, name, title, content, ends(step, reason, verdict), ONE, **more)

    good = vp_jwt(presented(own))
    header, payload, made = good.split(b".")
    other = vp_jwt(presented(second)).split(b".")[1]
    refuse("swapped", "Another good credential in it", b".".join((header, other, made)), "proof_signature_invalid")
    turned = made[:-3] + (b"A" if made[-3:-2] != b"A" else b"B") + made[-2:]
    refuse("signature", "Another signature", b".".join((header, payload, turned)), "proof_signature_invalid")
    by_another = vp_jwt(presented(own), NOW)
    refuse("by-another", "Signed with another key than it names", by_another, "proof_signature_invalid")
    foreign = vp_jwt(presented(own), NOW, header={"kid": f"{did_key(NOW)}#{multikey(NOW)}"})
    refuse("by-a-stranger", "Signed with a key that is not the holder's", foreign, "key_not_holders")
    unsigned = compact({"alg": "none", "kid": KEY, "typ": "vp+jwt"}, presented(own), None)
    refuse("none", "Signed by nobody", unsigned, "jwt_algorithm_refused", threats=(27,))
    secret = compact({"alg": "HS256", "kid": KEY, "typ": "vp+jwt"}, presented(own), None, secret=b"secret")
    refuse("secret", "Signed with a secret", secret, "jwt_algorithm_refused", threats=(27,))
    unknown = vp_jwt(presented(own), header={"alg": "PS256"})
    refuse("algorithm", "Signed in another way", unknown, "jwt_algorithm_unknown", "unfinished")
    for name, typ in (("credential", "vc+jwt"), ("other", "vp+ld+jwt")):
        content = vp_jwt(presented(own), header={"typ": typ})
        refuse(f"typ-{name}", "A token of another kind", content, "jwt_type_unknown", "unfinished")
    refuse("typ-number", "A kind that is no text", vp_jwt(presented(own), header={"typ": 7}), "jwt_header_malformed")
    in_vp = token(presented(own), header={"typ": "vp+jwt"})
    refuse("vp-in-newer", "A vp claim where none belongs", in_vp, "jwt_vp_claim")
    doubled = token(presented(own), type=["VerifiablePresentation"])
    refuse("doubled", "A second presentation beside the claim", doubled, "jwt_vp_claim")
    beside = token(presented(own), proof=by_holder(presented(own))["proof"])
    refuse("proof-outside", "A proof beside the claim", beside, "jwt_vp_claim")
    number = vp_jwt(presented(own), vp=7)
    refuse("vp-number", "A claim for a presentation that is none", number, "jwt_vp_claim")
    word = vp_jwt(presented(own, standing="good"))
    refuse("undefined", "A word of its own that nothing defines", word, "undefined_term", step="context")
    context = vp_jwt(presented(own, **{"@context": [CREDENTIALS_V2, "https://evil.example/context"]}))
    refuse("context", "A vocabulary that nobody knows", context, "context_unknown", "unfinished", step="context")
    model = vp_jwt(presented(own, **{"@context": ["https://evil.example/v3"]}))
    refuse("model", "A data model that nobody knows", model, "data_model_unknown", "unfinished", step="shape")
    claimed = token(presented(own, holder=None), iss="me")
    refuse("claim-relative", "A claim for the holder that is no address", claimed, "holder_malformed", step="shape")


def _claims(book: Book, own: Json) -> None:
    def refuse(name: str, title: str, content: bytes, reason: str) -> None:
        _add(book, name, title, content, ends("proof", reason), ONE)

    differs = "jwt_holder_differs"
    refuse("iss", "A claim that names another holder", token(presented(own), iss=did_key(NOW)), differs)
    in_header = vp_jwt(presented(own), header={"iss": did_key(NOW)})
    refuse("iss-header", "A header that names another holder", in_header, differs)
    number = "urn:uuid:1f0f2c1e-0000-4000-8000-00000000000"
    named = token(presented(own, id=f"{number}5"), jti=f"{number}6")
    refuse("jti", "A claim with another identifier", named, "jwt_id_differs")
    past = seconds("2026-10-01T00:00:00Z")
    for profile, make in {"newer": vp_jwt, "older": token}.items():
        refuse(f"{profile}-expired", "It has run out", make(presented(own), exp=past), "proof_expired")
        for claim in ("iat", "nbf"):
            later: Json = {claim: LATER}
            content = make(presented(own), **later)
            refuse(f"{profile}-{claim}-future", "It was signed later", content, "proof_created_future")
    wrong: Mapping[str, Any] = {"iss": [HOLDER], "sub": 7, "jti": 7, "exp": "soon", "aud": 7, "nonce": 7}
    for claim, value in wrong.items():
        content = vp_jwt(presented(own), **{claim: value})
        refuse(f"{claim}-form", f"A claim in the wrong form: {claim}", content, "jwt_claim_malformed")
    mixed = vp_jwt(presented(own), aud=["hospital.example", 7])
    refuse("aud-mixed", "An audience that is no text", mixed, "jwt_claim_malformed")
    strangers = vp_jwt(presented(own), NOW, iat=LATER)
    refuse("wrong-and-later", "Signed by another, and later", strangers, "proof_signature_invalid")


def _keys(book: Book) -> None:
    held = presented(did_key_award(credentialSubject=subject(id=ELSEWHERE)), holder=ELSEWHERE)
    good = vp_jwt(held, header={"kid": WEB_KEY})
    unnamed = vp_jwt(held, header={"kid": None})

    def add(name: str, title: str, content: bytes, expected: Expected, *keys: str, **document: Any) -> None:
        documents = {ELSEWHERE_ADDRESS: did_document(ELSEWHERE, keys, **document)}
        _add(book, f"web-{name}", title, content, expected, ("", STRANGE), documents=documents)

    add("key", "The holder is a did:web", good, GOOD, OLD, authentication=[WEB_KEY])
    add("no-kid", "No key named, and one for handing over", unnamed, GOOD, NOW, OLD, authentication=[WEB_KEY])
    two = [WEB_KEY, f"{ELSEWHERE}#{multikey(NOW)}"]
    unknown = ends("proof", "jwt_key_unnamed", "unfinished")
    add("no-kid-of-two", "No key named, and two that fit", unnamed, unknown, NOW, OLD, authentication=two)

    def fails(reason: str) -> Expected:
        return Expected(verdict="altered", reasons=(reason, UNASKED), steps={**GOOD.steps, "key": "failed"})

    add("assertion", "The holder's key is for other things", good, fails("key_not_for_authentication"), OLD)
    ended = [verification_method(OLD, ELSEWHERE, revoked="2026-10-01T00:00:00Z")]
    more = {"authentication": [WEB_KEY], "verificationMethod": ended}
    add("revoked", "The holder's key had been revoked", good, fails("key_revoked"), OLD, **more)
    away = ends("proof", "issuer_unreachable", "unfinished")
    title = "The holder's document can't be reached"
    _add(book, "web-away", title, good, away, ("", STRANGE), documents={})
    identity = {"kty": "OKP", "crv": "Ed25519", "x": base64url(b"\1" + bytes(31))}
    weak = "did:jwk:" + base64url(packed(identity))
    held = presented(did_key_award(credentialSubject=subject(id=weak)), holder=weak)
    forged = vp_jwt(held, header={"kid": f"{weak}#0"})
    refused = ends("proof", "key_small_order")
    _add(book, "small-order", "A key that fits every signature", forged, refused, ("", STRANGE), threats=(1,))
