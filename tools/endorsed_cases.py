"""For `make_findings.py`: a council outside the registry, and what may be wrong with its word."""

from collections.abc import Callable
from typing import Any, Final

from testamur import addresses, did, keys, proofs, status
from testamur.credential import endorsement_document, json_bytes

from tools import findings_base as base
from tools.findings_base import Files

COUNCIL: Final = "did:web:council.example"
DOCUMENT: Final = "endorsers/council.json"
AWARD: Final = "credentials/wound-care/endorsements/council.json"
BODY: Final = "issuers/society/endorsements/council.json"
NAMED: Final = """\
endorsers:
  - id: did:web:council.example
    name: Example Council
    url: not stated
"""
_LIST: Final = "https://council.example/withdrawals.json"
STATUS: Final = {
    "id": f"{_LIST}#7",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": _LIST,
}
_ABOUT: Final = addresses.achievement_address(base.BASE_URL, "wound-care", "1.0")

Edit = Callable[[Files], None]


def document(seed: str = "council-2025", name: str = COUNCIL) -> bytes:
    """The council's DID document."""
    public = keys.public_key_from_multibase(base.multikey(seed))
    return json_bytes(did.did_document(name, [did.DidKey(key=public)]))


def endorsement(
    *,
    about: str = _ABOUT,
    by: str = COUNCIL,
    seed: str = "council-2025",
    valid_from: str = "2026-01-01T00:00:00Z",
    valid_until: str | None = None,
    **changes: Any,
) -> bytes:
    """A signed endorsement; `changes` are made before signing, and a member that is None is left out."""
    made = endorsement_document(
        id="urn:uuid:00000000-0000-4000-8000-000000000001",
        endorser={"id": by, "type": ["Profile"], "name": "Example Council"},
        about=about,
        comment="We watched how it is assessed.",
        valid_from=valid_from,
        valid_until=valid_until,
    )
    changed = {name: value for name, value in {**made, **changes}.items() if value is not None}
    return json_bytes(_signed(changed, by, seed, "2026-01-01T00:00:00Z"))


def status_list(*withdrawn: int) -> bytes:
    """The council's own status list."""
    bits = status.Bitstring.empty()
    for index in withdrawn:
        bits = bits.set(index, value=True)
    made = status.status_list_credential(
        id=_LIST,
        issuer=COUNCIL,
        purpose="revocation",
        bits=bits,
        valid_from="2026-02-01T00:00:00Z",
        valid_until="2027-02-01T00:00:00Z",
    )
    return json_bytes(_signed(made, COUNCIL, "council-2025", "2026-02-01T00:00:00Z"))


def _signed(document: dict[str, Any], by: str, seed: str, created: str) -> dict[str, Any]:
    method = addresses.verification_method(by, base.multikey(seed))
    return proofs.add_proof(document, sign=base.private_key(seed).sign, verification_method=method, created=created)


def endorsed(*, named: str = NAMED, path: str = AWARD, data: bytes | None = None, **changes: Any) -> Edit:
    """Name the council, save its DID document, and put an endorsement into a folder."""

    def edit(files: Files) -> None:
        files["registry.yaml"] = files["registry.yaml"].replace(b"example: true\n", named.encode() + b"example: true\n")
        files[DOCUMENT] = document()
        files[path] = endorsement(**changes) if data is None else data

    return edit
