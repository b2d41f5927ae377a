"""The meaning of a change as JSON for programs (docs/commands.md): keys that stay, texts as `shown` makes them."""

from dataclasses import asdict
from typing import Any

from testamur.change.summary import effects
from testamur.change.values import Meaning
from testamur.findings import printable


def to_json(meaning: Meaning) -> dict[str, Any]:
    """The document; it holds only texts, numbers, booleans, nulls, lists and objects."""
    document = asdict(meaning)
    refused = [
        {
            "code": finding.code,
            "file": printable(finding.place.file),
            "message": printable(finding.message),
            "hint": printable(finding.hint),
        }
        for finding in meaning.refused
    ]
    return {
        "type": "TestamurChange",
        "format": 1,
        "base": meaning.base,
        "refused": refused,
        "effects": effects(meaning),
        **{name: value for name, value in document.items() if name not in {"base", "refused"}},
    }
