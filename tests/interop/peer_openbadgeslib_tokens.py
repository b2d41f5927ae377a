"""Asks openbadgeslib about tokens: JSON on standard input (`run.py` says what), JSON on standard output.

By Open Badges a `kid` is an address that answers with the key. The library resolves did:web alone, so the key is
fetched here and its public constructor takes it, bound to the issuer; where the `kid` is a DID URL it finds the key
itself. The status list is read without its signature, since that is no JWT.
"""

import base64
import json
import ssl
import sys
import urllib.request

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier


def main() -> None:
    """One answer a token."""
    asked = json.load(sys.stdin)
    trusted = ssl.create_default_context(cafile=asked["ca"])

    def download(url: str) -> bytes:
        if not url.startswith("https://"):
            raise ValueError(url)
        with urllib.request.urlopen(url, context=trusted, timeout=10) as response:  # noqa: S310 - https alone, above
            content: bytes = response.read()
        return content

    def verifier_of(kid: str, issuer: str) -> OB3Verifier:
        if not kid.startswith("https://"):
            return OB3Verifier.for_issuer_did(issuer, download=download)
        key = public_key(json.loads(download(kid)))
        pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        return OB3Verifier(pem, issuer_did=issuer)

    def answer(token: str) -> dict[str, str]:
        header, payload = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
        try:
            verifier = verifier_of(header["kid"], payload["issuer"]["id"])
            badge = verifier.verify(token, check_status=True, verify_status_list=False, download=download)
        except OB3VerificationError as refusal:
            return {"outcome": outcome(str(refusal)), "says": str(refusal)}
        if not badge.credential_status:
            return {"outcome": "status not read", "says": "verified"}
        return {"outcome": "verified", "says": "verified, status clear"}

    json.dump({"answers": {name: answer(token) for name, token in asked["credentials"].items()}}, sys.stdout)


def public_key(jwk: dict[str, str]) -> ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey:
    """The key of a JWK of Ed25519 or P-256."""
    x, *y = (base64.urlsafe_b64decode(jwk[name] + "==") for name in ("x", "y") if name in jwk)
    if not y:
        return ed25519.Ed25519PublicKey.from_public_bytes(x)
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\4" + x + y[0])


def outcome(words: str) -> str:
    """What a refusal was for; this library has one exception for all of them, so its words have to tell."""
    if words.startswith("Credential status 'revocation' is set"):
        return "revoked"
    return "signature refused" if "signature" in words.lower() else "failed"


main()
