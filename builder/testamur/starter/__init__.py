"""What a society begins with: a whole registry from five answers, and single commented files afterwards.

One idea: pure. Answers come in, a mapping of path to bytes goes out; asking and writing are the command line's.
"""

from testamur.starter.answers import (
    HOSTS,
    AnswerError,
    Answers,
    base_url_from,
    host_from,
    languages_from,
    name_from,
    slug_from,
)
from testamur.starter.files import (
    EXAMPLE_SLUG,
    Facts,
    begun_files,
    facts_from,
    filled_in,
    issuer_text,
    kept_files,
    next_steps_template,
    shipped_files,
)
from testamur.starter.upgrade import RECORD, Record, Upgrade, difference, parse_record, plan_upgrade, record_file

__all__ = [
    "EXAMPLE_SLUG",
    "HOSTS",
    "RECORD",
    "AnswerError",
    "Answers",
    "Facts",
    "Record",
    "Upgrade",
    "base_url_from",
    "begun_files",
    "difference",
    "facts_from",
    "filled_in",
    "host_from",
    "issuer_text",
    "kept_files",
    "languages_from",
    "name_from",
    "next_steps_template",
    "parse_record",
    "plan_upgrade",
    "record_file",
    "shipped_files",
    "slug_from",
]
