"""Which host an address and an issuer are on: what nobody signed counts only where its issuer is at home.

The one idea: two hosts are one where their names and ports are the same text; a name that could be read in two ways is
no host at all.
"""

from testamur.did import DidError, did_web_url, https_host


def host_of_address(address: str) -> str | None:
    """The host (with a port that is not 443) of an https address; None for any other, and for what no did:web has."""
    try:
        return https_host(address)
    except DidError:
        return None


def host_of_issuer(issuer: str) -> str | None:
    """The host of a did:web or of an https issuer; None for any other."""
    try:
        return https_host(issuer if issuer.startswith("https://") else did_web_url(issuer))
    except DidError:
        return None


def is_on_host_of(address: str, issuer: str) -> bool:
    """Whether an https address is on the host of an issuer."""
    host = host_of_issuer(issuer)
    return host is not None and host_of_address(address) == host
