"""Cases of a presentation's own proof: whose key put the credentials together, and what that leaves open."""

from typing import Any

from tests.casebook.book import SOCIETY, STEPS, Book, Expected, ends
from tests.casebook.earlier import CREDENTIALS_V1, DATA_INTEGRITY, old_award
from tests.casebook.forge import multikey
from tests.casebook.holders import presentation
from tests.casebook.jwts import token, vc_jwt
from tests.casebook.society import (
    CREDENTIALS_V2,
    NOW,
    OLD,
    STRANGER,
    Json,
    award,
    did_document,
    did_key,
    did_key_award,
    signed,
    subject,
    verification_method,
)

HOLDER = did_key(OLD)
ELSEWHERE = "did:web:holder.example"
ELSEWHERE_ADDRESS = "https://holder.example/.well-known/did.json"
VALID: tuple[str, tuple[str, ...]] = ("valid", ())
STRANGE: tuple[str, tuple[str, ...]] = ("unknown_issuer", ("issuer_unknown", "no_status"))
UNASKED = "presentation_unasked"


def write(book: Book) -> None:
    """Write the cases down."""
    own = book.site.enter("b2", 910, award("b2", 910, credentialSubject=subject(id=HOLDER)))
    second = book.site.enter("b2", 911, award("b2", 911, credentialSubject=subject(id=HOLDER, identifier=None)))
    nobodys = book.site.enter("b2", 912, award("b2", 912))
    _good(book, own, second, nobodys)
    _changed(book, own, second)
    _keys(book, own)
    _not_apart(book, own)


def held_out(*reasons: str, recipient: str = "passed") -> Expected:
    """A presentation whose proof holds; `recipient` is how step 11 ends."""
    steps = dict.fromkeys(STEPS, "not_applicable") | dict.fromkeys(
        ("read", "shape", "context", "proof", "key"), "passed"
    )
    return Expected(verdict="caution", reasons=(UNASKED, *reasons), steps=steps | {"recipient": recipient})


GOOD = held_out()
DIFFERS = held_out("presenter_differs", recipient="failed")
UNNAMED = held_out("presenter_not_named", recipient="could_not_check")


def by_holder(document: Json, key: str = OLD, **options: Any) -> Json:
    """A presentation with a proof by the holder's key."""
    options = {"method": f"{did_key(key)}#{multikey(key)}", "proofPurpose": "authentication"} | options
    return signed(document, key, **options)


def presented(held: Any, *, holder: Any = HOLDER, **changes: Any) -> Json:
    """A presentation that names its holder."""
    return presentation(held, holder=holder, **changes)


def _adder(book: Book) -> Any:
    def add(name: str, title: str, document: Json, expected: Expected, *parts: Any, **more: Any) -> None:
        own = ("proof", expected.verdict, expected.reasons)
        rest = tuple((f"verifiableCredential{at}", *outcome) for at, outcome in parts)
        book.add(f"presented-{name}", title, document, expected, parts=(own, *rest), **more)

    return add


def _good(book: Book, own: Json, second: Json, nobodys: Json) -> None:
    add = _adder(book)
    one = ("", VALID)
    add("one", "A presentation of one's own credential, signed", by_holder(presented(own)), GOOD, one)
    both = ("[0]", VALID), ("[1]", VALID)
    named = presented([own, second], id="urn:uuid:1f0f2c1e-0000-4000-8000-000000000001")
    add("several", "One of two", by_holder(named), GOOD, *both)
    twin = book.site.enter("b2", 913, award("b2", 913, credentialSubject=subject(id=HOLDER)))
    alike = ends("context", "presentation_not_checked", "unfinished")
    add(
        "alike", "Both hold a thing without an id, and these are alike", by_holder(presented([own, twin])), alike, *both
    )
    asked = by_holder(presented(own), challenge="c0ffee", domain="hospital.example")
    add("asked", "One that answers somebody's question", asked, GOOD, one)
    domains = by_holder(presented(own), challenge="c0ffee", domain=["hospital.example", "clinic.example"])
    add("asked-by-two", "One for two at once", domains, GOOD, one)
    add("object", "The holder is an object", by_holder(presented(own, holder={"id": HOLDER})), GOOD, one)
    add("unnamed", "It does not say who holds it", by_holder(presented(own, holder=None)), GOOD, one)
    add("by-values", "Signed over its values", by_holder(presented(own), cryptosuite="eddsa-jcs-2022"), GOOD, one)
    before = {"@context": [CREDENTIALS_V1, DATA_INTEGRITY]}
    old = presented(old_award(credentialSubject=subject(id=HOLDER)), **before)
    add("of-before", "One of the older data model", by_holder(old), GOOD, ("", STRANGE))
    mixed = by_holder(presented(own, **before), cryptosuite="eddsa-jcs-2022")
    unchecked = ends("context", "presentation_not_checked", "unfinished")
    add("of-both", "A newer credential in an older presentation", mixed, unchecked, one)
    envelope = {"@context": CREDENTIALS_V2, "type": "EnvelopedVerifiableCredential"}
    envelope["id"] = "data:application/vc+jwt," + vc_jwt(own).decode()
    add("envelope", "One of a token in an envelope", by_holder(presented([own, envelope])), GOOD, *both)
    revoked = award("b2", 8)
    add(
        "withdrawn-inside",
        "A credential in it was withdrawn",
        by_holder(presented([own, revoked])),
        UNNAMED,
        ("[0]", VALID),
        ("[1]", ("withdrawn", ("status_revoked",))),
    )
    forged = second | {"name": "Chief Facilitator"}
    add(
        "changed-before",
        "A credential in it was changed before it was signed",
        by_holder(presented([own, forged])),
        GOOD,
        ("[0]", VALID),
        ("[1]", ("altered", ("proof_signature_invalid",))),
    )
    nothing = presentation(None, holder=HOLDER)
    add(
        "nothing",
        "A signed presentation that holds nothing",
        by_holder(nothing),
        UNNAMED,
        ("", ("unreadable", ("contained_none",))),
    )
    add(
        "nobodys",
        "A credential in it names nobody by an identifier",
        by_holder(presented([own, nobodys])),
        UNNAMED,
        *both,
    )
    add(
        "by-finder",
        "Presented by another than it was awarded to",
        by_holder(presented(own, holder=None), NOW),
        DIFFERS,
        one,
    )
    add(
        "by-finder-named",
        "Presented by another, who says so",
        by_holder(presented([nobodys, own], holder=did_key(NOW)), NOW),
        DIFFERS,
        *both,
    )
    twice = by_holder(presented(own))
    again = by_holder(presented(own), created="2026-04-01T09:00:00Z")
    add("two-proofs", "Signed twice", twice | {"proof": [twice["proof"], again["proof"]]}, GOOD, one)


def _changed(book: Book, own: Json, second: Json) -> None:
    add = _adder(book)
    altered = ends("proof", "proof_signature_invalid")
    one = ("", VALID)
    good = by_holder(presented(own))
    add(
        "swapped",
        "A credential in it exchanged for another good one",
        good | {"verifiableCredential": second},
        altered,
        one,
    )
    add(
        "longer",
        "A good credential added",
        good | {"verifiableCredential": [own, second]},
        altered,
        ("[0]", VALID),
        ("[1]", VALID),
    )
    add(
        "shorter",
        "A credential taken out",
        by_holder(presented([own, second])) | {"verifiableCredential": [own]},
        altered,
        ("[0]", VALID),
    )
    forged = own | {"name": "Chief Facilitator"}
    add(
        "changed",
        "A credential in it changed",
        good | {"verifiableCredential": forged},
        altered,
        ("", ("altered", ("proof_signature_invalid",))),
    )
    add(
        "renamed",
        "Another id for the presentation",
        good | {"id": "urn:uuid:1f0f2c1e-0000-4000-8000-000000000002"},
        altered,
        one,
    )
    asked = by_holder(presented(own), challenge="c0ffee", domain="hospital.example")
    add(
        "other-question",
        "Another challenge than was signed",
        asked | {"proof": asked["proof"] | {"challenge": "cafe"}},
        altered,
        one,
    )
    add(
        "other-audience",
        "Another domain than was signed",
        asked | {"proof": asked["proof"] | {"domain": "evil.example"}},
        altered,
        one,
    )
    add(
        "other-holder",
        "Another holder than was signed",
        good | {"holder": did_key(NOW)},
        ends("proof", "key_not_holders"),
        one,
    )
    by_another = signed(presented(own), NOW, method=f"{HOLDER}#{multikey(OLD)}", proofPurpose="authentication")
    add("by-another", "Signed with another key than it names", by_another, altered, one)
    add(
        "by-a-stranger",
        "Signed with a key that is not the holder's",
        by_holder(presented(own), NOW),
        ends("proof", "key_not_holders"),
        one,
    )
    for purpose in ("assertionMethod", "keyAgreement"):
        wrong = by_holder(presented(own), proofPurpose=purpose)
        add(f"for-{purpose}", "Signed for another purpose", wrong, ends("proof", "proof_purpose"), one)
    add(
        "nonce",
        "A nonce in the proof",
        by_holder(presented(own), nonce="1"),
        ends("proof", "proof_option_refused"),
        one,
    )
    add(
        "expired",
        "The proof has run out",
        by_holder(presented(own), expires="2026-10-01T00:00:00Z"),
        ends("proof", "proof_expired"),
        one,
    )
    add(
        "future",
        "The proof was made later",
        by_holder(presented(own), created="2027-10-01T00:00:00Z"),
        ends("proof", "proof_created_future"),
        one,
    )
    number = asked | {"proof": asked["proof"] | {"challenge": 7}}
    add("challenge-number", "A challenge that is no text", number, ends("proof", "proof_malformed"), one)
    add(
        "domain-number",
        "A domain that is no text",
        asked | {"proof": asked["proof"] | {"domain": [7, "x"]}},
        ends("proof", "proof_malformed"),
        one,
    )
    unknown = good | {"proof": good["proof"] | {"cryptosuite": "bbs-2023"}}
    add(
        "suite",
        "Signed in a way that nobody here knows",
        unknown,
        ends("proof", "proof_suite_unknown", "unfinished"),
        one,
    )
    proofs: dict[str, Any] = {"text": "signed", "empty": [], "null": None}
    for name, value in proofs.items():
        add(f"proof-{name}", "A proof that is none", good | {"proof": value}, ends("shape", "proof_malformed"), one)
    holders: dict[str, Any] = {"relative": "me", "number": 7, "nameless": {"name": "Noa"}}
    for name, value in holders.items():
        add(
            f"holder-{name}",
            "A holder that is no address",
            good | {"holder": value},
            ends("shape", "holder_malformed"),
            one,
        )
    add("id", "An id that is no address", good | {"id": "mine"}, ends("shape", "id_malformed"), one)
    add("contexts", "Words that come from nowhere", good | {"@context": 7}, ends("shape", "context_malformed"), one)
    add(
        "model",
        "A data model that nobody here knows",
        good | {"@context": ["https://evil.example/v3"]},
        ends("shape", "data_model_unknown", "unfinished"),
        one,
    )


def _keys(book: Book, own: Json) -> None:
    add = _adder(book)
    one = ("", STRANGE)
    awarded = did_key_award(STRANGER, credentialSubject=subject(id=ELSEWHERE))
    web = by_holder(presented(awarded, holder=ELSEWHERE), method=f"{ELSEWHERE}#{multikey(OLD)}")

    def documents(**changes: Any) -> Json:
        document = did_document(ELSEWHERE, (OLD,), **changes)
        return {ELSEWHERE_ADDRESS: document}

    named = f"{ELSEWHERE}#{multikey(OLD)}"
    add(
        "web",
        "The holder is a did:web",
        web,
        GOOD,
        one,
        documents=documents(authentication=[named]),
        registries=(SOCIETY,),
    )
    refused = held_out()
    failed = Expected(
        verdict="altered", reasons=("key_not_for_authentication", UNASKED), steps={**refused.steps, "key": "failed"}
    )
    add("web-assertion", "The holder's key is for other things", web, failed, one, documents=documents())
    ended = verification_method(OLD, ELSEWHERE, revoked="2026-10-01T00:00:00Z")
    revoked = documents(authentication=[named], verificationMethod=[ended])
    gone = Expected(verdict="altered", reasons=("key_revoked", UNASKED), steps={**refused.steps, "key": "failed"})
    add("web-revoked", "The holder's key had been revoked", web, gone, one, documents=revoked)
    away = ends("proof", "issuer_unreachable", "unfinished")
    add("web-away", "The holder's document can't be reached", web, away, one, documents={})
    other = by_holder(presented(own, holder="did:example:me"), method=f"did:example:me#{multikey(OLD)}")
    add(
        "method",
        "A holder of a kind that nobody here knows",
        other,
        ends("proof", "issuer_method_unknown", "unfinished"),
        ("", VALID),
    )


def _not_apart(book: Book, own: Json) -> None:
    add = _adder(book)
    unchecked = ends("context", "presentation_not_checked", "unfinished")
    texts = by_holder(presented([own, token(own).decode()]))
    add(
        "of-tokens",
        "A token in it, which its signature does not cover",
        texts,
        unchecked,
        ("[0]", VALID),
        ("[1]", VALID),
    )
    good = by_holder(presented(own))
    other = own | {"@context": [CREDENTIALS_V2, "https://evil.example/context"]}
    add(
        "unknown-inside",
        "A vocabulary in it that nobody knows",
        good | {"verifiableCredential": other},
        unchecked,
        ("", ("unfinished", ("context_unknown",))),
    )
    word = own | {"standing": "good"}
    add(
        "undefined-inside",
        "A word in a credential that nothing defines",
        good | {"verifiableCredential": word},
        unchecked,
        ("", ("altered", ("undefined_term",))),
    )
    add(
        "empty",
        "An empty list of credentials",
        by_holder(presentation([], holder=HOLDER)),
        unchecked,
        ("", ("unreadable", ("contained_none",))),
    )
    add(
        "undefined",
        "A word of its own that nothing defines",
        by_holder(presented(own, standing="good")),
        ends("context", "undefined_term"),
        ("", VALID),
    )
    inline = good | {"@context": [CREDENTIALS_V2, {"holder": "https://evil.example/holder"}]}
    add("inline", "It brings words of its own", inline, ends("context", "context_inline"), ("", VALID))
