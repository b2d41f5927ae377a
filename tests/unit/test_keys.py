"""Public keys: one spelling each, and none that anybody can sign for."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from testamur import keys
from testamur.keys import ED25519, P256, P384, KeyFormError, KeyType, PublicKey

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ED = keys.public_key_from_raw(ED25519, PRIVATE.public_key().public_bytes_raw())
P = 2**255 - 19
CURVES = ((P256, ec.SECP256R1(), SHA256()), (P384, ec.SECP384R1(), SHA384()))


def ec_private(curve: ec.EllipticCurve) -> ec.EllipticCurvePrivateKey:
    """A fixed private key on a curve."""
    return ec.derive_private_key(0x1234567, curve)


def ec_public(row: KeyType, curve: ec.EllipticCurve) -> PublicKey:
    """The public key of the fixed private key."""
    raw = ec_private(curve).public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return keys.public_key_from_raw(row, raw)


ALL = [ED, *(ec_public(row, curve) for row, curve, _ in CURVES)]


def code_of(text: str) -> str:
    """The code with which a Multikey is refused, or an empty string."""
    try:
        keys.public_key_from_multibase(text)
    except KeyFormError as error:
        return error.code
    return ""


def multibase(row: KeyType, raw: bytes) -> str:
    """The Multikey that some bytes would have."""
    return "z" + keys.base58_from_bytes(row.multicodec + raw)


@pytest.mark.parametrize("key", ALL, ids=lambda key: key.type.name)
def test_forms_lead_back(key: PublicKey) -> None:
    """Multikey, did:key and JWK of a key give that key again."""
    assert key == keys.public_key_from_multibase(key.multibase)
    assert key == keys.public_key_from_did_key(keys.did_key(key))
    assert key == keys.public_key_from_jwk(json.loads(json.dumps(keys.to_jwk(key))))


def test_multikeys_begin_as_published() -> None:
    """The prefixes are the ones of Controlled Identifiers: z6Mk, zDn and z82."""
    assert ["z6Mk", "zDna", "z82L"] == [key.multibase[:4] for key in ALL]


def test_jwk_of_rfc_8037() -> None:
    """The key of RFC 8037 appendix A.2 has the JWK that stands there."""
    raw = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    expected = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert expected == keys.to_jwk(keys.public_key_from_raw(ED25519, raw))


def test_base58() -> None:
    """Leading zeros are ones, and the published example of the draft holds."""
    assert keys.base58_from_bytes(b"Hello World!") == "2NEpo7TZRRrLZSi2U"
    assert keys.base58_from_bytes(bytes.fromhex("0000287fb4cd")) == "11233QC4"
    assert keys.bytes_from_base58("11233QC4") == bytes.fromhex("0000287fb4cd")


def test_a_did_key_is_called_so() -> None:
    """A Multikey alone is no did:key, and neither is one of another method."""
    for text in (ALL[0].multibase, f"did:jwk:{ALL[0].multibase}", f"DID:key:{ALL[0].multibase}"):
        with pytest.raises(KeyFormError) as caught:
            keys.public_key_from_did_key(text)
        assert caught.value.code == "key_malformed"


@pytest.mark.parametrize("letter", "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
def test_base58_keeps_what_a_text_begins_with(letter: str) -> None:
    """No letter at the beginning of a text is lost, whatever it is, and neither are ones before it."""
    for text in (letter, letter * 11, f"1{letter}z"):
        assert text == keys.base58_from_bytes(keys.bytes_from_base58(text))


@given(st.binary(max_size=70))
def test_base58_round_trip(content: bytes) -> None:
    """Any bytes come back."""
    assert content == keys.bytes_from_base58(keys.base58_from_bytes(content))


@pytest.mark.parametrize("text", ["0", "O", "I", "l", " 2", "2\n", "é", "-"])
def test_base58_refuses_other_characters(text: str) -> None:
    """No character is skipped, white space included."""
    with pytest.raises(KeyFormError) as caught:
        keys.bytes_from_base58(text)
    assert caught.value.code == "key_malformed"


# ---- weak and doubtful Ed25519 keys (threats, row 1) ----

Y8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7  # y of a point of order eight
SMALL_ORDER = [
    encoding.to_bytes(32, "little")
    for y in (1, P - 1, 0, Y8, P - Y8)
    for encoding in (y, y | 1 << 255)
    if y not in {1, P - 1} or encoding < 1 << 255
]


def test_there_are_eight_points_of_small_order() -> None:
    """The list below is the whole torsion subgroup."""
    assert len(set(SMALL_ORDER)) == 8


@pytest.mark.parametrize("raw", SMALL_ORDER, ids=bytes.hex)
def test_small_order_is_refused(raw: bytes) -> None:
    """A key for which one constant signature fits any message is refused."""
    assert code_of(multibase(ED25519, raw)) == "key_small_order"


@pytest.mark.parametrize("raw", SMALL_ORDER[1:], ids=bytes.hex)
def test_mixed_order_is_refused(raw: bytes) -> None:
    """A sound key plus a point of small order is refused, since verifiers disagree about its signatures."""
    point = keys._ed25519_sum(keys._ed25519_point(ED.raw), keys._ed25519_point(raw))
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    mixed = (y | (x & 1) << 255).to_bytes(32, "little")
    assert code_of(multibase(ED25519, mixed)) == "key_small_order"


NOT_CANONICAL = [(P + y) | sign << 255 for y in range(19) for sign in (0, 1)] + [1 | 1 << 255, (P - 1) | 1 << 255]


@pytest.mark.parametrize("encoding", NOT_CANONICAL)
def test_other_encodings_are_refused(encoding: int) -> None:
    """A y that is not reduced, and a zero with a sign, are no canonical encodings."""
    assert code_of(multibase(ED25519, encoding.to_bytes(32, "little"))) == "key_not_canonical"


def test_points_off_the_curve_are_refused() -> None:
    """Bytes that are no point are malformed."""
    assert code_of(multibase(ED25519, (2).to_bytes(32, "little"))) == "key_malformed"
    assert code_of(multibase(P256, b"\x02" + b"\xff" * 32)) == "key_malformed"


def test_many_sound_keys_are_accepted() -> None:
    """Ordinary keys pass the check of order."""
    for number in range(20):
        raw = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32).public_key().public_bytes_raw()
        assert keys.public_key_from_raw(ED25519, raw).raw == raw


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "key_malformed"),
        ("z", "key_unknown_type"),
        (ED.multibase[1:], "key_malformed"),
        ("u" + ED.multibase[1:], "key_malformed"),
        (ED.multibase + " ", "key_malformed"),
        (ED.multibase + "\n", "key_malformed"),
        ("z1" + ED.multibase[1:], "key_unknown_type"),
        ("z" + "2" * 200, "key_malformed"),
        (multibase(ED25519, ED.raw[:31]), "key_malformed"),
        (multibase(ED25519, ED.raw + b"\0"), "key_malformed"),
        ("z" + keys.base58_from_bytes(b"\x80\x26" + ED.raw), "key_unknown_type"),
        ("z" + keys.base58_from_bytes(b"\xe7\x01\x02" + bytes(32)), "key_unknown_type"),
        (multibase(P256, b"\x04" + ALL[1].raw[1:]), "key_not_canonical"),
        (multibase(P256, b"\x05" + ALL[1].raw[1:]), "key_not_canonical"),
        (multibase(P256, ALL[2].raw), "key_malformed"),
    ],
)
def test_malformed_multikeys(text: str, expected: str) -> None:
    """Each fault of a Multikey has its code; nothing is trimmed or guessed."""
    assert expected == code_of(text)


JWK = keys.to_jwk(ED)
EC_JWK = keys.to_jwk(ALL[1])


@pytest.mark.parametrize(
    ("jwk", "expected"),
    [
        ({}, "key_unknown_type"),
        ({**JWK, "d": JWK["x"]}, "key_malformed"),
        ({**JWK, "crv": "X25519"}, "key_unknown_type"),
        ({**JWK, "kty": "EC"}, "key_unknown_type"),
        ({**JWK, "x": JWK["x"] + "="}, "key_not_canonical"),
        ({**JWK, "x": JWK["x"] + "\n"}, "key_malformed"),
        ({**JWK, "x": JWK["x"][:-1]}, "key_not_canonical"),
        ({**JWK, "x": JWK["x"][:-2]}, "key_malformed"),
        ({**JWK, "x": base64.b64encode(ED.raw).decode()}, "key_not_canonical"),
        ({**JWK, "x": 5}, "key_malformed"),
        ({**JWK, "x": "é"}, "key_malformed"),
        ({**EC_JWK, "y": EC_JWK["x"]}, "key_malformed"),
        ({**EC_JWK, "y": "AA"}, "key_malformed"),
        ({"kty": "EC", "crv": "P-256", "x": EC_JWK["x"]}, "key_malformed"),
        ({"kty": "RSA", "n": "AQAB", "e": "AQAB"}, "key_unknown_type"),
        ({"kty": "RSA", "n": "AQAB", "e": "AQAB", "p": "AQAB"}, "key_malformed"),
        ({**JWK, "use": "enc"}, "key_malformed"),
        ({**JWK, "use": None}, "key_malformed"),
        ({**JWK, "key_ops": ["sign"]}, "key_malformed"),
        ({**JWK, "key_ops": "verify"}, "key_malformed"),
        ({**JWK, "alg": "ES256"}, "key_malformed"),
        ({**EC_JWK, "alg": "ES384"}, "key_malformed"),
        ({**EC_JWK, "alg": ["ES256"]}, "key_malformed"),
    ],
)
def test_malformed_jwks(jwk: dict[str, object], expected: str) -> None:
    """Each fault of a JWK has its code, private members included."""
    with pytest.raises(KeyFormError) as caught:
        keys.public_key_from_jwk(jwk)
    assert expected == caught.value.code


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
def test_no_member_of_a_private_key_is_let_in(member: str) -> None:
    """A JWK that holds any part of a private key is refused, though the key beside it is sound."""
    with pytest.raises(KeyFormError) as caught:
        keys.public_key_from_jwk({**JWK, member: "AQAB"})
    assert "key_malformed" == caught.value.code


def test_jwks_that_say_what_they_are_for() -> None:
    """Members that name verifying, and those of others, change nothing."""
    for alg in ("EdDSA", "Ed25519"):
        assert ED == keys.public_key_from_jwk({**JWK, "alg": alg, "use": "sig", "key_ops": ["verify"], "kid": "d"})
    assert ALL[1] == keys.public_key_from_jwk({**EC_JWK, "alg": "ES256", "key_ops": ["sign", "verify"]})


# ---- signatures ----


def test_ed25519_signatures_are_strict() -> None:
    """A signature verifies; with s + L, another length or another message it does not."""
    signature = PRIVATE.sign(b"message")
    assert keys.verify_signature(ED, signature, b"message")
    large = (int.from_bytes(signature[32:], "little") + keys._L).to_bytes(32, "little")
    for other in (signature[:32] + large, signature + b"\0", signature[:-1], b"", bytes(64)):
        assert not keys.verify_signature(ED, other, b"message")
    assert not keys.verify_signature(ED, signature, b"massage")


@pytest.mark.parametrize(("row", "curve", "hash_"), CURVES, ids=["P-256", "P-384"])
def test_ecdsa_signatures(row: KeyType, curve: ec.EllipticCurve, hash_: SHA256 | SHA384) -> None:
    """A signature `r || s` verifies; DER, zeros and other messages do not."""
    der = ec_private(curve).sign(b"message", ec.ECDSA(hash_))
    half = row.signature_bytes // 2
    signature = b"".join(part.to_bytes(half, "big") for part in utils.decode_dss_signature(der))
    key = ec_public(row, curve)
    assert keys.verify_signature(key, signature, b"message")
    for other in (der, bytes(2 * half), signature[:half] + bytes(half), signature[half:] + signature[:half]):
        assert not keys.verify_signature(key, other, b"message")
    assert not keys.verify_signature(key, signature, b"massage")
