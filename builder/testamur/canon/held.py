"""Documents that hold credentials and are signed as a whole: learner records and presentations.

The one idea: whoever signs such a document signs the statements of every credential in it along with its own. So it is
taken apart: what is left without the credentials is a closed document like any other, each credential is one by itself,
and the whole says what these say and nothing else. Where that is not certain, nothing can be said about its signature.
Comprehensive Learner Record 2.0; VCDM 2.0, section 4.13.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from testamur.canon.closed import check_closed
from testamur.canon.rdf import CanonError, canonical_rdf, check_no_twins, check_size, expanded_form, quads_of
from testamur.canon.strict_json import JsonValue, jcs

NOT_APART: Final = "held_not_apart"

_MEMBER: Final = "verifiableCredential"
_CREDENTIALS: Final = "https://www.w3.org/2018/credentials#"
_SUBJECT: Final = f"{_CREDENTIALS}credentialSubject"
_OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
_RECORDS: Final = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"


def canonical_record(record: Mapping[str, JsonValue]) -> bytes:
    """The canonical form of a learner record without its proof, once it is certain what the record says.

    `record` is an object whose one `credentialSubject` is an object with `verifiableCredential`. Raises CanonError with
    the codes of `check_closed` for what is wrong with the record's own words, and `held_not_apart` where they can't be
    told from those of the credentials in it. A record inside is not taken apart. Comprehensive Learner Record 2.0.
    Not checked: any signature.
    """
    subject = record["credentialSubject"]
    single = subject[0] if isinstance(subject, list) else subject
    own_subject = {name: member for name, member in single.items() if name != _MEMBER}
    own = {**record, "credentialSubject": [own_subject] if isinstance(subject, list) else own_subject}
    return _canonical(record, own, single[_MEMBER], is_record=True)


def canonical_presentation(presentation: Mapping[str, JsonValue]) -> bytes:
    """The canonical form of a presentation without its proof; as `canonical_record`. A text in it is no credential."""
    own = {name: member for name, member in presentation.items() if name != _MEMBER}
    return _canonical(presentation, own, presentation.get(_MEMBER), is_record=False)


def _canonical(
    whole: Mapping[str, JsonValue], own: Mapping[str, JsonValue], held: JsonValue, *, is_record: bool
) -> bytes:
    check_closed(own)
    try:
        parts = [_part(item, is_record=is_record) for item in _items(held)]
        check_size(whole)
        expanded_own = expanded_form(_without_proof(own), None)
        expanded = expanded_form(_without_proof(whole), None)
        _check_sum(expanded, expanded_own, parts, is_record=is_record)
        check_no_twins(quads_of(expanded, None))
        if is_record:
            _check_apart(expanded_own[0], [part for part in parts if "@value" not in part])
        return canonical_rdf(_without_proof(whole))
    except CanonError as cause:
        raise CanonError(NOT_APART, cause.pointer, cause.code) from cause


def _without_proof(document: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {name: member for name, member in document.items() if name != "proof"}


def _items(held: JsonValue) -> list[Any]:
    if held == []:
        raise CanonError(NOT_APART)
    return held if isinstance(held, list) else [] if held is None else [held]


def _part(item: JsonValue, *, is_record: bool) -> dict[str, Any]:
    """What a held thing is in the expanded form of what holds it."""
    if isinstance(item, str) and is_record:
        return {"@type": f"{_CREDENTIALS}{_MEMBER}", "@value": item}
    if not isinstance(item, dict) or any(_MEMBER in value for value in _objects(item)):
        raise CanonError(NOT_APART)
    check_closed(item)
    part: dict[str, Any] = expanded_form(item, None)[0]
    return part if is_record else {"@graph": [part]}


def _objects(value: JsonValue) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)


def _check_sum(whole: list[Any], own: list[Any], parts: list[dict[str, Any]], *, is_record: bool) -> None:
    """Raise unless the whole is what is its own with the parts in their place."""
    node = own[0]
    if is_record:
        together = {**node, _SUBJECT: [{**_subject_of(node), f"{_RECORDS}{_MEMBER}": parts}]}
    else:
        together = {**node, **({f"{_CREDENTIALS}{_MEMBER}": parts} if parts else {})}
    if whole != [together]:
        raise CanonError(NOT_APART)


def _subject_of(own: dict[str, Any]) -> dict[str, Any]:
    subjects = own.get(_SUBJECT, [])
    if len(subjects) != 1 or not isinstance(subjects[0], dict):
        raise CanonError(NOT_APART)
    return subjects[0]


def _check_apart(own: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    """Raise where a statement could have wandered between the record and a credential in it.

    All lie in one graph, so what both say of one thing must be the same, but for issuers, of whom nothing is believed,
    and for the person whom all of it is about: the record says of them what only a record can say.
    """
    subject = _subject_of(own)
    described: dict[str, list[dict[str, Any]]] = {}
    for part in parts:
        for node in _objects(part):
            if _says(node):
                described.setdefault(str(node["@id"]), []).append(node)
    for node in _objects(own):
        others = described.get(str(node["@id"]), []) if _says(node) else []
        for other in others:
            both_profiles = all(f"{_OPEN_BADGES}Profile" in each.get("@type", []) for each in (node, other))
            of_holder = (
                node is subject and all(map(_is_of_record, _words(node))) and not any(map(_is_of_record, _words(other)))
            )
            if jcs(other) != jcs(node) and not both_profiles and not of_holder:
                raise CanonError(NOT_APART)


def _says(node: Mapping[str, Any]) -> bool:
    return "@id" in node and bool(node.keys() - {"@id", "@type"})


def _words(node: Mapping[str, Any]) -> list[str]:
    return [*(key for key in node if not key.startswith("@")), *node.get("@type", [])]


def _is_of_record(word: str) -> bool:
    return word.startswith(_RECORDS)
