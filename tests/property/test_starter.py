"""Whatever somebody types into a question or a form: it comes back from our own reader as text, and as nothing else."""

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from testamur.check import check_registry
from testamur.source import SourceFile, Sources, parse_front_matter, parse_yaml
from testamur.source.layout import is_slug
from testamur.source.text import UNSEEN
from testamur.starter import AnswerError, base_url_from, definition_file, issuer_file, slug_from
from testamur.starter.text import clean, one_line, quoted_markdown, scalar

from tests.unit.test_starter import BASE_URL, at, registry_with

TYPED = st.text(max_size=200) | st.text(st.sampled_from("ab -#:\n\t>|'\"{}[]&*!%@`$<\\é😀.,0123()"), max_size=120)


@given(TYPED, st.sampled_from([0, 2, 4]))
@example("---", 0)
@example("a\n---\nb: c", 0)
@example(" leading\nx", 2)
@example("x" * 200 + " y # z", 0)
@example("word " * 60 + "# end", 0)
@example("NO", 0)
@example("a\u2028b\ud800", 0)
def test_a_scalar_comes_back(typed: str, indent: int) -> None:
    """A cleaned text written as a value is read as that text by our reader, and by others as text too."""
    text = clean(typed)
    margin = " " * indent
    document = "".join(f"{' ' * step}g:\n" for step in range(0, indent, 2)) + f"{margin}a:{scalar(text, indent)}\n"
    value: Any = parse_yaml(SourceFile("a.yaml", document.encode()))
    other: Any = yaml.load(document, Loader=Untyped)  # noqa: S506 - a safe loader, without its days
    for _ in range(0, indent, 2):
        value, other = value["g"], other["g"]
    assert {"a": text} == value
    assert {"a": text} == other


class Untyped(yaml.SafeLoader):
    """YAML as editors read it: numbers and truth values, but no days."""


Untyped.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@given(TYPED)
def test_cleaned_text_can_be_seen(typed: str) -> None:
    """Cleaning leaves no character that a registry refuses, and cleaning again changes nothing."""
    text = clean(typed)
    assert not UNSEEN.search(text)
    assert "\t" not in text
    assert clean(text) == text
    text.encode()


@given(title=TYPED, description=TYPED, criteria=TYPED)
@example(title="---", description="a\n---\n\n# x", criteria="---\ntype: pathway\n---")
@example(
    title="x", description="{{ config }} {% raw %} ${{ github.token }}", criteria="{{ x }} <script>alert(1)</script>"
)
@example(title="x", description="x", criteria="![](//evil.example/p) [a](javascript:x) [b][c]\n\n[c]: http://e.example")
def test_a_definition_holds_what_was_typed_and_no_more(title: str, description: str, criteria: str) -> None:
    """The fields are those of the schema with the texts that were typed; no text begins another field or the body."""
    values = {"title": one_line(title) or "T", "type": "certificate", "language": "en", "issuer": "society"}
    values["description"] = clean(description).strip() or "D"
    file = SourceFile("credentials/made/index.md", definition_file(values, clean(criteria)))
    read, body = parse_front_matter(file)
    assert isinstance(read, dict)
    assert values == {name: read[name] for name in values}
    assert read.keys() == set(FIELDS)
    assert body.strip()
    codes = {finding.code for finding in check_registry(registry_with(file), at=at()).findings}
    assert not codes & {
        "markdown-html",
        "markdown-image",
        "markdown-link",
        "yaml-syntax",
        "front-matter-open",
        "field-unknown",
    }


FIELDS = (
    "title type label version language issuer approver description summary audience topics context equivalence basis "
    "outcomes assessments evidence components participation inclusion quality next_steps credits validity alignments "
    "tracks"
).split()


@given(TYPED)
def test_the_name_of_an_issuer_is_text(typed: str) -> None:
    """Whatever a body is called, its page's source can be read and its text holds no HTML, link or picture."""
    name = one_line(typed) or "N"
    file = SourceFile("issuers/made/index.md", issuer_file({"name": name}))
    read, _ = parse_front_matter(file)
    assert isinstance(read, dict)
    assert name == read["name"]
    codes = {finding.code for finding in check_registry(registry_with(file), at=at()).findings}
    assert not {code for code in codes if code.startswith(("markdown", "yaml"))}


@given(TYPED)
def test_a_slug_is_one_or_nothing(typed: str) -> None:
    """Every title gives a short name that can be part of an address, or none."""
    slug = slug_from(typed)
    assert slug == "" or is_slug(slug)


@given(TYPED | TYPED.map(lambda text: f"https://society.example/{text}"))
def test_an_address_is_mended_into_one_that_check_takes(typed: str) -> None:
    """What is taken as the base URL is one for `check`, and taking it again changes nothing."""
    try:
        url = base_url_from(typed)
    except AnswerError:
        return
    settings = f"name: N\ndescription: D\nbase_url: {url}\nlanguages: [en]\ntestamur: '0.1.0'\n"
    checked = check_registry(Sources({"registry.yaml": SourceFile("registry.yaml", settings.encode())}), at=at())
    assert [] == [finding for finding in checked.findings if finding.severity == "error"]
    assert url == base_url_from(url)


@given(TYPED)
@example("[a](javascript:x)")
@example("![p](//evil.example/p.gif)")
def test_quoted_text_has_no_link(typed: str) -> None:
    """Quoted Markdown has no link, picture or HTML that `check` would name."""
    made = quoted_markdown(clean(typed).split("\n"))
    assert "](" not in made
    assert "![" not in made.replace("\\!", "")


def test_the_base_url_is_that_of_the_tests() -> None:
    """The registry that the properties use has the address that its tests name."""
    with pytest.raises(AnswerError):
        base_url_from("http://society.example/")
    assert BASE_URL == base_url_from(BASE_URL)
