"""The files that programs read, byte for byte ours (docs/formats.md, "What the site publishes").

One idea: what was frozen or signed is published as committed; everything else is made from checked values in a fixed
order, so that two builds of one commit are equal.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from testamur import addresses
from testamur.credential import json_bytes, ledger_row, profile_document
from testamur.did import did_document, did_keys, jwk, jwks
from testamur.kept import Kept
from testamur.model import Achievement, FrozenVersion, Issuer, Key, Registry, StatusList, Withdrawal
from testamur.pages import BuildFacts
from testamur.seal import seal_file
from testamur.site.endorsing import described, embedded, endorsement_files, of_issuer
from testamur.site.languages import for_the_browser
from testamur.site.offline import PROGRAM
from testamur.site.painting import ink_of, painted
from testamur.site.styles import BASE, with_base
from testamur.site.versions import published_versions
from testamur.times import time_text

_PUBLISHED = {
    "site/_headers": "_headers",
    "site/assets/": "assets/",
    "site/catalogue/dist/": "catalogue/",
    "site/verifier/dist/": "verify/",
}


def machine_files(
    registry: Registry,
    facts: BuildFacts,
    site_sources: Mapping[str, bytes],
    schemas: Mapping[str, bytes],
    kept: Kept | None = None,
) -> dict[str, bytes]:
    """Every file of the site that no template draws, by its path.

    `registry` is a checked one, `site_sources` what `load.read_site_sources` read, `schemas` our JSON Schemas by file
    name, `kept` what an earlier build answered. Nothing is signed here.
    """
    kept = Kept() if kept is None else kept
    versions = {each.slug: published_versions(each, registry, kept) for each in registry.achievements}
    base_url, ink = registry.settings.base_url, ink_of(registry.settings.accent)
    files: dict[str, bytes] = {
        ".nojekyll": b"",
        "registry.json": json_bytes(_description(registry, facts, versions)),
    }
    if (logo := registry.settings.logo) is not None:
        files[f"assets/{logo.name}"] = logo.data
    for issuer in registry.issuers:
        files |= _issuer_files(issuer, registry)
    for slug, published in versions.items():
        files |= kept.answer(slug, _version_files, slug, published, base_url, ink)
    files |= endorsement_files(registry, versions)
    files |= {f"schemas/{name}": data for name, data in schemas.items()}
    for path, data in site_sources.items():
        for source, target in _PUBLISHED.items():
            if path.startswith(source) and path != PROGRAM:
                files[target + path.removeprefix(source)] = data
    files |= for_the_browser(site_sources)
    return painted(with_base(files, site_sources.get(BASE, b"")), registry.settings.accent)


def _version_files(slug: str, versions: Sequence[FrozenVersion], base_url: str, ink: str) -> dict[str, bytes]:
    files = {}
    for version in versions:
        folder = addresses.version_page(base_url, slug, version.definition.version)
        for name, data in version.files.items():
            if name != "index.md":
                files[addresses.path_under(base_url, folder + name)] = data
        # Beside a verdict stands the seal, also of a version that has a badge of its own.
        if "seal.svg" not in version.files:
            seal = addresses.seal_address(base_url, slug, version.definition.version)
            files[addresses.path_under(base_url, seal)] = seal_file(version.digest, ink=ink)
    return files


def _description(
    registry: Registry, facts: BuildFacts, versions: Mapping[str, tuple[FrozenVersion, ...]]
) -> dict[str, Any]:
    settings = registry.settings
    # Frozen is not yet awarded: an award can be given up between the two.
    awarded = {(entry.definition, entry.version) for issuer in registry.issuers for entry in issuer.ledger}
    return {
        "type": "TestamurRegistry",
        "format": 1,
        "name": settings.name,
        "baseUrl": settings.base_url,
        "languages": list(settings.languages),
        "example": settings.example,
        "testamur": facts.testamur,
        "commit": facts.commit,
        "time": time_text(facts.time),
        "issuers": [_described_issuer(issuer, settings.base_url) for issuer in registry.issuers],
        "definitions": [
            _described_definition(each, settings.base_url, versions[each.slug], awarded)
            for each in registry.achievements
        ],
        **described(registry),
    }


def _described_issuer(issuer: Issuer, base_url: str) -> dict[str, Any]:
    did = addresses.issuer_did(base_url, issuer.slug)
    return {
        "id": did,
        "slug": issuer.slug,
        "name": issuer.name,
        "page": addresses.issuer_page(base_url, issuer.slug),
        "profile": addresses.profile_address(base_url, issuer.slug),
        "scope": [
            {
                "definition": item.definition,
                "from": item.valid_from.isoformat(),
                "until": item.valid_until.isoformat() if item.valid_until else None,
            }
            for item in issuer.scope
        ],
        "keys": [_described_key(did, key) for key in issuer.keys],
        "lists": [
            {
                "name": each.name,
                "status": addresses.status_address(base_url, issuer.slug, each.name),
                "holds": addresses.holds_address(base_url, issuer.slug, each.name),
                "ledger": addresses.ledger_address(base_url, issuer.slug, each.name),
                "parts": sorted(_parts(issuer, each)),
            }
            for each in issuer.lists
        ],
    }


def _described_key(did: str, key: Key) -> dict[str, Any]:
    compromised = key.compromised
    declared = compromised.declared if compromised is not None else None
    ends = [moment for moment in (key.retired, declared) if moment is not None]
    return {
        "id": addresses.verification_method(did, key.multikey),
        "state": key.state,
        "from": time_text(key.valid_from),
        "until": time_text(min(ends)) if ends else None,
        "compromised": None
        if compromised is None
        else {
            "declared": time_text(compromised.declared),
            "trusted": {
                name: {str(part): digest for part, digest in sorted(parts.items())}
                for name, parts in sorted(compromised.trusted.items())
            },
        },
    }


def _described_definition(
    achievement: Achievement,
    base_url: str,
    published: Sequence[FrozenVersion],
    awarded: Container[tuple[str, str]],
) -> dict[str, Any]:
    slug = achievement.slug
    frozen = {version.definition.version for version in achievement.versions}
    return {
        "slug": slug,
        "page": addresses.definition_page(base_url, slug),
        "issuer": achievement.current.issuer,
        "type": achievement.current.type,
        "title": achievement.current.title,
        "current": achievement.current.version,
        "versions": [
            {
                "version": name,
                "id": addresses.achievement_address(base_url, slug, name),
                "details": addresses.details_address(base_url, slug, name),
                "digest": version.digest if name in frozen else None,
                "awarded": (slug, name) in awarded,
            }
            for version in published
            for name in (version.definition.version,)
        ],
    }


def _issuer_files(issuer: Issuer, registry: Registry) -> dict[str, bytes]:
    base_url = registry.settings.base_url
    did = addresses.issuer_did(base_url, issuer.slug)
    keys = did_keys(issuer)
    profile = profile_document(issuer, registry.settings) | embedded(of_issuer(registry, issuer.slug))
    made: dict[str, bytes] = {
        addresses.did_document_address(base_url, issuer.slug): json_bytes(did_document(did, keys)),
        addresses.key_set_address(base_url, issuer.slug): json_bytes(jwks(keys)),
        addresses.profile_address(base_url, issuer.slug): json_bytes(profile),
    }
    for each in keys:
        made[addresses.key_address(base_url, issuer.slug, each.key.multibase)] = json_bytes(jwk(each.key))
    for status_list in issuer.lists:
        name = status_list.name
        made[addresses.status_address(base_url, issuer.slug, name)] = status_list.status
        made[addresses.holds_address(base_url, issuer.slug, name)] = status_list.holds
        for number, document in ledger_parts(issuer, name):
            made[addresses.part_address(base_url, issuer.slug, name, number)] = json_bytes(document)
    return {addresses.path_under(base_url, address): data for address, data in made.items()}


def _parts(issuer: Issuer, status_list: StatusList) -> set[int]:
    return {entry.index // addresses.PART_SIZE for entry in issuer.ledger if entry.list == status_list.name}


def _published_event(event: Withdrawal) -> dict[str, str]:
    return {"event": event.event, "reason": event.reason, "date": event.date.isoformat()}


def ledger_parts(issuer: Issuer, list_name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The published parts of a list's ledger, each with its number."""
    entries: dict[int, dict[str, Any]] = {}
    events: dict[int, dict[str, list[dict[str, str]]]] = {}
    for entry in sorted(issuer.ledger, key=lambda each: each.index):
        if entry.list == list_name:
            part = entries.setdefault(entry.index // addresses.PART_SIZE, {})
            part[str(entry.index)] = ledger_row(entry)
    for event in sorted(issuer.withdrawals, key=lambda each: (each.index, each.sequence)):
        if event.list == list_name:
            part_events = events.setdefault(event.index // addresses.PART_SIZE, {})
            part_events.setdefault(str(event.index), []).append(_published_event(event))
    for number, part in sorted(entries.items()):
        yield number, {"list": list_name, "part": number, "entries": part, "withdrawals": events.get(number, {})}
