"""What a report says of whoever signed: the DID or address, the registry's name for it, the host that it names."""

from testamur.verify.hosts import host_of_issuer
from testamur.verify.registry import RegistryIssuer
from testamur.verify.report import IssuerFacts


def issuer_facts(did: str, issuer: RegistryIssuer | None) -> IssuerFacts:
    """The facts on an issuer whose proof held; `issuer` is the registry's word on it, None where none knows it."""
    return IssuerFacts(id=did, name=None if issuer is None else issuer.name, domain=_domain(did))


def _domain(issuer: str) -> str | None:
    host = host_of_issuer(issuer)
    return None if host is None else host.partition(":")[0]
