"""A registry from `testamur init` and the place around it, for every test that runs its workflows."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur import __version__, keystore

from tests.runner import Runner
from tests.society import Society
from tests.webhost import Host, serving
from tests.workflows.place import EVIL, EXAMPLE, ISSUER, Place


@pytest.fixture(scope="session")
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
