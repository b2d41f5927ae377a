"""Where the pages are, for programs that walk the site: a sitemap (sitemaps.org 0.9) and `llms.txt`.

One idea: the first is complete, however many pages there are; the other is short, and says where the rest is.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape

from testamur.model import Registry, Silence
from testamur.pages import Page
from testamur.site.catalogue import in_order

PAGES: Final = 50_000  # "no more than 50,000 URLs" in one file, by the protocol; with these it stays below its 50 MB
LISTED: Final = 200  # definitions that llms.txt names: it is read whole, by readers who count words

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_files(base_url: str, pages: Iterable[Page]) -> dict[str, bytes]:
    """`sitemap.xml` with the address of each page; where one file may not hold them all, an index of several.

    The page for missing pages is none of them, nor is any other that is named by a file.
    """
    places = sorted(page.path for page in pages if not page.path.endswith(".html"))
    parts = [places[at : at + PAGES] for at in range(0, len(places), PAGES)]
    if len(parts) <= 1:
        return {"sitemap.xml": _sitemap(base_url, places)}
    files = {f"sitemap/{number}.xml": _sitemap(base_url, part) for number, part in enumerate(parts, start=1)}
    lines = "".join(f"  <sitemap><loc>{escape(base_url + path)}</loc></sitemap>\n" for path in files)
    return {"sitemap.xml": f"{_HEAD}<sitemapindex {_NAMES}>\n{lines}</sitemapindex>\n".encode(), **files}


def _sitemap(base_url: str, places: Sequence[str]) -> bytes:
    urls = "".join(f"  <url><loc>{escape(base_url + path)}</loc></url>\n" for path in places)
    return f"{_HEAD}<urlset {_NAMES}>\n{urls}</urlset>\n".encode()


_FILES: Final = (
    ("registry.json", "Registry", "every issuer, key, definition and list, with their addresses"),
    ("schemas/published-registry.json", "Schema of the registry", "what each field of registry.json means"),
    ("catalogue/index.json", "Catalogue", "every definition in one table"),
    ("feed.json", "Feed", "what changed (JSON Feed; feed.xml is the same in Atom)"),
    ("sitemap.xml", "Sitemap", "every page"),
)


def llms_file(registry: Registry) -> bytes:
    """`llms.txt`: the site in short, as Markdown, for programs that read texts; `registry` is a checked one.

    Its addresses are relative to the file, as all others of the site.
    """
    settings = registry.settings
    lines = [f"# {_line(settings.name)}", ""]
    if isinstance(settings.description, str):
        lines += [f"> {_line(settings.description)}", ""]
    if settings.example:
        lines += ["The society of this registry is fictional, and nothing here is a real award.", ""]
    lines += [
        "Definitions say what an award stands for; credentials are held by people and are not here.",
        "Whether a credential is valid is told by [the verifier](verify/), never by these pages alone.",
    ]
    for heading, listed in zip(
        ("Awarded here", "Described in publications, not awarded here"), in_order(registry), strict=True
    ):
        if listed:
            lines += ["", f"## {heading}", ""]
            lines += (
                _entry(each.current.title, f"credentials/{each.slug}/", each.current.summary)
                for each in listed[:LISTED]
            )
            if len(listed) > LISTED:
                lines += [f"- and {len(listed) - LISTED} more in [the catalogue](catalogue/index.json)"]
    lines += ["", "## Issuers", ""]
    lines += (_entry(each.name, f"issuers/{each.slug}/", each.purpose) for each in registry.issuers[:LISTED])
    lines += ["", "## Files", ""]
    lines += (_entry(name, path, words) for path, name, words in _FILES)
    return "\n".join([*lines, ""]).encode()


def _entry(name: str, href: str, words: str | Silence) -> str:
    text = name.translate(_PLAIN)
    return f"- [{_line(text)}]({href})" + ("" if isinstance(words, Silence) else f": {_line(words)}")


# Brackets would end the link's words.
_PLAIN: Final = str.maketrans({"[": "(", "]": ")", "\\": "/"})


def _line(words: str) -> str:
    return " ".join(words.split())
