"""Runs mutants inside one run of pytest: `pytest -p tests.mutation.plugin --mutants IN.json --outcomes OUT.json TESTS`.

First every test runs once, and which lines it reaches is written down. Then, for each mutant, a child of this process
puts the changed function in the place of the sound one and runs the tests that reach its lines, until one fails. What
tests have prepared is there already, so a mutant costs little more than the tests that it survives.
"""

import ast
import functools
import gc
import importlib
import inspect
import json
import os
import random
import resource
import select
import signal
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol

from tests.mutation import remembered as remembered_answers
from tests.mutation import reports
from tests.share import kinds_of
from tests.unit.test_cases import NAMES, case_of

_DECIDES_HOW_PYLD_IS_ASKED = ("canon/rdf.py",)
# What says something else of a document that is met for the second time.
_MET_AGAIN = ("canon/shapes.py", "canon/templates.py", "verify/asking.py")
_SECONDS = 20.0  # of processor, for one mutant, beyond what its tests take


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what this run needs to know."""
    parser.addoption("--mutants", help="what tests/mutation/make.py wrote")
    parser.addoption("--outcomes", help="where to write how each mutant ended; what is there already is kept")
    parser.addoption("--each", type=int, default=60, help="so many mutants of each file at most")
    parser.addoption("--budget", type=float, default=600.0, help="seconds of tests that one mutant may take")
    parser.addoption("--only", default="", help="only the files whose path holds this")
    parser.addoption("--reached", help="where to keep which lines each test reaches")


# ---- which tests reach which lines ----


class Reached:
    """The tests that reach a line, and how long each takes."""

    def __init__(self, files: Mapping[str, Mapping[str, Sequence[str]]], seconds: Mapping[str, float]) -> None:
        self._files = files
        self.seconds = seconds

    def tests(self, file: str, first: int, last: int) -> set[str]:
        """The tests that reach any of these lines."""
        lines = self._files.get(file, {})
        return {test for line in range(first, last + 1) for test in lines.get(str(line), ())}

    def of_file(self, file: str) -> set[str]:
        """The tests that reach anything in a file."""
        return {test for tests in self._files.get(file, {}).values() for test in tests}


def _measured(session: pytest.Session, files: set[str], kept: Path) -> Reached:
    """What every test reaches; of those that `kept` knows, what they reached then."""
    known: dict[str, Any] = {"lines": {}, "seconds": {}}
    if kept.exists():
        known = json.loads(kept.read_text(encoding="utf-8"))
    lines, seconds = known["lines"], known["seconds"]
    items = [item for item in session.items if item.nodeid not in seconds]
    measure = coverage.Coverage(data_file=None, include=sorted(files), config_file=False)
    measure.start()
    for number, item in enumerate(items):
        measure.switch_context(item.nodeid)
        began = time.process_time()
        # Followed by a test of the same session, so that what all of them share stays.
        ended = runtestprotocol(item, nextitem=session.items[0], log=False)
        seconds[item.nodeid] = time.process_time() - began
        if number % 100 == 0:
            _say(f"{number} of {len(items)} tests measured")
        if any(report.failed for report in ended):
            words = "".join(report.longreprtext for report in ended)
            raise pytest.UsageError(f"{item.nodeid} fails without a mutant: {words}")
    measure.stop()
    data = measure.get_data()
    for file in data.measured_files():
        of_file = lines.setdefault(str(Path(file).relative_to(Path.cwd())), {})
        for line, tests in data.contexts_by_lineno(file).items():
            of_file.setdefault(str(line), []).extend(test for test in tests if test)
    if items:
        kept.write_text(json.dumps({"lines": lines, "seconds": seconds}), encoding="utf-8")
    return Reached(lines, seconds)


# ---- a mutant in the place of what it was made of ----


def _module_of(file: str) -> ModuleType:
    parts = Path(file).with_suffix("").parts[1:]
    return importlib.import_module(".".join(part for part in parts if part != "__init__"))


def _function(found: Any) -> FunctionType:
    if isinstance(found, property):
        found = found.fget
    found = getattr(found, "__func__", found)
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    assert isinstance(found, FunctionType)
    return found


def _follow(module: ModuleType, name: str) -> None:
    """Give a changed value to every module that imports it, and make anew what is made of it."""
    sound = _SOUND_VALUES[module.__name__, name]
    changed = vars(module)[name]
    for other in [found for key, found in sys.modules.items() if key.startswith("testamur")]:
        mine = other is module
        if not mine and vars(other).get(name) is not sound:
            continue
        vars(other)[name] = changed
        for made, words, code in _assignments(other):
            if name in words and made != name:
                exec(code, vars(other))  # noqa: S102 - made of ours
                _follow(other, made)


@functools.cache
def _assignments(module: ModuleType) -> tuple[tuple[str, frozenset[str], Any], ...]:
    """The assignments of a module: the name, the names on the right of it, and the code."""
    found = []
    for statement in ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body:
        target = (
            statement.target
            if isinstance(statement, ast.AnnAssign)
            else statement.targets[0]
            if isinstance(statement, ast.Assign)
            else None
        )
        if isinstance(target, ast.Name):
            names = (node.id for node in ast.walk(statement) if isinstance(node, ast.Name))
            code = compile(ast.Module([statement], []), str(module.__file__), "exec")
            found.append((target.id, frozenset(names), code))
    return tuple(found)


# What stood in the modules before anything was changed, for `_follow`.
_SOUND_VALUES: dict[tuple[str, str], Any] = {}


def _keep_sound_values() -> None:
    for key, module in list(sys.modules.items()):
        if key.startswith("testamur"):
            _SOUND_VALUES.update({(key, name): value for name, value in vars(module).items()})


def _put_in(mutant: Mapping[str, Any]) -> None:
    """Make this process run the mutant."""
    module = _module_of(mutant["file"])
    code = compile(mutant["source"], mutant["file"], "exec")
    if not mutant["is_function"]:
        exec(code, vars(module))  # noqa: S102 - that is what a mutant is for
        _follow(module, mutant["unit"])
        return
    holder, _, name = mutant["unit"].rpartition(".")
    place: Any = getattr(module, holder) if holder else module
    sound = _function(vars(place)[name])
    made: dict[str, Any] = {}
    if "__class__" in sound.__code__.co_freevars:  # `super()` asks what it stands in
        within = textwrap.indent(mutant["source"], "    ")
        exec(f"def _within(__class__):\n{within}\n    return {name}", module.__dict__, made)  # noqa: S102 - a mutant
        changed = made["_within"](place)
    else:
        exec(code, module.__dict__, made)  # noqa: S102 - a mutant
        changed = made[name]
    sound.__code__ = changed.__code__
    sound.__defaults__ = changed.__defaults__
    sound.__kwdefaults__ = changed.__kwdefaults__


def _forget(remembered: Iterable[Any]) -> None:
    for cache in remembered:
        cache.cache_clear()


# ---- how it ends ----


def _child(mutant: Mapping[str, Any], items: Sequence[pytest.Item], remembered: Iterable[Any], pipe: int) -> None:
    """Run the tests until one fails, and say which by its number; -1 where none does."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    failed = -1
    try:
        _forget(remembered)
        if mutant["file"].endswith(_DECIDES_HOW_PYLD_IS_ASKED):
            remembered_answers.ask_anew()
        reports.TWICE = mutant["file"].endswith(_MET_AGAIN)
        _put_in(mutant)
    except BaseException:  # noqa: BLE001 - it does not even load
        failed = len(items)
    # What the last test in the parent left open, and the first here does not share.
    items[0].session._setupstate.teardown_exact(items[0])
    for number, item in enumerate(items if failed < 0 else ()):
        following = items[number + 1] if number + 1 < len(items) else item
        try:
            ended = runtestprotocol(item, nextitem=following, log=False)
        except BaseException:  # noqa: BLE001 - whatever it is, the tests do not pass
            failed = number
            break
        if any(report.failed for report in ended):
            failed = number
            break
    os.write(pipe, str(failed).encode("ascii"))
    os._exit(0)


def _outcome(
    mutant: Mapping[str, Any], items: Sequence[pytest.Item], remembered: Iterable[Any], seconds: float
) -> tuple[str, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        limit = int(seconds * 3 + _SECONDS)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        _child(mutant, items, remembered, writing)
    os.close(writing)
    ready, _, _ = select.select([reading], [], [], 10 * (seconds + _SECONDS))
    answer = os.read(reading, 20) if ready else b""
    os.close(reading)
    if not ready:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if not answer:
        return "timeout", 0
    number = int(answer)
    return ("survived", 0) if number < 0 else ("killed", number)


# Cases that differ in how they end, and what asks one thing alone.
def _telling() -> set[str]:
    seen: set[str] = set()
    found = set()
    for name in NAMES:
        case = case_of(name)
        kinds = {*kinds_of(case), *(f"{step} {outcome}" for step, outcome in case["expected"]["steps"].items())}
        if kinds - seen or "recipient" in case or "refresh" in case or "parts" in case:
            found.add(f"tests/mutation/reports.py::test_report[{name}]")
        seen |= kinds
    return found


_FIRST = _telling()


def _in_order(items: Iterable[pytest.Item], kills: Counter[str], seconds: Mapping[str, float]) -> list[pytest.Item]:
    """What has killed before comes first, then what is quick, in an order that mixes the cases."""
    chance = random.Random(1)  # noqa: S311 - the same order each time
    mixed = sorted(items, key=lambda item: item.nodeid)
    chance.shuffle(mixed)
    return sorted(mixed, key=lambda item: (-kills[item.nodeid], item.nodeid not in _FIRST, seconds[item.nodeid] > 1))


def _rounds(mutants: Iterable[Mapping[str, Any]], each: int) -> list[Mapping[str, Any]]:
    """The first of every file, then the second of every file, and so on, so that a run may end at any time."""
    files: dict[str, list[Mapping[str, Any]]] = {}
    for mutant in mutants:
        files.setdefault(mutant["file"], []).append(mutant)
    return [found[place] for place in range(each) for found in files.values() if place < len(found)]


def _within(
    items: Iterable[pytest.Item], seconds: Mapping[str, float], budget: float
) -> tuple[list[pytest.Item], float]:
    """As many of the tests, from the first on, as may take so long together, and how long that is."""
    chosen: list[pytest.Item] = []
    spent = 0.0
    for item in items:
        if chosen and spent + seconds[item.nodeid] > budget:
            continue
        chosen.append(item)
        spent += seconds[item.nodeid]
    return chosen, spent


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run every mutant in the place of the run of the tests."""
    option = session.config.option
    made = json.loads(Path(option.mutants).read_text(encoding="utf-8"))["mutants"]
    mutants = _rounds((mutant for mutant in made if option.only in mutant["file"]), option.each)
    out = Path(option.outcomes)
    outcomes: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8")) if out.exists() else []
    done = {(each["file"], each["number"]) for each in outcomes}
    reached = _measured(session, {mutant["file"] for mutant in made}, Path(option.reached))
    items = {item.nodeid: item for item in session.items}
    remembered_answers.remember()
    answers = Path(f"{option.reached}.answers")
    if answers.exists():
        remembered_answers.load(answers)
    for name in NAMES:
        reports.SOUND[name] = reports.reports_of(name)
    remembered_answers.save(answers)
    _say("begins")
    session._setupstate.teardown_exact(session.items[0])
    runtestprotocol(session.items[0], nextitem=session.items[1], log=False)
    gc.collect()
    gc.freeze()
    # What other rooms remember was made without any mutant's help.
    rooms = {_module_of(mutant["file"]).__name__ for mutant in made}
    remembered = [
        found
        for found in gc.get_objects()
        if isinstance(found, functools._lru_cache_wrapper) and str(found.__module__) in rooms
    ]
    _keep_sound_values()
    _check_itself(session.items, remembered)
    kills: dict[str, Counter[str]] = {}
    for mutant in mutants:
        if (mutant["file"], mutant["number"]) in done:
            continue
        file = mutant["file"]
        tests = reached.tests(file, *mutant["lines"]) if mutant["is_function"] else reached.of_file(file)
        killers = kills.setdefault(f"{file}:{mutant['unit']}", Counter())
        ordered = _in_order((items[test] for test in tests if test in items), killers, reached.seconds)
        within, seconds = _within(ordered, reached.seconds, option.budget)
        outcome, number = _outcome(mutant, within, remembered, seconds) if within else ("unreached", 0)
        by = None if outcome != "killed" else "loading" if number == len(within) else within[number].nodeid
        if by is not None:
            killers[by] += 1
        outcomes.append({**mutant, "outcome": outcome, "by": by, "asked_all": len(within) == len(ordered)})
        place = f"{file}:{mutant['lines'][0]} {mutant['unit']}"
        _say(f"{outcome:9} {place}: {mutant['before']} => {mutant['after']}")
        if len(outcomes) % 20 == 0:
            out.write_text(json.dumps(outcomes, indent=1), encoding="utf-8")
    out.write_text(json.dumps(outcomes, indent=1), encoding="utf-8")
    return True


def _check_itself(items: Sequence[pytest.Item], remembered: Iterable[Any]) -> None:
    """A function that is exchanged for itself survives; else the figures would mean nothing."""
    source = inspect.getsource(importlib.import_module("testamur.verify.shape").one)
    same = {"file": "builder/testamur/verify/shape.py", "unit": "one", "is_function": True, "source": source}
    asked = random.Random(1).sample(list(items), 50)  # noqa: S311 - no secret
    ended = _outcome(same, asked, remembered, 60.0)
    if ended != ("survived", 0):
        raise pytest.UsageError(f"without a mutant, {asked[ended[1]].nodeid} fails after others")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
