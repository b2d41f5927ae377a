"""Verification by the numbered list of docs/verification.md: thirteen steps, four outcomes, one verdict.

The one idea: everything from outside (the bytes, the moment, who answers an address) is an argument, so the same
credential at the same moment with the same answers always has the same report. JavaScript has the twin of this room in
site/verifier/; the numbers in the comments of both are those of the list.
"""

from testamur.verify.as_json import to_json
from testamur.verify.asking import Answer, Cache, Shelf
from testamur.verify.recipient import Recipient, recipient_from_text
from testamur.verify.registry import RegistryFormError, RegistryView
from testamur.verify.report import (
    CAUTIONS,
    EXIT_CODES,
    STEP_IDS,
    EndorsementFacts,
    Facts,
    Fetched,
    IssuerFacts,
    ListFacts,
    Named,
    PresentationFacts,
    Report,
    Step,
    StepId,
    StepOutcome,
    Verdict,
    exit_code,
    verdict_from_steps,
)
from testamur.verify.several import is_own_report, is_presented
from testamur.verify.shape import instant_ms
from testamur.verify.steps import parse_registry, verify_credential, verify_file

__all__ = [
    "CAUTIONS",
    "EXIT_CODES",
    "STEP_IDS",
    "Answer",
    "Cache",
    "EndorsementFacts",
    "Facts",
    "Fetched",
    "IssuerFacts",
    "ListFacts",
    "Named",
    "PresentationFacts",
    "Recipient",
    "RegistryFormError",
    "RegistryView",
    "Report",
    "Shelf",
    "Step",
    "StepId",
    "StepOutcome",
    "Verdict",
    "exit_code",
    "instant_ms",
    "is_own_report",
    "is_presented",
    "parse_registry",
    "recipient_from_text",
    "to_json",
    "verdict_from_steps",
    "verify_credential",
    "verify_file",
]
