"""Templates of statements: they give what the library for RDFC-1.0 gives, and know what they can't give."""

import itertools
from collections.abc import Sequence

import pyoxigraph
import pytest
from testamur.canon.rdf import Quad
from testamur.canon.templates import Template, UnfitError

MARKS = {f"urn:mark:{number}:": number for number in range(6)}
FIRST, SECOND, THIRD, FOURTH, *_ = MARKS
DATE = "^^<http://www.w3.org/2001/XMLSchema#dateTime>"
VALUES = ("one", "two", "three", "four", "five", "six")


def filled(quads: Sequence[Quad], values: Sequence[str]) -> str:
    """The statements with texts in the place of marks, as a person would write them."""
    lines = "".join(f"{' '.join(term for term in quad if term)} .\n" for quad in quads)
    for mark, number in MARKS.items():
        lines = lines.replace(f"<{mark}>", f"<{values[number]}>")
        lines = lines.replace(f'"{mark}"', '"' + values[number].replace("\\", "\\\\").replace('"', '\\"') + '"')
    return lines


def by_the_library(quads: Sequence[Quad], values: Sequence[str]) -> bytes:
    """The canonical form of these statements."""
    dataset = pyoxigraph.Dataset(
        pyoxigraph.parse(filled(quads, values), format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
    )
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    content = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(line + b"\n" for line in content.split(b"\n") if line))


def results(count: int) -> list[Quad]:
    """A thing with several parts that have no id, each with a text of its own."""
    marks = list(MARKS)[:count]
    quads: list[Quad] = [("<urn:a>", "<urn:part>", f"_:b{number}", "") for number in range(count)]
    return quads + [(f"_:b{number}", "<urn:says>", f'"{mark}"', "") for number, mark in enumerate(marks)]


FORMS: dict[str, list[Quad]] = {
    "a text": [("<urn:a>", "<urn:p>", f'"{FIRST}"', "")],
    "an address": [(f"<{FIRST}>", "<urn:p>", f"<{SECOND}>", "")],
    "one text in two places": [(f"<{FIRST}>", "<urn:p>", f'"{FIRST}"', ""), (f"<{FIRST}>", "<urn:q>", '"x"', "")],
    "a date": [("<urn:a>", "<urn:p>", f'"{FIRST}"{DATE}', ""), ("<urn:a>", "<urn:p>", f'"{FIRST}"', "")],
    "signs of a format": [("<urn:a%20b>", "<urn:p>", '"100%s %d"', ""), ("<urn:a>", "<urn:p>", f'"{FIRST}"', "")],
    "a part without an id": results(1),
    "parts without an id": results(4),
    "a part in a part": [
        ("_:x", "<urn:p>", "_:y", ""),
        ("_:y", "<urn:p>", f'"{FIRST}"', ""),
        ("_:x", "<urn:p>", f'"{SECOND}"', ""),
    ],
    "a part that is its own": [("_:x", "<urn:p>", "_:x", ""), ("_:x", "<urn:p>", f'"{FIRST}"', "")],
    "a graph without a name": [
        ("<urn:a>", "<urn:proof>", "_:g", ""),
        ("_:p", "<urn:created>", f'"{FIRST}"{DATE}', "_:g"),
        ("_:p", "<urn:by>", f"<{SECOND}>", "_:g"),
    ],
    "a graph with a name": [("_:p", "<urn:created>", f'"{FIRST}"', f"<{SECOND}>")],
    "nothing that varies": [("_:p", "<urn:created>", '"x"', ""), ("<urn:a>", "<urn:p>", "<urn:b>", "")],
}
# Each beside those before it, so that what varies comes to be known step by step.
CHANGES = (
    VALUES,
    VALUES,
    ("another", *VALUES[1:]),
    ("another", "text", *VALUES[2:]),
    tuple(reversed(VALUES)),
    ('%s "quoted" \\', "%", "%%", "é", "\U0001f600", "a b"),
)


@pytest.mark.parametrize("name", FORMS)
def test_a_template_gives_what_the_library_gives(name: str) -> None:
    """Whatever texts come one after the other, and in whatever places, the bytes are those of the library."""
    quads = FORMS[name]
    template = Template(quads, MARKS, VALUES)
    for values in CHANGES:
        addresses = [
            value if number not in template.addresses else f"urn:{number}:x" for number, value in enumerate(values)
        ]
        assert by_the_library(quads, addresses) == template.canonical(addresses)


def test_what_stands_where_is_told() -> None:
    """The texts that stand as addresses are told from those that stand as literals; one may be both."""
    template = Template(
        [(f"<{FIRST}>", "<urn:p>", f'"{SECOND}"', ""), ("_:x", "<urn:p>", f'"{FIRST}"{DATE}', f"<{THIRD}>")],
        MARKS,
        VALUES,
    )
    assert template.addresses == {0, 2}
    assert template.literals == {0, 1}


@pytest.mark.parametrize(
    "quads",
    [
        [],
        [("<urn:a>", "<urn:p>", f'"{FIRST}"@en', "")],
        [("<urn:a>", "<urn:p>", f'"before {FIRST}"', "")],
        [(f"<urn:a:{FIRST}>", "<urn:p>", '"x"', "")],
        [("<urn:a>", "<urn:p>", '"a\\nb"', "")],
        [("<urn:a>", "<urn:p>", '"é"', "")],
        [("<urn:a>", "<urn:p>", f'"x"^^<{FIRST}>', "")],
    ],
    ids=["nothing", "a language", "in a text", "in an address", "an escape", "another script", "in a type"],
)
def test_what_can_not_be_filled_in(quads: list[Quad]) -> None:
    """Where a text reaches a line otherwise than as a whole term, there is no template."""
    with pytest.raises(UnfitError):
        Template(quads, MARKS, VALUES)


def test_parts_that_look_alike_are_left_to_the_library() -> None:
    """Where the first hash does not tell two parts apart there is no answer, and their texts may change that."""
    twins: list[Quad] = [(f"_:{name}", "<urn:p>", '"x"', "") for name in "ab"]
    assert Template(twins, MARKS, VALUES).canonical(VALUES) is None
    told: list[Quad] = [*twins, ("_:a", "<urn:p>", f'"{FIRST}"', "")]
    assert Template(told, MARKS, VALUES).canonical(VALUES) is not None


def test_a_line_that_comes_twice_is_left_to_the_library() -> None:
    """Two statements that are one with these texts would be written twice, so there is no answer."""
    quads: list[Quad] = [("<urn:a>", "<urn:p>", '"x"', ""), ("<urn:a>", "<urn:p>", f'"{FIRST}"', "")]
    template = Template(quads, MARKS, VALUES)
    assert template.canonical(VALUES) is not None
    assert template.canonical(("x", *VALUES[1:])) is None


def test_any_number_of_orders_is_met() -> None:
    """Texts decide the order of parts; more orders than are kept are all right, and no more than that are kept."""
    quads = results(5)
    template = Template(quads, MARKS, VALUES)
    most = 0
    for texts in itertools.islice(itertools.permutations(VALUES[:5]), 100):
        values = (*texts, "six")
        assert by_the_library(quads, values) == template.canonical(values)
        most = max(most, len(template._named))
    assert most == 64
