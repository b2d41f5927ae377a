"""Definitions: the current source of each, and the rules of the Delphi principles that a schema can't say.

One idea: "not stated" satisfies every rule; a rule asks only that what is said fits together.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from testamur.check.images import check_image
from testamur.check.markdown_text import check_markdown
from testamur.check.notes import Notes
from testamur.check.personal import check_body
from testamur.check.shapes import read_front_matter
from testamur.check.values import definition_from
from testamur.findings import quoted
from testamur.model import NONE, Badge, Definition, Silence
from testamur.source import SourceFile
from testamur.source.layout import MAX_SLUG_CHARS, is_slug

MAX_SUMMARY_WORDS: Final = 80
_GENERIC: Final = frozenset(
    "a an and award badge basic basics certificate certification course cpd credential credit credits digital "
    "education for general health healthcare in introduction learning level micro microcredential module of "
    "program programme the to training".split()
)


def read_definition(notes: Notes, file: SourceFile, slug: str, images: Mapping[str, Badge | None]) -> Definition | None:
    """The definition of one `index.md`, current or frozen, or None, with findings.

    `images` are the checked ones beside it, by name.
    """
    read = read_front_matter(notes, file, "definition")
    if read is None:
        return None
    values, body = read
    before = len(notes.findings)
    criteria = check_markdown(notes, file, body)
    name = values.get("badge")
    badge = images.get(name) if name is not None else None
    if name is not None and name not in images:
        notes.add(
            "badge-missing",
            file.path,
            f"there is no file {quoted(name)} beside this one",
            "Add the image, or leave the field `badge` out.",
            pointer="/badge",
        )
    if len(notes.findings) > before or (name is not None and badge is None):
        return None
    return definition_from(values, slug=slug, criteria=criteria, source=file.data, badge=badge)


def read_images(notes: Notes, files: Mapping[str, SourceFile]) -> dict[str, Badge | None]:
    """Each image as a badge, or None, with findings, where it is refused."""
    return {name: None if notes.is_unread(file) else check_image(notes, file) for name, file in files.items()}


def check_slug(notes: Notes, path: str, slug: str, what: str) -> None:
    """A finding when a folder's name can't stand in an address."""
    if not is_slug(slug):
        notes.add(
            "slug-malformed",
            path,
            f"the folder {quoted(slug)} of {what} is not named as an address needs it",
            f"Use lower-case letters, digits and single hyphens, at most {MAX_SLUG_CHARS} characters.",
            spot=(1, 1),
        )


def check_images_used(notes: Notes, path: str, definition: Definition, images: Mapping[str, SourceFile]) -> None:
    """A finding for each image that the definition does not name: nothing else would publish it."""
    used = definition.badge.name if definition.badge else None
    for name, file in images.items():
        if name != used and not notes.is_unread(file):
            notes.add(
                "image-unused",
                file.path,
                "no field names this image",
                f"Name it in the field `badge` of {path.rpartition('/')[2]}, or delete it.",
                spot=(1, 1),
            )


def check_current(notes: Notes, path: str, definition: Definition, *, today: date) -> None:
    """Findings of a current definition by itself; references to others are in `check.references`."""

    def note(code: str, pointer: str, message: str, hint: str) -> None:
        notes.add(code, path, message, hint, pointer=pointer)

    words = set(re.findall(r"[^\W\d_]+", definition.title.lower()))
    if words <= _GENERIC:
        note(
            "title-generic",
            "/title",
            f"{quoted(definition.title)} could be the title of any award",
            "Name the role, the subject or the track (row 8.1).",
        )
    if isinstance(definition.approver, str):
        check_body(notes, path, definition.approver, what="the approver", pointer="/approver")
    if isinstance(definition.quality.assured_by, str):
        named = definition.quality.assured_by
        check_body(notes, path, named, what="who assures the quality", pointer="/quality/assured_by")
    if isinstance(definition.summary, str) and (count := len(definition.summary.split())) > MAX_SUMMARY_WORDS:
        note(
            "summary-too-long",
            "/summary",
            f"the summary for the public has {count} words; at most {MAX_SUMMARY_WORDS} are read",
            "Shorten it; details belong in `description` (row 6.4).",
        )
    _check_evidence(note, definition)
    _check_quality(note, definition, today)
    _check_validity(note, definition)
    if definition.type == "pathway" and not definition.requirements:
        note(
            "pathway-without-requirements",
            "/type",
            "a pathway says which definitions lead to it",
            "Add `requirements`, or choose another type (row 7.8).",
        )
    if definition.type != "pathway" and definition.requirements:
        note(
            "requirements-without-pathway",
            "/requirements",
            f"only a pathway has requirements, and this is a {definition.type}",
            "Write `type: pathway`, or leave `requirements` out.",
        )
    if definition.type == "cpd-credit" and definition.credits is NONE:
        note(
            "credits-missing",
            "/credits",
            "a CPD credit without credits",
            "State the credits, write `not stated`, or choose another type.",
        )


def _check_evidence(note: Any, definition: Definition) -> None:
    if definition.basis == "competency" and definition.assessments is NONE:
        note(
            "competency-without-assessment",
            "/assessments",
            "competency is shown in an assessment, and there is none",
            "Describe the assessment and its pass rule, or write `basis: participation` (row 5).",
        )
    if definition.basis == "participation" and definition.type == "micro-credential":
        note(
            "type-against-basis",
            "/basis",
            "a micro-credential rests on assessed learning, this one on participation",
            "Choose another type, or say what is assessed; `label` keeps the programme's own words (Words).",
        )


def _check_quality(note: Any, definition: Definition, today: date) -> None:
    reviewed, following = definition.quality.reviewed, definition.quality.next_review
    if isinstance(reviewed, date) and reviewed > today:
        note(
            "review-in-future", "/quality/reviewed", f"{reviewed} has not come yet", "Write the day of the last review."
        )
    if isinstance(reviewed, date) and isinstance(following, date) and following <= reviewed:
        note(
            "review-order",
            "/quality/next_review",
            f"the next review, {following}, is not after the last, {reviewed}",
            "Correct one of the two days.",
        )
    elif isinstance(following, date) and following < today:
        note(
            "review-overdue",
            "/quality/next_review",
            f"the review of {following} is overdue",
            "Review the definition and write down both days (row 1).",
        )


def _check_validity(note: Any, definition: Definition) -> None:
    validity = definition.validity
    renewals = {"renewal_when": validity.renewal_when, "renewal_show": validity.renewal_show}
    for name, value in renewals.items():
        if isinstance(validity.period, str) and value is NONE:
            note(
                "renewal-missing",
                f"/validity/{name}",
                "what expires can be renewed or earned again, and the holder must know how",
                "Say what must be shown and when; if it can't be renewed, say so in words (row 8.6).",
            )
        if validity.period is NONE and not isinstance(value, Silence):
            note(
                "renewal-without-period",
                f"/validity/{name}",
                "what does not expire needs no renewal",
                "Write `none` here, or a period such as P3Y.",
            )
