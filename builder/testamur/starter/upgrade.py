"""Bringing an older registry's files up to date without touching what the society made its own.

One idea: a small record says what came with which digest. A file that still has it may be replaced; one that has not
was changed by somebody who had a reason.
"""

import difflib
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from testamur.findings import printable
from testamur.source import SourceFile, place
from testamur.source.layout import is_slug
from testamur.starter.answers import HOSTS, Host
from testamur.starter.files import Facts
from testamur.starter.pins import with_newer_pins, without_pins
from testamur.starter.text import quoted_scalar

RECORD: Final = ".testamur.json"
_PATH: Final = re.compile(r"[A-Za-z0-9._/-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the registry remembers of the files that came with Testamur: their digests by path.

    A digest is SHA-256 over the file without the commits that its workflows pin actions to.
    """

    host: Host
    first_issuer: str
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What bringing a registry up to date changes, and what it leaves alone.

    `files` are to be written; `changed` differ from what ships and were changed by the society; `deleted` were taken
    out by it; `dropped` came with an earlier version and no longer ship.
    """

    files: Mapping[str, bytes]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    dropped: tuple[str, ...]


def record_file(facts: Facts, kept: Mapping[str, bytes]) -> bytes:
    """The record of the files in `kept`, as it is written."""
    return _record_bytes(
        Record(
            host=facts.host,
            first_issuer=facts.first_issuer,
            digests={path: _digest(data) for path, data in kept.items()},
        )
    )


def parse_record(data: bytes) -> Record | None:
    """The record that a registry holds, or None when it is not one."""
    try:
        value: Any = json.loads(data)
        host, issuer, digests = value["host"], value["first_issuer"], value["files"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if host not in HOSTS or not isinstance(issuer, str) or not isinstance(digests, dict):
        return None
    if not is_slug(issuer) or not all(isinstance(each, str) for each in digests.values()):
        return None
    # Whoever may change the record may name files in it: none outside the registry is looked at.
    if not all(_PATH.fullmatch(path) and not {"", ".", ".."} & set(path.split("/")) for path in digests):
        return None
    return Record(host=next(each for each in HOSTS if each == host), first_issuer=issuer, digests=digests)


def plan_upgrade(present: Mapping[str, bytes], record: Record, kept: Mapping[str, bytes], facts: Facts) -> Upgrade:
    """What to write so that a registry has the files of this version.

    `present` are the registry's files by path: those of the record, those of `kept` and `registry.yaml`, as far as they
    are there; `kept` is what this version ships, filled in with `facts`.
    """
    files: dict[str, bytes] = {}
    changed, deleted, digests = [], [], {}
    for path, fresh in kept.items():
        before, recorded = present.get(path), record.digests.get(path)
        data = fresh if before is None else with_newer_pins(before, fresh)
        if before is None and recorded is not None:
            deleted.append(path)
            digests[path] = recorded
        elif before is None or (before != data and _digest(before) == recorded):
            files[path] = data
            digests[path] = _digest(data)
        elif before == data:
            digests[path] = _digest(data)
        else:
            changed.append(path)
            if recorded is not None:
                digests[path] = recorded
    settings = present.get("registry.yaml")
    if settings is not None and (moved := with_version(settings, facts.version)) != settings:
        files["registry.yaml"] = moved
    after = _record_bytes(Record(host=facts.host, first_issuer=facts.first_issuer, digests=digests))
    if present.get(RECORD) != after:
        files[RECORD] = after
    return Upgrade(
        files=dict(sorted(files.items())),
        changed=tuple(sorted(changed)),
        deleted=tuple(sorted(deleted)),
        dropped=tuple(sorted(path for path in record.digests if path not in kept and path in present)),
    )


def is_later(version: str, than: str) -> bool:
    """Whether a version of Testamur is later than another, by its numbers alone."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", version)[:3]]


def with_version(settings: bytes, version: str) -> bytes:
    """`registry.yaml` with another version in its field `testamur`, and not a byte else changed.

    `settings` must be that of a registry that was read without findings.
    """
    spot = place(SourceFile("registry.yaml", settings), "/testamur")
    lines = settings.split(b"\n")
    line = lines[spot.line - 1]
    text = line.decode("utf-8")
    head, rest = text[: spot.column - 1], text[spot.column - 1 :]
    comment_at = rest.find(" #")
    tail = rest[comment_at:] if comment_at >= 0 else ("\r" if rest.endswith("\r") else "")
    if rest[: comment_at if comment_at >= 0 else None].strip().strip("\"'") != version:
        lines[spot.line - 1] = f"{head}{quoted_scalar(version)}{tail}".encode()
    return b"\n".join(lines)


def difference(present: Mapping[str, bytes], files: Mapping[str, bytes]) -> str:
    """The unified difference that writing `files` would make; nothing in it can move a terminal's cursor."""
    made: list[str] = []
    for path, data in files.items():
        before = _lines(present.get(path, b""))
        old = f"a/{path}" if path in present else "/dev/null"
        made += difflib.unified_diff(before, _lines(data), old, f"b/{path}", lineterm="")
    return "".join(f"{printable(line)}\n" for line in made)


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", errors="replace").split("\n")


def _digest(data: bytes) -> str:
    return hashlib.sha256(without_pins(data)).hexdigest()


def _record_bytes(record: Record) -> bytes:
    value = {
        "about": "What came with Testamur; `testamur init --upgrade` reads it and leaves alone what you changed.",
        "host": record.host,
        "first_issuer": record.first_issuer,
        "files": dict(sorted(record.digests.items())),
    }
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
