"""The page of an issuer: what it says of itself, what it awards, and the keys and lists that checks rest on."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from testamur.addresses import issuer_did
from testamur.canon import parse_json
from testamur.model import Issuer, Key, Stated, StatusList
from testamur.pages import (
    Entry,
    Fact,
    IssuerListPage,
    IssuerPage,
    KeyLine,
    Link,
    ListLine,
    Page,
    Said,
    ShownEndorsement,
    Tongue,
)
from testamur.site.catalogue import by_title
from testamur.site.endorsing import of_issuer
from testamur.site.languages import Language
from testamur.site.lists import numbers, pages_of
from testamur.site.place import Place
from testamur.site.schema_org import issuer_data
from testamur.site.telling import Words
from testamur.site.voices import Voice


def issuer_pages(voice: Voice, issuer: Issuer) -> Iterator[Page]:
    """`/issuers/<slug>/` in one language, and the further pages of a long list of what it awards."""
    known, say = voice.known, voice.language.say
    base = f"issuers/{issuer.slug}/"
    place = voice.at(base)
    settings = known.settings
    files = (("did.json", "did"), ("profile.json", "profile"), ("jwks.json", "jwks"))
    pages = pages_of(by_title(each for each in known.registry.achievements if each.current.issuer == issuer.slug))
    last = len(pages)

    def path(number: int) -> str:
        return base if number == 1 else f"{base}definitions/{number}/"

    words = voice.issuer(issuer.slug)
    name = words.text("name", issuer.name)
    described = say("issuer.description", name=name.text, registry=voice.name.text)
    endorsements = voice.endorsed(place, of_issuer(known.registry, issuer.slug))
    told: set[str] = set()
    entries = tuple(voice.entry(place, achievement, told) for achievement in pages[0])
    yield IssuerPage(
        path=place.path,
        frame=voice.frame(
            place,
            name,
            replace(name, text=described),
            "issuers",
            data=issuer_data(issuer, settings),
            terms=told | ({"endorsement"} if endorsements else set()),
        ),
        name=name,
        domain=settings.base_url.split("/")[2],
        described_in=_described(voice, issuer),
        foreign=_foreign(words, issuer) or _quoted(endorsements, entries),
        about=words.prose(issuer.about),
        facts=_facts(words, issuer),
        endorsements=endorsements,
        entries=entries,
        numbers=numbers(place, path, 1, last),
        keys=tuple(_key_line(voice.language, place, issuer, key) for key in issuer.keys),
        lists=tuple(_list_line(voice.language, place, issuer, status_list) for status_list in issuer.lists),
        ledger=Link(text=say("ledgerPage.link"), href=place.page(f"{base}ledger/")) if issuer.ledger else None,
        did=issuer_did(settings.base_url, issuer.slug),
        machine=tuple(Link(text=say(f"issuer.{text}"), href=place.to(f"{base}{name}")) for name, text in files),
    )
    for number, shown in enumerate(pages[1:], start=2):
        place = voice.at(path(number))
        which = {"number": voice.language.number(number), "last": voice.language.number(last)}
        titled = replace(name, text=say("issuer.numbered", name=name.text, **which))
        told = set()
        entries = tuple(voice.entry(place, achievement, told) for achievement in shown)
        yield IssuerListPage(
            path=place.path,
            frame=voice.frame(place, titled, titled, "issuers", terms=told),
            heading=say("issuer.page", **which),
            issuer=voice.issuer_link(place, issuer.slug),
            entries=entries,
            numbers=numbers(place, path, number, last),
        )


def _described(voice: Voice, issuer: Issuer) -> tuple[Said, ...]:
    source = Said(text=issuer.described_in or "", tongue=voice.registry_tongue)
    return voice.language.sentence("issuer.asDescribed", "source", source) if issuer.described_in else ()


def _foreign(words: Words, issuer: Issuer) -> Tongue | None:
    """The mark of what stands on the page in another language; None where all of it is in the page's."""
    stated = {
        "name": issuer.name,
        "purpose": issuer.purpose,
        "mission": issuer.mission,
        "scope": issuer.scope_statement,
    }
    whole = words.body and all(way in words.written for way, value in stated.items() if isinstance(value, str))
    return None if whole else words.tongue


def _quoted(endorsements: Iterable[ShownEndorsement], entries: Iterable[Entry]) -> Tongue | None:
    """The same of what others say of the issuer and of what it awards."""
    tongues = [each.comment.tongue for each in endorsements if each.comment] + [each.title.tongue for each in entries]
    return next((each for each in tongues if each), None)


def _facts(words: Words, issuer: Issuer) -> tuple[Fact, ...]:
    url = issuer.url if isinstance(issuer.url, str) else None
    contact = issuer.contact if isinstance(issuer.contact, str) else ""
    contact_href = contact if contact.startswith("https://") else f"mailto:{contact}" if "@" in contact else None

    def fact(term: str, value: Stated[str], link: Link | None = None) -> Fact:
        return Fact(term=words.language.say(f"terms.{term}"), said=words.said(term, value), link=link)

    return (
        fact("website", issuer.url, Link(text=url, href=url) if url else None),
        fact("purpose", issuer.purpose),
        fact("mission", issuer.mission),
        fact("scope", issuer.scope_statement),
        fact("contact", issuer.contact, Link(text=contact, href=contact_href) if contact_href else None),
    )


def _key_line(language: Language, place: Place, issuer: Issuer, key: Key) -> KeyLine:
    until = key.compromised.declared if key.compromised else key.retired
    start = language.day(key.valid_from.date())
    window = language.say("issuer.from", start=start)
    if until:
        window = language.say("issuer.fromTo", start=start, end=language.day(until.date()))
    href = place.to(f"issuers/{issuer.slug}/keys/{key.multikey}.json")
    return KeyLine(name=key.multikey, href=href, state=language.say(f"keyStates.{key.state}"), window=window)


def _list_line(language: Language, place: Place, issuer: Issuer, status_list: StatusList) -> ListLine:
    document: Any = parse_json(status_list.status)
    signed, until = (language.day(date.fromisoformat(document[name][:10])) for name in ("validFrom", "validUntil"))
    base = f"issuers/{issuer.slug}/status/{status_list.name}"
    files = (
        Link(text=language.say("issuer.withdrawals"), href=place.to(f"{base}.json")),
        Link(text=language.say("issuer.holds"), href=place.to(f"{base}-holds.json")),
    )
    return ListLine(
        name=status_list.name.upper(),
        signed=language.say("issuer.signed", day=signed),
        good_until=language.say("issuer.goodUntil", day=until),
        files=files,
    )
