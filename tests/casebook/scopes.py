"""Cases of step 5: what an issuer may award and when, and which of several registries has the say."""

from typing import Any

from tests.casebook.book import SOCIETY, Book, ends, known, unknown
from tests.casebook.society import OTHERS, SHORT, Json, achievement, award, did_key_award, subject

CLAIMS = "../_sites/claims"
BELOW = "../_sites/below"


def write(book: Book) -> None:
    """Write the cases down."""
    _what(book)
    _when(book)
    _whose(book)


def _of(slug: str) -> Json:
    return subject(achievement=achievement("1.0", slug))


def _entered(book: Book, index: int, issued: str, slug: str = SHORT, **changes: Any) -> Json:
    return book.site.enter(
        "b2", index, award("b2", index, credentialSubject=_of(slug), **changes), issued=issued, definition=slug
    )


def _what(book: Book) -> None:
    book.add(
        "scope-not-in-it",
        "An achievement that the registry publishes and does not let this issuer award",
        _entered(book, 20001, "2026-03-01", OTHERS),
        known("unknown_issuer", "issuer_scope", issuer="failed"),
    )
    book.add(
        "scope-not-in-it-nor-in-ledger",
        "An achievement outside the scope, and not in the ledger either",
        award("b2", 20002, credentialSubject=_of(OTHERS)),
        known("unknown_issuer", "issuer_scope", "not_in_ledger", issuer="failed", ledger="failed"),
    )
    book.add(
        "scope-day-not-known",
        "An achievement within the scope of some days, on a day that no ledger gives",
        award("b2", 20003, credentialSubject=_of(SHORT), validFrom="2026-06-01T00:00:00Z"),
        known("caution", "not_in_ledger", ledger="failed"),
    )
    book.add(
        "scope-stranger",
        "A stranger signs an achievement of the registry: in nobody's scope, and nobody asks",
        did_key_award(),
        unknown("issuer_unknown", "no_status"),
    )


def _when(book: Book) -> None:
    outside = known("unknown_issuer", "issuer_scope_dates", issuer="failed")
    for number, (day, name, expected) in enumerate(
        (
            ("2026-01-31", "the day before the scope begins", outside),
            ("2026-02-01", "the first day of the scope", known("valid")),
            ("2026-03-31", "the last day of a period", known("valid")),
            ("2026-04-01", "the day after a period", outside),
            ("2026-09-01", "the first day of a second period without an end", known("valid")),
        )
    ):
        book.add(f"scope-on-{day}", f"Entered in the ledger on {name}", _entered(book, 20010 + number, day), expected)
    book.add(
        "scope-backdated",
        "The credential and its proof are dated within the scope; the ledger's day is not",
        _entered(book, 20020, "2026-06-15", validFrom="2026-03-01T00:00:00Z"),
        outside,
        threats=(41,),
    )
    book.add(
        "scope-postdated",
        "The credential is dated outside the scope; the ledger's day is within it",
        _entered(book, 20021, "2026-03-01", validFrom="2026-06-15T00:00:00Z"),
        known("valid"),
    )


def _whose(book: Book) -> None:
    plain = award()
    book.add(
        "two-registries-first-knows",
        "Two registries know the issuer: the first that was named has the say",
        plain,
        known("valid"),
        registries=(SOCIETY, CLAIMS),
    )
    book.add(
        "two-registries-other-claims",
        "A registry named first claims the issuer with no key of it",
        plain,
        known(
            "altered",
            "key_not_listed",
            "status_list_key",
            "definition_not_published",
            "not_in_ledger",
            key="failed",
            status="could_not_check",
            definition="failed",
            ledger="failed",
        ),
        registries=(CLAIMS, SOCIETY),
    )
    for name, registries in (("first", (BELOW, SOCIETY)), ("last", (SOCIETY, BELOW))):
        book.add(
            f"two-registries-nearest-{name}",
            "A registry lies below the other's base URL: it alone answers what is below its own",
            plain,
            ends("proof", "issuer_unreachable", "unfinished"),
            registries=registries,
        )
