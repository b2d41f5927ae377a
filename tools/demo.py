"""The whole journey on this machine: a registry, a key, an award, a site, and a file to drop on its verify page.

One idea: it runs the commands that a society would run, with a passphrase that is thrown away, and leaves everything
in `.demo/`.
"""

import argparse
import functools
import os
import secrets
import shlex
import shutil
import subprocess
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOCIETY = "example-society"
DEFINITION = "wound-care-2"
PERSON = "Robin Example"
FIRST_PORT = 8000
_PORTS_TRIED = 100


class DemoError(Exception):
    """The demonstration can't go on; the message is for the person."""


def main() -> int:
    """Prepare everything, print where to look, and serve until Ctrl-C."""
    parser = argparse.ArgumentParser(
        description="Make a registry in .demo/, award a credential, build the site and serve it."
    )
    parser.add_argument("--no-serve", action="store_true", help="end when everything is prepared")
    parser.add_argument("--folder", type=Path, default=ROOT / ".demo", help="where to work (default: .demo)")
    args = parser.parse_args()
    try:
        holder_file, site = prepare(args.folder)
        print(f"file:    {holder_file}")
        if args.no_serve:
            print(f"site:    {site}")
            return 0
        serve(site)
    except DemoError as problem:
        print(f"demo: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 0


def prepare(folder: Path) -> tuple[Path, Path]:
    """The holder's file and the built site, after every step that a society takes."""
    registry, private, site = folder / "registry", folder / "private", folder / "_site"
    out = folder / "for-the-holder"
    made = (registry, private, out, site)
    if folder.exists() and not {path for path in folder.iterdir() if path.name[0] != "."} <= {*made}:
        raise DemoError(f"{folder} holds something else; name another folder with --folder")
    for path in made:
        shutil.rmtree(path, ignore_errors=True)
    print("Every step below is done for you; there is nothing to do until the last line.", flush=True)
    registry.mkdir(parents=True)
    for name in tracked_files():
        (registry / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, registry / name)
    git(registry, "init", "--quiet")
    commit(registry, "Begin with the example registry")
    passphrase = secrets.token_urlsafe(24)
    signing = ("--private", str(private))
    testamur(registry, passphrase, "keys", "new", "--issuer", SOCIETY, *signing)
    testamur(registry, passphrase, "sign", *signing)
    testamur(registry, None, "check", "--at", "now")
    told = testamur(registry, passphrase, "issue", DEFINITION, "--name", PERSON, "--out", str(out), *signing)
    commit(registry, f"Award {DEFINITION}")
    testamur(registry, None, "build", "--out", str(site))
    return Path(told.split(maxsplit=1)[1].strip()), site


def tracked_files() -> list[str]:
    """The files of the example registry that Git knows, and what keeps Git from changing their line endings."""
    listed = git(ROOT, "ls-files", "-z", "--", ".gitattributes", "registry.yaml", "credentials", "endorsers", "issuers")
    files = [name for name in listed.split("\0") if name]
    if not files:
        raise DemoError(f"Git knows no registry in {ROOT}")
    return files


def testamur(registry: Path, passphrase: str | None, *argv: str) -> str:
    """What the command wrote to standard output; it is shown before it runs, and its words are the person's to read."""
    print(f"$ testamur {shlex.join(argv)}", flush=True)
    command = [sys.executable, "-m", "testamur", *argv, "--root", str(registry)]
    if passphrase is None:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    else:
        reading, writing = os.pipe()
        os.write(writing, f"{passphrase}\n".encode())
        os.close(writing)
        command += ["--passphrase-fd", str(reading)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, pass_fds=[reading])
        os.close(reading)
    if done.returncode != 0:
        raise DemoError(f"`testamur {argv[0]}` ended with {done.returncode}\n{done.stdout}{done.stderr}".rstrip())
    # The hints say what a society has to do next; here it is done by the next step.
    said = [line for line in done.stderr.splitlines() if not line.startswith("hint:")]
    print(*said, sep="\n", file=sys.stderr, flush=True)
    return done.stdout


def commit(registry: Path, message: str) -> None:
    """Commit everything, whatever the person's own Git settings are."""
    git(registry, "add", "--all")
    identity = ("-c", "user.name=Demonstration", "-c", "user.email=office@society.example")
    plain = ("-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null")
    print(f"$ git commit --message {shlex.quote(message)}", flush=True)
    git(registry, *identity, *plain, "commit", "--quiet", "--message", message)


def git(folder: Path, *argv: str) -> str:
    """What Git answers in a folder."""
    # Another repository's settings, such as those of a hook that runs us, are not ours.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", folder, *argv], capture_output=True, text=True, check=False, env=environment
        )
    except FileNotFoundError as cause:
        raise DemoError("git is not installed") from cause
    if done.returncode != 0:
        raise DemoError(f"git {argv[0]}: {done.stderr.strip()}")
    return done.stdout


def serve(site: Path) -> None:
    """Serve the site on loopback until Ctrl-C."""
    server = open_server(site)
    with server:
        print(f"verify:  http://127.0.0.1:{server.server_address[1]}/verify/")
        print("Open that page and drop the file on it. Ctrl-C ends the demonstration.", flush=True)
        server.serve_forever()


def open_server(site: Path) -> ThreadingHTTPServer:
    """A server on PORT, or without it on the first free port from 8000."""
    handler = functools.partial(QuietHandler, directory=str(site))
    wanted = os.environ.get("PORT")
    if wanted is not None and not wanted.isdecimal():
        raise DemoError(f"PORT {wanted!r} is not a port")
    ports = range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED) if wanted is None else (int(wanted),)
    for port in ports:
        try:
            return QuietServer(("127.0.0.1", port), handler)
        except (OSError, OverflowError):
            continue
    raise DemoError(f"no free port: {ports[0]} to {ports[-1]} are in use; name one with PORT")


class QuietServer(ThreadingHTTPServer):
    """A server that says nothing of a browser that hung up, which every closed page does."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of what went wrong in answering, unless the other side is gone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class QuietHandler(SimpleHTTPRequestHandler):
    """Files without a line of log each, and never kept: the next demonstration has other ones."""

    # A machine may have its own idea of these, and a script of another type is not run.
    extensions_map = {  # noqa: RUF012 - the library's own attribute
        ".html": "text/html",
        ".css": "text/css",
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        "": "application/octet-stream",
    }

    def end_headers(self) -> None:
        """Say that nothing is to be kept."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    sys.exit(main())
