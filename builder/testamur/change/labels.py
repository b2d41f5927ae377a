"""The fields of the source formats in a reviewer's words (docs/formats.md)."""

from collections.abc import Mapping
from typing import Final

DEFINITION: Final[Mapping[str, str]] = {
    "title": "Title",
    "type": "Kind of award",
    "label": "The programme's own word for it",
    "version": "Version",
    "language": "Language of the text",
    "issuer": "Issuer",
    "approver": "Approved by",
    "description": "Description",
    "summary": "Summary for the public",
    "badge": "Badge image",
    "audience": "For whom",
    "topics": "Topics",
    "context": "Where and how it is learnt",
    "equivalence": "Equivalent to",
    "basis": "What the award rests on",
    "outcomes": "What a holder can do",
    "assessments": "Assessments",
    "evidence": "Evidence",
    "components": "Parts of the programme",
    "participation": "How a learner takes part",
    "inclusion.languages": "Languages it is offered in",
    "inclusion.cost": "Cost",
    "inclusion.accommodations": "Accommodations",
    "inclusion.entry": "Entry requirements",
    "quality.assured_by": "Quality is assured by",
    "quality.process": "How quality is assured",
    "quality.reviewed": "Last review",
    "quality.next_review": "Next review",
    "next_steps": "Next steps for the holder",
    "credits": "Credits",
    "credits.amount": "Credits: how many",
    "credits.scheme": "Credits: scheme",
    "credits.accreditor": "Credits: accredited by",
    "validity.period": "Valid for",
    "validity.renewal_when": "When to renew",
    "validity.renewal_show": "What renewal asks for",
    "alignments": "Standards it is aligned to",
    "tracks": "Optional tracks",
    "sources": "Sources",
    "requirements": "What the pathway requires",
}
ISSUER: Final[Mapping[str, str]] = {
    "name": "Name",
    "url": "Website",
    "purpose": "Purpose",
    "mission": "Mission",
    "scope": "What it awards, in words",
    "contact": "Contact",
    "described_in": "Described in",
    "awards": "What it may award, and when",
}
REGISTRY: Final[Mapping[str, str]] = {
    "name": "The registry's name",
    "description": "What the registry is for",
    "base_url": "Address of the registry",
    "moved_from": "Earlier addresses",
    "cards": "Pictures for networks",
    "logo": "Logo",
    "accent": "Colour of the site",
    "endorsers": "Organisations whose endorsements count",
    "award_counts": "Whether it says how many were awarded",
    "languages": "Languages of the site",
    "translations": "Its name and description in further languages",
    "testamur": "Version of Testamur",
    "example": "Only an example",
}
TEXT: Final[Mapping[str, str]] = {"definition": "Criteria", "issuer": "About the issuer"}

# What the codes of withdrawals say.
REASONS: Final[Mapping[str, str]] = {
    "issued-in-error": "issued in error",
    "obtained-by-fraud": "obtained by fraud",
    "no-longer-met": "the requirements are no longer met",
    "superseded": "replaced by another",
    "key-compromised": "the signing key was compromised",
    "holder-request": "the holder asked for it",
    "under-review": "under review",
    "review-ended": "the review has ended",
}
EVENTS: Final[Mapping[str, str]] = {
    "revoke": "revoked",
    "suspend": "put on hold",
    "reinstate": "reinstated",
    "removed": "**a declaration was removed**",
    "": "can't be read",
}
