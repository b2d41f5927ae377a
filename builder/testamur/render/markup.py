"""The one function that makes markup of a string: an author's CommonMark 0.31 with tables, or a drawing of ours.

One idea: the text is parsed in a time that grows in a straight line with it, whatever it is; HTML in it is text; and
what was made of it is cleaned once more, by a library that knows nothing of the first (docs/decisions/0073).
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from testamur.pages import Data, Drawing, Prose
from testamur.source.anchors import named_anchor, worded_anchor

_TEXT_TAGS: Final = "p br hr em strong code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 a table thead tbody tr th td"
_ALLOWED_TAGS: Final = frozenset(_TEXT_TAGS.split())
_ALLOWED_ATTRIBUTES: Final = {
    "a": {"href"},
    "ol": {"start"},
    "table": {"tabindex"},
    "th": {"align"},
    "td": {"align"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
# Neither is a program, so a policy that forbids script has nothing to say of them.
_LINKED_DATA: Final = 'type="application/ld+json"'
_OWN_DATA: Final = 'type="application/json"'
# Inside of JSON these stand in strings alone, where an escape means the same. Without them no text can end the element,
# open a comment in it, or end a line for a reader that takes JSON for JavaScript.
_INERT: Final = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:")
_ALIGNMENT: Final = "text-align:"
# Anchors of the frame that surrounds a text.
_TAKEN_ANCHORS: Final = frozenset({"main"})


def markup_from(value: Prose | Drawing | Data, *, under: int = 2) -> Markup:
    """The markup of an author's text, a drawing of ours or data; the only place where a string becomes markup.

    `under` is the level of the heading that the text stands below, 0 where it is a whole page; its own headings follow
    in order, and in a whole page they carry anchors. HTML in a text shows as text, pictures are dropped, and links lead
    to https, mailto or a relative address. Raises TypeError for any other value.
    """
    if isinstance(value, Drawing):
        return Markup(value.svg)  # noqa: S704 - drawn by us; `seal` takes digests alone, `graph` escapes its texts
    if isinstance(value, Data):
        kind = f'{_OWN_DATA} id="{value.id}"' if value.id else _LINKED_DATA
        return Markup(f"<script {kind}>{value.json.translate(_INERT)}</script>")  # noqa: S704 - see _INERT
    if isinstance(value, Prose):
        return _drawn(value.source, under)
    # A template may hand in anything.
    raise TypeError(f"only Prose, Drawing and Data become markup, not {type(value).__name__}")


# The pages of one definition are drawn one after the other: its own, and one for each awarded version, the newest of
# which nearly always says the same.
@lru_cache(maxsize=32)
def _drawn(source: str, under: int) -> Markup:
    return Markup(_clean(_html_from_markdown(source, under)))  # noqa: S704 - cleaned one step before


def _html_from_markdown(source: str, under: int) -> str:
    parser = _parser()
    tokens = parser.parse(source)
    _order_headings(tokens, under)
    for token in tokens:
        # Allowed by no policy as a style, so said by the attribute.
        style = token.attrs.pop("style", None)
        if style is not None:
            token.attrs["align"] = str(style).removeprefix(_ALIGNMENT)
        if token.type == "table_open":
            token.attrs["tabindex"] = "0"  # a wide one scrolls, which the keyboard must be able to do
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html.rstrip()


@cache
def _parser() -> MarkdownIt:
    """The one parser: it keeps nothing of a text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _order_headings(tokens: Sequence[Token], under: int) -> None:
    """Puts headings in order below the one the text stands under, and gives them anchors in a whole page."""
    open_levels: list[int] = []
    anchors = _Anchors()
    first = True
    for position, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        written = int(token.tag[1:])
        while open_levels and open_levels[-1] >= written:
            open_levels.pop()
        open_levels.append(written)
        lowest = 1 if first else 2  # a page has one heading of the first level
        text, closing = tokens[position + 1], tokens[position + 2]
        token.tag = closing.tag = f"h{min(6, max(lowest, under + len(open_levels)))}"
        first = False
        if under == 0:
            named = _named_anchor(text)
            token.attrs["id"] = anchors.anchor(named or "".join(child.content for child in text.children or ()))


def _named_anchor(heading: Token) -> str:
    """The anchor that an author named behind a heading, `{#such-as-this}`, which is taken out of it; "" for none.

    A page keeps its anchors in every language by it.
    """
    last = heading.children[-1] if heading.children else None
    if last is None or last.type != "text":
        return ""
    last.content, anchor = named_anchor(last.content)
    return anchor


class _Anchors:
    """The anchors of one page: a heading's words in lower case with hyphens, numbered where taken."""

    def __init__(self) -> None:
        self._taken = set(_TAKEN_ANCHORS)
        self._counts: dict[str, int] = {}

    def anchor(self, text: str) -> str:
        plain = worded_anchor(text)
        anchor, count = plain, self._counts.get(plain, 1)
        while anchor in self._taken:
            count += 1
            anchor = f"{plain}-{count}"
        # Counting goes on where it stopped, so that a thousand equal headings take a thousand steps.
        self._counts[plain] = count
        self._taken.add(anchor)
        return anchor


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_ALLOWED_TAGS),
        attributes=_ALLOWED_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    r"""The value if it is allowed; no link that only looks relative (`//host`, `\\\\host`, `a b:c`)."""
    if name != "rel" and name not in _ALLOWED_ATTRIBUTES.get(tag, ()):  # rel is nh3's own doing
        return None
    plain = re.sub(r"[\x00-\x20]", "", value).replace("\\", "/").lower()
    foreign = _SCHEME.match(plain) and not plain.startswith(("https://", "mailto:"))
    return None if name == "href" and (foreign or plain.startswith("//")) else value
