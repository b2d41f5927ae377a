"""Rules over time: what was published stays, and what was declared is not taken back.

One idea: the files of one commit can agree with each other and still have lost something; only an earlier commit shows
it. Each rule looks at the change alone, so that its cost is that of the change.
"""

import shlex
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from testamur.change.bits import lost_bits
from testamur.change.events import State, states
from testamur.change.learning import MAX_LOST_BITS, base_url_of
from testamur.change.reading import Content, ReadFile, Reading
from testamur.findings import Finding, Place, printable, quoted, sorted_findings
from testamur.number import number_from
from testamur.source.changed import Answers
from testamur.times import time_from_text

_MAX_NAMED: Final = 3
_RECORDS: Final = frozenset({"credentials", "issuers"})


def check_over_time(reading: Reading, answers: Answers) -> tuple[Finding, ...]:
    """A finding for each rule over time that the change breaks.

    `answers` come from `learn`. Not checked: what the files say by themselves, which is `check`'s, and what lies
    outside `registry.yaml`, `credentials/` and `issuers/`.
    """
    rules: Iterable[Callable[[Reading, Answers], Iterator[Finding]]] = (
        _addresses,
        _submodules,
        _definitions,
        _versions,
        _awards,
        _withdrawals,
        _issuers,
        _keys,
        _lists,
    )
    return sorted_findings(finding for rule in rules for finding in rule(reading, answers))


def restore(base: str, path: str) -> str:
    """The command that brings a file or folder back as it was; in words where the path can't be typed."""
    if printable(path) != path:
        return f"Take it back from Git, as it was in the commit {base[:12]}."
    return f"Bring it back with `git checkout {base[:12]} -- {shlex.quote(path)}`."


def _finding(
    reading: Reading, code: str, path: str, message: str, *, restored: str | None = None, more: str = ""
) -> Finding:
    """A finding at the head of a file, with the command that brings `restored` (by default the file) back."""
    hint = restore(reading.base, path if restored is None else restored)
    where = Place(file=printable(path), line=1, column=1)
    return Finding(code=code, place=where, message=message, hint=f"{hint} {more}".rstrip())


# ---- where the records are ----


def _submodules(reading: Reading, answers: Answers) -> Iterator[Finding]:
    """Another repository among the records: none of these rules would see what happens in it."""
    del answers
    for change in (*reading.others, *(file.change for file in reading.files.values())):
        of_records = change.path == "registry.yaml" or change.path.split("/")[0] in _RECORDS
        if of_records and change.new is not None and change.new.kind == "submodule":
            path = printable(change.path)
            message = "another repository stands here, and nobody could see what changes in it"
            taken_out = f" with `git rm -r --cached {shlex.quote(path)}`" if path == change.path else ""
            hint = f"Take it out of Git{taken_out}, delete the folder, and put the files themselves here."
            where = Place(file=path, line=1, column=1)
            yield Finding(code="history-submodule", place=where, message=message, hint=hint)


# ---- definitions and what was frozen of them ----


def _changed(reading: Reading, kind: Any) -> Iterator[ReadFile]:
    """The files of a kind that were there before and are not there any more, or not as they were."""
    for file in reading.of(kind):
        if file.change.old is not None and file.change.old.kind == "file" and not _same(file):
            yield file


def _same(file: ReadFile) -> bool:
    old, new = file.change.old, file.change.new
    return old is not None and new is not None and old == new and old.data is not None


def _grouped(files: Iterable[ReadFile], depth: int) -> dict[str, list[ReadFile]]:
    """Files by the first `depth` names of their paths: one thing that was lost is one finding."""
    groups: dict[str, list[ReadFile]] = {}
    for file in files:
        groups.setdefault("/".join(file.path.split("/")[:depth]), []).append(file)
    return groups


def _counted(files: list[ReadFile], one: str, many: str) -> str:
    """Such as “2 ledger entries were removed and 1 was changed”."""
    removed = sum(file.change.new is None for file in files)
    changed = len(files) - removed
    words = []
    if removed:
        words.append(f"{removed:,} {one if removed == 1 else many} {'was' if removed == 1 else 'were'} removed")
    if changed:
        noun = f" {one if changed == 1 else many}" if not words else ""
        words.append(f"{changed:,}{noun} {'was' if changed == 1 else 'were'} changed")
    return " and ".join(words)


def _definitions(reading: Reading, answers: Answers) -> Iterator[Finding]:
    for file in reading.of("definition"):
        slug = file.known.names["slug"]
        awarded = f"credentials/{slug}/versions" in answers.folders
        if file.change.old is not None and file.change.new is None and awarded:
            folder = f"credentials/{slug}"
            message = f"{quoted(slug)} was awarded, and its definition is gone from its place"
            yield _finding(
                reading,
                "past-definition-removed",
                file.path,
                message,
                restored=folder,
                more="To stop awarding it, give its line in `awards` of the issuer an `until`.",
            )


def _versions(reading: Reading, answers: Answers) -> Iterator[Finding]:
    del answers
    for folder, files in _grouped(_changed(reading, "frozen"), 4).items():
        slug, version = files[0].known.names["slug"], files[0].known.names["version"]
        message = f"version {printable(version)} of {quoted(slug)} was published: {_counted(files, 'file', 'files')}"
        yield _finding(
            reading,
            "past-version-changed",
            files[0].path,
            message,
            restored=folder,
            more="A changed definition gets a new version.",
        )


# ---- ledger and withdrawals ----


def _awards(reading: Reading, answers: Answers) -> Iterator[Finding]:
    del answers
    for folder, files in _grouped(_changed(reading, "ledger-entry"), 4).items():
        message = f"the ledger only grows: {_counted(files, 'entry', 'entries')}"
        yield _finding(
            reading,
            "past-award-changed",
            files[0].path,
            message,
            restored=folder if len(files) > 1 else None,
            more="What was awarded in error is withdrawn with `testamur revoke`.",
        )


def _withdrawals(reading: Reading, answers: Answers) -> Iterator[Finding]:
    del answers
    for folder, files in _grouped(_changed(reading, "withdrawal"), 4).items():
        message = f"withdrawals are never taken back: {_counted(files, 'event', 'events')}"
        yield _finding(
            reading,
            "past-withdrawal-changed",
            files[0].path,
            message,
            restored=folder if len(files) > 1 else None,
            more="What is on hold is resumed with `testamur reinstate`; what was revoked is awarded anew.",
        )


# ---- issuers and keys ----


def _issuers(reading: Reading, answers: Answers) -> Iterator[Finding]:
    for file in reading.of("issuer"):
        slug = file.known.names["slug"]
        if file.change.old is not None and file.change.new is None and f"issuers/{slug}/awards" in answers.folders:
            message = f"{quoted(slug)} has awarded, and it is gone from its place"
            yield _finding(reading, "past-issuer-removed", file.path, message, restored=f"issuers/{slug}")


def _keys(reading: Reading, answers: Answers) -> Iterator[Finding]:
    del answers
    for file in reading.of("key"):
        if file.change.old is None:
            continue
        if file.change.new is None:
            message = "a key was removed; what it signed could not be verified any more"
            more = "A key that is no longer used is retired: `testamur keys retire`."
            yield _finding(reading, "past-key-removed", file.path, message, more=more)
            continue
        fault = "" if file.old is None or file.new is None else _key_fault(file.old, file.new)
        if fault:
            yield _finding(reading, "past-key-changed", file.path, fault)


def _key_fault(old: Content, new: Content) -> str:
    """What a key's file says that it may not say after what it said before, in words."""
    before, after = old.values, new.values
    for name, words in (("publicKeyMultibase", "the key itself"), ("validFrom", "the beginning of its window")):
        if before.get(name) != after.get(name):
            return f"{words} was changed"
    if before.get("retired") is not None and before.get("retired") != after.get("retired"):
        if after.get("retired") is None:
            return "a retired key does not become current again"
        return "the end of a retired key's window was moved"
    lists_before, lists_after = before.get("lists"), after.get("lists")
    if isinstance(lists_before, list) and isinstance(lists_after, list):
        lost = [name for name in lists_before if name not in lists_after]
        if lost:
            return f"a key keeps its lists, and {quoted(lost[0])} is gone"
    return _compromise_fault(before.get("compromised"), after.get("compromised"))


def _compromise_fault(before: Any, after: Any) -> str:
    if before is None:
        return ""
    if after is None:
        return "a compromised key does not become good again"
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ""
    if before.get("declared") != after.get("declared"):
        return "the time at which the key was declared compromised was changed"
    trusted_before, trusted_after = _parts(before.get("trusted")), _parts(after.get("trusted"))
    if not trusted_after <= trusted_before:
        return "more is trusted of a compromised key than before"
    return ""


def _parts(trusted: Any) -> set[tuple[str, str, str]]:
    if not isinstance(trusted, dict):
        return set()
    return {
        (name, part, str(digest))
        for name, parts in trusted.items()
        if isinstance(parts, dict)
        for part, digest in parts.items()
    }


# ---- signed lists ----


def _lists(reading: Reading, answers: Answers) -> Iterator[Finding]:
    declared = states(reading, answers)
    for file in reading.of("status-list"):
        if file.change.old is None:
            continue
        if file.change.new is None:
            message = "a signed list was removed; nobody could check the credentials in it any more"
            yield _finding(reading, "past-list-removed", file.path, message)
            continue
        if file.old is None or file.new is None:
            continue
        yield from _lost(reading, file, declared)
        before, after = _signed(file.old), _signed(file.new)
        if before is not None and after is not None and after < before:
            times = [f"{moment:%Y-%m-%d at %H:%M:%S}" for moment in (after, before)]
            message = f"this list was signed on {times[0]}, and the one before it later, on {times[1]}"
            more = "Then run `testamur sign`, which signs it anew where something is missing in it."
            yield _finding(reading, "past-list-went-back", file.path, message, more=more)


def _lost(reading: Reading, file: ReadFile, declared: Any) -> Iterator[Finding]:
    slug, name, holds = file.known.names["slug"], file.known.names["list"], "holds" in file.known.names
    # A hold ends with a revocation, too: then its bit stays in the list of revocations.
    ends: frozenset[State] = frozenset({"valid", "withdrawn"}) if holds else frozenset({"valid"})
    unexplained = []
    for position, index in enumerate(sorted(lost_bits(file.old, file.new) or ())):
        try:
            number = number_from(name, index)
        except ValueError:
            return
        before_after = declared.get((slug, number))
        if position >= MAX_LOST_BITS or before_after is None or before_after[1] not in ends:
            unexplained.append(number)
    if unexplained:
        named = ", ".join(unexplained[:_MAX_NAMED])
        rest = f" and {len(unexplained) - _MAX_NAMED:,} more" if len(unexplained) > _MAX_NAMED else ""
        verb = "is" if len(unexplained) == 1 else "are"
        message = f"{named}{rest} {verb} no longer withdrawn in this list, and nothing declared says so"
        more = "Then `testamur reinstate` what is to be resumed, or run `testamur sign`."
        yield _finding(reading, "past-list-bit-lost", file.path, message, more=more)


def _signed(content: Content) -> Any:
    value = content.values.get("validFrom")
    try:
        return time_from_text(value) if isinstance(value, str) else None
    except ValueError:
        return None


# ---- addresses ----


def _addresses(reading: Reading, answers: Answers) -> Iterator[Finding]:
    for file in reading.of("registry"):
        if file.old is None or file.new is None:
            continue
        before, after = moves_of(file.old), moves_of(file.new)
        forgotten = [move for move in before if move not in after]
        if forgotten:
            message = f"the registry once stood at {quoted(forgotten[0][0])}, and does not say so any more"
            yield _finding(reading, "past-move-forgotten", file.path, message)
        old, new = base_url_of(file.old), base_url_of(file.new)
        awarded = any(path.startswith("issuers/") and path.endswith("/awards") for path in answers.folders)
        if old is not None and new is not None and old != new and awarded and old not in {move[0] for move in after}:
            message = f"what was awarded names {quoted(old)}, and the registry would move to {quoted(new)}"
            more = f"If the registry really moves, declare it: `moved_from` with {quoted(old)} and the day."
            yield _finding(reading, "past-base-url-changed", file.path, message, more=more)


def moves_of(content: Content | None) -> tuple[tuple[str, str], ...]:
    """The earlier addresses that the settings declare, each with its day."""
    items = None if content is None else content.values.get("moved_from")
    if not isinstance(items, list):
        return ()
    return tuple(
        (item["base_url"], str(item.get("moved", "")))
        for item in items
        if isinstance(item, dict) and isinstance(item.get("base_url"), str)
    )
