"""The manual against itself: its links lead somewhere, and its indexes are whole."""

import re
from pathlib import Path

CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def pages(root: Path) -> list[Path]:
    """Every page of the manual, and those beside the README."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def links(page: Path) -> list[str]:
    """Where a page's links inside the repository lead to; one that is shown as an example leads nowhere."""
    found = LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))
    return [target for target in found if ":" not in target]


def test_every_link_leads_somewhere(root: Path) -> None:
    """A link from page to page names a file or folder that is there."""
    broken = [
        (page.name, target) for page in pages(root) for target in links(page) if not (page.parent / target).exists()
    ]
    assert [] == broken
    assert sum(len(links(page)) for page in pages(root)) > 50


def test_the_index_has_every_page_of_the_manual(root: Path) -> None:
    """Whoever reads docs/README.md finds every page beside it."""
    expected = {page.name for page in (root / "docs").glob("*.md")} - {"README.md"}
    assert expected == {target for target in links(root / "docs/README.md") if "/" not in target}


def test_the_manual_has_every_task(root: Path) -> None:
    """Whoever reads docs/manual/README.md finds every page beside it."""
    expected = {page.name for page in (root / "docs/manual").glob("*.md")} - {"README.md"}
    assert expected == {target for target in links(root / "docs/manual/README.md") if "/" not in target}


def test_decisions_are_numbered_once_and_indexed(root: Path) -> None:
    """A decision's title begins with its file's number, no two have one number, and the index has all, in order."""
    files = sorted((root / "docs/decisions").glob("[0-9]*.md"))
    titles = [file.read_text(encoding="utf-8").partition("\n")[0] for file in files]
    assert [f"# {int(file.name[:4])}. " for file in files] == [f"{title.partition('. ')[0]}. " for title in titles]
    assert len(files) == len({file.name[:4] for file in files})
    rows = [
        f"| [{int(file.name[:4])}]({file.name}) | {title.partition('. ')[2]} |"
        for file, title in zip(files, titles, strict=True)
    ]
    index = (root / "docs/decisions/README.md").read_text(encoding="utf-8")
    assert rows == [line for line in index.splitlines() if line.startswith("| [")]
