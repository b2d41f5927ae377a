"""What is still trusted of a compromised key (decision 4): the ledger as it was when the compromise was declared.

One idea: the key file names a digest for every part that still counts; the ledger must still have it.
"""

from collections.abc import Iterable, Mapping

from testamur import addresses, canon
from testamur.check.ledger import Award
from testamur.check.notes import Notes
from testamur.credential import ledger_row
from testamur.model import Key, LedgerEntry


def part_digest(awards: Iterable[Award]) -> str:
    """SHA-256 (hex) over the JCS form of a part's `entries` as the site publishes them (docs/formats.md)."""
    return canon.sha256_hex(canon.jcs({str(award.entry.index): ledger_row(award.entry) for award in awards}))


def trusted_parts(ledger: Iterable[LedgerEntry], lists: Iterable[str]) -> Mapping[str, Mapping[int, str]]:
    """What a key's file names as still trusted when the ledger, as it is, is: list -> part -> digest."""
    parts: dict[str, dict[int, list[Award]]] = {name: {} for name in lists}
    for entry in ledger:
        if entry.list in parts:
            part = parts[entry.list].setdefault(entry.index // addresses.PART_SIZE, [])
            part.append(Award(path="", entry=entry))
    return {
        name: {part: part_digest(awards) for part, awards in sorted(found.items())} for name, found in parts.items()
    }


def check_trusted(
    notes: Notes, path: str, key: Key, awards: Iterable[Award], *, slug: str, refused: frozenset[tuple[str, str]]
) -> None:
    """Findings when a part that a compromised key's file names is not, or no longer, what the ledger holds.

    `slug` is the issuer's; `refused` are the lists and parts with a file that was refused. Nobody can say what these
    hold, nor what a folder does that could not be read.
    """
    if key.compromised is None:
        return
    parts: dict[tuple[str, int], list[Award]] = {}
    for award in awards:
        parts.setdefault((award.entry.list, award.entry.index // addresses.PART_SIZE), []).append(award)
    for name, digests in key.compromised.trusted.items():
        for part, digest in digests.items():
            if (name, str(part)) in refused or not notes.sources.wholly_seen(f"issuers/{slug}/awards/{name}/{part}"):
                continue
            if part_digest(parts.get((name, part), [])) != digest:
                notes.add(
                    "trusted-differs",
                    path,
                    f"part {part} of the list “{name}” is no longer what was still trusted",
                    "Take back from Git what was changed since, and delete what was added: a thief may have done it.",
                    pointer=f"/compromised/trusted/{name}/{part}",
                )
