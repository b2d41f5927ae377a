"""`testamur audit --site`: a published site held against what its commit gives, byte for byte."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.repository import Repository, make_repository
from tests.society import SLUG
from tests.webhost import Host, serving

PAGE = f"issuers/{SLUG}/index.html"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A society's registry, committed."""
    return make_repository(tmp_path, monkeypatch)


@pytest.fixture
def site(repository: Repository, tmp_path: Path) -> Path:
    """Its site, built."""
    out = tmp_path / "site"
    called = repository.plain("build", "--out", str(out))
    assert 0 == called.code, called.err
    return out


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Path) -> Iterator[Host]:
    """A host that publishes it and whose certificate the system trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with serving(tmp_path / "ca.pem") as made:
        made.folder = site
        yield made


def told(repository: Repository, named: str, code: int) -> dict[str, Any]:
    """What the command says in JSON, which must end with the code."""
    called = repository.plain("audit", "--site", named, "--format", "json")
    assert code == called.code, called.err
    document: dict[str, Any] = json.loads(called.out)
    return document


def test_a_folder_that_is_the_same(repository: Repository, site: Path) -> None:
    """Every file of the built site is there, and nothing else."""
    called = repository.plain("audit", "--site", str(site))
    files = sum(path.is_file() for path in site.rglob("*")) - 1  # the mark that we made it
    words = f"testamur: {files} of {files} files are what the commit {repository.head()[:12]} gives\n"
    assert (0, "", words) == (called.code, called.out, called.err)


def test_a_folder_that_differs(repository: Repository, site: Path) -> None:
    """What was changed, taken away or put there is named, each by what it is."""
    (site / PAGE).write_text("Somebody else's words", encoding="utf-8")
    (site / "about/index.html").unlink()
    (site / "more.html").write_text("x", encoding="utf-8")
    (site / "glossary/index.html").unlink()
    (site / "glossary/index.html").symlink_to(site / "index.html")
    found = told(repository, str(site), code=1)
    assert ["about/index.html", "glossary/index.html"] == found["missing"]
    assert ([PAGE], ["more.html"], []) == (found["different"], found["more"], found["unasked"])
    out = repository.plain("audit", "--site", str(site)).out
    expected = [
        "missing    about/index.html",
        "missing    glossary/index.html",
        f"different  {PAGE}",
        "more       more.html",
    ]
    assert expected == out.splitlines()


def test_a_site_of_another_commit(repository: Repository, site: Path) -> None:
    """It differs, and the hint names the commit that the site says it was built from."""
    first = repository.head()
    repository.replace("registry.yaml", "name: ", "name: New ")
    repository.commit("Rename")
    called = repository.plain("audit", "--site", str(site))
    hint = f"hint: the site says that it was built from {first}: check that out, and compare again\n"
    assert (1, True) == (called.code, called.err.endswith(hint))
    repository.git("checkout", "--quiet", first)
    assert 0 == repository.plain("audit", "--site", str(site)).code


def test_a_host_that_is_the_same(repository: Repository, host: Host) -> None:
    """Every file that a host hands out is asked for once, pages by the address that visitors use."""
    found = told(repository, host.base_url, code=0)
    assert len(host.asked) == found["same"]
    assert len(set(host.asked)) == len(host.asked)
    assert ("", 0) == (host.asked[host.asked.index("")], sum(path.endswith("index.html") for path in host.asked))


def test_a_host_that_differs(repository: Repository, host: Host) -> None:
    """A file that it lacks is missing, one with other bytes is different, one sent elsewhere did not answer."""
    host.gone.add("registry.json")
    host.changed["about/"] = b"<p>Other words</p>"
    host.moved["glossary/"] = "https://elsewhere.example/"
    found = told(repository, host.base_url, code=1)
    assert ["registry.json"] == found["missing"]
    assert (["about/index.html"], ["glossary/index.html"]) == (found["different"], found["unasked"])


def test_a_host_that_does_not_answer(repository: Repository, host: Host) -> None:
    """Nothing was compared, so the code is 3, and no file is called different."""
    address = host.base_url.replace("localhost", "127.0.0.1")  # a name that its certificate does not have
    found = told(repository, address, code=3)
    assert (0, [], []) == (found["same"], found["missing"], found["different"])
    assert len(found["unasked"]) > 20


def test_misuse(repository: Repository, site: Path, tmp_path: Path) -> None:
    """A site that is neither folder nor https, and a registry that is no commit, can't be compared."""
    called = repository.plain("audit", "--site", "http://localhost/")
    assert (2, "testamur: --site http://localhost/ is neither a folder nor an https address\n") == (
        called.code,
        called.err,
    )
    repository.replace("registry.yaml", "name: ", "name: New ")
    called = repository.plain("audit", "--site", str(site))
    assert (2, True) == (called.code, called.err.startswith("testamur: what stands here is no commit, so no site can"))
    bare = tmp_path / "bare"
    shutil.copytree(repository.root, bare, ignore=shutil.ignore_patterns(".git"))
    called = repository.society.plain("audit", "--site", str(site), "--root", str(bare))
    assert (2, True) == (called.code, called.err.startswith("testamur: what stands here is no commit"))
