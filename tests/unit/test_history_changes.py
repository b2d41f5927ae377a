"""What differs from an earlier commit: every way a file can differ, and every reason why it can't be told."""

import os
from pathlib import Path

import pytest
from testamur.findings import FindingsError
from testamur.history import answer, asking, blobs, changes, check_answers, default_base, read_changes
from testamur.source.changed import FileChange, Questions, Side, SideKind

from tests.unit.test_history import git

FIRST = "issuers/a/index.md"


def write(folder: Path, path: str, text: str = "x\n") -> None:
    """One file with its folders."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


def commit(folder: Path) -> str:
    """Everything in a commit; its name."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Next")
    return git(folder, "rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry with one commit on `main`."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    folder = tmp_path / "registry"
    write(folder, "registry.yaml", "name: A\n")
    write(folder, FIRST, "first\n")
    write(folder, "issuers/b/index.md", "second\n")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    return folder


def side(text: str) -> Side:
    """A plain file with this text."""
    return Side(kind="file", data=text.encode())


def told(folder: Path, base: str = "main", *, committed: bool = False) -> dict[str, tuple[Side | None, Side | None]]:
    """What differs, by path."""
    return {each.path: (each.old, each.new) for each in read_changes(folder, base, committed=committed).files}


def code(folder: Path, base: str) -> str:
    """The code of why nothing can be told."""
    with pytest.raises(FindingsError) as caught:
        read_changes(folder, base)
    (finding,) = caught.value.findings
    assert finding.hint
    assert ("registry.yaml", 1, 1) == (finding.place.file, finding.place.line, finding.place.column)
    return finding.code


def test_nothing_differs(repository: Path) -> None:
    """A clean checkout of the base differs in nothing."""
    assert {} == told(repository)


def test_commits_index_working_tree_and_new_files_together(repository: Path) -> None:
    """What was committed, staged, edited and added is one change; what Git ignores is none of it."""
    git(repository, "checkout", "--quiet", "-b", "work")
    write(repository, "issuers/c/index.md", "committed\n")
    write(repository, ".gitignore", "*.tmp\n")
    commit(repository)
    write(repository, FIRST, "staged\n")
    git(repository, "add", "--all")
    write(repository, "issuers/b/index.md", "edited\n")
    write(repository, "issuers/d/index.md", "new\n")
    write(repository, "issuers/e.tmp")
    (repository / "issuers/c/index.md").unlink()
    expected = {
        ".gitignore": (None, Side(kind="file", data=None)),
        FIRST: (side("first\n"), side("staged\n")),
        "issuers/b/index.md": (side("second\n"), side("edited\n")),
        "issuers/d/index.md": (None, side("new\n")),
    }
    assert expected == told(repository)
    committed = {"issuers/c/index.md": (None, side("committed\n")), ".gitignore": expected[".gitignore"]}
    assert committed == told(repository, committed=True)


def test_the_working_tree_decides_over_the_index(repository: Path) -> None:
    """What was staged and then taken back differs in nothing; what was staged and deleted is gone."""
    write(repository, FIRST, "staged\n")
    write(repository, "issuers/b/index.md", "staged\n")
    write(repository, "issuers/c/index.md", "staged\n")
    git(repository, "add", "--all")
    write(repository, FIRST, "first\n")
    (repository / "issuers/b/index.md").unlink()
    (repository / "issuers/c/index.md").unlink()
    assert {"issuers/b/index.md": (side("second\n"), None)} == told(repository)


def test_the_commit_that_counts_is_where_the_change_began(repository: Path) -> None:
    """What happened on the base since is not blamed on the change."""
    began = git(repository, "rev-parse", "HEAD").strip()
    git(repository, "checkout", "--quiet", "-b", "work")
    write(repository, "issuers/c/index.md")
    commit(repository)
    git(repository, "checkout", "--quiet", "main")
    write(repository, FIRST, "since\n")
    commit(repository)
    git(repository, "checkout", "--quiet", "work")
    assert {"issuers/c/index.md": (None, side("x\n"))} == told(repository)
    assert began == read_changes(repository, "main").base


def test_a_rename_is_a_removal_and_an_addition(repository: Path) -> None:
    """A file that moved is gone from its place."""
    git(repository, "mv", "issuers/a", "issuers/z")
    expected = {FIRST: (side("first\n"), None), "issuers/z/index.md": (None, side("first\n"))}
    assert expected == told(repository)
    git(repository, "commit", "--quiet", "-m", "Move")
    assert expected == told(repository, "HEAD~1")


def test_in_the_middle_of_a_merge(repository: Path) -> None:
    """A file in conflict is told as it stands there."""
    git(repository, "checkout", "--quiet", "-b", "work")
    write(repository, FIRST, "ours\n")
    commit(repository)
    git(repository, "checkout", "--quiet", "-b", "other", "main")
    write(repository, FIRST, "theirs\n")
    commit(repository)
    git(repository, "checkout", "--quiet", "work")
    with pytest.raises(Exception, match="merge"):
        git(repository, "merge", "other")
    old, new = told(repository)[FIRST]
    assert side("first\n") == old
    assert new is not None
    assert b"<<<<<<<" in (new.data or b"")


@pytest.mark.parametrize(
    "name", ["a\nb.md", 'a"b.md', "-rf.md", "ä ö.md", "\udcff.md", "a\tb.md", ":(top)a.md", "*.md", "a\\b.md"]
)
def test_a_name_is_data(repository: Path, name: str) -> None:
    """Line breaks, quotation marks, options, patterns and bytes that are no text come through as they are."""
    write(repository, f"issuers/{name}/index.md", "there\n")
    expected = {f"issuers/{name}/index.md": (None, side("there\n"))}
    assert expected == told(repository)
    base = commit(repository)
    assert expected == told(repository, "HEAD~1", committed=True)
    asked = Questions(files=frozenset({f"issuers/{name}/index.md"}), folders=frozenset({f"issuers/{name}"}))
    found = answer(repository, base, asked)
    assert ({f"issuers/{name}/index.md": b"there\n"}, {f"issuers/{name}"}) == (dict(found.files), set(found.folders))


def test_links_submodules_and_bits_of_a_mode(repository: Path) -> None:
    """What is no plain file is told as what it is and never read; whether a file may be run is no change of it."""
    (repository / FIRST).unlink()
    (repository / FIRST).symlink_to("/etc/passwd")
    (repository / "issuers/b/index.md").chmod(0o755)
    head = git(repository, "rev-parse", "HEAD").strip()
    inner = repository / "inner"
    inner.mkdir()
    git(inner, "init", "--quiet")
    write(inner, "file")
    commit(inner)
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{head},issuers/sub")
    (repository / "issuers/sub").mkdir()
    expected = {
        FIRST: (side("first\n"), Side(kind="link", data=None)),
        "inner": (None, Side(kind="submodule", data=None)),
        "issuers/sub": (None, Side(kind="submodule", data=None)),
    }
    assert expected == told(repository)
    (repository / "inner").rename(repository.parent / "inner")
    git(repository, "add", "issuers/a", "issuers/b")
    git(repository, "commit", "--quiet", "-m", "Odd")
    del expected["inner"]
    assert expected == told(repository, "HEAD~1", committed=True)


def test_a_registry_in_a_folder_of_the_repository(repository: Path) -> None:
    """Paths are those below the registry; what lies elsewhere in the repository begins with `../`."""
    write(repository, "deep/reg/registry.yaml", "name: B\n")
    write(repository, "deep/reg/issuers/a/index.md", "inner\n")
    base = commit(repository)
    write(repository, "deep/reg/issuers/a/index.md", "changed\n")
    write(repository, "deep/beside.txt")
    write(repository, ".github/workflows/x.yml")
    root = repository / "deep" / "reg"
    expected = {
        "../../.github/workflows/x.yml": (None, Side(kind="file", data=None)),
        "../beside.txt": (None, Side(kind="file", data=None)),
        "issuers/a/index.md": (side("inner\n"), side("changed\n")),
    }
    assert expected == told(root, base)
    commit(repository)
    assert expected == told(root, base, committed=True)
    asked = Questions(files=frozenset({"registry.yaml"}), contents=frozenset({"issuers"}))
    found = answer(root, base, asked)
    assert ({"registry.yaml": b"name: B\n"}, {"issuers/a"}) == (dict(found.files), set(found.folders))


def test_a_folder_and_what_is_in_it_asked_at_once(repository: Path) -> None:
    """Each question has its answer, whatever else is asked."""
    write(repository, "credentials/x/versions/1.0/index.md", "frozen\n")
    base = commit(repository)
    asked = Questions(
        files=frozenset({"credentials/x/versions/1.0/index.md", "credentials/x/none.md", FIRST}),
        folders=frozenset({"credentials/x/versions", "credentials/x/versions/1.0", "credentials/none"}),
    )
    found = answer(repository, base, asked)
    assert {"credentials/x/versions/1.0/index.md": b"frozen\n", FIRST: b"first\n"} == dict(found.files)
    assert {"credentials/x/versions", "credentials/x/versions/1.0"} == found.folders


def test_limits(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the limit is named and not read, nor what comes after so much; too many files are refused."""
    monkeypatch.setattr(blobs, "MAX_FILE_BYTES", 10)
    monkeypatch.setattr(changes, "MAX_FILE_BYTES", 10)
    write(repository, FIRST, "x" * 11)
    write(repository, "issuers/b/index.md", "y" * 10)
    expected = {
        FIRST: (side("first\n"), Side(kind="file", data=None)),
        "issuers/b/index.md": (side("second\n"), side("y" * 10)),
    }
    assert expected == told(repository)
    commit(repository)
    assert expected == told(repository, "HEAD~1", committed=True)
    monkeypatch.setattr(blobs, "MAX_READ_BYTES", 15)
    sides = [each for pair in told(repository, "HEAD~1", committed=True).values() for each in pair if each is not None]
    assert sum(len(each.data or b"") for each in sides) <= 15
    assert any(each.data for each in sides)
    monkeypatch.setattr(changes, "MAX_CHANGED_FILES", 1)
    assert "change-too-large" == code(repository, "HEAD~1")


@pytest.mark.parametrize(
    "base", ["nothing", "", "-h", "--output=x", "a\0b", "main\n", "main:registry.yaml", "main..main"]
)
def test_base_that_is_no_commit(repository: Path, base: str) -> None:
    """A name that Git does not know, or that could be something else than a name, is told so; nothing is written."""
    assert "history-base-unknown" == code(repository, base)
    assert not (repository / "x").exists()


def test_no_history(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a repository, a commit or Git itself there is nothing to compare with."""
    assert "history-missing" == code(tmp_path, "main")
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "--quiet")
    assert "history-missing" == code(empty, "HEAD")
    assert (None, "HEAD") == (default_base(empty), default_base(repository))
    monkeypatch.setenv("PATH", "/nonexistent")
    assert "history-missing" == code(repository, "main")
    assert None is default_base(repository)
    inside = repository / "issuers"
    for folder, said in ((inside, "Git is not on the PATH, and this folder is"), (empty.parent, "so that there is no")):
        with pytest.raises(FindingsError, match=said):
            read_changes(folder, "main")
    with pytest.raises(FindingsError, match="history-unasked"):
        check_answers(inside)
    check_answers(empty.parent)


def test_a_repository_that_does_not_answer(repository: Path) -> None:
    """A `.git` that leads nowhere is told as what it is, with what to look at."""
    (repository / ".git").rename(repository / "elsewhere")
    (repository / ".git").write_text("gitdir: /nonexistent\n", encoding="utf-8")
    with pytest.raises(FindingsError, match="Git does not answer in this folder's repository"):
        read_changes(repository, "main")


def test_git_that_takes_too_long(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Git that never ends is not waited for: it is one that does not answer."""
    program = tmp_path / "programs" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(asking, "TIMEOUT_S", 0.1)
    with pytest.raises(FindingsError, match="Git does not answer"):
        read_changes(repository, "main")


@pytest.mark.parametrize(("call", "kind"), [("open", "file"), ("lstat", "special")])
def test_a_file_that_the_system_withholds(
    repository: Path, monkeypatch: pytest.MonkeyPatch, call: str, kind: SideKind
) -> None:
    """It is there, and what stands in it is not known: never taken for removed."""
    write(repository, FIRST, "second\n")
    real = getattr(os, call)

    def withheld(path: str, *args: int) -> object:
        if str(path).endswith(FIRST):
            raise PermissionError(13, "Permission denied")
        return real(path, *args)

    monkeypatch.setattr(os, call, withheld)
    (change,) = [each for each in read_changes(repository, "HEAD").files if each.path == FIRST]
    assert Side(kind=kind, data=None) == change.new


def test_shallow_and_unrelated(repository: Path, tmp_path: Path) -> None:
    """A clone without the commit both sides began from says how to get it; sides without one say so."""
    git(repository, "checkout", "--quiet", "-b", "work")
    write(repository, "issuers/c/index.md")
    commit(repository)
    git(repository, "checkout", "--quiet", "main")
    write(repository, "issuers/d/index.md")
    commit(repository)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{repository}", str(clone))
    git(clone, "checkout", "--quiet", "work")
    assert "history-shallow" == code(clone, "origin/main")
    assert "history-base-unknown" == code(clone, "origin/nothing")
    assert "refs/remotes/origin/HEAD" == default_base(clone)
    git(repository, "checkout", "--quiet", "--orphan", "alone")
    commit(repository)
    assert "history-unrelated" == code(repository, "main")


def test_a_clone_without_contents(repository: Path, tmp_path: Path) -> None:
    """Contents that were left out are not fetched; their absence is told."""
    write(repository, FIRST, "second\n")
    commit(repository)
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", f"file://{repository}", str(clone))
    git(clone, "remote", "set-url", "origin", "file:///nonexistent")
    assert "history-incomplete" == code(clone, "HEAD~1")


def test_nothing_of_the_repository_runs(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither variables of the caller, nor watchers, other programs for differences or replaced commits have a say."""
    base = git(repository, "rev-parse", "HEAD").strip()
    write(repository, ".gitattributes", "* diff=trap\n")
    write(repository, FIRST, "second\n")
    commit(repository)
    expected = told(repository, base)
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\n", encoding="utf-8")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "diff.external", "diff.trap.command", "diff.trap.textconv"):
        git(repository, "config", name, str(trap))
    git(repository, "replace", "HEAD", base)
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    assert expected == told(repository, base)
    assert side("second\n") == expected[FIRST][1]
    assert not (tmp_path / "sprung").exists()


def test_nothing_is_written(repository: Path) -> None:
    """Asking changes no file of the repository, not even Git's own index."""
    write(repository, FIRST, "second\n")
    (repository / "issuers/b/index.md").touch()
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    told(repository)
    assert before == {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}


def test_changes_are_sorted_by_path(repository: Path) -> None:
    """The order does not depend on where a difference was found."""
    write(repository, "issuers/c/index.md")
    commit(repository)
    write(repository, "issuers/0/index.md")
    found = [each.path for each in read_changes(repository, "HEAD~1").files]
    assert sorted(found) == found
    assert (
        FileChange(path="issuers/0/index.md", old=None, new=side("x\n")) == read_changes(repository, "HEAD~1").files[0]
    )
