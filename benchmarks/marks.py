"""The four marks that Lighthouse gives the pages of the built example site, on a telephone and at a desk.

`make lighthouse` installs it and runs this: the site is built, served on loopback and compressed as a host would, and
each page is loaded in a Chromium of its own. Lighthouse reckons from what was loaded how long a slow line and a slow
processor would have taken; the processor's share of that is measured, so on a machine with other work the first mark is
too low. The pages that must be good take turns, and the median of their rounds counts; ends with 1 where one of their
marks is below 99.
"""

import argparse
import contextlib
import gzip
import json
import os
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from benchmarks.rounds import ROOT

LIGHTHOUSE: Final = ROOT / "benchmarks" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
LEAST: Final = 99
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
FORMS: Final[Mapping[str, Sequence[str]]] = {"telephone": (), "desk": ("--preset=desktop",)}
# Those that must be good, and one of each other kind that searching programs may list.
GOOD: Final = {"catalogue": "", "achievement": "credentials/wound-care-2/", "verify": "verify/"}
OTHERS: Final = {
    "version": "credentials/wound-care-2/1.0/",
    "issuer": "issuers/example-society/",
    "pathway": "pathways/rural-nurse-practice/",
    "audit": "audit/",
    "ledger": "issuers/example-society/ledger/",
    "glossary": "glossary/",
    "about": "about/",
    "verify in French": "fr/verify/",
}
_COMPRESSED: Final = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt")

Marks = tuple[int, ...]


def main(words: list[str] | None = None) -> int:
    """Measure, and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.marks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the pages that must be good")
    args = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        site = Path(scratch) / "_site"
        command = ["-m", "testamur", "build", "--root", str(ROOT), "--out", str(site)]
        subprocess.run([ROOT / ".venv" / "bin" / "python", *command], check=True, stdout=subprocess.DEVNULL)
        with served(site) as origin:
            return table(origin, args.rounds)


def table(origin: str, rounds: int) -> int:
    """Print a row for each page and form; 1 where a page that must be good is not."""
    print("| Page | Form | Performance | Accessibility | Best practices | SEO |")
    print("|---|---|---|---|---|---|")
    turns: dict[tuple[str, str], list[Marks]] = {(page, form): [] for page in GOOD for form in FORMS}
    for _ in range(rounds):
        for (page, form), each in turns.items():
            each.append(marks(origin + GOOD[page], form))
    below = []
    for (page, form), each in turns.items():
        medians = tuple(int(statistics.median(column)) for column in zip(*each, strict=True))
        print(row(page, form, medians), flush=True)
        if min(medians) < LEAST:
            below.append(f"{page}, {form}")
    for page, path in OTHERS.items():
        for form in FORMS:
            print(row(page, form, marks(origin + path, form)), flush=True)
    for named in below:
        print(f"\nbelow {LEAST}: {named}")
    return 1 if below else 0


def row(page: str, form: str, found: Marks) -> str:
    """One line of the table."""
    return f"| {page} | {form} | {' | '.join(map(str, found))} |"


def marks(address: str, form: str) -> Marks:
    """What Lighthouse gives a page, loaded once, in the order of the categories; of a hundred."""
    browser = (ROOT / ".venv" / "browser-path").read_text(encoding="utf-8").strip()
    flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
    options = (
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={flags}",
        *FORMS[form],
    )
    environment = {**os.environ, "CHROME_PATH": browser}
    done = subprocess.run(
        [LIGHTHOUSE, address, *options], env=environment, check=True, capture_output=True, text=True, timeout=300
    )
    categories = json.loads(done.stdout)["categories"]
    return tuple(round(100 * categories[name]["score"]) for name in CATEGORIES)


@contextlib.contextmanager
def served(site: Path) -> Iterator[str]:
    """Where the site is served, on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


class _Host(SimpleHTTPRequestHandler):
    """A host as most are: it compresses what is text."""

    def do_GET(self) -> None:
        """Answer with the file, compressed where that helps and is asked for."""
        place = Path(self.translate_path(self.path))
        place = place / "index.html" if place.is_dir() else place
        if not place.is_file() or place.suffix not in _COMPRESSED or "gzip" not in self.headers["Accept-Encoding"]:
            super().do_GET()
            return
        data = gzip.compress(place.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(place))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the table to the table."""


if __name__ == "__main__":
    raise SystemExit(main())
