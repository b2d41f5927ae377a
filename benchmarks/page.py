"""The verify page from navigation to verdict in Chromium, beside pages of other people's verifiers, in one run.

Four pages on one origin: ours, out of a built site, with every step of docs/verification.md; one that bundles the
Digital Bazaar suites; one that bundles verifier-core; and one that checks nothing, for what all of them cost. Each is
opened in a context of its own with nothing cached, is given the same credential as soon as its script has run, which is
before pictures and what is fetched ahead have come, and its clock stops when the verdict stands in the page. All bytes
that a page asked for until its verdict are counted, compressed as a host would. The pages take turns.

A window is left alone before it goes anywhere: a new one draws its own controls, which takes Chromium more of the
processor than any of these pages. What gives the file, says the day and looks for the verdict is a few lines inside the
page, since the driver's own ways to do so are large scripts that run beside what is measured.

A slow processor is made by holding the renderer still for five sixths of the time: Chromium's own throttle slows the
page but not its workers, and would flatter whoever works in one. Needs `make browser` and `make peers`.
"""

import argparse
import contextlib
import gzip
import json
import os
import shutil
import signal
import ssl
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import trustme
from playwright.sync_api import Browser, Response, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
HOST = "registry.society.example"
MOMENT = "2026-11-20T12:00:00Z"
PAGES = {
    "Testamur": "verify/",
    "Digital Bazaar suites": "peers/digitalbazaar/",
    "verifier-core": "peers/verifier_core/",
    "a page that checks nothing": "peers/nothing/",
}
_NOTHING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Verify</title><main><input type="file"></main>
<script type="module">
document.querySelector('input').addEventListener('change', () => {
  document.querySelector('main').insertAdjacentHTML('beforeend', '<p class="verdict" data-verdict="valid"></p>')
})
</script></html>
"""
_DRAWN = 1.5  # seconds; by then a new window has drawn itself
_INSIDE = """
const {name, content, moment} = GIVEN
const now = Date.parse(moment)
globalThis.Date = class extends Date {
  constructor(...parts) { super(...(parts.length === 0 ? [now] : parts)) }
  static now() { return now }
}
let chosen = 0
document.addEventListener('DOMContentLoaded', () => {
  const input = document.querySelector('input[type=file]')
  const files = new DataTransfer()
  files.items.add(new File([content], name, {type: 'application/json'}))
  input.files = files.files
  chosen = performance.now()
  input.dispatchEvent(new Event('change', {bubbles: true}))
})
new MutationObserver((_, observer) => {
  const found = document.querySelector('.verdict[data-verdict]')
  if (found === null) return
  observer.disconnect()
  console.info(JSON.stringify({verdict: found.dataset.verdict, ms: performance.now(), chosen}))
}).observe(document, {childList: true, subtree: true})
"""


def main(words: list[str] | None = None) -> int:
    """Measure, and print one Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="rounds for each speed, after one that is not counted")
    parser.add_argument("--slow", type=int, default=6, help="how many times slower the slow processor is")
    args = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch, served(Path(scratch)) as port:
        credential = (ROOT / "tests" / "examples" / "valid.json").read_bytes()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=(ROOT / ".venv" / "browser-path").read_text(encoding="utf-8").strip(),
                args=["--no-sandbox", f"--host-resolver-rules=MAP * 127.0.0.1:{port}"],
            )
            times = "To the verdict | Ours beside it | From the file to the verdict | Ours beside it"
            print(f"| Processor | Page | {times} | Bytes, gzip | Files |")
            print("|---|---|---|---|---|---|---|---|")
            for slow in (1, args.slow):
                results: dict[str, list[dict[str, float]]] = {name: [] for name in PAGES}
                for number in range(args.rounds + 1):
                    for name, path in PAGES.items():
                        measured = one_visit(browser, path, credential, slow)
                        if number:
                            results[name].append(measured)
                for name in PAGES:
                    print(row(slow, name, results), flush=True)
            browser.close()
    return 0


def row(slow: int, name: str, results: dict[str, list[dict[str, float]]]) -> str:
    """One line of the table."""
    times = " | ".join(
        f"{median(results, name, what):.0f} ms | {beside(results, name, what)}" for what in ("ms", "check")
    )
    last = results[name][-1]
    processor = "normal" if slow == 1 else f"{slow} × slower"
    return f"| {processor} | {name} | {times} | {last['bytes']:.0f} | {last['files']:.0f} |"


def median(results: dict[str, list[dict[str, float]]], name: str, what: str) -> float:
    """The median of what was measured of a page."""
    return statistics.median(visit[what] for visit in results[name])


def beside(results: dict[str, list[dict[str, float]]], name: str, what: str) -> str:
    """Our time over a page's in the same round: the median, and in brackets the lowest and the highest."""
    if name not in list(PAGES)[1:3]:
        return ""
    ratios = sorted(
        our[what] / their[what] for our, their in zip(results["Testamur"], results[name], strict=True) if their[what]
    )
    return f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}, {ratios[-1]:.2f})"


def one_visit(browser: Browser, path: str, credential: bytes, slow: int) -> dict[str, float]:
    """Open a page in a fresh context, hand it the credential, and wait for its verdict, which has to be `valid`."""
    context = browser.new_context(ignore_https_errors=True)
    given = {"name": "credential.json", "content": credential.decode(), "moment": MOMENT}
    context.add_init_script(f"{{{_INSIDE.replace('GIVEN', json.dumps(given))}}}")
    page = context.new_page()
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    time.sleep(_DRAWN)
    with (
        held_back(browser, slow),
        page.expect_console_message(lambda told: told.type == "info", timeout=120_000) as told,
    ):
        page.goto(f"https://{HOST}/{path}", wait_until="commit")
    said = json.loads(told.value.text)
    if said["verdict"] != "valid":
        raise SystemExit(f"{path} says {said['verdict']}")
    sizes = [len(gzip.compress(answer.body(), 9)) for answer in answers if urlsplit(answer.url).scheme == "https"]
    context.close()
    return {"ms": said["ms"], "check": said["ms"] - said["chosen"], "bytes": sum(sizes), "files": len(sizes)}


@contextlib.contextmanager
def held_back(browser: Browser, slow: int) -> Iterator[None]:
    """Let the renderers of a browser that this script started run one part of `slow` of the time."""
    if slow == 1:
        yield
        return
    ended = threading.Event()
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [int(process["id"]) for process in processes if process["type"] == "renderer"]
    session.detach()

    def hold() -> None:
        while not ended.is_set():
            for number, seconds in ((signal.SIGSTOP, 0.002 * (slow - 1)), (signal.SIGCONT, 0.002)):
                for renderer in renderers:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(renderer, number)
                time.sleep(seconds)

    thread = threading.Thread(target=hold, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A host's answer to a small request is one packet. Without these two the heading goes first and the body waits for
    # the browser's delayed acknowledgement, which charges forty milliseconds to whoever asks for small files.
    wbufsize = -1
    disable_nagle_algorithm = True

    def end_headers(self) -> None:
        """Let every origin read, as the hosts do that this server stands for."""
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the output to the table."""


@contextlib.contextmanager
def served(scratch: Path) -> Iterator[int]:
    """The example's site with the pages of the others inside, over TLS on loopback; the port."""
    site = scratch / "site"
    moment = {"SOURCE_DATE_EPOCH": str(int(datetime.fromisoformat(MOMENT).timestamp()))}
    command = [str(ROOT / ".venv" / "bin" / "testamur"), "build", "--root", str(ROOT), "--out", str(site)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **moment})
    for folder in ("digitalbazaar", "verifier_core"):
        (site / "peers" / folder).mkdir(parents=True)
    subprocess.run(["node", "benchmarks/page_peers/build.mjs", str(site / "peers")], cwd=ROOT, check=True)
    (site / "peers" / "nothing").mkdir()
    (site / "peers" / "nothing" / "index.html").write_text(_NOTHING, encoding="utf-8")
    # verifier-core asks another host for the badge schema; without it, it says so and does less.
    schema = (
        Path(os.environ.get("TESTAMUR_VECTORS") or ROOT / ".." / "shared" / "vectors") / "openbadges-3.0" / "schema"
    )
    if schema.is_dir():
        shutil.copytree(schema, site / "spec" / "ob" / "v3p0" / "schema" / "json")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(HOST).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    raise SystemExit(main())
