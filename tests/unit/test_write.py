"""Putting finished bytes on disk."""

import errno
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from testamur import write
from testamur.findings import FindingsError
from testamur.write import MARKER, mend_swap, staged, workshop, write_tree

from tests.society import tree


def site(folder: Path) -> dict[str, bytes]:
    """The files of a written tree without the marker, which must be there."""
    files = tree(folder)
    assert files.pop(MARKER)
    return files


def test_tree_is_replaced_whole(tmp_path: Path) -> None:
    """The second tree is all that is there, and nothing is left beside it."""
    out = tmp_path / "_site"
    write_tree({"a/b.txt": b"1", "c.txt": b"2"}, out)
    write_tree({"a/d.txt": b"3"}, out)
    assert ({"a/d.txt": b"3"}, ["_site"]) == (site(out), [path.name for path in tmp_path.iterdir()])


def test_empty_folder_may_be_used(tmp_path: Path) -> None:
    """A folder without anything in it is taken."""
    (tmp_path / "out").mkdir()
    write_tree({"a": b"1"}, tmp_path / "out")
    assert {"a": b"1"} == site(tmp_path / "out")


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_we_did_not_make_stays(tmp_path: Path, kind: str) -> None:
    """A folder with somebody's files, a file and a link are never replaced."""
    out = tmp_path / "out"
    if kind == "folder":
        out.mkdir()
        (out / "thesis.txt").write_bytes(b"years")
    elif kind == "file":
        out.write_bytes(b"years")
    else:
        (tmp_path / "elsewhere").mkdir()
        out.symlink_to(tmp_path / "elsewhere")
    before = tree(tmp_path)
    with pytest.raises(FindingsError) as error:
        write_tree({"a": b"1"}, out)
    assert (["output-not-ours"], before) == ([f.code for f in error.value.findings], tree(tmp_path))


@pytest.mark.parametrize("name", ["/", "a/.."])
def test_folder_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A path that ends in no name of its own can't be swapped, and is refused as a sentence."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FindingsError) as error:
        write_tree({"a": b"1"}, Path(name))
    assert (["output-not-ours"], {}) == ([f.code for f in error.value.findings], tree(tmp_path))


def test_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With two stages open, the refusal names a file below the one that was full."""

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FindingsError) as error, staged(tmp_path / "full") as first, staged(tmp_path / "roomy"):
        first.add([("a", b"1")])
    assert error.value.findings[0].place.file.startswith(str(tmp_path / "full"))
    assert {} == tree(tmp_path)


@pytest.mark.parametrize("name", ["", "/a", "../a", "a/../../b", "a\\b", "a\0b"])
def test_paths_stay_inside(tmp_path: Path, name: str) -> None:
    """A path that would leave the folder is a bug and is refused before it does."""
    with pytest.raises(ValueError, match="leaves its folder"):
        write_tree({name: b"1"}, tmp_path / "out")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("call", "nth"),
    [("open", 1), ("open", 2), ("open", 3), ("rename", 1), ("rename", 2), ("sync", 1), ("mkdir", 1), ("mkdir", 2)],
)
def test_failure_leaves_the_old_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int) -> None:
    """Whatever the disk refuses, the old tree is there as it was and nothing else is."""
    out = tmp_path / "_site"
    write_tree({"a": b"old", "b": b"old"}, out)
    before = tree(out)
    count = 0

    def refusing(real: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*args: object, **kwargs: object) -> object:
            nonlocal count
            count += 1
            if count == nth:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*args, **kwargs)

        return wrapped

    with monkeypatch.context() as patched:
        if call == "sync":
            patched.setattr(os, "sync", refusing(os.sync))
        else:
            patched.setattr(Path, call, refusing(getattr(Path, call)))
        with pytest.raises(FindingsError, match="can't be written: no space left on device"):
            write_tree({"a": b"new", "c/d": b"new"}, out)
    assert before == tree(out)
    assert ["_site"] == [path.name for path in tmp_path.iterdir()]


def test_half_done_swap_is_mended(tmp_path: Path) -> None:
    """Killed between the two renames, the old tree comes back at the next start; after them, what is left over goes."""
    out = tmp_path / "_site"
    write_tree({"a": b"old"}, out)
    out.rename(tmp_path / "._site.testamur-old")
    (tmp_path / "._site.testamur-new").mkdir()
    mend_swap(out)
    assert ({"a": b"old"}, ["_site"]) == (site(out), [path.name for path in tmp_path.iterdir()])
    (tmp_path / "._site.testamur-old").mkdir()
    write_tree({"a": b"new"}, out)
    assert ({"a": b"new"}, ["_site"]) == (site(out), [path.name for path in tmp_path.iterdir()])


def test_stage_keeps_all_or_nothing(tmp_path: Path) -> None:
    """Files, folders and replacements stay together when the block ends well, and go together when it doesn't."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "old").write_bytes(b"old")
    before = tree(tmp_path)

    def change(stage: write.Stage) -> None:
        stage.add({"x/y/new": b"1"}.items())
        stage.add_folder("v/1.0", {"a": b"1", "b": b"2"})
        stage.replace({"kept/old": b"new", "kept/fresh": b"3"})

    def interrupted() -> None:
        with staged(tmp_path) as stage:
            change(stage)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (before, ["kept"]) == (tree(tmp_path), [path.name for path in tmp_path.iterdir()])
    with staged(tmp_path) as stage:
        change(stage)
    expected = {"x/y/new": b"1", "v/1.0/a": b"1", "v/1.0/b": b"2", "kept/old": b"new", "kept/fresh": b"3"}
    assert expected == tree(tmp_path)


def test_stage_never_overwrites(tmp_path: Path) -> None:
    """Adding what is there with the same bytes changes nothing; with others it is refused and all is taken back."""
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "b").write_bytes(b"1")
    with staged(tmp_path) as stage:
        stage.add({"a": b"1"}.items())
        stage.add_folder("v", {"b": b"1"})
    before = tree(tmp_path)
    with pytest.raises(FindingsError, match="file-exists"), staged(tmp_path) as stage:
        stage.add({"new": b"1", "a": b"2"}.items())
    with pytest.raises(FindingsError, match="file-exists"), staged(tmp_path) as stage:
        stage.add_folder("v", {"b": b"1", "c": b"1"})
    assert before == tree(tmp_path)


def test_stage_follows_no_link(tmp_path: Path) -> None:
    """A link in place of a folder is refused, so that nothing is written elsewhere."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FindingsError, match="file-exists"), staged(tmp_path / "root") as stage:
        stage.add({"link/a": b"1"}.items())
    assert [] == list((tmp_path / "elsewhere").iterdir())


def test_workshop_leaves_nothing(tmp_path: Path) -> None:
    """Scratch goes with its block, well or ill, with the folders made for it; a folder in use stays."""
    out = tmp_path / "a" / "b" / "_site"

    def interrupted() -> None:
        with workshop(out) as scratch:
            (scratch / "half").write_bytes(b"1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [] == list(tmp_path.iterdir())
    with workshop(out):
        write_tree({"a": b"1"}, out)
    assert ({"a": b"1"}, ["_site"]) == (site(out), [path.name for path in out.parent.iterdir()])


def test_workshop_is_nobody_elses_folder(tmp_path: Path) -> None:
    """A link in the place of the scratch folder is not followed: what it leads to stays."""
    (tmp_path / "thesis" / "work").mkdir(parents=True)
    (tmp_path / "thesis" / "work" / "text").write_bytes(b"years")
    (tmp_path / "._site.testamur-scratch").symlink_to(tmp_path / "thesis")
    with workshop(tmp_path / "_site") as scratch:
        assert [] == list(scratch.iterdir())
    assert {"work/text": b"years"} == tree(tmp_path / "thesis")
    assert ["thesis"] == [path.name for path in tmp_path.iterdir()]


def test_lock_of_a_build_that_has_just_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock whose file went between opening and locking protects nothing, so a new one is taken."""
    lock, real = tmp_path / "._site.testamur-scratch" / "lock", fcntl.flock

    def ended(descriptor: int, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", real)
        lock.unlink()
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", ended)
    with workshop(tmp_path / "_site"):
        assert lock.is_file()
        with pytest.raises(FindingsError, match="another build"), workshop(tmp_path / "_site"):
            pass


def test_a_file_where_a_folder_is_needed_is_called_that(tmp_path: Path) -> None:
    """Nobody is told to make room when a file is in the way."""
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(FindingsError) as error, staged(path):
            pass
        assert "can't be written: a file stands where a folder is needed" == error.value.findings[0].message
        assert error.value.findings[0].hint.startswith("name another folder")
