"""A simulated year: whatever order work is merged in, the ledger stays whole; and every rule over time, once broken."""

import itertools
import json
import random
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.repository import Repository, make_repository
from tests.simulated_year import Year, ledger_of, run
from tests.society import DEFINITION, SLUG


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a year is to be the same in every run


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Year, list[str]]]:
    """A year of thirty branches, and the commits of `main`."""
    with pytest.MonkeyPatch.context() as patch:
        simulated = Year(repository=make_repository(tmp_path_factory.mktemp("year"), patch), chance=_chance(2026))
        yield simulated, run(simulated, 30)


def check_growth(repository: Repository, points: list[str]) -> None:
    """From commit to commit nothing leaves the ledger, and every award of the private table is in it."""
    ledgers = [ledger_of(repository, point) for point in points]
    assert all(before <= after for before, after in itertools.pairwise(ledgers))
    rows = (repository.society.private / "people.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {row.split(",")[0] for row in rows} == ledgers[-1]


def test_thirty_branches_in_any_order(year: tuple[Year, list[str]]) -> None:
    """After each merge `check --base` is clean, at the end all is there, and the hard cases really happened."""
    simulated, points = year
    check_growth(simulated.repository, points)
    assert 30 == simulated.happened["merged"]
    assert {"merged", "list in conflict", "conflict", "done again"} <= simulated.happened.keys()
    assert "" == simulated.repository.git("status", "--porcelain").stdout


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_two_longer_years(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With other chance and more branches it holds as well."""
    simulated = Year(repository=make_repository(tmp_path, monkeypatch), chance=_chance(seed))
    points = run(simulated, 90)
    check_growth(simulated.repository, points)
    assert 90 == simulated.happened["merged"]


def _key(repository: Repository) -> str:
    return next(
        path.relative_to(repository.root).as_posix()
        for path in sorted(repository.root.glob(f"issuers/{SLUG}/keys/*.json"))
        if json.loads(path.read_text(encoding="utf-8"))["retired"] is not None
    )


def _delete(pattern: str) -> Callable[[Repository], None]:
    return lambda repository: (repository.root / repository.first(pattern)).unlink()


def _edit(pattern: str, old: str, new: str) -> Callable[[Repository], None]:
    def change(repository: Repository) -> None:
        file = repository.root / repository.first(pattern)
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _current_again(repository: Repository) -> None:
    path = _key(repository)
    file = json.loads((repository.root / path).read_text(encoding="utf-8"))
    repository.write(path, json.dumps({**file, "retired": None}, indent=2) + "\n")


def _old_list(repository: Repository) -> None:
    path = f"issuers/{SLUG}/status/a1.json"
    commits = repository.git("log", "--format=%H", "--", path).stdout.split()
    repository.git("checkout", commits[-1], "--", path)


def _gone(folder: str) -> Callable[[Repository], None]:
    def change(repository: Repository) -> None:
        repository.git("rm", "-r", "--quiet", folder)

    return change


def _forgotten(repository: Repository) -> None:
    moved = "moved_from:\n  - base_url: https://old.society.example/\n    moved: 2026-01-01\n"
    settings = repository.root / "registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + moved, encoding="utf-8")
    repository.commit("Moved long ago")
    repository.replace("registry.yaml", moved, "")


BREAKS: dict[str, list[Callable[[Repository], None]]] = {
    "past-version-changed": [
        _edit(f"credentials/{DEFINITION}/versions/*/index.md", "rural", "remote"),
        _delete(f"credentials/{DEFINITION}/versions/*/details.json"),
    ],
    "past-definition-removed": [_gone(f"credentials/{DEFINITION}")],
    "past-award-changed": [
        _delete(f"issuers/{SLUG}/awards/*/*/*.json"),
        _edit(f"issuers/{SLUG}/awards/*/*/*.json", '"issued": "2026-', '"issued": "2025-'),
    ],
    "past-withdrawal-changed": [
        _delete(f"issuers/{SLUG}/withdrawals/*/*.json"),
        _edit(f"issuers/{SLUG}/withdrawals/*/*.json", '"date": "2026-', '"date": "2025-'),
    ],
    "past-issuer-removed": [_gone(f"issuers/{SLUG}/index.md")],
    "past-key-removed": [_delete(f"issuers/{SLUG}/keys/*.json")],
    "past-key-changed": [
        _current_again,
        _edit(f"issuers/{SLUG}/keys/*.json", '"validFrom": "2026-', '"validFrom": "2025-'),
    ],
    "past-list-removed": [_delete(f"issuers/{SLUG}/status/*.json")],
    "past-list-bit-lost": [_old_list],
    "past-list-went-back": [_old_list],
    "past-base-url-changed": [_edit("registry.yaml", "https://registry.", "https://badges.")],
    "past-move-forgotten": [_forgotten],
}


@pytest.mark.parametrize(("code", "number"), [(code, n) for code, breaks in BREAKS.items() for n in range(len(breaks))])
def test_a_broken_rule_is_caught_and_its_hint_mends_it(year: tuple[Year, list[str]], code: str, number: int) -> None:
    """Broken on purpose, each rule is told with its code; the command in its hint brings everything back."""
    repository = year[0].repository
    repository.branch(f"{code}-{number}")
    try:
        BREAKS[code][number](repository)
        assert code in repository.check("HEAD")
        told = json.loads(repository.plain("check", "--base", "HEAD", "--format", "json").out)
        hints = [each["hint"] for each in told if each["code"].startswith("past-")]
        for hint in hints:
            command = re.search("`git (checkout [^`]*)`", hint)
            assert command is not None, hint
            repository.git(*shlex.split(command[1]))
        assert [] == repository.check("HEAD")
    finally:
        repository.git("reset", "--quiet", "--hard")
        repository.switch("main")


def test_what_is_committed_is_caught_too(year: tuple[Year, list[str]]) -> None:
    """The same rule holds for what a branch has committed, against the branch it is to be merged into."""
    repository = year[0].repository
    repository.branch("committed")
    try:
        _delete(f"issuers/{SLUG}/awards/*/*/*.json")(repository)
        repository.commit("Tidy up")
        assert "past-award-changed" in repository.check("main")
        assert "past-award-changed" not in repository.check("HEAD")
    finally:
        repository.switch("main")


def test_two_people_draw_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two awards with one number can't both be merged: Git stops, and the second is awarded anew."""
    repository = make_repository(tmp_path, monkeypatch)
    entropy, start = repository.society.entropy, repository.head()
    table = repository.society.private / "people.csv"
    for name in ("one", "two"):
        repository.branch(name, start)
        repository.society.entropy = lambda size: b"\7" * size
        repository.done("issue", DEFINITION, "--name", f"Person {name}")
        repository.commit(name)
        table.rename(tmp_path / f"{name}.csv")  # each has a private folder of their own
    repository.switch("main")
    repository.git("merge", "--quiet", "one")
    assert 0 != repository.git("merge", "--quiet", "two", check=False).returncode
    repository.git("merge", "--abort")
    repository.society.entropy = entropy
    repository.done("issue", DEFINITION, "--name", "Person two")
    repository.commit("two again")
    assert 2 == len(ledger_of(repository, "main"))
    assert [] == repository.check("HEAD~1")
