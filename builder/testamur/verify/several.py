"""Files with several credentials in them: presentations and comprehensive learner records.

VCDM 2.0, section 4.13; VCDM 1.1, section 4.10; Comprehensive Learner Record 2.0. The one idea: what holds credentials
vouches for none of them. Each has a report of its own, made as if it had been the file; a learner record, which is a
credential too, has one beside theirs, and so has a presentation with a proof of its own or in a token.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from testamur import vendored
from testamur.canon import JsonError, JsonValue, jcs, parse_json
from testamur.contain import ContainError, opened
from testamur.verify.outcomes import FailedError
from testamur.verify.reading import Token, read_presenting_token
from testamur.verify.report import PRESENTATION, Report
from testamur.verify.shape import JsonObject, is_record, many, subject_of, types_of

_TOKEN_ADDRESSES = ("data:application/vc+jwt,", "data:application/jwt,")
_MEMBER = "verifiableCredential"

Checked = tuple[Report, JsonObject | None]
Presented = tuple[JsonObject, Token | None]
Present = Callable[[Presented, Sequence[JsonObject | None]], Report]


def several(
    data: bytes, check: Callable[[bytes], Checked], refused: Callable[[str], Report], present: Present
) -> tuple[Report, ...]:
    """A report on each credential in a file, in the order of docs/verification.md; one without `part` for most files.

    `data` may be any bytes; `check` reports on one credential and gives its value where step 1 passed; `refused` is a
    report whose step 1 failed; `present` reports on a presentation with a proof or in a token, which comes first, and
    is given the token and the credentials in it, None for one that could not be read. Raises nothing.
    """
    told = _Several(check, refused)
    reports = tuple(told.reports(data, part=None))
    presented = _presented(data) if is_presented(reports[0]) else None
    if presented is None or (presented[1] is None and "proof" not in presented[0]):
        return reports
    parts = [report.part for report in reports if report.part is not None and "." not in report.part]
    return (present(presented, [told.values.get(part) for part in parts]), *reports)


def is_own_report(report: Report) -> bool:
    """Whether a report is about a presentation and not about what is in it."""
    return report.part == PRESENTATION


def is_presented(report: Report) -> bool:
    """Whether what a report is about stood in a presentation."""
    return report.part is not None and report.part.startswith(_MEMBER)


class _Several:
    """The credentials of one file; how many more may follow is counted over all that holds them."""

    def __init__(self, check: Callable[[bytes], Checked], refused: Callable[[str], Report]) -> None:
        self._check = check
        self._refused = refused
        self.values: dict[str | None, JsonObject] = {}
        self._left = vendored.limits().max_contained_credentials

    def reports(self, data: bytes, *, part: str | None) -> Iterator[Report]:
        """On what `part` of the file holds, and on what is in that."""
        report, value = self._check(data)
        if part is None and report.reasons == ("not_a_credential",) and (presented := _presented(data)) is not None:
            held = presented[0]
            yield from self._each([] if held.get(_MEMBER) is None else held[_MEMBER], _MEMBER)
            return
        if value is not None:
            self.values[part] = value
        yield replace(report, part=part)
        if value is not None and is_record(value):
            path = f"credentialSubject.{_MEMBER}"
            yield from self._each(subject_of(value)[_MEMBER], path if part is None else f"{part}.{path}")

    def _each(self, held: JsonValue, path: str) -> Iterator[Report]:
        items = many(held)
        if not items:
            yield replace(self._refused("contained_none"), part=path)
            return
        self._left -= len(items)
        if self._left < 0:
            yield replace(self._refused("contained_too_many"), part=path)
            return
        for number, item in enumerate(items):
            part = f"{path}[{number}]" if isinstance(held, list) else path
            try:
                data = _bytes_of(item)
            except FailedError as ending:
                yield replace(self._refused(ending.reason), part=part)
            else:
                yield from self.reports(data, part=part)


def _presented(data: bytes) -> Presented | None:
    """The presentation that a file is, and the token around it, where there is one; None where it is none."""
    try:
        content = opened(data)
    except ContainError:
        return None
    try:
        value = parse_json(content)
    except JsonError:
        return read_presenting_token(content)
    if not isinstance(value, dict) or "VerifiablePresentation" not in types_of(value):
        return None
    return value, None


def _bytes_of(item: JsonValue) -> bytes:
    """A credential that stands in a document, as the bytes of a file; a token as its text."""
    if isinstance(item, str):
        return item.encode()
    if isinstance(item, dict) and "EnvelopedVerifiableCredential" in types_of(item):
        address = item.get("id")
        kind = next((kind for kind in _TOKEN_ADDRESSES if isinstance(address, str) and address.startswith(kind)), None)
        if kind is None:
            raise FailedError("envelope_unknown")
        return str(address).removeprefix(kind).encode()
    return jcs(item)
