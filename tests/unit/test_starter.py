"""A new registry from answers: what is mended, what is refused, and files that `check` takes whoever typed them."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from testamur import __version__
from testamur.check import check_registry
from testamur.source import SourceFile, Sources
from testamur.starter import (
    EXAMPLE_SLUG,
    RECORD,
    AnswerError,
    Answers,
    Facts,
    base_url_from,
    begun_files,
    definition_file,
    difference,
    facts_from,
    filled_in,
    host_from,
    is_later,
    issuer_file,
    kept_files,
    languages_from,
    name_from,
    next_steps_template,
    parse_record,
    plan_upgrade,
    record_file,
    shipped_files,
    slug_from,
)
from testamur.starter.upgrade import with_version

BASE_URL = "https://society.example/registry/"
NASTY = (
    "Nurses: \"rural\" & 'remote' 🩺",
    "- dash # hash",
    "${{ secrets.TOKEN }}",
    "---",
    "@BASE_URL@",
    "*bold* [x](y) <b>",
    "yes",
    "{{ config }}",
)


def at() -> datetime:
    """The moment of the tests."""
    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def answers(**changes: Any) -> Answers:
    """The answers of a society."""
    values: dict[str, Any] = {
        "name": "Our registry",
        "base_url": BASE_URL,
        "issuer": "Our society",
        "issuer_slug": "our-society",
        "languages": ("en",),
        "host": "github",
        **changes,
    }
    return Answers(**values)


def begun(of: Answers) -> dict[str, bytes]:
    """The files that belong to the society."""
    return begun_files(of, version=__version__, today=date(2026, 3, 1), next_steps=next_steps_template())


def sources(files: Mapping[str, bytes]) -> Sources:
    """The files that `check` reads."""
    read = ("registry.yaml", "credentials/", "issuers/")
    return Sources({path: SourceFile(path, data) for path, data in sorted(files.items()) if path.startswith(read)})


def registry_with(*more: SourceFile) -> Sources:
    """A registry fresh from `init`, with further files."""
    files = sources(begun(answers(issuer_slug="society")))
    return Sources({**files.files, **{file.path: file for file in more}})


def as_an_editor_reads(data: bytes) -> Any:
    """The fields of a file as editors of YAML read them: with numbers and truth values, days as text."""
    text = data.decode()
    if text.startswith("---\n"):
        text = text.split("---\n")[1]
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


# ---- answers ----


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://society.example/", "https://society.example/"),
        ("society.example", "https://society.example/"),
        ("  <HTTPS://Society.Example/Registry>  ", "https://society.example/Registry/"),
        ("https://org.github.io/repo", "https://org.github.io/repo/"),
        ("https://society.example:443/a//b/", "https://society.example/a/b/"),
        ("https://society.example:8443/", "https://society.example:8443/"),
        ("society.example/index.html", "https://society.example/"),
        ("https://pflege-ö.example/", "https://xn--pflege--y1a.example/"),
        ("https://bücher.example", "https://xn--bcher-kva.example/"),
        ("society.example.", "https://society.example/"),
    ],
)
def test_an_address_is_mended_kindly(typed: str, expected: str) -> None:
    """What can only mean one address becomes it."""
    if "pflege" in typed:
        expected = "https://" + "pflege-ö.example".encode("idna").decode() + "/"
    assert expected == base_url_from(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("http://society.example/", "https://society.example/"),
        ("ftp://society.example/", "https://"),
        ("https://society.example/?a=1", "leave that part out"),
        ("https://society.example/#top", "leave that part out"),
        ("https://me@society.example/", "@"),
        ("office@society.example", "@"),
        ("https://github.com/our-society/registry", "OWNER.github.io"),
        ("https://gitlab.com/our-society/registry", "OWNER.gitlab.io"),
        ("https://straße.example/", "xn--"),
        ("https://192.168.0.1/", "https address"),
        ("https://society.example/a b/", "https address"),
        ("https://society.example/../x/", "https address"),
        ("our registry", "https address"),
        ("", "https address"),
        ("https://", "https address"),
        ("https://society.example:99999/", "https address"),
        ("https://xn--a.\u200dexample/", "xn--"),
    ],
)
def test_an_address_that_would_be_a_wrong_identity_is_refused(typed: str, words: str) -> None:
    """Whatever can't be an identity, or is plainly something else, is refused with what to write instead."""
    with pytest.raises(AnswerError) as raised:
        base_url_from(typed)
    assert words in raised.value.hint


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("en", ("en",)),
        ("EN, es;fr", ("en", "es", "fr")),
        ("pt_br zh-hans-cn", ("pt-BR", "zh-Hans-CN")),
        ("English, Español", ("en", "es")),
        ("en en", ("en",)),
        ("[en, 'es']", ("en", "es")),
    ],
)
def test_languages(typed: str, expected: tuple[str, ...]) -> None:
    """Tags in any capitals and separators, and the common names of languages, become tags, each once."""
    assert expected == languages_from(typed)


@pytest.mark.parametrize(
    "typed", ["", " , ", "klingonish", "e", "en-EN-x", " ".join(f"a{c}" for c in "abcdefghijklmnopqrstuvwxyz")]
)
def test_what_is_no_language(typed: str) -> None:
    """No tag, something else than a tag, or too many are refused."""
    with pytest.raises(AnswerError):
        languages_from(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("GitHub", "github"), ("github pages", "github"), ("gitlab.com", "gitlab"), ("Other", "other")],
)
def test_hosts(typed: str, expected: str) -> None:
    """The three words, however they are written."""
    assert expected == host_from(typed)


def test_what_is_no_host_or_name() -> None:
    """Another host is `other`; a name is not empty or endless, no template, and not one of the words of silence."""
    with pytest.raises(AnswerError):
        host_from("codeberg")
    for typed in ("", "  \n ", "x" * 301, "not stated", "none", "${{ x }}", "{% x %}"):
        with pytest.raises(AnswerError):
            name_from(typed)
    assert name_from("  Our \n registry\u202e ") == "Our registry"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Wound Care: Level 2", "wound-care-level-2"),
        ("Société d'Étude", "societe-d-etude"),
        ("L’œil & Straße", "l-oeil-strasse"),
        ("Women's Health", "womens-health"),
        ("Ålesund Ærø Łódź", "alesund-aero-lodz"),
        ("日本看護協会", ""),
        ("🩺", ""),
        ("CON", "con-1"),
        ("com1", "com1-1"),
        ("Con brio", "con-brio"),
        ("a" * 80, "a" * 64),
        ("word " * 30, "-".join(["word"] * 13)),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    """Accents are folded, and a long title is cut between words."""
    assert expected == slug_from(title)


# ---- files ----


@pytest.mark.parametrize("text", ["Our society", *(each for each in NASTY if "{{" not in each)])
@pytest.mark.parametrize("host", ["github", "gitlab", "other"])
def test_a_new_registry_has_no_errors(text: str, host: str) -> None:
    """Whatever registry and issuer are called, `check` finds nothing, and the names are those that were given."""
    made = begun(answers(name=text, issuer=text, host=host))
    checked = check_registry(sources(made), at=at())
    assert () == checked.findings
    assert checked.registry is not None
    assert (text, text) == (checked.registry.settings.name, checked.registry.issuers[0].name)


@pytest.mark.parametrize("text", ["Our society", *NASTY])
def test_what_comes_along_can_be_read_whoever_is_named(text: str) -> None:
    """Every YAML and JSON file is one after filling in, no token is left, and no name begins an expression."""
    facts = facts_from(answers(name=text), version=__version__)
    for path, data in kept_files(facts).items():
        if path.endswith((".yml", ".yaml")):
            yaml.safe_load(data)
        if path.endswith(".json") and not path.startswith(".vscode"):
            json.loads(data)
        if text != "@BASE_URL@":
            assert not re.search(r"@[A-Z]+_[A-Z]+@", data.decode()), path
        assert "${{ secrets.TOKEN }}" not in data.decode()


def test_only_its_host_gets_a_hosts_files() -> None:
    """The folder of GitHub goes to registries there alone; schemas and editor settings to all."""
    for host in ("github", "gitlab", "other"):
        paths = set(kept_files(facts_from(answers(host=host), version=__version__)))
        assert (host == "github") == any(path.startswith(".github/") for path in paths)
        assert {".gitignore", ".gitattributes", ".editorconfig", ".vscode/settings.json"} <= paths
        assert {"schemas/definition.draft-07.json", "schemas/withdrawal.draft-07.json"} <= paths
        assert {"forms.json", "README.md"}.isdisjoint(paths)


def test_the_built_site_is_never_committed() -> None:
    """The folder of the built site is ignored by Git."""
    assert b"\n/_site/\n" in shipped_files("other")[".gitignore"]


@pytest.mark.parametrize("text", NASTY)
def test_the_readme_has_their_names_and_address(text: str) -> None:
    """The next steps name the society's own registry, issuer, folder and address; no name can become markup."""
    readme = begun(answers(name=text, issuer="Our society"))["README.md"].decode()
    for words in (BASE_URL, "our-society", "Our society", EXAMPLE_SLUG, "society.example"):
        assert words in readme
    assert "<!--" not in readme
    assert "<b>" not in readme
    assert text == "@BASE_URL@" or not re.search(r"@[A-Z]+_[A-Z]+@", readme.replace("@BASE_URL@", ""))


def test_the_readme_speaks_of_its_host_alone() -> None:
    """Each host has its own step of publishing."""
    for host, word in (("github", "CODEOWNERS"), ("gitlab", "pipeline"), ("other", "hidden files")):
        readme = begun(answers(host=host))["README.md"].decode()
        assert [host] == [
            each
            for each, said in (("github", "CODEOWNERS"), ("gitlab", "pipeline"), ("other", "hidden files"))
            if said in readme
        ]
        assert word in readme
        assert [str(number) for number in range(1, 8)] == re.findall(r"^([0-9])\. ", readme, re.MULTILINE)


def test_every_file_names_the_schema_that_it_fits() -> None:
    """The modeline of each file leads to a schema that is there, and the file fits it as an editor reads it."""
    made = begun(answers()) | kept_files(facts_from(answers(), version=__version__))
    for path in ("registry.yaml", "issuers/our-society/index.md", f"credentials/{EXAMPLE_SLUG}/index.md"):
        found = re.search(r"^# yaml-language-server: \$schema=(?:\.\./\.\./)?(.+)$", made[path].decode(), re.MULTILINE)
        assert found is not None
        assert ("../../" in found[0]) == path.endswith(".md")
        schema = json.loads(made[found[1]])
        assert [] == [error.message for error in Draft7Validator(schema).iter_errors(as_an_editor_reads(made[path]))]


def test_a_new_file_explains_every_field() -> None:
    """Each field and each field in a group stands there, with the sentence of its schema above it."""
    schema = json.loads(kept_files(facts_from(answers(), version="0.1.0"))["schemas/definition.draft-07.json"])
    data = definition_file({"title": "T", "type": "certificate", "language": "en", "issuer": "society"})
    text = data.decode()
    unfolded = re.sub(r"\n *# (?=[a-z0-9.(])", " ", text)
    for name, part in schema["properties"].items():
        assert f"# {part['description']}\n" in unfolded, name
        assert re.search(rf"^#?{name}:", text, re.MULTILINE), name
        for member, below in part.get("properties", {}).items():
            assert f"  # {below['description']}\n" in unfolded, member
    assert "not stated" in text


@pytest.mark.parametrize("name", ["definition", "issuer"])
def test_the_samples_in_comments_can_be_uncommented(name: str) -> None:
    """A commented sample is YAML once its signs are taken away."""
    file = definition_file({"title": "T", "type": "certificate", "language": "en", "issuer": "society"})
    data = file if name == "definition" else issuer_file({"name": "N"})
    samples = re.findall(r"(?m)(?:^#(?:[a-z]|  ).*\n)+", data.decode())
    assert len(samples) >= 2
    for sample in samples:
        assert isinstance(yaml.safe_load(re.sub(r"(?m)^#", "", sample)), dict), sample


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("name: @REGISTRY_NAME@", 'name: "A \\"b\\": $ {{ c"'),
        ('name: "for @REGISTRY_NAME@"', 'name: "for A \\"b\\": $ {{ c"'),
        ("# of @REGISTRY_NAME@", '# of A "b": $ {{ c'),
        ("run: pipx install testamur==@TESTAMUR_VERSION@", "run: pipx install testamur==9.9.9"),
        ('branches: ["@DEFAULT_BRANCH@"]', 'branches: ["main"]'),
        ("- @FIRST_ISSUER@", '- "society"'),
        ("a: @UNKNOWN@", "a: @UNKNOWN@"),
    ],
)
def test_tokens_in_yaml(line: str, expected: str) -> None:
    """A token is quoted where it stands alone, escaped between quotation marks, and plain in a comment."""
    facts = Facts(name='A "b": ${{ c', base_url=BASE_URL, first_issuer="society", host="github", version="9.9.9")
    assert expected == filled_in("x.yml", line.encode(), facts).decode()


# ---- upgrade ----

OLD = {"a": b"one\n", "b": b"one\n", "c": b"one\n", "d": b"one\n", "e": b"one\n", "gone": b"one\n"}
NEW = {"a": b"two\n", "b": b"two\n", "c": b"two\n", "d": b"one\n", "e": b"one\n", "fresh": b"two\n", "theirs": b"two\n"}
FACTS = Facts(name="R", base_url=BASE_URL, first_issuer="society", host="github", version="9.9.9")
SETTINGS = b"name: R\ntestamur: '0.1.0' # ours\nlanguages: [en]\n"


def test_an_upgrade_changes_only_what_came_along() -> None:
    """Unchanged files are replaced, new ones added; what was changed, deleted or written by the society is left."""
    record = parse_record(record_file(FACTS, OLD))
    assert record is not None
    present = {
        "a": b"one\n",  # as it came
        "b": b"mine\n",  # changed
        "d": b"one\n",  # as it came, and still so; c was deleted
        "e": b"mine\n",  # changed, though nothing new comes
        "gone": b"one\n",
        "theirs": b"mine\n",  # never came, and is theirs
        "registry.yaml": SETTINGS,
        RECORD: record_file(FACTS, OLD),
    }
    plan = plan_upgrade(present, record, NEW, FACTS)
    assert {"a", "fresh", "registry.yaml", RECORD} == set(plan.files)
    assert (("b", "e", "theirs"), ("c",), ("gone",)) == (plan.changed, plan.deleted, plan.dropped)
    after = parse_record(plan.files[RECORD])
    assert after is not None
    assert {"a", "b", "c", "d", "e", "fresh"} == set(after.digests)
    again = plan_upgrade({**present, **plan.files}, after, NEW, FACTS)
    assert {} == again.files


def workflow(commit: str, version: str, step: str = "run: true") -> bytes:
    """A workflow with one pinned action."""
    return f"steps:\n  - uses: actions/checkout@{commit * 40} # v{version}\n  - {step}\n".encode()


@pytest.mark.parametrize(
    ("here", "shipped", "expected"),
    [
        (workflow("b", "6.1.0"), workflow("a", "6.0.2", "run: false"), workflow("b", "6.1.0", "run: false")),
        (workflow("b", "5.9.9"), workflow("a", "6.0.2", "run: false"), workflow("a", "6.0.2", "run: false")),
        (workflow("b", "10.0"), workflow("a", "9.1"), None),
        (workflow("a", "9.0", "run: mine"), workflow("a", "9.1"), None),
    ],
)
def test_a_pin_that_a_robot_moved_is_not_a_change(here: bytes, shipped: bytes, expected: bytes | None) -> None:
    """A workflow whose pins alone moved is brought up to date and keeps the later pin; another change stays theirs."""
    name = ".github/workflows/x.yml"
    record = parse_record(record_file(FACTS, {name: workflow("c", "1.0")}))
    assert record is not None
    present = {name: here, RECORD: record_file(FACTS, {name: workflow("c", "1.0")})}
    plan = plan_upgrade(present, record, {name: shipped}, FACTS)
    assert expected == plan.files.get(name)
    assert (name in plan.changed) == (b"mine" in here)


def test_the_version_moves_and_nothing_else() -> None:
    """Of `registry.yaml` the value of one field changes; quotation marks, comments and line ends stay."""
    assert b'name: R\ntestamur: "9.9.9" # ours\nlanguages: [en]\n' == with_version(SETTINGS, "9.9.9")
    assert SETTINGS == with_version(SETTINGS, "0.1.0")
    windows = b"name: R\r\ntestamur: 0.1.0\r\nlanguages: [en]\r\n"
    assert b'name: R\r\ntestamur: "9.9.9"\r\nlanguages: [en]\r\n' == with_version(windows, "9.9.9")


@pytest.mark.parametrize(
    ("version", "than", "expected"),
    [("0.2.0", "0.1.9", True), ("0.1.10", "0.1.9", True), ("0.1.9", "0.1.9", False), ("0.1.9", "1.0.0rc1", False)],
)
def test_later_versions(version: str, than: str, expected: bool) -> None:
    """Versions are compared by their numbers."""
    assert expected == is_later(version, than)


def test_the_difference_is_unified_and_can_be_shown() -> None:
    """Old and new lines with their signs, a new file against nothing, and no character that moves a cursor."""
    shown = difference({"a": b"one\ntwo\n"}, {"a": b"one\nthree\x1b[2J\n", "b": b"new\n"})
    assert "--- a/a\n+++ b/a\n" in shown
    assert "-two\n+three<U+001B>[2J\n" in shown
    assert "--- /dev/null\n+++ b/b\n" in shown


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"host": "x", "first_issuer": "a", "files": {}}',
        b'{"host": ["github"], "first_issuer": "a", "files": {}}',
        b'{"host": "github", "first_issuer": 1, "files": {}}',
        b'{"host": "github", "first_issuer": "a", "files": []}',
        b'{"host": "github", "first_issuer": "a", "files": {"a": 1}}',
        b'{"host": "github", "first_issuer": "A b", "files": {}}',
        b'{"host": "github", "first_issuer": "a", "files": {"../a": "1"}}',
        b'{"host": "github", "first_issuer": "a", "files": {"/a": "1"}}',
        b'{"host": "github", "first_issuer": "a", "files": {"a/./b": "1"}}',
        b'{"host": "github", "first_issuer": "a", "files": {"a\\u001b[2J": "1"}}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_no_record(data: bytes) -> None:
    """A record that was damaged, or names what does not lie in the registry, counts as none."""
    assert parse_record(data) is None
