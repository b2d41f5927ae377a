"""Opening a signing key for a command."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from testamur import keystore
from testamur.cli.outside import Outside
from testamur.findings import Finding, FindingsError, Place
from testamur.issue import ways_for
from testamur.keys import SIGNING_TYPES, public_key_from_multibase, public_key_from_raw
from testamur.keystore import KeyKind, Signer
from testamur.model import Issuer, Key

# What a person calls a kind of key.
KEY_WORDS: Final[Mapping[str, KeyKind]] = MappingProxyType({"ed25519": "Ed25519", "p256": "P-256"})


def multikey_from(kind: KeyKind, raw: bytes) -> str:
    """The multikey of a raw public key of a kind, an elliptic curve's point compressed."""
    row = next(row for row in SIGNING_TYPES if row.name == kind)
    return public_key_from_raw(row, raw).multibase


def word_of(key: Key) -> str:
    """What a person calls the key's kind; the key is one that `check` let in."""
    name = public_key_from_multibase(key.multikey).type.name
    return next(word for word, kind in KEY_WORDS.items() if kind == name)


def choose_key(issuer: Issuer, folder: Path, wanted: str | None = None, *, suite: str | None = None) -> Key:
    """The current key of an issuer to sign with: the wanted one, else the newest whose private half is in `folder`.

    With a `suite`, the newest that signs by it. Raises FindingsError when there is none.
    """
    current = [key for key in issuer.keys if key.state == "current"]
    if wanted is not None:
        for key in current:
            if key.multikey == wanted:
                return key
        hint = "see `testamur keys list`"
        raise _one("key-not-current", f"{wanted} is not a current key of {issuer.slug}", hint)
    if not current and issuer.described_in is not None:
        message = f"{issuer.slug} is here as a publication describes it and can't award"
        raise _one("key-described-issuer", message, "an issuer that awards has no `described_in` in its index.md")
    if not current:
        hint = f"make one: `testamur keys new --issuer {issuer.slug}`"
        raise _one("key-none-current", f"{issuer.slug} has no current key", hint)
    held = keystore.held_keys(folder)
    here = [key for key in current if key.multikey in held]
    if not here:
        hint = "name the folder that holds it with --private, or run this where the key is"
        raise _one("private-key-missing", f"no current key of {issuer.slug} is in {folder}", hint)
    if suite is not None:
        here = [key for key in here if suite in ways_for(public_key_from_multibase(key.multikey).type)]
        if not here:
            raise _no_key_for(issuer, folder, suite)
    return max(here, key=lambda key: (key.valid_from, key.multikey))


def _no_key_for(issuer: Issuer, folder: Path, suite: str) -> FindingsError:
    word = next(
        word for word, kind in KEY_WORDS.items() for row in SIGNING_TYPES if row.name == kind and suite in ways_for(row)
    )
    hint = f"make one: `testamur keys new --issuer {issuer.slug} --type {word}`"
    return _one("issue-suite", f"no current key of {issuer.slug} in {folder} signs by {suite}", hint)


def open_key(args: argparse.Namespace, outside: Outside, folder: Path, key: Key) -> Signer:
    """A callable that signs with the key, after asking for its passphrase.

    Raises FindingsError as `keystore.open_signer`.
    """
    passphrase = outside.passphrase(args, f"passphrase of the key {key.multikey}")
    return keystore.open_signer(folder, key.multikey, passphrase, multikey_from)


def _one(code: str, message: str, hint: str = "") -> FindingsError:
    return FindingsError([Finding(code=code, place=Place(file=""), message=message, hint=hint)])
