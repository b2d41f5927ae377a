"""More cases that nothing else tells apart, asked for by faults in the verifier's JavaScript (docs/mutation.md)."""

import base64

from tests.casebook.accepted import did_web_award
from tests.casebook.baking import baked_svg, element
from tests.casebook.book import Book, ends, known, unknown
from tests.casebook.containers import unreadable
from tests.casebook.disclosures import bare, shown
from tests.casebook.forge import P256_KEY, bitstring, ec_multikey_from_raw, encoded_list, json_text
from tests.casebook.identities import by, did_jwk
from tests.casebook.records import COLLEGE, GOOD, INSIDE, record
from tests.casebook.society import (
    BASE,
    STRANGER,
    Json,
    achievement,
    award,
    details_address,
    did_document,
    did_key_award,
    list_address,
    related,
    signed,
    signed_list,
    status_entry,
    subject,
    unsigned,
)
from tests.casebook.suites import PRIMES
from tests.casebook.tokens import base64url

FINE = unknown("issuer_unknown", "no_status")
# Points of P-256 of which one coordinate has a second spelling in 32 bytes: with the prime added to it.
ZERO_X = (0, 0x66485C780E2F83D72433BD5D84A06BB6541C2AF31DAE871728BF856A174F93F4)
SMALL_Y = (0xD7325D7646CD60D80A92738CEB345F844CFFAF35841022CAB176F692DE8DE1D7, 5)


def write(book: Book) -> None:
    """Write the cases down."""
    _described(book)
    _records(book)
    _keys(book)
    _texts(book)
    _dates(book)
    _status(book)
    _addresses(book)
    _worked(book)


def _described(book: Book) -> None:
    whole: Json = {"id": "https://society.example/ribbon.png", "type": "Image", "caption": "A ribbon"}
    named = {name: whole[name] for name in ("id", "type")}
    twice = did_key_award(image=whole, credentialSubject=subject(image=named))
    book.add("described-once-typed", "One image described, and named with its type in another place", twice, FINE)
    words = award() | {"type": ["VerifiableCredential", "OpenBadgeCredential", "@award-1"]}
    # Only a sign and letters look like a keyword to JSON-LD; this is a word like any other that nothing defines.
    book.add(
        "keyword-nearly", "A type that is nearly a keyword", words, ends("context", "undefined_term"), threats=(5,)
    )


def _records(book: Book) -> None:
    whole: Json = {"id": "https://society.example/ribbon.png", "type": "Image", "caption": "A ribbon"}
    named = {name: whole[name] for name in ("id", "type")}
    for name, title, held, own in (
        ("bare-issuer", "A record of a credential that only names its issuer", did_key_award(issuer=COLLEGE), {}),
        (
            "typed-image",
            "A record that describes an image which a credential in it only names",
            did_key_award(image=named),
            {"image": whole},
        ),
    ):
        book.add(
            f"record-{name}",
            title,
            record([held], **own),
            FINE,
            parts=((None, FINE.verdict, FINE.reasons), (f"{INSIDE}[0]", *GOOD)),
        )


def _keys(book: Book) -> None:
    prime = PRIMES[P256_KEY]
    for name, title, (x, y) in (
        ("x-prime", "A key whose first coordinate is the prime, which is zero", (prime, ZERO_X[1])),
        ("y-prime", "A key whose second coordinate is not reduced", (SMALL_Y[0], SMALL_Y[1] + prime)),
    ):
        jwk = {"kty": "EC", "crv": "P-256"} | {
            word: base64url(number.to_bytes(32, "big")) for word, number in (("x", x), ("y", y))
        }
        did = did_jwk(jwk)
        forged = by(did, P256_KEY, f"{did}#0", cryptosuite="ecdsa-rdfc-2019")
        book.add(f"did-jwk-{name}", title, forged, ends("proof", "key_malformed", fetched=()), threats=(1,))
    text = ec_multikey_from_raw(b"\2" + prime.to_bytes(32, "big"))
    document = unsigned(issuer=f"did:key:{text}", credentialStatus=None, relatedResource=None)
    forged = signed(document, P256_KEY, method=f"did:key:{text}#{text}", cryptosuite="ecdsa-rdfc-2019")
    expected = ends("proof", "key_malformed", fetched=())
    book.add("suite-ecdsa-key-is-prime", "A coordinate that is the prime itself", forged, expected, threats=(1,))


def _texts(book: Book) -> None:
    # Of one thing, so that nothing but the texts decides which statement comes first.
    tags = ["\ue000", "\U00010000", "\U0001f600", "\uffee"]
    first = subject(achievement=achievement() | {"tag": tags})
    plain = shown(bare(credentialSubject=first)).document()
    book.add(
        "disclosed-first-beyond", "Statements that only letters put in order which UTF-16 writes in two", plain, FINE
    )
    drawing = baked_svg(element(json_text(award())) + '<g xmlns="urn:\u00e9"/>')
    title = "An address of the default namespace with a letter that images need not"
    book.add("svg-letter-default", title, drawing, unreadable("svg_malformed"), file="badge.svg")


def _dates(book: Book) -> None:
    for name, zone in (("ahead", "+13:59"), ("behind", "-14:00")):
        dated = did_key_award(validFrom=f"2026-03-01T00:00:00{zone}")
        book.add(f"date-furthest-{name}", f"A date in the zone {zone}", dated, FINE)
    for name, zone in (("minutes", "+13:60"), ("sum", "+14:01"), ("behind", "-14:01")):
        wrong = award() | {"validFrom": f"2026-03-01T00:00:00{zone}"}
        book.add(f"date-zone-{name}", f"A date in the zone {zone}", wrong, ends("shape", "date_malformed"))


def _status(book: Book) -> None:
    unfinished = known("unfinished", "status_message_malformed", status="could_not_check")
    entry = status_entry("b2", 1390, statusMessage=[{"status": "0x0", "message": "good"}])
    worded = book.site.enter("b2", 1390, award("b2", 1390, credentialStatus=entry))
    book.add(
        "status-half-worded", "A withdrawal with words for one of its two states", worded, unfinished, threats=(16,)
    )
    packed = base64.urlsafe_b64decode(encoded_list(bitstring())[1:] + "==")
    for name, title, place in (
        ("first", "A list whose packing begins with another byte", 0),
        ("second", "A list whose packing has another second byte", 1),
        ("method", "A list packed in another way", 2),
    ):
        other = packed[:place] + bytes([packed[place] ^ 1]) + packed[place + 1 :]
        answers = {list_address("b2"): signed_list("b2", subject={"encodedList": f"u{base64url(other)}"})}
        expected = known("unfinished", "status_list_encoding", status="could_not_check")
        book.add(f"list-packed-{name}", title, award(), expected, documents=answers, threats=(17,))


def _addresses(book: Book) -> None:
    highest = "did:web:elsewhere.example%3A65535"
    answers = {"https://elsewhere.example:65535/.well-known/did.json": did_document(highest, (STRANGER,))}
    book.add("stranger-web-port-highest", "The highest port", did_web_award(highest), FINE, documents=answers)
    for name, port in (("zeros", "08443"), ("beyond", "65536"), ("long", "100000")):
        did = f"did:web:elsewhere.example%3A{port}"
        answers = {
            f"https://elsewhere.example:{number}/.well-known/did.json": did_document(did, (STRANGER,))
            for number in (port, int(port))
        }
        expected = ends("proof", "did_malformed", fetched=())
        book.add(
            f"did-port-{name}", f"The issuer {did}", did_web_award(did), expected, documents=answers, threats=(21,)
        )
    there = details_address("1.0").removeprefix(BASE)
    for name, path in (("climbs", f"credentials/../{there}"), ("stays", f"credentials/./{there[12:]}")):
        elsewhere = did_key_award(relatedResource=[related() | {"id": BASE + path}])
        expected = unknown("issuer_unknown", "no_status", "related_unreachable", related="could_not_check")
        title = f"A related file at a path that {name} where it is and has segments that are not plain"
        book.add(f"related-path-{name}", title, elsewhere, expected, threats=(21,))


def _worked(book: Book) -> None:
    levels: list[Json] = [
        {
            "type": ["RubricCriterionLevel"],
            "name": "A level",
            "alignment": [{"type": ["Alignment"], "targetName": str(number), "targetUrl": "https://society.example/a"}],
        }
        for number in range(16)
    ]
    results = [
        {
            "type": ["ResultDescription"],
            "name": "A result",
            "resultType": "RubricCriterionLevel",
            "rubricCriterionLevel": levels[at : at + 8],
        }
        for at in (0, 8)
    ]
    altered = award() | {"credentialSubject": subject(achievement=achievement() | {"resultDescription": results})}
    expected = ends("context", "rdf_too_complex")
    title = "Two things that look alike, with eight each that do, which could stand in any order"
    book.add("poison-orders", title, altered, expected, threats=(8,))
    schema: Json = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    literal = did_key_award(
        type=["VerifiableCredential", "JsonSchemaCredential"],
        credentialSubject={"id": "https://society.example/schema.json", "type": "JsonSchema", "jsonSchema": schema},
    )
    book.add(
        "stranger-json-literal", "A credential whose vocabulary takes a member as JSON as it stands", literal, FINE
    )
    drawing = baked_svg(element(json_text(award())))
    for name, begin in (
        ("first", b"\xefxx"),
        ("last", b"xx\xbf"),
        ("without-last", b"\xef\xbbx"),
        ("without-first", b"x\xbb\xbf"),
    ):
        title = "An image behind a part of a byte-order mark"
        book.add(f"svg-mark-{name}", title, begin + drawing, unreadable("json_not_utf8"), file="badge.svg")
