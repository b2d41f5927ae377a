"""Writes the lock files of Python packages from `pyproject.toml`: versions and SHA-256 hashes, nothing else.

Run it as `make lock`. `requirements.lock` holds what an installed Testamur needs, `requirements-dev.lock` that and the
tools, `tests/interop/requirements.lock` other people's verifiers, `benchmarks/site_peers/requirements.lock` other
people's generators of sites, `tests/mutation/requirements.lock` what makes mutants. No line names a package index, so
the locks serve behind any mirror.
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLAGS = (
    "--quiet",
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
)


def compile_lock(requirements: list[str], lock: Path, constraint: Path | None = None) -> None:
    """Write `lock` for `requirements`; versions already in it stay, and `constraint` names a lock to agree with."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "requirements.in"
        lines = [f"-c {constraint}"] if constraint else []
        source.write_text("\n".join([*lines, *requirements]) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "piptools", "compile", *FLAGS, *sys.argv[1:], "-o", str(lock), str(source)]
        subprocess.run(command, check=True)


def main() -> None:
    """Write every lock; arguments such as `--upgrade` or `--upgrade-package NAME` are handed to pip-compile."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = project["project"]["dependencies"]
    groups = project["dependency-groups"]
    compile_lock(runtime, ROOT / "requirements.lock")
    compile_lock([*runtime, *groups["dev"]], ROOT / "requirements-dev.lock", ROOT / "requirements.lock")
    compile_lock(groups["peers"], ROOT / "tests" / "interop" / "requirements.lock")
    compile_lock(groups["site-peers"], ROOT / "benchmarks" / "site_peers" / "requirements.lock")
    compile_lock(groups["mutants"], ROOT / "tests" / "mutation" / "requirements.lock")


if __name__ == "__main__":
    main()
