"""Whether anything that a build reads has changed: a look at the dates and sizes of its files, taken again and again.

One idea: a look is a value, and two looks that differ are a change. Nothing is asked of the system's own watchers,
which network disks and containers often lack, and which lose count when many files change at once.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

Look: TypeAlias = Mapping[str, tuple[int, ...]]

WATCHED: Final = ("registry.yaml", "logo.png", "logo.svg", "credentials", "issuers", "templates", "site")


def look(root: Path, besides: Iterable[Path] = ()) -> Look:
    """What stands in the registry's folders and at the paths `besides`, as far as it can be seen.

    A folder that can't be opened, or is no longer there, is one without files. Contents are not read.
    """
    seen: dict[str, tuple[int, ...]] = {}
    for path in (root, *(root / name for name in WATCHED), *besides):
        try:
            seen[os.fspath(path)] = _state(os.lstat(path))
        except OSError:
            continue
    pending = [os.fspath(root / name) for name in WATCHED if os.path.isdir(root / name)]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    try:
                        seen[entry.path] = _state(entry.stat(follow_symlinks=False))
                        if entry.is_dir(follow_symlinks=False):
                            pending.append(entry.path)
                    except OSError:
                        continue  # gone since the folder was read
        except OSError:
            continue
    # The registry's own folder changes with every file beside those that are read.
    seen[os.fspath(root)] = seen.get(os.fspath(root), ())[-2:]
    return seen


def _state(found: os.stat_result) -> tuple[int, ...]:
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_mode, found.st_ino)
