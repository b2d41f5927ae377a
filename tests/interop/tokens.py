"""Our tokens in other people's verifiers, and openbadgeslib's tokens in ours (`run.py` runs both).

The one idea: a peer finds the key as its standard says, by `kid`, over TLS: the address of a bare JWK in a token by
Open Badges' profile, a DID URL in one by VC-JOSE-COSE. It must verify the token, and refuse it with another name in it.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# Name of the case, type of the key, and the form that `testamur issue` is told.
KINDS = (
    ("jwt EdDSA", "ed25519", "jwt"),
    ("jwt ES256", "p256", "jwt"),
    ("vc+jwt EdDSA", "ed25519", "vc+jwt"),
    ("vc+jwt ES256", "p256", "vc+jwt"),
)
CHANGED = ", another name"
REVOKED = "jwt EdDSA, revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPeer:
    """One verifier of tokens: its name and version, the command that runs its driver, and which forms it reads.

    `reads_status` says that it looks into the status list too.
    """

    name: str
    command: tuple[str, ...]
    forms: frozenset[str]
    reads_status: bool = False


def award_tokens(
    testamur: Callable[..., str], society: str, definition: str, signing: tuple[str, ...]
) -> dict[str, str]:
    """A token of each kind by the command, each with another name in it, and a revoked one.

    The registry must be there, with or without other awards.
    """
    keys: dict[str, str] = {}
    tokens: dict[str, str] = {}

    def issued(holder: str, type_: str, form: str) -> tuple[str, str]:
        if type_ not in keys:
            keys[type_] = testamur("keys", "new", "--issuer", society, "--type", type_, *signing).strip()
        options = ("--name", holder, "--key", keys[type_], "--form", form)
        number, file = testamur("issue", definition, *options, *signing).split(maxsplit=1)
        return number, Path(file.strip()).read_text(encoding="ascii")

    for name, type_, form in KINDS:
        _, token = issued(f"Token by {name}", type_, form)
        tokens |= {name: token, name + CHANGED: renamed(token)}
    number, tokens[REVOKED] = issued("Token to be revoked", "ed25519", "jwt")
    testamur("revoke", number, "--reason", "issued-in-error", *signing)
    return tokens


def renamed(token: str) -> str:
    """The token with another text in its payload, under the old signature."""
    header, payload, signature = token.split(".")
    content = base64.urlsafe_b64decode(payload + "==")
    changed = content.replace(b"Wound", b"Sound", 1) if b"Wound" in content else content.replace(b"a", b"b", 1)
    return f"{header}.{base64.urlsafe_b64encode(changed).rstrip(b'=').decode()}.{signature}"


def expected_of(peer: TokenPeer) -> dict[str, str]:
    """What a peer must answer to each token of `award_tokens`."""
    expected = {}
    for name, _, form in KINDS:
        expected[name] = "verified" if form in peer.forms else "failed"
        expected[name + CHANGED] = "signature refused"
    return expected | {REVOKED: "revoked" if peer.reads_status else "verified"}


def made_by_openbadgeslib(python: str) -> dict[str, str]:
    """Tokens that openbadgeslib signed, by algorithm, and each with another word in it."""
    command = (python, str(HERE / "maker_openbadgeslib_tokens.py"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"openbadgeslib made no token:\n{done.stdout}{done.stderr}")
    made: dict[str, Any] = {}
    for alg, token in json.loads(done.stdout).items():
        made |= {f"openbadgeslib: jwt {alg}": token, f"openbadgeslib: jwt {alg}{CHANGED}": renamed(token)}
    return made
