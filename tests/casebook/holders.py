"""Cases of presentations: files that hold several credentials."""

from typing import Any

from tests.casebook.baking import png_around, svg_around
from tests.casebook.book import Book, Expected, Part, ends, known
from tests.casebook.forge import json_text
from tests.casebook.jwts import token, vc_jwt
from tests.casebook.society import CREDENTIALS_V2, NOW, Json, award
from tests.casebook.tokens import compact, packed

VALID: tuple[str, tuple[str, ...]] = ("valid", ())
CHANGED = ("altered", ("proof_signature_invalid",))


def write(book: Book) -> None:
    """Write the cases down."""
    first, second = (book.site.enter("b2", index, award("b2", index)) for index in (902, 903))
    _presentations(book, first, second)


def presentation(held: Any, **changes: Any) -> Json:
    """A presentation of what is held."""
    document = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "verifiableCredential": held}
    return {name: member for name, member in (document | changes).items() if member is not None}


def refused(reason: str) -> tuple[str, tuple[str, ...]]:
    """A part that can't be read."""
    return "unreadable", (reason,)


def _presentations(book: Book, first: Json, second: Json) -> None:
    def add(
        name: str,
        title: str,
        document: Json | bytes,
        parts: list[tuple[str, tuple[str, tuple[str, ...]]]],
        expected: Expected | None = None,
        file: str = "credential.json",
    ) -> None:
        told: tuple[Part, ...] = tuple((f"verifiableCredential{at}", *outcome) for at, outcome in parts)
        one = expected or (known("valid") if told[0][1] == "valid" else ends("read", told[0][2][0], told[0][1]))
        own: tuple[Part, ...] = (("proof", one.verdict, one.reasons),) if file.endswith(".jwt") else ()
        book.add(f"presentation-{name}", title, document, one, file=file, parts=(*own, *told))

    changed = second | {"name": "Chief Facilitator"}
    old = "https://www.w3.org/2018/credentials/v1"
    nonsense = {"@context": CREDENTIALS_V2, "type": "EnvelopedVerifiableCredential"}
    add("one", "A presentation of one credential", presentation(first), [("", VALID)])
    add("array", "A presentation of an array of one", presentation([first]), [("[0]", VALID)])
    add(
        "several",
        "One that is good and one that was changed",
        presentation([first, changed]),
        [("[0]", VALID), ("[1]", CHANGED)],
    )
    add(
        "changed-first",
        "One that was changed and one that is good",
        presentation([changed, first]),
        [("[0]", CHANGED), ("[1]", VALID)],
        ends("proof", "proof_signature_invalid"),
    )
    add(
        "old",
        "A presentation of the older data model",
        presentation([first], **{"@context": [old], "type": "VerifiablePresentation"}),
        [("[0]", VALID)],
    )
    add(
        "in-png",
        "A presentation in an image",
        png_around(json_text(presentation([first]))),
        [("[0]", VALID)],
        file="badge.png",
    )
    add(
        "in-svg",
        "A presentation in a drawing",
        svg_around(json_text(presentation([first]))),
        [("[0]", VALID)],
        file="badge.svg",
    )
    add("empty", "A presentation of nothing", presentation([]), [("", refused("contained_none"))])
    add("without", "A presentation that does not say of what", presentation(None), [("", refused("contained_none"))])
    add(
        "nested",
        "A presentation in a presentation",
        presentation([presentation([first])]),
        [("[0]", refused("not_a_credential"))],
    )
    add(
        "full",
        "Sixty-four things that are no credentials",
        presentation([{}] * 64),
        [(f"[{at}]", refused("not_a_credential")) for at in range(64)],
    )
    add("too-many", "Sixty-five", presentation([first] + [{}] * 64), [("", refused("contained_too_many"))])
    add(
        "odd",
        "Other things in the places of credentials",
        presentation([7, [first], "roses", True]),
        [
            ("[0]", refused("format_unknown")),
            ("[1]", refused("not_a_credential")),
            ("[2]", refused("format_unknown")),
            ("[3]", refused("format_unknown")),
        ],
    )
    add(
        "envelopes",
        "Envelopes that hold no token",
        presentation(
            [
                nonsense | {"id": "data:application/vc+cose;base64,AAAA"},
                nonsense | {"id": "https://evil.example/credential"},
                nonsense,
                nonsense | {"id": "data:application/vc+jwt,roses"},
            ]
        ),
        [
            ("[0]", refused("envelope_unknown")),
            ("[1]", refused("envelope_unknown")),
            ("[2]", refused("envelope_unknown")),
            ("[3]", refused("format_unknown")),
        ],
    )
    envelope = {"@context": CREDENTIALS_V2, "type": ["EnvelopedVerifiableCredential"]}
    tokens = [token(first).decode(), envelope | {"id": "data:application/vc+jwt," + vc_jwt(second).decode()}]
    add(
        "of-tokens",
        "A token, and another in an envelope",
        presentation([*tokens, vc_jwt(changed).decode()]),
        [("[0]", VALID), ("[1]", VALID), ("[2]", ("altered", ("ledger_differs",)))],
    )
    head = {"alg": "EdDSA", "typ": "JWT"}
    add(
        "as-token",
        "A presentation that is a token, and says neither whose it is nor who signed it",
        compact(head, {"vp": presentation(tokens)}, NOW),
        [("[0]", VALID), ("[1]", VALID)],
        ends("proof", "issuer_method_unknown", "unfinished"),
        file="presentation.jwt",
    )
    head["typ"] = "vp+jwt"
    add(
        "as-newer-token",
        "The same by VC-JOSE-COSE",
        compact(head, presentation(first), NOW),
        [("", VALID)],
        ends("proof", "issuer_method_unknown", "unfinished"),
        file="presentation.jwt",
    )
    add(
        "in-token",
        "A presentation in a token in a presentation",
        presentation([compact(head, presentation(first), NOW).decode()]),
        [("[0]", refused("not_a_credential"))],
    )
    for name, payload in {
        "list": [first],
        "nothing": {"vp": {"type": "Presentation", "verifiableCredential": first}},
    }.items():
        book.add(
            f"presentation-token-of-{name}",
            "A token that holds no presentation",
            compact(head, packed(payload), NOW),
            ends("read", "not_a_credential", "unreadable"),
            file="presentation.jwt",
        )
    both = first | {"type": [*first["type"], "VerifiablePresentation"], "verifiableCredential": [second]}
    book.add(
        "presentation-and-credential",
        "A credential that says it is a presentation as well",
        both,
        ends("context", "context_nested"),
    )
