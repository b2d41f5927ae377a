"""`testamur audit` on the command line: what each step meant, who let it in, and which rules it broke."""

import json
import os
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.repository import Repository, make_repository
from tests.society import DEFINITION, SLUG


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A society's registry with one award, on `main`: two steps."""
    made = make_repository(tmp_path, monkeypatch)
    made.done("issue", DEFINITION, "--name", "Alex Example")
    made.commit("Award")
    return made


def steps(repository: Repository, code: int = 0) -> list[dict[str, Any]]:
    """What the command says in JSON, which must end with the code."""
    called = repository.plain("audit", "--format", "json")
    assert code == called.code, called.err
    told: list[dict[str, Any]] = json.loads(called.out)["steps"]
    return told


def plain(repository: Repository) -> list[str]:
    """The lines of the plain form."""
    return repository.plain("audit").out.splitlines()


def signed(repository: Repository, header: str) -> str:
    """A commit on top of HEAD with the lines of a signature in its head, made as a stranger could make it."""
    body = repository.git("cat-file", "commit", "HEAD").stdout
    tree = body.split("\n", 1)[0]
    text = f"{tree}\nparent {repository.head()}\nauthor A <a@x> 1790000000 +0000\ncommitter A <a@x> 1790000000 +0000\n"
    made = subprocess.run(
        ["git", "-C", str(repository.root), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=f"{text}{header}\n\nSigned\n",
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    repository.git("update-ref", "HEAD", made)
    return made


def test_the_steps_of_a_society(repository: Repository) -> None:
    """Oldest first, each with its time, its writer, and what it meant; all is well, so the code is 0."""
    first, second = steps(repository)
    assert (None, first["commit"], repository.head()) == (first["before"], second["before"], second["commit"])
    assert ("Ana Author", "Award", "none", []) == tuple(
        second[name] for name in ("author", "subject", "signature", "broken")
    )
    assert "1 credential is awarded." in second["says"]
    assert 1 == second["change"]["awards"][0]["count"]
    assert any(line.startswith("  key z6Mk") and f"of {SLUG}: added" in line for line in first["says"])


def test_in_plain_words(repository: Repository) -> None:
    """A step is a line of when and what, a line of who, and its meaning; nothing is left to be looked up."""
    lines = plain(repository)
    at = next(number for number, line in enumerate(lines) if line.endswith(f"UTC  {repository.head()[:12]}  Award"))
    assert "  by Ana Author; not signed" == lines[at + 1]
    assert "  1 credential is awarded." in lines[at + 2 :]
    assert [f" 1.0, by {SLUG}"] == [line[-len(f" 1.0, by {SLUG}") :] for line in lines if "    1 × " in line]
    called = repository.plain("audit")
    assert "testamur: 2 steps, none of them against the rules\n" == called.err


def test_a_rule_that_was_broken_and_mended(repository: Repository) -> None:
    """History keeps what was done: an award that was cut out stays a broken rule after it was put back."""
    entry = repository.first(f"issuers/{SLUG}/awards/*/*/*.json")
    text = (repository.root / entry).read_text(encoding="utf-8")
    (repository.root / entry).unlink()
    repository.commit("Tidy")
    repository.write(entry, text)
    repository.commit("Put back")
    told = steps(repository, code=1)
    assert [[], [], ["past-award-changed"], []] == [[line.split(",")[0] for line in each["broken"]] for each in told]
    called = repository.plain("audit")
    assert f"  RULE BROKEN: past-award-changed, {entry}: the ledger only grows: 1 entry was removed" in called.out
    assert (1, "testamur: 4 steps, 1 of them against the rules\n") == (called.code, called.err)


def test_an_awarded_version_that_was_rewritten(repository: Repository) -> None:
    """Words of an awarded version that changed under the same number are a broken rule."""
    path = f"credentials/{DEFINITION}/index.md"
    (repository.root / path).write_text(
        (repository.root / path).read_text(encoding="utf-8") + "\nAnd something more.\n", encoding="utf-8"
    )
    repository.commit("Rewrite")
    version = "version 1.0 was awarded, and its words changed"
    assert [f"past-version-changed, {path}: {version}"] == steps(repository, code=1)[-1]["broken"]


def test_a_merge_is_one_step(repository: Repository) -> None:
    """What a branch did on its way is told as what was let in, with who let it in and whose approval it names."""
    repository.branch("work")
    repository.done("issue", DEFINITION, "--name", "Bo Example")
    repository.commit("Award Bo")
    repository.done("issue", DEFINITION, "--name", "Cy Example")
    repository.commit("Award Cy")
    repository.switch("main")
    repository.by = "Ben Board"
    message = "Let it in\n\nReviewed-by: Chi Clerk <chi@society.example>\nApproved-by: Ana\n"
    repository.git("merge", "--no-ff", "--quiet", "--message", message, "work")
    last = steps(repository)[-1]
    assert (3, 1, "Ben Board") == (len(steps(repository)), last["merged"], last["author"])
    assert ["Chi Clerk <chi@society.example>", "Ana"] == last["approved"]
    assert "2 credentials are awarded." in last["says"]
    approved = "approved, it says, by Chi Clerk <chi@society.example>, Ana"
    assert f"  by Ben Board; a merge; {approved}; not signed" in plain(repository)


def test_steps_that_touch_nothing(repository: Repository) -> None:
    """They are counted and not told; one that changes what runs by itself is told."""
    for name in ("notes.txt", "more.txt"):
        repository.write(name, "x\n")
        repository.commit("Note")
    repository.write(".github/workflows/x.yml", "on: push\n")
    repository.commit("Automate")
    lines = plain(repository)
    assert "(2 steps that touch nothing of the registry)" in lines
    assert "    .github/workflows/x.yml, added: it runs by itself, with rights over the repository or the site" in lines


def test_days_that_do_not_fit(repository: Repository) -> None:
    """A record dated long before or after the step that brought it in is something to ask about, and breaks no rule."""
    repository.done("issue", DEFINITION, "--name", "Di Example")
    repository.society.now += timedelta(days=40)
    repository.commit("Award late")
    assert "Ask about: 1 record is dated over 31 days before the step." in steps(repository)[-1]["says"]
    repository.society.now += timedelta(days=40)
    repository.done("issue", DEFINITION, "--name", "Ed Example")
    repository.society.now -= timedelta(days=10)
    repository.commit("Award early")
    assert "Ask about: 1 record is dated after the step." in steps(repository)[-1]["says"]


@pytest.mark.parametrize(
    ("status", "signature", "code"),
    [
        ("GOODSIG 0123456789ABCDEF A\n[GNUPG:] TRUST_FULLY 0 pgp", "good", 0),
        ("GOODSIG 0123456789ABCDEF A\n[GNUPG:] TRUST_UNDEFINED 0 pgp", "untrusted", 0),
        ("EXPKEYSIG 0123456789ABCDEF A", "expired", 0),
        ("REVKEYSIG 0123456789ABCDEF A", "revoked", 0),
        ("BADSIG 0123456789ABCDEF A", "bad", 1),
        ("ERRSIG 0123456789ABCDEF 1 2 3 4 9", "unchecked", 0),
    ],
)
def test_signatures_of_commits(repository: Repository, tmp_path: Path, status: str, signature: str, code: int) -> None:
    """What Git's own program for signatures says is told; one that does not hold gives 1."""
    program = tmp_path / "stand-in"
    program.write_text(f"#!/bin/sh\ncat >/dev/null\nprintf '%s\\n' '[GNUPG:] {status}'\n", encoding="utf-8")
    program.chmod(0o755)
    repository.git("config", "gpg.program", os.fspath(program))
    signed(repository, "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----")
    told = steps(repository, code=code)
    assert ["none", "none", signature] == [each["signature"] for each in told]


def test_a_signature_that_nobody_here_can_check(repository: Repository) -> None:
    """It is told as one, and never as none."""
    signed(repository, "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----")
    assert "unchecked" == steps(repository)[-1]["signature"]


def test_names_are_data(repository: Repository) -> None:
    """What a writer typed as a name or a message commands no terminal, and is cut."""
    repository.by = "Eve \x1b[31m"
    repository.write("registry.yaml", (repository.root / "registry.yaml").read_text(encoding="utf-8") + "\n# x\n")
    repository.commit("\x1b]0;x\x07" + "long " * 100)
    out = repository.plain("audit").out
    assert "\x1b" not in out
    assert all(len(line) < 200 for line in out.splitlines())


def test_history_that_is_not_here(repository: Repository, tmp_path: Path) -> None:
    """A shallow clone and a folder without history can't be audited: a sentence, a hint, and 3."""
    shallow = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", f"file://{repository.root}", str(shallow)],
        check=True,
        capture_output=True,
    )
    called = repository.society.plain("audit", "--root", str(shallow))
    assert (3, "") == (called.code, called.out)
    assert called.err.startswith("testamur: this clone is shallow: the history begins in the middle\nhint: Fetch")
    bare = tmp_path / "bare"
    bare.mkdir()
    called = repository.society.plain("audit", "--root", str(bare))
    assert (3, "") == (called.code, called.out)
    assert called.err.startswith("testamur: there is no Git history here\nhint: ")
