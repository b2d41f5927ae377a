"""Makes mutants: copies of a function, or of one statement of a module, with one thing in it changed.

The changes are those of mutmut (its operators, and what it leaves alone), and two for every `if`: never, and always.
Run it in the environment of `tests/mutation/requirements.lock`: `python tests/mutation/make.py OUT.json COUNT FILE...`.
"""

import json
import random
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

# mutmut's own list: the first argument of these two is never anything but what is looked at.
_LEFT_ALONE = frozenset({"len", "isinstance"})
# The second argument of these is a place in a document, and not words.
_PLACED = frozenset({"CanonError", "JsonError"})
_DEFAULTS = (cst.Name, cst.BaseNumber, cst.BaseString)


def _is_left_alone(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Param) and node.default is not None and not isinstance(node.default, _DEFAULTS):
        return True
    called = node.func if isinstance(node, cst.Call) else None
    return isinstance(node, (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom)) or (
        isinstance(called, cst.Name) and called.value in _LEFT_ALONE
    )


def _words_of(node: cst.CSTNode) -> tuple[cst.Arg, ...]:
    """The arguments that only say in words what an error is."""
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Name) or not node.func.value.endswith("Error"):
        return ()
    name = node.func.value
    spared = 0 if name in {"ValueError", "TypeError"} else 2 if name in _PLACED else 1
    return tuple(
        arg for place, arg in enumerate(node.args) if place >= spared or (arg.keyword and arg.keyword.value == "detail")
    )


def _variants(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from operator(node)
    if isinstance(node, cst.If):
        test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        for joined, word in ((cst.And(), "False"), (cst.Or(), "True")):
            yield node.with_changes(test=cst.BooleanOperation(left=test, operator=joined, right=cst.Name(word)))


def _only_words(node: cst.CSTNode, variant: cst.CSTNode) -> bool:
    """Whether the variant of a call of an error has lost or changed nothing but words."""
    words = _words_of(node)
    if not words:
        return False
    kept = [arg for arg in node.args if arg not in words]
    return [arg for arg in variant.args if arg in kept] == kept


def _walk(node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode | None]]:
    """Every node and its variant; None in its place for one that changes words alone."""
    for variant in _variants(node):
        yield node, None if _only_words(node, variant) else variant
    words = _words_of(node)
    for child in node.children:
        if _is_left_alone(child):
            continue
        for inner, variant in _walk(child):
            yield inner, None if child in words else variant


def _units(module: cst.Module) -> Iterator[tuple[str, cst.CSTNode]]:
    """What can be replaced in a running program: functions, methods, and assignments of a module, by name."""
    for statement in module.body:
        if isinstance(statement, cst.FunctionDef):
            yield statement.name.value, statement
        elif isinstance(statement, cst.ClassDef):
            for inner in statement.body.body:
                if isinstance(inner, cst.FunctionDef) and inner.name.value != "__repr__":
                    yield f"{statement.name.value}.{inner.name.value}", inner
        elif isinstance(statement, cst.SimpleStatementLine):
            first = statement.body[0]
            target = (
                first.target
                if isinstance(first, cst.AnnAssign)
                else first.targets[0].target
                if isinstance(first, cst.Assign)
                else None
            )
            if isinstance(target, cst.Name) and target.value != "__all__":
                yield target.value, statement


def _source(unit: cst.CSTNode) -> str:
    bare = unit.with_changes(decorators=[]) if isinstance(unit, cst.FunctionDef) else unit
    return str(cst.Module(body=[bare.with_changes(leading_lines=[])]).code)


def _short(node: cst.CSTNode) -> str:
    lines = cst.Module(body=[]).code_for_node(node).strip().splitlines()
    return textwrap.shorten(lines[0] if isinstance(node, cst.If) else " ".join(lines), 160)


def _is_type(unit: cst.CSTNode) -> bool:
    """Whether an assignment only gives a name to a type, which nothing looks at while the program runs."""
    if not isinstance(unit, cst.SimpleStatementLine):
        return False
    value = unit.body[0].value
    called = value.func if isinstance(value, cst.Call) else None
    is_alias = isinstance(unit.body[0], cst.AnnAssign) and m.matches(
        unit.body[0].annotation.annotation, m.Name("TypeAlias")
    )
    return is_alias or isinstance(value, cst.Subscript) or m.matches(called, m.Name("TypeVar"))


# What an error of ours tells the error of the language is what it is printed as.
_PRINTED = m.Call(func=m.Attribute(value=m.Call(func=m.Name("super")), attr=m.Name("__init__")))


def _is_printed(unit: cst.CSTNode, node: cst.CSTNode) -> bool:
    return any(node is inner for call in m.findall(unit, _PRINTED) for inner in (call, *_below(call)))


def _below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for child in node.children:
        yield child
        yield from _below(child)


def mutants_of(path: Path, count: int) -> tuple[list[dict[str, Any]], int, int]:
    """So many mutants of one file, how many there are, and how many more would change words alone."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    positions = wrapper.resolve(PositionProvider)
    found: list[tuple[str, Any, Any, Any]] = []
    words = 0
    for name, unit in _units(wrapper.module):
        # Neither the name nor the decorators.
        for part in (unit.params, unit.body) if isinstance(unit, cst.FunctionDef) else (unit,):
            for node, variant in _walk(part):
                if variant is None:
                    words += 1
                else:
                    found.append((name, unit, node, variant))
    numbered = list(enumerate(found))
    # A sample, the same one each time; a longer one holds the shorter.
    random.Random(path.as_posix()).shuffle(numbered)  # noqa: S311 - no secret
    counted = [each for each in numbered if not _is_type(each[1][1]) and not _is_printed(each[1][1], each[1][2])]
    made = []
    for number, (name, unit, node, variant) in counted[:count]:
        span = positions[node.test if isinstance(node, cst.If) else node]
        made.append(
            {
                "file": path.as_posix(),
                "number": number,
                "unit": name,
                "is_function": isinstance(unit, cst.FunctionDef),
                "lines": [span.start.line, span.end.line],
                "before": _short(node),
                "after": _short(variant),
                "source": _source(unit.deep_replace(node, variant)),
            }
        )
    return made, len(counted), words + len(found) - len(counted)


def main() -> None:
    """Write so many mutants of each of the files that are named."""
    out, count, *names = sys.argv[1:]
    mutants: list[dict[str, Any]] = []
    files = {}
    for name in names:
        made, every, words = mutants_of(Path(name), int(count))
        files[name] = {"mutants": every, "words_alone": words}
        mutants += made
    Path(out).write_text(json.dumps({"files": files, "mutants": mutants}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
