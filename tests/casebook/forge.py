"""Signing without any guard: what an attacker, or a careless issuer, can put a valid Data Integrity signature on.

It shares no code with the signing and verifying core, so a case can't agree with a fault of ours. Everything is
deterministic: seeds are fixed, Ed25519 has no randomness, ECDSA draws its by RFC 6979, and lists are compressed by the
encoder below rather than by the zlib at hand.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cbor2
import pyoxigraph
import rfc8785
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
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


P256_KEY, P256_OTHER, P384_KEY = "p256", "p256-other", "p384"


@cache
def ec_key(name: str) -> ec.EllipticCurvePrivateKey:
    """The private key of P-256 or P-384 that a name stands for: its own text, hashed."""
    scalar = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big") >> 1  # below either curve's order
    return ec.derive_private_key(scalar, ec.SECP384R1() if name.startswith("p384") else ec.SECP256R1())


def ec_point(name: str) -> bytes:
    """The point of such a key without compression: 4, x, y."""
    numbers, size = ec_key(name).public_key().public_numbers(), ec_key(name).key_size // 8
    return b"\4" + numbers.x.to_bytes(size, "big") + numbers.y.to_bytes(size, "big")


def ec_multikey_from_raw(raw: bytes, *, size: int = 256) -> str:
    """The Multikey of P-256 (or of P-384) with these bytes, whatever they are."""
    return "z" + base58((b"\x81\x24" if size == 384 else b"\x80\x24") + raw)


def multikey(name: str) -> str:
    """The Multikey of a named key."""
    if name.startswith("p"):
        point, size = ec_point(name), ec_key(name).key_size
        return ec_multikey_from_raw(bytes([2 + (point[-1] & 1)]) + point[1 : 1 + size // 8], size=size)
    return multikey_from_raw(private_key(name).public_key().public_bytes_raw())


def signature(name: str, message: bytes) -> bytes:
    """The signature of a named key, for ECDSA as `r || s`."""
    if not name.startswith("p"):
        return private_key(name).sign(message)
    size = ec_key(name).key_size // 8
    algorithm = ec.ECDSA(SHA384() if size == 48 else SHA256(), deterministic_signing=True)
    halves = utils.decode_dss_signature(ec_key(name).sign(message, algorithm))
    return b"".join(half.to_bytes(size, "big") for half in halves)


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


_RDFC = {
    "sha256": pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0,
    "sha384": pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_384,
}


def canonical(document: Mapping[str, Any], hash_: str = "sha256") -> bytes:
    """The canonical N-Quads of a JSON-LD document (RDFC-1.0); terms without a definition are dropped silently."""
    quads = jsonld.to_rdf(dict(document), {"documentLoader": _load, "format": "application/n-quads", "base": ""})
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(quads.encode(), pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(_RDFC[hash_])
    lines = (pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b"").split(b"\n")
    return b"".join(sorted(line + b"\n" for line in lines if line))


def sign(
    document: Mapping[str, Any],
    key: str,
    *,
    method: str,
    created: str | None,
    meaning: Mapping[str, Any] | None = None,
    hash_: str | None = None,
    **options: Any,
) -> dict[str, Any]:
    """The document with a DataIntegrityProof by a named key.

    `method` is the verification method's id, `options` replace or add members of the proof, or take them out by None.
    `meaning` is signed in place of the document where the two are to differ; `hash_` is another hash than the key's.
    """
    suite = options.get("cryptosuite", "eddsa-rdfc-2022") or ""
    hash_ = hash_ or ("sha384" if key.startswith("p384") else "sha256")
    signed = document if meaning is None else meaning
    proof: dict[str, Any] = {"@context": signed["@context"]} if "-jcs-" in suite else {}
    proof |= {"type": "DataIntegrityProof", "cryptosuite": suite}
    if created is not None:
        proof["created"] = created
    proof |= {"verificationMethod": method, "proofPurpose": "assertionMethod"} | options
    proof = {name: value for name, value in proof.items() if value is not None}
    if "-jcs-" in suite:
        forms = [rfc8785.dumps(part) for part in (proof, dict(signed))]
    else:
        forms = [canonical(part, hash_) for part in ({"@context": signed["@context"]} | proof, signed)]
    hashes = b"".join(hashlib.new(hash_, form).digest() for form in forms)
    return {**document, "proof": proof | {"proofValue": "z" + base58(signature(key, hashes))}}


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


def base64url(content: bytes) -> str:
    """Bytes in base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The parts of a derived proof by ecdsa-sd-2023, to be put together as they are."""

    shown: Mapping[str, Any]
    options: Mapping[str, Any]
    base: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    labels: dict[int, bytes]
    mandatory: tuple[int, ...]

    def packed(self) -> bytes:
        """The five values in CBOR."""
        return cbor2.dumps([self.base, self.public_key, list(self.signatures), self.labels, list(self.mandatory)])

    def document(self) -> dict[str, Any]:
        """What is shown, with its proof."""
        value = "u" + base64url(b"\xd9\x5d\x01" + self.packed())
        return {**self.shown, "proof": {**self.options, "proofValue": value}}


def disclosed(
    document: Mapping[str, Any],
    key: str,
    *,
    one_time: str,
    method: str,
    must: Callable[[bytes], bool] = lambda statement: b"credentials#" in statement,
    **options: Any,
) -> Disclosed:
    """A derived proof over what is shown, as a holder would have it from the issuer's base proof.

    `one_time` names the key of this document; `must` says of a statement whether it has to be shown.
    """
    proof: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "created": "2026-03-01T09:00:00Z",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    } | options
    form = canonical(document)
    count = len(set(re.findall(rb"_:c14n[0-9]+", form)))  # texts of cases that look like labels name one that is there
    labels = {place: hashlib.sha256(f"label {place}".encode()).digest() for place in range(count)}

    def renamed(match: re.Match[bytes]) -> bytes:
        return match[0] if match[1] is None else b"_:u" + base64url(labels[int(match[1])]).encode()

    tokens = re.compile(rb'<[^>]*>|"(?:[^"\\]|\\.)*"|_:c14n([0-9]+)')
    statements = sorted(tokens.sub(renamed, line + b"\n") for line in form.split(b"\n") if line)
    mandatory = tuple(place for place, statement in enumerate(statements) if must(statement))
    held = b"".join(statements[place] for place in mandatory)
    point = ec_point(one_time)
    public_key = b"\x80\x24" + bytes([2 + (point[-1] & 1)]) + point[1:33]
    options_hash = hashlib.sha256(canonical({"@context": document["@context"]} | proof)).digest()
    return Disclosed(
        shown=document,
        options=proof,
        base=signature(key, options_hash + public_key + hashlib.sha256(held).digest()),
        public_key=public_key,
        signatures=tuple(
            signature(one_time, statement) for place, statement in enumerate(statements) if place not in mandatory
        ),
        labels=labels,
        mandatory=mandatory,
    )
