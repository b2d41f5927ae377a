"""What a person was given, on the verify page in a real Chromium: credentials in pictures, and several in one file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.casebook.baking import baked_svg, element, png_around
from tests.casebook.papers import locked, paper_around
from tests.casebook.presented_tokens import vp_jwt
from tests.casebook.presenting import by_holder, presented

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


def example(root: Path, name: str) -> bytes:
    """A holder's file of the example registry."""
    return (root / "tests" / "examples" / f"{name}.json").read_bytes()


def choose(page: Page, data: bytes, name: str) -> None:
    """Choose a file on the page."""
    page.locator("#verify-file").set_input_files({"name": name, "mimeType": "application/json", "buffer": data})


def test_a_picture_is_opened_and_never_drawn(root: Path, open_page: OpenPage) -> None:
    """A badge is judged by the credential in it, whatever the file is called, and a script in it does not run."""
    page = open_page("verify/")
    choose(page, png_around(example(root, "valid")), "badge.json")
    verdict = page.locator("#verify-result .verdict")
    expect(verdict).to_have_attribute("data-verdict", "valid", timeout=30_000)
    page.reload()
    drawn = baked_svg("<script>document.title = 'drawn'</script>", element(example(root, "revoked")))
    choose(page, drawn, "badge.svg")
    expect(verdict).to_have_attribute("data-verdict", "withdrawn", timeout=30_000)
    assert "drawn" != page.title()
    assert 0 == page.locator("#verify-result svg, #verify-result img").count()


def test_a_paper_is_opened_by_a_worker_of_its_own(root: Path, open_page: OpenPage) -> None:
    """A credential attached to a PDF is judged, and what opens it is loaded for a PDF alone."""
    page = open_page("verify/")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    verdict = page.locator("#verify-result .verdict")
    choose(page, example(root, "valid"), "paper.pdf")
    expect(verdict).to_have_attribute("data-verdict", "valid", timeout=60_000)
    assert "pdfium.wasm" not in loaded
    choose(page, paper_around(example(root, "revoked")), "credential.json")
    expect(verdict).to_have_attribute("data-verdict", "withdrawn", timeout=60_000)
    assert ["pdfium.wasm", "pdf-worker.js"] == [name for name in loaded if name.startswith("pdf")]
    choose(page, locked(example(root, "valid"), b"secret"), "paper.pdf")
    expect(verdict).to_have_attribute("data-verdict", "unreadable", timeout=60_000)
    expect(page.locator("#verify-result")).to_contain_text("opens with a password only")


def test_the_page_itself_may_not_run_the_program(chromium: Browser, origin: str) -> None:
    """The page's policy lets neither the page nor a worker made of a blob run WebAssembly."""
    page = chromium.new_page()
    page.goto(f"{origin}/verify/")
    told = page.evaluate("""async () => {
      const empty = [0, 97, 115, 109, 1, 0, 0, 0]
      const compiling = `WebAssembly.compile(new Uint8Array([${empty}]))`
      const text = `${compiling}.then(() => postMessage('runs'), () => postMessage('refused'))`
      const page = await WebAssembly.compile(new Uint8Array(empty)).then(() => 'runs', () => 'refused')
      const worker = new Worker(URL.createObjectURL(new Blob([text], {type: 'text/javascript'})))
      const blob = await new Promise((resolve) => worker.addEventListener('message', ({data}) => resolve(data)))
      return [page, blob]
    }""")
    page.close()
    assert ["refused", "refused"] == told


def test_each_credential_of_a_presentation_has_its_verdict(root: Path, open_page: OpenPage) -> None:
    """A file with two credentials shows two verdicts, each folded, and says that who presents was not checked."""
    held = [json.loads(example(root, name)) for name in ("valid", "revoked")]
    page = open_page("verify/")
    choose(page, json.dumps({"type": "VerifiablePresentation", "verifiableCredential": held}).encode(), "all.json")
    result = page.locator("#verify-result")
    expect(result.locator("details.one")).to_have_count(2, timeout=30_000)
    told = [line.get_attribute("data-verdict") for line in result.locator("details.one > summary").all()]
    assert ["valid", "withdrawn"] == told
    expect(result).to_contain_text("This file holds 2 credentials.")
    expect(result).to_contain_text("Who presents them was not checked")
    expect(result.locator("details.one .verdict").first).to_be_hidden()
    result.locator("details.one > summary").first.press("Enter")
    expect(result.locator("details.one .verdict").first).to_be_visible()


@pytest.mark.parametrize("form", ["proof", "token"])
def test_a_signed_presentation_has_a_verdict_of_its_own(root: Path, open_page: OpenPage, form: str) -> None:
    """What the signature of a presentation says stands first, is never green, and is no credential's verdict."""
    held = presented(json.loads(example(root, "valid")))
    page = open_page("verify/")
    choose(page, json.dumps(by_holder(held)).encode() if form == "proof" else vp_jwt(held), "signed")
    result = page.locator("#verify-result")
    expect(result.locator("details.one")).to_have_count(2, timeout=30_000)
    told = [line.get_attribute("data-verdict") for line in result.locator("details.one > summary").all()]
    assert ["caution", "valid"] == told
    expect(page.locator("#verify-status")).to_have_text("The presentation is signed, with a caution")
    result.locator("details.one > summary").first.press("Enter")
    own = result.locator("details.one").first
    expect(own.locator("h2")).to_have_text("The presentation is signed, with a caution")
    expect(own).to_contain_text("an old presentation could be shown again by somebody else")
    expect(result).not_to_contain_text("Who presents them was not checked")
