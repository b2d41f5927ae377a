"""Where scenes begin: a few small registries, each made once and copied for every scene.

A scene is a folder of tests/findings/ with a scene.toml: its start, the steps that bring a fault about, the command
whose findings stand in expected.txt, the steps of the mend, and the command that succeeds then. The steps are those of
tests/hands.py.
"""

import shutil
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.hands import Hands
from tests.repository import Repository
from tests.society import DEFINITION, EXAMPLE, START, Society, counting_entropy, make_society

FINDINGS = Path(__file__).resolve().parent / "findings"
_USED_UP = 100  # chance goes on from here, behind what every start has taken of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A scene.toml: `fault` and `mend` are steps, `then` is the command again where nothing else is said."""

    start: str
    command: str
    fault: Sequence[Mapping[str, Any]] = ()
    mend: Sequence[Mapping[str, Any]] = ()
    then: str = ""
    exit: int = 1


def read_scene(name: str) -> Scene:
    """The scene of a folder."""
    return Scene(**tomllib.loads((FINDINGS / name / "scene.toml").read_text(encoding="utf-8")))


@dataclass(slots=True)
class Start:
    """A place with `registry/` and, mostly, `private/`; the time there, and names for what only it knows."""

    place: Path
    now: datetime = START
    names: dict[str, str] = field(default_factory=dict)

    def begun(self, place: Path, patch: pytest.MonkeyPatch) -> Hands:
        """Somebody at work in a copy of it."""
        shutil.copytree(self.place, place, dirs_exist_ok=True, symlinks=True)
        society = Society(place / "registry", place / "private", now=self.now, entropy=counting_entropy(_USED_UP))
        return Hands(society, patch, self.names)


def _empty(place: Path, patch: pytest.MonkeyPatch) -> Start:
    """An empty folder."""
    del patch
    (place / "registry").mkdir()
    return Start(place)


def _registry(place: Path, patch: pytest.MonkeyPatch) -> Start:
    """One issuer, one definition, no key; what ships with Testamur is in `<shipped>`."""
    del patch
    shutil.copytree(FINDINGS / "_plain" / "in", place / "registry")
    return Start(place, names={"shipped": str(EXAMPLE)})


def _society(place: Path, patch: pytest.MonkeyPatch) -> Start:
    """A society that may award one definition, with its first key, and an issuer that is only described."""
    return Start(place, names={"key": make_society(place, patch).ready()})


def _awarded(place: Path, patch: pytest.MonkeyPatch) -> Start:
    """The same a day later, with two awards: Alex Example has `<number>`, whose ledger entry is `<entry>`."""
    society = make_society(place, patch)
    names = {"key": society.ready()}
    for name in ("Alex Example", "Bo Example"):
        called = society.call("issue", DEFINITION, "--name", name)
        names |= {} if "number" in names else {"number": called.out.split()[0], "entry": society.ledger()[0]}
    return Start(place, now=START.replace(day=START.day + 1), names=names)


def _committed(place: Path, patch: pytest.MonkeyPatch) -> Start:
    """The same in a Git repository, with one commit, on the branch `main`."""
    start = _awarded(place, patch)
    repository = Repository(Society(place / "registry", place / "private", now=start.now))
    repository.begin()
    start.now = repository.society.now
    return start


STARTS: Mapping[str, Callable[[Path, pytest.MonkeyPatch], Start]] = {
    "empty": _empty,
    "registry": _registry,
    "society": _society,
    "awarded": _awarded,
    "committed": _committed,
}
