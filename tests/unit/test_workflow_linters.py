"""actionlint and zizmor over every workflow: ours, and those that a new registry gets, filled in for a society."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from testamur import starter

PROGRAMS = Path(sys.executable).parent
FACTS = starter.Facts(
    name="Society of “Rural” Nursing: ${{ secrets.X }}",
    base_url="https://credentials.society.example/",
    first_issuer="rural-nursing",
    host="github",
    version="1.2.3",
)


def put_starter(folder: Path) -> Path:
    """The GitHub files that a new registry gets, in a folder."""
    for path, data in starter.kept_files(FACTS).items():
        if path.startswith(".github/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    return folder


def actionlint(folder: Path) -> list[str]:
    """What actionlint says of the workflows of a repository."""
    files = sorted((folder / ".github" / "workflows").glob("*.yml"))
    assert [] != files
    command = [str(PROGRAMS / "actionlint"), "-no-color", "-oneline", "-shellcheck=", "-pyflakes=", *map(str, files)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "" == done.stderr
    return done.stdout.splitlines()


def zizmor(folder: Path, persona: str) -> list[str]:
    """What zizmor says of the workflows, actions and update settings of a repository, offline."""
    command = [str(PROGRAMS / "zizmor"), "--offline", "--no-progress", "--no-config", "--persona", persona]
    command += ["--format", "json", "--no-exit-codes", str(folder / ".github")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "completed" in done.stderr
    return [f"{each['ident']}: {each['desc']}" for each in json.loads(done.stdout)]


def test_our_workflows_have_no_findings(root: Path) -> None:
    """Neither linter has a word to say of this repository's own workflows and action."""
    assert ([], []) == (actionlint(root), zizmor(root, "regular"))


def test_workflows_of_a_new_registry_have_no_findings(tmp_path: Path) -> None:
    """Neither linter, zizmor at its most pedantic, has a word to say of what a society gets."""
    folder = put_starter(tmp_path)
    assert ([], []) == (actionlint(folder), zizmor(folder, "pedantic"))


def test_no_linter_is_told_to_look_away(root: Path, tmp_path: Path) -> None:
    """No file switches a rule off for itself, and there is no configuration that would."""
    for folder in (root, put_starter(tmp_path)):
        files = [path for path in (folder / ".github").rglob("*") if path.is_file()]
        assert [] == [path for path in files if "zizmor:" in path.read_text(encoding="utf-8")]
        assert [] == [path for path in files if path.stem in {"zizmor", "actionlint"}]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('run: testamur diff "$BASE"', "run: echo ${{ github.event.pull_request.title }}; true", "template-injection"),
        ("  pull_request:\n", "  pull_request_target:\n", "dangerous-triggers"),
        ("persist-credentials: false", "show-progress: true", "artipacked"),
        ("@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6", "unpinned-uses"),
        ("runs-on: ubuntu-24.04", "runs-on: ubuntu-1.04", "actionlint"),
        ("needs: check", "needs: czech", "actionlint"),
    ],
)
def test_linters_see_faults(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """Each fault that the workflows avoid would be found."""
    folder = put_starter(tmp_path)
    file = folder / ".github" / "workflows" / "check.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    if expected == "actionlint":
        assert [] != actionlint(folder)
    else:
        assert any(each.startswith(f"{expected}:") for each in zizmor(folder, "regular"))
