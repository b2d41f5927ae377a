"""Cases of what a `vc` claim leaves to the claims around it (VCDM 1.1, section 6.3.1), at its edges."""

from typing import Any

from tests.casebook.book import Book, Expected
from tests.casebook.earlier import old_award
from tests.casebook.jwts import STRANGE, add_token, bare, by, changed, refuse_token
from tests.casebook.society import NOW, STRANGER, Json, did_key, method, subject
from tests.casebook.tokens import claims_of, compact, seconds

ISSUER = did_key(STRANGER)
LAST = 253_402_300_799  # the last second of the year 9999


def write(book: Book) -> None:
    """Write the cases down."""
    plain = by(ISSUER)
    undated = {"validFrom": None, "validUntil": None}

    def accept(name: str, title: str, expected: Expected = STRANGE, **claims: Any) -> None:
        content = within(changed(bare(plain), **undated), claims_of(plain) | claims)
        add_token(book, f"vc-claim-{name}", title, content, expected)

    def refuse(name: str, title: str, reason: str, **claims: Any) -> None:
        content = within(changed(bare(plain), **undated), claims_of(plain) | claims)
        refuse_token(book, f"vc-claim-{name}", title, content, reason)

    accept("last-second", "An end in the last second that a date can say", exp=LAST)
    refuse("after-all-dates", "An end a second later, which no date can say", "jwt_until_differs", exp=LAST + 1)
    accept("first-second", "A beginning in the second that all are counted from", nbf=0)
    refuse("before-the-count", "A beginning a second earlier", "jwt_from_differs", nbf=-1)

    # By the first data model both dates have other words, and the first must be there.
    holder = did_key(NOW)
    old = old_award(credentialSubject=subject(id=holder))
    told = changed(bare(old), id=None, issuer=None, issuanceDate=None, expirationDate=None)
    told["credentialSubject"] = changed(told["credentialSubject"], id=None)
    claims: Json = {"iss": ISSUER, "sub": holder, "jti": old["id"]}
    dated = claims | {"nbf": seconds(old["issuanceDate"]), "exp": seconds(old["expirationDate"])}
    add_token(
        book,
        "vc-claim-old",
        "A vc claim by the first data model that leaves all to the claims",
        within(told, dated),
        STRANGE,
    )
    refuse_token(
        book,
        "vc-claim-old-undated",
        "By the first data model, and no claim says when it begins",
        within(told, claims),
        "date_malformed",
        step="shape",
    )


def within(credential: Json, claims: Json) -> bytes:
    """A token that holds a credential in its `vc` claim."""
    head = {"alg": "EdDSA", "kid": method(STRANGER, ISSUER), "typ": "JWT"}
    return compact(head, claims | {"vc": credential}, STRANGER)
