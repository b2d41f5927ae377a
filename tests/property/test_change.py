"""Whatever a stranger writes, a review shows it as text: no link, picture, mention, command or table of theirs."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from testamur.change import learn, meaning_of, read_change, to_json, to_markdown
from testamur.change.escaping import code, said
from testamur.change.shown import shown
from testamur.source.changed import Answers, Changed, FileChange, Side

from tests.scripted_changes import HOSTILE

GOLDEN = sorted((Path(__file__).resolve().parent.parent / "golden" / "diffs").glob("*.md"))
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = frozenset(
    "heading paragraph bullet_list list_item table thead tbody tr th td strong em".split()
    + "inline text code_inline softbreak".split()
)
# What hosts make links, mentions, pictures or commands of once Markdown is text (GitHub and GitLab).
LIVE = re.compile(
    r"(?:https?|ftp|xmpp|mailto):[^\s\u200b]|//\w|www\.\w|\w@\w|(?<!\w)@\w|[#!$%~&]\w|\b[A-Za-z]+-\d|:\w+:|\w\.[^\W\d_]"
    r"|(?<![0-9A-Za-z])[0-9a-fA-F]{7,}(?![0-9A-Za-z])|\$[^\s\u200b][^$]*\$",
    re.ASCII,
)
AWKWARD = st.text(
    st.one_of(
        st.sampled_from("`*_~[](){}<>|\\!#@$%^&:;/.-+='\" \n\t0aFw\u202e\u200b\u05d0é"), st.characters(codec="utf-8")
    ),
    max_size=60,
)


def tokens(markdown: str) -> Iterator[Token]:
    """Every token, those inside others too."""
    for token in PARSER.parse(markdown):
        yield token
        yield from token.children or ()


def kinds(every: Iterable[Token]) -> set[str]:
    """The kinds of tokens, openings and closings alike."""
    return {token.type.removesuffix("_open").removesuffix("_close") for token in every}


@given(st.one_of(AWKWARD, st.text()))
@example(HOSTILE)
@example("a|b\\|c`|`d")
@example("www.evil.example https://evil.example")
@example("&lt;b&gt; &#60; &amp;")
@example("0123abc 0123abcd 1234567")
def test_a_text_is_shown_as_itself_and_does_nothing(text: str) -> None:
    """In a line, a heading and a cell, only text comes out, the same as went in, and nothing that a host acts on."""
    plain = shown(text, 10_000)
    written = said(plain)
    for frame in (
        f"- before {written} after\n",
        f"#### before {written} after\n",
        f"| a |\n|---|\n| before {written} after |\n",
    ):
        every = list(tokens(frame))
        assert kinds(every) <= OURS - {"code_inline", "strong", "em", "softbreak"}
        seen = [token.content for token in every if token.type == "text" and token.content.startswith("before")]
        whole = "".join(token.content for token in every if token.type == "text" and token.content != "a")
        assert len(seen) == 1
        back = re.sub("[\u200b\u2068\u2069]", "", whole)
        assert re.sub(" +", " ", f"before {plain} after").strip() == re.sub(" +", " ", back)
        assert LIVE.search(whole) is None, LIVE.search(whole)


@given(AWKWARD)
def test_a_name_in_code_is_harmless_or_is_text(text: str) -> None:
    """What stands in code is one piece of code that ends where it should; anything else is text."""
    written = code(shown(text))
    every = list(tokens(f"- before {written} after\n"))
    assert kinds(every) <= OURS
    assert "".join(token.content for token in every if token.type in {"text", "code_inline"}).endswith(" after")


PATHS = st.one_of(
    st.sampled_from(
        "registry.yaml credentials/d/index.md credentials/d/badge.svg credentials/d/versions/1.0/index.md "
        "issuers/s/index.md issuers/s/keys/k.json issuers/s/awards/a1/0/1.json issuers/s/status/a1.json "
        "issuers/s/withdrawals/A1-00000/1.json .github/workflows/x.yml".split()
    ),
    st.builds("{}/{}".format, st.sampled_from(["credentials", "issuers/s/keys", "templates", "x"]), AWKWARD),
)
FRONT = st.builds("---\ntitle: {}\nversion: {}\nissuer: {}\n---\n{}\n".format, *[AWKWARD.map(json.dumps)] * 3, AWKWARD)
ENTRY = st.fixed_dictionaries(
    dict.fromkeys(("definition", "version", "event", "reason", "date", "list", "retired", "validUntil"), AWKWARD)
).map(json.dumps)
DATA = st.one_of(st.none(), st.binary(max_size=40), FRONT.map(str.encode), ENTRY.map(str.encode))
SIDES = st.one_of(
    st.none(),
    st.builds(lambda data: Side(kind="file", data=data), DATA),
    st.builds(lambda kind: Side(kind=kind, data=None), st.sampled_from(["link", "submodule", "special"])),
)


@given(st.dictionaries(PATHS, st.tuples(SIDES, SIDES), max_size=4))
def test_any_change_is_told(files: dict[str, tuple[Side | None, Side | None]]) -> None:
    """Whatever differs and whatever it holds, a meaning comes out, as Markdown of ours alone and as JSON."""
    changed = tuple(FileChange(path=path, old=old, new=new) for path, (old, new) in sorted(files.items()) if old or new)
    reading = read_change(Changed(base="a" * 40, files=changed))
    meaning = meaning_of(reading, learn(reading, lambda _: Answers()))
    every = list(tokens(to_markdown(meaning)))
    assert kinds(every) <= OURS
    texts = [token.content for token in every if token.type == "text"]
    assert [] == [text for text in texts if LIVE.search(text.replace("e-mail", ""))]
    json.dumps(to_json(meaning))


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_golden_reviews_hold_nothing_live(file: Path) -> None:
    """Nothing in the kept reviews is a link, a picture, HTML or something that a host would act on."""
    markdown = file.read_text(encoding="utf-8")
    every = list(tokens(markdown))
    assert kinds(every) <= OURS
    rendered = PARSER.render(markdown)
    assert set(re.findall("<([a-z0-9]+)", rendered)) <= set(
        "h2 h3 h4 p ul li table thead tbody tr th td code strong em".split()
    )
    texts = [html.unescape(token.content) for token in every if token.type == "text"]
    assert [] == [text for text in texts if LIVE.search(text.replace("e-mail", ""))]
    assert "@mail.example" not in markdown
