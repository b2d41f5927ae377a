"""Issuers and their keys (row 6.1; threats 1 and 41): who may sign, with what, from when to when.

One idea: a key is judged before anything that it signed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from testamur import keys
from testamur.check.forms import is_mailbox, is_role_mailbox
from testamur.check.markdown_text import check_markdown
from testamur.check.notes import Notes
from testamur.check.shapes import read_front_matter, read_json
from testamur.check.values import key_from, scope_from, stated
from testamur.findings import quoted
from testamur.model import Issuer, Key
from testamur.source import SourceFile

_REPLACE = "Take it back from Git if it was another key there; else delete it and make one with `testamur keys new`."
_KEY_WORDS: Mapping[str, tuple[str, str, str]] = {
    "key_malformed": ("key-malformed", "this is not a public key", _REPLACE),
    "key_not_canonical": (
        "key-not-canonical",
        "this key is written in another way than its only right one",
        _REPLACE,
    ),
    "key_small_order": (
        "key-small-order",
        "anybody can sign in the name of this key",
        _REPLACE,
    ),
    "key_unknown_type": (
        "key-type",
        "this key is neither of Ed25519 nor of P-256, the kinds that sign here",
        _REPLACE,
    ),
}


@dataclass(slots=True)
class Profile:
    """What an issuer's own files say, before ledger and lists are added."""

    path: str
    values: Mapping[str, Any] | None = None
    about: str = ""
    keys: dict[str, Key] = field(default_factory=dict)
    # All keys that there are, also those whose file was refused: a broken key brings no findings on what names it.
    key_names: frozenset[str] = frozenset()

    @property
    def refused_keys(self) -> frozenset[str]:
        """The keys whose file was refused."""
        return self.key_names - frozenset(self.keys)

    def to_issuer(self, slug: str) -> Issuer:
        """The issuer without lists, ledger and withdrawals; only for a profile that was read."""
        values = dict(self.values or {})
        return Issuer(
            slug=slug,
            name=values["name"],
            url=stated(values["url"]),
            purpose=stated(values["purpose"]),
            mission=stated(values["mission"]),
            scope_statement=stated(values["scope"]),
            contact=stated(values["contact"]),
            described_in=values.get("described_in"),
            about=self.about,
            scope=scope_from(values),
            keys=tuple(sorted(self.keys.values(), key=lambda key: (key.valid_from, key.multikey))),
            lists=(),
            ledger=(),
            withdrawals=(),
        )


def read_profile(
    notes: Notes,
    path: str,
    file: SourceFile | None,
    key_files: Mapping[str, SourceFile],
    *,
    role_mailboxes: frozenset[str] = frozenset(),
) -> Profile:
    """An issuer's `index.md` and key files, `key_files` by the names in their paths.

    `role_mailboxes`, in lower case, may be its contact although their names say nothing of an office.
    """
    profile = Profile(path=path, key_names=frozenset(key_files))
    read = read_front_matter(notes, file, "issuer") if file is not None else None
    if read is not None and file is not None:
        profile.values, body = read
        profile.about = check_markdown(notes, file, body)
        if profile.values["contact"].lower() not in role_mailboxes:
            _check_contact(notes, path, profile.values["contact"])
        _check_described(notes, path, profile, key_files.values())
    for name, key_file in sorted(key_files.items()):
        key = _read_key(notes, key_file, name, profile)
        if key is not None:
            profile.keys[key.multikey] = key
    return profile


def _check_contact(notes: Notes, path: str, contact: str) -> None:
    if is_mailbox(contact) and not is_role_mailbox(contact):
        notes.add(
            "personal-mailbox",
            path,
            f"the mailbox at {quoted(contact.partition('@')[2])} is not named after an office",
            "Use a mailbox such as office@ or education@, or an https address.",
            pointer="/contact",
        )


def _check_described(notes: Notes, path: str, profile: Profile, key_files: Iterable[SourceFile]) -> None:
    values = profile.values or {}
    if "described_in" not in values:
        return
    if "awards" in values:
        notes.add(
            "described-issuer-awards",
            path,
            "an issuer that is only described by a publication can't award",
            "Leave `awards` out, or `described_in` if the body itself keeps this registry.",
            pointer="/awards",
        )
    for file in key_files:
        notes.add(
            "described-issuer-keys",
            file.path,
            "an issuer that is only described by a publication has no keys",
            "Delete the key, or leave `described_in` out if the body itself keeps this registry.",
        )


def _read_key(notes: Notes, file: SourceFile, name: str, profile: Profile) -> Key | None:
    values = read_json(notes, file, "key")
    if values is None:
        return None
    before = len(notes.findings)
    key = key_from(values)
    profile.key_names |= {key.multikey}  # in a file of another name it is there all the same

    def note(code: str, pointer: str, message: str, hint: str) -> None:
        notes.add(code, file.path, message, hint, pointer=pointer)

    fault = _fault(key)
    if fault:
        code, message, hint = _KEY_WORDS[fault]
        note(code, "/publicKeyMultibase", message, hint)
    elif key.multikey != name:  # a file is only renamed after a key that is one
        note(
            "key-file-name",
            "/publicKeyMultibase",
            "the file is not named after the key in it",
            f"Take the file back from Git, or rename it to {quoted(key.multikey + '.json')} if the key is right.",
        )
    _check_window(note, key)
    return key if len(notes.findings) == before else None


def _fault(key: Key) -> str:
    """What is wrong with the public key itself, as a word of the table above, or nothing."""
    try:
        kind = keys.public_key_from_multibase(key.multikey).type
    except keys.KeyFormError as error:
        return error.code
    return "" if kind in keys.SIGNING_TYPES else "key_unknown_type"


def _check_window(note: Any, key: Key) -> None:
    if key.retired is not None and key.retired < key.valid_from:
        note("key-dates", "/retired", "the key was retired before it was valid", "Correct one of the two times.")
    if key.compromised is None:
        return
    if key.compromised.declared < key.valid_from:
        note(
            "key-dates",
            "/compromised/declared",
            "the key was compromised before it was valid",
            "Correct one of the two times.",
        )
    for name in key.compromised.trusted:
        if name not in key.lists:
            note(
                "trusted-list-foreign",
                f"/compromised/trusted/{name}",
                f"this key draws nothing from the list {quoted(name)}",
                f"Name lists of this key alone: {', '.join(key.lists)}.",
            )


def check_key_times(notes: Notes, path: str, key: Key, *, at: datetime) -> None:
    """Findings of a key whose times lie after the moment of the check."""
    times = {"/validFrom": key.valid_from, "/retired": key.retired}
    if key.compromised is not None:
        times["/compromised/declared"] = key.compromised.declared
    for pointer, moment in times.items():
        if moment is not None and moment > at:
            notes.add(
                "key-in-future",
                path,
                f"{moment:%Y-%m-%dT%H:%M:%SZ} has not come yet",
                "Check the clock of the machine that wrote it, and wait until then or correct the time.",
                pointer=pointer,
            )


def check_lists_owned_once(notes: Notes, owners: Iterable[tuple[str, Key]]) -> None:
    """A finding for each list that two keys of the registry name. `owners` are keys with the paths of their files."""
    first: dict[str, str] = {}
    for path, key in sorted(owners, key=lambda owner: (owner[1].valid_from, owner[0])):
        for number, name in enumerate(key.lists):
            if name in first:
                notes.add(
                    "list-name-taken",
                    path,
                    f"the list {quoted(name)} belongs to another key of this registry already",
                    "Delete the newer key and make another with `testamur keys new`, which finds a free name.",
                    pointer=f"/lists/{number}",
                )
            first.setdefault(name, path)


def check_not_example(notes: Notes, path: str, key: Key, *, example: bool) -> None:
    """A finding when a real registry uses a key whose private half everybody can make."""
    if not example and is_published(key.multikey):
        notes.add(
            "key-published-seed",
            path,
            "the private half of this key is published with Testamur's tests",
            f"{_REPLACE} Only an example (`example: true`) may use it.",
            pointer="/publicKeyMultibase",
        )


def is_published(multikey: str) -> bool:
    """Whether everybody can make the private half of a key, because its seed is in our tests."""
    return hashlib.sha256(multikey.encode()).hexdigest() in _example_keys()


@cache
def _example_keys() -> frozenset[str]:
    text = files("testamur").joinpath("data", "example-keys.json").read_text(encoding="utf-8")
    return frozenset(json.loads(text)["sha256"])
