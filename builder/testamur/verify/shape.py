"""Step 2: the parts a credential must have, each in its form (VCDM 2.0 section 4, VCDM 1.1, Open Badges 3.0 section B).

The one idea: a part is read through the functions of this room alone, so that a one-element array counts as its
element everywhere and a date means one thing everywhere. Instants are whole milliseconds since 1970 in UTC, which
Python and JavaScript hold exactly; a finer fraction is cut off.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeAlias

from testamur.verify.outcomes import FailedError, UncheckedError

JsonObject: TypeAlias = dict[str, Any]

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
ACHIEVEMENT_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})

# White space as a fixed list: what `\s` means differs between languages and their versions.
SPACE = "\\x00-\\x20\\x7f-\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
_ADDRESS = re.compile(f"[A-Za-z][A-Za-z0-9+.\\-]*:[^{SPACE}]+")
_HTTPS = re.compile(f"https://[^{SPACE}/?#][^{SPACE}]*")
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATES = ("validFrom", "validUntil")
_OLD_DATES = ("issuanceDate", "expirationDate", *_DATES)


def one(value: Any) -> Any:
    """The value itself, or the only element of an array of one; JSON-LD makes no difference between them."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def many(value: Any) -> list[Any]:
    """The value as a list: an array as it is, nothing as the empty list, anything else as a list of one."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def text(value: Any) -> str | None:
    """The value where it is one text, else None."""
    single = one(value)
    return single if isinstance(single, str) else None


def types_of(value: Any) -> frozenset[str]:
    """The words in an object's `type`; empty where the value is no object."""
    if not isinstance(value, Mapping):
        return frozenset()
    return frozenset(word for word in many(value.get("type")) if isinstance(word, str))


def is_address(value: Any) -> bool:
    """Whether the value is an absolute address: a scheme, a colon, something after it, no white space."""
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def is_https_address(value: Any, *, fragment: bool) -> bool:
    """Whether the value is an https address with a host; `fragment` says whether a `#` is allowed in it."""
    return isinstance(value, str) and _HTTPS.fullmatch(value) is not None and (fragment or "#" not in value)


def instant_ms(value: Any) -> int | None:
    """A dateTimeStamp (XML Schema 1.1 part 2, 3.4.28) in milliseconds since 1970; None for anything else.

    The year has four digits and is not 0000, the hour ends at 23, the zone is `Z` or at most 14:00 away.
    """
    return _instant_of_text(value) if isinstance(value, str) else None


@lru_cache(maxsize=1024)  # a few dates come again and again, in every credential and in every part of a ledger
def _instant_of_text(value: str) -> int | None:
    match = _INSTANT.fullmatch(value)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.group(1, 2, 3, 4, 5, 6))
    zone_hours, zone_minutes = int(match[9] or 0), int(match[10] or 0)
    if zone_minutes > 59 or zone_hours * 60 + zone_minutes > 14 * 60:
        return None
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    zone_ms = (zone_hours * 60 + zone_minutes) * 60_000 * (-1 if match[8] == "-" else 1)
    return ms_from_datetime(local) + int(((match[7] or "") + "000")[:3]) - zone_ms


def ms_from_datetime(moment: datetime) -> int:
    """An aware datetime in whole milliseconds since 1970."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def issuer_id(document: Mapping[str, Any]) -> str:
    """The issuer's address. `document` must have passed `check_shape`."""
    issuer = one(document["issuer"])
    return str(one(issuer["id"]) if isinstance(issuer, dict) else issuer)


def beginning_of(document: Mapping[str, Any]) -> str | None:
    """From when a credential is in force, as its issuer wrote it; None where it does not say.

    `document` must have passed `check_shape`. VCDM 1.1 has `issuanceDate` beside a `validFrom`; the later one counts.
    """
    return next(reversed(_stated(document, ("validFrom", "issuanceDate"))), None)


def end_of(document: Mapping[str, Any]) -> str | None:
    """Until when a credential is in force, as its issuer wrote it; None where it does not end.

    `document` must have passed `check_shape`. VCDM 1.1 has `expirationDate` beside a `validUntil`; the earlier counts.
    """
    return next(iter(_stated(document, ("validUntil", "expirationDate"))), None)


def _stated(document: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """The dates of these names, the earliest first."""
    return sorted(
        (str(one(document[name])) for name in names if name in document), key=lambda text: instant_ms(text) or 0
    )


def subject_of(document: Mapping[str, Any]) -> JsonObject:
    """The one subject. `document` must have passed `check_shape`."""
    subject: JsonObject = one(document["credentialSubject"])
    return subject


def holder_of(subject: JsonObject) -> str | None:
    """Whom the subject names: the first name that is stated to be no hash, else its own id, where it has one."""
    for identifier in many(subject.get("identifier")):
        if not isinstance(identifier, dict) or one(identifier.get("hashed")) is not False:
            continue
        if text(identifier.get("identityType")) == "name":
            return text(identifier.get("identityHash"))
    return text(subject.get("id"))


def achievement_of(document: Mapping[str, Any]) -> JsonObject | None:
    """The achievement where the credential is of a kind that has one. `document` must have passed `check_shape`."""
    if not ACHIEVEMENT_TYPES & types_of(document):
        return None
    achievement: JsonObject = one(subject_of(document)["achievement"])
    return achievement


def is_record(document: Mapping[str, Any]) -> bool:
    """Whether a credential is a learner record that holds credentials (Comprehensive Learner Record 2.0)."""
    subject = one(document.get("credentialSubject"))
    return "ClrCredential" in types_of(document) and isinstance(subject, dict) and "verifiableCredential" in subject


def check_shape(document: Mapping[str, Any], *, is_token: bool = False) -> None:
    """Step 2. Raises the first rule that does not hold; says nothing of what the words mean, which is step 3.

    `is_token` says that the document was read from a token, which is its proof.
    """
    # 2.1
    if "proof" not in document and not is_token:
        raise FailedError("proof_missing")
    proofs = document.get("proof", [])
    proofs = proofs if isinstance(proofs, list) else [proofs]
    if not all(isinstance(proof, dict) for proof in proofs):
        raise FailedError("proof_malformed")
    # 2.2, 2.3
    contexts = document.get("@context")
    contexts = [contexts] if isinstance(contexts, str) else contexts
    if not isinstance(contexts, list) or not all(isinstance(context, str | dict) for context in contexts):
        raise FailedError("context_malformed")
    if contexts[:1] not in ([CREDENTIALS_V2], [CREDENTIALS_V1]):
        raise UncheckedError("data_model_unknown")
    # 2.4, 2.5
    if "id" in document and not is_address(one(document["id"])):
        raise FailedError("id_malformed")
    issuer = one(document.get("issuer"))
    if not is_address(one(issuer.get("id")) if isinstance(issuer, dict) else issuer):
        raise FailedError("issuer_malformed")
    # 2.6
    is_old = contexts[0] == CREDENTIALS_V1
    if is_old and "issuanceDate" not in document:
        raise FailedError("date_malformed")
    for name in _OLD_DATES if is_old else _DATES:
        if name in document and instant_ms(one(document[name])) is None:
            raise FailedError("date_malformed")
    # 2.7, 2.8
    subject = one(document.get("credentialSubject"))
    if not isinstance(subject, dict):
        raise FailedError("subject_malformed")
    if ACHIEVEMENT_TYPES & types_of(document):
        achievement = one(subject.get("achievement"))
        if (
            not isinstance(achievement, dict)
            or not is_address(one(achievement.get("id")))
            or text(achievement.get("name")) is None
        ):
            raise FailedError("achievement_malformed")
    # 2.9
    if "credentialStatus" in document:
        entries = document["credentialStatus"]
        entries = entries if isinstance(entries, list) else [entries]
        if not all(isinstance(entry, dict) and types_of(entry) for entry in entries):
            raise FailedError("status_malformed")
