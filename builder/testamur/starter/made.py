"""Single new source files from what is known of them: a definition, a pathway, an issuer.

One idea: a new file has no errors. What must be text gets a sentence that says it is still to be written; everything
else that is not known says `not stated`.
"""

from collections.abc import Mapping
from typing import Any, Final

from testamur.starter.fields import front_matter
from testamur.starter.files import issuer_text
from testamur.starter.text import quoted_markdown

_TO_DESCRIBE: Final = "To be written: what this award stands for."
_CRITERIA: Final = "To be written: what somebody must do to receive this award."
_FIRST_VERSION: Final = "1.0"


def definition_file(values: Mapping[str, Any], criteria: str = "") -> bytes:
    """The source of a definition.

    `values` are cleaned texts, lists and groups by the names of their fields, of which `title`, `type`, `language` and
    `issuer` must be there; `criteria` is Markdown, of which what could not be published is taken for text.
    """
    known = {"version": _FIRST_VERSION, "description": _TO_DESCRIBE, **values}
    return front_matter("definition", known, quoted_markdown(criteria.split("\n")).strip() or _CRITERIA)


def issuer_file(values: Mapping[str, Any]) -> bytes:
    """The source of an issuer; `name` must be among the values."""
    return front_matter("issuer", values, issuer_text(str(values["name"])))


def nested(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by data paths of one or two steps as groups of fields; the empty path is left out."""
    values: dict[str, Any] = {}
    for path, answer in answers.items():
        name, _, member = path.removeprefix("/").partition("/")
        if member:
            values.setdefault(name, {})[member] = answer
        elif name:
            values[name] = answer
    return values
