"""One side of `benchmarks/sign_cohort.py`, in an environment of its own: prints the milliseconds of a signature."""

import gc
import hashlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CREATED = "2026-03-01T09:00:00Z"
Sign = Callable[[dict[str, Any]], object]


def testamur(method: str, key: str) -> Sign:
    """What `testamur issue` does for each award, without the files."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from testamur.canon import Shapes
    from testamur.proofs import add_proof

    private: Any = load_pem_private_key(key.encode(), None)
    shapes = Shapes()
    return lambda document: add_proof(
        document, sign=private.sign, verification_method=method, created=CREATED, shapes=shapes
    )


def pyld(method: str, key: str) -> Sign:
    """eddsa-rdfc-2022 by PyLD's own canonicalisation, its contexts kept between documents."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from pyld import jsonld
    from testamur import vendored
    from testamur.keys import base58_from_bytes

    private: Any = load_pem_private_key(key.encode(), None)
    contexts = {entry.url: vendored.context_document(entry.url) for entry in vendored.manifest()}

    def load(url: str, _: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": contexts[url], "tag": "static"}

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}

    def digest(document: dict[str, Any]) -> bytes:
        return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()

    def sign(document: dict[str, Any]) -> dict[str, Any]:
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": CREATED,
            "verificationMethod": method,
            "proofPurpose": "assertionMethod",
        }
        joined = digest({**proof, "@context": document["@context"]}) + digest(document)
        return {**document, "proof": {**proof, "proofValue": "z" + base58_from_bytes(private.sign(joined))}}

    return sign


def openbadgeslib(method: str, key: str) -> Sign:
    """Its function for a document with an embedded proof."""
    from openbadgeslib.ob3 import add_data_integrity_proof

    return lambda document: add_data_integrity_proof(document, key, method)


def joserfc(method: str, key: str) -> Sign:
    """The credential as the claims of a JWT, which needs no canonical form."""
    from joserfc import jwt
    from joserfc.jwk import OKPKey

    private = OKPKey.import_key(key)
    return lambda document: jwt.encode({"alg": "Ed25519", "kid": method}, document, private, algorithms=["Ed25519"])


SIDES = {"testamur": testamur, "PyLD": pyld, "openbadgeslib": openbadgeslib, "joserfc, a JWT": joserfc}


def main() -> None:
    """Sign what the file on the command line asks for."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sign = SIDES[asked["side"]](asked["method"], asked["key"])
    first, *rest = asked["documents"]
    sign(first)
    # A society makes each document as it signs it; here all wait in memory, and the collector need not look at them.
    gc.freeze()
    start = time.perf_counter()
    for document in rest:
        sign(document)
    print(1000 * (time.perf_counter() - start) / len(rest))


if __name__ == "__main__":
    main()
