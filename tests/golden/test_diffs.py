"""What `testamur diff` says of a scripted history, kept as it is read: a change of its words shows in a review."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository import Repository, make_repository
from tests.scripted_changes import STEPS, Step

FOLDER = Path(__file__).resolve().parent / "diffs"
STAND_IN = "0123456789abcdef0123456789abcdef01234567"


def said(repository: Repository, form: str) -> str:
    """What `diff` prints, with a stand-in for the commit, whose name depends on the compression library."""
    called = repository.plain("diff", "main", "--format", form)
    assert (0, "") == (called.code, called.err)
    base = repository.git("rev-parse", "main").stdout.strip()
    return called.out.replace(base, STAND_IN).replace(base[:12], STAND_IN[:12])


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, str]]]:
    """Every step's Markdown and JSON, and the codes that the rules over time say of it."""
    told: dict[str, dict[str, str]] = {}
    with pytest.MonkeyPatch.context() as patch:
        repository = make_repository(tmp_path_factory.mktemp("diffs"), patch)
        for step in STEPS:
            repository.branch(step.name)
            step.change(repository)
            told[step.name] = {form: said(repository, form) for form in ("markdown", "json")}
            repository.commit(step.name)
            told[step.name]["committed"] = said(repository, "markdown")
            past = {code for code in repository.check("main") if code.startswith("past-")}
            told[step.name]["codes"] = " ".join(sorted(past))
            repository.switch("main")
            if step.merged:
                repository.git("merge", "--quiet", "--ff-only", step.name)
        yield told


@pytest.mark.parametrize("form", ["markdown", "json"])
@pytest.mark.parametrize("name", [step.name for step in STEPS])
def test_a_change_is_told_in_the_expected_words(
    history: dict[str, dict[str, str]], name: str, form: str, rewrite_golden: bool
) -> None:
    """Each change's Markdown and JSON are those in the folder; `make golden` writes them anew."""
    file = FOLDER / f"{name}.{'md' if form == 'markdown' else 'json'}"
    if rewrite_golden:
        FOLDER.mkdir(exist_ok=True)
        file.write_text(history[name][form], encoding="utf-8")
    assert file.read_text(encoding="utf-8") == history[name][form]


def test_the_folder_holds_these_and_no_others() -> None:
    """A step that is gone leaves no words behind."""
    expected = {f"{step.name}.{ending}" for step in STEPS for ending in ("md", "json")}
    assert expected == {file.name for file in FOLDER.iterdir()}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_committing_changes_nothing(history: dict[str, dict[str, str]], step: Step) -> None:
    """What is not committed yet is told in the same words as once it is."""
    assert history[step.name]["markdown"] == history[step.name]["committed"]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_rules_over_time_are_broken_where_they_are(history: dict[str, dict[str, str]], step: Step) -> None:
    """`check --base` says exactly the expected codes, and `diff` refuses the same."""
    assert list(step.refused) == history[step.name]["codes"].split()
    refused = json.loads(history[step.name]["json"])["refused"]
    assert set(step.refused) == {each["code"] for each in refused}
