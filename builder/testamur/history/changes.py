"""What differs between the merge base with a commit and what would be merged: commits, index, working tree, new files.

One idea: Git compares trees and looks only into folders that differ, so that the cost is that of the change; the
working tree is the one thing that Git has to look over as a whole. What Git calls ignored is not part of a change.
"""

import os
import posixpath
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from testamur.findings import Finding, FindingsError, Place, Severity, printable
from testamur.history import asking
from testamur.history.blobs import MAX_FILE_BYTES, read_blobs
from testamur.source.changed import Answers, Changed, FileChange, Questions, Side, SideKind
from testamur.source.layout import known_path

MAX_CHANGED_FILES: Final = 200_000  # every award of a list and a half at once
_STATUS: Final = (
    "status",
    "--porcelain=v2",
    "-z",
    "--no-renames",
    "--untracked-files=all",
    "--ignore-submodules=dirty",
)
_TREES: Final = ("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--ignore-submodules=none")
_OBJECT: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_ASK: Final = "Install Git, and look whether `git status` works here."
_PATHS_AT_ONCE: Final = 500  # arguments of one question; systems allow 128 KiB and more
_KINDS: Final[dict[str, SideKind]] = {"100644": "file", "100755": "file", "120000": "link", "160000": "submodule"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A path's mode and object in a commit; `None` as the object stands for the working tree."""

    mode: str
    object: str | None


def check_answers(root: Path) -> None:
    """Raises FindingsError where a `.git` lies in `root` or above it and Git can't be asked about it.

    Not checked: whether there is a commit. A folder without a `.git` passes; it has no history to ask for.
    """
    folder = Path(os.path.abspath(root))
    if not any(os.path.lexists(each / ".git") for each in (folder, *folder.parents)):
        return
    if asking.ask_bytes(root, "rev-parse", "--git-dir") is None:
        raise gap("history-unasked", f"{_why_silent()}, so that nothing was held against what was published", _ASK)


def default_base(root: Path) -> str | None:
    """What a change is held against where nobody says: the remote's own branch, else the commit; None without one."""
    for base in ("refs/remotes/origin/HEAD", "HEAD"):
        if _commit(root, base) is not None:
            return base
    return None


def read_changes(root: Path, base: str, *, committed: bool = False) -> Changed:
    """Everything that differs between the merge base of `base` and HEAD, and the working tree.

    `root` is the registry's folder, anywhere in a working tree. With `committed` the working tree is left aside, and
    the cost is that of the change alone. Only files that a registry has are read, each up to `MAX_FILE_BYTES`. Raises
    FindingsError when there is no history here, `base` names no commit of it, the common commit or its files are not
    here, or more than `MAX_CHANGED_FILES` differ. Nothing is parsed; a submodule's own files are not looked at.
    """
    looking = None if committed else _started(root, *_STATUS)
    try:
        prefix = asking.ask_bytes(root, "rev-parse", "--show-prefix")
        head = _commit(root, "HEAD")
        if prefix is None or head is None:
            raise no_history(root)
        start = _merge_base(root, base, head)
        trees = asking.ask_bytes(root, *_TREES, start, head)
    finally:
        status = None if looking is None else asking.finish(looking)
    if trees is None or (status is None and not committed):
        raise gap("history-missing", "Git does not answer", "Look whether `git status` works here.")
    below = os.fsdecode(prefix.removesuffix(b"\n"))
    pairs = _merged(_from_trees(trees), [] if status is None else list(_from_status(status)))
    if len(pairs) > MAX_CHANGED_FILES:
        raise _too_large(len(pairs), "Divide it into several.")
    return Changed(base=start, files=tuple(_read(root, below, pairs)))


def read_step(root: Path, before: str | None, after: str) -> Changed:
    """Everything that differs between two commits; with None for `before`, all that the second one holds.

    `before` and `after` are names of commits as Git gave them. Reads and raises as `read_changes`; `answer` takes the
    `base` of what is returned here as well.
    """
    prefix = asking.ask_bytes(root, "rev-parse", "--show-prefix")
    base = (asking.ask(root, "hash-object", "-t", "tree", "--stdin") or "").strip() if before is None else before
    trees = asking.ask_bytes(root, *_TREES, base, after)
    if prefix is None or trees is None:
        raise no_history(root)
    pairs = {path: (old, new) for path, old, new in _from_trees(trees)}
    if len(pairs) > MAX_CHANGED_FILES:
        raise _too_large(len(pairs), "Look at the steps after it with `testamur diff`.")
    return Changed(base=base, files=tuple(_read(root, os.fsdecode(prefix.removesuffix(b"\n")), pairs)))


def answer(root: Path, base: str, questions: Questions) -> Answers:
    """What the commit `base` (as in `Changed.base`) holds of what is asked; paths below the registry's root.

    Raises FindingsError when the commit's files are not here.
    """
    prefix = os.fsdecode((asking.ask_bytes(root, "rev-parse", "--show-prefix") or b"").removesuffix(b"\n"))
    wanted = {f"{prefix}{path}" for path in questions.files | questions.folders}
    wanted |= {f"{prefix}{path}/" for path in questions.contents}
    objects: dict[str, str | None] = {}
    folders: set[str] = set()
    for path, mode, object in _listed(root, base, wanted):
        inside = path.removeprefix(prefix)
        if mode == "040000":
            folders.add(inside)
        else:
            objects[inside] = object if _KINDS.get(mode) == "file" else None
    blobs = read_blobs(root, {object for object in objects.values() if object is not None})
    files = {path: None if object is None else blobs[object] for path, object in objects.items()}
    return Answers(files=files, folders=frozenset(folders))


# ---- commits ----


def _started(root: Path, *question: str) -> asking.Process | None:
    try:
        return asking.start(root, *question)
    except OSError:
        return None


def _commit(root: Path, name: str) -> str | None:
    """The commit that a name stands for; a name that looks like an option or can't be an argument stands for none."""
    if not name or name.startswith("-") or "\0" in name:
        return None
    found = (asking.ask(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") or "").strip()
    return found if _OBJECT.fullmatch(found) else None


def _merge_base(root: Path, base: str, head: str) -> str:
    commit = _commit(root, base)
    shallow = (asking.ask(root, "rev-parse", "--is-shallow-repository") or "").strip() == "true"
    deepen = "Fetch the history: `git fetch --unshallow`; in a workflow, check out with `fetch-depth: 0`."
    if commit is None:
        raise gap(
            "history-base-unknown",
            f"Git knows no commit {printable(base)[:100]}",
            deepen if shallow else "Name a branch, tag or commit that is here; `git fetch` brings those of the remote.",
        )
    found = (asking.ask(root, "merge-base", commit, head) or "").strip()
    if _OBJECT.fullmatch(found):
        return found
    if shallow:
        raise gap("history-shallow", "this clone is shallow: the commit both sides began from is not here", deepen)
    raise gap("history-unrelated", "the two commits have no common beginning", "Name a commit of this history.")


# ---- what differs ----


def _from_trees(answer: bytes) -> Iterator[tuple[str, _Entry | None, _Entry | None]]:
    """Path, before and after of `diff-tree --raw -z`."""
    parts = answer.split(b"\0")
    for head, path in zip(parts[0::2], parts[1::2], strict=False):
        old_mode, new_mode, old, new, _ = head.decode("ascii").removeprefix(":").split(" ")
        before = None if old_mode == "000000" else _Entry(old_mode, old)
        yield os.fsdecode(path), before, None if new_mode == "000000" else _Entry(new_mode, new)


def _from_status(answer: bytes) -> Iterator[tuple[str, _Entry | None]]:
    """Path and entry in the commit (None for none) of what the index or the working tree has otherwise."""
    for line in answer.split(b"\0"):
        kind, _, rest = line.partition(b" ")
        if kind == b"?":
            yield os.fsdecode(rest), None
        elif kind == b"1":
            fields = rest.split(b" ", 7)
            mode, object = fields[2].decode("ascii"), fields[5].decode("ascii")
            yield os.fsdecode(fields[7]), None if mode == "000000" else _Entry(mode, object)
        elif kind == b"u":
            # A conflict: the second stage is ours, which is what the commit has.
            fields = rest.split(b" ", 9)
            mode, object = fields[3].decode("ascii"), fields[7].decode("ascii")
            yield os.fsdecode(fields[9]), None if mode == "000000" else _Entry(mode, object)


def _merged(
    trees: Iterable[tuple[str, _Entry | None, _Entry | None]], status: Iterable[tuple[str, _Entry | None]]
) -> dict[str, tuple[_Entry | None, _Entry | None]]:
    """Before and after of each path; what the working tree has otherwise comes from there."""
    pairs = {path: (before, after) for path, before, after in trees}
    for path, committed in status:
        # A new repository inside is named with a `/` at its end.
        before = pairs[path][0] if path in pairs else committed
        pairs[path.removesuffix("/")] = (before, _Entry("", None))
    return pairs


def _read(root: Path, prefix: str, pairs: dict[str, tuple[_Entry | None, _Entry | None]]) -> Iterator[FileChange]:
    inside = {path: posixpath.relpath(f"/{path}", f"/{prefix}") if prefix else path for path in pairs}
    wanted = {path for path, name in inside.items() if known_path(name) is not None}
    objects = {
        entry.object
        for path in wanted
        for entry in pairs[path]
        if entry is not None and entry.object is not None and _KINDS.get(entry.mode) == "file"
    }
    blobs = read_blobs(root, objects)
    for path, name in sorted(inside.items(), key=lambda item: item[1]):
        before, after = pairs[path]
        old = _side(before, blobs)
        if after is not None and after.object is None:
            new = _on_disk(root, name, read=path in wanted)
        else:
            new = _side(after, blobs)
        if old is None and new is None:
            continue
        if old is not None and old == new and old.data is not None:
            continue
        yield FileChange(path=name, old=old, new=new)


def _side(entry: _Entry | None, blobs: dict[str, bytes | None]) -> Side | None:
    if entry is None:
        return None
    kind = _KINDS.get(entry.mode, "special")
    return Side(kind=kind, data=blobs.get(entry.object or "") if kind == "file" else None)


def _on_disk(root: Path, name: str, *, read: bool) -> Side | None:
    """What stands there now; a symbolic link is never followed."""
    path = os.path.join(root, name)
    try:
        mode = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return Side(kind="special", data=None)
    if stat.S_ISDIR(mode.st_mode):
        return Side(kind="submodule", data=None)
    if not stat.S_ISREG(mode.st_mode):
        return Side(kind="link" if stat.S_ISLNK(mode.st_mode) else "special", data=None)
    if not read or mode.st_size > MAX_FILE_BYTES:
        return Side(kind="file", data=None)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0))
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError:
        return Side(kind="file", data=None)
    return Side(kind="file", data=data if len(data) <= MAX_FILE_BYTES else None)


# ---- the base ----


def _listed(root: Path, base: str, paths: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Path, mode and object of what a commit has at the paths; a path with `/` at its end names what is inside."""
    # Asked for a folder and for something in it at once, Git names only the latter: so by depth.
    depths: dict[tuple[int, bool], list[str]] = {}
    for path in sorted(paths):
        depths.setdefault((path.count("/"), path.endswith("/")), []).append(path)
    portions = [
        each[start : start + _PATHS_AT_ONCE]
        for each in depths.values()
        for start in range(0, len(each), _PATHS_AT_ONCE)
    ]
    for some in portions:
        answer = asking.ask_bytes(root, "ls-tree", "-z", "--full-tree", base, "--", *some)
        if answer is None:
            raise gap("history-missing", "Git does not answer", "Look whether `git status` works here.")
        for line in filter(None, answer.split(b"\0")):
            head, _, name = line.partition(b"\t")
            mode, _, object = head.decode("ascii").split(" ")
            yield os.fsdecode(name), mode, object


def _too_large(files: int, hint: str) -> FindingsError:
    return gap("change-too-large", f"the change has {files:,} files; at most {MAX_CHANGED_FILES:,} are read", hint)


def no_history(root: Path) -> FindingsError:
    """Why there is no history here, as what to raise."""
    try:
        check_answers(root)
    except FindingsError:
        return gap("history-missing", _why_silent(), _ASK)
    if not asking.is_here():
        return gap("history-missing", "Git is not on the PATH, so that there is no history here", _ASK)
    return gap("history-missing", "there is no Git history here", "Run this in the registry's repository.")


def _why_silent() -> str:
    if not asking.is_here():
        return "Git is not on the PATH, and this folder is in a Git repository"
    return "Git does not answer in this folder's repository"


def gap(code: str, message: str, hint: str) -> FindingsError:
    """What to raise where the history does not hold what is asked for."""
    place = Place(file="registry.yaml", line=1, column=1)
    severity: Severity = "warning" if code == "history-unasked" else "error"
    return FindingsError([Finding(code=code, place=place, message=message, hint=hint, severity=severity)])
