"""Canonical forms: strict JSON, JCS (RFC 8785), RDFC-1.0 behind a closed loader, and the closed world of documents.

The one idea: nothing is signed and no field is read before it is certain that a document means one thing, to
everybody, for ever.
"""

from testamur.canon.closed import check_closed
from testamur.canon.held import NOT_APART, canonical_presentation, canonical_record
from testamur.canon.rdf import (
    ABSOLUTE_ADDRESS,
    CanonError,
    ExtraContexts,
    canonical_rdf,
    context_addresses,
    expand_quads,
)
from testamur.canon.shapes import Forms, Shapes
from testamur.canon.strict_json import LIMITS, JsonError, JsonValue, jcs, parse_json, same_json, sha256_hex

__all__ = [
    "ABSOLUTE_ADDRESS",
    "LIMITS",
    "NOT_APART",
    "CanonError",
    "ExtraContexts",
    "Forms",
    "JsonError",
    "JsonValue",
    "Shapes",
    "canonical_presentation",
    "canonical_rdf",
    "canonical_record",
    "check_closed",
    "context_addresses",
    "expand_quads",
    "jcs",
    "parse_json",
    "same_json",
    "sha256_hex",
]
