"""Asks openbadgeslib about credentials: JSON on standard input (`run.py` says what), JSON on standard output.

Its public option `download` gets a fetch that trusts the certificate of this run; the contexts are its own copies.
It verifies the signature of a status list only where that is a JWT, and ours is not: so each credential is asked about
twice, by its default, which refuses every such list, and with its public option `verify_status_list=False`.
"""

import json
import ssl
import sys
import urllib.request
from typing import Any

from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError


def main() -> None:
    """One answer a credential."""
    asked = json.load(sys.stdin)
    trusted = ssl.create_default_context(cafile=asked["ca"])

    def download(url: str) -> bytes:
        if not url.startswith("https://"):
            raise ValueError(url)
        with urllib.request.urlopen(url, context=trusted, timeout=10) as response:  # noqa: S310 - https alone, above
            content: bytes = response.read()
        return content

    def answer(credential: dict[str, Any], *, list_signature: bool) -> dict[str, str]:
        verifier = OB3LdpVerifier.for_issuer_did(credential["issuer"]["id"])
        try:
            badge = verifier.verify(credential, check_status=True, download=download, verify_status_list=list_signature)
        except OB3VerificationError as refusal:
            return {"outcome": outcome(str(refusal)), "says": str(refusal)}
        if not badge.credential_status:
            return {"outcome": "status not read", "says": "verified"}
        return {"outcome": "verified", "says": "verified, status clear"}

    answers = {
        name: {
            **answer(credential, list_signature=False),
            "list_signature": answer(credential, list_signature=True)["outcome"],
        }
        for name, credential in asked["credentials"].items()
    }
    json.dump({"answers": answers}, sys.stdout)


def outcome(words: str) -> str:
    """What a refusal was for; this library has one exception for all of them, so its words have to tell."""
    if words.startswith("Credential status 'revocation' is set"):
        return "revoked"
    if "is not a signed JWT-VC" in words:
        return "unknown to it"
    return "signature refused" if "signature" in words.lower() else "failed"


main()
