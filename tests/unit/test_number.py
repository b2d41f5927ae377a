"""The credential number."""

import pytest
from testamur.number import ALPHABET, LIST_SIZE, _check_character, number_from, parse_number


def test_number_of_a_list_and_an_index() -> None:
    """The number is the list, four digits of the index in base 32 and the check character."""
    assert "A1-04K7X" == number_from("a1", 4711)


@pytest.mark.parametrize(("list_name", "index"), [("a1", 0), ("a1", 4711), ("z999", LIST_SIZE - 1), ("c12", 31)])
def test_number_is_read_back(list_name: str, index: int) -> None:
    """What was written is read as the same list and index."""
    assert (list_name, index) == parse_number(number_from(list_name, index))


@pytest.mark.parametrize("text", ["a1-04k7x", " A1 04K7X ", "A1-O4K7X", "Ai-04k-7X", "AL04K7X"])
def test_number_as_people_type_it(text: str) -> None:
    """Case, spaces, hyphens and look-alike letters do not matter."""
    assert ("a1", 4711) == parse_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A1",
        "A1-04K7",
        "A1-04K7Y",
        "A0-04K7X",
        "I1-04K7X",
        "A1000-04K7X",
        "A1-04U7X",
        "A1-04K7X0",
        "Á1-04K7X",
        "ß1-04K7X",
    ],
)
def test_number_with_a_mistake(text: str) -> None:
    """What is no number, or has a wrong check character, is refused."""
    with pytest.raises(ValueError, match=r"credential number|a mistake"):
        parse_number(text)


def test_number_beyond_the_list() -> None:
    """Four digits could say more than a list holds; that is refused on both ways."""
    with pytest.raises(ValueError, match="no index"):
        number_from("a1", LIST_SIZE)
    with pytest.raises(ValueError, match="a mistake"):
        parse_number("A1-4000" + _check_character("A14000"))


def test_check_character_catches_every_single_mistake() -> None:
    """Another character anywhere in the number never gives a number."""
    number = number_from("a1", 4711)
    for position, character in enumerate(number):
        for other in ALPHABET:
            if character in ("-", other):
                continue
            changed = number[:position] + other + number[position + 1 :]
            with pytest.raises(ValueError, match=r"credential number|a mistake"):
                parse_number(changed)
