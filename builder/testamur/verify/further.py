"""What may still be asked of a credential: whose it is, and whether there is a newer version of it.

The one idea: a report says which further questions have an answer, so that nobody is asked one that has none. Twin of
site/verifier/further.js.
"""

from typing import Any

from testamur.verify.shape import JsonObject, is_https_address, many, subject_of, text

_SERVICE_TYPE = "1EdTechCredentialRefresh"


def named_by(document: JsonObject) -> tuple[str, ...]:
    """The kinds of identifier by which a credential names its holder and step 11 can be asked: `did`, `email`.

    `document` must have passed steps 1 to 4. Not checked: whether the identifier can be read.
    """
    subject = subject_of(document)
    id = text(subject.get("id")) or ""
    is_address = id.startswith("mailto:") or len(email_identifiers(subject)) > 0
    return (*(("did",) if id.startswith("did:") else ()), *(("email",) if is_address else ()))


def email_identifiers(subject: JsonObject) -> list[JsonObject]:
    """The identifiers of a subject that say that they are an e-mail address."""
    identifiers = [each for each in many(subject.get("identifier")) if isinstance(each, dict)]
    return [each for each in identifiers if text(each.get("identityType")) == "emailAddress"]


def refresh_service(document: JsonObject) -> JsonObject | None:
    """The first service for newer versions of the kind that we follow; None where there is none."""
    services: list[Any] = many(document.get("refreshService"))
    found = (each for each in services if isinstance(each, dict) and text(each.get("type")) == _SERVICE_TYPE)
    return next(found, None)


def newer_at(document: JsonObject) -> str | None:
    """The address at which a newer version may be asked for; None where that service has none that is one."""
    service = refresh_service(document)
    address = None if service is None else text(service.get("id"))
    return address if address is not None and is_https_address(address, fragment=False) else None
