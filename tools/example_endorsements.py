"""What a fictional council says of the fictional society and of one of its awards, signed with a published seed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from testamur import addresses, proofs
from testamur.credential import endorsement_document, json_bytes
from testamur.did import DidKey, did_document
from testamur.keys import ED25519, public_key_from_raw
from testamur.model import Registry
from testamur.times import time_text

SEED = "council-2025"
COUNCIL = "did:web:council.example"
_SIGNED_AT = datetime(2025, 10, 1, 9, tzinfo=UTC)
_ENDS = datetime(2028, 9, 30, 23, 59, 59, tzinfo=UTC)
_OF_THE_AWARD = (
    "We sat in on a practical day and read the checklists of two groups of nurses. The assessment tests what the "
    "outcomes promise, and the pass rules are applied as they are written. Our members count this award "
    "when they assign nurses to home visits. Like the society, this council is fictional."
)
_OF_THE_SOCIETY = (
    "The society says who approves its awards and when each is reviewed, and takes back in public what it awarded in "
    "error. Like the society, this council is fictional."
)


def council_files(registry: Registry, seeds: Mapping[str, str], *, issuer: str, award: str) -> dict[str, bytes]:
    """The council's DID document, and its endorsements of an issuer and of the current version of an award."""
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seeds[SEED]))
    public = public_key_from_raw(ED25519, private.public_key().public_bytes_raw())
    base_url = registry.settings.base_url
    definition = next(each.current for each in registry.achievements if each.slug == award)
    (council,) = (each for each in registry.settings.endorsers if each.id == COUNCIL)
    profile = {"id": COUNCIL, "type": ["Profile"], "name": council.name, "url": "https://council.example/"}
    said = (
        (
            f"credentials/{award}/endorsements/council.json",
            addresses.achievement_address(base_url, award, definition.version),
            _OF_THE_AWARD,
        ),
        (f"issuers/{issuer}/endorsements/council.json", addresses.issuer_did(base_url, issuer), _OF_THE_SOCIETY),
    )
    files = {"endorsers/council.json": json_bytes(did_document(COUNCIL, [DidKey(key=public)]))}
    for number, (path, about, comment) in enumerate(said, start=1):
        document = endorsement_document(
            id=UUID(int=number, version=4).urn,
            endorser=profile,
            about=about,
            comment=comment,
            valid_from=time_text(_SIGNED_AT),
            valid_until=time_text(_ENDS),
        )
        files[path] = json_bytes(
            proofs.add_proof(
                document,
                sign=private.sign,
                verification_method=addresses.verification_method(COUNCIL, public.multibase),
                created=time_text(_SIGNED_AT),
            )
        )
    return files
