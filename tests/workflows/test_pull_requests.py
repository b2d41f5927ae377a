"""The workflow `check`, every step of it run here as the script it is, on sound and on hostile changes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from testamur import __version__

from tests.runner import Ran
from tests.workflows.place import EVIL, EXAMPLE, Place, commands

HOSTILE_NAMES = (
    "a`touch pwned`.md",
    "$(touch pwned).md",
    "::set-output name=x::y.md",
    "a%0A::error::x.md",
    "a\n::stop-commands::x.md",
    "--help",
    "<script>alert(1)<!-- x|y.md",
    "@everyone.md",
    "'; touch pwned; '.md",
    *(f"plain-{number}.txt" for number in range(5)),
)


def pull_request(place: Place, *, fork: bool = False, visibility: str = "public", author: str = "jo") -> dict[str, Any]:
    """The event of a pull request against the main branch, with a title and a branch meant to do harm."""
    owner = "stranger/registry" if fork else "society/registry"
    head = {"ref": f"x;{EVIL}", "repo": {"full_name": owner}}
    pull = {"number": 7, "title": f"{EVIL}\n::set-output name=a::b", "base": {"sha": place.sha}, "head": head}
    return {"pull_request": {**pull, "user": {"login": author}}, "repository": {"visibility": visibility}}


def sound_change(place: Place) -> None:
    """Another definition, on a branch."""
    source = place.society.root / "credentials" / EXAMPLE / "index.md"
    folder = place.society.root / "credentials" / "wound-care"
    folder.mkdir()
    text = re.sub("(?m)^title: .*$", 'title: "Wound care <b>now</b> @everyone"', source.read_text(encoding="utf-8"))
    (folder / "index.md").write_text(text, encoding="utf-8")
    place.push("pull-7")


def hostile_change(place: Place) -> None:
    """Files whose names are meant for a shell, a log, a page and a reader."""
    for name in HOSTILE_NAMES:
        (place.society.root / "credentials" / name).write_text(EVIL, encoding="utf-8")
    place.push("pull-7")


def check(place: Place, **event: Any) -> dict[str, Ran]:
    """What the workflow `check` did."""
    return place.runner.run(place.workflow("check"), pull_request(place, **event), ref="pull-7")


def test_a_sound_change(place: Place) -> None:
    """It passes; its meaning stands in one comment that a second run brings up to date, and in the summary."""
    sound_change(place)
    check(place)
    ran = check(place)
    assert {"check": "success", "comment": "success", "code-scanning": "success"} == {
        name: each.result for name, each in ran.items()
    }, ran["check"].log
    (comment,) = place.runner.state["comments"]["7"]
    assert comment["body"].startswith("<!-- testamur -->\n")
    for text in (comment["body"], ran["check"].summary):
        assert "wound-care" in text
        assert "## Testamur: no findings" in text
        assert "<b>" not in text
        assert "@everyone" not in text
    assert [] == commands(ran["check"].log)
    assert place.nothing_of_it_ran()


def test_the_comment_of_somebody_else_stays(place: Place) -> None:
    """A comment that begins like ours but was written by a person is left alone."""
    sound_change(place)
    state = place.runner.state
    theirs = {"id": 5, "by": "jo", "body": "<!-- testamur -->\nmine"}
    place.runner.state = {**state, "comments": {"7": [theirs]}}
    check(place)
    first, second = place.runner.state["comments"]["7"]
    assert (theirs, "github-actions[bot]") == (first, second["by"])


def test_the_preview_is_the_whole_site(place: Place) -> None:
    """What is kept as a preview is the built site with its hidden files."""
    sound_change(place)
    check(place)
    files = {
        path.relative_to(place.runner.artifacts["preview"]).as_posix()
        for path in place.runner.artifacts["preview"].rglob("*")
    }
    assert {".nojekyll", "index.html", "credentials/wound-care/index.html", "verify/page.js", "registry.json"} <= files


def test_a_hostile_change(place: Place) -> None:
    """It fails with ten marks, everything in the summary, the comment and code scanning, and nothing of it obeyed."""
    hostile_change(place)
    ran = check(place)
    assert ("failure", "success", "success") == tuple(
        ran[each].result for each in ("check", "comment", "code-scanning")
    )
    assert "skipped" == ran["check"].steps["Build a preview"]
    marks = commands(ran["check"].log)
    assert 10 == len(marks)
    assert [] == [mark for mark in marks if not re.match(r"::error file=credentials/[^,:]*,line=1,col=1,title=", mark)]
    assert f"and {len(HOSTILE_NAMES) - 10} more" in ran["check"].log
    (comment,) = place.runner.state["comments"]["7"]
    for text in (comment["body"], ran["check"].summary):
        assert f"## Testamur: {len(HOSTILE_NAMES)} errors" in text
        assert [] == [sign for sign in ("<script", "@everyone", "`touch", "\n::", "x|y") if sign in text]
        assert "`credentials/plain-4.txt:1`" in text
    (upload,) = place.runner.uploaded
    (run,) = json.loads(upload["sarif"])["runs"]
    assert len(HOSTILE_NAMES) == len(run["results"])
    assert place.nothing_of_it_ran()


def test_a_comment_has_room(place: Place) -> None:
    """Of more findings than fit the comment has whole rows and says where the others are: in the summary."""
    for number in range(400):
        (place.society.root / "credentials" / f"plain-{number}.txt").write_text("x", encoding="utf-8")
    place.push("pull-7")
    ran = check(place)
    assert 400 == ran["check"].summary.count("| error |")
    (comment,) = place.runner.state["comments"]["7"]
    assert len(comment["body"]) < 65_536
    rows = [line for line in comment["body"].splitlines() if line.startswith("| error |")]
    assert 0 < len(rows) < 400
    assert [] == [row for row in rows if not row.endswith(" |")]
    assert "There is more in the summary of the run." in comment["body"]


def test_an_awarded_version_is_protected(place: Place) -> None:
    """A change of what was awarded is refused against the commit that the pull request is meant for."""
    (frozen,) = (place.society.root / "credentials" / EXAMPLE / "versions").glob("*/achievement.json")
    frozen.unlink()
    place.push("pull-7")
    ran = check(place)
    assert "failure" == ran["check"].result
    assert "::error" in ran["check"].log


def test_a_fork_has_the_summary(place: Place) -> None:
    """For a pull request from a fork nothing is written anywhere; the summary says it all."""
    hostile_change(place)
    ran = check(place, fork=True)
    assert ("failure", "skipped", "skipped") == tuple(
        ran[each].result for each in ("check", "comment", "code-scanning")
    )
    assert f"## Testamur: {len(HOSTILE_NAMES)} errors" in ran["check"].summary
    assert ([], []) == (place.runner.state["calls"], place.runner.uploaded)


@pytest.mark.parametrize(
    ("event", "expected"), [({"visibility": "private"}, "success"), ({"author": "dependabot[bot]"}, "skipped")]
)
def test_where_code_scanning_can_not_be_had(place: Place, event: dict[str, Any], expected: str) -> None:
    """A private repository has the comment and no code scanning; Dependabot's token can write neither."""
    sound_change(place)
    ran = check(place, **event)
    assert ("success", expected, "skipped") == tuple(ran[each].result for each in ("check", "comment", "code-scanning"))


def test_the_action(place: Place, root: Path) -> None:
    """Our own action marks and summarises the same, names the folder with its texts, and installs what it should."""
    action = root / ".github" / "actions" / "testamur" / "action.yml"
    hostile_change(place)
    for given in ({"version": __version__, "base": place.sha}, {}):
        ran = place.runner.run_action(action, given, ref="pull-7")
        assert ("failure", 10) == (ran.result, len(commands(ran.log)))
        assert f"## Testamur: {len(HOSTILE_NAMES)} errors" in ran.summary
        told = {path.name for path in Path(ran.outputs["told"]).iterdir()}
        assert {"check.sarif", "check.md", *(["meaning.md"] if given else [])} == told
    assert "failure" == place.runner.run_action(action, {"version": "0.0.1"}, ref="pull-7").steps["Install Testamur"]
    assert place.nothing_of_it_ran()
