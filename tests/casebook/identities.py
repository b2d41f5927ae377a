"""Cases of step 4 and 6: issuers that are a did:jwk, or whose id is an https address."""

import json
from typing import Any

from tests.casebook.book import Book, Expected, ends, unknown
from tests.casebook.earlier import EXTENSIONS
from tests.casebook.forge import P256_KEY, P256_OTHER, P384_KEY, multikey, multikey_from_raw
from tests.casebook.jwts import FILE, token
from tests.casebook.society import (
    BADGES,
    CREDENTIALS_V2,
    NOW,
    STRANGER,
    Json,
    signed,
    signed_list,
    unsigned,
)
from tests.casebook.tokens import base64url, jwk

PROFILE = "https://badges.example/issuers/7"
KEY_SET = "https://badges.example/keys.json"
FINE = unknown("issuer_unknown", "no_status")


def write(book: Book) -> None:
    """Write the cases down."""
    _did_jwk(book)
    _profiles(book)
    _key_sets(book)
    _refused(book)
    _addresses(book)
    _lists(book)


def did_jwk(value: Any) -> str:
    """The did:jwk of a JWK, or of whatever stands in its place."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return f"did:jwk:{base64url(content)}"


def by(issuer: str, key: str, method: str, **options: Any) -> Json:
    """A credential of an issuer that no registry knows, without status or related files."""
    changes = options.pop("changes", {})
    document = {"issuer": {"id": issuer, "type": ["Profile"]}, "credentialStatus": None, "relatedResource": None}
    return signed(unsigned(**(document | changes)), key, method=method, **options)


# ---- did:jwk ----


def _did_jwk(book: Book) -> None:
    def issued(value: Any, key: str = STRANGER, *, fragment: str = "0", **options: Any) -> Json:
        did = did_jwk(value)
        return by(did, key, f"{did}#{fragment}", **options)

    for name, key, suite in (
        ("", STRANGER, "eddsa-rdfc-2022"),
        ("-jcs", STRANGER, "eddsa-jcs-2022"),
        ("-p256", P256_KEY, "ecdsa-rdfc-2019"),
        ("-p384", P384_KEY, "ecdsa-jcs-2019"),
    ):
        credential = issued(jwk(key), key, cryptosuite=suite)
        book.add(f"did-jwk{name}", f"A did:jwk by {suite}", credential, FINE, registries=())
    stated = jwk(STRANGER) | {"use": "sig", "alg": "EdDSA", "kid": "1"}
    book.add("did-jwk-stated", "A did:jwk that says what it is for", issued(stated), FINE)
    rsa = did_jwk(jwk("rsa"))
    document = unsigned(issuer=rsa, credentialStatus=None, relatedResource=None)
    for name, header in (("rsa", {"kid": f"{rsa}#0"}), ("rsa-no-kid", {"kid": None})):
        content = token(document, "rsa", header=header)
        book.add(f"did-jwk-{name}", "A token by the RSA key of a did:jwk", content, FINE, file=FILE)

    def refuse(name: str, title: str, reason: str, credential: Json, *threats: int) -> None:
        book.add(f"did-jwk-{name}", title, credential, ends("proof", reason, fetched=()), threats=threats)

    def raw(did: str) -> Json:
        return by(did, STRANGER, f"{did}#0")

    good = did_jwk(jwk(STRANGER))
    refuse("padding", "A did:jwk with padding", "did_malformed", raw(f"{good}="))
    refuse("stray-bits", "A did:jwk whose last letter says more than it may", "did_malformed", raw(_stray()))
    refuse("alphabet", "A did:jwk in the other alphabet", "did_malformed", raw("did:jwk:eyJrdHkiOiI/Pz8ifQ"))
    refuse("text", "A did:jwk that is no JSON", "did_malformed", issued(b"key"))
    refuse("array", "A did:jwk that is no object", "did_malformed", issued([jwk(STRANGER)]))
    twice = b'{"kty":"OKP","crv":"Ed25519","x":"AA",' + json.dumps(jwk(STRANGER)).encode()[1:]
    refuse("key-twice", "A did:jwk that says one thing twice", "did_malformed", issued(twice), 27)
    refuse("empty", "A did:jwk of nothing", "did_malformed", raw("did:jwk:="))
    refuse("no-key", "A did:jwk without a key", "proof_key_type", issued({}))
    refuse(
        "private", "A did:jwk that gives its private half away", "key_malformed", issued(jwk(STRANGER) | {"d": "AA"})
    )
    refuse("encryption", "A did:jwk for something else", "key_malformed", issued(jwk(STRANGER) | {"use": "enc"}))
    small = jwk(STRANGER) | {"x": base64url(b"\1" + bytes(31))}
    refuse("small-order", "A did:jwk of small order", "key_small_order", issued(small), 1)
    longer = jwk(STRANGER) | {"x": jwk(STRANGER)["x"] + "="}
    refuse("not-canonical", "A did:jwk in another spelling", "key_not_canonical", issued(longer), 1)
    refuse("rsa-proof", "An RSA key under a proof", "proof_key_type", issued(jwk("rsa")))
    refuse("curve", "A key of another kind than the proof's", "proof_key_type", issued(jwk(P256_KEY)))
    refuse("fragment", "Another fragment than 0", "key_not_found", issued(jwk(STRANGER), fragment="1"))
    other = did_jwk(jwk(NOW))
    refuse("other", "The key of another did:jwk", "key_not_issuers", by(good, NOW, f"{other}#0"), 30)
    refuse("forged", "Somebody else's signature", "proof_signature_invalid", issued(jwk(STRANGER), NOW), 30)


def _stray() -> str:
    # Only where the letters don't end with a byte does the last one have bits to spare.
    dids = [did_jwk(jwk(STRANGER) | {"kid": kid}) for kid in ("1", "12")]
    did = next(did for did in dids if len(did.removeprefix("did:jwk:")) % 4)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return did[:-1] + alphabet[alphabet.index(did[-1]) + 1]


# ---- https addresses ----


def listed(key: str = STRANGER, *, issuer: str = PROFILE, id: str | None = None, **changes: Any) -> Json:
    """One method of a profile."""
    method = {
        "id": id or f"{issuer}#{multikey(key)}",
        "type": "Multikey",
        "controller": issuer,
        "publicKeyMultibase": multikey(key),
    } | changes
    return {name: value for name, value in method.items() if value is not None}


def profile(*methods: Json, issuer: str = PROFILE, **changes: Any) -> Json:
    """A profile with the keys that may sign for it."""
    document = {
        "@context": [CREDENTIALS_V2, BADGES],
        "id": issuer,
        "type": ["Profile"],
        "name": "Badges of the Town",
        "verificationMethod": list(methods) or None,
        "assertionMethod": [method["id"] for method in methods] or None,
    } | changes
    return {name: value for name, value in document.items() if value is not None}


def badge(key: str = STRANGER, *, issuer: str = PROFILE, method: str | None = None, **options: Any) -> Json:
    """A credential of the profile."""
    return by(issuer, key, method or f"{issuer}#{multikey(key)}", **options)


def _profiles(book: Book) -> None:
    plain = profile(listed())
    book.add(
        "https-profile",
        "An https issuer whose profile lists the key",
        badge(),
        FINE,
        documents={PROFILE: plain},
        registries=(),
    )
    both = profile(listed(NOW), listed())
    book.add("https-profile-second", "The second of two keys", badge(), FINE, documents={PROFILE: both})
    as_jwk = listed(type="JsonWebKey", publicKeyMultibase=None, publicKeyJwk=jwk(STRANGER))
    book.add("https-profile-jwk", "The key as a JWK", badge(), FINE, documents={PROFILE: profile(as_jwk)})
    single = profile(listed()) | {"verificationMethod": listed(), "assertionMethod": listed()["id"]}
    book.add("https-profile-single", "One key that is no array", badge(), FINE, documents={PROFILE: single})
    at = "https://badges.example/keys/1"
    book.add(
        "https-profile-key-address",
        "A key whose own address the profile lists",
        badge(method=at),
        FINE,
        documents={PROFILE: profile(listed(id=at))},
    )
    asked = f"{PROFILE}?v=3_0"
    answer = profile(listed(issuer=asked), issuer=asked)
    book.add(
        "https-profile-query",
        "An issuer's address with a question",
        badge(issuer=asked),
        FINE,
        documents={asked: answer},
    )
    port = "https://badges.example:8443/issuers/7"
    answer = profile(listed(issuer=port), issuer=port)
    book.add(
        "https-profile-port", "An issuer's address with a port", badge(issuer=port), FINE, documents={port: answer}
    )
    root = "https://badges.example"
    answer = profile(listed(issuer=root), issuer=root)
    book.add("https-profile-root", "A host alone", badge(issuer=root), FINE, documents={root: answer})
    document = unsigned(issuer=PROFILE, credentialStatus=None, relatedResource=None)
    content = token(document, STRANGER, header={"kid": f"{PROFILE}#{multikey(STRANGER)}"})
    book.add(
        "https-profile-token", "A token by a key of the profile", content, FINE, documents={PROFILE: plain}, file=FILE
    )


def key_set(*keys: Json) -> Json:
    """A JWK set."""
    return {"keys": list(keys)}


def _key_sets(book: Book) -> None:
    credential = badge(method=f"{PROFILE}#1")
    own = jwk(STRANGER, kid="1")
    inline = profile(jwks=key_set(jwk(NOW, kid="0"), own))
    book.add("https-jwks", "A profile that holds a key set", credential, FINE, documents={PROFILE: inline})
    linked = profile(jwks_uri=KEY_SET)
    fetched = Expected(verdict=FINE.verdict, reasons=FINE.reasons, steps=FINE.steps, fetched=(PROFILE, KEY_SET))
    book.add(
        "https-jwks-uri",
        "A profile that names a key set on its host",
        credential,
        fetched,
        documents={PROFILE: linked, KEY_SET: key_set(own)},
    )
    whole = key_set(jwk(STRANGER, kid=f"{PROFILE}#1", use="sig", alg="EdDSA"))
    book.add(
        "https-jwks-whole-name",
        "A key that goes by its whole address",
        credential,
        FINE,
        documents={PROFILE: linked, KEY_SET: whole},
    )
    curve = badge(P256_KEY, method=f"{PROFILE}#1", cryptosuite="ecdsa-rdfc-2019")
    book.add(
        "https-jwks-p256",
        "A key of P-256 in a set",
        curve,
        FINE,
        documents={PROFILE: linked, KEY_SET: key_set(jwk(P256_KEY, kid="1"))},
    )
    beside = profile(listed(NOW), jwks_uri=KEY_SET)
    book.add(
        "https-jwks-beside",
        "A key set beside a list without the key",
        credential,
        FINE,
        documents={PROFILE: beside, KEY_SET: key_set(own)},
    )
    first = profile(listed(id=f"{PROFILE}#1"), jwks_uri=KEY_SET)
    only = Expected(verdict=FINE.verdict, reasons=FINE.reasons, steps=FINE.steps, fetched=(PROFILE,))
    book.add(
        "https-jwks-listed-first",
        "What the profile lists itself counts before the set",
        credential,
        only,
        documents={PROFILE: first, KEY_SET: key_set()},
    )
    document = unsigned(issuer=PROFILE, credentialStatus=None, relatedResource=None)
    content = token(document, "rsa", header={"kid": f"{PROFILE}#1"})
    answers = {PROFILE: linked, KEY_SET: key_set(jwk("rsa", kid="1"))}
    book.add("https-jwks-rsa-token", "A token by an RSA key of a set", content, FINE, documents=answers, file=FILE)

    def refuse(
        name: str,
        title: str,
        reason: str,
        answers: Json,
        *threats: int,
        of: Json = credential,
        verdict: str = "altered",
    ) -> None:
        book.add(f"https-jwks-{name}", title, of, ends("proof", reason, verdict), documents=answers, threats=threats)

    def with_set(answer: Any) -> Json:
        return {PROFILE: linked, KEY_SET: answer}

    refuse("both", "A key set and the address of one", "key_material_ambiguous", {PROFILE: inline | linked})
    refuse(
        "unreachable",
        "A key set that can't be reached",
        "issuer_unreachable",
        with_set({"status": 404}),
        verdict="unfinished",
    )
    page = {"base64": "PCFkb2N0eXBlIGh0bWw+"}
    refuse("html", "A page in place of the key set", "issuer_unreadable", with_set(page), verdict="unfinished")
    refuse("array", "An array in place of the key set", "did_document_malformed", with_set([own]))
    refuse("no-keys", "A key set without keys", "did_document_malformed", with_set({}))
    refuse("text-key", "A key that is no object", "did_document_malformed", with_set({"keys": ["1"]}))
    refuse("unnamed", "A key set without this key", "key_not_found", with_set(key_set(jwk(STRANGER, kid="2"))))
    refuse("no-kid", "A key set whose keys have no names", "key_not_found", with_set(key_set(jwk(STRANGER))))
    refuse("twice", "Two keys of one name", "key_not_found", with_set(key_set(own, jwk(NOW, kid="1"))), 11)
    refuse(
        "forged",
        "Somebody else's signature under a name of the set",
        "proof_signature_invalid",
        with_set(key_set(jwk(NOW, kid="1"))),
        30,
    )
    refuse("private", "A key set that gives a private half away", "key_malformed", with_set(key_set(own | {"d": "AA"})))
    refuse("encryption", "A key for something else", "key_malformed", with_set(key_set(own | {"use": "enc"})), 10)
    small = own | {"x": base64url(b"\1" + bytes(31))}
    refuse("small-order", "A key of small order in a set", "key_small_order", with_set(key_set(small)), 1)
    refuse("rsa", "An RSA key of a set under a proof", "proof_key_type", with_set(key_set(jwk("rsa", kid="1"))))
    elsewhere = "https://keys.example/keys.json"
    for name, address in (
        ("other-host", elsewhere),
        ("below-host", "https://keys.badges.example/keys.json"),
        ("other-port", "https://badges.example:8443/keys.json"),
        ("user", "https://badges.example@keys.example/keys.json"),
        ("http", "http://badges.example/keys.json"),
        ("fragment", f"{KEY_SET}#keys"),
    ):
        answers = {PROFILE: profile(jwks_uri=address), address: key_set(own)}
        expected = ends("proof", "issuer_keys_elsewhere", "unfinished", fetched=(PROFILE,))
        book.add(
            f"https-jwks-{name}", f"A key set at {address}", credential, expected, documents=answers, threats=(22,)
        )
    sets: dict[str, Json] = {"inline": {"jwks": key_set(own)}, "linked": {"jwks_uri": KEY_SET}}
    for name, members in sets.items():
        other = with_set(key_set(own)) | {PROFILE: profile(issuer="https://badges.example/issuers/8", **members)}
        refuse(f"other-id-{name}", "The key set of another profile", "did_id_differs", other, 11)
    number = {PROFILE: profile(jwks_uri=7)}
    refuse("number", "A number for the key set's address", "issuer_keys_elsewhere", number, verdict="unfinished")
    at = badge(method="https://badges.example/keys/1")
    named = key_set(jwk(STRANGER, kid="https://badges.example/keys/1"))
    refuse("other-name", "A set can't name a key outside the issuer's address", "key_not_found", with_set(named), of=at)


def _refused(book: Book) -> None:
    credential = badge()
    plain = profile(listed())

    def refuse(
        name: str, title: str, reason: str, answer: Any, *threats: int, of: Json = credential, verdict: str = "altered"
    ) -> None:
        book.add(
            f"https-profile-{name}",
            title,
            of,
            ends("proof", reason, verdict),
            documents={PROFILE: answer},
            threats=threats,
        )

    refuse(
        "unreachable", "A profile that can't be reached", "issuer_unreachable", {"status": 404}, verdict="unfinished"
    )
    page = {"base64": "PCFkb2N0eXBlIGh0bWw+"}
    refuse("html", "A page in place of the profile", "issuer_unreadable", page, verdict="unfinished")
    refuse("array", "An array in place of the profile", "did_document_malformed", [plain])
    refuse("no-id", "A profile without an id", "did_document_malformed", profile(listed(), id=None))
    refuse(
        "other-id",
        "A profile of somebody else",
        "did_id_differs",
        profile(listed(), id="https://badges.example/issuers/8"),
        11,
    )
    refuse("no-keys", "A profile without keys", "key_not_found", profile())
    refuse("other-key", "A profile that lists other keys", "key_not_found", profile(listed(NOW)), 30)
    refuse(
        "key-twice",
        "A profile that lists one id twice",
        "key_not_found",
        profile(listed(), listed(publicKeyMultibase=multikey(NOW))),
    )
    other = "https://badges.example/issuers/8"
    refuse("controller", "A key that another controls", "key_controller_differs", profile(listed(controller=other)), 11)
    refuse(
        "text-key",
        "A key that is no object",
        "did_document_malformed",
        profile() | {"verificationMethod": [f"{PROFILE}#1"]},
    )
    refuse("two-forms", "A key in two forms", "key_material_ambiguous", profile(listed(publicKeyJwk=jwk(NOW))))
    refuse(
        "kind",
        "A key of an unknown kind",
        "key_type_unknown",
        profile(listed(type="Unheard2031")),
        verdict="unfinished",
    )
    small = listed(publicKeyMultibase=multikey_from_raw(b"\1" + bytes(31)))
    refuse("small-order", "A key of small order", "key_small_order", profile(small), 1)
    refuse(
        "bad-day", "A key revoked on a day that is none", "did_document_malformed", profile(listed(revoked="yesterday"))
    )
    forged = profile(listed(publicKeyMultibase=multikey(P256_OTHER)))
    refuse("curve", "A key of another kind than the proof's", "proof_key_type", forged)
    stranger = badge(NOW, method=f"{PROFILE}#{multikey(STRANGER)}")
    refuse("forged", "Somebody else's signature", "proof_signature_invalid", plain, 30, of=stranger)

    def at_key(name: str, title: str, reason: str, answer: Json, *threats: int) -> None:
        expected = unknown("issuer_unknown", reason, "no_status", verdict="altered", key="failed")
        book.add(f"https-profile-{name}", title, credential, expected, documents={PROFILE: answer}, threats=threats)

    at_key(
        "not-for-assertion",
        "A key that is not meant for signing",
        "key_not_for_assertion",
        profile(listed(), assertionMethod=None),
        10,
    )
    at_key("revoked", "A key that was revoked", "key_revoked", profile(listed(revoked="2026-05-01T00:00:00Z")), 9)
    at_key("expired", "A key that had run out", "key_expired", profile(listed(expires="2026-05-01T00:00:00Z")), 9)


def _addresses(book: Book) -> None:
    """Nobody is asked where the issuer's address or the key's can't be the issuer's."""

    def refuse(
        name: str, issuer: str, reason: str, *threats: int, method: str | None = None, verdict: str = "altered"
    ) -> None:
        credential = badge(issuer=issuer, method=method)
        answer = profile(listed(issuer=issuer), issuer=issuer)
        expected = ends("proof", reason, verdict, fetched=())
        book.add(
            f"https-address-{name}",
            f"The issuer {issuer}",
            credential,
            expected,
            documents={issuer: answer},
            threats=threats,
        )

    malformed = "did_malformed"
    refuse("upper-case", "https://Badges.example/issuers/7", malformed, 20)
    refuse("address-4", "https://127.0.0.1/issuers/7", malformed, 21)
    refuse("number", "https://2130706433/issuers/7", malformed, 21)
    refuse("user", "https://badges.example@evil.example/issuers/7", malformed, 20)
    refuse("port-zero", "https://badges.example:0/issuers/7", malformed, 21)
    refuse("climb", "https://badges.example/issuers/../evil", malformed, 21)
    refuse("climb-encoded", "https://badges.example/issuers/%2E%2e/evil", malformed, 21)
    unsettled = "issuer_method_unknown"
    refuse("fragment", f"{PROFILE}#issuer", unsettled, method=f"{PROFILE}#1", verdict="unfinished")
    refuse("http", "http://badges.example/issuers/7", unsettled, verdict="unfinished")
    refuse("urn-key", PROFILE, unsettled, method="urn:example:key", verdict="unfinished")
    refuse("http-key", PROFILE, unsettled, method="http://badges.example/issuers/7#1", verdict="unfinished")
    refuse("other-host-key", PROFILE, "key_not_issuers", 22, 30, method="https://evil.example/issuers/7#1")
    refuse("below-host-key", PROFILE, "key_not_issuers", 22, 30, method="https://keys.badges.example/issuers/7#1")
    refuse("did-key", PROFILE, "key_not_issuers", 30, method="did:web:badges.example:issuers:7#1")


def _lists(book: Book) -> None:
    """What such an issuer publishes beside its keys."""
    address = "https://badges.example/status/1"
    entry = {
        "id": f"{address}#5",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "5",
        "statusListCredential": address,
    }
    method = f"{PROFILE}#{multikey(STRANGER)}"
    credential = badge(changes={"credentialStatus": entry})

    def answer(*bits: int, issuer: str = PROFILE) -> Json:
        subject = {"id": f"{address}#list"}
        return signed_list("b2", bits, id=address, issuer=issuer, key=STRANGER, method=method, subject=subject)

    clear = unknown("issuer_unknown", status="passed")
    revoked = unknown("issuer_unknown", "status_revoked", verdict="withdrawn", status="failed")
    plain = {PROFILE: profile(listed())}
    book.add("https-list-clear", "An https issuer's own list", credential, clear, documents=plain | {address: answer()})
    book.add(
        "https-list-revoked",
        "Revoked by an https issuer's own list",
        credential,
        revoked,
        documents=plain | {address: answer(5)},
    )
    other = unknown("issuer_unknown", "status_list_issuer_differs", verdict="unfinished", status="could_not_check")
    differs = plain | {address: answer(issuer="https://badges.example/issuers/8")}
    book.add(
        "https-list-other",
        "A list of another issuer on the same host",
        credential,
        other,
        documents=differs,
        threats=(12,),
    )
    ids = "https://badges.example/revoked"
    changes = {
        "@context": [CREDENTIALS_V2, BADGES, EXTENSIONS],
        "credentialStatus": {"id": ids, "type": "1EdTechRevocationList"},
    }
    by_ids = badge(changes=changes)
    listing = {"id": ids, "issuer": PROFILE, "revokedCredential": [{"id": by_ids["id"]}]}
    book.add(
        "https-ids-revoked",
        "Revoked by an unsigned list on the issuer's host",
        by_ids,
        revoked,
        documents=plain | {ids: listing},
    )
