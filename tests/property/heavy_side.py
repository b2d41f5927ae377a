"""One heavy document in a process of its own, for test_heavy.py: as tests/js/heavy_side.mjs, for Python."""

import json
import resource
import sys
import time
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
    sys.stdout.write(json.dumps({**told, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
