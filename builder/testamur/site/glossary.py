"""The words of the glossary where they are used: each with what its page says of it first (principles, "Words").

One idea: a word is explained by the glossary's own sentence, in the language in which that page is told, so that both
can never differ; where a registry's own glossary lacks a word, nothing is made up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from testamur.pages import Prose, Term
from testamur.site.languages import Language
from testamur.site.place import Place
from testamur.site.texts import texts_of
from testamur.source.anchors import named_anchor, worded_anchor

_PAGE: Final = "glossary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A word of the glossary: its heading, and the first paragraph below it."""

    word: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """The words by their anchors, as told in the language of the tag `told`."""

    told: str
    meanings: Mapping[str, Meaning]


def glossary_in(site_sources: Mapping[str, bytes], language: str, first: str) -> Glossary:
    """The glossary as readers of `language` are told it; `first` is the registry's first language."""
    for text in texts_of(site_sources, first):
        if text.name == _PAGE:
            told, source = text.told(language, first)
            return Glossary(told=told, meanings=dict(_meanings(source)))
    return Glossary(told=language, meanings={})


def terms(glossary: Glossary, language: Language, place: Place, wanted: list[str]) -> dict[str, Term]:
    """The explanations of those of the words that the glossary has, for a page that stands at `place`."""
    found = {}
    for anchor in wanted:
        meaning = glossary.meanings.get(anchor)
        if meaning is not None:
            tongue = language.tongue(glossary.told)
            # The name of a button is in one language, and the word may be in another.
            ask = language.say("glossaryTerm.askThis" if tongue else "glossaryTerm.ask", term=meaning.word)
            found[anchor] = Term(
                text=Prose(meaning.text, tongue=tongue),
                ask=ask,
                href=place.page(f"{_PAGE}/#{anchor}"),
            )
    return found


def _meanings(source: str) -> Iterator[tuple[str, Meaning]]:
    anchor = word = ""
    lines: list[str] = []
    for line in (*source.splitlines(), "# "):
        if line.startswith("#"):
            anchor, word, lines = "", "", []
            if line.startswith("## "):
                word, named = named_anchor(line.removeprefix("## ").strip())
                anchor = named or worded_anchor(word)
        elif line.strip():
            lines.append(line)
        elif anchor and lines:
            yield anchor, Meaning(word=word, text="\n".join(lines))
            anchor = ""
