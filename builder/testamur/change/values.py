"""The meaning of a change, as values. Texts in them are as `shown` makes them: to be escaped, and nothing else."""

from dataclasses import dataclass
from typing import Literal

from testamur.change.events import State
from testamur.findings import Finding

Became = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field: its name, what it is called, and its words before and after; None where it says nothing."""

    name: str
    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionChange:
    """A definition: what became of it, its version before and after, and the fields that differ.

    `awarded` says that the version before was awarded, `rewrites_awarded` that the words of an awarded version would be
    others, which `check` refuses; `frozen` names versions that this change freezes, and `touched` those published
    before that it changes, which the rules over time refuse.
    """

    slug: str
    title: str
    issuer: str
    became: Became
    version_before: str | None
    version_after: str | None
    awarded: bool
    rewrites_awarded: bool
    fields: tuple[FieldChange, ...]
    badge_changed: bool
    frozen: tuple[str, ...]
    touched: tuple[str, ...]

    @property
    def is_only_frozen(self) -> bool:
        """Whether nothing changes but that a version is awarded for the first time."""
        return (
            self.became == "changed" and bool(self.frozen) and not (self.fields or self.badge_changed or self.touched)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerChange:
    """An issuer's profile."""

    slug: str
    name: str
    became: Became
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationChange:
    """What a definition or an issuer says in a further language; `of` is what it is called in its own."""

    path: str
    of: str
    language: str
    became: Became


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """A key: what became of it, and when; its lists, and how many parts of the ledger a compromise leaves trusted."""

    issuer: str
    key: str
    became: Literal["added", "retired", "compromised", "removed", "changed"]
    time: str | None
    lists: tuple[str, ...]
    trusted_parts: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardCount:
    """How many awards of one version one issuer adds or loses; never whose."""

    issuer: str
    definition: str
    title: str
    version: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalChange:
    """One credential number: what was declared, what it comes to, whether the lists say so (None: can't be told).

    `event` and `reason` are codes of docs/formats.md, or empty where something else stands there; an event that was
    taken away is `removed`.
    """

    issuer: str
    number: str
    event: str
    reason: str
    date: str
    before: State
    after: State
    signed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChange:
    """A signed status list; `withdrawn` and `cleared` count the bits that were set and cleared, None if unknown."""

    issuer: str
    name: str
    holds: bool
    became: Literal["first signed", "signed anew", "removed"]
    valid_until: str | None
    withdrawn: int | None
    cleared: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vanishing:
    """An address of the site that this change makes disappear, and why."""

    address: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Careful:
    """A path that asks for a careful look, and why: outside the records, or a record that can do more than others.

    The latter are of the kinds `key`, `example`, `endorser` and `endorsement`.
    """

    path: str
    became: Became
    kind: str
    why: str

    @property
    def is_record(self) -> bool:
        """Whether it is a file of the registry, and told below as well."""
        return self.kind in {"key", "example", "endorser", "endorsement"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a change means, in the order a reviewer wants to know it."""

    base: str
    refused: tuple[Finding, ...]
    careful: tuple[Careful, ...]
    unreadable: tuple[str, ...]
    issuers: tuple[str, ...]
    settings: tuple[FieldChange, ...]
    definitions: tuple[DefinitionChange, ...]
    profiles: tuple[IssuerChange, ...]
    translations: tuple[TranslationChange, ...]
    keys: tuple[KeyChange, ...]
    awards: tuple[AwardCount, ...]
    removed_awards: tuple[AwardCount, ...]
    withdrawals: tuple[WithdrawalChange, ...]
    lists: tuple[ListChange, ...]
    vanishing: tuple[Vanishing, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of a registry changes, and nothing beside it."""
        return not any(
            (
                *(
                    self.refused,
                    self.careful,
                    self.unreadable,
                    self.settings,
                    self.definitions,
                    self.profiles,
                    self.translations,
                ),
                *(self.keys, self.awards, self.removed_awards, self.withdrawals, self.lists, self.vanishing),
            )
        )
