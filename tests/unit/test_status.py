"""Status lists are bits, packed safely."""

import base64
import gzip
import random
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from testamur import status
from testamur.status import MIN_ENTRIES, Bitstring, StatusListError


def packed(content: bytes) -> str:
    """An `encodedList` of any bytes that claim to be gzip."""
    return "u" + base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def code_of(encoded: str, max_entries: int = MIN_ENTRIES) -> str:
    """The code with which an encoded list is refused, or an empty string."""
    try:
        status.decode(encoded, max_entries=max_entries)
    except StatusListError as error:
        return error.code
    return ""


def test_first_bit_is_the_most_significant() -> None:
    """Index 0 is the left-most bit of the first byte (section 4.2)."""
    bits = Bitstring.empty().set(0, True).set(15, True)
    assert bits.content[:3] == b"\x80\x01\x00"
    assert [True, False, True] == [bits.get(0), bits.get(1), bits.get(15)]


def test_setting_makes_a_new_list() -> None:
    """The old list stays as it was, and setting back gives an equal one."""
    empty = Bitstring.empty()
    assert empty.set(7, True) != empty
    assert not empty.get(7)
    assert empty.set(7, True).set(7, False) == empty
    assert empty.set(7, True).set(7, True) == empty.set(7, True)


@given(st.sets(st.integers(0, MIN_ENTRIES - 1), max_size=50))
def test_round_trip(indices: set[int]) -> None:
    """Exactly the bits that were set are set after encoding and decoding."""
    bits = Bitstring.empty()
    for index in indices:
        bits = bits.set(index, True)
    again = status.decode(status.encode(bits), max_entries=MIN_ENTRIES)
    assert bits == again
    assert indices == {index for index in indices | {0, 1, MIN_ENTRIES - 1} if again.get(index)}


def test_encoding_is_gzip_with_a_fixed_header() -> None:
    """Other tools can unpack it, and neither time nor operating system leaks into it."""
    encoded = status.encode(Bitstring.empty())
    raw = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    assert gzip.decompress(raw) == bytes(MIN_ENTRIES // 8)
    assert raw[:10] == bytes.fromhex("1f8b08000000000000ff")
    assert encoded[0] == "u"
    assert "=" not in encoded


GOOD = gzip.compress(bytes(MIN_ENTRIES // 8), mtime=0)


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        (packed(GOOD), ""),
        ("", "status_list_encoding"),
        ("u", "status_list_encoding"),
        (packed(GOOD)[1:], "status_list_encoding"),
        ("z" + packed(GOOD)[1:], "status_list_encoding"),
        (packed(GOOD) + "=", "status_list_encoding"),
        (packed(GOOD) + "\n", "status_list_encoding"),
        (packed(GOOD) + " ", "status_list_encoding"),
        (packed(GOOD) + "A", "status_list_encoding"),
        ("u" + base64.b64encode(GOOD + b"\xff\xff\xff").decode(), "status_list_encoding"),
        (packed(GOOD)[:-1] + "B", "status_list_encoding"),
        (packed(GOOD[:-1]), "status_list_encoding"),
        (packed(GOOD + b"\0"), "status_list_encoding"),
        (packed(GOOD + GOOD), "status_list_encoding"),
        (packed(GOOD[:-8] + b"\0\0\0\1" + GOOD[-4:]), "status_list_encoding"),
        (packed(zlib.compress(bytes(MIN_ENTRIES // 8))), "status_list_encoding"),
        (packed(b"not gzip"), "status_list_encoding"),
        (packed(gzip.compress(bytes(8))), "status_list_too_short"),
        (packed(gzip.compress(bytes(MIN_ENTRIES // 8 - 1))), "status_list_too_short"),
        (packed(gzip.compress(bytes(MIN_ENTRIES // 8 + 1))), "status_list_too_large"),
    ],
)
def test_malformed_lists(encoded: str, expected: str) -> None:
    """Each fault of an encoded list has its code."""
    assert expected == code_of(encoded)


def test_larger_lists_up_to_the_limit() -> None:
    """What is within the limit is read whole."""
    bits = Bitstring.empty(MIN_ENTRIES * 4).set(MIN_ENTRIES * 4 - 1, True)
    assert status.decode(status.encode(bits), max_entries=MIN_ENTRIES * 4) == bits


def test_bomb_is_not_unpacked() -> None:
    """Row 18: a stream that would become 256 MB is refused within a few of them."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = packed(b"".join(deflate.compress(bytes(1 << 20)) for _ in range(256)) + deflate.flush())
    tracemalloc.start()
    try:
        assert code_of(bomb, 1 << 20) == "status_list_too_large"
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_lists_too_short_do_not_exist() -> None:
    """A list that would give its holders away can't be made either."""
    with pytest.raises(StatusListError) as caught:
        Bitstring(bytes(8))
    assert caught.value.code == "status_list_too_short"
    with pytest.raises(StatusListError):
        Bitstring.empty(MIN_ENTRIES - 8)
    with pytest.raises(ValueError, match="multiple of eight"):
        Bitstring.empty(MIN_ENTRIES + 1)


@pytest.mark.parametrize("index", [-1, MIN_ENTRIES, 10**9])
def test_index_out_of_range(index: int) -> None:
    """An index past the end is an error when reading and when setting, and so is a negative one."""
    bits = Bitstring.empty()
    with pytest.raises(StatusListError) as caught:
        bits.get(index)
    assert caught.value.code == "status_index_out_of_range"
    with pytest.raises(StatusListError) as caught:
        bits.set(index, True)
    assert caught.value.code == "status_index_out_of_range"


@pytest.mark.parametrize(("text", "expected"), [("0", 0), ("7", 7), ("131071", 131071), ("999999999", 999999999)])
def test_indices(text: str, expected: int) -> None:
    """Decimal digits are an index."""
    assert expected == status.parse_index(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8abc",
        "0x7",
        "7.9",
        "007",
        "00",
        "+7",
        "-7",
        " 7",
        "7 ",
        "7\n",
        "1_0",
        "١",
        "²",
        "1e3",
        "1000000000",
        7,
        None,
    ],
)
def test_malformed_indices(text: object) -> None:
    """Row 15: anything but plain decimal digits is no index."""
    with pytest.raises(StatusListError) as caught:
        status.parse_index(text)
    assert caught.value.code == "status_index_malformed"


def test_list_credential() -> None:
    """The unsigned credential has exactly these members in this order."""
    bits = Bitstring.empty().set(3, True)
    document = status.status_list_credential(
        id="https://a.example/status/1.json",
        issuer="did:web:a.example",
        purpose="revocation",
        bits=bits,
        valid_from="2026-01-01T00:00:00Z",
        valid_until="2027-02-01T00:00:00Z",
    )
    assert list(document.items()) == [
        ("@context", ["https://www.w3.org/ns/credentials/v2"]),
        ("id", "https://a.example/status/1.json"),
        ("type", ["VerifiableCredential", "BitstringStatusListCredential"]),
        ("issuer", "did:web:a.example"),
        ("validFrom", "2026-01-01T00:00:00Z"),
        ("validUntil", "2027-02-01T00:00:00Z"),
        (
            "credentialSubject",
            {
                "id": "https://a.example/status/1.json#list",
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": status.encode(bits),
            },
        ),
    ]
    assert list(document["credentialSubject"]) == ["id", "type", "statusPurpose", "encodedList"]


@pytest.mark.parametrize(("index", "size", "number"), [(0, 1, 1), (1, 1, 0), (0, 2, 2), (1, 2, 3), (0, 8, 0b1011_0000)])
def test_number_of_several_bits(index: int, size: int, number: int) -> None:
    """The bits of an entry are read with the most significant first."""
    bits = Bitstring(bytes([0b1011_0000]) + bytes(MIN_ENTRIES))
    assert number == bits.number(index, size)


@pytest.mark.parametrize(
    ("index", "size", "code"),
    [
        (0, 9, "status_list_too_short"),
        (MIN_ENTRIES, 8, "status_index_out_of_range"),
        (-1, 1, "status_index_out_of_range"),
    ],
)
def test_number_outside_the_list(index: int, size: int, code: str) -> None:
    """A list is as long as it has whole entries, and nothing is read beyond them."""
    with pytest.raises(StatusListError) as caught:
        Bitstring(bytes(MIN_ENTRIES)).number(index, size)
    assert code == caught.value.code


def test_plain_base64_of_2021() -> None:
    """StatusList2021 has its bits in either alphabet of base64, padded rightly or not at all."""
    bits = Bitstring.empty().set(7, True)
    body = status.encode(bits)[1:]
    plain = body.replace("-", "+").replace("_", "/")
    for text in (body, plain, plain + "=" * (-len(plain) % 4)):
        assert bits == status.decode_2021(text, max_entries=MIN_ENTRIES)
    for text in ("u" + body, plain + "=" * (-len(plain) % 4 + 1), "-+" + body[2:]):
        with pytest.raises(StatusListError, match="status_list_encoding"):
            status.decode_2021(text, max_entries=MIN_ENTRIES)


@pytest.mark.parametrize("entries", [MIN_ENTRIES + 8 * more for more in range(4)])
@pytest.mark.parametrize("marks", range(6))
def test_padding_of_2021_is_right_or_not_there(entries: int, marks: int) -> None:
    """Of every length, no padding and the padding of RFC 4648, section 4, are read, and no other."""
    bits = Bitstring(random.Random(entries).randbytes(entries // 8))  # noqa: S311 - no secret
    body = status.encode(bits)[1:]
    if marks in {0, -len(body) % 4}:
        assert bits == status.decode_2021(body + "=" * marks, max_entries=2 * MIN_ENTRIES)
    else:
        with pytest.raises(StatusListError, match="status_list_encoding"):
            status.decode_2021(body + "=" * marks, max_entries=2 * MIN_ENTRIES)
