"""What the pages of one language have in common: their frame, pictures, and a definition as one line of a list.

One idea: a page in another language is the same page, so whatever differs between the languages is asked of the voice,
and nothing else knows which one speaks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from testamur.canon import sha256_hex
from testamur.model import Achievement, Definition, Endorsement, FrozenVersion
from testamur.pages import (
    Alternate,
    Data,
    Drawing,
    Entrance,
    Entry,
    Figure,
    Frame,
    Link,
    Said,
    ShownEndorsement,
    Tongue,
)
from testamur.seal import seal_code, seal_path, seal_svg
from testamur.site.cards import REGISTRY
from testamur.site.endorsing import shown
from testamur.site.glossary import Glossary, glossary_in
from testamur.site.glossary import terms as explanations
from testamur.site.known import Known
from testamur.site.languages import Language, editions_of
from testamur.site.place import Place
from testamur.site.sharing import open_graph
from testamur.site.telling import Teller, Words, issuer_words, registry_words, teller

_ENTRANCES = {"catalogue": "", "issuers": "#issuers", "verify": "verify/", "glossary": "glossary/", "about": "about/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One language of the site: where its pages stand, and those of the others.

    `folder` is "" for the language at the root; `editions` holds every language that has all pages, `verifying` every
    one that has a verify page, each with its folder and the one at the root first.
    """

    known: Known
    language: Language
    folder: str
    editions: Mapping[str, str]
    verifying: Mapping[str, str]
    languages: Mapping[str, Language]
    glossary: Glossary

    def at(self, path: str, fixed_root: str = "") -> Place:
        """The place of the page that stands at `path` in the language at the root."""
        return Place(f"{self.folder}{path}", fixed_root, self.folder)

    @property
    def registry_tongue(self) -> Tongue | None:
        """The mark of the registry's and its issuers' own words, which are in its first language."""
        return self.language.tongue(self.known.settings.languages[0])

    @property
    def registry(self) -> Words:
        """What tells the registry in this language."""
        return registry_words(self.language, self.known.settings)

    @property
    def name(self) -> Said:
        """The registry's name in this language."""
        return self.registry.text("name", self.known.settings.name)

    def tell(self, definition: Definition) -> Teller:
        """What tells a definition in this language."""
        return teller(self.language, definition, self.known.by_slug[definition.slug])

    def issuer(self, slug: str) -> Words:
        """What tells an issuer in this language."""
        return issuer_words(self.language, self.known.issuers[slug], self.known.settings.languages[0])

    def frame(
        self,
        place: Place,
        title: Said | str,
        description: Said | str,
        current: Entrance = "",
        *,
        card: str = REGISTRY,
        data: Data | None = None,
        terms: Iterable[str] = (),
    ) -> Frame:
        """The frame of a page that there is in every language of the site; `place` is one of `at`.

        `card` is the place of its picture, if each page has one; `data` is what the page says to programs; `terms` are
        the anchors of those words in the glossary that the page explains.
        """
        frame = self._frame(place, title, description, current, self.editions, card)
        explained = explanations(self.glossary, self.language, place, sorted(terms))
        return replace(frame, data=data, terms=explained)

    def verify_frame(self, place: Place, title: str, description: str) -> Frame:
        """The frame of a page that there is in every language that has words, as the verifier's are."""
        return self._frame(place, title, description, "verify", self.verifying)

    def _frame(
        self,
        place: Place,
        title: Said | str,
        description: Said | str,
        current: Entrance,
        editions: Mapping[str, str],
        card: str = REGISTRY,
    ) -> Frame:
        settings, facts, language = self.known.settings, self.known.facts, self.language
        # A language that has a verify page alone leads to the pages of the language at the root.
        here = place if language.tag in self.editions else Place(place.path, place.fixed_root)
        targets = {name: here.page(path) for name, path in _ENTRANCES.items()} | {"verify": place.page("verify/")}
        path = place.path.removeprefix(self.folder)
        alternates = tuple(
            Alternate(
                language=tag,
                name=self.languages[tag].name,
                href=place.to(folder + path),
                address=settings.base_url + folder + path,
            )
            for tag, folder in editions.items()
        )
        name = self.name
        titled, described = (Said(text=each) if isinstance(each, str) else each for each in (title, description))
        return Frame(
            title=titled.text,
            description=described.text,
            title_tongue=titled.tongue,
            description_tongue=described.tongue,
            language=language.tag,
            direction=language.direction,
            words=language.words,
            alternates=alternates if len(alternates) > 1 else (),
            canonical=settings.base_url + place.path,
            verifier=f"{settings.base_url}{self.folder}verify/",
            root=place.root,
            home=here.page(""),
            audit=here.page("audit/"),
            registry=name.text,
            registry_tongue=name.tongue,
            logo=place.to(f"assets/{settings.logo.name}") if settings.logo else None,
            mark=_mark(settings.base_url),
            icon=place.to(f"assets/{settings.logo.name if settings.logo else 'icon.svg'}"),
            current=current,
            here=path == _ENTRANCES.get(current),
            navigation=tuple((name, Link(text=language.say(name), href=href)) for name, href in targets.items()),
            example=settings.example,
            commit=facts.commit[:12] if facts.commit else None,
            built=self._built(),
            sharing=open_graph(
                settings,
                site=name.text,
                title=titled.text,
                description=described.text,
                address=settings.base_url + place.path,
                card={"each": card, "one": REGISTRY, "none": None}[self.known.cards],
                alt=titled.text,
            ),
        )

    def _built(self) -> tuple[str, str]:
        """When the site was built and by what: what is said before the commit, and after it."""
        facts, say = self.known.facts, self.language.say
        day = self.language.day(facts.time.date())
        if facts.commit is None:
            return say("built", day=day, version=facts.testamur), ""
        # The commit stands in an element of its own; no text has this character.
        before, _, after = say("builtFrom", day=day, version=facts.testamur, commit="\0").partition("\0")
        return before, after

    def figure(self, place: Place, version: FrozenVersion) -> Figure:
        """The badge on its own page, or the seal where the definition has none."""
        definition, say = version.definition, self.language.say
        fingerprint = f"{version.digest[:4]} {version.digest[4:8]}"
        if definition.badge is not None:
            caption = say("achievement.badge", version=definition.version)
            title = self.tell(definition).text("title", definition.title)
            src = place.to(f"credentials/{definition.slug}/{definition.version}/{definition.badge.name}")
            # What a picture is called is in one language.
            alt = caption if title.tongue else say("achievement.badgeOf", title=title.text)
            return Figure(src=src, drawing=None, alt=alt, caption=caption, fingerprint=fingerprint)
        caption = say("achievement.seal", version=definition.version)
        label = say("achievement.sealDrawn", version=definition.version)
        drawing = Drawing(seal_svg(version.digest, label=label))
        return Figure(src=None, drawing=drawing, alt=label, caption=caption, fingerprint=fingerprint)

    def entry(self, place: Place, achievement: Achievement, told: set[str]) -> Entry:
        """A definition as one line of a list; `told` are the types named above it on the page, and gets its own."""
        definition, language = achievement.current, self.language
        words = self.tell(definition)
        explains = "" if definition.type in told else definition.type
        told.add(definition.type)
        return Entry(
            title=words.text("title", definition.title),
            href=place.page(f"credentials/{definition.slug}/"),
            type=language.say(f"types.{definition.type}"),
            type_href=place.page(f"glossary/#{definition.type}"),
            explains=explains,
            issuer=self.issuer_link(place, definition.issuer),
            summary=words.summary(),
            audience=words.listed("audience", definition.audience),
            validity=language.said(definition.validity.period, language.duration, none="silences.noExpiry"),
            seal=seal_path(seal_code(self.known.versions[achievement.slug].digest)),
        )

    def endorsed(self, place: Place, endorsements: Iterable[Endorsement]) -> tuple[ShownEndorsement, ...]:
        """Endorsements as a page shows them."""
        facts = self.known.facts
        return shown(
            endorsements,
            self.language,
            place,
            base_url=self.known.settings.base_url,
            built=self.language.day(facts.time.date()),
            tongue=self.registry_tongue,
        )

    def issuer_link(self, place: Place, slug: str) -> Link:
        """The way to an issuer's page."""
        name = self.issuer(slug).text("name", self.known.issuers[slug].name)
        return Link(text=name.text, href=place.page(f"issuers/{slug}/"), tongue=name.tongue)


@lru_cache(maxsize=1)
def _mark(base_url: str) -> str:
    """The registry's own seal, of its address: a mark beside a name, at the size of a word or two."""
    return seal_path(seal_code(sha256_hex(base_url.encode())))


def voices(
    known: Known, languages: Mapping[str, Language], site_sources: Mapping[str, bytes]
) -> tuple[tuple[Voice, ...], tuple[Voice, ...]]:
    """The voices of the languages in which the site has its pages, the one at the root first, and of the verify page.

    Who checks a credential seldom chose the registry's language, so every language there is has a verify page.
    """
    editions = editions_of(known.settings.languages, languages)
    verifying = editions | {tag: f"{tag}/" for tag in sorted(languages) if tag not in editions}
    made = {
        tag: Voice(
            known=known,
            language=languages[tag],
            folder=folder,
            editions=editions,
            verifying=verifying,
            languages=languages,
            glossary=glossary_in(site_sources, tag, known.settings.languages[0]),
        )
        for tag, folder in verifying.items()
    }
    return tuple(made[tag] for tag in editions), tuple(made.values())


def speaking_of(speaking: Sequence[Voice], known: Known) -> tuple[Voice, ...]:
    """The same voices, speaking of what is known here."""
    return tuple(replace(voice, known=known) for voice in speaking)
