"""The published address: whether what a verifier needs is really served, to every origin, byte for byte.

One idea: what has to be there follows from the registry, so the site is held against it and not against what the site
says of itself. A site that was built from another commit is told as that, once, instead of every file that differs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from testamur.canon import JsonError, parse_json
from testamur.doctor.advice import Advice
from testamur.findings import printable
from testamur.served import Reply, Trouble
from testamur.vendored import limits

Kind = Literal["json", "script", "page"]

_FILES: Final[tuple[tuple[str, Kind], ...]] = (
    (r"registry\.json", "json"),
    (r"\.well-known/[^/]+\.json", "json"),
    (r"issuers/[^/]+/(?:did|jwks|profile)\.json", "json"),
    (r"issuers/[^/]+/keys/[^/]+\.json", "json"),
    (r"issuers/[^/]+/status/[^/]+\.json", "json"),
    (r"verify/[^/]+\.js", "script"),
    (r"issuers/[^/]+/ledger/.+\.json", "json"),
)
_TYPES: Final[Mapping[Kind, re.Pattern[str]]] = {
    "json": re.compile(r"application/(?:[a-z0-9.-]+\+)*json"),
    "script": re.compile(r"(?:text|application)/(?:x-)?javascript"),
    "page": re.compile(r"text/html"),
}
_MEANT: Final[Mapping[Kind, str]] = {"json": "application/json", "script": "text/javascript", "page": "text/html"}
# Hosts renew a certificate a month before its end; one with half of that left was not renewed.
_CERTIFICATE: Final = timedelta(days=14)
_MAX_NAMED: Final = 3
# Somebody else's page, from which the files are asked for: a host may allow every origin or just name this one.
ORIGIN: Final = "https://verifier.example"
_COMMIT: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")

_TROUBLES: Final[Mapping[Trouble, tuple[str, str]]] = {
    "address": ("is not an https address that can be asked", "mend base_url in registry.yaml"),
    "name": ("has a host that is not found", "set the host's name up with your domain's provider, or wait a day"),
    "refused": ("answers nothing", "switch on the hosting of the site (on GitHub: Settings, Pages)"),
    "certificate": (
        "has a certificate that does not count",
        "have your host issue one (on GitHub: Settings, Pages, Enforce HTTPS)",
    ),
    "slow": ("takes too long", "testamur doctor --live, later"),
    "large": ("answers with more than such a file ever holds", "testamur build, then publish _site/ again"),
    "cut-off": ("breaks off in the middle", "testamur doctor --live, later"),
    "redirect": (
        "leads to another place, which verifiers don't follow",
        "serve the site at base_url itself, without a redirect to another host",
    ),
    "network": ("can't be reached", "testamur doctor --live, later"),
}
_MANUAL: Final = "the manual says how, under “hosting”"
_PUBLISH: Final = "run the workflow publish, or testamur build and put _site/ in place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """A file that must be served: its path below the base URL, what it is, and its bytes; None where any will do."""

    path: str
    kind: Kind
    data: bytes | None


def needed_files(tree: Mapping[str, bytes]) -> tuple[Needed, ...]:
    """What a verifier asks of the site whose machine files are in `tree`: registry and keys first, the ledger last."""
    found = [
        Needed(path=path, kind=kind, data=data)
        for pattern, kind in _FILES
        for path, data in sorted(tree.items())
        if re.fullmatch(pattern, path)
    ]
    return (found[0], Needed(path="verify/", kind="page", data=None), *found[1:]) if found else ()


def advise_live(
    base_url: str, commit: str | None, needed: Sequence[Needed], served: Mapping[str, Reply], now: datetime
) -> tuple[Advice, ...]:
    """What is missing at the published address.

    `commit` is what `needed` was made from, None where files differ from every commit; `served` what was answered for
    each path that was asked. A path that was not asked any more, because others had no answer, is counted as not seen.
    """
    return tuple(_advise(base_url, commit, needed, served, now))


def _advise(
    base_url: str, commit: str | None, needed: Sequence[Needed], served: Mapping[str, Reply], now: datetime
) -> Iterator[Advice]:
    site = printable(base_url)
    first = served.get(needed[0].path) if needed else None
    if first is None:
        yield Advice(id="reached", outcome="unknown", message=f"{site} was not asked", command="testamur check")
        return
    if first.trouble is not None:
        words, command = _TROUBLES[first.trouble]
        yield Advice(id="reached", outcome="unknown", message=f"{site} {words}", command=command)
        return
    yield from _certificate(first, now)
    live = _commit_of(first) if first.status == 200 else None
    same = live is not None and live == commit
    if first.status == 200 and not same:
        yield _other_commit(live, commit)
    silent = [each.path for each in needed if each.path not in served or served[each.path].trouble is not None]
    if silent:
        words = f"no whole answer for {_some(silent)}"
        yield Advice(id="reached", outcome="unknown", message=words, command="testamur doctor --live, later")
    answered = [(each, served[each.path]) for each in needed if each.path not in silent]
    wrong = [*_statuses(answered), *_headers(answered), *_redirects(site, answered)]
    if same:
        wrong += _contents(answered)
    yield from wrong
    if not wrong and not silent:
        what = "as this commit builds them" if same else "though of another commit"
        yield Advice(
            id="served", outcome="good", message=f"{len(answered)} files are served at {site}, to every origin, {what}"
        )


def _statuses(answered: Sequence[tuple[Needed, Reply]]) -> Iterator[Advice]:
    lost = [each.path for each, reply in answered if reply.status != 200]
    if lost:
        codes = ", ".join(sorted({str(reply.status) for _, reply in answered if reply.status != 200}))
        hint = "; upload hidden files too (include-hidden-files: true)" if any("/." in f"/{p}" for p in lost) else ""
        yield Advice(
            id="served",
            outcome="to_do",
            message=f"{len(lost)} of {len(answered)} files are not served ({codes}): {_some(lost)}",
            command=_PUBLISH + hint,
        )


def _headers(answered: Sequence[tuple[Needed, Reply]]) -> Iterator[Advice]:
    there = [(each, reply) for each, reply in answered if reply.status == 200]
    closed = [each.path for each, reply in there if each.kind == "json" and reply.allow_origin not in {"*", ORIGIN}]
    if closed:
        yield Advice(
            id="cors",
            outcome="to_do",
            message=f"{len(closed)} files are closed to other people's verifiers (no CORS header): {_some(closed)}",
            command=f"have the host send `Access-Control-Allow-Origin: *` ({_MANUAL})",
        )
    mistyped = [
        (each, reply)
        for each, reply in there
        if not _TYPES[each.kind].fullmatch(reply.content_type.partition(";")[0].strip().lower())
    ]
    if mistyped:
        each, reply = mistyped[0]
        said = printable(reply.content_type[:60]) or "nothing"
        yield Advice(
            id="content-type",
            outcome="to_do",
            message=f"{len(mistyped)} files have the wrong type: {each.path} says {said}, not {_MEANT[each.kind]}",
            command=f"have the host send `Content-Type: {_MEANT[each.kind]}` for such files ({_MANUAL})",
        )


def _redirects(site: str, answered: Sequence[tuple[Needed, Reply]]) -> Iterator[Advice]:
    moved = [(each, reply) for each, reply in answered if reply.address != site + each.path]
    if moved:
        each, reply = moved[0]
        yield Advice(
            id="redirect",
            outcome="to_do",
            message=f"{site}{each.path} leads on to {printable(reply.address[:200])}; not every verifier follows",
            command="have the host answer at the address itself",
        )


def _contents(answered: Sequence[tuple[Needed, Reply]]) -> Iterator[Advice]:
    other = [
        each.path
        for each, reply in answered
        if each.data is not None and reply.status == 200 and reply.body != each.data
    ]
    if other:
        yield Advice(
            id="same-bytes",
            outcome="to_do",
            message=f"{len(other)} files are not what this commit builds: {_some(other)}",
            command=_PUBLISH,
        )


def _certificate(reply: Reply, now: datetime) -> Iterator[Advice]:
    until = reply.certificate_until
    if until is not None and until - now < _CERTIFICATE:
        yield Advice(
            id="certificate",
            outcome="to_do",
            message=f"the certificate of the host ends on {until.date()} and was not renewed",
            command="have your host renew it (on GitHub: Settings, Pages; take the domain out and enter it again)",
        )


def _commit_of(reply: Reply) -> str | None:
    try:
        # registry.json grows with the registry; its size was limited when it was fetched.
        allowed = replace(limits(), max_credential_bytes=limits().max_registry_bytes)
        document: Any = parse_json(reply.body, limits=allowed)
        commit = document["commit"]
    except (JsonError, LookupError, TypeError, ValueError):
        return None
    return commit if isinstance(commit, str) and _COMMIT.fullmatch(commit) else None


def _other_commit(live: str | None, commit: str | None) -> Advice:
    shown = f"the site was built from commit {live[:12]}" if live is not None else "the site does not say its commit"
    if commit is None:
        here = "and the files here are of no commit, so they were not compared"
        return Advice(id="commit", outcome="soon", message=f"{shown}, {here}", command="git status")
    return Advice(
        id="commit",
        outcome="to_do",
        message=f"{shown}, and here is {commit[:12]}",
        command="git push (the workflow publish then builds this commit), or git pull where the site is the newer one",
    )


def _some(paths: Sequence[str]) -> str:
    named = ", ".join(printable(path) for path in paths[:_MAX_NAMED])
    return f"{named} and {len(paths) - _MAX_NAMED} more" if len(paths) > _MAX_NAMED else named
