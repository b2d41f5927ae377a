"""Cases of steps 5, 9 and 10: the registry, the published achievement and the ledger."""

import base64
from typing import Any

from tests.casebook.accepted import society_documents
from tests.casebook.book import Book, known, unknown
from tests.casebook.forge import json_text
from tests.casebook.society import (
    OLD,
    STOLEN,
    Json,
    achievement,
    achievement_address,
    award,
    part_address,
    subject,
)


def write(book: Book) -> None:
    """Write the cases down."""
    _registries(book)
    _definitions(book)
    _ledger(book)
    _stolen(book)


def _registries(book: Book) -> None:
    plain = award()
    for name, title in (
        ("nowhere", "A registry that is not there"),
        ("broken", "A registry whose registry.json is not JSON"),
        ("format-2", "A registry in a format of the future"),
        ("key-twice", "A registry whose registry.json has a key twice"),
        ("unformed", "A registry with a key whose state is no state"),
        ("unscoped", "A registry that does not say what an issuer may award"),
        ("undated-scope", "A registry that lets an issuer award from a day that is none"),
        ("issuer-twice", "A registry with two issuers of one id"),
        ("one-key-twice", "A registry with two keys of one id, one of them current"),
        ("list-twice", "A registry with two lists of one address"),
    ):
        book.add(
            f"registry-{name}",
            title,
            plain,
            unknown(
                "registry_unreachable",
                verdict="unfinished",
                issuer="could_not_check",
                status="passed",
                related="passed",
            ),
            registries=(f"../_sites/{name}",),
            documents=society_documents(),
            threats=(27,) if name == "key-twice" else (),
        )
    book.add(
        "registry-one-unreachable",
        "One of two registries is not there",
        plain,
        unknown(
            "registry_unreachable", verdict="unfinished", issuer="could_not_check", status="passed", related="passed"
        ),
        registries=("../_sites/society", "../_sites/nowhere"),
    )
    book.add(
        "registry-other",
        "A registry that does not know the issuer",
        plain,
        unknown("issuer_unknown", status="passed", related="passed"),
        registries=("../_sites/empty",),
        documents=society_documents(),
    )


def _definitions(book: Book) -> None:
    plain = award()
    better = achievement() | {"name": "Chief Facilitator"}
    book.add(
        "definition-differs",
        "An achievement that the registry publishes otherwise",
        book.awarded(credentialSubject=subject(achievement=better)),
        known("altered", "definition_differs", definition="failed"),
    )
    moved = achievement() | {"criteria": {"narrative": "Attendance."}}
    book.add(
        "definition-differs-criteria",
        "Other criteria under the same address",
        book.awarded(credentialSubject=subject(achievement=moved)),
        known("altered", "definition_differs", definition="failed"),
    )
    book.add(
        "definition-other-version",
        "The other version that the registry publishes",
        book.awarded(credentialSubject=subject(achievement=achievement("1.1"))),
        known("valid"),
    )
    address = achievement_address("1.0")
    turned = dict(reversed(achievement().items()))
    book.add(
        "definition-reordered",
        "The published achievement with its keys in another order",
        plain,
        known("valid"),
        documents={address: turned},
    )
    book.add(
        "definition-unreachable",
        "The published achievement can't be reached",
        plain,
        known("unfinished", "definition_unreachable", definition="could_not_check"),
        documents={address: {"status": 404}},
    )
    doubled = json_text(achievement()).replace(b'"id"', b'"id": "urn:x:1", "id"', 1)
    for name, data in (("html", b"<!doctype html>"), ("duplicate", doubled)):
        book.add(
            f"definition-malformed-{name}",
            "The published achievement can't be read",
            plain,
            known("unfinished", "definition_malformed", definition="could_not_check"),
            documents={address: {"base64": base64.b64encode(data).decode()}},
            threats=(27,),
        )


def _ledger(book: Book) -> None:
    plain = award()
    address = part_address("b2", 0)
    book.add(
        "ledger-unreachable",
        "The ledger can't be reached",
        plain,
        known("unfinished", "ledger_unreachable", ledger="could_not_check"),
        documents={address: {"status": 404}},
    )

    def malformed(name: str, title: str, answer: Any) -> None:
        book.add(
            f"ledger-malformed-{name}",
            title,
            plain,
            known("unfinished", "ledger_malformed", ledger="could_not_check"),
            documents={address: answer},
        )

    entry = {
        "definition": "simulation-facilitator",
        "version": "1.0",
        "versionDigest": "0" * 64,
        "issued": "2026-03-01",
        "key": "z6Mk",
        "digest": "0" * 64,
    }
    part: Json = {"list": "b2", "part": 0, "entries": {"7": entry}, "withdrawals": {}}
    malformed("html", "A page in place of the ledger", {"base64": base64.b64encode(b"<!doctype html>").decode()})
    malformed("other-list", "The part of another list", part | {"list": "a1"})
    malformed("other-part", "Another part of the list", part | {"part": 1})
    malformed(
        "no-withdrawals", "A part without withdrawals", {name: part[name] for name in ("list", "part", "entries")}
    )
    malformed("index", "An index that is none", part | {"entries": {"07": entry}})
    malformed("day", "An award of no day", part | {"entries": {"7": entry | {"issued": "2026-02-30"}}})
    events = {"7": [{"event": "forget", "reason": "under-review", "date": "2026-04-01"}]}
    malformed("event", "An event that is none of the three", part | {"entries": {"7": entry}, "withdrawals": events})
    malformed("digest", "A digest in upper case", part | {"entries": {"7": entry | {"digest": "A" * 64}}})
    book.add(
        "ledger-differs",
        "The ledger has another credential at this place",
        _entered_as(book, 70, award("b2", 71)),
        known("altered", "ledger_differs", ledger="failed"),
    )
    book.add(
        "ledger-key-differs",
        "The ledger names another key",
        book.site.enter("b2", 72, award("b2", 72), key=OLD),
        known("altered", "ledger_key_differs", ledger="failed"),
        threats=(41,),
    )
    book.add(
        "ledger-before-window",
        "Awarded on a day before the key's window",
        book.site.enter("b2", 73, award("b2", 73), issued="2025-12-31"),
        known("altered", "ledger_outside_key_window", ledger="failed"),
        threats=(41,),
    )
    book.add(
        "ledger-first-day",
        "Awarded on the first day of the key's window",
        book.site.enter("b2", 74, award("b2", 74), issued="2026-01-01"),
        known("valid"),
    )
    book.add(
        "ledger-after-window",
        "Awarded on the day after the key's window",
        book.site.enter("a1", 75, award("a1", 75), issued="2026-02-01"),
        known("altered", "ledger_outside_key_window", ledger="failed"),
        threats=(41,),
    )


def _entered_as(book: Book, index: int, other: Json) -> Json:
    """An award whose place in the ledger was given to another."""
    book.site.enter("b2", index, other)
    return award("b2", index)


def _stolen(book: Book) -> None:
    """What a thief can do with a key, and when."""
    book.add(
        "retired-not-in-ledger",
        "Signed with the retired key, back-dated, and not in the ledger",
        award("a1", 30, validFrom="2025-03-01T00:00:00Z"),
        known("altered", "not_in_ledger_key_retired", ledger="failed"),
        threats=(41,),
    )
    book.add(
        "retired-other-list",
        "Signed with the retired key, at a free place of the current key's list",
        award("b2", 31, key=OLD),
        known("altered", "not_in_ledger_key_retired", ledger="failed"),
        threats=(41,),
    )
    book.add(
        "retired-no-status",
        "Signed with the retired key, and no status named",
        award("a1", 32, credentialStatus=None),
        known("altered", "no_status", "not_in_ledger_key_retired", status="not_applicable", ledger="failed"),
        threats=(41,),
    )
    book.add(
        "retired-taken-place",
        "Signed with the retired key, at the place of another award",
        award("a1", 5),
        known("altered", "ledger_differs", ledger="failed"),
        threats=(41,),
    )
    book.add(
        "stolen-not-in-ledger",
        "Signed with the stolen key, back-dated, and not in the ledger",
        award("c3", 4, validFrom="2024-03-01T00:00:00Z"),
        known("altered", "not_in_ledger_key_compromised", ledger="failed"),
        threats=(41,),
    )
    book.add(
        "stolen-grown-part",
        "Signed with the stolen key, in a part of the ledger that is no longer as trusted",
        book.site.enter("c3", 1500, award("c3", 1500), issued="2024-03-01"),
        known("altered", "ledger_not_trusted", ledger="failed"),
        threats=(41,),
    )
    book.add(
        "stolen-unnamed-part",
        "Signed with the stolen key, in a part that was never trusted",
        book.site.enter("c3", 2500, award("c3", 2500), issued="2024-03-01"),
        known("altered", "ledger_not_trusted", ledger="failed"),
        threats=(41,),
    )
    book.add(
        "stolen-other-list",
        "Signed with the stolen key, in a list of which no part was ever trusted",
        book.site.enter(
            "b2", 914, award("b2", 914, key=STOLEN, validFrom="2024-03-01T00:00:00Z"), key=STOLEN, issued="2024-03-01"
        ),
        known("altered", "ledger_not_trusted", ledger="failed"),
        threats=(41,),
    )
    honest = book.site.enter("c3", 13, award("c3", 13, validFrom="2024-03-01T00:00:00Z"), issued="2024-03-01")
    grown = {"list": "c3", "part": 0, "entries": {}, "withdrawals": {}}
    book.add(
        "stolen-part-without-it",
        "The stolen key's honest award, when the ledger lost it",
        honest,
        known("altered", "not_in_ledger_key_compromised", ledger="failed"),
        documents={part_address("c3", 0): grown},
        threats=(41,),
    )
