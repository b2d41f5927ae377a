"""Where workflows run in tests: a registry on a laptop, its repository, its web host, and the machines."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.runner import Runner
from tests.society import Society
from tests.webhost import Host

ISSUER = "rural-nursing"
EXAMPLE = "example-to-replace"
EVIL = "$(touch pwned)`touch pwned`;touch pwned;"


@dataclass(slots=True)
class Place:
    """A registry on a laptop, the repository it is pushed to, its web host, and the workflows' machines."""

    society: Society
    runner: Runner
    host: Host
    sha: str

    def workflow(self, name: str) -> Path:
        """A workflow of the registry."""
        return self.society.root / ".github" / "workflows" / f"{name}.yml"

    def git(self, *argv: str) -> str:
        """Run Git in the registry."""
        env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
        command = ["git", "-C", str(self.society.root), "-c", "user.name=T", "-c", "user.email=t@t.example", *argv]
        return subprocess.run(command, check=True, capture_output=True, env=env, text=True).stdout

    def push(self, branch: str = "main") -> str:
        """Commit everything and push it as a branch; the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", EVIL)
        self.git("push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{branch}")
        return self.git("rev-parse", "HEAD").strip()

    def read(self, branch: str, path: str) -> str:
        """A file of a branch of the pushed repository."""
        command = ["git", "-C", str(self.runner.origin), "show", f"{branch}:{path}"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def nothing_of_it_ran(self) -> bool:
        """Whether no text of the change became a command."""
        return [] == list(self.society.root.parent.rglob("pwned"))


def commands(log: str) -> list[str]:
    """The lines of a log that GitHub would obey."""
    return [line for line in log.split("\n") if line.lstrip().startswith("::") or "##[" in line]
