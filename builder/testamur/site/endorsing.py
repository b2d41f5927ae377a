"""Who endorses an issuer or a version of a definition: on its page, and in files for programs (row 6.3).

One idea: an endorsement stands beside what it is about and never inside what was frozen, so that one that comes later,
or ends, changes no digest. Every one here was verified when the registry was checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from testamur import addresses
from testamur.canon import parse_json
from testamur.credential import BADGES_CONTEXT, CREDENTIALS_CONTEXT, json_bytes
from testamur.model import Endorsement, FrozenVersion, Registry, Silence
from testamur.pages import Answer, Fact, Link, Prose, Said, ShownEndorsement, Tongue
from testamur.site.languages import Language
from testamur.site.place import Place

_WITHDRAWAL: Final = {True: "", False: "withdrawalNotAsked", None: "noList"}


def of_version(registry: Registry, slug: str, version: str) -> tuple[Endorsement, ...]:
    """The endorsements of one version of a definition."""
    return tuple(each for each in registry.endorsements if each.slug == slug and each.version == version)


def of_issuer(registry: Registry, slug: str) -> tuple[Endorsement, ...]:
    """The endorsements of an issuer."""
    return tuple(each for each in registry.endorsements if each.slug == slug and each.version is None)


def in_force(endorsements: Iterable[Endorsement]) -> tuple[Endorsement, ...]:
    """Those that count at the moment of the build."""
    return tuple(each for each in endorsements if each.state == "in-force")


def recognition(endorsements: Sequence[Endorsement]) -> Answer:
    """Row 6.3: met where one is in force; only declared where nobody could ask whether it was taken back."""
    counting = in_force(endorsements)
    if not counting:
        return "not-stated"
    return "met" if any(each.status_checked is not False for each in counting) else "declared"


def file_address(base_url: str, endorsement: Endorsement) -> str:
    """Where the site has the file as it came."""
    if endorsement.version is None:
        folder = addresses.issuer_page(base_url, endorsement.slug)
    else:
        folder = addresses.version_page(base_url, endorsement.slug, endorsement.version)
    return f"{folder}endorsements/{endorsement.name}"


# ---- for people ----


def shown(
    endorsements: Iterable[Endorsement],
    language: Language,
    place: Place,
    *,
    base_url: str,
    built: str,
    tongue: Tongue | None,
) -> tuple[ShownEndorsement, ...]:
    """The endorsements as a page in `language` shows them; `built` is the day of the build, in words.

    What endorsers write is taken to be in the registry's first language, whose mark is `tongue`: the format has no
    place to say otherwise.
    """
    return tuple(
        _shown(
            each,
            language,
            place,
            file=addresses.path_under(base_url, file_address(base_url, each)),
            built=built,
            tongue=tongue,
        )
        for each in endorsements
    )


def _shown(
    endorsement: Endorsement, language: Language, place: Place, *, file: str, built: str, tongue: Tongue | None
) -> ShownEndorsement:
    say, day = language.say, language.day
    url = endorsement.endorser.url
    counts = endorsement.state == "in-force"
    window = [Fact(term=say("endorsing.since"), said=Said(text=day(endorsement.begins)))]
    if endorsement.ends is not None:
        window.append(Fact(term=say("endorsing.until"), said=Said(text=day(endorsement.ends))))
    return ShownEndorsement(
        by=Link(text=endorsement.endorser.name, href=url if isinstance(url, str) else "", tongue=tongue),
        state="" if counts else say(f"endorsing.{endorsement.state}"),
        # Who has ended or taken back what they said is not quoted with it.
        comment=Prose(endorsement.comment, tongue=tongue) if counts and endorsement.comment else None,
        facts=(*window, *(_checked(endorsement, language, built) if counts else ())),
        file=Link(text=say("endorsing.file"), href=place.to(file)),
    )


def _checked(endorsement: Endorsement, language: Language, built: str) -> tuple[Fact, ...]:
    say = language.say
    done = say("endorsing.checkedText", day=built)
    if endorsement.status_checked:
        done = f"{done} {say('endorsing.withdrawalAsked')}"
    open_questions = [say("endorsing.keyNotAsked")] if endorsement.is_outside else []
    if way := _WITHDRAWAL[endorsement.status_checked]:
        open_questions.append(say(f"endorsing.{way}"))
    facts = [Fact(term=say("endorsing.checked"), said=Said(text=done))]
    if open_questions:
        facts.append(Fact(term=say("endorsing.notChecked"), said=Said(text=" ".join(open_questions))))
    return tuple(facts)


# ---- for programs ----


def embedded(endorsements: Iterable[Endorsement]) -> dict[str, Any]:
    """The members `endorsement` and `endorsementJwt` of an Achievement or a Profile (Open Badges 3.0), where any."""
    counting = in_force(endorsements)
    documents = [parse_json(each.data) for each in counting if not each.is_token]
    tokens = [each.data.decode().strip() for each in counting if each.is_token]
    return {name: found for name, found in (("endorsement", documents), ("endorsementJwt", tokens)) if found}


def endorsement_files(registry: Registry, versions: Mapping[str, Sequence[FrozenVersion]]) -> dict[str, bytes]:
    """Every endorsement as it came, and beside each endorsed version the Achievement with them in it.

    `versions` are the published ones by definition. The achievement that credentials embed stays as it was frozen.
    """
    base_url = registry.settings.base_url
    files = {addresses.path_under(base_url, file_address(base_url, each)): each.data for each in registry.endorsements}
    for slug in sorted({each.slug for each in registry.endorsements if each.version is not None}):
        for version in versions[slug]:
            name = version.definition.version
            found = embedded(of_version(registry, slug, name))
            if found:
                achievement: Any = parse_json(version.files["achievement.json"])
                document = {"@context": [CREDENTIALS_CONTEXT, BADGES_CONTEXT], **achievement, **found}
                path = addresses.path_under(base_url, addresses.version_page(base_url, slug, name))
                files[f"{path}endorsed.json"] = json_bytes(document)
    return files


def described(registry: Registry) -> dict[str, Any]:
    """The member `endorsements` of `registry.json`; nothing where there is none."""
    base_url = registry.settings.base_url
    found = [
        {
            "file": file_address(base_url, each),
            "about": addresses.issuer_did(base_url, each.slug)
            if each.version is None
            else addresses.achievement_address(base_url, each.slug, each.version),
            "by": {"id": each.endorser.id, "name": each.endorser.name},
            "from": each.begins.isoformat(),
            "until": each.ends.isoformat() if each.ends else None,
            "state": each.state,
        }
        for each in registry.endorsements
    ]
    return {"endorsements": found} if found else {}


def recognized_by(endorsements: Iterable[Endorsement]) -> dict[str, Any]:
    """The property `recognizedBy` of schema.org, where anybody recognises it now."""
    bodies = [
        {"@type": "Organization", "@id": each.endorser.id, "name": each.endorser.name}
        | ({} if isinstance(each.endorser.url, Silence) else {"url": each.endorser.url})
        for each in in_force(endorsements)
    ]
    return {"recognizedBy": bodies} if bodies else {}
