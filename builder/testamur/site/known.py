"""What the pages of every language look up: made once for a registry, whatever the number of languages.

One idea: it is a value, and so is the part of it that the pages of one definition look up (`near`): where that part is
what it was, so are those pages.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from testamur.kept import Kept
from testamur.model import Achievement, CardChoice, Definition, FrozenVersion, Issuer, Registry, Settings
from testamur.pages import BuildFacts
from testamur.site.cards import card_choice
from testamur.site.versions import current_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The registry with what every page needs looked up once: `pathways` by what they require, `awarded` versions.

    `counts` says how many awards there are of each definition.
    """

    registry: Registry
    facts: BuildFacts
    issuers: Mapping[str, Issuer]
    by_slug: Mapping[str, Achievement]
    versions: Mapping[str, FrozenVersion]
    pathways: Mapping[str, Sequence[Definition]]
    cards: CardChoice
    awarded: Mapping[str, set[str]]
    counts: Mapping[str, int]

    @property
    def settings(self) -> Settings:
        """Those of the registry."""
        return self.registry.settings

    def near(self, achievement: Achievement) -> "Known":
        """The same with that definition, those it requires, those that require it, and their issuers alone."""
        required = [slug for group in achievement.current.requirements for slug in group.of]
        pathways = self.pathways.get(achievement.slug, ())
        slugs = list(dict.fromkeys((achievement.slug, *required, *(pathway.slug for pathway in pathways))))
        told = [self.by_slug[slug].current for slug in slugs]
        told += (version.definition for version in achievement.versions)
        issuers = {definition.issuer: self.issuers[definition.issuer] for definition in told}
        return replace(
            self,
            registry=replace(
                self.registry,
                issuers=tuple(issuers.values()),
                achievements=tuple(self.by_slug[slug] for slug in slugs),
                endorsements=tuple(
                    each for each in self.registry.endorsements if each.slug == achievement.slug and each.version
                ),
            ),
            issuers=issuers,
            by_slug={slug: self.by_slug[slug] for slug in slugs},
            versions={slug: self.versions[slug] for slug in slugs},
            pathways={achievement.slug: pathways},
            awarded={slug: self.awarded[slug] for slug in slugs if slug in self.awarded},
            counts={achievement.slug: self.counts.get(achievement.slug, 0)},
        )


def known_of(registry: Registry, facts: BuildFacts, kept: Kept) -> Known:
    """What pages look up of a checked registry."""
    issuers = {issuer.slug: issuer for issuer in registry.issuers}
    pathways: dict[str, list[Definition]] = {}
    for achievement in registry.achievements:
        for slug in dict.fromkeys(slug for group in achievement.current.requirements for slug in group.of):
            pathways.setdefault(slug, []).append(achievement.current)
    awarded: dict[str, set[str]] = {}
    counts: Counter[str] = Counter()
    for issuer in registry.issuers:
        for entry in issuer.ledger:
            awarded.setdefault(entry.definition, set()).add(entry.version)
            counts[entry.definition] += 1
    return Known(
        registry=registry,
        facts=facts,
        issuers=issuers,
        by_slug={achievement.slug: achievement for achievement in registry.achievements},
        versions={
            achievement.slug: current_version(achievement, registry, kept) for achievement in registry.achievements
        },
        pathways=pathways,
        cards=card_choice(registry),
        awarded=awarded,
        counts=counts,
    )
