"""The part of GitHub's expression language that our workflows use, so that their conditions are tested and not read."""

import re
from collections.abc import Mapping
from typing import Any

_TOKEN = re.compile(r"\s*(?:(&&|\|\||==|!=|[!(),])|'((?:[^']|'')*)'|([A-Za-z_][\w-]*(?:\.(?:[\w-]+|\*))*))")


def filled(text: str, contexts: Mapping[str, Any], *, cancelled: bool = False) -> str:
    """The text with each `${{ … }}` replaced by its value."""
    return re.sub(
        r"\$\{\{(.*?)\}\}",
        lambda found: _text(evaluate(found[1], contexts, cancelled=cancelled)),
        text,
        flags=re.DOTALL,
    )


def holds(condition: str | None, contexts: Mapping[str, Any], *, failed: bool) -> bool:
    """Whether something with this `if` runs; without a word about the status it needs that nothing failed before."""
    if condition is None:
        return not failed
    inner = condition.strip().removeprefix("${{").removesuffix("}}")
    if not re.search(r"\b(?:always|cancelled|failure|success)\(", inner) and failed:
        return False
    return _true(evaluate(inner, contexts, cancelled=False))


def evaluate(text: str, contexts: Mapping[str, Any], *, cancelled: bool) -> Any:
    """The value of an expression. Raises ValueError for what our workflows don't use."""
    tokens, at = [], 0
    stripped = text.strip()
    while at < len(stripped):
        found = _TOKEN.match(stripped, at)
        if found is None:
            raise ValueError(f"not understood: {stripped[at:]}")
        tokens.append(found.groups())
        at = found.end()
    parser = _Parser(tokens, contexts, cancelled=cancelled)
    value = parser.either()
    if parser.at != len(tokens):
        raise ValueError(f"something is left over in {text}")
    return value


class _Parser:
    """Recursive descent, one method a level."""

    def __init__(self, tokens: list[Any], contexts: Mapping[str, Any], *, cancelled: bool) -> None:
        self.tokens, self.contexts, self.cancelled, self.at = tokens, contexts, cancelled, 0

    def sign(self) -> str | None:
        sign: str | None = self.tokens[self.at][0] if self.at < len(self.tokens) else None
        return sign

    def take(self, *signs: str) -> str | None:
        sign = self.sign()
        if sign not in signs:
            return None
        self.at += 1
        return sign

    def either(self) -> Any:
        value = self.both()
        while self.take("||"):
            other = self.both()
            value = value if _true(value) else other
        return value

    def both(self) -> Any:
        value = self.equal()
        while self.take("&&"):
            other = self.equal()
            value = other if _true(value) else value
        return value

    def equal(self) -> Any:
        value = self.single()
        while sign := self.take("==", "!="):
            same = _text(value).casefold() == _text(self.single()).casefold()
            value = same if sign == "==" else not same
        return value

    def single(self) -> Any:
        if self.take("!"):
            return not _true(self.single())
        if self.take("("):
            value = self.either()
            self.must(")")
            return value
        _, literal, name = self.tokens[self.at]
        self.at += 1
        if literal is not None:
            return literal.replace("''", "'")
        if self.take("("):
            arguments = []
            while not self.take(")"):
                arguments.append(self.either())
                self.take(",")
            return self.call(name, arguments)
        value = self.contexts
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    def must(self, sign: str) -> None:
        if not self.take(sign):
            raise ValueError(f"{sign} is missing")

    def call(self, name: str, arguments: list[Any]) -> Any:
        match name:
            case "cancelled":
                return self.cancelled
            case "always":
                return True
            case "contains":
                return _text(arguments[1]).casefold() in _text(arguments[0]).casefold()
            case _:
                raise ValueError(f"{name}() is not used by us")


def _true(value: Any) -> bool:
    return value not in (None, False, "", 0)


def _text(value: Any) -> str:
    return {None: "", True: "true", False: "false"}.get(value, str(value)) if not isinstance(value, dict) else "Object"
