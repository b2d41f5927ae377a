"""The steps by which a registry came to where it is: the commits of its own line, oldest first.

The one idea: what counts as a step is what the branch itself took in. A merge is one step, whatever was done on the
way, for it is what somebody let in. Names and messages are whatever their writers typed; nothing here proves them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from testamur.history import asking
from testamur.history.changes import gap, no_history

Signature = Literal["none", "good", "untrusted", "expired", "revoked", "bad", "unchecked"]

_SIGNATURES: Final[dict[str, Signature]] = {
    "G": "good",
    "U": "untrusted",
    "X": "expired",
    "Y": "expired",
    "R": "revoked",
    "B": "bad",
}
_APPROVALS: Final = "%(trailers:key=Reviewed-by,key=Approved-by,key=Acked-by,valueonly,separator=%x1f)"
_FIELDS: Final = ("%H", "%P", "%ct", "%an", "%cn", "%s", _APPROVALS)
_COMMIT: Final = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One commit of the branch's own line.

    `before` is the commit that it follows, None for the first. `time` is the committer's, UTC, by their own clock;
    `approved` are the values of the trailers Reviewed-by, Approved-by and Acked-by; `merged` counts the branches that
    it took in. `signature` is what Git says of it on this machine: `unchecked` where the key or its program is missing.
    """

    commit: str
    before: str | None
    time: datetime
    author: str
    committer: str
    subject: str
    approved: tuple[str, ...]
    merged: int
    signature: Signature


def read_steps(root: Path) -> tuple[Step, ...]:
    """Every step up to HEAD, oldest first.

    `root` is the registry's folder, anywhere in a working tree. Raises FindingsError `history-missing` where there is
    no history and `history-shallow` where its beginning is not here. Asks Git to check the signatures of commits, which
    runs the programs that the person's own Git has for that.
    """
    told = asking.ask_bytes(
        root, "log", "-z", "--first-parent", "--reverse", f"--format={'%x00'.join(_FIELDS)}", "HEAD"
    )
    raw = asking.ask_bytes(root, "rev-list", "--first-parent", "--header", "HEAD")
    if told is None or raw is None:
        raise no_history(root)
    if (asking.ask(root, "rev-parse", "--is-shallow-repository") or "").strip() == "true":
        hint = "Fetch the history: `git fetch --unshallow`; in a workflow, check out with `fetch-depth: 0`."
        raise gap("history-shallow", "this clone is shallow: the history begins in the middle", hint)
    signed = _signatures(root, [name for header in raw.split(b"\0") if _is_signed(header) and (name := _name(header))])
    parts = told.decode(errors="replace").split("\0")
    records = (parts[at : at + len(_FIELDS)] for at in range(0, len(parts) - 1, len(_FIELDS)))
    return tuple(_step(fields, signed) for fields in records)


def _step(fields: list[str], signed: dict[str, Signature]) -> Step:
    commit, parents, seconds, author, committer, subject, approvals = fields
    before, *merged = parents.split() or (None,)
    try:
        time = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        time = datetime.fromtimestamp(0, UTC)
    return Step(
        commit=commit,
        before=before,
        time=time,
        author=author,
        committer=committer,
        subject=subject,
        approved=tuple(filter(None, (name.strip() for name in approvals.split("\x1f")))),
        merged=len(merged),
        signature=signed.get(commit, "none"),
    )


def _name(header: bytes) -> str:
    found = _COMMIT.match(header.lstrip(b"\n"))
    return "" if found is None else found[0].decode("ascii")


def _is_signed(header: bytes) -> bool:
    head, _, _ = header.lstrip(b"\n").partition(b"\n\n")
    return b"\ngpgsig" in head


def _signatures(root: Path, commits: list[str]) -> dict[str, Signature]:
    portions = (commits[at : at + _AT_ONCE] for at in range(0, len(commits), _AT_ONCE))
    return dict(pair for some in portions for pair in _judged(root, some))


def _judged(root: Path, commits: list[str]) -> Iterator[tuple[str, Signature]]:
    told = asking.ask(root, "log", "--no-walk=unsorted", "--format=%H %G?", *commits) or ""
    said = dict(line.split(" ", 1) for line in told.splitlines() if " " in line)
    for commit in commits:
        yield commit, _SIGNATURES.get(said.get(commit, ""), "unchecked")
