"""The drawing of a pathway: everything on it, nothing beyond its frame, and no text that becomes markup."""

import re
from xml.etree import ElementTree

import pytest
from testamur.site.graph import Branch, draw_pathway

BRANCHES = (
    Branch(name="Core", rule="all", titles=("Wound care, level 2: rural and community nursing", "First hour")),
    Branch(name="Electives", rule="2 of 3", titles=("Triage", "Night shift", "Medicines")),
)
HOSTILE = '</svg><script>alert(1)</script>"&<a href="javascript:1">'


def drawn(goal: str = "Rural practice", branches: tuple[Branch, ...] = BRANCHES, *, mirrored: bool = False) -> str:
    """The drawing's markup."""
    return draw_pathway(goal, branches, label="How it stacks", mirrored=mirrored).svg


def pictures(svg: str) -> list[ElementTree.Element]:
    """The two elements, parsed."""
    return list(ElementTree.fromstring(f"<both>{svg}</both>"))  # noqa: S314 - drawn by us, one line above


def words(picture: ElementTree.Element) -> list[str]:
    """Each text of a picture, its lines joined."""
    return [" ".join(span.text or "" for span in text) for text in picture.iter("text")]


def test_both_pictures_say_everything() -> None:
    """Each names every group, its rule, every requirement, and what they lead to."""
    titles = [title for branch in BRANCHES for title in branch.titles]
    wide, tall = pictures(drawn())
    assert ["graph wide", "graph tall"] == [wide.attrib["class"], tall.attrib["class"]]
    assert sorted(["Core", "Electives", "all", "2 of 3", "Rural practice", *titles]) == sorted(words(wide))
    assert sorted(["Core · all", "Electives · 2 of 3", "Rural practice", *titles]) == sorted(words(tall))
    assert ["img", "How it stacks"] == [wide.attrib["role"], wide.attrib["aria-label"]]


def test_each_requirement_leads_to_its_gate_and_each_gate_to_the_end() -> None:
    """Of the wide picture, a line leaves every box and every gate."""
    wide, _ = pictures(drawn())
    starts = [re.match(r"M(\d+) (\d+)", path.attrib["d"]) for path in wide.iter("path")]
    found = sorted((int(start[1]), int(start[2])) for start in starts if start)
    edges = [
        (int(box.attrib["x"]) + int(box.attrib["width"]), int(box.attrib["y"]) + int(box.attrib["height"]) // 2)
        for box in wide.iter("rect")
        if box.attrib["class"] in {"part", "gate"}
    ]
    assert sorted(edges) == found


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("title", ["Care", "word " * 100, "x" * 500, "傷の手当て" * 100, "مرض " * 60])
def test_nothing_lies_beyond_the_frame(title: str, mirrored: bool) -> None:
    """Whatever a title is, no shape begins or ends outside, and no text has more than three lines."""
    branches = tuple(Branch(name=title, rule="12 of 50", titles=(title,) * 50) for _ in range(2))
    for picture in pictures(drawn(title, branches, mirrored=mirrored)):
        left, top, width, height = map(int, picture.attrib["viewBox"].split())
        for box in picture.iter("rect"):
            x, y, across, down = (int(box.attrib[name]) for name in ("x", "y", "width", "height"))
            assert left <= x <= x + across <= left + width, picture.attrib["class"]
            assert top <= y <= y + down <= top + height, picture.attrib["class"]
        for text in picture.iter("text"):
            assert len(text) <= 3
            assert all(top < int(span.attrib["y"]) < top + height for span in text)


def test_boxes_do_not_touch_each_other() -> None:
    """Requirements stand below each other with room between them."""
    wide, _ = pictures(drawn())
    boxes = [box for box in wide.iter("rect") if box.attrib["class"] == "part"]
    ends = [int(box.attrib["y"]) + int(box.attrib["height"]) for box in boxes]
    assert all(end < int(box.attrib["y"]) for end, box in zip(ends, boxes[1:], strict=False))


def test_a_text_stays_a_text() -> None:
    """Markup in a title, a group's name or the label is shown, and never is any."""
    branches = (Branch(name=HOSTILE, rule="all", titles=(HOSTILE,)),)
    svg = draw_pathway(HOSTILE, branches, label=HOSTILE).svg
    assert {"svg", "text", "tspan", "rect", "path", "circle"} == {
        element.tag for picture in pictures(svg) for element in picture.iter()
    }


def test_mirrored_is_the_same_from_the_other_side() -> None:
    """For languages from right to left, every box stands as far from the right as it stood from the left."""
    plain, mirrored = (
        [(int(box.attrib["x"]), int(box.attrib["width"])) for box in pictures(svg)[0].iter("rect")]
        for svg in (drawn(), drawn(mirrored=True))
    )
    assert [(880 - x - width, width) for x, width in plain] == mirrored
