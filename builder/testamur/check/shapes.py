"""Source files against their JSON Schemas (draft 2020-12), said in our own words.

One idea: the schema decides, and the kind of its complaint picks the code, so that each code asks an author for one
kind of thing. Text from
YAML gets its type from the schema too: a field that the schema calls a boolean or an integer is read as one.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, Final

from jsonschema import Draft202012Validator

from testamur import canon
from testamur.check.deciding import Decides, decider
from testamur.check.forms import FORMATS, format_checker
from testamur.check.notes import Notes
from testamur.findings import FindingsError, quoted
from testamur.source import SourceFile, parse_front_matter, parse_yaml
from testamur.source.text import MAX_ALIKE, decoded, step

SILENCES: Final = ("not stated", "none")
_MISSPELT = re.compile(r"(?:not|un)[\s_-]{0,4}(?:stated|specified)\.?|none\.?|n/?a|nil|null|~|tbd|tba", re.IGNORECASE)
_AUTHORED: Final = frozenset({"definition", "definition-translation", "issuer", "issuer-translation"})
_EMPTY_HINT: Final = "Write a value; where the field allows it, `not stated` when the source does not say."
# What an author is sure to have filled in, and YAML took away.
_EMPTY_HINTS: Final[Mapping[tuple[str, str], str]] = {
    ("registry", "/accent"): 'Write the colour between quotation marks, as "#7a1f5c": without them # begins a note.'
}
_MAX_COMPLAINTS = 1000  # of one file; more would take minutes and be read by nobody
_MAX_MISSPELT_CHARS = 20  # no spelling of silence is longer, and most texts are
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_TYPE_WORDS: Final = {
    "object": "a group of fields",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "null": "null",
}
_RESTORE = "Take the file back from Git; it was written by a command."
_JSON_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "json_syntax": (
        "this is not JSON from here on",
        "Look for a missing comma, quotation mark or bracket, or take the file back from Git.",
    ),
    "json_duplicate_key": ("this name stands in the object a second time", "Keep one of them."),
    "json_lone_surrogate": ("this text holds half of a character", "Write the character itself."),
    "json_unsafe_number": (
        "this number is too large to be exact",
        "Write a smaller number, or take the file back from Git.",
    ),
    "json_too_deep": ("brackets are nested too deep", "Take the file back from Git; no file of ours nests so deep."),
}


@cache
def schema(name: str) -> Mapping[str, Any]:
    """The schema of a source format, by the name of its file in `data/schemas/`."""
    text = files("testamur").joinpath("data", "schemas", f"{name}.json").read_text(encoding="utf-8")
    parsed: Mapping[str, Any] = json.loads(text)
    return parsed


@cache
def _whole(name: str) -> Mapping[str, Any]:
    """The schema with every reference written out: looking references up takes half of the time of a check."""
    root = schema(name)

    def written_out(part: Any) -> Any:
        if isinstance(part, list):
            return [written_out(item) for item in part]
        if not isinstance(part, dict):
            return part
        target = root["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else {}
        said = {key: written_out(value) for key, value in {**target, **part}.items() if key not in {"$ref", "$defs"}}
        if isinstance(said.get("pattern"), str):
            # In a schema `$` is the end of the text (ECMA-262); Python's lets a line feed follow.
            said["pattern"] = re.sub(r"\$\Z", r"\\Z", said["pattern"])
        return said

    whole: Mapping[str, Any] = written_out(root)
    return whole


@cache
def _decides(name: str) -> Decides:
    return decider(_whole(name), FORMATS)


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(_whole(name), format_checker=format_checker())


def read_front_matter(notes: Notes, file: SourceFile, name: str) -> tuple[dict[str, Any], str] | None:
    """The typed fields and the text of a Markdown file that fits the schema, or None, with findings."""
    if notes.is_unread(file):
        return None
    try:
        values, body = parse_front_matter(file)
    except FindingsError as error:
        notes.extend(error.findings)
        return None
    typed = _checked_text(notes, file.path, values, name)
    return None if typed is None else (typed, body)


def read_yaml(notes: Notes, file: SourceFile, name: str) -> dict[str, Any] | None:
    """The typed fields of a YAML file that fits the schema, or None, with findings."""
    if notes.is_unread(file):
        return None
    try:
        values = parse_yaml(file)
    except FindingsError as error:
        notes.extend(error.findings)
        return None
    return _checked_text(notes, file.path, values, name)


def read_json(notes: Notes, file: SourceFile, name: str) -> dict[str, Any] | None:
    """The value of a JSON file that fits the schema, or None, with findings."""
    if notes.is_unread(file):
        return None
    try:
        decoded(file.path, file.data)
        value = canon.parse_json(file.data)
    except FindingsError as error:
        notes.extend(error.findings)
        return None
    except canon.JsonError as error:
        # Encoding was judged just now; a file as large as the parser's limit comes from another loader than ours.
        code = error.code.replace("_", "-") if error.code in _JSON_WORDS else "file-too-large"
        message, hint = _JSON_WORDS.get(error.code, ("the file is larger than is read", "Shorten it."))
        notes.add(code, file.path, message, hint, spot=(error.line, error.column))
        return None
    return value if _fits(notes, file.path, value, name) else None


def _checked_text(notes: Notes, path: str, values: Any, name: str) -> dict[str, Any] | None:
    convert = _converter(name)
    typed = convert(values) if convert else values
    fits = _fits(notes, path, typed, name)
    return typed if fits else None


# ---- types ----


@cache
def _converter(name: str) -> Callable[[Any], Any] | None:
    return _typing(_whole(name))


def _typing(part: Mapping[str, Any]) -> Callable[[Any], Any] | None:
    """What turns texts into the booleans and integers that the schema asks for; None where it asks for none.

    Whatever does not fit stays text.
    """
    options = [part, *part.get("anyOf", ())]
    properties: Mapping[str, Any] = next((each["properties"] for each in options if "properties" in each), {})
    found = {name: _typing(member) for name, member in properties.items()}
    members = {name: convert for name, convert in found.items() if convert is not None}
    items = next((_typing(each["items"]) for each in options if "items" in each), None)
    types = {each.get("type") for each in options} & {"boolean", "integer"}
    if not members and items is None and not types:
        return None

    def typed(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: members[name](each) if name in members else each for name, each in value.items()}
        if isinstance(value, list):
            return [items(each) for each in value] if items is not None else value
        if "boolean" in types and value in {"true", "false"}:
            return value == "true"
        return int(value) if "integer" in types and _WHOLE.fullmatch(value) else value

    return typed


# ---- complaints ----

# A complaint is a jsonschema.ValidationError; its fields are typed so loosely there that `Any` says as much.


def _fits(notes: Notes, path: str, value: Any, name: str) -> bool:
    authored = name in _AUTHORED
    if _decides(name)(value) and not _has_gap(value, authored=authored):
        return True
    told: set[str] = set()
    before = len(notes.findings)
    for pointer, text in _texts(value, ""):
        if text == "":
            told.add(pointer)
            notes.add(
                "field-empty",
                path,
                "nothing stands here",
                _EMPTY_HINTS.get((name, pointer), _EMPTY_HINT),
                pointer=pointer,
            )
        elif authored and _is_misspelt(text):
            told.add(pointer)
            notes.add(
                "silence-misspelt",
                path,
                f"{quoted(text)} would be shown as if it were the text itself",
                "Write `not stated` when the source does not say, `none` when there is none.",
                pointer=pointer,
            )
    for error in islice(_validator(name).iter_errors(value), _MAX_COMPLAINTS):
        for each in _innermost(error):
            _complain(notes, path, each, told)
    return len(notes.findings) == before


def _has_gap(value: Any, *, authored: bool) -> bool:
    """Whether a text is empty or, where authors write, a misspelt silence."""
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, str):
            if not each or (authored and _is_misspelt(each)):
                return True
        elif isinstance(each, dict):
            pending.extend(each.values())
        elif isinstance(each, list):
            pending.extend(each)
    return False


def _is_misspelt(text: str) -> bool:
    return len(text) <= _MAX_MISSPELT_CHARS and text not in SILENCES and _MISSPELT.fullmatch(text) is not None


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, step(pointer, name))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _texts(item, step(pointer, position))


def _innermost(error: Any) -> Iterator[Any]:
    """The complaints that matter: of alternatives, those of the one whose type the value has."""
    if error.validator != "anyOf" or not error.context:
        yield error
        return
    branches: dict[Any, list[Any]] = {}
    for each in error.context:
        branches.setdefault(each.schema_path[0], []).append(each)
    for number, option in enumerate(error.validator_value):
        misfit = any(
            not each.relative_path and each.validator in {"type", "const", "enum"} for each in branches[number]
        )
        if not misfit and "const" not in option and "enum" not in option:
            for each in branches[number]:
                yield from _innermost(each)
            return
    yield error


def _complain(notes: Notes, path: str, error: Any, told: set[str]) -> None:
    pointer = ""
    for each in error.absolute_path:
        pointer = step(pointer, each)
    if error.validator == "required":
        _missing(notes, path, error, pointer, told)
    elif error.validator == "additionalProperties":
        _unknown(notes, path, error, pointer)
    elif pointer not in told:
        told.add(pointer)
        code, message, hint = _words(error, path)
        notes.add(code, path, message, hint or (_RESTORE if path.endswith(".json") else ""), pointer=pointer)


def _missing(notes: Notes, path: str, error: Any, pointer: str, told: set[str]) -> None:
    properties = error.schema["properties"]
    for name in error.validator_value:
        member = step(pointer, name)
        if name in error.instance or member in told:
            continue
        told.add(member)
        hints = [
            f"Write `{name}: {word}` when {reason}."
            for word, reason in _ALLOWED
            if _allows(path, properties[name], word)
        ]
        notes.add(
            "field-missing",
            path,
            f"the field `{name}` is missing",
            " ".join(hints) or f"Add `{name}`.",
            pointer=pointer,
        )


_ALLOWED: Final = (("not stated", "the source does not say"), ("none", "there is none"))


def _allows(path: str, part: Mapping[str, Any], word: str) -> bool:
    """Whether a field may be silent by this word."""
    return not path.endswith(".json") and Draft202012Validator(part, format_checker=format_checker()).is_valid(word)


def _unknown(notes: Notes, path: str, error: Any, pointer: str) -> None:
    known = error.schema["properties"]
    unknown = (name for name in error.instance if name not in known)
    for name in islice(unknown, MAX_ALIKE + 1):  # each is compared with every known one
        near = get_close_matches(name, [each for each in known if each not in error.instance], n=1)
        hint = f"Did you mean `{near[0]}`?" if near else f"Known here: {', '.join(sorted(known))}."
        notes.add(
            "field-unknown",
            path,
            f"there is no field {quoted(name)} here",
            hint,
            pointer=step(pointer, name),
            at_key=True,
        )


def _words(error: Any, path: str) -> tuple[str, str, str]:
    """Code, message and hint of a complaint about one value of the file at `path`."""
    value, part, rule = error.instance, error.schema, error.validator
    wanted = str(part.get("title") or _expected(part))
    if isinstance(value, str) and value in SILENCES:
        return (
            "silence-not-allowed",
            f"`{value}` is not possible here",
            f"Write {wanted}." if rule != "anyOf" else f"Write {_expected(part)}.",
        )
    match rule:
        case "type" if not error.absolute_path:
            hint = "Take it back from Git." if path.endswith(".json") else "Write a field a line: `name: value`."
            return "value-type", f"{_found(value)} stands here where fields with their names belong", hint
        case "type" | "anyOf":
            return "value-type", f"{_found(value)} stands here where {_expected(part)} belongs", ""
        case "enum" | "const":
            allowed = error.validator_value if rule == "enum" else [error.validator_value]
            words = [each if isinstance(each, str) else json.dumps(each) for each in allowed]
            near = get_close_matches(str(value), words, n=1)
            listing = f"One of: {'; '.join(words)}." if len(words) > 1 else f"Write {words[0]}."
            return (
                "value-not-allowed",
                f"{quoted(value)} is not possible here",
                f"Did you mean `{near[0]}`?" if near else listing,
            )
        case "minItems":
            return "list-empty", "the list is empty", "Add an item, or write `not stated` where the field allows it."
        case "maxItems":
            return (
                "list-too-long",
                f"the list has {len(value)} items; at most {error.validator_value} are allowed",
                "Shorten it.",
            )
        case "uniqueItems":
            return "list-repeats", "an item stands in the list twice", "Keep one of them."
        case "maxLength":
            return (
                "text-too-long",
                f"the text has {len(value)} characters; at most {error.validator_value} are allowed",
                "Shorten it.",
            )
        case "minimum" | "maximum":
            return "number-out-of-range", f"{quoted(value)} is not {wanted}", ""
        case _:
            return str(part.get("x-finding", "value-not-allowed")), f"{quoted(value)} is not {wanted}", ""


def _expected(part: Mapping[str, Any]) -> str:
    if "anyOf" in part:
        return " or ".join(_expected(each) for each in part["anyOf"])
    if "title" in part:
        return str(part["title"])
    if "const" in part:
        return f"`{part['const']}`"
    if "enum" in part:
        return " or ".join(f"`{each}`" for each in part["enum"])
    return _TYPE_WORDS.get(str(part.get("type")), "another value")


def _found(value: Any) -> str:
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, bool | int | float) or value is None:
        return f"the value {json.dumps(value)}"
    return "a list" if isinstance(value, list) else "a group of fields"
