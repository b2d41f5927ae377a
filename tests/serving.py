"""`testamur serve` as a process of its own, for tests that edit what it shows."""

import http.client
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

REGISTRY = Path(__file__).resolve().parent / "golden" / "tiny" / "in"
_PATIENCE_S = 60
# Where tests run in the background, a process may be born deaf to Ctrl-C.
_COMMAND = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from testamur.__main__ import run
sys.exit(run())
"""


@dataclass(slots=True)
class Serving:
    """A running server: its registry, its address, and what it has said so far."""

    root: Path
    process: subprocess.Popen[str]
    address: str = ""
    said: list[str] = field(default_factory=list)

    def get(self, path: str = "", **headers: str) -> tuple[int, str]:
        """The status and the body at a path of the site."""
        host, _, base = self.address.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection(host, timeout=_PATIENCE_S)
        try:
            connection.request("GET", f"/{base}{path}", headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def shows(self, words: str, path: str = "") -> bool:
        """Whether the page comes to hold these words within a while."""
        return within(lambda: words in self.get(path)[1])

    def stop(self, number: int = signal.SIGINT) -> int:
        """End it with a signal; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(_PATIENCE_S)


def within(true: Callable[[], bool]) -> bool:
    """Whether it becomes true before the patience ends."""
    end = time.monotonic() + _PATIENCE_S
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def start(root: Path, *options: str) -> subprocess.Popen[str]:
    """The process."""
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return subprocess.Popen(
        [sys.executable, "-c", _COMMAND, "serve", "--root", str(root), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


@contextmanager
def serving(folder: Path) -> Iterator[Serving]:
    """A copy of the small registry, served on a free port until the block ends."""
    root = Path(shutil.copytree(REGISTRY, folder / "registry"))
    process = start(root, "--port", "0")
    made = Serving(root=root, process=process)
    lines: queue.Queue[str] = queue.Queue()
    readers = [
        threading.Thread(target=_each, args=(process.stdout, lines.put), daemon=True),
        threading.Thread(target=_each, args=(process.stderr, made.said.append), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        made.address = lines.get(timeout=_PATIENCE_S).strip()
        yield made
    finally:
        process.kill()
        process.wait()
        for reader in readers:
            reader.join()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def _each(lines: IO[str] | None, take: Callable[[str], None]) -> None:
    for line in lines or ():
        take(line)
