"""What the verify page asks once the proof holds: whose the credential is, and whether there is a newer version."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.society import answer_elsewhere, become_society, case, choose, documents_of, expect_verdict

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
Look = Callable[[str, dict[str, object]], tuple[Page, list[str]]]
WHO = "Noa.Marlow@Harbour.Example"


def ask_whose(page: Page, who: str) -> None:
    """Type into the field and press Enter."""
    field = page.get_by_label("The e-mail address that the holder gave you")
    field.fill(who)
    field.press("Enter")


# ---- whose it is ----


@pytest.mark.parametrize(
    ("name", "who", "verdict", "answer", "outcome"),
    [
        ("recipient-mail-hash", f" {WHO} ", "valid", f"yes It was awarded to {WHO}.", "passed"),
        ("recipient-mail-hash", "kit@harbour.example", "caution", "no It was not awarded to kit@", "failed"),
        ("recipient-mail-hash-md5", WHO, "caution", f"could not be checked Asked about {WHO}.", "could not be checked"),
    ],
)
def test_whose_it_is_can_be_asked(
    root: Path, open_page: OpenPage, name: str, who: str, verdict: str, answer: str, outcome: str
) -> None:
    """The answer takes the focus and is announced, stands in the steps, and lowers the verdict as the list says."""
    page = open_page("verify/")
    become_society(root, page)
    choose(page, case(root, name))
    expect_verdict(page, "valid")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    ask_whose(page, who)
    expect(page.locator(".answer")).to_be_focused(timeout=30_000)
    expect_verdict(page, verdict)
    expect(page.locator(".answer")).to_contain_text(answer)
    expect(page.get_by_role("status")).to_contain_text(answer)
    expect(page.locator('[data-step="recipient"] .o')).to_have_text(outcome)
    # Neither sent nor kept, in any spelling.
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, location.href, document.cookie])")
    local = who.strip().partition("@")[0].lower()
    assert [] == [text for text in [*asked, kept] if local in text.lower()]


def test_the_first_answer_is_the_persons_question(root: Path, open_page: OpenPage) -> None:
    """Where it is somebody else's the headline says that; another address can be compared at once."""
    page = open_page("verify/")
    become_society(root, page)
    choose(page, case(root, "recipient-mail-hash"))
    ask_whose(page, "kit@harbour.example")
    expect(page.locator(".verdict h2")).to_have_text("Genuine, but not this person's", timeout=30_000)
    expect(page.locator(".next")).to_have_text(
        "Do not take it for this person's unless another address of theirs fits."
    )
    page.get_by_role("button", name="Compare another").press("Enter")
    expect(page.get_by_label("The e-mail address that the holder gave you")).to_be_focused()
    ask_whose(page, WHO)
    expect(page.locator(".verdict h2")).to_have_text("This credential is valid", timeout=30_000)


def test_what_names_nobody_is_not_compared(root: Path, open_page: OpenPage) -> None:
    """Anything that is neither an e-mail address nor a DID is told at the field, and nothing is checked."""
    page = open_page("verify/")
    become_society(root, page)
    choose(page, case(root, "recipient-mail-hash"))
    ask_whose(page, "Noa Marlow")
    field = page.get_by_label("The e-mail address that the holder gave you")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "This is neither an e-mail address nor a DID. It is compared on this device, and neither sent nor kept."
    )
    expect(page.locator(".answer")).to_have_count(0)


def test_nobody_is_asked_what_has_no_answer(root: Path, open_page: OpenPage) -> None:
    """A credential that names its holder by name alone asks nothing, and loads nothing more for it."""
    page = open_page("verify/")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    choose(page, (root / "tests" / "examples" / "valid.json").read_bytes())
    expect_verdict(page, "valid")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#recipient-who")).to_have_count(0)
    assert [] == [url for url in loaded if "page-" in url]


def test_several_credentials_are_asked_together(root: Path, open_page: OpenPage) -> None:
    """In a file of several one question is asked, and each credential has its answer by name."""
    page = open_page("verify/")
    become_society(root, page)
    inside = [json.loads(case(root, f"recipient-mail-{name}")) for name in ("hash", "plain", "hash-md5")]
    held = {"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiablePresentation"}
    choose(page, json.dumps(held | {"verifiableCredential": inside}).encode())
    ask_whose(page, WHO)
    answers = page.locator(".answer")
    expect(answers).to_have_count(3, timeout=30_000)
    assert ["yes", "yes", "could not be checked"] == answers.locator(".o").all_text_contents()
    expect(answers.first).to_contain_text("Simulation Facilitator: It was awarded to")


# ---- a newer version ----


@pytest.fixture
def looking(chromium: Browser, origin: str, root: Path) -> Iterator[Look]:
    """A way to open a case that has a newer version somewhere: the page at its verdict, and whom it asked."""
    context = chromium.new_context()

    def look(name: str, documents: dict[str, object]) -> tuple[Page, list[str]]:
        page = context.new_page()
        page.goto(f"{origin}/verify/")
        asked = answer_elsewhere(page, documents)
        become_society(root, page)
        choose(page, case(root, name))
        expect(page.locator("#further-newer")).to_be_visible(timeout=30_000)
        return page, asked

    yield look
    context.close()


def test_a_newer_version_takes_the_place_of_the_file(root: Path, looking: Look) -> None:
    """The host is named before it is asked; then all that stands there is said of the newer version."""
    page, asked = looking("refresh-agreed", documents_of(root, "refresh-agreed"))
    section = page.get_by_role("region", name="Is there a newer version?")
    expect(section).to_contain_text("https://renewals.example/7")
    expect(section).to_contain_text("renewals.example learns your network address")
    assert [] == asked
    section.get_by_role("button", name="Ask renewals.example").press("Enter")
    page.wait_for_url("**/verify/others.html")
    expect(page.locator(".answer")).to_be_focused(timeout=30_000)
    expect(page.locator(".answer")).to_contain_text("There is a newer version, and all that stands here is said of it.")
    expect(page.locator(".answer")).to_contain_text("The file that you opened: expired; valid until: 31 October 2026.")
    assert ["https://renewals.example/7"] == asked
    assert 0 == page.evaluate("sessionStorage.length")
    page.get_by_role("button", name="Check another").click()
    page.wait_for_url("**/verify/")


def test_a_newer_version_that_is_not_there_changes_nothing_but_says_so(
    looking: Look,
) -> None:
    """Where nothing is there that is told, the verdict is a caution, and the report stays that of the file."""
    page, asked = looking("refresh-same", {})
    page.get_by_role("button", name="Ask society.example").click()
    page.wait_for_url("**/verify/others.html")
    expect(page.locator(".answer")).to_contain_text("could not be reached", timeout=30_000)
    expect(page.locator(".answer")).to_contain_text("All that stands here is said of the file that you opened.")
    expect_verdict(page, "caution")
    assert ["https://society.example/newer/7"] == asked
