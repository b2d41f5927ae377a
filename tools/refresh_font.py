"""Rebuilds `builder/testamur/data/font/` from a registry package: the font of the cards, its licence, its characters.

Run it as `python -m tools.refresh_font`. Font and licence are kept as published; `manifest.json` says where they came
from and which characters the font draws, so that the builder needs no reader of fonts. People review the difference.
"""

import datetime
import hashlib
import io
import json
import tempfile
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

from tools.refresh_contexts import Package, downloaded, member

FOLDER = Path(__file__).resolve().parent.parent / "builder" / "testamur" / "data" / "font"
PACKAGE = Package(client="npm", name="dejavu-fonts-ttf", version="2.37.3")
FONT = "DejaVuSerifCondensed.ttf"


def characters(font: bytes) -> list[list[int]]:
    """The characters that a font draws, as ranges of code points, first and last."""
    points = sorted(TTFont(io.BytesIO(font)).getBestCmap())
    runs = (list(run) for _, run in groupby(enumerate(points), key=lambda each: each[1] - each[0]))
    return [[run[0][1], run[-1][1]] for run in runs]


def main() -> None:
    """Write the font, its licence and the manifest."""
    with tempfile.TemporaryDirectory() as name:
        archive = downloaded(PACKAGE, Path(name))
        font, licence = member(archive, f"package/ttf/{FONT}"), member(archive, "package/LICENSE")
    known = FOLDER / "manifest.json"
    before = json.loads(known.read_text(encoding="utf-8")) if known.exists() else {}
    sha256 = hashlib.sha256(font).hexdigest()
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    manifest = {
        "file": FONT,
        "sha256": sha256,
        "source": f"{PACKAGE.client} {PACKAGE.name} {PACKAGE.version}, package/ttf/{FONT}",
        "licence": "Bitstream Vera and Arev licences, in the file LICENSE",
        "taken": before["taken"] if before.get("sha256") == sha256 else today,
        "bytes": len(font),
        "characters": characters(font),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / FONT).write_bytes(font)
    (FOLDER / "LICENSE").write_bytes(licence)
    known.write_text(json.dumps(manifest) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
