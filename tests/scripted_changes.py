"""A scripted history: one change after another, each of a kind that a reviewer meets, from the harmless to the hostile.

A step edits the working tree of `repository` on a branch of its own. What is fine is merged and is there for the next
step; what breaks a rule over time is looked at and dropped.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.repository import Repository
from tests.society import DEFINITION, SLUG

INDEX = f"credentials/{DEFINITION}/index.md"
OTHER = "wound-care-basics"
OTHER_INDEX = f"credentials/{OTHER}/index.md"
ISSUER = f"issuers/{SLUG}/index.md"


@dataclass(frozen=True, slots=True)
class Step:
    """A change with its name, what it does, whether it is merged, and the codes that the rules over time say."""

    name: str
    change: Callable[[Repository], None]
    merged: bool = True
    refused: tuple[str, ...] = ()


def _definition_added(repository: Repository) -> None:
    text = (repository.root / INDEX).read_text(encoding="utf-8")
    text = text.replace("title: Telephone and video triage for rural nurses", "title: Wound care for rural nurses")
    text = text.replace("badge: badge.svg\n", "").replace("type: certificate", "type: digital-badge")
    repository.write(OTHER_INDEX, text)


def _draft_renumbered(repository: Repository) -> None:
    repository.replace(OTHER_INDEX, 'version: "1.0"', 'version: "1.1"')
    repository.replace(OTHER_INDEX, "cost: 40 example crowns", "cost: none")


def _first_awards(repository: Repository) -> None:
    people = repository.root.parent / "people.csv"
    people.write_text("name\n" + "".join(f"Person {n} Example\n" for n in range(1, 8)), encoding="utf-8")
    repository.done("issue", DEFINITION, str(people))


def _new_version(repository: Repository) -> None:
    repository.replace(INDEX, 'version: "1.0"', 'version: "1.1"')
    repository.replace(INDEX, "finding out\n  quickly whether", "finding out\n  within two minutes whether")
    repository.replace(INDEX, "period: P18M", "period: P3Y")
    repository.replace(INDEX, "  - Privacy and records\n", "")
    repository.replace(INDEX, "  - Danger signs first\n", "  - Danger signs first\n  - Calls at night\n")
    repository.replace(INDEX, "At least eight right", "At least nine right")
    repository.replace(INDEX, "which may be tried twice;", "which may be tried once;")
    svg = repository.root / f"credentials/{DEFINITION}/badge.svg"
    svg.write_bytes(svg.read_bytes().replace(b"</svg>", b"<circle cx='5' cy='5' r='1'/></svg>"))


def _awarded_version_edited(repository: Repository) -> None:
    repository.replace(INDEX, "period: P18M", "period: P5Y")


def _numbers(repository: Repository) -> list[str]:
    records = (repository.society.private / "people.csv").read_text(encoding="utf-8")
    return [line.split(",")[0] for line in records.splitlines()[1:]]


def _withdrawals(repository: Repository) -> None:
    one, two, three, four, *_ = _numbers(repository)
    repository.done("revoke", one, "--reason", "issued-in-error")
    repository.done("revoke", two, "--reason", "obtained-by-fraud")
    repository.done("suspend", three)
    repository.done("suspend", four)


def _unsigned_withdrawal(repository: Repository) -> None:
    number = _numbers(repository)[4]
    entry = next(
        json.loads((repository.root / path).read_text(encoding="utf-8"))
        for path in repository.society.ledger()
        if number.startswith("A1") and repository_number(repository, path) == number
    )
    event = {
        "number": number,
        "list": entry["list"],
        "index": entry["index"],
        "sequence": 1,
        "event": "revoke",
        "reason": "no-longer-met",
        "date": repository.society.now.date().isoformat(),
    }
    repository.write(f"issuers/{SLUG}/withdrawals/{number}/1.json", json.dumps(event, indent=2) + "\n")


def repository_number(repository: Repository, path: str) -> str:
    """The credential number of a ledger entry's file."""
    from testamur.number import number_from  # noqa: PLC0415 - beside its only use

    entry = json.loads((repository.root / path).read_text(encoding="utf-8"))
    return number_from(entry["list"], entry["index"])


def _signed_and_reinstated(repository: Repository) -> None:
    repository.done("sign")
    repository.done("reinstate", _numbers(repository)[2])


def _bit_lost(repository: Repository) -> None:
    earlier = repository.git("log", "--format=%H", "--diff-filter=A", "--", f"issuers/{SLUG}/status/a1.json").stdout
    repository.git("checkout", earlier.split()[-1], "--", f"issuers/{SLUG}/status")


def _second_key(repository: Repository) -> None:
    first = repository.first(f"issuers/{SLUG}/keys/*.json").rpartition("/")[2].removesuffix(".json")
    repository.done("keys", "new", "--issuer", SLUG)
    repository.done("keys", "retire", first)


def _key_compromised(repository: Repository) -> None:
    path = next(
        path
        for path in sorted(repository.society.files())
        if "/keys/" in path and '"retired": null' not in (repository.root / path).read_text(encoding="utf-8")
    )
    now = repository.society.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    declared = json.dumps({"declared": now, "trusted": {}})
    repository.replace(path, '"compromised": null', f'"compromised": {declared}')


def _key_made_good_again(repository: Repository) -> None:
    paths = [path for path in sorted(repository.society.files()) if "/keys/" in path]
    for path in paths:
        file = json.loads((repository.root / path).read_text(encoding="utf-8"))
        repository.write(path, json.dumps({**file, "retired": None, "compromised": None}, indent=2) + "\n")


def _key_and_list_removed(repository: Repository) -> None:
    (repository.root / repository.first(f"issuers/{SLUG}/keys/*.json")).unlink()
    (repository.root / f"issuers/{SLUG}/status/a1-holds.json").unlink()


def _published_version_touched(repository: Repository) -> None:
    repository.replace(f"credentials/{DEFINITION}/versions/1.0/index.md", "40 example crowns", "50 example crowns")
    (repository.root / f"credentials/{DEFINITION}/versions/1.0/details.json").unlink()


def _ledger_and_withdrawals_cut(repository: Repository) -> None:
    for path in repository.society.ledger()[:3]:
        (repository.root / path).unlink()
    event = repository.first(f"issuers/{SLUG}/withdrawals/*/1.json")
    repository.replace(event, "2026-", "2025-")
    (repository.root / repository.first(f"issuers/{SLUG}/withdrawals/*/2.json")).unlink()


def _draft_removed(repository: Repository) -> None:
    (repository.root / OTHER_INDEX).unlink()


def _awarded_definition_renamed(repository: Repository) -> None:
    repository.git("mv", f"credentials/{DEFINITION}", "credentials/triage")
    repository.git("mv", f"issuers/{SLUG}", "issuers/society")


def _lists_renewed(repository: Repository) -> None:
    repository.society.now = datetime(2027, 3, 1, 10, tzinfo=UTC)
    repository.done("sign")


def _two_issuers(repository: Repository) -> None:
    repository.replace("issuers/paper/index.md", "described_in: A paper", "described_in: A paper of 2025")
    repository.replace(ISSUER, "until: 2027-06-30", "until: 2029-06-30")
    repository.replace(ISSUER, "contact: office@society.example", "contact: education@society.example")
    repository.replace(ISSUER, "A fictional society.", "A fictional society of nurses.")


def _moved_silently(repository: Repository) -> None:
    repository.replace("registry.yaml", "https://registry.society.example/", "https://badges.society.example/")
    repository.replace("registry.yaml", "languages: [en]", "languages: [en, es]")


def _moved(repository: Repository) -> None:
    repository.replace(
        "registry.yaml",
        "base_url: https://registry.society.example/",
        "base_url: https://badges.society.example/\nmoved_from:\n"
        "  - base_url: https://registry.society.example/\n    moved: 2027-03-01",
    )
    repository.done("sign")


def _move_forgotten(repository: Repository) -> None:
    repository.replace(
        "registry.yaml", "moved_from:\n  - base_url: https://registry.society.example/\n    moved: 2027-03-01\n", ""
    )


def _beside_the_records(repository: Repository) -> None:
    repository.write(".github/workflows/check.yml", "on: pull_request\n")
    repository.write(".github/CODEOWNERS", "* @somebody\n")
    repository.write("mkdocs.yml", "plugins: []\n")
    repository.write("templates/page.html", "<p>{{ page }}</p>\n")
    repository.write("site/verifier/check.js", "export {};\n")
    repository.write("README.md", "# Ours\n")
    repository.write("credentials/notes.txt", "What is this?\n")
    (repository.root / "credentials" / "link.svg").symlink_to("/etc/passwd")
    (repository.root / f"credentials/{DEFINITION}/other.svg").symlink_to("../../registry.yaml")


def _broken(repository: Repository) -> None:
    repository.replace(INDEX, "title: Telephone", "title: [Telephone")
    repository.write(repository.first(f"issuers/{SLUG}/keys/*.json"), "{")
    repository.write("registry.yaml", "name: a: b\n")
    repository.write(f"issuers/{SLUG}/withdrawals/A1-XXXXX/one.json", "[]")
    repository.write(f"issuers/{SLUG}/status/a1.json", '{"credentialSubject": {"encodedList": "uAAAA"}}')


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> ![spy](https://spy.example/a.gif) "
    "[click](https://evil.example) https://evil.example www.evil.example evil.example @octocat @org/team #1 GH-1 "
    "org/repo#2 !3 $4 %5 ~6 &7 0123abcdef0 ``` `code` {{ 7*7 }} {% raw %} ${{ secrets.X }} $x$ | a | b | "
    "jane.doe@mail.example ad\u200bmin **bold** _it_ ~~no~~ [^1] :tada: <!-- gone --> &lt;b&gt; "
    "javascript:alert(1) \\[x\\] ::set-output name=a::b"
)


def _hostile(repository: Repository) -> None:
    quoted = json.dumps(HOSTILE)
    path = "credentials/hostile/index.md"
    text = (repository.root / INDEX).read_text(encoding="utf-8")
    text = text.replace("title: Telephone and video triage for rural nurses", f"title: {quoted}")
    text = text.replace("badge: badge.svg\n", "").replace("approver: Education", f"approver: {quoted} #")
    repository.write(path, text)
    repository.replace(ISSUER, "mission: Good care.", f"mission: {quoted}")
    repository.replace(ISSUER, "A fictional society of nurses.", f"{HOSTILE}\n\n# Heading\n\n- item\n")
    for name in ("a\nb.txt", "`x`|<b>.txt", "@octocat #1.txt", "\u202etxt.exe", "jane.doe@mail.example.txt"):
        repository.write(f"notes/{name}", "")
    withdrawal = {"number": "x", "event": "<b>", "reason": "Jane Doe cheated", "date": "@octocat", "sequence": 1}
    repository.write(f"issuers/{SLUG}/withdrawals/@octocat/1.json", json.dumps({**withdrawal, "list": "a1"}))


def _nothing(repository: Repository) -> None:
    del repository


STEPS = (
    Step("definition-added", _definition_added),
    Step("draft-renumbered", _draft_renumbered),
    Step("first-awards", _first_awards),
    Step("awarded-version-edited", _awarded_version_edited, merged=False),
    Step("new-version", _new_version),
    Step("withdrawals", _withdrawals),
    Step("withdrawal-unsigned", _unsigned_withdrawal),
    Step("signed-and-reinstated", _signed_and_reinstated),
    Step("list-taken-back", _bit_lost, merged=False, refused=("past-list-bit-lost", "past-list-went-back")),
    Step("second-key", _second_key),
    Step("key-compromised", _key_compromised),
    Step("key-made-good-again", _key_made_good_again, merged=False, refused=("past-key-changed",)),
    Step(
        "key-and-list-removed", _key_and_list_removed, merged=False, refused=("past-key-removed", "past-list-removed")
    ),
    Step("published-version-touched", _published_version_touched, merged=False, refused=("past-version-changed",)),
    Step(
        "ledger-and-withdrawals-cut",
        _ledger_and_withdrawals_cut,
        merged=False,
        refused=("past-award-changed", "past-withdrawal-changed"),
    ),
    Step("draft-removed", _draft_removed),
    Step(
        "awarded-definition-renamed",
        _awarded_definition_renamed,
        merged=False,
        refused=(
            "past-award-changed",
            "past-definition-removed",
            "past-issuer-removed",
            "past-key-removed",
            "past-list-removed",
            "past-version-changed",
            "past-withdrawal-changed",
        ),
    ),
    Step("lists-renewed", _lists_renewed),
    Step("two-issuers", _two_issuers),
    Step("moved-silently", _moved_silently, merged=False, refused=("past-base-url-changed",)),
    Step("moved", _moved),
    Step("move-forgotten", _move_forgotten, merged=False, refused=("past-move-forgotten",)),
    Step("beside-the-records", _beside_the_records, merged=False),
    Step("broken", _broken, merged=False),
    Step("hostile", _hostile, merged=False),
    Step("nothing", _nothing),
)
