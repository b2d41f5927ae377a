"""Cases of what is met from before: VCDM 1.1, StatusList2021, and lists of ids that nobody signed."""

import base64
from typing import Any

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.book import Book, Expected, ends, unknown
from tests.casebook.forge import bitstring, encoded_list, gzip_bytes, multikey, sign
from tests.casebook.society import (
    BADGES,
    CREDENTIALS_V2,
    ISSUER,
    NOW,
    STRANGER,
    Json,
    did_document,
    did_key,
    did_key_award,
    method,
    signed,
    subject,
    unsigned,
)

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
STATUS_LIST = "https://w3id.org/vc/status-list/2021/v1"
SIGNATURE_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
OLDER_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"

LIST = "https://lists.example/2021.json"
DID_ADDRESS = "https://elsewhere.example/.well-known/did.json"
REVOCATIONS = "https://elsewhere.example/revocations.json"


def write(book: Book) -> None:
    """Write the cases down."""
    _first_model(book)
    _status_list_2021(book)
    _revocation_lists(book)


def by(*contexts: str) -> Json:
    """The contexts of a document, as its member."""
    return {"@context": list(contexts)}


def old_award(*, badges: str = BADGES, **changes: Any) -> Json:
    """A stranger's badge by VCDM 1.1, without status."""
    achieved = subject()
    if badges != BADGES:
        # The older context has no word for the language.
        achieved["achievement"].pop("inLanguage")
    changes = {
        "@context": [CREDENTIALS_V1, badges, DATA_INTEGRITY],
        "issuanceDate": "2026-03-01T00:00:00Z",
        "expirationDate": "2029-02-28T23:59:59Z",
        "validFrom": None,
        "validUntil": None,
        "credentialSubject": achieved,
    } | changes
    return did_key_award(**changes)


def _first_model(book: Book) -> None:
    fine = unknown("issuer_unknown", "no_status")
    book.add("model-1", "A badge by the first data model", old_award(), fine)
    book.add("model-1-older-badges", "With the badges' older context", old_award(badges=OLDER_BADGES), fine)
    book.add("model-1-no-end", "A badge that does not end", old_award(expirationDate=None), fine)
    book.add(
        "model-1-both-words",
        "Both words for both dates",
        old_award(validFrom="2026-01-01T00:00:00Z", validUntil="2030-01-01T00:00:00Z"),
        fine,
    )

    spare = old_award(**by(CREDENTIALS_V1, BADGES, STATUS_LIST, DATA_INTEGRITY))
    book.add("model-1-spare-context", "A context that no word comes from", spare, fine)
    book.add(
        "model-1-spare-context-gone",
        "The same, with that context taken away after it was signed",
        spare | by(CREDENTIALS_V1, BADGES, DATA_INTEGRITY),
        fine,
    )
    book.add(
        "model-1-spare-context-other",
        "The same, with another context in its place",
        spare | by(CREDENTIALS_V1, BADGES, SIGNATURE_2020, DATA_INTEGRITY),
        fine,
    )

    def dated(name: str, title: str, reason: str, **changes: Any) -> None:
        expected = unknown("issuer_unknown", reason, "no_status", verdict=reason, dates="failed")
        book.add(f"model-1-{name}", title, old_award(**changes), expected, threats=(2,))

    dated("expired", "A badge whose expirationDate has passed", "expired", expirationDate="2026-10-31T00:00:00Z")
    dated("early", "A badge whose issuanceDate has not come", "not_yet_valid", issuanceDate="2026-11-02T00:00:00Z")
    dated("valid-until", "A validUntil before the expirationDate", "expired", validUntil="2026-10-31T00:00:00Z")
    dated("valid-from", "A validFrom after the issuanceDate", "not_yet_valid", validFrom="2026-11-02T00:00:00Z")

    def refuse(name: str, title: str, step: str, reason: str, credential: Json, verdict: str = "altered") -> None:
        book.add(f"model-1-{name}", title, credential, ends(step, reason, verdict))

    refuse("no-issuance", "No issuanceDate", "shape", "date_malformed", old_award(issuanceDate=None))
    refuse(
        "no-zone", "A date without a zone", "shape", "date_malformed", old_award(expirationDate="2029-01-01T00:00:00")
    )
    refuse(
        "bad-start",
        "A day that no month has",
        "shape",
        "date_malformed",
        old_award(issuanceDate="2026-02-30T00:00:00Z"),
    )
    refuse(
        "bad-valid-until", "A validUntil that is none", "shape", "date_malformed", old_award(validUntil="2029-01-01")
    )
    both = old_award() | {"@context": [CREDENTIALS_V1, CREDENTIALS_V2, BADGES]}
    refuse("and-2", "Both data models at once", "context", "jsonld_invalid", both)
    behind = old_award(**by(BADGES, CREDENTIALS_V1, DATA_INTEGRITY))
    refuse("second", "The first data model in the second place", "shape", "data_model_unknown", behind, "unfinished")
    bare = old_award(**by(CREDENTIALS_V1, BADGES))
    refuse("no-suite-words", "A proof whose words no vocabulary defines", "context", "undefined_term", bare)
    renamed = did_key_award(expirationDate="2029-01-01T00:00:00Z")
    refuse("word-in-2", "A word of the first data model in the second", "context", "undefined_term", renamed)
    longer = old_award() | {"expirationDate": "2039-01-01T00:00:00Z"}
    refuse("prolonged", "An expirationDate moved after the signing", "proof", "proof_signature_invalid", longer)


# ---- StatusList2021 ----


def entry_2021(index: int = 5, **changes: Any) -> Json:
    """An entry of a list of 2021. A change of None takes a member out."""
    entry = {
        "id": f"{LIST}#{index}",
        "type": "StatusList2021Entry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": LIST,
    } | changes
    return {name: value for name, value in entry.items() if value is not None}


def encoded_2021(*bits: int, entries: int = 131_072) -> str:
    """A bitstring as StatusList2021 has it, in the alphabet for addresses and without padding."""
    return encoded_list(bitstring(bits, entries=entries))[1:]


def list_2021(*bits: int, key: str = STRANGER, proof: Json | None = None, **changes: Any) -> Json:
    """A stranger's list of 2021 by VCDM 1.1, signed."""
    did = did_key(STRANGER)
    inner = {
        "id": f"{LIST}#list",
        "type": "StatusList2021",
        "statusPurpose": "revocation",
        "encodedList": encoded_2021(*bits),
    } | changes.pop("subject", {})
    document = {
        "@context": [CREDENTIALS_V1, STATUS_LIST, DATA_INTEGRITY],
        "id": LIST,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": did,
        "issuanceDate": "2026-10-01T08:00:00Z",
        "credentialSubject": {name: value for name, value in inner.items() if value is not None},
    } | changes
    document = {name: value for name, value in document.items() if value is not None}
    issuer = document["issuer"]
    as_method = method(NOW) if issuer == ISSUER else f"{did}#{multikey(STRANGER)}"
    return sign(document, key, method=as_method, created="2026-10-01T08:00:00Z", **(proof or {}))


def _status_list_2021(book: Book) -> None:
    contexts = by(CREDENTIALS_V2, BADGES, STATUS_LIST)
    newer = did_key_award(credentialStatus=entry_2021(), **contexts)
    older = old_award(credentialStatus=entry_2021(), **by(CREDENTIALS_V1, BADGES, STATUS_LIST, DATA_INTEGRITY))
    clear = unknown("issuer_unknown", status="passed")
    revoked = unknown("issuer_unknown", "status_revoked", verdict="withdrawn", status="failed")
    held = unknown("issuer_unknown", "status_on_hold", verdict="on_hold", status="failed")

    def unsettle(name: str, title: str, reason: str, answer: Any, *threats: int, entry: Json | None = None) -> None:
        credential = newer if entry is None else did_key_award(credentialStatus=entry, **contexts)
        expected = unknown("issuer_unknown", reason, verdict="unfinished", status="could_not_check")
        book.add(f"list-2021-{name}", title, credential, expected, documents={LIST: answer}, threats=threats)

    for name, title, credential in (("", "", newer), ("-model-1", " by the first data model", older)):
        book.add(
            f"list-2021-clear{name}",
            f"A list of 2021: not revoked{title}",
            credential,
            clear,
            documents={LIST: list_2021(4, 6)},
        )
        book.add(
            f"list-2021-revoked{name}",
            f"A list of 2021: revoked{title}",
            credential,
            revoked,
            documents={LIST: list_2021(5)},
            threats=(17,),
        )
    # What issuers of those years sign with, all of it together.
    signature: Json = {"type": "Ed25519Signature2020", "cryptosuite": None}
    did = did_key(STRANGER)
    bare = {name: member for name, member in older.items() if name != "proof"}
    of_2021 = sign(
        bare | by(CREDENTIALS_V1, BADGES, STATUS_LIST, SIGNATURE_2020),
        STRANGER,
        method=f"{did}#{multikey(STRANGER)}",
        created="2026-03-01T09:00:00Z",
        **signature,
    )
    for name, bits, expected in (("clear", (4,), clear), ("revoked", (5,), revoked)):
        answer = list_2021(*bits, proof=signature, **by(CREDENTIALS_V1, STATUS_LIST, SIGNATURE_2020))
        title = f"Signatures, list and data model of 2021: {name}"
        book.add(f"list-2021-signature-2020-{name}", title, of_2021, expected, documents={LIST: answer})
    plain = base64.b64encode(gzip_bytes(bitstring((5,)))).decode()
    for name, title, encoded in (
        ("plain-alphabet", "in the plain alphabet, with its padding", plain),
        ("no-padding", "in the plain alphabet, without padding", plain.rstrip("=")),
    ):
        answer = list_2021(subject={"encodedList": encoded})
        book.add(f"list-2021-{name}", f"Bits {title}", newer, revoked, documents={LIST: answer})
    suspension = did_key_award(credentialStatus=entry_2021(statusPurpose="suspension"), **contexts)
    book.add(
        "list-2021-suspended",
        "A list of 2021: on hold",
        suspension,
        held,
        documents={LIST: list_2021(5, subject={"statusPurpose": "suspension"})},
    )
    unsettle(
        "prefix",
        "Bits in the newer list's base",
        "status_list_encoding",
        list_2021(subject={"encodedList": encoded_list(bitstring((5,)))}),
    )
    unsettle(
        "mixed",
        "Bits in both alphabets",
        "status_list_encoding",
        list_2021(subject={"encodedList": plain[:40] + "-+" + plain[42:]}),
    )
    unsettle(
        "padding",
        "Bits with wrong padding",
        "status_list_encoding",
        list_2021(subject={"encodedList": plain.rstrip("=") + "==="}),
    )
    unsettle("no-bits", "A list of 2021 without bits", "status_list_encoding", list_2021(subject={"encodedList": None}))
    unsettle(
        "short",
        "A list of 2021 of 64 bits",
        "status_list_too_short",
        list_2021(subject={"encodedList": encoded_2021(entries=64)}),
        14,
    )
    unsettle(
        "expired",
        "A list of 2021 that ended",
        "status_list_expired",
        list_2021(expirationDate="2026-10-31T00:00:00Z"),
        13,
    )
    unsettle(
        "later",
        "A list of 2021 that was signed later",
        "status_list_not_yet_valid",
        list_2021(issuanceDate="2026-11-02T00:00:00Z"),
    )
    unsettle("no-date", "A list of 2021 without its day", "status_list_malformed", list_2021(issuanceDate=None))
    unsettle(
        "society",
        "A list of 2021 by somebody else",
        "status_list_issuer_differs",
        list_2021(issuer=ISSUER, key=NOW),
        12,
    )
    unsettle(
        "forged", "A list of 2021 by somebody else, in the issuer's name", "status_list_proof", list_2021(key=NOW), 12
    )
    unsettle(
        "purpose",
        "A list of 2021 of the other purpose",
        "status_list_purpose_differs",
        list_2021(subject={"statusPurpose": "suspension"}),
    )
    unsettle(
        "id",
        "The list of another address",
        "status_list_id_differs",
        list_2021(id="https://lists.example/2022.json"),
        14,
    )
    unsettle("newer-kind", "A list of today for an entry of 2021", "status_list_malformed", _list_of_today())
    unsettle(
        "message",
        "A message, which lists of 2021 don't have",
        "status_purpose_unknown",
        list_2021(),
        entry=entry_2021(statusPurpose="message"),
    )
    unsettle(
        "index",
        "An index that is none",
        "status_index_malformed",
        list_2021(),
        15,
        entry=entry_2021(statusListIndex="5x"),
    )
    unsettle(
        "beyond",
        "An index beyond the list of 2021",
        "status_index_out_of_range",
        list_2021(),
        14,
        entry=entry_2021(131_072),
    )
    unsettle(
        "http",
        "A list of 2021 by http",
        "status_address_malformed",
        list_2021(),
        entry=entry_2021(statusListCredential="http://lists.example/2021.json"),
    )
    unsettle(
        "entry-id",
        "An entry of 2021 under the list's own address",
        "status_entry_id",
        list_2021(),
        entry=entry_2021(id=LIST),
    )
    today = entry_2021(type="BitstringStatusListEntry")
    unsettle("for-today", "A list of 2021 for an entry of today", "status_list_malformed", list_2021(), entry=today)


def _list_of_today() -> Json:
    did = did_key(STRANGER)
    document = {
        "@context": [CREDENTIALS_V2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded_list(bitstring()),
        },
    }
    return sign(document, STRANGER, method=f"{did}#{multikey(STRANGER)}", created="2026-10-01T08:00:00Z")


# ---- 1EdTechRevocationList ----


def listed_award(address: str = REVOCATIONS, **changes: Any) -> Json:
    """A credential of a did:web elsewhere whose withdrawals stand in an unsigned list."""
    document = {
        "@context": [CREDENTIALS_V2, BADGES, EXTENSIONS],
        "id": "https://elsewhere.example/credentials/7",
        "issuer": {"id": ELSEWHERE, "type": ["Profile"]},
        "credentialStatus": {"id": address, "type": "1EdTechRevocationList"},
        "relatedResource": None,
    } | changes
    return signed(unsigned(**document), STRANGER, method=method(STRANGER, ELSEWHERE))


def revocations(*entries: Json, **changes: Any) -> Json:
    """The unsigned list."""
    answer = {"id": REVOCATIONS, "issuer": ELSEWHERE, "revokedCredential": list(entries)} | changes
    return {name: value for name, value in answer.items() if value is not None}


def _revocation_lists(book: Book) -> None:
    credential = listed_award()
    own, other = {"id": credential["id"]}, {"id": "https://elsewhere.example/credentials/8"}
    clear = unknown("issuer_unknown", status="passed")
    revoked = unknown("issuer_unknown", "status_revoked", verdict="withdrawn", status="failed")

    def add(
        name: str,
        title: str,
        expected: Expected,
        answer: Any,
        of: Json = credential,
        at: str = REVOCATIONS,
        threats: tuple[int, ...] = (),
    ) -> None:
        documents = {DID_ADDRESS: did_document(ELSEWHERE, (STRANGER,)), at: answer}
        book.add(f"ids-{name}", title, of, expected, documents=documents, threats=threats)

    def unsettle(
        name: str,
        title: str,
        reason: str,
        answer: Any,
        of: Json = credential,
        at: str = REVOCATIONS,
        threats: tuple[int, ...] = (),
    ) -> None:
        expected = unknown("issuer_unknown", reason, verdict="unfinished", status="could_not_check")
        add(name, title, expected, answer, of, at, threats)

    add("clear", "A list of ids without this one", clear, revocations(other))
    add("empty", "A list of no ids", clear, revocations())
    add(
        "revoked",
        "A list of ids with this one",
        revoked,
        revocations(other, own | {"revocationReason": "in error"}),
        threats=(17,),
    )
    add("revoked-true", "This one, revoked in so many words", revoked, revocations(own | {"revoked": True}))
    add("revoked-false", "This one, not revoked in so many words", clear, revocations(own | {"revoked": False}))
    add("revoked-twice", "This one twice, revoked once", revoked, revocations(own | {"revoked": False}, own))
    add("single", "One entry that is no array", revoked, revocations(revokedCredential=own))
    add(
        "other-name",
        "The name that most issuers write",
        revoked,
        revocations(revokedCredential=None, revokedCredentials=[own]),
    )
    add(
        "issuer-object",
        "The list's issuer as an object",
        clear,
        revocations(other, issuer={"id": ELSEWHERE, "type": "Profile"}),
    )
    port = "https://elsewhere.example:443/revocations.json"
    add("port-443", "The list with its port", clear, revocations(other, id=port), listed_award(port), port)

    malformed = "status_list_malformed"
    unsettle("both-names", "Both names at once", malformed, revocations(own, revokedCredentials=[]))
    unsettle("no-name", "A list without ids", malformed, revocations(revokedCredential=None))
    unsettle("no-issuer", "A list that does not say whose it is", malformed, revocations(issuer=None))
    unsettle("no-id", "A list that does not say where it is", malformed, revocations(id=None))
    unsettle("not-object", "An array in place of the list", malformed, [own])
    unsettle(
        "html",
        "A page in place of the list of ids",
        malformed,
        {"base64": base64.b64encode(b"<!doctype html>").decode()},
    )
    unsettle("text-entry", "An id that is no object", malformed, revocations(revokedCredential=[credential["id"]]))
    unsettle("number-entry", "An entry whose id is a number", malformed, revocations({"id": 7}))
    unsettle("word-revoked", "Revoked in a word", malformed, revocations(own | {"revoked": "true"}))
    unsettle("unreachable", "A list of ids that can't be reached", "status_unreachable", {"status": 404})
    unsettle(
        "other-list",
        "A list that is at home elsewhere",
        "status_list_id_differs",
        revocations(id="https://elsewhere.example/other.json"),
        threats=(14,),
    )
    unsettle(
        "other-issuer",
        "A list of another issuer",
        "status_list_issuer_differs",
        revocations(issuer=ISSUER),
        threats=(12,),
    )
    away = "https://lists.example/revocations.json"
    unsettle(
        "other-host",
        "A list on another host",
        "status_list_host",
        revocations(id=away),
        listed_award(away),
        away,
        (12, 22),
    )
    below = "https://lists.elsewhere.example/revocations.json"
    unsettle(
        "below-host",
        "A list on a host below the issuer's",
        "status_list_host",
        revocations(id=below),
        listed_award(below),
        below,
        (12,),
    )
    other_port = "https://elsewhere.example:8443/revocations.json"
    unsettle(
        "other-port",
        "A list on another port",
        "status_list_host",
        revocations(id=other_port),
        listed_award(other_port),
        other_port,
        (12,),
    )
    name_before = "https://elsewhere.example@lists.example/revocations.json"
    unsettle(
        "name-before-host",
        "The issuer's host as a user's name",
        "status_list_host",
        revocations(id=name_before),
        listed_award(name_before),
        name_before,
        (12, 20),
    )
    unsettle(
        "fragment",
        "A list of ids with a fragment",
        "status_address_malformed",
        revocations(id=f"{REVOCATIONS}#now"),
        listed_award(f"{REVOCATIONS}#now"),
        f"{REVOCATIONS}#now",
    )
    unsettle(
        "http",
        "A list of ids by http",
        "status_address_malformed",
        revocations(),
        listed_award("http://elsewhere.example/revocations.json"),
    )
    unsettle(
        "unnamed", "A credential without an id", "status_credential_unnamed", revocations(own), listed_award(id=None)
    )
    by_key = did_key_award(
        credentialStatus={"id": REVOCATIONS, "type": "1EdTechRevocationList"},
        **by(CREDENTIALS_V2, BADGES, EXTENSIONS),
    )
    unsettle(
        "did-key",
        "An issuer that is at home nowhere",
        "status_list_host",
        revocations(issuer=did_key(STRANGER)),
        by_key,
        threats=(12,),
    )
