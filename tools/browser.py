"""Finds a Chrome or Chromium for the browser tests, installs one where there is none, and prints its path.

In this order: `TESTAMUR_BROWSER`, an installed browser, Debian's package when run as root, the one that Playwright
brings. Each candidate has to answer `--version` before it is believed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ANSWER_TIMEOUT_S = 60
INSTALL_TIMEOUT_S = 900


def runs(path: str) -> bool:
    """Whether the program at `path` starts and tells its version."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=ANSWER_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def installed() -> str:
    """The first browser of this machine that runs, or nothing."""
    found = [shutil.which(name) for name in NAMES]
    return next((path for path in [*found, *MAC_PATHS] if path and runs(path)), "")


def install(*command: str) -> bool:
    """Run one installing command, its words on standard error; whether it succeeded."""
    print("browser:", *command, file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            env=environment,
            timeout=INSTALL_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        print("browser:", failure, file=sys.stderr)
        return False
    return done.returncode == 0


def from_debian() -> str:
    """Debian's Chromium, where we are root and there is an apt-get."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return ""
    install("apt-get", "update", "--quiet")
    install("apt-get", "install", "--quiet", "--yes", "--no-install-recommends", "chromium")
    return installed()


def from_playwright() -> str:
    """The Chromium that fits the installed Playwright."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only needed where no browser is installed

    if not install(sys.executable, "-m", "playwright", "install", "chromium"):
        return ""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if runs(path) else ""


def find() -> str:
    """The path of a browser that runs, or nothing when every way was tried."""
    if named := os.environ.get("TESTAMUR_BROWSER"):
        return named if runs(named) else ""
    ways: tuple[Callable[[], str], ...] = (installed, from_debian, from_playwright)
    return next((path for way in ways if (path := way())), "")


def main() -> int:
    """Write the path to the file named on the command line, and print it; 1 when there is no browser."""
    path = find()
    if not path:
        print(
            "browser: no Chrome or Chromium runs here, and none could be installed\n"
            "hint: install one, or name one in TESTAMUR_BROWSER",
            file=sys.stderr,
        )
        return 1
    Path(sys.argv[1]).write_text(path + "\n", encoding="utf-8")
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
