"""Cases of learner records: their own signature, and each credential in them (Comprehensive Learner Record 2.0)."""

from copy import deepcopy
from typing import Any

from tests.casebook.book import Book, Expected, Part, ends, known, unknown
from tests.casebook.forge import json_text, multikey
from tests.casebook.jwts import token, vc_jwt
from tests.casebook.society import (
    BADGES,
    CREDENTIALS_V2,
    NOW,
    STRANGER,
    Json,
    award,
    did_key,
    did_key_award,
    method,
    signed,
    status_entry,
)

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
INSIDE = "credentialSubject.verifiableCredential"
HOLDER = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
COLLEGE = did_key(STRANGER)
FINE = unknown("issuer_unknown", "no_status")
GOOD: tuple[str, tuple[str, ...]] = ("unknown_issuer", ("issuer_unknown", "no_status"))
VALID: tuple[str, tuple[str, ...]] = ("valid", ())
CHANGED = ("altered", ("proof_signature_invalid",))
UNCHECKED = ("unfinished", ("record_not_checked",))
NOT_APART = ends("context", "record_not_checked", "unfinished")


def write(book: Book) -> None:
    """Write the cases down."""
    first, second = (book.site.enter("b2", index, award("b2", index)) for index in (906, 907))
    _good(book, first, second)
    _changed(book, first, second)
    _not_apart(book, first)
    _counted(book, first, second)


def unsigned_record(held: Any, **changes: Any) -> Json:
    """A learner record of what is held; a change to None takes a member out."""
    document: Json = {
        "@context": [CREDENTIALS_V2, BADGES, CLR],
        "id": "urn:uuid:3f6c2c1e-3a52-4d0e-9d65-2f3ab2a3e6a1",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Record of learning",
        "issuer": {"id": COLLEGE, "type": ["Profile"], "name": "A college"},
        "validFrom": "2026-03-01T00:00:00Z",
        "credentialSubject": subject(held),
    }
    document |= deepcopy(changes)
    return {name: member for name, member in document.items() if member is not None}


def subject(held: Any, **changes: Any) -> Json:
    """The subject of a record."""
    value: Json = {
        "id": HOLDER,
        "type": ["ClrSubject"],
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": "Noa Marlow", "identityType": "name"}
        ],
        "verifiableCredential": held,
    } | changes
    return {name: member for name, member in value.items() if member is not None}


def by_college(document: Json, **options: Any) -> Json:
    """A document with the college's proof."""
    return signed(document, STRANGER, method=f"{COLLEGE}#{multikey(STRANGER)}", **options)


def record(held: Any, **changes: Any) -> Json:
    """A signed learner record."""
    return by_college(unsigned_record(held, **changes))


def refused(reason: str) -> tuple[str, tuple[str, ...]]:
    """A part that can't be read."""
    return "unreadable", (reason,)


def _adder(book: Book) -> Any:
    def add(name: str, title: str, document: Json | bytes, expected: Expected, *parts: Any, **more: Any) -> None:
        own: Part = (None, expected.verdict, expected.reasons)
        rest = tuple((f"{INSIDE}{at}", *outcome) for at, outcome in parts)
        book.add(f"record-{name}", title, document, expected, parts=(own, *rest), **more)

    return add


def _good(book: Book, first: Json, second: Json) -> None:
    add = _adder(book)
    stranger = did_key_award()
    both = ("[0]", VALID), ("[1]", VALID)
    add("several", "A learner record of two credentials, signed over both", record([first, second]), FINE, *both)
    add("one", "A learner record of one", record(first), FINE, ("", VALID))
    add("of-strangers", "One of a credential by the same issuer", record([stranger]), FINE, ("[0]", GOOD))
    whole = subject(
        [first],
        achievement=[first["credentialSubject"]["achievement"]],
        association=[
            {
                "type": "Association",
                "associationType": "isPartOf",
                "sourceId": first["credentialSubject"]["achievement"]["id"],
                "targetId": "https://college.example/programmes/care",
            }
        ],
    )
    add(
        "whole",
        "One with everything that a record may say",
        record([], credentialSubject=whole, partial=False),
        FINE,
        ("[0]", VALID),
    )
    named = did_key_award(credentialSubject=first["credentialSubject"] | {"id": HOLDER})
    add("same-person", "The record and a credential in it name one person", record([named]), FINE, ("[0]", GOOD))
    for suite in ("eddsa-jcs-2022",):
        document = by_college(unsigned_record([first, second]), cryptosuite=suite)
        add(f"by-{suite}", f"A record signed by {suite}", document, FINE, *both)
    tokens = [token(first).decode(), vc_jwt(second).decode()]
    add("of-tokens", "A record of tokens", record(tokens), FINE, *both)
    envelope = {"@context": CREDENTIALS_V2, "type": ["EnvelopedVerifiableCredential"]}
    envelope["id"] = "data:application/vc+jwt," + tokens[1]
    add("of-an-envelope", "A record of a token in an envelope", record([envelope]), FINE, ("[0]", VALID))
    listed = unsigned_record([first], issuer=first["issuer"])
    add(
        "by-the-society",
        "A record that the society signed and did not enter in its ledger",
        signed(listed, NOW, method=method(NOW)),
        known(
            "caution",
            "no_status",
            "not_in_ledger",
            status="not_applicable",
            definition="not_applicable",
            ledger="failed",
            related="not_applicable",
        ),
        ("[0]", VALID),
    )
    mentioned = subject(
        [first], achievement=[{"id": first["credentialSubject"]["achievement"]["id"], "type": ["Achievement"]}]
    )
    add(
        "mentioned",
        "One that names, and no more, what a credential in it describes",
        record([], credentialSubject=mentioned),
        FINE,
        ("[0]", VALID),
    )
    add(
        "as-token",
        "A learner record that is a token",
        token(unsigned_record([first]), STRANGER, header={"kid": f"{COLLEGE}#{multikey(STRANGER)}"}),
        FINE,
        ("[0]", VALID),
        file="record.jwt",
    )
    alone = unsigned_record([])
    del alone["credentialSubject"]["verifiableCredential"]
    book.add("record-alone", "A learner record that holds none", by_college(alone), FINE)
    revoked = award("b2", 8)
    add(
        "of-a-withdrawn-one",
        "A record that holds, a credential in it withdrawn",
        record([first, revoked]),
        FINE,
        ("[0]", VALID),
        ("[1]", ("withdrawn", ("status_revoked",))),
    )
    forged = second | {"name": "Chief Facilitator"}
    add(
        "over-a-changed-one",
        "A record signed over a credential that was changed before",
        record([first, forged]),
        FINE,
        ("[0]", VALID),
        ("[1]", CHANGED),
    )


def _changed(book: Book, first: Json, second: Json) -> None:
    add = _adder(book)
    altered = ends("proof", "proof_signature_invalid")
    good = record([first])
    add(
        "swapped",
        "A credential in it exchanged for another good one",
        with_held(good, [second]),
        altered,
        ("[0]", VALID),
    )
    add("longer", "A good credential added", with_held(good, [first, second]), altered, ("[0]", VALID), ("[1]", VALID))
    add("shorter", "A credential taken out", with_held(record([first, second]), [first]), altered, ("[0]", VALID))
    changed = first | {"name": "Chief Facilitator"}
    add("changed-inside", "A credential in it changed", with_held(good, [changed]), altered, ("[0]", CHANGED))
    add("changed-name", "The record's own name changed", good | {"name": "Diploma"}, altered, ("[0]", VALID))
    changes: dict[str, Any] = {"achievement": [], "identifier": None}
    for name, member in changes.items():
        person = subject([first], **{name: member})
        outcome = altered if member is None else ends("context", "empty_array")
        add(
            f"changed-{name}",
            f"The subject's {name} changed",
            good | {"credentialSubject": person},
            outcome,
            ("[0]", VALID),
        )
    stranger = signed(unsigned_record([first]), NOW, method=f"{COLLEGE}#{multikey(STRANGER)}")
    add("by-another", "Signed with another key than it names", stranger, altered, ("[0]", VALID))
    foreign = signed(unsigned_record([first]), NOW, method=f"{did_key(NOW)}#{multikey(NOW)}")
    add(
        "by-nobody",
        "Signed with a key that is not its issuer's",
        foreign,
        ends("proof", "key_not_issuers"),
        ("[0]", VALID),
    )
    purposed = by_college(unsigned_record([first]), proofPurpose="authentication")
    add("purpose", "Signed for another purpose", purposed, ends("proof", "proof_purpose"), ("[0]", VALID))
    told = record([first]) | {"partial": "false"}
    add(
        "partial-text",
        "A text where true or false belongs",
        told,
        ends("context", "not_own_compaction"),
        ("[0]", VALID),
    )
    undefined = record([first], standing="good")
    add(
        "undefined",
        "A word of the record's own that nothing defines",
        undefined,
        ends("context", "undefined_term"),
        ("[0]", VALID),
    )
    add(
        "unsigned",
        "A learner record that nobody signed",
        unsigned_record([first]),
        ends("shape", "proof_missing"),
        ("[0]", VALID),
    )


def with_held(document: Json, held: Any) -> Json:
    """A signed record with other credentials in it."""
    return document | {"credentialSubject": document["credentialSubject"] | {"verifiableCredential": held}}


def _not_apart(book: Book, first: Json) -> None:
    add = _adder(book)
    add("of-nothing", "A learner record of nothing", record([]), NOT_APART, ("", refused("contained_none")))
    other = first | {"@context": [CREDENTIALS_V2, "https://evil.example/context"]}
    add(
        "unknown-inside",
        "A vocabulary in it that nobody knows",
        record([other]),
        NOT_APART,
        ("[0]", ("unfinished", ("context_unknown",))),
    )
    inline = first | {"@context": [*first["@context"], {"name": "https://evil.example/name"}]}
    add(
        "inline-inside",
        "One in it that brings its own words",
        with_held(record([first]), [inline]),
        NOT_APART,
        ("[0]", ("altered", ("context_inline",))),
    )
    bare = {name: member for name, member in first.items() if name != "@context"}
    add(
        "bare-inside",
        "One in it that takes its words from the record",
        record([bare]),
        NOT_APART,
        ("[0]", ("altered", ("context_malformed",))),
    )
    word = first | {"standing": "good"}
    add(
        "undefined-inside",
        "A word in one that nothing defines",
        with_held(record([first]), [word]),
        NOT_APART,
        ("[0]", ("altered", ("undefined_term",))),
    )
    untyped = {"id": HOLDER, "verifiableCredential": [first]}
    add(
        "untyped-subject",
        "A subject in which no word says that it holds credentials, so that none is signed",
        record([], credentialSubject=untyped),
        NOT_APART,
        ("[0]", VALID),
    )
    add(
        "presented-inside",
        "A subject that holds credentials as a presentation does",
        record([], credentialSubject=untyped | {"type": ["VerifiablePresentation"]}),
        NOT_APART,
        ("[0]", VALID),
    )
    add("odd", "A number in the place of one", record([7]), NOT_APART, ("[0]", refused("format_unknown")))
    status = status_entry("b2", 906)
    pointing = did_key_award(evidence=[{"id": unsigned_record([])["id"], "type": ["Evidence"], "name": "The record"}])
    wandering = did_key_award(relatedResource=[{"id": unsigned_record([])["id"], "digestSRI": "sha256-AAAA"}])
    add(
        "described-inside",
        "A credential in it describes the record",
        record([pointing], credentialStatus=status),
        NOT_APART,
        ("[0]", ("unknown_issuer", ("issuer_unknown", "no_status", "evidence_not_checked"))),
    )
    add(
        "described-again",
        "A credential in it names a digest of the record",
        record([wandering]),
        NOT_APART,
        ("[0]", ("unknown_issuer", ("issuer_unknown", "no_status", "related_unsupported"))),
    )
    described = subject(
        [did_key_award(credentialSubject=first["credentialSubject"] | {"id": HOLDER})], description="A nurse"
    )
    add(
        "said-of-holder",
        "It says of its holder what others may say as well",
        record([], credentialSubject=described),
        NOT_APART,
        ("[0]", GOOD),
    )
    different = first["credentialSubject"]["achievement"] | {"name": "Chief Facilitator"}
    achieved = subject([first], achievement=[different])
    add(
        "another-achievement",
        "It describes an achievement otherwise than a credential in it",
        record([], credentialSubject=achieved),
        NOT_APART,
        ("[0]", VALID),
    )
    alike = [did_key_award(id=f"urn:uuid:3f6c2c1e-3a52-4d0e-9d65-2f3ab2a3e{at:03}") for at in range(56)]
    add(
        "large",
        "Fifty-six credentials, more than are looked at as one",
        record(alike),
        NOT_APART,
        *((f"[{at}]", GOOD) for at in range(56)),
    )


def _counted(book: Book, first: Json, second: Json) -> None:
    add = _adder(book)
    add(
        "in-record",
        "A learner record in a learner record",
        record([record([first]), second]),
        NOT_APART,
        ("[0]", GOOD),
        (f"[0].{INSIDE}[0]", VALID),
        ("[1]", VALID),
    )
    presented = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [record([first])],
    }
    book.add(
        "presentation-of-record",
        "A presentation of a learner record",
        json_text(presented),
        FINE,
        parts=(("verifiableCredential[0]", *GOOD), (f"verifiableCredential[0].{INSIDE}[0]", *VALID)),
    )
    many: list[Json] = [{}] * 40
    add(
        "too-many",
        "Forty and forty, one in the other",
        record([record(many), *many[1:]]),
        NOT_APART,
        ("[0]", UNCHECKED),
        (f"[0].{INSIDE}", refused("contained_too_many")),
        *((f"[{at}]", refused("not_a_credential")) for at in range(1, 40)),
    )
