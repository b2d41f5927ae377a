"""The registry as frozen values: what `check` hands on once everything was found right.

A value that exists is a value that was checked: nobody downstream asks again whether a field is there or a date is a
date. Field names follow docs/formats.md; row numbers are those of the Delphi principles (docs/principles.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Literal, TypeAlias, TypeVar

from testamur.colour import Accent

T = TypeVar("T")


class Silence(Enum):
    """Two honest ways of saying nothing: the source does not say, or there is none.

    Both differ from an absent field, which is a finding.
    """

    NOT_STATED = "not stated"
    NONE = "none"


NOT_STATED = Silence.NOT_STATED
NONE = Silence.NONE

Stated: TypeAlias = T | Silence

AwardType = Literal["micro-credential", "digital-badge", "certificate", "cpd-credit", "micro-learning", "pathway"]
Basis = Literal["competency", "participation"]
OutcomeKind = Literal["knowledge", "applied-knowledge", "demonstration", "workplace-practice"]
EvidenceKind = Literal["formal", "informal"]
EndorsementState = Literal["in-force", "not-yet", "ended", "withdrawn"]
CardChoice = Literal["each", "one", "none"]
EventKind = Literal["revoke", "suspend", "reinstate"]
KeyState = Literal["current", "retired", "compromised"]

# The reasons that each event may have (docs/formats.md): one that ends a hold is none for taking back for good.
REASONS: Mapping[EventKind, tuple[str, ...]] = {
    "revoke": (
        "issued-in-error",
        "obtained-by-fraud",
        "no-longer-met",
        "superseded",
        "key-compromised",
        "holder-request",
    ),
    "suspend": ("under-review", "key-compromised", "holder-request"),
    "reinstate": ("review-ended", "holder-request"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a holder can do (row 8.4)."""

    kind: OutcomeKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How it is tested and what counts as passing (row 5)."""

    name: str
    method: Stated[str]
    pass_rule: Stated[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What evidence is collected, how, and how it builds up (rows 8.5 and 9.3)."""

    kind: Stated[EvidenceKind]
    what: str
    collected: Stated[str]
    builds: Stated[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of the programme and its mode of learning (row 8.4)."""

    name: str
    mode: Stated[str]
    duration: Stated[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """Row 2."""

    languages: Stated[tuple[str, ...]]
    cost: Stated[str]
    accommodations: Stated[str]
    entry: Stated[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Row 1."""

    assured_by: Stated[str]
    process: Stated[str]
    reviewed: Stated[date]
    next_review: Stated[date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """Continuing-education credit; the amount is a decimal text and may be a fraction."""

    amount: str
    scheme: Stated[str]
    accreditor: Stated[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """Row 8.6. `period` is an ISO 8601 duration of whole years or months ("P3Y"), NONE for "does not expire"."""

    period: Stated[str]
    renewal_when: Stated[str]
    renewal_show: Stated[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Row 4."""

    framework: str
    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """An optional track a learner may choose (row 7.6)."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementGroup:
    """One group of a pathway.

    `at_least` of the definitions in `of` (all of them when `at_least` equals their number).
    """

    name: str
    at_least: int
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the statements of a definition come from."""

    citation: str
    url: Stated[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """The badge image beside a definition: SVG or PNG bytes that passed the safety checks."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of an achievement.

    `source` and `badge` are the exact bytes; `badge` None means the seal is drawn from the digest.
    """

    slug: str
    title: str
    type: AwardType
    label: Stated[str]
    version: str
    language: str
    issuer: str
    approver: Stated[str]
    description: str
    summary: Stated[str]
    audience: Stated[tuple[str, ...]]
    topics: Stated[tuple[str, ...]]
    context: Stated[str]
    equivalence: Stated[str]
    basis: Stated[Basis]
    outcomes: Stated[tuple[Outcome, ...]]
    assessments: Stated[tuple[Assessment, ...]]
    evidence: Stated[tuple[Evidence, ...]]
    components: Stated[tuple[Component, ...]]
    participation: Stated[str]
    inclusion: Inclusion
    quality: Quality
    next_steps: Stated[str]
    credits: Stated[Credits]
    validity: Validity
    alignments: Stated[tuple[Alignment, ...]]
    tracks: Stated[tuple[Track, ...]]
    sources: tuple[Source, ...]
    requirements: tuple[RequirementGroup, ...]
    criteria: str
    source: bytes
    badge: Badge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What an author wrote in a further language, of a definition's `version`, an issuer or the registry (version "").

    `texts` are fields by the ways to them in the front matter (`outcomes/0/text`), `text` is what follows it or "".
    What is in neither was not translated.
    """

    language: str
    version: str
    texts: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenVersion:
    """A version that was awarded: its parsed definition and every file of `versions/<version>/`, exactly as frozen.

    `digest` is SHA-256 (hex) over the JCS form of {file name: SHA-256 hex of its bytes}.
    """

    definition: Definition
    files: Mapping[str, bytes]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """A definition as a whole: its current source and its frozen versions, oldest first.

    `translations` are of versions that they name, sorted by language.
    """

    slug: str
    current: Definition
    versions: tuple[FrozenVersion, ...]
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compromise:
    """When a key was declared compromised and the ledger state still trusted.

    List -> part -> SHA-256 (hex) of the part's entries (JCS).
    """

    declared: datetime
    trusted: Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A published signing key and its window.

    `lists` are the status lists that this key alone allocates indices from.
    """

    multikey: str
    valid_from: datetime
    retired: datetime | None
    compromised: Compromise | None
    lists: tuple[str, ...]

    @property
    def state(self) -> KeyState:
        """Compromised before retired before current."""
        if self.compromised is not None:
            return "compromised"
        return "current" if self.retired is None else "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeItem:
    """A definition the issuer may award, and when (row 6.1); `until` is inclusive."""

    definition: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One award in the ledger. Nothing personal: `digest` is over a credential that holds a random identifier."""

    list: str
    index: int
    definition: str
    version: str
    version_digest: str
    issued: date
    key: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """One declared event on one credential; events of a number are ordered by `sequence`, counted from 1."""

    number: str
    list: str
    index: int
    sequence: int
    event: EventKind
    reason: str
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """A list's two signed files, byte for byte as committed (empty bytes: not signed yet)."""

    name: str
    status: bytes
    holds: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """An awarding body. Without keys it may publish definitions and can't award."""

    slug: str
    name: str
    url: Stated[str]
    purpose: Stated[str]
    mission: Stated[str]
    scope_statement: Stated[str]
    contact: Stated[str]
    described_in: str | None
    about: str
    scope: tuple[ScopeItem, ...]
    keys: tuple[Key, ...]
    lists: tuple[StatusList, ...]
    ledger: tuple[LedgerEntry, ...]
    withdrawals: tuple[Withdrawal, ...]
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An earlier address of the registry, and the day on which it moved away."""

    base_url: str
    moved: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorser:
    """An organisation outside the registry whose endorsements count here, as `registry.yaml` names it."""

    id: str
    name: str
    url: Stated[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """A signed statement about an issuer or a version, whose signature, signer and subject were found right (row 6.3).

    `data` is the file as committed, under `name`; `slug` is that of the issuer, or of the definition whose `version` it
    is about (None of an issuer). `state` is that of the moment of the check. `status_checked` is None where the
    endorsement names nothing by which it could be taken back, and False where that could not be looked at;
    `is_outside` says that the endorser's keys are those of a document that was saved here.
    """

    name: str
    data: bytes
    slug: str
    version: str | None
    endorser: Endorser
    comment: str
    begins: date
    ends: date | None
    state: EndorsementState
    status_checked: bool | None
    is_outside: bool

    @property
    def is_token(self) -> bool:
        """Whether the file is a JWT."""
        return self.name.endswith(".jwt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`registry.yaml`."""

    name: str
    base_url: str
    languages: tuple[str, ...]
    testamur: str
    example: bool
    description: Stated[str]
    moved_from: tuple[Move, ...] = ()
    cards: CardChoice | None = None
    award_counts: bool = False
    logo: Badge | None = None
    accent: Accent | None = None
    endorsers: tuple[Endorser, ...] = ()
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Everything a registry says, checked. Tuples are sorted by slug; endorsements by their paths."""

    settings: Settings
    issuers: tuple[Issuer, ...]
    achievements: tuple[Achievement, ...]
    endorsements: tuple[Endorsement, ...] = ()
