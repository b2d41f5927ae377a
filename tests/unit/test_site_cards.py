"""The cards: their form, what they say, what they leave out, and that they are the same each time."""

import hashlib
import io
import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from testamur import vendored
from testamur.check import check_registry
from testamur.load import read_sources
from testamur.model import CardChoice, Registry
from testamur.site.cards import EACH, REGISTRY, Card, card_image, cards_of

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
DIGEST = hashlib.sha256(b"a version").hexdigest()
KINDS = dict.fromkeys(
    ("micro-credential", "digital-badge", "certificate", "cpd-credit", "micro-learning", "pathway"), "Kind"
)
CARD = Card(
    digest=DIGEST,
    registry="Example registry",
    kind="Micro-credential",
    title="Wound care, level 2: rural and community nursing",
    issuer="Example Society of Rural Nursing",
    host="registry.society.example",
)
TEXT = (0, 0, 690, 630)  # left of the seal


@pytest.fixture(scope="module")
def registry(root: Path) -> Registry:
    """The example registry."""
    sources, _ = read_sources(root)
    checked = check_registry(sources, at=MOMENT)
    assert checked.registry is not None
    return checked.registry


def picture(card: Card) -> Image.Image:
    """The card as whoever shows it reads it, with its colours as numbers."""
    image = Image.open(io.BytesIO(card_image(card)))
    image.load()
    return image


def blackened(card: Card, box: tuple[int, int, int, int] = TEXT) -> int:
    """How many pixels of a part of the card are not paper."""
    return sum(picture(card).crop(box).histogram()[1:])


def test_a_card_is_what_networks_ask_for() -> None:
    """It is a PNG of 1200 by 630 pixels in 16 colours and below 100 KB, with the seal beside the text."""
    image = picture(CARD)
    assert ("PNG", "P", (1200, 630)) == (image.format, image.mode, image.size)
    assert {} == {name: value for name, value in image.info.items() if name != "transparency"}
    assert len(card_image(CARD)) < 100_000
    assert max(number for number, pixels in enumerate(image.histogram()) if pixels) < 16
    assert min(blackened(CARD), blackened(CARD, (700, 0, 1200, 630))) > 5_000


def test_equal_cards_are_equal_bytes_and_others_differ() -> None:
    """Nothing but what it says decides over its bytes, and each part of that does."""
    first = card_image(CARD)
    card_image.cache_clear()
    assert first == card_image(replace(CARD))
    changes = {"digest": "0" * 64, "registry": "R", "kind": "K", "title": "T", "issuer": "I", "host": "H"}
    others = {card_image(replace(CARD, **{name: value})) for name, value in changes.items()}
    assert len(changes) == len(others - {first})


@pytest.mark.parametrize(
    "title",
    [
        "A",
        "Wound care " * 45,
        "W" * 500,
        "i" * 500,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "Уход за ранами: Φροντίδα τραυμάτων, à l’hôpital",
    ],
)
def test_a_title_of_any_length_stays_inside(title: str) -> None:
    """No text reaches the seal, the edges or another line."""
    card = replace(CARD, title=title, issuer=title, registry=title, host=title)
    assert 0 < blackened(card)
    for box in ((0, 0, 70, 630), (675, 0, 712, 630), (0, 0, 690, 60), (0, 575, 690, 630), (0, 480, 690, 500)):
        assert (box, 0) == (box, blackened(card, box))


@pytest.mark.parametrize(
    "title", ["العناية بالجروح", "טיפול בפצעים", "伤口护理", "घाव की देखभाल", "Wound 🩹 care", "a\u0328\u0301\u0302 b"]
)
def test_what_the_font_lacks_is_left_out(title: str) -> None:
    """No boxes and no letters out of order: without its title a card says the type in its place."""
    lacking = card_image(replace(CARD, title=title))
    assert lacking == card_image(replace(CARD, title=CARD.kind, kind=""))
    assert card_image(replace(CARD, issuer=title)) == card_image(replace(CARD, issuer=""))


def test_accents_in_two_characters_are_one() -> None:
    """A letter and its accent, written apart, are drawn as the letter that has it."""
    assert card_image(replace(CARD, title="caf\u00e9")) == card_image(replace(CARD, title="cafe\u0301"))


@pytest.mark.parametrize("cards", ["each", "one", "none", None])
def test_a_registry_chooses(registry: Registry, cards: CardChoice | None) -> None:
    """Each published version has a card, the site alone or nothing, as the settings say."""
    made = cards_of(replace(registry, settings=replace(registry.settings, cards=cards)), KINDS)
    each = {f"cards/{a.slug}/{a.current.version}.png" for a in registry.achievements}
    expected = {"each": {REGISTRY, *each}, "one": {REGISTRY}, "none": set(), None: {REGISTRY, *each}}[cards]
    assert expected == set(made)


def test_a_large_registry_has_one_card_unless_it_asks(registry: Registry) -> None:
    """Beyond the number that a build should wait for, only the site has a card, or each where that was asked for."""
    first = registry.achievements[0]
    many = tuple(replace(first, slug=f"d{number}", versions=()) for number in range(EACH + 1))
    large = replace(registry, achievements=many)
    assert {REGISTRY} == set(cards_of(large, KINDS))
    asked = cards_of(replace(large, settings=replace(large.settings, cards="each")), KINDS)
    assert 1 + len({each.current.slug for each in many}) == len(asked)


def test_a_card_shows_the_version_it_stands_for(registry: Registry) -> None:
    """The words are the definition's and its issuer's, and the seal that of the version's digest."""
    cards = cards_of(registry, {**KINDS, "micro-credential": "Micro-credential"})
    wound = next(each for each in registry.achievements if each.slug == "wound-care-2")
    assert cards["cards/wound-care-2/1.0.png"] == replace(
        CARD, digest=wound.versions[0].digest, registry=registry.settings.name
    )


def test_the_font_is_the_published_one(root: Path) -> None:
    """Its bytes have the recorded digest, its licence stands beside it, and its characters are those it has."""
    folder = root / "builder/testamur/data/font"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {manifest["file"], "LICENSE", "manifest.json"} == {file.name for file in folder.iterdir()}
    data = (folder / manifest["file"]).read_bytes()
    assert (manifest["sha256"], manifest["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert data == vendored.font().data
    points = sorted(TTFont(io.BytesIO(data)).getBestCmap())
    runs = (list(run) for _, run in groupby(enumerate(points), key=lambda each: each[1] - each[0]))
    assert tuple((run[0][1], run[-1][1]) for run in runs) == vendored.font().characters


def test_a_card_takes_little_time() -> None:
    """A card takes less than 25 ms of the processor, measured where nothing else disturbed it."""
    times = []
    for number in range(12):
        card = replace(CARD, digest=hashlib.sha256(bytes([number])).hexdigest())
        before = time.process_time()
        card_image(card)
        times.append(time.process_time() - before)
    assert min(times) < 0.025
