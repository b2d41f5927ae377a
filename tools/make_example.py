"""The fictional society's keys, awards, withdrawals and signed lists, made from published seeds and fixed times.

One idea: every byte is a function of the definitions and of this file, so running it again changes nothing. Signed
lists that still say what they must are left alone, because their compressed bytes depend on the zlib in use.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from testamur import issue
from testamur.check import check_registry
from testamur.findings import FindingsError
from testamur.keys import ED25519, public_key_from_raw
from testamur.load import read_sources
from testamur.model import EventKind, Issuer, Key, Registry, StatusList
from testamur.source import Sources
from testamur.write import staged

from tools.example_endorsements import council_files

ROOT = Path(__file__).resolve().parent.parent
SOCIETY = "example-society"
SIGNED_AT = datetime(2026, 11, 15, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleAward:
    """One award of the example: the holder's file in tests/examples and what happened to it since."""

    file: str
    name: str
    definition: str
    issued: date
    key: str
    events: tuple[tuple[EventKind, str, date], ...] = ()


OLD, NEW = "society-2024", "society-2026"
KEYS: dict[str, tuple[datetime, datetime | None, str]] = {
    OLD: (datetime(2024, 1, 15, 9, tzinfo=UTC), datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC), "a1"),
    NEW: (datetime(2026, 1, 15, 9, tzinfo=UTC), None, "a2"),
}
AWARDS = (
    ExampleAward(
        file="expired",
        name="Billie Sample",
        definition="medication-safety-short",
        issued=date(2024, 5, 6),
        key=OLD,
    ),
    ExampleAward(
        file="retired-key",
        name="Eddie Example",
        definition="wound-care-2",
        issued=date(2025, 9, 15),
        key=OLD,
    ),
    ExampleAward(
        file="valid",
        name="Alex Example",
        definition="wound-care-2",
        issued=date(2026, 3, 2),
        key=NEW,
    ),
    ExampleAward(
        file="revoked",
        name="Chris Specimen",
        definition="night-shift-safety",
        issued=date(2026, 4, 13),
        key=NEW,
        events=(("revoke", "issued-in-error", date(2026, 6, 1)),),
    ),
    ExampleAward(
        file="on-hold",
        name="Dana Placeholder",
        definition="rural-emergency-skills",
        issued=date(2026, 5, 4),
        key=NEW,
        events=(("suspend", "under-review", date(2026, 10, 5)),),
    ),
    ExampleAward(
        file="reinstated",
        name="Fran Sample",
        definition="telehealth-triage",
        issued=date(2026, 6, 15),
        key=NEW,
        events=(("suspend", "under-review", date(2026, 7, 1)), ("reinstate", "review-ended", date(2026, 7, 20))),
    ),
    ExampleAward(
        file="pathway",
        name="Alex Example",
        definition="rural-nurse-practice",
        issued=date(2026, 9, 7),
        key=NEW,
    ),
)
ENDORSED = "wound-care-2"
_MADE = (
    *(f"issuers/{SOCIETY}/{folder}/" for folder in ("keys", "awards", "withdrawals", "status", "endorsements")),
    f"credentials/{ENDORSED}/endorsements/",
    "endorsers/",
)


class Society:
    """The registry as it grows: each step gives files and a new registry value."""

    def __init__(self, registry: Registry, seeds: dict[str, str]) -> None:
        """Begin with the society's definitions and profile alone."""
        self.registry = registry
        self.files: dict[str, bytes] = {}
        self.holders: dict[str, bytes] = {}
        self._seeds = seeds

    @property
    def issuer(self) -> Issuer:
        """The society as it is now."""
        return issue.issuer_of(self.registry, SOCIETY)

    def add_key(self, name: str) -> None:
        """Publish a key; it counts as current until every award is made."""
        made, _, list_name = KEYS[name]
        key = Key(multikey=self.multikey(name), valid_from=made, retired=None, compromised=None, lists=(list_name,))
        self._put(replace(self.issuer, keys=(*self.issuer.keys, key)))

    def award(self, example: ExampleAward) -> None:
        """Make one award with its key, then declare what happened to it."""
        key = next(key for key in self.issuer.keys if key.multikey == self.multikey(example.key))
        people = (issue.parse_person(example.name, None, example.issued.isoformat()),)
        moment = datetime(example.issued.year, example.issued.month, example.issued.day, 10, tzinfo=UTC)
        plan = issue.plan_awards(
            self.registry,
            example.definition,
            people,
            id=example.file,
            folder="",
            key=key,
            reserved=(),
            entropy=chance(example.file),
            now=moment,
        )
        version = issue.planned_version(self.registry, plan)
        signed = issue.sign_award(self.registry, plan, plan.awards[0], version, self._private(example.key).sign)
        self.holders[f"tests/examples/{example.file}.json"] = signed.data
        folder = issue.version_folder(plan.definition, plan.version)
        self.files |= {f"{folder}/{name}": data for name, data in version.files.items()}
        path, data = issue.entry_file(SOCIETY, signed.entry)
        self.files[path] = data
        self._put(replace(self.issuer, ledger=(*self.issuer.ledger, signed.entry)))
        for event, reason, day in example.events:
            number = plan.number(plan.awards[0])
            issuer, withdrawal = issue.plan_withdrawal(self.registry, number, event, reason, day, SIGNED_AT.date())
            path, data = issue.withdrawal_file(SOCIETY, withdrawal)
            self.files[path] = data
            self._put(issue.with_withdrawal(issuer, withdrawal))

    def close(self, lists: tuple[StatusList, ...]) -> None:
        """Retire what is retired, write the keys, and sign those of the `lists` there are that don't hold any more."""
        retired = {self.multikey(name): moment for name, (_, moment, _) in KEYS.items()}
        keys = tuple(replace(key, retired=retired[key.multikey]) for key in self.issuer.keys)
        self._put(replace(self.issuer, keys=keys, lists=lists))
        self.files |= dict(issue.key_file(SOCIETY, key) for key in keys)
        for due in issue.due_lists(self.registry.settings, self.issuer, SIGNED_AT):
            self.files[due.path(self.issuer)] = issue.sign_list(
                self.registry.settings,
                self.issuer,
                due,
                key=self.multikey(NEW),
                signer=self._private(NEW).sign,
                now=SIGNED_AT,
            )

    def multikey(self, name: str) -> str:
        """The multikey of a published seed."""
        public = self._private(name).public_key()
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return public_key_from_raw(ED25519, raw).multibase

    def _private(self, name: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self._seeds[name]))

    def _put(self, issuer: Issuer) -> None:
        issuers = tuple(issuer if each.slug == SOCIETY else each for each in self.registry.issuers)
        self.registry = replace(self.registry, issuers=issuers)


def chance(label: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same every time."""

    def stream() -> Iterator[int]:
        counter = 0
        while True:
            yield from hashlib.sha256(f"example {label} {counter}".encode()).digest()
            counter += 1

    source = stream()
    return lambda size: bytes(next(source) for _ in range(size))


def made_files(root: Path) -> tuple[dict[str, bytes], dict[str, bytes], frozenset[str]]:
    """What the registry and tests/examples must hold, and which files the registry has from an earlier run.

    Raises FindingsError when the society's definitions or profile have faults.
    """
    sources, findings = read_sources(root)
    if findings:
        raise FindingsError(findings)
    own = {award.definition for award in AWARDS}
    versions = tuple(f"credentials/{slug}/versions/" for slug in sorted(own))
    earlier = frozenset(path for path in sources.files if path.startswith(_MADE + versions))
    bare = Sources({path: file for path, file in sources.files.items() if path not in earlier})
    checked = check_registry(bare, at=SIGNED_AT)
    if checked.registry is None:
        raise FindingsError(checked.findings)
    seeds: dict[str, str] = json.loads((root / "tests" / "keys" / "seeds.json").read_text(encoding="utf-8"))
    society = Society(checked.registry, seeds)
    for name in KEYS:
        society.add_key(name)
    for example in AWARDS:
        society.award(example)
    lists = []
    for _, _, name in KEYS.values():
        paths = [issue.list_path(SOCIETY, name, holds=holds) for holds in (False, True)]
        status, holds = (sources.files[path].data if path in sources.files else b"" for path in paths)
        lists.append(StatusList(name=name, status=status, holds=holds))
    society.close(tuple(lists))
    kept = {
        issue.list_path(SOCIETY, name, holds=holds): data
        for each in lists
        for name, holds, data in ((each.name, False, each.status), (each.name, True, each.holds))
        if data
    }
    council = council_files(checked.registry, seeds, issuer=SOCIETY, award=ENDORSED)
    return {**kept, **society.files, **council}, society.holders, earlier


def main() -> int:
    """Write what differs and say what it was; `--check` writes nothing and gives 1 when something differs."""
    parser = argparse.ArgumentParser(
        description="Make the example society's awards anew; running it again changes nothing."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when something would change")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository")
    args = parser.parse_args()
    try:
        files, holders, earlier = made_files(args.root)
    except FindingsError as problem:
        print(problem, file=sys.stderr)
        return 1
    wanted = {**files, **holders}
    changed = {path: data for path, data in wanted.items() if not _same(args.root / path, data)}
    stale = sorted(earlier - files.keys())
    for path in sorted([*changed, *stale]):
        print(path)
    if args.check:
        return 1 if changed or stale else 0
    with staged(args.root) as stage:
        stage.replace(changed)
    for path in stale:
        (args.root / path).unlink()
    return 0


def _same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


if __name__ == "__main__":
    sys.exit(main())
