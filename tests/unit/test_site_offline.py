"""The verifier in one file: whole, deterministic, under a policy of its own, and honest where it would be too large."""

import base64
import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.pages import BuildFacts
from testamur.render import render_pages
from testamur.site import build_tree, page_contexts, too_large_for_a_copy
from testamur.site import offline as room

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit=None, dirty=False, testamur="0.1.0")
NAMES = [f"{folder}verify/offline.html" for folder in ("", "es/", "fr/")]


def built(root: Path, scratch: Path) -> dict[str, bytes]:
    """The example's site, of which only the copies are drawn."""
    sources, _ = read_sources(root)
    registry = check_registry(sources, at=MOMENT).registry
    assert registry is not None
    site_sources = read_site_sources(root)
    pages = [page for page in page_contexts(registry, FACTS, site_sources) if page.path in NAMES]
    templates = {path: data for path, data in site_sources.items() if path.startswith("templates/")}
    rendered = render_pages(pages, templates=templates, scratch=scratch)
    return build_tree(registry, FACTS, pages, rendered, site_sources)


@pytest.fixture(scope="module")
def tree(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The example's site."""
    return built(root, tmp_path_factory.mktemp("scratch"))


def inside(page: bytes) -> dict[str, dict[str, str]]:
    """The material of a copy."""
    found = re.search(r'id="verify-data">(.*?)</script>', page.decode(), re.DOTALL)
    assert found
    data: dict[str, dict[str, str]] = json.loads(found[1])
    return data


def test_a_copy_has_every_key_definition_list_and_ledger_part(tree: dict[str, bytes]) -> None:
    """What a check may ask for is inside, byte for byte as published, and nothing else of the site."""
    asked = re.compile(
        r"registry\.json|issuers/.*(?:did\.json|/status/.*|/ledger/.*)|credentials/.*(?:achievement|details)\.json"
    )
    wanted = {path: data.decode() for path, data in tree.items() if asked.fullmatch(path)}
    assert len(wanted) > 30
    for name in NAMES:
        assert wanted == inside(tree[name])["files"]
        assert {"worker.js", "chunk-signing.js"} <= inside(tree[name])["programs"].keys()


def test_a_copy_speaks_its_language(tree: dict[str, bytes]) -> None:
    """Each copy has the words of its page, and says of which day its lists are."""
    assert ["en", "es", "fr"] == [inside(tree[name])["messages"]["language"] for name in NAMES]
    for name, day in zip(NAMES, ("20 November 2026", "20 de noviembre de 2026", "20 novembre 2026"), strict=True):
        assert day in tree[name].decode()


def test_the_policy_allows_its_own_program_and_style_alone(tree: dict[str, bytes]) -> None:
    """The digests of the policy are those of the one style and the one program, and no address may be asked."""
    for name in NAMES:
        page = tree[name].decode()
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
        assert policy
        for kind, tag in (("script", "script"), ("style", "style")):
            (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{digest}';" in policy[1]
        assert "default-src 'none'" in policy[1]
        assert "connect-src" not in policy[1]
        assert "unsafe" not in policy[1]


def test_two_builds_are_equal(root: Path, tree: dict[str, bytes], tmp_path: Path) -> None:
    """The copies are a function of the registry as everything else."""
    again = built(root, tmp_path)
    assert [tree[name] for name in NAMES] == [again[name] for name in NAMES]


def test_its_program_is_published_inside_it_alone(tree: dict[str, bytes]) -> None:
    """What runs in the copy is no file beside it."""
    assert "verify/offline.js" not in tree


def test_too_much_for_one_file_is_said(
    root: Path, tree: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond its bound a copy holds nothing and says so, and so does the build."""
    assert too_large_for_a_copy(tree) is None
    monkeypatch.setattr(room, "MAX_BYTES", 1000)
    large = built(root, tmp_path)
    assert "verify/offline.html holds nothing" in (too_large_for_a_copy(large) or "")
    for name in NAMES:
        assert b"verify-data" not in large[name]
        assert b'id="offline-missing"' in large[name]


def test_what_would_end_its_element_is_refused() -> None:
    """A program or a style that closes its own element is a bug of ours and never published."""
    page = b'<html lang="en"><head></head><body></body></html>'
    for program, files in ((b"'</script>'", {}), (b"", {"assets/verify.css": b"</style>"})):
        with pytest.raises(ValueError, match="would end"):
            list(room.offline_pages({"verify/offline.html": page}, files, program))
