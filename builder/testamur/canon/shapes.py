"""Canonical forms of many documents that are made alike (docs/decisions/0156).

The one idea: the credentials of one society differ in a few texts. What JSON-LD makes of a document depends on its
structure, its types and which of its texts are equal, and on the texts themselves only where they are addresses. So a
document with marks in the place of its texts is asked the long questions once, and the texts of each further one are
filled in. Whatever is not certain to be the same is left to `check_closed` and `canonical_rdf`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from testamur.canon.closed import check_closed
from testamur.canon.rdf import CanonError, Quad, check_work, expanded_form, quads_of
from testamur.canon.safe_addresses import means_itself
from testamur.canon.strict_json import JsonValue
from testamur.canon.templates import Template, UnfitError

# A society has a few dozen forms of credential. Each keeps about as much memory as its documents, so all stay within
# some ten megabytes whatever comes.
_MAX_SHAPES: Final = 128
_MAX_CHOICES: Final = 16
_MAX_PIECES: Final = 4096
_MAX_CHARACTERS: Final = 65_536
_MAX_SEEN: Final = 4096
_MAX_ADDRESSES: Final = 16_384

_MARK: Final = "urn:testamur-slot:"
_CONSTANT: Final = frozenset({"type", "@context"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """What `canonical_rdf` with SHA-256 gives for a document that is closed.

    `document` is the canonical form of the document without its proof; `options` that of each proof's options, in the
    order of the proofs.
    """

    document: bytes
    options: tuple[bytes, ...]


class Shapes:
    """What was learnt of forms of documents; bounded, and any number of checks may share it."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._shapes: dict[tuple[Any, ...], _Shape] = {}
        self._safe: dict[str, bool] = {}

    def forms(self, document: Mapping[str, JsonValue]) -> Forms | None:
        """The canonical forms of a document that is closed; None where the long way has to be gone.

        `document` is an object of JSON's own types, with or without `proof`. None says nothing about it: it may be the
        first of its form. Not checked: any signature.
        """
        try:
            return self._forms(_take_apart(document))
        except (RecursionError, TypeError, UnicodeEncodeError):
            return None  # too deep, no JSON, or half a surrogate pair: no file holds it that was read strictly

    def _forms(self, parts: "_Parts") -> Forms | None:
        shape = self._shapes.get(parts.key)
        if shape is None:
            if not self._is_worth_learning(parts):
                return None
            if len(self._shapes) >= _MAX_SHAPES:
                del self._shapes[next(iter(self._shapes))]
            shape = self._shapes[parts.key] = _Shape()
        return shape.forms(parts, self._is_safe)

    def _is_worth_learning(self, parts: "_Parts") -> bool:
        """Whether the form was met before: what is met once costs more to learn than to check."""
        mark = hash(parts.key)
        if mark in self._seen:
            return len(parts.key) <= _MAX_PIECES and sum(map(len, parts.values)) <= _MAX_CHARACTERS
        if len(self._seen) >= _MAX_SEEN:
            self._seen.clear()
        self._seen.add(mark)
        return False

    def _is_safe(self, address: str) -> bool:
        known = self._safe.get(address)
        if known is None:
            if len(self._safe) >= _MAX_ADDRESSES:
                self._safe.clear()
            known = self._safe[address] = means_itself(address)
        return known


# ---- form and texts ----


@dataclass(frozen=True, slots=True)
class _Parts:
    """A document taken apart: `key` is its form, `values` its texts, each once, in the order of their first place."""

    document: Mapping[str, JsonValue]
    key: tuple[Any, ...]
    values: tuple[str, ...]


def _take_apart(document: Mapping[str, JsonValue]) -> _Parts:
    signature: list[Any] = []
    texts: list[str] = []
    _collect_object(document, signature, texts)
    first: dict[str, int] = {}
    # For each text the place where it stands first: which texts are equal is part of the form.
    signature += map(first.setdefault, texts, count())
    return _Parts(document, tuple(signature), tuple(first))


def _collect_object(value: Mapping[str, JsonValue], signature: list[Any], texts: list[str]) -> None:
    signature += (dict, len(value))
    for key, member in value.items():
        # Most members are texts, and a call for each would take half of the time.
        if member.__class__ is str and key not in _CONSTANT:
            signature += (key, None)
            texts.append(member)
        else:
            signature.append(key)
            _collect(member, key, signature, texts)


def _collect(value: JsonValue, name: str, signature: list[Any], texts: list[str]) -> None:
    kind = value.__class__
    if kind is str:
        if name in _CONSTANT:
            signature += (str, value)
        else:
            signature.append(None)
            texts.append(value)
    elif kind is dict:
        _collect_object(value, signature, texts)
    elif kind is list:
        signature += (list, len(value))
        for item in value:
            _collect(item, name, signature, texts)
    else:
        # With the class, since True equals 1.
        signature += (kind, value)


def _marked(value: JsonValue, name: str, marks: Mapping[str, str]) -> JsonValue:
    """A copy of a document in which texts are replaced by their marks."""
    if isinstance(value, str):
        return value if name in _CONSTANT else marks.get(value, value)
    if isinstance(value, dict):
        return {key: _marked(member, key, marks) for key, member in value.items()}
    if isinstance(value, list):
        return [_marked(item, name, marks) for item in value]
    return value


def _constants(value: JsonValue, name: str = "") -> Iterator[str]:
    """Every text of a document that is never replaced, its keys among them."""
    if isinstance(value, str) and name in _CONSTANT:
        yield value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from _constants(member, key)
    elif isinstance(value, list):
        for item in value:
            yield from _constants(item, name)


# ---- one form ----


class _Shape:
    """One form of documents: which of its texts must stay as they are, and what was learnt for each choice of them."""

    def __init__(self) -> None:
        self._fixed: tuple[int, ...] | None = None
        self._learnt: dict[tuple[str, ...], _Learnt | None] = {}

    def forms(self, parts: _Parts, is_safe: Callable[[str], bool]) -> Forms | None:
        """The forms of a document of this form, None for the long way."""
        if self._fixed is not None:
            choice = tuple([parts.values[number] for number in self._fixed])
            if choice in self._learnt:
                learnt = self._learnt[choice]
                return None if learnt is None else learnt.forms(parts.values, is_safe)
            if len(self._learnt) >= _MAX_CHOICES:
                return None
        fixed, learnt = _learn(parts, is_safe)
        before = set(self._fixed or ())
        if not fixed <= before:
            # What one document needs to stay as it is, others of its form are asked for too.
            self._learnt.clear()
        self._fixed = tuple(sorted(fixed | before))
        self._learnt[tuple([parts.values[number] for number in self._fixed])] = learnt
        return None if learnt is None else learnt.forms(parts.values, is_safe)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learnt:
    """The templates of a document and of its proofs' options, and which of the texts must be safe as addresses."""

    document: Template
    options: tuple[Template, ...]
    addresses: tuple[int, ...]

    def forms(self, values: tuple[str, ...], is_safe: Callable[[str], bool]) -> Forms | None:
        for number in self.addresses:
            if not is_safe(values[number]):
                return None
        document = self.document.canonical(values)
        options = tuple([template.canonical(values) for template in self.options])
        if document is None or None in options:
            return None
        return Forms(document=document, options=options)  # type: ignore[arg-type]  # none of them is None


def _learn(parts: _Parts, is_safe: Callable[[str], bool]) -> tuple[set[int], _Learnt | None]:
    """The texts that must stay as they are, and the templates of a document's form; None where it has none."""
    fixed: set[int] = set()
    free = set(range(len(parts.values)))
    # A text of the document's own that looks like a mark could be taken for one.
    if any(_MARK in text for text in (*parts.values, *_constants(parts.document))):
        return fixed, None
    marks = {value: f"{_MARK}{number}:" for number, value in enumerate(parts.values)}
    try:
        while True:
            # The whole document, proof values included, says where each text comes to stand.
            marked = _marked(parts.document, "", {parts.values[n]: marks[parts.values[n]] for n in free})
            whole = _template(marked, marks, parts.values)
            unsafe = {number for number in whole.addresses if not is_safe(parts.values[number])}
            if not unsafe:
                break
            fixed |= unsafe
            free -= unsafe
        if whole.addresses | whole.literals != free:
            return fixed, None
        check_closed(marked)
        proof = marked.get("proof", [])
        options = [
            {**{name: member for name, member in one.items() if name != "proofValue"}, "@context": marked["@context"]}
            for one in (proof if isinstance(proof, list) else [proof])
        ]
        return fixed, _Learnt(
            document=_template({k: v for k, v in marked.items() if k != "proof"}, marks, parts.values),
            options=tuple(_template(one, marks, parts.values) for one in options),
            addresses=tuple(sorted(whole.addresses)),
        )
    except (CanonError, UnfitError):
        return fixed, None


def _template(document: Mapping[str, JsonValue], marks: Mapping[str, str], values: tuple[str, ...]) -> Template:
    """The template of a document with marks."""
    quads: list[Quad] = quads_of(expanded_form(document, None), None)
    distinct = list(dict.fromkeys(quads))
    check_work(quads)
    return Template(distinct, {mark: number for number, mark in enumerate(marks.values())}, values)
