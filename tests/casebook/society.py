"""A small built site in memory: the Harbour Society, its three keys, its lists, its ledger and what it awarded.

Everything the site publishes has the form of docs/formats.md. Awards are made by `award`, entered by `Site.enter`; a
case takes one of them, or makes its own.
"""

import base64
import hashlib
from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID

import rfc8785

from tests.casebook.forge import P256_KEY, bitstring, encoded_list, json_text, multikey, private_key, sign

Json = dict[str, Any]

BASE = "https://society.example/registry/"
ISSUER = "did:web:society.example:registry:issuers:harbour"
ISSUER_NAME = "Harbour Society of Nursing Informatics"
ISSUER_PAGE = f"{BASE}issuers/harbour/"
DID_ADDRESS = f"{ISSUER_PAGE}did.json"
# A second issuer of the registry, which awards nothing and vouches for others.
ACCREDITOR = "did:web:society.example:registry:issuers:accreditor"
ACCREDITOR_PAGE = f"{BASE}issuers/accreditor/"

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID_CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]

AT = "2026-11-01T12:00:00Z"
SIGNED = "2026-10-01T08:00:00Z"  # when the lists were signed
LIST_END = "2027-11-01T08:00:00Z"

OLD, NOW, STOLEN, STRANGER = "society-2024", "society-2026", "stolen", "stranger"
VOUCHING = STRANGER  # the same key under another name: nobody is known by a key alone
LISTS: Mapping[str, str] = {"a1": OLD, "b2": NOW, "c3": STOLEN}

SLUG = "simulation-facilitator"
# Two further definitions of the registry: one that the society may award for a time only, and one that it may not.
SHORT = "airway-basics"
OTHERS = "wound-care-lead"


def method(key: str, did: str = ISSUER) -> str:
    """The verification method's id of a named key."""
    return f"{did}#{multikey(key)}"


def list_address(name: str) -> str:
    """The address of a status list."""
    return f"{ISSUER_PAGE}status/{name}.json"


def part_address(name: str, part: int) -> str:
    """The address of a ledger part."""
    return f"{ISSUER_PAGE}ledger/{name}/{part}.json"


def achievement_address(version: str, slug: str = SLUG) -> str:
    """The address of a version's achievement."""
    return f"{BASE}credentials/{slug}/{version}/achievement.json"


def details_address(version: str, slug: str = SLUG) -> str:
    """The address of a version's details."""
    return f"{BASE}credentials/{slug}/{version}/details.json"


def achievement(version: str = "1.0", slug: str = SLUG) -> Json:
    """A published Achievement."""
    return {
        "id": achievement_address(version, slug),
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": "Simulation Facilitator",
        "description": "Plans and debriefs simulated care with a small group.",
        "criteria": {
            "id": f"{BASE}credentials/{slug}/{version}/",
            "narrative": "Facilitate two observed simulations.\n\nDebrief each with the group.",
        },
        "inLanguage": "en",
        "version": version,
        "humanCode": slug,
        "creator": {"id": ISSUER, "type": ["Profile"], "name": ISSUER_NAME},
        "tag": ["simulation", "debriefing"],
    }


def details(version: str = "1.0") -> Json:
    """What is published beside it."""
    return {"title": "Simulation Facilitator", "version": version, "approver": "Education committee", "credits": "none"}


def sri(content: bytes, algorithm: str = "sha256") -> str:
    """A `digestSRI` of some bytes."""
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def related(version: str = "1.0") -> Json:
    """The credential's hold on details.json."""
    return {
        "id": details_address(version),
        "digestSRI": sri(json_text(details(version))),
        "mediaType": "application/json",
    }


def status_entry(name: str, index: int, **changes: Any) -> Json:
    """The credential's status entry."""
    return {
        "id": f"{list_address(name)}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": list_address(name),
    } | changes


def unsigned(name: str = "b2", index: int = 7, /, **changes: Any) -> Json:
    """An award without its proof. `changes` replace members; a value of None takes a member out."""
    document: Json = {
        "@context": [CREDENTIALS_V2, BADGES],
        "id": f"urn:uuid:{UUID(bytes=hashlib.sha256(f'{name}/{index}'.encode()).digest()[:16], version=4)}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Simulation Facilitator",
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": ISSUER_NAME, "url": "https://society.example/"},
        "validFrom": "2026-03-01T00:00:00Z",
        "validUntil": "2029-02-28T23:59:59Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": "Noa Marlow", "identityType": "name"}
            ],
            "achievement": achievement(),
        },
        "credentialStatus": status_entry(name, index),
        "relatedResource": [related()],
    }
    document |= deepcopy(changes)
    return {member: value for member, value in document.items() if value is not None}


def signed(document: Json, key: str = NOW, *, created: str | None = "2026-03-01T09:00:00Z", **options: Any) -> Json:
    """The document with a proof by one of the society's keys (or, by `method`, under any name)."""
    options.setdefault("method", method(key))
    return sign(document, key, created=created, **options)


def award(name: str = "b2", index: int = 7, /, *, key: str | None = None, **changes: Any) -> Json:
    """A signed award under the key that names its list."""
    return signed(unsigned(name, index, **changes), key or LISTS[name])


def subject(**changes: Any) -> Json:
    """The subject of an award, with changes."""
    value: Json = unsigned()["credentialSubject"] | deepcopy(changes)
    return {member: item for member, item in value.items() if item is not None}


def digest(credential: Json) -> str:
    """The ledger's digest of a credential."""
    return hashlib.sha256(rfc8785.dumps({k: v for k, v in credential.items() if k != "proof"})).hexdigest()


def entry(credential: Json, key: str, issued: str = "2026-03-01", **changes: Any) -> Json:
    """A ledger entry."""
    return {
        "definition": SLUG,
        "version": "1.0",
        "versionDigest": hashlib.sha256(b"version 1.0").hexdigest(),
        "issued": issued,
        "key": multikey(key),
        "digest": digest(credential),
    } | changes


def status_list(name: str, indices: tuple[int, ...] = (), *, holds: bool = False, **changes: Any) -> Json:
    """An unsigned list. `changes` replace members of the list, `subject` members of its subject; None takes out."""
    address = list_address(f"{name}-holds" if holds else name)
    inner: Json = {
        "id": f"{address}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "suspension" if holds else "revocation",
        "encodedList": encoded_list(bitstring(indices)),
    } | changes.pop("subject", {})
    document: Json = {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER,
        "validFrom": SIGNED,
        "validUntil": LIST_END,
        "credentialSubject": {member: value for member, value in inner.items() if value is not None},
    } | changes
    return {member: value for member, value in document.items() if value is not None}


def signed_list(
    name: str, indices: tuple[int, ...] = (), *, holds: bool = False, key: str = NOW, **changes: Any
) -> Json:
    """A list signed by the society, on the day of its `validFrom` unless `created` says otherwise."""
    created = changes.pop("created", changes.get("validFrom") or SIGNED)
    as_method = changes.pop("method", method(key))
    return sign(status_list(name, indices, holds=holds, **changes), key, method=as_method, created=created)


def verification_method(key: str, did: str = ISSUER, **changes: Any) -> Json:
    """One method of a DID document."""
    return {
        "id": method(key, did),
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": multikey(key),
    } | changes


def did_document(did: str = ISSUER, keys: tuple[str, ...] = (OLD, NOW), **changes: Any) -> Json:
    """A DID document in which every key may sign."""
    methods = [verification_method(key, did) for key in keys]
    return {
        "@context": DID_CONTEXTS,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    } | changes


def society_did_document() -> Json:
    """The society's own: the stolen key is revoked and out of `assertionMethod`."""
    document = did_document(keys=(OLD, NOW, P256_KEY))
    document["verificationMethod"].append(verification_method(STOLEN, revoked="2025-06-01T00:00:00Z"))
    return document


# Indices that the lists name: revoked, and on hold (these have the bit in both lists).
REVOKED: Mapping[str, tuple[int, ...]] = {"a1": (6,), "b2": (8,), "c3": ()}
HELD: Mapping[str, tuple[int, ...]] = {"a1": (), "b2": (9,), "c3": ()}

WITHDRAWALS: Mapping[str, Mapping[int, list[Json]]] = {
    "a1": {6: [{"event": "revoke", "reason": "issued-in-error", "date": "2025-02-01"}]},
    "b2": {
        8: [{"event": "revoke", "reason": "obtained-by-fraud", "date": "2026-05-10"}],
        9: [{"event": "suspend", "reason": "under-review", "date": "2026-09-01"}],
        11: [
            {"event": "suspend", "reason": "under-review", "date": "2026-04-01"},
            {"event": "reinstate", "reason": "review-ended", "date": "2026-06-01"},
        ],
    },
    "c3": {},
}


class Site:
    """The published tree. Enter every award first, then take `files`."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[int, dict[str, Json]]] = {name: {} for name in LISTS}

    def enter(self, name: str, index: int, credential: Json, *, key: str | None = None, **changes: Any) -> Json:
        """Enter an award in the ledger, and give it back."""
        part = self._entries[name].setdefault(index // 1024, {})
        if str(index) in part:
            raise ValueError(f"index {index} of {name} is taken")
        part[str(index)] = entry(credential, key or LISTS[name], **changes)
        return credential

    def ledger_part(self, name: str, part: int) -> Json:
        """One part of the ledger, as published."""
        events = WITHDRAWALS[name]
        return {
            "list": name,
            "part": part,
            "entries": dict(sorted(self._entries[name].get(part, {}).items(), key=lambda item: int(item[0]))),
            "withdrawals": {str(index): events[index] for index in sorted(events) if index // 1024 == part},
        }

    def entries_digest(self, name: str, part: int) -> str:
        """What a compromised key's file would name for a part."""
        return hashlib.sha256(rfc8785.dumps(self.ledger_part(name, part)["entries"])).hexdigest()

    def registry(self) -> Json:
        """`registry.json`."""
        trusted = {"c3": {"0": self.entries_digest("c3", 0), "1": "0" * 64}}
        keys: list[Json] = [
            {"id": method(OLD), "state": "retired", "from": "2024-01-01T00:00:00Z", "until": "2026-01-31T00:00:00Z"},
            {"id": method(NOW), "state": "current", "from": "2026-01-01T00:00:00Z", "until": None},
            {"id": method(P256_KEY), "state": "current", "from": "2026-01-01T00:00:00Z", "until": None},
            {
                "id": method(STOLEN),
                "state": "compromised",
                "from": "2023-01-01T00:00:00Z",
                "until": "2025-06-01T00:00:00Z",
            },
        ]
        for key in keys:
            compromised = {"declared": "2025-06-01T00:00:00Z", "trusted": trusted}
            key["compromised"] = compromised if key["state"] == "compromised" else None
        return {
            "type": "TestamurRegistry",
            "format": 1,
            "name": "Harbour Society registry",
            "baseUrl": BASE,
            "languages": ["en"],
            "example": True,
            "testamur": "0.1.0",
            "commit": None,
            "time": SIGNED,
            "issuers": [
                {
                    "id": ISSUER,
                    "slug": "harbour",
                    "name": ISSUER_NAME,
                    "page": ISSUER_PAGE,
                    "profile": f"{ISSUER_PAGE}profile.json",
                    "scope": [
                        {"definition": SLUG, "from": "2023-01-01", "until": None},
                        {"definition": SHORT, "from": "2026-02-01", "until": "2026-03-31"},
                        {"definition": SHORT, "from": "2026-09-01", "until": None},
                    ],
                    "keys": keys,
                    "lists": [
                        {
                            "name": name,
                            "status": list_address(name),
                            "holds": list_address(f"{name}-holds"),
                            "ledger": f"{ISSUER_PAGE}ledger/{name}/",
                            "parts": sorted(self._entries[name]),
                        }
                        for name in LISTS
                    ],
                },
                {
                    "id": ACCREDITOR,
                    "slug": "accreditor",
                    "name": "Board of Accreditation",
                    "page": ACCREDITOR_PAGE,
                    "profile": f"{ACCREDITOR_PAGE}profile.json",
                    "scope": [],
                    "keys": [
                        {
                            "id": method(VOUCHING, ACCREDITOR),
                            "state": "current",
                            "from": "2026-01-01T00:00:00Z",
                            "until": None,
                            "compromised": None,
                        }
                    ],
                    "lists": [],
                },
            ],
            "definitions": [
                {
                    "slug": SLUG,
                    "page": f"{BASE}credentials/{SLUG}/",
                    "issuer": "harbour",
                    "type": "micro-credential",
                    "title": "Simulation Facilitator",
                    "current": "1.1",
                    "versions": [
                        {
                            "version": version,
                            "id": achievement_address(version),
                            "details": details_address(version),
                            "digest": hashlib.sha256(f"version {version}".encode()).hexdigest() if awarded else None,
                            "awarded": awarded,
                        }
                        for version, awarded in (("1.0", True), ("1.1", False))
                    ],
                },
                *(
                    {
                        "slug": slug,
                        "page": f"{BASE}credentials/{slug}/",
                        "issuer": "harbour",
                        "type": "micro-credential",
                        "title": "Simulation Facilitator",
                        "current": "1.0",
                        "versions": [
                            {
                                "version": "1.0",
                                "id": achievement_address("1.0", slug),
                                "details": details_address("1.0", slug),
                                "digest": None,
                                "awarded": False,
                            }
                        ],
                    }
                    for slug in (SHORT, OTHERS)
                ),
            ],
        }

    def files(self) -> dict[str, bytes]:
        """Every file of the site that a verifier may read, by path."""
        values: dict[str, Any] = {"registry.json": self.registry(), "issuers/harbour/did.json": society_did_document()}
        values["issuers/accreditor/did.json"] = did_document(ACCREDITOR, (VOUCHING,))
        for name in LISTS:
            bits = REVOKED[name] + HELD[name]
            values[f"issuers/harbour/status/{name}.json"] = signed_list(name, bits)
            values[f"issuers/harbour/status/{name}-holds.json"] = signed_list(name, HELD[name], holds=True)
            for part in self._entries[name]:
                values[f"issuers/harbour/ledger/{name}/{part}.json"] = self.ledger_part(name, part)
        for version in ("1.0", "1.1"):
            values[f"credentials/{SLUG}/{version}/achievement.json"] = achievement(version)
            values[f"credentials/{SLUG}/{version}/details.json"] = details(version)
        for slug in (SHORT, OTHERS):
            values[f"credentials/{slug}/1.0/achievement.json"] = achievement("1.0", slug)
        for key in (OLD, NOW):
            values[f"issuers/harbour/keys/{multikey(key)}.json"] = public_jwk(key)
        return {path: json_text(value) for path, value in values.items()}


def public_jwk(key: str) -> Json:
    """The file of a named Ed25519 key."""
    raw = private_key(key).public_key().public_bytes_raw()
    x = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": multikey(key), "use": "sig", "alg": "EdDSA"}


def did_key(key: str) -> str:
    """The did:key of a named seed."""
    return f"did:key:{multikey(key)}"


def did_key_award(key: str = STRANGER, **changes: Any) -> Json:
    """A credential by a did:key issuer that no registry knows, without status or related files."""
    did = did_key(key)
    changes = {"issuer": {"id": did, "type": ["Profile"], "name": "A stranger"}} | changes
    document = unsigned(credentialStatus=None, relatedResource=None) | changes
    document = {member: value for member, value in document.items() if value is not None}
    return signed(document, key, method=f"{did}#{multikey(key)}")
