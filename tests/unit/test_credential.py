"""The documents of Open Badges 3.0 before they are signed."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from testamur import canon, did
from testamur.check import check_registry
from testamur.credential import (
    achievement_document,
    credential_digest,
    details_document,
    frozen_version,
    json_bytes,
    profile_document,
    unsigned_credential,
    valid_until,
    version_digest,
)
from testamur.load import read_sources
from testamur.model import NONE, NOT_STATED, Achievement, Credits, Issuer, Registry

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=AT)
    assert checked.registry is not None, checked.findings
    return checked.registry


def parts(registry: Registry, slug: str) -> tuple[Achievement, Issuer]:
    """A definition and its issuer."""
    achievement = next(each for each in registry.achievements if each.slug == slug)
    return achievement, next(each for each in registry.issuers if each.slug == achievement.current.issuer)


def test_achievement_of_every_definition_is_closed(registry: Registry) -> None:
    """Every definition gives an Achievement without undefined terms, relative addresses, fractions or empty arrays."""
    for achievement in registry.achievements:
        _, issuer = parts(registry, achievement.slug)
        version = frozen_version(achievement.current, registry.settings, issuer)
        document = unsigned_credential(
            settings=registry.settings,
            issuer=issuer,
            version=version,
            identifier="urn:uuid:00000000-0000-4000-8000-000000000000",
            list_name="a1",
            index=0,
            issued=date(2026, 1, 1),
            holder_name="Alex Example",
            holder_id=None,
        )
        canon.check_closed(document)


def test_credential_fits_the_schema_of_open_badges(registry: Registry, root: Path, vectors: Path) -> None:
    """The example's credentials fit the published JSON Schema of Open Badges 3.0."""
    schema = json.loads((vectors / "openbadges-3.0/schema/ob_v3p0_achievementcredential_schema.json").read_bytes())
    validator = jsonschema.validators.validator_for(schema)(schema)
    files = sorted((root / "tests" / "examples").glob("*.json"))
    assert 7 <= len(files)
    assert [] == [error.message for file in files for error in validator.iter_errors(json.loads(file.read_bytes()))]
    assert registry.settings.example


def test_profile_fits_the_schema_of_open_badges(registry: Registry, vectors: Path) -> None:
    """Each issuer's Profile fits the published JSON Schema."""
    schema = json.loads((vectors / "openbadges-3.0/schema/ob_v3p0_achievementcredential_schema.json").read_bytes())
    validator = jsonschema.validators.validator_for(schema)({"$ref": "#/$defs/Profile", "$defs": schema["$defs"]})
    for issuer in registry.issuers:
        document = profile_document(issuer, registry.settings)
        assert [] == [error.message for error in validator.iter_errors(document)]
        assert did.did_web(registry.settings.base_url, "issuers", issuer.slug) == document["id"]


@pytest.mark.parametrize(
    ("amount", "expected"), [("20", 20), ("2.0", 2), ("2.00", 2), ("1.5", None), ("0.25", None), ("1e2", None)]
)
def test_only_whole_credits_are_in_the_achievement(registry: Registry, amount: str, expected: int | None) -> None:
    """A fraction stays in the details, where it is text."""
    achievement, issuer = parts(registry, "wound-care-2")
    credits = Credits(amount=amount, scheme=NOT_STATED, accreditor=NOT_STATED)
    definition = replace(achievement.current, credits=credits)
    assert expected == achievement_document(definition, registry.settings, issuer).get("creditsAvailable")
    assert amount == details_document(definition)["credits"]["amount"]


def test_silence_in_the_details(registry: Registry) -> None:
    """What is not stated and what there is none of are said in those words, and nothing of it is in the achievement."""
    achievement, issuer = parts(registry, "wound-care-2")
    definition = replace(
        achievement.current, topics=NOT_STATED, alignments=NONE, credits=NONE, badge=None, label=NOT_STATED
    )
    details = details_document(definition)
    assert ["not stated", "none", "none", "not stated"] == [
        details[k] for k in ("topics", "alignments", "credits", "label")
    ]
    document = achievement_document(definition, registry.settings, issuer)
    assert set() == {"tag", "alignment", "creditsAvailable", "image"} & document.keys()


def test_details_have_every_other_field(registry: Registry) -> None:
    """No field of a definition is lost: each is in the achievement or in the details."""
    achievement, _ = parts(registry, "wound-care-2")
    names = set(achievement.current.__slots__)
    in_achievement = {"slug", "title", "version", "language", "issuer", "description", "criteria", "badge", "source"}
    assert names - in_achievement == set(details_document(achievement.current))


def test_version_digest(registry: Registry) -> None:
    """The digest is over names and digests of all files, so any byte and any name changes it."""
    achievement, issuer = parts(registry, "wound-care-2")
    frozen = frozen_version(achievement.current, registry.settings, issuer)
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in frozen.files.items()}
    plain = json.dumps(hashes, sort_keys=True, separators=(",", ":")).encode()
    assert hashlib.sha256(plain).hexdigest() == frozen.digest == achievement.versions[-1].digest
    for name, data in frozen.files.items():
        assert frozen.digest != version_digest({**frozen.files, name: data + b" "})
        assert frozen.digest != version_digest(
            {f"{key}x" if key == name else key: d for key, d in frozen.files.items()}
        )


def test_credential_of_an_award(registry: Registry) -> None:
    """The credential embeds the frozen achievement, names its place in the list and binds the details by digest."""
    achievement, issuer = parts(registry, "wound-care-2")
    version = frozen_version(achievement.current, registry.settings, issuer)
    document: dict[str, Any] = unsigned_credential(
        settings=registry.settings,
        issuer=issuer,
        version=version,
        identifier="urn:uuid:00000000-0000-4000-8000-000000000000",
        list_name="a1",
        index=4711,
        issued=date(2026, 1, 31),
        holder_name="Alex Example",
        holder_id="did:key:z6Mk",
    )
    base = registry.settings.base_url
    assert ("2026-01-31T00:00:00Z", "2029-01-31T23:59:59Z") == (document["validFrom"], document["validUntil"])
    assert json.loads(version.files["achievement.json"]) == document["credentialSubject"]["achievement"]
    assert f"{base}issuers/example-society/status/a1.json#4711" == document["credentialStatus"]["id"]
    (related,) = document["relatedResource"]
    digest = base64.b64encode(hashlib.sha256(version.files["details.json"]).digest()).decode()
    assert (f"{base}credentials/wound-care-2/1.0/details.json", f"sha256-{digest}") == (
        related["id"],
        related["digestSRI"],
    )
    assert credential_digest(document) == credential_digest({**document, "proof": {"any": "thing"}})
    assert credential_digest(document) != credential_digest({**document, "name": "another"})


@pytest.mark.parametrize(
    ("issued", "period", "expected"),
    [
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2024, 2, 29), "P4Y", date(2028, 2, 29)),
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2026, 8, 31), "P18M", date(2028, 2, 29)),
        (date(2026, 12, 1), "P1Y1M", date(2028, 1, 1)),
        (date(2026, 11, 15), "P13M", date(2027, 12, 15)),
    ],
)
def test_last_day_of_a_validity(issued: date, period: str, expected: date) -> None:
    """Years and months are counted on the calendar; a day that the month lacks becomes its last."""
    assert expected == valid_until(issued, period)


@pytest.mark.parametrize("period", ["", "P", "3Y", "PT3M", "P3D", "P1M1Y", "P3Y ", "none"])
def test_what_is_no_period(period: str) -> None:
    """Anything but whole years and months is refused."""
    with pytest.raises(ValueError, match="not a duration"):
        valid_until(date(2026, 1, 1), period)


def test_json() -> None:
    """JSON has two spaces, its characters as they are and one line end."""
    assert '{\n  "ä": [\n    1\n  ]\n}\n'.encode() == json_bytes({"ä": [1]})
