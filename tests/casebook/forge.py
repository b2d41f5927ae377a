"""Signing without any guard: what an attacker, or a careless issuer, can put a valid eddsa-rdfc-2022 signature on.

It shares no code with the signing and verifying core, so a case can't agree with a fault of ours. Everything is
deterministic: seeds are fixed, Ed25519 has no randomness, and lists are compressed by the encoder below rather than by
the zlib at hand.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import jsonld

ROOT = Path(__file__).resolve().parent.parent.parent
CONTEXTS = ROOT / "builder" / "testamur" / "data" / "contexts"

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@cache
def seeds() -> Mapping[str, str]:
    """The published seeds of the test keys, by name."""
    loaded: dict[str, str] = json.loads((ROOT / "tests" / "keys" / "seeds.json").read_text(encoding="utf-8"))
    return loaded


@cache
def private_key(name: str) -> Ed25519PrivateKey:
    """The private key that a named seed stands for."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seeds()[name]))


def base58(content: bytes) -> str:
    """Bytes in base58btc."""
    number, text = int.from_bytes(content, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    return "1" * (len(content) - len(content.lstrip(b"\0"))) + text


def multikey_from_raw(raw: bytes) -> str:
    """The Multikey of raw Ed25519 public key bytes, whatever they are."""
    return "z" + base58(b"\xed\x01" + raw)


def multikey(name: str) -> str:
    """The Multikey of a named seed."""
    return multikey_from_raw(private_key(name).public_key().public_bytes_raw())


def json_text(value: Any) -> bytes:
    """JSON as the site writes it: two spaces, a newline at the end."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


@cache
def _contexts() -> Mapping[str, Path]:
    manifest = json.loads((CONTEXTS / "manifest.json").read_text(encoding="utf-8"))
    return {entry["url"]: CONTEXTS / entry["file"] for entry in manifest["files"]}


def _load(url: str, _: Any) -> dict[str, Any]:
    if url not in _contexts():
        # An attacker's context, which no verifier may fetch: here every word in it means something.
        document: Any = {"@context": {"@vocab": "https://evil.example/terms#"}}
    else:
        document = json.loads(_contexts()[url].read_bytes())
    return {"contextUrl": None, "documentUrl": url, "document": document, "tag": "static"}


def canonical(document: Mapping[str, Any]) -> bytes:
    """The canonical N-Quads of a JSON-LD document (RDFC-1.0); terms without a definition are dropped silently."""
    quads = jsonld.to_rdf(dict(document), {"documentLoader": _load, "format": "application/n-quads", "base": ""})
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(quads.encode(), pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = (pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b"").split(b"\n")
    return b"".join(sorted(line + b"\n" for line in lines if line))


def sign(
    document: Mapping[str, Any],
    key: str,
    *,
    method: str,
    created: str | None,
    meaning: Mapping[str, Any] | None = None,
    **options: Any,
) -> dict[str, Any]:
    """The document with a DataIntegrityProof by a named seed.

    `method` is the verification method's id, `options` replace or add members of the proof. `meaning` is signed in
    place of the document where the two are to differ.
    """
    proof: dict[str, Any] = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}
    if created is not None:
        proof["created"] = created
    proof |= {"verificationMethod": method, "proofPurpose": "assertionMethod"} | options
    signed = document if meaning is None else meaning
    hashes = b"".join(
        hashlib.sha256(canonical(part)).digest() for part in ({"@context": signed["@context"]} | proof, signed)
    )
    return {**document, "proof": proof | {"proofValue": "z" + base58(private_key(key).sign(hashes))}}


def gzip_bytes(content: bytes) -> bytes:
    """The content as gzip, one block of fixed codes that only shortens runs of one byte (RFC 1951, section 3.2.6)."""
    bits: list[str] = ["1", "10"]  # the last block; fixed codes, lowest bit first

    def symbol(value: int) -> None:
        if value < 144:
            bits.append(f"{0x30 + value:08b}")
        elif value < 256:
            bits.append(f"{0x190 + value - 144:09b}")
        elif value < 280:
            bits.append(f"{value - 256:07b}")
        else:
            bits.append(f"{0xC0 + value - 280:08b}")

    at = 0
    while at < len(content):
        symbol(content[at])
        run = 1
        while at + run < len(content) and content[at + run] == content[at]:
            run += 1
        at += 1
        for length, code in ((258, 285), (10, 264), (3, 257)):
            while run - 1 >= length:
                symbol(code)
                bits.append("00000")  # distance 1
                run -= length
                at += length
    symbol(256)
    stream = "".join(bits)
    stream += "0" * (-len(stream) % 8)
    deflated = bytes(int(stream[i : i + 8][::-1], 2) for i in range(0, len(stream), 8))
    sizes = zlib.crc32(content).to_bytes(4, "little") + (len(content) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + deflated + sizes


def bitstring(indices: tuple[int, ...] = (), *, entries: int = 131_072) -> bytes:
    """A bitstring of so many entries with these set, the first entry the highest bit."""
    content = bytearray(entries // 8)
    for index in indices:
        content[index // 8] |= 0x80 >> index % 8
    return bytes(content)


def encoded_list(content: bytes) -> str:
    """A bitstring as `encodedList` (Bitstring Status List 1.0, section 2.2)."""
    return "u" + base64.urlsafe_b64encode(gzip_bytes(content)).rstrip(b"=").decode()
