"""From sources to a registry: what it holds, when there is none, and the rules that need more than one look."""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jsonschema import Draft202012Validator
from testamur import keys
from testamur.check import Checked, check_registry
from testamur.check.ledger import Award
from testamur.check.lists import MENDED_BY_SIGNING
from testamur.check.shapes import schema
from testamur.check.trusted import part_digest
from testamur.load import read_sources
from testamur.model import NONE, NOT_STATED, Definition
from testamur.reference import entries
from testamur.source import SourceFile, Sources

FAULTS = Path(__file__).resolve().parent.parent / "findings"
TIME = datetime(2026, 3, 1, 12, tzinfo=UTC)


def checked(folder: str, at: datetime = TIME, changes: Mapping[str, bytes] | None = None) -> Checked:
    """What check says of a folder of tests/findings/, with other bytes for some files."""
    files = dict(read_sources(FAULTS / folder / "in")[0].files)
    files.update({path: SourceFile(path, data) for path, data in (changes or {}).items()})
    return check_registry(Sources(files), at=at, tool_version="0.1.0")


KEYED = read_sources(FAULTS / "_keyed" / "in")[0].files


@pytest.mark.parametrize("path", KEYED)
def test_a_file_that_was_not_read_brings_no_findings_of_its_own(path: str) -> None:
    """Whoever looked has said it: nothing that merely follows is said, and there is no registry to publish or sign."""
    rest = {other: file for other, file in KEYED.items() if other != path}
    result = check_registry(Sources(rest, frozenset({path})), at=TIME, tool_version="0.1.0")
    assert Checked(registry=None, findings=(), to_sign=None) == result


FOLDERS = sorted({"", *(str(folder) for path in KEYED for folder in PurePosixPath(path).parents if str(folder) != ".")})


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_follows_from_a_folder_that_was_not_read(folder: str) -> None:
    """Whatever a registry has in it may be there: nothing is called missing, unknown or never awarded."""
    rest = {path: file for path, file in KEYED.items() if folder and not path.startswith(f"{folder}/")}
    sources = Sources(rest, unread_folders=frozenset({folder}))
    result = check_registry(sources, at=TIME, tool_version="0.1.0")
    assert Checked(registry=None, findings=(), to_sign=None) == result


def test_a_lost_ledger_is_not_a_reason_to_delete_a_version() -> None:
    """Whoever lost the folder with the awards is sent to Git before anything is said about deleting."""
    files = {path: file for path, file in KEYED.items() if "/awards/" not in path}
    found = check_registry(Sources(files), at=TIME, tool_version="0.1.0").findings
    hint = next(each.hint for each in found if each.code == "frozen-without-award")
    assert 0 < hint.index("back from Git") < hint.index("delete the folder where Git never had it")


@pytest.mark.parametrize(
    ("path", "data", "hint"),
    [
        ("credentials/wound-care/index.md", b"---\n- title: Wound care\n---\n\nText.\n", "Write a field a line"),
        ("issuers/society/status/a1.json", b"[]", "Take it back from Git"),
    ],
)
def test_a_list_in_place_of_all_fields_comes_with_what_to_do(path: str, data: bytes, hint: str) -> None:
    """The message names no schema of ours, and the hint shows the form."""
    found = check_registry(Sources({**KEYED, path: SourceFile(path, data)}), at=TIME, tool_version="0.1.0").findings
    told = next(each for each in found if each.place.file == path)
    expected = ("value-type", "a list stands here where fields with their names belong")
    assert (*expected, True) == (told.code, told.message, told.hint.startswith(hint))


def test_line_endings_that_git_changed_are_called_that() -> None:
    """A clone with CRLF in its texts is not told to take the same files back from Git again."""
    changed = {
        path: SourceFile(path, file.data if path.endswith(".png") else file.data.replace(b"\n", b"\r\n"))
        for path, file in KEYED.items()
    }
    found = check_registry(Sources(changed), at=TIME, tool_version="0.1.0").findings
    assert [("frozen-changed", True, True)] == [
        (each.code, "line endings (CRLF)" in each.message, "`* -text`" in each.hint) for each in found
    ]


def test_a_broken_event_hides_no_gap_in_what_could_be_read() -> None:
    """Only the credential with the refused event is spared; another one's missing event is still told."""
    held = next(path for path, file in KEYED.items() if b'"suspend"' in file.data)
    revoked = next(path for path, file in KEYED.items() if b'"revoke"' in file.data)
    moved = revoked.replace("/1.json", "/2.json")
    files = {path: file for path, file in KEYED.items() if path not in {held, revoked}}
    files[moved] = SourceFile(moved, KEYED[revoked].data.replace(b'"sequence": 1', b'"sequence": 2'))
    result = check_registry(Sources(files, frozenset({held})), at=TIME, tool_version="0.1.0")
    assert [(moved, "withdrawal-gap")] == [(each.place.file, each.code) for each in result.findings]


def test_a_misnamed_key_file_brings_no_findings_on_what_the_key_signed() -> None:
    """The name is the one fault: entries and lists of that key are not said to be a stranger's."""
    path = next(path for path in KEYED if "/keys/" in path)
    files = {other: file for other, file in KEYED.items() if other != path}
    misnamed = "issuers/society/keys/main.json"
    files[misnamed] = SourceFile(misnamed, KEYED[path].data)
    result = check_registry(Sources(files), at=TIME, tool_version="0.1.0")
    assert [(misnamed, "key-file-name")] == [(each.place.file, each.code) for each in result.findings]


def codes(result: Checked) -> set[str]:
    """The codes of its findings."""
    return {finding.code for finding in result.findings}


def test_a_registry_holds_what_its_files_say() -> None:
    """Every field arrives as a typed value, silences included."""
    registry = checked("_keyed").registry
    assert registry is not None
    assert ("https://society.example/registry/", ("en",), True) == (
        registry.settings.base_url,
        registry.settings.languages,
        registry.settings.example,
    )
    (achievement,) = registry.achievements
    definition = achievement.current
    assert ("wound-care", "1.0", "competency", NOT_STATED, NONE) == (
        definition.slug,
        definition.version,
        definition.basis,
        definition.label,
        definition.credits,
    )
    assert (date(2026, 1, 10), "P3Y") == (definition.quality.reviewed, definition.validity.period)
    assert "Dresses two wounds under observation." == definition.criteria
    assert ["1.0"] == [version.definition.version for version in achievement.versions]
    (issuer,) = registry.issuers
    assert ([7, 4711, 90000], [("revoke", 4711), ("suspend", 90000)]) == (
        [entry.index for entry in issuer.ledger],
        [(event.event, event.index) for event in issuer.withdrawals],
    )
    assert [("a1", True, True)] == [(each.name, bool(each.status), bool(each.holds)) for each in issuer.lists]
    assert ["current"] == [key.state for key in issuer.keys]


def test_the_example_registry_of_this_repository_has_no_findings(root: Path) -> None:
    """What we show is right, at the day by which its awards are dated."""
    sources, found = read_sources(root)
    assert () == found
    assert () == check_registry(sources, at=datetime(2026, 11, 22, 12, tzinfo=UTC)).findings


def test_an_error_leaves_no_registry_and_a_warning_does() -> None:
    """Nobody goes on with half a registry."""
    assert checked("title-repeated").registry is None
    assert checked("review-overdue").registry is not None


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in FAULTS.glob("*/in")))
def test_there_is_a_registry_to_sign_exactly_when_signing_mends(folder: str) -> None:
    """`testamur sign` gets a registry when its own work is all that is missing, and never otherwise."""
    result = checked(folder)
    errors = {finding.code for finding in result.findings if finding.severity == "error"}
    assert (errors <= MENDED_BY_SIGNING) == (result.to_sign is not None)
    assert (not errors) == (result.registry is not None)


def test_a_missing_list_is_empty_bytes_for_signing() -> None:
    """A list that was never signed is there by name, so that it can be."""
    registry = checked("awaiting-signature-no-list").to_sign
    assert registry is not None
    assert [("a1", b"")] == [(each.name, each.holds) for each in registry.issuers[0].lists]


def test_dates_are_judged_by_the_time_given() -> None:
    """The same files are overdue later, and their lists end."""
    assert {"review-overdue"} == codes(checked("_keyed", at=datetime(2027, 1, 20, tzinfo=UTC)))
    assert {"review-overdue", "list-out-of-date"} == codes(checked("_keyed", at=datetime(2027, 3, 20, tzinfo=UTC)))
    early = codes(checked("_keyed", at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert {"issued-in-future", "withdrawal-in-future", "key-in-future", "list-in-future", "review-in-future"} == early


def test_every_definition_field_is_in_schema_model_and_documentation(root: Path) -> None:
    """The three agree on the names, so that none of the principles' fields is lost on the way."""
    names = {field.name for field in fields(Definition)} - {"slug", "criteria", "source"}
    assert names == set(schema("definition")["properties"])
    assert names == documented(root, "credentials/<slug>/index.md")
    assert set(schema("issuer")["properties"]) == documented(root, "issuers/<slug>/index.md")
    assert set(schema("registry")["properties"]) == documented(root, "registry.yaml")


@pytest.mark.parametrize("kind", ["definition", "issuer"])
def test_a_translation_has_the_originals_texts(kind: str) -> None:
    """Each field of a translation stands in the original under the same name, wherever in it that is."""

    def strays(translation: Mapping[str, Any], original: Mapping[str, Any]) -> list[str]:
        forms = [original, *original.get("anyOf", ())]
        for form in forms:
            if "items" in translation and "items" in form:
                return strays(translation["items"], form["items"])
        known = {name: part for form in forms for name, part in form.get("properties", {}).items()}
        found = [name for name in translation.get("properties", {}) if name not in known]
        for name, part in translation.get("properties", {}).items():
            found += strays(part, known.get(name, {}))
        return found

    assert [] == strays(schema(f"{kind}-translation"), schema(kind))


def test_a_translation_names_no_person() -> None:
    """What may not stand in the original may not stand in its translation."""
    text = b'---\nversion: "1.0"\napprover: Dr Jane Doe\n---\n'
    changes = {"registry.yaml": KEYED["registry.yaml"].data.replace(b"[en]", b"[en, es]")}
    told = checked("_keyed", changes={**changes, "credentials/wound-care/index.es.md": text})
    assert {"approver-is-person"} == codes(told)


def documented(root: Path, heading: str) -> set[str]:
    """The fields in the table below a heading of docs/formats.md."""
    text = (root / "docs/formats.md").read_text(encoding="utf-8")
    section = text.split(f"## `{heading}`\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]*`) \|", section, flags=re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)}


def test_every_schema_is_one_and_says_what_it_is(root: Path) -> None:
    """Each source format has a schema of draft 2020-12 with a title and a description."""
    names = sorted(file.stem for file in (root / "builder/testamur/data/schemas").glob("*.json"))
    expected = (
        "achievement definition definition-translation details issuer issuer-translation key ledger-entry registry "
        "status-list withdrawal"
    ).split()
    assert expected == names
    for name in names:
        Draft202012Validator.check_schema(schema(name))
        assert schema(name)["title"]
        assert schema(name)["description"]


def test_the_example_keys_are_those_of_the_published_seeds(root: Path) -> None:
    """A key that anybody can make from tests/keys/ is on the list, and nothing else is."""
    seeds = json.loads((root / "tests/keys/seeds.json").read_text(encoding="utf-8"))
    made = [
        keys.public_key_from_raw(
            keys.ED25519, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)).public_key().public_bytes_raw()
        ).multibase
        for seed in seeds.values()
    ]
    listed = json.loads((root / "builder/testamur/data/example-keys.json").read_text(encoding="utf-8"))["sha256"]
    assert sorted(hashlib.sha256(key.encode()).hexdigest() for key in made) == listed


def test_a_compromised_key_keeps_what_is_trusted() -> None:
    """A digest of each part as it was lets its awards stand; without it they are for the verifier to refuse."""
    base = checked("_keyed").registry
    assert base is not None
    awards = [Award("", entry) for entry in base.issuers[0].ledger]
    trusted = {str(each.entry.index // 1024): part_digest([each]) for each in awards}
    path = f"issuers/society/keys/{base.issuers[0].keys[0].multikey}.json"
    value = json.loads((FAULTS / "_keyed" / "in" / path).read_bytes())
    value["compromised"] = {"declared": "2026-02-01T00:00:00Z", "trusted": {"a1": trusted}}
    result = checked("_keyed", changes={path: json.dumps(value).encode()})
    assert {"list-signed-by-old-key"} == codes(result)
    value["compromised"]["trusted"]["a1"]["0"] = "0" * 64
    assert {"list-signed-by-old-key", "trusted-differs"} == codes(
        checked("_keyed", changes={path: json.dumps(value).encode()})
    )


def test_an_issuers_new_name_does_not_touch_what_was_awarded() -> None:
    """The frozen document keeps the name of its day."""
    path = "issuers/society/index.md"
    text = (FAULTS / "_keyed" / "in" / path).read_bytes().replace(b"Example Society", b"Society of Examples")
    assert set() == codes(checked("_keyed", changes={path: text}))


def test_a_new_version_may_differ_from_the_awarded_one() -> None:
    """A definition goes on under a new version; the old one stays as it is."""
    path = "credentials/wound-care/index.md"
    text = (FAULTS / "_keyed" / "in" / path).read_bytes().replace(b'"1.0"', b'"1.10"').replace(b"two wounds", b"six")
    assert set() == codes(checked("_keyed", changes={path: text}))


def test_every_mended_code_is_in_the_table() -> None:
    """What signing mends are findings that exist."""
    assert set() == MENDED_BY_SIGNING - entries().keys()


def test_checking_does_not_change_the_files(tmp_path: Path) -> None:
    """The check works on bytes in memory and touches no disk."""
    shutil.copytree(FAULTS / "_keyed" / "in", tmp_path / "in")
    before: dict[str, Any] = {str(path): path.stat().st_mtime_ns for path in (tmp_path / "in").rglob("*")}
    sources, _ = read_sources(tmp_path / "in")
    check_registry(sources, at=TIME)
    assert before == {str(path): path.stat().st_mtime_ns for path in (tmp_path / "in").rglob("*")}
