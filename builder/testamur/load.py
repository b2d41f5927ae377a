"""The one reader of a registry: its files as bytes, nothing parsed.

One idea: nothing is followed. Every name is looked at with `lstat`, and what is neither a plain file nor a folder is
a finding
(threats 34 and 35: contributors' paths are data only).
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from testamur.findings import Finding, FindingsError, Place, printable, quoted, sorted_findings
from testamur.source import SourceFile, Sources
from testamur.source.layout import IGNORED_NAMES, LOGOS, STAGING, Kind, is_device, known_path

MAX_BYTES: Mapping[Kind, int] = {
    "registry": 64 * 1024,  # a page of settings
    "logo": 24 * 1024,  # every page of the site loads it, before anything else is seen
    "definition": 256 * 1024,  # the longest programme text has a tenth of it
    "translation": 256 * 1024,  # as what it translates
    "badge": 512 * 1024,  # a detailed drawing; each credential page loads it
    "frozen": 1024 * 1024,  # achievement.json repeats the definition's text with escapes
    "issuer": 256 * 1024,  # as a definition
    "key": 256 * 1024,  # a compromise names a digest for every part of its lists
    "ledger-entry": 4 * 1024,  # ten short fields
    "withdrawal": 4 * 1024,  # the same
    "status-list": 512 * 1024,  # 131,072 random bits are 22 KiB in base64url
    "endorsement": 64 * 1024,  # a page of words with its signature has a tenth of it
    "endorser": 64 * 1024,  # a DID document of a hundred keys
}
MAX_FILES = 500_000  # four full lists; a society awards a few thousand a year
MAX_ALL_BYTES = 2 * 1024**3  # all of them together; ten thousand definitions with four awarded versions take half
MAX_DEPTH = 6  # the deepest file of ours is a ledger entry
MAX_SITE_BYTES = 32 * 1024 * 1024  # one template, style sheet or script

_UNADDRESSABLE = frozenset('\\<>:"|?*')  # Windows has no such names, and a workflow's log reads `::` as a command

_PACKAGE = Path(__file__).resolve().parent
_FOLDERS = ("credentials", "endorsers", "issuers")
_SITE_FOLDERS = ("templates", "site")
_PAGE = re.compile(r"site/pages/(?:[^/]+/)*[^/.]+\.md")  # one that names no language


def read_sources(root: Path) -> tuple[Sources, tuple[Finding, ...]]:
    """The files of a registry below `root`, `registry.yaml` and its folders, and what is wrong with them as files.

    A file with a finding is not among the files of the sources but, where a registry has such a file, among the unread;
    so is a folder that could not be opened or is a link.
    Nothing is parsed. Raises OSError when `root` itself can't be read.
    """
    walk = _Walk(root=root)
    if not stat.S_ISDIR(os.stat(root).st_mode):
        raise NotADirectoryError(str(root))
    walk.visit("registry.yaml", depth=0)
    settings = walk.files.get("registry.yaml")
    for name in LOGOS:
        # Many a repository has a picture of that name which is none of the registry's: that is never opened.
        if settings is not None and name.encode() in settings.data:
            walk.visit(name, depth=0)
    for name in _FOLDERS:
        walk.visit(name, depth=0)
    if os.path.lexists(root / STAGING):
        walk.findings.append(_left_behind())
    sources = Sources(dict(sorted(walk.files.items())), frozenset(walk.unread), frozenset(walk.unread_folders))
    return sources, sorted_findings(walk.findings)


def read_site_sources(root: Path) -> Mapping[str, bytes]:
    """The templates and site sources that ship with us, overlaid by the registry's own `templates/` and `site/`.

    A page of its own, `site/pages/<name>.md`, takes the place of ours of that name in every language. Keys
    are paths such as `templates/page.html`. Raises FindingsError for the first symbolic link, special file or file that
    is too large, and OSError when a file can't be read.
    """
    shipped = _shipped_folder()
    files = {path: data for name in _SITE_FOLDERS for path, data in _site_files(shipped, name)}
    if shipped.resolve() != root.resolve():
        own = {path: data for name in _SITE_FOLDERS for path, data in _site_files(root, name)}
        # A page of the registry's own must not speak our words to readers of another language.
        replaced = tuple(f"{path.removesuffix('md')}" for path in own if _PAGE.fullmatch(path))
        files = {path: data for path, data in files.items() if not path.startswith(replaced)} | own
    return dict(sorted(files.items()))


def read_named(root: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """The bytes of those of the files that are there, by path; for files that came with us, not for a registry's own.

    Raises FindingsError where a symbolic link, a folder or a file that is too large stands in the place of one, and
    OSError when one can't be read.
    """
    found: dict[str, bytes] = {}
    for path in paths:
        folder = root
        for part in path.split("/")[:-1]:
            folder = folder / part
            if folder.is_symlink():
                raise _refused("file-symlink", path, "a folder on the way is a symbolic link, which is never followed")
        try:
            mode = os.lstat(root / path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        if stat.S_ISLNK(mode.st_mode):
            raise _refused("file-symlink", path, "this is a symbolic link, which is never followed")
        if not stat.S_ISREG(mode.st_mode):
            raise _refused("file-special", path, "this is not a file")
        if mode.st_size > MAX_BYTES["definition"]:
            raise _refused("file-too-large", path, f"at most {MAX_BYTES['definition']:,} bytes are read")
        found[path] = _read(root / path)
    return found


def _shipped_folder() -> Path:
    """Where our own templates and site sources are: in a wheel inside the package, in a checkout at its root."""
    bundled = _PACKAGE / "_bundled"
    return bundled if bundled.is_dir() else _PACKAGE.parent.parent


def _site_files(base: Path, name: str) -> Iterator[tuple[str, bytes]]:
    folder = base / name
    try:
        mode = os.lstat(folder).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(mode):
        hint = f"Put the folder itself here, or delete {name}: without it the site is made as it comes."
        raise _refused("file-symlink" if stat.S_ISLNK(mode) else "file-unexpected", name, "this is not a folder", hint)
    pending = [name]
    while pending:
        path = pending.pop()
        for entry in sorted(os.scandir(base / path), key=lambda each: each.name):
            below = f"{path}/{entry.name}"
            if entry.name in {".DS_Store", "Thumbs.db", "desktop.ini", "__pycache__", "node_modules"}:
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(below)
                continue
            if entry.is_symlink():
                raise _refused("file-symlink", below, "this is a symbolic link, which is never followed")
            if not entry.is_file(follow_symlinks=False):
                raise _refused("file-special", below, "this is neither a file nor a folder")
            if entry.stat(follow_symlinks=False).st_size > MAX_SITE_BYTES:
                message = f"at most {MAX_SITE_BYTES:,} bytes are read"
                raise _refused("file-too-large", below, message, "Make it smaller.")
            yield below, _read(base / below)


def _left_behind() -> Finding:
    return Finding(
        code="staging-left",
        place=Place(file=STAGING, line=1, column=1),
        message="a command that was killed left this folder behind, or one is running",
        hint="Don't commit it. Delete it when no command is running; the next one that signs does so too.",
        severity="warning",
    )


def _refused(code: str, path: str, message: str, hint: str = "Put a file here, or delete this.") -> FindingsError:
    place = Place(file=printable(path), line=1, column=1)
    return FindingsError([Finding(code=code, place=place, message=message, hint=hint)])


@dataclass(slots=True)
class _Walk:
    """One pass over the folders, in the order of names."""

    root: Path
    files: dict[str, SourceFile] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    unread_folders: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    total_bytes: int = 0
    full: bool = False

    def refuse(self, code: str, path: str, message: str, hint: str) -> None:
        if code != "file-name-unsafe" and known_path(path) is not None:
            self.unread.add(path)
        elif code in {"file-unreadable", "file-symlink", "file-name-clash", "file-name-unsafe"}:
            self.unread_folders.add(path)
        where = Place(file=printable(path), line=1, column=1)
        self.findings.append(Finding(code=code, place=where, message=message, hint=hint))

    def visit(self, path: str, *, depth: int) -> None:
        name = path.rpartition("/")[2]
        if name in IGNORED_NAMES or self.full:
            return
        if (fault := _fault_of_name(name)) is not None:
            hint = "Rename it with letters, digits, hyphens and dots."
            self.refuse("file-name-unsafe", path.encode("utf-8", "replace").decode(), fault, hint)
            return
        try:
            mode = os.lstat(self.root / path)
        except FileNotFoundError:
            return
        except OSError as cause:
            self._unreadable(path, cause)
            return
        if stat.S_ISDIR(mode.st_mode):
            self._folder(path, depth)
        elif stat.S_ISLNK(mode.st_mode):
            self.refuse(
                "file-symlink",
                path,
                "this is a symbolic link, which is never followed",
                "Put the file itself here, or delete the link.",
            )
        elif stat.S_ISREG(mode.st_mode):
            self._file(path, mode.st_size)
        else:
            self.refuse("file-special", path, "this is neither a file nor a folder", "Delete it.")

    def _folder(self, path: str, depth: int) -> None:
        if depth >= MAX_DEPTH:
            self.refuse("file-unexpected", path, "a registry has no such folder", "Move or delete it.")
            return
        if known_path(path) is not None:
            self.refuse(
                "file-unexpected",
                path,
                "a folder stands where a registry has a file",
                "Delete the folder and put the file itself in its place.",
            )
            return
        try:
            names = sorted(os.listdir(self.root / path))
        except OSError as cause:
            self._unreadable(path, cause)
            return
        taken: dict[str, str] = {}
        for name in names:
            first = taken.setdefault(name.lower() if name.isascii() else normalize("NFC", name.casefold()), name)
            if first != name:
                self.refuse(
                    "file-name-clash",
                    f"{path}/{name}".encode("utf-8", "replace").decode(),
                    f"on Windows and macOS this is the same name as {quoted(first)}",
                    "Rename one of the two, or delete it.",
                )
                continue
            self.visit(f"{path}/{name}", depth=depth + 1)

    def _file(self, path: str, size: int) -> None:
        known = known_path(path)
        if known is None:
            self.refuse(
                "file-unexpected",
                path,
                "a registry has no such file",
                "Move or delete it; look for a typing mistake in its name or folder.",
            )
            return
        limit = MAX_BYTES[known.kind]
        if size > limit:
            self.refuse(
                "file-too-large",
                path,
                f"the file has {size:,} bytes; at most {limit:,} are read",
                "Shorten it, or make the image simpler; take back from Git what a command wrote.",
            )
            return
        self.total_bytes += size
        if len(self.files) >= MAX_FILES or self.total_bytes > MAX_ALL_BYTES:
            self.full = True
            self.unread_folders.add("")
            self.refuse(
                "files-too-many",
                path,
                f"the registry has more than {MAX_FILES:,} files, or more than {MAX_ALL_BYTES:,} bytes in them",
                "Split the registry in two.",
            )
            return
        try:
            data = _read(self.root / path)
        except OSError as cause:
            self._unreadable(path, cause)
            return
        self.files[path] = SourceFile(path, data)

    def _unreadable(self, path: str, cause: OSError) -> None:
        self.refuse(
            "file-unreadable",
            path,
            f"this can't be read: {printable(cause.strerror or str(cause)).lower()}",
            "Look at who owns it and who may read it; if the disk is at fault, take it back from Git.",
        )


def _fault_of_name(name: str) -> str | None:
    """Why a file of that name can't be reviewed, published or checked out everywhere, or None."""
    if printable(name) != name or not _is_text(name) or not _UNADDRESSABLE.isdisjoint(name):
        return "the name holds characters that can't be seen or can't be part of an address"
    if name.endswith((".", " ")) or name.startswith(" "):
        return "the name begins with a space or ends with a space or a dot, which Windows takes away"
    if is_device(name):
        return "Windows has a device of this name, so nobody can check the repository out there"
    return None


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _read(path: Path) -> bytes:
    """The file's bytes, never through a symbolic link that took its place meanwhile."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0))
    with os.fdopen(descriptor, "rb") as file:
        return file.read()
