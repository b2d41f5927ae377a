"""`testamur new`: a file that `check` takes, from options, questions or an issue form; never in place of another."""

import io
import json
import re
import sys
from pathlib import Path

import pytest
from testamur.source import SourceFile, parse_front_matter

from tests.society import DEFINITION, SLUG, Society, make_society
from tests.unit.test_cli_init import at_a_terminal

FORM = "### Title\n\n{title}\n\n### Type of award\n\nCertificate\n\n### Description\n\n{description}\n"


@pytest.fixture
def society(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Society:
    """A society with a key, and nobody at its terminal."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = make_society(tmp_path, monkeypatch)
    made.ready()
    return made


def fields(society: Society, path: str) -> dict[str, object]:
    """The fields of a file, and its text under an empty name."""
    values, body = parse_front_matter(SourceFile(path, (society.root / path).read_bytes()))
    assert isinstance(values, dict)
    return {**values, "": body.strip()}


def new(society: Society, *argv: str) -> tuple[int, str, str]:
    """What `testamur new` answers in the registry."""
    called = society.plain("new", *argv, "--root", str(society.root))
    return called.code, called.out, called.err


def errors(society: Society) -> str:
    """What `check` finds."""
    return society.plain("check", "--root", str(society.root), "--at", "2026-03-02").out


def award(society: Society) -> str:
    """The number of a credential that was awarded just now."""
    called = society.call("issue", DEFINITION, "--name", "Alex Example")
    assert called.code == 0, called.err
    (path,) = society.ledger()
    entry = json.loads((society.root / path).read_bytes())
    numbers = (society.private / "people.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    assert entry["list"].upper() == numbers.partition("-")[0]
    return numbers


def test_a_definition_from_options(society: Society) -> None:
    """The file is where its title says, holds what was given, says `not stated` elsewhere, and checks."""
    options = (
        "--title",
        "Éducation: wounds",
        "--issuer",
        SLUG,
        "--description",
        "For # nurses",
        "--type",
        "certificate",
    )
    code, out, err = new(society, "definition", *options)
    assert (0, "credentials/education-wounds/index.md\n") == (code, out)
    assert f"`awards` in issuers/{SLUG}/index.md" in err
    values = fields(society, "credentials/education-wounds/index.md")
    assert ("Éducation: wounds", "For # nurses", "certificate", "en") == tuple(
        values[name] for name in ("title", "description", "type", "language")
    )
    assert values["summary"] == "not stated"
    assert errors(society) == ""


def test_what_is_not_said_is_still_to_be_written(society: Society) -> None:
    """With a title and an issuer alone the file checks; what must be text says that it is to be written."""
    assert new(society, "definition", "--title", "Wound care", "--issuer", SLUG)[0] == 0
    values = fields(society, "credentials/wound-care/index.md")
    assert str(values["description"]).startswith("To be written")
    assert str(values[""]).startswith("To be written")
    assert values["type"] == "micro-credential"
    assert errors(society) == ""


def test_a_pathway(society: Society) -> None:
    """A pathway names what leads to it, and how many of these are needed."""
    society.plain("new", "definition", "--title", "Wound care", "--issuer", SLUG, "--root", str(society.root))
    options = ("--title", "Rural practice", "--issuer", SLUG, "--of", f"wound-care, {DEFINITION}")
    assert (0, "credentials/rural-practice/index.md\n") == new(society, "pathway", *options, "--at-least", "1")[:2]
    values = fields(society, "credentials/rural-practice/index.md")
    assert values["requirements"] == [{"name": "Needed", "at_least": "1", "of": ["wound-care", DEFINITION]}]
    assert errors(society) == ""


def test_an_issuer(society: Society) -> None:
    """An issuer is where its name says, and the way to its key is told."""
    code, out, err = new(society, "issuer", "--name", "Zweite Gesellschaft", "--contact", "office@zweite.example")
    assert (0, "issuers/zweite-gesellschaft/index.md\n") == (code, out)
    assert "`testamur keys new --issuer zweite-gesellschaft`" in err
    assert fields(society, "issuers/zweite-gesellschaft/index.md")["contact"] == "office@zweite.example"
    assert errors(society) == ""


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (("definition",), 2, "--title is missing"),
        (("definition", "--title", "Wound care"), 2, "--issuer is missing"),
        (("definition", "--title", "日本", "--issuer", SLUG), 2, "--slug"),
        (("definition", "--title", "W", "--issuer", SLUG, "--slug", "W W"), 2, "--slug W W"),
        (("definition", "--title", "W", "--issuer", SLUG, "--slug", "nul"), 2, "Windows has a device of this name"),
        (("issuer", "--name", "N", "--slug", "com1"), 2, "Windows has a device of this name"),
        (("definition", "--title", "W", "--issuer", "nobody"), 1, "issuer-unknown"),
        (("definition", "--title", "x" * 121, "--issuer", SLUG), 1, "text-too-long"),
        (("definition", "--title", "W", "--issuer", SLUG, "--approver", "Dr. Who"), 1, "approver-is-person"),
        (("definition", "--title", "W", "--issuer", SLUG, "--language", "klingonish"), 1, "language-malformed"),
        (("definition", "--title", "W", "--issuer", SLUG, "--slug", DEFINITION), 1, "there is one of that name"),
        (("definition", "--title", "W", "--form", "x"), 2, "--form is instead of --title"),
        (("definition", "--form", "nowhere.md"), 2, "there is no file"),
        (("pathway", "--title", "P", "--issuer", SLUG), 2, "--of is missing"),
        (("pathway", "--title", "P", "--issuer", SLUG, "--of", "nothing"), 1, "definition-unknown"),
        (("pathway", "--title", "P", "--issuer", SLUG, "--of", DEFINITION, "--at-least", "2"), 1, "at-least-too-many"),
        (("pathway", "--title", "P", "--issuer", SLUG, "--of", DEFINITION, "--at-least", "x"), 1, "value-type"),
        (("issuer",), 2, "--name is missing"),
        (("issuer", "--name", "Paper"), 1, "there is one of that name"),
        (("issuer", "--name", "N", "--contact", "alex.example@zweite.example"), 1, "personal"),
        (("withdrawal",), 2, "--number is missing"),
        (("withdrawal", "--number", "A1-04K7X", "--event", "revoke", "--reason", "superseded"), 1, "was awarded"),
        (("withdrawal", "--number", "A1-04K7Y", "--event", "revoke", "--reason", "superseded"), 1, "mistake"),
        (("withdrawal", "--number", "A1-04K7X", "--form", "x"), 2, "--form is instead of --number"),
    ],
)
def test_what_is_refused(society: Society, argv: tuple[str, ...], code: int, words: str) -> None:
    """What `check` would refuse, what is there already and what can't be followed leave the registry as it was."""
    before = society.files()
    answered, out, err = new(society, *argv)
    assert (code, "") == (answered, out), err
    assert words in err
    assert before == society.files()


def test_a_title_that_windows_keeps_for_a_device(society: Society) -> None:
    """A folder is not named as a device of Windows, so that `check` has nothing to say of it."""
    code, out, _ = new(society, "issuer", "--name", "COM1")
    assert (0, "issuers/com1-1/index.md\n") == (code, out)
    assert "file-name-unsafe" not in errors(society)


def test_only_a_registry_gets_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder without `registry.yaml` nothing is written, and the way to a registry is told."""
    society = make_society(tmp_path, monkeypatch)
    (society.root / "registry.yaml").unlink()
    before = society.files()
    code, _, err = new(society, "issuer", "--name", "N")
    assert (2, True) == (code, "testamur init" in err)
    assert before == society.files()


def test_questions_at_a_terminal(society: Society) -> None:
    """What is missing is asked; an answer that `check` would refuse is asked for again; Enter takes what is offered."""
    argv = ["new", "definition", "--root", str(society.root)]
    typed = f"{'x' * 121}\nWound care\n\nnobody\n{SLUG}\nFor nurses.\n"
    code, shown = at_a_terminal(society.root, argv, typed)
    assert code == 0, shown
    assert "at most 120 are allowed" in shown
    assert "there is no issuer “nobody”" in shown
    assert "[micro-credential]" in shown
    assert fields(society, "credentials/wound-care/index.md")["description"] == "For nurses."


# ---- issue forms ----


def write_form(society: Society, text: str) -> str:
    """A file with the body of an issue."""
    path = society.root.parent / "form.md"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_definition_from_a_form(society: Society) -> None:
    """A form becomes a definition; one issuer that can award need not be named where it is the only one."""
    (society.root / "issuers/paper/index.md").unlink()
    form = write_form(society, FORM.format(title="Wound care", description="For nurses."))
    assert (0, "credentials/wound-care/index.md\n") == new(society, "definition", "--form", form)[:2]
    values = fields(society, "credentials/wound-care/index.md")
    assert ("certificate", "For nurses.", SLUG) == (values["type"], values["description"], values["issuer"])
    assert errors(society) == ""


def test_a_form_that_check_will_not_take_is_written_and_told(society: Society) -> None:
    """What only a review can settle does not stop a form: the file is there, and its findings with their lines."""
    text = FORM.format(title="Wound care", description="For nurses.") + "\n### Issuer\n\nnobody\n"
    code, out, err = new(society, "definition", "--form", write_form(society, text))
    assert (0, "credentials/wound-care/index.md\n") == (code, out)
    assert "issuer-unknown" in err
    assert "issuer-unknown" in errors(society)


def test_a_hostile_form_is_text(society: Society) -> None:
    """Fences, fields, template syntax, HTML and workflow commands in answers come out as quoted text."""
    description = "---\n---\ntype: pathway\n{{ config }} {% include 'x' %} ${{ github.token }}\n::set-output name=a::b"
    criteria = "<script>alert(1)</script> ![p](//evil.example/p.gif) [x](javascript:alert(1))\n---\nversion: 9.9"
    text = FORM.format(title='"Wound": {care} # 2 &x *y', description=description)
    text += f"\n### Issuer\n\n{SLUG}\n\n### What must be done to receive the award\n\n{criteria}\n"
    code, _, err = new(society, "definition", "--form", write_form(society, text))
    assert code == 0, err
    values = fields(society, "credentials/wound-care-2-x-y/index.md")
    assert values["title"] == '"Wound": {care} # 2 &x *y'
    assert values["description"] == description
    assert ("certificate", "1.0") == (values["type"], values["version"])
    assert "&lt;script>alert(1)&lt;/script>" in str(values[""])
    # Templates of other programs are left as they were typed, for a review to see.
    assert {"text-template"} == set(re.findall(r"^\S+: ([a-z-]+) ", errors(society), re.MULTILINE))


def test_a_form_that_is_none_writes_nothing(society: Society) -> None:
    """A body without the form's headings, or without an issuer where there are two, leaves the registry as it was."""
    before = society.files()
    assert new(society, "definition", "--form", write_form(society, "hello"))[0] == 1
    several = new(society, "definition", "--form", write_form(society, FORM.format(title="W", description="D")))
    assert several[0] == 1
    assert f"One of: {SLUG}, paper." in several[2]
    assert before == society.files()


def test_a_form_that_would_withdraw_for_good_since_a_review_ended(society: Society) -> None:
    """A form whose reason belongs to another event writes nothing, and names the answers that there are."""
    number = award(society)
    before = society.files()
    body = f"### Credential number\n\n{number}\n\n### What should happen, and why\n\n"
    form = write_form(society, body + "Withdraw it for good: the review has ended\n")
    code, out, err = new(society, "withdrawal", "--form", form)
    assert (1, "", True) == (code, out, "One of: Withdraw it for good: it was issued in error; " in err)
    assert before == society.files()


def test_a_withdrawal_waits_for_its_signature(society: Society) -> None:
    """A form declares the next event; `check` says that it awaits a signature, and signing makes it count."""
    number = award(society)
    body = f"### Credential number\n\n{number.lower()}\n\n### What should happen, and why\n\n"
    form = write_form(society, body + "Put it on hold: it is under review\n")
    code, out, err = new(society, "withdrawal", "--form", form)
    assert (0, f"issuers/{SLUG}/withdrawals/{number}/1.json\n") == (code, out)
    assert "testamur sign" in err
    written = json.loads((society.root / out.strip()).read_bytes())
    assert ("suspend", "under-review", "2026-03-02", 1) == tuple(
        written[name] for name in ("event", "reason", "date", "sequence")
    )
    assert "awaiting-signature" in errors(society)
    options = ("--number", number, "--event", "reinstate", "--reason", "review-ended")
    assert (0, f"issuers/{SLUG}/withdrawals/{number}/2.json\n") == new(society, "withdrawal", *options)[:2]
    assert new(society, "withdrawal", *options)[0] == 1
    assert society.call("sign").code == 0
    assert errors(society) == ""
