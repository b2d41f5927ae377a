"""The forms of text that a pattern alone can't say: days, times, addresses, mailboxes.

One idea: each form is one function from text to bool, named in the schemas as a `format` (JSON Schema 2020-12,
validation, section 7).
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

from jsonschema import FormatChecker

from testamur.did import DidError, did_web
from testamur.times import day_from_text, time_from_text

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)*(?=[a-z0-9-]*[a-z]){_LABEL}"
_PORT = r"(?::[1-9][0-9]{0,4})?"
_ADDRESS = re.compile(rf"https://{_HOST}{_PORT}(?:[/?#][A-Za-z0-9\-._~!$&'()*+,;=:@%/?#\[\]]*)?", re.IGNORECASE)
_BASE_URL = re.compile(rf"https://{_HOST}{_PORT}/(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*")
_MAILBOX = re.compile(rf"[A-Za-z0-9._+-]+@{_HOST}", re.IGNORECASE)
_MAX_PORT = 65535

# Names of offices, not of people: a mailbox whose every word is among these belongs to a role.
ROLE_WORDS: Final = frozenset(
    "academy accreditation admin administration assessment awards badge badges board certificate certificates "
    "certification contact cpd credential credentials desk education enquiries enquiry examination examinations "
    "exams feedback help helpdesk hello info information inquiries inquiry learning mail membership members "
    "micro microcredential microcredentials office post privacy programme programmes program programs quality "
    "reception recognition registrar registry secretariat service services society standards support team "
    "training verification verify webmaster "
    # and in other languages
    "accueil acreditacion academia ayuda bildung buero bureau calidad certificados certificats contacto corsi cursos "
    "formacion formation formazione fortbildung geschaeftsstelle inscripciones inscription insignias kantoor kontakt "
    "kurse oficina opleiding pruefung qualite registro secretaria segreteria titulos ufficio weiterbildung".split()
)


def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar."""
    return _holds(day_from_text, text)


def is_time(text: str) -> bool:
    """Whether the text is a moment in UTC, in whole seconds."""
    return _holds(time_from_text, text)


def is_address(text: str) -> bool:
    """Whether the text is an https address in ASCII without user name (RFC 3986)."""
    return _ADDRESS.fullmatch(text) is not None and _has_port(text)


def is_base_url(text: str) -> bool:
    """Whether a did:web name can be made of the address: lower-case host, plain segments, a `/` at the end."""
    if _BASE_URL.fullmatch(text) is None:
        return False
    try:
        did_web(text, "issuers", "slug")
    except DidError:
        return False
    return True


def is_mailbox(text: str) -> bool:
    """Whether the text is an e-mail address."""
    return _MAILBOX.fullmatch(text) is not None


def is_role_mailbox(text: str) -> bool:
    """Whether the text is an e-mail address whose name is that of an office."""
    words = re.split(r"[._+-]+", text.partition("@")[0].lower())
    return is_mailbox(text) and all(word in ROLE_WORDS for word in words)


def could_be_a_roles(text: str, hosts: Collection[str]) -> bool:
    """Whether a mailbox that a registry declares to be an office's may be one: what no office has is refused.

    Either its name is that of an office, or it is at one of `hosts` (or above or below one) and its name is one word,
    or has a word of an office in it. Whether the one word is a person's name only a person can tell.
    """
    if is_role_mailbox(text):
        return True
    name, _, host = text.lower().rpartition("@")
    words = re.split(r"[._+-]+", name)
    at_home = any(host == each or host.endswith(f".{each}") or each.endswith(f".{host}") for each in hosts)
    return at_home and (len(words) == 1 or not ROLE_WORDS.isdisjoint(words))


def _is_contact(text: str) -> bool:
    # Whether a mailbox is a role's has a finding of its own.
    return text == "not stated" or is_address(text) or is_mailbox(text)


def _has_port(address: str) -> bool:
    host = address.removeprefix("https://").partition("/")[0]
    port = host.rpartition(":")[2]
    return not port.isdecimal() or int(port) <= _MAX_PORT


def _holds(convert: Callable[[str], object], text: str) -> bool:
    try:
        convert(text)
    except ValueError:
        return False
    return True


def _or_not_stated(form: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: text == "not stated" or form(text)


FORMATS: Final[Mapping[str, Callable[[str], bool]]] = {
    "day": is_day,
    "stated-day": _or_not_stated(is_day),
    "utc-time": is_time,
    "https-address": is_address,
    "stated-https-address": _or_not_stated(is_address),
    "base-url": is_base_url,
    "contact": _is_contact,
    "mailbox": is_mailbox,
}


def _checker(form: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or form(value)


def format_checker() -> FormatChecker:
    """A checker of our own formats and no others."""
    checker = FormatChecker(formats=())
    for name, form in FORMATS.items():
        checker.checkers = {**checker.checkers, name: (_checker(form), ())}
    return checker
