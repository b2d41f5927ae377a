"""`testamur issue`, whole: what lies on disk afterwards, whatever happened on the way."""

import csv
import errno
import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from testamur import canon, issue, keys, keystore, proofs, write

from tests.society import DEFINITION, SLUG, Society, make_society, tree

PEOPLE = 'name;issued\nÅsa Example;2026-03-02\n"Example, Bo";\nCy Example;\n'


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society with one key."""
    made = make_society(tmp_path, monkeypatch)
    made.ready()
    return made


def people_file(society: Society, text: str = PEOPLE) -> str:
    """A table of people beside the registry."""
    path = society.root.parent / "people.csv"
    path.write_bytes(text.encode())
    return str(path)


def records(society: Society) -> list[dict[str, str]]:
    """The rows of the private people.csv."""
    path = society.private / "people.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []


def assert_complete(society: Society, names: list[str]) -> None:
    """Each name has one credential, one ledger entry and one record; nothing is left over; the registry is in order."""
    rows = records(society)
    assert sorted(names) == sorted(row["name"] for row in rows)
    assert len(names) == len({row["number"] for row in rows}) == len(society.ledger())
    holders = tree(society.private / "issued")
    assert len(names) == len(holders)
    for row in rows:
        credential = json.loads(Path(row["file"]).read_bytes())
        canon.check_closed(credential)
        multikey = credential["proof"]["verificationMethod"].partition("#")[2]
        proofs.verify_proof(credential, key=keys.public_key_from_multibase(multikey))
        assert row["name"] == credential["credentialSubject"]["identifier"][0]["identityHash"]
    assert [] == [p for p in society.root.parent.rglob("*") if p.name.startswith(".testamur") or p.suffix == ".new"]
    assert [] == list((society.private / "journal").iterdir()) + list((society.private / "staging").iterdir())
    checked = society.plain("check", "--root", str(society.root), "--at", "now")
    assert (0, "") == (checked.code, checked.out)


def test_one_person(society: Society) -> None:
    """One person by flags: a file for the holder, a frozen version, a ledger entry with nothing personal, a record."""
    called = society.call("issue", DEFINITION, "--name", "Alex Example", "--recipient", "did:key:z6Mkabc")
    assert 0 == called.code, called.err
    assert_complete(society, ["Alex Example"])
    credential = json.loads(next(iter(tree(society.private / "issued").values())))
    assert "did:key:z6Mkabc" == credential["credentialSubject"]["id"]
    files = society.files()
    frozen = f"credentials/{DEFINITION}/versions/1.0"
    assert credential["credentialSubject"]["achievement"] == json.loads(files[f"{frozen}/achievement.json"])
    assert files[f"credentials/{DEFINITION}/index.md"] == files[f"{frozen}/index.md"]
    assert [] == [path for path, data in files.items() if b"Alex" in data]


def test_holders_files_are_private(society: Society) -> None:
    """Nobody else on the machine can read the private folder, the holders' files or the records."""
    society.call("issue", DEFINITION, "--name", "Alex Example")
    for path in [society.private, *society.private.rglob("*")]:
        assert 0 == stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_table_of_people(society: Society) -> None:
    """A table with semicolons, quotes and a byte-order mark becomes a credential a row."""
    called = society.call("issue", DEFINITION, people_file(society, "\ufeff" + PEOPLE))
    assert 0 == called.code, called.err
    assert_complete(society, ["Åsa Example", "Example, Bo", "Cy Example"])


def test_same_command_again_awards_nobody_twice(society: Society) -> None:
    """The second run says what there is, and a new row alone is awarded."""
    society.call("issue", DEFINITION, people_file(society))
    before = tree(society.root.parent)
    again = society.call("issue", DEFINITION, people_file(society))
    assert 0 == again.code
    assert "nothing to issue" in again.err
    assert before == tree(society.root.parent)
    society.call("issue", DEFINITION, people_file(society, PEOPLE + "Di Example;\n"))
    assert_complete(society, ["Åsa Example", "Example, Bo", "Cy Example", "Di Example"])


def test_dry_run_writes_nothing(society: Society) -> None:
    """A rehearsal needs no passphrase and leaves everything as it was."""
    before = tree(society.root.parent)
    options = ("--root", str(society.root), "--private", str(society.private))
    called = society.plain("issue", DEFINITION, "--name", "Alex Example", "--dry-run", *options)
    assert (0, "testamur: 1 ready; nothing was done\n") == (called.code, called.err)
    assert before == tree(society.root.parent)


def test_wrong_row_stops_all(society: Society) -> None:
    """One wrong row and nothing happens; every complaint has its line and column."""
    path = people_file(society, "name,issued\nAlex Example,2026-03-01\nBo Example,31/02/2026\n,2026-03-01\n")
    before = tree(society.root.parent)
    called = society.call("issue", DEFINITION, path)
    assert 1 == called.code
    assert f"{path}:3:12: people-date Row 3: 31/02/2026 is not a date\n" in called.err
    assert f"{path}:4:1: people-name Row 4: there is no name\n" in called.err
    assert before == tree(society.root.parent)


@pytest.mark.parametrize(
    ("issued", "complaint"),
    [
        ("2026-03-03", "2026-03-03 is still to come"),
        ("2026-03-01", "2026-03-01 is before the key"),
        ("2025-12-31", "example-society may not award telehealth-triage on 2025-12-31"),
    ],
)
def test_day_outside_a_window(society: Society, issued: str, complaint: str) -> None:
    """An award is dated within the issuer's scope and the key's window, and not in the future."""
    before = society.files()
    called = society.call("issue", DEFINITION, "--name", "Alex Example", "--issued", issued)
    assert 1 == called.code
    assert complaint in called.err
    assert before == society.files()


def test_scope_that_has_ended(society: Society) -> None:
    """After the last day of the scope nothing is awarded."""
    society.now = datetime(2027, 7, 1, tzinfo=UTC)
    society.call("sign")
    called = society.call("issue", DEFINITION, "--name", "Alex Example")
    assert 1 == called.code
    assert "may not award telehealth-triage on 2027-07-01" in called.err


def test_wrong_passphrase_leaves_everything(society: Society) -> None:
    """A wrong passphrase is one sentence, and no journal is begun."""
    before = tree(society.root.parent)
    society.passphrase = "wrong"
    called = society.call("issue", DEFINITION, "--name", "Alex Example")
    assert 1 == called.code
    assert "the passphrase does not open this key" in called.err
    assert before == tree(society.root.parent)


def test_holders_files_inside_the_repository(society: Society) -> None:
    """Files with names in them can't be put where Git would keep them."""
    called = society.call("issue", DEFINITION, "--name", "Alex Example", "--out", str(society.root / "out"))
    assert 1 == called.code
    assert "lies inside the repository" in called.err
    assert [] == society.ledger()


@pytest.mark.parametrize("below", ["", "/for/holders"])
def test_a_file_in_place_of_the_holders_folder(society: Society, below: str) -> None:
    """It is misuse, said before anything is asked or begun."""
    file = society.root.parent / "file"
    file.write_bytes(b"")
    before = tree(society.root.parent)
    called = society.call("issue", DEFINITION, "--name", "Alex Example", "--out", f"{file}{below}")
    said = f"testamur: --out {file}{below}: a file stands where the folder for the holders' files would be\n"
    assert (2, said) == (called.code, called.err)
    assert before == tree(society.root.parent)


def test_only_what_is_new_is_to_be_committed(society: Society) -> None:
    """A second award by a version that is frozen already asks for no commit of its folder."""
    first = society.call("issue", DEFINITION, "--name", "Alex Example")
    second = society.call("issue", DEFINITION, "--name", "Bo Example")
    ledger = f"hint: commit issuers/{SLUG}/awards/"
    assert f"{ledger} and credentials/{DEFINITION}/versions/1.0/" == first.err.splitlines()[-1]
    assert ledger == second.err.splitlines()[-1]


def test_record_without_ledger_entry(society: Society) -> None:
    """Private records and a ledger that contradict each other are said, not mended by a second award."""
    society.call("issue", DEFINITION, "--name", "Alex Example")
    (society.root / society.ledger()[0]).unlink()
    called = society.call("issue", DEFINITION, "--name", "Alex Example")
    assert 1 == called.code
    assert "the ledger does not have it" in called.err


def test_another_unfinished_command(society: Society) -> None:
    """A batch that was cut off has to be finished before another one draws from the same list."""
    society.killed(8, "issue", DEFINITION, people_file(society))
    called = society.call("issue", DEFINITION, "--name", "Alex Example")
    assert 1 == called.code
    assert "`testamur issue telehealth-triage` to 3 people on 2026-03-02 was cut off" in called.err
    assert 0 == society.call("issue", DEFINITION, people_file(society)).code
    assert_complete(society, ["Åsa Example", "Example, Bo", "Cy Example"])


def test_definition_changed_in_between(society: Society) -> None:
    """A definition that was changed after the plan was made is not awarded under the plan."""
    society.killed(8, "issue", DEFINITION, people_file(society))
    index = society.root / "credentials" / DEFINITION / "index.md"
    text = index.read_text(encoding="utf-8")
    index.write_text(text + "\nMore.\n", encoding="utf-8")
    called = society.call("issue", DEFINITION, people_file(society))
    assert 1 == called.code
    assert "version 1.0 was changed while its awards were being made" in called.err
    index.write_text(text, encoding="utf-8")
    society.call("issue", DEFINITION, people_file(society))
    assert_complete(society, ["Åsa Example", "Example, Bo", "Cy Example"])


def test_a_failed_command_is_in_nobodys_way(society: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failure that gave nobody anything, another command may follow at once."""
    stops: list[tuple[str, BaseException]] = [
        ("sign_award", KeyboardInterrupt()),
        ("sign_award", RuntimeError("a bug of ours")),
        ("planned_version", OSError(errno.ENOSPC, "No space left on device")),
    ]
    before = tree(society.root.parent)
    for name, error in stops:
        with monkeypatch.context() as patched:
            patched.setattr(issue, name, failing(getattr(issue, name), 1, error))
            if isinstance(error, RuntimeError):
                with pytest.raises(RuntimeError, match="a bug of ours"):
                    society.call("issue", DEFINITION, "--name", "Bo Example")
            else:
                assert 1 == society.call("issue", DEFINITION, "--name", "Bo Example").code
        assert before == tree(society.root.parent)
    assert 0 == society.call("issue", DEFINITION, "--name", "Alex Example").code
    assert_complete(society, ["Alex Example"])


def test_a_plan_that_somebody_has_something_of_stays(society: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk keeps what it was to take back, the plan stays, and the same command finishes it."""
    with monkeypatch.context() as patched:
        patched.setattr(os, "link", failing(os.link, 3, OSError(errno.EIO, "Input/output error")))
        patched.setattr(write.Stage, "undo", bool)  # which takes back nothing
        assert 1 == society.call("issue", DEFINITION, people_file(society)).code
    assert 1 == len(list((society.private / "journal").iterdir()))
    assert "was cut off" in society.call("issue", DEFINITION, "--name", "Alex Example").err
    assert 0 == society.call("issue", DEFINITION, people_file(society)).code
    assert_complete(society, NAMES)


def test_a_plan_of_a_run_before_stays(society: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second failure does not take back what a killed run began: its files may have been carried elsewhere."""
    path = people_file(society)
    society.killed(3, "issue", DEFINITION, path)
    planned = tree(society.private / "journal")
    with monkeypatch.context() as patched:
        patched.setattr(issue, "sign_award", failing(issue.sign_award, 2, KeyboardInterrupt()))
        assert 1 == society.call("issue", DEFINITION, path).code
    assert (1, planned) == (len(planned), tree(society.private / "journal"))
    assert 0 == society.call("issue", DEFINITION, path).code
    assert_complete(society, NAMES)


def test_rehearsal_tells_of_an_unfinished_plan(society: Society) -> None:
    """A rehearsal says what the command itself would meet: its own unfinished plan, or another's in its way."""
    path = people_file(society)
    society.killed(8, "issue", DEFINITION, path)
    before = tree(society.root.parent)
    own = society.call("issue", DEFINITION, path, "--dry-run")
    other = society.call("issue", DEFINITION, "--name", "Alex Example", "--dry-run")
    assert (0, 1) == (own.code, other.code)
    assert "an earlier run of this command, for 3 people, was cut off; nothing was done" in own.err
    assert "`testamur issue telehealth-triage` to 3 people on 2026-03-02 was cut off" in other.err
    assert before == tree(society.root.parent)


def test_rehearsal_beside_a_running_command(society: Society) -> None:
    """While another command has the private folder, its plan is not taken for one that was cut off."""
    with keystore.one_at_a_time(society.private):
        called = society.call("issue", DEFINITION, "--name", "Alex Example", "--dry-run")
    assert (1, True) == (called.code, "another command is using the private folder" in called.err)


def test_award_anew_after_a_revocation(society: Society) -> None:
    """Whose award was revoked gets another on the same day with --again alone, and then has one that stands."""
    alex = ("issue", DEFINITION, "--name", "Alex Example")
    first = society.call(*alex).out.split()[0]
    society.call("revoke", first, "--reason", "issued-in-error")
    without = society.call(*alex)
    assert (0, True) == (without.code, "nothing to issue" in without.err)
    assert f"hint: Alex Example's award {first} is revoked; add --again to award anew\n" in without.err
    assert "state the day" not in without.err
    assert "1 ready; nothing was done" in society.call(*alex, "--again", "--dry-run").err
    anew = society.call(*alex, "--again")
    assert 0 == anew.code, anew.err
    second = anew.out.split()[0]
    assert second != first
    for again in ((), ("--again",), ("--issued", "2026-03-02", "--again")):
        called = society.call(*alex, *again)
        assert f"Alex Example was awarded before: {second} on 2026-03-02" in called.err
        assert "nothing to issue" in called.err
    assert ["2026-03-02"] * 2 == [row["issued"] for row in records(society)]
    society.call("revoke", second, "--reason", "issued-in-error")
    assert 0 == society.call(*alex, "--again").code
    assert 3 == len(society.ledger()) == len({row["number"] for row in records(society)})


def test_a_hold_is_not_awarded_anew(society: Society) -> None:
    """Neither an award that stands nor one on hold is given a second time, whatever is asked for."""
    first = society.call("issue", DEFINITION, "--name", "Alex Example").out.split()[0]
    assert 0 == society.call("suspend", first).code
    called = society.call("issue", DEFINITION, "--name", "Alex Example", "--again")
    assert (0, True, 1) == (called.code, "nothing to issue" in called.err, len(society.ledger()))


def test_a_table_again_after_a_revocation(society: Society) -> None:
    """The same table leaves a revoked person out, and with --again awards that person alone."""
    path = people_file(society)
    society.call("issue", DEFINITION, path)
    number = next(row["number"] for row in records(society) if row["name"] == "Cy Example")
    society.call("revoke", number, "--reason", "issued-in-error")
    assert "nothing to issue" in society.call("issue", DEFINITION, path).err
    again = society.call("issue", DEFINITION, path, "--again")
    assert (0, 1) == (again.code, len(again.out.splitlines()))
    assert_complete(society, [*NAMES, "Cy Example"])


@pytest.mark.parametrize("nth", [3, 5, 7, 8])
def test_awarding_anew_is_finished_as_itself(society: Society, nth: int) -> None:
    """An --again that was killed is finished by --again, refused to the command without it, and awards once."""
    alex = ("issue", DEFINITION, "--name", "Alex Example")
    society.call("revoke", society.call(*alex).out.split()[0], "--reason", "issued-in-error")
    society.killed(nth, *alex, "--again")
    assert "`testamur issue telehealth-triage --again` to 1 person on 2026-03-02 was cut off" in society.call(*alex).err
    assert 0 == society.call(*alex, "--again").code
    assert_complete(society, ["Alex Example"] * 2)


def test_a_number_that_is_none(society: Society) -> None:
    """A number in people.csv that a hand has spoilt is a table that can't be read."""
    society.call("issue", DEFINITION, "--name", "Alex Example")
    path = society.private / "people.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\nA1-", "\nA?-"), encoding="utf-8")
    called = society.call("issue", DEFINITION, "--name", "Bo Example")
    assert (1, True) == (called.code, "this table can't be read" in called.err)


def failing(call: Callable[..., Any], nth: int, error: BaseException) -> Callable[..., Any]:
    """The call, but its nth use raises."""
    count = 0

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if count == nth:
            raise error
        return call(*args, **kwargs)

    return wrapped


SYNCS = 22  # in a batch of three
NAMES = ["Åsa Example", "Example, Bo", "Cy Example"]


@pytest.mark.parametrize("nth", range(1, SYNCS + 1, 5))
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=["full", "ctrl-c"]
)
def test_stopped_at_any_moment(
    society: Society, monkeypatch: pytest.MonkeyPatch, nth: int, error: BaseException
) -> None:
    """A full disk or Ctrl-C at any sync leaves the registry as it was, in one sentence; running again finishes."""
    before = society.files()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing(os.fsync, nth, error))
        called = society.call("issue", DEFINITION, people_file(society))
    assert 1 == called.code
    assert "Traceback" not in called.err
    assert called.err.startswith("testamur: ")
    assert before == society.files()
    assert [] == list((society.private / "journal").iterdir())
    again = society.call("issue", DEFINITION, people_file(society))
    assert 0 == again.code, again.err
    assert_complete(society, NAMES)


@pytest.mark.parametrize("nth", [1, 2, *range(3, SYNCS + 1, 2), SYNCS])
def test_killed_at_any_moment(society: Society, nth: int) -> None:
    """After kill -9 at any sync, running again gives as many credentials as people, and no place is used twice."""
    path = people_file(society)
    society.killed(nth, "issue", DEFINITION, path)
    society.now = datetime(2026, 3, 3, 8, tzinfo=UTC)  # on another day, with other chance
    again = society.call("issue", DEFINITION, path)
    assert 0 == again.code, again.err
    assert_complete(society, NAMES)
    # Only before the journal was there could the second day decide anything.
    assert "2026-03-02" == records(society)[-1]["issued"] or nth <= 2


def test_syncs_are_counted(society: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above stop at every sync there is: this many, and no more."""
    counted: list[int] = []
    real = os.fsync

    def counting(descriptor: int) -> None:
        counted.append(descriptor)
        real(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", counting)
        society.call("issue", DEFINITION, people_file(society))
    assert SYNCS == len(counted)


def test_once_more_on_a_stated_day(society: Society) -> None:
    """Who has the award gets it again only when the day is stated."""
    society.call("issue", DEFINITION, "--name", "Alex Example")
    society.now = datetime(2026, 4, 2, tzinfo=UTC)
    assert "nothing to issue" in society.call("issue", DEFINITION, "--name", "Alex Example").err
    society.call("issue", DEFINITION, "--name", "Alex Example", "--issued", "2026-04-01")
    assert ["2026-03-02", "2026-04-01"] == [row["issued"] for row in records(society)]


def test_table_without_an_end(society: Society) -> None:
    """What is no table, and goes on for ever, is left after the size that a table may have."""
    called = society.call("issue", DEFINITION, "/dev/zero")
    assert 1 == called.code
    assert "/dev/zero: the file has more than" in called.err
    assert [] == records(society)


def test_award_before_the_key(society: Society) -> None:
    """A day from before the key names the first day that it can sign."""
    called = society.call("issue", DEFINITION, "--name", "Alex Example", "--issued", "2020-01-01")
    assert 1 == called.code
    assert "was made\nhint: a key signs no award from before its time: write 20" in called.err


@pytest.mark.parametrize(
    ("type_", "suite", "signed_by"),
    [
        ("ed25519", (), "eddsa-rdfc-2022"),
        ("ed25519", ("--suite", "eddsa-jcs-2022"), "eddsa-jcs-2022"),
        ("p256", (), "ecdsa-rdfc-2019"),
        ("p256", ("--suite", "ecdsa-rdfc-2019"), "ecdsa-rdfc-2019"),
    ],
)
def test_life_of_an_award_by_every_suite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, type_: str, suite: tuple[str, ...], signed_by: str
) -> None:
    """Awarded, verified, withdrawn, awarded anew, and under a retired and a lost key: as with any other suite."""
    society = make_society(tmp_path, monkeypatch)
    old = society.call("keys", "new", "--issuer", SLUG, "--type", type_).out.strip()
    for name in ("Alex Example", "Bo Example"):
        called = society.call("issue", DEFINITION, "--name", name, "--out", str(tmp_path / name), *suite)
        assert 0 == called.code, called.err
    assert_complete_ledger(society, 2)
    number = next((tmp_path / "Bo Example").iterdir()).stem.removeprefix("bo-example-")
    assert 0 == society.call("revoke", number, "--reason", "issued-in-error").code
    anew = ("--name", "Bo Example", "--out", str(tmp_path / "anew"), "--again", *suite)
    assert 0 == society.call("issue", DEFINITION, *anew).code
    proofs_made = [
        json.loads(next((tmp_path / folder).iterdir()).read_bytes())["proof"]["cryptosuite"]
        for folder in ("Alex Example", "Bo Example", "anew")
    ]
    assert [signed_by] * 3 == proofs_made
    assert ["valid", "withdrawn", "valid"] == verdicts(society, ("Alex Example", "Bo Example", "anew"))
    assert 0 == society.call("keys", "new", "--issuer", SLUG, "--type", type_).code
    society.now = datetime(2026, 4, 1, tzinfo=UTC)
    assert 0 == society.call("keys", "retire", old).code
    assert ["valid", "withdrawn", "valid"] == verdicts(society, ("Alex Example", "Bo Example", "anew"))
    society.now = datetime(2026, 4, 2, tzinfo=UTC)
    assert 0 == society.call("keys", "compromised", old).code
    assert ["valid", "withdrawn", "valid"] == verdicts(society, ("Alex Example", "Bo Example", "anew"))
    assert "nothing to sign" in society.call("sign").err


def assert_complete_ledger(society: Society, count: int) -> None:
    """So many entries, and a registry in order."""
    checked = society.plain("check", "--root", str(society.root), "--at", "now")
    assert (count, 0, "") == (len(society.ledger()), checked.code, checked.out)


def verdicts(society: Society, folders: tuple[str, ...]) -> list[str]:
    """What `verify` says of the one file in each folder, by the registry as it is now."""
    beside = society.root.parent
    site = beside / "site"
    assert 0 == society.plain("build", "--root", str(society.root), "--out", str(site)).code
    files = [str(next((beside / folder).iterdir())) for folder in folders]
    at = society.now.isoformat().replace("+00:00", "Z")
    said = society.plain("verify", *files, "--registry", str(site), "--json", "--at", at)
    return [report["verdict"] for report in json.loads(said.out)]


def test_suite_of_another_kind_of_key(society: Society) -> None:
    """A suite that no key here signs by is one sentence with what to do, and nothing is begun."""
    before = tree(society.root.parent)
    called = society.call("issue", DEFINITION, "--name", "Alex Example", "--suite", "ecdsa-rdfc-2019")
    said = f"no current key of {SLUG} in {society.private} signs by ecdsa-rdfc-2019"
    hint = f"hint: make one: `testamur keys new --issuer {SLUG} --type p256`\n"
    assert (1, True, True) == (called.code, said in called.err, called.err.endswith(hint)), called.err
    assert before == tree(society.root.parent)


def test_suite_with_a_key_that_is_named(society: Society) -> None:
    """The named key is not changed for one that fits; without a name the key that fits is taken."""
    second = society.call("keys", "new", "--issuer", SLUG, "--type", "p256").out.strip()
    options = ("--name", "Alex Example", "--suite", "eddsa-jcs-2022")
    called = society.call("issue", DEFINITION, *options, "--key", second)
    assert (1, True) == (called.code, f"the key {second} can't sign by eddsa-jcs-2022" in called.err), called.err
    assert 0 == society.call("issue", DEFINITION, *options).code
    (file,) = (society.private / "issued").rglob("*.json")
    assert "eddsa-jcs-2022" == json.loads(file.read_bytes())["proof"]["cryptosuite"]


@pytest.mark.parametrize("nth", [8, 15])
def test_batch_that_was_cut_off_keeps_its_suite(society: Society, nth: int) -> None:
    """The same command finishes by the suite that was begun, to the same bytes; by another suite it is refused."""
    society.call("keys", "new", "--issuer", SLUG, "--type", "p256")
    command = ("issue", DEFINITION, people_file(society))
    society.killed(nth, *command, "--suite", "ecdsa-rdfc-2019")
    made = {path: data for path, data in tree(society.private / "issued").items() if path.endswith(".json")}
    said = "to 3 people by ecdsa-rdfc-2019 on 2026-03-02 was cut off"
    assert said in society.call(*command, "--suite", "eddsa-jcs-2022").err
    assert 0 == society.call(*command, "--suite", "ecdsa-rdfc-2019").code
    assert_complete(society, NAMES)
    assert made.items() <= tree(society.private / "issued").items()
