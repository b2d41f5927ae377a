"""The workflows: least permission, and nothing that somebody else can change under us."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def workflows(root: Path) -> dict[str, dict[str, Any]]:
    """Each workflow by its file name."""
    folder = root / ".github" / "workflows"
    return {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yml"))}


@pytest.fixture
def steps(root: Path) -> list[dict[str, Any]]:
    """Every step of every job."""
    return [step for workflow in workflows(root).values() for job in workflow["jobs"].values() for step in job["steps"]]


def test_workflows_start_from_no_permission(root: Path) -> None:
    """A workflow grants nothing, and a job names each permission that it needs; none may write."""
    for workflow in workflows(root).values():
        assert {} == workflow["permissions"]
        granted = {grant for job in workflow["jobs"].values() for grant in job.get("permissions", {}).values()}
        assert granted <= {"read"}


def test_actions_are_pinned_by_commit(steps: list[dict[str, Any]]) -> None:
    """An action from elsewhere is named by the full hash of a commit, which nobody can move."""
    actions = [step["uses"] for step in steps if not step.get("uses", "$/").startswith("$/")]
    assert [] != actions
    assert [] == [action for action in actions if not PINNED.fullmatch(action)]


def test_checkouts_keep_no_credentials(steps: list[dict[str, Any]]) -> None:
    """What runs after the checkout finds no token in the repository's configuration."""
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert [False] * len(checkouts) == [step["with"]["persist-credentials"] for step in checkouts]


def test_scripts_take_no_text_from_outside(steps: list[dict[str, Any]]) -> None:
    """No expression stands inside a script, where a branch's name could become a command."""
    assert [] == [step["run"] for step in steps if "${{" in step.get("run", "")]
