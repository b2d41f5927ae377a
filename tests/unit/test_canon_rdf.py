"""What is refused before any statement is made canonical, and how statements are written."""

import math
from typing import Any

import pytest
from testamur.canon.endorsed import check_own_contexts_known
from testamur.canon.rdf import (
    ABSOLUTE_ADDRESS,
    CanonError,
    ExtraContexts,
    Quad,
    canonical_rdf,
    check_no_twins,
    check_size,
    check_work,
    expand_quads,
    pointer_to,
)

from tests.unit.test_canon import V2


def code_of(check: Any, given: Any) -> str:
    """The code with which something is refused, or an empty string."""
    try:
        check(given)
    except CanonError as error:
        return error.code
    return ""


def test_a_pointer_says_its_two_letters_otherwise() -> None:
    """A tilde and a slash in a name are escaped, in the one order that can be read back."""
    assert pointer_to("/a", "b~/c~1") == "/a/b~0~1c~01"
    assert pointer_to("", 3) == "/3"


@pytest.mark.parametrize(
    "document",
    [
        {"a": [["b"] * 20] * 100},
        {"a": {str(number): {"b": {"c": "d"}} for number in range(700)}},
        {str(number): "a" for number in range(2048)},
    ],
    ids=["many lists", "many objects", "many texts"],
)
def test_many_values_are_refused_however_they_nest(document: dict[str, Any]) -> None:
    """Every value counts, those that were looked at as well as those that are still to be looked at."""
    assert code_of(check_size, document) == "rdf_too_complex"


def test_as_many_values_as_are_allowed() -> None:
    """Two thousand and forty-eight values are let through, the root among them and contexts left out."""
    assert not code_of(check_size, {"@context": ["a"] * 8, **{str(number): "a" for number in range(2047)}})
    assert not code_of(check_size, {"a": ["b"] * 1024})
    assert code_of(check_size, {"a": ["b"] * 1025}) == "rdf_too_complex"


def test_a_large_document_is_refused_before_it_is_expanded() -> None:
    """The canonical form asks for the size by itself."""
    for count, expected in ((1024, ""), (1025, "rdf_too_complex")):
        document = {"@context": V2, "id": "urn:a", "name": [str(number) for number in range(count)]}
        assert expected == code_of(canonical_rdf, document)


def pair(graph: str, *texts: str) -> list[Quad]:
    """Objects without an id that say one thing each, in one graph."""
    return [(f"_:{graph}{number}", "<urn:p>", f'"{text}"', graph) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("quads", "expected"),
    [
        (pair("_:g", "same", "same"), "rdf_too_complex"),
        (pair("_:g", "one", "other"), ""),
        (pair("", "same", "same"), ""),
        (pair("<urn:g>", "same", "same"), ""),
        (pair("_:g", "one") + pair("_:h", "one"), "rdf_too_complex"),
        (pair("_:g", "one") + pair("_:h", "other"), ""),
    ],
    ids=["alike", "told apart", "no graph's", "a graph with a name", "alike in two", "told apart in two"],
)
def test_twins_in_a_graph_without_a_name(quads: list[Quad], expected: str) -> None:
    """Only what looks alike in a graph whose name is a blank node is refused."""
    assert expected == code_of(check_no_twins, quads)


def stars(rays: int) -> list[Quad]:
    """Two nodes that look alike, each in several graphs that look alike, and say something else in each.

    By section 4.8 the graphs of one node are related alike, whatever they are related by, so all orders are tried.
    """
    quads: list[Quad] = []
    for star in "ab":
        for ray in range(rays):
            graph = f"_:g{star}{ray}"
            for said in range(rays):
                subject = f"_:n{star}" if said == ray else f"_:m{star}{ray}x{said}"
                quads.append((subject, f"<urn:p{said}>", "<urn:o>", graph))
    return quads


def test_every_order_of_graphs_is_counted() -> None:
    """Graphs are related alike whatever stands in them, so many around one node are too many orders to try."""
    assert not code_of(check_work, stars(3))
    assert code_of(check_work, stars(7)) == "rdf_too_complex"


def hubs(name: str, rays: int) -> list[Quad]:
    """Two things that look alike, each with as many parts that all look alike."""
    return [(f"_:{name}{hub}", f"<urn:p{rays}>", f"_:{name}{hub}{ray}", "") for hub in "xy" for ray in range(rays)]


def steps_of(rays: int) -> int:
    """The steps of the walks from two such things and from their parts, counted by hand."""
    from_hub = 1 + rays * math.factorial(rays)
    from_ray = 2 + (rays - 1) * math.factorial(rays - 1)
    return 2 * (from_hub + rays * from_ray)


def test_as_many_steps_as_are_allowed() -> None:
    """Twenty thousand steps are let through, and one more is not."""
    sizes = (6, 5, 4, 4, 4, 4, 4, 3, 3, 2, 1)
    quads = [quad for number, rays in enumerate(sizes) for quad in hubs(f"hub{number}", rays)]
    alone = 20_000 - sum(map(steps_of, sizes))
    quads += [(f"_:{number}", "<urn:p>", '"x"', "") for number in range(alone + 1)]
    assert not code_of(check_work, quads[:-1])
    assert code_of(check_work, quads) == "rdf_too_complex"


def test_many_objects_without_an_id() -> None:
    """A thousand and twenty-four blank nodes are let through, and one more is not."""
    quads = pair("", *map(str, range(1025)))
    assert not code_of(check_work, quads[:1024])
    assert code_of(check_work, quads) == "rdf_too_complex"


def test_many_statements() -> None:
    """Four thousand and ninety-six statements are let through, and one more is not."""
    quads: list[Quad] = [("<urn:a>", "<urn:p>", f'"{number}"', "") for number in range(4097)]
    assert not code_of(check_work, quads[:4096])
    assert code_of(check_work, quads) == "rdf_too_complex"


def test_a_graph_may_be_named_by_an_address() -> None:
    """The name of a graph is written as an address where it is one, and refused where it is relative."""
    document = {"@context": V2, "@id": "urn:g", "@graph": [{"id": "urn:a", "name": "A"}]}
    assert canonical_rdf(document) == b'<urn:a> <https://schema.org/name> "A" <urn:g> .\n'
    with pytest.raises(CanonError) as caught:
        expand_quads(document | {"@id": "https://a.example/[1]"})
    assert caught.value.code == "relative_address"


def test_a_context_that_is_handed_in_is_not_remembered() -> None:
    """Two tests may give one address two meanings; only contexts that ship with us are kept by the library."""
    found = [
        expand_quads(
            {"@context": "https://a.example/c", "@id": "urn:a", "said": "x"},
            extra_contexts={"https://a.example/c": {"@context": {"said": meaning}}},
        )
        for meaning in ("urn:first", "urn:second")
    ]
    assert found == ['<urn:a> <urn:first> "x" .\n', '<urn:a> <urn:second> "x" .\n']


@pytest.mark.parametrize(
    ("letter", "expected"), [("é", True), ("文", True), ("\U0001f600", True), ("\u3000", False), ("\ue000", False)]
)
def test_an_address_in_any_script(letter: str, expected: bool) -> None:
    """What RFC 3987 lets stand in an address is let in; white space and letters of nobody are not."""
    assert expected == (ABSOLUTE_ADDRESS.fullmatch(f"https://society.example/{letter}") is not None)


def test_an_endorsement_may_bring_along_what_is_handed_in() -> None:
    """Contexts of a test are known inside of an endorsement as well."""
    document = {"endorsement": {"@context": "https://a.example/c"}}
    extra: ExtraContexts = {"https://a.example/c": {"@context": {}}}
    check_own_contexts_known(document, extra)
    with pytest.raises(CanonError) as caught:
        check_own_contexts_known(document, None)
    assert caught.value.code == "context_unknown"
