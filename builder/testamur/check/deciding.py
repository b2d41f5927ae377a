"""A schema as one function that says whether a value fits it, and nothing else (JSON Schema draft 2020-12).

One idea: what is right is most of what there is, so it is decided at once; why a value does not fit is asked of
jsonschema, which takes fifty times as long (decision 44). Both agree on every value, which tests hold them to.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeAlias

Decides: TypeAlias = Callable[[Any], bool]

_TYPES: Final[Mapping[str, Decides]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    # 1.0 is a whole number too (core, section 4.2.3); true is none.
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())
    ),
}
_NUMBERS: Final = (int, float)
# What only tells people and programs something (metadata, section 9), and what is handled with its neighbour.
_SILENT: Final = frozenset({"$schema", "title", "description", "x-finding", "required", "additionalProperties"})


def decider(part: Mapping[str, Any], formats: Mapping[str, Callable[[str], bool]]) -> Decides:
    """Whether a value fits `part`, a schema of ours without references; `formats` are those that it may name.

    Raises ValueError for a keyword, a format or a form of one that no schema of ours has, so that none is passed over.
    """
    rules = [_rule(name, part, formats) for name in part if name not in _SILENT]
    if "properties" not in part and not {"required", "additionalProperties"}.isdisjoint(part):
        rules.append(_members(part, formats))
    return _all(tuple(rules))


def _rule(name: str, part: Mapping[str, Any], formats: Mapping[str, Callable[[str], bool]]) -> Decides:
    wanted = part[name]
    match name:
        case "type" if wanted in _TYPES:
            return _TYPES[wanted]
        case "const":
            return _one_of([wanted])
        case "enum":
            return _one_of(wanted)
        case "pattern":
            found = re.compile(wanted).search
            return lambda value: not isinstance(value, str) or found(value) is not None
        case "format" if wanted in formats:
            fits = formats[wanted]
            return lambda value: not isinstance(value, str) or fits(value)
        case "minLength":
            return lambda value: not isinstance(value, str) or len(value) >= wanted
        case "maxLength":
            return lambda value: not isinstance(value, str) or len(value) <= wanted
        case "minimum":
            return lambda value: not _is_number(value) or value >= wanted
        case "maximum":
            return lambda value: not _is_number(value) or value <= wanted
        case "minItems":
            return lambda value: not isinstance(value, list) or len(value) >= wanted
        case "maxItems":
            return lambda value: not isinstance(value, list) or len(value) <= wanted
        case "uniqueItems" if wanted is True and "type" in part["items"] and part["items"]["type"] == "string":
            # Of anything but texts `items` has said no.
            return lambda value: not isinstance(value, list) or _texts_differ(value)
        case "uniqueItems" if wanted is True and part["items"].get("type") == "object":
            # By what is written, which is the same question where every member is a text.
            return lambda value: (
                not isinstance(value, list) or _texts_differ([json.dumps(each, sort_keys=True) for each in value])
            )
        case "items":
            each = decider(wanted, formats)
            return lambda value: not isinstance(value, list) or all(map(each, value))
        case "propertyNames":
            named = decider(wanted, formats)
            return lambda value: not isinstance(value, dict) or all(map(named, value))
        case "properties":
            return _members(part, formats)
        case "not":
            refused = decider(wanted, formats)
            return lambda value: not refused(value)
        case "anyOf":
            options = tuple(decider(option, formats) for option in wanted)
            return lambda value: any(option(value) for option in options)
        case _:
            raise ValueError(f"no schema of ours says {name}: {wanted!r}")


def _all(rules: tuple[Decides, ...]) -> Decides:
    if len(rules) == 1:
        return rules[0]

    def decide(value: Any) -> bool:
        for rule in rules:  # noqa: SIM110 - `all` with a generator takes twice as long
            if not rule(value):
                return False
        return True

    return decide


def _members(part: Mapping[str, Any], formats: Mapping[str, Callable[[str], bool]]) -> Decides:
    """The members of an object: those that must be there, those that are known, and whether others may be."""
    known = {name: decider(member, formats) for name, member in part.get("properties", {}).items()}
    required = frozenset(part.get("required", ()))
    more = part.get("additionalProperties", True)
    others: Decides = (lambda _: more) if isinstance(more, bool) else decider(more, formats)

    def decide(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        if not required <= value.keys():
            return False
        for name, member in value.items():  # noqa: SIM110 - as above
            if not known.get(name, others)(member):
                return False
        return True

    return decide


def _one_of(allowed: Collection[Any]) -> Decides:
    """Only texts and lists of them, of which equal ones are the same (1 and true are not, but are equal in Python)."""
    texts = frozenset(each for each in allowed if isinstance(each, str))
    lists = [each for each in allowed if isinstance(each, list)]
    if len(texts) + len(lists) != len(allowed) or not all(isinstance(text, str) for each in lists for text in each):
        raise ValueError(f"no schema of ours allows {allowed!r}")
    return lambda value: value in texts if isinstance(value, str) else value in lists


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def _texts_differ(value: list[Any]) -> bool:
    return not all(isinstance(item, str) for item in value) or len(set(value)) == len(value)
