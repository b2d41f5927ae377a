"""The built wheel, as a society installs it: whole, and making the same site as a checkout.

`make test-python` bundles the verifier first; a wheel can't be built without it.
"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.manual.pages import Desk, follow

RUN = "import sys; from testamur.cli import main; sys.exit(main())"
WHERE = "import testamur; print(testamur.__file__)"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs, and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def python(code: str, *arguments: str, cwd: Path, environment: dict[str, str]) -> str:
    """What Python prints when it runs `code` with the given environment on top of ours."""
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (result.returncode, "" if result.returncode == 0 else result.stderr)
    return result.stdout


def clone(root: Path, folder: Path) -> Path:
    """The committed registry in a folder of its own, without the tool's templates and site sources."""
    # A sparse checkout lacks the folders without being a changed tree.
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", str(root), str(folder)], check=True)
    sparse = ["sparse-checkout", "set", "--no-cone", "/registry.yaml", "/credentials/", "/endorsers/", "/issuers/"]
    subprocess.run(["git", "-C", str(folder), *sparse], check=True, capture_output=True)
    subprocess.run(["git", "-C", str(folder), "checkout", "--quiet"], check=True)
    return folder


def test_the_wheel_holds_what_the_tool_reads(root: Path, installed: Path) -> None:
    """Package data, templates, site sources and the verifier's bundles have the bytes of the checkout, all of them."""
    package = root / "builder" / "testamur"
    assert {name: data for name, data in files(package).items() if not name.startswith("_bundled/")} == {
        name: data for name, data in files(installed / "testamur").items() if not name.startswith("_bundled/")
    }
    bundled = installed / "testamur" / "_bundled"
    assert files(root / "templates") == files(bundled / "templates")
    programs = ("catalogue/", "verifier/")
    for name in programs:
        assert files(root / "site" / name / "dist") == files(bundled / "site" / name / "dist")
    sources = {name: data for name, data in files(root / "site").items() if not name.startswith(programs)}
    assert sources == {name: data for name, data in files(bundled / "site").items() if not name.startswith(programs)}


def test_the_wheel_builds_the_site_that_a_checkout_builds(root: Path, installed: Path, tmp_path: Path) -> None:
    """One commit gives the same bytes from wheel and checkout, in other folders, time zones, locales and hash seeds."""
    from_wheel = {"PYTHONPATH": str(installed), "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    from_checkout = {"PYTHONPATH": str(root / "builder"), "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}
    one, two = clone(root, tmp_path / "one"), clone(root, tmp_path / "a second folder")
    assert str(installed) in python(WHERE, cwd=one, environment=from_wheel)
    python(RUN, "build", cwd=one, environment=from_wheel)
    python(RUN, "build", cwd=two, environment=from_checkout)
    assert {} != files(one / "_site")
    assert files(two / "_site") == files(one / "_site")


def test_the_tutorial_works_from_the_wheel(root: Path, installed: Path, tmp_path: Path) -> None:
    """Whoever installed the wheel can follow the manual's first page word by word."""
    desk = Desk(home=tmp_path / "desk" / "home", pythonpath=str(installed))
    follow(root / "docs" / "manual" / "first-registry.md", desk)
    assert (desk.home / "registry" / "_site" / "verify" / "index.html").is_file()
