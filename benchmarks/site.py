"""A whole site in three languages beside other people's generators, on the same pages with the same texts.

The pages are Testamur's own: what stands in the main part of each is written as Markdown at the same path, and every
peer draws it in one small layout. So a peer reads Markdown and draws pages; Testamur checks the registry, makes seals
and the files for programs besides. MkDocs is measured twice, with a theme that has no navigation and with the one that
it comes with. Each side is a process of its own, in turns; counted are the seconds of the processor, of the process and
those it starts, which other work on the machine disturbs least. A peer that has taken `--give-up` times our seconds is
stopped, and its row says so: what it takes is then only known to be more.

Then one definition of the last size is edited, and the site made again by a builder that knows the one before, which
must be byte for byte what a new builder makes.
"""

import argparse
import json
import math
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.check import computed, generate
from benchmarks.rounds import ROOT
from benchmarks.site_texts import markdown_from

PEERS = ROOT / "benchmarks" / "site_peers"
PROGRAMS = ROOT / ".venv-site-peers" / "bin"
MOMENT = "1795132800"  # 20 November 2026; no definition was reviewed later
TITLE = "Generated for a benchmark"
_LAYOUT = '<!doctype html><html lang="en"><head><title>{title}</title></head><body>{body}</body></html>\n'


def main() -> int:
    """Measure, and print Markdown tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000], help="how many definitions")
    parser.add_argument("--rounds", type=int, default=3, help="rounds for each size")
    parser.add_argument("--peers", nargs="*", default=["bare", "hugo", "eleventy"], choices=SIDES, help="beside which")
    parser.add_argument("--give-up", type=int, default=25, help="stop a peer after so many times our seconds")
    parser.add_argument("--edit", action="store_true", help="measure one edit in each size instead")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--limit", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.side:
        print(json.dumps(one_side(args.side, args.folder, args.limit)))
        return 0
    lines = edits(args.sizes, args.rounds) if args.edit else beside(args.sizes, args.rounds, args.peers, args.give_up)
    for line in lines:
        print(line, flush=True)
    return 0


def beside(sizes: list[int], rounds: int, peers: list[str], give_up: int) -> Iterator[str]:
    """The table of whole builds."""
    yield "| Definitions | Pages | Side | Seconds of the processor | Memory | Testamur beside it (lowest, highest) |"
    yield "|---|---|---|---|---|---|"
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
            pages = prepare(Path(scratch), size, peers)
            sides = ("testamur", *peers)
            results = turns(sides, Path(scratch), rounds, give_up)
        for side in sides:
            seconds = statistics.median(each["seconds"] for each in results[side])
            pairs = zip(results["testamur"], results[side], strict=True)
            ratios = sorted(ours["seconds"] / theirs["seconds"] for ours, theirs in pairs)
            spread = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}, {ratios[-1]:.2f})"
            memory = f"{results[side][-1]['peak_mib']:.0f} MiB"
            if any(each["stopped"] for each in results[side]):
                yield f"| {size:,} | {pages:,} | {NAMES[side]} | stopped at {seconds:.1f} | | below {ratios[-1]:.3f} |"
                continue
            told = "" if side == "testamur" else spread
            yield f"| {size:,} | {pages:,} | {NAMES[side]} | {seconds:.1f} | {memory} | {told} |"


def turns(sides: Sequence[str], scratch: Path, rounds: int, give_up: int) -> dict[str, list[dict[str, float]]]:
    """The measurements of each side, one a round; no round warms up, since waiting for the disk is not counted."""
    results: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
    for _ in range(rounds):
        ours, *peers = sides
        results[ours].append(in_a_process(ours, scratch, None))
        limit = math.ceil(give_up * results[ours][-1]["seconds"])
        for side in peers:
            results[side].append(in_a_process(side, scratch, limit))
    return results


def prepare(scratch: Path, size: int, peers: list[str]) -> int:
    """The registry, and the same pages as Markdown for each peer; how many they are."""
    registry = scratch / "registry"
    generate(registry, size)
    testamur(scratch)
    if peers:
        texts = dict(same_pages(scratch / "testamur"))
        for peer in peers:
            PREPARED[peer](scratch / peer, texts)
    return sum(1 for _ in (scratch / "testamur").rglob("index.html"))


def same_pages(site: Path) -> Iterator[tuple[str, str]]:
    """The text of each page of a built site as Markdown, by the page's folder."""
    for file in sorted(site.rglob("index.html")):
        yield file.parent.relative_to(site).as_posix(), markdown_from(file.read_text(encoding="utf-8"))


def in_a_process(side: str, scratch: Path, limit: int | None) -> dict[str, float]:
    """One measurement, which begins without an output; `limit` is in seconds of the processor."""
    for left in (scratch / "out", scratch / "testamur", scratch / side / "out"):
        shutil.rmtree(left, ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.site", "--side", side, "--folder", str(scratch)]
    command += ["--limit", str(limit)] if limit else []
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def one_side(side: str, scratch: Path, limit: int | None) -> dict[str, float]:
    """Seconds of the processor from a process's beginning to its end, and the most memory that it had."""
    if limit:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))  # the system counts, for the processes begun here too
    before, stopped = computed(), False
    try:
        SIDES[side](scratch)
    except subprocess.CalledProcessError as error:
        if error.returncode not in {-signal.SIGXCPU, -signal.SIGKILL}:
            raise SystemExit(f"{NAMES[side]}: {error.stderr[-2000:]!r}") from error
        stopped = True
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"seconds": computed() - before, "peak_mib": peak, "stopped": stopped}


# ---- the sides: how each is prepared, and how it builds ----


def testamur(scratch: Path) -> None:
    """The command, with all that it checks and writes."""
    out = scratch / "testamur"
    command = [sys.executable, "-m", "testamur", "build", "--root", str(scratch / "registry"), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)


def prepared_mkdocs(folder: Path, texts: Mapping[str, str], theme: str) -> None:
    """Pages and configuration for MkDocs."""
    for path, text in texts.items():
        write(folder / "docs" / path / "index.md", text)
    write(folder / "mkdocs.yml", f"site_name: {TITLE}\ndocs_dir: docs\nsite_dir: out\n{theme}")


def prepared_bare(folder: Path, texts: Mapping[str, str]) -> None:
    """A theme of one template without navigation, and no plugin."""
    prepared_mkdocs(folder, texts, "plugins: []\ntheme:\n  name: null\n  custom_dir: theme\n")
    write(folder / "theme" / "main.html", _LAYOUT.format(title="{{ page.title }}", body="{{ page.content }}"))


def prepared_stock(folder: Path, texts: Mapping[str, str]) -> None:
    """MkDocs as it comes."""
    prepared_mkdocs(folder, texts, "")


def mkdocs(folder: Path) -> None:
    """`mkdocs build`."""
    subprocess.run([PROGRAMS / "mkdocs", "build", "--quiet"], cwd=folder, check=True, capture_output=True)


def prepared_hugo(folder: Path, texts: Mapping[str, str]) -> None:
    """Hugo with one layout, and without feeds, sitemap and lists of terms."""
    for path, text in texts.items():
        write(folder / "content" / path / "index.md", f"---\ntitle: {TITLE}\n---\n{text}")
    # A folder with pages below it is a section to Hugo, whose own text stands in another file.
    for file in list((folder / "content").rglob("index.md")):
        if any(child.is_dir() for child in file.parent.iterdir()):
            file.rename(file.with_name("_index.md"))
    write(
        folder / "hugo.toml",
        f'title = "{TITLE}"\nbaseURL = "https://registry.example/"\npublishDir = "out"\n'
        'disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]\n',
    )
    for name in ("single", "list", "index"):
        folders = folder / "layouts" if name == "index" else folder / "layouts" / "_default"
        write(folders / f"{name}.html", _LAYOUT.format(title="{{ .Title }}", body="{{ .Content }}"))


def hugo(folder: Path) -> None:
    """`hugo build`."""
    subprocess.run([PROGRAMS / "hugo", "build", "--quiet"], cwd=folder, check=True, capture_output=True)


def prepared_eleventy(folder: Path, texts: Mapping[str, str]) -> None:
    """Eleventy with one layout."""
    for path, text in texts.items():
        write(folder / "content" / path / "index.md", text)
    write(folder / "layouts" / "page.njk", _LAYOUT.format(title=TITLE, body="{{ content | safe }}"))
    shutil.copyfile(PEERS / "eleventy.config.mjs", folder / "eleventy.config.mjs")


def eleventy(folder: Path) -> None:
    """`eleventy`."""
    program = PEERS / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    command = ["node", str(program), "--input=content", "--output=out", "--config=eleventy.config.mjs", "--quiet"]
    room = {"NODE_OPTIONS": "--max-old-space-size=16384"}  # Node's own bound is less than 30,000 pages need
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, **room})


def write(path: Path, text: str) -> None:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


SIDES: Mapping[str, Callable[[Path], None]] = {
    "testamur": testamur,
    "bare": lambda scratch: mkdocs(scratch / "bare"),
    "stock": lambda scratch: mkdocs(scratch / "stock"),
    "hugo": lambda scratch: hugo(scratch / "hugo"),
    "eleventy": lambda scratch: eleventy(scratch / "eleventy"),
}
PREPARED: Mapping[str, Callable[[Path, Mapping[str, str]], None]] = {
    "bare": prepared_bare,
    "stock": prepared_stock,
    "hugo": prepared_hugo,
    "eleventy": prepared_eleventy,
}
NAMES: Mapping[str, str] = {
    "testamur": "`testamur build`",
    "bare": "MkDocs, a theme without navigation",
    "stock": "MkDocs as it comes",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
}


# ---- one edit ----


def edits(sizes: list[int], rounds: int) -> Iterator[str]:
    """The table of builds after one edit; nothing is written in either."""
    yield "| Definitions | Whole site, in memory | After one edit (lowest, highest) | Ratio | Pages drawn | Memory |"
    yield "|---|---|---|---|---|---|"
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
            registry = Path(scratch) / "registry"
            generate(registry, size)
            yield edited(registry, size, rounds)


def edited(registry: Path, size: int, rounds: int) -> str:
    """One row. Ends the process where a site after an edit is not that of a new builder."""
    from testamur.cli.building import Builder

    os.environ["SOURCE_DATE_EPOCH"] = MOMENT
    builder = Builder(registry)
    whole, site = timed(builder)
    pages, times = builder.pages, []
    source = registry / "credentials" / "emergency-skills-00042" / "index.md"
    for number in range(rounds):
        source.write_bytes(source.read_bytes() + f"\nSentence {number}.\n".encode())
        seconds, site = timed(builder)
        times.append(seconds)
    drawn = builder.drawn_anew
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if site != timed(Builder(registry))[1]:
        raise SystemExit("the site after the edits is not that of a new build")
    median = statistics.median(times)
    return (
        f"| {size:,} | {whole:.1f} s | {median:.2f} s ({min(times):.2f}, {max(times):.2f}) | {whole / median:.1f} "
        f"| {drawn} of {pages:,} | {peak:.0f} MiB |"
    )


def timed(builder: object) -> tuple[float, dict[str, bytes]]:
    """Seconds of the processor that a site takes, from the files on the disk, and the site."""
    from testamur.cli.building import Builder

    assert isinstance(builder, Builder)
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as scratch:
        site = builder.site(builder.read(), Path(scratch))
    return time.process_time() - begun, site


if __name__ == "__main__":
    sys.exit(main())
