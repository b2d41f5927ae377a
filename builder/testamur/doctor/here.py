"""The registry's own folder: its history, its files, its lists and keys, and what came with Testamur."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from testamur.canon import JsonError, parse_json
from testamur.doctor.advice import SOON, Advice
from testamur.findings import printable
from testamur.issue import due_lists
from testamur.model import Issuer, Key, Registry, StatusList
from testamur.times import time_from_text

# A key that nobody replaces is one whose copies nobody counts any more. Three years is the longest that NIST SP 800-57
# part 1 (revision 5, section 5.3.6) proposes for a key that signs.
KEY_AGE: Final = timedelta(days=3 * 365)
_MAX_NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What was found out about a registry's folder.

    `uncommitted` are paths that differ from the commit; `errors` and `warnings` count what `check` says at `now`;
    `unsigned` says that every error is one that `testamur sign` mends. `outdated` are files that came with another
    version of Testamur, `owners` whether CODEOWNERS names anybody; both are None where they don't apply. `verifier`
    says that this installation has the verify page's scripts.
    """

    now: datetime
    git: bool
    commit: str | None
    shallow: bool
    uncommitted: tuple[str, ...]
    errors: int
    warnings: int
    unsigned: bool
    testamur: str
    outdated: tuple[str, ...] | None
    owners: bool | None
    verifier: bool


def advise_here(here: Here, registry: Registry | None) -> tuple[Advice, ...]:
    """What is missing here or will soon be.

    `registry` is what `check` made of the files at `here.now`, its lists perhaps not signed; None with other errors,
    and then nothing is said of lists, keys and awards.
    """
    found = [*_history(here), *_files(here)]
    if registry is not None:
        for issuer in registry.issuers:
            found += [*_lists(registry, issuer, here.now), *_keys(issuer, here.now), *_awards(issuer, here.now)]
        found += _version(here, registry)
    return tuple(found)


def _history(here: Here) -> Iterator[Advice]:
    if not here.git:
        yield Advice(id="git", outcome="to_do", message="Git is not here", command="install Git (git-scm.com)")
    elif here.commit is None:
        yield Advice(
            id="history",
            outcome="to_do",
            message="no commit holds this registry yet, so nobody could rebuild its site",
            command="git init && git add --all && git commit --message 'Begin the registry'",
        )
    elif here.shallow:
        yield Advice(
            id="history",
            outcome="to_do",
            message="earlier commits are not here, so that rules over time can't be checked",
            command="git fetch --unshallow",
        )
    elif here.uncommitted:
        ledger = [path for path in here.uncommitted if "issuers/" in path]
        what = "ledger, keys or lists" if ledger else "files"
        yield Advice(
            id="history",
            outcome="to_do",
            message=f"{what} differ from the commit and are on no site: {_some(ledger or here.uncommitted)}",
            command="git add --all && git commit --message 'Say what changed'",
        )
    else:
        yield Advice(id="history", outcome="good", message=f"everything is committed, as {here.commit[:12]}")


def _files(here: Here) -> Iterator[Advice]:
    if here.unsigned:
        yield Advice(
            id="check",
            outcome="to_do",
            message="what was declared awaits a signature",
            command="testamur sign",
        )
    elif here.errors:
        count = f"{here.errors} error{'s' if here.errors > 1 else ''}"
        yield Advice(id="check", outcome="to_do", message=f"the check finds {count}", command="testamur check --at now")
    elif here.warnings:
        count = f"{here.warnings} warning{'s' if here.warnings > 1 else ''}"
        yield Advice(id="check", outcome="soon", message=f"the check gives {count}", command="testamur check --at now")
    else:
        yield Advice(id="check", outcome="good", message="the check finds nothing")
    if here.outdated:
        yield Advice(
            id="starter-files",
            outcome="to_do",
            message=f"files are those of another version of Testamur: {_some(here.outdated)}",
            command="testamur init . --upgrade",
        )
    if here.owners is False:
        yield Advice(
            id="owners",
            outcome="soon",
            message="CODEOWNERS names nobody, so anybody who may write can change keys and workflows unseen",
            command="name your people or teams in .github/CODEOWNERS",
        )
    if not here.verifier:
        yield Advice(
            id="verifier",
            outcome="to_do",
            message="this installation has no scripts for the verify page",
            command=f"pipx install --force testamur=={here.testamur}",
        )


def _version(here: Here, registry: Registry) -> Iterator[Advice]:
    named = registry.settings.testamur
    if named != here.testamur:
        yield Advice(
            id="version",
            outcome="to_do",
            message=f"the registry names Testamur {printable(named)}, and this is {here.testamur}",
            command="testamur init . --upgrade",
        )


def _lists(registry: Registry, issuer: Issuer, now: datetime) -> Iterator[Advice]:
    due = due_lists(registry.settings, issuer, now)
    for each in due:
        path = each.path(issuer)
        yield Advice(id="list", outcome="to_do", message=f"{path} is due: {each.reason}", command="testamur sign")
    waiting = {each.name for each in due}
    for status_list in issuer.lists:
        until = _ends(status_list)
        if status_list.name not in waiting and until is not None and until - now < SOON:
            yield Advice(
                id="list",
                outcome="soon",
                message=f"list {status_list.name} of {issuer.slug} ends on {until.date()}",
                command=f"testamur sign, from {(until - timedelta(days=60)).date()} on",
            )
    if issuer.lists and not due:
        count = len(issuer.lists)
        words = f"{count} status list{'s' if count > 1 else ''} of {issuer.slug} signed and in force"
        yield Advice(id="list", outcome="good", message=words)


def _ends(status_list: StatusList) -> datetime | None:
    """The first moment at which one of the two files of a list does not count any more."""
    ends = []
    for data in (status_list.status, status_list.holds):
        try:
            document: Any = parse_json(data)
            ends.append(time_from_text(document["validUntil"]))
        except (JsonError, LookupError, TypeError, ValueError):
            continue
    return min(ends, default=None)


def _keys(issuer: Issuer, now: datetime) -> Iterator[Advice]:
    current = [key for key in issuer.keys if key.state == "current"]
    awards = any(item.valid_until is None or item.valid_until >= now.date() for item in issuer.scope)
    if not current and awards:
        yield Advice(
            id="key",
            outcome="to_do",
            message=f"{issuer.slug} has no current key and can neither award nor withdraw",
            command=f"testamur keys new --issuer {issuer.slug}",
        )
    # Where nothing is awarded any more, as in a society that closed, the last key stays.
    for key in current if awards else ():
        if now - key.valid_from > KEY_AGE - SOON:
            yield _old_key(issuer, key, now)


def _old_key(issuer: Issuer, key: Key, now: datetime) -> Advice:
    due = now - key.valid_from > KEY_AGE
    since = key.valid_from.date()
    return Advice(
        id="key",
        outcome="to_do" if due else "soon",
        message=f"a key of {issuer.slug} has signed since {since}; three years are long enough",
        command=f"testamur keys new --issuer {issuer.slug}, then testamur keys retire {key.multikey}",
    )


def _awards(issuer: Issuer, now: datetime) -> Iterator[Advice]:
    for item in issuer.scope:
        if item.valid_until is not None and timedelta(0) <= item.valid_until - now.date() < SOON:
            yield Advice(
                id="awards",
                outcome="soon",
                message=f"{issuer.slug} may award {item.definition} until {item.valid_until} only",
                command=f"change `until` under `awards` in issuers/{issuer.slug}/index.md",
            )


def _some(paths: tuple[str, ...] | list[str]) -> str:
    named = ", ".join(printable(path) for path in paths[:_MAX_NAMED])
    return f"{named} and {len(paths) - _MAX_NAMED} more" if len(paths) > _MAX_NAMED else named
