"""Asks openvc-core about credentials: JSON on standard input (`run.py` says what), JSON on standard output.

Its guarded fetch refuses loopback on purpose, so its public options get a plain one instead; lists go through its own
resolver, which verifies them.
"""

import json
import ssl
import sys
import urllib.request
from typing import Any

from openvc import verify_credential
from openvc.did.base import DidResolverRegistry
from openvc.did.did_web import DidWebResolver
from openvc.errors import OpenvcError
from openvc.proof.errors import SignatureInvalid
from openvc.resolvers import default_status_list_resolver
from openvc.status import CredentialRevoked


def main() -> None:
    """One answer a credential."""
    asked = json.load(sys.stdin)
    trusted = ssl.create_default_context(cafile=asked["ca"])

    def fetch(url: str) -> str:
        if not url.startswith("https://"):
            raise ValueError(url)
        with urllib.request.urlopen(url, context=trusted, timeout=10) as response:  # noqa: S310 - https alone, above
            text: str = response.read().decode()
        return text

    resolver = DidResolverRegistry([DidWebResolver(lambda url: json.loads(fetch(url)))])
    lists = default_status_list_resolver(resolver=resolver, extra_contexts=asked["contexts"], fetch=fetch)

    def answer(credential: dict[str, Any]) -> dict[str, str]:
        try:
            result = verify_credential(
                credential, resolver=resolver, resolve_status_list=lists, extra_contexts=asked["contexts"]
            )
        except CredentialRevoked as refusal:
            return {"outcome": "revoked", "says": f"{type(refusal).__name__}: {refusal}"}
        except SignatureInvalid as refusal:
            return {"outcome": "signature refused", "says": f"{type(refusal).__name__}: {refusal}"}
        except OpenvcError as refusal:
            return {"outcome": "failed", "says": f"{type(refusal).__name__}: {refusal}"}
        if result.status is None:
            return {"outcome": "status not read", "says": result.format}
        return {"outcome": "verified", "says": f"{result.format}, revoked {result.status.revoked}"}

    answers = {name: answer(credential) for name, credential in asked["credentials"].items()}
    json.dump({"answers": answers}, sys.stdout)


main()
