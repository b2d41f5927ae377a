"""Makes a badge with openbadgeslib under a key made for this run (did:key); the signed badge by name as JSON."""

import json
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3 import Achievement, Issuer, OB3LdpSigner, OpenBadgeCredential


def main() -> None:
    """The badge of the one kind of proof that this library makes."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = OB3LdpSigner(pem)
    credential = OpenBadgeCredential(
        issuer=Issuer(id=signer.verification_method.partition("#")[0], name="A society elsewhere"),
        recipient_id="did:example:holder",
        achievement=Achievement(
            id="https://elsewhere.example/achievements/1",
            name="Wound care",
            description="Looks after wounds.",
            criteria_narrative="Dresses a wound.",
        ),
    )
    json.dump({"eddsa-rdfc-2022": signer.sign(credential)}, sys.stdout)


main()
