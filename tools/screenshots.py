"""Takes every kind of page of the example's site, for looking at: `python -m tools.screenshots OUT`.

Each kind at three widths, light, dark and on paper, in four languages, one of them written from the right; and the
verifier in every state. Contact sheets (`sheet-….png`) show them side by side, so that nobody has to open hundreds of
files; `--only WORDS` takes those whose name holds one of the words. Printed pages are written as PDF, too.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect, sync_playwright
from testamur.cli import main as testamur

from tests import pseudo
from tests.browser.society import answer_elsewhere, become_society, case, documents_of
from tools.browser import installed

ROOT: Final = Path(__file__).resolve().parent.parent
MOMENT: Final = "2026-11-20T12:00:00Z"
EPOCH: Final = "1795176000"  # the same
WAIT_MS: Final = 60_000
WIDTHS: Final = (1280, 768, 360)
PAPER: Final = 658  # CSS pixels: A4 without its margins
LANGUAGES: Final = ("es", "fr", pseudo.TAG)

# A contact sheet: how small the pages of each width become, and how large a sheet may be.
SCALES: Final = {1280: 0.6, 768: 0.62, PAPER: 0.7, 360: 0.86}
SHEET: Final = (1560, 1500)
GAP: Final = 12
LABEL: Final = 16

Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of page, or one state of it: its address, and what a reader does there."""

    name: str
    path: str
    act: Act | None = None


def _search(page: Page) -> None:
    page.locator("#find-words").fill("wound care")
    expect(page.locator("#results")).to_be_visible(timeout=WAIT_MS)


def _filter(page: Page) -> None:
    page.locator("#find-filters summary").click()
    page.locator("#find-facets select").first.select_option(index=1, timeout=WAIT_MS)
    expect(page.locator("#results")).to_be_visible(timeout=WAIT_MS)


def _find_nothing(page: Page) -> None:
    page.locator("#find-words").fill("zzzz qqqq")
    expect(page.locator("#results")).to_be_visible(timeout=WAIT_MS)


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")


def _example(name: str) -> bytes:
    return (ROOT / "tests" / "examples" / f"{name}.json").read_bytes()


def _choose(page: Page, *files: tuple[str, bytes]) -> None:
    chosen: Any = [{"name": name, "mimeType": "application/json", "buffer": data} for name, data in files]
    page.locator("#verify-file").set_input_files(chosen)


def _verdict(data: bytes, *, society: bool = False) -> Act:
    def act(page: Page) -> None:
        if society:
            become_society(ROOT, page)
        _choose(page, ("credential.json", data))
        expect(page.locator("#verify-result h2").first).to_be_visible(timeout=WAIT_MS)
        expect(page.locator("progress")).to_have_count(0, timeout=WAIT_MS)
        _unfold(page)

    return act


def _altered() -> bytes:
    data = _example("valid")
    holder = json.loads(data)["credentialSubject"]["identifier"][0]["identityHash"]
    return data.replace(holder.encode(), b"Somebody Else")


def _older_list(page: Page) -> None:
    _verdict(_example("valid"))(page)
    kept = json.loads(page.evaluate("localStorage.getItem('testamur-lists')"))
    newer = dict.fromkeys(kept, "2026-11-19T00:00:00Z")
    page.evaluate("text => localStorage.setItem('testamur-lists', text)", json.dumps(newer))
    _verdict(_example("valid"))(page)


def _no_network(page: Page) -> None:
    page.route("**/did.json", lambda route: route.abort())
    _verdict(_example("valid"))(page)


def _broken_link(page: Page) -> None:
    page.evaluate("location.hash = '#vc=AAAA'")
    expect(page.locator("#verify-result .notice")).to_be_visible(timeout=WAIT_MS)


def _busy(page: Page) -> None:
    page.locator("#verify-paste-go").click()
    page.route("**/did.json", lambda _: None)
    _choose(page, ("credential.json", _example("valid")))
    expect(page.get_by_role("progressbar")).to_be_visible(timeout=WAIT_MS)


def _whose(page: Page) -> None:
    _verdict(case(ROOT, "recipient-mail-hash"), society=True)(page)
    page.locator("#recipient-who").fill("Noa")
    page.locator("#recipient-who").press("Enter")
    expect(page.locator(".wrong")).not_to_be_empty(timeout=WAIT_MS)


def _several(page: Page) -> None:
    become_society(ROOT, page)
    inside = [json.loads(case(ROOT, name)) for name in ("recipient-mail-hash", "recipient-mail-plain")]
    held = {"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiablePresentation"}
    _choose(page, ("several.json", json.dumps(held | {"verifiableCredential": inside}).encode()))
    expect(page.locator("details.one")).to_have_count(2, timeout=WAIT_MS)
    _unfold(page)


def _many(page: Page) -> None:
    files = [(f"{name}.json", _example(name)) for name in ("valid", "revoked", "expired", "on-hold")]
    long = f"{'a-very-long-name-of-a-file-' * 4}.json"
    _choose(page, *files, (long, _altered()), ("notes.txt", b"nothing"))
    expect(page.locator("table.many tbody tr")).to_have_count(6, timeout=WAIT_MS)
    expect(page.locator("progress")).to_have_count(0, timeout=WAIT_MS)


def _others(page: Page) -> None:
    answer_elsewhere(page, documents_of(ROOT, "stranger-web"))
    _choose(page, ("credential.json", case(ROOT, "stranger-web")))
    page.locator(".ask button").first.click(timeout=WAIT_MS)
    page.wait_for_url("**/others.html*")
    expect(page.locator("#verify-result h2").first).to_be_visible(timeout=WAIT_MS)
    _unfold(page)


def _record(page: Page) -> None:
    page.evaluate("window.print = () => { window.printed = true }")
    _verdict(_example("valid"))(page)
    page.locator("#verify-result .actions .button").first.click()
    expect(page.locator("#verify-record h1")).to_have_count(1, timeout=WAIT_MS)


PAGES: Final = (
    Kind(name="catalogue", path=""),
    Kind(name="achievement", path="credentials/wound-care-2/"),
    Kind(name="achievement-pathway", path="credentials/rural-nurse-practice/"),
    Kind(name="version", path="credentials/wound-care-2/1.0/"),
    Kind(name="described", path="credentials/dementia-patients-evening/"),
    Kind(name="issuer", path="issuers/example-society/"),
    Kind(name="described-issuer", path="issuers/goodenough-2020/"),
    Kind(name="pathway", path="pathways/rural-nurse-practice/"),
    Kind(name="ledger", path="issuers/example-society/ledger/"),
    Kind(name="audit", path="audit/"),
    Kind(name="glossary", path="glossary/"),
    Kind(name="about", path="about/"),
    Kind(name="verify", path="verify/"),
    Kind(name="not-found", path="404.html"),
)
STATES: Final = (
    Kind(name="search", path="", act=_search),
    Kind(name="filter", path="", act=_filter),
    Kind(name="nothing-found", path="", act=_find_nothing),
    Kind(name="unfolded", path="credentials/wound-care-2/", act=_unfold),
    Kind(name="verdict-valid", path="verify/", act=_verdict(_example("valid"))),
    Kind(name="verdict-withdrawn", path="verify/", act=_verdict(_example("revoked"))),
    Kind(name="verdict-on-hold", path="verify/", act=_verdict(_example("on-hold"))),
    Kind(name="verdict-expired", path="verify/", act=_verdict(_example("expired"))),
    Kind(name="verdict-altered", path="verify/", act=_verdict(_altered())),
    Kind(name="verdict-unfinished", path="verify/", act=_verdict(case(ROOT, "stranger-web"))),
    Kind(name="verdict-unknown", path="verify/", act=_verdict(case(ROOT, "suite-eddsa-jcs-number"))),
    Kind(name="verdict-caution", path="verify/", act=_verdict(case(ROOT, "caution-no-status"), society=True)),
    Kind(name="verdict-not-yet", path="verify/", act=_verdict(case(ROOT, "not-yet-beyond"), society=True)),
    Kind(name="verdict-unreadable", path="verify/", act=_verdict(b"nothing")),
    Kind(name="verify-older-list", path="verify/", act=_older_list),
    Kind(name="verify-no-network", path="verify/", act=_no_network),
    Kind(name="verify-broken-link", path="verify/", act=_broken_link),
    Kind(name="verify-busy", path="verify/", act=_busy),
    Kind(name="verify-whose", path="verify/", act=_whose),
    Kind(name="verify-several", path="verify/", act=_several),
    Kind(name="verify-many", path="verify/", act=_many),
    Kind(name="others", path="verify/others.html"),
    Kind(name="others-verdict", path="verify/", act=_others),
    Kind(name="offline", path="verify/offline.html", act=_verdict(_example("valid"))),
)
RECORD: Final = Kind(name="record", path="verify/", act=_record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: a kind of page in one language (a folder of the site), at one width, in one way."""

    kind: Kind
    language: str
    width: int
    way: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return "-".join((self.kind.name, self.language or "en", str(self.width), self.way))


def shots() -> Iterator[Shot]:
    """All of them, those of one kind beside each other."""
    for kind in PAGES:
        for width in WIDTHS:
            for way in ("light", "dark"):
                yield Shot(kind=kind, language="", width=width, way=way)
        yield Shot(kind=kind, language="", width=PAPER, way="print")
        for language in LANGUAGES if kind.name != "not-found" else ():
            for width in WIDTHS:
                yield Shot(kind=kind, language=language, width=width, way="light")
            yield Shot(kind=kind, language=language, width=360, way="dark")
    for kind in STATES:
        for width in (1280, 360):
            for way in ("light", "dark"):
                yield Shot(kind=kind, language="", width=width, way=way)
        yield Shot(kind=kind, language=pseudo.TAG, width=360, way="light")
    for language in ("", *LANGUAGES):
        yield Shot(kind=RECORD, language=language, width=PAPER, way="print")


def take(browser: Browser, origin: str, shot: Shot, out: Path) -> None:
    """One picture of the whole page, and a PDF of what is printed."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": 900}, color_scheme="dark" if shot.way == "dark" else "light"
    )
    page = context.new_page()
    page.clock.set_fixed_time(MOMENT)
    page.goto(f"{origin}/{shot.language}{'/' if shot.language else ''}{shot.kind.path}")
    page.wait_for_load_state("networkidle")
    if shot.kind.act is not None:
        shot.kind.act(page)
    if shot.way == "print":
        page.emulate_media(media="print")
    # Pictures that wait until they are scrolled to would be missing.
    page.evaluate("document.querySelectorAll('img').forEach((each) => { each.loading = 'eager' })")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=out / f"{shot.name}.png", full_page=True)
    if shot.way == "print":
        # At last, since a page that hears of its end of printing shows itself again.
        page.pdf(path=out / f"{shot.name}.pdf", format="A4", prefer_css_page_size=True)
    context.close()


# ---- contact sheets ----


def contact_sheets(taken: Sequence[Shot], out: Path) -> list[Path]:
    """Pictures of one width side by side, each in columns with its name above, on as few sheets as hold them."""
    made: list[Path] = []
    for width in (*WIDTHS, PAPER):
        columns = [column for shot in taken if shot.width == width for column in _columns(shot, out)]
        if not columns:
            continue
        across = max(1, (SHEET[0] + GAP) // (columns[0].width + GAP))
        for first in range(0, len(columns), across):
            part = columns[first : first + across]
            sheet = Image.new("RGB", (sum(each.width + GAP for each in part), max(e.height for e in part)), "#777")
            left = 0
            for each in part:
                sheet.paste(each, (left, 0))
                left += each.width + GAP
            made.append(out / f"sheet-{width}-{first // across:03}.png")
            sheet.save(made[-1])
    return made


def _columns(shot: Shot, out: Path) -> Iterator[Image.Image]:
    """A picture, smaller, cut into pieces that fit a sheet; each with the picture's name above."""
    with Image.open(out / f"{shot.name}.png") as picture:
        scale = SCALES[shot.width]
        small = picture.convert("RGB").resize(
            (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
        )
    room = SHEET[1] - LABEL
    for number, top in enumerate(range(0, small.height, room), start=1):
        piece = small.crop((0, top, small.width, min(small.height, top + room)))
        column = Image.new("RGB", (piece.width, piece.height + LABEL), "#ffe")
        column.paste(piece, (0, LABEL))
        ImageDraw.Draw(column).text((2, 2), f"{shot.name} {number if number > 1 else ''}", fill="#000")
        yield column


# ---- the site ----


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests."""


@contextmanager
def example_site(folder: Path) -> Iterator[str]:
    """The example registry with a fourth language, built and served on loopback; its address."""
    registry = folder / "registry"
    for name in ("credentials", "issuers", "endorsers"):
        shutil.copytree(ROOT / name, registry / name)
    settings = (
        (ROOT / "registry.yaml").read_text(encoding="utf-8").replace("[en, es, fr]", f"[en, es, fr, {pseudo.TAG}]")
    )
    (registry / "registry.yaml").write_text(settings, encoding="utf-8")
    messages = registry / "site/messages"
    messages.mkdir(parents=True)
    (messages / f"{pseudo.TAG}.json").write_bytes(pseudo.messages((ROOT / "site/messages/en.json").read_bytes()))
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    if testamur(["build", "--root", str(registry), "--out", str(folder / "_site")]) != 0:
        raise SystemExit("the example can't be built")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder / "_site")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures and lay the sheets; 1 where one of them could not be taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="a folder for the pictures")
    parser.add_argument("--only", nargs="+", default=[], metavar="WORDS", help="parts of the names to take")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    wanted = [shot for shot in shots() if not args.only or any(word in shot.name for word in args.only)]
    taken = []
    browser_path = os.environ.get("TESTAMUR_BROWSER") or installed()
    with tempfile.TemporaryDirectory() as folder, example_site(Path(folder)) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for shot in wanted:
            try:
                take(browser, origin, shot, args.out)
            except Exception as error:  # noqa: BLE001 - one page that fails must not lose the others
                print(f"{shot.name}: {error}", file=sys.stderr)
            else:
                taken.append(shot)
        browser.close()
    for sheet in contact_sheets(taken, args.out):
        print(sheet)
    return int(len(taken) < len(wanted))


if __name__ == "__main__":
    sys.exit(main())
