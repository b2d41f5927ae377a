"""The numbered list itself (docs/verification.md): which step is asked when, and how each ended."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from testamur import vendored
from testamur.canon import JsonError, parse_json
from testamur.contain import ContainError, opened
from testamur.times import time_text
from testamur.verify.asking import Answer, Cache, Desk
from testamur.verify.dates import check_dates
from testamur.verify.endorsements import EndorsementCheck, has_endorsements
from testamur.verify.further import named_by, newer_at
from testamur.verify.issuers import issuer_facts
from testamur.verify.kept import Steps
from testamur.verify.ledger import check_definition, check_ledger, credential_number
from testamur.verify.lists import StatusCheck
from testamur.verify.outcomes import FailedError, UncheckedError
from testamur.verify.presenting import report_on_presentation
from testamur.verify.reading import Token
from testamur.verify.recipient import Recipient, check_recipient
from testamur.verify.refreshing import Judged, refreshed
from testamur.verify.registry import RegistryFormError, RegistryIssuer, RegistryView, registry_from_json
from testamur.verify.related import check_related, has_related
from testamur.verify.report import (
    EndorsementFacts,
    Facts,
    ListFacts,
    Named,
    Report,
    reasons_from_steps,
    unreadable,
    verdict_from_steps,
)
from testamur.verify.scope import check_scope
from testamur.verify.securing import Document, Moment, Signer, check_context, check_keys, read_credential
from testamur.verify.several import Checked, Presented, several
from testamur.verify.shape import (
    JsonObject,
    achievement_of,
    beginning_of,
    check_shape,
    end_of,
    holder_of,
    ms_from_datetime,
    subject_of,
    text,
)
from testamur.verify.tokens import check_signatures


def parse_registry(data: bytes) -> RegistryView:
    """The registry that the bytes of a `registry.json` describe.

    Raises RegistryFormError unless it is strict JSON in the form of docs/formats.md. Not checked: whether its keys are
    keys, and whether what it points to exists.
    """
    try:
        limits = vendored.limits()
        value = parse_json(data, limits=replace(limits, max_credential_bytes=limits.max_registry_bytes))
    except JsonError as cause:
        raise RegistryFormError(cause.code) from cause
    return registry_from_json(value)


class _Check:
    """One credential on its way through the list."""

    def __init__(
        self,
        *,
        at: datetime,
        desk: Desk,
        registries: Sequence[RegistryView | None],
        cache: Cache,
        recipient: Recipient | None,
    ) -> None:
        self._at = at
        self._recipient = recipient
        self._moment = Moment(at_ms=ms_from_datetime(at), skew_ms=vendored.limits().clock_skew_s * 1000)
        self._desk = desk
        self._registries = registries
        self._cache = cache
        self._steps = Steps()
        self._facts: Facts | None = None
        self._list: ListFacts | None = None
        self._endorsements: tuple[EndorsementFacts, ...] | None = None
        self._no_status = False
        self.proved: JsonObject | None = None
        self.value: JsonObject | None = None  # once step 1 has passed

    def report(self, data: bytes) -> Report:
        """Run the list and say how it went."""
        secured = self._secure(data)
        if secured is not None:
            self.proved = secured[0]
            self._judge(*secured)
        steps = self._steps.all()
        return Report(
            verdict=verdict_from_steps(steps, no_status=self._no_status),
            reasons=reasons_from_steps(steps, no_status=self._no_status),
            steps=steps,
            credential=self._facts,
            status=self._list,
            checked_at=time_text(self._at),
            fetched=self._desk.fetched,
            endorsements=self._endorsements,
        )

    def _secure(self, data: bytes) -> tuple[JsonObject, tuple[Signer, ...]] | None:
        """Steps 1 to 4, each of which ends the check unless passed."""
        read: list[tuple[JsonObject, Token | None]] = []
        secured: list[Document] = []
        signers: list[Signer] = []

        # 1
        if not self._steps.passes("read", lambda: read.append(read_credential(_opened(data)))):
            return None
        value, token = read[0]
        self.value = value
        # 2
        if not self._steps.passes("shape", lambda: check_shape(value, is_token=token is not None)):
            return None
        # 3
        if not self._steps.passes("context", lambda: secured.append(check_context(value, self._cache.shapes, token))):
            return None
        # 4
        if not self._steps.passes(
            "proof",
            lambda: signers.extend(
                check_signatures(secured[0], moment=self._moment, desk=self._desk, cache=self._cache)
            ),
        ):
            return None
        return value, tuple(signers)

    def _judge(self, value: JsonObject, signers: tuple[Signer, ...]) -> None:
        """Steps 5 to 13, each of which is asked whatever the others said; 6 and 10 are asked of every proof."""
        steps, moment, desk, cache, recipient = self._steps, self._moment, self._desk, self._cache, self._recipient
        signer = signers[0]  # all are of one DID
        # 5
        view, issuer = self._known(signer.did)
        steps.passes("issuer", lambda: self._check_issuer(issuer))
        # 6
        key_passed = steps.passes("key", lambda: check_keys(signers, moment=moment, issuer=issuer))
        # 7
        steps.passes("dates", lambda: check_dates(value, moment=moment))
        # 8
        if "credentialStatus" in value:
            status = StatusCheck(signer=signer, issuer=issuer, moment=moment, desk=desk, cache=cache)
            steps.passes("status", lambda: status.check(value))
            self._list = status.last_list
        else:
            self._no_status = True
            steps.skip("status")
        # 9
        if view is not None and achievement_of(value) is not None:
            derived = any(signer.is_derived for signer in signers)
            steps.passes(
                "definition",
                lambda: check_definition(value, view=view, desk=desk, cache=cache, is_derived=derived),
            )
        else:
            steps.skip("definition")
        # 10
        if issuer is not None and view is not None:
            days: list[str] = []
            ledger = partial(check_ledger, value, signers=signers, issuer=issuer, desk=desk, cache=cache)
            steps.passes("ledger", lambda: days.append(ledger(key_passed=key_passed)))
            # 5 again, now that the ledger gave the day
            issued = days[0] if days else None
            steps.passes("issuer", lambda: check_scope(value, issuer=issuer, view=view, issued=issued))
        else:
            steps.skip("ledger")
        # 11
        if recipient is not None:
            steps.passes("recipient", lambda: check_recipient(value, recipient))
        else:
            steps.skip("recipient")
        # 12
        if has_endorsements(value):
            endorsed = EndorsementCheck(known=lambda did: self._known(did)[1], moment=moment, desk=desk, cache=cache)
            steps.passes("endorsements", lambda: endorsed.check(value))
            self._endorsements = endorsed.told or None
        else:
            steps.skip("endorsements")
        # 13
        if has_related(value):
            steps.passes("related", lambda: check_related(value, desk=desk, cache=cache))
        else:
            steps.skip("related")
        self._facts = _facts(value, signers, issuer)

    def _known(self, did: str) -> tuple[RegistryView | None, RegistryIssuer | None]:
        """The first registry that knows an issuer; none while one that was named can't be read."""
        if None in self._registries:
            return None, None
        for view in self._registries:
            if view is not None and did in view.issuers:
                return view, view.issuers[did]
        return None, None

    def _check_issuer(self, issuer: RegistryIssuer | None) -> None:
        if None in self._registries:
            raise UncheckedError("registry_unreachable")
        if issuer is None:
            raise FailedError("issuer_unknown")


def _opened(data: bytes) -> bytes:
    """What a person was given, taken out of the image it may be in."""
    try:
        return opened(data)
    except ContainError as cause:
        raise FailedError(cause.code) from cause


def _facts(value: JsonObject, signers: Sequence[Signer], issuer: RegistryIssuer | None) -> Facts:
    """What may be shown of a credential whose proof held."""
    did = signers[0].did
    subject = subject_of(value)
    achievement = achievement_of(value)
    return Facts(
        id=text(value.get("id")),
        name=text(value.get("name")),
        achievement=None
        if achievement is None
        else Named(id=text(achievement.get("id")), name=text(achievement.get("name"))),
        issuer=issuer_facts(did, issuer),
        holder=holder_of(subject),
        valid_from=beginning_of(value),
        valid_until=end_of(value),
        number=credential_number(value, issuer),
        keys=tuple(signer.method.id for signer in signers),
        named_by=named_by(value),
        newer_at=newer_at(value),
    )


def verify_credential(
    data: bytes,
    *,
    at: datetime,
    resolve: Callable[[str], Answer],
    registries: Sequence[RegistryView | None],
    cache: Cache | None = None,
    recipient: Recipient | None = None,
    refresh: Collection[str] | None = None,
) -> Report:
    """The report on one credential.

    `data` may be any bytes; `at` has a time zone; `resolve` answers an address with bytes or none and is asked once for
    each; `registries` are those the person named, None for one that could not be read; `cache` may be shared between
    checks; `recipient` is the person asked about, where one is; `refresh` asks for a newer version, and holds the hosts
    that the person agreed to asking for it beside the issuer's own. Raises nothing that depends on `data` or on what
    `resolve` answers. Not checked: who shows it, and what the endorsements and the evidence say. VCDM 2.0, Data
    Integrity 1.0, Bitstring Status List 1.0.
    """
    shared = cache or Cache()
    return _check_one(data, at, resolve, registries, shared, recipient, refresh)[0]


def verify_file(
    data: bytes,
    *,
    at: datetime,
    resolve: Callable[[str], Answer],
    registries: Sequence[RegistryView | None],
    cache: Cache | None = None,
    recipient: Recipient | None = None,
    refresh: Collection[str] | None = None,
) -> tuple[Report, ...]:
    """The reports on every credential in a file: one for most files, several for a presentation or a learner record.

    The arguments are those of `verify_credential`. Not checked: beyond what that leaves out, who hands it over now.
    """
    shared = cache or Cache()

    def check(content: bytes) -> Checked:
        return _check_one(content, at, resolve, registries, shared, recipient, refresh)

    def present(presented: Presented, held: Sequence[JsonObject | None]) -> Report:
        return report_on_presentation(*presented, held, at=at, desk=Desk(resolve), cache=shared)

    return several(data, check, lambda reason: unreadable(reason, checked_at=time_text(at)), present)


def _check_one(
    data: bytes,
    at: datetime,
    resolve: Callable[[str], Answer],
    registries: Sequence[RegistryView | None],
    cache: Cache,
    recipient: Recipient | None,
    refresh: Collection[str] | None,
) -> Checked:
    """The report on one credential, and the value in `data` where step 1 passed."""
    desk = Desk(resolve)
    values: list[JsonObject | None] = []

    def judge(content: bytes) -> Judged:
        check = _Check(at=at, desk=desk, registries=registries, cache=cache, recipient=recipient)
        report = check.report(content)
        values.append(check.value)
        return Judged(report=report, proved=check.proved)

    first = judge(data)
    report = first.report if refresh is None else refreshed(first, agreed=refresh, desk=desk, judge=judge)
    return report, values[0]
