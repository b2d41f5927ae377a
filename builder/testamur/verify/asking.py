"""What one check asks for: documents by address, each once, with a record of who answered.

The one idea: a file that many credentials share (a DID document, a status list, a part of the ledger) is parsed once,
by its bytes, and what was learnt of it is kept for as long as the caller keeps the cache.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from testamur.canon import Shapes
from testamur.verify.outcomes import NotPassedError
from testamur.verify.report import Fetched

T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answers, None where it can't be reached; `answered_by` is a host, `site` or `documents`."""

    data: bytes | None
    answered_by: str


class Shelf(Generic[V]):
    """Values by key, as many as weigh `max_bytes` together; what was not asked for longest goes first.

    Without such a bound a folder of files from a thousand issuers would fill the memory with what a thousand hosts
    answered.
    """

    def __init__(self, max_bytes: int = 33_554_432) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._values: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()

    def get(self, key: Hashable) -> V | None:
        """The value of a key, None where it is not here."""
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: V, *, weight: int) -> None:
        """Keep a value that is not here yet; the last one stays, whatever it weighs."""
        self._values[key] = (value, weight)
        self._bytes += weight
        while self._bytes > self._max_bytes and len(self._values) > 1:
            _, (_, gone) = self._values.popitem(last=False)
            self._bytes -= gone


_ENTRY_BYTES = 1024  # what an answer weighs beside its bytes, so that small ones are counted too


class Cache:
    """What was learnt of files, by their bytes; any number of checks may share it, since nothing in it expires.

    `shapes` is what was learnt of the forms of documents. It is bounded, and what it no longer holds is learnt anew.
    """

    def __init__(self) -> None:
        self.shapes = Shapes()
        self._known: Shelf[_Learnt] = Shelf()

    def learn(self, key: tuple[Any, ...], work: Callable[[], T]) -> T:
        """What `work` gives or the NotPassedError it raises, done once for a key that names all it depends on."""
        learnt = self._known.get(key)
        if learnt is None:
            try:
                learnt = _Learnt(value=work(), ending=None)
            except NotPassedError as ending:
                learnt = _Learnt(value=None, ending=ending)
            weight = _ENTRY_BYTES + sum(len(part) for part in key if isinstance(part, bytes | str))
            self._known.put(key, learnt, weight=weight)
        if learnt.ending is not None:
            # A new one each time: an exception that is raised twice drags its first traceback along.
            raise type(learnt.ending)(learnt.ending.reason)
        value: T = learnt.value
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learnt:
    value: Any
    ending: NotPassedError | None


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
