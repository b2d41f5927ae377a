"""The lock files: every package pinned by hash, and no place to fetch it from."""

import json
import re
import tomllib
from pathlib import Path

import pytest

PYTHON_LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "tests/interop/requirements.lock",
    "benchmarks/site_peers/requirements.lock",
    "tests/mutation/requirements.lock",
)
NODE_LOCKS = (
    "package-lock.json",
    "tests/interop/package-lock.json",
    "benchmarks/site_peers/package-lock.json",
    "benchmarks/lighthouse/package-lock.json",
    "tests/mutation/js/package-lock.json",
)
NAME = re.compile(r"[A-Za-z0-9._-]+")


def normal(requirement: str) -> str:
    """A requirement's distribution name in the one spelling of PEP 503."""
    match = NAME.match(requirement)
    assert match is not None
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def locked(lock: Path) -> dict[str, str]:
    """What a lock pins: each requirement by its normal name."""
    entries = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    pins = [entry.strip() for entry in entries if entry.strip() and not entry.startswith("#")]
    return {normal(pin): pin for pin in pins}


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_python_packages_are_pinned_by_hash(root: Path, name: str) -> None:
    """Every line is a name, one exact version and SHA-256 hashes; there is no option and no address."""
    line = re.compile(r"[a-z0-9-]+==[^\s;]+(?:\s+--hash=sha256:[0-9a-f]{64})+")
    pins = locked(root / name)
    assert {} != pins
    assert [] == [pin for pin in pins.values() if not line.fullmatch(pin)]


@pytest.mark.parametrize("name", NODE_LOCKS)
def test_node_packages_are_pinned_by_integrity(root: Path, name: str) -> None:
    """Every npm package has a version and a SHA-512, and none says where it came from."""
    packages = json.loads((root / name).read_text(encoding="utf-8"))["packages"]
    entries = {path: entry for path, entry in packages.items() if path}
    assert {} != entries
    assert [] == [path for path, entry in entries.items() if "resolved" in entry]
    assert [] == [path for path, entry in entries.items() if not entry["integrity"].startswith("sha512-")]


def test_what_the_project_asks_for_is_locked(root: Path) -> None:
    """No dependency is declared without being in the lock that installs it."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = {normal(requirement) for requirement in project["project"]["dependencies"]}
    dev = {normal(requirement) for requirement in project["dependency-groups"]["dev"]}
    peers = {normal(requirement) for requirement in project["dependency-groups"]["peers"]}
    site_peers = {normal(requirement) for requirement in project["dependency-groups"]["site-peers"]}
    assert set() == runtime - locked(root / "requirements.lock").keys()
    assert set() == (runtime | dev) - locked(root / "requirements-dev.lock").keys()
    assert set() == peers - locked(root / "tests/interop/requirements.lock").keys()
    assert set() == site_peers - locked(root / "benchmarks/site_peers/requirements.lock").keys()
    mutants = {normal(requirement) for requirement in project["dependency-groups"]["mutants"]}
    assert set() == mutants - locked(root / "tests/mutation/requirements.lock").keys()


def test_tools_run_what_users_get(root: Path) -> None:
    """The environment of the tests holds exactly the versions that an installed Testamur is locked to."""
    runtime = locked(root / "requirements.lock")
    dev = locked(root / "requirements-dev.lock")
    assert runtime == {name: pin for name, pin in dev.items() if name in runtime}
