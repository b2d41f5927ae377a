"""Cases that nothing else tells apart: each was asked for by a fault put in on purpose (docs/mutation.md)."""

from tests.casebook.accepted import ELSEWHERE, did_web_award
from tests.casebook.baking import END, HEAD, PIXELS, baked_svg, element, itxt, png, svg_around
from tests.casebook.book import Book, ends, known, unknown
from tests.casebook.chains import IDS
from tests.casebook.containers import unreadable
from tests.casebook.earlier import CREDENTIALS_V1, DATA_INTEGRITY, old_award
from tests.casebook.earlier import OLDER_BADGES as FIRST
from tests.casebook.endorsing import OLDER as SECOND
from tests.casebook.endorsing import endorsement, faulty
from tests.casebook.forge import json_text, multikey
from tests.casebook.identities import badge, listed, profile
from tests.casebook.jwts import FILE, PLATFORM, by, token
from tests.casebook.presenting import GOOD, HOLDER, VALID, by_holder, presented
from tests.casebook.records import COLLEGE, unsigned_record
from tests.casebook.records import subject as learner
from tests.casebook.society import (
    ACCREDITOR,
    CREDENTIALS_V2,
    NOW,
    STRANGER,
    VOUCHING,
    Json,
    achievement,
    award,
    did_document,
    did_key,
    did_key_award,
    method,
    signed,
    subject,
)

MOST_BYTES = 1_048_576
MOST_BYTES_AROUND = 4_194_304
FINE = unknown("issuer_unknown", "no_status")


def write(book: Book) -> None:
    """Write the cases down."""
    _chains(book)
    _pictures(book)
    _texts(book)
    _spellings(book)
    _contexts(book)
    _names(book)
    _presented(book)


def _linked(id_: str, *before: str | Json) -> Json:
    bare = {name: value for name, value in award().items() if name != "proof"}
    names: Json = {"previousProof": before[0] if len(before) == 1 else list(before)} if before else {}
    return dict(signed(bare, NOW, id=id_, **names)["proof"])


def _chains(book: Book) -> None:
    for name, title, names in (
        ("first", "A circle that goes through the first of two proofs that another follows", IDS[1:3]),
        ("last", "A circle that goes through the last of two proofs that another follows", (IDS[2], IDS[1])),
    ):
        proofs = [_linked(IDS[0], *names), _linked(IDS[1], IDS[0]), _linked(IDS[2])]
        document = award() | {"proof": proofs}
        book.add(f"chain-circle-{name}", title, document, ends("proof", "proof_chain_cycle"), threats=(23,))
    for name, title, before in (
        ("missing-before", "A proof that follows one whose own link is missing", IDS[2]),
        ("object-before", "A proof that follows one whose own link is an object", {"id": IDS[2]}),
    ):
        first = _linked(IDS[1], before)
        bare = {member: value for member, value in award().items() if member != "proof"}
        over = signed(bare, NOW, meaning=bare | {"proof": [first]}, id=IDS[0], previousProof=IDS[1])["proof"]
        reason = "proof_previous_missing" if isinstance(before, str) else "proof_malformed"
        book.add(f"chain-{name}", title, award() | {"proof": [over, first]}, ends("proof", reason), threats=(23,))


def _pictures(book: Book) -> None:
    credential = json_text(award())
    room = MOST_BYTES_AROUND - len(png([HEAD, (b"teSt", b""), PIXELS, itxt(credential), END]))
    for name, title, more, expected in (
        ("full", "An image of four mebibytes", 0, known("valid")),
        ("overfull", "An image of one byte more that is whole", 1, unreadable("container_too_large")),
    ):
        data = png([HEAD, (b"teSt", bytes(room + more)), PIXELS, itxt(credential), END])
        book.add(f"png-{name}", title, data, expected, file="badge.png", threats=(33,))
    drawing = element(credential)
    # Every edition of XML has this letter; what is refused is refused by our own rule.
    for name, title, data in (
        ("element", "An element with a letter that images need not", baked_svg(drawing + "<\u00e9/>")),
        ("attribute", "An attribute with such a letter", baked_svg(drawing + '<g \u00e9="1"/>')),
        (
            "local",
            "An element with such a letter behind its prefix",
            baked_svg(drawing + '<a:\u00e9 xmlns:a="urn:a"/>'),
        ),
        ("prefix", "A prefix with such a letter", baked_svg(drawing + '<g xmlns:\u00e9="urn:a"/>')),
        ("address", "An address of a namespace with such a letter", baked_svg(drawing + '<g xmlns:a="urn:\u00e9"/>')),
        ("instruction", "An instruction with such a letter", baked_svg(drawing + "<?\u00e9 ?>")),
    ):
        book.add(f"svg-letter-{name}", title, data, unreadable("svg_malformed"), file="badge.svg")
    mark = b"\xef\xbb\xbf"
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    for name, title, data, reason in (
        ("bom-behind", "A byte-order mark behind the drawing", svg_around(credential) + mark, "svg_malformed"),
        ("bom-encoding", "One before another encoding", mark + baked_svg(drawing, head=latin), "svg_malformed"),
        (
            "deep-leaves",
            "Nested 257 deep, with an element that ends on each level",
            baked_svg(drawing, "<g><path/>" * 256 + "</g>" * 256),
            "svg_too_deep",
        ),
    ):
        book.add(f"svg-{name}", title, data, unreadable(reason), file="badge.svg")


def _texts(book: Book) -> None:
    plain = json_text(award()).rstrip()
    book.add(
        "json-full", "A megabyte, most of it white space", plain + b" " * (MOST_BYTES - len(plain)), known("valid")
    )
    image: Json = {"id": "https://society.example/ribbon.png", "type": "Image", "caption": "A ribbon"}
    twice = did_key_award(image=image, credentialSubject=subject(image=image))
    book.add("described-alike", "One image described twice in the same words", twice, FINE)
    long = token(award()) + b" " * MOST_BYTES
    book.add("jwt-full", "A token and white space, a megabyte of both", long[:MOST_BYTES], known("valid"), file=FILE)


def _spellings(book: Book) -> None:
    named = achievement() | {"tag": ["AchievementCredential", "OpenBadgeCredential"]}
    book.add(
        "words-like-types",
        "Words that are two names of one type, where no type stands",
        did_key_award(credentialSubject=subject(achievement=named)),
        FINE,
    )
    pictured = achievement() | {"image": "https://society.example/ribbon.png"}
    again = pictured | {"image": {"id": pictured["image"]}}
    book.add(
        "described-spellings",
        "One thing described twice, with an address in two spellings",
        did_key_award(credentialSubject=subject(achievement=pictured), evidence=again),
        unknown("issuer_unknown", "no_status", "evidence_not_checked", related="could_not_check"),
    )
    results = [
        {"type": ["Result"], "resultDescription": spelling, "value": "A"} for spelling in ("urn:x:1", {"id": "urn:x:1"})
    ]
    book.add(
        "array-twice-spellings",
        "One thing said twice, with an address in two spellings",
        did_key_award(credentialSubject=subject(result=results)),
        ends("context", "not_own_compaction"),
    )


def by_values(document: Json) -> Json:
    """A document of the stranger's, signed over its values, so that its proof repeats its contexts."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    did = did_key(STRANGER)
    return signed(bare, STRANGER, method=f"{did}#{multikey(STRANGER)}", cryptosuite="eddsa-jcs-2022")


def _contexts(book: Book) -> None:
    """What an endorsement brings along is asked of the document alone.

    Of the two older contexts of badges the second protects what the first does not, so the first can't be applied after
    it, not even where a proof only repeats what the document names.
    """
    dates: Json = {"issuanceDate": "2026-02-01T00:00:00Z", "validFrom": None, "validUntil": None}
    brought = endorsement(did=did_key(STRANGER), **dates) | {"@context": [CREDENTIALS_V1, SECOND, DATA_INTEGRITY]}
    names = [CREDENTIALS_V1, FIRST, SECOND, DATA_INTEGRITY]
    whole = by_values(old_award(badges=FIRST, endorsement=[by_values(brought)], **{"@context": names}))
    book.add(
        "endorsed-contexts-once",
        "Contexts that can't be applied twice, repeated in a proof, beside an endorsement that brings its own",
        whole,
        unknown("issuer_unknown", "no_status", "endorser_unknown", endorsements="failed"),
    )


def _names(book: Book) -> None:
    """Issuers' names that hold all that they may, or one thing more."""
    did = f"{ELSEWHERE}:Issuers:A-1.b_c~2"
    book.add(
        "did-segment-letters",
        "A did:web whose path holds every kind of character that it may",
        did_web_award(did),
        FINE,
        documents={
            "https://elsewhere.example/Issuers/A-1.b_c~2/did.json": did_document(did, (STRANGER,)),
        },
    )
    address = "https://badges.example/Issuers/A-1.b_c~2!$&'()*+,;=:@%C3%A9?Of=Us"
    book.add(
        "https-profile-letters",
        "An https issuer whose address holds every kind of character that it may",
        badge(issuer=address),
        FINE,
        documents={address: profile(listed(issuer=address), issuer=address)},
    )
    broken = "did:key:z6MkNoKey"
    other = signed(did_key_award(issuer=broken), STRANGER, method=f"{broken}#{multikey(STRANGER)}")
    book.add(
        "did-key-broken-other",
        "A did:key that is none, and another key than its own",
        other,
        ends("proof", "key_not_found", fetched=()),
    )
    part = f"{PLATFORM}#us"
    book.add(
        "jwt-https-fragment",
        "An issuer's name with a fragment, and a key below it",
        token(by(part), STRANGER, header={"kid": f"{PLATFORM}/keys/1"}),
        ends("proof", "key_not_issuers", fetched=()),
        threats=(29,),
        file=FILE,
    )


def _presented(book: Book) -> None:
    own, nobodys = (
        book.awarded(id=f"urn:uuid:{at}f0f2c1e-0000-4000-8000-000000000009", credentialSubject=subject(**who))
        for at, who in ((1, {"id": HOLDER}), (2, {}))
    )
    record = token(
        unsigned_record([nobodys], credentialSubject=learner([nobodys], id=HOLDER)),
        STRANGER,
        header={"kid": f"{COLLEGE}#{multikey(STRANGER)}"},
    )
    envelope = {
        "@context": CREDENTIALS_V2,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/jwt,{record.decode()}",
    }
    inside = "verifiableCredential[1]"
    later = signed(endorsement(), VOUCHING, method=method(VOUCHING, ACCREDITOR), created="2027-03-01T09:00:00Z")
    book.add(
        "endorsed-not-yet-signed",
        "An endorsement that was signed later",
        book.awarded(endorsement=[later]),
        faulty("endorsement_not_in_force", "failed"),
    )
    book.add(
        "presented-envelope-of-record",
        "A learner record in an envelope holds one that names nobody, and nobody asks that",
        by_holder(presented([own, envelope])),
        GOOD,
        parts=(
            ("proof", GOOD.verdict, GOOD.reasons),
            ("verifiableCredential[0]", *VALID),
            (inside, FINE.verdict, FINE.reasons),
            (f"{inside}.credentialSubject.verifiableCredential[0]", *VALID),
        ),
    )
