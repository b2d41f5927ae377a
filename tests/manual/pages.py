"""A page of docs/manual/ as a person follows it: its commands typed at a terminal, in order, in a home of its own.

What a page may hold beside its sentences, all of it plain Markdown:

| In the page | What is done |
|---|---|
| a fence `sh` | its lines are run by `sh` at a terminal; every command must succeed |
| a fence `text` after it | what is seen then, line by line: `…` stands for the rest of a line, alone for any lines |
| `<!-- save: FILE -->` and a fence | the fence is what is saved in the file |
| `<!-- in FILE replace: LINE -->` and a fence | the fence takes the place of that line of the file |
| `<!-- time: 2026-03-02T10:00:00Z -->` | the clock from here on |
| `<!-- begins with: PAGE -->` | the page goes on where another has ended |
| `<!-- before: COMMAND -->` | what has happened before: run, and not shown |
| `<!-- fails: N -->` before a fence `sh` | its last command ends with this exit code |
| `<!-- until stopped -->` before a fence `sh` | it serves the site on loopback until it is stopped |

Questions are answered as the fence `text` shows them; a passphrase is typed where one is asked for. Keys and numbers
are those of the pages in every run, since chance counts here. The person's home is shown as `/home/you`.
"""

import http.client
import os
import pty
import re
import select
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

PASSPHRASE = "six words that nobody else has"
HOME = "/home/you"
_ASKS = re.compile(r"(?:passphrase[^\n]*|once more, to be sure): $")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$|^<!-- (.*?) -->$", re.MULTILINE | re.DOTALL)
_PATIENCE_S = 60

# The installed command with a clock and chance of the test's, and one round instead of many: the keys protect nothing.
_COMMAND = """\
#!{python}
import hashlib, os, sys
from datetime import datetime
from pathlib import Path
import testamur
from testamur import keystore
from testamur.cli import main
assert testamur.__file__.startswith(os.environ["PYTHONPATH"]), testamur.__file__
keystore._KDF_ROUNDS = 1
counter = Path({counter!r})
def entropy(size):
    count = int(counter.read_text()) + 1 if counter.exists() else 1
    counter.write_text(str(count))
    return hashlib.shake_256(str(count).encode()).digest(size)
argv = sys.argv[1:]
if argv[0] == "verify" and "--at" not in argv:  # the one command with a clock of its own
    argv += ["--at", os.environ["MANUAL_TIME"]]
sys.exit(main(argv, clock=lambda: datetime.fromisoformat(os.environ["MANUAL_TIME"]), entropy=entropy))
"""


@dataclass(slots=True)
class Desk:
    """Where a page is followed: a home folder, the time there, and how the next block ends."""

    home: Path
    pythonpath: str
    folder: Path = field(init=False)
    now: str = "2026-03-02T10:00:00Z"
    fails: int = 0
    until_stopped: bool = False

    def __post_init__(self) -> None:
        self.folder = self.home
        self.home.mkdir(parents=True, exist_ok=True)
        state = self.home.parent / "state"
        (state / "bin").mkdir(parents=True, exist_ok=True)
        command = state / "bin" / "testamur"
        command.write_text(_COMMAND.format(python=sys.executable, counter=str(state / "count")), encoding="utf-8")
        command.chmod(0o755)
        names = "[user]\n\tname = You\n\temail = you@society.example\n[init]\n\tdefaultBranch = main\n"
        (state / "gitconfig").write_text(names, encoding="utf-8")

    def environment(self) -> dict[str, str]:
        """What the commands find around them."""
        state = self.home.parent / "state"
        return {
            "HOME": str(self.home),
            "PATH": f"{state / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": self.pythonpath,
            "GIT_CONFIG_GLOBAL": str(state / "gitconfig"),
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_DATE": self.now,
            "GIT_COMMITTER_DATE": self.now,
            "MANUAL_TIME": self.now,
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "TERM": "dumb",
        }


def follow(page: Path, desk: Desk) -> None:
    """Do what a page says, from its beginning to its end; fails at the first thing that is not as it says."""
    steps = list(_FENCE.finditer(page.read_text(encoding="utf-8")))
    waiting = ""
    for number, step in enumerate(steps):
        kind, text, directive = step.groups()
        if directive is not None:
            waiting = _directive(desk, directive) or waiting
        elif waiting:
            _write(desk, waiting, text)
            waiting = ""
        elif kind == "sh":
            after = steps[number + 1] if number + 1 < len(steps) else None
            expected = after.group(2) if after is not None and after.group(1) == "text" else None
            _run(page, desk, text, expected)
        else:
            assert kind in {"text", "yaml", "csv"}, f"{page.name}: a fence {kind!r} is none that is followed"


def _directive(desk: Desk, directive: str) -> str:
    """Take note of a directive; answered is what the next fence is for, where it is written to a file."""
    name, _, value = directive.partition(": ")
    if name == "time":
        desk.now = value
    elif name == "fails":
        desk.fails = int(value)
    elif name == "before":
        code, seen = _typed(desk, value, [])
        assert 0 == code, seen
    elif directive == "until stopped":
        desk.until_stopped = True
    elif name == "save" or name.startswith("in "):
        return directive
    else:
        assert name == "begins with", f"{directive!r} is no directive"
    return ""


def _write(desk: Desk, directive: str, text: str) -> None:
    name, _, value = directive.partition(": ")
    if name == "save":
        (desk.folder / value).write_text(text, encoding="utf-8")
        return
    file = desk.folder / name.removeprefix("in ").removesuffix(" replace")
    lines = file.read_text(encoding="utf-8").split("\n")
    assert 1 == lines.count(value), f"{file} has the line {value!r} {lines.count(value)} times"
    lines[lines.index(value)] = text.removesuffix("\n")
    file.write_text("\n".join(lines), encoding="utf-8")


def _run(page: Path, desk: Desk, script: str, expected: str | None) -> None:
    if desk.until_stopped:
        desk.until_stopped = False
        _serve(desk, script)
        return
    asked = [line for line in (expected or "").splitlines() if line]
    mark = desk.home.parent / "state" / "folder"
    code, seen = _typed(desk, f"set -e\ntrap 'pwd > {mark}' EXIT\n{script}", asked)
    wanted, desk.fails = desk.fails, 0
    assert wanted == code, f"{page.name}:\n{script}\nended with {code}:\n{seen}"
    desk.folder = Path(mark.read_text(encoding="utf-8").strip())
    if expected is not None:
        pattern = "".join(_line(line) for line in expected.splitlines())
        assert re.fullmatch(pattern, seen), f"{page.name}:\n{script}\nshould show\n{expected}\nand showed\n{seen}"


def _line(line: str) -> str:
    """A line of a fence `text` as a pattern."""
    if line == "…":
        return "(?:.*\n)*"
    return ".*".join(re.escape(part) for part in line.rstrip().split("…")) + " *\n"


def _typed(desk: Desk, script: str, asked: list[str]) -> tuple[int, str]:
    """The exit code of a script at a terminal and what was seen there, with the questions answered."""
    terminal, inside = pty.openpty()
    # Whoever begins a session and opens a terminal has it for their own, and passphrases are asked for there.
    script = f"exec <>'{os.ttyname(inside)}' >&0 2>&0\n{script}"
    process = subprocess.Popen(
        ["sh", "-c", script],
        cwd=desk.folder,
        env=desk.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(inside)
    seen, answered, ends = "", 0, time.monotonic() + _PATIENCE_S
    while process.poll() is None or select.select([terminal], [], [], 0)[0]:
        if time.monotonic() > ends:
            process.kill()
            raise AssertionError(f"still waiting after {_PATIENCE_S} s:\n{seen}")
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                data = os.read(terminal, 65536)
            except OSError:  # how a terminal says that nobody is at its other end: not yet, or not any more
                if process.poll() is not None:
                    break
                time.sleep(0.01)
                continue
            seen += data.decode("utf-8", "replace").replace("\r\n", "\n")
        question = seen[answered:].rpartition("\n")[2]
        if _ASKS.search(question):
            os.write(terminal, f"{PASSPHRASE}\n".encode())
            answered = len(seen)
        elif question.endswith((": ", "? ", ") ", "] ")):
            known = [line for line in asked if line.startswith(question.rstrip())]
            if known:
                os.write(terminal, (known[0].removeprefix(question.rstrip()).strip() + "\n").encode())
                answered = len(seen)
    os.close(terminal)
    seen = re.sub(r"[^\n]*\r", "", seen)  # a line that was written over, as progress is
    return process.wait(), seen.replace(str(desk.home), HOME)


def _serve(desk: Desk, script: str) -> None:
    """Start what serves the site, at a port that is free here, look at two of its pages, and stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert 1 == script.count("8000"), script
    command = f"exec {script.replace('8000', str(port))}"
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        ["sh", "-c", command], cwd=desk.folder, env=desk.environment(), stdin=quiet, stdout=quiet, stderr=quiet
    ) as process:
        try:
            for path in ("", "verify/"):
                assert 200 == _status(port, path)
        finally:
            process.terminate()


def _status(port: int, path: str) -> int:
    """What the server on loopback answers, once it does."""
    ends = time.monotonic() + 20
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", f"/{path}")
            status = connection.getresponse().status
            if status != http.client.SERVICE_UNAVAILABLE or time.monotonic() > ends:  # the site is being built
                return status
        except ConnectionError:
            assert time.monotonic() < ends, f"nothing answers at port {port}"
        finally:
            connection.close()
        time.sleep(0.1)


def begins_with(page: Path) -> str:
    """The page that this one goes on from, or nothing."""
    found = re.search(r"^<!-- begins with: (.*) -->$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else ""


def copied(desk: Desk, folder: Path) -> Desk:
    """The same desk in another folder, as it was left."""
    shutil.copytree(desk.home.parent, folder, symlinks=True)
    other = Desk(home=folder / desk.home.name, pythonpath=desk.pythonpath, now=desk.now)
    other.folder = other.home / desk.folder.relative_to(desk.home)
    return other
