"""Cases of step 8: lists that inform, and how long a list may be kept (Bitstring Status List 1.0)."""

from itertools import count
from typing import Any

from tests.casebook.book import Book, Expected, known
from tests.casebook.forge import bitstring, encoded_list
from tests.casebook.society import Json, award, list_address, signed_list, status_entry
from tests.casebook.statuses import B2, withdrawn

NOTES = list_address("notes")
LATER = "2026-11-02T00:00:00Z"


def write(book: Book) -> None:
    """Write the cases down."""
    _messages(book)
    _malformed(book)
    _several(book)
    _lists(book)


def note(index: int, **changes: Any) -> Json:
    """An entry of a list of messages. A change of None takes a member out."""
    entry = {
        "id": f"{NOTES}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "message",
        "statusListIndex": str(index),
        "statusListCredential": NOTES,
    } | changes
    return {name: value for name, value in entry.items() if value is not None}


def messages(*states: str) -> list[Json]:
    """A message for each state."""
    return [{"status": state, "message": f"state {state}"} for state in states]


def sized(size: int) -> Json:
    """What an entry of so many bits has beside the others."""
    return {"statusSize": size, "statusMessage": messages(*(f"0x{state:x}" for state in range(2**size)))}


def notes(value: int, index: int, *, size: int = 1, entries: int = 131_072, **changes: Any) -> Json:
    """The society's list of messages, with a number at one index."""
    bits = tuple(index * size + place for place in range(size) if value >> (size - 1 - place) & 1)
    encoded = encoded_list(bitstring(bits, entries=entries * size))
    subject = {"statusPurpose": "message", "encodedList": encoded} | changes.pop("subject", {})
    return signed_list("notes", subject=subject, **changes)


_INDICES = count(1300)


def _told(book: Book, name: str, title: str, entry: Json, expected: Expected, answer: Json) -> None:
    """A case of a credential that has a place among the withdrawals and an entry that informs."""
    index = next(_INDICES)
    credential = award("b2", index, credentialStatus=[status_entry("b2", index), entry])
    book.add(name, title, book.site.enter("b2", index, credential), expected, documents={NOTES: answer}, threats=(16,))


def informed(reason: str = "status_message") -> Expected:
    """A credential of the society about which a list says something that does not withdraw it."""
    return known("caution", reason, status="failed")


def unsettled(reason: str) -> Expected:
    """A credential of the society whose status could not be checked."""
    return known("unfinished", reason, status="could_not_check")


def _messages(book: Book) -> None:
    valid = known("valid")
    plain, two, eight = note(40), note(41, **sized(2)), note(42, **sized(8))
    _told(book, "message-none", "A list of messages that says nothing", plain, valid, notes(0, 40))
    _told(book, "message-set", "A message of one bit without words", plain, informed(), notes(1, 40))
    worded = note(40, statusMessage=messages("0x0", "0x1"), statusReference="https://society.example/states")
    _told(book, "message-worded", "A message of one bit with words", worded, informed(), notes(1, 40))
    _told(book, "message-two-bits-none", "Two bits, both clear", two, valid, notes(0, 41, size=2))
    _told(book, "message-two-bits", "Two bits, the second set", two, informed(), notes(1, 41, size=2))
    _told(book, "message-two-bits-neighbours", "The bits on both sides are set", two, valid, _neighbours())
    _told(book, "message-eight-bits", "Eight bits, all set", eight, informed(), notes(255, 42, size=8))
    undefined = sized(1) | {"statusMessage": [*messages("0x0"), {"status": "0x1", "message": "undefined"}]}
    _told(book, "message-undefined", "A state that is not defined yet", note(43, **undefined), informed(), notes(1, 43))
    three = note(44, **sized(3))
    last = notes(5, 44, size=3)
    _told(book, "message-three-bits", "Three bits, which no byte holds evenly", three, informed(), last)
    upper = note(45, statusMessage=messages("0x00", "0x01"))
    _told(book, "message-leading-zeros", "States with leading zeros", upper, valid, notes(0, 45))
    newer = note(46, statusPurpose="refresh")
    refresh = {"statusPurpose": "refresh"}
    _told(book, "refresh-none", "No newer version", newer, valid, notes(0, 46, subject=refresh))
    _told(
        book,
        "refresh-set",
        "The issuer has a newer version",
        newer,
        informed("status_refresh"),
        notes(1, 46, subject=refresh),
    )
    # The dated withdrawals of the ledger know nothing of messages.
    _told(
        book,
        "message-later",
        "Messages that were signed later",
        plain,
        unsettled("status_list_not_yet_valid"),
        notes(1, 40, validFrom=LATER),
    )


def _neighbours() -> Json:
    encoded = encoded_list(bitstring((80, 81, 84, 85), entries=262_144))
    return signed_list("notes", subject={"statusPurpose": "message", "encodedList": encoded})


def _malformed(book: Book) -> None:
    def refuse(name: str, title: str, reason: str, **changes: Any) -> None:
        _told(book, f"message-{name}", title, note(47, **changes), unsettled(reason), notes(0, 47))

    size, words = "status_size_unsupported", "status_message_malformed"
    refuse("nine-bits", "More bits an entry than we read", size, statusSize=9)
    refuse("no-bits", "No bits an entry", size, statusSize=0)
    refuse("minus-bits", "Less than no bits an entry", size, statusSize=-1)
    refuse("no-words", "Two bits without words for their states", words, statusSize=2)
    refuse(
        "few-words", "Words for three of four states", words, statusSize=2, statusMessage=messages("0x0", "0x1", "0x2")
    )
    refuse("many-words", "Words for four of two states", words, statusMessage=messages("0x0", "0x1", "0x2", "0x3"))
    refuse("one-word", "Words for one of two states", words, statusMessage=messages("0x1")[0])
    refuse("said-twice", "Every state, and one of them twice", words, statusMessage=messages("0x0", "0x00", "0x1"))
    refuse("twice", "Two words for one state", words, statusMessage=messages("0x0", "0x00"))
    refuse("decimal", "States in decimal digits", words, statusMessage=messages("0", "1"))
    refuse("upper-x", "A state whose mark is not the standard's", words, statusMessage=messages("0x0", "0X1"))
    refuse("no-state", "Words without a state", words, statusMessage=[*messages("0x0"), {"message": "granted"}])
    refuse("no-text", "A state without words", words, statusMessage=[*messages("0x0"), {"status": "0x1"}])


def _several(book: Book) -> None:
    index = next(_INDICES)
    entries = [note(50), status_entry("b2", index)]
    credential = book.site.enter("b2", index, award("b2", index, credentialStatus=entries))
    answers = {NOTES: notes(1, 50), B2: signed_list("b2", (index,))}
    book.add("message-and-withdrawn", "A message beside a withdrawal", credential, withdrawn(), documents=answers)
    book.add(
        "message-and-unreachable",
        "A message beside a list that can't be reached",
        credential,
        unsettled("status_unreachable"),
        documents={NOTES: notes(1, 50), B2: {"status": 503}},
    )
    index = next(_INDICES)
    both = [status_entry("b2", index), note(51), note(52, statusPurpose="refresh")]
    book.add(
        "message-and-refresh",
        "Two that inform: the first gives the reason",
        book.site.enter("b2", index, award("b2", index, credentialStatus=both)),
        informed(),
        documents={NOTES: _both_purposes()},
    )


def _both_purposes() -> Json:
    encoded = encoded_list(bitstring((51, 52)))
    return signed_list("notes", subject={"statusPurpose": ["message", "refresh"], "encodedList": encoded})


def _lists(book: Book) -> None:
    entry = note(60, **sized(2))

    def refuse(name: str, title: str, reason: str, answer: Json) -> None:
        _told(book, f"message-list-{name}", title, entry, unsettled(reason), answer)

    refuse(
        "short",
        "Bits enough for a list of one bit an entry, not of two",
        "status_list_too_short",
        notes(0, 60, entries=131_072, subject={"encodedList": encoded_list(bitstring())}),
    )
    refuse(
        "purpose",
        "A list for another purpose",
        "status_list_purpose_differs",
        notes(0, 60, size=2, subject={"statusPurpose": "refresh"}),
    )
    beyond = note(131_072, **sized(2))
    _told(
        book,
        "message-list-beyond",
        "An index beyond the entries, though not beyond the bits",
        beyond,
        unsettled("status_index_out_of_range"),
        notes(0, 60, size=2),
    )
    plain = award()
    book.add(
        "list-good-ttl",
        "A list that says how long it may be kept",
        plain,
        known("valid"),
        documents={B2: signed_list("b2", (8, 9), subject={"ttl": 300_000})},
    )
    for name, title, ttl in (("minus", "less than no time", -1), ("text", "a time in words", "300000")):
        book.add(
            f"list-ttl-{name}",
            f"A list that may be kept for {title}",
            plain,
            unsettled("status_list_malformed"),
            documents={B2: signed_list("b2", (8, 9), subject={"ttl": ttl})},
        )
