"""Endorsements beside definitions and issuers, each verified by the verification list (Open Badges 3.0; row 6.3).

One idea: a build has no network, so whose signature counts and by which keys stands in the registry itself, where a
pull request shows it; what can't be looked at without a network is said, and never taken for checked.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NoReturn

from testamur import addresses, vendored
from testamur.canon import JsonError, parse_json
from testamur.check.issuers import is_published
from testamur.check.notes import Notes
from testamur.credential import json_bytes
from testamur.did import DidError, did_document, did_keys, did_web_url
from testamur.findings import quoted
from testamur.model import Endorsement, EndorsementState, Endorser, Issuer, Registry
from testamur.source import SourceFile
from testamur.source.layout import known_path
from testamur.verify.asking import Answer, Cache, Desk
from testamur.verify.dates import check_dates
from testamur.verify.endorsements import has_endorsements, read_endorsement
from testamur.verify.lists import StatusCheck
from testamur.verify.outcomes import FailedError, NotPassedError, UncheckedError
from testamur.verify.securing import Document, Moment, Signer, check_keys
from testamur.verify.shape import (
    beginning_of,
    end_of,
    instant_ms,
    is_https_address,
    issuer_id,
    ms_from_datetime,
    subject_of,
    text,
    types_of,
)
from testamur.verify.tokens import check_signatures

_ASK: Final = "Ask the endorser for the file again, and put it here as it came."
_ALIEN: Final = frozenset({"key_not_issuers", "key_not_found", "key_controller_differs", "proof_key_type"})
_EARLY: Final = frozenset({"proof_created_future", "not_yet_valid"})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class _RefusedError(Exception):
    """An endorsement that is not shown, for which there is a finding now."""


def check_endorsements(
    notes: Notes, files: Iterable[SourceFile], documents: Iterable[SourceFile], registry: Registry, *, at: datetime
) -> tuple[Endorsement, ...]:
    """The endorsements among `files` whose signature, signer and subject are right, by their paths; findings for all.

    `documents` are those saved in `endorsers/`, DID documents and status lists; `at` is the moment by which dates are
    judged. Endorsements that are no longer in force, or not yet, are among the answers, with a warning each. Not
    checked: whether an endorser's own site still has those documents, since that would take a network.
    """
    checked = _Endorsements(notes=notes, registry=registry, at=at)
    for document in documents:
        checked.take(document)
    # What is about a definition or an issuer that can't be read is left until it can.
    read = {f"credentials/{each.slug}" for each in registry.achievements}
    read |= {f"issuers/{each.slug}" for each in registry.issuers}
    files = [file for file in files if file.path.partition("/endorsements/")[0] in read]
    found = [checked.one(file) for file in sorted(files, key=lambda each: each.path)]
    return tuple(each for each in found if each is not None)


@dataclass(slots=True)
class _Endorsements:
    """What is known without a network: who may endorse, and what addresses answer."""

    notes: Notes
    registry: Registry
    at: datetime
    known: dict[str, Endorser] = field(init=False)
    inside: dict[str, Issuer] = field(init=False)
    answers: dict[str, bytes] = field(init=False)
    cache: Cache = field(default_factory=Cache)

    def __post_init__(self) -> None:
        base_url = self.registry.settings.base_url
        self.inside = {addresses.issuer_did(base_url, each.slug): each for each in self.registry.issuers if each.keys}
        own = {
            did: Endorser(id=did, name=issuer.name, url=addresses.issuer_page(base_url, issuer.slug))
            for did, issuer in self.inside.items()
        }
        self.known = own | {each.id: each for each in self.registry.settings.endorsers}
        self.answers = {}
        for did, issuer in self.inside.items():
            address = addresses.did_document_address(base_url, issuer.slug)
            self.answers[address] = json_bytes(did_document(did, did_keys(issuer)))
            for each in issuer.lists:
                self.answers[addresses.status_address(base_url, issuer.slug, each.name)] = each.status
                self.answers[addresses.holds_address(base_url, issuer.slug, each.name)] = each.holds

    def take(self, file: SourceFile) -> None:
        """Let a saved document answer for its address, or say why it can't."""
        try:
            value: Any = parse_json(file.data)
            document = value if isinstance(value, dict) else {}
            is_list = "VerifiableCredential" in types_of(document)
            named = str(document.get("id", ""))
            did = issuer_id(document) if is_list and "issuer" in document else named
            address = named if is_list and is_https_address(named, fragment=False) else did_web_url(named)
        except (JsonError, DidError) as fault:
            message = f"this is neither the DID document of a did:web nor a status list ({fault})"
            hint = "Save the endorser's did.json here as its own site has it, or delete this file."
            self.notes.add("endorser-document", file.path, message, hint)
            return
        if did not in self.known or did in self.inside:
            message = f"this is a document of {quoted(did)}, whom `endorsers` in registry.yaml does not name"
            hint = "Name the organisation there, or delete this file."
        elif address in self.answers:
            message = f"another file here is what {address} answers as well"
            hint = "Delete the older one; keep what the endorser's own site has."
        else:
            self.answers[address] = file.data
            return
        self.notes.add("endorser-document", file.path, message, hint, pointer="/issuer" if is_list else "/id")

    def one(self, file: SourceFile) -> Endorsement | None:
        """One endorsement, None where it is not shown."""
        known = known_path(file.path)
        if known is None:
            return None
        try:
            document = self._read(file, token=known.names["form"] == "jwt")
            version = self._about(file, document, known.names)
            return self._verified(file, document, slug=known.names["slug"], version=version)
        except _RefusedError:
            return None

    # ---- what it is, and about what ----

    def _read(self, file: SourceFile, *, token: bool) -> Document:
        try:
            document = read_endorsement(file.data, self.cache.shapes)
        except NotPassedError as ending:
            if ending.outcome == "could_not_check":
                self._refuse_unchecked(file, str(ending.__cause__ or ending))
            reason = str(ending.__cause__ or "no EndorsementCredential with a context of its own")
            self._refuse("endorsement-malformed", file, f"this is no endorsement that can be read ({reason})", _ASK)
        value = document.value
        if (document.token is not None) != token:
            kind = "a token" if document.token is not None else "a JSON document"
            hint = "A token's name ends in .jwt, that of a JSON document in .json."
            self._refuse("endorsement-malformed", file, f"this is {kind}, and its name says something else", hint)
        if beginning_of(value) is None:
            hint = "Ask the endorser for one with `validFrom`."
            self._refuse("endorsement-malformed", file, "it does not say since when it holds", hint)
        if not isinstance(subject_of(value).get("endorsementComment", ""), str):
            self._refuse("endorsement-malformed", file, "its comment is no text", _ASK, "/credentialSubject")
        return document

    def _about(self, file: SourceFile, document: Document, names: Mapping[str, str]) -> str | None:
        """The version that is endorsed, None of an issuer."""
        did, subject = issuer_id(document.value), text(subject_of(document.value).get("id"))
        base_url = self.registry.settings.base_url
        slug = names["slug"]
        if did not in self.known:
            hint = "Make sure who signs by this name; then name it under `endorsers` in registry.yaml."
            self._refuse("endorser-unknown", file, f"this registry does not know {quoted(did)}", hint, "/issuer")
        about: dict[str, str | None]
        if names["folder"] == "issuers":
            about = {addresses.issuer_did(base_url, slug): None}
            owners = {addresses.issuer_did(base_url, slug)}
        else:
            definitions = [
                definition
                for achievement in self.registry.achievements
                if achievement.slug == slug
                for definition in (achievement.current, *(each.definition for each in achievement.versions))
            ]
            about = {addresses.achievement_address(base_url, slug, each.version): each.version for each in definitions}
            owners = {addresses.issuer_did(base_url, each.issuer) for each in definitions}
        if subject not in about:
            message = f"it is about {quoted(subject)}, which is not what this folder is of"
            hint = f"Move it to the folder of what it is about; here that would be {next(iter(about), 'nothing')}."
            self._refuse("endorsement-of-another", file, message, hint, "/credentialSubject/id")
        if did in owners:
            message = "an issuer endorses itself or what it awards itself"
            hint = "Delete it: only what another organisation says is an endorsement."
            self._refuse("endorsement-by-itself", file, message, hint, "/issuer")
        return about[str(subject)]

    # ---- whether it is genuine, and in force ----

    def _verified(self, file: SourceFile, document: Document, *, slug: str, version: str | None) -> Endorsement | None:
        value = document.value
        did = issuer_id(value)
        limits = vendored.limits()
        moment = Moment(at_ms=ms_from_datetime(self.at), skew_ms=limits.clock_skew_s * 1000)
        desk = Desk(lambda address: Answer(data=self.answers.get(address), answered_by="documents"))
        signers = self._signers(file, document, moment, desk)
        with self._told(file, "endorsement-key", "it is signed with a key that may not sign any more"):
            check_keys(signers, moment=moment, issuer=None)
        self._check_current(file, did, signers)
        if has_endorsements(value):
            self._refuse_unchecked(file, "it holds endorsements of its own")
        state, status_checked = self._state(file, document, signers[0], moment, desk)
        ends = instant_ms(end_of(value))
        return Endorsement(
            name=file.path.rpartition("/")[2],
            data=file.data,
            slug=slug,
            version=version,
            endorser=self.known[did],
            comment=subject_of(value).get("endorsementComment", "").strip(),
            begins=_day(instant_ms(beginning_of(value)) or 0),
            ends=None if ends is None else _day(ends),
            state=state,
            status_checked=status_checked,
            is_outside=did.startswith("did:web:") and did not in self.inside,
        )

    def _signers(self, file: SourceFile, document: Document, moment: Moment, desk: Desk) -> tuple[Signer, ...]:
        pointer = "" if document.token is not None else "/proof"
        try:
            return check_signatures(document, moment=moment, desk=desk, cache=self.cache)
        except FailedError as ending:
            if ending.reason in _EARLY:
                self._warn(file, "it was signed after the moment of this check", pointer, early=True)
                raise _RefusedError from ending
            if ending.reason in _ALIEN or ending.reason.startswith("did_"):
                message = f"it is signed with a key that is not the endorser's ({ending.reason})"
                hint = "Save the endorser's did.json in endorsers/ again; if that changes nothing, ask the endorser."
                self._refuse("endorsement-key", file, message, hint, pointer)
            message = f"it was changed after it was signed, or was not signed by the endorser ({ending.reason})"
            self._refuse("endorsement-altered", file, message, _ASK, pointer)
        except UncheckedError as ending:
            if ending.reason == "issuer_unreachable":
                did = issuer_id(document.value)
                message = f"it can't be checked without the DID document of {quoted(did)}, which is not here"
                hint = f"Save {did_web_url(did)} as a file of any name in endorsers/."
                self._refuse("endorsement-not-checked", file, message, hint, pointer)
            self._refuse_unchecked(file, ending.reason)

    def _check_current(self, file: SourceFile, did: str, signers: Iterable[Signer]) -> None:
        """No ledger says what a key that is no longer current signed while it was."""
        issuer = self.inside.get(did)
        current = {} if issuer is None else {key.multikey for key in issuer.keys if key.state == "current"}
        for signer in signers:
            multikey = signer.method.key.multibase
            if issuer is not None and multikey not in current:
                message = "it is signed with a key that is retired or compromised"
                self._refuse("endorsement-key", file, message, "Ask the endorser to sign it anew.", "/proof")
            if not self.registry.settings.example and is_published(multikey):
                message = "the private half of the endorser's key is published with Testamur's tests"
                hint = "Delete it. Only an example (`example: true`) may have it."
                self._refuse("key-published-seed", file, message, hint, "/proof")

    def _state(
        self, file: SourceFile, document: Document, signer: Signer, moment: Moment, desk: Desk
    ) -> tuple[EndorsementState, bool | None]:
        value = document.value
        state: EndorsementState = "in-force"
        checked = None
        if "credentialStatus" in value:
            status = StatusCheck(signer=signer, issuer=None, moment=moment, desk=desk, cache=self.cache)
            try:
                status.check(value)
                checked = True
            except UncheckedError:
                checked = False
            except FailedError as ending:
                self._warn(file, f"the endorser has taken it back or paused it ({ending.reason})", "/credentialStatus")
                return "withdrawn", True
        try:
            check_dates(value, moment=moment)
        except FailedError as ending:
            state = "not-yet" if ending.reason in _EARLY else "ended"
            when = beginning_of(value) if state == "not-yet" else end_of(value)
            message = f"it holds from {when}" if state == "not-yet" else f"it held until {when}"
            pointer = "/validFrom" if state == "not-yet" else "/validUntil"
            self._warn(file, message, pointer, early=state == "not-yet")
        return state, checked

    # ---- telling ----

    @contextmanager
    def _told(self, file: SourceFile, code: str, message: str) -> Iterator[None]:
        try:
            yield
        except NotPassedError as ending:
            self._refuse(code, file, f"{message} ({ending.reason})", "Ask the endorser to sign it anew.", "/proof")

    def _warn(self, file: SourceFile, message: str, pointer: str, *, early: bool = False) -> None:
        hint = "Ask the endorser for a newer one, or delete it; the page does not count it."
        if early:
            hint = "Delete it, or wait until then; the page does not count it before."
        self.notes.add("endorsement-not-in-force", file.path, message, hint, pointer=pointer)

    def _refuse_unchecked(self, file: SourceFile, why: str) -> NoReturn:
        message = f"it can't be checked: {why}"
        self._refuse("endorsement-not-checked", file, message, "Ask the endorser for another form of it.")

    def _refuse(self, code: str, file: SourceFile, message: str, hint: str, pointer: str = "") -> NoReturn:
        self.notes.add(code, file.path, message, hint, pointer=pointer)
        raise _RefusedError


def _day(instant: int) -> date:
    return (_EPOCH + timedelta(milliseconds=instant)).date()
