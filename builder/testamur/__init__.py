"""Testamur: a credential registry compiled from a Git repository.

The one place where the version is written; packaging and `--version` read it from here.
"""

__version__ = "0.1.0"
