"""Where what is signed or declared goes in the registry, and its exact bytes (docs/formats.md).

Paths are below the registry's root.
"""

from typing import Any

from testamur.addresses import PART_SIZE
from testamur.credential import json_bytes, ledger_row
from testamur.model import Compromise, Key, LedgerEntry, Withdrawal
from testamur.times import time_text


def key_file(issuer: str, key: Key) -> tuple[str, bytes]:
    """The public key file of an issuer (slug)."""
    document = {
        "publicKeyMultibase": key.multikey,
        "validFrom": time_text(key.valid_from),
        "retired": None if key.retired is None else time_text(key.retired),
        "compromised": None if key.compromised is None else _compromise(key.compromised),
        "lists": list(key.lists),
    }
    return f"issuers/{issuer}/keys/{key.multikey}.json", json_bytes(document)


def entry_file(issuer: str, entry: LedgerEntry) -> tuple[str, bytes]:
    """One ledger entry, in a file of its own, so that Git conflicts when two pull requests take one index."""
    document = {"list": entry.list, "index": entry.index, **ledger_row(entry)}
    return entry_path(issuer, entry.list, entry.index), json_bytes(document)


def entry_path(issuer: str, list_name: str, index: int) -> str:
    """Where the ledger entry of a place lies."""
    return f"issuers/{issuer}/awards/{list_name}/{index // PART_SIZE}/{index}.json"


def withdrawal_file(issuer: str, withdrawal: Withdrawal) -> tuple[str, bytes]:
    """One declared event."""
    document = {
        "number": withdrawal.number,
        "list": withdrawal.list,
        "index": withdrawal.index,
        "sequence": withdrawal.sequence,
        "event": withdrawal.event,
        "reason": withdrawal.reason,
        "date": withdrawal.date.isoformat(),
    }
    return f"issuers/{issuer}/withdrawals/{withdrawal.number}/{withdrawal.sequence}.json", json_bytes(document)


def version_folder(definition: str, version: str) -> str:
    """The folder of a frozen version."""
    return f"credentials/{definition}/versions/{version}"


def list_path(issuer: str, list_name: str, *, holds: bool) -> str:
    """The signed list of purpose revocation, or that of the holds."""
    return f"issuers/{issuer}/status/{list_name}{'-holds' if holds else ''}.json"


def _compromise(compromise: Compromise) -> dict[str, Any]:
    trusted = {
        name: {str(part): digest for part, digest in parts.items()} for name, parts in compromise.trusted.items()
    }
    return {"declared": time_text(compromise.declared), "trusted": trusted}
