"""The hint of every fault in tests/findings/, followed once: afterwards nothing is wrong.

A folder's mend.json says what is done, step by step; tools/mends.py explains the steps.
"""

import json
import os
import shlex
import shutil
import struct
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from testamur import keystore
from testamur.check import check_registry
from testamur.cli import main
from testamur.cli.findings_output import plain
from testamur.cli.signing import multikey_from
from testamur.findings import Finding, sorted_findings
from testamur.load import read_sources

from tests.society import counting_entropy

FOLDER = Path(__file__).resolve().parent.parent / "findings"
FAULTS = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir() and not folder.name.startswith("_"))
PASSPHRASE = b"correct horse"
TIME = datetime(2026, 3, 1, 12, tzinfo=UTC)
# What a hint must say before a step is a way of following it.
ASKED_FOR = {"delete": "elete ", "take back": "from Git", "wait": "wait until"}


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A private folder with the keys of the two base registries' seeds; one round, since they protect nothing."""
    folder = tmp_path_factory.mktemp("mends") / "private"
    folder.mkdir(mode=0o700)
    seeds = json.loads((root / "tests/keys/seeds.json").read_text(encoding="utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keystore, "_KDF_ROUNDS", 1)
        for name in ("society-2024", "society-2026"):
            keystore.new_key(folder, PASSPHRASE, bytes.fromhex(seeds[name]), multikey_from)
    return folder


class Mending:
    """A faulty registry in a folder of its own, the time there, and the person who follows the hints."""

    def __init__(self, registry: Path, private: Path) -> None:
        self.registry, self.private, self.now = registry, private, TIME

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong now."""
        sources, found = read_sources(self.registry)
        return sorted_findings((*found, *check_registry(sources, at=self.now, tool_version="0.1.0").findings))

    def follow(self, step: Mapping[str, Any]) -> None:
        """Do one step of a mend.json."""
        step = dict(step)
        verb = next(iter(step))
        subject = step.pop(verb)
        path = self.registry / subject
        match verb, step:
            case "replace", {"old": old, "new": new}:
                text = path.read_bytes().decode()
                assert 1 == text.count(old), (subject, old)
                path.write_bytes(text.replace(old, new).encode())
            case "write", {"text": text}:
                path.unlink(missing_ok=True)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            case "draw", {"width": width, "height": height}:
                path.write_bytes(grey_png(width, height))
            case "delete", {}:
                remove(path)
            case "move", {"to": to}:
                (self.registry / to).parent.mkdir(parents=True, exist_ok=True)
                path.rename(self.registry / to)
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()
            case "take back", {}:
                self.take_back(subject)
            case "run", {}:
                self.run(subject)
            case "wait", {}:
                self.now = datetime.fromisoformat(subject)
            case _:
                pytest.fail(f"{verb} with {sorted(step)} is not a step of a mend")

    def take_back(self, subject: str) -> None:
        """A file or folder as the base registry, which is what Git has, holds it."""
        known = FOLDER / "_keyed" / "in" / subject
        remove(self.registry / subject)
        (self.registry / subject).parent.mkdir(parents=True, exist_ok=True)
        if known.is_dir():
            shutil.copytree(known, self.registry / subject)
        else:
            shutil.copy(known, self.registry / subject)

    def run(self, command: str) -> None:
        """Run a command as the hint writes it, with the test keys."""
        reading, writing = os.pipe()
        os.write(writing, PASSPHRASE + b"\n")
        os.close(writing)
        try:
            options = f"--root {self.registry} --private {self.private} --passphrase-fd {reading}"
            argv = [*shlex.split(command)[1:], *options.split()]
            assert 0 == main(argv, clock=lambda: self.now, entropy=counting_entropy())
        finally:
            os.close(reading)


def remove(path: Path) -> None:
    """Delete a file, a link or a folder, and the folders that are empty then, which Git does not keep."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    while path.parent.is_dir() and not any(path.parent.iterdir()):
        path = path.parent
        path.rmdir()


def grey_png(width: int, height: int) -> bytes:
    """A plain PNG of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def asked_for(step: Mapping[str, Any], findings: tuple[Finding, ...]) -> bool:
    """Whether the hints of the findings speak of what the step does; where there is no hint, the message does."""
    hints = " ".join(finding.hint for finding in findings)
    verb = next(iter(step))
    words = " ".join(step["run"].split()[:2]) if verb == "run" else ASKED_FOR.get(verb, "")
    return words in hints or (verb == "run" and words in hints.replace("sign`, `", "sign`, `testamur "))


@pytest.mark.parametrize("name", FAULTS)
def test_the_hints_lead_to_a_clean_check(
    name: str, tmp_path: Path, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever does what the hints say, step by step, has a registry without a finding; no step comes from nowhere."""
    monkeypatch.setattr(keystore, "_KDF_ROUNDS", 1)
    shutil.copytree(FOLDER / name / "in", tmp_path / "registry", symlinks=True)
    shutil.copytree(private, tmp_path / "private")
    mending = Mending(tmp_path / "registry", tmp_path / "private")
    findings = said = mending.findings()
    assert findings
    for step in json.loads((FOLDER / name / "mend.json").read_bytes()):
        assert asked_for(step, said), (step, plain(said))
        mending.follow(step)
        findings = mending.findings()
        said = (*said, *findings)
    assert "" == plain(findings)
