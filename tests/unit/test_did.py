"""DIDs, their documents and key sets."""

import base64
import copy
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from testamur import did, keys, vendored
from testamur.did import DidError, DidKey, https_host


def key(number: int) -> keys.PublicKey:
    """A fixed key."""
    raw = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32).public_key().public_bytes_raw()
    return keys.public_key_from_raw(keys.ED25519, raw)


FIRST, SECOND = key(1), key(2)
DID = "did:web:society.example:issuers:a"
DOCUMENT = did.did_document(DID, [DidKey(key=FIRST), DidKey(key=SECOND, revoked="2026-01-01T00:00:00Z")])
FIRST_ID = f"{DID}#{FIRST.multibase}"
SECOND_ID = f"{DID}#{SECOND.multibase}"


def code_of(document: dict[str, Any], vm_id: str = FIRST_ID) -> str:
    """The code with which a verification method is refused, or an empty string."""
    try:
        did.verification_method_from(document, vm_id)
    except DidError as error:
        return error.code
    return ""


def test_a_document_says_this_and_nothing_else() -> None:
    """A DID document has its contexts, its keys in order, and lists for signing those that are not revoked."""
    method = {"id": FIRST_ID, "type": "Multikey", "controller": DID, "publicKeyMultibase": FIRST.multibase}
    revoked = {"id": SECOND_ID, "publicKeyMultibase": SECOND.multibase, "revoked": "2026-01-01T00:00:00Z"}
    listed = [DidKey(key=FIRST), DidKey(key=SECOND, revoked="2026-01-01T00:00:00Z")]
    assert did.did_document(DID, listed) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": DID,
        "verificationMethod": [method, method | revoked],
        "assertionMethod": [FIRST_ID],
    }


@pytest.mark.parametrize(
    ("base_url", "path", "expected", "url"),
    [
        ("https://a.example", (), "did:web:a.example", "https://a.example/.well-known/did.json"),
        ("https://a.example/", (), "did:web:a.example", "https://a.example/.well-known/did.json"),
        (
            "https://org.example/repo/",
            ("issuers", "sea"),
            "did:web:org.example:repo:issuers:sea",
            "https://org.example/repo/issuers/sea/did.json",
        ),
        (
            "https://localhost:8443/",
            ("issuers", "sea"),
            "did:web:localhost%3A8443:issuers:sea",
            "https://localhost:8443/issuers/sea/did.json",
        ),
        ("https://xn--e1afmkfd.example/a.b/~c_d-e", (), "did:web:xn--e1afmkfd.example:a.b:~c_d-e",
         "https://xn--e1afmkfd.example/a.b/~c_d-e/did.json"),
    ],
)  # fmt: skip
def test_did_web_and_back(base_url: str, path: tuple[str, ...], expected: str, url: str) -> None:
    """A base URL gives its did:web, and that the address of its document."""
    assert expected == did.did_web(base_url, *path)
    assert url == did.did_web_url(expected)


@pytest.mark.parametrize(
    "base_url",
    [
        "http://a.example/",
        "https://",
        "https:///a",
        "https://A.example/",
        "https://user@a.example/",
        "https://a.example/?q",
        "https://a.example/#f",
        "https://a.example//b",
        "https://a.example/../b",
        "https://a.example/%41",
        "https://a.example:0/",
        "https://a.example:65536/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://é.example/",
        "ftp://a.example/",
        "a.example",
        "",
    ],
)
def test_other_base_urls_are_refused(base_url: str) -> None:
    """A base URL that would not come back as it is gives no DID."""
    with pytest.raises(DidError) as caught:
        did.did_web(base_url)
    assert caught.value.code == "did_malformed"


@pytest.mark.parametrize("segment", ["", "a/b", "a:b", "..", "a b", "%41", "é"])
def test_other_segments_are_refused(segment: str) -> None:
    """A further segment is plain text or refused."""
    with pytest.raises(DidError):
        did.did_web("https://a.example/", segment)


@pytest.mark.parametrize(
    "text",
    [
        # threats, row 20
        "did:web:society.example%40evil.example",
        "did:web:society.example%2Fevil.example",
        "did:web:society.example@evil.example",
        "did:web:society.example%3A8080%40evil.example",
        "did:web:society.example%23evil.example",
        # row 21
        "did:web:society.example:..:evil",
        "did:web:society.example:.",
        "did:web:society.example:%2E%2E:evil",
        "did:web:society.example:a%2Fb",
        "did:web:society.example:a%3Fb",
        "did:web:society.example:a/b",
        "did:web:society.example:a?b",
        "did:web:society.example:a#b",
        "did:web:society.example:a\\b",
        "did:web:society.example:",
        "did:web:society.example::a",
        "did:web:society.example:a:",
        # hosts
        "did:web:",
        "did:web:127.0.0.1",
        "did:web:2130706433",
        "did:web:0x7f.0x0.0x0.0x1",
        "did:web:127.1",
        "did:web:a.0x1",
        "did:web:%5B%3A%3A1%5D",
        "did:web:[::1]",
        "did:web:Society.example",
        "did:web:intranet",
        "did:web:a..example",
        "did:web:.example",
        "did:web:example.com.",
        "did:web:-a.example",
        "did:web:a-.example",
        "did:web:a_b.example",
        "did:web:é.example",
        "did:web:" + "a" * 64 + ".example",
        "did:web:" + ".".join(["a" * 60] * 5) + ".example",
        "did:web:a.example\n",
        "did:web: a.example",
        # ports
        "did:web:a.example%3A",
        "did:web:a.example%3A0",
        "did:web:a.example%3A080",
        "did:web:a.example%3A65536",
        "did:web:a.example%3a8080",
        "did:web:a.example%3A80%3A80",
        "did:web:a.example%3A8x",
        # not DIDs
        "",
        "did:",
        "did:web",
        "DID:web:a.example",
        "did:WEB:a.example",
        "https://a.example",
    ],
)
def test_did_web_with_two_readings_is_refused(text: str) -> None:
    """Whatever another reader might take for another host or path is malformed."""
    with pytest.raises(DidError) as caught:
        did.did_web_url(text)
    assert caught.value.code == "did_malformed"


@pytest.mark.parametrize("text", ["did:key:z6Mk", "did:example:a", "did:webvh:a.example"])
def test_other_methods_are_named(text: str) -> None:
    """A DID of another method is unknown rather than malformed."""
    with pytest.raises(DidError) as caught:
        did.did_web_url(text)
    assert caught.value.code == "did_method_unknown"


def test_document() -> None:
    """Revoked keys keep their entry with the time and leave `assertionMethod`; entries are absolute."""
    assert DOCUMENT == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": DID,
        "verificationMethod": [
            {"id": FIRST_ID, "type": "Multikey", "controller": DID, "publicKeyMultibase": FIRST.multibase},
            {
                "id": SECOND_ID,
                "type": "Multikey",
                "controller": DID,
                "publicKeyMultibase": SECOND.multibase,
                "revoked": "2026-01-01T00:00:00Z",
            },
        ],
        "assertionMethod": [FIRST_ID],
    }
    assert all(vendored.known_context(url) for url in DOCUMENT["@context"])


def test_methods_are_found() -> None:
    """A method comes back with its key, its dates and whether it may assert."""
    assert did.verification_method_from(DOCUMENT, FIRST_ID) == did.VerificationMethod(
        id=FIRST_ID, controller=DID, key=FIRST, revoked=None, expires=None, in_assertion_method=True
    )
    assert did.verification_method_from(DOCUMENT, SECOND_ID) == did.VerificationMethod(
        id=SECOND_ID,
        controller=DID,
        key=SECOND,
        revoked="2026-01-01T00:00:00Z",
        expires=None,
        in_assertion_method=False,
    )


def test_did_key_is_its_own_document() -> None:
    """A did:key's document holds its one key, which may assert."""
    name = keys.did_key(FIRST)
    method = did.verification_method_from(did.did_key_document(name), f"{name}#{FIRST.multibase}")
    assert (FIRST, True) == (method.key, method.in_assertion_method)
    assert code_of(did.did_key_document(name), f"{name}#other") == "key_not_found"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("did:web:a.example", "did_malformed"),
        ("did:key:", "key_malformed"),
        ("did:key:z6Mk", "key_unknown_type"),
        ("did:key:z" + keys.base58_from_bytes(b"\xed\x01\x01" + bytes(31)), "key_small_order"),
        ("did:key:z" + keys.base58_from_bytes(b"\x85\x24" + bytes(40)), "key_unknown_type"),
    ],
)
def test_malformed_did_keys(text: str, expected: str) -> None:
    """A did:key without a sound key has no document."""
    with pytest.raises(DidError) as caught:
        did.did_key_document(text)
    assert expected == caught.value.code


def with_method(**members: Any) -> dict[str, Any]:
    """The document with other members in its first method; a member that is `...` is taken out."""
    document = copy.deepcopy(DOCUMENT)
    method = document["verificationMethod"][0]
    method.update(members)
    document["verificationMethod"][0] = {name: value for name, value in method.items() if value is not ...}
    return document


def test_a_key_by_its_earlier_name() -> None:
    """Ed25519VerificationKey2020 gives the key that a Multikey gives."""
    earlier = did.verification_method_from(with_method(type="Ed25519VerificationKey2020"), FIRST_ID)
    assert did.verification_method_from(DOCUMENT, FIRST_ID) == earlier


EC = keys.public_key_from_raw(
    keys.P256, bytes.fromhex("036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
).multibase
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "did_document_malformed"),
    ({**DOCUMENT, "id": None}, "did_document_malformed"),
    ({**DOCUMENT, "id": DID + "b"}, "did_id_differs"),
    ({**DOCUMENT, "id": DID.upper()}, "did_id_differs"),
    ({**DOCUMENT, "verificationMethod": ["x"]}, "did_document_malformed"),
    ({**DOCUMENT, "verificationMethod": []}, "key_not_found"),
    ({"id": DID}, "key_not_found"),
    ({**DOCUMENT, "verificationMethod": DOCUMENT["verificationMethod"] * 2}, "key_not_found"),
    (with_method(id="#" + FIRST.multibase), "key_not_found"),
    (with_method(id=SECOND_ID), "key_not_found"),
    (with_method(controller="did:web:evil.example"), "key_controller_differs"),
    (with_method(controller=...), "key_controller_differs"),
    (with_method(controller=[DID]), "key_controller_differs"),
    (with_method(publicKeyJwk=keys.to_jwk(SECOND)), "key_material_ambiguous"),
    (with_method(type="JsonWebKey2020", publicKeyMultibase=..., publicKeyJwk=keys.to_jwk(FIRST)), "key_type_unknown"),
    (with_method(type="JsonWebKey"), "did_document_malformed"),
    (with_method(publicKeyMultibase=..., publicKeyJwk=keys.to_jwk(FIRST)), "did_document_malformed"),
    (with_method(type="JsonWebKey", publicKeyMultibase=..., publicKeyJwk="x"), "did_document_malformed"),
    (with_method(type="JsonWebKey", publicKeyMultibase=..., publicKeyJwk={"kty": "RSA"}), "key_unknown_type"),
    (with_method(type="Ed25519VerificationKey2018"), "key_type_unknown"),
    (with_method(type="Ed25519VerificationKey2020", publicKeyMultibase=EC), "key_unknown_type"),
    (with_method(type=...), "key_type_unknown"),
    (with_method(publicKeyMultibase=...), "did_document_malformed"),
    (with_method(publicKeyMultibase=5), "did_document_malformed"),
    (with_method(revoked=5), "did_document_malformed"),
    (with_method(expires=[]), "did_document_malformed"),
    (with_method(publicKeyMultibase="z6Mk0"), "key_malformed"),
    (with_method(publicKeyMultibase="z" + keys.base58_from_bytes(b"\xed\x01" + bytes(32))), "key_small_order"),
]


@pytest.mark.parametrize(("document", "expected"), REFUSED)
def test_documents_that_do_not_give_the_key(document: dict[str, Any], expected: str) -> None:
    """Each way in which a document fails to name the key has its code (threats, rows 1 and 11)."""
    assert expected == code_of(document)


def test_ids_without_fragment_are_refused() -> None:
    """A verification method is named with its fragment."""
    assert code_of(DOCUMENT, DID) == "did_malformed"
    assert code_of(DOCUMENT, DID + "#") == "did_malformed"


def test_key_sets() -> None:
    """A bare JWK names its key by its Multikey; a set leaves out what was revoked; nothing private is in either."""
    jwk = did.jwk(FIRST)
    assert {**keys.to_jwk(FIRST), "kid": FIRST.multibase, "use": "sig", "alg": "EdDSA"} == jwk
    assert did.jwks([DidKey(key=FIRST), DidKey(key=SECOND, revoked="2026-01-01T00:00:00Z")]) == {"keys": [jwk]}
    assert "d" not in jwk
    assert keys.public_key_from_jwk(jwk) == FIRST


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://society.example/a/b?c#d", "society.example"),
        ("https://society.example", "society.example"),
        ("https://society.example:443/a", "society.example"),
        ("https://society.example:8443/a", "society.example:8443"),
    ],
)
def test_host_of_an_address(address: str, host: str) -> None:
    """The host of an https address comes with its port, unless it is the usual one."""
    assert host == https_host(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://society.example/",
        "https://Society.example/",
        "https://society.example@evil.example/",
        "https://society.example:0443/",
        "https://society.example:/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https:///a",
        "",
    ],
)
def test_what_has_no_host(address: str) -> None:
    """An address whose host could be read in two ways, or is no domain, has none."""
    with pytest.raises(DidError, match="did_malformed"):
        https_host(address)


def test_a_did_jwk_is_its_own_document() -> None:
    """A did:jwk has one method, `#0`, with the JWK that it is made of."""
    value = base64.urlsafe_b64encode(json.dumps(did.jwk(FIRST)).encode()).decode().rstrip("=")
    document = did.did_jwk_document(f"did:jwk:{value}")
    method = did.verification_method_from(document, f"did:jwk:{value}#0")
    assert (FIRST, True) == (method.key, method.in_assertion_method)


@pytest.mark.parametrize("text", ["e30", "did:jwk:", "did:jwk:e30=", "did:jwk:W10", "did:jwk:e30!", "did:key:e30"])
def test_what_is_no_did_jwk(text: str) -> None:
    """What is not strict JSON, an object, in the one spelling of base64url is no did:jwk."""
    with pytest.raises(DidError, match="did_malformed"):
        did.did_jwk_document(text)
