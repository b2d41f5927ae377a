"""From a plan to signed credentials and ledger entries (Open Badges 3.0, VC Data Integrity 1.0)."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from testamur import addresses
from testamur.canon import CanonError, Shapes
from testamur.credential import Document, credential_digest, json_bytes, unsigned_credential
from testamur.findings import Finding, FindingsError, Place, printable
from testamur.issue.plan import Plan, Planned, issuer_of, version_of
from testamur.issue.tokens import TOKEN_FORMS, award_token
from testamur.keys import public_key_from_multibase
from testamur.model import FrozenVersion, LedgerEntry, Registry
from testamur.proofs import add_proof
from testamur.times import time_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One award signed: the holder's file (name and bytes) and the entry for the ledger."""

    file: str
    data: bytes
    entry: LedgerEntry


def planned_version(registry: Registry, plan: Plan) -> FrozenVersion:
    """The version that the plan awards. Raises FindingsError when it is not the one it was when the plan was made."""
    version = version_of(registry, plan.definition, plan.version)
    if version.digest != plan.version_digest:
        message = f"version {plan.version} was changed while its awards were being made"
        hint = "bring the definition back as it was, then run the same command again"
        place = Place(file=f"credentials/{plan.definition}/index.md")
        raise FindingsError([Finding(code="issue-version", place=place, message=message, hint=hint)])
    return version


def sign_award(
    registry: Registry,
    plan: Plan,
    award: Planned,
    version: FrozenVersion,
    signer: Callable[[bytes], bytes],
    *,
    shapes: Shapes | None = None,
) -> Signed:
    """One award of the plan, signed. `version` comes from `planned_version`; `signer` signs with the plan's key.

    `shapes`, shared by the awards of a cohort, makes all but the first few fast. The same arguments give the same
    bytes, with `shapes` or without. Raises FindingsError when the credential would not mean one thing to
    everybody.
    """
    issuer = issuer_of(registry, plan.issuer)
    credential = unsigned_credential(
        settings=registry.settings,
        issuer=issuer,
        version=version,
        identifier=award.identifier,
        list_name=plan.list,
        index=award.index,
        issued=award.issued,
        holder_name=award.name,
        holder_id=award.recipient,
    )
    try:
        data = _signed(registry, plan, credential, signer, shapes)
    except CanonError as cause:
        message = f"the award to {printable(award.name)} can't be signed: {cause}"
        hint = "look whether the recipient is the issuer itself, or whether the definition says one thing twice"
        place = Place(file=f"credentials/{plan.definition}/index.md" if "/achievement" in cause.pointer else "")
        raise FindingsError([Finding(code="issue-unsignable", place=place, message=message, hint=hint)]) from cause
    return Signed(
        file=holder_file(plan, award),
        data=data,
        entry=LedgerEntry(
            list=plan.list,
            index=award.index,
            definition=plan.definition,
            version=plan.version,
            version_digest=version.digest,
            issued=award.issued,
            key=plan.key,
            digest=credential_digest(credential),
        ),
    )


def _signed(
    registry: Registry, plan: Plan, credential: Document, signer: Callable[[bytes], bytes], shapes: Shapes | None
) -> bytes:
    base_url = registry.settings.base_url
    if plan.suite in TOKEN_FORMS:
        token = award_token(
            credential,
            plan.suite,
            base_url=base_url,
            issuer=plan.issuer,
            key=plan.key,
            created=plan.created,
            sign=signer,
            shapes=shapes,
        )
        # No line feed at its end: other people's programs take every byte of the file for the token.
        return token.encode("ascii")
    signed = add_proof(
        credential,
        sign=signer,
        verification_method=addresses.verification_method(addresses.issuer_did(base_url, plan.issuer), plan.key),
        created=time_text(plan.created),
        suite=plan.suite,
        key_type=public_key_from_multibase(plan.key).type,
        shapes=shapes,
    )
    return json_bytes(signed)


def holder_file(plan: Plan, award: Planned) -> str:
    """The name of the holder's file: the person's name in plain letters, so far as it has any, and the number."""
    ascii_name = unicodedata.normalize("NFKD", award.name).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", ascii_name)
    return "-".join([*words, plan.number(award)])[-120:] + (".jwt" if plan.suite in TOKEN_FORMS else ".json")
