"""`python -m benchmarks`: measure and print the table of docs/benchmarks.md."""

import sys

from benchmarks.build import main

sys.exit(main())
