"""Step 12: what others say of a credential, its issuer and its achievement (Open Badges 3.0, EndorsementCredential).

The one idea: an endorsement is a credential of its own and goes through the steps of one, but it only informs: whatever
is wrong with it has a reason of its own and lowers the verdict no further than `caution`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from testamur import vendored
from testamur.canon import Shapes, jcs
from testamur.verify.asking import Cache, Desk
from testamur.verify.dates import check_dates
from testamur.verify.issuers import issuer_facts
from testamur.verify.lists import StatusCheck
from testamur.verify.outcomes import FailedError, NotPassedError, UncheckedError
from testamur.verify.registry import RegistryIssuer
from testamur.verify.report import EndorsementFacts, EndorsementPlace, StepOutcome
from testamur.verify.securing import (
    NOT_YET_SIGNED,
    Document,
    Moment,
    Signer,
    check_context,
    check_keys,
    read_credential,
)
from testamur.verify.shape import JsonObject, check_shape, issuer_id, many, one, subject_of, text, types_of
from testamur.verify.tokens import check_signatures

_MEMBERS = ("endorsement", "endorsementJwt")


def has_endorsements(document: JsonObject) -> bool:
    """Whether there is anything for step 12 to look at; `document` must have passed step 2."""
    return any(name in holder for _, holder in _holders(document) for name in _MEMBERS)


def _holders(document: JsonObject) -> Iterator[tuple[EndorsementPlace, JsonObject]]:
    """The credential, its issuer and its achievement, as far as they are objects."""
    yield "credential", document
    issuer, achievement = one(document["issuer"]), one(subject_of(document).get("achievement"))
    if isinstance(issuer, dict):
        yield "issuer", issuer
    if isinstance(achievement, dict):
        yield "achievement", achievement


class EndorsementCheck:
    """Step 12 for one credential. `known` gives the registry's word on a DID, None where no registry knows it.

    `told` has what was found out of each endorsement, in order, once `check` was called.
    """

    def __init__(
        self, *, known: Callable[[str], RegistryIssuer | None], moment: Moment, desk: Desk, cache: Cache
    ) -> None:
        self._known = known
        self._moment = moment
        self._desk = desk
        self._cache = cache
        self.told: tuple[EndorsementFacts, ...] = ()

    def check(self, document: JsonObject) -> None:
        """Raise the first failure among the endorsements, else the first that could not be checked.

        `document` must have passed steps 1 to 4. Not checked: whether an endorser's opinion is worth anything, and
        endorsements inside of endorsements.
        """
        found = [
            (place, name, item)
            for place, holder in _holders(document)
            for name in _MEMBERS
            for item in many(holder.get(name))
        ]
        # 12.1
        if len(found) > vendored.limits().max_endorsements:
            raise UncheckedError("endorsements_not_checked")
        about = {text(holder.get("id")) for _, holder in _holders(document)} | {issuer_id(document)}
        self.told = tuple(self._one(place, name, item, about - {None}) for place, name, item in found)
        for outcome, ending in (("failed", FailedError), ("could_not_check", UncheckedError)):
            for told in self.told:
                if told.outcome == outcome:
                    raise ending(str(told.reason))

    def _one(self, place: EndorsementPlace, name: str, item: Any, about: set[str | None]) -> EndorsementFacts:
        signers: list[Signer] = []
        try:
            # 12.2
            if not isinstance(item, dict if name == "endorsement" else str):
                raise UncheckedError("endorsements_not_checked")
            self._check(item, signers, about)
        except NotPassedError as ending:
            return self._facts(place, signers, ending.outcome, ending.reason)
        return self._facts(place, signers, "passed", None)

    def _facts(
        self, place: EndorsementPlace, signers: list[Signer], outcome: StepOutcome, reason: str | None
    ) -> EndorsementFacts:
        did = signers[0].did if signers else None
        return EndorsementFacts(
            place=place,
            issuer=None if did is None else issuer_facts(did, self._known(did)),
            outcome=outcome,
            reason=reason,
        )

    def _check(self, item: JsonObject | str, signers: list[Signer], about: set[str | None]) -> None:
        # 12.3, 12.4
        document = self._cache.learn(("endorsement", jcs(item)), lambda: read_endorsement(item, self._cache.shapes))
        value = document.value
        with _Named("endorsement_altered"):
            signers.extend(check_signatures(document, moment=self._moment, desk=self._desk, cache=self._cache))
        issuer = self._known(signers[0].did)
        # 12.5
        if text(subject_of(value).get("id")) not in about:
            raise FailedError("endorsement_of_another")
        # 12.6: no ledger says what a key that is no longer current signed while it was
        with _Named("endorsement_key"):
            check_keys(signers, moment=self._moment, issuer=issuer)
            if issuer is not None and any(issuer.keys[signer.method.id].state != "current" for signer in signers):
                raise FailedError("endorsement_key")
        # 12.7
        with _Named("endorsement_not_in_force"):
            check_dates(value, moment=self._moment)
        # 12.8
        if "credentialStatus" in value:
            status = StatusCheck(
                signer=signers[0], issuer=issuer, moment=self._moment, desk=self._desk, cache=self._cache
            )
            with _Named("endorsement_withdrawn"):
                status.check(value)
        # 12.9, 12.10
        if issuer is None:
            raise FailedError("endorser_unknown")
        if has_endorsements(value):
            raise UncheckedError("endorsements_not_checked")


class _Named:
    """Gives what ends inside the reason of an endorsement: this one where it failed, one for all else."""

    def __init__(self, failed: str) -> None:
        self._failed = failed

    def __enter__(self) -> None:
        """Nothing is needed."""

    def __exit__(self, _: object, ending: BaseException | None, __: object) -> None:
        """Raise the ending again under its new name."""
        if isinstance(ending, FailedError) and ending.reason == NOT_YET_SIGNED:
            raise FailedError("endorsement_not_in_force") from ending
        if isinstance(ending, FailedError):
            raise FailedError(self._failed) from ending
        if isinstance(ending, UncheckedError):
            raise UncheckedError("endorsement_unfinished") from ending


def read_endorsement(item: JsonObject | str | bytes, shapes: Shapes) -> Document:
    """An endorsement that passed steps 1 to 3: an object, a token, or a file of either.

    Raises FailedError `endorsement_malformed` and UncheckedError `endorsement_unfinished`, each with its cause. Not
    checked: its proof, and all that follows.
    """
    with _Named("endorsement_malformed"):
        data = item.encode() if isinstance(item, str) else item
        value, token = (data, None) if isinstance(data, dict) else read_credential(data)
        if isinstance(item, str) and token is None:
            raise FailedError("endorsement_malformed")
        if not {"VerifiableCredential", "EndorsementCredential"} <= types_of(value):
            raise FailedError("endorsement_malformed")
        check_shape(value, is_token=token is not None)
        return check_context(value, shapes, token)
