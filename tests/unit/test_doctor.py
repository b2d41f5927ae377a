"""The judgement of `testamur doctor`, without a disk or a network: what facts mean."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from testamur.doctor import Advice, Outcome, advise_live, exit_code, needed_files
from testamur.doctor.live import ORIGIN
from testamur.served import Reply, Trouble

NOW = datetime(2026, 3, 2, tzinfo=UTC)
BASE = "https://registry.society.example/"
COMMIT = "a" * 40
TREE = {
    "index.html": b"<p>",
    "registry.json": b'{"commit": "%s"}' % COMMIT.encode(),
    ".well-known/did.json": b"{}",
    "issuers/s/ledger/a1/0.json": b"{}",
    "issuers/s/did.json": b"{}",
    "issuers/s/status/a1.json": b"{}",
    "verify/page.js": b"1",
    "credentials/x/1.0/achievement.json": b"{}",
}
NEEDED = needed_files(TREE)


def advice(*outcomes: Outcome) -> list[Advice]:
    """Advice of these outcomes."""
    return [Advice(id="x", outcome=outcome, message="m") for outcome in outcomes]


def reply(path: str, **other: object) -> Reply:
    """A good answer for a path, but for what is named."""
    kinds = {"json": "application/json", "js": "text/javascript"}
    good: dict[str, object] = {
        "address": BASE + path,
        "status": 200,
        "content_type": kinds.get(path.rpartition(".")[2], "text/html; charset=utf-8"),
        "allow_origin": "*",
        "body": TREE.get(path, b"<p>"),
        "certificate_until": NOW + timedelta(days=60),
    }
    return Reply(**{**good, **other})  # type: ignore[arg-type] # the fields are those of the class


def answers() -> dict[str, Reply]:
    """Good answers for everything."""
    return {each.path: reply(each.path) for each in NEEDED}


def told(served: dict[str, Reply], commit: str | None = COMMIT) -> list[tuple[str, Outcome]]:
    """What is said of the answers."""
    return [(each.id, each.outcome) for each in advise_live(BASE, commit, NEEDED, served, NOW)]


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ((), 0),
        (("good",), 0),
        (("good", "soon"), 0),
        (("unknown", "soon"), 3),
        (("to_do", "good"), 1),
        (("unknown", "to_do"), 1),
    ],
)
def test_exit_code(outcomes: tuple[Outcome, ...], expected: int) -> None:
    """Something to do is 1, before 3 for what could not be looked at; what is only due soon is 0."""
    assert expected == exit_code(advice(*outcomes))


def test_what_is_needed() -> None:
    """Registry and page come first, the ledger last, and what no verifier asks for by itself is left out."""
    expected = [
        "registry.json",
        "verify/",
        ".well-known/did.json",
        "issuers/s/did.json",
        "issuers/s/status/a1.json",
        "verify/page.js",
        "issuers/s/ledger/a1/0.json",
    ]
    assert expected == [each.path for each in NEEDED]


def test_everything_in_order() -> None:
    """With good answers there is one line, and it is good."""
    assert [("served", "good")] == told(answers())


def test_types_that_are_as_good() -> None:
    """A more exact type of JSON, the older names of JavaScript, capital letters and parameters are right too."""
    kinds = {
        "issuers/s/did.json": "application/did+ld+json",
        "verify/page.js": "Application/X-JavaScript;charset=UTF-8",
    }
    served = answers() | {path: reply(path, content_type=kind) for path, kind in kinds.items()}
    assert [("served", "good")] == told(served)
    assert [("content-type", "to_do")] == told(answers() | {"verify/": reply("verify/", content_type="text/plain")})


@pytest.mark.parametrize(("origin", "expected"), [(ORIGIN, "served"), ("null", "cors"), ("*, *", "cors"), ("", "cors")])
def test_who_may_read(origin: str, expected: str) -> None:
    """Every origin, or the one that asks; anything else locks other people's verifiers out."""
    served = answers() | {"issuers/s/did.json": reply("issuers/s/did.json", allow_origin=origin)}
    assert [expected] == [id for id, _ in told(served)]


def test_hidden_files_have_advice_of_their_own() -> None:
    """Where a dot folder is not served, the advice names the setting that leaves them out."""
    served = answers() | {".well-known/did.json": reply(".well-known/did.json", status=404, body=b"")}
    (each,) = advise_live(BASE, COMMIT, NEEDED, served, NOW)
    assert (True, True) == ("(404): .well-known/did.json" in each.message, "include-hidden-files" in each.command)


@pytest.mark.parametrize("trouble", get_args(Trouble))
def test_every_trouble_has_words(trouble: Trouble) -> None:
    """A host that can't be reached is told in words with advice, whatever the trouble, and nothing else is said."""
    served = {"registry.json": reply("registry.json", trouble=trouble)}
    (each,) = advise_live(BASE, COMMIT, NEEDED, served, NOW)
    assert ("reached", "unknown", True) == (each.id, each.outcome, each.command != "")
    assert each.message.startswith(f"{BASE} ")


def test_what_was_not_asked_any_more() -> None:
    """Files that nobody asked for, because the host had gone silent, are counted and never taken for good."""
    served = {path: answer for path, answer in answers().items() if path in {"registry.json", "verify/"}}
    assert [("reached", "unknown")] == told(served)


def test_files_of_no_commit() -> None:
    """Files here that differ from every commit are compared with nothing, and that needs nobody today."""
    changed = answers() | {"issuers/s/status/a1.json": reply("issuers/s/status/a1.json", body=b"other")}
    assert [("commit", "soon"), ("served", "good")] == told(changed, commit=None)
    assert [("commit", "to_do"), ("served", "good")] == told(changed, commit="b" * 40)
    assert [("same-bytes", "to_do")] == told(changed)


@pytest.mark.parametrize(("days", "expected"), [(13, ["certificate", "served"]), (14, ["served"])])
def test_the_certificate(days: int, expected: list[str]) -> None:
    """Less than two weeks before its end the certificate of the host was not renewed."""
    served = answers() | {"registry.json": reply("registry.json", certificate_until=NOW + timedelta(days=days))}
    assert expected == [id for id, _ in told(served)]
