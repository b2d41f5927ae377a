"""The documents of Open Badges 3.0 on the Verifiable Credentials Data Model 2.0, before they are signed.

One idea: what a definition says is said once. `achievement.json` carries what Open Badges has terms for and is
embedded in every credential exactly; `details.json` carries the rest; both are frozen with the source, and one digest
covers them.
"""

import base64
import calendar
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from testamur import addresses, canon
from testamur.model import Definition, FrozenVersion, Issuer, LedgerEntry, Settings, Silence

Document: TypeAlias = dict[str, Any]

CREDENTIALS_CONTEXT = "https://www.w3.org/ns/credentials/v2"
BADGES_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

# Open Badges 3.0, AchievementType: an extensible enumeration, our own words carry `ext:`.
ACHIEVEMENT_TYPES = {
    "micro-credential": "MicroCredential",
    "digital-badge": "Badge",
    "certificate": "Certificate",
    "cpd-credit": "ext:CPDCredit",
    "micro-learning": "ext:MicroLearning",
    "pathway": "LearningProgram",
}

_WHOLE = re.compile(r"([0-9]+)(?:\.0+)?")
_PERIOD = re.compile(r"P(?=[0-9])(?:([0-9]+)Y)?(?:([0-9]+)M)?")


def json_bytes(value: Any) -> bytes:
    """The one way we write JSON: UTF-8, two spaces of indentation, keys in the order given, one newline at the end."""
    return (json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def achievement_document(definition: Definition, settings: Settings, issuer: Issuer) -> Document:
    """The Achievement of one version of a definition, in Open Badges terms alone (Open Badges 3.0, section B.1.1).

    `issuer` must be the definition's own. It has no `@context`: it is embedded in credentials as it stands.
    """
    base, slug, version = settings.base_url, definition.slug, definition.version
    document: Document = {
        "id": addresses.achievement_address(base, slug, version),
        "type": ["Achievement"],
        "achievementType": ACHIEVEMENT_TYPES[definition.type],
        "name": definition.title,
        "description": definition.description,
        "criteria": {"id": addresses.version_page(base, slug, version), "narrative": definition.criteria},
        "inLanguage": definition.language,
        "version": version,
        "humanCode": slug,
        "creator": {"id": addresses.issuer_did(base, issuer.slug), "type": ["Profile"], "name": issuer.name},
    }
    if definition.badge is not None:
        document["image"] = {
            "id": addresses.badge_address(base, slug, version, definition.badge.name),
            "type": "Image",
            "caption": definition.title,
        }
    # An empty array has no place in a signed document, so what is empty is left out as what is not stated.
    if not isinstance(definition.alignments, Silence) and definition.alignments:
        document["alignment"] = [
            {
                "type": ["Alignment"],
                "targetName": alignment.name,
                "targetUrl": alignment.url,
                "targetFramework": alignment.framework,
                "targetCode": alignment.code,
            }
            for alignment in definition.alignments
        ]
    if not isinstance(definition.topics, Silence) and definition.topics:
        document["tag"] = list(definition.topics)
    # A fraction would be a floating-point number in RDF, which libraries write in different ways: the details have it.
    if not isinstance(definition.credits, Silence) and (whole := _WHOLE.fullmatch(definition.credits.amount)):
        document["creditsAvailable"] = int(whole.group(1))
    return document


def details_document(definition: Definition) -> Document:
    """The fields of the front matter that `achievement.json` can't carry, under their own names (docs/formats.md).

    Our own award type, the topics and the alignments are among them, since Open Badges can't say "not stated".
    """
    inclusion, quality, validity = definition.inclusion, definition.quality, definition.validity
    return {
        "type": definition.type,
        "label": _plain(definition.label),
        "approver": _plain(definition.approver),
        "summary": _plain(definition.summary),
        "audience": _plain(definition.audience),
        "topics": _plain(definition.topics),
        "context": _plain(definition.context),
        "equivalence": _plain(definition.equivalence),
        "basis": _plain(definition.basis),
        "outcomes": _each(definition.outcomes, {"kind": "kind", "text": "text"}),
        "assessments": _each(definition.assessments, {"name": "name", "method": "method", "pass": "pass_rule"}),
        "evidence": _each(
            definition.evidence, {"kind": "kind", "what": "what", "collected": "collected", "builds": "builds"}
        ),
        "components": _each(definition.components, {"name": "name", "mode": "mode", "duration": "duration"}),
        "participation": _plain(definition.participation),
        "inclusion": {
            "languages": _plain(inclusion.languages),
            "cost": _plain(inclusion.cost),
            "accommodations": _plain(inclusion.accommodations),
            "entry": _plain(inclusion.entry),
        },
        "quality": {
            "assured_by": _plain(quality.assured_by),
            "process": _plain(quality.process),
            "reviewed": _plain(quality.reviewed),
            "next_review": _plain(quality.next_review),
        },
        "next_steps": _plain(definition.next_steps),
        "credits": _fields(definition.credits, {"amount": "amount", "scheme": "scheme", "accreditor": "accreditor"}),
        "validity": {
            "period": _plain(validity.period),
            "renewal_when": _plain(validity.renewal_when),
            "renewal_show": _plain(validity.renewal_show),
        },
        "alignments": _each(
            definition.alignments, {"framework": "framework", "code": "code", "name": "name", "url": "url"}
        ),
        "tracks": _each(definition.tracks, {"name": "name", "text": "text"}),
        "sources": _each(definition.sources, {"citation": "citation", "url": "url"}),
        "requirements": _each(definition.requirements, {"name": "name", "at_least": "at_least", "of": "of"}),
    }


def profile_document(issuer: Issuer, settings: Settings) -> Document:
    """The issuer as a Profile of its own (Open Badges 3.0, section B.1.20).

    What Open Badges has no term for is on the issuer's page.
    """
    document: Document = {
        "@context": [CREDENTIALS_CONTEXT, BADGES_CONTEXT],
        "id": addresses.issuer_did(settings.base_url, issuer.slug),
        "type": ["Profile"],
        "name": issuer.name,
    }
    if not isinstance(issuer.url, Silence):
        document["url"] = issuer.url
    if not isinstance(issuer.purpose, Silence):
        document["description"] = issuer.purpose
    if not isinstance(issuer.contact, Silence) and "@" in issuer.contact and "/" not in issuer.contact:
        document["email"] = issuer.contact
    return document


def endorsement_document(
    *,
    id: str,
    endorser: Document,
    about: str,
    comment: str,
    valid_from: str,
    valid_until: str | None,
) -> Document:
    """What one organisation says of another's achievement or of another issuer (Open Badges 3.0, section B.3).

    `about` is the id of the achievement or the DID of the issuer, `endorser` a Profile. Nothing is signed here.
    """
    document: Document = {
        "@context": [CREDENTIALS_CONTEXT, BADGES_CONTEXT],
        "id": id,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": endorser,
        "validFrom": valid_from,
    }
    if valid_until is not None:
        document["validUntil"] = valid_until
    document["credentialSubject"] = {"id": about, "type": ["EndorsementSubject"], "endorsementComment": comment}
    return document


def version_files(definition: Definition, settings: Settings, issuer: Issuer) -> Mapping[str, bytes]:
    """Every file of `versions/<version>/` as the first award freezes it, by name; `issuer` is the definition's own."""
    files = {"index.md": definition.source}
    if definition.badge is not None:
        files[definition.badge.name] = definition.badge.data
    files["achievement.json"] = json_bytes(achievement_document(definition, settings, issuer))
    files["details.json"] = json_bytes(details_document(definition))
    return files


def version_digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 (hex) over the JCS form of each file's name and SHA-256 (hex): it changes with any byte of a version."""
    return canon.sha256_hex(canon.jcs({name: canon.sha256_hex(data) for name, data in files.items()}))


def frozen_version(definition: Definition, settings: Settings, issuer: Issuer) -> FrozenVersion:
    """The version that a first award of `definition` would freeze."""
    files = version_files(definition, settings, issuer)
    return FrozenVersion(definition=definition, files=files, digest=version_digest(files))


def credential_digest(credential: Mapping[str, Any]) -> str:
    """The ledger's digest: SHA-256 (hex) over the JCS form of the credential without `proof`."""
    return canon.sha256_hex(canon.jcs({key: value for key, value in credential.items() if key != "proof"}))


def ledger_row(entry: LedgerEntry) -> dict[str, str]:
    """What the ledger says of an award, in the repository and on the site; its list and index are said around it."""
    return {
        "definition": entry.definition,
        "version": entry.version,
        "versionDigest": entry.version_digest,
        "issued": entry.issued.isoformat(),
        "key": entry.key,
        "digest": entry.digest,
    }


def valid_until(issued: date, period: str) -> date:
    """The last day of a validity `period` of whole years and months.

    A day that the last month lacks becomes the month's last. Raises ValueError when the period is no such duration.
    """
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise ValueError(f"{period} is not a duration of whole years or months")
    months = issued.year * 12 + issued.month - 1 + int(match.group(1) or 0) * 12 + int(match.group(2) or 0)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(issued.day, calendar.monthrange(year, month + 1)[1]))


def unsigned_credential(
    *,
    settings: Settings,
    issuer: Issuer,
    version: FrozenVersion,
    identifier: str,
    list_name: str,
    index: int,
    issued: date,
    holder_name: str,
    holder_id: str | None,
) -> Document:
    """One award as an OpenBadgeCredential without a proof (Open Badges 3.0, section B.1.2; docs/formats.md).

    `version` is the frozen version awarded and `issuer` its issuer; `identifier` a fresh `urn:uuid:` of random bits;
    `holder_id` an absolute DID. It is in force for whole days in UTC: from the start of `issued` to the end of the last
    day of its validity. Not checked here: scope, key windows, whether the index is free.
    """
    base, definition = settings.base_url, version.definition
    did = addresses.issuer_did(base, issuer.slug)
    list_address = addresses.status_address(base, issuer.slug, list_name)
    period = definition.validity.period
    profile: Document = {"id": did, "type": ["Profile"], "name": issuer.name}
    if not isinstance(issuer.url, Silence):
        profile["url"] = issuer.url
    document: Document = {
        "@context": [CREDENTIALS_CONTEXT, BADGES_CONTEXT],
        "id": identifier,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": definition.title,
        "issuer": profile,
        "validFrom": f"{issued.isoformat()}T00:00:00Z",
    }
    if not isinstance(period, Silence):
        document["validUntil"] = f"{valid_until(issued, period).isoformat()}T23:59:59Z"
    identity = {"type": "IdentityObject", "hashed": False, "identityHash": holder_name, "identityType": "name"}
    document["credentialSubject"] = {
        **({} if holder_id is None else {"id": holder_id}),
        "type": ["AchievementSubject"],
        "identifier": [identity],
        "achievement": json.loads(version.files["achievement.json"]),
    }
    document["credentialStatus"] = {
        "id": f"{list_address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": list_address,
    }
    digest = base64.b64encode(hashlib.sha256(version.files["details.json"]).digest()).decode()
    document["relatedResource"] = [
        {
            "id": addresses.details_address(base, definition.slug, definition.version),
            "digestSRI": f"sha256-{digest}",
            "mediaType": "application/json",
        }
    ]
    return document


def _plain(value: Any) -> Any:
    """A stated value as JSON: silences as their words, dates as text, tuples as arrays."""
    if isinstance(value, Silence):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _fields(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Silence):
        return value.value
    return {name: _plain(getattr(value, field)) for name, field in names.items()}


def _each(values: Any, names: Mapping[str, str]) -> Any:
    if isinstance(values, Silence):
        return values.value
    return [_fields(value, names) for value in values]
