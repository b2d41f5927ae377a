"""What is changed: credentials of every kind, each with who signs it and with what addresses answer about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from tests.casebook.accepted import ELSEWHERE
from tests.casebook.earlier import (
    CREDENTIALS_V1,
    DATA_INTEGRITY,
    LIST,
    SIGNATURE_2020,
    STATUS_LIST,
    entry_2021,
    list_2021,
    old_award,
)
from tests.casebook.forge import P256_KEY, P384_KEY, disclosed, json_text, multikey
from tests.casebook.jwts import ELSEWHERE_ADDRESS
from tests.casebook.society import (
    BADGES,
    CREDENTIALS_V2,
    NOW,
    OLD,
    STRANGER,
    Json,
    achievement,
    did_document,
    did_key,
    did_key_award,
    method,
    signed,
    subject,
    unsigned,
)

Sign = Callable[[Json], Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A document that is changed, who signs it where somebody does, and what some addresses answer meanwhile."""

    document: Json
    sign: Sign | None
    documents: Mapping[str, bytes] = field(default_factory=dict)


def rich() -> Json:
    """A stranger's credential that uses most of what Open Badges has."""
    did = did_key(STRANGER)
    described = achievement() | {
        "alignment": [
            {"type": ["Alignment"], "targetName": "Debriefing", "targetUrl": "https://framework.example/d"},
            {"type": ["Alignment"], "targetName": "Leading", "targetUrl": "https://framework.example/l"},
        ],
        "creditsAvailable": 3,
        "fieldOfStudy": "Nursing informatics",
        "image": {"id": "https://society.example/badge.svg", "type": "Image", "caption": "A harbour"},
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "SF-1", "identifierType": "identifier"}],
        "resultDescription": [
            {
                "id": "urn:result:1",
                "type": ["ResultDescription"],
                "name": "Level",
                "resultType": "RubricCriterionLevel",
                "rubricCriterionLevel": [
                    {"id": "urn:level:1", "type": ["RubricCriterionLevel"], "name": "Safe", "level": "1"},
                    {"id": "urn:level:2", "type": ["RubricCriterionLevel"], "name": "Good", "level": "2"},
                ],
            }
        ],
        "related": [{"id": "https://society.example/other", "type": ["Related"], "inLanguage": "en"}],
    }
    return unsigned(
        issuer={"id": did, "type": ["Profile"], "name": "A stranger", "image": {"id": "urn:image", "type": "Image"}},
        credentialStatus=None,
        relatedResource=None,
        description="Everything there is",
        awardedDate="2026-03-01T00:00:00Z",
        image={"id": "https://society.example/badge.png", "type": "Image"},
        credentialSubject=subject(
            id="did:example:holder",
            achievement=described,
            activityStartDate="2026-01-01T00:00:00Z",
            creditsEarned=2,
            licenseNumber="L-1",
            narrative="Well done",
            role="facilitator",
            result=[{"type": ["Result"], "resultDescription": "urn:result:1", "status": "Completed", "value": "Good"}],
            source={"id": "urn:source", "type": ["Profile"], "name": "A ward"},
            term="2026",
        ),
        evidence=[{"type": ["Evidence"], "name": "Notes", "narrative": "Two sessions", "genre": "notes"}],
        credentialSchema=[
            {"id": "urn:schema", "type": "JsonSchema", "jsonSchema": {"type": "object", "a": {"b": [1, "\u20ac"]}}}
        ],
        endorsement=[
            {
                "id": "urn:endorsement",
                "type": ["VerifiableCredential", "EndorsementCredential"],
                "issuer": {"id": "did:example:endorser", "type": ["Profile"]},
                "credentialSubject": {"id": did, "type": ["EndorsementSubject"], "endorsementComment": "Good"},
                "proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofValue": "z1"},
            }
        ],
        termsOfUse=[{"type": "Policy"}],
    )


def _stranger_signs(document: Json) -> Json:
    return signed(document, STRANGER, method=method(STRANGER, did_key(STRANGER)))


def _society_signs(document: Json) -> Json:
    return signed(document, NOW)


def _society_signs_twice(document: Json) -> Json:
    values = signed(document, NOW, cryptosuite="eddsa-jcs-2022")["proof"]
    return document | {"proof": [signed(document, NOW)["proof"], values]}


def _society_chains(document: Json) -> Json:
    first = signed(document, NOW, id="urn:uuid:9dd9ff8a-1e4b-4d0b-a1a6-1c2d3e4f5a00")["proof"]
    second = signed(document, NOW, meaning=document | {"proof": [first]}, previousProof=first["id"])["proof"]
    return document | {"proof": [first, second]}


def _stranger_signs_as_before(document: Json) -> Json:
    by = {"type": "Ed25519Signature2020", "cryptosuite": None}
    return signed(document, STRANGER, method=method(STRANGER, did_key(STRANGER)), **by)


def _holder_shows(document: Json) -> Json:
    by = f"{did_key(P256_KEY)}#{multikey(P256_KEY)}"
    return disclosed(document, P256_KEY, one_time="p256-proof", method=by).document()


def _signs_under(key: str, suite: str) -> Callable[[Json], Json]:
    return lambda document: signed(document, key, method=method(key, did_key(key)), cryptosuite=suite)


def _elsewhere_signs(document: Json) -> Json:
    return signed(document, STRANGER, method=method(STRANGER, ELSEWHERE))


def _based(document: Json, sign: Sign, documents: Mapping[str, bytes] | None = None) -> Base:
    bare = {name: member for name, member in document.items() if name != "proof"}
    return Base(document=sign(bare), sign=sign, documents=documents or {})


@cache
def credentials() -> Mapping[str, tuple[Base, ...]]:
    """The credentials that are JSON, by what the test calls their kind."""
    society = unsigned("b2", 7)
    plain = unsigned(credentialStatus=None, relatedResource=None, issuer={"id": did_key(STRANGER), "type": ["Profile"]})
    rdfc_256, rdfc_384 = _signs_under(P256_KEY, "ecdsa-rdfc-2019"), _signs_under(P384_KEY, "ecdsa-rdfc-2019")
    jcs, jcs_384 = _signs_under(STRANGER, "eddsa-jcs-2022"), _signs_under(P384_KEY, "ecdsa-jcs-2019")
    answers = {ELSEWHERE_ADDRESS: json_text(did_document(ELSEWHERE, (STRANGER, P256_KEY)))}
    of_2021: Json = {"@context": [CREDENTIALS_V1, BADGES, STATUS_LIST, SIGNATURE_2020]}
    clear = {LIST: json_text(list_2021(4, 6))}
    return {
        "the society's": (
            _based(society, _society_signs),
            _based(unsigned("a1", 5), lambda document: signed(document, OLD)),
        ),
        "strangers'": (
            _based(rich(), _stranger_signs),
            _based(plain, _stranger_signs),
            _based(plain | {"issuer": {"id": ELSEWHERE, "type": ["Profile"]}}, _elsewhere_signs, answers),
        ),
        "sets and chains": (_based(society, _society_signs_twice), _based(society, _society_chains)),
        "eddsa-jcs-2022": (_based(rich() | {"issuer": did_key(STRANGER)}, jcs),),
        "ecdsa-rdfc-2019": (
            _based(plain | {"issuer": did_key(P256_KEY)}, rdfc_256),
            _based(plain | {"issuer": did_key(P384_KEY)}, rdfc_384),
        ),
        "ecdsa-jcs-2019": (_based(plain | {"issuer": did_key(P384_KEY)}, jcs_384),),
        "Ed25519Signature2020": (
            _based(plain | {"@context": [CREDENTIALS_V2, BADGES, SIGNATURE_2020]}, _stranger_signs_as_before),
        ),
        "ecdsa-sd-2023": (_based(plain | {"issuer": did_key(P256_KEY)}, _holder_shows),),
        "VCDM 1.1": (
            _based(old_award(), _stranger_signs),
            _based(old_award(**of_2021), _stranger_signs_as_before),
        ),
        "StatusList2021": (
            _based(did_key_award(credentialStatus=entry_2021(), **_contexts(STATUS_LIST)), _stranger_signs, clear),
            _based(
                old_award(credentialStatus=entry_2021(), **_contexts(STATUS_LIST, DATA_INTEGRITY, by=CREDENTIALS_V1)),
                _stranger_signs,
                clear,
            ),
        ),
    }


def _contexts(*more: str, by: str = CREDENTIALS_V2) -> Json:
    return {"@context": [by, BADGES, *more]}
