"""Whether a changed copy still means what it meant: the equivalences of docs/verification.md, and nothing else."""

import json
from typing import Any


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
    """Whether two values mean the same; of several proofs some may be left (docs/decisions/0036)."""
    if isinstance(original, dict) and isinstance(changed, dict) and isinstance(original.get("proof"), list):
        proofs = changed.get("proof")
        left = proofs if isinstance(proofs, list) else [proofs]
        if left and all(proof in original["proof"] for proof in left) and len(left) < len(original["proof"]):
            original, changed = ({k: v for k, v in one.items() if k != "proof"} for one in (original, changed))
    return bool(meaning(original) == meaning(changed))
