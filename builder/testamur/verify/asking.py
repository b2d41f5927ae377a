"""What one check asks for: documents by address, each once, with a record of who answered.

The one idea: a file that many credentials share (a DID document, a status list, a part of the ledger) is parsed once,
by its bytes, and what was learnt of it is kept for as long as the caller keeps the cache.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from testamur.canon import Shapes
from testamur.verify.outcomes import NotPassedError
from testamur.verify.report import Fetched

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answers, None where it can't be reached; `answered_by` is a host, `site` or `documents`."""

    data: bytes | None
    answered_by: str


class Cache:
    """What was learnt of files, by their bytes; any number of checks may share it, since nothing in it expires.

    `shapes` is what was learnt of the forms of documents.
    """

    def __init__(self) -> None:
        self.shapes = Shapes()
        self._known: dict[tuple[Any, ...], Any] = {}

    def learn(self, key: tuple[Any, ...], work: Callable[[], T]) -> T:
        """What `work` gives or the NotPassedError it raises, done once for a key that names all it depends on."""
        if key not in self._known:
            try:
                self._known[key] = work()
            except NotPassedError as ending:
                self._known[key] = ending
        known = self._known[key]
        if isinstance(known, NotPassedError):
            # A new one each time: an exception that is raised twice drags its first traceback along.
            raise type(known)(known.reason)
        value: T = known
        return value


class Desk:
    """The one place of a check that asks `resolve`; knows what was asked already and by whom it was answered."""

    def __init__(self, resolve: Callable[[str], Answer]) -> None:
        self._resolve = resolve
        self._answers: dict[str, bytes | None] = {}
        self._fetched: list[Fetched] = []

    def ask(self, address: str) -> bytes | None:
        """The bytes behind an address, None where it can't be reached."""
        if address not in self._answers:
            answer = self._resolve(address)
            self._answers[address] = answer.data
            self._fetched.append(
                Fetched(
                    address=address,
                    answered_by=answer.answered_by,
                    outcome="unreachable" if answer.data is None else "ok",
                )
            )
        return self._answers[address]

    @property
    def fetched(self) -> tuple[Fetched, ...]:
        """Every address that was asked for, in order."""
        return tuple(self._fetched)
