"""The rooms, who may import whom, and proof that breaking the rule is noticed."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

CLI = {"cli"}
EFFECTS = {"load", "write", "watch", "keystore", "fetch", "loopback", "history", "render"}


def contracts(root: Path) -> dict[str, dict[str, Any]]:
    """The contracts of `pyproject.toml` by their id."""
    configuration = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in configuration["tool"]["importlinter"]["contracts"]}


def rooms(package: Path) -> set[str]:
    """The rooms that stand in the package, modules and folders alike."""
    modules = {path.stem for path in package.glob("*.py") if not path.stem.startswith("__")}
    return modules | {path.parent.name for path in package.glob("*/__init__.py")}


def pure_rooms(package: Path) -> set[str]:
    """The rooms that touch nothing outside."""
    return rooms(package) - EFFECTS - CLI


def names(modules: list[str]) -> set[str]:
    """The rooms named by a contract, without the package's name."""
    return {module.removeprefix("testamur.") for module in modules}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of `folder` on the package in it, and on no other."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-logo", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "builder")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def package(root: Path) -> Path:
    """The package of this checkout."""
    return root / "builder" / "testamur"


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A checkout of contracts and package that a test may break."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copytree(
        root / "builder", tmp_path / "builder", ignore=shutil.ignore_patterns("__pycache__", "data", "_bundled")
    )
    return tmp_path


def test_every_pure_room_is_kept_from_disk_and_network(root: Path, package: Path) -> None:
    """The contract of pure rooms names each of them and nothing else."""
    assert pure_rooms(package) == names(contracts(root)["pure"]["source_modules"])


def test_every_room_of_effects_is_kept_to_values(root: Path, package: Path) -> None:
    """The contract of effects names each of them, and forbids every room of the core that is no value type."""
    contract = contracts(root)["values"]
    assert EFFECTS & rooms(package) == names(contract["source_modules"])
    values = {"model", "colour", "source", "vendored", "pages", "served", "findings"}
    assert pure_rooms(package) - values == names(contract["forbidden_modules"])


def test_no_layer_is_optional(root: Path) -> None:
    """A room that is renamed or lost breaks the contract instead of leaving it quietly."""
    assert [] == [layer for layer in contracts(root)["layers"]["layers"] if "(" in layer]


def test_pure_rooms_do_not_open_files(package: Path) -> None:
    """No pure room names the built-in `open`, which neither linter notices."""
    found = []
    for room in sorted(pure_rooms(package)):
        for path in [package / f"{room}.py", *sorted((package / room).rglob("*.py"))]:
            if path.is_file():
                tree = ast.parse(path.read_bytes())
                names_used = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
                found += [f"{path.name}:{name.lineno}" for name in names_used if name.id == "open"]
    assert [] == found


def test_contracts_hold(copy: Path) -> None:
    """The package keeps every contract, so that a failure below is the breach and not the set-up."""
    result = lint_imports(copy)
    assert (0, "") == (result.returncode, "" if result.returncode == 0 else result.stdout + result.stderr)


@pytest.mark.parametrize(
    ("room", "statement", "contract"),
    [
        ("findings", "import testamur.model", "Each room imports only from the rooms below it"),
        ("model", "import testamur.source", "Each room imports only from the rooms below it"),
        ("new_room", "import testamur.model", "Each room imports only from the rooms below it"),
        ("model", "import socket", "Pure rooms reach neither disk"),
        ("model", "import os.path", "Pure rooms reach neither disk"),
        ("load", "import testamur.check", "The rooms of effects import only values"),
    ],
)
def test_breaking_a_contract_turns_the_run_red(copy: Path, room: str, statement: str, contract: str) -> None:
    """One forbidden import, or one room without a place in the picture, fails the run and names the contract."""
    package = copy / "builder" / "testamur"
    path = package / room / "__init__.py" if (package / room).is_dir() else package / f"{room}.py"
    text = path.read_text(encoding="utf-8") if path.is_file() else '"""A room without a place."""\n'
    path.write_text(f"{text}\n{statement}\n", encoding="utf-8")
    result = lint_imports(copy)
    assert 1 == result.returncode
    broken = [line for line in result.stdout.splitlines() if line.startswith(contract)]
    assert ["BROKEN"] == [line.rsplit(" ", 1)[-1] for line in broken][:1]


def test_what_is_silenced_has_its_reason_beside_it(root: Path) -> None:
    """Each exception from a linter or from the types says why, on its own line."""
    silenced = re.compile(r"# (?:noqa|type: ignore)\b.*")
    reasoned = re.compile(r"# (?:noqa: [A-Z0-9, ]+ - |type: ignore\[[a-z, -]+\]  ?# )\S.*")
    folders = [root / name for name in ("builder", "tests", "tools", "benchmarks")]
    lines = [
        (str(file.relative_to(root)), match.group())
        for folder in folders
        for file in folder.rglob("*.py")
        if "node_modules" not in file.parts and file != Path(__file__)
        for match in silenced.finditer(file.read_text(encoding="utf-8"))
    ]
    assert [] == [line for line in lines if reasoned.fullmatch(line[1]) is None]
    assert len(lines) > 5
