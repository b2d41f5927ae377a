"""Cases that are not refused: what is valid, what is valid with a caution, and what leaves the meaning as it was."""

import base64
import json
from typing import Any

from tests.casebook.book import SOCIETY, Book, ends, known, unknown
from tests.casebook.forge import json_text
from tests.casebook.society import (
    BASE,
    CREDENTIALS_V2,
    DID_ADDRESS,
    NOW,
    OLD,
    STRANGER,
    Json,
    achievement,
    award,
    details,
    details_address,
    did_document,
    did_key,
    did_key_award,
    list_address,
    method,
    related,
    signed,
    signed_list,
    society_did_document,
    sri,
    status_entry,
    subject,
    unsigned,
)

ELSEWHERE = "did:web:elsewhere.example"


def turned(value: Any) -> Any:
    """The same value with every object's keys in the opposite order."""
    if isinstance(value, dict):
        return {name: turned(value[name]) for name in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


def did_web_award(did: str, key: str = STRANGER, **changes: Any) -> Json:
    """A credential by a did:web issuer elsewhere, without status or related files."""
    document = unsigned(issuer={"id": did, "type": ["Profile"]}, credentialStatus=None, relatedResource=None, **changes)
    return signed(document, key, method=method(key, did))


def write(book: Book) -> None:
    """Write the cases down."""
    _same_meaning(book)
    _stated(book)
    _dates(book)
    _keys(book)
    _cautions(book)
    _strangers(book)


def _same_meaning(book: Book) -> None:
    plain = book.site.enter("b2", 7, award())
    book.add("valid", "A credential as the society issues it", plain, known("valid"))
    book.add("valid-keys-reordered", "Every object's keys in another order", turned(plain), known("valid"))
    compact = json.dumps(plain, separators=(",", ":"), ensure_ascii=False).encode()
    book.add("valid-no-white-space", "The same without any white space", compact, known("valid"))
    wide = b"\r\n\t " + json.dumps(plain, indent="\t").replace("\n", "\r\n").encode() + b"\n\n\t"
    book.add("valid-white-space", "Tabs, line ends of Windows, white space before and after", wide, known("valid"))
    escaped = "".join(f"\\u{ord(char):04x}" for char in "Simulation Facilitator")
    book.add(
        "valid-escapes",
        "A name written in escapes",
        json_text(plain).replace(b'"Simulation Facilitator"', f'"{escaped}"'.encode()),
        known("valid"),
    )
    book.add(
        "valid-proof-context",
        "The proof repeats the document's contexts, which signs nothing else",
        plain | {"proof": {"@context": plain["@context"]} | plain["proof"]},
        known("valid"),
    )
    wordy = book.awarded(name='Zoë "Ada" 𝔖imulation 😀\n\tA\\B', credentialSubject=subject(id="did:example:holder"))
    book.add(
        "valid-characters", "Astral characters, quotes, a line end and a backslash in a name", wordy, known("valid")
    )
    rare = award(
        "b2",
        96,
        name="\0\x7f\ufeff\ufffd\ufffe\uffff\ue000",
        credentialSubject=subject(
            result=[
                {"type": ["Result"], "value": value} for value in ("a\uffff", "a\x7f", "az", "a\ufffe", "a\\", "a😀")
            ]
        ),
    )
    book.site.enter("b2", 96, rare)
    book.add("valid-rare-characters", "Characters that canonical statements write as escapes", rare, known("valid"))
    swapped = plain | {"type": list(reversed(plain["type"]))}
    book.add(
        "known-array-reordered",
        "An array in another order means the same but is not what the ledger recorded",
        swapped,
        known("altered", "ledger_differs", ledger="failed"),
    )
    book.add(
        "known-array-unwrapped",
        "An array of one against its item means the same but is not what the ledger recorded",
        plain | {"relatedResource": plain["relatedResource"][0]},
        known("altered", "ledger_differs", ledger="failed"),
    )
    stranger = did_key_award(type=["AchievementCredential", "VerifiableCredential"])
    book.add("stranger", "A did:key issuer: signed as it stands, known to nobody", stranger, _stranger())
    book.add(
        "stranger-array-reordered",
        "Arrays in another order",
        stranger | {"type": list(reversed(stranger["type"]))},
        _stranger(),
    )
    book.add(
        "stranger-type-synonym",
        "The other word of Open Badges for the same type",
        stranger | {"type": ["VerifiableCredential", "OpenBadgeCredential"]},
        _stranger(),
    )
    book.add(
        "stranger-arrays-unwrapped",
        "Arrays of one item against the items, in both directions",
        stranger
        | {
            "issuer": [stranger["issuer"] | {"type": "Profile"}],
            "validFrom": [stranger["validFrom"]],
            "proof": [stranger["proof"]],
            "credentialSubject": [
                stranger["credentialSubject"]
                | {"type": "AchievementSubject", "identifier": stranger["credentialSubject"]["identifier"][0]}
            ],
        },
        _stranger(),
    )
    bare = signed(
        {
            "@context": CREDENTIALS_V2,
            "type": "VerifiableCredential",
            "issuer": did_key(STRANGER),
            "credentialSubject": {"id": "did:example:holder"},
        },
        STRANGER,
        method=f"{did_key(STRANGER)}#{did_key(STRANGER)[8:]}",
    )
    book.add("stranger-least", "The least a credential can be: no id, no dates, no achievement", bare, _stranger())


def _stranger() -> Any:
    return unknown("issuer_unknown", "no_status")


def _stated(book: Book) -> None:
    book.add(
        "valid-holder-id",
        "A holder by DID alone",
        book.awarded(credentialSubject=subject(id="did:key:z6MkHolder", identifier=None)),
        known("valid"),
    )
    book.add("valid-no-end", "A credential that does not end", book.awarded(validUntil=None), known("valid"))
    book.add(
        "valid-no-dates",
        "Neither validFrom nor validUntil",
        book.awarded(validFrom=None, validUntil=None),
        known("valid"),
    )
    book.add("valid-no-id", "A credential without an id", book.awarded(id=None), known("valid"))
    book.add(
        "valid-fraction-and-zone",
        "A date with a fraction of nine digits and another zone",
        book.awarded(validFrom="2026-03-01T01:00:00.123456789+14:00"),
        known("valid"),
    )
    book.add(
        "valid-evidence-told",
        "Evidence that is told and names no file",
        book.awarded(evidence=[{"type": ["Evidence"], "narrative": "Two recordings were reviewed."}]),
        known("valid"),
    )
    for algorithm in ("sha384", "sha512"):
        resource = related() | {"digestSRI": sri(json_text(details()), algorithm)}
        book.add(
            f"valid-related-{algorithm}",
            f"A related file bound by {algorithm}",
            book.awarded(relatedResource=[resource]),
            known("valid"),
        )
    other = related("1.1")
    book.add("valid-two-related", "Two related files", book.awarded(relatedResource=[related(), other]), known("valid"))
    book.add(
        "valid-no-related",
        "No related files",
        book.awarded(relatedResource=None),
        known("valid", related="not_applicable"),
    )
    book.add(
        "valid-no-created", "A proof that does not say when it was made", _entered(book, created=None), known("valid")
    )
    book.add(
        "valid-created-skew",
        "A proof made five minutes after the moment of the check, by another clock",
        _entered(book, created="2026-11-01T12:05:00Z"),
        known("valid"),
    )
    book.add(
        "valid-expires-later", "A proof that ends later", _entered(book, expires="2026-12-01T00:00:00Z"), known("valid")
    )
    book.add(
        "valid-expires-skew",
        "A proof that ended five minutes ago, by another clock",
        _entered(book, expires="2026-11-01T11:55:00Z"),
        known("valid"),
    )
    book.add(
        "no-achievement",
        "A credential of the society that is no badge",
        book.awarded(type=["VerifiableCredential"], credentialSubject={"id": "did:example:holder"}),
        known("valid", definition="not_applicable"),
    )


def _entered(book: Book, *, created: str | None = "2026-03-01T09:00:00Z", **options: Any) -> Json:
    award_ = book.awarded()
    unproved = {name: member for name, member in award_.items() if name != "proof"}
    return signed(unproved, NOW, created=created, **options)


def _dates(book: Book) -> None:
    book.add(
        "expired-edge",
        "It ended five minutes ago: the clock's skew forgives",
        book.awarded(validUntil="2026-11-01T11:55:00Z"),
        known("valid"),
    )
    book.add(
        "expired-beyond",
        "It ended a second longer ago than the skew forgives",
        book.awarded(validUntil="2026-11-01T11:54:59Z"),
        known("expired", "expired", dates="failed"),
    )
    book.add(
        "expired",
        "It ended in June",
        book.awarded(validUntil="2026-06-01T00:00:00Z"),
        known("expired", "expired", dates="failed"),
        threats=(2,),
    )
    book.add(
        "not-yet-edge", "It begins in five minutes", book.awarded(validFrom="2026-11-01T12:05:00Z"), known("valid")
    )
    book.add(
        "not-yet-beyond",
        "It begins a second later than the skew forgives",
        book.awarded(validFrom="2026-11-01T12:05:00.001Z"),
        known("not_yet_valid", "not_yet_valid", dates="failed"),
    )
    book.add(
        "expired-before-begun",
        "It ends before it begins, and both lie ahead of the other's side",
        book.awarded(validFrom="2027-01-01T00:00:00Z", validUntil="2026-01-01T00:00:00Z"),
        known("expired", "expired", dates="failed"),
    )


def _keys(book: Book) -> None:
    book.add(
        "valid-retired-key",
        "A retired key's award that the ledger has",
        book.site.enter("a1", 5, award("a1", 5, validFrom="2025-03-01T00:00:00Z"), issued="2025-03-01"),
        known("valid"),
    )
    book.add(
        "valid-retired-last-day",
        "A retired key's award of the last day of its window",
        book.site.enter("a1", 7, award("a1", 7), key=OLD, issued="2026-01-31"),
        known("valid"),
    )
    book.add(
        "valid-compromised-trusted",
        "A compromised key's award, in a part of the ledger that is still trusted",
        book.site.enter("c3", 3, award("c3", 3, validFrom="2024-03-01T00:00:00Z"), issued="2024-03-01"),
        known("valid"),
        threats=(41,),
    )


def _cautions(book: Book) -> None:
    book.add(
        "caution-not-in-ledger",
        "Signed by the current key, and not in the ledger",
        award("b2", 40),
        known("caution", "not_in_ledger", ledger="failed"),
    )
    book.add(
        "caution-not-in-ledger-part",
        "The whole part of the ledger is not there",
        award("b2", 90000),
        known("caution", "not_in_ledger", ledger="failed"),
    )
    book.add(
        "caution-no-status",
        "No status, so no place in the ledger either",
        book.awarded(credentialStatus=None),
        known("caution", "no_status", "not_in_ledger", status="not_applicable", ledger="failed"),
    )
    unpublished = achievement() | {"id": f"{BASE}credentials/other/1.0/achievement.json"}
    book.add(
        "caution-not-published",
        "An achievement that the registry does not publish",
        book.awarded(credentialSubject=subject(achievement=unpublished)),
        known("caution", "definition_not_published", definition="failed"),
    )
    endorsement = {"endorsementJwt": ["eyJhbGciOiJFZERTQSJ9.e30.c2ln"]}
    book.add(
        "caution-endorsed",
        "Somebody vouches for it, in a token that holds no credential",
        book.awarded(**endorsement),
        known("caution", "endorsement_malformed", endorsements="failed"),
    )
    book.add(
        "caution-issuer-endorsed",
        "Somebody vouches for the issuer",
        book.awarded(issuer=unsigned()["issuer"] | endorsement),
        known("caution", "endorsement_malformed", endorsements="failed"),
    )
    schema = {
        "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
        "type": "1EdTechJsonSchemaValidator2019",
    }
    book.add(
        "schema-term-without-context",
        "A schema of a kind whose word no context defines",
        book.awarded(credentialSchema=[schema]),
        ends("context", "undefined_term"),
    )
    schema["type"] = "JsonSchema"
    book.add(
        "caution-schema",
        "A schema is named, and we do not look at it",
        book.awarded(credentialSchema=[schema]),
        known("caution", "schema_not_checked", related="could_not_check"),
    )
    evidence = {"id": f"{BASE}evidence/1.html", "type": ["Evidence"], "name": "A recording"}
    book.add(
        "caution-evidence",
        "Evidence lies at an address, and we do not look at it",
        book.awarded(evidence=[evidence]),
        known("caution", "evidence_not_checked", related="could_not_check"),
    )
    book.add(
        "caution-related-changed",
        "A related file has changed since",
        book.awarded(relatedResource=[related() | {"digestSRI": sri(b"what it was")}]),
        known("caution", "related_differs", related="failed"),
    )
    book.add(
        "caution-related-second-changed",
        "The second of two related files has changed",
        book.awarded(relatedResource=[related(), related("1.1") | {"digestSRI": sri(b"what it was")}]),
        known("caution", "related_differs", related="failed"),
    )
    book.add(
        "caution-related-unreachable",
        "A related file is not there",
        book.awarded(relatedResource=[related() | {"id": details_address("0.9")}]),
        known("caution", "related_unreachable", related="could_not_check"),
    )
    for name, change in (
        ("digest", {"digestSRI": "md5-1B2M2Y8AsgTpgAmY7PhCfg=="}),
        ("scheme", {"id": "http://society.example/registry/details.json"}),
        ("two-digests", {"digestSRI": f"{sri(b'a')} {sri(b'b')}"}),
    ):
        book.add(
            f"caution-related-{name}",
            "A related file bound in a way we do not read",
            book.awarded(relatedResource=[related() | change]),
            known("caution", "related_unsupported", related="could_not_check"),
        )
    book.add(
        "caution-two",
        "Two cautions at once, in the order of the steps",
        book.awarded(evidence=[evidence], **endorsement),
        known(
            "caution",
            "endorsement_malformed",
            "evidence_not_checked",
            endorsements="failed",
            related="could_not_check",
        ),
    )


def _strangers(book: Book) -> None:
    no_registry = book.awarded()
    book.add(
        "no-registry",
        "The society's own credential, when nobody named its registry",
        no_registry,
        unknown("issuer_unknown", status="passed", related="passed"),
        registries=(),
        documents=society_documents(),
    )
    book.add(
        "two-registries",
        "The second of two registries knows the issuer",
        no_registry,
        known("valid"),
        registries=("../_sites/empty", SOCIETY),
    )
    document = did_document(ELSEWHERE, (STRANGER,))
    book.add(
        "stranger-web",
        "A did:web issuer elsewhere",
        did_web_award(ELSEWHERE),
        _stranger(),
        documents={"https://elsewhere.example/.well-known/did.json": document},
        registries=(),
    )
    deep = "did:web:elsewhere.example%3A8443:schools:nursing"
    book.add(
        "stranger-web-port",
        "A did:web with a port and a path",
        did_web_award(deep),
        _stranger(),
        documents={"https://elsewhere.example:8443/schools/nursing/did.json": did_document(deep, (STRANGER,))},
    )
    many_keys = did_document(ELSEWHERE, (OLD, STRANGER, NOW))
    book.add(
        "stranger-web-several-keys",
        "The key is one of several, and not the first",
        did_web_award(ELSEWHERE),
        _stranger(),
        documents={"https://elsewhere.example/.well-known/did.json": many_keys},
    )
    single = document | {
        "verificationMethod": document["verificationMethod"],
        "assertionMethod": method(STRANGER, ELSEWHERE),
    }
    book.add(
        "stranger-web-single-relation",
        "assertionMethod as one address, not a list",
        did_web_award(ELSEWHERE),
        _stranger(),
        documents={"https://elsewhere.example/.well-known/did.json": single},
    )
    dated = did_document(ELSEWHERE, (STRANGER,))
    dated["verificationMethod"][0]["expires"] = "2027-01-01T00:00:00Z"
    dated["verificationMethod"][0]["revoked"] = "2026-11-01T11:55:00.001Z"
    book.add(
        "stranger-web-key-ending",
        "A key that expires later and was revoked within the skew",
        did_web_award(ELSEWHERE),
        _stranger(),
        documents={"https://elsewhere.example/.well-known/did.json": dated},
    )
    raw = {"base64": "eyJub3QiOiAicmVhY2hlZCJ9", "status": 200, "type": "application/json"}
    book.add(
        "documents-raw",
        "The map answers with raw bytes that are no DID document",
        did_web_award(ELSEWHERE),
        ends("proof", "did_document_malformed"),
        documents={"https://elsewhere.example/.well-known/did.json": raw},
    )
    book.add(
        "documents-status",
        "The map answers that the page is gone",
        did_web_award(ELSEWHERE),
        ends("proof", "issuer_unreachable", "unfinished"),
        documents={"https://elsewhere.example/.well-known/did.json": {"status": 404}},
    )
    status = status_entry("b2", 7)
    book.add(
        "stranger-borrows-list",
        "A stranger points at the society's status list",
        did_key_award(credentialStatus=status),
        unknown("issuer_unknown", "status_list_issuer_differs", verdict="unfinished", status="could_not_check"),
        threats=(12,),
    )


def society_documents() -> Json:
    """The society's answers for its plain award, as a map of documents."""
    content = json_text(details())
    return {
        DID_ADDRESS: society_did_document(),
        list_address("b2"): signed_list("b2", (8, 9)),
        details_address("1.0"): {"base64": base64.b64encode(content).decode()},
    }
