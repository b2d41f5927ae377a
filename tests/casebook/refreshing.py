"""Cases of a newer version: asked for once, on request, and taken only where it is the same credential."""

import base64
from dataclasses import replace
from typing import Any

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.book import Book, Expected, ends, known, unknown
from tests.casebook.earlier import EXTENSIONS
from tests.casebook.society import (
    BADGES,
    CREDENTIALS_V2,
    NOW,
    STRANGER,
    Json,
    award,
    did_document,
    did_key_award,
    list_address,
    method,
    signed,
    signed_list,
    subject,
    unsigned,
)

NEWER = "https://society.example/newer/7"
ID = "https://society.example/credentials/7"
EXPIRED = "2026-10-31T00:00:00Z"


def write(book: Book) -> None:
    """Write the cases down."""
    _replaced(book)
    _kept(book)
    _not_asked(book)


def service(address: str = NEWER, **changes: Any) -> Json:
    """A credential's word on where its newer version is."""
    return {"id": address, "type": "1EdTechCredentialRefresh"} | changes


def renewable(index: int, **changes: Any) -> Json:
    """An award of the society that says where its newer version is."""
    changes = {
        "@context": [CREDENTIALS_V2, BADGES, EXTENSIONS],
        "id": ID,
        "credentialSubject": subject(id="did:example:holder"),
        "refreshService": service(),
    } | changes
    return award("b2", index, **changes)


def caution(*reasons: str) -> Expected:
    """A credential of the society that is fine, but for what was asked for beside it."""
    return known("caution", *reasons)


def _replaced(book: Book) -> None:
    expired = book.site.enter("b2", 1400, renewable(1400, validUntil=EXPIRED))
    newer = book.site.enter("b2", 1401, renewable(1401, validFrom="2026-04-01T00:00:00Z"))
    revoked = book.site.enter("b2", 1402, renewable(1402))
    book.add(
        "refresh-expired",
        "A newer version of one that expired",
        expired,
        known("valid"),
        documents={NEWER: newer},
        refresh=(),
    )
    book.add(
        "refresh-newer",
        "A newer version of one that is fine",
        revoked,
        known("valid"),
        documents={NEWER: newer},
        refresh=(),
    )
    book.add("refresh-same", "The same one once more", newer, known("valid"), documents={NEWER: newer}, refresh=())
    withdrawal = {NEWER: revoked, list_address("b2"): signed_list("b2", (1402,))}
    book.add(
        "refresh-withdrawn",
        "The newer version has been withdrawn",
        renewable(1400, validUntil=EXPIRED),
        known("withdrawn", "status_revoked", status="failed"),
        documents=withdrawal,
        refresh=(),
    )
    away = "https://renewals.example/7"
    elsewhere = book.site.enter("b2", 1403, renewable(1403, validUntil=EXPIRED, refreshService=service(away)))
    book.add(
        "refresh-agreed",
        "Another host, which the person agreed to asking",
        elsewhere,
        known("valid"),
        documents={away: newer},
        refresh=("mirror.example", "renewals.example"),
    )
    book.add(
        "refresh-not-agreed",
        "Another host, which the person did not agree to asking",
        elsewhere,
        known("expired", "expired", "refresh_host", dates="failed"),
        documents={away: newer},
        refresh=("renewals.example.evil.example",),
        threats=(22,),
    )
    several = [service(type="1EdTechRevocationList", address="https://society.example/list"), service()]
    second = book.site.enter("b2", 1404, renewable(1404, validUntil=EXPIRED, refreshService=several))
    book.add(
        "refresh-second-service",
        "The second of two services is one that we know",
        second,
        known("valid"),
        documents={NEWER: newer},
        refresh=(),
    )
    names = {"credentialSubject": subject()}
    nameless = [book.site.enter("b2", index, renewable(index, **names)) for index in (1405, 1406)]
    book.add(
        "refresh-identifiers",
        "A subject without an id goes by its identifiers",
        nameless[0],
        known("valid"),
        documents={NEWER: nameless[1]},
        refresh=(),
    )
    onward = listed(refreshService=service(f"{HOME}newer/8"))
    _elsewhere(
        book,
        "refresh-once",
        "The newer version names one more, which is not followed",
        fine(fetched=(ELSEWHERE_DID, THEIRS)),
        {THEIRS: onward},
        refresh=(),
    )
    bare = listed(refreshService=None)
    _elsewhere(book, "refresh-ended", "The newer version names none", fine(), {THEIRS: bare}, refresh=())
    port = "https://elsewhere.example:443/newer/7"
    of = listed(refreshService=service(port))
    _elsewhere(book, "refresh-port-443", "The issuer's host with its port", fine(), {port: of}, refresh=(), of=of)


HOME = "https://elsewhere.example/"
THEIRS = f"{HOME}newer/7"
ELSEWHERE_DID = f"{HOME}.well-known/did.json"


def signed_by(key: str) -> Json:
    """The same under another key of the issuer, in that key's own name."""
    bare = {name: value for name, value in listed().items() if name != "proof"}
    return signed(bare, key, method=method(key, ELSEWHERE))


def listed(did: str = ELSEWHERE, *, key: str = STRANGER, **changes: Any) -> Json:
    """A credential of an issuer elsewhere that says where its newer version is."""
    document = {
        "@context": [CREDENTIALS_V2, BADGES, EXTENSIONS],
        "id": f"{HOME}credentials/7",
        "issuer": {"id": did, "type": ["Profile"]},
        "credentialStatus": None,
        "relatedResource": None,
        "credentialSubject": subject(id="did:example:holder"),
        "refreshService": service(THEIRS),
    } | changes
    return signed(unsigned(**document), key, method=method(STRANGER, did))


def fine(*reasons: str, fetched: tuple[str, ...] | None = None) -> Expected:
    """A credential of an issuer elsewhere, which nobody knows and which has no status."""
    return replace(unknown("issuer_unknown", "no_status", *reasons), fetched=fetched)


def _elsewhere(
    book: Book,
    name: str,
    title: str,
    expected: Expected,
    answers: Json,
    *,
    refresh: tuple[str, ...] | None,
    of: Json | None = None,
    threats: tuple[int, ...] = (),
) -> None:
    documents = {ELSEWHERE_DID: did_document(ELSEWHERE, (STRANGER,))} | answers
    credential = listed() if of is None else of
    book.add(name, title, credential, expected, documents=documents, refresh=refresh, threats=threats)


def _kept(book: Book) -> None:
    """Where the first keeps its place."""

    def keep(
        name: str, title: str, reason: str, answer: Any, *threats: int, of: Json | None = None, at: str = THEIRS
    ) -> None:
        _elsewhere(book, f"refresh-{name}", title, fine(reason), {at: answer}, refresh=(), of=of, threats=threats)

    keep("unreachable", "No newer version can be reached", "refresh_unreachable", {"status": 503})
    keep("forged", "A newer version by somebody else in the issuer's name", "refresh_not_genuine", listed(key=NOW), 22)
    keep("changed", "A newer version that was changed", "refresh_not_genuine", listed() | {"name": "Other"})
    keys = did_document(ELSEWHERE, (STRANGER, NOW))
    keys["verificationMethod"][1]["revoked"] = "2026-04-01T00:00:00Z"
    book.add(
        "refresh-revoked-key",
        "A newer version under a key that was revoked",
        listed(),
        fine("refresh_not_genuine"),
        documents={ELSEWHERE_DID: keys, THEIRS: signed_by(NOW)},
        refresh=(),
        threats=(9,),
    )
    page = {"base64": base64.b64encode(b"<!doctype html>").decode()}
    keep("html", "A page in place of the newer version", "refresh_not_genuine", page)
    keep("unknown-context", "A newer version that can't be checked", "refresh_not_genuine", _unknown_words())
    other = listed(id=f"{HOME}credentials/8")
    keep("other-id", "Another credential in place of the newer version", "refresh_id_differs", other)
    keep("lost-id", "A newer version without an id", "refresh_id_differs", listed(id=None))
    unnamed = listed(id=None)
    keep("no-id", "A credential that has no id to be known by", "refresh_id_differs", unnamed, of=unnamed)
    by_key = did_key_award(**_members())
    keep("other-issuer", "A newer version by another issuer", "refresh_issuer_differs", by_key, 30)
    somebody = listed(credentialSubject=subject(id="did:example:somebody"))
    keep("other-subject", "A newer version about somebody else", "refresh_subject_differs", somebody)
    named = listed(credentialSubject=subject())
    keep("lost-subject", "A newer version whose subject has no id", "refresh_subject_differs", named)
    nobody = listed(credentialSubject=subject(identifier=None))
    keep("no-subject", "A credential that names nobody", "refresh_subject_differs", nobody, of=nobody)
    older = listed(validFrom="2026-02-28T23:59:59Z")
    keep("older", "An older version", "refresh_older", older, 13)
    keep("no-beginning", "A version without its beginning", "refresh_older", listed(validFrom=None), 13)
    unknown_kind = listed(refreshService=service(THEIRS, type="1EdTechRevocationList"))
    keep("type", "A service of an unknown kind", "refresh_type_unknown", listed(), of=unknown_kind)
    for name, title, address in (
        ("http", "by http", "http://elsewhere.example/newer/7"),
        ("fragment", "with a fragment", f"{THEIRS}#now"),
        ("urn", "that is none of the web", "urn:example:newer"),
    ):
        of = listed(refreshService=service(address))
        keep(name, f"An address {title}", "refresh_address_malformed", listed(), of=of, at=address)
    away = "https://renewals.example/7"
    of = listed(refreshService=service(away))
    expected = fine("refresh_host", fetched=(ELSEWHERE_DID,))
    _elsewhere(
        book,
        "refresh-other-host",
        "A host that nobody agreed to",
        expected,
        {away: listed()},
        refresh=(),
        of=of,
        threats=(22,),
    )
    own = did_key_award(**_members())
    keep("did-key", "An issuer that is at home nowhere", "refresh_host", own, of=own)
    renewed = book.site.enter("b2", 1410, renewable(1410))
    book.add(
        "refresh-caution",
        "One that is fine, whose newer version can't be reached",
        renewed,
        caution("refresh_unreachable"),
        documents={NEWER: {"status": 503}},
        refresh=(),
    )


def _members() -> Json:
    """What a renewable credential of a did:key says beside the usual."""
    return {
        "@context": [CREDENTIALS_V2, BADGES, EXTENSIONS],
        "id": f"{HOME}credentials/7",
        "credentialSubject": subject(id="did:example:holder"),
        "refreshService": service(THEIRS),
    }


def _unknown_words() -> Json:
    document = listed()
    return document | {"@context": [*document["@context"], "https://example.org/words"]}


def _not_asked(book: Book) -> None:
    """Where nobody is asked."""
    _elsewhere(
        book,
        "refresh-not-asked",
        "A newer version that nobody asked for",
        fine(fetched=(ELSEWHERE_DID,)),
        {THEIRS: listed()},
        refresh=None,
        threats=(22,),
    )
    none = listed(refreshService=None)
    _elsewhere(book, "refresh-nowhere", "Asked for, but the credential names no place", fine(), {}, refresh=(), of=none)
    changed = listed() | {"name": "Another name"}
    expected = ends("proof", "proof_signature_invalid", fetched=(ELSEWHERE_DID,))
    _elsewhere(
        book,
        "refresh-altered",
        "Of a file that was changed nothing is asked",
        expected,
        {THEIRS: listed()},
        refresh=(),
        of=changed,
        threats=(22,),
    )
