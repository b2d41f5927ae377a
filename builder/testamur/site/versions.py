"""The versions of a definition that the site has: those that were frozen, and the current one as it would be frozen."""

from testamur.credential import frozen_version
from testamur.kept import Kept
from testamur.model import Achievement, FrozenVersion, Registry


def current_version(achievement: Achievement, registry: Registry, kept: Kept) -> FrozenVersion:
    """The frozen version that is the current one; while nobody was awarded it, what a first award would freeze."""
    current = achievement.current
    for version in achievement.versions:
        if version.definition.version == current.version:
            return version
    issuer = next(issuer for issuer in registry.issuers if issuer.slug == current.issuer)
    return kept.answer(achievement.slug, frozen_version, current, registry.settings, issuer)


def published_versions(achievement: Achievement, registry: Registry, kept: Kept) -> tuple[FrozenVersion, ...]:
    """Every frozen version, and the current one where it is none of them."""
    current = current_version(achievement, registry, kept)
    is_frozen = any(version is current for version in achievement.versions)
    return achievement.versions if is_frozen else (*achievement.versions, current)
