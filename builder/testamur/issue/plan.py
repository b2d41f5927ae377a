"""Which award gets which number: decided once, written down before anything is signed, and never decided again.

One idea: a plan holds everything that chance and the clock decided. The same plan signed twice gives the same bytes,
so running a command again after a crash finishes what was begun and can't award anybody twice.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

from testamur import addresses, canon
from testamur.credential import frozen_version, json_bytes
from testamur.findings import Finding, FindingsError, Place
from testamur.issue.people import Person
from testamur.issue.tokens import ways_for
from testamur.issue.withdraw import revoked_places
from testamur.keys import public_key_from_multibase
from testamur.model import Achievement, FrozenVersion, Issuer, Key, Registry
from testamur.number import LIST_SIZE, number_from, parse_number
from testamur.times import time_text

Entropy: TypeAlias = Callable[[int], bytes]

# The suites to choose from; ecdsa-jcs-2019 is verified and not offered, since few verifiers know it.
OFFERED_SUITES: Final = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019")
# Past this share of a list, drawing free places by chance gets slow and few are left for corrections.
_FULL_SHARE = 0.9
_INDEX_MASK = LIST_SIZE - 1  # a list's size is a power of two, so masked random bits are evenly spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One award to come: a person and the place and identifier drawn for them."""

    name: str
    recipient: str | None
    issued: date
    identifier: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A batch of awards of one version under one key.

    `id` is the same for the same command; `folder` is where the holders' files go; `again` says that the command was
    to award anew whose award is revoked; `suite` is how the key signs, one of `ways_for` its kind.
    """

    id: str
    folder: str
    definition: str
    version: str
    version_digest: str
    issuer: str
    key: str
    list: str
    created: datetime
    awards: tuple[Planned, ...]
    again: bool = False
    suite: str = OFFERED_SUITES[0]

    def number(self, award: Planned) -> str:
        """The credential number of one of the awards."""
        return number_from(self.list, award.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded:
    """What `people.csv` says of an earlier award."""

    number: str
    name: str
    recipient: str | None
    definition: str
    version: str
    issued: date


def plan_id(registry: Registry, definition: str, people: Sequence[Person], *, again: bool = False) -> str:
    """The idempotency key of a command: registry, definition, version, and each row's name, recipient and day.

    With `again` it is another command. Raises FindingsError when there is no such definition.
    """
    version = achievement_of(registry, definition).current.version
    rows = sorted([p.name, p.recipient or "", "" if p.issued is None else p.issued.isoformat()] for p in people)
    parts = [registry.settings.base_url, definition, version, rows, *(["again"] if again else [])]
    return canon.sha256_hex(canon.jcs(parts))[:32]


def split_awarded(
    registry: Registry,
    definition: str,
    people: Sequence[Person],
    awarded: Iterable[Awarded],
    *,
    again: bool = False,
) -> tuple[tuple[Person, ...], tuple[Awarded, ...], tuple[Awarded, ...]]:
    """The people still to be awarded, the earlier awards of others that stand, and those that are revoked.

    An earlier award is one of the same version to the same name and recipient: on the stated day, or on any day where
    none is stated, so that a command run again on the next day awards nobody twice. With `again`, whose earlier awards
    are all revoked is to be awarded anew; one on hold is not revoked. Raises FindingsError when the ledger does not
    have one of the awards: then private records and repository contradict each other.
    """
    version = achievement_of(registry, definition).current.version
    gone = revoked_places(registry)
    earlier: dict[tuple[str, str | None, date | None], Awarded] = {}
    for award in awarded:
        if (award.definition, award.version) != (definition, version):
            continue
        for day in (award.issued, None):
            before = earlier.get((award.name, award.recipient, day))
            # One that stands is never hidden by a revoked one, whichever came first.
            if before is None or parse_number(award.number) not in gone or parse_number(before.number) in gone:
                earlier[award.name, award.recipient, day] = award
    fresh: list[Person] = []
    stands: list[Awarded] = []
    revoked: list[Awarded] = []
    for person in people:
        before = earlier.get((person.name, person.recipient, person.issued))
        if before is None:
            fresh.append(person)
        elif parse_number(before.number) not in gone:
            stands.append(before)
        elif again:
            fresh.append(person)
        else:
            revoked.append(before)
    places = {(entry.list, entry.index) for issuer in registry.issuers for entry in issuer.ledger}
    missing = [award.number for award in stands if parse_number(award.number) not in places]
    if missing:
        hint = "bring its ledger file back from Git; or delete its row in people.csv to award anew"
        raise FindingsError(
            Finding(
                code="issue-not-in-ledger",
                place=Place(file="people.csv"),
                message=f"{number} was awarded according to people.csv, but the ledger does not have it",
                hint=hint,
            )
            for number in missing
        )
    return tuple(fresh), tuple(stands), tuple(revoked)


def plan_awards(
    registry: Registry,
    definition: str,
    people: Sequence[Person],
    *,
    id: str,
    folder: str,
    key: Key,
    reserved: Iterable[str],
    entropy: Entropy,
    now: datetime,
    again: bool = False,
    suite: str | None = None,
) -> Plan:
    """A plan for awarding the current version of `definition`, each person at a random free place of a list of `key`.

    `key` must be a key of the definition's issuer; `id` comes from `plan_id`, `folder` says where the holders' files
    go, and `reserved` are numbers given out that the ledger may not have yet; `suite` is how to sign, None for the
    key's usual way. Raises FindingsError with every complaint: a key that is not current or does not sign so, a day
    outside the issuer's scope or the key's window or still to come, a list without room. Not checked: whether somebody
    has the award already, whether a place is promised in a plan that is not in the ledger.
    """
    achievement = achievement_of(registry, definition)
    issuer = issuer_of(registry, achievement.current.issuer)
    today = now.astimezone(UTC).date()
    findings = [
        finding
        for person in people
        for finding in _check_day(issuer, definition, key, person, person.issued or today, today)
    ]
    if key.state != "current":
        message, hint = f"the key {key.multikey} is {key.state}", "sign with a current one; see `testamur keys list`"
        findings.append(_finding(f"issuers/{issuer.slug}", "issue-key", message, hint))
    version = version_of(registry, definition, achievement.current.version)
    findings += _check_address(registry, version)
    by_default, *others = ways_for(public_key_from_multibase(key.multikey).type)
    if suite is not None and suite not in {by_default, *others}:
        message = f"the key {key.multikey} can't sign by {suite}"
        hint = f"sign by {by_default}, or with another key: `testamur keys list` has their types"
        findings.append(_finding(f"issuers/{issuer.slug}", "issue-suite", message, hint))
    name, taken = _roomiest(issuer, key)
    if not name or len(taken) + len(people) > LIST_SIZE * _FULL_SHARE:
        hint = f"make a key with a new list: `testamur keys new --issuer {issuer.slug}`"
        message = f"the lists of the key {key.multikey} have no room for {len(people)} more"
        findings.append(_finding(f"issuers/{issuer.slug}", "issue-list-full", message, hint))
    if findings:
        raise FindingsError(findings)
    taken |= {index for list_name, index in map(parse_number, reserved) if list_name == name}
    awards: list[Planned] = []
    for person in people:
        index = _draw(taken, entropy)
        taken.add(index)
        awards.append(
            Planned(
                name=person.name,
                recipient=person.recipient,
                issued=person.issued or today,
                identifier=f"urn:uuid:{uuid.UUID(bytes=entropy(16), version=4)}",
                index=index,
            )
        )
    return Plan(
        id=id,
        folder=folder,
        definition=definition,
        version=achievement.current.version,
        version_digest=version.digest,
        issuer=issuer.slug,
        key=key.multikey,
        list=name,
        created=now,
        awards=tuple(awards),
        again=again,
        suite=suite or by_default,
    )


def plan_bytes(plan: Plan) -> bytes:
    """The plan as the private journal keeps it."""
    return json_bytes(
        {
            "id": plan.id,
            "folder": plan.folder,
            "definition": plan.definition,
            "version": plan.version,
            "versionDigest": plan.version_digest,
            "issuer": plan.issuer,
            "key": plan.key,
            "list": plan.list,
            "created": time_text(plan.created),
            "again": plan.again,
            "suite": plan.suite,
            "awards": [
                {
                    "name": award.name,
                    "recipient": award.recipient,
                    "issued": award.issued.isoformat(),
                    "identifier": award.identifier,
                    "index": award.index,
                }
                for award in plan.awards
            ],
        }
    )


def parse_plan(file: str, data: bytes) -> Plan:
    """The plan that the journal holds. Raises FindingsError when the file is not one."""
    try:
        value: Mapping[str, Any] = json.loads(data)
        return Plan(
            id=value["id"],
            folder=value["folder"],
            definition=value["definition"],
            version=value["version"],
            version_digest=value["versionDigest"],
            issuer=value["issuer"],
            key=value["key"],
            list=value["list"],
            created=datetime.fromisoformat(value["created"]),
            awards=tuple(
                Planned(
                    name=award["name"],
                    recipient=award["recipient"],
                    issued=date.fromisoformat(award["issued"]),
                    identifier=award["identifier"],
                    index=award["index"],
                )
                for award in value["awards"]
            ),
            again=value.get("again") is True,  # a journal from before there were these options has neither
            suite=value.get("suite", OFFERED_SUITES[0]),
        )
    except (LookupError, TypeError, ValueError) as cause:
        hint = "restore it from a copy; delete it only if nothing of it was handed out"
        raise FindingsError([_finding(file, "journal-unreadable", "this journal can't be read", hint)]) from cause


def achievement_of(registry: Registry, definition: str) -> Achievement:
    """The achievement with this slug. Raises FindingsError when there is none."""
    for achievement in registry.achievements:
        if achievement.slug == definition:
            return achievement
    close = get_close_matches(definition, [each.slug for each in registry.achievements])
    hint = f"its name is that of its folder in credentials/{f': perhaps {close[0]}' if close else ''}"
    raise FindingsError([_finding("credentials", "issue-definition", f"there is no definition {definition}", hint)])


def issuer_of(registry: Registry, slug: str) -> Issuer:
    """The issuer with this slug. Raises FindingsError when there is none."""
    for issuer in registry.issuers:
        if issuer.slug == slug:
            return issuer
    known = ", ".join(issuer.slug for issuer in registry.issuers)
    raise FindingsError([_finding("issuers", "issue-issuer", f"there is no issuer {slug}", f"there are: {known}")])


def version_of(registry: Registry, definition: str, version: str) -> FrozenVersion:
    """The frozen version, or the one that the first award freezes. Raises FindingsError when the version is neither."""
    achievement = achievement_of(registry, definition)
    for frozen in achievement.versions:
        if frozen.definition.version == version:
            return frozen
    if achievement.current.version != version:
        message = f"the definition has no version {version} any more"
        hint = "bring the definition back as it was, then run the same command again"
        raise FindingsError([_finding(f"credentials/{definition}/index.md", "issue-version", message, hint)])
    return frozen_version(achievement.current, registry.settings, issuer_of(registry, achievement.current.issuer))


def _check_day(issuer: Issuer, definition: str, key: Key, person: Person, day: date, today: date) -> Iterable[Finding]:
    if day > today:
        yield _of(
            person, "issue-date", f"{day} is still to come", "award on that day, or give the day of the award itself"
        )
    if day < key.valid_from.astimezone(UTC).date():
        first = key.valid_from.astimezone(UTC).date()
        hint = f"a key signs no award from before its time: write {first} or later, or sign with an older key"
        yield _of(person, "issue-key", f"{day} is before the key {key.multikey} was made", hint)
    scope = [item for item in issuer.scope if item.definition == definition]
    if not any(item.valid_from <= day and (item.valid_until is None or day <= item.valid_until) for item in scope):
        hint = f"look at `awards` in issuers/{issuer.slug}/index.md"
        yield _of(person, "issue-scope", f"{issuer.slug} may not award {definition} on {day}", hint)


def _check_address(registry: Registry, version: FrozenVersion) -> Iterable[Finding]:
    """A finding for a version that an award before a declared move froze: its documents name the earlier address."""
    definition = version.definition
    address = addresses.achievement_address(registry.settings.base_url, definition.slug, definition.version)
    if json.loads(version.files["achievement.json"])["id"] != address:
        message = f"version {definition.version} was published before the registry moved, and names its earlier address"
        hint = "give the definition a new version, even with the same words, and award that"
        yield _finding(f"credentials/{definition.slug}/index.md", "version-of-earlier-address", message, hint)


def _roomiest(issuer: Issuer, key: Key) -> tuple[str, set[int]]:
    """The list of the key with the fewest places taken, and those places; no name when the key has no list."""
    taken: dict[str, set[int]] = {name: set() for name in key.lists}
    for entry in issuer.ledger:
        if entry.list in taken:
            taken[entry.list].add(entry.index)
    return min(taken.items(), key=lambda item: len(item[1]), default=("", set()))


def _draw(taken: set[int], entropy: Entropy) -> int:
    while (index := int.from_bytes(entropy(4), "big") & _INDEX_MASK) in taken:
        pass
    return index


def _of(person: Person, code: str, message: str, hint: str = "") -> Finding:
    prefix = f"Row {person.place.line}: " if person.place.line else ""
    return Finding(code=code, place=person.place, message=f"{prefix}{message}", hint=hint)


def _finding(file: str, code: str, message: str, hint: str = "") -> Finding:
    return Finding(code=code, place=Place(file=file), message=message, hint=hint)
