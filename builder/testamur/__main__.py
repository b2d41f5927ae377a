"""Where the command `testamur` begins, also as `python -m testamur`.

One idea: loading the rooms takes a moment, and whoever presses Ctrl-C in it gets one sentence, too.
"""

import sys


def run() -> int:
    """The exit code of the command that the process was started with."""
    try:
        from testamur.cli import main

        return main()
    except KeyboardInterrupt:
        print("testamur: interrupted", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(run())
