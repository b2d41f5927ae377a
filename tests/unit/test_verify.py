"""The verdict, the parts of a report, and the values the numbered list is made of."""

import argparse
import contextlib
import io
import itertools
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from testamur.cli import verify as command
from testamur.verify import (
    CAUTIONS,
    EXIT_CODES,
    STEP_IDS,
    Answer,
    Cache,
    Step,
    StepId,
    parse_registry,
    to_json,
    verdict_from_steps,
    verify_credential,
    verify_file,
)
from testamur.verify.entries import BITSTRING
from testamur.verify.lists import _bits_from_subject
from testamur.verify.outcomes import UncheckedError
from testamur.verify.report import reasons_from_steps
from testamur.verify.shape import holder_of, instant_ms, is_address, is_https_address, ms_from_datetime

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"
SITE = CASES / "_sites" / "society"
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)

# Every way a step can end, as far as the verdict can tell them apart: the reasons for failed and for could_not_check.
ENDINGS: dict[StepId, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "issuer": (("issuer_unknown",), ("registry_unreachable",)),
    "key": (("key_revoked",), ()),
    "dates": (("expired", "not_yet_valid"), ()),
    "status": (("status_revoked", "status_on_hold"), ("status_unreachable",)),
    "definition": (("definition_differs", "definition_not_published"), ("definition_unreachable",)),
    "ledger": (("ledger_differs", "not_in_ledger"), ("ledger_unreachable",)),
    "related": (("related_differs",), ("related_unreachable",)),
}


def endings(id: StepId) -> list[Step]:
    """Every way a step can end."""
    failed, unchecked = ENDINGS[id]
    return [
        Step(id=id, outcome="passed"),
        *(Step(id=id, outcome="failed", reason=reason) for reason in failed),
        *(Step(id=id, outcome="could_not_check", reason=reason) for reason in unchecked),
    ]


def all_steps(*ended: Step) -> tuple[Step, ...]:
    """Thirteen steps, passed but for those given."""
    by_id = {step.id: step for step in ended}
    return tuple(by_id.get(id, Step(id=id, outcome="passed")) for id in STEP_IDS)


def verdict_by_the_document(reasons: set[str]) -> str:
    """The table of docs/verification.md read another way: by the reasons, for checks that reached step 5."""
    unreached = {name for name in reasons if name.endswith("_unreachable") and not name.startswith("related")}
    for verdict, codes in (
        ("altered", {"key_revoked", "definition_differs", "ledger_differs"}),
        ("withdrawn", {"status_revoked"}),
        ("on_hold", {"status_on_hold"}),
        ("expired", {"expired"}),
        ("not_yet_valid", {"not_yet_valid"}),
        ("unfinished", unreached),
        ("unknown_issuer", {"issuer_unknown"}),
        ("caution", reasons),
    ):
        if codes & reasons:
            return verdict
    return "valid"


def test_verdict_of_every_combination() -> None:
    """However steps 5 to 13 end together, the first line of the table that applies is the verdict."""
    wrong = []
    for steps in itertools.product(*(endings(id) for id in ENDINGS)):
        thirteen = all_steps(*steps)
        for no_status in (True, False):
            if no_status and thirteen[STEP_IDS.index("status")].outcome != "passed":
                continue
            reasons = {step.reason for step in steps if step.reason} | ({"no_status"} if no_status else set())
            found = verdict_from_steps(thirteen, no_status=no_status)
            if found != verdict_by_the_document(reasons):
                wrong.append((reasons, found))
    assert wrong == []


@pytest.mark.parametrize(
    ("id", "outcome", "verdict"),
    [
        ("read", "failed", "unreadable"),
        ("shape", "failed", "altered"),
        ("shape", "could_not_check", "unfinished"),
        ("context", "failed", "altered"),
        ("context", "could_not_check", "unfinished"),
        ("proof", "failed", "altered"),
        ("proof", "could_not_check", "unfinished"),
    ],
)
def test_verdict_of_an_early_end(id: StepId, outcome: Any, verdict: str) -> None:
    """A check that ends at one of the first four steps has the verdict of that step alone."""
    place = STEP_IDS.index(id)
    steps = tuple(
        Step(id=one, outcome="passed")
        if STEP_IDS.index(one) < place
        else Step(id=one, outcome="could_not_check", reason="not_reached")
        for one in STEP_IDS
    )
    ended = (*steps[:place], Step(id=id, outcome=outcome, reason="some_reason"), *steps[place + 1 :])
    assert (verdict, ("some_reason",)) == (
        verdict_from_steps(ended, no_status=False),
        reasons_from_steps(ended, no_status=False),
    )


def test_unknown_reason_is_a_bug() -> None:
    """A step that did not pass for a reason that the table does not know can't count as a pass."""
    with pytest.raises(ValueError, match="no verdict is laid down"):
        verdict_from_steps(all_steps(Step(id="related", outcome="failed", reason="new_reason")), no_status=False)


def test_no_status_stands_in_its_place() -> None:
    """`no_status` comes between the reasons of the steps before and behind step 8."""
    steps = all_steps(
        Step(id="issuer", outcome="failed", reason="issuer_unknown"),
        Step(id="status", outcome="not_applicable"),
        Step(id="ledger", outcome="failed", reason="not_in_ledger"),
    )
    assert reasons_from_steps(steps, no_status=True) == ("issuer_unknown", "no_status", "not_in_ledger")


def test_only_valid_and_caution_are_good() -> None:
    """The exit code is 0 for two verdicts, 3 for one and 1 for the others."""
    assert {code: {verdict for verdict in EXIT_CODES if EXIT_CODES[verdict] == code} for code in (0, 3)} == {
        0: {"valid", "caution"},
        3: {"unfinished"},
    }
    assert set(EXIT_CODES.values()) == {0, 1, 3}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:01.5Z", 1500),
        ("1970-01-01T00:00:00.0009Z", 0),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1969-12-31T23:59:59.999Z", -1),
        ("1970-01-01T14:00:00+14:00", 0),
        ("1970-01-01T14:00:00+14:01", None),
        ("1970-01-01T00:00:00+01:60", None),
        ("1970-01-01T00:00:00", None),
        ("1970-01-01T00:00:00z", None),
        ("1970-13-01T00:00:00Z", None),
        ("2100-02-29T00:00:00Z", None),
        ("0000-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z\n", None),
        (0, None),
        (None, None),
    ],
)
def test_instants(text: Any, expected: int | None) -> None:
    """A dateTimeStamp has one meaning to the millisecond, and everything else has none."""
    assert instant_ms(text) == expected


@pytest.mark.parametrize(
    ("text", "absolute", "https"),
    [
        ("https://society.example/", True, True),
        ("https://society.example/#x", True, False),
        ("https:///path", True, False),
        ("http://society.example/", True, False),
        ("HTTPS://society.example/", True, False),
        ("urn:uuid:0", True, False),
        ("urn:", False, False),
        ("did", False, False),
        ("https://society.example/a b", False, False),
        ("https://society.example/\u3000", False, False),
        (None, False, False),
    ],
)
def test_addresses(text: Any, absolute: bool, https: bool) -> None:
    """An absolute address has a scheme and no white space; one that may be fetched is https, with a host."""
    assert (is_address(text), is_https_address(text, fragment=False)) == (absolute, https)


def society_answers(address: str) -> Answer:
    """The society's site."""
    path = SITE / address.removeprefix("https://society.example/registry/")
    return Answer(data=path.read_bytes() if path.is_file() else None, answered_by="site")


def test_report_as_json() -> None:
    """The JSON of a report has exactly the documented members, with the facts of the credential."""
    content = (CASES / "valid" / "credential.json").read_bytes()
    view = parse_registry((SITE / "registry.json").read_bytes())
    report = verify_credential(content, at=AT, resolve=society_answers, registries=[view])
    document = to_json(report, file="award.json")
    base = "https://society.example/registry/"
    achievement = f"{base}credentials/simulation-facilitator/1.0/achievement.json"
    assert list(document) == [
        "file",
        "verdict",
        "reasons",
        "steps",
        "credential",
        "status",
        "checked_at",
        "fetched",
    ]
    assert document["credential"] == {
        "id": json.loads(content)["id"],
        "name": "Simulation Facilitator",
        "achievement": {"id": achievement, "name": "Simulation Facilitator"},
        "issuer": {
            "id": "did:web:society.example:registry:issuers:harbour",
            "name": "Harbour Society of Nursing Informatics",
            "domain": "society.example",
        },
        "holder": "Noa Marlow",
        "valid_from": "2026-03-01T00:00:00Z",
        "valid_until": "2029-02-28T23:59:59Z",
        "number": "B2-0007A",
        "keys": [json.loads(content)["proof"]["verificationMethod"]],
        "named_by": [],
        "newer_at": None,
    }
    assert document["status"] == {
        "list": f"{base}issuers/harbour/status/b2.json",
        "signed": "2026-10-01T08:00:00Z",
        "valid_until": "2027-11-01T08:00:00Z",
    }
    assert document["checked_at"] == "2026-11-01T12:00:00Z"
    assert document["fetched"][0] == {
        "address": f"{base}issuers/harbour/did.json",
        "answered_by": "site",
        "outcome": "ok",
    }


def test_an_expired_list_tells_the_last_good_date() -> None:
    """Where the list has expired, the report still says from when to when it was good."""
    reports, code = run_json("list-expired")
    assert reports[0]["status"]["valid_until"] == "2026-10-31T00:00:00Z"
    assert code == 3


def test_a_stranger_has_no_name() -> None:
    """What an issuer that nobody knows calls itself is not among the facts."""
    reports, _ = run_json("stranger")
    assert reports[0]["credential"]["issuer"]["name"] is None


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ({"hashed": False, "identityType": "name", "identityHash": "Noa"}, "Noa"),
        ([{"hashed": False, "identityType": "emailAddress", "identityHash": "noa@x"}], "did:example:holder"),
        ({"hashed": True, "identityType": "name", "identityHash": "sha256$0"}, "did:example:holder"),
        ({"identityType": "name", "identityHash": "Noa"}, "did:example:holder"),
        (None, "did:example:holder"),
    ],
)
def test_holder(identifier: Any, expected: str) -> None:
    """The holder is the name that is stated to be no hash, else the subject's own id."""
    subject = {"id": "did:example:holder"} | ({} if identifier is None else {"identifier": identifier})
    assert holder_of(subject) == expected


def test_a_moment_in_whole_milliseconds() -> None:
    """What is finer than a millisecond is cut off, before 1970 as after it."""
    begun = datetime(1970, 1, 1, tzinfo=UTC)
    found = [ms_from_datetime(begun + timedelta(microseconds=finer)) for finer in (1999, 2000, -1)]
    assert repr([1, 2, -1]) == repr(found)


@pytest.mark.parametrize(
    ("letters", "expected"), [(699_051, "status_list_encoding"), (699_052, "status_list_too_large")]
)
def test_how_large_a_packed_list_may_be(letters: int, expected: str) -> None:
    """Half a mebibyte of packed bits is unpacked, and a byte more is not even tried."""
    with pytest.raises(UncheckedError) as caught:
        _bits_from_subject({"encodedList": "u" + "A" * letters}, BITSTRING)
    assert expected == caught.value.reason


def test_a_file_that_is_too_large_is_told_by_that() -> None:
    """Whatever a file is that has more bytes than a credential may have, its size is the reason."""
    for content in (b"x", b"[", b" "):
        assert [("json_too_large",)] == [
            report.reasons for report in verify_file(content * 1_048_577, at=AT, resolve=society_answers, registries=[])
        ]


def test_a_shared_cache_changes_nothing() -> None:
    """Checks that share a cache say what each would say alone, whatever came before."""
    view = parse_registry((SITE / "registry.json").read_bytes())
    cache = Cache()
    for name in ("valid", "withdrawn", "on-hold", "valid", "valid-retired-key", "past-withdrawn"):
        content = (CASES / name / "credential.json").read_bytes()
        at = command.parse_moment(json.loads((CASES / name / "case.json").read_bytes())["at"])
        shared = verify_credential(content, at=at, resolve=society_answers, registries=[view], cache=cache)
        assert shared == verify_credential(content, at=at, resolve=society_answers, registries=[view])


def test_each_address_is_asked_once() -> None:
    """A check asks for an address once, however many steps need it."""
    asked: list[str] = []

    def resolve(address: str) -> Answer:
        asked.append(address)
        return society_answers(address)

    view = parse_registry((SITE / "registry.json").read_bytes())
    content = (CASES / "valid-compromised-trusted" / "credential.json").read_bytes()
    verify_credential(content, at=AT, resolve=resolve, registries=[view])
    assert sorted(set(asked)) == sorted(asked)


# ---- the command ----


def run_words(*words: str) -> int:
    """The exit code of `testamur verify` with these words."""
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    return command.run(parser.parse_args(["verify", *words]))


def run_json(name: str) -> tuple[Any, int]:
    """What the command prints for one case, and its exit code."""
    folder = CASES / name
    case = json.loads((folder / "case.json").read_bytes())
    words = [str(folder / "credential.json"), "--json", "--at", case["at"]]
    words += [word for site in case["registries"] for word in ("--registry", str(folder / site))]
    words += ["--documents", str(folder / "documents.json")] if case["documents"] else []
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = run_words(*words)
    return json.loads(printed.getvalue()), code


def test_words_for_one_file(capsys: pytest.CaptureFixture[str]) -> None:
    """One file is answered in words: the verdict, the facts, every step."""
    path = str(CASES / "valid" / "credential.json")
    assert run_words(path, "--at", "2026-11-01", "--registry", str(SITE)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{path}: genuine and in force"
    assert lines[1] == "checked for 2026-11-01T23:59:59Z; verdict valid"
    assert [line.split()[0] for line in lines if line.lstrip()[:1].isdigit()] == [str(n) for n in range(1, 14)]


def test_table_for_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder is answered by a table of its .json files, however deep, and one bad file decides the exit code."""
    (tmp_path / "deep").mkdir()
    for name, target in (("valid", "b.json"), ("json-cut-off", "deep/a.json"), ("valid", "notes.txt")):
        (tmp_path / target).write_bytes((CASES / name / "credential.json").read_bytes())
    assert run_words(str(tmp_path), "--at", "2026-11-01", "--registry", str(SITE)) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"valid       {tmp_path}/b.json",
        f"unreadable  {tmp_path}/deep/a.json  json_syntax",
        "2 files: 1 unreadable, 1 valid",
    ]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("valid", "valid-no-end"), 0),
        (("valid", "caution-not-in-ledger"), 0),
        (("valid", "suite-jcs-unknown-context"), 3),
        (("suite-jcs-unknown-context", "json-cut-off"), 1),
    ],
)
def test_exit_codes(names: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Over several files what is not to be relied on comes before what could not be checked."""
    files = [str(CASES / name / "credential.json") for name in names]
    assert run_words(*files, "--at", "2026-11-01", "--registry", str(SITE)) == code
    capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere.json"], "nowhere.json can't be read: No such file or directory"),
        (["{empty}"], "the folder {empty} holds no .json or .jwt file"),
        ([""], "a file without a name can't be read"),
        (["{file}", "--at", "tomorrow"], "--at 'tomorrow' is neither a day"),
        (["{file}", "--at", "2026-11-01T12:00:00"], "--at '2026-11-01T12:00:00' is neither a day"),
        (["{file}", "--at", "9999-12-31T23:59:59-14:00"], "--at '9999-12-31T23:59:59-14:00' is neither a day"),
        (["{file}", "--documents", "{twice}"], "{twice} is not strict JSON (json_duplicate_key at"),
        (["{file}", "--documents", "nowhere.json"], "nowhere.json can't be read: No such file or directory"),
        (["{file}", "--documents", "{text}"], "{text} is not strict JSON (json_syntax at line 1, column 1)"),
        (["{file}", "--documents", "{list}"], "{list} is not an object of addresses"),
        (["{file}", "--documents", "{raw}"], "{raw}: the base64 of urn:x is malformed"),
    ],
)
def test_misuse(words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What can't be worked with is told in one sentence, with exit code 2 and nothing on standard output."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").write_text("not json", encoding="utf-8")
    (tmp_path / "twice").write_text('{"urn:x": 1, "urn:x": 2}', encoding="utf-8")
    (tmp_path / "list").write_text("[]", encoding="utf-8")
    (tmp_path / "raw").write_text('{"urn:x": {"base64": "?"}}', encoding="utf-8")
    known = {name: str(tmp_path / name) for name in ("empty", "text", "list", "raw", "twice")}
    known["file"] = str(CASES / "valid" / "credential.json")
    assert run_words(*(word.format(**known) for word in words)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"testamur: {message.format(**known)}")


def test_registry_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A registry that can't be read is named beside the answer, which is that it could not be checked."""
    words = [str(CASES / "valid" / "credential.json"), "--documents", str(tmp_path / "map.json")]
    (tmp_path / "map.json").write_text("{}", encoding="utf-8")
    assert run_words(*words, "--registry", str(tmp_path / "nowhere")) == 3
    assert f"testamur: there is no registry that can be read at {tmp_path / 'nowhere'}\n" == capsys.readouterr().err


def test_terminal_is_not_commanded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file's name that would command the terminal is shown escaped."""
    path = tmp_path / "\x1b[2Jcredential.json"
    path.write_bytes(b"{}")
    run_words(str(path), "--at", "2026-11-01")
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\\u{1b}[2Jcredential.json" in printed


def test_cautions_are_never_verdicts_of_another_kind() -> None:
    """A single caution alone, at its own step, is the verdict `caution`."""
    places: dict[str, StepId] = {
        "status_message": "status",
        "status_refresh": "status",
        "not_in_ledger": "ledger",
        "definition_not_published": "definition",
        "endorsements_not_checked": "endorsements",
        "endorsement_malformed": "endorsements",
        "endorsement_altered": "endorsements",
        "endorsement_of_another": "endorsements",
        "endorsement_key": "endorsements",
        "endorsement_not_in_force": "endorsements",
        "endorsement_withdrawn": "endorsements",
        "endorser_unknown": "endorsements",
        "endorsement_unfinished": "endorsements",
        "schema_not_checked": "related",
        "evidence_not_checked": "related",
        "related_unsupported": "related",
        "related_unreachable": "related",
        "related_differs": "related",
        "recipient_differs": "recipient",
        "recipient_hash_unknown": "recipient",
        "recipient_not_named": "recipient",
        "presenter_differs": "recipient",
        "presenter_not_named": "recipient",
    }
    # Why no newer version took a credential's place is said beside the steps.
    beside = {reason for reason in CAUTIONS if reason.startswith("refresh_")}
    # Two stand where nothing could be asked: who publishes no withdrawals, and whom a presentation was made for.
    assert set(places) | {"no_status", "presentation_unasked"} | beside == CAUTIONS
    verdicts = {
        verdict_from_steps(all_steps(Step(id=id, outcome="failed", reason=reason)), no_status=False)
        for reason, id in places.items()
    }
    assert verdicts | {verdict_from_steps(all_steps(), no_status=True)} == {"caution"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [("did:key:z6MkHolder", 0), ("did:key:z6MkSomebody", 1), ("noa@society.example", 3), ("Noa Marlow", 2), ("", 2)]
    + [(f"{before}did:key:z6MkHolder{after}", 0) for before, after in ((" ", ""), ("\t", "\r\n"))]
    + [(f"{before}did:key:z6MkHolder{after}", 2) for before, after in (("\u00a0", ""), ("", "\x0b"), ("", "\u3000"))],
)
def test_who_is_asked_about(asked: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code answers the question about a person, and what names nobody is misuse."""
    words = [str(CASES / "recipient-did" / "credential.json"), "--registry", str(SITE), "--at", "2026-11-01"]
    assert code == run_words(*words, "--recipient", asked)
    assert ("neither a DID" in capsys.readouterr().err) == (code == 2)
