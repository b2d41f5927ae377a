"""`testamur doctor`: a registry in order, one thing after another that is not, and a site on loopback."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from testamur import __version__, load, starter
from testamur.number import number_from

from tests.society import DEFINITION, SLUG, START, Society, make_society
from tests.webhost import CERTIFICATE_ENDS, Host, serving

LATER = START + timedelta(hours=1)


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """A host whose certificate the system trusts for the length of a test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with serving(tmp_path / "ca.pem") as made:
        yield made


def git(society: Society, *argv: str) -> str:
    """Run Git in the registry, as if when it was made."""
    stamp = START.isoformat()
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    env |= {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
    identity = ("-c", "user.name=T", "-c", "user.email=t@t.example")
    done = subprocess.run(
        ["git", "-C", society.root, *identity, *argv], check=True, capture_output=True, env=env, text=True
    )
    return done.stdout


def commit(society: Society) -> None:
    """Commit everything."""
    git(society, "add", "--all")
    git(society, "commit", "--quiet", "--message", "all")


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: Host) -> Society:
    """A society in order: one key, one award, everything committed, its site at the address of `host`."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = make_society(tmp_path, monkeypatch)
    settings = made.root / "registry.yaml"
    text = settings.read_text(encoding="utf-8").replace("https://registry.society.example/", host.base_url)
    settings.write_text(text, encoding="utf-8")
    made.ready()
    assert 0 == made.call("issue", DEFINITION, "--name", "Alex Example").code
    (made.root / ".gitignore").write_text("/_site/\n", encoding="utf-8")
    git(made, "init", "--quiet")
    commit(made)
    made.now = LATER
    return made


@pytest.fixture
def published(society: Society, host: Host) -> Society:
    """The society, its site built and served."""
    assert 0 == society.plain("build", "--root", str(society.root)).code
    host.folder = society.root / "_site"
    return society


def doctor(society: Society, *options: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """The exit code, and what is not good: its outcome and message by its id."""
    called = society.look("doctor", "--json", *options)
    assert "" == called.err
    told = json.loads(called.out)
    return called.code, {each["id"]: (each["outcome"], each["message"]) for each in told if each["outcome"] != "good"}


def live(society: Society, *options: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """The same of the published address alone."""
    return doctor(society, "--live", "--skip", "here", "--skip", "private", *options)


# ---- here ----


def test_a_registry_in_order(society: Society) -> None:
    """Nothing to do gives 0, and each part says what is good, on a line of its own."""
    called = society.look("doctor")
    assert (0, "") == (called.code, called.err)
    heads = [line.split(":")[0] for line in called.out.splitlines()]
    assert ["ok   history", "ok   check", "ok   list", "ok   private-key"] == heads


def test_advice_names_its_command(society: Society) -> None:
    """What is to do comes first, each with the command that mends it on the line below."""
    (society.root / "credentials" / "thesis.txt").write_text("x", encoding="utf-8")
    called = society.look("doctor")
    first, second, third, fourth, *_ = called.out.splitlines()
    assert 1 == called.code
    assert first.startswith("todo history: files differ from the commit")
    assert second.startswith("       git add --all && git commit")
    assert ("todo check: the check finds 1 error", "       testamur check --at now") == (third, fourth)


def uncommitted(society: Society) -> None:
    """An award was made and not committed."""
    society.call("issue", DEFINITION, "--name", "Bo Example")


def no_history(society: Society) -> None:
    """The repository is away."""
    (society.root / ".git").rename(society.root.parent / "away")


def undeclared(society: Society) -> None:
    """A withdrawal is declared and committed, and not signed."""
    (ledger,) = society.ledger()
    entry = json.loads((society.root / ledger).read_bytes())
    number = number_from(entry["list"], entry["index"])
    folder = society.root / "issuers" / SLUG / "withdrawals" / number
    folder.mkdir(parents=True)
    event = {
        "number": number, "list": entry["list"], "index": entry["index"], "sequence": 1, "event": "revoke",
        "reason": "issued-in-error", "date": "2026-03-02",
    }  # fmt: skip
    (folder / "1.json").write_text(json.dumps(event, indent=2) + "\n", encoding="utf-8")
    commit(society)


def another_version(society: Society) -> None:
    """The settings name another version."""
    settings = society.root / "registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(__version__, "0.0.1"), encoding="utf-8")
    commit(society)


def no_owners(society: Society) -> None:
    """CODEOWNERS has comments alone."""
    (society.root / ".github").mkdir()
    (society.root / ".github" / "CODEOWNERS").write_text("# nobody\n#/x @y\n", encoding="utf-8")


def a_year_on(society: Society) -> None:
    """The lists are in their last sixty days."""
    society.now = datetime(2027, 2, 20, tzinfo=UTC)  # the lists end in April


def before_that(society: Society) -> None:
    """The lists are in their last ninety days."""
    society.now = datetime(2027, 1, 20, tzinfo=UTC)


def years_on(society: Society) -> None:
    """The key is nearly three years old, the lists were renewed, and awards go on."""
    index = society.root / "issuers" / SLUG / "index.md"
    index.write_text(index.read_text(encoding="utf-8").replace("    until: 2027-06-30\n", ""), encoding="utf-8")
    years_on_and_closed(society)


def years_on_and_closed(society: Society) -> None:
    """The same, where nothing may be awarded since a year and a half."""
    society.now = START.replace(year=2028)
    assert 0 == society.call("sign").code
    commit(society)
    society.now = START.replace(year=2029, month=2)
    assert 0 == society.call("sign").code
    commit(society)


def nearly_over(society: Society) -> None:
    """What may be awarded ends in a few weeks."""
    society.now = datetime(2027, 6, 1, tzinfo=UTC)
    assert 0 == society.call("sign").code
    commit(society)


def no_key(society: Society) -> None:
    """The last key was retired, and awards may go on."""
    (key,) = (society.root / "issuers" / SLUG / "keys").iterdir()
    assert 0 == society.call("keys", "retire", key.stem, "--last").code
    commit(society)


@pytest.mark.parametrize(
    ("change", "code", "expected"),
    [
        (nearly_over, 0, {"awards": ("soon", f"{SLUG} may award {DEFINITION} until 2027-06-30 only")}),
        (
            no_key,
            1,
            {
                "check": ("to_do", "what was declared awaits"),
                "key": ("to_do", f"{SLUG} has no current key and can neither award nor withdraw"),
                "list": ("to_do", f"issuers/{SLUG}/status/a1"),
            },
        ),
        (uncommitted, 1, {"history": ("to_do", "ledger, keys or lists differ from the commit")}),
        (no_history, 1, {"history": ("to_do", "no commit holds this registry yet")}),
        (
            undeclared,
            1,
            {"check": ("to_do", "what was declared awaits"), "list": ("to_do", "issuers/example-society/")},
        ),
        (
            another_version,
            1,
            {"check": ("soon", "the check gives 1"), "version": ("to_do", "the registry names Testa")},
        ),
        (no_owners, 0, {"owners": ("soon", "CODEOWNERS names nobody")}),
        (a_year_on, 1, {"list": ("to_do", "issuers/example-society/status/a1-holds.json is due: it ends on 2027-04-")}),
        (before_that, 0, {"list": ("soon", "list a1 of example-society ends on 2027-04-0")}),
        (years_on, 0, {"key": ("soon", "a key of example-society has signed since 2026-03-02")}),
        (years_on_and_closed, 0, {}),
    ],
)
def test_what_is_missing_here(
    change: Callable[[Society], None], code: int, expected: dict[str, tuple[str, str]], society: Society
) -> None:
    """Each thing that is missing or will soon be is named, and only what needs something today gives 1."""
    change(society)
    found_code, found = doctor(society, "--skip", "private")
    if change in {years_on, years_on_and_closed}:
        found.pop("check", None)  # reviews are overdue by then
    assert (code, sorted(expected)) == (found_code, sorted(found))
    for id, (outcome, words) in expected.items():
        assert (outcome, words) == (found[id][0], found[id][1][: len(words)])


def test_files_of_another_version(society: Society) -> None:
    """Where something says what came with Testamur, files of an earlier version are named, and those of now are not."""
    facts = starter.Facts(
        name="Test registry", base_url="https://x.example/", first_issuer=SLUG, host="other", version="0"
    )
    kept = {**starter.kept_files(facts), ".editorconfig": b"# of an earlier version\n"}
    for path, data in {**kept, starter.RECORD: starter.record_file(facts, kept)}.items():
        (society.root / path).parent.mkdir(parents=True, exist_ok=True)
        (society.root / path).write_bytes(data)
    commit(society)
    code, found = doctor(society, "--skip", "private")
    assert (1, ["starter-files"]) == (code, list(found))
    assert ".editorconfig" in found["starter-files"][1]
    assert 0 == society.plain("init", str(society.root), "--upgrade", "--yes").code
    commit(society)
    assert (0, {}) == doctor(society, "--skip", "private")


def test_without_git(society: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine without Git that is the thing to do."""
    monkeypatch.setenv("PATH", "")
    code, found = doctor(society, "--skip", "private")
    assert (1, ["git"]) == (code, list(found))


def test_without_the_scripts_of_the_verify_page(society: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that could not make the verify page is noticed."""
    real = load.read_site_sources
    without = {path: data for path, data in real(society.root).items() if "/dist/" not in path}
    monkeypatch.setattr("testamur.cli.doctor.read_site_sources", lambda _: without)
    code, found = doctor(society, "--skip", "private")
    assert (1, ["verifier"]) == (code, list(found))


def test_shallow(society: Society, tmp_path: Path) -> None:
    """A history that was cut off is something to do."""
    git(society, "commit", "--quiet", "--allow-empty", "--message", "second")
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", f"file://{society.root}", str(copy)], check=True)
    society.root = copy
    code, found = doctor(society, "--skip", "private")
    assert (1, "to_do") == (code, found["history"][0])


def test_no_registry(society: Society, tmp_path: Path) -> None:
    """Where there is no registry, or an address that is not https, a sentence says so and nothing is looked at."""
    (tmp_path / "empty").mkdir()
    called = society.plain("doctor", "--root", str(tmp_path / "empty"))
    assert (2, "") == (called.code, called.out)
    assert called.err.startswith("testamur: there is no registry in ")
    called = society.look("doctor", "--live", "http://localhost/")
    assert (2, "testamur: --live http://localhost/ is not an address that begins with https://\n") == (
        called.code,
        called.err,
    )


def test_a_link_in_place_of_the_owners(society: Society) -> None:
    """A symbolic link is refused in a sentence and never followed."""
    (society.root / ".github").mkdir()
    (society.root / ".github" / "CODEOWNERS").symlink_to("/etc/hostname")
    called = society.look("doctor")
    assert (1, "") == (called.code, called.out)
    assert "CODEOWNERS" in called.err
    assert "symbolic link" in called.err


# ---- the private folder ----


def key_file(society: Society) -> Path:
    """The private half of the one key."""
    (path,) = (society.private / "keys").iterdir()
    return path


def open_to_others(society: Society) -> None:
    """Others can read the key's file."""
    key_file(society).chmod(0o644)


def folder_open(society: Society) -> None:
    """Others can look into the folder."""
    society.private.chmod(0o755)


def not_encrypted(society: Society) -> None:
    """Somebody took the passphrase away."""
    path = key_file(society)
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", society.passphrase, "-N", "", "-f", path], check=True)


def another_key(society: Society) -> None:
    """The file holds another key."""
    path = key_file(society)
    path.unlink()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "x" * 9, "-C", "", "-f", path], check=True)


def not_a_key(society: Society) -> None:
    """The file holds no key."""
    key_file(society).write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END\n", encoding="utf-8")


def key_elsewhere(society: Society) -> None:
    """The key is on another machine."""
    key_file(society).rename(society.private / "elsewhere")


def cut_off(society: Society) -> None:
    """A plan lies in the journal."""
    (society.private / "journal").mkdir(mode=0o700, exist_ok=True)
    (society.private / "journal" / "x.json").write_text("{}", encoding="utf-8")


def nowhere(society: Society) -> None:
    """There is no private folder."""
    society.private = society.private.with_name("nowhere")


@pytest.mark.parametrize(
    ("change", "id", "words"),
    [
        (open_to_others, "private-key", "others can read this private key"),
        (folder_open, "private-folder", "others can look into the private folder"),
        (not_encrypted, "private-key", "the key is not encrypted"),
        (another_key, "private-key", "this file holds another key than its name says"),
        (not_a_key, "private-key", "this is not a private key in OpenSSH's format"),
        (key_elsewhere, "private-key", "no current key of the registry is in"),
        (cut_off, "unfinished", "a batch of awards was cut off"),
        (nowhere, "private-folder", "there is no private folder"),
    ],
)
def test_what_is_missing_in_the_private_folder(
    change: Callable[[Society], None], id: str, words: str, society: Society
) -> None:
    """Without a passphrase it is seen whether the key could be used, and nothing in the folder is made or changed."""
    change(society)
    before = sorted(society.private.rglob("*"))
    code, found = doctor(society, "--skip", "here")
    assert (1, [id], "to_do", True) == (code, list(found), found[id][0], words in found[id][1])
    assert before == sorted(society.private.rglob("*"))
    assert (0, {}) == doctor(society, "--skip", "here", "--skip", "private")


# ---- the published address ----


def test_a_site_in_order(published: Society, host: Host) -> None:
    """What a verifier needs was asked for and found good, and the exit code is 0."""
    assert (0, {}) == live(published)
    asked = set(host.asked)
    expected = {"registry.json", "verify/", "verify/page.js", f"issuers/{SLUG}/did.json", f"issuers/{SLUG}/jwks.json"}
    expected |= {f"issuers/{SLUG}/status/a1.json", f"issuers/{SLUG}/status/a1-holds.json"}
    assert expected <= asked
    assert {"keys", "ledger"} <= {path.split("/")[2] for path in asked if path.startswith("issuers/")}


def test_a_copy_at_another_address(published: Society, host: Host) -> None:
    """With an address the copy there is looked at instead of the base URL."""
    settings = published.root / "registry.yaml"
    before = settings.read_text(encoding="utf-8")
    assert host.base_url in before
    code, found = live(published, "--live", "https://localhost:9/")
    assert (3, ["reached"], True) == (code, list(found), "answers nothing" in found["reached"][1])


def test_a_file_that_is_gone(published: Society, host: Host) -> None:
    """A file that is not served is named with its status."""
    host.gone.add(f"issuers/{SLUG}/did.json")
    code, found = live(published)
    assert (1, ["served"]) == (code, list(found))
    assert f"files are not served (404): issuers/{SLUG}/did.json" in found["served"][1]


def test_a_host_that_names_who_asks(published: Society, host: Host) -> None:
    """A host that allows every origin by naming the one that asks is as good as one that allows all."""
    host.origin = "echo"
    assert (0, {}) == live(published)


@pytest.mark.parametrize("origin", [None, "https://registry.society.example"])
def test_closed_to_other_origins(published: Society, host: Host, origin: str | None) -> None:
    """Without a CORS header for everybody other people's verifiers are locked out."""
    host.origin = origin
    code, found = live(published)
    assert (1, ["cors"]) == (code, list(found))


def test_a_wrong_type(published: Society, host: Host) -> None:
    """A file with another media type is named with what it says and what it should."""
    host.types["verify/page.js"] = "text/plain\x1b"
    code, found = live(published)
    assert (1, ["content-type"]) == (code, list(found))
    assert "verify/page.js says text/plain<U+001B>, not text/javascript" in found["content-type"][1]


def test_other_bytes(published: Society, host: Host) -> None:
    """A list that is not what the commit builds is named."""
    host.changed[f"issuers/{SLUG}/status/a1.json"] = b"{}"
    code, found = live(published)
    assert (1, ["same-bytes"], True) == (code, list(found), f"{SLUG}/status/a1.json" in found["same-bytes"][1])


def test_a_redirect_within_the_host(published: Society, host: Host) -> None:
    """A redirect is told of, even where it leads to the right bytes."""
    host.moved["verify/"] = "/verify/index.html"
    code, found = live(published)
    assert (1, ["redirect"]) == (code, list(found))


def test_a_redirect_elsewhere(published: Society, host: Host) -> None:
    """A redirect to another host is never followed."""
    host.moved["registry.json"] = "https://example.com/registry.json"
    code, found = live(published)
    assert (3, ["reached"], True) == (code, list(found), "leads to another place" in found["reached"][1])


def test_a_site_of_another_commit(published: Society) -> None:
    """A site that was built from another commit is told as that, with both commits, and not file by file."""
    old = git(published, "rev-parse", "HEAD").strip()
    published.call("issue", DEFINITION, "--name", "Bo Example")
    commit(published)
    new = git(published, "rev-parse", "HEAD").strip()
    code, found = live(published)
    assert (1, ["commit"]) == (code, list(found))
    assert f"the site was built from commit {old[:12]}, and here is {new[:12]}" == found["commit"][1]


def test_a_certificate_that_ends(published: Society) -> None:
    """A certificate that was not renewed two weeks before its end is something to do."""
    published.now = CERTIFICATE_ENDS - timedelta(days=13)
    code, found = live(published)
    assert (1, ["certificate"]) == (code, list(found))


def test_a_certificate_that_does_not_count(published: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that nobody vouches for is not asked, and that is 3."""
    monkeypatch.delenv("SSL_CERT_FILE")
    code, found = live(published)
    assert (3, True) == (code, "has a certificate that does not count" in found["reached"][1])


def test_hostile_answers(published: Society, host: Host) -> None:
    """Whatever a host sends in place of registry.json, the answer is advice and never a crash or a raw escape."""
    for body in (b"", b"[" * 100_000, b'{"commit": "\x1b[31m"}', b'{"commit": 5}', b"\xff", b"null"):
        host.changed["registry.json"] = body
        code, found = live(published)
        assert (1, ["commit"]) == (code, list(found))
        assert "the site does not say its commit" in found["commit"][1]


def test_errors_here_leave_nothing_to_compare(published: Society) -> None:
    """With errors in the registry nobody knows what should be published, and that is said."""
    (published.root / "credentials" / "thesis.txt").write_text("x", encoding="utf-8")
    code, found = live(published)
    assert (3, ["reached"]) == (code, list(found))
