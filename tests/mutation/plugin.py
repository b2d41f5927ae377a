"""Runs mutants inside one run of pytest: `pytest -p tests.mutation.plugin --mutants IN.json --outcomes OUT.json TESTS`.

First every test runs once, and which lines it reaches is written down. Then, for each mutant, a child of this process
puts the changed function in the place of the sound one and runs the tests that reach its lines, until one fails. What
tests have prepared is there already, so a mutant costs little more than the tests that it survives.
"""

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
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol

from tests.mutation import remembered as remembered_answers
from tests.mutation import reports
from tests.mutation.order import Order, Reached, assignments_of
from tests.mutation.telling import is_settled, keep, kept_outcomes
from tests.unit.test_cases import NAMES

_DECIDES_HOW_PYLD_IS_ASKED = ("canon/rdf.py processing_options:", "canon/rdf.py processed:")
# What says something else of a document that is met for the second time.
_MET_AGAIN = ("canon/shapes.py", "canon/templates.py", "canon/safe_addresses.py", "verify/asking.py")
_SECONDS = 5.0  # of processor, for one mutant, beyond three times what its tests take


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what this run needs to know."""
    parser.addoption("--mutants", help="what tests/mutation/make.py wrote")
    parser.addoption("--outcomes", help="where to write how each mutant ended; what is there already is kept")
    parser.addoption("--budget", type=float, default=600.0, help="seconds of tests that one mutant may take")
    parser.addoption("--reached", help="where to keep which lines each test reaches")


# ---- which tests reach which lines ----


def _measured(session: pytest.Session, files: set[str], kept: Path) -> Reached:
    """What every test reaches; of those that `kept` knows, what they reached then."""
    known: dict[str, Any] = {"lines": {}, "seconds": {}, "rounds": {}}
    if kept.exists():
        known = json.loads(kept.read_text(encoding="utf-8"))
    lines, seconds, rounds = known["lines"], known["seconds"], known["rounds"]
    this_round = 1 + max(rounds.values(), default=0)
    items = [item for item in session.items if item.nodeid not in seconds]
    if not items:
        return Reached(lines, seconds, rounds)
    measure = coverage.Coverage(data_file=None, include=sorted(files), config_file=False)
    remembered = _remembering({_module_of(file).__name__ for file in files})
    measure.start()
    for number, item in enumerate(items):
        measure.switch_context(item.nodeid)
        _forget(remembered)  # or only the first test of many would be seen to reach what is remembered
        began = time.process_time()
        # Followed by a test of the same session, so that what all of them share stays.
        following = items[number + 1] if number + 1 < len(items) else session.items[0]
        ended = runtestprotocol(item, nextitem=following, log=False)
        seconds[item.nodeid], rounds[item.nodeid] = time.process_time() - began, this_round
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
    kept.write_text(json.dumps({"lines": lines, "seconds": seconds, "rounds": rounds}), encoding="utf-8")
    return Reached(lines, seconds, rounds)


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
        for made, words, code in assignments_of(str(other.__file__)):
            if name in words and made != name:
                exec(code, vars(other))  # noqa: S102 - made of ours
                _follow(other, made)


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


def _remembering(rooms: Collection[str]) -> list[Any]:
    """The functions of these rooms that keep what they answered, but for the one that translates the reader of PDF.

    The library translates in threads, and a child of this process has none of them and would wait for ever.
    """
    asked = set(rooms) - {"testamur.contain.pdfium"}
    every = gc.get_objects()
    return [each for each in every if isinstance(each, functools._lru_cache_wrapper) and each.__module__ in asked]


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
        if mutant["key"].startswith(_DECIDES_HOW_PYLD_IS_ASKED):
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
    """How a mutant ends, and the number of the test that noticed it.

    "endless" is what took more processor than the sound code could, and "broken" what took the process with it.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        limit = int(seconds * 3 + _SECONDS)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        _child(mutant, items, remembered, writing)
    os.close(writing)
    ready, _, _ = select.select([reading], [], [], 20 * (seconds + _SECONDS))
    answer = os.read(reading, 20) if ready else b""
    os.close(reading)
    if not ready:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not ready:
        return "stuck", 0  # which says nothing: this machine may have had other things to do
    if not answer:
        ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        return ("endless" if ended_by == signal.SIGXCPU else "broken"), 0
    number = int(answer)
    return ("survived", 0) if number < 0 else ("killed", number)


def _within(items: Iterable[pytest.Item], costs: Mapping[str, float], budget: float) -> list[pytest.Item]:
    """As many of the tests, from the first on, as may take so long together."""
    chosen: list[pytest.Item] = []
    spent = 0.0
    for item in items:
        if chosen and spent + costs[item.nodeid] > budget:
            continue
        chosen.append(item)
        spent += costs[item.nodeid]
    return chosen


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run every mutant in the place of the run of the tests."""
    option = session.config.option
    written = json.loads(Path(option.mutants).read_text(encoding="utf-8"))
    made, files = written["mutants"], {f"builder/testamur/{room}" for room in written["rooms"]}
    out = Path(option.outcomes)
    done = kept_outcomes(out)
    if all(is_settled(done.get(mutant["name"]), option.budget) for mutant in made):
        return True
    reached = _measured(session, files, Path(option.reached))
    items = {item.nodeid: item for item in session.items}
    remembered_answers.remember()
    answers = Path(f"{option.reached}.answers")
    if answers.exists():
        remembered_answers.load(answers)
    for name in NAMES:
        reports.SOUND[name] = reports.reports_of(name)
    remembered_answers.save(answers)
    # What is remembered costs most mutants nothing, and counting lines slows what was measured.
    reports.TWICE = False
    for name in NAMES:
        began = time.process_time()
        reports.reports_of(name)
        reached.costs[f"tests/mutation/reports.py::test_report[{name}]"] = time.process_time() - began
    _say("begins")
    session._setupstate.teardown_exact(session.items[0])
    runtestprotocol(session.items[0], nextitem=session.items[1], log=False)
    gc.collect()
    # What other rooms remember was made without any mutant's help. (What is frozen, the collector no longer lists.)
    remembered = _remembering({_module_of(file).__name__ for file in files})
    gc.freeze()
    _keep_sound_values()
    _check_itself(session.items, remembered)
    order = Order(session.items, reached)
    for mutant in made:
        if is_settled(done.get(mutant["name"]), option.budget):
            continue
        file = mutant["file"]
        is_function = mutant["is_function"]
        tests = reached.tests(file, *mutant["lines"]) if is_function else reached.of_value(file, mutant["unit"])
        ordered = order.sorted((items[test] for test in tests if test in items), mutant)
        within = _within(ordered, reached.costs, option.budget)
        seconds = sum(reached.seconds[item.nodeid] for item in within)
        outcome, number = _outcome(mutant, within, remembered, seconds) if within else ("survived", 0)
        by = None if outcome != "killed" else "loading" if number == len(within) else within[number].nodeid
        if by is not None:
            order.learn(mutant, by)
        keep(out, mutant, outcome, by, budget=option.budget, asked_all=len(within) == len(ordered))
    return True


def _check_itself(items: Sequence[pytest.Item], remembered: Iterable[Any]) -> None:
    """A function that is exchanged for itself survives; else the figures would mean nothing."""
    source = inspect.getsource(importlib.import_module("testamur.verify.shape").one)
    same = {
        "key": "itself",
        "file": "builder/testamur/verify/shape.py",
        "unit": "one",
        "is_function": True,
        "source": source,
    }
    asked = random.Random(1).sample(list(items), 50)  # noqa: S311 - no secret
    ended = _outcome(same, asked, remembered, 60.0)
    if ended != ("survived", 0):
        raise pytest.UsageError(f"without a mutant, {asked[ended[1]].nodeid} fails after others")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
