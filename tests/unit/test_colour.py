"""The registry's one colour: whatever an author writes, words in it can be read on every ground."""

import colorsys
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from testamur.check import check_registry
from testamur.cli import main
from testamur.colour import DARK_GROUNDS, LIGHT_GROUNDS, accent_from, rgb
from testamur.load import read_sources
from testamur.model import Registry
from testamur.site.cards import Card, card_image
from testamur.site.painting import accent_rules, painted
from testamur.times import time_from_text

from tests.browser.test_pages import luminance

DIGEST = "ab" * 32
# A grid through all colours with its corners (white, black, the neons), every grey, and a wheel of pure hues.
GRID = ["#" + "".join(parts) for parts in product(("00", "33", "66", "99", "cc", "ff"), repeat=3)]
GREYS = [f"#{value:02x}{value:02x}{value:02x}" for value in range(0, 256, 5)]
WHEEL = [
    "#" + "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(step / 36, lightness, 1.0))
    for step in range(36)
    for lightness in (0.3, 0.5, 0.85)
]
HOSTILE = {colour: accent_from(colour) for colour in (*GRID, *GREYS, *WHEEL)}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, by another computation than the one that is tested."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(colour: str, grounds: Sequence[str]) -> float:
    """The contrast with the worst of the grounds."""
    return min(contrast(colour, ground) for ground in grounds)


def hue(colour: str) -> float:
    """The hue as a part of a full turn, of the wheel that painters use."""
    return colorsys.rgb_to_hls(*(part / 255 for part in rgb(colour)))[0]


def checked(root: Path) -> tuple[Registry | None, list[str]]:
    """What a check answers of the registry in a folder, and the codes of what it found."""
    sources, _ = read_sources(root)
    found = check_registry(sources, at=time_from_text("2026-03-01T00:00:00Z"))
    return found.registry, [finding.code for finding in found.findings]


@pytest.fixture
def registry(root: Path, tmp_path: Path) -> Path:
    """The small registry of the golden tests, with room for further settings."""
    folder = tmp_path / "registry"
    for file in (root / "tests/golden/tiny/in").rglob("*"):
        if file.is_file():
            target = folder / file.relative_to(root / "tests/golden/tiny/in")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    return folder


def add_setting(registry: Path, line: str) -> None:
    """One more line of registry.yaml."""
    with (registry / "registry.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def test_every_colour_can_be_read_on_every_ground() -> None:
    """Hundreds of colours, the worst among them: 4.5 to 1 on light and dark grounds, and seals 4 to 1 on both."""
    assert len(HOSTILE) >= 350
    for colour, accent in HOSTILE.items():
        assert least_contrast(accent.light, LIGHT_GROUNDS) >= 4.5, colour
        assert least_contrast(accent.dark, DARK_GROUNDS) >= 4.5, colour
        assert min(contrast(accent.ink, LIGHT_GROUNDS[0]), contrast(accent.ink, DARK_GROUNDS[0])) >= 4, colour


def test_a_colour_that_can_be_read_stays() -> None:
    """What has the contrast is used as it was written, and nothing is said of it."""
    for colour, accent in HOSTILE.items():
        if least_contrast(colour, LIGHT_GROUNDS) >= 4.5:
            assert (colour, False) == (accent.light, accent.moved)
        if least_contrast(colour, DARK_GROUNDS) >= 4.5:
            assert colour == accent.dark


def test_the_hue_stays() -> None:
    """A moved colour is the author's made darker or lighter: red stays red, and grey grey."""
    for colour, light in (
        ("#ff0000", 0.0),
        ("#ffff00", 1 / 6),
        ("#39ff14", 0.31),
        ("#00ffff", 0.5),
        ("#ff00ff", 5 / 6),
    ):
        for moved in (accent_from(colour).light, accent_from(colour).ink):
            apart = abs(hue(moved) - light)
            assert min(apart, 1 - apart) < 0.03, (colour, moved)
    for grey in GREYS:
        for moved in (accent_from(grey).light, accent_from(grey).dark):
            assert max(rgb(moved)) - min(rgb(moved)) <= 1


def test_the_grounds_are_those_of_the_style_sheet(root: Path) -> None:
    """The computation knows the pages' grounds; the sheet has them in its own words."""
    style = (root / "site/assets/base.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, flags=re.DOTALL)[:2]
    for block, grounds in zip(blocks, (LIGHT_GROUNDS, DARK_GROUNDS), strict=True):
        tokens = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6})\b", block))
        assert grounds == tuple(accent_from(tokens[name]).written for name in ("paper", "raised", "tint"))


@pytest.mark.parametrize(
    ("written", "read"), [("#7A1F5C", "#7a1f5c"), ("7a1f5c", "#7a1f5c"), ("#a5c", "#aa55cc"), ("123456", "#123456")]
)
def test_colours_are_read_as_people_write_them(written: str, read: str) -> None:
    """With the sign or without, in capitals or not, in six digits or three."""
    assert read == accent_from(written).written


@pytest.mark.parametrize("text", ["", "plum", "#7a1f5", "#7a1f5cff", "rgb(1,2,3)", "#7a1f5c\n", "#7a1f5g", "٠٠٠"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    """Names, functions, transparency and other digits are no colours here."""
    with pytest.raises(ValueError, match="no colour"):
        accent_from(text)


def test_the_author_hears_of_another_colour(registry: Path) -> None:
    """A colour that is too light for light pages is a warning that names the other one; a dark one is none."""
    add_setting(registry, 'accent: "#ffdd00"')
    found, codes = checked(registry)
    assert found is not None
    assert found.settings.accent == accent_from("#ffdd00")
    assert ["accent-moved"] == [code for code in codes if "accent" in code]
    text = (registry / "registry.yaml").read_text(encoding="utf-8")
    (registry / "registry.yaml").write_text(text.replace("#ffdd00", accent_from("#ffdd00").light), encoding="utf-8")
    assert "accent-moved" not in checked(registry)[1]


def test_a_site_has_the_colour_and_the_logo(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Style, icon, seals, cards and the copy for offline use have the colour, and every page the logo."""
    plain = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'
    (registry / "logo.svg").write_text(plain, encoding="utf-8")
    add_setting(registry, 'accent: "#7a1f5c"\nlogo: logo.svg')
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772366400")
    assert 0 == main(["build", "--root", str(registry), "--out", str(registry / "_site")])
    site, accent = registry / "_site", accent_from("#7a1f5c")
    for name in ("assets/style.css", "assets/verify.css", "verify/offline.html", "es/verify/offline.html"):
        assert accent_rules(accent) in (site / name).read_text(encoding="utf-8")
    icon = (site / "assets/icon.svg").read_text(encoding="utf-8")
    assert (True, True, False) == (accent.light in icon, accent.dark in icon, "#0b5d57" in icon)
    for seal in site.rglob("seal.svg"):
        assert f'color="{accent.ink}"' in seal.read_text(encoding="utf-8")
    assert plain == (site / "assets/logo.svg").read_text(encoding="utf-8")
    for page in site.rglob("index.html"):
        text = page.read_text(encoding="utf-8")
        assert 2 == len(re.findall(r'(?:src|href)="[./]*assets/logo\.svg"', text)), page
    assert "accent" not in json.loads((site / "registry.json").read_bytes())


def test_a_card_has_the_ink() -> None:
    """The seal of a card is drawn in its ink, and in no other."""
    card = Card(digest=DIGEST, registry="A", kind="B", title="C", issuer="D", host="e.example")
    assert card_image(card) != card_image(replace(card, ink="#b75893"))


def test_a_picture_that_nobody_names_is_not_read(registry: Path) -> None:
    """A repository may have a logo of its own, however large and unsafe: without the field it is none of ours."""
    (registry / "logo.svg").write_text("<script>" * 9000, encoding="utf-8")
    found, codes = checked(registry)
    assert found is not None
    assert found.settings.logo is None
    assert [] == [code for code in codes if code.startswith(("image", "file", "logo"))]
    add_setting(registry, "logo: logo.svg")
    assert checked(registry)[0] is None


def test_without_a_colour_nothing_is_painted() -> None:
    """A registry that sets none has the files as they ship; one with a sheet of its own has its rules at the end."""
    files = {"assets/style.css": b"a { color: red }\n", "assets/icon.svg": b"<svg/>"}
    assert files == painted(files, None)
    with_rules = painted(files, accent_from("#7a1f5c"))["assets/style.css"]
    assert with_rules.startswith(b"a { color: red }\n:root { --accent: #7a1f5c }")
