"""`testamur diff` and `check --base` on the command line: bases, exit codes, and what they leave alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from testamur.history import asking

from tests.repository import Repository, make_repository
from tests.society import DEFINITION, SLUG, make_society


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A society's registry with one award, on `main`."""
    made = make_repository(tmp_path, monkeypatch)
    made.done("issue", DEFINITION, "--name", "Alex Example")
    made.commit("Award")
    return made


def cut(repository: Repository) -> None:
    """Delete the one award."""
    (repository.root / repository.first(f"issuers/{SLUG}/awards/*/*/*.json")).unlink()


def test_nothing_changed(repository: Repository) -> None:
    """A change of nothing is told in a sentence, with 0."""
    called = repository.plain("diff", "main")
    expected = f"Nothing in the registry changes, compared with the commit `{repository.head()[:12]}`.\n"
    assert (0, f"## What this change means\n\n{expected}", "") == (called.code, called.out, called.err)


def test_whatever_the_change_is_the_code_is_0(repository: Repository) -> None:
    """What may not be merged is told and is no failure of the command."""
    cut(repository)
    called = repository.plain("diff", "HEAD", "--format", "json")
    assert (0, ["past-award-changed"]) == (called.code, [each["code"] for each in json.loads(called.out)["refused"]])


def test_the_working_tree_is_left_aside_when_asked(repository: Repository) -> None:
    """With --committed only commits count."""
    cut(repository)
    assert "Nothing in the registry changes" in repository.plain("diff", "HEAD", "--committed").out


def test_a_submodule_in_the_ledgers_place(repository: Repository) -> None:
    """Committed and not checked out, it is refused as what it is, beside what the ledger loses by it."""
    ledger = f"issuers/{SLUG}/awards"
    commit = repository.head()
    repository.git("rm", "-r", "--quiet", ledger)
    (repository.root / ledger).mkdir()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{ledger}")
    repository.git("commit", "--quiet", "--message", "Keep the ledger elsewhere")
    called = repository.plain("diff", commit, "--committed", "--format", "json")
    refused = [(each["file"], each["code"]) for each in json.loads(called.out)["refused"]]
    entry = repository.git("ls-tree", "-r", "--name-only", commit, ledger).stdout.strip()
    assert [(ledger, "history-submodule"), (entry, "past-award-changed")] == refused
    assert {"history-submodule", "past-award-changed"} <= set(repository.check(commit))


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("nothing", "testamur: Git knows no commit nothing\nhint: Name a branch"),
        ("\x1b[31m", "testamur: Git knows no commit <U+001B>[31m\nhint: Name a branch"),
    ],
)
def test_a_base_that_is_not_there(repository: Repository, base: str, said: str) -> None:
    """It can't be compared: one sentence, one hint, and 3; for `check` it is a finding among the others."""
    called = repository.plain("diff", base)
    assert (3, "", True) == (called.code, called.out, called.err.startswith(said))
    assert ["history-base-unknown"] == repository.check(base)


def test_no_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Git there is nothing to compare with; `check` says so only when it was asked to compare."""
    society = make_society(tmp_path, monkeypatch)
    society.ready()
    assert 3 == society.plain("diff", "main", "--root", str(society.root)).code
    assert 2 == society.plain("diff", "main", "--root", str(tmp_path / "nothing")).code
    assert 2 == society.plain("diff").code
    at = ("--root", str(society.root), "--at", "2026-03-03")
    assert (0, "") == (society.plain("check", *at).code, society.plain("check", *at).out)
    asked = society.plain("check", *at, "--base", "main")
    assert (1, True) == (asked.code, asked.out.startswith("registry.yaml:1:1: history-missing "))


def test_a_repository_without_git(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Git is missing in a repository, `check` warns that nothing was held against it; with a base it fails."""
    (empty := tmp_path / "no-programs").mkdir()
    monkeypatch.setenv("PATH", str(empty))
    warned = repository.plain("check", "--at", "2026-04-01")
    assert (0, True) == (warned.code, "history-unasked" in warned.out)
    refused = repository.plain("check", "--at", "2026-04-01", "--base", "main")
    assert (1, True) == (refused.code, "history-missing Git is not on the PATH, and this" in refused.out)
    told = repository.plain("diff", "main")
    assert (3, True) == (told.code, "Git is not on the PATH" in told.err)


def test_check_without_a_base(repository: Repository, tmp_path: Path) -> None:
    """Where nobody names one it is the remote's own branch where there is one, else the commit."""
    cut(repository)
    (repository.root / f"credentials/{DEFINITION}/versions").rename(tmp_path / "versions")
    assert {"past-award-changed", "past-version-changed"} <= codes(repository)
    repository.commit("Cut")
    assert set() == codes(repository)
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD~1")
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    assert {"past-award-changed", "past-version-changed"} <= codes(repository)


def codes(repository: Repository) -> set[str]:
    """What `check` says where no base is named."""
    called = repository.plain("check", "--at", "2026-04-01", "--format", "json")
    return {each["code"] for each in json.loads(called.out)}


def test_a_build_does_not_ask_the_history(repository: Repository, tmp_path: Path) -> None:
    """A site follows from its files alone, whatever the history holds."""
    repository.replace(
        "registry.yaml",
        "languages: [en]",
        "languages: [en]\nmoved_from:\n  - base_url: https://a.example/\n    moved: 2026-01-01",
    )
    repository.commit("Moved")
    repository.replace("registry.yaml", "\nmoved_from:\n  - base_url: https://a.example/\n    moved: 2026-01-01", "")
    assert ["past-move-forgotten"] == repository.check("HEAD")
    assert 0 == repository.plain("build", "--out", str(tmp_path / "site")).code


def test_a_shallow_clone(repository: Repository, tmp_path: Path) -> None:
    """A clone without the commit that the change began from is a finding, with the command that mends it."""
    repository.branch("work")
    repository.write(
        "issuers/paper/index.md", (repository.root / "issuers/paper/index.md").read_text(encoding="utf-8") + "\n"
    )
    repository.commit("Work")
    repository.switch("main")
    repository.write("README.md", "x\n")
    repository.commit("Other")
    clone = tmp_path / "clone"
    source = f"file://{repository.root}"
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=work", source, str(clone))
    copy = Repository(society=repository.society)
    copy.society.root = clone
    assert ["history-shallow"] == copy.check("origin/main")
    assert {"history-shallow"} == codes(copy)
    assert "git fetch --unshallow" in copy.plain("diff", "origin/main").err


def test_a_declared_move_checks_and_builds(repository: Repository, tmp_path: Path) -> None:
    """After a declared move all is right once the lists are signed; new versions are awarded, old ones are not."""
    repository.replace(
        "registry.yaml",
        "base_url: https://registry.society.example/",
        "base_url: https://badges.society.example/\nmoved_from:\n"
        "  - base_url: https://registry.society.example/\n    moved: 2026-03-02",
    )
    assert {"list-identity"} == set(repository.check("HEAD"))
    repository.done("sign")
    assert [] == repository.check("HEAD")
    repository.commit("Move")
    assert 0 == repository.plain("build", "--out", str(tmp_path / "site")).code
    refused = repository.society.call("issue", DEFINITION, "--name", "Bo Example")
    assert (1, True) == (refused.code, "was published before the registry moved" in refused.err)
    repository.replace(f"credentials/{DEFINITION}/index.md", 'version: "1.0"', 'version: "1.1"')
    repository.done("issue", DEFINITION, "--name", "Bo Example")
    assert [] == repository.check("HEAD")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("moved_from: []", "list-empty"),
        ("moved_from:\n  - base_url: http://a.example/\n    moved: 2026-01-01", "base-url-malformed"),
        ("moved_from:\n  - base_url: https://a.example/\n    moved: soon", "date-malformed"),
        ("moved_from:\n  - base_url: https://a.example/", "field-missing"),
    ],
)
def test_a_move_is_declared_in_full(repository: Repository, settings: str, code: str) -> None:
    """An earlier address is one, and has its day."""
    repository.write("registry.yaml", (repository.root / "registry.yaml").read_text(encoding="utf-8") + settings + "\n")
    assert [code] == [each for each in repository.check("HEAD") if not each.startswith("past-")]


def test_ten_thousand_hostile_files(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of any size is short enough for a comment, and Git is asked dozens of questions, not thousands."""
    asked: list[str] = []
    real = asking.start

    def counted(root: Path, *question: str, stdin: int = subprocess.DEVNULL) -> asking.Process:
        asked.append(question[0])
        return real(root, *question, stdin=stdin)

    monkeypatch.setattr(asking, "start", counted)
    for number in range(10_000):
        folder = repository.root / "credentials" / f"x{number}"
        folder.mkdir()
        (folder / "index.md").write_text("---\ntitle: <b>\n---\n", encoding="utf-8")
    called = repository.plain("diff", "HEAD")
    assert (0, True) == (called.code, len(called.out) < 65_000)
    assert 20 < len(asked) < 120


def test_as_a_process_with_names_that_are_no_text(repository: Repository) -> None:
    """What can't be printed is written as code points, also where the terminal knows ASCII alone."""
    (repository.root / "credentials" / "\udcff.md").write_text("x", encoding="utf-8")
    argv = [sys.executable, "-m", "testamur", "diff", "HEAD", "--root", str(repository.root)]
    done = subprocess.run(argv, capture_output=True, check=False)
    assert (0, b"") == (done.returncode, done.stderr)
    assert b"credentials/&#60;U+DCFF&#62;.&#8203;md" in done.stdout
