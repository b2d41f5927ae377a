"""Cases of step 8: status lists and their faults."""

import base64
import gzip
import zlib
from typing import Any

from tests.casebook.book import Book, Expected, ends, known, unknown
from tests.casebook.forge import bitstring, encoded_list, gzip_bytes, multikey, sign
from tests.casebook.society import (
    HELD,
    ISSUER,
    NOW,
    OLD,
    REVOKED,
    STOLEN,
    STRANGER,
    Json,
    award,
    did_key,
    did_key_award,
    list_address,
    method,
    part_address,
    signed_list,
    status_entry,
    status_list,
)

B2 = list_address("b2")
B2_HOLDS = list_address("b2-holds")
BITS = REVOKED["b2"] + HELD["b2"]


def write(book: Book) -> None:
    """Write the cases down."""
    _withdrawn(book)
    _past(book)
    _entries(book)
    _lists(book)
    _several(book)
    _own_lists(book)


def unsettled(reason: str) -> Expected:
    """A credential of the society whose status could not be checked."""
    return known("unfinished", reason, status="could_not_check")


def withdrawn(*also: str, **outcomes: str) -> Expected:
    """A credential of the society that was withdrawn."""
    return known("withdrawn", "status_revoked", *also, status="failed", **outcomes)


def on_hold() -> Expected:
    """A credential of the society that is on hold."""
    return known("on_hold", "status_on_hold", status="failed")


def _withdrawn(book: Book) -> None:
    revoked = book.site.enter("b2", 8, award("b2", 8))
    held = book.site.enter("b2", 9, award("b2", 9))
    book.add("withdrawn", "A revoked credential has one verdict", revoked, withdrawn(), threats=(17,))
    book.add("on-hold", "A credential on hold: its bit is set in both lists", held, on_hold())
    reinstated = book.site.enter("b2", 11, award("b2", 11))
    book.add("reinstated", "A credential that was on hold, and no longer is", reinstated, known("valid"))
    old = book.site.enter("a1", 6, award("a1", 6), issued="2025-01-15")
    book.add("withdrawn-retired-key", "A revoked credential of a retired key", old, withdrawn())
    both = book.site.enter("b2", 60, award("b2", 60, validUntil="2026-06-01T00:00:00Z"))
    lists = {B2: signed_list("b2", (60,))}
    book.add(
        "withdrawn-and-expired",
        "Revoked and expired: withdrawn comes first",
        both,
        known("withdrawn", "expired", "status_revoked", dates="failed", status="failed"),
        documents=lists,
        threats=(17,),
    )
    last = book.site.enter("b2", 131_071, award("b2", 131_071))
    book.add(
        "withdrawn-last-index",
        "The last bit of the list",
        last,
        withdrawn(),
        documents={B2: signed_list("b2", (131_071,))},
    )
    book.add(
        "valid-neighbours",
        "The bits on both sides are set, its own is not",
        book.site.enter("b2", 61, award("b2", 61)),
        known("valid"),
        documents={B2: signed_list("b2", (60, 62))},
    )
    book.add(
        "withdrawn-altered-too",
        "Revoked, and signed by a key that the ledger's entry does not name",
        book.site.enter("b2", 62, award("b2", 62), key=OLD, issued="2026-01-15"),
        known("altered", "status_revoked", "ledger_key_differs", status="failed", ledger="failed"),
        documents={B2: signed_list("b2", (62,))},
    )
    for name, title, answers in (
        ("unreachable", "the holds list can't be reached", {B2_HOLDS: {"status": 404}}),
        ("stranger", "a stranger signed the holds list", {B2_HOLDS: signed_list("b2", (9,), holds=True, key=STRANGER)}),
        (
            "expired",
            "the holds list has expired",
            {B2_HOLDS: signed_list("b2", (9,), holds=True, validUntil="2026-10-15T00:00:00Z")},
        ),
        (
            "later",
            "the holds list was signed later",
            {B2_HOLDS: signed_list("b2", (9,), holds=True, validFrom="2026-11-02T00:00:00Z")},
        ),
        (
            "purpose",
            "the holds list is of the other purpose",
            {B2_HOLDS: signed_list("b2", (9,), holds=True, subject={"statusPurpose": "revocation"})},
        ),
        ("clear", "the holds list does not have the bit", {B2_HOLDS: signed_list("b2", (), holds=True)}),
    ):
        book.add(
            f"hold-unproved-{name}", f"Said to be on hold, but {title}: withdrawn", held, withdrawn(), documents=answers
        )
    old_list = {B2: signed_list("b2", (), validFrom="2026-04-01T08:00:00Z", validUntil="2027-05-01T08:00:00Z")}
    book.add(
        "old-list-in-date",
        "A list from before the withdrawal, still in date: only a verifier with a memory sees it",
        revoked,
        known("valid"),
        documents=old_list,
        threats=(13,),
    )
    book.add(
        "old-list-expired",
        "A list from before the withdrawal, past its end",
        revoked,
        unsettled("status_list_expired"),
        threats=(13,),
        documents={B2: signed_list("b2", (), validFrom="2025-04-01T08:00:00Z", validUntil="2026-05-01T08:00:00Z")},
    )


def _past(book: Book) -> None:
    """Before the lists were signed, the dated withdrawals speak."""
    held_once, revoked, plain = award("b2", 11), award("b2", 8), award()
    valid = known("valid")
    for name, credential, at, expected in (
        ("valid", plain, "2026-03-15T12:00:00Z", valid),
        ("before-hold", held_once, "2026-03-31T23:59:59Z", valid),
        ("first-day-of-hold", held_once, "2026-04-01T00:00:00Z", on_hold()),
        ("last-day-of-hold", held_once, "2026-05-31T23:59:59Z", on_hold()),
        ("reinstated", held_once, "2026-06-01T00:00:00Z", valid),
        ("before-withdrawal", revoked, "2026-05-09T23:59:59Z", valid),
        ("withdrawn", revoked, "2026-05-10T00:00:00Z", withdrawn()),
        ("day-in-utc", revoked, "2026-05-10T01:00:00+02:00", valid),
        ("list-by-skew", revoked, "2026-10-01T07:55:00Z", withdrawn()),
    ):
        book.add(f"past-{name}", f"Asked about {at}", credential, expected, at=at)
    unlisted = book.site.enter("b2", 97, award("b2", 97))
    for name, title, at, expected in (
        (
            "list-edge",
            "Asked about the first moment that the list speaks of, by skew",
            "2026-10-01T07:55:00Z",
            withdrawn(),
        ),
        ("list-beyond", "Asked about a moment before that: the ledger knows nothing", "2026-10-01T07:54:59Z", valid),
    ):
        book.add(f"past-{name}", title, unlisted, expected, at=at, documents={B2: signed_list("b2", (97,))})
    book.add(
        "past-before-signing",
        "Asked about a day before the signing",
        plain,
        ends("proof", "not_yet_signed"),
        at="2026-02-01T12:00:00Z",
        threats=(24,),
    )
    at = "2026-03-15T12:00:00Z"
    book.add(
        "past-no-ledger",
        "The dated withdrawals can't be reached",
        plain,
        known(
            "unfinished", "ledger_unreachable", "ledger_unreachable", status="could_not_check", ledger="could_not_check"
        ),
        at=at,
        documents={part_address("b2", 0): {"status": 404}},
    )
    book.add(
        "past-broken-ledger",
        "The dated withdrawals can't be read",
        plain,
        known(
            "unfinished", "ledger_unreachable", "ledger_malformed", status="could_not_check", ledger="could_not_check"
        ),
        at=at,
        documents={part_address("b2", 0): {"list": "b2", "part": 0}},
    )
    book.add(
        "past-no-part",
        "The registry has no such part of the ledger",
        award("b2", 90000),
        known("unfinished", "ledger_unreachable", "not_in_ledger", status="could_not_check", ledger="failed"),
        at=at,
    )
    book.add(
        "past-stranger-list",
        "A list of the future, signed by a stranger",
        plain,
        unsettled("status_list_proof"),
        at=at,
        documents={B2: signed_list("b2", (), key=STRANGER, method=method(NOW))},
    )


def _ended_proof(reason: str) -> Expected:
    return ends("proof", reason, fetched=())


def _entries(book: Book) -> None:
    """Faults of the entry, each well signed."""
    index = iter(range(1000, 1100))

    def unsettle(name: str, title: str, reason: str, *threats: int, in_ledger: bool = True, **changes: Any) -> None:
        number = next(index)
        entry = {member: value for member, value in (status_entry("b2", number) | changes).items() if value is not None}
        credential = award("b2", number, credentialStatus=entry)
        expected = unsettled(reason)
        if in_ledger:
            book.site.enter("b2", number, credential)
        else:
            expected = known("unfinished", reason, "not_in_ledger", status="could_not_check", ledger="failed")
        book.add(name, title, credential, expected, threats=threats)

    for name, text in (
        ("letters", "8abc"),
        ("hex", "0x7"),
        ("fraction", "7.9"),
        ("zeros", "007"),
        ("minus", "-1"),
        ("plus", "+7"),
        ("empty", ""),
        ("space", " 7"),
        ("exponent", "1e1"),
        ("arabic", "٧"),
        ("long", "1000000000"),
    ):
        unsettle(
            f"index-{name}", f"The index {text!r}", "status_index_malformed", 15, in_ledger=False, statusListIndex=text
        )
    unsettle("index-missing", "No index", "status_index_malformed", 15, in_ledger=False, statusListIndex=None)
    unsettle(
        "index-beyond",
        "An index beyond the list",
        "status_index_out_of_range",
        14,
        in_ledger=False,
        statusListIndex="131072",
    )
    unsettle("entry-purpose", "A list of rankings", "status_purpose_unknown", in_ledger=False, statusPurpose="ranking")
    unsettle(
        "entry-no-purpose", "An entry without a purpose", "status_purpose_unknown", in_ledger=False, statusPurpose=None
    )
    unsettle(
        "entry-http",
        "A list by http",
        "status_address_malformed",
        in_ledger=False,
        statusListCredential=B2.replace("https:", "http:"),
    )
    unsettle(
        "entry-fragment",
        "A list's address with a fragment",
        "status_address_malformed",
        in_ledger=False,
        statusListCredential=f"{B2}#list",
    )
    unsettle(
        "entry-no-list",
        "An entry without a list",
        "status_address_malformed",
        in_ledger=False,
        statusListCredential=None,
    )
    unsettle("entry-id-is-list", "The entry's id is the list's address", "status_entry_id", id=B2)
    unsettle("entry-size", "Two bits an entry", "status_size_unsupported", statusSize=2)
    number = next(index)
    book.add(
        "entry-size-one",
        "One bit an entry, in so many words",
        book.site.enter("b2", number, award("b2", number, credentialStatus=status_entry("b2", number, statusSize=1))),
        known("valid"),
    )
    number = next(index)
    entry = {member: value for member, value in status_entry("b2", number).items() if member != "id"}
    book.add(
        "entry-no-id",
        "An entry without an id",
        book.site.enter("b2", number, award("b2", number, credentialStatus=entry)),
        known("valid"),
    )
    wrong = status_entry(
        "b2",
        7,
        type="BitstringStatusListCredential",
        statusPurpose=None,
        statusListIndex=None,
        statusListCredential=None,
    )
    wrong = {member: value for member, value in wrong.items() if value is not None}
    book.add(
        "entry-unknown-kind",
        "A status of another kind",
        award("b2", 1098, credentialStatus=wrong),
        known("unfinished", "status_type_unknown", "not_in_ledger", status="could_not_check", ledger="failed"),
        threats=(16,),
    )


def _lists(book: Book) -> None:
    """Faults of the list, for a credential that is fine; each list says that nothing is revoked."""
    revoked = award("b2", 8)

    def unsettle(name: str, title: str, reason: str, answer: Any, *threats: int) -> None:
        book.add(f"list-{name}", title, revoked, unsettled(reason), documents={B2: answer}, threats=threats)

    def with_bits(encoded: str | None) -> Json:
        return signed_list("b2", subject={"encodedList": encoded})

    unsettle("unreachable", "The list can't be reached", "status_unreachable", {"status": 503})
    unsettle(
        "html",
        "A page in place of the list",
        "status_list_malformed",
        {"base64": base64.b64encode(b"<!doctype html>").decode()},
    )
    unsettle("not-a-list", "Another credential in place of the list", "status_list_malformed", award())
    unsettle("unsigned", "A list without a proof", "status_list_malformed", status_list("b2"))
    unsettle(
        "subject-type",
        "A list whose subject is of no type",
        "status_list_malformed",
        signed_list("b2", subject={"type": None}),
    )
    unsettle(
        "undefined-term", "A list with an undefined word", "status_list_malformed", signed_list("b2", remark="fresh")
    )
    unsettle(
        "renamed-end", "A list whose validUntil goes by its address", "status_list_malformed", _renamed_end(), 2, 13
    )
    unsettle(
        "id", "The list of another address", "status_list_id_differs", signed_list("b2", id=list_address("a1")), 14
    )
    unsettle("other", "Another list of the society", "status_list_id_differs", signed_list("a1"), 14)
    stranger = did_key(STRANGER)
    unsettle(
        "stranger",
        "A list by a stranger, in the stranger's name",
        "status_list_issuer_differs",
        signed_list("b2", key=STRANGER, method=f"{stranger}#{multikey(STRANGER)}", issuer=stranger),
        12,
    )
    unsettle(
        "stranger-in-our-name",
        "A list by a stranger, in the society's name",
        "status_list_proof",
        signed_list("b2", key=STRANGER),
        12,
    )
    unsettle(
        "stranger-under-our-key",
        "A list by a stranger, under the society's key",
        "status_list_proof",
        signed_list("b2", key=STRANGER, method=method(NOW)),
        12,
    )
    unsettle("changed", "A list with its bits cleared after the signing", "status_list_proof", _cleared(), 12)
    unsettle("proof-set", "A list with two proofs of which one does not hold", "status_list_proof", _two_proofs(), 23)
    unsettle("retired-key", "A list signed by the retired key", "status_list_key", signed_list("b2", key=OLD), 12)
    unsettle("stolen-key", "A list signed by the stolen key", "status_list_key", signed_list("b2", key=STOLEN), 12, 41)
    unsettle(
        "purpose",
        "A list of the other purpose",
        "status_list_purpose_differs",
        signed_list("b2", subject={"statusPurpose": "suspension"}),
    )
    unsettle(
        "expired", "A list that ended", "status_list_expired", signed_list("b2", validUntil="2026-10-31T00:00:00Z"), 13
    )
    ended = sign(
        status_list("b2"), NOW, method=method(NOW), created="2026-10-01T08:00:00Z", expires="2026-10-31T00:00:00Z"
    )
    unsettle("proof-expired", "A list whose proof ran out after it was signed", "status_list_proof", ended, 13)
    unsettle("no-bits", "A list without bits", "status_list_encoding", with_bits(None))
    packed = encoded_list(bitstring(BITS))
    unsettle("multibase", "Bits in another base", "status_list_encoding", with_bits("m" + packed[1:]))
    unsettle("padding", "Bits with padding", "status_list_encoding", with_bits(packed + "="))
    unsettle("stray-bits", "Bits whose last letter says more than it may", "status_list_encoding", with_bits(_stray()))
    unsettle(
        "alphabet", "Bits in the other alphabet", "status_list_encoding", with_bits(packed[:40] + "+/" + packed[42:])
    )
    plain = base64.urlsafe_b64encode(bitstring()).rstrip(b"=").decode()
    unsettle("not-gzip", "Bits that are not compressed", "status_list_encoding", with_bits("u" + plain))
    unsettle("cut-off", "Bits that are cut off", "status_list_encoding", with_bits(_u(gzip_bytes(bitstring())[:-12])))
    unsettle("checksum", "Bits with a wrong checksum", "status_list_encoding", with_bits(_u(_wrong_checksum())))
    unsettle(
        "trailing",
        "Something behind the bits",
        "status_list_encoding",
        with_bits(_u(gzip_bytes(bitstring()) + b"more")),
    )
    whole = gzip_bytes(bitstring())
    for name, title, stream in (
        ("empty-member-first", "An empty compressed file before the bits", gzip_bytes(b"") + whole),
        ("empty-member-last", "An empty compressed file behind the bits", whole + gzip_bytes(b"")),
        ("ends-twice", "Bits with their checksum and size a second time, behind zeros", whole + bytes(9) + whole[-8:]),
        ("ends-later", "Something between the bits and their checksum", whole[:-8] + b"more" + whole[-8:]),
        ("header-checksum", "Bits whose compression has a wrong checksum of its header", _flagged(2, b"\0\0")),
        ("header-reserved", "Bits whose compression has a flag of the future", _flagged(0x20, b"")),
        ("header-endless", "Bits whose compression names a file without an end", b"\x1f\x8b\x08\x08" + b"\x01" * 40),
    ):
        unsettle(name, title, "status_list_encoding", with_bits(_u(stream)))
    unsettle(
        "two-members",
        "Two compressed files, one behind the other",
        "status_list_encoding",
        with_bits(_u(gzip_bytes(bitstring()[:8192]) + gzip_bytes(bitstring()[8192:]))),
    )
    unsettle("short", "A list of 64 bits", "status_list_too_short", with_bits(encoded_list(bitstring(entries=64))), 14)
    unsettle(
        "short-by-eight",
        "A list eight bits too short",
        "status_list_too_short",
        with_bits(encoded_list(bitstring(entries=131_064))),
        14,
    )
    unsettle("empty", "A list of no bits", "status_list_too_short", with_bits(encoded_list(b"")), 14)
    unsettle(
        "bomb",
        "Six kilobytes that become a megabyte and a byte",
        "status_list_too_large",
        with_bits(encoded_list(bytes(1_048_577))),
        18,
    )
    unsettle(
        "bomb-large",
        "A bomb of sixteen megabytes",
        "status_list_too_large",
        with_bits(encoded_list(bytes(16 * 1_048_576))),
        18,
    )
    both = {"statusPurpose": ["suspension", "revocation"]}
    book.add(
        "list-two-purposes",
        "A list of both purposes has the bit that each entry names",
        revoked,
        withdrawn(),
        documents={B2: signed_list("b2", (8,), subject=both), B2_HOLDS: signed_list("b2", (), holds=True)},
    )
    plain_award = award()
    for name, title, answer in (
        ("no-end", "A list that does not end", signed_list("b2", BITS, validUntil=None)),
        ("no-dates", "A list without dates", signed_list("b2", BITS, validUntil=None, validFrom=None)),
        (
            "end-by-skew",
            "A list that ended five minutes ago",
            signed_list("b2", BITS, validUntil="2026-11-01T11:55:00Z"),
        ),
        ("large", "The largest list allowed", with_bits(encoded_list(bitstring(BITS, entries=8_388_608)))),
        ("gzip-fields", "Bits whose compression has every field it may have", with_bits(_u(_fields_gzip()))),
        ("gzip-name", "Bits whose compression names a file and a time", with_bits(_u(_named_gzip()))),
    ):
        book.add(f"list-good-{name}", title, plain_award, known("valid"), documents={B2: answer})


def _u(content: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _wrong_checksum() -> bytes:
    packed = bytearray(gzip_bytes(bitstring()))
    packed[-8] ^= 1
    return bytes(packed)


def _stray() -> str:
    # A file name of the right length leaves one byte for the last two letters, whose last four bits are then zero.
    named = next(packed for name in (b"", b"a", b"ab") if len(packed := _flagged(8, name + b"\0")) % 3 == 1)
    text = _u(named)
    return text[:-1] + {"A": "B", "Q": "R", "g": "h", "w": "x"}[text[-1]]


def _flagged(flags: int, fields: bytes) -> bytes:
    packed = gzip_bytes(bitstring(BITS))
    return packed[:3] + bytes((flags,)) + packed[4:10] + fields + packed[10:]


def _fields_gzip() -> bytes:
    fields = b"\3\0abcname\0comment\0"
    header = _flagged(31, fields)[: 10 + len(fields)]
    return _flagged(31, fields + (zlib.crc32(header) & 0xFFFF).to_bytes(2, "little"))


def _named_gzip() -> bytes:
    packed = gzip_bytes(bitstring(BITS))
    named = packed[:3] + b"\x08\x15\xcd\x5b\x07" + packed[8:10] + b"bits\0" + packed[10:]
    if gzip.decompress(named) != bitstring(BITS):
        raise AssertionError("the header is wrong")
    return named


def _renamed_end() -> Json:
    ended = signed_list("b2", validUntil="2026-10-31T00:00:00Z")
    left = {member: value for member, value in ended.items() if member != "validUntil"}
    return left | {"https://www.w3.org/2018/credentials#validUntil": ended["validUntil"]}


def _cleared() -> Json:
    honest = signed_list("b2", BITS)
    return honest | {"credentialSubject": honest["credentialSubject"] | {"encodedList": encoded_list(bitstring())}}


def _two_proofs() -> Json:
    honest = signed_list("b2")
    later = honest["proof"] | {"created": "2026-10-02T08:00:00Z"}
    return honest | {"proof": [honest["proof"], later]}


def _several(book: Book) -> None:
    """Several entries: each is looked at."""
    strange = {"id": "https://society.example/status#1", "type": "BitstringStatusListCredential"}

    def two(
        name: str, title: str, index: int, entries: list[Json], expected: Expected, documents: Json | None = None
    ) -> None:
        credential = book.site.enter("b2", index, award("b2", index, credentialStatus=entries))
        book.add(name, title, credential, expected, documents=documents, threats=(16,))

    def lists(*bits: int, holds: tuple[int, ...] = ()) -> Json:
        return {B2: signed_list("b2", bits), B2_HOLDS: signed_list("b2", holds, holds=True)}

    def suspension(index: int) -> Json:
        return status_entry(
            "b2", index, statusPurpose="suspension", statusListCredential=B2_HOLDS, id=f"{B2_HOLDS}#{index}"
        )

    two(
        "entries-unknown-first",
        "A status of an unknown kind before one that is revoked",
        1200,
        [strange, status_entry("b2", 1200)],
        withdrawn(),
        lists(1200),
    )
    two(
        "entries-unknown-last",
        "A status of an unknown kind behind one that is revoked",
        1201,
        [status_entry("b2", 1201), strange],
        withdrawn(),
        lists(1201),
    )
    two(
        "entries-unknown-beside-clear",
        "A status of an unknown kind beside one that is fine",
        1202,
        [strange, status_entry("b2", 1202)],
        unsettled("status_type_unknown"),
    )
    two(
        "entries-two-unsettled",
        "Two that could not be checked: the first gives the reason",
        1203,
        [status_entry("b2", 1203, statusPurpose="ranking", id=f"{B2}#ranking"), strange, status_entry("b2", 1203)],
        unsettled("status_purpose_unknown"),
    )
    two(
        "entries-suspension-clear",
        "A revocation and a suspension, neither set",
        1204,
        [status_entry("b2", 1204), suspension(1204)],
        known("valid"),
    )
    two(
        "entries-suspension-first",
        "The suspension stands first: the ledger goes by the revocation",
        1208,
        [suspension(1208), status_entry("b2", 1208)],
        known("valid"),
    )
    two(
        "entries-suspended",
        "The suspension alone is set",
        1205,
        [status_entry("b2", 1205), suspension(1205)],
        on_hold(),
        lists(holds=(1205,)),
    )
    two(
        "entries-suspended-and-unsettled",
        "On hold, and a list that can't be reached before it",
        1210,
        [status_entry("b2", 1210, id="urn:x:1", statusListCredential=list_address("z9")), suspension(1210)],
        known("on_hold", "status_on_hold", "not_in_ledger", status="failed", ledger="failed"),
        lists(holds=(1210,)),
    )
    two(
        "entries-suspended-and-revoked",
        "Both set, in lists that each mean their own",
        1206,
        [suspension(1206), status_entry("b2", 1207, id=f"{B2}#1207")],
        withdrawn("not_in_ledger", ledger="failed"),
        lists(1207, holds=(1206,)),
    )


def _own_lists(book: Book) -> None:
    """Issuers that no registry knows have lists too."""
    did = did_key(STRANGER)
    address = "https://lists.example/1.json"
    entry = {
        "id": f"{address}#5",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "5",
        "statusListCredential": address,
    }
    credential = did_key_award(credentialStatus=entry)

    def stranger_list(*bits: int, valid_from: str = "2026-10-01T08:00:00Z") -> Json:
        document = status_list(
            "b2", bits, id=address, issuer=did, validFrom=valid_from, subject={"id": f"{address}#list"}
        )
        return sign(document, STRANGER, method=f"{did}#{multikey(STRANGER)}", created=valid_from)

    book.add(
        "stranger-list-clear",
        "A stranger's credential with a list of the stranger's own",
        credential,
        unknown("issuer_unknown", status="passed"),
        documents={address: stranger_list()},
    )
    book.add(
        "stranger-list-revoked",
        "A stranger's credential, revoked by the stranger",
        credential,
        unknown("issuer_unknown", "status_revoked", verdict="withdrawn", status="failed"),
        documents={address: stranger_list(5)},
        threats=(17,),
    )
    book.add(
        "stranger-list-later",
        "A stranger's list that was signed after the moment asked about",
        credential,
        unknown("issuer_unknown", "status_list_not_yet_valid", verdict="unfinished", status="could_not_check"),
        documents={address: stranger_list(valid_from="2026-11-01T12:05:01Z")},
    )
    book.add(
        "stranger-list-by-society",
        "A stranger's list by somebody else",
        credential,
        unknown("issuer_unknown", "status_list_issuer_differs", verdict="unfinished", status="could_not_check"),
        documents={
            address: sign(
                status_list("b2", id=address, issuer=ISSUER), NOW, method=method(NOW), created="2026-10-01T08:00:00Z"
            )
        },
        threats=(12,),
    )
