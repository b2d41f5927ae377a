"""The second half of step 5: the issuer may award this, and could on that day (docs/verification.md).

The one idea: what an issuer may award, and from when to when, is the registry's word; the day of an award is the
ledger's. Neither is asked of the credential, which its issuer wrote alone.
"""

from testamur.verify.outcomes import FailedError
from testamur.verify.registry import RegistryIssuer, RegistryView
from testamur.verify.shape import JsonObject, achievement_of, one


def check_scope(document: JsonObject, *, issuer: RegistryIssuer, view: RegistryView, issued: str | None) -> None:
    """The achievement is in the issuer's scope, on the day that the ledger gives.

    `document` must have passed steps 1 to 4, `view` be the registry that knows its issuer, and `issued` the day of the
    ledger's entry where step 10 passed, else None. Raises FailedError `issuer_scope` or `issuer_scope_dates`. Not
    checked: a credential without an achievement, an achievement that the registry does not publish (step 9 says so),
    and the day of an award that the ledger does not have.
    """
    achievement = achievement_of(document)
    definition = None if achievement is None else view.definitions.get(str(one(achievement["id"])))
    if definition is None:
        return
    # 5.3
    periods = [(item.from_day, item.until_day) for item in issuer.scope if item.definition == definition]
    if not periods:
        raise FailedError("issuer_scope")
    # 5.4
    if issued is not None and not any(
        from_day <= issued and (until_day is None or issued <= until_day) for from_day, until_day in periods
    ):
        raise FailedError("issuer_scope_dates")
