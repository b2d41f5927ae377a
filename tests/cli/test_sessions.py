"""Sessions that read like a terminal: commands, what they print, exit codes, files that must or must not exist.

A session is a text file. `$ testamur …` runs a command with the options of the private folder and the passphrase
added, where it has them; the lines below it are what it prints, standard output and then standard error, with `…` for
what differs from run to run and `[NAME]` for what a later line repeats; `= N` is the exit code where it is not 0.
`+ PATTERN` and `- PATTERN` are files that must and must not exist.
"""

import re
import shlex
from datetime import datetime
from pathlib import Path

import pytest

from tests.society import Society, make_society

SESSIONS = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("session", SESSIONS, ids=lambda path: path.stem)
def test_session(session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line answers as the session says, line by line."""
    society = make_society(tmp_path, monkeypatch)
    known: dict[str, str] = {}
    lines = session.read_text(encoding="utf-8").splitlines()
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if line.startswith("@ "):
            society.now = datetime.fromisoformat(line[2:])
        elif line.startswith("> "):
            name, _, text = line[2:].partition(" ")
            (tmp_path / name).write_text(text.replace("\\n", "\n"), encoding="utf-8")
        elif line.startswith("+ "):
            assert list(tmp_path.glob(filled(line[2:], known))), f"{session.name}:{position}: {line}"
        elif line.startswith("- "):
            assert [] == list(tmp_path.glob(filled(line[2:], known))), f"{session.name}:{position}: {line}"
        elif line.startswith("$ "):
            expected = []
            while (
                position < len(lines)
                and lines[position]
                and lines[position][:2] not in {"$ ", "+ ", "- ", "> ", "@ ", "# "}
            ):
                expected.append(lines[position])
                position += 1
            run(society, tmp_path, line[2:], expected, known, f"{session.name}:{position}")
        else:
            assert not line or line.startswith("# "), f"{session.name}:{position}: what is {line!r}?"


def run(society: Society, folder: Path, command: str, expected: list[str], known: dict[str, str], where: str) -> None:
    """Run one command and hold what it printed against the session; names in brackets are learned on the way."""
    program, *argv = shlex.split(filled(command, known).replace("DIR", str(folder)))
    assert "testamur" == program
    if argv[0] == "check":
        called = society.plain(*argv, "--root", str(society.root))
    else:
        called = society.look(*argv) if argv[:2] == ["keys", "list"] else society.call(*argv)
    printed = (called.out + called.err).replace(str(folder), "DIR").splitlines()
    if called.code:
        printed.append(f"= {called.code}")
    assert len(expected) == len(printed), f"{where}: {printed}"
    for pattern, line in zip(expected, printed, strict=True):
        parts = re.split(r"(…|\[[A-Z]+\])", pattern)
        pieces = [piece(part, known, again=part in parts[:at]) for at, part in enumerate(parts)]
        match = re.fullmatch("".join(pieces), line)
        assert match, f"{where}: {line!r} is not {pattern!r}"
        known |= match.groupdict()


def piece(part: str, known: dict[str, str], *, again: bool) -> str:
    """A part of an expected line as a regular expression; a name that stands there `again` is what it was before."""
    if part == "…":
        return ".*"
    if part.startswith("[") and part.endswith("]"):
        name = part[1:-1]
        if name in known:
            return re.escape(known[name])
        return f"(?P={name})" if again else f"(?P<{name}>[A-Za-z0-9-]+)"
    return re.escape(part)


def filled(text: str, known: dict[str, str]) -> str:
    """The text with what was learned in place of names in brackets."""
    return re.sub(r"\[([A-Z]+)\]", lambda match: known[match.group(1)], text)
