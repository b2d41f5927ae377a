"""Opening a signing key for a command."""

import argparse
from pathlib import Path

from testamur import keystore
from testamur.cli.outside import Outside
from testamur.findings import Finding, FindingsError, Place
from testamur.keys import ED25519, public_key_from_raw
from testamur.keystore import Signer
from testamur.model import Issuer, Key


def multikey_from(raw: bytes) -> str:
    """The multikey of a raw Ed25519 public key."""
    return public_key_from_raw(ED25519, raw).multibase


def choose_key(issuer: Issuer, folder: Path, wanted: str | None = None) -> Key:
    """The current key of an issuer to sign with: the wanted one, else the newest whose private half is in `folder`.

    Raises FindingsError when there is none.
    """
    current = [key for key in issuer.keys if key.state == "current"]
    if wanted is not None:
        for key in current:
            if key.multikey == wanted:
                return key
        hint = "see `testamur keys list`"
        raise _one("key-not-current", f"{wanted} is not a current key of {issuer.slug}", hint)
    if not current and issuer.described_in is not None:
        raise _one("key-described-issuer", f"{issuer.slug} is here as a publication describes it and can't award")
    if not current:
        hint = f"make one: `testamur keys new --issuer {issuer.slug}`"
        raise _one("key-none-current", f"{issuer.slug} has no current key", hint)
    held = keystore.held_keys(folder)
    here = [key for key in current if key.multikey in held]
    if not here:
        hint = "name the folder that holds it with --private, or run this where the key is"
        raise _one("private-key-missing", f"no current key of {issuer.slug} is in {folder}", hint)
    return max(here, key=lambda key: (key.valid_from, key.multikey))


def open_key(args: argparse.Namespace, outside: Outside, folder: Path, key: Key) -> Signer:
    """A callable that signs with the key, after asking for its passphrase.

    Raises FindingsError as `keystore.open_signer`.
    """
    passphrase = outside.passphrase(args, f"passphrase of the key {key.multikey}")
    return keystore.open_signer(folder, key.multikey, passphrase, multikey_from)


def _one(code: str, message: str, hint: str = "") -> FindingsError:
    return FindingsError([Finding(code=code, place=Place(file=""), message=message, hint=hint)])
