"""Where the command `testamur` begins, also as `python -m testamur`.

One idea: loading the rooms takes a moment, and whoever presses Ctrl-C in it gets one sentence, too. A terminal that is
closed and a machine that shuts down end a command as Ctrl-C does: what it had begun is taken back.
"""

import contextlib
import os
import signal
import sys
from types import FrameType

_ENDING = (signal.SIGTERM, signal.SIGHUP)


def run() -> int:
    """The exit code of the command that the process was started with; 128 and its number where a signal ended it."""
    ended: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        ended.append(number)
        for each in _ENDING:
            signal.signal(each, signal.SIG_IGN)  # a second one would cut off the clearing away
        raise KeyboardInterrupt

    for each in _ENDING:
        if signal.getsignal(each) is signal.SIG_DFL:  # under nohup a closed terminal ends nothing
            signal.signal(each, end)
    try:
        code = _command()
    except OSError:
        if not ended:
            raise
        code = 0  # the sentence had no terminal left to stand on
    if ended:
        _close_quietly()
    return 128 + ended[0] if ended else code


def _command() -> int:
    try:
        from testamur.cli import main

        return main()
    except KeyboardInterrupt:
        print("testamur: interrupted", file=sys.stderr)
        return 1


def _close_quietly() -> None:
    """Write what still waits to be written; where nobody reads any more, keep the interpreter from complaining."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(run())
