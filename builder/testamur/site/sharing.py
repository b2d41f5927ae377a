"""What a page says of itself to a network on which somebody shares it (Open Graph, ogp.me).

One idea: these are the only addresses of a page's own site that are absolute, because whoever reads them stands on
another one.
"""

from testamur.model import Settings
from testamur.site.cards import HEIGHT, REGISTRY, WIDTH

Property = tuple[str, str]


def open_graph(
    settings: Settings, *, site: str, title: str, description: str, address: str, card: str | None, alt: str
) -> tuple[Property, ...]:
    """The properties of a page in their order; `card` is the place of its picture in the site, or None for none.

    `site` is the registry's name in the page's language, and `alt` says what the picture shows.
    """
    properties: list[Property] = [
        ("og:title", title),
        ("og:type", "website"),
        ("og:url", address),
        ("og:description", description),
        ("og:site_name", site),
    ]
    if card is not None:
        properties += [
            ("og:image", settings.base_url + card),
            ("og:image:type", "image/png"),
            ("og:image:width", str(WIDTH)),
            ("og:image:height", str(HEIGHT)),
            ("og:image:alt", settings.name if card == REGISTRY else alt),
        ]
    return tuple(properties)
