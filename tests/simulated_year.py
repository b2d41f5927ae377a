"""A year of a society: branches by several people from earlier points, merged in another order than they were made.

Conflicts are resolved as the manual says. A signed list that both sides changed is taken from the side that is merged
into, and signed anew. Whatever else can't be merged, or is wrong once it is, is done again on top of what is there.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from testamur.number import number_from

from tests.repository import PEOPLE, Repository
from tests.society import DEFINITION, SLUG

ISSUER = f"issuers/{SLUG}/index.md"


@dataclass(slots=True)
class Branch:
    """One person's work: its name, who does it, and how it is done anew."""

    name: str
    by: str
    work: Callable[[Repository], bool]


@dataclass(slots=True)
class Year:
    """The registry, chance, and what happened."""

    repository: Repository
    chance: random.Random
    happened: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """Note that something happened once more."""
        self.happened[what] = self.happened.get(what, 0) + 1

    # ---- what people do; False where there is nothing to do it to ----

    def award(self, number: int) -> Callable[[Repository], bool]:
        """Award one of the definitions to some people."""
        slug_choice, people = self.chance.random(), self.chance.randint(1, 4)

        def work(repository: Repository) -> bool:
            scope = [path.parent.name for path in sorted(repository.root.glob("credentials/*/index.md"))]
            allowed = (repository.root / ISSUER).read_text(encoding="utf-8")
            slugs = [slug for slug in scope if f"definition: {slug}\n" in allowed]
            slug = slugs[int(slug_choice * len(slugs))]
            table = repository.root.parent / "table.csv"
            table.write_text("name\n" + "".join(f"Person {number}-{n}\n" for n in range(people)), encoding="utf-8")
            repository.done("issue", slug, str(table))
            return True

        return work

    def withdraw(self, event: str) -> Callable[[Repository], bool]:
        """Revoke or suspend something that stands, or reinstate something that is on hold."""
        choice = self.chance.random()

        def work(repository: Repository) -> bool:
            numbers = sorted(number for number, state in states(repository).items() if _fits(event, state))
            if not numbers:
                return False
            reason = ("--reason", "no-longer-met") if event == "revoke" else ()
            repository.done(event, numbers[int(choice * len(numbers))], *reason)
            return True

        return work

    def edit(self, number: int) -> Callable[[Repository], bool]:
        """Give a definition other words, under a new version."""
        choice = self.chance.random()

        def work(repository: Repository) -> bool:
            paths = sorted(repository.root.glob("credentials/*/index.md"))
            path = paths[int(choice * len(paths))]
            text = path.read_text(encoding="utf-8")
            version = text.split('version: "', 1)[1].split('"', 1)[0]
            major, minor = version.split(".")
            text = text.replace(f'version: "{version}"', f'version: "{major}.{int(minor) + 1}"')
            lines = text.split("\n")
            cost = next(position for position, line in enumerate(lines) if line.startswith("  cost:"))
            lines[cost] = f"  cost: {number} example crowns"
            path.write_text("\n".join(lines), encoding="utf-8")
            return True

        return work

    def define(self, number: int) -> Callable[[Repository], bool]:
        """Add a definition, and let the society award it."""

        def work(repository: Repository) -> bool:
            text = (repository.root / f"credentials/{DEFINITION}/index.md").read_text(encoding="utf-8")
            title = next(line for line in text.split("\n") if line.startswith("title: "))
            version = text.split('version: "', 1)[1].split('"', 1)[0]
            text = text.replace(title, f"title: Skill {number} for rural nurses").replace("badge: badge.svg\n", "")
            text = text.replace(f'version: "{version}"', 'version: "1.0"')
            repository.write(f"credentials/skill-{number}/index.md", text)
            scope = f"awards:\n  - definition: skill-{number}\n    from: 2026-01-01\n"
            repository.replace(ISSUER, "awards:\n", scope)
            return True

        return work

    def rotate(self) -> Callable[[Repository], bool]:
        """Make a key, and retire the oldest that is current."""

        def work(repository: Repository) -> bool:
            current = [
                (file["validFrom"], file["publicKeyMultibase"])
                for file in map(_json, repository.root.glob(f"issuers/{SLUG}/keys/*.json"))
                if file["retired"] is None
            ]
            repository.done("keys", "new", "--issuer", SLUG)
            repository.done("keys", "retire", min(current)[1])
            return True

        return work

    # ---- branches and merges ----

    def begin(self, name: str, work: Callable[[Repository], bool], at: str) -> Branch | None:
        """A branch from an earlier point, with one piece of work on it."""
        repository = self.repository
        repository.by = self.chance.choice(PEOPLE)
        repository.branch(name, at)
        if not work(repository):
            repository.switch("main")
            return None
        repository.commit(name)
        repository.switch("main")
        return Branch(name=name, by=repository.by, work=work)

    def merge(self, branch: Branch) -> None:
        """Merge it as the manual says; afterwards nothing that was published is lost, and nothing is wrong."""
        repository = self.repository
        before = repository.head()
        repository.by = "Mia Merger"
        if not self._merged(branch):
            # The work is done again on top of what is there.
            repository.git("merge", "--abort", check=False)
            repository.git("reset", "--quiet", "--hard", before)
            repository.git("clean", "--quiet", "-d", "--force")
            self.count("done again")
            forget_awards(repository, branch.name)
            repository.branch(f"{branch.name}-again")
            repository.by = branch.by
            if not branch.work(repository):
                self.count("no longer needed")
            repository.commit(f"{branch.name} again")
            repository.switch("main")
            assert self._merged(Branch(name=f"{branch.name}-again", by=branch.by, work=branch.work)), branch.name
        self.count("merged")
        assert [] == repository.check(before)

    def _merged(self, branch: Branch) -> bool:
        repository = self.repository
        before = repository.head()
        repository.git("merge", "--quiet", "--no-ff", "--no-commit", branch.name, check=False)
        conflicts = repository.git("diff", "--name-only", "--diff-filter=U", "-z").stdout.split("\0")[:-1]
        if any("/status/" not in path for path in conflicts):
            self.count("conflict")
            return False
        for path in conflicts:
            self.count("list in conflict")
            repository.git("checkout", "--ours", "--", path)
        if 0 != repository.society.call("sign").code:
            return False
        repository.commit(f"Merge {branch.name}")
        return [] == repository.check(before)


def run(year: Year, branches: int) -> list[str]:
    """Make that many branches within a year or so, and merge them in any order; the commits `main` went through."""
    repository, chance = year.repository, year.chance
    points = [repository.head()]
    waiting: list[Branch] = []
    made = 0
    while made < branches or waiting:
        repository.society.now += timedelta(days=chance.randint(0, 1 + 300 // branches), hours=chance.randint(1, 9))
        if made < branches and (len(waiting) < 3 or chance.random() < 0.5):
            kinds = [year.award(made)] * 5 + [year.withdraw("revoke")] * 2 + [year.withdraw("suspend")] * 3
            kinds += [year.withdraw("reinstate"), year.edit(made), year.edit(made), year.define(made), year.rotate()]
            branch = year.begin(f"work-{made}", chance.choice(kinds), chance.choice(points[-4:]))
            if branch is not None:
                waiting.append(branch)
                made += 1
            else:
                repository.git("branch", "--quiet", "-D", f"work-{made}")
        elif waiting:
            year.merge(waiting.pop(chance.randrange(len(waiting))))
            points.append(repository.head())
    return points


def states(repository: Repository) -> dict[str, str]:
    """Every awarded number with its last event, empty where there is none."""
    found = {}
    for path in repository.root.glob(f"issuers/{SLUG}/awards/*/*/*.json"):
        entry = _json(path)
        number = number_from(entry["list"], entry["index"])
        events = sorted(map(_event, repository.root.glob(f"issuers/{SLUG}/withdrawals/{number}/*.json")))
        found[number] = events[-1][1] if events else ""
    return found


def forget_awards(repository: Repository, branch: str) -> None:
    """Take the rows of awards that will not be merged out of the private table, as the command's hint says."""
    table = repository.society.private / "people.csv"
    if not table.is_file():
        return
    lost = ledger_of(repository, branch) - ledger_of(repository, "main")
    head, *rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join([head, *(row for row in rows if row.split(",")[0] not in lost)]), encoding="utf-8")


def ledger_of(repository: Repository, commit: str) -> set[str]:
    """The numbers that the ledger of a commit holds."""
    paths = repository.git("ls-tree", "-r", "--name-only", commit, f"issuers/{SLUG}/awards").stdout.split()
    return {number_from(path.split("/")[3], int(path.rpartition("/")[2].removesuffix(".json"))) for path in paths}


def _fits(event: str, state: str) -> bool:
    return state == "suspend" if event == "reinstate" else state in {"", "reinstate"}


def _event(path: Path) -> tuple[int, str]:
    event = _json(path)
    return event["sequence"], event["event"]


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
