"""The built site as `serve` shows it on loopback: the same bytes, and on each page what reloads it and what was found.

One idea: nothing of this is in the site. What a page gets on top is put into it on its way out, and its policy is
opened for exactly the files that this needs; everything here is pure.
"""

from testamur.preview.answers import Shown, answer
from testamur.preview.overlay import Problem

__all__ = ["Problem", "Shown", "answer"]
