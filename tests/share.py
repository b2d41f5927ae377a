"""Which case folders every run asks once more in another form, such as a picture or a token; the long run asks all.

A case is in the share when it is the first, by the digest of its name, of those that may be asked with a verdict or a
reason that none before it has, and else one in eight, by the same digest. So no kind of answer is lost, and a case
that is added or goes moves few others. `tests/js/share.js` says the same for JavaScript.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

ONE_IN = 8


def kinds_of(case: Mapping[str, Any]) -> set[str]:
    """The verdicts and the reasons that a case's description expects, of every credential in its file."""
    reports = [case["expected"], *case.get("parts", ())]
    return {report["verdict"] for report in reports} | {reason for report in reports for reason in report["reasons"]}


def share_of(cases: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """The names of the share, out of the descriptions of the cases that may be asked."""
    seen: set[str] = set()
    chosen = []
    for digest, name in sorted(_by_digest(cases)):
        kinds = kinds_of(cases[name])
        if kinds - seen or digest[0] % ONE_IN == 0:
            chosen.append(name)
        seen |= kinds
    return frozenset(chosen)


def asked_of(cases: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    """A parameter for each name in order, those outside of the share marked as long."""
    share = share_of(cases)
    return [pytest.param(name, marks=() if name in share else pytest.mark.long) for name in sorted(cases)]


def _by_digest(names: Iterable[str]) -> Iterable[tuple[bytes, str]]:
    return ((hashlib.sha256(name.encode()).digest(), name) for name in names)
