"""The closed world: which documents mean exactly what their field names say (JSON-LD 1.1; VC Data Integrity 1.0).

The one idea: a document must equal its own compaction. Then a program that reads `validUntil` by that name reads what
was signed under that meaning, and nothing that was signed hides under another name.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pyld import jsonld

from testamur.canon.endorsed import (
    check_own_contexts_known,
    own_contexts,
    plain_subjects,
    speaks_as_endorsement,
)
from testamur.canon.rdf import (
    ABSOLUTE_ADDRESS,
    CanonError,
    ExtraContexts,
    check_known_contexts,
    context_addresses,
    expanded_form,
    pointer_to,
    processed,
    processing_options,
)
from testamur.canon.strict_json import LIMITS, JsonValue, jcs

_MAX_SAFE: Final = 2**53 - 1
_KEYWORD_LIKE: Final = re.compile(r"@[A-Za-z]+")
_XSD: Final = re.compile(r"(?:https?://www\.w3\.org/2001/XMLSchema#|xsd:)(.+)")
_NUMERIC: Final = frozenset(
    {"integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"}
    | {"decimal", "float", "double", "long", "int", "short", "byte"}
    | {"unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"}
)
# Both terms of Open Badges are the same address, so compaction can give back only one.
_TYPE_SYNONYMS: Final = {"AchievementCredential": "OpenBadgeCredential"}
# Of learner records: no compaction gives these terms back, since they coerce to a type what is always an object.
_RECORDS: Final = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
_RECORD_TERMS: Final = {
    f"{_RECORDS}achievement": "achievement",
    f"{_RECORDS}association": "association",
    f"{_RECORDS}identifier-1": "identifier",
}
_GRAPHS: Final = ("proof", "verifiableCredential")
_MISSING: Final = object()


def check_closed(document: Mapping[str, JsonValue], *, extra_contexts: ExtraContexts | None = None) -> None:
    """Refuse a document whose field names might not mean what they say.

    `document` is an object from `parse_json`, with or without `proof`. `extra_contexts` (address to document) is for
    tests. Raises CanonError. The rules are asked one after the other of the whole document, so that the code does not
    depend on the order of keys:

    1. `context_missing`: no `@context`, or an empty list. `context_inline`: it is neither a string nor a list of
       distinct strings. `rdf_too_complex`: more than `max_contexts`.
    2. `context_nested`: `@context` anywhere but at the root and in the root's `proof` (an object, or each object of
       an array); or one there that does not list the root's addresses in the same order (a string counts as a list of
       one). An endorsement of the credential, its issuer or its achievement (`canon.endorsed`) may bring a list of
       distinct addresses along, which its own proof may repeat.
    3. `keyword_in_document`: any other key that begins with `@`; or a value of a key `id` or `type`, or an item of an
       array there, that is `@` followed by letters alone.
    4. `null_in_document`. 5. `empty_array`.
    6. `float_in_document`: a number that is not an integer within ±(2^53 - 1).
    7. `rdf_too_complex`: more than `max_values` values (every object, array, string, number and boolean counts one, the
       root included, `@context` left out), or an array longer than `max_array_items`.
    8. `not_own_compaction`: an array directly within an array, or a key that holds a colon (a term was replaced by an
       address).
    9. `context_unknown`: an address among the contexts that does not ship with us, those of endorsements included.
    10. `undefined_term`: a key `__proto__`, which no vocabulary defines and JavaScript's libraries can't hold.
        `jsonld_invalid`: an `id` that is not a string, a `type` that is neither a string nor an array of strings, or,
        under `proof` or `verifiableCredential`, what is no object, an empty one, an `id` alone, or one without a `type`
        among several (these hold graphs, and libraries disagree on one that says nothing and on what is none).
        `jsonld_invalid`: expansion is refused by JSON-LD itself, or gives other than one node.
        Expansion is of the document with the `@context` of its `proof` taken out, base null, processing mode 1.1.
        `context_nested`: expansion gives something else where endorsements keep the contexts that they bring along;
        in all that follows these are left out.
    11. `undefined_term`: in the expanded form, a `@type` of a node that is not an absolute address
        (`ABSOLUTE_ADDRESS`).
    12. `undefined_term`: the document is compared with its own compaction by its own `@context`, both in *normal
        form*: `@context` left out; an array of one item is that item; an object that holds only an `id` that is a
        string is that string; in a value of `type`, `AchievementCredential` is `OpenBadgeCredential`; and the addresses
        of a record's `achievement`, `association` and `identifier` in the compaction are these terms, which it can't
        give back, since they coerce to a type what is always an object. Where an object
        of the document has keys that its counterpart lacks, and the counterpart has none of its own, those keys are
        not defined. (Where one side is a string and the other an object, the string stands for an object with that
        `id`.)
    13. `relative_address`: in the expanded form, an `@id` that is not an absolute address. Labels of blank nodes are
        not.
    14. `not_own_compaction`: any other difference in that comparison. Items of arrays are compared in order.
    15. `not_own_compaction`: in the expanded form, a typed value that is a string where the type is an XML Schema
        number or boolean, a number where it is not a number, or a boolean where it is not boolean: `"5"` and `5`
        would be signed alike. (The vocabulary of learner records writes these types as `xsd:boolean` and never says
        what `xsd` stands for, so that this is the address that is signed.)
    16. `not_own_compaction`: in the normal form, an array with two equal items (`type` included), or with two items
        of one `id` (an object's `id`, or a string that is one object's `id`): statements are a set, so a repetition
        is not signed.
    17. `not_own_compaction`: in the normal form, two objects with the same `id` of which both say more than `id` and
        `type`, and not the same: what is said of one thing could be moved between them. Objects that are all of type
        `Profile` may differ, since an issuer repeats itself as creator and nothing but its `id` is believed. An
        endorsement's subject that holds `id`, the one `type` `EndorsementSubject` and `endorsementComment` alone is
        left out, where no other object with its `id` uses either of these two words.

    What a change of these leaves the meaning, and is accepted: an array of one item against the item; `{"id": x}`
    against `x` where the term is an address; `AchievementCredential` against `OpenBadgeCredential`; a further known
    context that defines nothing otherwise; the whole description of a thing moved to another mention of it that had
    none; statements moved between profiles of one `id`; the context of an endorsement left out, and the comments of
    two endorsements of one thing exchanged (either leaves an endorsement without a proof that holds, and step 12 says
    so).

    Not checked: that required fields are there, and any signature. Costs one expansion and one compaction.
    """
    _check_context_places(document)
    _check_values(document)
    check_known_contexts(document, extra_contexts)
    check_own_contexts_known(document, extra_contexts)

    bare = _without_contexts(document)
    _check_shape_for_processing(bare)
    contexts = {"@context": context_addresses(document)}
    expanded = expanded_form({**contexts, **bare}, extra_contexts)
    if len(expanded) != 1:
        raise CanonError("jsonld_invalid", detail="not one node")
    if own_contexts(document):
        kept = {**document, "proof": bare["proof"]} if "proof" in bare else document
        if expanded_form(kept, extra_contexts) != expanded:
            raise CanonError("context_nested")
    options = {**processing_options(extra_contexts), "skipExpansion": True}
    compacted = processed(lambda: jsonld.compact(expanded, contexts, options))

    nodes = list(_expanded_objects(expanded))
    for node in nodes:
        for type_ in node.get("@type", []) if "@value" not in node else []:
            if not ABSOLUTE_ADDRESS.fullmatch(type_):
                raise CanonError("undefined_term", detail=type_)
    normal = _normal_form(bare)
    differences = list(_differences(normal, _normal_form(_with_record_terms(_without_contexts(compacted))), ""))
    _raise_first(differences, "undefined_term")
    for node in nodes:
        if "@id" in node and not ABSOLUTE_ADDRESS.fullmatch(node["@id"]):
            raise CanonError("relative_address", detail=node["@id"])
    _raise_first(differences, "not_own_compaction")
    for node in nodes:
        _check_typed_value(node)
    _check_no_repetition(normal, "")
    _check_one_description(normal)


# ---- rules 1 to 8: the parsed value alone ----


def _check_context_places(document: Mapping[str, JsonValue]) -> None:
    addresses = context_addresses(document)
    root_proof = document.get("proof")
    proofs = [(pointer_to("", "proof"), root_proof)]
    if isinstance(root_proof, list):
        proofs = [(f"/proof/{position}", proof) for position, proof in enumerate(root_proof)]
    allowed = {"", *own_contexts(document)}
    for pointer, proof in proofs:
        if isinstance(proof, dict) and "@context" in proof:
            own = proof["@context"]
            if (own if isinstance(own, list) else [own]) != addresses:
                raise CanonError("context_nested", pointer)
            allowed.add(pointer)
    for pointer, value in _values(document, "", inside_contexts=True):
        if isinstance(value, dict) and "@context" in value and pointer not in allowed:
            raise CanonError("context_nested", pointer)


def _values(value: JsonValue, pointer: str, *, inside_contexts: bool = False) -> Iterator[tuple[str, JsonValue]]:
    """Every value of a document with its pointer, the root included; `@context` is left out unless asked for."""
    yield pointer, value
    if isinstance(value, dict):
        for key, member in value.items():
            if key != "@context" or (inside_contexts and pointer):
                yield from _values(member, pointer_to(pointer, key), inside_contexts=inside_contexts)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _values(item, pointer_to(pointer, position), inside_contexts=inside_contexts)


def _check_values(document: Mapping[str, JsonValue]) -> None:
    values = list(_values(document, ""))
    for code, refused in _VALUE_RULES:
        for pointer, value in values:
            if refused(value):
                raise CanonError(code, pointer)
    if len(values) > LIMITS.max_values:
        raise CanonError("rdf_too_complex", detail="too many values")
    for pointer, value in values:
        if isinstance(value, list) and len(value) > LIMITS.max_array_items:
            raise CanonError("rdf_too_complex", pointer)
    for pointer, value in values:
        nested = isinstance(value, list) and any(isinstance(item, list) for item in value)
        if nested or (isinstance(value, dict) and any(":" in key for key in value)):
            raise CanonError("not_own_compaction", pointer)


def _holds_keyword(value: JsonValue) -> bool:
    if not isinstance(value, dict):
        return False
    if any(key.startswith("@") and key != "@context" for key in value):
        return True
    named = [value.get("id"), value.get("type")]
    items = [item for entry in named for item in (entry if isinstance(entry, list) else [entry])]
    return any(isinstance(item, str) and _KEYWORD_LIKE.fullmatch(item) for item in items)


def _is_not_safe_integer(value: JsonValue) -> bool:
    return isinstance(value, float) or (isinstance(value, int) and abs(value) > _MAX_SAFE)


_VALUE_RULES: Final = (
    ("keyword_in_document", _holds_keyword),
    ("null_in_document", lambda value: value is None),
    ("empty_array", lambda value: value == []),
    ("float_in_document", _is_not_safe_integer),
)


def _without_contexts(document: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    # Rule 2 found every `@context` in a place where it may be.
    return {key: _bare(value) for key, value in document.items() if key != "@context"}


def _bare(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return _without_contexts(value)
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _check_shape_for_processing(bare: Mapping[str, JsonValue]) -> None:
    """What rule 10 asks before PyLD is."""
    values = list(_values(bare, ""))
    for pointer, value in values:
        if isinstance(value, dict) and "__proto__" in value:
            raise CanonError("undefined_term", pointer_to(pointer, "__proto__"))
    for pointer, value in values:
        if isinstance(value, dict):
            graphs = [value[name] for name in _GRAPHS if name in value]
            if any(_holds_no_graph(graph if isinstance(graph, list) else [graph]) for graph in graphs):
                raise CanonError("jsonld_invalid", pointer, "no graph, or one that says nothing")
            types = value.get("type", "")
            if not isinstance(value.get("id", ""), str) or not all(
                isinstance(type_, str) for type_ in (types if isinstance(types, list) else [types])
            ):
                raise CanonError("jsonld_invalid", pointer)


def _holds_no_graph(graphs: list[JsonValue]) -> bool:
    # Without a type no word of a proof has a meaning, and one of several graphs would be empty once more.
    is_set = len(graphs) > 1
    return any(
        not isinstance(graph, dict) or graph.keys() <= {"id"} or (is_set and "type" not in graph) for graph in graphs
    )


# ---- rules 11 to 15: the expanded form and the compaction ----


def _expanded_objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _expanded_objects(item)
    elif isinstance(value, dict):
        yield value
        if "@value" not in value:
            for key, member in value.items():
                if key not in {"@id", "@type"}:
                    yield from _expanded_objects(member)


def _normal_form(value: JsonValue, key: str = "") -> JsonValue:
    if isinstance(value, list):
        items = [_normal_form(item, key) for item in value]
        return items[0] if len(items) == 1 else items
    if isinstance(value, dict):
        members = {name: _normal_form(member, name) for name, member in value.items()}
        return members["id"] if members.keys() == {"id"} and isinstance(members["id"], str) else members
    return _TYPE_SYNONYMS.get(value, value) if key == "type" and isinstance(value, str) else value


def _with_record_terms(compacted: JsonValue) -> JsonValue:
    if isinstance(compacted, list):
        return [_with_record_terms(item) for item in compacted]
    if isinstance(compacted, dict):
        return {_RECORD_TERMS.get(key, key): _with_record_terms(member) for key, member in compacted.items()}
    return compacted


def _differences(ours: JsonValue, theirs: JsonValue, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(ours, dict) and isinstance(theirs, str):
        theirs = {"id": theirs}
    elif isinstance(ours, str) and isinstance(theirs, dict):
        ours = {"id": ours}
    if isinstance(ours, dict) and isinstance(theirs, dict):
        missing, added = sorted(ours.keys() - theirs.keys()), theirs.keys() - ours.keys()
        if missing or added:
            code = "not_own_compaction" if added else "undefined_term"
            yield code, pointer_to(pointer, missing[0]) if missing else pointer
        for key in sorted(ours.keys() & theirs.keys()):
            yield from _differences(ours[key], theirs[key], pointer_to(pointer, key))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for position, (our, their) in enumerate(zip(ours, theirs, strict=True)):
            yield from _differences(our, their, pointer_to(pointer, position))
    elif type(ours) is not type(theirs) or ours != theirs:
        yield "not_own_compaction", pointer


def _raise_first(differences: list[tuple[str, str]], code: str) -> None:
    for found, pointer in differences:
        if found == code:
            raise CanonError(code, pointer)


def _check_typed_value(node: Mapping[str, Any]) -> None:
    value, type_ = node.get("@value"), node.get("@type")
    if "@value" not in node or type_ is None or type_ == "@json":
        return
    match = _XSD.fullmatch(type_)
    wanted = "boolean" if match and match[1] == "boolean" else "number" if match and match[1] in _NUMERIC else "string"
    found = "boolean" if isinstance(value, bool) else "number" if isinstance(value, int) else "string"
    if wanted != found:
        raise CanonError("not_own_compaction", detail=f"{value!r} as {type_}")


# ---- rules 16 and 17: statements are a set ----


def _check_no_repetition(normal: JsonValue, pointer: str) -> None:
    for at, value in _values(normal, pointer):
        if not isinstance(value, list):
            continue
        ids = {item["id"] for item in value if isinstance(item, dict) and "id" in item}
        seen: set[Any] = set()
        for item in value:
            id_ = item.get("id", _MISSING) if isinstance(item, dict) else item if item in ids else _MISSING
            mark = jcs(item) if id_ is _MISSING else id_
            if mark in seen:
                raise CanonError("not_own_compaction", at, "said twice")
            seen.add(mark)


def _check_one_description(normal: JsonValue) -> None:
    subjects = plain_subjects(normal) if isinstance(normal, dict) else []
    apart, endorsed = {id(subject) for subject in subjects}, {str(subject.get("id")) for subject in subjects}
    described: dict[str, list[tuple[str, dict[str, JsonValue]]]] = {}
    for pointer, value in _values(normal, ""):
        if not isinstance(value, dict) or "id" not in value or id(value) in apart:
            continue
        if value["id"] in endorsed and speaks_as_endorsement(value):
            raise CanonError("not_own_compaction", pointer, "an endorsement's words elsewhere")
        if value.keys() - {"id", "type"}:
            described.setdefault(value["id"], []).append((pointer, value))
    for occurrences in described.values():
        if all(_is_profile(value) for _, value in occurrences):
            continue
        first = jcs(occurrences[0][1])
        for pointer, value in occurrences[1:]:
            if jcs(value) != first:
                raise CanonError("not_own_compaction", pointer, "described twice, differently")


def _is_profile(value: Mapping[str, JsonValue]) -> bool:
    types = value.get("type", [])
    return "Profile" in (types if isinstance(types, list) else [types])
