"""Which tests a mutant is shown, and in which order: those that reach what was changed, the telling ones first."""

import ast
import functools
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.share import kinds_of
from tests.unit.test_cases import NAMES, case_of

_OF_A_LINE = 2  # so many tests of each line of the function come early


def _spans(node: ast.stmt, first: int, last: int) -> bool:
    return node.lineno <= first and last <= (node.end_lineno or node.lineno)


@functools.cache
def _tree(file: str) -> ast.Module:
    return ast.parse(Path(file).read_text(encoding="utf-8"))


@functools.cache
def assignments_of(file: str) -> tuple[tuple[str, frozenset[str], Any], ...]:
    """The assignments of a module: the name, the names on the right of it, and the code."""
    found = []
    for statement in _tree(file).body:
        target = (
            statement.target
            if isinstance(statement, ast.AnnAssign)
            else statement.targets[0]
            if isinstance(statement, ast.Assign)
            else None
        )
        if isinstance(target, ast.Name):
            names = (node.id for node in ast.walk(statement) if isinstance(node, ast.Name))
            code = compile(ast.Module([statement], []), file, "exec")
            found.append((target.id, frozenset(names), code))
    return tuple(found)


class Reached:
    """The tests that reach a line, and how long each takes.

    `seconds` is what a test takes at most, its lines counted and nothing remembered; `costs` what it takes by and by.
    """

    def __init__(
        self,
        files: Mapping[str, Mapping[str, Sequence[str]]],
        seconds: Mapping[str, float],
        rounds: Mapping[str, int],
    ) -> None:
        self._files = files
        self.seconds = seconds
        self.costs = dict(seconds)
        self.rounds = rounds  # in which each was there for the first time

    def tests(self, file: str, first: int, last: int) -> set[str]:
        """The tests that reach any of these lines, or where none is a line of its own, the statement around them."""
        lines = self._files.get(file, {})
        found = {test for line in range(first, last + 1) for test in lines.get(str(line), ())}
        if found:
            return found
        around = [node for node in ast.walk(_tree(file)) if isinstance(node, ast.stmt) and _spans(node, first, last)]
        for node in sorted(around, key=lambda node: -node.lineno):
            body = getattr(node, "body", None)
            end = body[0].lineno if body else node.end_lineno or node.lineno
            found = {test for line in range(node.lineno, end + 1) for test in lines.get(str(line), ())}
            if found:
                return found
        return set()

    def of_value(self, file: str, name: str) -> set[str]:
        """The tests that reach a line where a value of a module is used, or one that is made of it."""
        found: set[str] = set()
        for used_in, line in self._uses(file, name):
            found |= self.tests(used_in, line, line)
        return found or {test for tests in self._files.get(file, {}).values() for test in tests}

    def _uses(self, file: str, name: str) -> Iterator[tuple[str, int]]:
        names = {name}
        for used_in in (file, *(other for other in self._files if other != file)):
            for made, words, _ in assignments_of(used_in):
                names |= {made} if words & names else set()
            for node in ast.walk(_tree(used_in)):
                if isinstance(node, ast.Name) and node.id in names:
                    yield used_in, node.lineno

    def telling(self, mutant: Mapping[str, Any], among: set[str]) -> dict[str, int]:
        """A few tests for each line of the functions around a change, numbered: those of the rarest line first.

        What a function does otherwise than for most, few tests ask of it.
        """
        file, last_word = mutant["file"], mutant["unit"].rpartition(".")[2]
        uses = [(file, mutant["lines"][0])] if mutant["is_function"] else list(self._uses(file, last_word))
        found: dict[str, int] = {}
        around = {(used_in, function) for used_in, line in uses for function in _functions(used_in, line)}
        by_line = [
            [test for test in self._files.get(used_in, {}).get(str(line), ()) if test in among]
            for used_in, function in around
            for line in range(function.lineno, (function.end_lineno or function.lineno) + 1)
        ]
        for tests in sorted(by_line, key=lambda tests: (len(tests), tests)):
            for test in sorted(tests, key=lambda test: (test in found, self.costs[test], test))[:_OF_A_LINE]:
                found.setdefault(test, len(found))
        return found


@functools.cache
def _functions(file: str, line: int) -> tuple[ast.FunctionDef, ...]:
    """The function that a line stands in, none for a line of the module's own."""
    every = [node for node in ast.walk(_tree(file)) if isinstance(node, ast.FunctionDef) and _spans(node, line, line)]
    return tuple(sorted(every, key=lambda node: node.lineno)[-1:])


def _telling_cases() -> set[str]:
    """Cases that differ in how they end, and what asks one thing alone."""
    seen: set[str] = set()
    found = set()
    for name in NAMES:
        case = case_of(name)
        kinds = {*kinds_of(case), *(f"{step} {outcome}" for step, outcome in case["expected"]["steps"].items())}
        if kinds - seen or "recipient" in case or "refresh" in case or "parts" in case:
            found.add(f"tests/mutation/reports.py::test_report[{name}]")
        seen |= kinds
    return found


_FIRST = _telling_cases()


def words_in(text: str) -> frozenset[str]:
    """The words of a name or of code, as `didDocument` and `test_did_document` share them."""
    return frozenset(word.lower() for word in re.findall(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}|[0-9]+", text))


class Order:
    """The order in which tests are asked, so that most mutants meet few of them.

    What has killed in the same function before comes first, then what is new, then what shares rare words with the
    change, then a few tests for each line of the function, then the room's own tests by turns with cases that end each
    in a way of its own, then the others, mixed.
    """

    def __init__(self, items: Iterable[pytest.Item], reached: Reached) -> None:
        self._reached = reached
        self._words = {item.nodeid: words_in(item.nodeid.partition("::")[2]) for item in items}
        self._common = Counter(word for words in self._words.values() for word in words)
        self._kills: dict[str, Counter[str]] = {}

    def sorted(self, items: Iterable[pytest.Item], mutant: Mapping[str, Any]) -> list[pytest.Item]:
        """The tests in the order for this mutant."""
        mixed = sorted(items, key=lambda item: item.nodeid)
        random.Random(1).shuffle(mixed)  # noqa: S311 - the same order each time
        kills = self._kills_of(mutant)
        wanted = words_in(mutant["key"])
        room = Path(mutant["file"])
        own = tuple(f"tests/unit/test_{name}" for name in (room.stem, room.parent.name))
        telling = self._reached.telling(mutant, {item.nodeid for item in mixed})
        turns: Counter[bool] = Counter()
        places = {}
        for item in mixed:
            id_ = item.nodeid
            is_own, is_slow = id_.startswith(own), self._reached.costs[id_] > 0.2
            is_late = is_slow or not (is_own or id_ in _FIRST)
            turns[is_own] += not is_late
            shared = 0.0 if is_slow else sum(1 / self._common[word] for word in wanted & self._words[id_])
            near = -shared if shared > 0.008 else 0.0
            told = len(mixed) if is_slow else telling.get(id_, len(mixed))
            places[id_] = -kills[id_], -self._reached.rounds[id_], near, told, is_late, is_slow, turns[is_own]
        return sorted(mixed, key=lambda item: places[item.nodeid])

    def learn(self, mutant: Mapping[str, Any], by: str) -> None:
        """Remember what noticed a mutant."""
        self._kills_of(mutant)[by] += 1

    def _kills_of(self, mutant: Mapping[str, Any]) -> Counter[str]:
        return self._kills.setdefault(f"{mutant['file']}:{mutant['unit']}", Counter())
