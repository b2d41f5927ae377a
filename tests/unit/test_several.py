"""Files that hold several credentials: each is told of once, in its place, and both languages tell the same."""

import json
import random
import subprocess
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from testamur.cli import main
from testamur.cli import verify as command
from testamur.vendored import limits
from testamur.verify import Answer, Report, is_presented, to_json, verify_file

from tests.casebook.tokens import compact

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"
CREDENTIAL: dict[str, Any] = json.loads((CASES / "valid" / "credential.json").read_bytes())
AT = "2026-11-01"

# Checks many files in one process, with nobody to ask and no registry.
MANY_CHECKED = """
import {more, verifyFile} from './site/verifier/index.js'
import {openPdf} from './site/verifier/pdf-program.js'
import {contexts, limits, terms} from './site/verifier/material.js'
let lines = ''
for await (const part of process.stdin) lines += part
const {at, files} = JSON.parse(lines)
const resolve = async () => ({bytes: null, answeredBy: ''})
const answers = []
for (const file of files) {
  const bytes = new Uint8Array(Buffer.from(file, 'base64'))
  answers.push(await verifyFile(bytes, {name: '', at, resolve, registries: [], contexts, limits, more, openPdf, terms}))
}
console.log(JSON.stringify(answers))
"""


def checked(data: bytes) -> tuple[Report, ...]:
    """The reports on a file, where nobody answers and no registry was named."""
    nobody = Answer(data=None, answered_by="")
    return verify_file(data, at=command.parse_moment(AT), resolve=lambda _: nobody, registries=())


def packed(value: Any) -> bytes:
    """JSON as a file."""
    return json.dumps(value).encode()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["id", "type", "proof", "verifiableCredential", "vp"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_anything_may_be_presented(held: Any) -> None:
    """Whatever stands in the place of credentials has reports, each in that place, and none that is good."""
    reports = checked(packed({"type": "VerifiablePresentation", "verifiableCredential": held}))
    assert all(is_presented(report) for report in reports)
    assert {"valid", "caution"}.isdisjoint(report.verdict for report in reports)
    assert len(reports) == (len(held) or 1 if isinstance(held, list) else 1)


@pytest.mark.parametrize("deep", [1, 5, 12])
def test_records_in_records_are_told_one_by_one(deep: int) -> None:
    """However deep learner records lie in each other, each has one report and so has the credential inside."""
    value: Any = CREDENTIAL
    for _ in range(deep):
        subject = {"verifiableCredential": value}
        value = {"type": ["VerifiableCredential", "ClrCredential"], "credentialSubject": subject}
    parts = [".".join(["credentialSubject.verifiableCredential"] * level) or None for level in range(deep + 1)]
    assert parts == [report.part for report in checked(packed(value))]


def test_as_many_as_allowed_are_told() -> None:
    """The number of credentials that a file may hold is counted over all that holds them."""
    many = limits().max_contained_credentials
    inner = {"type": ["VerifiableCredential", "ClrCredential"], "credentialSubject": {"verifiableCredential": [{}] * 9}}
    held = [inner, *[{}] * (many - 10)]
    reports = checked(packed({"type": "VerifiablePresentation", "verifiableCredential": held}))
    assert many == len(reports)
    more = checked(packed({"type": "VerifiablePresentation", "verifiableCredential": [*held[1:], {}, {}, inner]}))
    assert ("contained_too_many",) == more[-1].reasons


def thing(draw: random.Random, depth: int) -> Any:
    """Something that may stand where a credential should."""
    choice = draw.randrange(10)
    if choice == 0:
        return draw.choice([None, True, 7, "", "roses", [], {}, [[]], "{}", "<svg/>", "a.b.c", "%PDF-"])
    if choice == 1:
        return CREDENTIAL | {"name": draw.choice(["", "x", None])}
    if choice == 2:
        return compact({"alg": "none"}, {"vc": CREDENTIAL}, None).decode()
    if choice == 3:
        address = draw.choice(["data:application/vc+jwt,", "data:application/jwt,", "data:,", ""]) + "e30.e30."
        return {"type": ["EnvelopedVerifiableCredential"], "id": draw.choice([address, 7, None, [address]])}
    if depth == 0 or choice < 6:
        return {"type": draw.choice(["VerifiableCredential", ["VerifiableCredential", "ClrCredential"], 7])}
    held = [thing(draw, depth - 1) for _ in range(draw.randrange(3))]
    inside = {"verifiableCredential": draw.choice([held, held[0] if held else None])}
    subject = draw.choice([inside, [inside], [inside, inside], "urn:x:1"])
    return {"type": ["VerifiableCredential", "ClrCredential"], "credentialSubject": subject}


def files(seed: int, count: int) -> list[bytes]:
    """Presentations and records of anything, some of them tokens."""
    draw = random.Random(seed)  # noqa: S311 - the same files on every machine
    made = []
    for _ in range(count):
        held = [thing(draw, 2) for _ in range(draw.randrange(4))]
        value: Any = {"type": draw.choice(["VerifiablePresentation", ["VerifiablePresentation"], ["Other"]])}
        value["verifiableCredential"] = draw.choice([held, held[0] if held else None])
        if draw.randrange(3) == 0:
            value["@context"] = draw.choice([CREDENTIAL["@context"][0], CREDENTIAL["@context"], 7])
            value["proof"] = draw.choice([CREDENTIAL["proof"] | {"proofPurpose": "authentication"}, 7, [], [{}]])
        value = draw.choice([value, value, thing(draw, 3)])
        is_token = draw.randrange(4) == 0
        payload = draw.choice([value, {"vp": value}, {"vp": [value]}])
        made.append(compact({"alg": "none"}, packed(payload), None) if is_token else packed(value))
    return made


def test_both_languages_tell_the_same() -> None:
    """Python and JavaScript give the same reports on three hundred files of anything."""
    made = files(seed=3, count=300)
    at = command.parse_moment(AT)
    question = {"at": at.timestamp() * 1000, "files": [b64encode(data).decode() for data in made]}
    finished = subprocess.run(
        ["node", "--input-type=module", "-e", MANY_CHECKED],
        cwd=ROOT,
        input=json.dumps(question),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert "" == finished.stderr
    ours = [[dict(to_json(report, file="")) for report in checked(data)] for data in made]
    different = [pair for pair in zip(made, ours, json.loads(finished.stdout), strict=True) if pair[1] != pair[2]]
    assert [] == different
    assert {1, 2, 3} <= {len(reports) for reports in ours}


def test_the_command_line_ends_with_the_worst(capsys: pytest.CaptureFixture[str]) -> None:
    """Each credential is told of under its place, the exit code is the worst, and who presents is said to be open."""
    file = CASES / "presentation-several" / "credential.json"
    options = ["--at", AT, "--registry", str(CASES / "_sites" / "society")]
    assert 1 == main(["verify", str(file), *options])
    told = capsys.readouterr().out
    for line in (
        f"{file} verifiableCredential[0]: genuine and in force",
        f"{file} verifiableCredential[1]: changed or not genuine",
        "the file is a presentation: who presents it was not checked, only what is in it",
    ):
        assert line in told.splitlines()
    good = CASES / "presentation-one" / "credential.json"
    assert 0 == main(["verify", str(good), str(CASES / "valid" / "credential.json"), *options])
    assert "2 files: 2 valid" in capsys.readouterr().out
