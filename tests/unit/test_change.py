"""What a change means, and the rules over time, on changes made of values: no Git, no disk."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from testamur import status
from testamur.change import Meaning, check_over_time, learn, meaning_of, read_change, to_json, to_markdown
from testamur.change.careful import careful_about
from testamur.change.markdown import MAX_CHARS
from testamur.change.shown import WITHHELD, differing, shown
from testamur.change.summary import in_short
from testamur.number import number_from
from testamur.source.changed import Answers, Changed, FileChange, Questions, Side

BASE = "a" * 40
KEY = "issuers/s/keys/z6Mk.json"
LIST = "issuers/s/status/a1.json"


def as_side(content: object) -> Side | None:
    """A file with this content: text, bytes, or a value to be JSON."""
    if content is None or isinstance(content, Side):
        return content
    if isinstance(content, bytes):
        return Side(kind="file", data=content)
    text = content if isinstance(content, str) else json.dumps(content)
    return Side(kind="file", data=text.encode())


def change(path: str, old: object, new: object) -> FileChange:
    """One file before and after."""
    return FileChange(path=path, old=as_side(old), new=as_side(new))


def of(*files: FileChange, base: Mapping[str, object] | None = None) -> tuple[Meaning, list[str]]:
    """The meaning of a change and the codes of the rules it breaks; `base` holds files beside those that changed."""
    held = {path: (as_side(content) or Side(kind="file", data=None)).data for path, content in (base or {}).items()}

    def ask(asked: Questions) -> Answers:
        folders = {path.rsplit("/", depth)[0] for path in held for depth in range(1, path.count("/") + 1)}
        inside = {path: data for path, data in held.items() if path.rpartition("/")[0] in asked.contents}
        named = {path: data for path, data in held.items() if path in asked.files}
        below = {each for each in folders if each.rpartition("/")[0] in asked.contents}
        return Answers(files={**named, **inside}, folders=frozenset(asked.folders & folders | below))

    reading = read_change(Changed(base=BASE, files=tuple(sorted(files, key=lambda each: each.path))))
    answers = learn(reading, ask)
    return meaning_of(reading, answers), [finding.code for finding in check_over_time(reading, answers)]


def key(**values: Any) -> dict[str, Any]:
    """A key file."""
    plain = {"publicKeyMultibase": "z6Mk", "validFrom": "2026-01-01T00:00:00Z", "retired": None, "compromised": None}
    return {**plain, "lists": ["a1"], **values}


def signed(*indices: int, at: str = "2026-01-02T00:00:00Z") -> dict[str, Any]:
    """A status list with these bits."""
    bits = status.Bitstring.empty()
    for index in indices:
        bits = bits.set(index, True)
    until = at.replace("2026", "2027")
    return {"validFrom": at, "validUntil": until, "credentialSubject": {"encodedList": status.encode(bits)}}


def event(kind: str, sequence: int = 1) -> dict[str, Any]:
    """An event of the number of index 0 of list a1."""
    plain = {"number": "A1-0000N", "list": "a1", "index": 0, "reason": "issued-in-error", "date": "2026-01-02"}
    return {**plain, "event": kind, "sequence": sequence}


DEFINITION = '---\ntitle: D\nversion: "1.0"\nissuer: s\n---\n\nText.\n'
ISSUER = "---\nname: Example Society\n---\n\nText.\n"
SPANISH = '---\nversion: "1.0"\ntitle: Uno\n---\n'
DECLARED = {"trusted": {"a1": {"0": "x", "1": "y"}}, "declared": "2026-02-01T00:00:00Z"}


def test_translations_are_told_by_what_they_translate() -> None:
    """A translation is named by its original's own title, and touches neither awards nor verdicts."""
    meaning, codes = of(
        change("credentials/d/index.es.md", None, SPANISH),
        change("credentials/d/index.fr.md", SPANISH, None),
        change("issuers/s/index.es.md", "---\nname: Uno\n---\n", "---\nname: Dos\n---\n"),
        base={"credentials/d/index.md": DEFINITION, "issuers/s/index.md": ISSUER},
    )
    assert [("D", "es", "added"), ("D", "fr", "removed"), ("Example Society", "es", "changed")] == [
        (each.of, each.language, each.became) for each in meaning.translations
    ]
    assert [] == codes
    assert ["1 translation is added, 1 translation is changed, 1 translation is removed."] == list(in_short(meaning))
    assert "- Added: D in `es` (`credentials/d/index.es.md`)" in to_markdown(meaning)


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        (key(), key(retired="2026-02-01T00:00:00Z"), []),
        (key(), key(compromised=DECLARED), []),
        (key(retired="2026-02-01T00:00:00Z"), key(retired="2026-02-01T00:00:00Z", compromised=DECLARED), []),
        (key(), key(lists=["a1", "a2"]), []),
        (key(compromised=DECLARED), key(compromised={**DECLARED, "trusted": {"a1": {"0": "x"}}}), []),
        (key(), b"{", []),
        (b"{", key(), []),
        (key(), key(publicKeyMultibase="z6Mx"), ["past-key-changed"]),
        (key(), key(validFrom="2025-01-01T00:00:00Z"), ["past-key-changed"]),
        (key(lists=["a1", "a2"]), key(lists=["a2"]), ["past-key-changed"]),
        (key(retired="2026-02-01T00:00:00Z"), key(), ["past-key-changed"]),
        (key(retired="2026-02-01T00:00:00Z"), key(retired="2026-03-01T00:00:00Z"), ["past-key-changed"]),
        (key(compromised=DECLARED), key(), ["past-key-changed"]),
        (
            key(compromised=DECLARED),
            key(compromised={**DECLARED, "declared": "2026-03-01T00:00:00Z"}),
            ["past-key-changed"],
        ),
        (key(compromised={**DECLARED, "trusted": {}}), key(compromised=DECLARED), ["past-key-changed"]),
        (key(), None, ["past-key-removed"]),
        (None, key(), []),
    ],
)
def test_a_key_goes_one_way(before: object, after: object, codes: list[str]) -> None:
    """A key is retired or declared compromised and never comes back, and its file says nothing else than before."""
    assert codes == of(change(KEY, before, after))[1]


@pytest.mark.parametrize(
    ("before", "after", "base", "codes"),
    [
        (signed(), signed(0), {}, []),
        (signed(0), signed(0), {}, []),
        (signed(0), signed(), {}, ["past-list-bit-lost"]),
        (signed(0), signed(), {1: "suspend"}, ["past-list-bit-lost"]),
        (signed(0), signed(), {1: "suspend", 2: "reinstate"}, []),
        (signed(0), signed(), {1: "revoke"}, ["past-list-bit-lost"]),
        (signed(0, at="2026-01-03T00:00:00Z"), signed(0, 1), {}, ["past-list-went-back"]),
        (signed(0), None, {}, ["past-list-removed"]),
        (None, signed(), {}, []),
        (signed(0), b"[", {}, []),
    ],
)
def test_a_list_loses_nothing_that_is_not_declared(
    before: object, after: object, base: dict[int, str], codes: list[str]
) -> None:
    """A bit is cleared by a reinstatement alone, a list is not signed earlier than before, and it stays."""
    events = {f"issuers/s/withdrawals/A1-0000N/{n}.json": event(kind, n) for n, kind in base.items()}
    assert codes == of(change(LIST, before, after), base=events)[1]


def test_a_hold_that_ends_in_a_revocation() -> None:
    """The bit of the hold goes and that of the revocation stays."""
    events = {"issuers/s/withdrawals/A1-0000N/1.json": event("suspend")}
    revoked = change("issuers/s/withdrawals/A1-0000N/2.json", None, event("revoke", 2))
    holds = change("issuers/s/status/a1-holds.json", signed(0), signed())
    told, codes = of(revoked, holds, base={**events, LIST: signed(0)})
    assert [] == codes
    (withdrawal,) = told.withdrawals
    assert ("on_hold", "withdrawn", True) == (withdrawal.before, withdrawal.after, withdrawal.signed)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("credentials/d/versions/1.0/index.md", "past-version-changed"),
        ("issuers/s/awards/a1/0/1.json", "past-award-changed"),
        ("issuers/s/withdrawals/A1-0000N/1.json", "past-withdrawal-changed"),
    ],
)
def test_what_is_only_ever_added(path: str, code: str) -> None:
    """A file may come; it may not go, change, turn into a link or become too large to read."""
    assert [] == of(change(path, None, "{}"))[1]
    for after in (None, "{} ", Side(kind="link", data=None), Side(kind="file", data=None)):
        assert [code] == of(change(path, "{}", after))[1]


@pytest.mark.parametrize(
    ("awarded", "codes"), [(True, ["past-definition-removed", "past-issuer-removed"]), (False, [])]
)
def test_a_folder_stays_once_something_is_awarded(awarded: bool, codes: list[str]) -> None:
    """A draft and an issuer that never awarded may go; their addresses are named."""
    base: dict[str, object] = {"credentials/d/versions/1.0/index.md": "x", "issuers/s/awards/a1/0/1.json": "{}"}
    gone = [change("credentials/d/index.md", "---\ntitle: T\n---\n", None), change("issuers/s/index.md", "x", None)]
    told, found = of(*gone, base=base if awarded else {})
    assert codes == found
    assert {"/credentials/d/", "/issuers/s/"} == {each.address for each in told.vanishing}


SETTINGS = "base_url: https://a.example/\n"
MOVED = "moved_from:\n  - base_url: https://a.example/\n    moved: 2026-01-01\n"


@pytest.mark.parametrize(
    ("before", "after", "awarded", "codes"),
    [
        (SETTINGS, "base_url: https://b.example/\n", False, []),
        (SETTINGS, "base_url: https://b.example/\n", True, ["past-base-url-changed"]),
        (SETTINGS, f"base_url: https://b.example/\n{MOVED}", True, []),
        (SETTINGS + MOVED, SETTINGS, True, ["past-move-forgotten"]),
        (SETTINGS + MOVED, SETTINGS + MOVED.replace("2026", "2025"), False, ["past-move-forgotten"]),
        (SETTINGS, "base_url: [\n", True, []),
    ],
)
def test_a_registry_moves_only_when_it_says_so(before: str, after: str, awarded: bool, codes: list[str]) -> None:
    """Once something is awarded the address stays or the move is declared, and a declared move is not forgotten."""
    base: dict[str, object] = {"issuers/s/awards/a1/0/1.json": "{}"} if awarded else {"issuers/s/index.md": "x"}
    assert codes == of(change("registry.yaml", before, after), base=base)[1]


def test_ten_thousand_lost_files_are_one_finding() -> None:
    """What was lost with one command is told once, with the command that brings all of it back."""
    lost = [change(f"issuers/s/awards/a1/{n // 1024}/{n}.json", "{}", None) for n in range(10_000)]
    reading = read_change(Changed(base=BASE, files=tuple(lost)))
    (finding,) = check_over_time(reading, Answers())
    assert "the ledger only grows: 10,000 entries were removed" == finding.message
    assert f"`git checkout {BASE[:12]} -- issuers/s/awards/a1`" in finding.hint


@pytest.mark.parametrize("name", ["a\nb", "$(rm -rf x)", "a b", "'; rm x", "\u202ex", "`x`"])
def test_a_hint_is_a_command_that_can_be_pasted(name: str) -> None:
    """A path in a command is quoted for the shell; one that can't be typed is not in a command at all."""
    reading = read_change(Changed(base=BASE, files=(change(f"issuers/{name}/keys/z.json", "{}", None),)))
    (finding,) = check_over_time(reading, Answers())
    if name in {"a\nb", "\u202ex"}:
        assert "git checkout" not in finding.hint
    else:
        assert f"-- 'issuers/{name}/keys/z.json'`" in finding.hint.replace("'\"'\"'", "'")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (".github/workflows/x.yml", "automation"),
        ("../.github/workflows/x.yml", "automation"),
        (".github/actions/x/run", "automation"),
        (".gitlab-ci.yml", "automation"),
        ("tools/action.yaml", "automation"),
        ("Makefile", "automation"),
        (".github/CODEOWNERS", "approval"),
        (".github/ISSUE_TEMPLATE/a.yml", "host"),
        (".gitattributes", "git"),
        ("credentials/.gitattributes", "git"),
        (".gitmodules", "git"),
        ("site/verifier/check.js", "verifier"),
        ("templates/page.html", "templates"),
        ("site/pages/about.md", "templates"),
        ("mkdocs.yml", "builder"),
        ("docs/mkdocs-other.yaml", "builder"),
        ("CNAME", "server"),
        ("tools/x.py", "program"),
        ("pyproject.toml", "program"),
        ("README.md", "other"),
        ("credentials/notes.txt", "other"),
        ("credentials/README.md", None),
    ],
)
def test_what_needs_a_careful_look(path: str, kind: str | None) -> None:
    """What is no record is named by what it can do; a note that nothing reads is not."""
    told = careful_about(change(path, None, Side(kind="file", data=None)))
    assert kind == (None if told is None else told.kind)


def test_what_decides_about_everything_else() -> None:
    """A new key and a switched `example` are named first, in words, and not as files outside the records."""
    told, _ = of(
        change(KEY, None, key()),
        change("registry.yaml", b"name: R\n", b"name: R\nexample: true\n"),
    )
    assert [("key", "added"), ("example", "changed")] == [(each.kind, each.became) for each in told.careful]
    text = to_markdown(told)
    assert "whoever holds it can award in this issuer's name" in text
    assert "switches `example` on" in text
    assert "outside the records" not in text


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("[en, es]", "[es, en]", ["/es/verify/"]),
        ("[en, es]", "[en]", []),
        ("[en]", "[en, es]", []),
        ("[en]", "[[]]", []),
        ("[en]", "en", []),
        ("[]", "[en]", []),
    ],
)
def test_the_address_of_a_language(before: str, after: str, expected: list[str]) -> None:
    """Only the first language's verify page has no address of its own; which others a registry names moves nothing."""
    told, _ = of(change("registry.yaml", f"name: R\nlanguages: {before}\n", f"name: R\nlanguages: {after}\n"))
    assert expected == [each.address for each in told.vanishing]


def test_a_compromised_key_names_what_stays_good() -> None:
    """How many parts of the ledger stay good is told, and that nothing does where none is named."""
    some, _ = of(change(KEY, key(), key(compromised=DECLARED)))
    assert "what stands in 2 parts of the ledger named there stays good" in to_markdown(some)
    none, _ = of(change(KEY, key(), key(compromised={**DECLARED, "trusted": {}})))
    assert "nothing that it signed verifies any more" in to_markdown(none)


def test_many_withdrawals() -> None:
    """A long table is cut, and says how many more there are."""
    events = [{**event("revoke"), "index": index, "number": number_from("a1", index)} for index in range(60)]
    told, _ = of(*(change(f"issuers/s/withdrawals/{each['number']}/1.json", None, each) for each in events))
    assert 60 == len(told.withdrawals)
    shown_rows = re.findall(r"(?m)^\| `A1-", to_markdown(told))
    assert f"… and {60 - len(shown_rows)} more credentials" in to_markdown(told)


@pytest.mark.parametrize("after", ["lost", [], {"declared": DECLARED["declared"], "trusted": "all"}])
def test_a_compromise_of_another_form(after: object) -> None:
    """What `check` refuses by itself stops no rule over time, and widens no trust."""
    assert [] == of(change(KEY, key(compromised=DECLARED), key(compromised=after)))[1]


def test_the_order_of_what_needs_a_careful_look() -> None:
    """What decides about everything else stands before what is no file, and that before what lies outside."""
    told, _ = of(
        change("README.md", None, b"# Ours\n"),
        change("credentials/d/badge.svg", "x", Side(kind="link", data=None)),
        change("registry.yaml", b"name: R\nexample: true\n", b"name: R\n"),
        change(KEY, None, key()),
    )
    assert ["key", "example", "link", "other"] == [each.kind for each in told.careful]
    assert "switches `example` off" in to_markdown(told)


@pytest.mark.parametrize("became", [None, Side(kind="link", data=None), Side(kind="special", data=None)])
def test_an_award_that_is_lost(became: Side | None) -> None:
    """Deleted, or no file any more: it is counted by what was awarded, and told in the list of awards."""
    told, _ = of(change("issuers/s/awards/a1/0/3.json", {"definition": "d", "version": "1.0"}, became))
    assert [("s", "d", "1.0", 1)] == [
        (each.issuer, each.definition, each.version, each.count) for each in told.removed_awards
    ]
    assert "version 1.0, by `s`, **removed from the ledger**" in to_markdown(told)
    assert () == told.awards


def test_what_is_refused_is_said_once() -> None:
    """Several losses of one kind are counted, and named in one phrase; an awarded version rewritten is among them."""
    entry = {"definition": "d", "version": "1.0"}
    told, _ = of(
        change("issuers/r/awards/a1/0/3.json", entry, None),
        change("issuers/s/awards/a1/0/3.json", entry, None),
        change("credentials/d/index.md", DEFINITION, DEFINITION.replace("title: D", "title: E")),
        base={"credentials/d/versions/1.0/index.md": DEFINITION},
    )
    refused = "awards are removed from the ledger or changed in it; an awarded version is rewritten"
    assert f"**3 things are refused: {refused}.**" == next(in_short(told))


def test_a_ledger_that_is_replaced() -> None:
    """What the ledger loses stands in the first sentences and the effects, also where a submodule takes its place."""
    entry = {"definition": "d", "version": "1.0"}
    told, _ = of(
        change("issuers/s/awards/a1/0/3.json", entry, None),
        change("issuers/s/awards", None, Side(kind="submodule", data=None)),
    )
    first, second = list(in_short(told))[:2]
    refused = "another repository stands among the records; awards are removed from the ledger or changed in it"
    assert f"**2 things are refused: {refused}.**" == first
    assert "**1 credential is removed from the ledger.**" == second
    assert 1 == to_json(told)["effects"]["removed"]


def test_a_file_of_the_registry_that_is_a_link() -> None:
    """A record that became a symbolic link is named among what needs a careful look."""
    told, _ = of(change("credentials/d/badge.svg", "x", Side(kind="link", data=None)))
    assert [("credentials/d/badge.svg", "link")] == [(each.path, each.kind) for each in told.careful]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\n", "two / lines"),
        ("a\u200bb\u202ec\x1b", "a<U+200B>b<U+202E>c<U+001B>"),
        ("write to jane.doe@mail.example.", f"write to {WITHHELD}."),
        ("jane@mail.example,bob@mail.example", f"{WITHHELD},{WITHHELD}"),
        ("jane＠mail.example jane%40mail.example", f"{WITHHELD} {WITHHELD}"),
        ("@octocat", "@octocat"),
        ("x" * 310, "x" * 300 + "… (10 more characters)"),
        ("x" * 1_000_000, "x" * 300 + "… (999,700 more characters)"),
    ],
)
def test_text_as_it_may_be_seen(text: str, expected: str) -> None:
    """On one line, without what can't be seen, without mailboxes, and cut with a count."""
    assert expected == shown(text)


def test_a_long_text_is_shown_where_it_differs() -> None:
    """Of two long texts only the passage that differs is shown, from word to word."""
    text = "word " * 500
    old, new = differing(f"{text}twice {text}", f"{text}three times {text}")
    assert old.startswith("… word")
    assert old.endswith("word …")
    assert ("twice" in old, "three times" in new, len(new) < 200) == (True, True, True)


def test_no_mailbox_is_cut_in_half() -> None:
    """A mailbox at the border of what is shown is withheld whole."""
    for at in range(230, 310):
        old, new = differing("x" * at + " jane.doe@mail.example " + "y " * 300, "x" * at + " z " + "y " * 300)
        assert "jane" not in old + new
        assert "jane" not in shown("x " * (at // 2) + "jane.doe@mail.example")
    for at in range(10, 80):
        rest = f"{'y' * at} jane.doe@mail.example " + "z " * 300
        old, new = differing(f"{'x ' * 300}twice {rest}", f"{'x ' * 300}once {rest}")
        assert "jane" not in old + new
        front = "z " * 300 + f" jane.doe@mail.example {'y' * at} "
        old, new = differing(f"{front}twice {'x ' * 300}", f"{front}once {'x ' * 300}")
        assert "doe" not in old + new


def test_the_whole_comment_is_cut_with_a_count() -> None:
    """A change of any size gives a comment that a host accepts, and says what is not in it."""
    files = [
        change(f"credentials/d{n}/index.md", None, f"---\ntitle: {'T' * 200}\nsummary: {'s ' * 150}\n---\n")
        for n in range(900)
    ]
    files += [change(f"notes/{n}.txt", None, "x") for n in range(900)]
    text = to_markdown(of(*files)[0])
    assert len(text) < MAX_CHARS + 200
    assert "… and 850 more files" in text
    assert "… and 850 more definitions" in text


def test_a_long_comment_says_how_much_is_left_out() -> None:
    """Where the words of a change are too many, whole lines go, and their number stands at the end."""
    names = "\n".join(f"field{n}: {'word ' * 50}" for n in range(10))
    files = [
        change(f"credentials/d{n}/index.md", f"---\ntitle: T\n{names}\n---\n", "---\ntitle: T\n---\n")
        for n in range(50)
    ]
    text = to_markdown(of(*files)[0])
    assert MAX_CHARS - 1000 < len(text) < MAX_CHARS + 200
    assert re.search(r"\n\*[0-9]+ more lines do not fit here: `testamur diff` shows all of them as JSON\.\*\n\Z", text)


def test_every_key_of_the_json_is_in_the_manual(root: Path) -> None:
    """docs/commands.md has a row for each key, and names the keys inside."""
    told, _ = of(change(KEY, None, key()))
    document = to_json(told)
    manual = (root / "docs/commands.md").read_text(encoding="utf-8")
    section = manual.partition("## `testamur diff`")[2].partition("\n## ")[0]
    rows = [re.findall("`([a-z_]+)`", line.split("|")[1]) for line in section.split("\n") if line.startswith("| `")]
    assert set(document) == {name for row in rows for name in row}
    for each in document["keys"]:
        assert all(re.search(rf"\b{name}\b", section) for name in each)
    assert {each.name for each in fields(Meaning)} | {"type", "format", "effects"} == set(document)


def test_reasons_in_words_are_not_repeated() -> None:
    """Whatever a withdrawal says instead of a code stays where it is."""
    told, _ = of(
        change("issuers/s/withdrawals/A1-0000N/1.json", None, {**event("revoke"), "reason": "Jane Doe cheated"})
    )
    assert "Jane" not in to_markdown(told) + json.dumps(to_json(told))


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"[]", b"null", b'{"event": 1}', b"---\n- a\n---\n", b"---\na: [b]\n---\nx"]
)
@pytest.mark.parametrize(
    "path",
    [
        "registry.yaml",
        "credentials/d/index.md",
        "credentials/d/versions/1.0/index.md",
        "credentials/d/badge.svg",
        "issuers/s/index.md",
        KEY,
        LIST,
        "issuers/s/awards/a1/0/1.json",
        "issuers/s/withdrawals/A1-0000N/1.json",
        "issuers/s/withdrawals/x/y.json",
    ],
)
def test_anything_may_stand_in_a_file(path: str, data: bytes) -> None:
    """Before and after, a file may hold anything: the change is told, and nothing is raised."""
    for old, new in ((None, data), (data, None), (data, data + b" "), (signed(0), data), (key(), data)):
        told, _ = of(change(path, old, new))
        assert to_markdown(told).startswith("## What this change means\n")
        json.dumps(to_json(told))
