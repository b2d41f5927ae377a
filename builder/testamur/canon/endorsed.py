"""Endorsements inside a credential: the one place where a part of a document is one of its own (Open Badges 3.0).

The one idea: whoever signs a credential with an endorsement in it signs the endorsement's statements along with its
own, in one graph. So the endorsement's `@context` is let in only where it changes nothing, and what it says of the
thing that it endorses may stand beside what the credential says of it only where no statement could have wandered
between them.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from testamur.canon.rdf import CanonError, ExtraContexts, check_known_contexts, context_addresses, pointer_to
from testamur.canon.strict_json import JsonValue

_SUBJECT: Final = "EndorsementSubject"
_COMMENT: Final = "endorsementComment"
_PLAIN: Final = frozenset({"id", "type", _COMMENT})


def endorsements_in(document: Mapping[str, JsonValue]) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    """The objects under `endorsement` of a credential, its issuer and its achievement, with their pointers.

    The document may be any object; an array of one item counts as the item on the way to them.
    """
    issuer = _only(document.get("issuer"), "/issuer")
    subject_at, subject = _only(document.get("credentialSubject"), "/credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    for pointer, holder in (("", document), issuer, _only(achievement, pointer_to(subject_at, "achievement"))):
        if isinstance(holder, Mapping):
            for at, item in _items(holder.get("endorsement"), pointer_to(pointer, "endorsement")):
                if isinstance(item, dict):
                    yield at, item


def _only(value: Any, pointer: str) -> tuple[str, Any]:
    single = isinstance(value, list) and len(value) == 1
    return (pointer_to(pointer, 0), value[0]) if single else (pointer, value)


def _items(value: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from ((pointer_to(pointer, position), item) for position, item in enumerate(value))
    else:
        yield pointer, value


def own_contexts(document: Mapping[str, JsonValue]) -> dict[str, list[str]]:
    """The contexts that endorsements bring along, by the pointers of the objects that hold them.

    Raises CanonError `context_nested` where one is not a list of distinct addresses, or where an endorsement's proof
    does not repeat it as it stands.
    """
    found: dict[str, list[str]] = {}
    for pointer, endorsement in endorsements_in(document):
        if "@context" not in endorsement:
            continue
        try:
            addresses = context_addresses(endorsement)
        except CanonError as cause:
            raise CanonError("context_nested", pointer) from cause
        found[pointer] = addresses
        for at, proof in _items(endorsement.get("proof"), pointer_to(pointer, "proof")):
            if isinstance(proof, dict) and "@context" in proof:
                own = proof["@context"]
                if (own if isinstance(own, list) else [own]) != addresses:
                    raise CanonError("context_nested", at)
                found[at] = addresses
    return found


def check_own_contexts_known(document: Mapping[str, JsonValue], extra_contexts: ExtraContexts | None) -> None:
    """Rule 9 for the contexts that endorsements bring along. Raises CanonError `context_unknown`."""
    for addresses in own_contexts(document).values():
        check_known_contexts({"@context": [*addresses]}, extra_contexts)


def plain_subjects(normal: Mapping[str, JsonValue]) -> list[dict[str, JsonValue]]:
    """The endorsements' subjects that say nothing but a comment; `normal` must be in normal form."""
    subjects = [endorsement.get("credentialSubject") for _, endorsement in endorsements_in(normal)]
    return [
        subject
        for subject in subjects
        if isinstance(subject, dict) and subject.keys() <= _PLAIN and subject.get("type") == _SUBJECT
    ]


def speaks_as_endorsement(value: Mapping[str, JsonValue]) -> bool:
    """Whether an object says what only an endorsement's subject may say beside another description of its thing."""
    types = value.get("type", [])
    return _COMMENT in value or _SUBJECT in (types if isinstance(types, list) else [types])
