"""What a verification says: thirteen steps, one verdict, the facts that may be shown (docs/verification.md).

The one idea: the verdict is computed from the steps in one function, and nothing else decides it.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

StepId = Literal[
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
]
StepOutcome = Literal["passed", "failed", "not_applicable", "could_not_check"]
Verdict = Literal[
    "unreadable",
    "altered",
    "unfinished",
    "withdrawn",
    "on_hold",
    "expired",
    "not_yet_valid",
    "unknown_issuer",
    "caution",
    "valid",
]

STEP_IDS: tuple[StepId, ...] = (
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

# Reasons that lower the verdict no further than `caution`; the list is closed.
CAUTIONS = frozenset(
    {
        "no_status",
        "status_message",
        "status_refresh",
        "not_in_ledger",
        "definition_not_published",
        "endorsements_not_checked",
        "endorsement_malformed",
        "endorsement_altered",
        "endorsement_of_another",
        "endorsement_key",
        "endorsement_not_in_force",
        "endorsement_withdrawn",
        "endorser_unknown",
        "endorsement_unfinished",
        "schema_not_checked",
        "evidence_not_checked",
        "related_unsupported",
        "related_unreachable",
        "related_differs",
        "recipient_differs",
        "recipient_hash_unknown",
        "recipient_not_named",
        "presentation_unasked",
        "presenter_differs",
        "presenter_not_named",
        # A newer version that was asked for and could not take the place of this one.
        "refresh_type_unknown",
        "refresh_address_malformed",
        "refresh_host",
        "refresh_unreachable",
        "refresh_not_genuine",
        "refresh_id_differs",
        "refresh_issuer_differs",
        "refresh_subject_differs",
        "refresh_older",
    }
)

NOT_REACHED = "not_reached"
NO_STATUS = "no_status"
UNASKED = "presentation_unasked"
PRESENTATION = "proof"  # the `part` of a presentation's own report


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How one step ended. `reason` is a documented code, None unless it failed or could not be checked."""

    id: StepId
    outcome: StepOutcome
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An address and the name that goes with it, where there is one."""

    id: str | None
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerFacts:
    """Who issued: `name` is the registry's word, never the credential's; `domain` is in ASCII."""

    id: str
    name: str | None
    domain: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the credential states and may be shown, once its proof held; None where it states nothing."""

    id: str | None
    name: str | None
    achievement: Named | None
    issuer: IssuerFacts
    holder: str | None
    valid_from: str | None
    valid_until: str | None
    number: str | None
    keys: tuple[str, ...]  # the ids of those whose signatures held
    named_by: tuple[str, ...]  # the kinds of identifier by which step 11 can be asked
    newer_at: str | None  # where a newer version may be asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationFacts:
    """What a presentation's proof says, once it held: whose key made it, when, and for what question of whom."""

    holder: str
    created: str | None
    challenge: str | None
    domain: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """The last status list whose proof held: where it is and the dates it carries."""

    list: str
    signed: str | None
    valid_until: str | None


EndorsementPlace = Literal["credential", "issuer", "achievement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementFacts:
    """What was found out of one endorsement; `issuer` is None unless its proof held."""

    place: EndorsementPlace
    issuer: IssuerFacts | None
    outcome: StepOutcome
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One address that was asked for, and who was asked."""

    address: str
    answered_by: str
    outcome: Literal["ok", "unreachable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What was said of the credential in the file before a newer version took its place."""

    verdict: Verdict
    reasons: tuple[str, ...]
    valid_from: str | None
    valid_until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """How asking for a newer version ended: with what it replaced, or with the reason why it replaced nothing.

    `address` is the one that the credential names, None where it names none that may be asked.
    """

    address: str | None
    reason: str | None
    replaced: Replaced | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole answer about one credential.

    `credential` is None unless the proof held, `endorsements` unless looked at.

    `refresh` is None unless a newer version was asked for and the credential says where there is one.
    `part` is where it stands in a file that holds several, None where it is the file.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    steps: tuple[Step, ...]
    credential: Facts | None
    status: ListFacts | None
    checked_at: str
    fetched: tuple[Fetched, ...]
    refresh: Refreshed | None = None
    endorsements: tuple[EndorsementFacts, ...] | None = None
    part: str | None = None
    presentation: PresentationFacts | None = None


def reasons_from_steps(steps: tuple[Step, ...], *, no_status: bool, is_presentation: bool = False) -> tuple[str, ...]:
    """The reasons in the order of the steps, `not_reached` left out.

    In the place of step 8 stands `no_status`, or `presentation_unasked` for a presentation whose proof held.
    """
    reasons = []
    for step in steps:
        if step.id == "status" and no_status:
            reasons.append(NO_STATUS)
        elif step.id == "status" and is_presentation:
            reasons.append(UNASKED)
        elif step.outcome in {"failed", "could_not_check"} and step.reason not in {None, NOT_REACHED}:
            reasons.append(str(step.reason))
    return tuple(reasons)


def unreadable(reason: str, *, checked_at: str) -> Report:
    """The report on what can't be read at all, for a reason of step 1."""
    first = Step(id=STEP_IDS[0], outcome="failed", reason=reason)
    others = (Step(id=id, outcome="could_not_check", reason=NOT_REACHED) for id in STEP_IDS[1:])
    return Report(
        verdict="unreadable",
        reasons=(reason,),
        steps=(first, *others),
        credential=None,
        status=None,
        checked_at=checked_at,
        fetched=(),
    )


_Rule: TypeAlias = tuple[Verdict, frozenset[StepId], StepOutcome, frozenset[str] | None, frozenset[str]]


def _rule(
    verdict: Verdict,
    steps: tuple[StepId, ...],
    outcome: StepOutcome,
    *,
    only: tuple[str, ...] = (),
    but: tuple[str, ...] = (),
) -> _Rule:
    return verdict, frozenset(steps), outcome, frozenset(only) if only else None, frozenset(but)


# The table "The verdict" of docs/verification.md, line by line; the first that applies.
_RULES: tuple[_Rule, ...] = (
    _rule("unreadable", ("read",), "failed"),
    _rule("altered", ("shape", "context", "key"), "failed"),
    _rule("altered", ("proof",), "failed", but=("not_yet_signed",)),
    _rule("altered", ("definition",), "failed", only=("definition_differs",)),
    _rule("altered", ("ledger",), "failed", but=("not_in_ledger",)),
    _rule("unfinished", ("shape", "context", "proof"), "could_not_check"),
    _rule("withdrawn", ("status",), "failed", only=("status_revoked",)),
    _rule("on_hold", ("status",), "failed", only=("status_on_hold",)),
    _rule("expired", ("dates",), "failed", only=("expired",)),
    _rule("not_yet_valid", ("dates",), "failed", only=("not_yet_valid",)),
    _rule("not_yet_valid", ("proof",), "failed", only=("not_yet_signed",)),
    _rule("unfinished", ("issuer", "key", "dates", "status", "definition", "ledger"), "could_not_check"),
    _rule("unknown_issuer", ("issuer",), "failed"),
)


def verdict_from_steps(steps: tuple[Step, ...], *, no_status: bool, is_presentation: bool = False) -> Verdict:
    """The one verdict, by the table of docs/verification.md.

    `steps` must be all thirteen, in order; `no_status` is true where the credential names no status at all,
    `is_presentation` for a presentation whose proof held. A step
    that failed or could not be checked for a reason outside the table and outside the closed list of cautions is a
    bug of ours, and raises ValueError rather than count as a pass.
    """
    for verdict, ids, outcome, only, but in _RULES:
        for step in steps:
            if step.id not in ids or step.outcome != outcome or step.reason in but:
                continue
            if only is None or step.reason in only:
                return verdict
    reasons = reasons_from_steps(steps, no_status=no_status, is_presentation=is_presentation)
    if undecided := set(reasons) - CAUTIONS:
        raise ValueError(f"no verdict is laid down for {sorted(undecided)}")
    return "caution" if reasons else "valid"


EXIT_CODES: MappingProxyType[Verdict, int] = MappingProxyType(
    {
        "unreadable": 1,
        "altered": 1,
        "unfinished": 3,
        "withdrawn": 1,
        "on_hold": 1,
        "expired": 1,
        "not_yet_valid": 1,
        "unknown_issuer": 1,
        "caution": 0,
        "valid": 0,
    }
)


def exit_code(report: Report) -> int:
    """What a command line says of a report: that of its verdict, but never 0 where something was asked in vain.

    The verdict speaks of the credential, with which nothing is wrong when it is somebody else's, or when no newer one
    can be had; a script that asks for either must not take that for a yes. Of a presentation nobody asked whose it is.
    """
    if report.part == PRESENTATION:
        return EXIT_CODES[report.verdict]
    recipient = next(step.outcome for step in report.steps if step.id == "recipient")
    unanswered = {"failed": 1, "could_not_check": 3}.get(recipient, 0)
    not_refreshed = 3 if report.refresh is not None and report.refresh.reason is not None else 0
    return EXIT_CODES[report.verdict] or unanswered or not_refreshed
