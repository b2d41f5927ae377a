"""The example society's awards, as `tools/make_example.py` makes them."""

import importlib.util
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from testamur.check import check_registry
from testamur.load import read_sources


@pytest.fixture(scope="module")
def tool(root: Path) -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("make_example", root / "tools" / "make_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_example"] = module
    spec.loader.exec_module(module)
    return module


def test_running_it_again_changes_nothing(tool: ModuleType, root: Path) -> None:
    """What is committed is what the tool makes: run it after changing one of the society's definitions."""
    files, holders, earlier = tool.made_files(root)
    wanted = {**files, **holders}
    assert [] == [path for path, data in wanted.items() if (root / path).read_bytes() != data]
    assert set() == earlier - files.keys()


def test_the_example_has_every_case(tool: ModuleType, root: Path) -> None:
    """There are awards in force, expired, revoked, on hold, reinstated, of a pathway and by the retired key."""
    names = {path.stem for path in (root / "tests" / "examples").glob("*.json")}
    assert {"valid", "expired", "revoked", "on-hold", "reinstated", "pathway", "retired-key"} <= names
    retired = json.loads((root / "tests/examples/retired-key.json").read_bytes())
    valid = json.loads((root / "tests/examples/valid.json").read_bytes())
    assert retired["proof"]["verificationMethod"] != valid["proof"]["verificationMethod"]
    assert 7 == len(tool.AWARDS)


def test_the_example_is_in_order(root: Path) -> None:
    """`check` finds nothing wrong with the example, at the time its lists were signed and a year later."""
    sources, findings = read_sources(root)
    for at in (datetime(2026, 11, 22, tzinfo=UTC), datetime(2027, 11, 22, tzinfo=UTC)):
        errors = [f for f in (*findings, *check_registry(sources, at=at).findings) if f.severity == "error"]
        assert [] == errors
