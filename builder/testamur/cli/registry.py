"""Reading and judging the registry for a command: load, then check, then a value or every finding."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from testamur.check import Checked, check_registry
from testamur.cli.outside import MisuseError
from testamur.findings import FindingsError, sorted_findings
from testamur.kept import Kept
from testamur.load import read_sources
from testamur.model import Registry
from testamur.source import Sources


def judge(sources: Sources, at: datetime, found: FindingsError, kept: Kept | None = None) -> Checked:
    """What `check` says of the sources at that time, together with what was found while they were read."""
    checked = check_registry(sources, at=at, kept=kept)
    findings = sorted_findings((*found.findings, *checked.findings))
    if any(finding.severity == "error" for finding in found.findings):
        return Checked(registry=None, findings=findings, to_sign=None)
    return replace(checked, findings=findings)


def read_registry(root: Path) -> tuple[Sources, FindingsError]:
    """The registry's files, and what is wrong with them as files, which is not raised yet: all is said at once."""
    if not root.is_dir():
        raise MisuseError(f"{root} is not a folder\nhint: name the registry's folder with --root")
    sources, findings = read_sources(root)
    return sources, FindingsError(findings)


def read_for_signing(root: Path, now: datetime) -> Registry:
    """The registry in `root` as a signing command at the time `now` sees it.

    Raises FindingsError with every finding when there is an error that signing does not mend. Warnings are left to
    `testamur check`.
    """
    sources, found = read_registry(root)
    checked = judge(sources, now, found)
    if checked.to_sign is None:
        raise FindingsError(finding for finding in checked.findings if finding.severity == "error")
    return checked.to_sign
