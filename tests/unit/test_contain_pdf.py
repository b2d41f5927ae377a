"""Credentials attached to PDF files: one program opens them in both languages, and any bytes have an answer."""

import json
import random
import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from testamur import vendored
from testamur.contain import ContainError, opened, pdf, pdfium
from testamur.vendored import VendoredError, limits, pdf_program

from tests.casebook.papers import locked, paper, paper_around, pinned, stream, updated

ROOT = Path(__file__).resolve().parent.parent.parent
CREDENTIAL = (ROOT / "tests" / "cases" / "valid" / "credential.json").read_bytes()

# Opens many files in one process: a line of Base64 each, answered by a reason or by the digest of what was inside.
MANY_OPENED = """
import {createHash} from 'node:crypto'
import {opened} from './site/verifier/contain.js'
import {CheckError} from './site/verifier/errors.js'
import {limits} from './site/verifier/material.js'
import {openPdf} from './site/verifier/pdf-program.js'
let lines = ''
for await (const part of process.stdin) lines += part
const answers = lines.split('\\n').map((line) => {
  try {
    const inside = opened(new Uint8Array(Buffer.from(line, 'base64')), limits, openPdf)
    return createHash('sha256').update(inside).digest('hex')
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
    return error.code
  }
})
console.log(JSON.stringify(answers))
"""

WHOLE = [
    paper_around(CREDENTIAL),
    paper_around(b'{"a": 1}'),
    paper(("a.json", b'{"a": 1}'), squeezed=False, kids=True),
    paper(("invoice.xml", b"<a/>"), ("c.jwt", b"eyJ.eyJ.AA"), relation="Source"),
    paper(("a.json", b'{"a": 1}'), ("b.json", b'{"b": 1}')),
    updated(paper_around(b'{"b": 1}'), 4, stream(b'{"a": 1}')),
    locked(b'{"a": 1}', b""),
    locked(b'{"a": 1}', b"secret"),
    pinned(b'{"a": 1}'),
]
WORDS = [
    *(b"obj|endobj|stream|endstream|xref|trailer|startxref|%%EOF|null|true|<<|>>|[|]|(|)|<|>|R|%PDF-1.4".split(b"|")),
    *(b"/Names|/Kids|/EmbeddedFiles|/EF|/F|/UF|/Type|/ObjStm|/XRef|/Length|/Root|/Prev|/Encrypt|/Limits".split(b"|")),
    *(b"/Filter|/FlateDecode|/ASCIIHexDecode|/ASCII85Decode|/LZWDecode|/RunLengthDecode|/DCTDecode".split(b"|")),
    *(b"/JBIG2Decode|/JPXDecode|/CCITTFaxDecode|/Crypt|/DecodeParms|/Predictor 12|/Columns 3".split(b"|")),
    *(b"-1|0|1|65536|2147483648|99999999999|0.5|1 0 R|2 0 R|4 0 R|5 0 R|9 9 R".split(b"|")),
]
TOKENS = [rb"\d+", rb"/[A-Za-z0-9]+", rb"\d+ \d+ R", rb"[a-z]{3,}|<<|>>|[\[\]()]"]


def answer(data: bytes) -> str:
    """The reason why nothing is taken out, or the digest of what is."""
    try:
        return sha256(opened(data)).hexdigest()
    except ContainError as refusal:
        return refusal.code


def changed_papers(seed: int, count: int) -> Iterator[bytes]:
    """Changed PDF files: bytes turned, pieces cut and doubled, words, numbers and references put in others' places."""
    draw = random.Random(seed)  # noqa: S311 - the same changes on every machine
    for number in range(count):
        yield _changed(draw, WHOLE[number % len(WHOLE)])


def _changed(draw: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(changed) + 1)
        choice = draw.randrange(9)
        if choice == 0 and changed:
            changed[at - 1] ^= 1 << draw.randrange(8)
        elif choice == 1 and changed:
            changed[at - 1] = draw.randrange(256)
        elif choice == 2:
            del changed[at : at + draw.choice([1, 5, 40, 400])]
        elif choice == 3:
            start = draw.randrange(len(changed) + 1)
            changed[at:at] = changed[start : start + draw.choice([5, 40, 400])]
        elif choice == 4:
            objects = re.findall(rb"\d+ 0 obj.*?endobj\s*", changed, re.DOTALL)
            changed[at:at] = draw.choice(objects or [b""])
        else:
            words = list(re.finditer(TOKENS[choice - 5], changed))
            if words:
                word, other = draw.choice(words), draw.choice(words).group()
                number = str(draw.randrange(-3, 3000)).encode()
                changed[word.start() : word.end()] = draw.choice([other, draw.choice(WORDS), number, b""])
    return bytes(changed)


def disagreements(seed: int, count: int) -> list[tuple[bytes, str, str]]:
    """The changed papers of which Python and JavaScript say different things."""
    papers = list(changed_papers(seed, count))
    finished = subprocess.run(
        ["node", "--input-type=module", "-e", MANY_OPENED],
        cwd=ROOT,
        input="\n".join(b64encode(data).decode() for data in papers),
        capture_output=True,
        encoding="utf-8",
        timeout=1800,
        check=False,
    )
    assert "" == finished.stderr
    theirs: list[str] = json.loads(finished.stdout)
    return [(data, ours, other) for data, other in zip(papers, theirs, strict=True) if (ours := answer(data)) != other]


def test_changed_papers_have_one_answer() -> None:
    """Both languages take the same out of a hundred changed papers, or refuse them for the same reason."""
    assert [] == disagreements(seed=1, count=100)


@pytest.mark.long
def test_many_changed_papers_have_one_answer() -> None:
    """The same of six thousand."""
    assert [] == disagreements(seed=2, count=6000)


def test_changed_papers_reach_every_reason() -> None:
    """The changes are of a kind that meets every rule about papers but the one about cost."""
    reasons = {answer(data) for data in changed_papers(1, 100)}
    expected = {"pdf_malformed", "pdf_encrypted", "pdf_no_credential", "container_ambiguous"}
    assert expected == expected & reasons
    assert sha256(CREDENTIAL).hexdigest() in reasons


@pytest.mark.parametrize(
    "content", [CREDENTIAL, b'{"a": 1}', b" \n{", b"a.b.c", b"\ta..\r\n", b"{" + bytes(range(256))]
)
def test_a_paper_gives_back_what_may_be_a_credential(content: bytes) -> None:
    """What begins as an object of JSON, or has the form of a token, comes out unchanged."""
    assert content == opened(paper_around(content))


@pytest.mark.parametrize(
    "content", [b"", b" ", b"[{}]", b"a.b", b"a.b.c.d", b".b.c", b"a.b\nc.d", b"\x0b{", b"\xef\xbb\xbf{"]
)
def test_what_is_no_credential_is_passed_over(content: bytes) -> None:
    """Anything else that is attached is as if it were not there."""
    assert "pdf_no_credential" == answer(paper_around(content))
    assert b"{}" == opened(paper(("a", content), ("b", b"{}")))


def test_an_attachment_larger_than_a_credential_is_passed_over() -> None:
    """The size that a credential may have is asked of what is attached."""
    allowed = b"{" + b" " * (limits().max_credential_bytes - 1)
    assert allowed == opened(paper(("a", allowed), squeezed=False))
    assert "pdf_no_credential" == answer(paper(("a", allowed + b" "), squeezed=False))


def test_instructions_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes more instructions than the limit is given up, and a usual one takes a hundredth of it."""
    file = paper_around(CREDENTIAL)
    monkeypatch.setattr(pdfium, "limits", lambda: replace(limits(), max_pdf_steps=limits().max_pdf_steps // 100))
    assert CREDENTIAL == opened(file)
    monkeypatch.setattr(pdfium, "limits", lambda: replace(limits(), max_pdf_steps=100_000))
    assert "pdf_too_costly" == answer(file)


def test_a_paper_is_told_where_the_program_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the program that opens PDF files the answer is that, and no error."""
    monkeypatch.setattr(pdf, "pdf_program", lambda: None)
    assert "pdf_not_opened" == answer(paper_around(CREDENTIAL))


def test_a_changed_program_is_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The program's digest is the one that was written down, or it is not used."""
    (tmp_path / "_bundled/site/verifier/dist").mkdir(parents=True)
    (tmp_path / "_bundled/site/verifier/dist/pdfium.wasm").write_bytes(b"\0asm\1\0\0\0")
    monkeypatch.setattr(vendored, "files", lambda _: tmp_path)
    with pytest.raises(VendoredError, match="vendored_digest_differs"):
        pdf_program.__wrapped__()
