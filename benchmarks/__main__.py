"""`python -m benchmarks`: the tables of docs/benchmarks.md that need no peers; with options, that of the build."""

import sys

from benchmarks import build, check, diff

sys.exit(build.main() if len(sys.argv) > 1 else build.main() or check.main([]) or diff.main([]))
