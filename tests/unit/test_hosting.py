"""What docs/hosting.md says, held against the workflows and run where it can be run."""

import dataclasses
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from testamur import keystore, starter

from tests.society import Society
from tests.unit.test_workflow_linters import FACTS
from tests.webhost import serving


@pytest.fixture
def page(root: Path) -> str:
    """The page."""
    return (root / "docs" / "hosting.md").read_text(encoding="utf-8")


def workflows() -> dict[str, str]:
    """The workflows of a new registry by their file names."""
    prefix = ".github/workflows/"
    files = starter.kept_files(FACTS).items()
    return {path.removeprefix(prefix): data.decode() for path, data in files if path.startswith(prefix)}


def test_every_workflow_is_described(page: str) -> None:
    """The table has a row for each workflow and for no other."""
    assert sorted(workflows()) == sorted(re.findall(r"^\| `([\w-]+\.yml)` \|", page, flags=re.MULTILINE))


def test_what_has_to_be_set_up_is_named_as_it_is(page: str) -> None:
    """The check that a rule asks for, the label, the environment, the variables and the secrets are called the same."""
    files = workflows()
    check = yaml.safe_load(files["check.yml"])["jobs"]["check"]["name"]
    assert f"the check `{check}`" in page
    assert "github.event.label.name == 'accepted'" in files["from-form.yml"]
    assert "label `accepted`" in page
    named = set(re.findall(r"(?:vars|secrets)\.(\w+)", files["sign.yml"]))
    pipeline = starter.kept_files(dataclasses.replace(FACTS, host="gitlab"))[".gitlab-ci.yml"].decode()
    named |= set(re.findall(r"\$\{(TESTAMUR_\w+):-\}", pipeline))
    assert named == set(re.findall(r"`(TESTAMUR_\w+)`", page))
    assert "signing" == yaml.safe_load(files["sign.yml"])["jobs"]["sign"]["environment"]
    assert "make `signing`" in page


def test_only_signing_uses_a_secret() -> None:
    """No workflow but the optional one names a secret, and none runs with the rights of a fork's target."""
    files = workflows()
    assert ["sign.yml"] == [name for name, text in files.items() if "secrets." in text]
    assert [] == [name for name, text in files.items() if "pull_request_target" in text or "workflow_run" in text]


def test_every_host_is_told_the_same(root: Path, page: str) -> None:
    """The headers of the file for Netlify and Cloudflare are those of both blocks for nginx and of Apache's.

    One worker has a policy beside them there, which is a second wall and no need.
    """
    file, _, worker = (root / "site" / "_headers").read_text(encoding="utf-8").partition("/verify/pdf-worker.js\n")
    assert "  Content-Security-Policy: default-src 'none'; script-src 'wasm-unsafe-eval'\n" == worker
    wanted = dict(re.findall(r"^  ([\w-]+): (.+)$", file, flags=re.MULTILINE))
    assert {"Access-Control-Allow-Origin", "Cache-Control"} < set(wanted)
    assert ["/*"] == [line for line in file.splitlines() if line[:1] not in {"", "#", " "}]
    blocks = re.findall(r"(?m)^(?:nginx|Apache), .*:\n\n((?:    .*\n)+)", page)
    said = [
        dict(
            re.findall(r"(?:add_header|Header always set) ([\w-]+) \"?([^\s\"]+)\"?(?: always;)?$", block, re.MULTILINE)
        )
        for block in blocks
    ]
    assert [wanted] * 3 == said
    for block in blocks[:2]:
        assert block.count("{") == block.count("}") > 0
        assert [] == [line for line in block.splitlines() if not line.endswith(("{", "}", ";"))]
    # A policy of the host's would be added to each page's own (docs/decisions/0174).
    assert [] == [block for block in (file, *blocks) if "Content-Security-Policy" in block]


def test_a_server_of_ones_own(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands for plain Git and rsync, as the page has them, end with a site that is served in order."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(keystore, "_KDF_ROUNDS", 1)
    block = re.search(r"(?m)^    git pull --ff-only\n(?:    .*\n)+", page)
    assert block is not None
    lines = [line.strip() for line in block[0].splitlines()]
    with serving(tmp_path / "ca.pem") as host:
        society = Society(root=tmp_path / "laptop", private=tmp_path / "private", now=datetime.now(UTC))
        options = ("--name", "N", "--url", host.base_url, "--issuer", "Rural Nursing", "--host", "other")
        assert 0 == society.plain("init", str(society.root), *options).code
        assert 0 == society.call("keys", "new", "--issuer", "rural-nursing").code
        env = {
            **os.environ,
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "SSL_CERT_FILE": str(tmp_path / "ca.pem"),
        }
        # There is no server to copy to: its folder stands beside the laptop's.
        copy = 'for last; do :; done; mkdir "${last#*:/srv/}" && cp -a _site/. "${last#*:/srv/}"'
        for name, script in {"testamur": f'exec {sys.executable} -m testamur "$@"', "rsync": copy}.items():
            (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            (tmp_path / name).chmod(0o755)
        git = "git -c user.name=T -c user.email=t@t.example"
        begun = f"git init -q -b main && git add -A && {git} commit -qm begin && git clone -q --bare . ../origin.git"
        begun += " && git remote add origin ../origin.git && git fetch -q && git branch -q -u origin/main"
        subprocess.run(["bash", "-ec", begun], cwd=society.root, env=env, check=True)
        host.folder = society.root / "registry"
        done = subprocess.run(
            ["bash", "-ec", "\n".join(lines)], cwd=society.root, env=env, capture_output=True, text=True, check=False
        )
        assert (0, True) == (done.returncode, "ok   served" in done.stdout), done.stdout + done.stderr
