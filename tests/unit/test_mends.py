"""The hint of every fault in tests/findings/, followed once: afterwards nothing is wrong.

A folder's mend.json says what is done, step by step; tools/mends.py explains the steps, and tests/hands.py does them.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur import keystore
from testamur.check import check_registry
from testamur.cli.findings_output import plain
from testamur.cli.signing import multikey_from
from testamur.findings import sorted_findings
from testamur.load import read_sources

from tests.hands import Hands
from tests.society import PASSPHRASE, Society

FOLDER = Path(__file__).resolve().parent.parent / "findings"
FAULTS = sorted(path.parent.name for path in FOLDER.glob("*/mend.json"))
TIME = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A private folder with the keys of the two base registries' seeds; one round, since they protect nothing."""
    folder = tmp_path_factory.mktemp("mends") / "private"
    folder.mkdir(mode=0o700)
    seeds = json.loads((root / "tests/keys/seeds.json").read_text(encoding="utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keystore, "_KDF_ROUNDS", 1)
        for name in ("society-2024", "society-2026"):
            keystore.new_key(folder, PASSPHRASE.encode(), bytes.fromhex(seeds[name]), multikey_from)
    return folder


def told(society: Society) -> str:
    """What is wrong now, in words."""
    sources, found = read_sources(society.root)
    return plain(sorted_findings((*found, *check_registry(sources, at=society.now, tool_version="0.1.0").findings)))


@pytest.mark.parametrize("name", FAULTS)
def test_the_hints_lead_to_a_clean_check(
    name: str, tmp_path: Path, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever does what the hints say, step by step, has a registry without a finding; no step comes from nowhere."""
    monkeypatch.setattr(keystore, "_KDF_ROUNDS", 1)
    shutil.copytree(FOLDER / name / "in", tmp_path / "registry", symlinks=True)
    shutil.copytree(private, tmp_path / "private")
    society = Society(tmp_path / "registry", tmp_path / "private", now=TIME)
    hands = Hands(society, monkeypatch, {})
    hands.said = told(society)
    assert hands.said
    for step in json.loads((FOLDER / name / "mend.json").read_bytes()):
        hands.follow(step)
        hands.said += told(society)
    assert "" == told(society)
