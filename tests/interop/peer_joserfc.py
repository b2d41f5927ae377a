"""Asks joserfc about tokens: JSON on standard input (`run.py` says what), JSON on standard output.

It knows JSON Web Signatures and not credentials: the key of a `kid` is fetched here, over TLS, and its header registry
is told that `kid` and `cty` are ours.
"""

import base64
import json
import ssl
import sys
import urllib.request
from typing import Any

from joserfc import jws
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import ECKey, OKPKey


def main() -> None:
    """One answer a token."""
    asked = json.load(sys.stdin)
    trusted = ssl.create_default_context(cafile=asked["ca"])

    def fetch(url: str) -> Any:
        if not url.startswith("https://"):
            raise ValueError(url)
        with urllib.request.urlopen(url, context=trusted, timeout=10) as response:  # noqa: S310 - https alone, above
            return json.loads(response.read())

    def key_of(kid: str) -> Any:
        if kid.startswith("https://"):
            return fetch(kid)
        did, _, fragment = kid.partition("#")
        host, *path = did.removeprefix("did:web:").split(":")
        keys = fetch(f"https://{host.replace('%3A', ':')}/{'/'.join(path)}/jwks.json")["keys"]
        return next(key for key in keys if key["kid"] == fragment)

    def answer(token: str) -> dict[str, str]:
        part = token.partition(".")[0]
        header = json.loads(base64.urlsafe_b64decode(part + "=="))
        jwk = key_of(header["kid"])
        key = OKPKey.import_key(jwk) if jwk["kty"] == "OKP" else ECKey.import_key(jwk)
        try:
            read = jws.deserialize_compact(token, key, algorithms=["EdDSA", "ES256"])
        except BadSignatureError as refusal:
            return {"outcome": "signature refused", "says": type(refusal).__name__}
        except (JoseError, ValueError) as refusal:
            return {"outcome": "failed", "says": f"{type(refusal).__name__}: {refusal}"}
        name = json.loads(read.payload)["name"]
        return {"outcome": "verified", "says": f"{read.headers()['typ']}, {header['alg']}: {name}"}

    json.dump({"answers": {name: answer(token) for name, token in asked["credentials"].items()}}, sys.stdout)


main()
