"""What PyLD answered before: it is not what is changed here, and it takes most of the time of a verification."""

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyld import jsonld

_answers: dict[str, tuple[bool, Any]] = {}
_asks_anew = False


def ask_anew() -> None:
    """Remember nothing from here on, for what decides how PyLD is asked."""
    global _asks_anew  # noqa: PLW0603 - a child of a process decides for all of itself
    _asks_anew = True


def _key(name: str, given: tuple[Any, ...]) -> str | None:
    """What tells a question from every other; None where more than our own contexts is at hand."""
    *documents, options = given
    load = options["documentLoader"]
    cells = dict(zip(load.__code__.co_freevars, (cell.cell_contents for cell in load.__closure__ or ()), strict=True))
    if cells.get("extra_contexts"):
        return None
    plain = {option: value for option, value in options.items() if option != "documentLoader"}
    try:
        return json.dumps([name, documents, plain])
    except (TypeError, ValueError, RecursionError):
        return None


def _remembering(name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
    def answer(*given: Any) -> Any:
        key = None if _asks_anew else _key(name, given)
        if key is None:
            return ask(*given)
        if key not in _answers:
            try:
                _answers[key] = (True, json.dumps(ask(*given)))
            except Exception as cause:  # noqa: BLE001 - whatever it is, it is the same the next time
                _answers[key] = (False, cause)
        is_answer, kept = _answers[key]
        if not is_answer:
            raise kept
        return json.loads(kept)

    return answer


def remember() -> None:
    """Put this between our code and PyLD."""
    for name in ("expand", "compact", "to_rdf"):
        setattr(jsonld, name, _remembering(name, getattr(jsonld, name)))


def load(path: Path) -> None:
    """Know what an earlier run of the same code knew."""
    _answers.update(pickle.loads(path.read_bytes()))  # noqa: S301 - written below


def save(path: Path) -> None:
    """Keep what PyLD answered; what it raised is asked again."""
    path.write_bytes(pickle.dumps({key: answer for key, answer in _answers.items() if answer[0]}))
