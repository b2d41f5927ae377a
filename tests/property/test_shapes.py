"""The short way to canonical forms gives what the long way gives, or nothing: byte for byte, on awkward texts."""

import json
import random
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from testamur import canon
from testamur.canon.safe_addresses import means_itself
from testamur.canon.templates import escaped

CASES = Path(__file__).resolve().parent.parent / "cases"
BASES = (
    "valid",
    "valid-holder-id",
    "valid-evidence-told",
    "two-proofs",
    "suite-eddsa-jcs",
    "suite-ecdsa-rdfc-p256",
    "proof-set-good",
    "list-two-entries",
)
AWKWARD = (
    *(
        "",
        " ",
        "a",
        "A",
        "\n",
        "\t",
        "\r\n",
        "\\",
        '"',
        "\\n",
        '"@en',
        "\x00",
        "\x01\x08\x0b\x0c\x1f\x7f",
        "\x85\u2028\u2029",
    ),
    *("\u00e9", "e\u0301", "\ud7ff", "\ue000", "\ufffd", "\ufffe", "\uffff", "\U00010000", "\U0001f600", "\U0010ffff"),
    *("%s", "%", "%%s", "{}", "\\u0041", "_:a", "_:z", "_:b0", "_:c14n0", " .", "a .\nb", "<urn:a>", '"^^<urn:t>'),
    *("@id", "@type", "@none", "@context", "@", "id", "type", "name", "Profile", "assertionMethod", "x", "1.0", "7"),
    *("2026-03-01T00:00:00Z", "2026-03-01", "true", "null", "0", "-1", "1e400", "did:key:z", "did:web:society.example"),
    *("urn:uuid:1", "urn:a", "urn:a b", "urn:\u00e9", "urn:%zz", "http:a", "https://a", "https://a/#b#c", "HTTPS://A/"),
    *("https://society.example/", "https://www.w3.org/2018/credentials#name", "https://schema.org/name", "schema:name"),
    *("https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile", "name:a", "Profile:a", "https:a", "ext:CPDCredit"),
    *(
        "urn:testamur-slot:0:",
        "urn:testamur-slot:1:",
        "x urn:testamur-slot:1: y",
        "mailto:a@b.example",
        "//a/b",
        "../x",
    ),
    *("https://society.example/\U0001f600", "https://society.example/\ue000", "a" * 3000, "\U0001f600" * 40),
)


def bases() -> list[dict[str, Any]]:
    """Credentials of several forms, those of them that are there."""
    files = [CASES / name / "credential.json" for name in BASES]
    return [json.loads(file.read_bytes()) for file in files if file.exists()]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every text of a document that a short way may fill in, and to its types now and then."""
    if isinstance(value, str) and path[0] != "@context":
        yield path
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from places(member, (*path, name))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from places(item, (*path, at))


def put(document: Any, path: tuple[Any, ...], value: Any) -> None:
    """Write a value at a place."""
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value


def at(document: Any, path: tuple[Any, ...]) -> Any:
    """The value at a place."""
    for step in path:
        document = document[step]
    return document


def changed(base: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """A copy with some texts replaced: by awkward ones, by each other, by random ones; or with a place taken away."""
    document = deepcopy(dict(base))
    found = list(places(document))
    for path in chance.sample(found, chance.choice((0, 1, 1, 2, 3, 8))):
        if "type" in path and chance.random() < 0.9:
            continue
        kind = chance.random()
        if kind < 0.5:
            text: Any = chance.choice(AWKWARD)
        elif kind < 0.75:
            text = at(document, chance.choice(found))
        elif kind < 0.97:
            text = f"{chance.choice(AWKWARD)}{chance.random()}{chance.choice(AWKWARD)}"
        else:
            text = chance.choice((None, True, 1, 1.5, [], ["a", "b"], {"id": "urn:a"}, {}))
        put(document, path, text)
    return document


def alike(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A document of the same form with other texts: equal ones stay equal, addresses mostly addresses."""
    other = deepcopy(document)
    names: dict[str, str] = {}
    for path in list(places(other)):
        text = at(other, path)
        if not isinstance(text, str) or "type" in path:
            continue
        if text not in names and chance.random() < 0.3:
            tail = f"{chance.random()}"
            names[text] = f"{text}{tail}" if means_itself(text) else f"{chance.choice(AWKWARD)}{tail}"
        put(other, path, names.get(text, text))
    return other


def the_long_way(document: dict[str, Any]) -> tuple[bytes, tuple[bytes, ...]] | str:
    """The forms that the exact rooms give, or the code by which they refuse."""
    proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    try:
        canon.check_closed(document)
        whole = canon.canonical_rdf({name: value for name, value in document.items() if name != "proof"})
        options = [
            canon.canonical_rdf(
                {
                    **{name: value for name, value in proof.items() if name != "proofValue"},
                    "@context": document["@context"],
                }
            )
            for proof in proofs
        ]
    except canon.CanonError as refusal:
        return refusal.code
    return whole, tuple(options)


def compare(seed: int, rounds: int) -> dict[str, int]:
    """Both ways on documents of one seed; how many took the short one, were refused, or were left to the long one."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    shapes = canon.Shapes()
    counts = {"short": 0, "refused": 0, "left": 0}
    starts = bases()
    for _ in range(rounds):
        document = changed(chance.choice(starts), chance)
        # Met for the second time a form is learnt, of this document; the third question is about another one.
        shapes.forms(document)
        for one in (document, alike(document, chance)):
            forms = shapes.forms(one)
            exact = the_long_way(one)
            if forms is None:
                counts["refused" if isinstance(exact, str) else "left"] += 1
            else:
                assert (forms.document, forms.options) == exact, json.dumps(one)
                counts["short"] += 1
    return counts


def test_the_short_way_is_exact() -> None:
    """Some hundred awkward documents: what the short way answers is what the long way answers."""
    counts = compare(seed=1, rounds=100)
    assert counts["short"] > 60
    assert counts["refused"] > 20


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 8))
def test_the_short_way_is_exact_thousands_of_times(seed: int) -> None:
    """The same for six thousand documents."""
    assert compare(seed=seed, rounds=500)["short"] > 300


def test_every_character_is_written_as_the_library_writes_it() -> None:
    """A literal of any character, but for halves of pairs, has the same canonical line by both ways."""
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:a",
        "type": ["VerifiableCredential"],
        "issuer": "urn:b",
        "name": "",
    }
    every = [*range(0xD800), *range(0xE000, 0x11000), *range(0x1F600, 0x1F700), *range(0x10FF00, 0x110000)]
    text = "".join(map(chr, every))
    line = f'<urn:a> <https://schema.org/name> "{escaped(text)}" .'
    assert line.encode() in canon.canonical_rdf({**document, "name": text}).split(b"\n")


def test_a_form_is_learnt_at_its_second_sight() -> None:
    """The first of its form goes the long way, the second and all like it the short one."""
    shapes = canon.Shapes()
    document = bases()[0]
    assert shapes.forms(document) is None
    assert shapes.forms(document) is not None
    document["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    forms = shapes.forms(document)
    assert forms is not None
    assert forms.document == canon.canonical_rdf({name: value for name, value in document.items() if name != "proof"})


def test_what_is_not_closed_is_never_answered() -> None:
    """A document that the closed world refuses has no short way, however often it is met."""
    shapes = canon.Shapes()
    document = {**bases()[0], "unheardOf": "x"}
    assert [shapes.forms(document) for _ in range(4)] == [None] * 4
