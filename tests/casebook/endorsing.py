"""Cases of step 12: endorsements inside of credentials, and what they may not do to them."""

import json
from copy import deepcopy
from typing import Any

from tests.casebook.book import Book, Expected, ends, known
from tests.casebook.forge import multikey, sign
from tests.casebook.society import (
    ACCREDITOR,
    BADGES,
    CREDENTIALS_V2,
    DID_ADDRESS,
    ISSUER,
    NOW,
    OLD,
    STOLEN,
    STRANGER,
    VOUCHING,
    Json,
    achievement,
    achievement_address,
    did_key,
    did_key_award,
    list_address,
    method,
    signed,
    status_entry,
    subject,
    unsigned,
)
from tests.casebook.tokens import claims_of, compact

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
OLDER = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
ABOUT = achievement_address("1.0")
WEB = "did:web:accreditor.example"
FROM_STRANGER = known("caution", "endorser_unknown", endorsements="failed")


def endorsement(
    about: str = ABOUT, did: str = ACCREDITOR, *, contexts: tuple[str, ...] = (BADGES,), **changes: Any
) -> Json:
    """An endorsement without its proof."""
    document: Json = {
        "@context": [CREDENTIALS_V2, *contexts],
        "id": "urn:uuid:5a0ba1e4-5f0e-4b7f-8f0a-0000000000e1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "A word for it",
        "issuer": {"id": did, "type": ["Profile"], "name": "Somebody with an opinion"},
        "validFrom": "2026-02-01T00:00:00Z",
        "validUntil": "2028-02-01T00:00:00Z",
        "credentialSubject": {
            "id": about,
            "type": ["EndorsementSubject"],
            "endorsementComment": "We looked at how it is assessed.",
        },
    } | deepcopy(changes)
    return {name: member for name, member in document.items() if member is not None}


def ours(about: str = ABOUT, **changes: Any) -> Json:
    """One by an issuer that the registry knows."""
    return signed(endorsement(about, **changes), VOUCHING, method=method(VOUCHING, ACCREDITOR))


def societys(key: str, **changes: Any) -> Json:
    """One by the society itself."""
    return signed(endorsement(did=ISSUER, **changes), key)


def strangers(about: str = ABOUT, **changes: Any) -> Json:
    """One by a did:key that no registry knows."""
    did = did_key(STRANGER)
    return signed(endorsement(about, did, **changes), STRANGER, method=f"{did}#{multikey(STRANGER)}")


def faulty(name: str, outcome: str) -> Expected:
    """A good credential with an endorsement that is not."""
    return known("caution", name, endorsements=outcome)


def write(book: Book) -> None:
    """Write the cases down."""
    _good(book)
    _faults(book)
    _contexts(book)
    _statements(book)
    _tokens(book)


def _good(book: Book) -> None:
    passed = known("valid", endorsements="passed")
    book.add("endorsed", "An issuer that the registry knows vouches", book.awarded(endorsement=[ours()]), passed)
    book.add("endorsed-one", "As an object, not an array", book.awarded(endorsement=ours()), passed)
    plain = unsigned()
    about_issuer = ours(ISSUER)
    book.add(
        "endorsed-issuer",
        "What is endorsed is the issuer, in the issuer's profile",
        book.awarded(issuer=plain["issuer"] | {"endorsement": [about_issuer]}),
        passed,
    )
    id = "urn:uuid:0c5f0ee1-5d25-4f0c-9a6e-3f1fce0b6f10"
    book.add(
        "endorsed-credential",
        "What is endorsed is the credential itself",
        book.awarded(id=id, endorsement=[ours(id)]),
        passed,
    )
    book.add(
        "endorsed-achievement",
        "In the achievement, which is then not the one that is published",
        book.awarded(credentialSubject=subject(achievement=achievement() | {"endorsement": [ours()]})),
        known("altered", "definition_differs", definition="failed", endorsements="passed"),
    )
    book.add(
        "endorsed-no-dates",
        "An endorsement without dates",
        book.awarded(endorsement=[ours(validFrom=None, validUntil=None)]),
        passed,
    )
    clear = status_entry("b2", 12)
    book.add(
        "endorsed-with-status",
        "An endorsement that could be withdrawn, and was not",
        book.awarded(endorsement=[societys(NOW, credentialStatus=clear)]),
        passed,
    )
    jcs = sign(
        endorsement(),
        VOUCHING,
        cryptosuite="eddsa-jcs-2022",
        method=method(VOUCHING, ACCREDITOR),
        created="2026-03-01T09:00:00Z",
    )
    book.add(
        "endorsed-jcs",
        "An endorsement by another suite, whose proof repeats the context",
        book.awarded(endorsement=[jcs]),
        passed,
    )
    second = ours(id="urn:uuid:5a0ba1e4-5f0e-4b7f-8f0a-0000000000e2") | {}
    book.add(
        "endorsed-twice",
        "Two endorsements of one achievement",
        book.awarded(
            endorsement=[ours(), _saying("Another word.", id="urn:uuid:5a0ba1e4-5f0e-4b7f-8f0a-0000000000e3"), second]
        ),
        passed,
    )
    book.add("endorsed-by-stranger", "Somebody unknown vouches", book.awarded(endorsement=[strangers()]), FROM_STRANGER)
    by_web = endorsement(did=WEB)
    by_web = signed(by_web, STRANGER, method=method(STRANGER, WEB))
    book.add(
        "endorsed-by-unreachable",
        "The endorser can't be reached",
        book.awarded(endorsement=[by_web]),
        faulty("endorsement_unfinished", "could_not_check"),
        documents={"https://accreditor.example/.well-known/did.json": {"status": 404}},
    )


def _saying(comment: str, **changes: Any) -> Json:
    who = endorsement()["credentialSubject"] | {"endorsementComment": comment}
    return ours(credentialSubject=who, **changes)


def _faults(book: Book) -> None:
    altered = ours()
    altered["credentialSubject"]["endorsementComment"] = "The best there is."
    twisted = ours()
    twisted["proof"]["proofValue"] = ours(validFrom="2026-02-02T00:00:00Z")["proof"]["proofValue"]
    unproved = {name: member for name, member in ours().items() if name != "proof"}
    bare = {name: member for name, member in ours().items() if name != "@context"}
    revoked = societys(NOW, credentialStatus=status_entry("b2", 8))
    unknown_status = ours(credentialStatus={"id": "urn:x:1", "type": "StatusList2021Entry"})
    unread = faulty("endorsements_not_checked", "could_not_check")
    for name, title, item, expected in (
        ("changed", "Its comment was changed after it was signed", altered, faulty("endorsement_altered", "failed")),
        ("other-proof", "Another endorsement's signature", twisted, faulty("endorsement_altered", "failed")),
        ("unproved", "An endorsement without a proof", unproved, faulty("endorsement_malformed", "failed")),
        ("no-context", "An endorsement without its own context", bare, faulty("endorsement_malformed", "failed")),
        (
            "no-type",
            "An endorsement that does not say it is one",
            ours(type=["VerifiableCredential"]),
            faulty("endorsement_malformed", "failed"),
        ),
        ("address", "The address of an endorsement", "https://accreditor.example/1", unread),
        (
            "of-another",
            "An endorsement of something else",
            ours("https://other.example/achievement"),
            faulty("endorsement_of_another", "failed"),
        ),
        ("expired", "It ended", ours(validUntil="2026-06-01T00:00:00Z"), faulty("endorsement_not_in_force", "failed")),
        (
            "not-yet",
            "It has not begun",
            ours(validFrom="2027-06-01T00:00:00Z", validUntil=None),
            faulty("endorsement_not_in_force", "failed"),
        ),
        ("withdrawn", "It was withdrawn", revoked, faulty("endorsement_withdrawn", "failed")),
        (
            "status-unknown",
            "Its status is of a kind that has no meaning here",
            unknown_status,
            ends("context", "undefined_term"),
        ),
        (
            "status-unreachable",
            "Its status list is not there",
            ours(credentialStatus=status_entry("b2", 8, statusListCredential=list_address("z9"), id="urn:x:1")),
            faulty("endorsement_unfinished", "could_not_check"),
        ),
        ("old-key", "By a key that is retired", societys(OLD), faulty("endorsement_key", "failed")),
        ("stolen-key", "By a key that was stolen", societys(STOLEN), faulty("endorsement_key", "failed")),
    ):
        book.add(f"endorsed-{name}", title, book.awarded(endorsement=[item]), expected)
    inner = strangers(id="urn:uuid:5a0ba1e4-5f0e-4b7f-8f0a-0000000000e9")
    bare_inner = {name: member for name, member in inner.items() if name != "@context"}
    book.add(
        "endorsed-nested",
        "An endorsement with an endorsement inside, which has no context",
        book.awarded(endorsement=[ours(endorsement=[bare_inner])]),
        ends("context", "not_own_compaction"),
    )
    for name, value in (("number", 7), ("text", "urn:x:proof"), ("empty", {})):
        book.add(
            f"endorsed-proof-{name}",
            "What is no proof in the place of the endorsement's",
            _signed_around(book, ours() | {"proof": value}),
            ends("context", "jsonld_invalid"),
        )
    deep = ours(endorsement=[strangers("urn:x:inner", id="urn:uuid:5a0ba1e4-5f0e-4b7f-8f0a-0000000000e9")])
    book.add(
        "endorsed-nested-context",
        "An endorsement with an endorsement inside, which has one",
        book.awarded(endorsement=[deep]),
        ends("context", "context_nested"),
        threats=(4,),
    )
    apart = {name: member for name, member in strangers("urn:x:inner", id="urn:x:e9").items() if name != "@context"}
    book.add(
        "endorsed-endorsement",
        "An endorsement is itself endorsed, and nobody looks at that",
        book.awarded(endorsement=[ours(endorsement=[apart])]),
        faulty("endorsements_not_checked", "could_not_check"),
    )
    many = [_saying(f"Word {number}.", id=f"urn:x:{number}") for number in range(9)]
    book.add(
        "endorsed-nine-times",
        "More endorsements than anybody looks at",
        book.awarded(endorsement=many),
        faulty("endorsements_not_checked", "could_not_check"),
    )
    book.add(
        "endorsed-eight-times",
        "As many as are looked at, the last by a stranger",
        book.awarded(endorsement=[*many[:7], strangers()]),
        FROM_STRANGER,
    )
    book.add(
        "endorsed-first-failure",
        "One can't be looked at and a later one failed: the failure is said",
        book.awarded(endorsement=["https://accreditor.example/1", altered]),
        faulty("endorsement_altered", "failed"),
    )
    unsafe = ours()
    unsafe["issuer"]["id"] = WEB
    book.add(
        "endorsed-but-altered",
        "A changed credential makes nobody ask for the endorser",
        book.awarded(endorsement=[unsafe]) | {"name": "Chief Facilitator"},
        ends("proof", "proof_signature_invalid", fetched=(DID_ADDRESS,)),
        threats=(22,),
    )


def _contexts(book: Book) -> None:
    further = ours(contexts=(BADGES, EXTENSIONS))
    book.add(
        "endorsed-context-further",
        "A further known context that defines nothing otherwise",
        book.awarded(endorsement=[further]),
        known("valid", endorsements="passed"),
        threats=(4,),
    )
    book.add(
        "endorsed-context-other",
        "A context that would define the same words otherwise, which the credential's does not allow",
        _signed_around(book, ours(contexts=(OLDER,))),
        ends("context", "jsonld_invalid"),
        threats=(4,),
    )
    plain = ours()
    for name, context in (
        ("inline", [CREDENTIALS_V2, BADGES, {"expires": "https://www.w3.org/2018/credentials#validUntil"}]),
        ("null", None),
        ("empty", []),
        ("twice", [CREDENTIALS_V2, CREDENTIALS_V2, BADGES]),
    ):
        changed = _signed_around(book, plain | {"@context": context})
        book.add(
            f"endorsed-context-{name}",
            "A context of its own that is no list of addresses",
            changed,
            ends("context", "context_nested"),
            threats=(4, 5) if context is None else (4,),
        )
    elsewhere = _signed_around(book, plain | {"@context": [CREDENTIALS_V2, BADGES, "https://evil.example/context"]})
    book.add(
        "endorsed-context-unknown",
        "A context of its own that does not ship with us, and is never fetched",
        elsewhere,
        ends("context", "context_unknown", "unfinished", fetched=()),
        threats=(8,),
    )
    subject_context = deepcopy(plain)
    subject_context["credentialSubject"]["@context"] = [CREDENTIALS_V2, BADGES]
    book.add(
        "endorsed-context-in-subject",
        "A context further inside the endorsement",
        _signed_around(book, subject_context),
        ends("context", "context_nested"),
        threats=(4,),
    )
    proof_context = deepcopy(plain)
    proof_context["proof"]["@context"] = [CREDENTIALS_V2]
    book.add(
        "endorsed-context-in-proof",
        "Another context in the endorsement's proof",
        _signed_around(book, proof_context),
        ends("context", "context_nested"),
        threats=(4,),
    )
    alignment = {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://other.example/", "@context": [BADGES]}
    book.add(
        "endorsed-context-elsewhere",
        "A context in a part that is no endorsement, beside one that is",
        _signed_around(book, plain, achievement=achievement() | {"alignment": [alignment]}),
        ends("context", "context_nested"),
        threats=(4,),
    )
    wider = ours(
        contexts=(BADGES, EXTENSIONS),
        credentialStatus={"id": f"{list_address('b2')}#5", "type": "1EdTechRevocationList"},
    )
    book.add(
        "endorsed-context-wider",
        "A further known context that defines a word which the credential's contexts do not",
        book.awarded(endorsement=[wider]),
        ends("context", "context_nested"),
        threats=(4,),
    )
    left_out = _award_of_stranger(strangers())
    del left_out["endorsement"][0]["@context"]
    book.add(
        "endorsed-context-left-out",
        "The endorsement's context was taken out, which leaves the meaning and breaks the endorsement's form",
        left_out,
        _of_stranger("endorsement_malformed"),
        threats=(4,),
    )


def _signed_around(book: Book, item: Json, **of_subject: Any) -> Json:
    """An award whose endorsement nobody could sign so: it was put in afterwards."""
    whole = book.awarded(endorsement=[ours()])
    whole["endorsement"] = [item]
    whole["credentialSubject"] |= of_subject
    return whole


def _award_of_stranger(*items: Json) -> Json:
    """A credential by a did:key, where no ledger has its digest and the signature alone holds it together."""
    return did_key_award(endorsement=[*items])


def _of_stranger(*reasons: str) -> Expected:
    steps = dict.fromkeys(known("valid").steps, "not_applicable")
    steps |= dict.fromkeys(("read", "shape", "context", "proof", "key", "dates"), "passed")
    return Expected(
        verdict="unknown_issuer",
        reasons=("issuer_unknown", "no_status", *reasons),
        steps=steps | {"issuer": "failed", "endorsements": "failed"},
    )


def _statements(book: Book) -> None:
    """What could wander between an endorsement's subject and the achievement, since both are one thing in the graph."""
    whole = _award_of_stranger(strangers())
    book.add(
        "endorsed-stranger", "A stranger's credential with an endorsement", whole, _of_stranger("endorser_unknown")
    )
    what = "credentialSubject"
    into = deepcopy(whole)
    into["endorsement"][0][what]["description"] = into[what]["achievement"].pop("description")
    out = deepcopy(whole)
    out[what]["achievement"]["endorsementComment"] = out["endorsement"][0][what].pop("endorsementComment")
    kind = deepcopy(whole)
    kind[what]["achievement"]["type"] = ["Achievement", "EndorsementSubject"]
    both = deepcopy(whole)
    both["endorsement"][0][what]["type"] = ["Achievement", "EndorsementSubject"]
    for name, title, credential in (
        ("description-in", "The description wandered from the achievement into the endorsement", into),
        ("comment-out", "The comment wandered from the endorsement to the achievement", out),
        ("type-out", "The achievement says that it is an endorsement's subject", kind),
        ("type-in", "The endorsement's subject says that it is an achievement", both),
    ):
        reason = "undefined_term" if name == "comment-out" else "not_own_compaction"
        book.add(f"endorsed-moved-{name}", title, credential, ends("context", reason), threats=(3,))
    first, second = (
        _said_by_stranger(comment, f"urn:uuid:5a0ba1e4-5f0e-4b7f-8f0a-0000000000{number}")
        for comment, number in (("Good.", "f1"), ("Better.", "f2"))
    )
    swapped = _award_of_stranger(first, second)
    one, two = (item[what] for item in swapped["endorsement"])
    one["endorsementComment"], two["endorsementComment"] = two["endorsementComment"], one["endorsementComment"]
    book.add(
        "endorsed-comments-exchanged",
        "The comments of two endorsements were exchanged: neither endorsement holds any more",
        swapped,
        _of_stranger("endorsement_altered"),
    )


def _said_by_stranger(comment: str, id: str) -> Json:
    who = endorsement()["credentialSubject"] | {"endorsementComment": comment}
    return strangers(credentialSubject=who, id=id)


def token(document: Json, key: str = VOUCHING, did: str = ACCREDITOR, **payload: Any) -> str:
    """An endorsement inside a token."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": method(key, did)}
    return compact(header, document | claims_of(document) | payload, key).decode()


def _tokens(book: Book) -> None:
    good = token(endorsement())
    elsewhere = token(endorsement("urn:x:other"))
    ended = token(endorsement(validUntil="2026-06-01T00:00:00Z"))
    start, _, end = good.partition(".")
    body, _, made = end.partition(".")
    forged = ".".join((start, token(endorsement(name="Another word")).split(".")[1], made))
    for name, title, item, expected in (
        ("good", "An endorsement in a token", good, known("valid", endorsements="passed")),
        ("forged", "Another token's content", forged, faulty("endorsement_altered", "failed")),
        ("of-another", "A token about something else", elsewhere, faulty("endorsement_of_another", "failed")),
        ("expired", "A token that ended", ended, faulty("endorsement_not_in_force", "failed")),
        (
            "claim-differs",
            "A token that claims another issuer",
            token(endorsement(), iss=ISSUER),
            faulty("endorsement_altered", "failed"),
        ),
        ("no-token", "No token at all", "Well made.", faulty("endorsement_malformed", "failed")),
        ("json", "JSON in the place of a token", "{}", faulty("endorsement_malformed", "failed")),
        (
            "whole-json",
            "A whole endorsement, as text, in the place of a token",
            json.dumps(ours()),
            faulty("endorsement_malformed", "failed"),
        ),
        ("padding", "A token with padding", f"{start}.{body}==.{made}", faulty("endorsement_malformed", "failed")),
        (
            "object",
            "An object in the place of a token",
            {"id": "urn:x:1", "type": ["VerifiableCredential"]},
            faulty("endorsements_not_checked", "could_not_check"),
        ),
        (
            "stranger",
            "A token of a stranger",
            token(endorsement(did=did_key(STRANGER)), STRANGER, did_key(STRANGER)),
            FROM_STRANGER,
        ),
    ):
        book.add(f"endorsed-jwt-{name}", title, book.awarded(endorsementJwt=[item]), expected)
    book.add(
        "endorsed-both-ways",
        "One endorsement as it stands, one in a token, each of something else",
        book.awarded(
            endorsement=[ours()], issuer=unsigned()["issuer"] | {"endorsementJwt": [token(endorsement(ISSUER))]}
        ),
        known("valid", endorsements="passed"),
    )
