"""Changed copies of credentials and of what stands around them, the same from one seed on every machine.

A mutant is one question to both verifiers: a credential, and what some addresses answer. It is changed as a value
(members taken away, doubled, renamed, retyped, exchanged, filled with words that trip programs) or as bytes, and signed
anew in every second case, so that what lies behind the signature is reached too.
"""

import base64
import json
import random
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.casebook.forge import P256_KEY, P384_KEY, disclosed, json_text, multikey, sign
from tests.casebook.society import (
    BADGES,
    BASE,
    CREDENTIALS_V2,
    DID_ADDRESS,
    ISSUER,
    NOW,
    OLD,
    STOLEN,
    STRANGER,
    Json,
    achievement,
    achievement_address,
    did_key,
    list_address,
    method,
    part_address,
    signed,
    signed_list,
    society_did_document,
    subject,
    unsigned,
)

_RAW = "\ue000raw:"  # a text that begins so is written without quotes

_WORDS = (
    "__proto__ constructor toString valueOf hasOwnProperty length prototype then default id type @id @type @context "
    "@graph @included @value @json @none @index ID Type name proof issuer issuers keys lists parts entries withdrawals "
    "credentialStatus credentialSubject validFrom validUntil statusListIndex statusPurpose statusSize statusMessage "
    "evidence endorsement endorsementJwt relatedResource credentialSchema jsonSchema refreshService termsOfUse image "
    "achievement creator criteria alignment result resultDescription related tag otherIdentifier holder digestSRI "
    "digestMultibase domain challenge nonce previousProof expires created revoked until from state trusted "
    "publicKeyJwk controller alsoKnownAs extensions description inLanguage creditsAvailable narrative confidenceMethod "
    "https://www.w3.org/2018/credentials#validUntil schema:name 0 00 -1 8 131071 131072 999999999 1000000000 7.0 1e0 "
    "0x7 VerifiableCredential OpenBadgeCredential AchievementCredential EndorsementCredential JsonSchema Profile "
    "JsonWebKey eddsa-jcs-2022 ecdsa-jcs-2019 "
    "BitstringStatusListEntry BitstringStatusList BitstringStatusListCredential BitstringStatusMessage Multikey "
    "DataIntegrityProof eddsa-rdfc-2022 ecdsa-rdfc-2019 assertionMethod authentication revocation suspension refresh "
    "message current retired compromised revoke suspend reinstate u H4sIAAAAAAAAAA z z1 z111 zQ3 "
    "did: did:web: did:key: 2026-02-30T00:00:00Z 2026-03-01T24:00:00Z 2026-03-01T23:59:60Z 2026-03-01T00:00:00+14:00 "
    "2026-03-01T00:00:00+14:01 10000-01-01T00:00:00Z 2026-03-01t00:00:00z 2026-03-01T00:00:00 2026-03-01 "
    "0000-01-01T00:00:00Z 9999-12-31T23:59:59.999999-14:00 0001-01-01T00:00:00+14:00 2026-11-01T12:05:00Z "
    "2026-11-01T12:05:00.001Z "
    "2026-11-01T11:55:00Z 2026-11-01T11:54:59.999Z 2026-11-01T12:05:00.0009Z https:// https:/// https://x "
    "https://society.example https://society.example/%2e%2e/x http://x/ urn:x urn:uuid:x data:,x javascript:1 :x _:b0 "
    "x:y#z#w https://[::1]/ https://user@society.example/ //x ../x ?x #x tag:x,2026:y"
).split()
_STRINGS = (
    *_WORDS,
    "",
    " ",
    "\0",
    "\x7f",
    "é",
    "e\u0301",
    "\u2028",
    "\u00a0",
    "\ufeff",
    "\ufffd",
    "\uffff",
    "\U0001f600",
    "\U000e0001",
    '"\\\n\r\t\b\f',
    "<x> .\n",
    "a" * 300,
    "urn:\U0001f600",
    "urn:e\u0301",
    "urn:x y",
    "urn:x\\y",
    "urn:x%zz",
    "en-GB",
    "İ",
    ISSUER,
    ISSUER.upper(),
    f"{ISSUER}:",
    f"{ISSUER}.",
    ISSUER.replace("society", "Society"),
    ISSUER.replace("e.example", "e.example."),
    ISSUER.replace("example", "example%3A443"),
    ISSUER.replace("example", "example%3a443"),
    ISSUER.replace("example", "example%3A0443"),
    ISSUER.replace("society", "%73ociety"),
    method(NOW),
    method(OLD),
    method(STOLEN),
    f"{method(NOW)}#b",
    f"{method(NOW)}?versionId=1",
    f"{ISSUER}#%7a6",
    multikey(NOW),
    multikey(STRANGER),
    f"1{multikey(NOW)}",
    f"z1{multikey(NOW)[1:]}",
    multikey(NOW).upper(),
    did_key(STRANGER),
    method(STRANGER, did_key(STRANGER)),
    list_address("b2"),
    list_address("b2-holds"),
    list_address("a1"),
    f"{list_address('b2')}#7",
    f"{list_address('b2')}?x",
    part_address("b2", 0),
    achievement_address("1.0"),
    achievement_address("1.1"),
    BASE,
    BASE[:-1],
    CREDENTIALS_V2,
    BADGES,
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/data-integrity/v2",
)
_NUMBERS = (
    "0 -0 1 7 -1 1.0 7.0 1e0 1E0 10e-1 -0.0 -0e5 0.1 1e-400 1e16 1E+16 1e21 1e400 -1E400 9007199254740991 "
    "9007199254740992 9007199254740993 9007199254740991.0 9007199254740993.0 -9007199254740992 1.5 01 +1 .5 1. 1e "
    "0x10 NaN Infinity -Infinity 131072 2147483648 123456789012345678901234567890 5e-324 333333333.33333329"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One question: a credential's bytes, what addresses answer in place of the society's site, and its registry.json.

    `original` is the credential that somebody without a key changed, None where it is as it was or was signed anew.
    """

    credential: bytes
    documents: Mapping[str, bytes]
    registry: bytes
    original: Json | None


def written(value: Any) -> bytes:
    """A value as JSON, in which the texts that stand for numbers are the numbers."""
    text = json.dumps(value, ensure_ascii=False)
    for number in _NUMBERS:
        text = text.replace(f'"{_RAW}{number}"', number)
    return text.encode("utf-8", "surrogatepass")


# ---- what is changed ----


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


@dataclass(frozen=True, slots=True)
class _Base:
    """A document that is changed, and who signs it."""

    document: Json
    sign: Callable[[Json], Json] | None


@cache
def _credentials() -> tuple[_Base, ...]:
    society = unsigned("b2", 7)
    plain = unsigned(credentialStatus=None, relatedResource=None, issuer={"id": did_key(STRANGER), "type": ["Profile"]})
    old = unsigned("a1", 5)
    before = plain | {"@context": [*plain["@context"], "https://w3id.org/security/suites/ed25519-2020/v1"]}
    return (
        _Base(_society_signs(society), _society_signs),
        _Base(_society_signs(society), _society_signs),
        _Base(signed(old, OLD), lambda document: signed(document, OLD)),
        _Base(_stranger_signs(rich()), _stranger_signs),
        _Base(_stranger_signs(plain), _stranger_signs),
        _Base(_society_signs_twice(society), _society_signs_twice),
        _Base(_society_chains(society), _society_chains),
        _Base(_stranger_signs_as_before(before), _stranger_signs_as_before),
        _Base(_holder_shows(plain | {"issuer": did_key(P256_KEY)}), _holder_shows),
        *(
            _Base(sign_under(document | {"issuer": did_key(key)}), sign_under)
            for key, suite, document in (
                (STRANGER, "eddsa-jcs-2022", rich()),
                (P256_KEY, "ecdsa-rdfc-2019", plain),
                (P384_KEY, "ecdsa-jcs-2019", plain),
            )
            for sign_under in (_signs_under(key, suite),)
        ),
    )


def _list_signs(document: Json) -> Json:
    return sign(document, NOW, method=method(NOW), created="2026-10-01T08:00:00Z")


def _surroundings(site: Mapping[str, bytes]) -> Mapping[str, _Base]:
    def part(name: str) -> Json:
        loaded: Json = json.loads(site[f"issuers/harbour/ledger/{name}/0.json"])
        return loaded

    return {
        DID_ADDRESS: _Base(society_did_document(), None),
        list_address("b2"): _Base(signed_list("b2", (8, 9)), _list_signs),
        list_address("b2-holds"): _Base(signed_list("b2", (9,), holds=True), _list_signs),
        part_address("b2", 0): _Base(part("b2"), None),
        part_address("a1", 0): _Base(part("a1"), None),
        part_address("c3", 0): _Base(part("c3"), None),
        achievement_address("1.0"): _Base(achievement(), None),
        f"{BASE}registry.json": _Base(json.loads(site["registry.json"]), None),
    }


# ---- how it is changed ----


def _places(value: Any, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [above] if above else []
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        found += _places(inner, (*above, step))
    return found


def _at(value: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        value = value[step]
    return value


def _retyped(value: Any, chance: random.Random) -> Any:
    return chance.choice(
        (
            [value],
            [value, value],
            [[value]],
            {"id": value},
            {"@value": value},
            {"@id": value},
            {"@list": [value]},
            {"en": value},
            {},
            [],
            None,
            True,
            False,
            str(value),
            chance.choice(_STRINGS),
            _RAW + chance.choice(_NUMBERS),
            {"type": chance.choice(_STRINGS), "id": chance.choice(_STRINGS)},
            {chance.choice(_STRINGS): chance.choice(_STRINGS)},
            value[0] if isinstance(value, list) and value else [value],
            list(reversed(value)) if isinstance(value, list) else value,
            value["id"] if isinstance(value, dict) and "id" in value else {"id": value},
        )
    )


def _touched(text: str, chance: random.Random) -> str:
    where = chance.randrange(len(text) + 1)
    return chance.choice(
        (
            text[:where] + text[where + 1 :],
            text[:where] + chance.choice(_STRINGS) + text[where:],
            text[:where] + chance.choice("09azAZ#:/.%-=_ \0é") + text[where + 1 :],
            text.upper(),
            text.lower(),
            text + chance.choice(("#", "/", " ", "\n", "\0", "?", ".", "Z", "=", "0", "1")),
            chance.choice(("1", "z", "u", " ", "\ufeff", "0")) + text,
        )
    )


def change(document: Json, chance: random.Random) -> Json:
    """A copy of a document with one change of its value."""
    copy: Json = json.loads(json.dumps(document))  # not deepcopy, which keeps it when two places hold one object
    places = _places(copy)
    if not places:
        return {chance.choice(_STRINGS): chance.choice(_STRINGS)}
    place = chance.choice(places)
    holder, step = _at(copy, place[:-1]), place[-1]
    value = holder[step]
    spare = deepcopy(value)
    what = chance.randrange(9)
    if what == 0:
        del holder[step]
    elif what == 1:
        holder[step] = _retyped(value, chance)
    elif what == 2:
        holder[step] = chance.choice(_STRINGS)
    elif what == 3:
        holder[step] = _RAW + chance.choice(_NUMBERS)
    elif what == 4 and isinstance(holder, dict):
        renamed = chance.choice(_STRINGS) if chance.random() < 0.8 else _touched(str(step), chance)
        members = [(renamed if name == step else name, inner) for name, inner in holder.items()]
        holder.clear()
        holder.update(members)
    elif what == 5:
        holder[step] = deepcopy(_at(copy, chance.choice(places)))
    elif what == 6:
        other = chance.choice(places)
        if other[: len(place)] != place and place[: len(other)] != other:
            _at(copy, other[:-1])[other[-1]], holder[step] = value, _at(copy, other)
    elif what == 7 and isinstance(value, str):
        holder[step] = _touched(value, chance)
    else:
        inner = value if isinstance(value, dict) else holder if isinstance(holder, dict) else copy
        inner[chance.choice(_STRINGS)] = chance.choice(
            (chance.choice(_STRINGS), deepcopy(_at(copy, chance.choice(places))), _retyped(spare, chance))
        )
    return copy


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    where = chance.randrange(len(content))
    return chance.choice(
        (
            content[:where],
            content[:where] + content[where + 1 :],
            content[:where] + bytes((chance.randrange(256),)) + content[where + 1 :],
            content[:where]
            + chance.choice((b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\\ud800", b"\\u0000", b"\xc2\xa0"))
            + content[where:],
            content[:where] + content[where + chance.randrange(40) :],
            content.replace(b'"id"', b'"\\u0069d"', 1),
            content.replace(b'{"', b'{"id":"urn:x","', 1),
            content + chance.choice((b"\n", b" ", b"\0", b"{}", b"]")),
        )
    )


def _signed_anew(changed: Json, base: _Base, original: Json) -> Json:
    """Signed again where the change left the proof's options as they were, and only words that can be signed."""
    if base.sign is None or changed.get("proof") != original.get("proof"):
        return changed
    # Numbers are signed as what they are read as.
    try:
        readable = json.loads(written(changed))
        proof = base.sign({name: member for name, member in readable.items() if name != "proof"})["proof"]
    except Exception:  # noqa: BLE001 - whatever a library without guard makes of it, it is not signed then
        return changed
    return changed | {"proof": proof}


def mutated(base: _Base, chance: random.Random) -> tuple[bytes, bool]:
    """One changed copy, as bytes, and whether it was signed anew."""
    changed = base.document
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        changed = change(changed, chance)
    plain = changed
    if chance.random() < 0.5:
        changed = _signed_anew(changed, base, base.document)
    content = written(changed)
    return (_spoilt(content, chance) if chance.random() < 0.08 else content), changed is not plain


def mutants(seed: int, count: int, site: Mapping[str, bytes]) -> list[Mutant]:
    """So many questions. `site` is the society's, by path; every third has something around the credential changed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    around = _surroundings(site)
    awards = [json_text(base.document) for base in _credentials()[:3]]
    found = []
    for number in range(count):
        documents: dict[str, bytes] = {}
        registry = site["registry.json"]
        if number % 3 == 2:
            address = chance.choice(list(around))
            content, _ = mutated(around[address], chance)
            if address.endswith("registry.json"):
                registry = content
            else:
                documents[address] = content
            found.append(
                Mutant(credential=chance.choice(awards), documents=documents, registry=registry, original=None)
            )
        else:
            base = chance.choice(_credentials())
            content, anew = mutated(base, chance)
            original = None if anew else base.document
            found.append(Mutant(credential=content, documents={}, registry=registry, original=original))
    return found


def meaning(value: Any, member: str = "") -> Any:
    """What of a value is left when everything is taken out that docs/verification.md counts as no difference.

    An array of one is its item and other arrays are sets; an object with an `id` alone is that text; both words of Open
    Badges for its credential are one.
    """
    if isinstance(value, list):
        items = [meaning(item, member) for item in value]
        return items[0] if len(items) == 1 else sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict):
        members = {name: meaning(inner, name) for name, inner in value.items()}
        return members["id"] if members.keys() == {"id"} else members
    return "OpenBadgeCredential" if member == "type" and value == "AchievementCredential" else value


def raw_answer(content: bytes) -> Json:
    """An entry of a map of documents that answers with these bytes."""
    return {"base64": base64.b64encode(content).decode("ascii")}
