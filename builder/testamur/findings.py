"""Findings: what is wrong in a registry's own files, where, and what to do about it.

A finding is a value with a stable code and a place. Checks speak in data paths (JSON Pointers, RFC 6901); lines and
columns are filled in by the source file just before printing. `FindingsError` is the
one exception that means "the user's material is wrong".
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A spot in a registry: a file and, inside it, a data path and (once known) a line and column counted from 1."""

    file: str
    line: int = 0
    column: int = 0
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One complaint.

    A documented code, a place, what is wrong (with the offending value) and, where it can be guessed, what to do.
    """

    code: str
    place: Place
    message: str
    hint: str = ""
    severity: Severity = "error"


class FindingsError(Exception):
    """The user's material is wrong; carries every finding, sorted by place. Not raised for bugs of ours."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted_findings(findings)
        super().__init__("; ".join(f"{f.place.file}: {f.code}: {f.message}" for f in self.findings))


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in the order of their places, then codes; equal ones once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.place, f.code, f.message)))


# Controls, separators, bidirectional formatting and halves of surrogate pairs: none of them may reach a terminal or a
# workflow's log.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_MAX_QUOTED_CHARS = 60


def printable(text: str) -> str:
    """The text with every character that is not for the eye written as its code point."""
    return _UNPRINTABLE.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)


def quoted(value: object) -> str:
    """A value as messages show it: in quotation marks, printable, and cut where it is long."""
    text = printable(str(value))
    return f"“{text[:_MAX_QUOTED_CHARS]}…”" if len(text) > _MAX_QUOTED_CHARS else f"“{text}”"


# What `load`, `check` and the rendering of a build say, a line each; docs/findings.md has a paragraph and an example
# for every one. A code is never reused.
CODES: Mapping[str, str] = MappingProxyType(
    {
        # files
        "file-unexpected": "a file stands where a registry has none",
        "file-missing": "a file that must be there is not",
        "file-symlink": "a symbolic link, which is never followed",
        "file-special": "neither a file nor a folder",
        "file-name-unsafe": "a file's name holds what can't be seen or can't be part of an address",
        "file-too-large": "a file is larger than is read",
        "file-unreadable": "the system does not let a file or folder be read",
        "files-too-many": "the registry has more files than are read",
        "template-broken": "a template of the site can't be used",
        "file-not-utf8": "a text file is not UTF-8",
        "file-byte-order-mark": "a text file begins with a byte-order mark",
        "text-control-character": "a text holds a character that can't be seen",
        "text-missing": "there is no text after the fields",
        # YAML and JSON
        "front-matter-missing": "a Markdown file does not begin with its fields",
        "front-matter-open": "the fields at the head of a Markdown file do not end",
        "yaml-syntax": "the fields can't be read",
        "yaml-tab": "a tab stands in the fields",
        "yaml-duplicate-key": "a field stands there twice",
        "yaml-anchor": "`&` or `*` names or repeats a part of the file",
        "yaml-tag": "`!` gives a value another type",
        "yaml-merge-key": "`<<` merges other fields in",
        "yaml-document": "a second document or a directive",
        "yaml-key-not-text": "a field's name is not text",
        "yaml-too-deep": "lists and fields are nested too deep",
        "yaml-comment": "a comment would cut a text short",
        "json-syntax": "a JSON file can't be read",
        "json-duplicate-key": "a name stands in a JSON object twice",
        "json-lone-surrogate": "a JSON text holds half of a character",
        "json-unsafe-number": "a JSON number is too large to be exact",
        "json-too-deep": "a JSON file is nested too deep",
        # fields
        "field-missing": "a field is missing",
        "field-unknown": "a field that no format of ours has",
        "field-empty": "nothing stands after a field's name",
        "value-type": "text, a list or a group of fields stands where another of these belongs",
        "value-not-allowed": "a value is not one of those allowed",
        "silence-not-allowed": "`not stated` or `none` stands where it is not possible",
        "silence-misspelt": "something like `not stated` or `none`, written otherwise",
        "list-empty": "a list has no items",
        "list-too-long": "a list has too many items",
        "list-repeats": "an item stands in a list twice",
        "text-too-long": "a text is too long",
        "text-not-one-line": "a text has several lines, or spaces around it",
        "number-malformed": "a number is not written as one",
        "number-out-of-range": "a number is too small or too large",
        "date-malformed": "a day is not one of the calendar, as YYYY-MM-DD",
        "time-malformed": "a time is not written as YYYY-MM-DDThh:mm:ssZ",
        "address-malformed": "an address is not one that begins with https://",
        "language-malformed": "a language tag is not one",
        "period-malformed": "a validity period is not a duration of years and months",
        "version-malformed": "a version is not two or three numbers with dots",
        "slug-malformed": "a short name can't be part of an address",
        "badge-name-malformed": "a badge is not named as an SVG or PNG file",
        "contact-malformed": "a contact is neither an address nor a mailbox",
        "digest-malformed": "a digest is not 64 hexadecimal digits",
        "list-name-malformed": "a status list is not named by a letter and a number",
        "base-url-malformed": "the base URL can't be an identity",
        "tool-version-malformed": "the tool's version is not one",
        # settings
        "tool-version": "the registry names another version of Testamur",
        "base-url-changed": "the base URL differs from that of what was awarded",
        # definitions
        "title-generic": "a title could be that of any award",
        "title-repeated": "two definitions have the same title",
        "summary-too-long": "the summary for the public is too long",
        "approver-is-person": "the approver reads like a person",
        "competency-without-assessment": "an award for competency without an assessment",
        "type-against-basis": "a definition uses an award type against its meaning",
        "credits-missing": "a CPD credit without credits",
        "review-in-future": "the last review is still to come",
        "review-order": "the next review is not after the last",
        "review-overdue": "the day of the next review has passed",
        "renewal-missing": "what expires says nothing of its renewal",
        "renewal-without-period": "what does not expire speaks of its renewal",
        "issuer-unknown": "a definition names an issuer that is not there",
        "definition-unknown": "a pathway or a scope names a definition that is not there",
        "pathway-without-requirements": "a pathway has no requirements",
        "requirements-without-pathway": "something else than a pathway has requirements",
        "pathway-circle": "a pathway needs itself",
        "at-least-too-many": "a pathway asks for more than it lists",
        # text
        "markdown-html": "HTML in a text",
        "markdown-link": "a link that is not published",
        "markdown-image": "a picture in a text",
        "personal-email": "an e-mail address",
        "personal-mailbox": "a contact mailbox that is not named after an office",
        "personal-identifier": "an identifier or page of a person",
        # badges
        "badge-missing": "the badge's file is not there",
        "image-unused": "no field names an image",
        "image-malformed": "an image can't be read",
        "image-unsafe": "an image holds what is not allowed in a badge",
        "image-reaches-out": "an image refers to something outside itself",
        "image-too-complex": "an image draws too many elements",
        "image-not-square": "an image is not square",
        "image-size": "an image is too small or too large",
        "image-metadata": "an image carries notes that may name a person",
        # frozen versions
        "awarded-version-changed": "the current source differs from the awarded version of the same number",
        "version-went-back": "the current version is before one that was awarded",
        "frozen-incomplete": "a file of an awarded version is missing",
        "frozen-unexpected": "a file that no award froze",
        "frozen-version-differs": "a frozen source says another version than its folder",
        "frozen-document-differs": "a frozen document does not say what its source says",
        "frozen-changed": "the files of an awarded version are not those that awards recorded",
        "frozen-without-award": "a version was frozen and not awarded",
        # issuers and keys
        "scope-dates": "a scope ends before it begins",
        "described-issuer-awards": "an issuer that is only described has a scope",
        "described-issuer-keys": "an issuer that is only described has a key",
        "key-malformed": "a key is not one",
        "key-not-canonical": "a key is not written in its one right way",
        "key-small-order": "a key that anybody can sign for",
        "key-type": "a key of a kind that does not sign here",
        "key-file-name": "a key file is not named after its key",
        "key-dates": "a key's times are in the wrong order",
        "key-in-future": "a key's time is still to come",
        "key-published-seed": "a real registry uses a key whose private half is published",
        "list-name-taken": "two keys name the same status list",
        "trusted-list-foreign": "a compromised key names a list that is not its own",
        "trusted-differs": "the ledger is no longer what was still trusted of a compromised key",
        # ledger
        "ledger-path": "a ledger entry is not where its content says",
        "ledger-key-unknown": "a ledger entry names a key that is not there",
        "ledger-list-foreign": "a ledger entry's key does not draw from its list",
        "ledger-definition-unknown": "a ledger entry names a definition that is not there",
        "ledger-version-not-frozen": "an awarded version has no folder",
        "ledger-version-digest": "a ledger entry recorded another digest than its fellows",
        "ledger-digest-repeated": "two ledger entries record the same credential",
        "issued-in-future": "an award's day is still to come",
        "issued-outside-key-window": "an award's day is outside its key's window",
        "issued-outside-scope": "an award is outside its issuer's scope",
        # withdrawals
        "number-wrong": "a credential number is not one",
        "withdrawal-number-differs": "a withdrawal's number is not that of its list and index",
        "withdrawal-path": "a withdrawal is not where its content says",
        "withdrawal-without-award": "a withdrawal of what was not awarded",
        "withdrawal-before-award": "a withdrawal is dated before the award",
        "withdrawal-in-future": "a withdrawal's day is still to come",
        "withdrawal-gap": "an event before a withdrawal's event is missing",
        "withdrawal-dates-back": "an event is dated before the one before it",
        "withdrawal-order": "an event can't follow the one before it",
        # status lists
        "awaiting-signature": "something declared is not signed into a status list yet",
        "list-out-of-date": "a status list's time has passed",
        "list-in-future": "a status list was signed in the future",
        "list-signed-by-old-key": "a status list's key is no longer current",
        "list-signer-unknown": "a status list was signed by nobody the issuer names",
        "list-proof-invalid": "a status list was changed after it was signed",
        "list-identity": "a status list is another one than its file's name says",
        "list-malformed": "a status list's bits can't be read",
        "list-bits-undeclared": "a status list withdraws what nothing declares",
        "list-without-key": "a status list that no key names",
    }
)

# What only the commands that write say (`build`, `issue`, `keys` and the withdrawals), a line each, under the same
# rules; docs/findings.md has a paragraph for every one.
COMMAND_CODES: Mapping[str, str] = MappingProxyType(
    {
        "file-exists": "a file that may never change is there with other content",
        "issue-date": "an award's day is still to come",
        "issue-definition": "there is no such definition",
        "issue-issuer": "there is no such issuer",
        "issue-key": "the key may not sign on that day",
        "issue-list-full": "the key's lists have no room left",
        "issue-not-in-ledger": "the private table has an award that the ledger lacks",
        "issue-scope": "the issuer may not award this on that day",
        "issue-unfinished": "another batch was cut off and is not finished yet",
        "issue-unsignable": "a definition holds something that can't be signed",
        "issue-version": "a version is not there any more, or changed while its awards were made",
        "journal-unreadable": "the plan of an unfinished batch can't be read",
        "key-described-issuer": "an issuer that is only described can't have a key",
        "key-last": "the last current key would go",
        "key-list-taken": "a new key asks for the list of another",
        "key-none-current": "the issuer has no current key",
        "key-not-current": "the key is retired or compromised",
        "key-unknown": "there is no such key",
        "key-window": "a key would end before it began or before it signed",
        "output-busy": "another build of the output folder is running",
        "output-not-ours": "the output folder was not made by Testamur",
        "passphrase-differs": "the passphrase was not the same twice",
        "passphrase-empty": "the passphrase is empty",
        "passphrase-wrong": "the passphrase does not open the key",
        "people-column": "a column of the table is unknown, repeated or missing",
        "people-date": "a day in the table is not one",
        "people-empty": "the table names nobody",
        "people-name": "a name is missing or can't be one",
        "people-not-utf8": "the table is not UTF-8",
        "people-quotes": "quotation marks in the table do not fit",
        "people-recipient": "a recipient is not a DID",
        "people-row": "a row has more values than there are columns",
        "people-too-large": "the table is larger than is read",
        "people-twice": "two rows say the same",
        "private-folder": "the private folder can't be used or is open to others",
        "private-inside-repository": "the private folder lies inside the repository",
        "private-key": "a private key's file can't be used",
        "private-key-missing": "a private key is not in the private folder",
        "private-locked": "another command is using the private folder",
        "records-unreadable": "the private table of awards can't be read",
        "site-path-taken": "two files of the site want one place",
        "withdraw-date": "an event's day is still to come or before the last event",
        "withdraw-final": "the credential is revoked already",
        "withdraw-number": "a credential number has a mistake in it",
        "withdraw-order": "an event does not fit what happened last",
        "withdraw-reason": "a reason is not one of the codes",
        "withdraw-unknown": "nothing was awarded under the number",
        "write-failed": "something can't be written",
    }
)

# These inform; they do not fail a check or a build.
WARNINGS: frozenset[str] = frozenset(
    {"frozen-without-award", "review-overdue", "title-generic", "tool-version", "type-against-basis"}
)
