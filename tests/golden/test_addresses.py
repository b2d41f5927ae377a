"""The site's public interface: the list of its addresses, which grows and loses nothing."""

import re
from datetime import UTC, datetime
from pathlib import Path

from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.pages import BuildFacts
from testamur.site import site_paths

LIST = Path(__file__).resolve().parent / "addresses.txt"
TIME = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=TIME, commit=None, dirty=False, testamur="0.1.0")
# What the site's own pages load, from whichever place the same build put it.
OWN = re.compile(r"(?:assets|messages)/.*|.*\.(?:js|wasm)")


def addresses(root: Path) -> list[str]:
    """The addresses of the example site below its base URL, as people and programs know them."""
    checked = check_registry(read_sources(root)[0], at=TIME)
    assert checked.registry is not None
    paths = site_paths(checked.registry, FACTS, read_site_sources(root))
    return sorted(re.sub(r"(^|/)index\.html$", r"\1", f"/{path}") for path in paths if not OWN.fullmatch(path))


def test_no_address_vanishes(root: Path, rewrite_golden: bool) -> None:
    """The site has every address on the list, and the list every address of the site.

    `make golden` adds what is new. It takes nothing away: an address that somebody may have written down is struck off
    by hand, by whoever has a reason.
    """
    listed, found = LIST.read_text(encoding="utf-8").splitlines(), addresses(root)
    if rewrite_golden:
        listed = sorted({*listed, *found})
        LIST.write_text("".join(f"{address}\n" for address in listed), encoding="utf-8")
    assert [] == [address for address in listed if address not in found]
    assert [] == [address for address in found if address not in listed]
    assert sorted(set(listed)) == listed
