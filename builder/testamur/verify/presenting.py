"""A presentation's own signature: whose key put these credentials together (VCDM 2.0, 4.13; VC Data Integrity 1.0).

The one idea: such a signature, a proof or a token, answers a question that somebody asked, and nobody asked one of a
file. That it holds says that the holder's key signed once, and not that it is the holder who hands the file over; the
report says both.
"""

from collections.abc import Sequence
from datetime import datetime

from testamur import vendored
from testamur.canon import NOT_APART, CanonError, canonical_presentation, check_closed
from testamur.times import time_text
from testamur.verify.asking import Cache, Desk
from testamur.verify.kept import Steps
from testamur.verify.outcomes import FailedError, NotPassedError, UncheckedError, refuse
from testamur.verify.presenting_tokens import check_presenting_token
from testamur.verify.reading import Token, date_text
from testamur.verify.report import (
    PRESENTATION,
    PresentationFacts,
    Report,
    StepId,
    reasons_from_steps,
    verdict_from_steps,
)
from testamur.verify.securing import NOT_YET_SIGNED, Document, Moment, Signer, check_days_of, check_proofs
from testamur.verify.shape import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    JsonObject,
    is_address,
    many,
    ms_from_datetime,
    one,
    text,
)

_NOT_APPLICABLE: tuple[StepId, ...] = ("issuer", "dates", "status", "definition", "ledger", "endorsements", "related")
_RENAMED = {"key_not_issuers": "key_not_holders", NOT_YET_SIGNED: "proof_created_future"}


def report_on_presentation(
    presentation: JsonObject,
    token: Token | None,
    held: Sequence[JsonObject | None],
    *,
    at: datetime,
    desk: Desk,
    cache: Cache,
) -> Report:
    """The report on a presentation that has a `proof` or came in a token.

    `held` are the credentials in it, None for one that could not be read. Raises nothing that depends on them or on
    what `desk` answers. Not checked: the credentials, and whether it is the holder who hands them over now.
    """
    moment = Moment(at_ms=ms_from_datetime(at), skew_ms=vendored.limits().clock_skew_s * 1000)
    steps = Steps()
    steps.passes("read", lambda: None)
    facts = _judge(presentation, token, held, steps, moment=moment, desk=desk, cache=cache)
    ended = steps.all()
    is_signed = facts is not None
    return Report(
        verdict=verdict_from_steps(ended, no_status=False, is_presentation=is_signed),
        reasons=reasons_from_steps(ended, no_status=False, is_presentation=is_signed),
        steps=ended,
        credential=None,
        presentation=facts,
        status=None,
        checked_at=time_text(at),
        fetched=desk.fetched,
        part=PRESENTATION,
    )


def _judge(
    presentation: JsonObject,
    token: Token | None,
    held: Sequence[JsonObject | None],
    steps: Steps,
    *,
    moment: Moment,
    desk: Desk,
    cache: Cache,
) -> PresentationFacts | None:
    """Steps 2 to 13; what the signature says, once it held."""
    documents: list[Document] = []
    signers: list[Signer] = []
    holder: list[str] = []
    # 2
    if not steps.passes("shape", lambda: holder.append(_check_shape(presentation, token))):
        return None
    # 3
    if not steps.passes("context", lambda: documents.append(_check_context(presentation, token))):
        return None
    # 4
    if not steps.passes(
        "proof",
        lambda: signers.extend(_check_signatures(documents[0], holder[0], moment=moment, desk=desk, cache=cache)),
    ):
        return None
    # 6
    steps.passes("key", lambda: _check_keys(signers, moment=moment))
    for id in _NOT_APPLICABLE:
        steps.skip(id)
    # 11
    steps.passes("recipient", lambda: _check_held(holder[0], held))
    if token is not None:
        created, challenge, domain = (token.claims.get(name) for name in ("iat", "nonce", "aud"))
        created = date_text(created)
    else:
        proof = many(presentation["proof"])[0]
        created, challenge, domain = (proof.get(name) for name in ("created", "challenge", "domain"))
    return PresentationFacts(
        holder=holder[0],
        created=text(created),
        challenge=text(challenge),
        domain=tuple(many(domain)),
        keys=tuple(signer.method.id for signer in signers),
    )


def _check_shape(presentation: JsonObject, token: Token | None) -> str:
    """Step 2: the holder's id; where none is stated, whom the token's claims name, or whose key the signature does."""
    # 2.1
    stated = presentation.get("proof", [])
    proofs = stated if isinstance(stated, list) else [stated]
    if ("proof" in presentation and not proofs) or not all(isinstance(proof, dict) for proof in proofs):
        raise FailedError("proof_malformed")
    # 2.2, 2.3
    contexts = presentation.get("@context")
    contexts = [contexts] if isinstance(contexts, str) else contexts
    if not isinstance(contexts, list) or not all(isinstance(context, str | dict) for context in contexts):
        raise FailedError("context_malformed")
    if contexts[:1] not in ([CREDENTIALS_V2], [CREDENTIALS_V1]):
        raise UncheckedError("data_model_unknown")
    # 2.4, 2.5
    if "id" in presentation and not is_address(one(presentation["id"])):
        raise FailedError("id_malformed")
    claimed = None if token is None else text(token.claims.get("iss"))
    if "holder" not in presentation and claimed is None:
        key = proofs[0].get("verificationMethod") if token is None else token.jws.header.get("kid")
        return (text(key) or "").partition("#")[0]
    holder = one(presentation.get("holder", claimed))
    named = one(holder.get("id")) if isinstance(holder, dict) else holder
    if not is_address(named):
        raise FailedError("holder_malformed")
    return str(named)


def _check_context(presentation: JsonObject, token: Token | None) -> Document:
    """Step 3; the bytes that a token signs need no canonical form, and so nothing in them need be told apart."""
    try:
        if "proof" in presentation:
            return Document(value=presentation, canonical=canonical_presentation(presentation), token=token)
        check_closed({name: member for name, member in presentation.items() if name != "verifiableCredential"})
        return Document(value=presentation, canonical=b"", token=token)
    except CanonError as cause:
        refuse("presentation_not_checked" if cause.code == NOT_APART else cause.code)


def _check_signatures(
    document: Document, holder: str, *, moment: Moment, desk: Desk, cache: Cache
) -> tuple[Signer, ...]:
    """Step 4: as of a credential, but that it is for handing over, and may name a question and whom it is for."""
    for proof in many(document.value.get("proof")):
        domains = many(proof.get("domain"))
        if text(proof.get("challenge", "")) is None or not all(isinstance(domain, str) for domain in domains):
            raise FailedError("proof_malformed")
    try:
        signers: list[Signer] = []
        is_later = False
        if document.token is not None:
            signer, is_later = check_presenting_token(
                document.value, document.token, holder, moment=moment, desk=desk, cache=cache
            )
            signers.append(signer)
        if "proof" in document.value:
            signers.extend(check_proofs(document, moment=moment, desk=desk, cache=cache, holder=holder))
        if is_later:
            raise FailedError(NOT_YET_SIGNED)
        return tuple(signers)
    except NotPassedError as ending:
        raise type(ending)(_RENAMED.get(ending.reason, ending.reason)) from ending


def _check_keys(signers: Sequence[Signer], *, moment: Moment) -> None:
    """Step 6: the keys were the holder's to hand things over with."""
    for signer in signers:
        if not signer.method.in_authentication:
            raise FailedError("key_not_for_authentication")
        check_days_of(signer.method, moment=moment)


def _check_held(holder: str, held: Sequence[JsonObject | None]) -> None:
    """Step 11: what is handed over was awarded to the holder."""
    named = [None if credential is None else _subject_id(credential) for credential in held]
    if any(name not in (None, holder) for name in named):
        raise FailedError("presenter_differs")
    if not named or None in named:
        raise UncheckedError("presenter_not_named")


def _subject_id(credential: JsonObject) -> str | None:
    subject = one(credential.get("credentialSubject"))
    return text(subject.get("id")) if isinstance(subject, dict) else None
