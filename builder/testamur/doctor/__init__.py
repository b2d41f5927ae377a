"""What is missing in a registry or will soon be: here, in the private folder, and at the published address.

One idea: pure judgement. The command line finds the facts out; here stands what they mean and which command mends it.
"""

from testamur.doctor.advice import Advice, Outcome, exit_code
from testamur.doctor.here import Here, advise_here
from testamur.doctor.live import ORIGIN, Needed, advise_live, needed_files
from testamur.doctor.private import Private, advise_private

__all__ = [
    "ORIGIN",
    "Advice",
    "Here",
    "Needed",
    "Outcome",
    "Private",
    "advise_here",
    "advise_live",
    "advise_private",
    "exit_code",
    "needed_files",
]
