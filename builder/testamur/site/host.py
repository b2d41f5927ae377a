"""What a site has only where it is the root of its host: what searching programs read, and who answers for the host.

One idea: these files are looked for at one place of a host and nowhere else, so under a path they would only mislead.
"""

from testamur.credential import json_bytes
from testamur.did import DID_CONTEXTS


def host_files(base_url: str) -> dict[str, bytes]:
    """`robots.txt` (RFC 9309, section 2.3) and the host's own did:web, by their paths; nothing under a path.

    Nothing is signed in the name of the registry itself, only in an issuer's. So its DID document (DID Core 1.0,
    section 5) has no key and its key set (RFC 7517, section 5) is empty: what claims to be signed by the host is not.
    """
    host = base_url.removeprefix("https://").removesuffix("/")
    if "/" in host:
        return {}
    did = f"did:web:{host.replace(':', '%3A')}"
    document = {
        "@context": list(DID_CONTEXTS[:1]),
        "id": did,
        "alsoKnownAs": [base_url],
        "service": [
            {"id": f"{did}#registry", "type": "CredentialRegistry", "serviceEndpoint": f"{base_url}registry.json"}
        ],
    }
    return {
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {base_url}sitemap.xml\n".encode(),
        ".well-known/did.json": json_bytes(document),
        ".well-known/jwks.json": json_bytes({"keys": []}),
    }
