"""The files for programs: their addresses, their bytes, and that they verify what the example society signed."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from testamur.check import check_registry
from testamur.cli import main
from testamur.findings import FindingsError
from testamur.load import read_site_sources, read_sources
from testamur.model import Compromise, Registry
from testamur.pages import BuildFacts
from testamur.site import build_tree, page_contexts
from testamur.site.machine import machine_files
from testamur.site.tree import site_tree
from testamur.write import write_tree

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0" * 40, dirty=False, testamur="0.1.0")
SOCIETY = "issuers/example-society"


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


@pytest.fixture(scope="module")
def files(root: Path, registry: Registry) -> Mapping[str, bytes]:
    """Its machine files."""
    return machine_files(registry, FACTS, read_site_sources(root), {"issuer.json": b"{}"})


def read(files: Mapping[str, bytes], path: str) -> Any:
    """A machine file, parsed."""
    return json.loads(files[path])


def test_committed_files_are_published_byte_for_byte(root: Path, files: Mapping[str, bytes]) -> None:
    """What was signed or frozen has the bytes that stand in the repository."""
    for file in sorted((root / SOCIETY / "status").iterdir()):
        assert files[f"{SOCIETY}/status/{file.name}"] == file.read_bytes()
    frozen = sorted((root / "credentials").glob("*/versions/*/*"))
    assert frozen
    for file in frozen:
        slug, version = file.parts[-4], file.parts[-2]
        published = f"credentials/{slug}/{version}/{file.name}"
        assert (published in files) == (file.name != "index.md")
        if file.name != "index.md":
            assert files[published] == file.read_bytes()


def test_every_json_file_has_one_form(files: Mapping[str, bytes]) -> None:
    """Two spaces of indentation, UTF-8, one newline at the end."""
    for path, data in files.items():
        if path.startswith(("issuers/", "credentials/", "registry.json")) and path.endswith(".json"):
            value = json.loads(data)
            assert (path, json.dumps(value, indent=2, ensure_ascii=False) + "\n") == (path, data.decode())


def test_the_description_leads_to_files_that_exist(registry: Registry, files: Mapping[str, bytes]) -> None:
    """Every address in registry.json under the base URL is a file or a page of the site."""
    base_url = registry.settings.base_url
    text = files["registry.json"].decode()
    addresses = set(re.findall(rf'"({re.escape(base_url)}[^"]*)"', text))
    for address in addresses:
        path = address.removeprefix(base_url)
        assert path == "" or path.endswith("/") or path in files, address


def test_did_document_says_what_the_key_files_say(root: Path, files: Mapping[str, bytes]) -> None:
    """Every published key stands in the DID document, the key set and a file of its own, and all may assert."""
    did = "did:web:registry.society.example:issuers:example-society"
    names = sorted(file.stem for file in (root / SOCIETY / "keys").iterdir())
    document = read(files, f"{SOCIETY}/did.json")
    assert document["id"] == did
    assert sorted(document["assertionMethod"]) == [f"{did}#{name}" for name in names]
    assert sorted(key["kid"] for key in read(files, f"{SOCIETY}/jwks.json")["keys"]) == names
    for name in names:
        assert read(files, f"{SOCIETY}/keys/{name}.json")["kid"] == name
    assert b'"d"' not in files[f"{SOCIETY}/jwks.json"]


def test_compromised_key_is_published_as_revoked(root: Path, registry: Registry) -> None:
    """It leaves assertionMethod and the key set, keeps its place with the moment, and names what is still trusted."""
    society = next(issuer for issuer in registry.issuers if issuer.slug == "example-society")
    old, *others = society.keys
    trusted = {old.lists[0]: {3: "a" * 64}}
    compromised = replace(old, compromised=Compromise(declared=MOMENT, trusted=trusted))
    issuers = tuple(
        replace(issuer, keys=(compromised, *others)) if issuer is society else issuer for issuer in registry.issuers
    )
    files = machine_files(replace(registry, issuers=issuers), FACTS, read_site_sources(root), {})
    document = read(files, f"{SOCIETY}/did.json")
    methods = {method["publicKeyMultibase"]: method.get("revoked") for method in document["verificationMethod"]}
    assert methods[old.multikey] == "2026-11-20T00:00:00Z"
    assert [entry.rpartition("#")[2] for entry in document["assertionMethod"]] == [key.multikey for key in others]
    described = next(i for i in read(files, "registry.json")["issuers"] if i["slug"] == "example-society")
    key = next(key for key in described["keys"] if key["id"].endswith(old.multikey))
    assert key["state"] == "compromised"
    assert old.retired is not None  # which was before the compromise, so it ends the window
    assert key["until"] == old.retired.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert key["compromised"] == {"declared": "2026-11-20T00:00:00Z", "trusted": {old.lists[0]: {"3": "a" * 64}}}


def test_ledger_parts_hold_every_entry_and_nothing_else(root: Path, files: Mapping[str, bytes]) -> None:
    """Each committed ledger file stands in the part of its index; withdrawals stand beside, without their numbers."""
    committed = sorted((root / SOCIETY / "awards").glob("*/*/*.json"))
    found = 0
    for file in committed:
        entry = json.loads(file.read_bytes())
        part = read(files, f"{SOCIETY}/ledger/{entry['list']}/{entry['index'] // 1024}.json")
        expected = {name: value for name, value in entry.items() if name not in ("list", "index")}
        assert part["entries"][str(entry["index"])] == expected
        found += 1
    parts = [path for path in files if path.startswith(f"{SOCIETY}/ledger/")]
    assert found == sum(len(read(files, path)["entries"]) for path in parts)
    events = [event for path in parts for each in read(files, path)["withdrawals"].values() for event in each]
    assert all(sorted(event) == ["date", "event", "reason"] for event in events)
    assert len(events) == len(sorted((root / SOCIETY / "withdrawals").glob("*/*.json")))


def test_a_key_lost_while_in_use_ends_when_that_was_declared(root: Path, registry: Registry) -> None:
    """The window of a compromised key that was never retired is closed, as `check` reads it."""
    society = next(issuer for issuer in registry.issuers if issuer.slug == "example-society")
    current = next(key for key in society.keys if key.state == "current")
    lost = replace(current, compromised=Compromise(declared=MOMENT, trusted={}))
    keys = tuple(lost if key is current else key for key in society.keys)
    issuers = tuple(replace(each, keys=keys) if each is society else each for each in registry.issuers)
    files = machine_files(replace(registry, issuers=issuers), FACTS, read_site_sources(root), {})
    described = next(i for i in read(files, "registry.json")["issuers"] if i["slug"] == "example-society")
    assert ["2026-11-20T00:00:00Z"] == [k["until"] for k in described["keys"] if k["id"].endswith(current.multikey)]


def test_a_frozen_version_without_award_is_not_called_awarded(root: Path, registry: Registry) -> None:
    """`awarded` comes from the ledger, `digest` from the frozen folder."""
    issuers = tuple(replace(issuer, ledger=(), withdrawals=()) for issuer in registry.issuers)

    def versions(of: Registry) -> set[tuple[bool, bool]]:
        described = read(machine_files(of, FACTS, read_site_sources(root), {}), "registry.json")["definitions"]
        return {(each["digest"] is not None, each["awarded"]) for one in described for each in one["versions"]}

    assert {(True, True), (False, False)} == versions(registry)
    assert {(True, False), (False, False)} == versions(replace(registry, issuers=issuers))


EXAMPLES = {
    "valid": ("valid", 0),
    "expired": ("expired", 1),
    "on-hold": ("on_hold", 1),
    "pathway": ("valid", 0),
    "reinstated": ("valid", 0),
    "retired-key": ("valid", 0),
    "revoked": ("withdrawn", 1),
}


def test_every_example_is_named_here(root: Path) -> None:
    """No example is left out of the next test."""
    assert sorted(EXAMPLES) == sorted(file.stem for file in (root / "tests" / "examples").glob("*.json"))


@pytest.mark.parametrize(("name", "expected"), EXAMPLES.items())
def test_examples_verify_against_the_site(
    root: Path,
    files: Mapping[str, bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    expected: tuple[str, int],
) -> None:
    """Each example credential gets the verdict of its name from the machine files alone."""
    write_tree(files, tmp_path / "site")
    example = str(root / "tests" / "examples" / f"{name}.json")
    code = main(["verify", example, "--json", "--at", "2026-11-20", "--registry", str(tmp_path / "site")])
    assert expected == (json.loads(capsys.readouterr().out)[0]["verdict"], code)


@pytest.mark.parametrize("path", ["/etc/a", "../a", "a/../b", "a//b", "./a", "a/", "", "a\\b", "a\0b"])
def test_no_file_leaves_the_site(path: str) -> None:
    """A path that is absolute, climbs or has two spellings is a bug of ours, not a place."""
    with pytest.raises(ValueError, match="does not lie in the site"):
        site_tree({}, {path: b""})


def test_golden_list_of_addresses(root: Path, registry: Registry) -> None:
    """The site's public interface: every kind of address that docs/formats.md names, and no other kind."""
    site_sources = read_site_sources(root)
    pages = page_contexts(registry, FACTS, site_sources)
    tree = build_tree(registry, FACTS, pages, {}, site_sources)
    slug, version, key = "[a-z0-9-]+", r"[0-9.]+", "z6Mk[A-Za-z0-9]+"
    kinds = [
        r"\.nojekyll|_headers|registry\.json|sitemap\.xml|feed\.xml|feed\.json|llms\.txt|robots\.txt|\.well-known/(?:did|jwks)\.json",
        r"assets/(?:(?:style|verify)\.css|icon\.svg|mark\.svg)|messages/(?:en|es|fr)\.json|schemas/[a-z-]+(?:\.draft-07)?\.json",
        r"verify/(?:(?:page|worker|chunk)(?:-[a-z]+)?|others)\.js|verify/digests\.json|catalogue/(?:page\.js|digests\.json)",
        r"verify/(?:page-pdf\.js|pdf-worker\.js|pdfium\.wasm|pdfium-licences\.txt)",
        r"(?:(?:es|fr)/)?catalogue/index\.json",
        rf"cards/(?:registry|{slug}/{version})\.png",
        rf"credentials/{slug}/{version}/(?:achievement\.json|details\.json|badge\.svg|seal\.svg|endorsed\.json)",
        rf"(?:credentials/{slug}/{version}|issuers/{slug})/endorsements/{slug}\.(?:json|jwt)",
        rf"issuers/{slug}/(?:did|jwks|profile)\.json",
        rf"issuers/{slug}/keys/{key}\.json",
        rf"issuers/{slug}/status/[a-z][0-9]+(?:-holds)?\.json",
        rf"issuers/{slug}/ledger/[a-z][0-9]+/[0-9]+\.json",
    ]
    assert [] == [path for path in tree if not any(re.fullmatch(kind, path) for kind in kinds)]
    assert all(any(re.fullmatch(kind, path) for path in tree) for kind in kinds)


@pytest.mark.parametrize(
    ("machine", "rendered"),
    [
        ({"about/index.html": b"a"}, {"about/index.html": b"b"}),
        ({"About/index.html": b"a"}, {"about/index.html": b"b"}),
        ({"about": b"a"}, {"about/index.html": b"b"}),
    ],
)
def test_two_files_for_one_place(machine: dict[str, bytes], rendered: dict[str, bytes]) -> None:
    """A page that would stand where another file stands, by any disk's reckoning, is a finding."""
    with pytest.raises(FindingsError) as refused:
        site_tree(machine, rendered)
    assert {"site-path-taken"} == {finding.code for finding in refused.value.findings}
