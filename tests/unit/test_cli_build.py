"""`testamur build`, whole: what it writes, and that it writes nothing when it must not."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from testamur.write import workshop

from tests.society import DEFINITION, SLUG, Society, make_society, tree


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society with one award."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = make_society(tmp_path, monkeypatch)
    made.ready()
    made.call("issue", DEFINITION, "--name", "Alex Example")
    return made


def build(society: Society, *options: str) -> tuple[int, str, str]:
    """What the command answers."""
    called = society.plain("build", "--root", str(society.root), *options)
    return called.code, called.out, called.err


def test_site_with_its_machine_files(society: Society) -> None:
    """The site has its pages, and what is signed and frozen stands in it byte for byte."""
    code, out, err = build(society)
    assert (0, f"{society.root / '_site'}\n") == (code, out), err
    site, source = tree(society.root / "_site"), society.files()
    issuer, version = f"issuers/{SLUG}", f"credentials/{DEFINITION}"
    assert source[f"{issuer}/status/a1.json"] == site[f"{issuer}/status/a1.json"]
    assert source[f"{version}/versions/1.0/achievement.json"] == site[f"{version}/1.0/achievement.json"]
    assert {"index.html", "verify/index.html", "registry.json", f"{issuer}/did.json"} <= site.keys()
    assert [] == [path for path, data in site.items() if b"Alex Example" in data]


def test_errors_leave_the_old_site(society: Society) -> None:
    """With an error in the registry nothing is written, and the site that is there stays as it is."""
    build(society)
    before = tree(society.root / "_site")
    (society.root / "credentials" / DEFINITION / "index.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
    code, out, err = build(society)
    assert (1, "") == (code, out)
    assert f"credentials/{DEFINITION}/index.md:" in err
    assert before == tree(society.root / "_site")


def test_full_disk_leaves_the_old_site(society: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up while the site is written leaves the old one, in one sentence."""
    build(society)
    before = tree(society.root)

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "sync", full)
        code, _, err = build(society)
    assert (1, True) == (code, "can't be written: no space left on device" in err)
    assert before == tree(society.root)


def test_folder_of_somebody_else(society: Society, tmp_path: Path) -> None:
    """A folder that we did not make is not replaced."""
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "text").write_bytes(b"years")
    code, _, err = build(society, "--out", str(tmp_path / "thesis"))
    assert (1, True) == (code, "testamur did not make this" in err)
    assert {"text": b"years"} == tree(tmp_path / "thesis")


def test_two_builds_are_identical(society: Society, tmp_path: Path) -> None:
    """Another folder, time zone, locale and hash seed give the same bytes."""
    sites = []
    for name, environment in (
        ("one", {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        ("two", {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"}),
    ):
        out = tmp_path / name / "site"
        argv = [sys.executable, "-m", "testamur", "build", "--root", str(society.root), "--out", str(out)]
        done = subprocess.run(argv, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
        assert 0 == done.returncode, done.stderr
        sites.append(tree(out))
    assert sites[0] == sites[1]


# A build whose process is gone while it draws its pages, as after kill -9.
_KILLED = """
import os, signal, sys
from testamur import render
from testamur.cli import main
def killed(pages, *, templates, scratch):
    (scratch / "docs").mkdir()
    os.kill(os.getpid(), signal.SIGKILL)
render.render_pages = killed
main(sys.argv[1:])
"""


def test_what_a_killed_build_left_goes_with_the_next(society: Society, tmp_path: Path) -> None:
    """A killed build leaves its scratch beside the output, nothing in the temporary folder, and the next clears up."""
    before, temporary = sorted(society.root.iterdir()), tmp_path / "temporary"
    temporary.mkdir()
    argv = [sys.executable, "-c", _KILLED, "build", "--root", str(society.root)]
    done = subprocess.run(argv, env={**os.environ, "TMPDIR": str(temporary)}, capture_output=True, check=False)
    assert -signal.SIGKILL == done.returncode, done.stderr
    left = society.root / "._site.testamur-scratch"
    assert (sorted([*before, left]), []) == (sorted(society.root.iterdir()), list(temporary.iterdir()))
    assert (left / "work" / "docs").is_dir()
    code, _, err = build(society)
    assert 0 == code, err
    assert sorted([*before, society.root / "_site"]) == sorted(society.root.iterdir())


def test_a_running_build_is_left_alone(society: Society) -> None:
    """A second build of one output stops with a sentence, and the first one's folder is as it was."""
    with workshop(society.root / "_site") as scratch:
        (scratch / "page").write_bytes(b"half")
        code, out, err = build(society)
        assert (1, "", True) == (code, out, "another build of this folder is running" in err)
        assert {"page": b"half"} == tree(scratch)
        assert 0 == build(society, "--out", str(society.root.parent / "other"))[0]


def test_broken_template_leaves_no_folder(society: Society) -> None:
    """With a finding while pages are drawn, not even the folders above the output are made."""
    (society.root / "templates").mkdir()
    (society.root / "templates" / "base.html").write_text("{% nothing %}", encoding="utf-8")
    code, _, err = build(society, "--out", str(society.root.parent / "a" / "b" / "site"))
    assert (1, False) == (code, (society.root.parent / "a").exists()), err


def test_site_that_git_would_take_in(society: Society) -> None:
    """After a build into a folder that Git doesn't ignore, one hint says so, and the files still equal the commit."""
    git = ["git", "-C", str(society.root.parent), "-c", "user.name=A", "-c", "user.email=a@a.example"]
    for command in (["init", "--quiet"], ["add", "registry"], ["commit", "--quiet", "-m", "Begin"]):
        subprocess.run([*git, *command], check=True)
    wanted = "hint: add /registry/_site/ to .gitignore, so that the built site stays out of the repository's commits\n"
    for _ in range(2):
        _, _, err = build(society)
        assert (True, False) == (err.endswith(wanted), "differ from the commit" in err), err
    (society.root.parent / ".gitignore").write_text("/registry/_site/\n", encoding="utf-8")
    assert "gitignore" not in build(society)[2]


def test_what_a_killed_command_left_is_told(society: Society) -> None:
    """A build goes on beside the folder, and says that it must not be committed and what takes it away."""
    (society.root / ".testamur-staging").mkdir()
    code, _, err = build(society)
    assert 0 == code, err
    told = err.splitlines()
    place = told.index(
        "testamur: .testamur-staging: a command that was killed left this folder behind, or one is running"
    )
    assert told[place + 1].startswith("hint: Don't commit it. Delete it")
    assert 0 == society.call("issue", DEFINITION, "--name", "Bo Example").code
    assert "staging" not in build(society)[2]
