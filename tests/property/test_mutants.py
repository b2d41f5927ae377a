"""Changed copies of credentials: both verifiers say the same of each, and let no other meaning through."""

import argparse
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from testamur.cli import verify as command

from tests.mutants import Mutant, meaning, mutants, raw_answer

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = ROOT / "tests" / "cases" / "_sites" / "society"
AT = "2026-11-01T12:00:00Z"
LET_THROUGH = {"valid", "caution", "unknown_issuer"}

MANY_RUNS = """
import {run} from './site/verifier/cli.js'
let lines = ''
for await (const part of process.stdin) lines += part
for (const words of JSON.parse(lines)) console.log(JSON.stringify(JSON.parse((await run(words, {now: 0})).output)))
"""


def site() -> Mapping[str, bytes]:
    """The society's site, by path."""
    return {path.relative_to(SITE).as_posix(): path.read_bytes() for path in SITE.rglob("*.json")}


def command_line(mutant: Mutant, folder: Path) -> list[str]:
    """The words that ask about a mutant, whose files are written into a folder of its own."""
    folder.mkdir()
    (folder / "credential.json").write_bytes(mutant.credential)
    documents = {address: raw_answer(content) for address, content in mutant.documents.items()}
    (folder / "documents.json").write_text(json.dumps(documents), encoding="utf-8")
    built = folder / "site"
    built.mkdir()
    (built / "registry.json").write_bytes(mutant.registry)
    for name in ("issuers", "credentials"):
        # The folder that a link leads to would be outside of the site, so the files are linked one by one.
        for path in (SITE / name).rglob("*.json"):
            target = built / path.relative_to(SITE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.hardlink_to(path)
    words = [str(folder / "credential.json"), "--json", "--at", AT, "--registry", str(built)]
    return [*words, "--documents", str(folder / "documents.json")]


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
        timeout=1200,
        check=False,
    )
    assert finished.stderr == ""
    return [json.loads(line) for line in finished.stdout.split("\n") if line]


def is_same(mutant: Mutant) -> bool:
    """Whether a mutant that was let through means what it meant before it was changed."""
    if mutant.original is None:
        return True
    # Numbers such as 7.0 are read as the whole numbers they are.
    changed = json.loads(
        mutant.credential, parse_float=lambda text: int(number) if (number := float(text)).is_integer() else number
    )
    return bool(meaning(mutant.original) == meaning(changed))


def ask_about(seed: int, count: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ask both verifiers about so many mutants."""
    questions = mutants(seed, count, site())
    lines = [command_line(mutant, folder / str(number)) for number, mutant in enumerate(questions)]
    ours, theirs = python_reports(lines, capsys), javascript_reports(lines)
    different = [(one, two) for one, two in zip(ours, theirs, strict=True) if one != two]
    assert different == []
    wrong = [
        (mutant.credential, report["verdict"])
        for mutant, (report,) in zip(questions, ours, strict=True)
        if report["verdict"] in LET_THROUGH and not is_same(mutant)
    ]
    assert wrong == []
    verdicts = {report["verdict"] for (report,) in ours}
    assert {"unreadable", "altered", "unfinished", "unknown_issuer", "valid"} <= verdicts


def test_mutants(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both give the same report on each of 300 changed copies, and let no other meaning through."""
    ask_about(20261101, 300, tmp_path, capsys)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 7))
def test_many_mutants(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same of six times a thousand."""
    ask_about(seed, 1000, tmp_path, capsys)
