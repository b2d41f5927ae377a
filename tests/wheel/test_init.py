"""A society's first hour, from the wheel alone in a fresh virtual environment, without Node and without Git."""

import os
import subprocess
import sys
import sysconfig
import threading
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

NAMES = (
    "--name",
    'The "rural" nurses\' registry',
    "--url",
    "https://org.github.io/Registry",
    "--issuer",
    "Our Society",
)
PASSPHRASE = "correct horse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine with Python and the wheel, where nothing else can be called by name."""

    programs: Path
    home: Path

    def call(self, *argv: str, cwd: Path, passphrase: bool = False) -> subprocess.CompletedProcess[str]:
        """Run the command `testamur`, with the passphrase on a descriptor where it needs one."""
        reading, writing = os.pipe()
        os.write(writing, f"{PASSPHRASE}\n".encode())
        os.close(writing)
        options = ("--passphrase-fd", str(reading)) if passphrase else ()
        try:
            return subprocess.run(
                [str(self.programs / "testamur"), *argv, *options],
                cwd=cwd,
                env={"PATH": str(self.programs), "HOME": str(self.home), "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                pass_fds=(reading,),
            )
        finally:
            os.close(reading)


@pytest.fixture(scope="module")
def machine(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A fresh virtual environment with the wheel, and the packages that it names from the one of the tests."""
    folder = tmp_path_factory.mktemp("machine")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    programs = folder / "venv" / "bin"
    pip = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", str(wheel)], check=True, capture_output=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    # The path of the packages alone: what an editable install put beside them is not followed from here.
    (folder / "venv" / "lib" / version / "site-packages" / "their.pth").write_text(sysconfig.get_path("purelib"))
    (folder / "home").mkdir()
    return Machine(programs=programs, home=folder / "home")


@pytest.fixture(scope="module")
def registry(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry made in an empty folder, with a key, one award and its site built."""
    folder = tmp_path_factory.mktemp("empty")
    assert set() == {path.name for path in machine.programs.iterdir()} & {"node", "npm", "git"}
    made = machine.call("init", ".", *NAMES, cwd=folder)
    assert made.returncode == 0, made.stderr
    keys = machine.call("keys", "new", "--issuer", "our-society", cwd=folder, passphrase=True)
    assert keys.returncode == 0, keys.stderr
    options = ("--name", "Alex Example", "--out", str(folder.parent / "for-the-holder"))
    award = machine.call("issue", "example-to-replace", *options, cwd=folder, passphrase=True)
    assert award.returncode == 0, award.stderr
    built = machine.call("build", cwd=folder)
    assert built.returncode == 0, built.stderr
    return folder


def test_it_is_the_wheel_that_runs(machine: Machine, root: Path) -> None:
    """The package of these tests is the installed one, not the checkout."""
    command = [str(machine.programs / "python"), "-c", "import testamur; print(testamur.__file__)"]
    done = subprocess.run(command, env={"PATH": ""}, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(machine.programs.parent))
    assert not done.stdout.startswith(str(root / "builder"))


def test_init_check_and_build_in_an_empty_folder(machine: Machine, tmp_path: Path) -> None:
    """Three commands give a checked registry with its dot folders, and a site with a verify page."""
    made = machine.call("init", ".", *NAMES, cwd=tmp_path)
    assert (0, "_site\n") == (made.returncode, made.stdout), made.stderr
    checked = machine.call("check", cwd=tmp_path)
    assert (0, "") == (checked.returncode, checked.stdout), checked.stderr
    built = machine.call("build", cwd=tmp_path)
    assert (0, "_site\n") == (built.returncode, built.stdout), built.stderr
    for name in (".github/workflows/check.yml", ".vscode/settings.json", ".gitignore", ".editorconfig"):
        assert (tmp_path / name).is_file(), name
    for name in ("index.html", "verify/index.html", "verify/page.js", ".nojekyll", "_headers", "schemas/issuer.json"):
        assert (tmp_path / "_site" / name).is_file(), name
    upgraded = machine.call("init", ".", "--upgrade", cwd=tmp_path)
    assert (0, "") == (upgraded.returncode, upgraded.stdout), upgraded.stderr


def test_a_new_definition_checks(machine: Machine, registry: Path) -> None:
    """`new definition` works from the wheel, too."""
    made = machine.call("new", "definition", "--title", "Wound care", cwd=registry)
    assert (0, "credentials/wound-care/index.md\n") == (made.returncode, made.stdout), made.stderr
    assert machine.call("check", "--at", "now", cwd=registry).stdout == ""


class Quiet(SimpleHTTPRequestHandler):
    """A host that serves a folder and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output to the tests."""


@pytest.fixture
def origin(registry: Path) -> Iterator[str]:
    """Where the built site is served, on loopback and under no path: as a preview, not at its own address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(registry / "_site")))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.browser
def test_the_verify_page_of_a_new_registry_works(registry: Path, origin: str, chromium: Browser) -> None:
    """In a real Chromium the first award of a new registry is valid, one changed letter is not, and nothing leaves."""
    (file,) = (registry.parent / "for-the-holder").rglob("*.json")
    data = file.read_bytes()
    requests: list[str] = []
    with chromium.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        for content, verdict in ((data, "valid"), (data.replace(b"Alex Example", b"Alex Exbmple"), "altered")):
            page.goto(f"{origin}/verify/")
            page.locator("#verify-file").set_input_files(
                {"name": "credential.json", "mimeType": "application/json", "buffer": content}
            )
            shown = page.locator("#verify-result .verdict")
            expect(shown).to_have_attribute("data-verdict", verdict, timeout=30_000)
        page.goto(f"{origin}/credentials/example-to-replace/")
        expect(page.locator("h1")).to_contain_text("Replace me")
    assert [] == [url for url in requests if not url.startswith((f"{origin}/", f"blob:{origin}/", "data:"))]
