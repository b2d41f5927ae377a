"""Every way into the verify page, many files at once, other hosts after the person agreed, and the check record."""

import base64
import csv
import hashlib
import io
import json
import re
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MOMENT = "2026-11-20T12:00:00Z"


def example(root: Path, name: str) -> bytes:
    """A holder's file of the example registry."""
    return (root / "tests" / "examples" / f"{name}.json").read_bytes()


def link_to(data: bytes) -> str:
    """The fragment that carries a credential."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return "#vc=" + base64.urlsafe_b64encode(packer.compress(data) + packer.flush()).decode().rstrip("=")


def payload(name: str, data: bytes) -> Any:
    """A file as the browser's chooser hands it over."""
    return {"name": name, "mimeType": "application/json", "buffer": data}


def expect_verdict(page: Page, verdict: str) -> None:
    """Wait for a verdict."""
    expect(page.locator("#verify-result .verdict")).to_have_attribute("data-verdict", verdict, timeout=30_000)


def wait_until(page: Page, condition: str) -> None:
    """Wait until something holds on a page whose policy lets nobody run text."""
    page.evaluate(f"""() => new Promise(done => {{
        const timer = setInterval(() => {{ if ({condition}) {{ clearInterval(timer); done() }} }}, 50)
    }})""")


# ---- links ----


def test_a_link_is_checked_and_leaves_the_address_at_once(root: Path, open_page: OpenPage) -> None:
    """The credential in a fragment is checked; neither the address nor the history keeps it."""
    page = open_page(f"verify/{link_to(example(root, 'revoked'))}")
    assert page.evaluate("location.href").endswith("/verify/")
    expect_verdict(page, "withdrawn")
    page.evaluate(f"location.hash = {json.dumps(link_to(example(root, 'expired')))}")
    expect_verdict(page, "expired")
    assert "vc=" not in page.evaluate("location.href")
    page.go_back()
    assert "vc=" not in page.evaluate("location.href")


def test_a_cut_link_says_so(root: Path, open_page: OpenPage) -> None:
    """A link that lost its end on the way is no verdict on anybody."""
    page = open_page(f"verify/{link_to(example(root, 'valid'))[:-40]}")
    expect(page.locator("#verify-result")).to_contain_text("does not hold a whole credential")
    assert "vc=" not in page.evaluate("location.href")


# ---- paste ----

_PASTE = """([text, file]) => {
  const data = new DataTransfer()
  if (file) data.items.add(new File([text], file)); else data.setData('text/plain', text)
  document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
}"""


@pytest.mark.parametrize("file", [None, "pasted.json"])
def test_what_is_pasted_anywhere_is_checked(root: Path, open_page: OpenPage, file: str | None) -> None:
    """Text or a file in the clipboard is checked wherever on the page it is pasted."""
    page = open_page("verify/")
    page.evaluate(_PASTE, [example(root, "on-hold").decode(), file])
    expect_verdict(page, "on_hold")
    expect(page.locator(".when")).to_contain_text(file or "Pasted text")


def test_a_pasted_link_is_the_credential_it_carries(root: Path, open_page: OpenPage) -> None:
    """A whole link can be pasted as well; an address without a credential is called what it is."""
    page = open_page("verify/")
    page.evaluate(_PASTE, [f"https://registry.society.example/verify/{link_to(example(root, 'valid'))}", None])
    expect_verdict(page, "valid")
    page.evaluate(_PASTE, ["https://registry.society.example/", None])
    expect(page.locator("#verify-result")).to_contain_text("This is an address and not a credential")


def test_the_paste_button_reads_the_clipboard(root: Path, chromium: Browser, origin: str) -> None:
    """With the person's leave the button takes the text from the clipboard itself."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.clock.set_fixed_time(MOMENT)
    page.goto(f"{origin}/verify/")
    page.evaluate("text => navigator.clipboard.writeText(text)", example(root, "valid").decode())
    page.get_by_role("button", name="Paste").click()
    expect_verdict(page, "valid")
    context.close()


# ---- camera ----

_CAMERA = """(rows) => {
  const size = 8, canvas = document.createElement('canvas')
  canvas.width = canvas.height = (rows.length + 8) * size
  const drawing = canvas.getContext('2d')
  const draw = () => {
    drawing.fillStyle = '#fff'
    drawing.fillRect(0, 0, canvas.width, canvas.height)
    drawing.fillStyle = '#000'
    rows.forEach((row, y) => [...row].forEach((dark, x) => {
      if (dark === '1') drawing.fillRect((x + 3) * size, (y + 3) * size, size, size)
    }))
  }
  const timer = setInterval(draw, 40)
  navigator.mediaDevices.getUserMedia = async () => {
    draw()
    window.stream = canvas.captureStream(25)
    return window.stream
  }
}"""


def code_for(root: Path, text: str) -> list[str]:
    """The squares of a QR code, a row a text."""
    program = (
        "import qr from 'qr'; const rows = qr(process.argv[1], 'raw', {ecc: 'low', border: 1});"
        "console.log(rows.map((row) => row.map(Number).join('')).join('\\n'))"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program, text], cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_camera_reads_a_code_here(root: Path, open_page: OpenPage) -> None:
    """A link in a QR code is read by the library that comes with the site, checked, and the camera goes off."""
    page = open_page("verify/")
    fragment = link_to(example(root, "valid"))
    page.evaluate(_CAMERA, code_for(root, f"https://registry.society.example/verify/{fragment}"))
    page.get_by_role("button", name="Use the camera").click()
    expect_verdict(page, "valid")
    assert ["ended"] == page.evaluate("stream.getTracks().map(track => track.readyState)")


def test_the_browsers_own_reader_is_asked_first(root: Path, open_page: OpenPage) -> None:
    """Where a browser reads QR codes itself, its answer is taken."""
    page = open_page("verify/")
    page.evaluate(_CAMERA, ["1"])
    page.evaluate(
        """text => { window.BarcodeDetector = class {
          static async getSupportedFormats() { return ['qr_code'] }
          async detect() { return [{rawValue: text}] }
        } }""",
        example(root, "expired").decode(),
    )
    page.get_by_role("button", name="Use the camera").click()
    expect_verdict(page, "expired")
    expect(page.locator(".when")).to_contain_text("Read by the camera")


def test_a_camera_that_is_refused_says_what_else_to_do(open_page: OpenPage) -> None:
    """No camera, or no leave to use it: the other ways are named. And it can be turned off again."""
    page = open_page("verify/")
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = async () => { throw new Error('no') } }")
    page.get_by_role("button", name="Use the camera").click()
    expect(page.locator("#verify-result")).to_contain_text("Choose or paste the credential instead")
    page.evaluate(_CAMERA, ["1"])
    page.get_by_role("button", name="Use the camera").click()
    page.get_by_role("button", name="Turn the camera off").click()
    expect(page.locator("#verify-result")).to_be_empty()
    wait_until(page, "stream.getTracks().every(track => track.readyState === 'ended')")


# ---- while it is busy ----


def test_a_check_can_be_stopped(root: Path, open_page: OpenPage) -> None:
    """While a check runs there is a way to stop it, after which nothing was decided and another can begin."""
    page = open_page("verify/")
    page.route("**/status/*.json", lambda _: None)  # never answered
    page.locator("#verify-file").set_input_files(payload("a.json", example(root, "valid")))
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#verify-result")).to_contain_text("Nothing was decided")
    page.unroute("**/status/*.json")
    page.locator("#verify-file").set_input_files(payload("a.json", example(root, "valid")))
    expect_verdict(page, "valid")


# ---- many files ----


def choose_many(root: Path, page: Page) -> None:
    """Four files, one of them with a name that a spreadsheet would run."""
    names = [("=1+1.json", "valid"), ("b.json", "revoked"), ("c.json", "expired")]
    files = [payload(file, example(root, name)) for file, name in names]
    page.locator("#verify-file").set_input_files([*files, payload("d.txt", b"nothing")])
    expect(page.get_by_role("button", name="Save as a CSV file")).to_be_visible(timeout=60_000)


def test_many_files_are_a_table_whose_rows_open(root: Path, open_page: OpenPage) -> None:
    """Each file has its row, in the order chosen; a row opens its report, and back is where one was."""
    page = open_page("verify/")
    choose_many(root, page)
    rows = [row.inner_text().split("\t") for row in page.locator("table.many tbody tr").all()]
    assert ["=1+1.json", "b.json", "c.json", "d.txt"] == [row[0] for row in rows]
    assert ["valid", "withdrawn", "expired", "not readable"] == [row[1].strip() for row in rows]
    assert ["Alex Example", "2 March 2029", ""] == [rows[0][2], rows[0][4], rows[3][2].strip()]
    page.get_by_role("button", name="b.json").press("Enter")
    expect(page.locator("#verify-result h2:visible")).to_have_text("This credential has been withdrawn")
    page.get_by_role("button", name="Back to the list").press("Enter")
    assert "b.json" == page.evaluate("document.activeElement.textContent")


def test_the_table_is_saved_as_csv(root: Path, open_page: OpenPage) -> None:
    """The CSV file has every row, the days as they are signed, and nothing that a spreadsheet would run."""
    page = open_page("verify/")
    choose_many(root, page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a CSV file").click()
    assert re.fullmatch(r"check-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert ["File", "Verdict", "Holder"] == head[:3]
    assert ["'=1+1.json", "b.json", "c.json", "d.txt"] == [row[0] for row in rows]
    assert ["withdrawn", "status_revoked"] == [rows[1][1], rows[1][5]]
    assert "2029-03-02T23:59:59Z" == rows[0][4]


def test_many_files_read_the_site_once(root: Path, open_page: OpenPage) -> None:
    """However many files, each address of the site is asked for once."""
    page = open_page("verify/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    choose_many(root, page)
    assert 1 == len([url for url in asked if url.endswith("/registry.json")])


# ---- other hosts ----


@pytest.fixture
def stranger(chromium: Browser, origin: str, root: Path) -> Iterator[tuple[Page, list[str], bytes]]:
    """A page whose browser reaches one other host, what was asked of it, and a credential from there."""
    folder = root / "tests" / "cases" / "stranger-web"
    documents = json.loads((folder / json.loads((folder / "case.json").read_bytes())["documents"]).read_bytes())
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        found = documents.get(route.request.url)
        if found is None:
            route.fulfill(status=404)
        else:
            headers = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(status=200, body=json.dumps(found), headers=headers, content_type="application/json")

    context = chromium.new_context()
    context.route(re.compile(r"^https://"), answer)
    page = context.new_page()
    page.clock.set_fixed_time(MOMENT)
    page.goto(f"{origin}/verify/")
    yield page, asked, (folder / "credential.json").read_bytes()
    context.close()


def test_another_host_is_asked_after_the_person_agreed(stranger: tuple[Page, list[str], bytes]) -> None:
    """The first page names the host and asks nobody; the second asks it, once agreed, and keeps nothing."""
    page, asked, data = stranger
    page.locator("#verify-file").set_input_files(payload("stranger.json", data))
    expect_verdict(page, "unfinished")
    ask = page.locator(".ask")
    expect(ask).to_contain_text("elsewhere.example learns your network address")
    expect(ask).to_contain_text("https://elsewhere.example/.well-known/did.json")
    assert [] == asked
    ask.get_by_role("button", name="Ask elsewhere.example").press("Enter")
    page.wait_for_url("**/verify/others.html")
    expect_verdict(page, "unknown_issuer")
    expect(page.locator("#verify-agreed")).to_have_text("You agreed that elsewhere.example may be asked.")
    assert ["https://elsewhere.example/.well-known/did.json"] == asked
    assert 0 == page.evaluate("sessionStorage.length")
    page.reload()
    expect(page.locator("#verify-result")).to_contain_text("There is nothing to check here")


def test_the_second_page_asks_nobody_before_the_proof_holds_but_for_the_identity(
    stranger: tuple[Page, list[str], bytes],
) -> None:
    """A changed copy gets no further than the issuer's identity document, whatever hosts it names."""
    page, asked, data = stranger
    document = json.loads(data)
    document["name"] = "Changed"
    document["relatedResource"] = [{"id": "https://elsewhere.example/tracker", "digestSRI": "sha256-" + "A" * 43 + "="}]
    page.locator("#verify-file").set_input_files(payload("changed.json", json.dumps(document).encode()))
    expect_verdict(page, "unfinished")
    page.get_by_role("button", name="Ask elsewhere.example").click()
    expect_verdict(page, "altered")
    assert ["https://elsewhere.example/.well-known/did.json"] == asked


def test_the_second_page_asks_only_hosts_that_were_agreed(stranger: tuple[Page, list[str], bytes]) -> None:
    """A host that nobody agreed to is not asked from the second page either: it asks the person first."""
    page, asked, data = stranger
    hand_over = {"name": "a.json", "hosts": ["other.example"], "file": base64.b64encode(data).decode()}
    page.evaluate("text => sessionStorage.setItem('testamur-hand-over', text)", json.dumps(hand_over))
    page.goto(page.url + "others.html")
    expect_verdict(page, "unfinished")
    assert [] == asked
    page.get_by_role("button", name="Ask elsewhere.example").click()
    expect_verdict(page, "unknown_issuer")


# ---- lists seen before ----


def test_an_older_list_than_one_seen_before_is_not_relied_on(root: Path, open_page: OpenPage) -> None:
    """After a newer list was seen, an older one leaves the check unfinished; what is kept names no credential."""
    page = open_page("verify/")
    page.locator("#verify-file").set_input_files(payload("a.json", example(root, "valid")))
    expect_verdict(page, "valid")
    kept = json.loads(page.evaluate("localStorage.getItem('testamur-lists')"))
    (address,) = kept
    assert address.startswith("https://registry.society.example/issuers/example-society/status/")
    assert ["testamur-lists"] == page.evaluate("Object.keys(localStorage)")
    page.evaluate("text => localStorage.setItem('testamur-lists', text)", json.dumps({address: "2026-11-19T00:00:00Z"}))
    page.locator("#verify-file").set_input_files(payload("a.json", example(root, "valid")))
    expect_verdict(page, "unfinished")
    expect(page.locator("#verify-result")).to_contain_text("older than one that this browser has seen before")


# ---- the record ----


def test_the_check_record_is_one_sheet_with_everything(root: Path, open_page: OpenPage) -> None:
    """Printed: file, digest, verdict, time, facts, list and dates, key, verifier and its digest, lines to sign."""
    page = open_page("verify/")
    page.evaluate("window.print = () => { window.printed = true }")
    data = example(root, "valid")
    page.locator("#verify-file").set_input_files(payload("valid.json", data))
    expect_verdict(page, "valid")
    page.get_by_role("button", name="Print the check record").click()
    wait_until(page, "window.printed === true")
    page.emulate_media(media="print")
    sheet = page.locator("#verify-record").inner_text()
    program = page.evaluate("fetch('worker.js').then(answer => answer.text())")
    for words in (
        *("Check record", "This credential is valid", "valid.json", hashlib.sha256(data).hexdigest()),
        *("20 November 2026, 12:00 UTC", "Alex Example", "A2-3XM9W", "/status/", "15 November 2026"),
        *("#z6Mk", "Testamur 0.1.0", hashlib.sha256(program.encode()).hexdigest(), "Date and signature"),
    ):
        assert words in sheet
    assert not page.locator("#verify-drop").is_visible()
    assert not page.locator("#verify-result").is_visible()
    assert 1 == len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator("#verify-result").is_visible()
    assert "" == page.locator("#verify-record").inner_text()


def test_the_verifiers_digest_is_shown_and_published(root: Path, open_page: OpenPage) -> None:
    """What checked it is named by version and digest, and the digest is the published one."""
    page = open_page("verify/")
    page.locator("#verify-file").set_input_files(payload("a.json", example(root, "valid")))
    expect_verdict(page, "valid")
    page.get_by_text("What checked it").click()
    published = page.evaluate("fetch('digests.json').then(answer => answer.json())")["worker.js"]
    expect(page.locator("#verify-result")).to_contain_text(f"worker.js: SHA-256 {published}")


def test_the_seal_stands_beside_a_valid_verdict_alone(root: Path, open_page: OpenPage) -> None:
    """The seal of the version is shown once everything holds, and for nothing else."""
    page = open_page("verify/")
    page.locator("#verify-file").set_input_files(payload("a.json", example(root, "valid")))
    expect_verdict(page, "valid")
    seal = page.locator(".verdict figure img")
    expect(seal).to_be_visible()
    assert page.evaluate("document.querySelector('.verdict figure img').decode().then(() => true)")
    page.locator("#verify-file").set_input_files(payload("a.json", example(root, "revoked")))
    expect_verdict(page, "withdrawn")
    expect(seal).to_have_count(0)
