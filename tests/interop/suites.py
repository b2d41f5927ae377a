"""The further suites in other people's verifiers, and other people's credentials in ours (`run.py` runs both).

The one idea: a peer that knows a suite must verify what we sign by it and refuse it changed; one that does not must
not say that it verified. And what peers sign, our two verifiers must find good, and refuse changed.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Name of the case, type of the key, and what `testamur issue` is told.
KINDS = (
    ("eddsa-jcs-2022", "ed25519", ("--suite", "eddsa-jcs-2022")),
    ("ecdsa-rdfc-2019 P-256", "p256", ()),
)
CHANGED = ", another name"
BADGE: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "urn:uuid:6f1c6a1e-8b0e-4c55-9c0b-0d6cf3d4a001",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Wound care",
    "issuer": {"id": "did:example:replaced", "type": ["Profile"], "name": "A society elsewhere"},
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:holder",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://elsewhere.example/achievements/1",
            "type": ["Achievement"],
            "name": "Wound care",
            "description": "Looks after wounds.",
            "criteria": {"narrative": "Dresses a wound."},
        },
    },
}


def award_by_suite(
    testamur: Callable[..., str], society: str, definition: str, signing: tuple[str, ...]
) -> dict[str, Any]:
    """A credential of each kind by the command, and each with another name in it.

    The registry must be there, with or without other awards.
    """
    credentials: dict[str, Any] = {}
    for name, type_, suite in KINDS:
        key = testamur("keys", "new", "--issuer", society, "--type", type_, *signing).strip()
        holder = f"Holder by {name}"
        said = testamur("issue", definition, "--name", holder, "--key", key, *suite, *signing)
        credential = json.loads(Path(said.split(maxsplit=1)[1].strip()).read_bytes())
        changed = deepcopy(credential)
        changed["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
        credentials |= {name: credential, name + CHANGED: changed}
    return credentials


def expected_of(knows: frozenset[str], otherwise: str) -> dict[str, str]:
    """What a peer that knows these kinds must answer to each case of `award_by_suite`; `otherwise` for the others."""
    expected = {}
    for name, _, _ in KINDS:
        expected[name] = "verified" if name in knows else otherwise
        expected[name + CHANGED] = "signature refused" if name in knows else otherwise
    return expected


def verdicts_of_ours(credentials: Mapping[str, Any], scratch: Path) -> dict[str, dict[str, str]]:
    """Verdict and first reason of our two verifiers, by verifier and name; nobody is asked for anything.

    `scratch` is a folder of their own.
    """
    documents = scratch / "documents.json"
    documents.write_text("{}", encoding="utf-8")
    files = []
    for number, credential in enumerate(credentials.values()):
        file = scratch / f"{number}.json"  # a token too: no verifier looks at names
        text = credential if isinstance(credential, str) else json.dumps(credential)
        file.write_text(text, encoding="utf-8")
        files.append(str(file))
    options = ("--json", "--documents", str(documents))
    commands = {
        "testamur verify": (sys.executable, "-m", "testamur", "verify", *files, *options),
        "cli.js": ("node", str(ROOT / "site" / "verifier" / "cli.js"), *files, *options),
    }
    said = {}
    for verifier, command in commands.items():
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        reports = json.loads(done.stdout)
        said[verifier] = {
            name: " ".join([report["verdict"], *report["reasons"][:1]])
            for name, report in zip(credentials, reports, strict=True)
        }
    return said


def made_by_peers(node: tuple[str, ...], python: str, contexts: Mapping[str, Any]) -> dict[str, Any]:
    """Badges that the peers signed, by peer and suite, and each with another name in it."""
    makers = {
        "@digitalbazaar/vc": (*node, str(HERE / "maker_digitalbazaar.mjs")),
        "openbadgeslib": (python, str(HERE / "maker_openbadgeslib.py")),
    }
    badges: dict[str, Any] = {}
    for peer, command in makers.items():
        question = json.dumps({"contexts": contexts, "badge": BADGE})
        done = subprocess.run(command, input=question, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{peer} made nothing:\n{done.stdout}{done.stderr}")
        for suite, badge in json.loads(done.stdout).items():
            changed = deepcopy(badge)
            changed["credentialSubject"]["achievement"]["name"] = "Another award"
            badges |= {f"{peer}: {suite}": badge, f"{peer}: {suite}{CHANGED}": changed}
    return badges
