"""Canonical N-Quads with texts filled in (RDF Dataset Canonicalization 1.0, sections 4.4 and 4.6).

The one idea: where the first hash tells all blank nodes apart, their names follow from those hashes alone. So the
statements of a document can be kept, and of the next one only the lines are written that hold another text.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from testamur.canon.rdf import Quad

# What stands for itself in canonical N-Quads: an address, or a literal of plain characters with or without a type.
_PLAIN: Final = re.compile(r'<[^\x00-\x20"<>\\]*>|"[ !#-\[\]-~]*"(?:\^\^<[^\x00-\x20"<>\\]*>)?')
_LITERAL: Final = re.compile(r'"([^"\\]*)"((?:\^\^<[^\x00-\x20"<>\\]*>)?)')
_MAX_ORDERS: Final = 64
_TO_ESCAPE: Final = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff]')
_ESCAPES: Final = {
    **{chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)},
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}


class UnfitError(Exception):
    """The statements hold something that can't be filled in line by line."""


class _Slot(NamedTuple):
    """A place for a text; `type` is what follows a literal's quotation mark, None for an address."""

    number: int
    type: str | None


_Line = tuple[str, Callable[[Sequence[str]], Any]]  # a format, and what to take of the terms for it


def escaped(text: str) -> str:
    """A text as it stands between the quotation marks of a literal in canonical N-Quads."""
    return _TO_ESCAPE.sub(lambda match: _ESCAPES[match[0]], text)


class Template:
    """The statements of one form of document, with places for its texts.

    `quads` are statements as `quads_of` gives them, in which the keys of `marks` stand for the texts that its values
    count; `values` are the texts of one document. Raises UnfitError where there can be no template. `addresses` and
    `literals` are the numbers of the texts that stand in such places.
    """

    def __init__(self, quads: Sequence[Quad], marks: Mapping[str, int], values: Sequence[str]) -> None:
        names: dict[str, int] = {}
        self._quads = [[_term(term, marks, names) for term in quad if term] for quad in quads]
        self._nodes = len(names)
        slots = {term for quad in self._quads for term in quad if isinstance(term, _Slot)}
        self.addresses = frozenset(slot.number for slot in slots if slot.type is None)
        self.literals = frozenset(slot.number for slot in slots if slot.type is not None)
        if not quads:
            raise UnfitError
        self._varying: frozenset[int] = frozenset()
        self._whole: bytes | None = None  # the canonical form, where nothing varies
        self._settle(values)

    def canonical(self, values: Sequence[str]) -> bytes | None:
        """The canonical form with these texts; None where the first hash does not tell all blank nodes apart.

        Texts that stand for addresses must be safe, and two of `values` must not be equal.
        """
        if self._constant_of(values) != self._constant:
            numbers = [number for number in self.addresses | self.literals if values[number] != self._base[number]]
            self._varying = self._varying.union(numbers)
            self._settle(values)
        if self._slots:
            return self._filled(values)
        if self._whole is None:
            self._whole = self._filled(values)
        return self._whole

    def _filled(self, values: Sequence[str]) -> bytes | None:
        terms = [""] * self._nodes
        for number, type_ in self._slots:
            value = values[number]
            terms.append(f"<{value}>" if type_ is None else f'"{escaped(value)}"{type_}')
        if self._nodes:
            hashes = list(self._hashes)
            for node, fixed, varying in self._to_hash:
                lines = sorted([*fixed, *[form % take(terms) for form, take in varying]])
                hashes[node] = hashlib.sha256("".join(lines).encode()).hexdigest()
            if len(set(hashes)) < self._nodes:
                return None
            for rank, node in enumerate(sorted(range(self._nodes), key=hashes.__getitem__)):
                terms[node] = f"_:c14n{rank}"
        named = tuple(terms[: self._nodes])
        known = self._named.get(named)
        if known is None:
            if len(self._named) >= _MAX_ORDERS:
                self._named.clear()
            known = sorted([*self._texts, *[form % take(terms) for form, take in self._lines]])
            self._named[named] = known
        lines = [*known, *[form % take(terms) for form, take in self._varying_lines]]
        if len(set(lines)) < len(lines):
            return None
        lines.sort()
        return "".join(lines).encode()

    def _settle(self, values: Sequence[str]) -> None:
        """Write down all that does not vary, with the texts of a document."""
        self._base = tuple(values)
        constant = sorted((self.addresses | self.literals) - self._varying)
        self._constant_of: Callable[[Sequence[str]], Any] = itemgetter(*constant) if constant else lambda _: None
        self._constant = self._constant_of(values)
        varying = {term for quad in self._quads for term in quad if isinstance(term, _Slot)}
        self._slots = sorted((slot for slot in varying if slot.number in self._varying), key=str)
        places = {slot: self._nodes + at for at, slot in enumerate(self._slots)}

        self._whole = None
        self._named: dict[tuple[str, ...], list[str]] = {}  # what does not vary but by the names of blank nodes
        self._texts: list[str] = []
        self._lines: list[_Line] = []
        self._varying_lines: list[_Line] = []
        mentions: list[list[list[Any]]] = [[] for _ in range(self._nodes)]
        for quad in self._quads:
            filled = [
                _written(term, values) if isinstance(term, _Slot) and term not in places else term for term in quad
            ]
            varies = any(isinstance(term, _Slot) for term in filled)
            _add(filled, places, self._texts, self._varying_lines if varies else self._lines)
            for node in {term for term in filled if isinstance(term, int)}:
                mentions[node].append(filled)
        self._hashes: list[str] = [""] * self._nodes
        self._to_hash: list[tuple[int, list[str], list[_Line]]] = []
        for node, quads in enumerate(mentions):
            fixed: list[str] = []
            lines: list[_Line] = []
            for quad in quads:
                named = [("_:a" if term == node else "_:z") if isinstance(term, int) else term for term in quad]
                _add(named, places, fixed, lines)
            if lines:
                self._to_hash.append((node, fixed, lines))
            else:
                self._hashes[node] = hashlib.sha256("".join(sorted(fixed)).encode()).hexdigest()


def _term(term: str, marks: Mapping[str, int], names: dict[str, int]) -> str | int | _Slot:
    """A term of a statement: the number of a blank node, a place for a text, or what it is in canonical N-Quads."""
    if term.startswith("_:"):
        return names.setdefault(term, len(names))
    if term.startswith("<") and term[1:-1] in marks:
        return _Slot(marks[term[1:-1]], None)
    literal = _LITERAL.fullmatch(term)
    if literal is not None and literal[1] in marks:
        return _Slot(marks[literal[1]], literal[2])
    if _PLAIN.fullmatch(term) is None or any(mark in term for mark in marks):
        raise UnfitError
    return term


def _written(slot: _Slot, values: Sequence[str]) -> str:
    value = values[slot.number]
    return f"<{value}>" if slot.type is None else f'"{escaped(value)}"{slot.type}'


def _add(quad: Sequence[Any], places: Mapping[_Slot, int], texts: list[str], lines: list[_Line]) -> None:
    """Put a statement among those that are written already, or among those that are yet to be filled in."""
    wanted = [term if isinstance(term, int) else places[term] for term in quad if not isinstance(term, str)]
    if not wanted:
        texts.append(f"{' '.join(quad)} .\n")
        return
    parts = [term.replace("%", "%%") if isinstance(term, str) else "%s" for term in quad]
    lines.append((f"{' '.join(parts)} .\n", itemgetter(*wanted)))
