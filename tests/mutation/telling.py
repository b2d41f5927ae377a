"""How the mutants of a sample ended: the tables of docs/mutation.md, and the survivors, for both languages."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

# "endless" took more processor than the sound code could, and "broken" took the process with it.
NOTICED = frozenset({"killed", "endless", "broken"})


def kept_outcomes(out: Path) -> dict[str, dict[str, Any]]:
    """How each mutant ended the last time, by its name."""
    lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    return {each["name"]: each for each in map(json.loads, lines)}


def keep(out: Path, mutant: Mapping[str, Any], outcome: str, by: str | None, *, budget: float, asked_all: bool) -> None:
    """Write down how one ended."""
    ended = {"name": mutant["name"], "key": mutant["key"], "outcome": outcome, "by": by}
    with out.open("a", encoding="utf-8") as written:
        written.write(json.dumps({**ended, "budget": budget, "asked_all": asked_all}) + "\n")
    sys.stderr.write(f"{outcome:9} {mutant['key']}\n")


def is_settled(earlier: Mapping[str, Any] | None, budget: float) -> bool:
    """Whether asking again, within so many seconds of tests, would say no more than the last time did."""
    if earlier is None:
        return False
    return earlier["outcome"] in NOTICED or earlier["asked_all"] or bool(earlier["budget"] >= budget)


def interval(noticed: int, tried: int) -> tuple[float, float]:
    """Where the share of all lies that a sample stands for, with 95 % certainty (Wilson)."""
    z, share = 1.96, noticed / tried
    middle = share + z * z / (2 * tried)
    half = z * sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return (middle - half) / (1 + z * z / tried), (middle + half) / (1 + z * z / tried)


def table(outcomes: Iterable[Mapping[str, Any]], every: Mapping[str, int]) -> list[str]:
    """How many of a room are tried and noticed, out of how many."""
    counted: dict[str, Counter[str]] = {}
    for each in outcomes:
        counted.setdefault(each["room"], Counter())[each["outcome"]] += 1
    lines = ["| Room | Changes | Tried | Noticed |", "|---|---|---|---|"]
    total: Counter[str] = Counter()
    for room in sorted(counted):
        tried, noticed = counted[room].total(), sum(counted[room][word] for word in NOTICED)
        total.update(made=every[room], tried=tried, noticed=noticed)
        lines.append(f"| `{room}` | {every[room]} | {tried} | {noticed} |")
    low, high = interval(total["noticed"], total["tried"])
    share = total["noticed"] / total["tried"]
    lines.append(f"| all | {total['made']} | {total['tried']} | {total['noticed']} |")
    return [*lines, "", f"noticed: {share:.1%}; of all such changes, with 95 % certainty, {low:.1%} to {high:.1%}"]


def told(made: Mapping[str, Any], kept: Mapping[str, Mapping[str, Any]], argued: Mapping[str, str]) -> int:
    """Print how the mutants of the sample ended; the exit code is 1 where one survives that nobody has argued about.

    What `argued` says to change nothing is not counted. A line of it about what a test does notice, or about what is
    no longer there, is stale, and makes the exit code 1 as well.
    """
    ended = [{**mutant, **kept[mutant["name"]]} for mutant in made["mutants"] if mutant["name"] in kept]
    counted = [each for each in ended if each["key"] not in argued]
    survivors = {each["key"] for each in counted if each["outcome"] not in NOTICED}
    noticed = {each["key"] for each in ended if each["outcome"] in NOTICED}
    wrong, gone = argued.keys() & noticed, argued.keys() - set(made["keys"])
    lines = [*table(counted, made["rooms"]), f"said to change nothing, and so not counted: {len(ended) - len(counted)}"]
    for title, keys in (
        ("never tried", {mutant["key"] for mutant in made["mutants"] if mutant["name"] not in kept}),
        ("said to change nothing, and noticed", wrong),
        ("said to change nothing, and no longer there", gone),
        ("took more processor than the sound code could", {e["key"] for e in counted if e["outcome"] == "endless"}),
        ("took the process with it", {each["key"] for each in counted if each["outcome"] == "broken"}),
        ("not noticed", survivors),
    ):
        lines += ["", f"{title}: {len(keys)}", *sorted(keys)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if wrong or gone or survivors else 0
