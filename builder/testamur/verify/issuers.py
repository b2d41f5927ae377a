"""What a report says of whoever signed: the DID, the registry's name for it, the host that it names."""

import re

from testamur.did import DidError, did_web_url
from testamur.verify.registry import RegistryIssuer
from testamur.verify.report import IssuerFacts


def issuer_facts(did: str, issuer: RegistryIssuer | None) -> IssuerFacts:
    """The facts on a DID whose proof held; `issuer` is the registry's word on it, None where no registry knows it."""
    return IssuerFacts(id=did, name=None if issuer is None else issuer.name, domain=_domain(did))


def _domain(did: str) -> str | None:
    try:
        address = did_web_url(did)
    except DidError:
        return None
    return re.split("[:/]", address.removeprefix("https://"), maxsplit=1)[0]
