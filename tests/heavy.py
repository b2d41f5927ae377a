"""Documents of at most 64 KB that would keep a canonicaliser busy: wide, deep, alike, tied into rings, poisoned.

Each is one question: how long, and how much memory, until it is canonical or refused.
"""

import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]

MAX_BYTES = 65_536
V2 = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"


def credential(**members: Any) -> Json:
    """A credential with further members; its subject's achievement takes what stands under `achievement`."""
    achievement = members.pop("achievement", {})
    subject = members.pop("subject", {})
    return {
        "@context": members.pop("context", [V2, BADGES]),
        "id": "urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:issuer.example", "type": ["Profile"]},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:a",
                "type": ["Achievement"],
                "name": "A",
                "description": "A",
                "criteria": {"narrative": "A"},
            }
            | achievement,
        }
        | subject,
    } | members


def alignment(number: int, **members: Any) -> Json:
    """A small object without an id."""
    return {"type": ["Alignment"], "targetName": str(number), "targetUrl": f"urn:{number}"} | members


def fitted(make: Callable[[int], Json], most: int = 4096) -> Json:
    """The largest document of its kind that fits, by halving."""
    low, high = 1, most
    while low < high:
        middle = (low + high + 1) // 2
        if size(make(middle)) <= MAX_BYTES:
            low = middle
        else:
            high = middle - 1
    return make(low)


def size(document: Json) -> int:
    """The bytes of a document as a file without white space."""
    return len(json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode())


def numbers(count: int) -> list[str]:
    """Texts that all differ."""
    return [f"{number:x}" for number in range(count)]


def nested(depth: int, leaf: Any, name: str = "parentOrg") -> Any:
    """Objects within objects."""
    value = leaf
    for number in range(depth):
        value = {"type": ["Profile"], "name": str(number), name: value}
    return value


def ring(count: int, *, back: int = 1) -> Json:
    """Blank nodes by label, each pointing to others, all alike."""
    return {
        "@context": [V2],
        "id": "urn:a",
        "type": ["VerifiableCredential"],
        "evidence": [
            {
                "id": f"_:b{n}",
                "type": "VerifiableCredential",
                "evidence": [{"id": f"_:b{(n + k) % count}"} for k in range(1, back + 1)],
            }
            for n in range(count)
        ],
    }


def clique(count: int) -> Json:
    """Blank nodes by label, each pointing to every other."""
    return ring(count, back=count - 1)


def tree(fan: int, depth: int) -> Any:
    """Objects that look alike at every level, told apart by their leaves alone."""
    numbers = itertools.count()

    def grow(level: int) -> Json:
        if level == 0:
            return {"type": ["Alignment"], "targetName": str(next(numbers))}
        return {"type": ["Result"], "alignment": [grow(level - 1) for _ in range(fan)]}

    return grow(depth)


def twins(width: int, pairs: int) -> Json:
    """Results that look alike by their own statements, with children that look alike by theirs."""
    return credential(
        subject={
            "result": [
                {"type": ["Result"], "alignment": [{"alignment": {"narrative": f"{twin} {n}"}} for n in range(width)]}
                for twin in range(pairs)
            ]
        }
    )


def documents() -> Mapping[str, Json]:
    """Every one by its name."""
    made: dict[str, Json] = {
        "one long text": credential(name="a" * 60_000),
        "one long text to escape": credential(name='"\\\n\x01' * 4_000),
        "one long text of astral characters": credential(name="\U0001f600" * 15_000),
        "one long address": credential(id="urn:" + "a" * 60_000),
        "one long address of characters of three bytes": credential(id="urn:" + "\u3042" * 20_000),
        "one address that almost is none": credential(id="urn:" + "a" * 60_000 + " "),
        "many texts": fitted(lambda n: credential(achievement={"tag": numbers(n)}), 12_000),
        "as many texts as an array may hold": credential(achievement={"tag": numbers(1024)}),
        "two arrays as long as they may be": credential(
            achievement={"tag": numbers(1010), "otherIdentifier": numbers(1010)}
        ),
        "many objects": fitted(lambda n: credential(achievement={"alignment": [alignment(k) for k in range(n)]})),
        "as many objects as values allow": credential(achievement={"alignment": [alignment(k) for k in range(390)]}),
        "objects that are equal": credential(achievement={"alignment": [alignment(0)] * 390}),
        "objects with types that bring contexts": fitted(
            lambda n: credential(
                evidence=[{"type": ["Evidence", "VerifiableCredential"], "name": str(k)} for k in range(n)]
            )
        ),
        "objects of many kinds": fitted(
            lambda n: credential(
                evidence=[
                    {"id": f"urn:{k}", "type": [kind], "name": str(k)}
                    for k, kind in zip(range(n), itertools.cycle(KINDS), strict=False)
                ]
            )
        ),
        "objects within objects": credential(issuer=nested(50, {"id": "urn:x", "type": ["Profile"]})),
        "deeper than is read": credential(issuer=nested(400, {"id": "urn:x", "type": ["Profile"]})),
        "endorsements within endorsements": credential(endorsement=[endorsement(k, 6) for k in range(12)]),
        "proofs": credential(proof=[proof(k) for k in range(8)]),
        "many proofs": fitted(lambda n: credential(proof=[proof(k) for k in range(n)])),
        "eight contexts": credential(
            context=CONTEXTS[:8], achievement={"alignment": [alignment(k) for k in range(380)]}
        ),
        "words without a meaning": fitted(lambda n: credential(**{f"word{k}": "x" for k in range(n)})),
        "lists of equal items": credential(
            achievement={"resultDescription": [scale(k, 20) for k in range(60)]},
        ),
        "a ring": ring(200),
        "a ring in the closed world's own words": fitted(ring, 800),
        "rings with many arms": ring(60, back=8),
        "a clique": clique(12),
        "a large clique": fitted(clique, 60),
        "twins": twins(4, 2),
        "twins with many children": twins(12, 2),
        "many twins": twins(3, 100),
        "octuplets": twins(8, 40),
        "a tree of two": credential(subject={"result": [tree(2, 7)]}),
        "a tree of three": credential(subject={"result": [tree(3, 5)]}),
        "a tree of twenty": credential(subject={"result": [tree(20, 2)]}),
    }
    too_large = [name for name, document in made.items() if size(document) > MAX_BYTES]
    if too_large:
        raise AssertionError(f"larger than 64 KB: {too_large}")
    return made


KINDS = ("Evidence", "VerifiableCredential", "AchievementCredential", "EndorsementCredential", "JsonSchema", "Profile")
CONTEXTS = [
    V2,
    BADGES,
    DATA_INTEGRITY,
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://w3id.org/security/multikey/v1",
    "https://www.w3.org/ns/did/v1",
]


def endorsement(number: int, depth: int) -> Json:
    """A credential within a credential, which is a graph of its own."""
    inner: Json = {
        "id": f"urn:e:{number}:{depth}",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": f"urn:i:{number}:{depth}", "type": ["Profile"]},
        "credentialSubject": {"id": "urn:a", "type": ["EndorsementSubject"], "endorsementComment": str(number)},
    }
    return inner | ({"endorsement": [endorsement(number, depth - 1)]} if depth else {})


def proof(number: int) -> Json:
    """A proof, which is a graph of its own."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": f"did:web:issuer.example#{number}",
        "proofPurpose": "assertionMethod",
        "proofValue": f"z{number}",
    }


def scale(number: int, steps: int) -> Json:
    """A grading scale, whose steps are an ordered list."""
    return {
        "id": f"urn:uuid:{number}",
        "type": ["ResultDescription"],
        "name": "Grade",
        "resultType": "LetterGrade",
        "allowedValue": [str(step) for step in range(steps)],
    }
