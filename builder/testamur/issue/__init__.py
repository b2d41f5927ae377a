"""Awarding and withdrawing: the registry, the people, the time, chance and a signer come as arguments.

One idea: everything is decided, then signed, then written; the first two happen here, and the third is somebody
else's.
"""

from testamur.issue.batch import Signed, holder_file, planned_version, sign_award
from testamur.issue.endorse import sign_endorsement
from testamur.issue.expiring import Ending, expiring
from testamur.issue.files import entry_file, entry_path, key_file, list_path, version_folder, withdrawal_file
from testamur.issue.lists import DueList, all_lists, due_lists, sign_list
from testamur.issue.people import MAX_PEOPLE_BYTES, Person, parse_people, parse_person
from testamur.issue.plan import (
    OFFERED_SUITES,
    Awarded,
    Entropy,
    Plan,
    Planned,
    achievement_of,
    issuer_of,
    parse_plan,
    plan_awards,
    plan_bytes,
    plan_id,
    split_awarded,
    version_of,
)
from testamur.issue.records import parse_records, records_with
from testamur.issue.tokens import TOKEN_FORMS, ways_for
from testamur.issue.withdraw import plan_withdrawal, with_withdrawal, withdrawn_indices

__all__ = [
    "MAX_PEOPLE_BYTES",
    "OFFERED_SUITES",
    "TOKEN_FORMS",
    "Awarded",
    "DueList",
    "Ending",
    "Entropy",
    "Person",
    "Plan",
    "Planned",
    "Signed",
    "achievement_of",
    "all_lists",
    "due_lists",
    "entry_file",
    "entry_path",
    "expiring",
    "holder_file",
    "issuer_of",
    "key_file",
    "list_path",
    "parse_people",
    "parse_person",
    "parse_plan",
    "parse_records",
    "plan_awards",
    "plan_bytes",
    "plan_id",
    "plan_withdrawal",
    "planned_version",
    "records_with",
    "sign_award",
    "sign_endorsement",
    "sign_list",
    "split_awarded",
    "version_folder",
    "version_of",
    "ways_for",
    "with_withdrawal",
    "withdrawal_file",
    "withdrawn_indices",
]
