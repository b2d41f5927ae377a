"""A source file with every field of its schema: a comment that says what it is for, then its value.

One idea: the words come from the schema's descriptions, which editors show too, so there is one place to mend them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from testamur import vendored
from testamur.editor import SUFFIX
from testamur.starter.text import comment, scalar

SCHEMAS_FOLDER: Final = "schemas"
_NOT_STATED: Final = "not stated"
_STEP: Final = 2


@cache
def schema(name: str) -> Mapping[str, Any]:
    """One of our schemas, by the name of its file without the ending."""
    parsed: Mapping[str, Any] = json.loads(vendored.schemas()[f"{name}.json"])
    return parsed


def front_matter(name: str, values: Mapping[str, Any], body: str) -> bytes:
    """A Markdown file of the schema `name`: `values` in its fields, `not stated` in the others, then `body`.

    Optional fields without a value stand there as comments. Texts must be cleaned ones. Not checked: whether the values
    fit the schema.
    """
    head = "\n".join([*_modeline(name, "../../"), *_fields(name, values)])
    return f"---\n{head}\n---\n\n{body.strip()}\n".encode()


def yaml_file(name: str, values: Mapping[str, Any]) -> bytes:
    """A YAML file at the registry's root, as `front_matter` makes one."""
    return ("\n".join([*_modeline(name, ""), *_fields(name, values)]) + "\n").encode()


def _modeline(name: str, up: str) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={up}{SCHEMAS_FOLDER}/{name}{SUFFIX}"
    yield ""


def _fields(name: str, values: Mapping[str, Any]) -> Iterator[str]:
    root = schema(name)
    for number, (field, part) in enumerate(root["properties"].items()):
        if number:
            yield ""
        whole = _whole(root, part)
        yield from comment(whole["description"])
        if field in values or field in root["required"]:
            yield from _field(root, field, whole, values.get(field, _NOT_STATED), 0)
        else:
            yield from (f"#{line}" for line in _sample(root, field, whole))


def _field(root: Mapping[str, Any], name: str, part: Mapping[str, Any], value: Any, indent: int) -> Iterator[str]:
    margin = " " * indent
    members = _members(part)
    if isinstance(value, str) and "type" in part and part["type"] == "object":
        value = dict.fromkeys(members, value)  # a group that must be there says nothing in each of its fields
    if isinstance(value, Mapping):
        yield f"{margin}{name}:"
        for member, below in members.items():
            whole = _whole(root, below)
            yield from comment(whole["description"], indent + _STEP)
            yield from _field(root, member, whole, value.get(member, _NOT_STATED), indent + _STEP)
    elif isinstance(value, list | tuple):
        yield f"{margin}{name}:"
        for item in value:
            yield from _item(item, indent + _STEP)
    else:
        yield f"{margin}{name}:{_value(value, indent)}"
        if value in {_NOT_STATED, "none"} and (_items(part) or (members and part.get("type") != "object")):
            yield from comment("To say it, put this in place of the line above:", indent)
            yield from (f"#{margin}{line}" for line in _sample(root, name, part))


def _item(item: Any, indent: int) -> Iterator[str]:
    margin = " " * indent
    if not isinstance(item, Mapping):
        yield f"{margin}-{_value(item, indent)}"
        return
    for number, (name, value) in enumerate(item.items()):
        lead = f"{margin}- " if number == 0 else f"{margin}  "
        if isinstance(value, list | tuple):
            yield f"{lead}{name}:"
            for each in value:
                yield from _item(each, indent + 2 * _STEP)
        else:
            yield f"{lead}{name}:{_value(value, indent + _STEP)}"


def _sample(root: Mapping[str, Any], name: str, part: Mapping[str, Any]) -> Iterator[str]:
    """How the field would be written, with what belongs there in place of the values."""
    items = _whole(root, _items(part))
    members = _members(items) or _members(part)
    if not members and not items:
        yield f"{name}: {_wanted(part)}"
        return
    yield f"{name}:"
    if not members:
        yield f"  - {_wanted(items)}"
        return
    for number, (member, below) in enumerate(members.items()):
        lead = "  " if not items else "  - " if number == 0 else "    "
        whole = _whole(root, below)
        wanted = f"[{_wanted(_whole(root, _items(whole)))}]" if _items(whole) else _wanted(whole)
        yield f"{lead}{member}: {wanted}"


def _wanted(part: Mapping[str, Any]) -> str:
    """A value that would fit, or in words what belongs there."""
    title = str(part.get("title", ""))
    example = re.search(r"such as ([^\s,]+)", title)
    if example and "@" in example[1]:  # a mailbox that is written out would be a finding, even in a comment
        return title.partition(" such as ")[0]
    if example:
        return scalar(example[1]).strip()
    if "enum" in part:
        return " | ".join(each for each in part["enum"] if each != _NOT_STATED)
    return "true" if part.get("type") == "boolean" else title.partition(" or `")[0] or str(part.get("type", "text"))


def _whole(root: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part with its reference written out."""
    if "$ref" not in part:
        return part
    return {**root["$defs"][part["$ref"].rpartition("/")[2]], **part}


def _members(part: Mapping[str, Any]) -> Mapping[str, Any]:
    options = [part, *part.get("anyOf", ())]
    found: Mapping[str, Any] = next((each["properties"] for each in options if "properties" in each), {})
    return found


def _items(part: Mapping[str, Any]) -> Mapping[str, Any]:
    options = [part, *part.get("anyOf", ())]
    found: Mapping[str, Any] = next((each["items"] for each in options if "items" in each), {})
    return found


def _value(value: Any, indent: int) -> str:
    """A truth value or a number as YAML has it, anything else as text."""
    return f" {json.dumps(value)}" if isinstance(value, bool | int) else scalar(str(value), indent)
