"""What a case is, and the words in which its expected outcome is written down.

Expectations are thought out from docs/verification.md, case by case. Nothing here, and nothing that writes cases, asks
a verifier.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.casebook.forge import json_text
from tests.casebook.society import AT, Json, Site, award

STEPS = (
    "read",
    "shape",
    "context",
    "proof",
    "issuer",
    "key",
    "dates",
    "status",
    "definition",
    "ledger",
    "recipient",
    "endorsements",
    "related",
)
SOCIETY = "../_sites/society"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The verdict, the reasons in the order of the steps, and how every step ends; `fetched` where it matters."""

    verdict: str
    reasons: tuple[str, ...]
    steps: Mapping[str, str]
    fetched: tuple[str, ...] | None = None


# Where a credential stands in a file that holds several (None: the file itself), its verdict and its reasons.
Part = tuple[str | None, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One folder of tests/cases."""

    name: str
    title: str
    credential: bytes
    expected: Expected
    at: str
    documents: Json | None
    registries: tuple[str, ...]
    threats: tuple[int, ...]
    recipient: str | None
    refresh: tuple[str, ...] | None
    file: str = "credential.json"
    parts: tuple[Part, ...] = ()


def known(verdict: str, *reasons: str, **outcomes: str) -> Expected:
    """A credential of the society, with status, achievement and a related file: everything passes but `outcomes`."""
    steps = dict.fromkeys(STEPS, "passed") | {"recipient": "not_applicable", "endorsements": "not_applicable"}
    return Expected(verdict=verdict, reasons=reasons, steps=steps | outcomes)


def unknown(*reasons: str, verdict: str = "unknown_issuer", **outcomes: str) -> Expected:
    """A credential whose issuer no registry knows, with neither status nor related files."""
    steps = dict.fromkeys(STEPS, "not_applicable") | dict.fromkeys(
        ("read", "shape", "context", "proof", "key", "dates"), "passed"
    )
    return Expected(verdict=verdict, reasons=reasons, steps=steps | {"issuer": "failed"} | outcomes)


def ends(step: str, reason: str, verdict: str = "altered", *, fetched: tuple[str, ...] | None = None) -> Expected:
    """The check ends at one of the first four steps; what follows is not reached."""
    at = STEPS.index(step)
    steps = {name: "passed" if place < at else "could_not_check" for place, name in enumerate(STEPS)}
    if verdict != "unfinished":
        steps[step] = "failed"
    if reason == "not_yet_signed":
        verdict = "not_yet_valid"
    return Expected(verdict=verdict, reasons=(reason,), steps=steps, fetched=fetched)


@dataclass(slots=True)
class Book:
    """Cases as they are written down, and the society's site that they share."""

    site: Site = field(default_factory=Site)
    cases: dict[str, Case] = field(default_factory=dict)
    _next_index: int = 100

    def awarded(self, **changes: Any) -> Json:
        """A new award of the society under its current key, entered in its ledger."""
        index = self._next_index
        self._next_index += 1
        return self.site.enter("b2", index, award("b2", index, **changes))

    def add(
        self,
        name: str,
        title: str,
        credential: Json | bytes,
        expected: Expected,
        *,
        at: str = AT,
        documents: Mapping[str, Any] | None = None,
        registries: Sequence[str] = (SOCIETY,),
        threats: tuple[int, ...] = (),
        recipient: str | None = None,
        refresh: tuple[str, ...] | None = None,
        file: str = "credential.json",
        parts: tuple[Part, ...] = (),
    ) -> None:
        """Write a case down; `file` is what the credential's file is called, which no verifier looks at.

        `parts` are all the reports where the file holds several; then `expected` is the first of them in full.
        """
        if name in self.cases:
            raise ValueError(f"two cases are called {name}")
        self.cases[name] = Case(
            name=name,
            title=title,
            credential=credential if isinstance(credential, bytes) else json_text(credential),
            expected=expected,
            at=at,
            documents=None if documents is None else dict(documents),
            registries=tuple(registries),
            threats=threats,
            recipient=recipient,
            refresh=refresh,
            file=file,
            parts=parts,
        )
