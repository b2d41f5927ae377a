"""A registry with any number of awards, made like those of a real society, to measure on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from testamur.canon import Shapes
from testamur.proofs import add_proof

from tests.casebook.forge import private_key
from tests.casebook.society import AT, BASE, NOW, Site, method, subject, unsigned

MOMENT = AT
LIST = "b2"
BASE_URL = BASE
# Indices below this one have stories of their own in the casebook: withdrawn, on hold.
_FIRST = 100
_NAMES = ("Noa Marlow", "Ada Øst", "Kofi Mensah-Boateng", "Ximena del Río", "Jun'ichi Sato", "Ѝлиа Петрова", "李 小明")


def unsigned_awards(count: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Awards of one cohort by their index, each to another person, as a society would sign them."""
    for number in range(count):
        index = _FIRST + number
        holder = f"{_NAMES[number % len(_NAMES)]} {number}"
        identifier = [{"type": "IdentityObject", "hashed": False, "identityHash": holder, "identityType": "name"}]
        yield index, unsigned(LIST, index, credentialSubject=subject(identifier=identifier))


def write_world(folder: Path, count: int) -> tuple[Path, Path]:
    """Write a built site with `count` awards in its ledger, and the awards; the two folders."""
    site, shapes, sign = Site(), Shapes(), private_key(NOW).sign
    holders = folder / "credentials"
    holders.mkdir(parents=True)
    for index, document in unsigned_awards(count):
        credential = add_proof(
            document, sign=sign, verification_method=method(NOW), created="2026-03-01T09:00:00Z", shapes=shapes
        )
        site.enter(LIST, index, credential)
        text = json.dumps(credential, indent=2, ensure_ascii=False)
        (holders / f"{index:06}.json").write_text(f"{text}\n", encoding="utf-8")
    for path, content in site.files().items():
        place = folder / "site" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return holders, folder / "site"
