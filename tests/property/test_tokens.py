"""Generated tokens through both verifiers: the same report, word for word.

Every token is well signed unless its text was changed afterwards, so that the rules and not the signature decide.
"""

import json
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from typing import Any

import pytest
from testamur.cli import verify as command

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.forge import P256_KEY, P384_KEY, multikey
from tests.casebook.jwts import (
    ELSEWHERE_ADDRESS,
    ELSEWHERE_KEY,
    PLATFORM,
    PLATFORM_KEY,
    alg_of,
    by,
    changed,
    key_address,
)
from tests.casebook.society import ISSUER, NOW, STRANGER, Json, did_document, did_key, method, subject
from tests.casebook.tokens import RSA_KEY, claims_of, compact, jwk

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = ROOT / "tests" / "cases" / "_sites" / "society"
DOCUMENTS: Json = {
    ELSEWHERE_ADDRESS: did_document(ELSEWHERE, (STRANGER, P256_KEY)),
    ELSEWHERE_KEY: jwk(STRANGER),
    PLATFORM_KEY: jwk(RSA_KEY),
}
# Issuer, key and kid that belong together.
HONEST: tuple[tuple[str, str, str | None], ...] = (
    (ISSUER, NOW, key_address(NOW)),
    (ISSUER, NOW, method(NOW)),
    (ELSEWHERE, STRANGER, ELSEWHERE_KEY),
    (ELSEWHERE, STRANGER, None),
    (ELSEWHERE, P256_KEY, method(P256_KEY, ELSEWHERE)),
    (did_key(STRANGER), STRANGER, None),
    (did_key(P256_KEY), P256_KEY, f"{did_key(P256_KEY)}#{multikey(P256_KEY)}"),
    (PLATFORM, RSA_KEY, PLATFORM_KEY),
)
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1.5e308, -1.5e308, 5e-324, 2**53 - 1, "", "JWT", "none", [], {}, ["urn:x:1"]),
    *("urn:x:1", ISSUER, ELSEWHERE, did_key(STRANGER), key_address(NOW), ELSEWHERE_KEY, method(NOW), "#k", "ſ", "K"),
    *("https://elsewhere.example/../keys/1.json", "https://elsewhere.example//k", "https://elsewhere.example/.k"),
    *("EdDSA", "Ed25519", "ES256", "RS256", "HS256", "vc+jwt", "application/VC+JWT", "did:web:a#b#c", "did:x:y"),
)
HEADERS = ("alg", "typ", "kid", "crit", "b64", "jwk", "jku", "iss", "cty", "shape")
CLAIMS = ("iss", "jti", "sub", "nbf", "exp", "iat", "aud", "nonce", "cnf", "vc", "vp")
MEMBERS = ("id", "issuer", "validFrom", "validUntil", "type", "@context", "credentialSubject", "name", "proof")
TEXTS = "AQgwz059-_+/=. \n."


def token(random: Random) -> bytes:
    """One token, near to an honest one."""
    issuer, key, kid = random.choice(HONEST)
    document = by(random.choice((issuer, {"id": issuer, "type": ["Profile"]})))
    if random.random() < 0.3:
        document["credentialSubject"] = subject(id=did_key(NOW))
    header = changed({"alg": alg_of(key), "kid": kid, "typ": random.choice(("JWT", "vc+jwt", None))})
    payload = document | (claims_of(document) if random.random() < 0.7 else {})
    if random.random() < 0.15:
        payload = claims_of(document) | {"vc": changed(document, **{random.choice(MEMBERS): None})}
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        header[random.choice(HEADERS)] = random.choice(ODD)
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        payload[random.choice(CLAIMS)] = random.choice((*ODD, *claims_of(document).values()))
    if random.random() < 0.1:
        payload[random.choice(MEMBERS)] = random.choice(ODD)
    signer = random.choice((key, key, key, key, key, STRANGER, P384_KEY, None))
    made = compact(header, payload, signer)
    if random.random() < 0.2:
        at = random.randrange(len(made) + 1)
        piece = "".join(random.choices(TEXTS, k=random.randrange(3))).encode()
        made = made[:at] + piece + made[at + random.randrange(3) :]
    return made


def python_reports(words: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    """What `testamur verify` says."""
    parser = ArgumentParser()
    command.add_parser(parser.add_subparsers())
    command.run(parser.parse_args(["verify", *words]))
    return json.loads(capsys.readouterr().out)


def hold(count: int, seed: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    """Compare the reports of so many tokens; how often each verdict was given."""
    random = Random(seed)  # noqa: S311 - the same tokens on every machine
    (folder / "map.json").write_text(json.dumps(DOCUMENTS), encoding="utf-8")
    files = []
    for number in range(count):
        file = folder / f"{number}.jwt"
        file.write_bytes(token(random))
        files.append(str(file))
    options = ["--json", "--at", "2026-11-01T12:00:00Z"]
    options += ["--registry", str(SITE), "--documents", str(folder / "map.json")]
    node = ["node", str(ROOT / "site" / "verifier" / "cli.js"), *files, *options]
    finished = subprocess.run(node, capture_output=True, encoding="utf-8", check=False)
    assert finished.stderr == ""
    ours = python_reports([*files, *options], capsys)
    different = [pair for pair in zip(ours, json.loads(finished.stdout), strict=True) if pair[0] != pair[1]]
    assert different == []
    verdicts: dict[str, int] = {}
    for report in ours:
        verdicts[report["verdict"]] = verdicts.get(report["verdict"], 0) + 1
    return verdicts


def test_generated_tokens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both verifiers say the same of every token, and of some that they are good and of most that they are not."""
    verdicts = hold(400, 27, tmp_path, capsys)
    assert {"unreadable", "altered", "unfinished", "caution", "unknown_issuer"} <= verdicts.keys()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_many_generated_tokens(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same of ten thousand."""
    hold(1000, 1000 + seed, tmp_path, capsys)
