"""Writes tests/cases: one folder a case, and the small built sites they share.

Run it as `python -m tests.make_cases` from the repository's root; `--check` compares instead and changes nothing. The
output is the same on every machine: keys come from published seeds, and nothing asks the clock or the zlib in use.
"""

import json
import shutil
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.casebook import (
    accepted,
    binding,
    chains,
    containers,
    corners,
    disclosures,
    earlier,
    edges,
    endorsing,
    filled,
    holders,
    identities,
    jwt_faults,
    jwt_keys,
    jwts,
    margins,
    messages,
    presented_tokens,
    presenting,
    proof_sets,
    proving,
    reading,
    recipients,
    records,
    refreshing,
    registers,
    scopes,
    signature_2020,
    statuses,
    suites,
)
from tests.casebook.book import Book, Case
from tests.casebook.forge import json_text
from tests.casebook.society import BASE, Json

CASES = Path(__file__).resolve().parent / "cases"

CHAPTERS = (
    accepted,
    reading,
    proving,
    statuses,
    messages,
    earlier,
    registers,
    suites,
    proof_sets,
    scopes,
    recipients,
    containers,
    jwts,
    jwt_faults,
    jwt_keys,
    chains,
    signature_2020,
    refreshing,
    endorsing,
    holders,
    presented_tokens,
    presenting,
    records,
    binding,
    identities,
    disclosures,
    filled,
    edges,
    margins,
    corners,
)


def case_files(case: Case) -> dict[str, bytes]:
    """The files of a case's folder."""
    expected: Json = {
        "verdict": case.expected.verdict,
        "reasons": list(case.expected.reasons),
        "steps": dict(case.expected.steps),
    }
    if case.expected.fetched is not None:
        expected["fetched"] = list(case.expected.fetched)
    described: Json = {"title": case.title}
    if case.threats:
        described["threat"] = list(case.threats)
    described |= {
        "file": case.file,
        "at": case.at,
        "documents": None if case.documents is None else "documents.json",
        "registries": list(case.registries),
        "expected": expected,
    }
    if case.recipient is not None:
        described["recipient"] = case.recipient
    if case.refresh is not None:
        described["refresh"] = list(case.refresh)
    if case.parts:
        described["parts"] = [
            {"part": part, "verdict": verdict, "reasons": list(reasons)} for part, verdict, reasons in case.parts
        ]
    files = {"case.json": json_text(described), case.file: case.credential}
    if case.documents is not None:
        files["documents.json"] = json_text(case.documents)
    return files


def site_files(book: Book) -> dict[str, bytes]:
    """The sites that cases name, by path: the society's, one that knows nobody, and some that can't be read."""
    society = book.site.files()
    registry = json.loads(society["registry.json"])
    empty = registry | {"baseUrl": "https://empty.example/", "issuers": [], "definitions": []}
    unformed = json.loads(society["registry.json"])
    unformed["issuers"][0]["keys"][0]["state"] = "resting"
    twice = [json.loads(society["registry.json"]) for _ in range(3)]
    issuer_twice, key_twice, list_twice = (document["issuers"][0] for document in twice)
    unscoped, undated = (json.loads(society["registry.json"]) for _ in range(2))
    del unscoped["issuers"][0]["scope"]
    undated["issuers"][0]["scope"][0]["from"] = "2026-02-30"
    # One that claims the society's issuer for itself, and one that lies below the society's base URL.
    bare = registry["issuers"][0] | {"name": "Not the society", "scope": [], "keys": [], "lists": []}
    claims = registry | {"baseUrl": "https://claims.example/", "issuers": [bare], "definitions": []}
    twice[0]["issuers"].append(issuer_twice | {"name": "Another name"})
    key_twice["keys"].insert(0, key_twice["keys"][1] | {"state": "retired", "until": "2026-02-01T00:00:00Z"})
    list_twice["lists"].append(list_twice["lists"][1] | {"parts": []})
    sites: Mapping[str, Mapping[str, bytes]] = {
        "society": society,
        "empty": {"registry.json": json_text(empty)},
        "broken": {"registry.json": b"<!doctype html>\n"},
        "format-2": {"registry.json": json_text(registry | {"format": 2})},
        "key-twice": {"registry.json": society["registry.json"].replace(b'"format"', b'"format": 2,\n  "format"', 1)},
        "unformed": {"registry.json": json_text(unformed)},
        "unscoped": {"registry.json": json_text(unscoped)},
        "undated-scope": {"registry.json": json_text(undated)},
        "claims": {"registry.json": json_text(claims)},
        "below": {"registry.json": json_text(empty | {"baseUrl": f"{BASE}issuers/"})},
        "issuer-twice": {"registry.json": json_text(twice[0])},
        "one-key-twice": {"registry.json": json_text(twice[1])},
        "list-twice": {"registry.json": json_text(twice[2])},
    }
    return {f"_sites/{name}/{path}": content for name, site in sites.items() for path, content in site.items()}


@cache
def all_files() -> Mapping[str, bytes]:
    """Every file of tests/cases, by path."""
    book = Book()
    for chapter in CHAPTERS:
        chapter.write(book)
    files = site_files(book)
    for case in book.cases.values():
        files |= {f"{case.name}/{name}": content for name, content in case_files(case).items()}
    return files


def differing(folder: Path) -> list[str]:
    """The paths that are missing, changed or too many in a folder, sorted."""
    there = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    wanted = all_files()
    return sorted(path for path in there.keys() | wanted.keys() if there.get(path) != wanted.get(path))


def write(folder: Path) -> None:
    """Replace a folder by the cases."""
    files = all_files()
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        stale = differing(CASES)
        print("\n".join(stale) or "no difference")  # noqa: T201 - a script that says what it did
        sys.exit(1 if stale else 0)
    write(CASES)
