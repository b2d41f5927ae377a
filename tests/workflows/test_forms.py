"""The workflow `from-form`, every step of it run here as the script it is, on sound and on hostile forms."""

import json
import subprocess
from typing import Any

import pytest
import yaml
from testamur.number import number_from

from tests.expressions import filled
from tests.runner import Ran
from tests.workflows.place import EVIL, ISSUER, Place, commands

DEFINITION_FORM = f"""### Title

Wound care {EVIL} ::set-output name=a::b

### Type of award

Micro-credential

### Issuer

{ISSUER}

### Description

First line. <script>alert(1)</script> @everyone
::error file=x::y
{EVIL}

### Summary for the public

_No response_
"""


def from_form(place: Place, body: str, *, sender: str = "jo", label: str = "") -> dict[str, Ran]:
    """What the workflow `from-form` did when somebody opened or labelled an issue with that body."""
    issue = {"number": 12, "body": body, "title": EVIL}
    event: dict[str, Any] = {"action": "labeled" if label else "opened", "issue": issue, "sender": {"login": sender}}
    if label:
        event["label"] = {"name": label}
    return place.runner.run(place.workflow("from-form"), event)


def with_people(place: Place) -> Place:
    """The same place, where `jo` may write and `admin` may do everything."""
    place.runner.state = {**place.runner.state, "people": {"jo": "write", "admin": "admin", "eve": "read"}}
    return place


def pushed(place: Place, branch: str) -> list[str]:
    """The files that a pushed branch changes."""
    command = ["git", "-C", str(place.runner.origin), "diff", "--name-only", "-z", "main", branch]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [name for name in names.split("\0") if name]


def test_a_credential_from_a_form(place: Place) -> None:
    """Of a form that somebody with the right opened comes a pull request with one new file and what the check says."""
    from_form(with_people(place), DEFINITION_FORM)
    ran = from_form(place, DEFINITION_FORM)  # brings the pull request of the first up to date
    results = {name: each.result for name, each in ran.items()}
    assert {"may": "success", "make": "success", "open": "success"} == results, ran["make"].log + ran["open"].log
    (pull,) = place.runner.state["pulls"].values()
    assert ("form-12", "main", "From the form in issue 12") == (pull["head"], pull["base"], pull["title"])
    (path,) = pushed(place, "form-12")
    assert path.startswith("credentials/wound-care")
    assert "Closes #12." in pull["body"]
    assert "Testamur:" in pull["body"]
    assert [] == [sign for sign in ("<script", "@everyone", "::set-output") if sign in pull["body"]]
    assert [] == commands(ran["make"].log + ran["open"].log)
    assert place.nothing_of_it_ran()


def test_a_form_of_somebody_else_waits_for_a_label(place: Place) -> None:
    """Who may not write gets no pull request; a label counts only from somebody who may."""
    with_people(place)
    for sender, label in (("eve", ""), ("eve", "accepted"), ("stranger", ""), ("jo", "another label")):
        ran = from_form(place, DEFINITION_FORM, sender=sender, label=label)
        assert {"skipped"} == {ran[name].result for name in ("make", "open")}
    assert {} == place.runner.state["pulls"]
    assert "success" == from_form(place, DEFINITION_FORM, sender="admin", label="accepted")["open"].result
    assert 1 == len(place.runner.state["pulls"])


def test_another_issue_is_left_alone(place: Place) -> None:
    """An issue that is no form starts nothing, not even the question who wrote it."""
    ran = from_form(with_people(place), "I found a typing mistake.")
    assert {"skipped"} == {each.result for each in ran.values()}
    assert [] == place.runner.state["calls"]


def withdrawal_form(place: Place) -> tuple[str, str]:
    """The number of the one award, and a form that withdraws it."""
    (ledger,) = place.society.ledger()
    entry = json.loads((place.society.root / ledger).read_bytes())
    number = number_from(entry["list"], entry["index"])
    answers = {"Credential number": number}
    answers["What should happen, and why"] = "Withdraw it for good: it was issued in error"
    return number, "\n\n".join(f"### {label}\n\n{answer}" for label, answer in answers.items())


def test_a_withdrawal_from_a_form(place: Place) -> None:
    """It becomes an event that is not signed yet, and the pull request says which command signs it."""
    number, body = withdrawal_form(place)
    ran = from_form(with_people(place), body)
    assert "success" == ran["open"].result, ran["make"].log + ran["open"].log
    assert [f"issuers/{ISSUER}/withdrawals/{number}/1.json"] == pushed(place, "form-12")
    (pull,) = place.runner.state["pulls"].values()
    assert "awaiting-signature" in pull["body"]
    assert "testamur sign" in pull["body"]


def test_a_form_that_can_not_be_used(place: Place) -> None:
    """The author is told why in a comment, and there is no branch."""
    body = "### Credential number\n\nA1-XXXXX\n::error::x\n\n### What should happen, and why\n\nSomething else"
    ran = from_form(with_people(place), body)
    assert ("success", "success") == (ran["make"].result, ran["open"].result), ran["make"].log + ran["open"].log
    (comment,) = place.runner.state["comments"]["12"]
    assert comment["body"].startswith("No pull request was made of this form.")
    assert [] == [line for line in comment["body"].splitlines()[1:] if line and not line.startswith("    ")]
    assert {} == place.runner.state["pulls"]
    assert [] == commands(ran["make"].log + ran["open"].log)


PERSONAL = {
    "personal-email": "Write to jane.roe@mail.example for it.",
    "personal-phone": "Phone: +49 30 5550 1234",
    "personal-name": "Taught by Dr Jane Roe.",
    "personal-name-likely": "The course was reviewed by Jane Roe.",
}


@pytest.mark.parametrize("kind", PERSONAL)
def test_what_is_personal_in_a_form_goes_nowhere(place: Place, kind: str) -> None:
    """Nothing is pushed or kept, and the comment names the kind of thing and not the thing itself."""
    ran = from_form(with_people(place), DEFINITION_FORM.replace("First line.", PERSONAL[kind]))
    assert ("success", "success") == (ran["make"].result, ran["open"].result), ran["make"].log + ran["open"].log
    (comment,) = place.runner.state["comments"]["12"]
    assert comment["body"].startswith("No pull request was made of this form, because Git would keep for ever")
    assert f"(`{kind}`)\n" in comment["body"]
    assert "please edit it" in comment["body"]
    assert "A maintainer can delete that version" in comment["body"]
    assert {} == place.runner.state["pulls"]
    assert "" == place.git("ls-remote", "origin", "refs/heads/form-12")
    assert ["personal.md"] == [path.name for path in place.runner.artifacts["told"].iterdir()]
    told = comment["body"] + ran["make"].log + ran["open"].log
    assert [] == [word for word in ("jane", "roe", "mail.example", "5550") if word in told.lower()]


def test_a_title_about_persons_is_not_personal(place: Place) -> None:
    """Words that look like a finding's code are taken for text."""
    body = DEFINITION_FORM.replace("Wound care", "Personal-name tags and personal-email").replace(
        "First line.", "x:1:1: personal-name y"
    )
    from_form(with_people(place), body)
    assert 1 == len(place.runner.state["pulls"])


def test_another_label_takes_no_runs_place(place: Place) -> None:
    """Runs for different labels wait in different groups; those that write the same branch wait for each other."""
    described = yaml.safe_load(place.workflow("from-form").read_text(encoding="utf-8"))
    events: list[dict[str, Any]] = [{"issue": {"number": 12}}]
    events += [{"issue": {"number": 12}, "label": {"name": name}} for name in ("accepted", "another")]

    def groups(part: Any) -> set[str]:
        return {filled(part["concurrency"]["group"], {"github": {"event": event}}) for event in events}

    assert {"from-form-12-opened", "from-form-12-accepted", "from-form-12-another"} == groups(described)
    assert {"open-form-12"} == groups(described["jobs"]["open"])
