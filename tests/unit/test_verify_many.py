"""Many files at once: one answer for all, in a stable order, within a bounded memory, with a bar for who looks on."""

import argparse
import json
import shutil
from pathlib import Path

import pytest
from testamur.cli import progress
from testamur.cli import verify as command
from testamur.verify import Cache, Shelf
from testamur.verify.outcomes import FailedError

CASES = Path(__file__).resolve().parent.parent / "cases"
SITE = CASES / "_sites" / "society"
AT = "2026-11-01T12:00:00Z"


def run_words(*words: str) -> int:
    """The exit code of `testamur verify` with these words."""
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    return command.run(parser.parse_args(["verify", *words, "--registry", str(SITE), "--at", AT]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Thirty files of three stories."""
    for number in range(30):
        story = ("valid", "withdrawn", "changed-name")[number % 3]
        shutil.copyfile(CASES / story / "credential.json", tmp_path / f"{number:02}.json")
    return tmp_path


def test_the_array_is_written_as_if_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The output is one JSON array, byte for byte as one call writes it, in the order of the names."""
    assert run_words(str(folder), "--json") == 1
    output = capsys.readouterr().out
    reports = json.loads(output)
    assert output == json.dumps(reports, indent=2) + "\n"
    assert [report["file"] for report in reports] == [str(folder / f"{number:02}.json") for number in range(30)]
    assert [report["verdict"] for report in reports] == ["valid", "withdrawn", "altered"] * 10


def test_each_file_says_what_it_says_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file among others has the report that it has by itself."""
    run_words(str(folder), "--json")
    together = json.loads(capsys.readouterr().out)
    for number in (0, 1, 2, 27, 28, 29):
        run_words(str(folder / f"{number:02}.json"), "--json")
        assert json.loads(capsys.readouterr().out) == [together[number]]


def test_a_file_that_is_not_there_stops_all_before_the_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is said of the others when one of the names can't be read."""
    assert run_words(str(folder), str(folder / "missing.json"), "--json") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "missing.json can't be read" in captured.err


def test_a_bar_is_drawn_where_somebody_looks_on(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal a bar grows on standard error and goes away; elsewhere, and for few files, there is none."""
    assert run_words(str(folder)) == 1
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True)  # type: ignore[attr-defined]  # its sys
    run_words(str(folder / "00.json"))
    assert capsys.readouterr().err == ""
    run_words(str(folder))
    captured = capsys.readouterr()
    assert "\r[###############               ] checked 15 of 30" in captured.err
    assert captured.err.endswith(f"[{'#' * 30}] checked 30 of 30\r\x1b[K")
    assert captured.out.endswith("30 files: 10 altered, 10 valid, 10 withdrawn\n")


def test_a_shelf_holds_what_it_is_allowed() -> None:
    """What was not asked for longest goes first; the last one stays whatever it weighs."""
    shelf: Shelf[str] = Shelf(max_bytes=10)
    shelf.put("a", "A", weight=4)
    shelf.put("b", "B", weight=4)
    assert shelf.get("a") == "A"
    shelf.put("c", "C", weight=4)
    assert [shelf.get(key) for key in "abc"] == ["A", None, "C"]
    shelf.put("d", "D", weight=100)
    assert [shelf.get(key) for key in "abcd"] == [None, None, None, "D"]


def test_a_cache_learns_once() -> None:
    """What was learnt for a key is what the same key gives again, an ending as much as a value."""
    cache = Cache()
    assert cache.learn(("a",), lambda: 1) == 1
    assert cache.learn(("a",), lambda: 2) == 1
    assert cache.learn(("b",), lambda: 3) == 3

    def fails() -> None:
        raise FailedError("definition_malformed")

    for work in (fails, dict):
        with pytest.raises(FailedError) as caught:
            cache.learn(("c",), work)
        assert caught.value.reason == "definition_malformed"


def test_what_a_cache_learns_weighs_its_key() -> None:
    """Every part of a key that is text or bytes counts, and something beside them, so that small ones count too."""
    learnt: list[int] = []
    cache = Cache()
    for number in range(40_000):
        cache.learn(("x" * 500, number), list)
    cache.learn(("x" * 500, 0), lambda: learnt.append(0))
    cache.learn(("x" * 500, 39_999), lambda: learnt.append(39_999))
    assert learnt == [0]


def test_a_cache_forgets_rather_than_grow() -> None:
    """Ten thousand files of half a megabyte leave a cache with some of them, and what it forgot is learnt anew."""
    cache = Cache()
    data = b"x" * 500_000
    for number in range(200):
        assert cache.learn((data, number), lambda number=number: number) == number  # type: ignore[misc]  # a default of a lambda
    assert len(cache._known._values) < 80
    assert cache.learn((data, 0), lambda: -1) == -1
