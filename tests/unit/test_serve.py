"""`testamur serve` as a process: what a person at a desk sees while the files change under it."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from testamur.cli import main

from tests.serving import Serving, serving, within
from tests.society import tree

FIRST = "credentials/first-steps/index.md"
PAGE = "credentials/first-steps/"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    """The small registry, served."""
    with serving(tmp_path) as made:
        yield made


def edit(server: Serving, path: str, old: str, new: str) -> None:
    """Other words in a file, where the old ones must be."""
    text = (server.root / path).read_text(encoding="utf-8")
    assert old in text
    (server.root / path).write_text(text.replace(old, new), encoding="utf-8")


def test_a_day_at_the_desk(server: Serving) -> None:
    """An edit arrives; a mistake stands above the last good site until it is mended; Ctrl-C ends with 0."""
    before = tree(server.root)
    assert server.address.startswith("http://127.0.0.1:")
    assert server.address.endswith("/registry/")
    assert (200, True) == (server.get()[0], "First steps" in server.get()[1])
    assert (200, True) == (server.get("registry.json")[0], server.get("registry.json")[1].startswith("{"))
    edit(server, FIRST, "title: First steps", "title: Second steps")
    assert server.shows("Second steps", PAGE)
    edit(server, FIRST, "basis: competency", "basis: luck")
    assert server.shows("value-not-allowed", PAGE)
    status, page = server.get(PAGE)
    assert (200, True, True) == (status, "Second steps" in page, "the last good site is shown" in page)
    assert within(lambda: any(line.startswith(f"{FIRST}:") for line in server.said))
    edit(server, FIRST, "basis: luck", "basis: competency")
    assert within(lambda: "value-not-allowed" not in server.get(PAGE)[1])
    edit(server, FIRST, "title: Second steps", "title: First steps")
    assert server.shows("First steps", PAGE)
    assert before == tree(server.root)
    # A page of another site that gave this machine a name of its own gets nothing.
    assert (421, False) == (server.get(Host="registry.example")[0], "First" in server.get(Host="registry.example")[1])
    assert 0 == server.stop()
    assert "testamur: stopped\n" == server.said[-1]


def test_the_folder_goes_and_comes_back(server: Serving) -> None:
    """While the registry is not there the page says so, and when it is back everything is as before."""
    away = server.root.with_name("away")
    server.root.rename(away)
    assert server.shows("is not a folder")
    assert "the last good site is shown" in server.get()[1]
    away.rename(server.root)
    assert within(lambda: "is not a folder" not in server.get()[1])
    assert 128 + signal.SIGTERM == server.stop(signal.SIGTERM)


def test_what_can_not_be_read_is_said(server: Serving) -> None:
    """A file and a template in the way of reading are told in the page; a name of an open editor is not."""
    (server.root / "credentials" / "first-steps" / ".index.md.swp").write_bytes(b"b0VIM")
    (server.root / "templates").mkdir()
    (server.root / "templates" / "base.html").symlink_to(os.devnull)
    assert server.shows("templates/base.html")
    assert ".index.md.swp" not in server.get()[1]
    (server.root / "templates" / "base.html").unlink()
    (server.root / "credentials" / "first-steps" / "badge.svg").symlink_to(os.devnull)
    assert server.shows("file-symlink")
    (server.root / "credentials" / "first-steps" / "badge.svg").unlink()
    assert within(lambda: 'testamur-serve" class' not in server.get()[1])


def test_a_burst_of_changes_and_one_while_building(server: Serving) -> None:
    """Many changes on end are shown as they stand at the last; none is lost that came during a build."""
    for number in range(40):
        edit(server, "registry.yaml", "name: ", f"name: {number} ")
    assert server.shows(" ".join(str(number) for number in reversed(range(40))))
    for number in range(3):
        drawn = len(server.said)
        edit(server, "registry.yaml", "description: ", f"description: Round {number}, ")
        within(lambda drawn=drawn: len(server.said) > drawn)  # type: ignore[misc]  # it is bound at once
    assert server.shows("Round 2, Round 1, Round 0, ")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--port", "65536"), "65536 is not a port"),
        (("--port", "x"), "x is not a port"),
        (("--root", "/no/such/folder"), "/no/such/folder is not a folder"),
    ],
)
def test_misuse(capsys: pytest.CaptureFixture[str], options: tuple[str, ...], words: str) -> None:
    """What is no port and what is no folder are said in one sentence, with exit code 2."""
    assert 2 == main(["serve", *options])
    out, err = capsys.readouterr()
    assert ("", True) == (out, words in err)


def test_a_port_that_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that somebody else listens on is said, with exit code 2 and the way out."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert 2 == main(["serve", "--root", str(tmp_path), "--port", str(port)])
    said = f"testamur: port {port} can't be used: address already in use\nhint: name another one with --port\n"
    assert said == capsys.readouterr().err
