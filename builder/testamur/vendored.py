"""What ships with us from elsewhere: JSON-LD contexts, byte for byte as published, and the limits both verifiers share.

The one idea: an address is answered from this folder or not at all, and only by bytes whose SHA-256 the manifest names.
`tools/refresh_contexts.py` rebuilds the folder; `site/verifier/` reads the same files.
"""

import hashlib
import json
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


class VendoredError(ValueError):
    """A file was asked for that does not ship with us, or whose bytes are not the recorded ones; `url` names it."""

    def __init__(self, code: str, url: str) -> None:
        self.code = code
        self.url = url
        super().__init__(f"{code}: {url}")


@dataclass(frozen=True, slots=True, kw_only=True)
class VendoredFile:
    """One line of the manifest: an address, the file that answers it, and where its bytes came from."""

    url: str
    file: str
    sha256: str
    source: str
    licence: str
    taken: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The named limits of `data/limits.json`, where each has its reason. JavaScript reads the same file."""

    max_credential_bytes: int
    max_container_bytes: int
    max_contained_credentials: int
    max_svg_depth: int
    max_pdf_attachments: int
    max_pdf_memory_bytes: int
    max_pdf_steps: int
    max_depth: int
    max_values: int
    max_array_items: int
    max_contexts: int
    max_proofs: int
    max_endorsements: int
    max_quads: int
    max_blank_nodes: int
    max_canonicalisation_steps: int
    max_status_list_bytes_compressed: int
    max_status_list_entries: int
    max_status_size: int
    max_redirects: int
    fetch_timeout_s: int
    max_fetch_bytes: int
    max_registry_bytes: int
    clock_skew_s: int
    check_timeout_s: int
    max_link_characters: int
    max_files_at_once: int


_DATA = files("testamur").joinpath("data")


@cache
def limits() -> Limits:
    """The limits in force. Raises KeyError when the shipped file lacks one, which is a bug of ours."""
    document = json.loads(_DATA.joinpath("limits.json").read_text(encoding="utf-8"))
    return Limits(**{field.name: document[field.name]["value"] for field in fields(Limits)})


@cache
def manifest() -> tuple[VendoredFile, ...]:
    """Every context that ships with us, in the manifest's order. Digests are checked when a file is read, not here."""
    document = json.loads(_DATA.joinpath("contexts", "manifest.json").read_text(encoding="utf-8"))
    return tuple(VendoredFile(**entry) for entry in document["files"])


@cache
def _by_url() -> MappingProxyType[str, VendoredFile]:
    return MappingProxyType({entry.url: entry for entry in manifest()})


@cache
def pdf_program() -> bytes | None:
    """The program that opens PDF files, its digest checked against `data/pdf-program.json`.

    None where there is none, as in a checkout in which the browser's programs were not made (`npm run bundle`).
    Raises VendoredError `vendored_digest_differs` where the file was changed.
    """
    stated = json.loads(_DATA.joinpath("pdf-program.json").read_text(encoding="utf-8"))
    package = files("testamur")
    for folder in (package.joinpath("_bundled"), package.joinpath("..", "..")):
        file = folder.joinpath("site", "verifier", "dist", stated["file"])
        if file.is_file():
            content = file.read_bytes()
            if hashlib.sha256(content).hexdigest() != stated["sha256"]:
                raise VendoredError("vendored_digest_differs", stated["file"])
            return content
    return None


def known_context(url: str) -> bool:
    """Whether a context ships with us under exactly this address; no case, slash or scheme is forgiven."""
    return url in _by_url()


@cache
def context_bytes(url: str) -> bytes:
    """The published bytes of a context, their digest checked against the manifest.

    `url` is an address exactly as a document's `@context` names it. Raises VendoredError `context_unknown` for an
    address that does not ship with us and `vendored_digest_differs` where the file was changed.
    """
    entry = _by_url().get(url)
    if entry is None:
        raise VendoredError("context_unknown", url)
    content = _DATA.joinpath("contexts", entry.file).read_bytes()
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise VendoredError("vendored_digest_differs", url)
    return content


def context_document(url: str) -> dict[str, Any]:
    """The parsed context at an address; a fresh value on every call, so that no caller can change what another reads.

    Raises VendoredError as `context_bytes` does.
    """
    document: dict[str, Any] = json.loads(context_bytes(url))
    return document


@cache
def schemas() -> MappingProxyType[str, bytes]:
    """The JSON Schemas of our source formats, by file name, as the site publishes them."""
    folder = _DATA.joinpath("schemas")
    return MappingProxyType(
        {entry.name: entry.read_bytes() for entry in sorted(folder.iterdir(), key=lambda e: e.name)}
    )


@cache
def published_schemas() -> MappingProxyType[str, bytes]:
    """The JSON Schemas of files that a site publishes, by the names they have on it (docs/formats.md)."""
    folder = _DATA.joinpath("published")
    return MappingProxyType(
        {
            f"published-{entry.name}": entry.read_bytes()
            for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A font that ships with us: its bytes, and the ranges of code points that it draws."""

    data: bytes
    characters: tuple[tuple[int, int], ...]

    def draws(self, text: str) -> bool:
        """Whether it has a drawing for each character of `text`."""
        return all(any(first <= ord(each) <= last for first, last in self.characters) for each in set(text))


@cache
def font() -> Font:
    """The font of the cards, its digest checked (`tools/refresh_font.py`).

    Raises VendoredError `vendored_digest_differs` where the file was changed.
    """
    folder = _DATA.joinpath("font")
    entry = json.loads(folder.joinpath("manifest.json").read_text(encoding="utf-8"))
    data = folder.joinpath(entry["file"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise VendoredError("vendored_digest_differs", entry["file"])
    return Font(data=data, characters=tuple((first, last) for first, last in entry["characters"]))
