"""What Git knows of a registry: the commit it stands at, that commit's time, and whether files differ from it.

One idea: Git is asked, never obeyed. Variables of the caller, hooks, watchers and replaced objects have no say, nothing
is written, and where there is no answer there is a None, not a guess.
"""

import os
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_TIMEOUT_S: Final = 60  # a status of 500,000 files on a slow disk
_QUIET: Final = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=true")
_BUILT_FROM: Final = ("registry.yaml", "credentials", "issuers", "templates", "site")
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
    if _ask(root, "rev-parse", "--verify", "--quiet", "HEAD:./registry.yaml") is None:
        return _NOTHING
    found = _COMMIT.fullmatch((_ask(root, "rev-list", "--max-count=1", "--timestamp", "HEAD") or "").strip())
    # The folders are named whether they are there or not: one that was deleted differs from the commit too.
    changed = _ask(root, "status", "--porcelain", "-z", "--ignore-submodules=all", "--", *_BUILT_FROM)
    if found is None or changed is None:
        return _NOTHING
    try:
        time = datetime.fromtimestamp(int(found[1]), UTC)
    except (ValueError, OverflowError, OSError):
        return _NOTHING
    shallow = (_ask(root, "rev-parse", "--is-shallow-repository") or "").strip() == "true"
    return History(commit=found[2], time=time, dirty=changed != "", shallow=shallow)


def read_unignored(folder: Path) -> str | None:
    """The folder's path in its Git work tree when the next `git add --all` there would take it in whole.

    None when Git ignores it, knows files of it already or isn't here. The folder must have a file in it.
    """
    question = ("ls-files", "--others", "--exclude-standard", "--directory", "-z", "--", folder.name)
    if _ask(folder.parent, "--literal-pathspecs", *question) != f"{folder.name}/\0":
        return None
    prefix = _ask(folder.parent, "rev-parse", "--show-prefix") or ""
    return f"{prefix.rstrip()}{folder.name}/"


def _ask(root: Path, *question: str) -> str | None:
    """Git's answer, None where it has none or isn't here."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        answer = subprocess.run(
            ["git", *_QUIET, "-C", os.fspath(root), *question],
            env=own,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.decode(errors="replace") if answer.returncode == 0 else None
