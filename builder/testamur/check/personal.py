"""Nothing personal in the repository (design, promise 3): Git never forgets.

One idea: look at the bytes of every file, whatever it is meant to be, for what surely points to a person. Findings
show no more of it than the
domain.
"""

import re

from testamur.check.forms import is_role_mailbox
from testamur.check.notes import Notes
from testamur.findings import quoted
from testamur.source import SourceFile

_MAILBOX = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]*[\w+-](?:@|＠|%40|&#0*64;|&#x0*40;|&commat;)((?:[\w-]+\.)+[^\W\d_]{2,})", re.IGNORECASE
)
# The pattern below is slow on long lines; this one tells where it is worth asking.
_MAYBE_MAILBOX = re.compile(r"@|＠|%40|&#|&commat;")
_ORCID = re.compile(r"(?<![\dA-Za-z-])(\d{4}-\d{4}-\d{4}-\d{3}[\dX])(?![\dA-Za-z-])")
_PROFILE = re.compile(
    r"\b(linkedin\.com/in|facebook\.com|instagram\.com|researchgate\.net/profile)/[\w.%-]", re.IGNORECASE
)
_PERSON = re.compile(
    r"(?:(?:dr|prof|professor|mr|mrs|ms|mx|sir|dame|doctor)\b\.?\s+)+(?!of\b|in\b|for\b)[^\W\d_]", re.IGNORECASE
)


def check_personal(notes: Notes, file: SourceFile, *, contact: str | None = None) -> None:
    """Findings for e-mail addresses, ORCID iDs and personal pages in a file.

    `contact` is what an issuer's field of that name says, or empty where it could not be read: the mailbox of
    an office may stand there, and whether it is one is judged as a field.
    """
    if file.path.endswith(".png"):
        return
    for number, line in enumerate(file.data.decode("utf-8", errors="replace").split("\n"), start=1):
        in_contact = contact is not None and line.startswith("contact:")
        for found in _MAILBOX.finditer(line) if _MAYBE_MAILBOX.search(line) else ():
            if not (in_contact and (found.group() == contact or is_role_mailbox(found.group()))):
                notes.add(
                    "personal-email",
                    file.path,
                    f"an e-mail address at {quoted(found[1])} stands here",
                    "Delete it; only an issuer's `contact` may hold one, and only that of an office.",
                    spot=(number, found.start() + 1),
                )
        for found in _ORCID.finditer(line):
            if _is_orcid(found[1]):
                _refuse(notes, file.path, (number, found.start() + 1), "an ORCID iD")
        for found in _PROFILE.finditer(line):
            _refuse(notes, file.path, (number, found.start() + 1), "the page of a person")


def check_approver(notes: Notes, path: str, approver: str) -> None:
    """A finding when the approver is addressed as a person is.

    A name without a title can't be told from that of a body.
    """
    if _PERSON.match(approver):
        notes.add(
            "approver-is-person",
            path,
            "the approver reads like a person",
            "Name the body or the role, such as “Education Committee”.",
            pointer="/approver",
        )


def _refuse(notes: Notes, path: str, spot: tuple[int, int], what: str) -> None:
    notes.add("personal-identifier", path, f"{what} stands here", "Delete it; Git never forgets.", spot=spot)


def _is_orcid(text: str) -> bool:
    """ISO/IEC 7064, MOD 11-2, over the first fifteen digits."""
    plain = text.replace("-", "")
    total = 0
    for digit in plain[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == plain[-1]
