"""Findings as a SARIF log (Static Analysis Results Interchange Format 2.1.0, OASIS, with errata 01).

One idea: the log is made from the findings and from the reference of their codes alone, so that a code-scanning page
shows the words of the manual, and the same findings give the same bytes.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from testamur import __version__, reference
from testamur.findings import Finding, printable, sorted_findings

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")  # the manual's own links lead nowhere from a code-scanning page
_WHOLE_REGISTRY = "registry.yaml"  # code scanning refuses a result without a file


def sarif(findings: Iterable[Finding]) -> str:
    """One run with a rule for each code that was found; columns count characters (`unicodeCodePoints`).

    Addresses are relative to the registry's root (section 3.14.14). A finding without a line has no region. Its
    fingerprint is made of code, file, data path and, where these are equal, its number among its equals, so that a
    finding which only moved to another line stays the same one (section 3.27.17). Raises KeyError for a code without an
    entry in the reference.
    """
    ordered = sorted_findings(findings)
    codes = sorted({finding.code for finding in ordered})
    seen: Counter[tuple[str, ...]] = Counter()
    results = []
    for finding in ordered:
        identity = (finding.code, finding.place.file, finding.place.pointer)
        seen[identity] += 1
        results.append(_result(finding, codes.index(finding.code), (*identity, str(seen[identity]))))
    driver = {"name": "Testamur", "semanticVersion": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The folder of the registry."}}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    entry = reference.entries()[code]
    text = _LINK.sub(r"\1", entry.text)
    help_text = text + "".join(
        f"\n\n{label}:\n{example}" for label, example in (("Wrong", entry.wrong), ("Right", entry.right)) if example
    )
    return {
        "id": code,
        "shortDescription": {"text": _sentence(entry.means)},
        "fullDescription": {"text": text},
        "help": {"text": help_text, "markdown": help_text},
        "defaultConfiguration": {"level": entry.severity},
    }


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _result(finding: Finding, rule: int, identity: tuple[str, ...]) -> dict[str, Any]:
    where = finding.place
    text = printable(finding.message) + (f"\n{printable(finding.hint)}" if finding.hint else "")
    location: dict[str, Any] = {
        # Everything but letters, digits and `_.-~/` is percent-encoded, so that no name reads as a scheme or a query.
        "artifactLocation": {"uri": quote(printable(where.file or _WHOLE_REGISTRY), safe="/"), "uriBaseId": "ROOT"}
    }
    if where.file and where.line:
        location["region"] = {"startLine": where.line, **({"startColumn": where.column} if where.column else {})}
    digest = hashlib.sha256("\0".join(identity).encode("utf-8", "backslashreplace")).hexdigest()
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"testamurFinding/v1": digest},
    }
