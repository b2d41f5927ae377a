"""A registry with any fault gets findings, never an exception; what is right stays right in any order."""

import random
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from testamur.check import check_registry
from testamur.load import read_sources
from testamur.reference import codes
from testamur.source import SourceFile, Sources

TIME = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = dict(read_sources(Path(__file__).resolve().parent.parent / "findings" / "_keyed" / "in")[0].files)
PATHS = sorted(BASE)
PIECES = [
    b"",
    b"\n",
    b"not stated",
    b"none",
    b"[]",
    b"{}",
    b"null",
    b"-1",
    b"true",
    b'""',
    b"a: b",
    b"- x",
    b'"',
    b"\xff",
    b"99999999999999999999",
    b"1e400",
    b"2026-13-45",
    b"z6Mk",
    b"../..",
    b"<b>",
    b"[x](y:z)",
    b"\\u0000",
]


def changed(path: str, at: float, length: int, piece: bytes) -> Sources:
    """The base registry with a piece of one file replaced."""
    data = BASE[path].data
    start = int(at * len(data))
    files = {**BASE, path: SourceFile(path, data[:start] + piece + data[start + length :])}
    return Sources(files)


@given(st.sampled_from(PATHS), st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=8))
@settings(max_examples=400, deadline=None)
def test_any_change_gets_an_answer(path: str, at: float, length: int, piece: bytes) -> None:
    """No change of bytes makes the check raise; every finding has a code of the table and a place in a file."""
    checked = check_registry(changed(path, at, length, piece), at=TIME, tool_version="0.1.0")
    errors = [finding for finding in checked.findings if finding.severity == "error"]
    assert (checked.registry is None) == bool(errors)
    for finding in checked.findings:
        assert finding.code in codes("check")
        assert finding.place.file
        assert finding.place.line >= 1


@given(st.sets(st.sampled_from(PATHS), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_missing_files_get_an_answer(paths: set[str]) -> None:
    """No deletion makes the check raise, and none of more than the definition's own future goes unnoticed."""
    files = {path: file for path, file in BASE.items() if path not in paths}
    checked = check_registry(Sources(files), at=TIME, tool_version="0.1.0")
    alone = {path for path in paths if "/awards/" in path and "/7.json" in path}
    assert bool(paths - alone) == bool(checked.findings)


@given(st.integers())
@settings(max_examples=20, deadline=None)
def test_the_order_of_files_does_not_matter(seed: int) -> None:
    """The same files give the same registry and the same findings in whatever order they come."""
    paths = list(BASE)
    random.Random(seed).shuffle(paths)  # noqa: S311 - an order, not a secret
    files = {path: BASE[path] for path in paths} | {"credentials/x/y": SourceFile("credentials/x/y", b"")}
    expected = check_registry(
        Sources({**BASE, "credentials/x/y": SourceFile("credentials/x/y", b"")}), at=TIME, tool_version="0.1.0"
    )
    assert expected == check_registry(Sources(files), at=TIME, tool_version="0.1.0")
