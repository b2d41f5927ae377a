"""A newer version of a credential, asked for once and only on request (VCDM 2.0, 5.4; 1EdTech Refresh Service 1.0).

The one idea: what comes back is one more credential, so the whole list is asked of it, and it takes the place of the
first only where it is the same credential of the same issuer about the same subject.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from testamur.canon import jcs
from testamur.verify.asking import Desk
from testamur.verify.further import newer_at, refresh_service
from testamur.verify.hosts import host_of_address, is_on_host_of
from testamur.verify.outcomes import NotPassedError, UncheckedError
from testamur.verify.report import Refreshed, Replaced, Report
from testamur.verify.shape import (
    JsonObject,
    beginning_of,
    end_of,
    instant_ms,
    issuer_id,
    many,
    one,
    subject_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A credential that went through the list: the report, and the credential itself where its proof held."""

    report: Report
    proved: JsonObject | None


def refreshed(first: Judged, *, agreed: Collection[str], desk: Desk, judge: Callable[[bytes], Judged]) -> Report:
    """The report on the newest version of a credential.

    `first` is what the list said of the file; `agreed` are the hosts, beside the issuer's own, that the person agreed
    to asking; `judge` asks the list of a file, with the same moment, registries and desk. The answer's own refresh
    service is not followed. Where the answer can't take the place of the first, the report is the first's with a reason
    more, and at most a caution. Raises nothing that depends on any document.
    """
    old = first.proved
    if old is None or "refreshService" not in old:
        return first.report
    address: str | None = None
    try:
        address = _service_address(old, agreed)
        data = desk.ask(address)
        if data is None:
            raise UncheckedError("refresh_unreachable")
        newer = judge(data)
        _check_same(old, newer)
    except NotPassedError as ending:
        kept = first.report
        return replace(
            kept,
            verdict="caution" if kept.verdict == "valid" else kept.verdict,
            reasons=(*kept.reasons, ending.reason),
            refresh=Refreshed(address=address, reason=ending.reason, replaced=None),
            fetched=desk.fetched,
        )
    kept = first.report
    replaced = Replaced(
        verdict=kept.verdict, reasons=kept.reasons, valid_from=beginning_of(old), valid_until=end_of(old)
    )
    return replace(
        newer.report, refresh=Refreshed(address=address, reason=None, replaced=replaced), fetched=desk.fetched
    )


def _service_address(value: JsonObject, agreed: Collection[str]) -> str:
    if refresh_service(value) is None:
        raise UncheckedError("refresh_type_unknown")
    address = newer_at(value)
    if address is None:
        raise UncheckedError("refresh_address_malformed")
    if not is_on_host_of(address, issuer_id(value)) and host_of_address(address) not in agreed:
        raise UncheckedError("refresh_host")
    return address


def _check_same(old: JsonObject, newer: Judged) -> None:
    new = newer.proved
    if new is None or newer.report.verdict == "altered":
        raise UncheckedError("refresh_not_genuine")
    named = one(old.get("id"))
    if named is None or one(new.get("id")) != named:
        raise UncheckedError("refresh_id_differs")
    if issuer_id(new) != issuer_id(old):
        raise UncheckedError("refresh_issuer_differs")
    if _subject_mark(old) is None or _subject_mark(new) != _subject_mark(old):
        raise UncheckedError("refresh_subject_differs")
    began, begins = (instant_ms(beginning_of(value)) for value in (old, new))
    if began is not None and (begins is None or begins < began):
        raise UncheckedError("refresh_older")


def _subject_mark(value: JsonObject) -> bytes | None:
    """Whom a credential is about: its subject's id, else its identifiers; None where it names nobody."""
    subject = subject_of(value)
    for name in ("id", "identifier"):
        if name in subject:
            return jcs([name, many(subject[name])])
    return None
