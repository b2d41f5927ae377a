"""Which files a registry consists of (docs/formats.md): the one table that the loader and the checks share.

One idea: a path is matched once, whole, and gives the kind of file and the names in its path.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "registry",
    "logo",
    "definition",
    "translation",
    "badge",
    "frozen",
    "issuer",
    "key",
    "ledger-entry",
    "withdrawal",
    "status-list",
    "endorsement",
    "endorser",
]

# What systems and people leave in folders: never read, never published. Git's own files are not among them: one that
# hides a change from review or keeps awards out of commits belongs beside registry.yaml, where its owners look.
IGNORED_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", "README.md"})

# What a registry may have beside registry.yaml; without a field that names it, a file of that name is none of ours.
LOGOS = ("logo.png", "logo.svg")

# Where a command prepares what it is about to write; nothing in it is part of the registry.
STAGING = ".testamur-staging"

_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_SLUG_CHARS = 64
VERSION = re.compile(r"(?:0|[1-9][0-9]{0,4})(?:\.(?:0|[1-9][0-9]{0,4})){1,2}")

_TAG = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("registry", r"registry\.yaml"),
    ("logo", r"(?P<name>logo\.(?:svg|png))"),
    ("definition", r"credentials/(?P<slug>[^/]+)/index\.md"),
    ("badge", r"credentials/(?P<slug>[^/]+)/(?P<name>[^/]+\.(?:svg|png))"),
    ("frozen", r"credentials/(?P<slug>[^/]+)/versions/(?P<version>[^/]+)/(?P<name>[^/]+\.(?:md|json|svg|png))"),
    ("issuer", r"issuers/(?P<slug>[^/]+)/index\.md"),
    ("key", r"issuers/(?P<slug>[^/]+)/keys/(?P<name>[^/]+)\.json"),
    (
        "ledger-entry",
        r"issuers/(?P<slug>[^/]+)/awards/(?P<list>[^/]+)/(?P<part>[^/]+)/(?P<index>[^/]+)\.json",
    ),
    ("withdrawal", r"issuers/(?P<slug>[^/]+)/withdrawals/(?P<number>[^/]+)/(?P<sequence>[^/]+)\.json"),
    ("status-list", r"issuers/(?P<slug>[^/]+)/status/(?P<list>[^/]+?)(?P<holds>-holds)?\.json"),
    (
        "endorsement",
        r"(?P<folder>credentials|issuers)/(?P<slug>[^/]+)/endorsements/(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<form>json|jwt)",
    ),
    ("endorser", r"endorsers/(?P<name>[^/]+)\.json"),
    # A tag as the schemas have it: `index.es.md`, `index.pt-BR.md`.
    ("translation", rf"(?P<folder>credentials|issuers)/(?P<slug>[^/]+)/index\.(?P<language>{_TAG})\.md"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a path is.

    Its kind and the names in it, as `slug`, `version`, `name`, `list`, `part`, `index`, `number`, `sequence`, `holds`,
    `folder` and `language` of a translation, and `folder` and `form` of an endorsement.
    """

    kind: Kind
    names: Mapping[str, str]


def known_path(path: str) -> Known | None:
    """What the path stands for in a registry, or None when a registry has no such file."""
    for kind, pattern in _PATTERNS:
        if match := re.fullmatch(pattern, path):
            return Known(kind, {name: text for name, text in match.groupdict().items() if text is not None})
    return None


def is_device(name: str) -> bool:
    """Whether Windows has a device of this name, so that no folder or file there can be called so."""
    return name.split(".", maxsplit=1)[0].lower() in _DEVICES


def is_slug(text: str) -> bool:
    """Lower-case letters, digits and single hyphens, 1 to 64 characters."""
    return len(text) <= MAX_SLUG_CHARS and SLUG.fullmatch(text) is not None


def version_numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, for comparing; `version` must have the form of one."""
    numbers = tuple(int(part) for part in version.split("."))
    return numbers + (0,) * (3 - len(numbers))
