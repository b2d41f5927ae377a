"""What ships with us is what was published."""

import hashlib
import json
from pathlib import Path

import pytest
from testamur import vendored

CONTEXTS = "builder/testamur/data/contexts"


@pytest.mark.parametrize("entry", vendored.manifest(), ids=lambda entry: entry.file)
def test_bytes_have_the_recorded_digest(root: Path, entry: vendored.VendoredFile) -> None:
    """Each file on disk has the digest and length of the manifest, and is what its address answers."""
    content = (root / CONTEXTS / entry.file).read_bytes()
    assert (entry.sha256, entry.bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    assert content == vendored.context_bytes(entry.url)
    assert vendored.context_document(entry.url).keys() == {"@context"}


def test_folder_holds_what_the_manifest_names(root: Path) -> None:
    """Nothing lies in the folder that the manifest does not name."""
    named = {"manifest.json", *(entry.file for entry in vendored.manifest())}
    assert named == {path.name for path in (root / CONTEXTS).iterdir()}


def test_manifest_says_where_everything_came_from() -> None:
    """Every line has a source, a licence and a day, and no address comes twice."""
    for entry in vendored.manifest():
        assert all((entry.source, entry.licence, entry.taken))
    urls = [entry.url for entry in vendored.manifest()]
    assert sorted(set(urls)) == sorted(urls)


def test_credentials_v2_has_the_published_digest() -> None:
    """The context of VCDM 2.0 has the digest that its specification states."""
    content = vendored.context_bytes("https://www.w3.org/ns/credentials/v2")
    published = "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    assert published == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "url",
    [
        "https://www.w3.org/ns/credentials/v2/",
        "http://www.w3.org/ns/credentials/v2",
        "https://example.org/context",
        "",
        "../limits.json",
    ],
)
def test_other_addresses_are_refused_by_name(url: str) -> None:
    """An address that does not ship with us, however alike, is an error that names it."""
    assert not vendored.known_context(url)
    with pytest.raises(vendored.VendoredError) as caught:
        vendored.context_bytes(url)
    assert (caught.value.code, caught.value.url) == ("context_unknown", url)


def test_changed_bytes_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file whose bytes are not the recorded ones is not served."""
    url = "https://www.w3.org/ns/did/v1"
    entry = next(entry for entry in vendored.manifest() if entry.url == url)
    (tmp_path / "contexts").mkdir()
    content = vendored.context_bytes(url)
    (tmp_path / "contexts" / entry.file).write_bytes(content.replace(b"true", b"null", 1))
    vendored.context_bytes.cache_clear()
    monkeypatch.setattr(vendored, "_DATA", tmp_path)
    with pytest.raises(vendored.VendoredError, match="vendored_digest_differs"):
        vendored.context_bytes(url)


def test_documents_are_fresh() -> None:
    """A caller that changes a context changes no other caller's."""
    url = "https://www.w3.org/ns/did/v1"
    vendored.context_document(url)["@context"]["id"] = "changed"
    assert vendored.context_document(url)["@context"]["id"] == "@id"


def test_limits_have_reasons(root: Path) -> None:
    """Every limit is read by us and has a reason, and no other stands in the file."""
    document = json.loads((root / "builder/testamur/data/limits.json").read_text(encoding="utf-8"))
    assert {name: entry["value"] for name, entry in document.items()} == {
        name: getattr(vendored.limits(), name) for name in vendored.Limits.__slots__
    }
    assert all(entry["reason"] for entry in document.values())
