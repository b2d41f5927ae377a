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
    kept_files,
    next_steps_template,
    shipped_files,
)
from testamur.starter.forms import MAX_FORM_BYTES, parse_form
from testamur.starter.made import definition_file, issuer_file, nested
from testamur.starter.upgrade import (
    RECORD,
    Record,
    Upgrade,
    difference,
    is_later,
    parse_record,
    plan_upgrade,
    record_file,
)

__all__ = [
    "EXAMPLE_SLUG",
    "HOSTS",
    "MAX_FORM_BYTES",
    "RECORD",
    "AnswerError",
    "Answers",
    "Facts",
    "Record",
    "Upgrade",
    "base_url_from",
    "begun_files",
    "definition_file",
    "difference",
    "facts_from",
    "filled_in",
    "host_from",
    "is_later",
    "issuer_file",
    "kept_files",
    "languages_from",
    "name_from",
    "nested",
    "next_steps_template",
    "parse_form",
    "parse_record",
    "plan_upgrade",
    "record_file",
    "shipped_files",
    "slug_from",
]
