"""What `testamur verify` tells people: the words for verdicts, steps and outcomes, for one file and for many.

The one idea: a report is told from its own values alone, so that what a person reads is what `--json` holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from testamur.verify import Report

Row: TypeAlias = tuple[str, str, tuple[str, ...]]  # verdict, name and reasons

_VERDICTS: Mapping[str, str] = {
    "unreadable": "this is not a credential we can read",
    "altered": "changed or not genuine",
    "unfinished": "could not be checked to the end",
    "withdrawn": "withdrawn by its issuer",
    "on_hold": "on hold: its issuer is looking into it",
    "expired": "genuine, but no longer in force",
    "not_yet_valid": "genuine, but not yet in force",
    "unknown_issuer": "signed as it stands, by an issuer that no registry named here knows, or lets award this",
    "caution": "genuine and in force, with a caution",
    "valid": "genuine and in force",
}
_SENTENCES: Mapping[str, str] = {
    "read": "the file is a credential of a kind we can read",
    "shape": "it has the parts that a credential must have",
    "context": "every word in it means what it says",
    "proof": "the issuer's signature covers exactly this content",
    "issuer": "the issuer is known to this registry, and may award this",
    "key": "the key was the issuer's to sign with",
    "dates": "it is in force at this time",
    "status": "it has not been withdrawn or paused",
    "definition": "the achievement is the one the registry publishes",
    "ledger": "the issuer's public ledger has it",
    "recipient": "it was awarded to the person asked about",
    "endorsements": "what others say of it is genuine",
    "related": "related files and evidence are the ones that were signed",
}
_OUTCOMES: Mapping[str, str] = {
    "passed": "yes",
    "failed": "NO",
    "not_applicable": "does not apply",
    "could_not_check": "could not be checked",
}
PRESENTED = "the file is a presentation: who presents it was not checked, only what is in it"


def words_of_all(name: str, reports: Sequence[Report]) -> Iterator[str]:
    """The lines on one file, whatever it holds."""
    for number, report in enumerate(reports):
        yield from () if number == 0 else ("", "")
        yield from _words(called(name, report), report)


def called(name: str, report: Report) -> str:
    """What a report is about: the file, and where in it."""
    return name if report.part is None else f"{name} {report.part}"


def _words(name: str, report: Report) -> Iterator[str]:
    yield f"{name}: {_VERDICTS[report.verdict]}"
    yield f"checked for {report.checked_at}; verdict {report.verdict}" + (
        f" ({', '.join(report.reasons)})" if report.reasons else ""
    )
    facts = report.credential
    if facts is not None:
        yield ""
        domain = f" ({facts.issuer.domain})" if facts.issuer.domain else ""
        known = (
            ("credential", facts.name),
            ("achievement", facts.achievement.name if facts.achievement else None),
            ("issuer", f"{facts.issuer.name or facts.issuer.id}{domain}"),
            ("holder", facts.holder),
            ("from", facts.valid_from),
            ("until", facts.valid_until),
            ("number", facts.number),
        )
        for label, value in known:
            if value is not None:
                yield f"  {label:<12}{value}"
    if report.refresh is not None and report.refresh.replaced is not None:
        yield f"  {'replaces':<12}the file's own, whose verdict was {report.refresh.replaced.verdict}"
    if report.status is not None:
        until = f", good until {report.status.valid_until}" if report.status.valid_until else ""
        yield f"  {'status list':<12}signed {report.status.signed or 'without a date'}{until}"
    yield ""
    for number, step in enumerate(report.steps, start=1):
        reason = f": {step.reason}" if step.reason is not None else ""
        yield f"  {number:>2} {_SENTENCES[step.id]}: {_OUTCOMES[step.outcome]}{reason}"
    for fetched in report.fetched:
        yield f"  asked {fetched.answered_by} for {fetched.address}: {fetched.outcome}"


def table(rows: Sequence[Row], *, count: int) -> Iterator[str]:
    """The lines on several credentials, which stood in `count` files: one each, then how many ended how."""
    wide = max(len(verdict) for verdict, _, _ in rows)
    for verdict, name, reasons in rows:
        why = f"  {', '.join(reasons)}" if reasons else ""
        yield f"{verdict:<{wide}}  {name}{why}"
    counts: dict[str, int] = {}
    for verdict, _, _ in rows:
        counts[verdict] = counts.get(verdict, 0) + 1
    what = "files" if len(rows) == count else "credentials"
    yield f"{len(rows)} {what}: " + ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
