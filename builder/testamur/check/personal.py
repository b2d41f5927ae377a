"""Nothing personal in the repository (design, promise 3): Git never forgets.

One idea: look at the text of every file, whatever it is meant to be, for what surely points to a person. Findings say
what stands where and never repeat it. Each pattern is bounded or led by a sign that must be there, so that no line
takes longer than its length.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from testamur.check.forms import could_be_a_roles, is_role_mailbox
from testamur.check.identity_numbers import identity_number
from testamur.check.names import likely_names, reads_like_a_person, titled_names
from testamur.check.notes import Notes
from testamur.check.telephones import telephone
from testamur.findings import quoted
from testamur.source import SourceFile
from testamur.source.layout import known_path

_AT = re.compile(r"@|＠|%40|[ \t]{0,3}(?:\[ ?at ?\]|\( ?at ?\))[ \t]{0,3}", re.IGNORECASE)
_AT_SIGNS: Final = ("@", "＠", "%40", "(at", "( at", "[at", "[ at", "(AT", "[AT")
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{0,64}+")  # of a name read backwards
_LOCAL_END = re.compile(r"[\w+-]")
_DOMAIN = re.compile(r"((?:[\w-]{1,63}\.){1,9}[^\W\d_]{2,63})")
_MAX_LOCAL_CHARS: Final = 64  # RFC 5321, section 4.5.3.1.1

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX](?![\dA-Za-z-])")
_PROFILE = re.compile(
    r"(?:linkedin\.com/in|facebook\.com|instagram\.com|researchgate\.net/profile|gravatar\.com/avatar)/[\w.%-]",
    re.IGNORECASE,
)
_PROFILE_SIGNS: Final = (".com/", ".net/profile", ".COM/", ".Com/")
_HOME = re.compile(r"(?<![\w.])/(?:home|Users)/[\w.-]|\b[A-Za-z]:\\{1,2}Users\\{1,2}[\w.-]")
_HOME_SIGNS: Final = ("/home/", "/Users/", "\\Users\\")

# A row of digits, or the end of an Italian tax code; what stands before and after is looked at then.
_DIGITS = re.compile(r"\d(?:[\d ().\-/+]{5,80}|\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\s*")
_AROUND: Final = 40  # characters before and after a row of digits that may belong to it or say what it is
_HEX = re.compile(r"[0-9a-fA-F]{32,}")
_DIGEST_CHARS: Final = frozenset({32, 40, 64})  # MD5, SHA-1, SHA-256: what directories of faces and badges use
_FEWEST_DIGITS: Final = 6
_CODE_LETTERS: Final = 6
_MARKED_DIGEST = re.compile(r"\b(?:md5|sha1|sha256|sha-256)[$][0-9A-Za-z]", re.IGNORECASE)

_TAG = re.compile(r"<(?!!--)[^<>]*>")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_LAST_CHARACTER: Final = 0x10FFFF

_JUDGED_AS_FIELDS: Final = ("approver:", "  assured_by:")
_HOST = re.compile(r"https://|[:/?#].*", re.DOTALL)

_HINT: Final = "Delete it; Git never forgets."
_PHONE_HINT: Final = "Delete it; an office's number belongs on the society's own page, which `url` names."


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """The mailboxes that may stand in a registry's texts: `roles` of `registry.yaml`, and an issuer's `contact`.

    `contact` is what that field says, or empty where it could not be read: the mailbox of an office may stand there,
    and whether it is one is judged as a field.
    """

    roles: frozenset[str] = frozenset()
    contact: str | None = None


def check_personal(notes: Notes, file: SourceFile, allowed: Allowed) -> None:
    """Findings for what surely points to a person in a file's text.

    Not checked: names without a title, and what somebody wrote so that it should not be found. Files of which nothing
    may change any more are looked at for e-mail addresses and pages alone, since other rules were in force when they
    were frozen; files of commands have no room for a text.
    """
    if file.path.endswith(".png"):
        return
    known = known_path(file.path)
    text = _shown(file)
    spots = _Spots(notes, file.path, text)
    _check_mailboxes(spots, allowed)
    _check_pages(spots)
    if known is None or known.kind not in {"registry", "logo", "definition", "translation", "issuer", "badge"}:
        for found in _ORCID.finditer(text):
            _check_orcid(spots, found)
        return
    if known.kind in {"badge", "logo"}:
        # A path's coordinates are no telephone number.
        text = _TAG.sub(lambda tag: re.sub(r"[^\n]", " ", tag.group()), text)
    _check_numbers(spots, text)
    _check_digests(spots, text)
    for at in titled_names(text):
        if text.startswith(_JUDGED_AS_FIELDS, text.rfind("\n", 0, at) + 1):
            continue
        spots.add("personal-name", at, "a person is named here", "Name the body or the role instead.")
    if known.kind not in {"badge", "logo"}:
        for at in likely_names(text):
            spots.add("personal-name-likely", at, "this may be a person's name", "Name the body or the role instead.")


def check_body(notes: Notes, path: str, named: str, *, what: str, pointer: str) -> None:
    """A finding when a field that names a body reads like a person.

    A name without a title, initials or letters behind it can't be told from that of a body.
    """
    if reads_like_a_person(named):
        notes.add(
            "approver-is-person",
            path,
            f"{what} reads like a person",
            "Name the body or the role, such as “Education Committee”.",
            pointer=pointer,
        )


def check_role_mailboxes(notes: Notes, mailboxes: Iterable[str], addresses: Iterable[str]) -> None:
    """Findings for those of `role_mailboxes` that no office has, `addresses` being those of the society's own hosts."""
    hosts = {_HOST.sub("", address) for address in addresses if address.startswith("https://")}
    for number, mailbox in enumerate(mailboxes):
        if not could_be_a_roles(mailbox, hosts):
            notes.add(
                "personal-mailbox",
                "registry.yaml",
                f"the mailbox at {quoted(mailbox.rpartition('@')[2])} does not read like that of an office",
                "Name one at the registry's or an issuer's own host, such as office@ or oslo-office@.",
                pointer=f"/role_mailboxes/{number}",
            )


@dataclass(slots=True)
class _Spots:
    """Findings at places in one text."""

    notes: Notes
    path: str
    text: str
    line_ends: list[int] | None = None

    def add(self, code: str, at: int, message: str, hint: str) -> None:
        if self.line_ends is None:
            self.line_ends = [-1, *(end.start() for end in re.finditer("\n", self.text))]
        line = bisect_left(self.line_ends, at)
        self.notes.add(code, self.path, message, hint, spot=(line, at - self.line_ends[line - 1]))


def _shown(file: SourceFile) -> str:
    """The text as a reader's program shows it: escapes and character references undone, line by line."""
    text = file.data.decode("utf-8", errors="replace").replace("\r\n", "\n")
    if "&" not in text and "\\" not in text:
        return text
    return "\n".join(_unmasked(line) if "&" in line or "\\" in line else line for line in text.split("\n"))


def _unmasked(line: str) -> str:
    plain = _ESCAPE.sub(_character, line) if "\\" in line else line
    return html.unescape(plain).replace("\n", " ")


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2] or escape[3], 16)
    return chr(number) if number <= _LAST_CHARACTER else " "


def _check_mailboxes(spots: _Spots, allowed: Allowed) -> None:
    text = spots.text
    if not any(sign in text for sign in _AT_SIGNS):
        return
    for sign in _AT.finditer(text):
        domain = _DOMAIN.match(text, sign.end())
        if domain is None or not _LOCAL_END.match(text, sign.start() - 1) or sign.start() == 0:
            continue
        backwards = _LOCAL.match(text[max(0, sign.start() - _MAX_LOCAL_CHARS) : sign.start()][::-1])
        local = backwards.group()[::-1] if backwards else ""
        mailbox = f"{local}@{domain[1]}"
        if mailbox.lower() in allowed.roles or _stands_in_contact(text, sign.start(), mailbox, allowed):
            continue
        spots.add(
            "personal-email",
            sign.start() - len(local),
            f"an e-mail address at {quoted(domain[1])} stands here",
            "Delete it; an office's may stand in an issuer's `contact`, and in texts when `role_mailboxes` names it.",
        )


def _stands_in_contact(text: str, at: int, mailbox: str, allowed: Allowed) -> bool:
    if allowed.contact is None or not text.startswith("contact:", text.rfind("\n", 0, at) + 1):
        return False
    return mailbox == allowed.contact or is_role_mailbox(mailbox)


def _check_pages(spots: _Spots) -> None:
    text = spots.text
    for found in _PROFILE.finditer(text) if any(sign in text for sign in _PROFILE_SIGNS) else ():
        spots.add("personal-identifier", found.start(), "the page of a person stands here", _HINT)
    for found in _HOME.finditer(text) if any(sign in text for sign in _HOME_SIGNS) else ():
        spots.add("personal-identifier", found.start(), "a folder named after a person stands here", _HINT)


def _check_orcid(spots: _Spots, found: re.Match[str] | None) -> bool:
    """Whether an ORCID iD was found, with a right check digit and nothing that belongs to it before it."""
    if found is None or not _is_orcid(found.group()):
        return False
    before = found.string[found.start() - 1 : found.start()]
    if before.isalnum() or before == "-":
        return False
    spots.add("personal-identifier", found.start(), "an ORCID iD stands here", _HINT)
    return True


def _check_numbers(spots: _Spots, text: str) -> None:
    seen = 0
    for row in _DIGITS.finditer(text):
        if row.group()[-1].isalpha():
            number = identity_number(text[max(0, row.start() - _CODE_LETTERS - 1) : row.end() + 1], 0)
            if number is not None:
                _number(spots, row.start() - _CODE_LETTERS, number[1])
            continue
        if _DAY.fullmatch(row.group()) or sum(map(str.isdecimal, row.group())) < _FEWEST_DIGITS:
            continue
        if _check_orcid(spots, _ORCID.search(text, row.start(), row.end() + 2)):
            seen = row.end()
            continue
        start = max(0, row.start() - _AROUND, text.rfind("\n", 0, row.start()) + 1)
        around = text[start : row.end() + _AROUND].split("\n", 1)[0]
        earliest = max(seen, row.start()) - start
        number = identity_number(around, earliest)
        if number is not None:
            _number(spots, start + number[0], number[1])
            seen = row.end()
        elif (at := telephone(around, earliest)) is not None:
            spots.add("personal-phone", start + at, "a telephone number stands here", _PHONE_HINT)
            seen = row.end()


def _number(spots: _Spots, at: int, what: str) -> None:
    spots.add("personal-number", at, f"{what} stands here, or what looks like one", _HINT)


def _check_digests(spots: _Spots, text: str) -> None:
    for found in _MARKED_DIGEST.finditer(text) if "$" in text else ():
        _digest(spots, found.start())
    for found in _HEX.finditer(text):
        digits, before, after = (
            found.group(),
            text[found.start() - 1 : found.start()],
            text[found.end() : found.end() + 1],
        )
        if len(digits) not in _DIGEST_CHARS or digits.isdecimal() or digits.isalpha():
            continue
        # In an address it is a commit or a file; part of a longer word it is something else.
        if not before.isalnum() and before not in {"/", "$", "=", "#", "_", "."} and not after.isalnum():
            _digest(spots, found.start())


def _digest(spots: _Spots, at: int) -> None:
    hint = "Delete it: an address can be guessed from it. Write a UUID with its hyphens."
    spots.add("personal-hash", at, "what looks like the hash of an e-mail address stands here", hint)


def _is_orcid(text: str) -> bool:
    """ISO/IEC 7064, MOD 11-2, over the first fifteen digits."""
    plain = text.replace("-", "")
    total = 0
    for digit in plain[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == plain[-1]
