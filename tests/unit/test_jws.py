"""Compact signatures: what is put together is taken apart again."""

import pytest
from testamur.jws import JwsError, parse_compact, sign_compact

HEADER = {"alg": "EdDSA", "kid": "did:web:society.example#k"}


@pytest.mark.parametrize("length", range(64, 68))
def test_what_is_signed_is_taken_apart_again(length: int) -> None:
    """Header, payload and signature come back, whatever their letters and however many bytes they have."""
    payload = {"name": "Zo\u00eb \U0001f600" + "x" * length}
    asked: list[bytes] = []

    def sign(content: bytes) -> bytes:
        asked.append(content)
        return bytes([0xFB, 0xEF, 0xFF]) * length

    token = sign_compact(HEADER, payload, sign)
    taken = parse_compact(token.encode())
    assert HEADER == taken.header
    assert f'{{"name":"Zo\u00eb \U0001f600{"x" * length}"}}'.encode() == taken.payload
    assert (bytes([0xFB, 0xEF, 0xFF]) * length, asked) == (taken.signature, [taken.signing_input])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"e30.e30", "jwt_encoding"),
        (b"e30.e30.e30.e30", "jwt_encoding"),
        (b".e30.e30", "jwt_encoding"),
        (b"e30=.e30.", "jwt_encoding"),
        (b"e30.e31.", "jwt_encoding"),
        ("\u00e9.e30.".encode(), "jwt_encoding"),
        (b"W10.e30.", "jwt_header_malformed"),
        (b"ew.e30.", "json_syntax"),
    ],
)
def test_what_is_no_compact_signature(data: bytes, expected: str) -> None:
    """Three parts in the one spelling of base64url, the first an object in strict JSON; else there is a reason."""
    with pytest.raises(JwsError) as caught:
        parse_compact(data)
    assert expected == caught.value.code
