"""The findings that no folder alone can show: each is brought about, told, and mended by what its hint says."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from testamur import keystore

from tests.scenes import FINDINGS, STARTS, Start, read_scene

SCENES = sorted(path.parent.name for path in FINDINGS.glob("*/scene.toml"))
Begin = Callable[[str], Start]


@pytest.fixture(scope="module")
def begin(tmp_path_factory: pytest.TempPathFactory) -> Begin:
    """Makes each start once."""

    @cache
    def made(name: str) -> Start:
        with pytest.MonkeyPatch.context() as patch:
            return STARTS[name](tmp_path_factory.mktemp(name), patch)

    return made


@pytest.mark.parametrize("name", SCENES)
def test_a_scene(
    name: str, begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rewrite_golden: bool
) -> None:
    """The fault gives exactly these findings, each with a hint, and who does what they say has none any more."""
    monkeypatch.setattr(keystore, "_KDF_ROUNDS", 1)
    scene, expected = read_scene(name), FINDINGS / name / "expected.txt"
    hands = begin(scene.start).begun(tmp_path, monkeypatch)
    for step in scene.fault:
        hands.do(step)
    answer = hands.run(scene.command)
    if rewrite_golden:
        expected.write_text(answer.told, encoding="utf-8")
    assert (scene.exit, expected.read_text(encoding="utf-8")) == (answer.exit, answer.told)
    assert name in answer.codes
    assert answer.told.count("\n  hint: ") == len(re.findall(r"^\S", answer.told, re.MULTILINE))
    for step in scene.mend:
        hands.follow(step)
    after = hands.run(scene.then or scene.command)
    assert (0, "") == (after.exit, after.told)
