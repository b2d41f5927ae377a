"""The short way to canonical forms: that it is taken where it may be, and that no form is taken for another.

Thousands of awkward documents are compared in tests/property/test_shapes.py; these few say at once what is broken.
"""

from collections.abc import Callable
from typing import Any

import pytest
from testamur import canon
from testamur.canon.safe_addresses import _collect, means_itself
from testamur.canon.shapes import _Parts
from testamur.canon.templates import escaped

from tests.unit.test_canon import ACHIEVEMENT, SUBJECT, V2, at, changed, poison, put, rename

Change = Callable[[dict[str, Any]], object]


def learnt() -> canon.Shapes:
    """A memory that has met the credential of test_canon.py twice, and so knows its form."""
    shapes = canon.Shapes()
    for _ in range(2):
        shapes.forms(changed())
    return shapes


def exact(document: dict[str, Any]) -> tuple[bytes, bytes]:
    """What the long way gives for a document with one proof."""
    canon.check_closed(document)
    options = {name: value for name, value in document["proof"].items() if name != "proofValue"}
    return (
        canon.canonical_rdf({name: value for name, value in document.items() if name != "proof"}),
        canon.canonical_rdf({**options, "@context": document["@context"]}),
    )


# Of the same form, whatever they are: texts, and addresses that no term could change.
SAME_FORM: dict[str, Change] = {
    "the same once more": lambda _: None,
    "a text": put(ACHIEVEMENT, description="Two nights outside."),
    "a text in an array": lambda d: at(d, f"{ACHIEVEMENT}/tag").__setitem__(1, "snow"),
    "what a line must not hold": put(ACHIEVEMENT, description='"\\\n\r\t\b\f\x00\x1f\x7f\ufffe\uffff'),
    "what a format takes for a place": put(ACHIEVEMENT, description="%s %% %d {0}"),
    "an address": put("", id="urn:uuid:00000000-0000-4000-8000-000000000001"),
    "an address of another host": put("/credentialStatus", statusListCredential="https://lists.example/7"),
    "a signature": put("/proof", proofValue="zOther"),
    "a date": put("", validUntil="2028-02-02T00:00:00Z"),
    "a key": put("/proof", verificationMethod="did:web:b.example#k"),
}


@pytest.mark.parametrize("name", SAME_FORM)
def test_what_is_of_a_form_goes_the_short_way(name: str) -> None:
    """A document of a form that was learnt is answered, and as the long way answers it."""
    document = changed(SAME_FORM[name])
    forms = learnt().forms(document)
    assert forms is not None
    assert exact(document) == (forms.document, forms.options[0])


# Each differs in what the short way never fills in.
OTHER_FORMS: dict[str, Change] = {
    "another number": put(ACHIEVEMENT, creditsAvailable=7),
    "a truth value turned": put(f"{SUBJECT}/identifier/0", hashed=False),
    "one for true": put(f"{SUBJECT}/identifier/0", hashed=1),
    "another type": lambda d: at(d, ACHIEVEMENT)["type"].__setitem__(0, "Profile"),
    "types in another order": lambda d: d["type"].reverse(),
    "another type that is no array": put(f"{ACHIEVEMENT}/image", type="Profile"),
    "another key": rename("", "name", "description"),
    "another key around an object": rename(SUBJECT, "achievement", "source"),
    "another key around an array": rename(ACHIEVEMENT, "tag", "allowedValue"),
    "a key less": lambda d: d.pop("name"),
    "an item more": lambda d: at(d, f"{ACHIEVEMENT}/tag").append("snow"),
    "an item less": lambda d: at(d, f"{ACHIEVEMENT}/tag").pop(),
    "a text in the place of an object": put("", issuer="did:web:society.example:issuers:a"),
    "an array around an object": lambda d: d.update(credentialSubject=[d["credentialSubject"]]),
    "texts that are equal and were not": put("", name="boots"),
    "texts that were equal and are not": put(f"{ACHIEVEMENT}/creator", name="Another society"),
    "a further context": lambda d: d["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"),
}


def test_no_form_is_taken_for_another() -> None:
    """What differs in more than texts is met for the first time, whatever was learnt."""
    shapes = learnt()
    answered = [name for name, change in OTHER_FORMS.items() if shapes.forms(changed(change)) is not None]
    assert answered == []


def test_a_text_that_must_stay_is_asked_for() -> None:
    """A word that stands where an address is wanted belongs to what was learnt; another is learnt by itself."""
    shapes = learnt()
    for purpose in ("authentication", "assertionMethod", "authentication"):
        document = changed(put("/proof", proofPurpose=purpose))
        forms = shapes.forms(document)
        assert forms is not None
        assert exact(document) == (forms.document, forms.options[0])
    assert shapes.forms(changed(put("/proof", proofPurpose="surprise"))) is None


def test_what_looks_alike_goes_the_long_way() -> None:
    """Where only what is further away tells two parts apart, the short way has no answer."""
    document = poison(2)
    shapes = canon.Shapes()
    assert [None] * 3 == [shapes.forms(document) for _ in range(3)]


@pytest.mark.parametrize("at_", ["", ACHIEVEMENT])
def test_what_looks_like_a_mark_goes_the_long_way(at_: str) -> None:
    """A text, a type or a key of a document's own that could be taken for a mark is never filled in."""
    mark = "urn:testamur-slot:0:"
    for change in (put(at_, name=mark), lambda d: at(d, at_)["type"].append(mark), put(at_, **{f"x{mark}": "x"})):
        shapes = canon.Shapes()
        assert [None] * 3 == [shapes.forms(changed(change)) for _ in range(3)]


def test_what_was_learnt_is_kept() -> None:
    """A form is learnt once, and an address is judged once."""
    shapes = learnt()
    kept = dict(shapes._shapes)
    shapes.forms(changed(put(ACHIEVEMENT, description="Two nights outside.")))
    assert list(kept.values()) == list(shapes._shapes.values())
    assert len(shapes._safe) > 3


def test_long_documents_are_not_learnt() -> None:
    """A document with more texts or more places than are worth keeping goes the long way, however often it is met."""
    shapes = canon.Shapes()
    for change in (
        put(f"{ACHIEVEMENT}/criteria", narrative="x" * 65_536),
        put(ACHIEVEMENT, tag=[str(number) for number in range(2000)]),
    ):
        document = changed(change)
        assert [None] * 3 == [shapes.forms(document) for _ in range(3)]
        assert not shapes._shapes


def parts_of(key: int, *values: int) -> _Parts:
    """A document taken apart, of so many pieces and with texts that long."""
    return _Parts({}, tuple(range(key)), tuple("x" * length for length in values))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (parts_of(4096, 65_536), True),
        (parts_of(4096, 65_000, 536), True),
        (parts_of(4097, 1), False),
        (parts_of(1, 65_537), False),
        (parts_of(1, 65_000, 537), False),
    ],
)
def test_how_long_a_document_may_be(parts: _Parts, expected: bool) -> None:
    """A form is worth learning at its second sight, up to so many pieces and letters."""
    shapes = canon.Shapes()
    assert [False, expected] == [shapes._is_worth_learning(parts) for _ in range(2)]


def small(**members: Any) -> dict[str, Any]:
    """A document that says next to nothing."""
    return {"@context": [V2], "id": "urn:a", "type": ["VerifiableCredential"], **members}


def test_nothing_grows_without_an_end() -> None:
    """Any number of forms, documents and addresses leaves the memory at its bounds, and it goes on to learn."""
    shapes = canon.Shapes()
    for number in range(4096):
        shapes.forms({"@context": [], "number": number})
    assert len(shapes._seen) == 4096
    shapes.forms(small())
    assert len(shapes._seen) == 1
    assert not shapes._shapes
    for number in range(129):
        other = small(**{f"unheardOf{number}": "x"})
        for _ in range(2):
            assert shapes.forms(other) is None
        assert len(shapes._shapes) == min(number + 1, 128)
    shapes = canon.Shapes()
    for number in range(16_385):
        assert len(shapes._safe) == number
        assert shapes._is_safe(f"urn:x:{number}")
    assert len(shapes._safe) == 1


def test_only_so_many_choices_are_learnt() -> None:
    """A text that must stay as it is makes a choice of its own; the seventeenth goes the long way."""
    shapes = canon.Shapes()
    found = []
    for number in range(17):
        document = small(id=f"https://www.w3.org/{number}", name="Field work")
        shapes.forms(document)
        found.append(shapes.forms(document) is not None)
    assert [True] * 16 + [False] == found


def test_every_character_that_needs_it_is_escaped() -> None:
    """The letters for control characters are those of canonical N-Quads; what needs none stays as it is."""
    assert r"\u0000\u0007\b\t\n\u000B\f\r\u001F \"\\~\u007F" == escaped('\x00\x07\b\t\n\x0b\f\r\x1f "\\~\x7f')
    assert "\x80\ufffd\\uFFFE\\uFFFF" == escaped("\x80\ufffd\ufffe\uffff")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("urn:uuid:5f9a2f4c-1c6e-4a43-9f6e-0d3c6c1f0a11", True),
        ("did:web:society.example", True),
        ("https://society.example/a#b", True),
        ("mailto:a@b.example", True),
        ("a/relative", False),
        ("urn:a b", False),
        # The scheme is a term, of a whole context and of one inside of it.
        ("name:a", False),
        ("cryptosuite:a", False),
        # On the host of what a term stands for, again of both.
        ("https://schema.org/surprise", False),
        ("https://www.w3.org/elsewhere", False),
        ("http://purl.org/elsewhere", False),
    ],
)
def test_an_address_means_itself(address: str, expected: bool) -> None:
    """An address that no context can change is told from one that some could."""
    assert expected == means_itself(address)


def test_what_a_term_stands_for_is_found_wherever_it_is_said() -> None:
    """Terms are looked for in contexts within contexts and lists, and by both keywords that give them a meaning."""
    terms: set[str] = set()
    meanings: set[str] = set()
    inner = {"turned": {"@reverse": "urn:r"}, "gone": None, "nameless": {"@type": "@id"}}
    document = {"@context": [{"plain": "urn:p", "long": {"@id": "urn:l", "@context": inner}, "empty": ""}, "urn:c"]}
    _collect([document], terms, meanings)
    assert terms == {"plain", "long", "turned", "gone", "nameless", "empty"}
    assert meanings == {"urn:p", "urn:l", "urn:r"}
