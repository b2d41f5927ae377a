"""The workflows `publish` and `weekly`, every step of them run here as the script it is."""

from typing import Any

import pytest

from tests.runner import Ran
from tests.workflows.place import ISSUER, Place, commands


def publish(place: Place) -> dict[str, Ran]:
    """What the workflow `publish` did."""
    return place.runner.run(place.workflow("publish"), {})


def published(place: Place) -> list[str]:
    """The commits that were published, the newest first."""
    return [each["sha"] for each in place.runner.state["deployments"]]


def test_publish(place: Place) -> None:
    """The main branch is built, handed to Pages with its hidden files, and found served."""
    ran = publish(place)
    assert {"build": "success", "deploy": "success", "live": "success"} == {
        name: each.result for name, each in ran.items()
    }, ran["live"].log
    folder = place.runner.artifacts["github-pages"]
    assert (folder / ".nojekyll").is_file()
    assert f"issuers/{ISSUER}/did.json" in place.host.asked
    assert "ok   served" in ran["live"].log
    assert not (place.runner.place / "slept").exists()


def test_what_was_refused_is_not_published_by_the_next_push(place: Place) -> None:
    """A ledger entry that was deleted keeps every later commit from Pages, until it is back."""
    first = place.sha
    publish(place)
    (ledger,) = place.society.ledger()
    entry = (place.society.root / ledger).read_bytes()
    (place.society.root / ledger).unlink()
    place.push()
    assert "failure" == publish(place)["build"].result
    readme = place.society.root / "README.md"
    readme.write_text("Another README.\n", encoding="utf-8")
    place.push()
    ran = publish(place)
    assert ("failure", "skipped") == (ran["build"].result, ran["deploy"].result)
    assert ledger in ran["build"].log
    assert [first] == published(place)
    (place.society.root / ledger).write_bytes(entry)
    mended = place.push()
    assert "success" == publish(place)["live"].result
    assert [mended, first] == published(place)


@pytest.mark.parametrize(
    ("rewrite", "expected"),
    [(("commit", "--quiet", "--amend", "--message", "Another"), "is not here"), (("checkout", "HEAD~1"), "is no part")],
)
def test_a_published_commit_that_can_not_be_compared(place: Place, rewrite: tuple[str, ...], expected: str) -> None:
    """Where it is gone, or newer than what is to be published, nothing is published and the log says why."""
    (place.society.root / "README.md").write_text("Another README.\n", encoding="utf-8")
    place.push()
    publish(place)
    place.git(*rewrite)
    place.git("push", "--quiet", "--force", "origin", "HEAD:refs/heads/main")
    if "no part" in expected:
        place.git("push", "--quiet", "origin", "main:refs/heads/newer")
    ran = publish(place)
    assert ("failure", "skipped") == (ran["build"].result, ran["deploy"].result)
    (line,) = commands(ran["build"].log)
    assert line.startswith(f"::error::The published commit {published(place)[0]} {expected}")


def test_what_never_was_this_registry_is_passed_over(place: Place) -> None:
    """A publication that failed, and that of another site from before, are not what a first one is held against."""
    place.git("checkout", "--quiet", "--orphan", "old")
    place.git("rm", "--quiet", "-r", "--force", ".")
    (place.society.root / "index.html").write_text("<p>Old</p>", encoding="utf-8")
    old = place.push("old")
    failed = {"id": 3, "sha": "0" * 40, "states": ["failure", "in_progress"]}
    earlier = {"id": 2, "sha": old, "states": ["inactive", "success"]}
    place.runner.state = {**place.runner.state, "deployments": [earlier, failed]}
    place.git("checkout", "--quiet", "main")
    assert "success" == publish(place)["deploy"].result
    assert place.sha == published(place)[0]


def test_where_nobody_says_what_is_published_nothing_is(place: Place) -> None:
    """A host that does not answer stops the publication before the check."""
    publish(place)
    place.runner.env["GH_TOKEN"] = ""
    workflow = place.workflow("publish")
    text = workflow.read_text(encoding="utf-8")
    workflow.write_text(text.replace("GH_TOKEN: ${{ github.token }}", "GH_TOKEN: ''"), encoding="utf-8")
    ran = publish(place)
    assert ("failure", "skipped") == (ran["build"].result, ran["deploy"].result)
    assert "skipped" == ran["build"].steps["Check the registry"]


def test_what_is_not_really_served_is_noticed(place: Place) -> None:
    """Where the host closes its files to other origins, the run asks again a few times and then fails."""
    place.host.origin = None
    ran = publish(place)
    assert ("success", "failure") == (ran["deploy"].result, ran["live"].result)
    assert 5 == len((place.runner.place / "slept").read_text(encoding="utf-8").splitlines())
    assert "todo cors" in ran["live"].log


def test_nothing_is_published_with_errors(place: Place) -> None:
    """A registry with a finding, or that breaks what the published one promised, never reaches Pages."""
    publish(place)
    (ledger,) = place.society.ledger()
    (place.society.root / ledger).unlink()
    (place.society.root / "credentials" / "x.txt").write_text("x", encoding="utf-8")
    place.push()
    ran = publish(place)
    assert ("failure", "skipped", "skipped") == tuple(ran[each].result for each in ("build", "deploy", "live"))
    assert ledger.rpartition("/")[2] in ran["build"].summary.replace("&#8203;", "")
    assert [place.sha] == published(place)


# ---- once a week ----


def test_weekly(place: Place) -> None:
    """In order, nothing is said; with something to do one issue is opened, kept up to date, and closed in the end."""
    publish(place)

    def week() -> dict[str, Any]:
        ran = place.runner.run(place.workflow("weekly"), {})
        assert ("success", "success") == (ran["look"].result, ran["tell"].result), ran["look"].log + ran["tell"].log
        issues: dict[str, Any] = place.runner.state["issues"]
        return issues

    assert {} == week()
    place.host.origin = None
    assert [True] == [each["open"] for each in week().values()]
    place.host.gone.add(f"issuers/{ISSUER}/did.json")
    ((number, issue),) = week().items()
    assert ("1", True, "upkeep") == (number, issue["open"], issue["label"])
    told = [line for line in issue["body"].splitlines()[2:] if line]
    assert [] == [line for line in told if not line.startswith("    ")]
    assert [f"issuers/{ISSUER}/did.json" in issue["body"], "cors" in issue["body"]] == [True, True]
    place.host.origin = "*"
    place.host.gone.clear()
    assert [False] == [each["open"] for each in week().values()]
