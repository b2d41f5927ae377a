"""Whether a changed copy still means what it meant: the equivalences of docs/verification.md, and nothing else."""

import json
from typing import Any

from testamur.vendored import manifest

from tests.casebook.forge import canonical
from tests.casebook.society import Json

_CONTEXTS = frozenset(entry.url for entry in manifest())


def meaning(value: Any, member: str = "") -> Any:
    """What of a value is left when everything is taken out that docs/verification.md counts as no difference.

    An array of one is its item and other arrays are sets; an object with an `id` alone is that text; both words of Open
    Badges for its credential are one.
    """
    if isinstance(value, list):
        items = [meaning(item, member) for item in value]
        return items[0] if len(items) == 1 else sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict):
        members = {name: meaning(inner, name) for name, inner in value.items()}
        return members["id"] if members.keys() == {"id"} else members
    return "OpenBadgeCredential" if member == "type" and value == "AchievementCredential" else value


def read(content: bytes) -> Any:
    """The value of some JSON; numbers such as 7.0 are the whole numbers they are."""
    return json.loads(content, parse_float=lambda text: int(number) if (number := float(text)).is_integer() else number)


def is_same(original: Any, changed: Any) -> bool:
    """Whether two values mean the same.

    Of several proofs some may be left (docs/decisions/0036), and a context that no word comes from may be another one
    (docs/decisions/0012).
    """
    if isinstance(original, dict) and isinstance(changed, dict):
        original, changed = _with_the_same_proofs(original, changed)
        if "@context" in original and original["@context"] != changed.get("@context") and _is_closed(changed):
            bare = [_without(one, "@context") for one in (original, changed)]
            return bool(meaning(bare[0]) == meaning(bare[1])) and _statements(original) == _statements(changed)
    return bool(meaning(original) == meaning(changed))


def _is_closed(document: Json) -> bool:
    contexts = document.get("@context")
    return isinstance(contexts, list) and all(isinstance(context, str) and context in _CONTEXTS for context in contexts)


def _without(document: Json, member: str) -> Json:
    return {name: value for name, value in document.items() if name != member}


def _with_the_same_proofs(original: Json, changed: Json) -> tuple[Json, Json]:
    """Both without their proofs where the copy has some of the proofs of the original and no other."""
    proofs, left = original.get("proof"), changed.get("proof")
    left = left if isinstance(left, list) else [left]
    if isinstance(proofs, list) and 0 < len(left) < len(proofs) and all(proof in proofs for proof in left):
        return _without(original, "proof"), _without(changed, "proof")
    return original, changed


def _statements(document: Json) -> tuple[bytes, ...]:
    """What a document says in RDF, and what its proofs do; an attacker's library makes it, not ours."""
    proofs = document.get("proof", [])
    parts = [_without(document, "proof"), *(proofs if isinstance(proofs, list) else [proofs])]
    try:
        return tuple(canonical({**part, "@context": document["@context"]}) for part in parts)
    except Exception as fault:  # noqa: BLE001 - what no library can read says nothing that could be the same
        return (repr(fault).encode(), str(id(fault)).encode())
