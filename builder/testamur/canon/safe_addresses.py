"""Addresses that JSON-LD leaves as they are, whatever contexts of ours a document names (JSON-LD 1.1 API, 5.2 and 6.2).

The one idea: an address changes its look only by a term: where its scheme is one, or where it begins with what one
stands for. All that share a host with such a beginning are counted among those, so few need to be compared.
"""

import re
from functools import cache
from typing import Any, Final

from testamur import vendored
from testamur.canon.rdf import ABSOLUTE_ADDRESS

_HOST: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://[^/?#]*")


def means_itself(address: str) -> bool:
    """Whether a text is absolute, and neither expands to another address nor is ever shortened."""
    terms, stems = _vocabulary()
    return (
        ABSOLUTE_ADDRESS.fullmatch(address) is not None
        and address.partition(":")[0] not in terms
        and not address.startswith(stems)
    )


@cache
def _vocabulary() -> tuple[frozenset[str], tuple[str, ...]]:
    """Every term of every context that ships with us, and the beginnings of what they stand for."""
    terms: set[str] = set()
    meanings: set[str] = set()
    for entry in vendored.manifest():
        _collect(vendored.context_document(entry.url), terms, meanings)
    hosts = {match[0] if (match := _HOST.match(meaning)) else meaning for meaning in meanings}
    return frozenset(terms), tuple(sorted(hosts))


def _collect(value: Any, terms: set[str], meanings: set[str]) -> None:
    if isinstance(value, list):
        for item in value:
            _collect(item, terms, meanings)
    elif isinstance(value, dict):
        context = value.get("@context")
        for definitions in context if isinstance(context, list) else [context]:
            for term, definition in definitions.items() if isinstance(definitions, dict) else ():
                terms.add(term)
                stated = definition if isinstance(definition, dict) else {"@id": definition}
                found = [stated.get(name) for name in ("@id", "@reverse")]
                meanings.update(meaning for meaning in found if isinstance(meaning, str) and meaning != "")
        for member in value.values():
            _collect(member, terms, meanings)
