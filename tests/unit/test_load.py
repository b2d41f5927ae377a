"""The one reader: nothing is followed, nothing unexpected is read, and every fault of a file is told."""

import errno
import os
from pathlib import Path

import pytest
from testamur import load
from testamur.findings import FindingsError
from testamur.load import read_site_sources, read_sources


def write(root: Path, files: dict[str, bytes]) -> Path:
    """Files below a folder."""
    for path, data in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return root


def told(root: Path) -> list[tuple[str, str]]:
    """Path and code of every finding of loading."""
    return [(finding.place.file, finding.code) for finding in read_sources(root)[1]]


def test_only_a_registrys_own_folders_are_read(tmp_path: Path) -> None:
    """Whatever else a repository holds is none of our business."""
    write(tmp_path, {"registry.yaml": b"a", "README.md": b"b", ".git/config": b"c", "credentials/x/index.md": b"d"})
    sources, findings = read_sources(tmp_path)
    assert {"registry.yaml": b"a", "credentials/x/index.md": b"d"} == {
        path: file.data for path, file in sources.files.items()
    }
    assert () == findings


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """The order of a folder on disk does not show."""
    write(tmp_path, {f"credentials/{name}/index.md": b"x" for name in ("b", "a-b", "a", "c")})
    assert sorted(read_sources(tmp_path)[0].files) == list(read_sources(tmp_path)[0].files)


def test_a_symbolic_link_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    """A pull request can't publish a file of the machine that builds (threat 34)."""
    write(tmp_path, {"secret": b"s", "registry.yaml": b"a"})
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "x").symlink_to(tmp_path)
    (tmp_path / "issuers").symlink_to(tmp_path)
    assert [("credentials/x", "file-symlink"), ("issuers", "file-symlink")] == told(tmp_path)
    assert ["registry.yaml"] == list(read_sources(tmp_path)[0].files)


def test_a_linked_settings_file_is_refused(tmp_path: Path) -> None:
    """registry.yaml is no exception."""
    (tmp_path / "registry.yaml").symlink_to("/etc/hostname")
    assert [("registry.yaml", "file-symlink")] == told(tmp_path)


def test_special_files_are_refused_without_being_opened(tmp_path: Path) -> None:
    """A pipe would wait for ever."""
    (tmp_path / "credentials").mkdir()
    os.mkfifo(tmp_path / "credentials" / "index.md")
    assert [("credentials/index.md", "file-special")] == told(tmp_path)


def test_names_with_unseen_characters_are_refused(tmp_path: Path) -> None:
    """A name that can't be shown as it is can't be reviewed; the finding shows its code points."""
    write(tmp_path, {"credentials/a\nb/index.md": b"x", "credentials/c\\d/index.md": b"x"})
    assert [("credentials/a<U+000A>b", "file-name-unsafe"), ("credentials/c\\d", "file-name-unsafe")] == told(tmp_path)


def test_names_that_are_not_text_are_refused(tmp_path: Path) -> None:
    """A name of bytes that are not UTF-8 can't be an address."""
    (tmp_path / "credentials" / os.fsdecode(b"\xff")).mkdir(parents=True)
    assert ["file-name-unsafe"] == [code for _, code in told(tmp_path)]


def test_large_files_are_refused_by_their_kind(tmp_path: Path) -> None:
    """A file at its limit is read, one byte more is not."""
    limit = load.MAX_BYTES["ledger-entry"]
    at, over = "issuers/a/awards/a1/0/1.json", "issuers/a/awards/a1/0/2.json"
    write(tmp_path, {at: b" " * limit, over: b" " * (limit + 1)})
    assert [(over, "file-too-large")] == told(tmp_path)
    assert [at] == list(read_sources(tmp_path)[0].files)


def test_too_many_files_end_the_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk says so once and stops."""
    monkeypatch.setattr(load, "MAX_FILES", 2)
    write(tmp_path, {f"credentials/{name}/index.md": b"x" for name in "abcd"})
    assert [("credentials/c/index.md", "files-too-many")] == told(tmp_path)


def deny(monkeypatch: pytest.MonkeyPatch, call: str, *names: str) -> None:
    """Let one call of the system fail for every path that ends in one of the names: tests may run as root."""
    real = getattr(os, call)

    def denied(path: Path, *args: int) -> object:
        if str(path).endswith(names):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, *args)

    monkeypatch.setattr(os, call, denied)


@pytest.mark.parametrize("call", ["open", "lstat"])
def test_a_file_that_the_system_withholds_is_a_finding(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is named with the system's reason and kept apart from those that were read; the others are read."""
    write(tmp_path, {"registry.yaml": b"a", "credentials/x/index.md": b"b", "credentials/y/index.md": b"c"})
    deny(monkeypatch, call, "x/index.md")
    sources, findings = read_sources(tmp_path)
    expected = [("credentials/x/index.md", "file-unreadable", "this can't be read: permission denied")]
    assert expected == [(each.place.file, each.code, each.message) for each in findings]
    assert ["credentials/y/index.md", "registry.yaml"] == list(sources.files)
    assert frozenset({"credentials/x/index.md"}) == sources.unread


def test_a_folder_that_the_system_withholds_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is named, and the walk goes on beside it."""
    write(tmp_path, {"credentials/x/index.md": b"b", "credentials/y/notes.txt": b"c"})
    deny(monkeypatch, "listdir", "credentials/x")
    assert [("credentials/x", "file-unreadable"), ("credentials/y/notes.txt", "file-unexpected")] == told(tmp_path)


def test_a_folder_in_a_files_place_is_told(tmp_path: Path) -> None:
    """An empty folder named as a file is, too: it is neither passed over nor called a missing file."""
    (tmp_path / "credentials" / "x" / "index.md").mkdir(parents=True)
    sources, findings = read_sources(tmp_path)
    assert [("credentials/x/index.md", "file-unexpected")] == [(each.place.file, each.code) for each in findings]
    assert frozenset({"credentials/x/index.md"}) == sources.unread


def test_what_a_registry_does_not_have_is_told(tmp_path: Path) -> None:
    """Unknown files, folders too deep, and a folder in the place of a file; what systems leave is passed over."""
    write(
        tmp_path,
        {
            "registry.yaml/x": b"x",
            "credentials/a/notes.txt": b"x",
            "credentials/a/.DS_Store": b"x",
            "credentials/README.md": b"x",
            "issuers/a/b/c/d/e/f/g/h.json": b"x",
        },
    )
    expected = [
        ("credentials/a/notes.txt", "file-unexpected"),
        ("issuers/a/b/c/d/e/f", "file-unexpected"),
        ("registry.yaml", "file-unexpected"),
    ]
    assert expected == told(tmp_path)


def test_a_root_that_is_not_there_is_the_callers_problem(tmp_path: Path) -> None:
    """No folder, no findings: an error of the system."""
    with pytest.raises(OSError, match="nowhere"):
        read_sources(tmp_path / "nowhere")


def test_site_sources_are_overlaid_by_the_registrys_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A society's own file takes the place of ours; what it adds is added; the rest stays."""
    shipped = write(
        tmp_path / "shipped", {"templates/a.html": b"1", "templates/b.html": b"2", "site/assets/s.css": b"3"}
    )
    own = write(tmp_path / "own", {"templates/b.html": b"4", "site/pages/c.md": b"5", "credentials/x/index.md": b"6"})
    monkeypatch.setattr(load, "_shipped_folder", lambda: shipped)
    expected = {
        "site/assets/s.css": b"3",
        "site/pages/c.md": b"5",
        "templates/a.html": b"1",
        "templates/b.html": b"4",
    }
    assert expected == read_site_sources(own)


def test_a_registrys_own_page_is_its_own_in_every_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours of that name in other languages would speak in its place; one more language of ours takes nothing away."""
    ours = {f"site/pages/{name}.md": b"ours" for name in ("about.en", "about.es", "glossary.en", "glossary.es")}
    shipped = write(tmp_path / "shipped", ours)
    own = write(tmp_path / "own", {"site/pages/about.md": b"theirs", "site/pages/glossary.de.md": b"theirs"})
    monkeypatch.setattr(load, "_shipped_folder", lambda: shipped)
    expected = ["about", "glossary.de", "glossary.en", "glossary.es"]
    assert [f"site/pages/{name}.md" for name in expected] == list(read_site_sources(own))


def test_site_sources_refuse_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template can't be a link to a file of the machine, nor can the folder."""
    monkeypatch.setattr(load, "_shipped_folder", lambda: tmp_path / "nothing")
    (tmp_path / "a" / "templates").mkdir(parents=True)
    (tmp_path / "a" / "templates" / "x.html").symlink_to("/etc/hostname")
    assert [("templates/x.html", "file-symlink")] == refused(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "site").symlink_to(tmp_path / "a")
    assert [("site", "file-symlink")] == refused(tmp_path / "b")


def test_site_sources_refuse_what_is_too_large_or_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe would wait for ever, and a file without end would fill the memory."""
    monkeypatch.setattr(load, "_shipped_folder", lambda: tmp_path / "nothing")
    monkeypatch.setattr(load, "MAX_SITE_BYTES", 4)
    write(tmp_path / "a", {"site/a.css": b"1234", "site/b.css": b"12345"})
    assert [("site/b.css", "file-too-large")] == refused(tmp_path / "a")
    (tmp_path / "b" / "site").mkdir(parents=True)
    os.mkfifo(tmp_path / "b" / "site" / "a.css")
    assert [("site/a.css", "file-special")] == refused(tmp_path / "b")


def refused(root: Path) -> list[tuple[str, str]]:
    """Path and code of what keeps the site sources from being read."""
    with pytest.raises(FindingsError) as raised:
        read_site_sources(root)
    return [(finding.place.file, finding.code) for finding in raised.value.findings]


def test_shipped_site_sources_are_found_in_a_checkout(root: Path) -> None:
    """In this repository the two folders are the defaults themselves."""
    assert root == load._shipped_folder()


def test_what_is_not_looked_into_is_known_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that can't be opened, or is a link, is kept, so that nobody takes what is in it for missing."""
    write(tmp_path, {"credentials/x/index.md": b"b", "credentials/y/index.md": b"c"})
    (tmp_path / "issuers").symlink_to(tmp_path / "credentials")
    deny(monkeypatch, "listdir", "credentials/x")
    sources, _ = read_sources(tmp_path)
    assert frozenset({"credentials/x", "issuers"}) == sources.unread_folders
    for path, may_be_there in (("credentials/x/index.md", True), ("credentials/xy", False), ("issuers/a", True)):
        assert may_be_there == sources.may_hold(path), path
    for folder, seen in (("credentials", False), ("credentials/y", True), ("issuers/a/awards", False)):
        assert seen == sources.wholly_seen(folder), folder


def test_what_a_killed_command_left_is_told_and_stands_in_nobodys_way(tmp_path: Path) -> None:
    """The folder is a warning with what to do, its files are not read, and there is a registry all the same."""
    write(tmp_path, {"registry.yaml": b"a", ".testamur-staging/1": b"half"})
    sources, findings = read_sources(tmp_path)
    assert ["registry.yaml"] == list(sources.files)
    assert [("staging-left", ".testamur-staging", "warning")] == [
        (each.code, each.place.file, each.severity) for each in findings
    ]
    assert "Don't commit it" in findings[0].hint
