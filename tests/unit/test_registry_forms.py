"""registry.json and the parts of a ledger with one value changed at a time: what both verifiers make of each."""

import json
import subprocess
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache, partial
from pathlib import Path
from typing import Any

from testamur.verify.registry import RegistryFormError, ledger_part_from_json, registry_from_json

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = ROOT / "tests" / "cases" / "_sites" / "society"

# One of each kind of value, and some that are nearly what a member wants.
OTHERS: tuple[Any, ...] = (None, True, 0, -1, 1, 1.5, "x", "", [], {}, ["x"], {"x": "x"}, "https://a.example/b")
OTHERS += ("https://a.example/#b", "2026-02-30", "2026-02-03", "2026-02-03T00:00:00Z", "2026-02-03T00:00:00+01:00")
OTHERS += ("ab" * 32, ["ab" * 32], "AB" * 32, "01", "compromised", "retired", "revocation", "suspension")

MANY_READ = """
import {ledgerPartFromJson, registryFromJson, RegistryFormError} from './site/verifier/registry.js'
let text = ''
for await (const part of process.stdin) text += part
const {registries, parts} = JSON.parse(text)
const answer = (read) => {
  try {
    read()
    return 'taken'
  } catch (error) {
    if (!(error instanceof RegistryFormError)) throw error
    return 'refused'
  }
}
console.log(JSON.stringify({
  registries: registries.map((value) => answer(() => registryFromJson(value))),
  parts: parts.map((value) => answer(() => ledgerPartFromJson(value, {list: 'b2', part: 0})))
}))
"""


def short(value: Any) -> Any:
    """A value of which every array keeps two items and every object four members that are alike."""
    if isinstance(value, dict):
        kept = list(value)[:4] if all(key.isdigit() for key in value) else list(value)
        return {name: short(value[name]) for name in kept}
    return [short(item) for item in value[:4]] if isinstance(value, list) else value


def changes(value: Any) -> Iterator[Any]:
    """Every value with one of its values changed or gone, and every one with an item twice."""

    def places(inner: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        yield path
        items = inner.items() if isinstance(inner, dict) else enumerate(inner) if isinstance(inner, list) else ()
        for name, member in items:
            yield from places(member, (*path, name))

    for path in places(value, ()):
        if not path:
            continue
        for other in OTHERS:
            changed = deepcopy(value)
            holder = changed
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = other
            yield changed
        changed = deepcopy(value)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        if isinstance(holder, list):
            holder.append(holder[path[-1]])
        else:
            del holder[path[-1]]
        yield changed


def answer(read: Any) -> str:
    """Whether something has the form; nothing but RegistryFormError may be raised."""
    try:
        read()
    except RegistryFormError:
        return "refused"
    return "taken"


@cache
def asked() -> dict[str, tuple[list[Any], list[str]]]:
    """The changed values, and what JavaScript makes of each."""
    registry = short(json.loads((SITE / "registry.json").read_bytes()))
    part = short(json.loads((SITE / "issuers" / "harbour" / "ledger" / "b2" / "0.json").read_bytes()))
    values = {"registries": [*changes(registry)], "parts": [*changes(part)]}
    words = ["node", "--input-type=module", "-e", MANY_READ]
    finished = subprocess.run(
        words, cwd=ROOT, input=json.dumps(values), capture_output=True, encoding="utf-8", check=True
    )
    theirs = json.loads(finished.stdout)
    return {name: (values[name], theirs[name]) for name in values}


def differences(name: str, read: Callable[[Any], object]) -> list[Any]:
    """What the two verifiers differ on; both must take some and refuse some."""
    values, theirs = asked()[name]
    ours = [answer(partial(read, value)) for value in values]
    assert {"taken", "refused"} == set(ours)
    return [value for value, one, other in zip(values, ours, theirs, strict=True) if one != other]


def test_every_changed_registry_has_one_answer() -> None:
    """Both verifiers take the same changed registries and refuse the same, and neither stumbles."""
    assert [] == differences("registries", registry_from_json)


def test_every_changed_part_of_a_ledger_has_one_answer() -> None:
    """The same of a part of a ledger."""
    assert [] == differences("parts", lambda value: ledger_part_from_json(value, list_name="b2", part=0))
