"""How a step ends early: failed, or could not be checked, each with its documented reason."""

from collections.abc import Mapping
from typing import ClassVar, Literal, NoReturn

# What the core's rooms call it, where docs/verification.md has another word, or counts it as not checked.
_RENAMED: Mapping[str, str] = {
    "held_not_apart": "record_not_checked",
    "did_method_unknown": "issuer_method_unknown",
    "key_unknown_type": "proof_key_type",
    "proof_signature_encoding": "proof_value_malformed",
}
_UNCHECKED = frozenset(
    {"context_unknown", "issuer_method_unknown", "key_type_unknown"}
    | {"proof_suite_unknown", "proof_not_derived", "record_not_checked", "presentation_not_checked"}
    | {"jwt_algorithm_unknown"}
)


class NotPassedError(Exception):
    """The first rule of a step that does not hold; `reason` is a code of docs/verification.md."""

    outcome: ClassVar[Literal["failed", "could_not_check"]] = "could_not_check"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class FailedError(NotPassedError):
    """The rule was looked at and does not hold."""

    outcome = "failed"


class UncheckedError(NotPassedError):
    """Whether the rule holds could not be found out."""


def refuse(code: str) -> NoReturn:
    """Raise the outcome that a code stands for in steps 3 and 4."""
    reason = _RENAMED.get(code, code)
    raise UncheckedError(reason) if reason in _UNCHECKED else FailedError(reason)
