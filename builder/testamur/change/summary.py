"""The sentences that stand first: what a change comes to, in numbers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from testamur.change.values import Became, Meaning

_REFUSED: Final[Mapping[str, str]] = {
    "history-submodule": "another repository stands among the records",
    "past-version-changed": "a published version is changed",
    "past-definition-removed": "an awarded definition is removed",
    "past-award-changed": "awards are removed from the ledger or changed in it",
    "past-withdrawal-changed": "a declared withdrawal is taken back or changed",
    "past-issuer-removed": "an issuer that has awarded is removed",
    "past-key-removed": "a key is removed",
    "past-key-changed": "what a key's file said is changed",
    "past-list-removed": "a signed list is removed",
    "past-list-bit-lost": "a withdrawal is lost from a signed list",
    "past-list-went-back": "an older signed list takes the place of a newer one",
    "past-base-url-changed": "the registry's address changes and the move is not declared",
    "past-move-forgotten": "an earlier address is forgotten",
}


def counted(number: int, one: str, many: str) -> str:
    """Such as “1 key is” or “2 keys are”."""
    return f"{number:,} {one if number == 1 else many}"


def counts(parts: Iterable[tuple[int, str, str]]) -> str:
    """The counts that are not zero, joined."""
    return ", ".join(counted(number, one, many) for number, one, many in parts if number)


def in_short(meaning: Meaning, *, alone: bool = False) -> Iterator[str]:
    """What is refused, then a sentence for each kind of record that changes; nothing in them comes from a file.

    With `alone`, what is refused and the files outside the records are left to whoever shows them in full.
    """
    if not alone:
        yield from _refused(meaning)
    if meaning.settings:
        yield f"{counted(len(meaning.settings), 'setting', 'settings')} of the whole registry changed."
    definitions = Counter(change.became for change in meaning.definitions if not change.is_only_frozen)
    yield from _became(definitions, "definition", "definitions")
    frozen = sum(len(change.frozen) for change in meaning.definitions)
    if frozen:
        yield f"{counted(frozen, 'version is', 'versions are')} awarded for the first time."
    yield from _became(Counter(change.became for change in meaning.profiles), "issuer", "issuers")
    yield from _became(Counter(change.became for change in meaning.translations), "translation", "translations")
    endorsements = Counter(each.became for each in meaning.careful if each.kind == "endorsement")
    yield from _became(endorsements, "endorsement", "endorsements")
    keys: Counter[str] = Counter(change.became for change in meaning.keys)
    for became, word in (
        ("added", "added" if alone else "added: see above"),
        ("retired", "retired"),
        ("compromised", "declared compromised"),
        ("removed", "removed"),
        ("changed", "changed"),
    ):
        if keys[became]:
            yield f"{counted(keys[became], 'key is', 'keys are')} {word}."
    awards = sum(each.count for each in meaning.awards)
    if awards:
        yield f"{counted(awards, 'credential is', 'credentials are')} awarded."
    lost = effects(meaning)["removed"]
    if lost:
        yield f"**{counted(lost, 'credential is', 'credentials are')} removed from the ledger.**"
    yield from _effects(meaning)
    lists = sum(each.became != "removed" for each in meaning.lists)
    if lists:
        dates = sorted({(each.valid_until or "")[:10] for each in meaning.lists if each.valid_until})
        until = "" if not dates or not _is_day(dates[0]) else f", good until {dates[0]}"
        yield f"{counted(lists, 'list is', 'lists are')} signed{until}."
    if meaning.unreadable:
        yield f"{counted(len(meaning.unreadable), 'file', 'files')} can't be read."
    if meaning.vanishing:
        gone = counted(len(meaning.vanishing), "address disappears", "addresses disappear")
        yield f"{gone} from the site."
    outside = sum(not each.is_record for each in meaning.careful)
    if outside and not alone:
        yield f"{counted(outside, 'file', 'files')} outside the records changed: see above."


def effects(meaning: Meaning) -> dict[str, int]:
    """How many credentials verifiers will judge otherwise, by what they become, and how many wait for a signature.

    `removed` are those that the ledger would lose.
    """
    moved = [each for each in meaning.withdrawals if each.before != each.after]
    return {
        "withdrawn": sum(each.after == "withdrawn" for each in moved),
        "on_hold": sum(each.after == "on_hold" for each in moved),
        "valid_again": sum(each.after == "valid" for each in moved),
        "removed": sum(each.count for each in meaning.removed_awards),
        "awaiting_signature": sum(each.signed is False for each in meaning.withdrawals),
    }


def _refused(meaning: Meaning) -> Iterator[str]:
    found = [_REFUSED.get(finding.code, "a rule over time is broken") for finding in meaning.refused]
    found += ["an awarded version is rewritten" for change in meaning.definitions if change.rewrites_awarded]
    if found:
        things = counted(len(found), "thing is refused", "things are refused")
        yield f"**{things}: {'; '.join(dict.fromkeys(found))}.**"


def _became(became: Mapping[Became, int], one: str, many: str) -> Iterator[str]:
    words = counts(
        [
            (became["added"], f"{one} is added", f"{many} are added"),
            (became["changed"], f"{one} is changed", f"{many} are changed"),
            (became["removed"], f"{one} is removed", f"{many} are removed"),
        ]
    )
    if words:
        yield f"{words}."


def _effects(meaning: Meaning) -> Iterator[str]:
    numbers = effects(meaning)
    for name, one, many in (
        ("withdrawn", "credential becomes withdrawn", "credentials become withdrawn"),
        ("on_hold", "credential goes on hold", "credentials go on hold"),
        ("valid_again", "credential is valid again", "credentials are valid again"),
    ):
        if numbers[name]:
            yield f"**{counted(numbers[name], one, many)}.**"
    waiting = numbers["awaiting_signature"]
    if waiting:
        yield f"{counted(waiting, 'withdrawal awaits', 'withdrawals await')} signature: run `testamur sign`."


def _is_day(text: str) -> bool:
    return len(text) == 10 and text.isascii() and text.replace("-", "").isdigit()
