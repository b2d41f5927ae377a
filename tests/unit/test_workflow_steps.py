"""The workflows of a new registry, every step of them run here as the script it is, on sound and on hostile changes."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from testamur import __version__, keystore
from testamur.number import number_from

from tests.expressions import filled
from tests.runner import Ran, Runner
from tests.society import Society
from tests.webhost import Host, serving

ISSUER = "rural-nursing"
EXAMPLE = "example-to-replace"
EVIL = "$(touch pwned)`touch pwned`;touch pwned;"
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


@dataclass(slots=True)
class Place:
    """A registry on a laptop, the repository it is pushed to, its web host, and the workflows' machines."""

    society: Society
    runner: Runner
    host: Host
    sha: str

    def workflow(self, name: str) -> Path:
        """A workflow of the registry."""
        return self.society.root / ".github" / "workflows" / f"{name}.yml"

    def git(self, *argv: str) -> str:
        """Run Git in the registry."""
        env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
        command = ["git", "-C", str(self.society.root), "-c", "user.name=T", "-c", "user.email=t@t.example", *argv]
        return subprocess.run(command, check=True, capture_output=True, env=env, text=True).stdout

    def push(self, branch: str = "main") -> str:
        """Commit everything and push it as a branch; the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", EVIL)
        self.git("push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{branch}")
        return self.git("rev-parse", "HEAD").strip()

    def read(self, branch: str, path: str) -> str:
        """A file of a branch of the pushed repository."""
        command = ["git", "-C", str(self.runner.origin), "show", f"{branch}:{path}"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def nothing_of_it_ran(self) -> bool:
        """Whether no text of the change became a command."""
        return [] == list(self.society.root.parent.rglob("pwned"))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Host]]:
    """A folder with a registry from `testamur init`, a key and one award, as pushed; and its web host."""
    folder = tmp_path_factory.mktemp("begun")
    with pytest.MonkeyPatch.context() as patch, serving(folder / "ca.pem") as host:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        patch.setattr(keystore, "_KDF_ROUNDS", 1)
        society = Society(root=folder / "laptop", private=folder / "private", now=datetime.now(UTC))
        made = society.plain(
            "init", str(society.root), "--name", f"Nursing {EVIL}", "--url", host.base_url, "--issuer", "Rural Nursing"
        )
        assert 0 == made.code, made.err
        assert 0 == society.call("keys", "new", "--issuer", ISSUER).code
        assert 0 == society.call("issue", EXAMPLE, "--name", "Alex Example").code
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", folder / "origin.git"], check=True)
        yield folder, host


@pytest.fixture
def place(tmp_path: Path, begun: tuple[Path, Host], monkeypatch: pytest.MonkeyPatch) -> Place:
    """A copy of it all, and a host that is in order."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    folder, host = begun
    for name in ("laptop", "private", "origin.git"):
        shutil.copytree(folder / name, tmp_path / name)
    host.folder, host.origin = None, "*"
    host.gone.clear()
    host.asked.clear()
    runner = Runner(tmp_path / "runs", tmp_path / "origin.git", version=__version__)
    runner.env = {"SSL_CERT_FILE": str(folder / "ca.pem")}
    runner.on_deploy = lambda built: setattr(host, "folder", built)
    society = Society(root=tmp_path / "laptop", private=tmp_path / "private", now=datetime.now(UTC))
    made = Place(society=society, runner=runner, host=host, sha="")
    made.git("init", "--quiet", "--initial-branch=main")
    made.git("remote", "add", "origin", str(runner.origin))
    made.sha = made.push()
    return made


# ---- a pull request ----


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


def commands(log: str) -> list[str]:
    """The lines of a log that GitHub would obey."""
    return [line for line in log.split("\n") if line.lstrip().startswith("::") or "##[" in line]


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


# ---- publishing ----


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


# ---- from a form ----

DEFINITION_FORM = f"""### Title

Wound care {EVIL} ::set-output name=a::b

### Type of award

Micro-credential

### Issuer

{ISSUER}

### Description

First line. <script>alert(1)</script> @everyone
::error file=x::y
{EVIL}

### Summary for the public

_No response_
"""


def from_form(place: Place, body: str, *, sender: str = "jo", label: str = "") -> dict[str, Ran]:
    """What the workflow `from-form` did when somebody opened or labelled an issue with that body."""
    issue = {"number": 12, "body": body, "title": EVIL}
    event: dict[str, Any] = {"action": "labeled" if label else "opened", "issue": issue, "sender": {"login": sender}}
    if label:
        event["label"] = {"name": label}
    return place.runner.run(place.workflow("from-form"), event)


def with_people(place: Place) -> Place:
    """The same place, where `jo` may write and `admin` may do everything."""
    place.runner.state = {**place.runner.state, "people": {"jo": "write", "admin": "admin", "eve": "read"}}
    return place


def pushed(place: Place, branch: str) -> list[str]:
    """The files that a pushed branch changes."""
    command = ["git", "-C", str(place.runner.origin), "diff", "--name-only", "-z", "main", branch]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [name for name in names.split("\0") if name]


def test_a_credential_from_a_form(place: Place) -> None:
    """Of a form that somebody with the right opened comes a pull request with one new file and what the check says."""
    from_form(with_people(place), DEFINITION_FORM)
    ran = from_form(place, DEFINITION_FORM)  # brings the pull request of the first up to date
    results = {name: each.result for name, each in ran.items()}
    assert {"may": "success", "make": "success", "open": "success"} == results, ran["make"].log + ran["open"].log
    (pull,) = place.runner.state["pulls"].values()
    assert ("form-12", "main", "From the form in issue 12") == (pull["head"], pull["base"], pull["title"])
    (path,) = pushed(place, "form-12")
    assert path.startswith("credentials/wound-care")
    assert "Closes #12." in pull["body"]
    assert "Testamur:" in pull["body"]
    assert [] == [sign for sign in ("<script", "@everyone", "::set-output") if sign in pull["body"]]
    assert [] == commands(ran["make"].log + ran["open"].log)
    assert place.nothing_of_it_ran()


def test_a_form_of_somebody_else_waits_for_a_label(place: Place) -> None:
    """Who may not write gets no pull request; a label counts only from somebody who may."""
    with_people(place)
    for sender, label in (("eve", ""), ("eve", "accepted"), ("stranger", ""), ("jo", "another label")):
        ran = from_form(place, DEFINITION_FORM, sender=sender, label=label)
        assert {"skipped"} == {ran[name].result for name in ("make", "open")}
    assert {} == place.runner.state["pulls"]
    assert "success" == from_form(place, DEFINITION_FORM, sender="admin", label="accepted")["open"].result
    assert 1 == len(place.runner.state["pulls"])


def test_another_issue_is_left_alone(place: Place) -> None:
    """An issue that is no form starts nothing, not even the question who wrote it."""
    ran = from_form(with_people(place), "I found a typing mistake.")
    assert {"skipped"} == {each.result for each in ran.values()}
    assert [] == place.runner.state["calls"]


def withdrawal_form(place: Place) -> tuple[str, str]:
    """The number of the one award, and a form that withdraws it."""
    (ledger,) = place.society.ledger()
    entry = json.loads((place.society.root / ledger).read_bytes())
    number = number_from(entry["list"], entry["index"])
    answers = {"Credential number": number}
    answers["What should happen, and why"] = "Withdraw it for good: it was issued in error"
    return number, "\n\n".join(f"### {label}\n\n{answer}" for label, answer in answers.items())


def test_a_withdrawal_from_a_form(place: Place) -> None:
    """It becomes an event that is not signed yet, and the pull request says which command signs it."""
    number, body = withdrawal_form(place)
    ran = from_form(with_people(place), body)
    assert "success" == ran["open"].result, ran["make"].log + ran["open"].log
    assert [f"issuers/{ISSUER}/withdrawals/{number}/1.json"] == pushed(place, "form-12")
    (pull,) = place.runner.state["pulls"].values()
    assert "awaiting-signature" in pull["body"]
    assert "testamur sign" in pull["body"]


def test_a_form_that_can_not_be_used(place: Place) -> None:
    """The author is told why in a comment, and there is no branch."""
    body = "### Credential number\n\nA1-XXXXX\n::error::x\n\n### What should happen, and why\n\nSomething else"
    ran = from_form(with_people(place), body)
    assert ("success", "success") == (ran["make"].result, ran["open"].result), ran["make"].log + ran["open"].log
    (comment,) = place.runner.state["comments"]["12"]
    assert comment["body"].startswith("No pull request was made of this form.")
    assert [] == [line for line in comment["body"].splitlines()[1:] if line and not line.startswith("    ")]
    assert {} == place.runner.state["pulls"]
    assert [] == commands(ran["make"].log + ran["open"].log)


PERSONAL = {
    "personal-email": "Write to jane.roe@mail.example for it.",
    "personal-phone": "Phone: +49 30 5550 1234",
    "personal-name": "Taught by Dr Jane Roe.",
    "personal-name-likely": "The course was reviewed by Jane Roe.",
}


@pytest.mark.parametrize("kind", PERSONAL)
def test_what_is_personal_in_a_form_goes_nowhere(place: Place, kind: str) -> None:
    """Nothing is pushed or kept, and the comment names the kind of thing and not the thing itself."""
    ran = from_form(with_people(place), DEFINITION_FORM.replace("First line.", PERSONAL[kind]))
    assert ("success", "success") == (ran["make"].result, ran["open"].result), ran["make"].log + ran["open"].log
    (comment,) = place.runner.state["comments"]["12"]
    assert comment["body"].startswith("No pull request was made of this form, because Git would keep for ever")
    assert f"(`{kind}`)\n" in comment["body"]
    assert "please edit it" in comment["body"]
    assert "A maintainer can delete that version" in comment["body"]
    assert {} == place.runner.state["pulls"]
    assert "" == place.git("ls-remote", "origin", "refs/heads/form-12")
    assert ["personal.md"] == [path.name for path in place.runner.artifacts["told"].iterdir()]
    told = comment["body"] + ran["make"].log + ran["open"].log
    assert [] == [word for word in ("jane", "roe", "mail.example", "5550") if word in told.lower()]


def test_a_title_about_persons_is_not_personal(place: Place) -> None:
    """Words that look like a finding's code are taken for text."""
    body = DEFINITION_FORM.replace("Wound care", "Personal-name tags and personal-email").replace(
        "First line.", "x:1:1: personal-name y"
    )
    from_form(with_people(place), body)
    assert 1 == len(place.runner.state["pulls"])


def test_another_label_takes_no_runs_place(place: Place) -> None:
    """Runs for different labels wait in different groups; those that write the same branch wait for each other."""
    described = yaml.safe_load(place.workflow("from-form").read_text(encoding="utf-8"))
    events: list[dict[str, Any]] = [{"issue": {"number": 12}}]
    events += [{"issue": {"number": 12}, "label": {"name": name}} for name in ("accepted", "another")]

    def groups(part: Any) -> set[str]:
        return {filled(part["concurrency"]["group"], {"github": {"event": event}}) for event in events}

    assert {"from-form-12-opened", "from-form-12-accepted", "from-form-12-another"} == groups(described)
    assert {"open-form-12"} == groups(described["jobs"]["open"])


# ---- signing there ----


def declared_withdrawal(place: Place) -> None:
    """A withdrawal of the one award, declared and merged and not signed."""
    (ledger,) = place.society.ledger()
    entry = json.loads((place.society.root / ledger).read_bytes())
    number = number_from(entry["list"], entry["index"])
    folder = place.society.root / "issuers" / ISSUER / "withdrawals" / number
    folder.mkdir(parents=True)
    event = {
        "number": number, "list": entry["list"], "index": entry["index"], "sequence": 1, "event": "revoke",
        "reason": "issued-in-error", "date": entry["issued"],
    }  # fmt: skip
    (folder / "1.json").write_text(json.dumps(event, indent=2) + "\n", encoding="utf-8")
    place.push()


@pytest.mark.parametrize(("variables", "ref"), [({}, "main"), ({"TESTAMUR_SIGNING": "on"}, "other")])
def test_signing_is_off(place: Place, variables: dict[str, str], ref: str) -> None:
    """Until it is turned on, and on any other branch, nothing is signed."""
    ran = place.runner.run(place.workflow("sign"), {}, ref=ref, variables=variables)
    assert {"sign": "skipped", "open": "skipped"} == {name: each.result for name, each in ran.items()}


def test_signing(place: Place) -> None:
    """Turned on, what was declared is signed into a pull request, and neither key nor passphrase is left anywhere."""
    declared_withdrawal(place)
    (key,) = (place.society.private / "keys").iterdir()
    ran = place.runner.run(
        place.workflow("sign"),
        {},
        variables={"TESTAMUR_SIGNING": "on", "TESTAMUR_MULTIKEY": key.name},
        secrets={"TESTAMUR_KEY": key.read_text(encoding="utf-8"), "TESTAMUR_PASSPHRASE": place.society.passphrase},
    )
    assert ("success", "success") == (ran["sign"].result, ran["open"].result), ran["sign"].log + ran["open"].log
    (pull,) = place.runner.state["pulls"].values()
    assert ("signed-77", "main") == (pull["head"], pull["base"])
    changed = place.git("ls-remote", "origin", "refs/heads/signed-77")
    assert changed
    assert place.read("main", f"issuers/{ISSUER}/status/a1.json") != place.read(
        "signed-77", f"issuers/{ISSUER}/status/a1.json"
    )
    kept = [path for path in place.runner.place.rglob("*") if path.is_file() and "OPENSSH" in path.read_text("latin-1")]
    assert [] == kept
    assert place.society.passphrase not in ran["sign"].log + ran["open"].log
