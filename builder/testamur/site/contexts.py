"""Registry to page contexts: every word, date and relative address that a page shows, settled before any template runs.

One idea: a page's addresses are relative to where it stands, so that the same bytes serve a domain, a sub-path and a
copy on a laptop.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from testamur.addresses import issuer_did
from testamur.canon import parse_json
from testamur.credential import frozen_version
from testamur.model import Achievement, Definition, FrozenVersion, Issuer, Key, Registry, StatusList
from testamur.pages import (
    Alternate,
    BuildFacts,
    CataloguePage,
    Drawing,
    Entrance,
    Entry,
    Fact,
    Figure,
    Frame,
    Group,
    IssuerPage,
    KeyLine,
    Link,
    ListLine,
    NotFoundPage,
    OfflinePage,
    OthersPage,
    Page,
    PageNumber,
    PathwayPage,
    Prose,
    Shelf,
    TextPage,
    VerifyPage,
)
from testamur.seal import seal_svg
from testamur.site.achievements import achievement_page
from testamur.site.catalogue import in_order, numbers_near, page_path, pages_of
from testamur.site.languages import FALLBACK, Language, languages_of
from testamur.site.place import Place
from testamur.site.words import KEY_STATES, TYPES, day, duration, listed, said


def page_contexts(registry: Registry, facts: BuildFacts, site_sources: Mapping[str, bytes]) -> tuple[Page, ...]:
    """Every page of the site.

    `registry` is a checked one; `site_sources` holds the registry's own pages under `site/pages/`, whose first heading
    is their title. Whether links inside the authors' text lead anywhere is not checked here.
    """
    where = _Site(registry, facts, languages_of(site_sources))
    pages: list[Page] = [*where.catalogue(), *where.verify(), where.not_found()]
    pages += (where.issuer(issuer) for issuer in registry.issuers)
    for achievement in registry.achievements:
        pages += where.achievement(achievement)
        if achievement.current.type == "pathway":
            pages.append(where.pathway(achievement))
    pages += (where.text(name, source) for name, source in sorted(_texts(site_sources)))
    return tuple(pages)


def _texts(site_sources: Mapping[str, bytes]) -> Iterable[tuple[str, str]]:
    for path, data in site_sources.items():
        if path.startswith("site/pages/") and path.endswith(".md"):
            yield path.removeprefix("site/pages/").removesuffix(".md"), data.decode()


class _Site:
    """The registry with what every page needs looked up once."""

    def __init__(self, registry: Registry, facts: BuildFacts, languages: Mapping[str, Language]) -> None:
        self.registry = registry
        self.languages = languages
        self.settings = registry.settings
        self.facts = facts
        self.issuers = {issuer.slug: issuer for issuer in registry.issuers}
        self.versions: dict[str, FrozenVersion] = {
            achievement.slug: self._current_version(achievement) for achievement in registry.achievements
        }
        self.pathways: dict[str, list[Definition]] = {}
        for achievement in registry.achievements:
            for slug in dict.fromkeys(slug for group in achievement.current.requirements for slug in group.of):
                self.pathways.setdefault(slug, []).append(achievement.current)
        self.awarded: dict[str, set[str]] = {}
        for issuer in registry.issuers:
            for entry in issuer.ledger:
                self.awarded.setdefault(entry.definition, set()).add(entry.version)
        self.by_slug = {achievement.slug: achievement for achievement in registry.achievements}

    def _current_version(self, achievement: Achievement) -> FrozenVersion:
        for version in achievement.versions:
            if version.definition.version == achievement.current.version:
                return version
        return frozen_version(achievement.current, self.settings, self.issuers[achievement.current.issuer])

    def frame(self, place: Place, title: str, description: str, current: Entrance = "") -> Frame:
        """The frame of a page that stands at `place`, with English words."""
        words = self.languages[FALLBACK].words
        targets = {"catalogue": "", "issuers": "#issuers", "verify": "verify/", "glossary": "glossary/"}
        targets["about"] = "about/"
        navigation = tuple((name, Link(text=words[name], href=place.to(path))) for name, path in targets.items())
        return Frame(
            title=title,
            description=description,
            language=self.settings.languages[0],
            direction="ltr",
            words=words,
            alternates=(),
            root=place.root,
            registry=self.settings.name,
            registry_language=self.settings.languages[0],
            mark=place.to("assets/mark.svg"),
            current=current,
            navigation=navigation,
            example=self.settings.example,
            commit=self.facts.commit[:12] if self.facts.commit else None,
            built=self.built(self.languages[FALLBACK]),
        )

    def built(self, language: Language) -> tuple[str, str]:
        """When the site was built and by what: what is said before the commit, and after it."""
        said = language.words["builtFrom" if self.facts.commit else "built"]
        before, _, after = said.partition("{commit}")
        day_said, version = language.day(self.facts.time.date()), self.facts.testamur
        return before.format(day=day_said, version=version), after.format(day=day_said, version=version)

    def figure(self, place: Place, version: FrozenVersion) -> Figure:
        """The badge on its own page, or the seal where the definition has none."""
        definition = version.definition
        fingerprint = f"{version.digest[:4]} {version.digest[4:8]}"
        if definition.badge is not None:
            caption = f"Badge of version {definition.version}"
            alt = f"Badge of {definition.title}"
            return Figure(src=_image(place, version), drawing=None, alt=alt, caption=caption, fingerprint=fingerprint)
        caption = f"Seal of version {definition.version}"
        label = f"{caption}, drawn from its digest"
        drawing = Drawing(seal_svg(version.digest, label=label))
        return Figure(src=None, drawing=drawing, alt=label, caption=caption, fingerprint=fingerprint)

    def entry(self, place: Place, achievement: Achievement) -> Entry:
        """A definition as one line of a list."""
        definition = achievement.current
        issuer = self.issuers[definition.issuer]
        summary = definition.summary if isinstance(definition.summary, str) else definition.description
        return Entry(
            title=definition.title,
            href=place.to(f"credentials/{definition.slug}/"),
            type=TYPES[definition.type],
            type_href=place.to(f"glossary/#{definition.type}"),
            issuer=Link(text=issuer.name, href=place.to(f"issuers/{issuer.slug}/")),
            summary=summary,
            audience=said(definition.audience, listed),
            validity=said(definition.validity.period, duration, none="does not expire"),
            image=_image(place, self.versions[achievement.slug]),
        )

    def catalogue(self) -> Iterator[CataloguePage]:
        """`/` and the further pages of a long list: what can be earned here, then what publications describe."""
        awarded, described = in_order(self.registry)
        pages = pages_of((*awarded, *described))
        stated = self.settings.description
        lede = stated if isinstance(stated, str) else "What can be earned, who may award it, and how to check an award."
        many = len(awarded) + len(described)
        last = len(pages)
        for number, shown in enumerate(pages, start=1):
            place = Place(page_path(number))
            title, description = self.settings.name, f"Achievements in {self.settings.name}"
            if number > 1:
                title, description = f"Catalogue, page {number} of {last}", f"{description}, page {number} of {last}"
            yield CataloguePage(
                path=place.path,
                frame=self.frame(place, title, description, "catalogue"),
                heading=title,
                lede=lede,
                verify=Link(text="Check a credential", href=place.to("verify/")),
                index="catalogue/index.json",
                program=place.to("catalogue/page.js"),
                count=f"{many:,} definition{'' if many == 1 else 's'}",
                shelves=self.shelves(place, shown),
                numbers=_numbers(place, number, last),
                issuers=tuple(
                    Link(text=issuer.name, href=place.to(f"issuers/{issuer.slug}/"))
                    for issuer in (self.registry.issuers if number == 1 else ())
                ),
            )

    def shelves(self, place: Place, listed: Sequence[Achievement]) -> tuple[Shelf, ...]:
        """The definitions of one page under their headings."""
        apart: tuple[list[Entry], list[Entry]] = ([], [])
        for achievement in listed:
            is_described = self.issuers[achievement.current.issuer].described_in is not None
            apart[is_described].append(self.entry(place, achievement))
        shelves = (
            Shelf(id="awarded", heading="Awarded here", note="", entries=tuple(apart[False])),
            Shelf(
                id="described",
                heading="Described in publications",
                note="These restate programmes as a publication reports them. They are not awarded here.",
                entries=tuple(apart[True]),
            ),
        )
        return tuple(shelf for shelf in shelves if shelf.entries)

    def verify(self) -> Iterator[Page]:
        """`/verify/` in the registry's first language, or in English, and `/<language>/verify/` in each of the others.

        Who checks a credential seldom chose the registry's language, so every language there is has its pages.
        """
        first = self.settings.languages[0] if self.settings.languages[0] in self.languages else FALLBACK
        folders = {tag: "verify/" if tag == first else f"{tag}/verify/" for tag in sorted(self.languages)}
        version = self.facts.testamur
        for tag, folder in folders.items():
            words = self.languages[tag].words
            place = Place(folder)
            yield VerifyPage(
                path=folder,
                frame=self.spoken(place, tag, "", folders, words["title"], words["description"]),
                program=place.to("verify/page.js"),
                others="others.html",
                offline="offline.html",
                digests=place.to("verify/digests.json"),
                version=version,
            )
            place = Place(f"{folder}others.html")
            yield OthersPage(
                path=place.path,
                frame=self.spoken(place, tag, "others.html", folders, words["othersTitle"], words["othersDescription"]),
                program=place.to("verify/others.js"),
                back=place.to(folder),
                version=version,
            )
            place = Place(f"{folder}offline.html")
            yield OfflinePage(
                path=place.path,
                frame=self.spoken(
                    place, tag, "offline.html", folders, words["offlineTitle"], words["offlineDescription"]
                ),
                age=words["offlineAge"].format(day=self.languages[tag].day(self.facts.time.date())),
                online=self.settings.base_url + folder,
                version=version,
            )

    def spoken(
        self, place: Place, tag: str, name: str, folders: Mapping[str, str], title: str, description: str
    ) -> Frame:
        """The frame of a page that there is in every language; `name` is its file in the folder of each."""
        language = self.languages[tag]
        frame = self.frame(place, title, description, "verify")
        navigation = tuple(
            (key, Link(text=language.words[key], href=place.to(folders[tag]) if key == "verify" else link.href))
            for key, link in frame.navigation
        )
        alternates = tuple(
            Alternate(language=other, name=self.languages[other].words["languageName"], href=place.to(where + name))
            for other, where in folders.items()
        )
        return replace(
            frame,
            language=tag,
            direction=language.direction,
            words=language.words,
            alternates=alternates if len(alternates) > 1 else (),
            navigation=navigation,
            built=self.built(language),
        )

    def not_found(self) -> NotFoundPage:
        """`404.html`, served at any depth, so its addresses begin at the path of the base URL."""
        place = Place("404.html", "/" + self.settings.base_url.split("/", 3)[3])
        frame = self.frame(place, "Page not found", "There is no page at this address.")
        return NotFoundPage(path="404.html", frame=frame, home=Link(text="Catalogue", href=place.to("")))

    def text(self, name: str, source: str) -> TextPage:
        """A page of the registry's own text, at `/<name>/`."""
        place = Place(f"{name}/")
        heading = next((line.removeprefix("# ") for line in source.splitlines() if line.startswith("# ")), name)
        current: Entrance = "glossary" if name == "glossary" else "about" if name == "about" else ""
        frame = self.frame(place, heading, f"{heading}: {self.settings.name}", current)
        return TextPage(path=f"{name}/", frame=frame, text=Prose(source))

    def achievement(self, achievement: Achievement) -> list[Page]:
        """The page of the current version and one of each version."""
        current = self.versions[achievement.slug]
        known = {version.definition.version: version for version in (*achievement.versions, current)}
        frozen = {version.definition.version for version in achievement.versions}
        pages: list[Page] = []
        for path, version in (
            (f"credentials/{achievement.slug}/", current),
            *((f"credentials/{achievement.slug}/{name}/", version) for name, version in known.items()),
        ):
            place = Place(path)
            definition = version.definition
            title = definition.title if path.count("/") == 2 else f"{definition.title}, version {definition.version}"
            pages.append(
                achievement_page(
                    place,
                    version,
                    issuer=self.issuers[definition.issuer],
                    frame=self.frame(place, title, definition.description),
                    figure=self.figure(place, version),
                    known=tuple(known.values()),
                    frozen=frozen,
                    awarded=self.awarded.get(achievement.slug, set()),
                    current=current.definition.version,
                    pathways=self.pathways.get(achievement.slug, ()),
                    today=self.facts.time.date(),
                )
            )
        return pages

    def pathway(self, achievement: Achievement) -> PathwayPage:
        """`/pathways/<slug>/`: the groups of definitions that lead to it."""
        definition = achievement.current
        place = Place(f"pathways/{definition.slug}/")
        issuer = self.issuers[definition.issuer]
        groups = []
        for group in definition.requirements:
            number = len(group.of)
            rule = "All of these" if group.at_least == number else f"At least {group.at_least} of these {number}"
            entries = tuple(self.entry(place, self.by_slug[slug]) for slug in group.of)
            groups.append(Group(name=group.name, rule=rule, entries=entries))
        return PathwayPage(
            path=place.path,
            frame=self.frame(place, f"{definition.title}: pathway", definition.description),
            title=definition.title,
            lede=said(definition.summary),
            issuer=Link(text=issuer.name, href=place.to(f"issuers/{issuer.slug}/")),
            definition=Link(text="The full definition", href=place.to(f"credentials/{definition.slug}/")),
            groups=tuple(groups),
        )

    def issuer(self, issuer: Issuer) -> IssuerPage:
        """`/issuers/<slug>/`."""
        place = Place(f"issuers/{issuer.slug}/")
        url = issuer.url if isinstance(issuer.url, str) else None
        contact = issuer.contact if isinstance(issuer.contact, str) else ""
        contact_href = contact if contact.startswith("https://") else f"mailto:{contact}" if "@" in contact else None
        facts = (
            Fact(term="Website", said=said(issuer.url), link=Link(text=url, href=url) if url else None),
            Fact(term="Purpose", said=said(issuer.purpose)),
            Fact(term="Mission", said=said(issuer.mission)),
            Fact(term="Scope", said=said(issuer.scope_statement)),
            Fact(
                term="Contact",
                said=said(issuer.contact),
                link=Link(text=contact, href=contact_href) if contact_href else None,
            ),
        )
        files = [("did.json", "DID document"), ("profile.json", "Profile")]
        files += [("jwks.json", "Key set")]
        mine = [achievement for achievement in self.registry.achievements if achievement.current.issuer == issuer.slug]
        return IssuerPage(
            path=place.path,
            frame=self.frame(place, issuer.name, f"{issuer.name} in {self.settings.name}", "issuers"),
            name=issuer.name,
            domain=self.settings.base_url.split("/")[2],
            described_in=issuer.described_in,
            about=Prose(issuer.about),
            facts=facts,
            entries=tuple(self.entry(place, achievement) for achievement in mine),
            keys=tuple(_key_line(place, issuer, key) for key in issuer.keys),
            lists=tuple(_list_line(place, issuer, status_list) for status_list in issuer.lists),
            did=issuer_did(self.settings.base_url, issuer.slug),
            machine=tuple(Link(text=text, href=place.to(f"issuers/{issuer.slug}/{name}")) for name, text in files),
        )


def _numbers(place: Place, number: int, last: int) -> tuple[PageNumber, ...]:
    """The way to the other pages of a list; nothing where there are none."""
    near = numbers_near(number, last) if last > 1 else ()
    return tuple(
        PageNumber(
            link=Link(text=str(each), href=place.to(page_path(each))), current=each == number, gap=each > before + 1
        )
        for before, each in zip((0, *near), near, strict=False)
    )


def _image(place: Place, version: FrozenVersion) -> str:
    """The way to a version's badge image or, without one, its seal as a file: a list of many must stay small."""
    definition = version.definition
    name = definition.badge.name if definition.badge else "seal.svg"
    return place.to(f"credentials/{definition.slug}/{definition.version}/{name}")


def _key_line(place: Place, issuer: Issuer, key: Key) -> KeyLine:
    until = key.compromised.declared if key.compromised else key.retired
    window = f"from {day(key.valid_from.date())}" + (f" to {day(until.date())}" if until else "")
    href = place.to(f"issuers/{issuer.slug}/keys/{key.multikey}.json")
    return KeyLine(name=key.multikey, href=href, state=KEY_STATES[key.state], window=window)


def _list_line(place: Place, issuer: Issuer, status_list: StatusList) -> ListLine:
    document: Any = parse_json(status_list.status)
    signed, good_until = (day(date.fromisoformat(document[name][:10])) for name in ("validFrom", "validUntil"))
    base = f"issuers/{issuer.slug}/status/{status_list.name}"
    files = (
        Link(text="withdrawals", href=place.to(f"{base}.json")),
        Link(text="holds", href=place.to(f"{base}-holds.json")),
    )
    return ListLine(name=status_list.name.upper(), signed=signed, good_until=good_until, files=files)
