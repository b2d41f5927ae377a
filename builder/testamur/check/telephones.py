"""Telephone numbers, in the forms that leave few other readings (ITU-T E.123, and national ones).

One idea: a sign must be there, a `+`, a trunk `0` with groups, brackets, or the word before; digits alone are no
telephone number.
"""

import re
from typing import Final

_START: Final = r"(?<![\w/.=#%+&-])(?<!\d )"
_END: Final = r"(?![\w/]|[-.]\w)"
_FORMS: Final = (
    # +44 20 7946 0958, +1 (555) 010-0000
    re.compile(rf"(?<![\w+])\+[1-9](?:[ .\-/()]{{0,2}}\d){{7,14}}{_END}"),
    # 020 7946 0958, (030) 1234 5678, 01 23 45 67 89: groups behind a trunk 0
    re.compile(rf"{_START}\(?0\d{{1,4}}\)?(?P<s>[ -])\d{{2,4}}(?:(?P=s)\d{{2,4}}){{1,3}}{_END}"),
    re.compile(rf"{_START}0[1-9](?:\.\d\d){{4}}{_END}"),
    # (555) 010-0000, 555-010-0000, 555.010.0000
    re.compile(rf"{_START}(?:\([2-9]\d\d\) ?|[2-9]\d\d(?P<s>[-.]))[02-9]\d\d(?(s)(?P=s)|[-.])\d{{4}}{_END}"),
)
_LABELLED: Final = re.compile(
    r"\b(?i:tel|telephone|phone|mobile|cell|cellphone|fax|whatsapp|hotline|tel[ée]fono|m[óo]vil|t[ée]l[ée]phone|t[ée]l|"
    r"portable|telefon)\b\.?(?: (?:no|number|n[úu]mero|num[ée]ro|nummer)\b\.?)?[ :=]{0,3}"
    rf"(?P<n>\(?\d(?:[ .\-/()]{{0,2}}\d){{5,13}}){_END}"
)
_YEARS: Final = re.compile(r"(?:19|20)\d\d[-/ ](?:19|20)\d\d|.*\d{4}-\d\d-\d\d.*")
_ISBN: Final = re.compile(r"(?i:isbn|issn)[-\d:() ]{0,12}\Z")
_MIN_DIGITS: Final = 9


def telephone(text: str, earliest: int) -> int | None:
    """Where in a short text a telephone number begins that ends behind `earliest`, or None."""
    for form in _FORMS:
        for found in form.finditer(text):
            if found.end() > earliest and _counts(found.group()) and not _ISBN.search(text[: found.start()]):
                return found.start()
    found_labelled = _LABELLED.search(text)
    if found_labelled and found_labelled.end() > earliest and not _YEARS.fullmatch(found_labelled["n"]):
        return found_labelled.start("n")
    return None


def _counts(text: str) -> bool:
    digits = sum(map(str.isdecimal, text))
    return digits >= _MIN_DIGITS - text.startswith("+") and not _YEARS.fullmatch(text)
