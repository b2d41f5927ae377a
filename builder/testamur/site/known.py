"""What the pages of every language look up: made once for a registry, whatever the number of languages."""

from collections.abc import Mapping

from testamur.credential import frozen_version
from testamur.model import Achievement, Definition, FrozenVersion, Registry
from testamur.pages import BuildFacts
from testamur.site.cards import card_choice


class Known:
    """The registry with what every page needs looked up once."""

    def __init__(self, registry: Registry, facts: BuildFacts) -> None:
        self.registry = registry
        self.settings = registry.settings
        self.facts = facts
        self.issuers = {issuer.slug: issuer for issuer in registry.issuers}
        self.by_slug = {achievement.slug: achievement for achievement in registry.achievements}
        self.versions: Mapping[str, FrozenVersion] = {
            achievement.slug: self._current_version(achievement) for achievement in registry.achievements
        }
        self.pathways: dict[str, list[Definition]] = {}
        for achievement in registry.achievements:
            for slug in dict.fromkeys(slug for group in achievement.current.requirements for slug in group.of):
                self.pathways.setdefault(slug, []).append(achievement.current)
        self.cards = card_choice(registry)
        self.awarded: dict[str, set[str]] = {}
        for issuer in registry.issuers:
            for entry in issuer.ledger:
                self.awarded.setdefault(entry.definition, set()).add(entry.version)

    def _current_version(self, achievement: Achievement) -> FrozenVersion:
        for version in achievement.versions:
            if version.definition.version == achievement.current.version:
                return version
        return frozen_version(achievement.current, self.settings, self.issuers[achievement.current.issuer])
