"""The small registries from which `make_findings.py` makes its faulty ones: one without keys, one with awards.

Everything repeats: seeds are those of tests/keys/, times are fixed.
"""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from testamur import addresses, keys, number, proofs, status
from testamur.check import check_registry
from testamur.check.trusted import trusted_parts
from testamur.credential import frozen_version, json_bytes
from testamur.model import Registry
from testamur.source import SourceFile, Sources
from testamur.times import time_text

ROOT = Path(__file__).resolve().parent.parent
TIME = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE_URL = "https://society.example/registry/"
ISSUER = "society"
DID = addresses.issuer_did(BASE_URL, ISSUER)
SEEDS: dict[str, str] = json.loads((ROOT / "tests/keys/seeds.json").read_text(encoding="utf-8"))

Files = dict[str, bytes]

REGISTRY = """\
name: Registry of the Example Society
description: A small registry for tests.
base_url: https://society.example/registry/
languages: [en]
testamur: "0.1.0"
example: true
"""

ISSUER_TEXT = """\
---
name: Example Society
url: https://society.example/
purpose: To serve the people who look after wounds.
mission: not stated
scope: Wound care.
contact: office@society.example
awards:
  - definition: wound-care
    from: 2026-01-01
---

A fictional society.
"""

DEFINITION = """\
---
title: Wound care for community nurses
type: micro-credential
label: not stated
version: "1.0"
language: en
issuer: society
approver: Education Committee
description: Looking after chronic wounds at home.
summary: The holder can look after a wound at your home.
audience:
  - Community nurses
topics:
  - Wound care
context: Online, then at work.
equivalence: none
basis: competency
outcomes:
  - kind: demonstration
    text: Dresses a wound.
assessments:
  - name: Observed practice
    method: Direct observation.
    pass: All ten steps, twice.
evidence:
  - kind: formal
    what: Observation form
    collected: At work.
    builds: Two observations, a month apart.
components:
  - name: Course
    mode: online, own time
    duration: 6 hours
participation: Enrol on the society's site.
inclusion:
  languages: [en]
  cost: none
  accommodations: not stated
  entry: none
quality:
  assured_by: not stated
  process: not stated
  reviewed: 2026-01-10
  next_review: 2027-01-10
next_steps: none
credits: none
validity:
  period: P3Y
  renewal_when: In the last six months.
  renewal_show: One observed practice.
alignments: none
tracks: none
---

Dresses two wounds under observation.
"""


def plain() -> Files:
    """A registry of three files without a finding: nobody has a key yet."""
    return {
        "registry.yaml": REGISTRY.encode(),
        f"issuers/{ISSUER}/index.md": ISSUER_TEXT.encode(),
        "credentials/wound-care/index.md": DEFINITION.encode(),
    }


def private_key(seed: str) -> Ed25519PrivateKey:
    """The private key made from a named seed."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SEEDS[seed]))


def multikey(seed: str) -> str:
    """The public half of a named seed's key."""
    return keys.public_key_from_raw(keys.ED25519, private_key(seed).public_key().public_bytes_raw()).multibase


def key_file(seed: str, **changes: Any) -> tuple[str, bytes]:
    """The path and bytes of a key file."""
    values = {
        "publicKeyMultibase": multikey(seed),
        "validFrom": "2026-01-05T09:00:00Z",
        "retired": None,
        "compromised": None,
        "lists": ["a1"],
        **changes,
    }
    return f"issuers/{ISSUER}/keys/{values['publicKeyMultibase']}.json", json_bytes(values)


def signed_list(
    name: str,
    indices: tuple[int, ...] = (),
    *,
    holds: bool = False,
    seed: str = "society-2026",
    signed: datetime = datetime(2026, 2, 1, 9, tzinfo=UTC),
    **changes: Any,
) -> tuple[str, bytes]:
    """The path and bytes of a signed list; `changes` are made before signing."""
    address = (addresses.holds_address if holds else addresses.status_address)(BASE_URL, ISSUER, name)
    bits = status.Bitstring.empty()
    for index in indices:
        bits = bits.set(index, value=True)
    document = status.status_list_credential(
        id=address,
        issuer=DID,
        purpose="suspension" if holds else "revocation",
        bits=bits,
        valid_from=time_text(signed),
        valid_until=time_text(signed + timedelta(days=395)),
    )
    secured = proofs.add_proof(
        {**document, **changes},
        sign=private_key(seed).sign,
        verification_method=addresses.verification_method(DID, multikey(seed)),
        created=time_text(signed),
    )
    return f"issuers/{ISSUER}/status/{name}{'-holds' if holds else ''}.json", json_bytes(secured)


def entry_file(index: int, version_digest: str, **changes: Any) -> tuple[str, bytes]:
    """The path and bytes of a ledger entry at its index of the list a1."""
    values = {
        "list": "a1",
        "index": index,
        "definition": "wound-care",
        "version": "1.0",
        "versionDigest": version_digest,
        "issued": "2026-01-20",
        "key": multikey("society-2026"),
        "digest": hashlib.sha256(f"award {index}".encode()).hexdigest(),
        **changes,
    }
    path = f"issuers/{ISSUER}/awards/{values['list']}/{values['index'] // addresses.PART_SIZE}/{values['index']}.json"
    return path, json_bytes(values)


def event_file(index: int, sequence: int, event: str, day: date, reason: str, **changes: Any) -> tuple[str, bytes]:
    """The path and bytes of a withdrawal's event."""
    values = {
        "number": number.number_from("a1", index),
        "list": "a1",
        "index": index,
        "sequence": sequence,
        "event": event,
        "reason": reason,
        "date": day.isoformat(),
        **changes,
    }
    return f"issuers/{ISSUER}/withdrawals/{number.number_from('a1', index)}/{sequence}.json", json_bytes(values)


AWARDED = (7, 4711, 90000)
REVOKED, HELD = 4711, 90000


def keyed() -> Files:
    """A registry with a key, three awards of a frozen version (one revoked, one on hold) and signed lists."""
    files = plain()
    frozen = frozen_version(_only(files).achievements[0].current, _only(files).settings, _only(files).issuers[0])
    for name, data in frozen.files.items():
        files[f"credentials/wound-care/versions/1.0/{name}"] = data
    files.update(
        [
            key_file("society-2026"),
            *(entry_file(index, frozen.digest) for index in AWARDED),
            event_file(REVOKED, 1, "revoke", date(2026, 1, 25), "issued-in-error"),
            event_file(HELD, 1, "suspend", date(2026, 1, 26), "under-review"),
            signed_list("a1", (REVOKED, HELD)),
            signed_list("a1", (HELD,), holds=True),
        ]
    )
    return files


def trusted(files: Files) -> dict[str, dict[str, str]]:
    """What `keys compromised` writes of the ledger in the files."""
    parts = trusted_parts(_only(files).issuers[0].ledger, ["a1"])
    return {name: {str(part): digest for part, digest in digests.items()} for name, digests in parts.items()}


def version_digest(files: Files) -> str:
    """The digest that the base registry's awards recorded."""
    entry = next(data for path, data in files.items() if "/awards/" in path)
    return str(json.loads(entry)["versionDigest"])


def sources_of(files: Files) -> Sources:
    """The files as sources."""
    return Sources({path: SourceFile(path, data) for path, data in sorted(files.items())})


def _only(files: Files) -> Registry:
    checked = check_registry(sources_of(files), at=TIME, tool_version="0.1.0")
    if checked.registry is None:
        raise SystemExit("\n".join(str(finding) for finding in checked.findings))
    return checked.registry
