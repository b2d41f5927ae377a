"""A small registry and its whole site, byte for byte: a change of any page or file shows in the review of a commit."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.pages import BuildFacts
from testamur.render import render_pages
from testamur.site import build_tree, page_contexts

FOLDER = Path(__file__).resolve().parent
TIME = datetime(2026, 3, 1, 12, tzinfo=UTC)
FACTS = BuildFacts(time=TIME, commit="0123456789abcdef0123456789abcdef01234567", dirty=False, testamur="0.1.0")

# These are copied into a site as they are; their own tests hold their bytes, so here only their places count.
COPIED = re.compile(
    r"(?:assets|cards|messages|schemas)/.*|(?:[a-z]+/)?verify/offline\.html|(?:catalogue|verify)/(?:[a-z-]+\.js|digests\.json|pdfium.*)"
)
STAND_IN = b""


def built(registry: Path, scratch: Path) -> dict[str, bytes]:
    """The site of a registry, with a stand-in for what is only copied."""
    sources, found = read_sources(registry)
    checked = check_registry(sources, at=TIME, tool_version="0.1.0")
    assert ((), ()) == (found, checked.findings)
    assert checked.registry is not None
    site_sources = read_site_sources(registry)
    pages = page_contexts(checked.registry, FACTS, site_sources)
    templates = {path: data for path, data in site_sources.items() if path.startswith("templates/")}
    rendered = render_pages(pages, templates=templates, scratch=scratch)
    tree = build_tree(checked.registry, FACTS, pages, rendered, site_sources)
    return {path: STAND_IN if COPIED.fullmatch(path) else data for path, data in tree.items()}


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def write_golden(folder: Path, tree: dict[str, bytes]) -> None:
    """Replace what is expected by what was built."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


@pytest.mark.parametrize("name", ["tiny"])
def test_the_site_is_the_expected_one(name: str, tmp_path: Path, rewrite_golden: bool) -> None:
    """The same paths, then the same bytes at each of them; `make golden` writes them anew."""
    tree = built(FOLDER / name / "in", tmp_path)
    if rewrite_golden:
        write_golden(FOLDER / name / "out", tree)
    expected = read_tree(FOLDER / name / "out")
    assert sorted(expected) == sorted(tree)
    for path, data in expected.items():
        assert (path, data.decode()) == (path, tree[path].decode())
