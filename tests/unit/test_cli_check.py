"""`testamur check`: the three forms of findings, and the time by which dates are judged."""

import errno
import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur.cli.findings_output import FORMATS
from testamur.findings import Finding, Place

from tests.society import DEFINITION, Society, make_society

FINDINGS = (
    Finding(code="b-code", place=Place(file="a,b.md", line=2, column=3, pointer="/x"), message="100 % “x”", hint="Do."),
    Finding(
        code="a-code", place=Place(file="a,b.md", line=1, column=1), message="new\n::error::line", severity="warning"
    ),
)


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society with one key, in no repository."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = make_society(tmp_path, monkeypatch)
    made.ready()
    return made


def check(society: Society, *options: str) -> tuple[int, str, str]:
    """What the command answers."""
    called = society.plain("check", "--root", str(society.root), *options)
    return called.code, called.out, called.err


def git(society: Society, *argv: str, time: datetime | None = None) -> None:
    """Run Git in the registry, as if at a time."""
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    if time is not None:
        env |= {"GIT_AUTHOR_DATE": time.isoformat(), "GIT_COMMITTER_DATE": time.isoformat()}
    identity = ("-c", "user.name=T", "-c", "user.email=t@t.example")
    subprocess.run(["git", "-C", society.root, *identity, *argv], check=True, capture_output=True, env=env)


def test_plain() -> None:
    """A line a finding, sorted by place, with the hint below; what can't be seen is spelt out."""
    expected = "a,b.md:1:1: a-code (warning) new<U+000A>::error::line\na,b.md:2:3: b-code 100 % “x”\n  hint: Do.\n"
    assert expected == FORMATS["plain"](FINDINGS)


def test_github() -> None:
    """A workflow command a finding, errors first; nothing in a file can end it or begin another."""
    expected = "::warning file=a%2Cb.md,line=1,col=1,title=a-code::new%0A::error::line"
    second, first, *rest = FORMATS["github"](FINDINGS).splitlines()
    assert (expected, "::error file=a%2Cb.md,line=2,col=3,title=b-code::100 %25 “x”%0ADo.", []) == (first, second, rest)


def test_json() -> None:
    """One array with every part of a finding."""
    first, second = json.loads(FORMATS["json"](FINDINGS))
    assert ("a-code", "warning", 1) == (first["code"], first["severity"], first["line"])
    expected = {"code": "b-code", "severity": "error", "file": "a,b.md", "line": 2, "column": 3, "pointer": "/x"}
    assert {**expected, "message": "100 % “x”", "hint": "Do."} == second


def test_nothing_found(society: Society) -> None:
    """Without findings the output is empty, and an empty array as JSON; a line says so to the person."""
    assert (0, "", "testamur: no findings\n") == check(society)
    assert (0, "[]\n", "testamur: no findings\n") == check(society, "--format", "json")


def test_errors_and_their_number(society: Society) -> None:
    """Errors give 1, and the person is told how many there are."""
    (society.root / "credentials" / "thesis.txt").write_text("x", encoding="utf-8")
    code, out, err = check(society)
    assert (1, True, "testamur: 1 error\n") == (
        code,
        out.startswith("credentials/thesis.txt:1:1: file-unexpected "),
        err,
    )


def test_a_file_that_cannot_be_read(society: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one finding among the others, in every form, and the check goes on to its end."""
    real = os.open

    def denied(path: Path, *args: int) -> int:
        if str(path).endswith(f"{DEFINITION}/index.md"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, *args)

    monkeypatch.setattr(os, "open", denied)
    (society.root / "credentials" / "thesis.txt").write_text("x", encoding="utf-8")
    code, out, err = check(society, "--format", "json")
    expected = [
        (f"credentials/{DEFINITION}/index.md", "file-unreadable"),
        ("credentials/thesis.txt", "file-unexpected"),
    ]
    assert expected == [(each["file"], each["code"]) for each in json.loads(out)]
    assert (1, "testamur: 2 errors\n") == (code, err)


@pytest.mark.parametrize(
    ("at", "code"),
    [("2026-03-02T09:00:00Z", 1), ("2026-03-02", 0), ("2026-03-02T12:00:00+01:00", 0), ("now", 0), ("2028-01-01", 1)],
)
def test_time_that_was_named(society: Society, at: str, code: int) -> None:
    """Dates are judged by --at: before the key was made and after its lists ended there are findings."""
    assert code == check(society, "--at", at)[0]


def test_time_without_a_repository(society: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Git the newest date in the sources counts, and SOURCE_DATE_EPOCH before anything else."""
    society.call("issue", DEFINITION, "--name", "Alex Example")
    assert 0 == check(society)[0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())))
    assert 1 == check(society)[0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert 2 == check(society)[0]


def test_what_a_build_would_refuse(society: Society, tmp_path: Path) -> None:
    """A template that can't be read and a folder that is a link are findings of a check already."""
    folder = society.root / "templates"
    folder.mkdir()
    (folder / "issuer.html").write_text("fine\n{% if %}\n", encoding="utf-8")
    (folder / "text.html").write_text("{{ page.title | nonsense }}\n", encoding="utf-8")
    code, out, _ = check(society)
    assert 1 == code
    assert "templates/issuer.html:2:1: template-broken " in out
    assert "templates/text.html:1:1: template-broken " in out
    (tmp_path / "elsewhere").mkdir()
    (society.root / "site").symlink_to(tmp_path / "elsewhere")
    code, out, _ = check(society)
    assert 1 == code
    assert "site:1:1: file-symlink this is not a folder\n  hint: Put the folder itself here" in out


def test_time_of_the_commit(society: Society) -> None:
    """With Git the commit's time counts; where files differ from it, their own newest date if it is later."""
    git(society, "init", "--quiet")
    git(society, "add", "--all")
    git(society, "commit", "--quiet", "--message", "old", time=datetime(2026, 3, 2, 11, tzinfo=UTC))
    assert 0 == check(society)[0]
    society.now = datetime(2026, 3, 20, tzinfo=UTC)
    society.call("issue", DEFINITION, "--name", "Alex Example")
    assert (0, "") == check(society)[:2]
    git(society, "add", "--all")
    git(society, "commit", "--quiet", "--message", "too old", time=datetime(2026, 3, 10, tzinfo=UTC))
    assert (1, True) == (check(society)[0], "issued-in-future" in check(society)[1])
