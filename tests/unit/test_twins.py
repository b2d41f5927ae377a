"""Python and JavaScript give the same report, word for word, on every case."""

import argparse
import json
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from testamur.cli import verify as command

from tests.casebook.society import list_address, signed_list

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"
SITE = CASES / "_sites" / "society"

# What the script's own first lines do, for many command lines in one process.
MANY_RUNS = """
import {run} from './site/verifier/cli.js'
let lines = ''
for await (const part of process.stdin) lines += part
const answers = []
for (const words of JSON.parse(lines)) answers.push(await run(words, {now: 0}))
console.log(JSON.stringify(answers))
"""


def command_lines() -> list[list[str]]:
    """One command line for all the cases that share moment, registries and documents."""
    grouped: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for folder in sorted(path.parent for path in CASES.glob("*/case.json")):
        case = json.loads((folder / "case.json").read_bytes())
        options = ["--json", "--at", case["at"]]
        for site in case["registries"]:
            options += ["--registry", str((folder / site).resolve())]
        if case["documents"] is not None:
            options += ["--documents", str(folder / case["documents"])]
        if "recipient" in case:
            options += ["--recipient", case["recipient"]]
        if "refresh" in case:
            options += ["--refresh", *(word for host in case["refresh"] for word in ("--agree", host))]
        grouped[tuple(options)].append(str(folder / case["file"]))
    return [[*files, *options] for options, files in grouped.items()]


def python_answer(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[Any, int]:
    """What `testamur verify` prints, parsed, and its exit code."""
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    code = command.run(parser.parse_args(["verify", *words]))
    return json.loads(capsys.readouterr().out), code


def javascript(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """A run of Node in the repository."""
    return subprocess.run(
        ["node", *words], cwd=ROOT, input=stdin, capture_output=True, encoding="utf-8", timeout=300, check=False
    )


def test_reports_agree(capsys: pytest.CaptureFixture[str]) -> None:
    """Both command lines print the same JSON and end with the same code for every case."""
    lines = command_lines()
    finished = javascript("--input-type=module", "-e", MANY_RUNS, stdin=json.dumps(lines))
    assert finished.stderr == ""
    theirs = json.loads(finished.stdout)
    different = []
    for words, answer in zip(lines, theirs, strict=True):
        reports, code = python_answer(words, capsys)
        other = json.loads(answer["output"])
        different += [(one, two) for one, two in zip(reports, other, strict=True) if one != two]
        if code != answer["code"]:
            different.append((words[0], (code, answer["code"])))
    assert different == []


def test_too_large_a_list_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list whose packed bits are more than is allowed is told by that, whatever they hold."""
    address = list_address("b2")
    large = signed_list("b2", subject={"encodedList": "u" + "A" * 700_000})
    (tmp_path / "map.json").write_text(json.dumps({address: large}), encoding="utf-8")
    words = [str(CASES / "valid" / "credential.json"), "--json", "--at", "2026-11-01", "--registry", str(SITE)]
    words += ["--documents", str(tmp_path / "map.json")]
    finished = javascript("site/verifier/cli.js", *words)
    reports, code = python_answer(words, capsys)
    assert (json.loads(finished.stdout), finished.returncode) == (reports, code)
    assert reports[0]["reasons"] == ["status_list_too_large"]


@pytest.mark.parametrize(
    "words",
    [
        ["--at", "9999-12-31T23:59:59-14:00"],
        ["--at", "0001-01-01T00:00:00+00:01"],
        ["--documents", '{"urn:x": 1, "urn:x": 1}'],
        ["--documents", '{"urn:x": 9007199254740993}'],
        ["--documents", '{"urn:x": 1e400}'],
        ["--documents", '{"urn:x": NaN}'],
        ["--documents", '{"urn:x": "\\ud800"}'],
        ["--documents", "\ufeff{}"],
        ["--documents", '{"urn:x": ' + '{"a":' * 65 + "1" + "}" * 66],
        ["--documents", "[" * 200_000],
        ["--documents", '{"urn:x": {"base64": "Q"}}'],
        ["--documents", '{"urn:x": {"base64": 5}}'],
        ["--documents", "[]"],
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_misuse_agrees(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What one command line can't work with, the other can't either."""
    if words[0] == "--documents":
        (tmp_path / "map.json").write_text(words[1], encoding="utf-8")
        words = [words[0], str(tmp_path / "map.json")]
    words = [str(CASES / "valid" / "credential.json"), *words]
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    code = command.run(parser.parse_args(["verify", *words]))
    finished = javascript("site/verifier/cli.js", *words)
    assert (2, 2, "", "") == (code, finished.returncode, finished.stdout, capsys.readouterr().out)


@pytest.mark.parametrize("number", ["-0", "1e0", "1e16", "1e21", "5e-324", "333333333.33333329", "0.000001", "1e-7"])
def test_numbers_of_a_map_agree(number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A number that a map gives is the same number on both sides."""
    credential = CASES / "valid" / "credential.json"
    address = json.loads(credential.read_bytes())["credentialSubject"]["achievement"]["id"]
    (tmp_path / "map.json").write_text(f'{{"{address}": {{"number": {number}}}}}', encoding="utf-8")
    words = [str(credential), "--json", "--at", "2026-11-01", "--registry", str(SITE)]
    words += ["--documents", str(tmp_path / "map.json")]
    finished = javascript("site/verifier/cli.js", *words)
    assert (json.loads(finished.stdout), finished.returncode) == python_answer(words, capsys)


def test_command_lines_agree(capsys: pytest.CaptureFixture[str]) -> None:
    """The script itself prints what `testamur verify` prints, in the order the files were named."""
    files = [str(CASES / name / "credential.json") for name in ("withdrawn", "valid", "json-cut-off", "on-hold")]
    words = [*files, "--json", "--at", "2026-11-01", "--registry", str(SITE)]
    finished = javascript("site/verifier/cli.js", *words)
    assert (json.loads(finished.stdout), finished.returncode) == python_answer(words, capsys)
