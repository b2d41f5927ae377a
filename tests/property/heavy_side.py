"""One heavy document in a process of its own, for test_heavy.py: as tests/js/heavy_side.mjs, for Python."""

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from testamur import canon


def main() -> None:
    """The document on standard input, the answer on standard output."""
    data = sys.stdin.buffer.read()
    told: dict[str, Any] = {}
    for name, work in (("checkClosed", canon.check_closed), ("canonicalRdf", canon.canonical_rdf)):
        start = time.process_time()
        ended = "done"
        try:
            work(canon.parse_json(data))
        except (canon.CanonError, canon.JsonError) as refusal:
            ended = refusal.code
        told[name] = {"ended": ended, "seconds": time.process_time() - start}
    # Not by getrusage, which counts what the process that started this one took.
    peak = re.search(r"VmHWM:\s+([0-9]+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert peak is not None
    sys.stdout.write(json.dumps({**told, "mib": int(peak[1]) / 1024}))


if __name__ == "__main__":
    main()
