"""Contents of objects, read in one go: `git cat-file --batch`, whose answers are in the order of the questions."""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

from testamur.findings import Finding, FindingsError, Place
from testamur.history import asking

MAX_FILE_BYTES: Final = 1024 * 1024  # the largest file that a registry has
MAX_READ_BYTES: Final = 256 * 1024 * 1024  # half a million ledger entries, or a thousand large badges
_PIECE: Final = 64 * 1024


def read_blobs(root: Path, objects: Iterable[str]) -> dict[str, bytes | None]:
    """The bytes of each object; None for one that is larger than is read, or comes after so much was read.

    `objects` are whole hexadecimal names that Git gave. Raises FindingsError when one of them is not here, as in a
    partial clone: nothing is fetched.
    """
    wanted = sorted(set(objects))
    if not wanted:
        return {}
    try:
        process = asking.start(root, "cat-file", "--batch", "--buffer", stdin=asking.PIPE)
    except OSError as cause:
        raise _missing() from cause
    with process:
        assert process.stdin is not None  # noqa: S101 - it was asked for
        assert process.stdout is not None  # noqa: S101 - the same
        # Asked from a thread of its own: both pipes are of a limited size.
        writer = threading.Thread(target=_ask, args=(process.stdin, wanted), daemon=True)
        writer.start()
        try:
            return _answers(process.stdout, wanted)
        finally:
            process.kill()
            writer.join()


def _ask(stdin: IO[bytes], wanted: list[str]) -> None:
    try:
        with stdin:
            stdin.write("".join(f"{object}\n" for object in wanted).encode("ascii"))
    except OSError:
        pass  # Git went away, which the reader sees


def _answers(stdout: IO[bytes], wanted: list[str]) -> dict[str, bytes | None]:
    blobs: dict[str, bytes | None] = {}
    total = 0
    for object in wanted:
        head = stdout.readline().split()
        if len(head) != 3 or head[1] != b"blob":
            raise _missing()
        size = int(head[2])
        if size > MAX_FILE_BYTES or total + size > MAX_READ_BYTES:
            blobs[object] = None
            left = size + 1
            while left and (piece := stdout.read(min(left, _PIECE))):
                left -= len(piece)
            continue
        total += size
        blobs[object] = stdout.read(size + 1)[:size]
    return blobs


def _missing() -> FindingsError:
    return FindingsError(
        [
            Finding(
                code="history-incomplete",
                place=Place(file="registry.yaml", line=1, column=1),
                message="an earlier file is not in this clone",
                hint="Fetch everything: clone the repository again without `--filter`.",
            )
        ]
    )
