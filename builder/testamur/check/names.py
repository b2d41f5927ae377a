"""Names of persons, where a machine can tell them: by the title before, the letters behind, the words around.

One idea: a name alone can't be told from that of a place or a body, so nothing is guessed from a list of names.
"""

import re
from collections.abc import Iterator
from typing import Final

_WORD: Final = r"[^\W\d_a-zß-ÿ][\w'’-]{1,30}"
_NAME: Final = (
    rf"(?:[A-Z]\.[ -]?){{0,3}}{_WORD}(?: (?:(?:[A-Z]\.|de|da|del|van|von|der|den|la|le|bin|al) ){{0,3}}{_WORD}){{0,3}}"
)
_ADDRESSED: Final = r"Drs?|Dra|Mr|Mrs|Ms|Mx|Miss|Herr|Frau|Sra|Señora?|Mme|Mlle|Monsieur|Madame"
# These begin other things too (“J Nurses Prof Dev”), so a first and a last name must follow.
_HONOURED: Final = r"Prof|Professor|Professora?|Profesora?|Doctora?|Sir|Dame"
_TITLE: Final = rf"(?:{_ADDRESSED}|{_HONOURED})\b\.? {{1,3}}"
# Without a `\b` at its beginning, which would make every letter a place to try; the letter before is looked at below.
_TITLED = re.compile(rf"{_TITLE}(?:{_TITLE}){{0,3}}(?P<name>{_NAME})")
_STRONG = re.compile(rf"\b(?:{_ADDRESSED})\b")

# What is named after a person is not that person.
_BODIES: Final = frozenset(
    "academy agency alliance alumni assembly association authority award awards board branch bureau campus care center "
    "centre chair chairs charity clinic clinics college colleges commission committee community conference consortium "
    "consultant consultants corporation council course department division emeritus education examiner examiners "
    "faculty federation fellow fellows fellowship forum foundation fund group health hospital hospitals house "
    "infirmary institute institution journal lecture lectureship library manager managers medal medical ministry "
    "network nurse nurses nursing office officer organisation organization panel physician physicians practice "
    "practitioner practitioners prize program programme project registrar registry research royal scheme scholarship "
    "school schools secretariat secretary section service services society staff student students supervisor "
    "supervisors surgeon surgeons syndrome team test theatre therapist therapists tower trainer trainers training "
    "trust tutor tutors unit university ward".split()
)
_PERSON: Final = re.compile(
    r"(?:(?:dr|prof|professor|mr|mrs|ms|mx|sir|dame|doctor)\b\.?\s{1,9}){1,9}(?!of\b|in\b|for\b)[^\W\d_]", re.IGNORECASE
)
_LETTERS: Final = r"MD|DO|PhD|DPhil|EdD|DNP|MBBS|MBChB|RN|RM|NP|FRCP|FRCS|FRCN|MRCP|MSc|MPH|MA|BSc|BSN|MSN|Esq|Jr"
_WITH_LETTERS = re.compile(rf"{_NAME},? {{1,2}}(?:{_LETTERS})\.?(?:,? {{1,2}}(?:{_LETTERS})\.?){{0,4}}")
_INITIALS = re.compile(rf"(?:[A-Z]\. ?){{1,3}}{_WORD}|{_WORD},(?: ?[A-Z]\.){{1,3}}")
# What stands before the name of a person: “awarded to …”, “Contact: …”. The pattern finds the short word alone.
_TWO_NAMES = re.compile(rf"(?: to| by| on|:) {{1,3}}(?P<name>{_WORD} (?:[A-Z]\. )?{_WORD})(?![\w'’-]| [^\W\d_a-zß-ÿ])")
_BEFORE: Final = (
    "awarded to",
    "issued to",
    "presented to",
    "conferred on",
    "conferred upon",
    "approved by",
    "reviewed by",
    "assessed by",
    "signed by",
    "written by",
    "holder:",
    "recipient:",
    "candidate:",
    "learner:",
    "contact:",
    "contact person:",
    "coordinator:",
    "co-ordinator:",
    "director:",
    "course lead:",
    "instructor:",
    "examiner:",
    "assessor:",
    "reviewer:",
    "author:",
)
_MAX_BEFORE_CHARS: Final = 20


def titled_names(text: str) -> Iterator[int]:
    """Where a person is addressed: a title, then a name that is not of something named after its bearer."""
    for found in _TITLED.finditer(text):
        start = found.start()
        if start and (text[start - 1].isalnum() or text[start - 1] in "_-"):
            continue
        words = [word for word in found["name"].split(" ") if word[:1].isupper()]
        addressed = _STRONG.search(text, start, found.start("name")) is not None
        if (
            (addressed or len(words) > 1)
            and not _names_a_body(found["name"])
            and not _goes_on_as_body(text, found.end())
        ):
            yield start


def likely_names(text: str) -> Iterator[int]:
    """Where two capitalised words stand in the place of a person."""
    for found in _TWO_NAMES.finditer(text):
        at = found.start("name")
        before = text[max(0, at - _MAX_BEFORE_CHARS) : at].rstrip(" ").lower()
        if before.endswith(_BEFORE) and not _names_a_body(found["name"]) and not _TITLED.match(text, at):
            yield at


def reads_like_a_person(text: str) -> bool:
    """Whether a field that names a body names a person: a title before the name, letters after it, or initials."""
    if _PERSON.match(text):
        return True
    named = _WITH_LETTERS.fullmatch(text) or _INITIALS.fullmatch(text)
    return named is not None and not _names_a_body(text)


def _names_a_body(text: str) -> bool:
    return not _BODIES.isdisjoint(re.split(r"[^\w]+", text.lower()))


def _goes_on_as_body(text: str, at: int) -> bool:
    """A name longer than four words, or one with “of the”, may end in that of a body."""
    return not _BODIES.isdisjoint(re.split(r"[^\w]+", text[at : at + 24].split(".", maxsplit=1)[0].lower())[:3])
