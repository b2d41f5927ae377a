"""How far long work has come, on standard error, where a person looks on."""

import sys

_WIDTH = 30
_FEW = 20  # as many are done before a bar can be read


class Progress:
    """A bar for `whole` pieces of work; says nothing where standard error is no terminal, or where they are few."""

    def __init__(self, verb: str, whole: int) -> None:
        self._verb = verb
        self._whole = whole
        self._done = 0
        self._drawn = -1
        self._is_shown = whole > _FEW and sys.stderr.isatty()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        percent = 100 * self._done // self._whole
        if self._is_shown and percent != self._drawn:
            self._drawn = percent
            filled = _WIDTH * self._done // self._whole
            bar = f"[{'#' * filled}{' ' * (_WIDTH - filled)}]"
            print(f"\r{bar} {self._verb} {self._done} of {self._whole}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the bar away, so that what is said next begins a line."""
        if self._is_shown and self._drawn >= 0:
            self._drawn = -1
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
