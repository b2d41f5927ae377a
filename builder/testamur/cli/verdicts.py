"""What `testamur verify` tells people: the words for verdicts, steps and outcomes, for one file and for many.

The one idea: a report is told from its own values alone, so that what a person reads is what `--json` holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from testamur.verify import PresentationFacts, Report, is_own_report

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
_OF_PRESENTATIONS: Mapping[str, str] = {
    "altered": "the presentation was changed or is not genuine",
    "unfinished": "who made the presentation could not be checked to the end",
    "caution": "the presentation is signed, with a caution",
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
_SENTENCES_OF_PRESENTATIONS: Mapping[str, str] = {
    "read": "the file is a presentation of a kind we can read",
    "shape": "it has the parts that a presentation must have",
    "proof": "the signature covers exactly this presentation and what is in it",
    "key": "the key was the holder's to hand things over with",
    "recipient": "what is in it was awarded to the one whose key signed",
}
_OUTCOMES: Mapping[str, str] = {
    "passed": "yes",
    "failed": "NO",
    "not_applicable": "does not apply",
    "could_not_check": "could not be checked",
}
PRESENTED = "the file is a presentation: who presents it was not checked, only what is in it"


PROVED = "the key that it names made this presentation once; whether its holder hands it over now can't be known"


def words_of_all(name: str, reports: Sequence[Report]) -> Iterator[str]:
    """The lines on one file, whatever it holds."""
    for number, report in enumerate(reports):
        yield from () if number == 0 else ("", "")
        yield from _words(called(name, report), report)


def called(name: str, report: Report) -> str:
    """What a report is about: the file, and where in it."""
    return name if report.part is None else f"{name} {report.part}"


def _words(name: str, report: Report) -> Iterator[str]:
    verdicts = _OF_PRESENTATIONS if is_own_report(report) else _VERDICTS
    sentences = {**_SENTENCES, **_SENTENCES_OF_PRESENTATIONS} if is_own_report(report) else _SENTENCES
    yield f"{name}: {verdicts[report.verdict]}"
    yield f"checked for {report.checked_at}; verdict {report.verdict}" + (
        f" ({', '.join(report.reasons)})" if report.reasons else ""
    )
    if report.presentation is not None:
        yield from _words_of_presentation(report.presentation)
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
        yield f"  {number:>2} {sentences[step.id]}: {_OUTCOMES[step.outcome]}{reason}"
    for fetched in report.fetched:
        yield f"  asked {fetched.answered_by} for {fetched.address}: {fetched.outcome}"


def _words_of_presentation(facts: PresentationFacts) -> Iterator[str]:
    yield ""
    known = (("signed by", facts.holder), ("signed on", facts.created), ("made for", ", ".join(facts.domain)))
    for label, value in known:
        if value:
            yield f"  {label:<12}{value}"
    yield PROVED


def table(rows: Sequence[Row], *, count: int, with_presentations: bool = False) -> Iterator[str]:
    """The lines on several credentials, which stood in `count` files: one each, then how many ended how."""
    wide = max(len(verdict) for verdict, _, _ in rows)
    for verdict, name, reasons in rows:
        why = f"  {', '.join(reasons)}" if reasons else ""
        yield f"{verdict:<{wide}}  {name}{why}"
    counts: dict[str, int] = {}
    for verdict, _, _ in rows:
        counts[verdict] = counts.get(verdict, 0) + 1
    what = "files" if len(rows) == count else "reports" if with_presentations else "credentials"
    yield f"{len(rows)} {what}: " + ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
