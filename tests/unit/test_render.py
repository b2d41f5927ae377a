"""What becomes of a context on its way to HTML: text stays text, prose is cleaned, and MkDocs has no say."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from testamur.findings import FindingsError
from testamur.pages import (
    AchievementPage,
    Drawing,
    Figure,
    Frame,
    Link,
    ListedOutcome,
    NotFoundPage,
    PrincipleCard,
    Prose,
    Said,
    TextPage,
)
from testamur.render import markup, markup_from, render_pages

from tests.processor import seconds_of

SEAL = Drawing('<svg class="seal" viewBox="-1 -1 2 2" aria-hidden="true"><circle r="1"/></svg>')
HOSTILE = """{{ 7*7 }} <script>alert(1)</script> {% raw %} "'&"""
WORDS = json.loads((Path(__file__).resolve().parents[2] / "site/messages/en.json").read_bytes())["template"]
FRAME = Frame(
    title="Wound care",
    description="For nurses.",
    title_tongue=None,
    description_tongue=None,
    language="en",
    direction="ltr",
    words=WORDS,
    alternates=(),
    canonical="https://society.example/credentials/wound-care/",
    verifier="https://society.example/verify/",
    here=False,
    root="../../",
    home="../../",
    audit="audit/",
    registry="A registry",
    registry_tongue=None,
    logo=None,
    mark="M0 0z",
    icon="../../assets/icon.svg",
    current="catalogue",
    navigation=(("catalogue", Link(text="Catalogue", href="../../")),),
    example=False,
    commit="4f1c9ae01234",
    built=("Built on 21 November 2026 from commit ", " with Testamur 0.1.0."),
)
ACHIEVEMENT = AchievementPage(
    path="credentials/wound-care/",
    frame=FRAME,
    kind="micro-credential",
    type=Link(text="Micro-credential", href="../../glossary/#micro-credential"),
    label=Said(text="not stated", manner="not-stated"),
    title=Said(text="Wound care"),
    lede=Said(text="The holder was tested."),
    description=Said(text="For nurses."),
    issuer=Link(text="A society", href="../../issuers/society/"),
    described_in=None,
    version="1.0",
    notice=(),
    foreign=None,
    figure=Figure(src=None, drawing=SEAL, alt="", caption="Seal of version 1.0", fingerprint="9e41 c07a"),
    facts=(),
    outcomes=None,
    outcome_list=(ListedOutcome(kind="knowledge", text=Said(text="Explain how a wound heals.")),),
    criteria=Prose("Pass the case paper."),
    parts=(),
    about=(),
    quality=(),
    endorsements=(),
    renewal=(),
    pathways=(),
    sources=(),
    card=PrincipleCard(squares=(), met=0, declared=0, not_stated=0, legend=()),
    versions=(),
    machine=(),
    embed=None,
    verify=Link(text="Open the verifier", href="../../verify/"),
)


@pytest.fixture(scope="session")
def templates(root: Path) -> Mapping[str, bytes]:
    """The templates that ship with us."""
    return {f"templates/{file.name}": file.read_bytes() for file in sorted((root / "templates").glob("*.html"))}


def text_page(source: str, path: str = "about/") -> TextPage:
    """A page of the registry's own text."""
    return TextPage(path=path, frame=FRAME, text=Prose(source))


def parsed(html: str) -> Element:
    """The document as a browser reads it."""
    document: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return document


def the(document: Element, path: str) -> Element:
    """The one element at a path."""
    (found,) = document.findall(path)
    return found


def test_pages_are_files_by_their_paths(templates: Mapping[str, bytes], tmp_path: Path) -> None:
    """A folder's page is its index.html, a path that ends in .html is that file, and nothing else comes back."""
    lost = NotFoundPage(path="404.html", frame=FRAME, home=Link(text="Catalogue", href="/"))
    pages = [replace(text_page("# Home"), path=""), text_page("# About"), lost, ACHIEVEMENT]
    rendered = render_pages(pages, templates=templates, scratch=tmp_path)
    assert ["404.html", "about/index.html", "credentials/wound-care/index.html", "index.html"] == sorted(rendered)


def test_a_heading_may_name_its_anchor() -> None:
    """A page that is told in two languages has the same anchors in both; what is no name stays text."""
    html = str(markup_from(Prose("# Uno {#one}\n\n## Dos {#One}\n\n## *Tres* {#three}\n\n## {#four}"), under=0))
    assert ["one", "dos-one", "three", "four"] == re.findall(r' id="([^"]*)"', html)
    assert ["Uno", "Dos {#One}", "<em>Tres</em>", "{#four}"] == re.findall(r"<h\d[^>]*>(.*?)</h", html)


def test_two_renders_are_equal(templates: Mapping[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the folder, nor the clock, nor the order of pages shows in the bytes."""
    pages = [ACHIEVEMENT, text_page("# About\n\n## One\n\n## One")]
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
    first = render_pages(pages, templates=templates, scratch=folders[0])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    second = render_pages(pages[::-1], templates=templates, scratch=folders[1])
    assert first == second


def test_data_is_never_a_template(templates: Mapping[str, bytes], tmp_path: Path) -> None:
    """Threat 38: braces, tags and quotes in a title, an outcome or a text are shown as they were written."""
    page = replace(
        ACHIEVEMENT,
        title=Said(text=HOSTILE),
        frame=replace(FRAME, title=HOSTILE, description=HOSTILE, registry=HOSTILE),
        outcome_list=(ListedOutcome(kind=HOSTILE, text=Said(text=HOSTILE)),),
        figure=replace(ACHIEVEMENT.figure, src='x" onerror="alert(1)', alt='" onload="alert(1)'),
        criteria=Prose(HOSTILE),
    )
    html = render_pages([page], templates=templates, scratch=tmp_path)["credentials/wound-care/index.html"]
    document = parsed(html.decode())
    assert HOSTILE == the(document, ".//h1").text
    assert HOSTILE == the(document, ".//title").text
    for element in ("criteria", "outcomes"):
        assert HOSTILE in "".join(the(document, f".//section[@id='{element}']").itertext())
    assert [] == document.findall(".//script")
    assert [] == [name for element in document.iter() for name in element.attrib if str(name).startswith("on")]


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "[x](http://elsewhere.example/)",
        "[x](//elsewhere.example/)",
        "[x](\\\\\\\\elsewhere.example/)",
        "[x](/\\elsewhere.example/)",
        "![x](https://elsewhere.example/x.png)",
        "![x](x.png)",
        "<div onclick='x'>x</div>\n\n<style>*{display:none}</style>\n\n<iframe src=x></iframe>",
        '[x](https://a.example/ "t\\" onmouseover=alert(1)")',
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_hostile_markdown_is_harmless(source: str) -> None:
    """Threat 36: no script, no picture, no style, no link but https, mailto and relative ones, and HTML is text."""
    document = parsed(markup_from(Prose(source)))
    tags = {str(element.tag) for element in the(document, "body").iter()} - {"body", "p", "a"}
    assert set() == tags
    for element in document.iter():
        assert set(element.attrib) <= {"href", "rel"}
        # A backslash that is encoded is part of a name on this site, and no slash.
        assert re.fullmatch(r"https://a\.example/||/?(%5C)+elsewhere\.example/", element.get("href", ""))


@pytest.mark.parametrize(
    "piece",
    ["[a](", "![", "[", "*a_ ", "**a*", "`a``", "> ", "* a\n ", "# a\n", "a\n=\n", "[a]: x\n\n", "a|b\n-|-\n", "<!--"],
)
def test_no_text_takes_long(piece: str) -> None:
    """Threat 36: sixteen times a text that tires other parsers takes nowhere near the 256 times as long of a square."""

    def seconds(size: int) -> float:
        source = (piece * size)[:size]
        return seconds_of(lambda: markup_from(Prose(source)))

    seconds(100)
    # The tenth of a second is for what a busy machine adds to a very short measure.
    assert seconds(64_000) < 120 * seconds(4_000) + 0.1


def test_safe_links_stay() -> None:
    """Links to https, to a mail address and within the site are kept, and say nothing of where one came from."""
    html = markup_from(Prose("[a](https://a.example/x?y=1&z=2) [b](mailto:office@a.example) [c](../verify/#check)"))
    for href in ("https://a.example/x?y=1&amp;z=2", "mailto:office@a.example", "../verify/#check"):
        assert f'<a href="{href}" rel="noopener noreferrer">' in html


def test_tables_and_lists_are_drawn() -> None:
    """A table keeps its alignment without an inline style, which the policy forbids."""
    html = markup_from(Prose("| a | b |\n|---|--:|\n| 1 | 2 |\n\n1. one\n2. two"))
    assert '<td align="right">2</td>' in html
    assert "<li>two</li>" in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("source", "under", "expected"),
    [
        ("# T\n\n## Micro-credential\n\n## CPD credit", 0, ["h1#t", "h2#micro-credential", "h2#cpd-credit"]),
        ("# T\n\n# Again\n\n#### Deep", 0, ["h1#t", "h2#again", "h2#deep"]),
        ("## One\n\n## One\n\n## Main", 0, ["h1#one", "h2#one-2", "h2#main-2"]),
        ("## *Été*, `a b`!\n\n## !", 0, ["h1#été-a-b", "h2#section"]),
        ("## A\n\n#### B\n\n# C", 2, ["h3#", "h4#", "h3#"]),
    ],
)
def test_headings_are_in_order(source: str, under: int, expected: list[str]) -> None:
    """Headings go on below the one above them, skip no level, and have anchors of their own only in a whole page."""
    document = parsed(markup_from(Prose(source), under=under))
    found = [f"{e.tag}#{e.get('id', '')}" for e in document.iter() if re.fullmatch("h[1-6]", str(e.tag))]
    assert expected == found


def test_only_prose_and_drawings_become_markup() -> None:
    """A plain string is never markup, whoever asks."""
    with pytest.raises(TypeError):
        markup_from("<b>x</b>")  # type: ignore[arg-type]  # refused is the point


def test_not_stated_is_shown_in_its_own_manner(templates: Mapping[str, bytes], tmp_path: Path) -> None:
    """Silence of a source is shown and marked; "none" is an answer like others."""
    lede = Said(text="none", manner="none")
    html = render_pages([replace(ACHIEVEMENT, lede=lede)], templates=templates, scratch=tmp_path)
    text = html["credentials/wound-care/index.html"].decode()
    assert '<span class="ns">not stated</span>' in text
    assert "<span>none</span>" in text


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("<p>\n{{ page.headline }}", 2),
        ("<p>\n\n{{ config.site_name }}", 3),
        ("{{ page.frame.title|markup }}", 1),
        ("{{ page.title|safe }}", 1),
        ("<p>\n{% if %}", 2),
        ("\n{{ page.title.__class__.__mro__ }}", 2),
        ("{{ page.title.upper.__globals__ }}", 1),
        ("{% include 'absent.html' %}", 1),
        ("{{ 1 / 0 }}", 1),
    ],
)
def test_a_broken_template_is_a_finding(templates: Mapping[str, bytes], tmp_path: Path, source: str, line: int) -> None:
    """A registry's own template that fails, or reaches for more than its page, is named with its line."""
    mine = {**templates, "templates/achievement.html": source.encode()}
    with pytest.raises(FindingsError) as raised:
        render_pages([ACHIEVEMENT], templates=mine, scratch=tmp_path)
    (finding,) = raised.value.findings
    assert ("template-broken", "templates/achievement.html", line) == (
        finding.code,
        finding.place.file,
        finding.place.line,
    )


def test_a_missing_template_is_a_finding(tmp_path: Path) -> None:
    """Without templates nothing is drawn, and the finding names one."""
    with pytest.raises(FindingsError) as raised:
        render_pages([ACHIEVEMENT], templates={}, scratch=tmp_path)
    assert ["templates/achievement.html"] == [finding.place.file for finding in raised.value.findings]


def test_two_pages_at_one_path_are_a_bug(templates: Mapping[str, bytes], tmp_path: Path) -> None:
    """No page silently replaces another."""
    with pytest.raises(ValueError, match="one path"):
        render_pages([ACHIEVEMENT, ACHIEVEMENT], templates=templates, scratch=tmp_path)


def test_no_configuration_is_read(
    templates: Mapping[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Threat 35: a mkdocs.yml with a hook where the command runs changes nothing, and MkDocs says nothing."""
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: !ENV HOME\nhooks: [hook.py]\nplugins: [search]\n", encoding="utf-8"
    )
    (tmp_path / "hook.py").write_text("raise SystemExit('the hook ran')\n", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Mine\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    level = logging.getLogger("mkdocs").level
    rendered = render_pages([text_page("# About\n\n[x](nowhere.md)")], templates=templates, scratch=scratch)
    assert ["about/index.html"] == list(rendered)
    assert [] == [file for file in scratch.rglob("*") if file.is_file()]
    assert ("", "") == capfd.readouterr()
    assert [] == caplog.records
    assert level == logging.getLogger("mkdocs").level


def test_a_text_is_parsed_once_for_all_its_pages(
    templates: Mapping[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A definition's own page and that of its version share the work, in a registry with more of them than are kept."""
    parsed_texts: list[str] = []
    real = markup._html_from_markdown

    def counting(source: str, under: int) -> str:
        parsed_texts.append(source)
        return real(source, under)

    monkeypatch.setattr(markup, "_html_from_markdown", counting)
    texts = [f"Parsed once, number {number}." for number in range(100)]
    pages = [
        replace(ACHIEVEMENT, path=f"credentials/c{number}/{version}", criteria=Prose(text))
        for number, text in enumerate(texts)
        for version in ("", "1.0/")
    ]
    assert len(pages) == len(render_pages(pages, templates=templates, scratch=tmp_path))
    assert sorted(texts) == sorted(parsed_texts)


def test_time_grows_in_a_straight_line(templates: Mapping[str, bytes], tmp_path: Path) -> None:
    """Eight times the pages take at most sixteen times as long: no page draws or searches the others."""

    def seconds(count: int) -> float:
        pages = [replace(ACHIEVEMENT, path=f"credentials/c{number}/") for number in range(count)]
        scratch = tmp_path / str(count)
        scratch.mkdir()
        return seconds_of(lambda: render_pages(pages, templates=templates, scratch=scratch))

    seconds(20)
    assert seconds(800) < 16 * seconds(100)
