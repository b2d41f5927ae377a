"""Makes mutants: copies of a function, or of one statement of a module, with one thing in it changed.

The changes are those of mutmut (its operators, and what it leaves alone), and two for every `if`: never, and always.
Run it in the environment of `tests/mutation/requirements.lock`:
`python tests/mutation/make.py OUT.json SEED COUNT FILE...`.
"""

import ast
import hashlib
import json
import sys
from collections import Counter
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
_PACKAGE = "builder/testamur/"
_LONGEST = 160
_CODECS = frozenset({"ascii", "utf-8"})
_DEFAULTS = (cst.Name, cst.BaseNumber, cst.BaseString)


def _is_left_alone(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Param) and node.default is not None and not isinstance(node.default, _DEFAULTS):
        return True
    called = node.func if isinstance(node, cst.Call) else None
    return isinstance(node, (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom)) or (
        isinstance(called, cst.Name) and called.value in _LEFT_ALONE
    )


def _words_of(node: cst.CSTNode) -> tuple[cst.CSTNode, ...]:
    """What of a call nobody but a reader of the code could miss.

    The arguments that only say in words what an error is; `strict` of `zip`, which is an assertion; and the first word
    of a cache's key, which only has to differ from the others.
    """
    if not isinstance(node, cst.Call):
        return ()
    if m.matches(node.func, m.Name("zip")):
        return tuple(arg for arg in node.args if arg.keyword and arg.keyword.value == "strict")
    if m.matches(node, m.Call(func=m.Attribute(attr=m.Name("learn")), args=[m.Arg(m.Tuple()), m.ZeroOrMore()])):
        return (cst.ensure_type(node.args[0].value, cst.Tuple).elements[0].value,)
    if not isinstance(node.func, cst.Name) or not node.func.value.endswith("Error"):
        return ()
    name = node.func.value
    spared = 0 if name in {"ValueError", "TypeError", "AssertionError"} else 2 if name in _PLACED else 1
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


def _walk(node: cst.CSTNode, words: tuple[cst.CSTNode, ...] = ()) -> Iterator[tuple[cst.CSTNode, cst.CSTNode | None]]:
    """Every node and its variant; None in its place for one that changes words alone."""
    for variant in _variants(node):
        yield node, None if _only_words(node, variant) else variant
    words = (*words, *_words_of(node))
    for child in node.children:
        if _is_left_alone(child):
            continue
        for inner, variant in _walk(child, words):
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


def _text(node: cst.CSTNode) -> str:
    bare = node.with_changes(leading_lines=[]) if hasattr(node, "leading_lines") else node
    lines = cst.Module(body=[]).code_for_node(bare).strip().splitlines()
    return " ".join((lines[0] if isinstance(node, cst.If) else " ".join(lines)).split())


def _shown(before: str, after: str) -> tuple[str, str]:
    """Two texts as a line of a list shows them: of long ones only what stands around the change."""
    if max(len(before), len(after)) <= _LONGEST:
        return before, after
    shorter = min(len(before), len(after))
    start = next((place for place in range(shorter) if before[place] != after[place]), shorter)
    end = next((place for place in range(shorter - start) if before[-1 - place] != after[-1 - place]), shorter - start)
    start, end = max(0, start - 40), max(0, end - 40)
    shown = [f"{'…' * (start > 0)}{text[start : len(text) - end]}{'…' * (end > 0)}" for text in (before, after)]
    return shown[0], shown[1]


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


def _printed(unit: cst.CSTNode) -> frozenset[int]:
    return frozenset(id(inner) for call in m.findall(unit, _PRINTED) for inner in (call, *_below(call)))


def _below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for child in node.children:
        yield child
        yield from _below(child)


def _is_same(node: cst.CSTNode, variant: cst.CSTNode) -> bool:
    """Whether a literal only has another spelling, as of an escape or of a codec in capitals."""
    if not isinstance(node, cst.BaseString) or not isinstance(variant, cst.BaseString):
        return False
    try:
        one, other = ast.literal_eval(_text(node)), ast.literal_eval(_text(variant))
        return bool(one == other) or (one in _CODECS and str(other).lower() == one)
    except (ValueError, SyntaxError):
        return False


def mutants_of(path: Path) -> tuple[list[dict[str, Any]], int]:
    """The mutants of one file, each with what makes its source, and how many more would change words alone."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    positions = wrapper.resolve(PositionProvider)
    made: list[dict[str, Any]] = []
    words = 0
    seen: Counter[str] = Counter()
    for name, unit in _units(wrapper.module):
        printed, is_type = _printed(unit), _is_type(unit)
        # Neither the name nor the decorators.
        for part in (unit.params, unit.body) if isinstance(unit, cst.FunctionDef) else (unit,):
            for node, variant in _walk(part):
                if variant is None or is_type or id(node) in printed or _is_same(node, variant):
                    words += 1
                    continue
                before, after = _shown(_text(node), _text(variant))
                key = f"{path.as_posix().removeprefix(_PACKAGE)} {name}: {before} => {after}"
                seen[key] += 1
                span = positions[node.test if isinstance(node, cst.If) else node]
                made.append(
                    {
                        "key": key if seen[key] == 1 else f"{key} ({seen[key]})",
                        "file": path.as_posix(),
                        "room": path.as_posix().removeprefix(_PACKAGE),
                        "unit": name,
                        "is_function": isinstance(unit, cst.FunctionDef),
                        "lines": [span.start.line, span.end.line],
                        "parts": (unit, node, variant),
                    }
                )
    return made, words


def _whole(mutant: dict[str, Any]) -> dict[str, Any]:
    unit, node, variant = mutant.pop("parts")
    source = _source(unit.deep_replace(node, variant))
    # The name stays as long as the whole function stays.
    return {**mutant, "source": source, "name": hashlib.sha256(f"{mutant['key']} {source}".encode()).hexdigest()[:16]}


def _place_in(seed: str, mutant: dict[str, Any]) -> str:
    """Where chance puts a mutant: the same place as long as it is there, whatever else of the code changes."""
    return hashlib.sha256(f"{seed} {mutant['key']}".encode()).hexdigest()


def main() -> None:
    """Write a sample of the mutants of the files that are named, each as likely as any other, and the keys of all."""
    out, seed, count, *names = sys.argv[1:]
    mutants: list[dict[str, Any]] = []
    rooms = {}
    words_alone = 0
    for name in names:
        made, words = mutants_of(Path(name))
        rooms[name.removeprefix(_PACKAGE)] = len(made)
        words_alone += words
        mutants += made
    mutants.sort(key=lambda mutant: _place_in(seed, mutant))
    keys = [mutant["key"] for mutant in mutants]
    sample = [_whole(mutant) for mutant in mutants[: int(count)]]
    found = {"rooms": rooms, "words_alone": words_alone, "keys": keys, "mutants": sample}
    Path(out).write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
