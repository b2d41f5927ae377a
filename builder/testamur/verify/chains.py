"""Proof chains: which proofs another one follows (VC Data Integrity 1.0, sections 2.1.2 and 4.5).

The one idea: a chain is checked link by link. A proof that follows others is over the document with exactly those in
it, so each holds or falls by itself, and all of them must hold anyway.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from testamur.verify.outcomes import FailedError
from testamur.verify.shape import JsonObject, many, text


def previous_proofs(proofs: Sequence[JsonObject], proof: JsonObject) -> tuple[JsonObject, ...]:
    """The proofs that one of a document's proofs follows, in the order in which it names them; none for most.

    `proofs` are all of the document's, `proof` is one of them. Raises FailedError: `proof_malformed` where a name is
    not a string, `proof_previous_missing` where one names none or several of them, `proof_chain_cycle` where the proof
    follows itself, however far around. Not checked: whether any of them holds. Costs the square of their number at
    most, which the caller bounds.
    """
    if "previousProof" not in proof:
        return ()
    by_id: dict[str, list[JsonObject]] = {}
    for each in proofs:
        id_ = text(each.get("id"))
        if id_ is not None:
            by_id.setdefault(id_, []).append(each)
    found = []
    for name in _names(proof):
        if not isinstance(name, str):
            raise FailedError("proof_malformed")
        named = by_id.get(name, [])
        if len(named) != 1:
            raise FailedError("proof_previous_missing")
        found.append(named[0])
    own = text(proof.get("id"))
    if own is not None and own in _reached(proof, by_id):
        raise FailedError("proof_chain_cycle")
    return tuple(found)


def _names(proof: JsonObject) -> Sequence[Any]:
    return many(proof["previousProof"]) if "previousProof" in proof else ()


def _reached(proof: JsonObject, by_id: Mapping[str, Sequence[JsonObject]]) -> set[str]:
    """The ids of every proof before this one; the links of others are followed as far as they can be."""
    reached: set[str] = set()
    waiting = [proof]
    while waiting:
        for name in _names(waiting.pop()):
            if isinstance(name, str) and name not in reached:
                reached.add(name)
                waiting += by_id.get(name, [])
    return reached
