"""`python -m testamur` is the command `testamur`."""

import sys

from testamur.cli import main

if __name__ == "__main__":
    sys.exit(main())
