"""The private folder: whether it and the keys in it could be used, without asking for a passphrase."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from testamur.doctor.advice import Advice
from testamur.findings import Finding, printable
from testamur.model import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """What was found out about the private folder at `path`.

    `there` is False where there is none. `refused` is why it can't be used as a whole; `keys` are the current keys that
    lie in it, each with why it can't be used or None; `unfinished` counts batches that were cut off.
    """

    path: str
    there: bool
    refused: Finding | None
    keys: Mapping[str, Finding | None]
    unfinished: int


def advise_private(private: Private, registry: Registry) -> tuple[Advice, ...]:
    """What is missing in the private folder, for the current keys of the registry."""
    return tuple(_advise(private, registry))


def _advise(private: Private, registry: Registry) -> Iterator[Advice]:
    current = [key.multikey for issuer in registry.issuers for key in issuer.keys if key.state == "current"]
    folder = printable(private.path)
    if not private.there:
        yield Advice(
            id="private-folder",
            outcome="to_do" if current else "soon",
            message=f"there is no private folder {folder}, so nothing can be signed on this machine",
            command="testamur doctor --private DIR names another; testamur keys new makes one with a key",
        )
        return
    if private.refused is not None:
        yield _from_finding("private-folder", private.refused)
        return
    usable = 0
    for multikey in current:
        if multikey not in private.keys:
            continue
        finding = private.keys[multikey]
        if finding is None:
            usable += 1
        else:
            yield _from_finding("private-key", finding)
    if not any(multikey in private.keys for multikey in current) and current:
        yield Advice(
            id="private-key",
            outcome="to_do",
            message=f"no current key of the registry is in {folder}",
            command=f"copy the key's file from your backup into {folder}/keys/, or run testamur keys new",
        )
    elif usable:
        words = f"{usable} of {len(current)} current keys {'is' if usable == 1 else 'are'} in {folder} and encrypted"
        yield Advice(id="private-key", outcome="good", message=words)
    if private.unfinished:
        yield Advice(
            id="unfinished",
            outcome="to_do",
            message="a batch of awards was cut off and is not finished",
            command="run the same testamur issue command again",
        )


def _from_finding(id: str, finding: Finding) -> Advice:
    advice = finding.hint or "restore it from your copy"
    return Advice(id=id, outcome="to_do", message=printable(f"{finding.place.file}: {finding.message}"), command=advice)
