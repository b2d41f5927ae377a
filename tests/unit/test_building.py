"""A build that remembers the one before it, held against one that knows nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from testamur.cli.building import Builder
from testamur.findings import FindingsError

REGISTRY = Path(__file__).resolve().parent.parent / "golden" / "tiny" / "in"
FIRST = "credentials/first-steps/index.md"


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    """An edit: other words in a file, where the old ones must be."""

    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def added(path: str, text: str) -> Callable[[Path], None]:
    """An edit: a file that is new."""

    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return edit


def copied(path: str, old: str, new: str) -> Callable[[Path], None]:
    """An edit: one of the files that ship with us as the registry's own, with other words."""

    def edit(root: Path) -> None:
        shipped = (Path(__file__).resolve().parent.parent.parent / path).read_text(encoding="utf-8")
        assert old in shipped
        added(path, shipped.replace(old, new))(root)

    return edit


def new_definition(root: Path) -> None:
    """An edit: a second definition with the text of the first."""
    shutil.copytree(root / "credentials" / "first-steps", root / "credentials" / "second-steps")
    replaced("credentials/second-steps/index.md", "title: ", "title: Second ")(root)


def deleted(root: Path) -> None:
    """An edit: the new definition is given up."""
    shutil.rmtree(root / "credentials" / "second-steps")


def longer(root: Path) -> None:
    """An edit: one sentence more."""
    (root / FIRST).write_bytes((root / FIRST).read_bytes() + b"\nOne more sentence.\n")


def none(root: Path) -> None:
    """No edit: the file is written anew with what it holds."""
    (root / FIRST).write_bytes((root / FIRST).read_bytes())


EDITS: dict[str, Callable[[Path], None]] = {
    "a text": longer,
    "a title": replaced(FIRST, "title: ", "title: Zzz "),
    "a new definition": new_definition,
    "its deletion": deleted,
    "the settings": replaced("registry.yaml", "name: ", "name: New "),
    "an issuer": replaced("issuers/society/index.md", "name: ", "name: New "),
    "a page of its own": added("site/pages/history.md", "# History\n\nLong.\n"),
    "a style": added("site/assets/style.css", "body { color: black }\n"),
    "a template": copied("templates/achievement.html", "</h1>", "</h1><p>A line of our own</p>"),
    "the words": copied("site/messages/en.json", '"Verify"', '"Look at one"'),
    "nothing": none,
}


def site(builder: Builder, scratch: Path) -> dict[str, bytes]:
    """The whole tree as that builder gives it."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    return builder.site(builder.read(), scratch)


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A copy of the small registry."""
    return Path(shutil.copytree(REGISTRY, tmp_path / "registry"))


def test_after_every_edit_the_site_is_that_of_a_new_build(registry: Path, tmp_path: Path) -> None:
    """Edit after edit, the builder that goes on gives byte for byte what one that has just begun gives."""
    known = Builder(registry)
    before = site(known, tmp_path / "scratch")
    for name, edit in EDITS.items():
        edit(registry)
        ours = site(known, tmp_path / "scratch")
        new = site(Builder(registry), tmp_path / "scratch")
        assert sorted(new) == sorted(ours), name
        assert [] == [path for path in new if new[path] != ours[path]], name
        assert (name == "nothing") == (ours == before), name
        before = ours


def test_one_edit_draws_few_pages(registry: Path, tmp_path: Path) -> None:
    """A sentence more in one definition draws that definition's pages, and one without any change draws none."""
    known = Builder(registry)
    site(known, tmp_path / "scratch")
    whole = known.drawn_anew
    EDITS["a text"](registry)
    site(known, tmp_path / "scratch")
    assert (True, whole) == (0 < known.drawn_anew <= whole // 4, known.pages)
    site(known, tmp_path / "scratch")
    assert 0 == known.drawn_anew


def test_a_build_that_broke_off_leaves_what_was_known(registry: Path, tmp_path: Path) -> None:
    """After an error in a file and its mending, no page is drawn again."""
    known = Builder(registry)
    site(known, tmp_path / "scratch")
    good = (registry / FIRST).read_bytes()
    for _ in range(2):
        (registry / FIRST).write_bytes(b"no fields at all\n")
        with pytest.raises(FindingsError):
            site(known, tmp_path / "scratch")
    (registry / FIRST).write_bytes(good)
    site(known, tmp_path / "scratch")
    assert 0 == known.drawn_anew


def test_a_broken_template_leaves_what_was_known(registry: Path, tmp_path: Path) -> None:
    """A template that can't be drawn is a finding, and once it is mended every page is right."""
    known = Builder(registry)
    before = site(known, tmp_path / "scratch")
    added("templates/text.html", "{{ page.nothing }}")(registry)
    with pytest.raises(FindingsError, match="template-broken"):
        site(known, tmp_path / "scratch")
    (registry / "templates" / "text.html").unlink()
    assert before == site(known, tmp_path / "scratch")
