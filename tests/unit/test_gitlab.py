"""The pipeline of a new registry on GitLab: it can be read, and its lines run here as GitLab's runner runs them."""

import os
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from testamur import __version__, keystore

from tests.society import Society
from tests.webhost import serving

ISSUER = "rural-nursing"


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A registry from `testamur init --host gitlab`."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(keystore, "_KDF_ROUNDS", 1)
    return Society(root=tmp_path / "registry", private=tmp_path / "private", now=datetime.now(UTC))


def begin(society: Society, url: str) -> dict[str, Any]:
    """Make the registry with that address, with a key and a commit; its pipeline."""
    options = ("--name", "Nursing", "--url", url, "--issuer", "Rural Nursing", "--host", "gitlab")
    made = society.plain("init", str(society.root), *options)
    assert 0 == made.code, made.err
    assert not (society.root / ".github").exists()
    assert 0 == society.call("keys", "new", "--issuer", ISSUER).code
    git(society, "init", "--quiet", "--initial-branch=main")
    git(society, "add", "--all")
    git(society, "commit", "--quiet", "--message", "begin")
    pipeline: dict[str, Any] = yaml.safe_load((society.root / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    return pipeline


def git(society: Society, *argv: str) -> str:
    """Run Git in the registry."""
    command = ["git", "-C", str(society.root), "-c", "user.name=T", "-c", "user.email=t@t.example", *argv]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def run(society: Society, pipeline: dict[str, Any], job: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the lines of a job in one shell that ends with the first that fails."""
    programs = society.root.parent / "programs"
    programs.mkdir(exist_ok=True)
    for name, script in {
        "pip": f'test "$*" = "install --quiet testamur=={__version__}"',
        "testamur": f'exec {shlex.quote(sys.executable)} -m testamur "$@"',
        "sleep": "exit 0",
        "python": f'exec {shlex.quote(sys.executable)} "$@"',
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    lines = [*pipeline["default"]["before_script"], *pipeline[job]["script"]]
    env = {**os.environ, **pipeline["variables"], **variables, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    script = "set -eo pipefail\n" + "\n".join(lines)
    return subprocess.run(
        ["bash", "-c", script], cwd=society.root, env=env, capture_output=True, text=True, check=False
    )


def test_the_pipeline_is_whole(society: Society) -> None:
    """Every job has a stage that is there, a rule, and lines that are text; the site is made in `public`."""
    pipeline = begin(society, "https://credentials.society.example/")
    jobs = {name: job for name, job in pipeline.items() if isinstance(job, dict) and "script" in job}
    assert {"check", "preview", "pages", "live", "weekly"} == jobs.keys()
    for job in jobs.values():
        assert job["stage"] in pipeline["stages"]
        assert [] != job["rules"]
        assert all(isinstance(line, str) for line in job["script"])
    assert ["public"] == pipeline["pages"]["artifacts"]["paths"]
    assert "0" == pipeline["variables"]["GIT_DEPTH"]


def test_a_merge_request(society: Society) -> None:
    """A sound change passes with its meaning in a file; a file too many fails the job and is named in another."""
    pipeline = begin(society, "https://credentials.society.example/")
    base = git(society, "rev-parse", "HEAD")
    assert 0 == society.plain("new", "definition", "--title", "Wound care", "--root", str(society.root)).code
    git(society, "add", "--all")
    git(society, "commit", "--quiet", "--message", "Define")
    done = run(society, pipeline, "check", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert 0 == done.returncode, done.stderr
    assert "Wound care" in (society.root / "told" / "meaning.md").read_text(encoding="utf-8")
    assert 0 == run(society, pipeline, "preview").returncode
    assert (society.root / "_site" / "credentials" / "wound-care" / "index.html").is_file()
    (society.root / "credentials" / "x.txt").write_text("x", encoding="utf-8")
    assert 1 == run(society, pipeline, "check", CI_MERGE_REQUEST_DIFF_BASE_SHA=base).returncode
    assert "credentials/x.txt" in (society.root / "told" / "check.md").read_text(encoding="utf-8")


def test_publishing_and_looking(society: Society, tmp_path: Path) -> None:
    """The default branch is built into `public` with its hidden files; what is served from there is found in order."""
    with serving(tmp_path / "ca.pem") as host:
        pipeline = begin(society, host.base_url)
        trust = {"SSL_CERT_FILE": str(tmp_path / "ca.pem")}
        done = run(society, pipeline, "pages", **trust, TESTAMUR_FIRST="yes")
        assert 0 == done.returncode, done.stderr
        host.folder = society.root / "public"
        assert (host.folder / ".nojekyll").is_file()
        for job in ("live", "weekly"):
            done = run(society, pipeline, job, **trust)
            assert 0 == done.returncode, done.stdout + done.stderr
        host.origin = None
        assert 1 == run(society, pipeline, "live", **trust).returncode


def test_what_was_refused_is_not_published_by_the_next_push(society: Society, tmp_path: Path) -> None:
    """The published site says what a commit is held against; only a first one, that is said to be one, does without."""
    with serving(tmp_path / "ca.pem") as host:
        pipeline = begin(society, host.base_url)
        assert 0 == society.call("issue", "example-to-replace", "--name", "Alex Example").code
        git(society, "add", "--all")
        git(society, "commit", "--quiet", "--message", "Award")

        def publish(**variables: str) -> tuple[int, str]:
            done = run(society, pipeline, "pages", CURL_CA_BUNDLE=str(tmp_path / "ca.pem"), **variables)
            return done.returncode, done.stdout + done.stderr

        code, said = publish()
        assert (1, True) == (code, "does not say which commit is published" in said)
        assert 0 == publish(TESTAMUR_FIRST="yes")[0]
        host.folder = tmp_path / "served"
        (society.root / "public").rename(host.folder)
        (ledger,) = society.ledger()
        git(society, "rm", "--quiet", ledger)
        git(society, "commit", "--quiet", "--message", "Delete")
        (society.root / "README.md").write_text("Another README.\n", encoding="utf-8")
        git(society, "commit", "--quiet", "--all", "--message", "Edit")
        for variables in ({}, {"TESTAMUR_FIRST": "yes"}):
            code, said = publish(**variables)
            assert (1, True) == (code, ledger in said), said
            assert not (society.root / "public").exists()
        git(society, "checkout", "--quiet", "--orphan", "other")
        git(society, "commit", "--quiet", "--message", "Begin again")
        code, said = publish()
        assert (1, True) == (code, "is no part of what would replace it" in said)
