"""A registry with a long list: hundreds of definitions of one issuer, with images of every sort in their badges."""

import random
import struct
import zlib
from pathlib import Path
from typing import Final

MANY: Final = 260
PATTERN: Final = "rural-emergency-skills"
SIDE: Final = 220


def write_long_registry(root: Path, folder: Path) -> None:
    """The text of one definition of the example registry under many titles, by one issuer; nothing is awarded.

    A third have an image of their own of 48 KB that nothing compresses, a third a drawing, and the others none.
    """
    text = (root / "credentials" / PATTERN / "index.md").read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title: "))
    drawing = (root / "credentials" / PATTERN / "badge.svg").read_bytes()
    photograph = noisy_png(SIDE)
    slugs = [f"emergency-skills-{number:04}" for number in range(MANY)]
    for number, slug in enumerate(slugs):
        name, image = (("badge.png", photograph), ("badge.svg", drawing), ("", b""))[number % 3]
        stated = f"badge: {name}\n" if name else ""
        place = folder / "credentials" / slug
        place.mkdir(parents=True)
        one = text.replace(title, f"{title}, group {number:04}").replace("badge: badge.svg\n", stated)
        (place / "index.md").write_text(one, encoding="utf-8")
        if name:
            (place / name).write_bytes(image)
    profile = (root / "issuers" / "example-society" / "index.md").read_text(encoding="utf-8")
    before, _, after = profile.partition("awards:\n")
    scope = "".join(f"  - definition: {slug}\n    from: 2024-01-01\n" for slug in slugs)
    issuer = folder / "issuers" / "example-society"
    issuer.mkdir(parents=True)
    (issuer / "index.md").write_text(f"{before}awards:\n{scope}---\n{after.partition('---')[2]}", encoding="utf-8")
    (folder / "registry.yaml").write_bytes((root / "registry.yaml").read_bytes())


def noisy_png(side: int) -> bytes:
    """A square image in grey, each point by chance, the same each time."""
    grains = random.Random(0)  # noqa: S311 - nothing secret is drawn
    lines = b"".join(b"\0" + grains.randbytes(side) for _ in range(side))
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0), b"IDAT" + zlib.compress(lines), b"IEND")
    framed = (struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each)) for each in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)
