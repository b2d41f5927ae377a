"""`testamur init`: a registry at once or nothing at all, and an upgrade that shows before it writes."""

import hashlib
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur import __version__
from testamur.cli import main
from testamur.starter import RECORD

from tests.society import Called, tree

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ALL = ("--name", "Our registry", "--url", "https://society.example/r/", "--issuer", "Our society")
REST = ("--languages", "en", "--host", "github")


@pytest.fixture(autouse=True)
def nobody_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """No terminal, and no time from outside."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def call(*argv: str) -> Called:
    """Run one command."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(argv, clock=lambda: NOW)
    return Called(code, out.getvalue(), err.getvalue())


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A registry fresh from `init`."""
    made = call("init", str(tmp_path / "registry"), *ALL, *REST)
    assert (0, str(tmp_path / "registry" / "_site")) == (made.code, made.out.strip()), made.err
    return tmp_path / "registry"


def at_a_terminal(folder: Path, argv: Sequence[str], typed: str) -> tuple[int, str]:
    """The exit code of a command with a person at its terminal, and what they see."""
    control, terminal = pty.openpty()
    command = [sys.executable, "-m", "testamur", *argv]
    process = subprocess.Popen(command, cwd=folder, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.close(terminal)
    os.write(control, typed.encode())
    shown, _ = process.communicate(timeout=60)
    os.close(control)
    return process.returncode, shown.decode()


def test_a_registry_at_once(registry: Path) -> None:
    """It has everything that a society needs to begin, checks without a finding, and is built."""
    files = tree(registry)
    for name in (
        "registry.yaml",
        "issuers/our-society/index.md",
        "credentials/example-to-replace/index.md",
        "README.md",
        ".gitignore",
        ".gitattributes",
        ".editorconfig",
        ".vscode/extensions.json",
        ".vscode/settings.json",
        ".github/CODEOWNERS",
        ".github/ISSUE_TEMPLATE/definition.yml",
        ".github/workflows/check.yml",
        "schemas/definition.draft-07.json",
        RECORD,
        "_site/index.html",
        "_site/.nojekyll",
        "_site/_headers",
        "_site/verify/index.html",
        "_site/schemas/definition.json",
        "_site/schemas/definition.draft-07.json",
    ):
        assert name in files, name
    assert files["schemas/definition.draft-07.json"] == files["_site/schemas/definition.draft-07.json"]
    assert (0, "") == (call("check", "--root", str(registry)).code, call("check", "--root", str(registry)).out)


def test_what_is_left_behind_is_told(tmp_path: Path) -> None:
    """What was mended, made and named is said, and where to read on; Git's commands only where there is none yet."""
    told = call("init", str(tmp_path / "r"), "--url", "Society.example", "--name", "R", "--issuer", "S").err
    assert "taken as https://society.example/" in told
    assert "issuers/s/" in told
    assert f"read {tmp_path / 'r' / 'README.md'}" in told
    assert ("init -b main" in told) == (shutil.which("git") is not None)
    (tmp_path / "kept" / ".git").mkdir(parents=True)
    told = call("init", str(tmp_path / "kept"), *ALL).err
    assert "init -b main" not in told
    assert "at a repository's root alone" not in told
    told = call("init", str(tmp_path / "kept" / "below"), *ALL).err
    assert "init -b main" not in told
    assert "at a repository's root alone" in told
    told = call("init", str(tmp_path / "kept" / "other"), *ALL, "--host", "other").err
    assert "at a repository's root alone" not in told


def test_git_is_not_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Git on the machine the registry is made and built, and nobody is sent to it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    made = call("init", str(tmp_path / "r"), *ALL)
    assert made.code == 0
    assert " init -b" not in made.err


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ({"notes.txt": b"mine"}, "holds something already, such as notes.txt"),
        ({"registry.yaml": b"mine"}, "--upgrade"),
        ({".github/x": b"mine"}, "such as .github"),
    ],
)
def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, before: dict[str, bytes], words: str) -> None:
    """Nothing is written beside what is there, and the person is told what to do."""
    for name, data in before.items():
        (tmp_path / "r" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "r" / name).write_bytes(data)
    made = call("init", str(tmp_path / "r"), *ALL)
    assert made.code == 1
    assert words in made.err
    assert before == tree(tmp_path / "r")


def test_a_file_or_a_link_is_no_folder(tmp_path: Path) -> None:
    """A file or a symbolic link in the folder's place is refused."""
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        assert call("init", str(tmp_path / name), *ALL).code == 1
    assert {"file": b"mine"} == {name: data for name, data in tree(tmp_path).items() if "/" not in name}


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ((), "there is no terminal to ask on"),
        (("--name", "R", "--url", "https://s.example/"), "there is no terminal to ask on"),
        ((*ALL[:2], "--url", "http://s.example/", *ALL[4:]), "https://s.example/"),
        ((*ALL, "--languages", "klingonish"), "not a language tag"),
        ((*ALL, "--host", "moon"), "not one of"),
        ((*ALL, "--issuer-slug", "Not A Slug"), "--issuer-slug Not A Slug is not"),
        ((*ALL, "--issuer-slug", "a\udcff"), "is not lower-case letters"),
        ((*ALL, "--issuer-slug", "aux"), "Windows has a device of this name"),
        ((*ALL, "--yes"), "--yes goes with --upgrade"),
        ((*ALL, "--upgrade"), "--name is for a new registry"),
    ],
)
def test_misuse(tmp_path: Path, argv: tuple[str, ...], words: str) -> None:
    """What can't be followed ends with 2, a sentence, and no folder."""
    made = call("init", str(tmp_path / "r"), *argv)
    assert made.code == 2
    assert words in made.err
    assert not (tmp_path / "r").exists()


def test_a_name_without_latin_letters(tmp_path: Path) -> None:
    """A body whose name gives no short name gets a plain one, and is told how to choose another."""
    made = call("init", str(tmp_path / "r"), *ALL[:4], "--issuer", "日本看護協会")
    assert made.code == 0
    assert "--issuer-slug" in made.err
    assert (tmp_path / "r/issuers/first-issuer/index.md").is_file()
    assert call("init", str(tmp_path / "s"), *ALL[:4], "--issuer", "日本看護協会", "--issuer-slug", "jna").code == 0
    assert (tmp_path / "s/issuers/jna/index.md").is_file()


def test_interrupted_while_the_site_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stops the first build is told that the registry is there, whole, and how its site is built."""

    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("testamur.cli.build.run", interrupt)
    made = call("init", str(tmp_path / "r"), *ALL)
    assert (1, "") == (made.code, made.out)
    assert f"the registry in {tmp_path / 'r'} is complete, and only its site was not built" in made.err
    assert f"testamur build --root {tmp_path / 'r'}" in made.err
    monkeypatch.undo()
    assert 0 == call("check", "--root", str(tmp_path / "r")).code


def test_a_disk_that_refuses_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a file can't be written, there is no half registry and no folder that was made for it."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("testamur.write._sync_folder", full)
    made = call("init", str(tmp_path / "above" / "r"), *ALL)
    assert (1, True) == (made.code, "no space left" in made.err)
    assert not (tmp_path / "above").exists()


def test_five_questions_at_a_terminal(tmp_path: Path) -> None:
    """A person is asked what is missing, and again where an answer can't be used; Enter takes the default."""
    typed = "Our registry\nhttp://society.example/\nSociety.example/r\nOur society\n\nother\n"
    code, shown = at_a_terminal(tmp_path, ["init", "r"], typed)
    assert code == 0, shown
    assert shown.count("? ") == 6
    assert "the address begins with http://" in shown
    assert "taken as https://society.example/r/" in shown
    assert "[en]" in shown
    settings = (tmp_path / "r/registry.yaml").read_text(encoding="utf-8")
    assert "base_url: https://society.example/r/\n" in settings
    assert not (tmp_path / "r/.github").exists()


def test_any_bytes_from_a_terminal(tmp_path: Path) -> None:
    """What a terminal sends need not be text: it is shown as far as it is, and nothing breaks."""
    control, terminal = pty.openpty()
    command = [sys.executable, "-m", "testamur", "init", "r", *ALL[2:], *REST]
    process = subprocess.Popen(command, cwd=tmp_path, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.close(terminal)
    os.write(control, b"Our\xff registry\n")
    shown, _ = process.communicate(timeout=60)
    os.close(control)
    assert process.returncode == 0, shown
    assert "name: Our? registry\n" in (tmp_path / "r/registry.yaml").read_text(encoding="utf-8")


def test_answers_that_end(tmp_path: Path) -> None:
    """Who closes the input in the middle of the questions gets a sentence, and no folder is left."""
    code, shown = at_a_terminal(tmp_path, ["init", "r", "--languages", "en"], "Our registry\n\x04")
    assert code == 2
    assert "the answers ended" in shown
    assert not (tmp_path / "r").exists()


# ---- upgrade ----


def make_older(registry: Path) -> None:
    """As an earlier version would have left it: two files with other bytes, one that no longer ships, one missing."""
    record = json.loads((registry / RECORD).read_text(encoding="utf-8"))
    for name in (".editorconfig", ".github/workflows/check.yml"):
        (registry / name).write_bytes(b"as it was\n")
    digest = hashlib.sha256(b"as it was\n").hexdigest()
    record["files"] |= dict.fromkeys((".editorconfig", ".github/workflows/check.yml", "old.txt"), digest)
    (registry / "old.txt").write_bytes(b"as it was\n")
    (registry / "schemas/key.draft-07.json").unlink()
    del record["files"]["schemas/key.draft-07.json"]
    (registry / RECORD).write_text(json.dumps(record), encoding="utf-8")
    settings = (registry / "registry.yaml").read_text(encoding="utf-8")
    (registry / "registry.yaml").write_text(settings.replace(__version__, "0.0.1"), encoding="utf-8")


def test_an_upgrade_shows_first_and_writes_when_told(registry: Path) -> None:
    """Without a yes the difference is shown and nothing written; with --yes all of it is, and then nothing is left."""
    fresh = {name: data for name, data in tree(registry).items() if not name.startswith("_site/")}
    make_older(registry)
    (registry / ".gitignore").write_bytes(b"mine\n")
    (registry / ".gitattributes").unlink()
    before = tree(registry)
    shown = call("init", str(registry), "--upgrade")
    assert shown.code == 1
    assert "--- a/.editorconfig\n+++ b/.editorconfig\n" in shown.out
    assert "-as it was\n" in shown.out
    assert '-testamur: "0.0.1"\n+testamur: ' in shown.out
    assert "--- /dev/null\n+++ b/schemas/key.draft-07.json\n" in shown.out
    assert ".gitignore: changed by you" in shown.err
    assert ".gitattributes: deleted by you" in shown.err
    assert "old.txt: no longer used" in shown.err
    assert "nothing was written" in shown.err
    assert before == tree(registry)
    written = call("init", str(registry), "--upgrade", "--yes")
    assert (0, shown.out) == (written.code, written.out)
    after = tree(registry)
    differing = {name for name in fresh if after.get(name) != fresh[name]}
    assert {".gitignore", ".gitattributes"} == differing
    again = call("init", str(registry), "--upgrade", "--yes")
    assert (0, "") == (again.code, again.out)
    assert "nothing to bring up to date" in again.err
    assert after == tree(registry)


@pytest.mark.parametrize(("answer", "expected"), [("y\n", 0), ("\n", 1), ("no\n", 1)])
def test_an_upgrade_asks_at_a_terminal(registry: Path, answer: str, expected: int) -> None:
    """Only a yes writes."""
    make_older(registry)
    code, shown = at_a_terminal(registry.parent, ["init", "registry", "--upgrade"], answer)
    assert expected == code, shown
    assert "[y/N]" in shown
    assert (b"as it was\n" == (registry / ".editorconfig").read_bytes()) == (expected == 1)


@pytest.mark.parametrize("record", [None, b"{}"])
def test_without_a_record_everything_that_differs_is_theirs(registry: Path, record: bytes | None) -> None:
    """A registry whose record is missing or damaged loses nothing: only what is missing is added."""
    (registry / RECORD).unlink()
    if record is not None:
        (registry / RECORD).write_bytes(record)
    (registry / ".editorconfig").write_bytes(b"mine\n")
    (registry / "schemas/key.draft-07.json").unlink()
    upgraded = call("init", str(registry), "--upgrade", "--yes")
    assert upgraded.code == 0, upgraded.err
    assert ".editorconfig: changed by you" in upgraded.err
    assert (registry / ".editorconfig").read_bytes() == b"mine\n"
    assert (registry / "schemas/key.draft-07.json").is_file()
    assert json.loads((registry / RECORD).read_bytes())["first_issuer"] == "our-society"


def test_an_upgrade_follows_no_link(registry: Path, tmp_path: Path) -> None:
    """A symbolic link in the place of a file that came along is refused, and what it leads to stays."""
    (tmp_path / "elsewhere").write_bytes(b"mine\n")
    (registry / ".editorconfig").unlink()
    (registry / ".editorconfig").symlink_to(tmp_path / "elsewhere")
    upgraded = call("init", str(registry), "--upgrade", "--yes")
    assert upgraded.code == 1
    assert "symbolic link" in upgraded.err
    assert (tmp_path / "elsewhere").read_bytes() == b"mine\n"


def test_an_upgrade_goes_into_no_linked_folder(registry: Path, tmp_path: Path) -> None:
    """A folder that was replaced by a symbolic link is neither read nor written through."""
    (registry / "schemas").rename(tmp_path / "elsewhere")
    (registry / "schemas").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "key.draft-07.json").unlink()
    before = tree(tmp_path / "elsewhere")
    upgraded = call("init", str(registry), "--upgrade", "--yes")
    assert upgraded.code == 1
    assert "a folder on the way is a symbolic link" in upgraded.err
    assert before == tree(tmp_path / "elsewhere")


def test_an_older_tool_takes_nothing_back(registry: Path) -> None:
    """A registry of a later version is left alone, and the version to install is named."""
    settings = (registry / "registry.yaml").read_text(encoding="utf-8")
    (registry / "registry.yaml").write_text(settings.replace(__version__, "999.0.0"), encoding="utf-8")
    before = tree(registry)
    upgraded = call("init", str(registry), "--upgrade", "--yes")
    assert (2, True) == (upgraded.code, "install Testamur 999.0.0" in upgraded.err)
    assert before == tree(registry)


def test_an_upgrade_needs_a_registry(tmp_path: Path, registry: Path) -> None:
    """Where there is no registry, or its settings can't be read, a sentence says so."""
    assert call("init", str(tmp_path / "nowhere"), "--upgrade").code == 2
    (tmp_path / "empty").mkdir()
    assert call("init", str(tmp_path / "empty"), "--upgrade").code == 1
    assert call("init", str(registry), "--upgrade", "--host", "gitlab").code == 2
    (registry / "registry.yaml").write_bytes(b"name: x\n")
    assert call("init", str(registry), "--upgrade").code == 1
