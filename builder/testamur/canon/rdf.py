"""JSON-LD 1.1 to canonical N-Quads (RDF Dataset Canonicalization 1.0), behind a closed document loader.

The one idea: no context is ever fetched, and the work is bounded before it begins. The base address is null: what is
relative has no meaning.

Deviations: addresses must match `ABSOLUTE_ADDRESS`, which is narrower than RFC 3987 (no IPv6 literals, no private-use
characters), because an address with a space or an angle bracket could write statements of its own. Data sets whose
canonicalisation might take more than `max_canonicalisation_steps` hashes are refused, poisoned or not; see
`check_work`.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

import pyoxigraph
from pyld import jsonld

from testamur import vendored
from testamur.canon.strict_json import LIMITS, JsonValue

ExtraContexts = Mapping[str, Mapping[str, Any]]

_UCSCHAR: Final = (
    # Without white space: JSON-LD libraries disagree on whether an address may hold it.
    "\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef"
    "\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd\U00040000-\U0004fffd\U00050000-\U0005fffd"
    "\U00060000-\U0006fffd\U00070000-\U0007fffd\U00080000-\U0008fffd\U00090000-\U0009fffd\U000a0000-\U000afffd"
    "\U000b0000-\U000bfffd\U000c0000-\U000cfffd\U000d0000-\U000dfffd\U000e1000-\U000efffd"
)
_PCHARS: Final = rf"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?{_UCSCHAR}]|%[0-9A-Fa-f]{{2}})"
ABSOLUTE_ADDRESS: Final = re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:{_PCHARS}+(?:#{_PCHARS}*)?")

_ALGORITHMS: Final = {
    "sha256": pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0,
    "sha384": pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_384,
}


class CanonError(ValueError):
    """A document can't be given one agreed meaning; `pointer` (RFC 6901) says where, as far as that is known.

    `code` is one of those that `check_closed` lists.
    """

    def __init__(self, code: str, pointer: str = "", detail: str = "") -> None:
        self.code = code
        self.pointer = pointer
        self.detail = detail
        super().__init__(f"{code} at {pointer or 'the document'}{': ' if detail else ''}{detail}")


def pointer_to(pointer: str, step: str | int) -> str:
    """The JSON Pointer one step further (RFC 6901)."""
    return f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"


def context_addresses(document: Mapping[str, JsonValue]) -> list[str]:
    """The addresses in a document's `@context`, in order.

    Raises CanonError unless it is one address or a list of distinct ones.
    """
    context = document.get("@context", [])
    addresses = context if isinstance(context, list) else [context]
    if not addresses:
        raise CanonError("context_missing", "/@context")
    distinct: set[str] = set()
    for address in addresses:
        if not isinstance(address, str) or address in distinct:
            raise CanonError("context_inline", "/@context")
        distinct.add(address)
    if len(addresses) > LIMITS.max_contexts:
        raise CanonError("rdf_too_complex", "/@context")
    return addresses


def check_known_contexts(document: Mapping[str, JsonValue], extra_contexts: ExtraContexts | None) -> None:
    """Raise CanonError `context_unknown` for the first address that neither ships with us nor is handed in."""
    for address in context_addresses(document):
        if not vendored.known_context(address) and address not in (extra_contexts or {}):
            raise CanonError("context_unknown", "/@context", address)


def processing_options(extra_contexts: ExtraContexts | None) -> dict[str, Any]:
    """PyLD's options: closed loader, null base, JSON-LD 1.1.

    `tag: static` lets PyLD keep what it processed under the address alone; without it every call serialises whole
    contexts. A context of a test has no such tag: another test may give the address another meaning.
    """

    def load(url: str, _: Mapping[str, Any]) -> dict[str, Any]:
        known = vendored.known_context(url)
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": vendored.context_document(url) if known else dict((extra_contexts or {})[url]),
            "tag": "static" if known else None,
        }

    return {"documentLoader": load, "base": None, "processingMode": "json-ld-1.1"}


def processed(work: Callable[[], Any]) -> Any:
    """What some work with PyLD gives, its complaints translated to CanonError `jsonld_invalid`."""
    try:
        return work()
    except jsonld.JsonLdError as cause:
        raise CanonError("jsonld_invalid", detail=str(cause.code or cause.type)) from cause
    except (AttributeError, KeyError, LookupError, TypeError, ValueError) as cause:
        # PyLD takes some shapes for granted. Whatever it stumbles over was not JSON-LD.
        raise CanonError("jsonld_invalid", detail=type(cause).__name__) from cause


def expanded_form(document: Mapping[str, JsonValue], extra_contexts: ExtraContexts | None) -> list[Any]:
    """The expanded form of a document whose contexts are known (JSON-LD 1.1 API, section 5)."""
    expanded: list[Any] = processed(lambda: jsonld.expand(dict(document), processing_options(extra_contexts)))
    return expanded


# ---- N-Quads ----

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_TO_ESCAPE: Final = re.compile(r'[\\"\n\r]')
_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
Quad = tuple[str, str, str, str]


def _address_term(address: str) -> str:
    if not ABSOLUTE_ADDRESS.fullmatch(address):
        raise CanonError("relative_address", detail=address)
    return f"<{address}>"


def _term(term: Mapping[str, str]) -> str:
    value = term["value"]
    if term["type"] == "blank node":
        return value
    if term["type"] == "IRI":
        return _address_term(value)
    literal = f'"{_TO_ESCAPE.sub(lambda match: _ESCAPES[match[0]], value)}"'
    if "language" in term:
        return f"{literal}@{term['language']}"
    return literal if term["datatype"] == _XSD_STRING else f"{literal}^^{_address_term(term['datatype'])}"


def quads_of(expanded: list[Any], extra_contexts: ExtraContexts | None) -> list[Quad]:
    """The statements of an expanded document, their terms as N-Quads has them; a graph's name is empty for the default.

    Raises CanonError `relative_address` and `jsonld_invalid`.
    """
    dataset = processed(lambda: jsonld.to_rdf(expanded, processing_options(extra_contexts)))
    quads: list[Quad] = []
    for name, triples in dataset.items():
        graph = "" if name == "@default" else name if name.startswith("_:") else _address_term(name)
        quads += [(_term(t["subject"]), _term(t["predicate"]), _term(t["object"]), graph) for t in triples]
    return quads


def _lines(quads: list[Quad]) -> str:
    return "".join(f"{s} {p} {o} {g} .\n" if g else f"{s} {p} {o} .\n" for s, p, o, g in quads)


_Look = tuple[tuple[str, ...], ...]


def _statements(quads: list[Quad]) -> dict[str, list[Quad]]:
    """The statements that mention each blank node."""
    statements: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        for node in {term for term in (quad[0], quad[2], quad[3]) if term.startswith("_:")}:
            statements[node].append(quad)
    return statements


def _looks(statements: Mapping[str, list[Quad]]) -> tuple[dict[str, _Look], dict[_Look, int]]:
    """How each blank node looks by its own statements (section 4.6), and how many look so."""
    looks: dict[str, _Look] = {}
    alike: dict[_Look, int] = defaultdict(int)
    for node, mentions in statements.items():
        looks[node] = tuple(
            sorted(
                tuple("_:a" if term == node else "_:z" if term.startswith("_:") else term for term in quad)
                for quad in mentions
            )
        )
        alike[looks[node]] += 1
    return looks, alike


def check_no_twins(quads: list[Quad]) -> None:
    """Refuse a data set with blank nodes that look alike in a graph whose name is one.

    Several statements in such a graph mention its name in the same position. Whether the algorithm then has it once or
    several times among the related nodes (section 4.8, step 3) is done differently by libraries that all pass the
    published tests, and gives other labels. Raises CanonError `rdf_too_complex`.
    """
    statements = _statements(quads)
    looks, alike = _looks(statements)
    for node, mentions in statements.items():
        if alike[looks[node]] > 1 and any(quad[3].startswith("_:") for quad in mentions):
            raise CanonError("rdf_too_complex", detail="alike in graphs without a name")


def check_work(quads: list[Quad]) -> None:
    """Refuse a data set whose canonicalisation might run on: RDFC-1.0 is exponential in blank nodes that look alike.

    Blank nodes whose own statements differ are told apart at once (section 4.6). From each that is tied with another
    the algorithm walks to its tied neighbours, trying every order of those that are related alike (section 4.8). The
    walk is followed here without hashing, counting the steps, and given up when they pass the limit. Cycles never end
    here, so they are refused; documents without labels for blank nodes have none.
    """
    if len(quads) > LIMITS.max_quads:
        raise CanonError("rdf_too_complex", detail="too many statements")
    statements = _statements(quads)
    if len(statements) > LIMITS.max_blank_nodes:
        raise CanonError("rdf_too_complex", detail="too many blank nodes")

    looks, alike = _looks(statements)
    tied = [node for node in statements if alike[looks[node]] > 1]

    neighbours: dict[str, list[list[str]]] = {}
    for node in tied:
        groups: dict[tuple[str, str, tuple[tuple[str, ...], ...]], list[str]] = defaultdict(list)
        for subject, predicate, obj, graph in statements[node]:
            for position, term in (("s", subject), ("o", obj), ("g", graph)):
                if term != node and term.startswith("_:") and alike[looks[term]] > 1:
                    groups[position, "" if position == "g" else predicate, looks[term]].append(term)
        neighbours[node] = list(groups.values())

    steps = 0
    for start in tied:
        walk: list[tuple[str, str, int]] = [(start, "", 1)]
        while walk:
            node, source, times = walk.pop()
            steps += times
            if steps > LIMITS.max_canonicalisation_steps:
                raise CanonError("rdf_too_complex", detail="too many objects that look alike")
            for group in neighbours[node]:
                onward = [term for term in group if term != source]
                orders = math.factorial(min(len(onward), 10))
                walk.extend((term, node, times * orders) for term in onward)


def check_size(document: Mapping[str, JsonValue]) -> None:
    """Raise CanonError `rdf_too_complex` for more values than `max_values`, or a longer array than `max_array_items`.

    What JSON-LD makes of an array takes the square of its length.
    """
    rest: list[JsonValue] = [document]
    count = 0
    while rest:
        value = rest.pop()
        count += 1
        if isinstance(value, dict):
            rest.extend(member for name, member in value.items() if name != "@context")
        elif isinstance(value, list):
            if len(value) > LIMITS.max_array_items:
                raise CanonError("rdf_too_complex", detail="a long array")
            rest.extend(value)
        if count + len(rest) > LIMITS.max_values:
            raise CanonError("rdf_too_complex", detail="too many values")


def expand_quads(document: Mapping[str, JsonValue], *, extra_contexts: ExtraContexts | None = None) -> str:
    """The statements of a document as N-Quads, in no particular order (JSON-LD 1.1 API, section 8).

    `document` is a parsed JSON object; `extra_contexts` (address to document) is for tests. Raises CanonError for
    unknown contexts, malformed JSON-LD and addresses that are not absolute as far as they reach a statement.
    Undefined terms are dropped in silence here: call `check_closed` first.
    """
    check_known_contexts(document, extra_contexts)
    return _lines(quads_of(expanded_form(document, extra_contexts), extra_contexts))


def canonical_rdf(
    document: Mapping[str, JsonValue], *, hash: str = "sha256", extra_contexts: ExtraContexts | None = None
) -> bytes:
    """The canonical N-Quads of a document (RDFC-1.0, section 4).

    `hash` is `sha256` or `sha384`, the hash inside the algorithm. Raises CanonError as `expand_quads`, and
    `rdf_too_complex` before any work where a limit would be passed. Undefined terms are dropped in silence: call
    `check_closed` first.
    """
    check_known_contexts(document, extra_contexts)
    check_size(document)
    quads = quads_of(expanded_form(document, extra_contexts), extra_contexts)
    check_work(quads)
    try:
        # Addresses were checked above by a rule both our languages share, so the library's own check is left out.
        parsed = pyoxigraph.parse(_lines(quads), format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
        dataset = pyoxigraph.Dataset(parsed)
    except SyntaxError as cause:
        raise CanonError("jsonld_invalid", detail="statements") from cause
    dataset.canonicalize(_ALGORITHMS[hash])
    content = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS)
    # Lines end in "\n" alone: other characters that Unicode calls line ends may stand inside a literal.
    return b"".join(sorted(line + b"\n" for line in (content or b"").split(b"\n") if line))
