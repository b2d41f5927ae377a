"""Makes tokens with openbadgeslib under keys made for this run (did:key); the tokens by algorithm as JSON.

It writes the key into the header, as `jwk`, and no `kid`: whoever reads it has to find the key in the issuer's name.
"""

import json
import sys
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3 import Achievement, Issuer, OB3LdpSigner, OB3Signer, OpenBadgeCredential

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def pem_of(private: Any) -> bytes:
    """A private key without a passphrase."""
    encoded: bytes = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return encoded


def did_of_p256(private: Any) -> str:
    """The did:key of a key of P-256, which this library has no function for."""
    point = private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    number, text = int.from_bytes(b"\x80\x24" + point, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    return f"did:key:z{text}"


def badge(issuer: str) -> OpenBadgeCredential:
    """A badge by an issuer."""
    return OpenBadgeCredential(
        issuer=Issuer(id=issuer, name="A society elsewhere"),
        recipient_id="did:example:holder",
        achievement=Achievement(
            id="https://elsewhere.example/achievements/1",
            name="Wound care",
            description="Looks after wounds.",
            criteria_narrative="Dresses a wound.",
        ),
    )


def main() -> None:
    """One token an algorithm that our verifiers take."""
    ed25519, p256 = Ed25519PrivateKey.generate(), generate_private_key(SECP256R1())
    did = OB3LdpSigner(pem_of(ed25519)).verification_method.partition("#")[0]
    tokens = {
        "EdDSA": OB3Signer(pem_of(ed25519), algorithm="EdDSA").sign(badge(did)),
        "ES256": OB3Signer(pem_of(p256), algorithm="ES256").sign(badge(did_of_p256(p256))),
    }
    json.dump(tokens, sys.stdout)


main()
