"""Cases of ecdsa-sd-2023: what a holder shows of a credential (vc-di-ecdsa 1.0, sections 3.4 and 3.5)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import cbor2

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.book import Book, Expected, ends, known, unknown
from tests.casebook.forge import (
    P256_KEY,
    P256_OTHER,
    P384_KEY,
    Disclosed,
    base58,
    base64url,
    disclosed,
    ec_point,
    multikey,
)
from tests.casebook.proof_sets import ELSEWHERE_ADDRESS
from tests.casebook.society import (
    STRANGER,
    Json,
    achievement,
    did_document,
    did_key,
    list_address,
    method,
    signed,
    status_list,
    subject,
    unsigned,
)

NAME = "ecdsa-sd-2023"
STRANGE = unknown("issuer_unknown", "no_status")
ONE_TIME = "p256-proof"
MALFORMED, INVALID = "proof_value_malformed", "proof_signature_invalid"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
Change = Callable[[Disclosed], Disclosed]


def write(book: Book) -> None:
    """Write the cases down."""
    _accepted(book)
    _altered(book)
    _exchanged(book)
    _malformed(book)
    _encoded(book)
    _options(book)
    _society(book)


def bare(**changes: Any) -> Json:
    """What is shown: a credential by the did:key of P-256, without status or related files."""
    did = did_key(P256_KEY)
    members = {"issuer": {"id": did, "type": ["Profile"]}, "credentialStatus": None, "relatedResource": None}
    return unsigned(**(members | changes))


def shown(document: Json | None = None, /, *, key: str = P256_KEY, **options: Any) -> Disclosed:
    """The parts of a derived proof over what is shown; `options` go into the proof."""
    document = bare() if document is None else document
    options.setdefault("method", f"{did_key(key)}#{multikey(key)}")
    return disclosed(document, key, one_time=ONE_TIME, **options)


@dataclass(frozen=True, slots=True)
class _Refusal:
    name: str
    title: str
    change: Change
    reason: str = INVALID


def _results(*values: str) -> Json:
    return subject(result=[{"type": ["Result"], "value": value} for value in values])


def _accepted(book: Book) -> None:
    for name, title, document in (
        ("all", "Everything is shown", bare()),
        ("part", "The description of the award and its name are left out", bare(name=None)),
        ("least", "Only what must be", bare(name=None, validUntil=None)),
        ("two-things", "Several things without a name", bare(credentialSubject=_results("Pass", "Merit"))),
    ):
        book.add(f"disclosed-{name}", title, shown(document).document(), STRANGE)
    plain = shown(bare(credentialSubject=_results("\ue000", "😀", "\uffee", "_:c14n0")))
    book.add("disclosed-characters", "Texts that order or look like labels", plain.document(), STRANGE)
    unsorted = replace(plain, labels=dict(reversed(plain.labels.items())), mandatory=plain.mandatory[::-1])
    book.add("disclosed-unsorted", "The map and the places in another order", unsorted.document(), STRANGE)
    none = disclosed(
        bare(), P256_KEY, one_time=ONE_TIME, method=f"{did_key(P256_KEY)}#{multikey(P256_KEY)}", must=lambda _: False
    )
    book.add("disclosed-nothing-mandatory", "Nothing has to be shown", none.document(), STRANGE)
    every = disclosed(
        bare(), P256_KEY, one_time=ONE_TIME, method=f"{did_key(P256_KEY)}#{multikey(P256_KEY)}", must=lambda _: True
    )
    book.add("disclosed-all-mandatory", "Everything has to be shown", every.document(), STRANGE)
    in_array = plain.document()
    book.add("disclosed-in-array", "The proof in an array of one", in_array | {"proof": [in_array["proof"]]}, STRANGE)


def _refuse(book: Book, name: str, title: str, document: Json, reason: str, *threats: int) -> None:
    book.add(f"disclosed-{name}", title, document, ends("proof", reason, fetched=()), threats=threats)


def _altered(book: Book) -> None:
    plain = shown()
    document = plain.document()
    for name, title, change in (
        ("changed", "A name changed", {"name": "Another"}),
        ("end-changed", "A later end", {"validUntil": "2039-02-28T23:59:59Z"}),
        ("added", "A statement added", {"description": "And more"}),
    ):
        _refuse(book, name, title, document | change, INVALID, 22)
    for name, title, member in (
        ("removed", "A statement taken out, its signature left", "name"),
        ("mandatory-removed", "What must be shown taken out", "validFrom"),
    ):
        left = {key: value for key, value in document.items() if key != member}
        _refuse(book, name, title, left, INVALID, 3)
    later = plain.document() | {"proof": document["proof"] | {"created": "2025-03-01T09:00:00Z"}}
    _refuse(book, "created-changed", "The proof's options changed after the signing", later, INVALID, 41)


def _exchanged(book: Book) -> None:
    plain = shown()
    many = plain.signatures
    forged = disclosed(
        bare(description="And more"),
        P256_KEY,
        one_time=P256_OTHER,
        method=f"{did_key(P256_KEY)}#{multikey(P256_KEY)}",
    )
    for refusal in (
        _Refusal("swapped", "Two signatures exchanged", lambda p: replace(p, signatures=(many[1], many[0], *many[2:]))),
        _Refusal("one-less", "One signature less", lambda p: replace(p, signatures=many[:-1])),
        _Refusal("one-more", "One signature more", lambda p: replace(p, signatures=(*many, many[0]))),
        _Refusal("one-zero", "A signature of zeros", lambda p: replace(p, signatures=(bytes(64), *many[1:]))),
        _Refusal("base-zero", "The issuer's signature is zeros", lambda p: replace(p, base=bytes(64))),
        _Refusal("place-less", "A place left out", lambda p: replace(p, mandatory=p.mandatory[1:])),
        _Refusal("place-moved", "A place moved", lambda p: replace(p, mandatory=(*p.mandatory[:-1], 0))),
        _Refusal("place-beyond", "A place beyond the end", lambda p: replace(p, mandatory=(*p.mandatory, 99))),
        _Refusal("label-missing", "A label left out", lambda p: replace(p, labels=dict(list(p.labels.items())[1:]))),
        _Refusal("label-more", "A label that nothing has", lambda p: replace(p, labels=p.labels | {99: bytes(32)})),
        _Refusal("label-other", "Another label", lambda p: replace(p, labels=p.labels | {0: bytes(32)})),
        _Refusal(
            "other-one-time-key",
            "Statements signed anew, with a key that the issuer did not sign",
            lambda p: replace(p, base=plain.base, shown=forged.shown),
        ),
    ):
        own = forged if refusal.name == "other-one-time-key" else plain
        _refuse(book, refusal.name, refusal.title, refusal.change(own).document(), refusal.reason, 41)


def _malformed(book: Book) -> None:
    plain = shown()
    twice = dict.fromkeys(plain.labels, next(iter(plain.labels.values())))
    other = bytes.fromhex("8024") + b"\2" + bytes(31) + b"\7"  # no point has this x
    for name, title, change in (
        ("label-twice", "One thing shown as two", replace(plain, labels=twice)),
        ("place-twice", "A place twice", replace(plain, mandatory=(*plain.mandatory, plain.mandatory[0]))),
        ("key-no-point", "A key that is no point", replace(plain, public_key=other)),
        ("key-of-384", "A key of another kind", replace(plain, public_key=b"\x81\x24" + plain.public_key[2:])),
        ("key-uncompressed", "A key in another form", replace(plain, public_key=b"\x80\x24" + ec_point(ONE_TIME)[:33])),
        ("key-short", "A key that is too short", replace(plain, public_key=plain.public_key[:-1])),
        ("base-short", "A signature that is too short", replace(plain, base=plain.base[:-1])),
        ("signature-short", "A signature of a statement that is too short", _short(plain)),
        ("label-short", "Labels that are too short", replace(plain, labels={n: bytes(31) for n in plain.labels})),
    ):
        _refuse(book, name, title, change.document(), MALFORMED, 41)


def _short(plain: Disclosed) -> Disclosed:
    return replace(plain, signatures=(plain.signatures[0][:-1], *plain.signatures[1:]))


def _encoded(book: Book) -> None:
    plain = shown()
    document, packed = plain.document(), plain.packed()
    labels = cbor2.dumps(plain.labels)
    twice = bytes([labels[0] + 1]) + labels[1:] + cbor2.dumps(0) + cbor2.dumps(plain.labels[0])
    first = packed.replace(b"\x85\x58\x40", b"\x9f\x58\x40", 1) + b"\xff"

    def refuse(name: str, title: str, value: str, reason: str = MALFORMED) -> None:
        _refuse(book, name, title, document | {"proof": document["proof"] | {"proofValue": value}}, reason)

    for name, title, changed in (
        ("cbor-more", "Bytes after the end", packed + b"\0"),
        ("cbor-less", "Bytes missing at the end", packed[:-1]),
        ("cbor-indefinite", "A list of no stated length", first),
        ("cbor-long-length", "A length in more bytes than it needs", packed.replace(b"\x58\x40", b"\x59\0\x40", 1)),
        ("cbor-tag", "A tag before the list", b"\xd8\x1c" + packed),
        ("cbor-number", "A place in more bytes than it needs", packed[:-1] + b"\x18" + packed[-1:]),
        ("cbor-label-twice", "A label twice in the map", packed.replace(labels, twice)),
        ("cbor-count", "A count that is too high", packed.replace(labels, bytes([labels[0] + 1]) + labels[1:])),
        ("cbor-four", "Four values", b"\x84" + packed[1:]),
        ("cbor-empty", "Nothing", b""),
        ("cbor-pattern", "A pattern in place of the list", b"\xd8\x23\x63(a+"),
        ("cbor-deep", "Lists in lists", b"\x81" * 3000 + b"\x80"),
    ):
        refuse(name, title, "u" + base64url(b"\xd9\x5d\x01" + changed))
    refuse("header-unknown", "Another kind of value", "u" + base64url(b"\xd9\x5d\x02" + packed))
    refuse("header-missing", "No header", "u" + base64url(packed))
    refuse("base58", "Another base", "z" + base58(b"\xd9\x5d\x01" + packed))
    value = str(document["proof"]["proofValue"])
    refuse("padded", "Base64 with padding", value + "=")
    refuse("other-alphabet", "The other alphabet of base64", value.replace("_", "/").replace("-", "+"))
    # Without a name, the bytes end within a letter.
    nameless = shown({name: member for name, member in bare().items() if name != "name"}).document()
    spare = str(nameless["proof"]["proofValue"])
    spare = spare[:-1] + _LETTERS[_LETTERS.index(spare[-1]) + 1]
    _refuse(
        book,
        "stray-bits",
        "A last letter that says more than it may",
        nameless | {"proof": nameless["proof"] | {"proofValue": spare}},
        MALFORMED,
    )
    base = cbor2.dumps([plain.base, plain.public_key, bytes(32), list(plain.signatures), ["/issuer"]])
    book.add(
        "disclosed-base",
        "What the issuer gave to the holder, which is not for showing",
        document | {"proof": document["proof"] | {"proofValue": "u" + base64url(b"\xd9\x5d\x00" + base)}},
        ends("proof", "proof_not_derived", "unfinished", fetched=()),
    )


def _options(book: Book) -> None:
    for name, option, reason in (
        ("purpose", {"proofPurpose": "authentication"}, "proof_purpose"),
        ("challenge", {"challenge": "c0ffee"}, "proof_option_refused"),
        ("chain", {"previousProof": "urn:uuid:9dd9ff8a-1e4b-4d0b-a1a6-1c2d3e4f5a6b"}, "proof_option_refused"),
        ("expired", {"expires": "2026-10-01T00:00:00Z"}, "proof_expired"),
        ("future", {"created": "2099-01-01T00:00:00Z"}, "not_yet_signed"),
    ):
        _refuse(book, name, f"A proof that was signed with another option: {name}", shown(**option).document(), reason)
    for key in (STRANGER, P384_KEY):
        did = did_key(key)
        proof = {"verificationMethod": f"{did}#{multikey(key)}"}
        document = shown(bare(issuer={"id": did, "type": ["Profile"]})).document()
        name = "ed25519" if key == STRANGER else "p-384"
        title = f"A key of another kind: {name}"
        _refuse(book, name, title, document | {"proof": document["proof"] | proof}, "proof_key_type", 41)
    relabelled = {"proof": shown().document()["proof"] | {"cryptosuite": "ecdsa-rdfc-2019"}}
    _refuse(book, "relabelled", "Called ecdsa-rdfc-2019", bare() | relabelled, MALFORMED, 41)
    other = signed(bare(), P256_KEY, method=f"{did_key(P256_KEY)}#{multikey(P256_KEY)}", cryptosuite="ecdsa-rdfc-2019")
    back = {"proof": other["proof"] | {"cryptosuite": NAME}}
    _refuse(book, "relabelled-back", "A proof by ecdsa-rdfc-2019 under this name", other | back, MALFORMED, 41)
    both = {"proof": [shown().document()["proof"], other["proof"]]}
    book.add("disclosed-beside", "With another proof over the same beside it", bare() | both, STRANGE)
    document = shown(bare(issuer=ELSEWHERE), method=method(P256_KEY, ELSEWHERE)).document()
    answers = {ELSEWHERE_ADDRESS: did_document(ELSEWHERE, (P256_KEY,))}
    book.add("disclosed-did-web", "Under a key of a did:web", document, STRANGE, documents=answers)


def _society(book: Book) -> None:
    def by_society(**changes: Any) -> Json:
        plain = book.awarded(**changes)
        document = {name: value for name, value in plain.items() if name != "proof"}
        return disclosed(document, P256_KEY, one_time=ONE_TIME, method=method(P256_KEY)).document()

    whole: Expected = known("unfinished", "ledger_derived", ledger="could_not_check")
    book.add("disclosed-society", "Of a society, whose ledger has the digest of the whole", by_society(), whole)
    part = achievement()
    del part["tag"]
    book.add(
        "disclosed-society-part",
        "Of a society, with a part of the achievement",
        by_society(credentialSubject=subject(achievement=part)),
        known(
            "unfinished",
            "definition_derived",
            "ledger_derived",
            definition="could_not_check",
            ledger="could_not_check",
        ),
    )
    endless = status_list("b2", (8, 9), validUntil=None)
    partial = disclosed(endless, P256_KEY, one_time=ONE_TIME, method=method(P256_KEY))
    book.add(
        "list-disclosed",
        "A status list of which a part is shown: its end may be what is left out",
        book.awarded(),
        known("unfinished", "status_list_proof", status="could_not_check"),
        documents={list_address("b2"): partial.document()},
        threats=(12,),
    )
