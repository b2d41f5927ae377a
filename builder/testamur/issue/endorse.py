"""Endorsing what another organisation awards, or that organisation (Open Badges 3.0, EndorsementCredential)."""

import uuid
from collections.abc import Callable
from datetime import datetime

from testamur import addresses, canon, proofs
from testamur.credential import endorsement_document, json_bytes
from testamur.issue.plan import Entropy
from testamur.keys import public_key_from_multibase
from testamur.model import Issuer, Settings, Silence
from testamur.times import time_text


def sign_endorsement(
    settings: Settings,
    issuer: Issuer,
    *,
    about: str,
    comment: str,
    until: datetime | None,
    key: str,
    signer: Callable[[bytes], bytes],
    entropy: Entropy,
    now: datetime,
) -> bytes:
    """What `issuer` says of `about`, signed by its `key` (a multikey), good from now until then.

    `about` is the id of an achievement or the DID of an issuer, which is not asked for here. Raises CanonError where
    the words would not mean one thing to everybody.
    """
    did = addresses.issuer_did(settings.base_url, issuer.slug)
    endorser: dict[str, object] = {"id": did, "type": ["Profile"], "name": issuer.name}
    if not isinstance(issuer.url, Silence):
        endorser["url"] = issuer.url
    created = time_text(now)
    document = endorsement_document(
        id=f"urn:uuid:{uuid.UUID(bytes=entropy(16), version=4)}",
        endorser=endorser,
        about=about,
        comment=comment,
        valid_from=created,
        valid_until=None if until is None else time_text(until),
    )
    canon.check_closed(document)
    key_type = public_key_from_multibase(key).type
    signed = proofs.add_proof(
        document,
        sign=signer,
        verification_method=addresses.verification_method(did, key),
        created=created,
        suite=proofs.suites_for(key_type)[0],
        key_type=key_type,
    )
    return json_bytes(signed)
