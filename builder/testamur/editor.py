"""Our JSON Schemas as editors of YAML read them: draft-07, made from those that `check` uses (draft 2020-12).

One idea: the older form is derived and never written, so that an editor and `check` can't come to disagree.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

DRAFT_07: Final = "http://json-schema.org/draft-07/schema#"
SUFFIX: Final = ".draft-07.json"

# The words that mean the same in both drafts; anything else must be thought about before it is let through.
_ALIKE: Final = frozenset(
    "title description type const enum required minItems maxItems uniqueItems minLength maxLength minimum maximum "
    "pattern format".split()
)
_OURS: Final = frozenset({"x-finding"})


def editor_schemas(schemas: Mapping[str, bytes]) -> dict[str, bytes]:
    """The draft-07 variant of each schema, by the name of its file; `schemas` are ours, by theirs."""
    return {
        name.removesuffix(".json") + SUFFIX: _bytes(draft_07(json.loads(data)))
        for name, data in sorted(schemas.items())
    }


def draft_07(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema in draft-07, which accepts and refuses the same values.

    `schema` is one of ours in draft 2020-12. Raises ValueError for a keyword that none of ours uses so far. Not
    checked: formats, which editors do not know.
    """
    return {"$schema": DRAFT_07, **_part({name: value for name, value in schema.items() if name != "$schema"})}


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in part.items():
        if name in _ALIKE:
            made[name] = value
        elif name in {"properties", "$defs"}:
            members = {key: _part(member) for key, member in value.items()}
            made["definitions" if name == "$defs" else name] = members
        elif name in {"items", "not", "propertyNames"}:
            made[name] = _part(value)
        elif name == "additionalProperties":
            made[name] = value if isinstance(value, bool) else _part(value)
        elif name == "anyOf":
            made[name] = [_part(each) for each in value]
        elif name == "$ref":
            # Draft-07 looks at nothing that stands beside a reference (section 8.3), so the reference goes one in.
            target = {"$ref": value.replace("#/$defs/", "#/definitions/")}
            made.update({"allOf": [target]} if len(part) > 1 else target)
        elif name not in _OURS:
            raise ValueError(f"{name} has no place in draft-07 yet")
    return made


def _bytes(schema: Mapping[str, Any]) -> bytes:
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()
