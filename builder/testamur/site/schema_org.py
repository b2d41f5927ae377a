"""What a page says to programs, in the words of schema.org, with those of CTDL beside them (docs/decisions/0197).

One idea: the markup repeats what the page shows and adds nothing. What a definition does not state is left out, and no
claim is made that nobody checked: who recognises an award are those whose endorsement was verified.
"""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from testamur import addresses
from testamur.model import Definition, Endorsement, FrozenVersion, Issuer, Settings, Silence, Stated
from testamur.pages import Data
from testamur.site.endorsing import recognized_by

Node: TypeAlias = dict[str, Any]

_CONTEXT: Final = "https://schema.org"
_CTDL: Final = "https://purl.org/ctdl/terms/"
# Where CTDL has a class for the type of an award; it has none for credits and short lessons.
_CTDL_CLASSES: Final = {
    "micro-credential": "MicroCredential",
    "digital-badge": "DigitalBadge",
    "certificate": "Certificate",
    "pathway": "LearningProgram",
}
_WHOLE: Final = re.compile(r"([0-9]+)(?:\.0+)?")


def definition_data(
    version: FrozenVersion,
    settings: Settings,
    issuer: Issuer,
    *,
    kind: str,
    page: str,
    endorsements: Sequence[Endorsement] = (),
) -> Data:
    """One version of a definition as an EducationalOccupationalCredential, in the definition's own language.

    `issuer` is its issuer, `kind` the word for its type, `page` the absolute address of the page it stands on;
    `endorsements` are those of this version.
    """
    definition, base = version.definition, settings.base_url
    slug, name = definition.slug, definition.version
    achievement = addresses.achievement_address(base, slug, name)
    badge = definition.badge
    image = addresses.badge_address(base, slug, name, badge.name) if badge else addresses.seal_address(base, slug, name)
    credential: Node = {
        "@type": "EducationalOccupationalCredential",
        "@id": achievement,
        "name": definition.title,
        "description": definition.description,
        "url": page,
        "inLanguage": definition.language,
        "version": name,
        "image": image,
        "encoding": {"@type": "MediaObject", "contentUrl": achievement, "encodingFormat": "application/json"},
        "credentialCategory": _category(definition, kind),
    }
    if ctdl := _CTDL_CLASSES.get(definition.type):
        credential["additionalType"] = _CTDL + ctdl
    if settings.example:
        credential["creativeWorkStatus"] = "Fictional example"
    credential |= _stated("abstract", definition.summary)
    credential |= _stated("keywords", definition.topics, list)
    credential |= _stated("audience", definition.audience, lambda each: [_audience(words) for words in each])
    credential |= _stated("competencyRequired", definition.outcomes, lambda each: [outcome.text for outcome in each])
    credential |= _stated(
        "educationalAlignment",
        definition.alignments,
        lambda each: [
            {
                "@type": "AlignmentObject",
                "alignmentType": "teaches",
                "educationalFramework": alignment.framework,
                "targetName": alignment.name,
                "targetUrl": alignment.url,
                "alternateName": alignment.code,
            }
            for alignment in each
        ],
    )
    credential |= _stated("validFor", definition.validity.period)
    if definition.sources:
        credential["citation"] = [source.citation for source in definition.sources]
    parts = dict.fromkeys(part for group in definition.requirements for part in group.of)
    if parts:
        credential["hasPart"] = [
            {"@type": "EducationalOccupationalCredential", "url": addresses.definition_page(base, part)}
            for part in parts
        ]
    # A programme that a publication describes is awarded by nobody here.
    if issuer.described_in is None:
        credential["creator"] = _organization(issuer, base)
    credential |= recognized_by(endorsements)
    return _data({"@graph": [credential, *_programme(definition, achievement, page)]})


def issuer_data(issuer: Issuer, settings: Settings) -> Data | None:
    """An issuer as an Organization; None where it is here only as a publication describes it."""
    if issuer.described_in is not None:
        return None
    node = _organization(issuer, settings.base_url)
    node["mainEntityOfPage"] = addresses.issuer_page(settings.base_url, issuer.slug)
    node |= _stated("description", issuer.purpose)
    if not isinstance(issuer.contact, Silence):
        way = "url" if issuer.contact.startswith("https://") else "email"
        node["contactPoint"] = {"@type": "ContactPoint", way: issuer.contact}
    return _data(node)


def site_data(settings: Settings) -> Data:
    """The registry as a WebSite."""
    node: Node = {
        "@type": "WebSite",
        "@id": settings.base_url,
        "name": settings.name,
        "url": settings.base_url,
        "inLanguage": list(settings.languages),
    }
    return _data(node | _stated("description", settings.description))


def _data(node: Node) -> Data:
    return Data(json.dumps({"@context": _CONTEXT, **node}, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def _organization(issuer: Issuer, base_url: str) -> Node:
    node: Node = {
        "@type": "Organization",
        "@id": addresses.issuer_did(base_url, issuer.slug),
        "name": issuer.name,
    }
    return node | (_stated("url", issuer.url) or {"url": addresses.issuer_page(base_url, issuer.slug)})


def _category(definition: Definition, kind: str) -> Node:
    node: Node = {"@type": "DefinedTerm", "name": kind}
    if ctdl := _CTDL_CLASSES.get(definition.type):
        node |= {"termCode": ctdl, "inDefinedTermSet": _CTDL}
    # The label is what the programme itself calls its award.
    return node | _stated("alternateName", definition.label)


def _audience(words: str) -> Node:
    return {"@type": "Audience", "audienceType": words}


def _programme(definition: Definition, achievement: str, page: str) -> list[Node]:
    """What one does for the award, where anything is stated of it."""
    stated: Node = {}
    components = definition.components
    if not isinstance(components, Silence):
        modes = dict.fromkeys(each.mode for each in components if not isinstance(each.mode, Silence))
        if modes:
            stated["educationalProgramMode"] = list(modes)
    stated |= _stated("programPrerequisites", definition.inclusion.entry)
    if not isinstance(definition.credits, Silence) and (whole := _WHOLE.fullmatch(definition.credits.amount)):
        stated["numberOfCredits"] = int(whole[1])
    if not stated:
        return []
    return [
        {
            "@type": "EducationalOccupationalProgram",
            "name": definition.title,
            "url": page,
            "educationalCredentialAwarded": {"@id": achievement},
            **stated,
        }
    ]


def _stated(name: str, value: Stated[Any], said: Callable[[Any], Any] | None = None) -> Node:
    """A property of what is stated; nothing of what is not, or of none."""
    if isinstance(value, Silence) or not value:
        return {}
    return {name: value if said is None else said(value)}
