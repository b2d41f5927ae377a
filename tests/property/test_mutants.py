"""Changed copies and any bytes: both verifiers say the same of each, and let no other meaning through."""

import argparse
import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from testamur.cli import verify as command

from tests.mutants.asking import KINDS, Mutant, mutants, raw_answer
from tests.mutants.fuzzing import inputs

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"
SITE = CASES / "_sites" / "society"
AT = "2026-11-01T12:00:00Z"

MANY_RUNS = """
import {run} from './site/verifier/cli.js'
let lines = ''
for await (const part of process.stdin) lines += part
for (const words of JSON.parse(lines)) console.log(JSON.stringify(JSON.parse((await run(words, {now: 0})).output)))
"""


def site() -> Mapping[str, bytes]:
    """The society's site, by path."""
    return {path.relative_to(SITE).as_posix(): path.read_bytes() for path in SITE.rglob("*.json")}


def site_with(registry: bytes, built: Path) -> Path:
    """A copy of the society's site under another registry.json."""
    built.mkdir()
    (built / "registry.json").write_bytes(registry)
    for name in ("issuers", "credentials"):
        # The folder that a link leads to would be outside of the site, so the files are linked one by one.
        for path in (SITE / name).rglob("*.json"):
            target = built / path.relative_to(SITE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.hardlink_to(path)
    return built


def command_lines(questions: list[Mutant], folder: Path) -> list[list[str]]:
    """The words that ask about the mutants, all together that meet the same answers."""
    grouped: dict[str, list[str]] = defaultdict(list)
    options: dict[str, list[str]] = {}
    for number, mutant in enumerate(questions):
        (folder / f"{number}.json").write_bytes(mutant.file)
        documents = {address: raw_answer(content) for address, content in mutant.documents.items()}
        key = json.dumps(documents) if mutant.registry is None else str(number)
        if key not in options:
            (folder / f"{number}-documents.json").write_text(json.dumps(documents), encoding="utf-8")
            built = SITE if mutant.registry is None else site_with(mutant.registry, folder / f"{number}-site")
            options[key] = ["--json", "--at", AT, "--registry", str(built)]
            options[key] += ["--documents", str(folder / f"{number}-documents.json")]
        grouped[key].append(str(folder / f"{number}.json"))
    return [[*files, *options[key]] for key, files in grouped.items()]


def python_reports(lines: list[list[str]], capsys: pytest.CaptureFixture[str]) -> list[Any]:
    """What `testamur verify` prints for each."""
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    reports = []
    for words in lines:
        command.run(parser.parse_args(["verify", *words]))
        reports.append(json.loads(capsys.readouterr().out))
    return reports


def javascript_reports(lines: list[list[str]]) -> list[Any]:
    """What the other command line prints for each."""
    finished = subprocess.run(
        ["node", "--input-type=module", "-e", MANY_RUNS],
        cwd=ROOT,
        input=json.dumps(lines),
        capture_output=True,
        encoding="utf-8",
        timeout=3600,
        check=False,
    )
    assert finished.stderr == ""
    return [json.loads(line) for line in finished.stdout.split("\n") if line]


def ask_about(questions: list[Mutant], folder: Path, capsys: pytest.CaptureFixture[str]) -> Counter[str]:
    """Ask both verifiers about the mutants; how often each verdict was given, and how many had one to miss."""
    lines = command_lines(questions, folder)
    ours, theirs = python_reports(lines, capsys), javascript_reports(lines)
    different = [
        (one, two)
        for answer, other in zip(ours, theirs, strict=True)
        for one, two in zip(answer, other, strict=True)
        if one != two
    ]
    assert different == []
    wrong = []
    told: Counter[str] = Counter()
    for report in (report for answer in ours for report in answer):
        mutant = questions[int(Path(report["file"]).stem)]
        told[report["verdict"]] += 1
        if mutant.is_wrong is not None and mutant.is_wrong(report):
            wrong.append((mutant.file, report))
    assert wrong == []
    told["judged"] = sum(mutant.is_wrong is not None for mutant in questions)
    return told


def test_mutants(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both give the same report on each of some hundred changed copies, and let no other meaning through."""
    society = site()
    questions = [mutant for kind in KINDS for mutant in mutants(kind, 20261101, 14, society)]
    told = ask_about(questions, tmp_path, capsys)
    assert {"unreadable", "altered", "unfinished", "unknown_issuer", "valid"} <= told.keys()
    assert told["judged"] > 150


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 23))
def test_many_mutants(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same of five thousand copies of all kinds together, so often that it is five thousand of each kind."""
    society = site()
    questions = [mutant for kind in KINDS for mutant in mutants(kind, seed, 230, society)]
    assert len(questions) >= 5000
    told = ask_about(questions, tmp_path, capsys)
    with capsys.disabled():
        print(f"\n{len(questions)} changed copies of {len(KINDS)} kinds: {dict(told)}")  # noqa: T201 - a figure


def test_any_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both answer each of some hundred spoilt files by the same report, without an exception of another kind."""
    told = ask_about(inputs(1, 250, CASES, site()), tmp_path, capsys)
    assert {"unreadable", "altered", "unfinished"} <= told.keys()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 52))
def test_any_bytes_a_hundred_thousand_times(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same of fifty times two thousand."""
    told = ask_about(inputs(seed, 2000, CASES, site()), tmp_path, capsys)
    with capsys.disabled():
        print(f"\n2000 files of any bytes: {dict(told)}")  # noqa: T201 - a figure
