"""What we issue and publish fits 1EdTech's JSON Schema of Open Badges 3.0 (draft 2019-09), formats included."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft201909Validator, FormatChecker
from testamur import credential
from testamur.check import check_registry
from testamur.load import read_sources

from tests.society import DEFINITION, make_society

EXAMPLES = ("expired", "on-hold", "pathway", "reinstated", "retired-key", "revoked", "valid")
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")

formats = FormatChecker(formats=("date",))


@formats.checks("date-time", raises=ValueError)
def is_date_time(value: object) -> bool:
    """RFC 3339 with a time zone; jsonschema's own check is only there with a package more."""
    if not isinstance(value, str):
        return True
    return DATE_TIME.fullmatch(value) is not None and datetime.fromisoformat(value).tzinfo is not None


@pytest.fixture(scope="session")
def schema(vectors: Path) -> dict[str, Any]:
    """The schema as 1EdTech publishes it."""
    file = vectors / "openbadges-3.0" / "schema" / "ob_v3p0_achievementcredential_schema.json"
    document: dict[str, Any] = json.loads(file.read_bytes())
    return document


def faults(schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """Where the document doesn't fit, and why."""
    validator = Draft201909Validator(schema, format_checker=formats)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_fit(root: Path, schema: dict[str, Any], name: str) -> None:
    """Every credential that the fictional society awarded fits."""
    document = json.loads((root / "tests" / "examples" / f"{name}.json").read_bytes())
    assert [] == faults(schema, document)


def test_every_example_is_here(root: Path) -> None:
    """No credential of the fictional society is left out above."""
    assert sorted(EXAMPLES) == sorted(path.stem for path in (root / "tests" / "examples").glob("*.json"))


@pytest.mark.parametrize("recipient", [None, "did:web:holder.example"])
def test_what_is_issued_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: dict[str, Any], recipient: str | None
) -> None:
    """A credential that was issued just now fits, with the holder's DID and without."""
    society = make_society(tmp_path, monkeypatch)
    society.ready()
    more = () if recipient is None else ("--recipient", recipient)
    made = society.call("issue", DEFINITION, "--name", "Åsa Example", *more)
    assert 0 == made.code, made.err
    document = json.loads(Path(made.out.split(maxsplit=1)[1].strip()).read_bytes())
    assert recipient == document["credentialSubject"].get("id")
    assert [] == faults(schema, document)


def test_every_achievement_fits(root: Path, schema: dict[str, Any]) -> None:
    """Every definition of the example registry, whoever's it is, becomes an Achievement that fits."""
    sources, _ = read_sources(root)
    registry = check_registry(sources, at=datetime(2026, 11, 15, 9, tzinfo=UTC)).registry
    assert registry is not None
    issuers = {issuer.slug: issuer for issuer in registry.issuers}
    part = {"$ref": "#/$defs/Achievement", "$defs": schema["$defs"]}
    found = {}
    for achievement in registry.achievements:
        definition = achievement.current
        document = credential.achievement_document(definition, registry.settings, issuers[definition.issuer])
        found[definition.slug] = faults(part, document)
    folders = {path.parent.name for path in (root / "credentials").glob("*/index.md")}
    assert {slug: [] for slug in folders} == found


def plain_image(document: dict[str, Any]) -> None:
    """An image as plain text."""
    document["credentialSubject"]["achievement"]["image"] = "https://society.example/badge.png"


def two_statuses(document: dict[str, Any]) -> None:
    """Two entries where the schema takes one object."""
    document["credentialStatus"] = [document["credentialStatus"]]


def own_type(document: dict[str, Any]) -> None:
    """A type of achievement without `ext:`."""
    document["credentialSubject"]["achievement"]["achievementType"] = "CPDCredit"


def local_time(document: dict[str, Any]) -> None:
    """A date without a time zone."""
    document["validFrom"] = "2026-03-02T00:00:00"


def nameless(document: dict[str, Any]) -> None:
    """An achievement without a name."""
    del document["credentialSubject"]["achievement"]["name"]


@pytest.mark.parametrize("spoil", [plain_image, two_statuses, own_type, local_time, nameless])
def test_what_does_not_fit_is_noticed(
    root: Path, schema: dict[str, Any], spoil: Callable[[dict[str, Any]], None]
) -> None:
    """The check refuses what implementations often get wrong, so that the tests above can fail."""
    document = json.loads((root / "tests" / "examples" / "valid.json").read_bytes())
    spoiled = deepcopy(document)
    spoil(spoiled)
    assert 0 < len(faults(schema, spoiled))
