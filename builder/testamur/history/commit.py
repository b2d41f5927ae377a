"""The commit a registry stands at, that commit's time, and whether files differ from it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from testamur.history.asking import ask

_BUILT_FROM: Final = ("registry.yaml", "logo.png", "logo.svg", "credentials", "issuers", "templates", "site")
_COMMIT: Final = re.compile(r"([0-9]+) ([0-9a-f]{40}(?:[0-9a-f]{24})?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A registry's place in its history.

    `commit` and `time` (the committer's, UTC) are None without Git, repository or a commit that holds the registry.
    `dirty` says that files a build reads differ from the commit; `shallow` that earlier commits are not here.
    """

    commit: str | None
    time: datetime | None
    dirty: bool
    shallow: bool


_NOTHING: Final = History(commit=None, time=None, dirty=False, shallow=False)


def read_history(root: Path) -> History:
    """The history of the registry in the folder `root`, which may lie anywhere in a repository's working tree.

    A repository that doesn't hold the folder's `registry.yaml` is not its history. Nothing is raised for what Git
    can't answer. Not looked at: anything that a build does not read, ignored files, and submodules.
    """
    if ask(root, "rev-parse", "--verify", "--quiet", "HEAD:./registry.yaml") is None:
        return _NOTHING
    found = _COMMIT.fullmatch((ask(root, "rev-list", "--max-count=1", "--timestamp", "HEAD") or "").strip())
    # The folders are named whether they are there or not: one that was deleted differs from the commit too.
    changed = ask(root, "status", "--porcelain", "-z", "--ignore-submodules=all", "--", *_BUILT_FROM)
    if found is None or changed is None:
        return _NOTHING
    try:
        time = datetime.fromtimestamp(int(found[1]), UTC)
    except (ValueError, OverflowError, OSError):
        return _NOTHING
    shallow = (ask(root, "rev-parse", "--is-shallow-repository") or "").strip() == "true"
    return History(commit=found[2], time=time, dirty=changed != "", shallow=shallow)


def read_uncommitted(root: Path) -> tuple[str, ...]:
    """The paths below the repository's root of files that a build reads and that differ from the commit, sorted.

    A folder that is new as a whole is named once, with a slash. Empty where Git has no answer.
    """
    told = ask(root, "status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=all", "--", *_BUILT_FROM)
    return tuple(sorted(entry[3:] for entry in (told or "").split("\0") if entry))


def read_unignored(folder: Path) -> str | None:
    """The folder's path in its Git work tree when the next `git add --all` there would take it in whole.

    None when Git ignores it, knows files of it already or isn't here. The folder must have a file in it.
    """
    question = ("ls-files", "--others", "--exclude-standard", "--directory", "-z", "--", folder.name)
    if ask(folder.parent, *question) != f"{folder.name}/\0":
        return None
    prefix = ask(folder.parent, "rev-parse", "--show-prefix") or ""
    return f"{prefix.rstrip()}{folder.name}/"


def read_log_path(root: Path) -> Path | None:
    """The file that Git writes to whenever the registry stands at another commit; None without Git or repository."""
    found = (ask(root, "rev-parse", "--git-path", "logs/HEAD") or "").strip()
    return root / found if found else None
