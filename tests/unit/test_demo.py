"""The demonstration, but for the serving: a registry, a key, an award and a site, from a checkout."""

import importlib.util
import re
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from types import ModuleType

import pytest

from tests.society import tree


def test_demonstration(root: Path, tmp_path: Path) -> None:
    """It leaves a committed registry, a site, and a file for the holder that verifies against that site."""
    demo = tmp_path / "demo"
    argv = [sys.executable, str(root / "tools" / "demo.py"), "--no-serve", "--folder", str(demo)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    assert "--name 'Robin Example'" in done.stdout
    assert "hint:" not in done.stderr
    named = re.search(r"^file: +(.+)$", done.stdout, re.MULTILINE)
    assert named is not None
    attributes = demo / "registry" / ".gitattributes"
    assert (root / ".gitattributes").read_bytes() == attributes.read_bytes()
    site = tree(demo / "_site")
    assert {"index.html", "verify/index.html", "registry.json"} <= site.keys()
    status = subprocess.run(["git", "-C", demo / "registry", "status", "--porcelain"], capture_output=True, check=True)
    assert b"" == status.stdout
    argv = [sys.executable, "-m", "testamur", "verify", named.group(1), "--registry", str(demo / "_site")]
    verified = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (0, True) == (verified.returncode, "genuine and in force" in verified.stdout), verified.stdout


def test_somebody_elses_folder(root: Path, tmp_path: Path) -> None:
    """A folder with other things in it stays as it is."""
    (tmp_path / "thesis.txt").write_bytes(b"years")
    argv = [sys.executable, str(root / "tools" / "demo.py"), "--no-serve", "--folder", str(tmp_path)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (1, {"thesis.txt": b"years"}) == (done.returncode, tree(tmp_path))
    assert f"demo: {tmp_path} holds something else" in done.stderr


def demo_module(root: Path) -> ModuleType:
    """The demonstration as a module, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("demo", root / "tools" / "demo.py")
    assert spec is not None
    assert spec.loader is not None
    demo = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(demo)
    return demo


def test_port_that_is_taken(root: Path, tmp_path: Path) -> None:
    """The server takes the next free port, serves on loopback alone, and keeps nothing."""
    demo = demo_module(root)
    (tmp_path / "index.html").write_text("here", encoding="utf-8")
    first, second = demo.open_server(tmp_path), demo.open_server(tmp_path)
    with first, second:
        assert first.server_address[1] < second.server_address[1]
        assert "127.0.0.1" == first.server_address[0]
        threading.Thread(target=first.handle_request).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{first.server_address[1]}/") as answer:
            assert ("no-store", b"here") == (answer.headers["Cache-Control"], answer.read())


def test_browser_that_hung_up(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A closed page is nothing to tell of; another fault of the server is."""
    with demo_module(root).open_server(tmp_path) as server:
        for error, told in ((BrokenPipeError(), False), (ConnectionResetError(), False), (ValueError("odd"), True)):
            try:
                raise error
            except (OSError, ValueError):
                server.handle_error(None, ("127.0.0.1", 1))
            assert told == ("Traceback" in capsys.readouterr().err)
