"""Actions pinned by commit in workflows, which a robot of the host moves every month.

One idea: a pin that moved is not a change of the society's own, and a newer one is never taken back.
"""

import re
from typing import Final

_PIN: Final = re.compile(
    rb"^(?P<before>[ \t-]*uses: *)(?P<action>[\w./-]+)@(?P<commit>[0-9a-f]{40})"
    rb"(?P<after> *# *v?(?P<version>[0-9.]+)[ \r]*)$",
    re.MULTILINE,
)


def without_pins(data: bytes) -> bytes:
    """The file as it reads whatever its actions are pinned to."""
    return _PIN.sub(rb"\g<before>\g<action>", data)


def with_newer_pins(theirs: bytes, ours: bytes) -> bytes:
    """Our file, with each action pinned as theirs has it where that names a later version."""
    held: dict[bytes, tuple[tuple[int, ...], bytes, bytes]] = {}
    for found in _PIN.finditer(theirs):
        pin = (_numbers(found), found["commit"], found["after"])
        held[found["action"]] = max(pin, held.get(found["action"], pin))

    def newer(found: re.Match[bytes]) -> bytes:
        numbers, commit, after = held.get(found["action"], ((), b"", b""))
        if numbers <= _numbers(found):
            return found[0]
        return b"%s%s@%s%s" % (found["before"], found["action"], commit, after)

    return _PIN.sub(newer, ours)


def _numbers(found: re.Match[bytes]) -> tuple[int, ...]:
    return tuple(int(part) for part in found["version"].split(b".") if part)
