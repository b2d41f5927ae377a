"""The processor's time that some work takes, for tests of how it grows."""

import gc
import time
from collections.abc import Callable


def seconds_of(work: Callable[[], object]) -> float:
    """The seconds of the processor for some work, without collecting what thousands of tests left behind.

    Such a collection takes a quarter of a second and falls into the work of whoever happens to be running.
    """
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()
