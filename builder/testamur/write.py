"""Putting finished bytes on disk: whole, or not at all, and never half in sight of a reader.

One idea: bytes are written and synced under a name nobody reads, then given their name by one link or rename, then the
folder is synced. What a failed call made, it takes away again; what a kill left, the next call mends. Every OSError
leaves this room as a FindingsError with one plain sentence.
"""

import contextlib
import fcntl
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from testamur.findings import Finding, FindingsError, Place
from testamur.source.layout import STAGING

MARKER = ".testamur-site"
_MARKER_TEXT = b"Made by testamur. This folder is replaced whole by the next build.\n"
_STANDS = "find out who put it there; move it away or take it back from Git, then run the same command again"


def write_tree(tree: Mapping[str, bytes], out: Path) -> None:
    """Make `out` a folder with exactly the files of `tree` and the marker that allows replacing it.

    `tree` has slash-separated relative paths. The new folder stands complete and synced beside the old one before two
    renames swap them. Raises FindingsError, with the old folder as it was, when `out` is neither absent, empty nor a
    former output, and when the disk refuses.
    """
    target = _target(out)
    fresh, old = _sibling(target, "new"), _sibling(target, "old")
    with _plain_errors(target):
        mend_swap(target)
        if not _replaceable(target):
            hint = "name another folder with --out, or empty this one yourself"
            raise _refusal("output-not-ours", target, "testamur did not make this, so it isn't replaced", hint)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            fresh.mkdir()
            for name in sorted(tree):
                _write_new(fresh / _safe(name), tree[name])
            _write_new(fresh / MARKER, _MARKER_TEXT)
            os.sync()  # once for thousands of files, where a sync a file would take longer than the build
            if target.exists():
                target.rename(old)
            fresh.rename(target)
        except BaseException:
            if not target.exists() and old.exists():
                old.rename(target)
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        _sync_folder(target.parent)
        shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """An empty folder beside `out` for what one build makes on the way; it is gone when the block ends.

    While the block lasts no other build of `out` can begin. One that a kill left there goes first: its lock went with
    its process. Raises FindingsError `output-busy` when another build of `out` is running, `output-not-ours` when `out`
    has no name of its own, and when the disk refuses.
    """
    target = _target(out)
    folder = _sibling(target, "scratch")
    scratch, lock = folder / "work", folder / "lock"
    parents = [path for path in target.parents if not path.exists()]
    with _plain_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _lock(lock, target)
        try:
            if scratch.exists():
                shutil.rmtree(scratch)
            scratch.mkdir()
            yield scratch
        finally:
            # The lock goes last: from then on the folder may be another build's.
            shutil.rmtree(scratch, ignore_errors=True)
            with contextlib.suppress(OSError):
                lock.unlink()
            os.close(descriptor)
            for path in (folder, *parents):
                with contextlib.suppress(OSError):
                    path.rmdir()  # made only for this build; whatever is in it keeps it


def mend_swap(target: Path) -> None:
    """Finish or undo a swap that was cut off: without an output the old one comes back; what else is left over goes."""
    fresh, old = _sibling(target, "new"), _sibling(target, "old")
    if old.is_dir() and not target.exists():
        old.rename(target)
    for left_over in (fresh, old):
        if left_over.is_dir() and not left_over.is_symlink():
            shutil.rmtree(left_over)


@contextlib.contextmanager
def staged(root: Path, *, private: bool = False) -> Iterator["Stage"]:
    """A stage for one command's changes below `root`: all of them stay when the block ends well, else none.

    Files are prepared in a folder of `root` that no reader looks into; what an earlier command left there is removed.
    What is private can be read by its owner alone. Raises FindingsError when the disk refuses.
    """
    folder = root / STAGING
    made = [path for path in (root, *root.parents) if not path.exists()]
    with _plain_errors(root):
        root.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
        if folder.is_symlink():
            folder.unlink()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        stage = Stage(root, folder, mode=0o600 if private else 0o666)
        try:
            yield stage
        except BaseException:
            stage.undo()
            shutil.rmtree(folder, ignore_errors=True)
            for path in made:
                with contextlib.suppress(OSError):
                    path.rmdir()  # made only for this stage; whatever is in it keeps it
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class Stage:
    """Changes below one root folder that can still be taken back.

    Made by `staged`; paths are relative and slash-separated.
    """

    def __init__(self, root: Path, folder: Path, *, mode: int) -> None:
        self._root = root
        self._folder = folder
        self._mode = mode
        self._made: list[Path] = []
        self._whole: set[Path] = set()
        self._replaced: list[tuple[Path, bytes]] = []
        self._count = 0

    def add(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Add files, in the order given, none of which may exist with other bytes.

        One that exists with these bytes stays. All of them are synced before the first gets its name, and their folders
        once when the last has. Raises FindingsError `file-exists`.
        """
        prepared = [(self._place(name), self._prepare(data)) for name, data in files]
        for path, fresh in prepared:
            try:
                os.link(fresh, path)
            except FileExistsError:
                if path.is_symlink() or path.read_bytes() != fresh.read_bytes():
                    raise _refusal(
                        "file-exists", path, "this file exists already and isn't overwritten", _STANDS
                    ) from None
            else:
                self._made.append(path)
            fresh.unlink()
        for folder in dict.fromkeys(path.parent for path, _ in prepared):
            _sync_folder(folder)

    def add_folder(self, name: str, files: Mapping[str, bytes]) -> None:
        """Add a folder with exactly these files at once.

        One that exists stays if it has exactly these; else FindingsError `file-exists` is raised.
        """
        path = self._place(name)
        if path.exists() or path.is_symlink():
            if path.is_symlink() or {entry.name: entry.read_bytes() for entry in path.iterdir()} != dict(files):
                raise _refusal("file-exists", path, "this folder exists already and isn't overwritten", _STANDS)
            return
        prepared = self._folder / str(self._next())
        prepared.mkdir()
        for file_name, data in files.items():
            _write_synced(prepared / _safe(file_name), data, self._mode)
        _sync_folder(prepared)
        prepared.rename(path)
        self._made.append(path)
        self._whole.add(path)
        _sync_folder(path.parent)

    def replace(self, files: Mapping[str, bytes]) -> None:
        """Put files in place of what is there, or where nothing is, in the order given."""
        for name, data in files.items():
            path = self._place(name)
            before = path.read_bytes() if path.is_file() and not path.is_symlink() else None
            self._prepare(data).replace(path)
            if before is None:
                self._made.append(path)
            else:
                self._replaced.append((path, before))
            _sync_folder(path.parent)

    def undo(self) -> None:
        """Take back every change, the newest first; what can't be taken back is left to the next run."""
        for path, before in reversed(self._replaced):
            with contextlib.suppress(OSError):
                self._prepare(before).replace(path)
        for path in reversed(self._made):
            with contextlib.suppress(OSError):
                if path in self._whole:
                    shutil.rmtree(path)
                elif path.is_dir():
                    path.rmdir()  # made only to hold a file; somebody else's file in it keeps it
                else:
                    path.unlink()

    def _place(self, name: str) -> Path:
        """The path of a file to come; its folders are made, and none of them may be a link."""
        path = self._root / _safe(name)
        folder = self._root
        for part in path.parent.relative_to(self._root).parts:
            folder = folder / part
            if not folder.exists() and not folder.is_symlink():
                folder.mkdir()
                self._made.append(folder)
                _sync_folder(folder.parent)
            elif not stat.S_ISDIR(folder.lstat().st_mode):
                raise _refusal("file-exists", folder, "this is a link or a file where a folder is needed", _STANDS)
        return path

    def _prepare(self, data: bytes) -> Path:
        path = self._folder / str(self._next())
        _write_synced(path, data, self._mode)
        return path

    def _next(self) -> int:
        self._count += 1
        return self._count


def write_private(path: Path, data: bytes) -> None:
    """Put a file of mode 0600 in place of what is at `path`, which stays as it was if the disk refuses."""
    fresh = path.with_name(path.name + ".new")
    with _plain_errors(path):
        try:
            fresh.unlink(missing_ok=True)
            _write_synced(fresh, data, 0o600)
            fresh.replace(path)
            _sync_folder(path.parent)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise


def write_report(path: Path, data: bytes) -> None:
    """Write a file that may be written again: what it held before goes. Never through a symbolic link.

    Raises FindingsError where it can't be written.
    """
    with _plain_errors(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)


@contextlib.contextmanager
def scratch_folder(path: Path) -> Iterator[Path]:
    """An empty folder of mode 0700 at `path`, gone when the block ends; one that a kill left goes first."""
    with _plain_errors(path):
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def _write_new(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)


def _write_synced(path: Path, data: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as cause:
        # A full disk does not say where it is, and a command may write to two of them.
        cause.filename = cause.filename or os.fspath(path)
        raise


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _target(out: Path) -> Path:
    target = out.absolute()  # not resolve(): a link in place of the folder must be seen as one
    if not target.name or target.name == "..":
        raise _refusal("output-not-ours", target, "this can't be replaced by a site", "name a new folder with --out")
    return target


def _lock(path: Path, target: Path) -> int:
    """An open descriptor that holds the lock at `path`; the system lets go of it when the process ends, however."""
    while True:
        if path.parent.is_symlink():
            path.parent.unlink()
        path.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except FileNotFoundError:
            continue  # the build before has just cleared its folder away
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(descriptor).st_nlink:
                return descriptor
        except BlockingIOError as cause:
            os.close(descriptor)
            hint = "wait until it has finished, then run this again"
            raise _refusal("output-busy", target, "another build of this folder is running", hint) from cause
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # the file of a build that has just ended, and is not there any more


def _sibling(target: Path, suffix: str) -> Path:
    return target.with_name(f".{target.name}.testamur-{suffix}")


def _replaceable(target: Path) -> bool:
    if target.is_symlink():
        return False
    if not target.exists():
        return True
    return target.is_dir() and ((target / MARKER).is_file() or not any(target.iterdir()))


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise ValueError(f"{name!r} leaves its folder")
    return path


@contextlib.contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        place = cause.filename2 or cause.filename or path
        reason = (cause.strerror or "the disk refused").lower()
        hint = "make room or set the rights, then run the same command again"
        if isinstance(cause, FileExistsError | NotADirectoryError):
            reason, hint = "a file stands where a folder is needed", "name another folder, or move the file away"
        raise _refusal("write-failed", Path(os.fsdecode(place)), f"can't be written: {reason}", hint) from cause


def _refusal(code: str, path: Path, message: str, hint: str = "") -> FindingsError:
    return FindingsError([Finding(code=code, place=Place(file=str(path)), message=message, hint=hint)])
