"""Step 11: whether a credential was awarded to the person asked about (Open Badges 3.0, IdentityObject).

The one idea: the person who asks knows the identifier, and it is compared here; a hash in a credential is made anew
from it and never guessed at.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Literal

from testamur.verify.further import email_identifiers
from testamur.verify.outcomes import FailedError, UncheckedError
from testamur.verify.shape import SPACE, JsonObject, one, subject_of, text

_DID = re.compile(f"did:[a-z0-9]+:[^{SPACE}#?/\\ud800-\\udfff]+")
_EMAIL = re.compile(f"[^{SPACE}\\ud800-\\udfff]+@[^{SPACE}@\\ud800-\\udfff]+")
_HASH = re.compile(r"(?:sha256\$)?([0-9A-Fa-f]{64})")
_MAX_CHARACTERS = 2048  # no identifier is longer; a salt is bounded by the size of the credential


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """The person asked about, by a DID or an e-mail address, as it was written."""

    kind: Literal["did", "email"]
    text: str


def recipient_from_text(words: str) -> Recipient | None:
    """The person that a DID or an e-mail address names, without spaces around it; None for anything else."""
    trimmed = words.strip(" \t\r\n")
    if len(trimmed) > _MAX_CHARACTERS:
        return None
    if trimmed.startswith("did:"):
        return Recipient(kind="did", text=trimmed) if _DID.fullmatch(trimmed) else None
    return Recipient(kind="email", text=trimmed) if _EMAIL.fullmatch(trimmed) else None


def check_recipient(document: JsonObject, recipient: Recipient) -> None:
    """Step 11. `document` must have passed steps 1 to 4.

    Raises FailedError `recipient_differs`, UncheckedError `recipient_hash_unknown` and `recipient_not_named`. Not
    checked: whether whoever shows the credential is that person.
    """
    subject = subject_of(document)
    found = _did_answers(subject, recipient) if recipient.kind == "did" else _email_answers(subject, recipient)
    # 11.1 to 11.4
    if True in found:
        return
    if None in found:
        raise UncheckedError("recipient_hash_unknown")
    raise FailedError("recipient_differs") if found else UncheckedError("recipient_not_named")


def _did_answers(subject: JsonObject, recipient: Recipient) -> list[bool | None]:
    id = text(subject.get("id"))
    return [id == recipient.text] if id is not None and id.startswith("did:") else []


def _email_answers(subject: JsonObject, recipient: Recipient) -> list[bool | None]:
    """For every identifier that is an e-mail address whether it is this one, None where it can't be read."""
    answers: list[bool | None] = []
    id = text(subject.get("id"))
    if id is not None and id.startswith("mailto:"):
        answers.append(_is_address(id.removeprefix("mailto:"), recipient.text))
    return [*answers, *(_identifier_answer(each, recipient.text) for each in email_identifiers(subject))]


def _identifier_answer(identifier: JsonObject, asked: str) -> bool | None:
    stated, hashed = text(identifier.get("identityHash")), one(identifier.get("hashed"))
    salt: Any = one(identifier.get("salt", ""))
    if stated is None or not isinstance(hashed, bool) or not isinstance(salt, str):
        return None
    if not hashed:
        return _is_address(stated, asked)
    match = _HASH.fullmatch(stated)
    if match is None:
        return None
    return any(
        hashlib.sha256((spelling + salt).encode()).hexdigest() == match[1].lower() for spelling in _spellings(asked)
    )


def _is_address(stated: str, asked: str) -> bool:
    return _lower(stated) == _lower(asked)


def _spellings(address: str) -> tuple[str, ...]:
    """The spellings that an issuer may have hashed: as it stands, the domain in lower case, all in lower case."""
    local, _, domain = address.rpartition("@")
    return address, f"{local}@{_lower(domain)}", _lower(address)


def _lower(words: str) -> str:
    # ASCII alone: what lower case is beyond it differs between languages and their versions.
    return re.sub("[A-Z]+", lambda match: match[0].lower(), words)
