"""`testamur revoke`, `suspend`, `reinstate` and `sign`: what is declared and what the lists then say."""

import errno
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from testamur import canon, keys, proofs, status

from tests.society import DEFINITION, SLUG, Society, make_society


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society with one key and one award."""
    made = make_society(tmp_path, monkeypatch)
    made.ready()
    made.call("issue", DEFINITION, "--name", "Alex Example")
    return made


def number(society: Society) -> str:
    """The number of the one award."""
    return (society.private / "people.csv").read_text(encoding="utf-8").splitlines()[1].partition(",")[0]


def bits(society: Society) -> tuple[bool, bool]:
    """The award's bits in the list and in its holds, after both were verified."""
    index = json.loads((society.root / society.ledger()[0]).read_bytes())["index"]
    answers = []
    for name in ("a1.json", "a1-holds.json"):
        document = json.loads((society.root / "issuers" / SLUG / "status" / name).read_bytes())
        canon.check_closed(document)
        multikey = document["proof"]["verificationMethod"].partition("#")[2]
        proofs.verify_proof(document, key=keys.public_key_from_multibase(multikey))
        decoded = status.decode(document["credentialSubject"]["encodedList"], max_entries=131_072)
        assert sum(byte.bit_count() for byte in decoded.content) == decoded.get(index)
        answers.append(decoded.get(index))
    return answers[0], answers[1]


def check(society: Society) -> str:
    """What `check` says at the society's time."""
    return society.plain("check", "--root", str(society.root), "--at", "now").out


def test_hold_then_back_then_gone(society: Society) -> None:
    """A hold sets both bits, its end clears both, a withdrawal sets the first alone; the registry stays in order."""
    seen = [bits(society)]
    for command in (("suspend",), ("reinstate",), ("revoke", "--reason", "no-longer-met")):
        called = society.call(command[0], number(society).lower(), *command[1:])
        assert (0, f"{number(society)}\n") == (called.code, called.out), called.err
        seen.append(bits(society))
        assert "" == check(society)
    assert [(False, False), (True, True), (False, False), (True, False)] == seen


@pytest.mark.parametrize(
    ("first", "then", "complaint"),
    [
        (("revoke", "--reason", "superseded"), ("reinstate",), "nothing follows that"),
        (("revoke", "--reason", "superseded"), ("suspend",), "nothing follows that"),
        (("suspend",), ("suspend",), "is on hold already"),
        (("suspend",), ("suspend", "--date", "2026-03-01"), "2026-03-01 is before 2026-03-02, when"),
        ((), ("reinstate",), "is not on hold"),
        ((), ("suspend", "--date", "2026-03-03"), "2026-03-03 is still to come"),
        ((), ("suspend", "--date", "2026-03-01"), "when"),
    ],
)
def test_events_out_of_order(society: Society, first: tuple[str, ...], then: tuple[str, ...], complaint: str) -> None:
    """An event that can't follow the last one is refused, and nothing changes."""
    if first:
        assert 0 == society.call(first[0], number(society), *first[1:]).code
    before = society.files()
    called = society.call(then[0], number(society), *then[1:])
    assert 1 == called.code
    assert complaint in called.err
    assert before == society.files()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("A1-0000", "is not a credential number"), ("A1-04K7Y", "check character"), ("A1-04K7X", "was awarded")],
)
def test_number_of_nothing(society: Society, text: str, complaint: str) -> None:
    """A mistyped number, and one that nobody has, are told apart."""
    called = society.call("revoke", text, "--reason", "superseded")
    assert 1 == called.code
    assert complaint in called.err


@pytest.mark.parametrize("nth", [1, 2, 3, 4, 5, 6])
def test_full_disk_while_withdrawing(society: Society, monkeypatch: pytest.MonkeyPatch, nth: int) -> None:
    """A full disk at any sync takes the event and the lists back; running again does it."""
    before = society.files()
    count = 0
    real = os.fsync

    def fsync(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count == nth:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        called = society.call("revoke", number(society), "--reason", "superseded")
    assert 1 == called.code
    assert "can't be written: no space left on device" in called.err
    assert before == society.files()
    assert 0 == society.call("revoke", number(society), "--reason", "superseded").code
    assert (True, False) == bits(society)


def declare(society: Society, event: str, sequence: int, reason: str) -> None:
    """Declare an event by hand, as a pull request would."""
    entry = json.loads((society.root / society.ledger()[0]).read_bytes())
    folder = society.root / "issuers" / SLUG / "withdrawals" / number(society)
    folder.mkdir(parents=True, exist_ok=True)
    value = {"number": number(society), "list": "a1", "index": entry["index"], "sequence": sequence}
    value |= {"event": event, "reason": reason, "date": "2026-03-02"}
    (folder / f"{sequence}.json").write_text(json.dumps(value), encoding="utf-8")


@pytest.mark.parametrize(
    ("event", "reason"),
    [("revoke", "under-review"), ("revoke", "review-ended"), ("suspend", "review-ended"), ("reinstate", "superseded")],
)
def test_a_reason_of_another_event(society: Society, event: str, reason: str) -> None:
    """A reason that belongs to another event is refused by the command, by a declaration and by `check`."""
    if event == "reinstate":
        society.call("suspend", number(society))
    before = society.files()
    assert 2 == society.call(event, number(society), "--reason", reason).code
    options = ("--number", number(society), "--event", event, "--reason", reason)
    called = society.plain("new", "withdrawal", "--root", str(society.root), *options)
    assert (1, True) == (called.code, f"{reason} is no reason to {event}" in called.err)
    assert before == society.files()
    declare(society, event, 2 if event == "reinstate" else 1, reason)
    assert f"withdrawal-reason {reason} is no reason to {event}" in check(society)


def test_sign_brings_a_declared_event_into_the_lists(society: Society) -> None:
    """An event that was only declared awaits its signature until `sign` is run; after that nothing is left to sign."""
    declare(society, "revoke", 1, "superseded")
    assert "awaiting-signature" in check(society)
    called = society.call("sign")
    assert (0, f"issuers/{SLUG}/status/a1.json\n") == (called.code, called.out)
    assert ((True, False), "") == (bits(society), check(society))
    before = society.files()
    assert "testamur: nothing to sign\n" == society.call("sign").err
    assert before == society.files()


def test_sign_after_a_declared_end_of_a_hold(society: Society) -> None:
    """A reinstatement that was only declared can be signed too."""
    society.call("suspend", number(society))
    declare(society, "reinstate", 2, "review-ended")
    assert 0 == society.call("sign").code
    assert ((False, False), "") == (bits(society), check(society))


def test_sign_does_not_undo_a_lost_withdrawal(society: Society) -> None:
    """Where a withdrawal's file is gone, `sign` refuses instead of making the credential good again."""
    society.call("revoke", number(society), "--reason", "superseded")
    lost = next(path for path in society.files() if "/withdrawals/" in path)
    (society.root / lost).unlink()
    called = society.call("sign")
    assert 1 == called.code
    assert (True, False) == bits(society)


@pytest.mark.parametrize(
    ("day", "due"), [((2027, 1, 20), False), ((2027, 2, 1), False), ((2027, 2, 3), True), ((2027, 6, 1), True)]
)
def test_sign_renews_in_the_last_two_months(society: Society, day: tuple[int, int, int], due: bool) -> None:
    """Lists of 2026-03-02 end on 2027-04-02; they are signed anew from 60 days before that, also after it."""
    society.now = datetime(*day, 10, tzinfo=UTC)
    called = society.call("sign")
    assert (0, 2 if due else 0) == (called.code, len(re.findall("status/a1", called.out)))


def test_sign_leaves_what_is_not_due(society: Society) -> None:
    """What is not due by its bits is left as it is, byte for byte, whatever its compressed form."""
    path = society.root / "issuers" / SLUG / "status" / "a1.json"
    before = path.read_bytes()
    society.now = datetime(2026, 6, 1, tzinfo=UTC)
    society.call("sign")
    assert before == path.read_bytes()


def test_key_elsewhere(society: Society, tmp_path: Path) -> None:
    """Without the private half here nothing is declared, and the person is told where to run it."""
    before = society.files()
    awarded = number(society)
    society.private = tmp_path / "empty"
    called = society.call("revoke", awarded, "--reason", "superseded")
    assert (1, False) == (called.code, society.private.exists())
    assert "there is no private folder here" in called.err
    society.private.mkdir(mode=0o700)
    called = society.call("revoke", awarded, "--reason", "superseded")
    assert 1 == called.code
    assert "no current key of example-society is in" in called.err
    assert before == society.files()


def test_signing_for_the_last_time(society: Society) -> None:
    """With --until every list is signed, due or not, and is in force until the end of that day."""
    assert "nothing to sign" in society.call("sign").err
    called = society.call("sign", "--until", "2046-03-02")
    assert 0 == called.code, called.err
    assert [f"issuers/{SLUG}/status/a1.json", f"issuers/{SLUG}/status/a1-holds.json"] == called.out.splitlines()
    for path in called.out.splitlines():
        assert "2046-03-02T23:59:59Z" == json.loads((society.root / path).read_bytes())["validUntil"]
    society.now = datetime(2045, 12, 1, tzinfo=UTC)
    assert "status" not in check(society)
    assert "nothing to sign" in society.call("sign").err


@pytest.mark.parametrize("day", ["2026-03-02", "2056-04-02", "for ever"])
def test_signing_until_a_day_that_can_not_be(society: Society, day: str) -> None:
    """A day that has passed, one beyond thirty years and what is none are misuse, and nothing is signed."""
    before = society.files()
    called = society.call("sign", "--until", day)
    assert (2, True) == (called.code, called.err.startswith("testamur: --until: ")), called.err
    assert before == society.files()
