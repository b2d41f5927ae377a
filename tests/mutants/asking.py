"""Changed copies of credentials and of what stands around them, the same from one seed on every machine.

A mutant is one question to both verifiers: a file, and what some addresses answer. It is changed as a value or as
bytes; where somebody signs it, it is signed anew in every second copy, so that what lies behind the signature is
reached too. Of a copy that was not signed anew it is known what no verifier may say.
"""

import base64
import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.casebook.baking import fits_svg, png_around, svg_around
from tests.casebook.earlier import LIST, entry_2021, list_2021
from tests.casebook.endorsing import ours, strangers
from tests.casebook.endorsing import token as endorsement_token
from tests.casebook.forge import json_text, multikey, sign
from tests.casebook.holders import presentation
from tests.casebook.jwts import token, vc_jwt
from tests.casebook.presented_tokens import vp_jwt
from tests.casebook.presenting import presented
from tests.casebook.records import record, unsigned_record
from tests.casebook.society import (
    BADGES,
    BASE,
    CREDENTIALS_V2,
    DID_ADDRESS,
    NOW,
    Json,
    achievement,
    achievement_address,
    award,
    did_key,
    did_key_award,
    list_address,
    method,
    part_address,
    signed_list,
    society_did_document,
)
from tests.casebook.tokens import base64url, compact
from tests.mutants.bases import Base, credentials
from tests.mutants.changing import change, spoilt
from tests.mutants.meaning import is_same, read
from tests.mutants.words import written

LET_THROUGH = frozenset({"valid", "caution", "unknown_issuer"})
LISTED_2021 = "https://w3id.org/vc/status-list/2021/v1"
Site = Mapping[str, bytes]  # the society's, by path
Wrong = Callable[[Json], bool]
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One question: a file, what addresses answer in place of the society's site, and its registry.json where changed.

    `is_wrong` says of a report about it that it lets through what it must not; None where all that is asked is that
    both verifiers say the same.
    """

    file: bytes
    documents: Mapping[str, bytes]
    registry: bytes | None
    is_wrong: Wrong | None


def raw_answer(content: bytes) -> Json:
    """An entry of a map of documents that answers with these bytes."""
    return {"base64": base64.b64encode(content).decode("ascii")}


# ---- one changed copy ----


def _signed_anew(changed: Json, base: Base) -> Json:
    """Signed again where the change left the proof's options as they were, and only words that can be signed."""
    if base.sign is None or changed.get("proof") != base.document.get("proof"):
        return changed
    # Numbers are signed as what they are read as.
    try:
        readable = json.loads(written(changed))
        proof = base.sign({name: member for name, member in readable.items() if name != "proof"})["proof"]
    except Exception:  # noqa: BLE001 - whatever a library without guard makes of it, it is not signed then
        return changed
    return changed | {"proof": proof}


def _changed(document: Json, chance: random.Random) -> Json:
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        document = change(document, chance)
    return document


def _mutated(base: Base, chance: random.Random) -> tuple[bytes, bool]:
    """One changed copy, as bytes, and whether it was signed anew."""
    plain = changed = _changed(base.document, chance)
    if chance.random() < 0.5:
        changed = _signed_anew(plain, base)
    content = written(changed)
    return (spoilt(content, chance) if chance.random() < 0.08 else content), changed is not plain


def _lets_through(report: Json, original: Json, content: bytes) -> bool:
    return report["verdict"] in LET_THROUGH and not is_same(original, read(content))


def _about(base: Base, chance: random.Random) -> tuple[bytes, Wrong | None]:
    content, anew = _mutated(base, chance)
    return content, None if anew else partial(_lets_through, original=base.document, content=content)


# ---- credentials by themselves, in pictures, in tokens ----


def _plain(kind: str, chance: random.Random, _: Site) -> Mutant:
    base = chance.choice(credentials()[kind])
    content, is_wrong = _about(base, chance)
    return Mutant(file=content, documents=base.documents, registry=None, is_wrong=is_wrong)


def _in_a_picture(chance: random.Random, _: Site) -> Mutant:
    base = chance.choice(credentials()[chance.choice(sorted(credentials()))])
    is_wrong: Wrong | None
    if chance.random() < 0.2:
        content, is_wrong = _changed_token(chance.choice((token, vc_jwt))(award()).decode(), chance)
    else:
        content, is_wrong = _about(base, chance)
    drawn = fits_svg(content) and chance.random() < 0.5
    picture = svg_around(content) if drawn else png_around(content)
    return Mutant(file=picture, documents=base.documents, registry=None, is_wrong=is_wrong)


def _presenting(document: Json) -> bytes:
    did = did_key(NOW)
    return vp_jwt(presented(document, holder=did), NOW, header={"kid": f"{did}#{multikey(NOW)}"}, aud="clinic.example")


def _unpacked(part: str) -> Json:
    value: Json = json.loads(base64.urlsafe_b64decode(part + "=="))
    return value


def _changed_token(original: str, chance: random.Random) -> tuple[bytes, Wrong]:
    """A token with another value in its header or its payload, or another signature; no other token may pass.

    What a presentation holds is signed by itself, and may.
    """
    parts = original.split(".")
    place = chance.choice((0, 1, 1, 1))
    parts[place] = base64url(written(_changed(_unpacked(parts[place]), chance)))
    if chance.random() < 0.1:
        at = chance.randrange(len(parts[2]))
        parts[2] = parts[2][:at] + chance.choice("AQgw09-_") + parts[2][at + 1 :]
    changed = ".".join(parts)

    def is_wrong(report: Json) -> bool:
        is_own = report.get("part", "proof") == "proof"
        return is_own and report["verdict"] in LET_THROUGH and changed != original

    return changed.encode(), is_wrong


def _as_token(make: Callable[..., bytes], chance: random.Random, _: Site) -> Mutant:
    if chance.random() < 0.75:
        content, is_wrong = _changed_token(make(award()).decode(), chance)
        return Mutant(file=content, documents={}, registry=None, is_wrong=is_wrong)
    header, payload, _signature = make(award()).decode().split(".")
    values = [_unpacked(header), _unpacked(payload)]
    place = chance.choice((0, 1, 1))
    values[place] = _changed(values[place], chance)
    file = compact(written(values[0]), written(values[1]), NOW)
    return Mutant(file=file, documents={}, registry=None, is_wrong=None)


# ---- what holds others ----


def _at_part(value: Any, part: str) -> Any:
    for name, place in _STEP.findall(part):
        # A list of one is that one.
        holder = value[0] if name and isinstance(value, list) else value
        value = holder[int(place)] if place else holder[name]
    return value


def _is_one_of(held: Any, documents: list[Json], tokens: list[str]) -> bool:
    if isinstance(held, dict) and str(held.get("id", "")).startswith("data:application/vc+jwt,"):
        held = held["id"].partition(",")[2]
    if isinstance(held, str):
        return held.strip(" \t\r\n") in tokens
    return any(is_same(document, held) for document in documents)


def _record(held: Any) -> Json:
    try:
        return record(held)
    except Exception:  # noqa: BLE001 - of an older data model, which can't stand in a newer record
        return unsigned_record(held) | {"proof": award()["proof"]}


def _own_words(record: Json) -> Json:
    """A record, and no more of the credentials in it than which they are: what is in them has reports of its own."""
    subject = record["credentialSubject"]
    subject = subject[0] if isinstance(subject, list) else subject
    held = subject["verifiableCredential"]
    named = [
        item.get("id") if isinstance(item, dict) else item for item in (held if isinstance(held, list) else [held])
    ]
    return record | {"credentialSubject": subject | {"verifiableCredential": named}}


def _held(wrap: Callable[[Any], Json], chance: random.Random, _: Site) -> Mutant:
    bases = [chance.choice(credentials()[chance.choice(("the society's", "strangers'", "VCDM 1.1"))]) for _ in "ab"]
    tokens = [make(award()).decode() for make in (token, vc_jwt)]
    envelope = {"@context": CREDENTIALS_V2, "type": ["EnvelopedVerifiableCredential"]}
    held = [bases[0].document, tokens[0], bases[1].document, envelope | {"id": f"data:application/vc+jwt,{tokens[1]}"}]
    whole = wrap(chance.sample(held, chance.randrange(1, 4)))
    changed = _changed(whole, chance)
    content = written(changed)
    documents = {**bases[0].documents, **bases[1].documents}

    def is_wrong(report: Json) -> bool:
        if report["verdict"] not in LET_THROUGH:
            return False
        if "part" not in report:
            return wrap is not _record or not is_same(_own_words(whole), _own_words(read(content)))
        return not _is_one_of(_at_part(read(content), report["part"]), [base.document for base in bases], tokens)

    if wrap is presentation and chance.random() < 0.2:
        file = compact({"alg": "EdDSA", "typ": "JWT"}, b'{"vp":' + content + b"}", NOW)
        return Mutant(file=file, documents=documents, registry=None, is_wrong=is_wrong)
    return Mutant(file=content, documents=documents, registry=None, is_wrong=is_wrong)


def _endorsed(chance: random.Random, _: Site) -> Mutant:
    """A stranger's credential with an endorsement that was changed after it was signed, itself signed anew or not."""
    if chance.random() < 0.3:
        base = Base(document=did_key_award(endorsement=[ours(), strangers()]), sign=None)
        content, is_wrong = _about(base, chance)
        return Mutant(file=content, documents={}, registry=None, is_wrong=is_wrong)
    if chance.random() < 0.5:
        original: Any = endorsement_token(_endorsement())
        changed: Any = _changed_token(original, chance)[0].decode()
        document = did_key_award(endorsementJwt=[changed])
    else:
        original = ours()
        changed = _changed(original, chance)
        try:
            document = did_key_award(endorsement=[read(written(changed))])
        except Exception:  # noqa: BLE001 - what can't be signed stays under the signature of what it was
            document = did_key_award(endorsement=[original]) | {"endorsement": [changed]}

    def vouches(report: Json) -> bool:
        passed = any(told["outcome"] == "passed" for told in report.get("endorsements", ()))
        return passed and not is_same(original, read(written(changed)))

    return Mutant(file=written(document), documents={}, registry=None, is_wrong=vouches)


def _endorsement() -> Json:
    return {name: member for name, member in ours().items() if name != "proof"}


# ---- what stands around ----


def _society_signs(document: Json) -> Json:
    return sign(document, NOW, method=method(NOW), created="2026-10-01T08:00:00Z")


def _around(kind: str, chance: random.Random, site: Site) -> Mutant:
    """An honest credential, or one that was withdrawn or paused, and one thing that its check asks for, changed."""
    parts = {name: json.loads(site[f"issuers/harbour/ledger/{name}/0.json"]) for name in ("a1", "b2", "c3")}
    things = {
        "status lists": {
            list_address("b2"): Base(document=signed_list("b2", (8, 9)), sign=_society_signs),
            list_address("b2-holds"): Base(document=signed_list("b2", (9,), holds=True), sign=_society_signs),
        },
        "DID documents": {DID_ADDRESS: Base(document=society_did_document(), sign=None)},
        "ledger": {part_address(name, 0): Base(document=part, sign=None) for name, part in parts.items()},
        "definitions": {achievement_address("1.0"): Base(document=achievement(), sign=None)},
        "registry.json": {f"{BASE}registry.json": Base(document=json.loads(site["registry.json"]), sign=None)},
    }[kind]
    address = chance.choice(sorted(things))
    content, anew = _mutated(things[address], chance)
    list_, index = chance.choice((("b2", 7), ("b2", 7), ("a1", 5), ("b2", 8), ("b2", 9)))
    withdrawn = index in {8, 9}
    covered = kind in {"status lists", "definitions"}

    def is_wrong(report: Json) -> bool:
        if report["verdict"] not in LET_THROUGH:
            return False
        asked = address in [fetched["address"] for fetched in report["fetched"]]
        return withdrawn or (covered and asked and not is_same(things[address].document, read(content)))

    in_registry = kind == "registry.json"
    return Mutant(
        file=json_text(award(list_, index)),
        documents={} if in_registry else {address: content},
        registry=content if in_registry else None,
        is_wrong=None if anew or not (withdrawn or covered) else is_wrong,
    )


def _around_2021(chance: random.Random, _: Site) -> Mutant:
    """A list of 2021, changed, that says of a credential that it is clear or that it was revoked."""
    bits = chance.choice(((4, 6), (5,)))
    base = Base(document=list_2021(*bits), sign=None)
    content, _anew = _mutated(base, chance)
    contexts: Json = {"@context": [CREDENTIALS_V2, BADGES, LISTED_2021]}
    credential = did_key_award(credentialStatus=entry_2021(), **contexts)

    def is_wrong(report: Json) -> bool:
        return report["verdict"] in LET_THROUGH and (bits == (5,) or not is_same(base.document, read(content)))

    return Mutant(file=json_text(credential), documents={LIST: content}, registry=None, is_wrong=is_wrong)


KINDS: Mapping[str, Callable[[random.Random, Site], Mutant]] = {
    **{kind: partial(_plain, kind) for kind in credentials()},
    "pictures": _in_a_picture,
    "badge tokens": partial(_as_token, token),
    "vc+jwt": partial(_as_token, vc_jwt),
    "presentation tokens": partial(_as_token, _presenting),
    "presentations": partial(_held, presentation),
    "learner records": partial(_held, _record),
    "endorsements": _endorsed,
    **{
        f"around: {kind}": partial(_around, kind)
        for kind in ("status lists", "DID documents", "ledger", "definitions", "registry.json")
    },
    "around: lists of 2021": _around_2021,
}


def mutants(kind: str, seed: int, count: int, site: Site) -> list[Mutant]:
    """So many questions of one of `KINDS`; `site` is the society's, by path."""
    chance = random.Random(f"{kind} {seed}")  # noqa: S311 - repeatable, not secret
    return [KINDS[kind](chance, site) for _ in range(count)]
