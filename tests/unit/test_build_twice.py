"""One commit, one site: neither folder, time zone, locale, hash seed, order of files nor network shows in the bytes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RUN = "import sys; from testamur.cli import main; sys.exit(main())"
# A file system may list a folder in any order.
SHUFFLED = (
    "import os; scan, names = os.scandir, os.listdir\n"
    "class Reversed:\n"
    "    def __init__(self, path): self.entries = iter(list(scan(path))[::-1])\n"
    "    def __iter__(self): return self.entries\n"
    "    def __next__(self): return next(self.entries)\n"
    "    def __enter__(self): return self\n"
    "    def __exit__(self, *_): pass\n"
    "    def close(self): pass\n"
    "os.scandir = lambda path='.': Reversed(path)\n"
    "os.listdir = lambda path='.': names(path)[::-1]\n"
)


def build(registry: Path, out: Path, environment: dict[str, str], *before: str, code: str = RUN) -> str:
    """Build in a process of its own; the words for people."""
    command = [*before, sys.executable, "-c", code, "build", "--root", str(registry), "--out", str(out)]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert (0, done.stderr) == (done.returncode, done.stderr)
    return done.stderr


def tree(folder: Path) -> dict[str, bytes]:
    """Every file by its path."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture(scope="module")
def clones(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two clones of the committed registry, in folders of different depth."""
    folder = tmp_path_factory.mktemp("clones")
    places = folder / "one", folder / "a deeper folder" / "zwei"
    for place in places:
        subprocess.run(["git", "clone", "--quiet", str(root), str(place)], check=True)
    return places


def test_two_builds_are_identical(clones: tuple[Path, Path], tmp_path: Path) -> None:
    """Other folder, time zone, locale, hash seed and order of files: the same paths and the same bytes."""
    one, two = clones
    build(one, tmp_path / "1", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"})
    elsewhere = {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77", "PYTHONUTF8": "1"}
    build(two, tmp_path / "2" / "_site", elsewhere, code=SHUFFLED + RUN)
    first, second = tree(tmp_path / "1"), tree(tmp_path / "2" / "_site")
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []
    assert len(first) > 100


def test_build_without_any_network(clones: tuple[Path, Path], tmp_path: Path) -> None:
    """In a network namespace of its own, with not even loopback, the site is the same."""
    build(clones[0], tmp_path / "with", {})
    # As an ordinary user a network namespace needs a user namespace around it.
    command = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
    build(clones[0], tmp_path / "without", {}, *command)
    assert tree(tmp_path / "with") == tree(tmp_path / "without")


def test_changed_files_are_said_and_still_repeatable(clones: tuple[Path, Path], tmp_path: Path) -> None:
    """A tree that differs from its commit builds, with a warning that nobody can rebuild it from the commit."""
    registry = tmp_path / "registry"
    shutil.copytree(clones[0], registry)
    definition = registry / "credentials" / "cpr-performance" / "index.md"
    definition.write_text(definition.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    said = build(registry, tmp_path / "changed", {})
    assert "files differ from the commit" in said
    assert "files differ from the commit" not in build(clones[0], tmp_path / "clean", {})


def test_failing_build_leaves_the_old_site(clones: tuple[Path, Path], tmp_path: Path) -> None:
    """When a check fails, the site that was there stays, byte for byte, and nothing else is left beside it."""
    registry = tmp_path / "registry"
    shutil.copytree(clones[0], registry)
    out = tmp_path / "out" / "_site"
    out.parent.mkdir()
    build(registry, out, {})
    before = tree(out)
    (registry / "credentials" / "cpr-performance" / "index.md").write_text("---\ntitle: [\n", encoding="utf-8")
    command = [sys.executable, "-c", RUN, "build", "--root", str(registry), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (1, "") == (done.returncode, done.stdout)
    assert "credentials/cpr-performance/index.md:" in done.stderr
    assert "Traceback" not in done.stderr
    assert before == tree(out)
    assert ["_site"] == sorted(entry.name for entry in out.parent.iterdir())
