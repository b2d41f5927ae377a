"""The catalogue of large registries: what its files weigh, how long its index takes to make, and a search to answer.

Run as `python -m benchmarks.catalogue`. Titles and summaries are drawn from a fixed list of words, which no compressor
can guess as it guesses the same text a thousand times over.
"""

import argparse
import gzip
import hashlib
import json
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from testamur.check import check_registry
from testamur.load import read_site_sources, read_sources
from testamur.model import Registry
from testamur.pages import BuildFacts, Page
from testamur.render import render_pages
from testamur.seal import seal_code
from testamur.site import page_contexts
from testamur.site.catalogue import catalogue_index
from testamur.site.languages import languages_of

from benchmarks.build import ISSUER, PATTERN
from benchmarks.rounds import ROOT

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = BuildFacts(time=MOMENT, commit="0" * 40, dirty=False, testamur="0.1.0")
SITE = read_site_sources(ROOT)
ENGLISH = languages_of(SITE)["en"]
SEARCH = ROOT / "benchmarks" / "catalogue_search.mjs"
AWARDED_BY_ONE = 1000  # a list in a source file has no more items
TYPES = ("micro-credential", "digital-badge", "certificate", "cpd-credit", "micro-learning")


def main() -> int:
    """Measure, and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.catalogue", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000], help="how many definitions")
    args = parser.parse_args()
    print("| Definitions | Index made in | Index | Index, gzip | Pages | First page, gzip | Prepared in | A search |")
    print("|---|---|---|---|---|---|---|---|")
    for size in args.sizes:
        print(measured(size), flush=True)
    return 0


def measured(size: int) -> str:
    """One row."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        folder = Path(scratch) / "registry"
        generate(folder, size)
        sources, unread = read_sources(folder)
        checked = check_registry(sources, at=MOMENT)
        if checked.registry is None:
            raise SystemExit(f"the generated registry is not sound: {(*unread, *checked.findings)[:1]}")
        registry = checked.registry
        index, seconds = timed_index(registry)
        drawn = page_contexts(registry, FACTS, SITE)
        pages = [page for page in drawn if page.template == "catalogue.html" and page.frame.language == "en"]
        first = first_page(pages, Path(scratch))
        file = Path(scratch) / "index.json"
        file.write_bytes(index)
        done = subprocess.run(["node", str(SEARCH), str(file)], check=True, capture_output=True, text=True)
    search = json.loads(done.stdout)
    packed, page = len(gzip.compress(index)), len(gzip.compress(first))
    return (
        f"| {size:,} | {seconds * 1000:.0f} ms | {len(index) / 1000:.0f} KB | {packed / 1000:.0f} KB | {len(pages)} "
        f"| {page / 1000:.1f} KB | {search['prepare']:.0f} ms "
        f"| {search['median']:.1f} ms, at most {search['worst']:.1f} |"
    )


def timed_index(registry: Registry) -> tuple[bytes, float]:
    """The index, and the median of the seconds that it takes."""
    rounds = []
    seals = {each.slug: seal_code(hashlib.sha256(each.slug.encode()).hexdigest()) for each in registry.achievements}
    for _ in range(5):
        start = time.perf_counter()
        catalogue_index(registry, ENGLISH, seals)
        rounds.append(time.perf_counter() - start)
    return catalogue_index(registry, ENGLISH, seals), statistics.median(rounds)


def first_page(pages: list[Page], scratch: Path) -> bytes:
    """The HTML of the site's first page."""
    templates = {path: data for path, data in SITE.items() if path.startswith("templates/")}
    rendering = scratch / "rendering"
    rendering.mkdir()
    return render_pages(pages[:1], templates=templates, scratch=rendering)["index.html"]


def generate(folder: Path, size: int) -> None:
    """A registry of `size` definitions, each with words of its own and one of the values of each filter."""
    drawn = random.Random(20261120)  # noqa: S311 - the same registry every time
    words = vocabulary()
    source = PATTERN.read_text(encoding="utf-8")
    slugs = [f"definition-{number:05}" for number in range(size)]
    for number, slug in enumerate(slugs):
        title = f"{' '.join(drawn.sample(words, 5)).capitalize()} {number:05}"
        changed = {
            "title": json.dumps(title),
            "issuer": issuer_slug(number),
            "type": drawn.choice(TYPES),
            "summary": json.dumps(" ".join(drawn.choices(words, k=32)).capitalize() + "."),
            "audience": json.dumps([f"Profession {drawn.randrange(20)}", f"Role {drawn.randrange(40)}"]),
            "topics": json.dumps([f"Topic {drawn.randrange(200)}", f"Subject {drawn.randrange(200)}"]),
        }
        (folder / "credentials" / slug).mkdir(parents=True)
        (folder / "credentials" / slug / "index.md").write_text(with_fields(source, changed), encoding="utf-8")
    before, _, after = ISSUER.read_text(encoding="utf-8").partition("awards:\n")
    about = after.partition("---\n")[2]
    for first in range(0, size, AWARDED_BY_ONE):
        scope = "".join(
            f"  - definition: {slug}\n    from: 2024-01-01\n" for slug in slugs[first : first + AWARDED_BY_ONE]
        )
        issuer = folder / "issuers" / issuer_slug(first)
        issuer.mkdir(parents=True)
        (issuer / "index.md").write_text(f"{before}awards:\n{scope}---\n{about}", encoding="utf-8")
    shutil.copyfile(ROOT / "registry.yaml", folder / "registry.yaml")


def issuer_slug(number: int) -> str:
    """Who awards a definition."""
    return f"society-{number // AWARDED_BY_ONE}"


def vocabulary() -> list[str]:
    """Many different words: those of the manual that are letters alone, so that no address is among them."""
    text = " ".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs").glob("*.md")))
    return sorted({word.lower() for word in text.split() if word.isalpha() and word.isascii()})


def with_fields(source: str, changed: dict[str, str]) -> str:
    """The front matter with some fields replaced, each with all of its lines, and without a badge of its own."""
    kept: list[str] = []
    is_replaced = False
    for line in source.splitlines(keepends=True):
        name = line.split(":", 1)[0]
        if not line.startswith((" ", "-")):
            is_replaced = name in changed or name == "badge"
            if name in changed:
                kept.append(f"{name}: {changed[name]}\n")
        elif line.startswith("---"):
            is_replaced = False
        if not is_replaced:
            kept.append(line)
    return "".join(kept)


if __name__ == "__main__":
    raise SystemExit(main())
