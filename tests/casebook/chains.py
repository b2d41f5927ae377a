"""Cases of proof chains: proofs that follow other proofs (VC Data Integrity 1.0, sections 2.1.2 and 4.5)."""

from collections.abc import Sequence
from typing import Any

from tests.casebook.book import Book, Expected, ends, known
from tests.casebook.forge import base58, multikey, sign
from tests.casebook.society import DID_ADDRESS, NOW, STRANGER, Json, award, did_key, list_address, signed, signed_list

IDS = tuple(f"urn:uuid:9dd9ff8a-1e4b-4d0b-a1a6-1c2d3e4f5a{number:02}" for number in range(10))


def write(book: Book) -> None:
    """Write the cases down."""
    _accepted(book)
    _changed(book)
    _unsound(book)
    _second_parties(book)


def _with(document: Json, proofs: Sequence[Json]) -> Json:
    return document | {"proof": list(proofs)}


def _bare() -> Json:
    return {name: value for name, value in award().items() if name != "proof"}


def _link(document: Json, previous: Sequence[Json], key: str = NOW, **options: Any) -> Json:
    """A proof of the document that follows others, as the standard has it: over the document with them in it."""
    names = [proof["id"] for proof in previous]
    options.setdefault("previousProof", names[0] if len(names) == 1 else names)
    options.setdefault("cryptosuite", "eddsa-rdfc-2022")
    return dict(signed(document, key, meaning=_with(document, previous), **options)["proof"])


def _accepted(book: Book) -> None:
    bare = _bare()
    first = signed(bare, NOW, id=IDS[0])["proof"]
    second = _link(bare, [first], id=IDS[1])
    third = _link(bare, [second], id=IDS[2])
    values = signed(bare, NOW, cryptosuite="eddsa-jcs-2022", id=IDS[3])["proof"]
    for name, title, proofs in (
        ("good", "A proof that follows another", (first, second)),
        ("good-reversed", "The same, the one that follows first", (second, first)),
        ("good-longer", "A proof that follows one that follows another", (first, second, third)),
        ("good-two", "A proof that follows two", (first, values, _link(bare, [first, values]))),
        (
            "good-two-turned",
            "A proof that follows two, in another order",
            (first, values, _link(bare, [values, first])),
        ),
        ("good-beside", "A chain of two, and a proof beside it", (first, second, values)),
        ("good-values", "A proof over values that follows one over statements", _values_after(bare, first)),
        ("good-statements", "A proof over statements that follows one over values", (values, _link(bare, [values]))),
        ("good-array", "One name in an array, which means the same", (first, second | {"previousProof": [IDS[0]]})),
    ):
        book.add(f"chain-{name}", title, _with(bare, proofs), known("valid"), threats=(23,))
    longest = [first]
    for id_ in IDS[1:8]:
        longest.append(_link(bare, longest[-1:], id=id_))
    book.add("chain-edge", "As many links as are looked at", _with(bare, longest), known("valid"), threats=(23, 30))
    _list(book)


def _values_after(bare: Json, first: Json) -> tuple[Json, ...]:
    return first, _link(bare, [first], cryptosuite="eddsa-jcs-2022")


def _list(book: Book) -> None:
    plain = {name: value for name, value in signed_list("b2", (8, 9)).items() if name != "proof"}
    first = signed(plain, NOW, created="2026-10-01T08:00:00Z", id=IDS[0])["proof"]
    answer = _with(plain, [first, _link(plain, [first], created="2026-10-01T08:00:00Z")])
    book.add(
        "list-good-chain",
        "A status list with a chain of two proofs",
        book.awarded(),
        known("valid"),
        documents={list_address("b2"): answer},
    )


def _refuse(
    book: Book, name: str, title: str, proofs: Sequence[Json], reason: str, *, verdict: str = "altered"
) -> None:
    expected: Expected = ends("proof", reason, verdict)
    book.add(f"chain-{name}", title, _with(_bare(), proofs), expected, threats=(23,))


def _changed(book: Book) -> None:
    bare = _bare()
    first = signed(bare, NOW, id=IDS[0])["proof"]
    second = _link(bare, [first], id=IDS[1])
    values = signed(bare, NOW, cryptosuite="eddsa-jcs-2022", id=IDS[3])["proof"]
    invalid = "proof_signature_invalid"
    unlinked = {name: value for name, value in second.items() if name != "previousProof"}
    _refuse(book, "unlinked", "A proof whose link was taken out", (first, unlinked), invalid)
    linked = signed(bare, NOW, id=IDS[1])["proof"] | {"previousProof": IDS[0]}
    _refuse(book, "linked", "A link put into a proof that followed nothing", (first, linked), invalid)
    loose = signed(bare, NOW, id=IDS[1], previousProof=IDS[0])["proof"]
    _refuse(book, "loose", "A proof that names another and was not made over it", (first, loose), invalid)
    again = signed(bare, NOW, id=IDS[0], created="2026-03-02T09:00:00Z")["proof"]
    _refuse(book, "exchanged", "The proof that another follows was exchanged for a good one", (again, second), invalid)
    other = _link(bare, [first, values])
    moved = other | {"previousProof": IDS[0]}
    _refuse(book, "fewer", "One of two names taken out", (first, values, moved), invalid)
    turned = _link(bare, [first, values], cryptosuite="eddsa-jcs-2022")
    exchanged = turned | {"previousProof": [IDS[3], IDS[0]]}
    _refuse(book, "turned-values", "Two names exchanged under a suite of values", (first, values, exchanged), invalid)
    wrong = first | {"proofValue": "z" + base58(bytes(64))}
    _refuse(book, "first-invalid", "The first link does not hold", (wrong, _link(bare, [wrong])), invalid)
    expired = signed(bare, NOW, id=IDS[0], expires="2026-10-01T00:00:00Z")["proof"]
    _refuse(book, "first-expired", "The first link ended", (expired, _link(bare, [expired])), "proof_expired")


def _unsound(book: Book) -> None:
    bare = _bare()
    first = signed(bare, NOW, id=IDS[0])["proof"]
    second = _link(bare, [first], id=IDS[1])
    missing, cycle = "proof_previous_missing", "proof_chain_cycle"
    _refuse(book, "first-removed", "The proof that another follows was taken out", (second,), missing)
    nameless = {name: value for name, value in first.items() if name != "id"}
    _refuse(book, "first-nameless", "The proof that another follows lost its name", (second, nameless), missing)
    partly = _link(bare, [first, {"id": IDS[5]}])
    _refuse(book, "partly-missing", "One of two proofs that another follows is not there", (first, partly), missing)
    self = signed(bare, NOW, id=IDS[0], previousProof=IDS[0])["proof"]
    _refuse(book, "self", "A proof that follows itself", (self,), cycle)
    one, other = (signed(bare, NOW, id=IDS[place], previousProof=IDS[1 - place])["proof"] for place in (0, 1))
    _refuse(book, "cycle", "Two proofs that follow each other", (one, other), cycle)
    three = [signed(bare, NOW, id=IDS[at], previousProof=IDS[(at + 1) % 3])["proof"] for at in range(3)]
    _refuse(book, "cycle-of-three", "Three proofs in a circle", three, cycle)
    object_ = _link(bare, [first], previousProof={"id": IDS[0]})
    _refuse(book, "object", "A name as an object, which is no string", (first, object_), "proof_malformed")
    relative = signed(bare, NOW, previousProof="first")["proof"]
    for name, title, proofs, reason in (
        ("relative", "A name that is no address", (first, relative), "relative_address"),
        ("null", "A name that is nothing", (first, second | {"previousProof": None}), "null_in_document"),
        ("none", "No name in the array of names", (first, second | {"previousProof": []}), "empty_array"),
        ("twice", "One name twice", (first, second | {"previousProof": [IDS[0]] * 2}), "not_own_compaction"),
        ("two-of-a-name", "Two proofs of one name", (first, second, second | {"id": IDS[0]}), "not_own_compaction"),
    ):
        book.add(f"chain-{name}", title, _with(bare, proofs), ends("context", reason, fetched=()), threats=(23,))


def _second_parties(book: Book) -> None:
    bare = _bare()
    by_other: Json = {"method": f"{did_key(STRANGER)}#{multikey(STRANGER)}", "created": "2026-03-01T09:00:00Z"}
    first = signed(bare, NOW, id=IDS[0])["proof"]
    witness = sign(bare, STRANGER, meaning=_with(bare, [first]), previousProof=IDS[0], **by_other)["proof"]
    _refuse(
        book,
        "witness",
        "A stranger's proof that follows the issuer's",
        (first, witness),
        "proof_set",
        verdict="unfinished",
    )
    draft = sign(bare, STRANGER, id=IDS[0], **by_other)["proof"]
    _refuse(
        book,
        "after-a-stranger",
        "The issuer's proof follows a stranger's",
        (draft, _link(bare, [draft])),
        "proof_set",
        verdict="unfinished",
    )
    alone = ends("proof", "key_not_issuers", fetched=())
    book.add("chain-strangers", "A chain without the issuer", _with(bare, [draft]), alone, threats=(23,))
    later = signed(bare, NOW, id=IDS[1], previousProof=IDS[0])["proof"]
    expected = ends("proof", "proof_previous_missing", fetched=(DID_ADDRESS,))
    plain = signed(bare, NOW)["proof"]
    book.add("chain-first-holds", "One proof holds, and a link is missing", _with(bare, [plain, later]), expected)
