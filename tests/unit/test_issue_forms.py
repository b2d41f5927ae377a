"""The issue forms of a new registry ask in the words that `testamur new --form` reads."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from testamur import starter

from tests.unit.test_workflow_linters import FACTS

KINDS = {"line": "input", "choice": "dropdown", "text": "textarea", "lines": "textarea", "rows": "textarea"}


def described(root: Path, kind: str) -> list[dict[str, Any]]:
    """The answers of a form, as our own list names them."""
    text = (root / "builder" / "testamur" / "data" / "starter" / "forms.json").read_text(encoding="utf-8")
    answers: list[dict[str, Any]] = json.loads(text)[kind]
    return answers


def form(kind: str) -> dict[str, Any]:
    """A form as a new registry gets it."""
    data = starter.kept_files(FACTS)[f".github/ISSUE_TEMPLATE/{kind}.yml"]
    value: dict[str, Any] = yaml.safe_load(data)
    return value


@pytest.mark.parametrize("kind", ["definition", "withdrawal"])
def test_forms_ask_what_is_read(root: Path, kind: str) -> None:
    """Label, kind, choices and what must be answered are the same in the form and in the list that is read."""
    asked = [each for each in form(kind)["body"] if each["type"] != "markdown"]
    expected = [
        (each["label"], KINDS[each["kind"]], list(each.get("options", {})), each.get("required", False))
        for each in described(root, kind)
    ]
    found = [
        (
            each["attributes"]["label"],
            each["type"],
            each["attributes"].get("options", []),
            each.get("validations", {}).get("required", False),
        )
        for each in asked
    ]
    assert expected == found


@pytest.mark.parametrize("kind", ["definition", "withdrawal"])
def test_forms_keep_to_what_github_takes(kind: str) -> None:
    """Every part has an id of its own, no choice is `None`, and the head names and describes the form."""
    whole = form(kind)
    assert {"name", "description", "labels", "body"} == whole.keys()
    ids = [each["id"] for each in whole["body"] if each["type"] != "markdown"]
    assert len(ids) == len(set(ids))
    assert [] == [id for id in ids if not id.replace("-", "").isalnum()]
    choices = [choice for each in whole["body"] for choice in each["attributes"].get("options", [])]
    assert [] == [choice for choice in choices if not isinstance(choice, str) or choice.lower() == "none"]


def test_the_issuer_is_filled_in() -> None:
    """The first issuer stands in the form already."""
    (issuer,) = [each for each in form("definition")["body"] if each.get("id") == "issuer"]
    assert FACTS.first_issuer == issuer["attributes"]["value"]
