"""Credentials in pictures: what is taken out is what was put in, and any bytes have an answer."""

import json
import random
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from testamur.cli import verify as command
from testamur.contain import ContainError, opened
from testamur.vendored import limits
from testamur.verify import Cache, to_json, verify_file

from tests.casebook.baking import (
    END,
    HEAD,
    KEYWORD,
    OPENBADGES,
    PIXELS,
    PNG,
    SVG,
    baked_svg,
    element,
    fits_svg,
    itxt,
    png,
    png_around,
    svg_around,
)
from tests.casebook.papers import paper_around
from tests.share import asked_of

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"
DESCRIBED = {path.parent.name: json.loads(path.read_bytes()) for path in CASES.glob("*/case.json")}
NAMES = sorted(DESCRIBED)
CREDENTIAL = (CASES / "valid" / "credential.json").read_bytes()
LEARNT = Cache()  # of files that cases share

# Opens many files in one process: a line of Base64 each, answered by a reason or by the digest of what was inside.
MANY_OPENED = """
import {createHash} from 'node:crypto'
import {opened} from './site/verifier/contain.js'
import {CheckError} from './site/verifier/errors.js'
import {limits} from './site/verifier/material.js'
let lines = ''
for await (const part of process.stdin) lines += part
const answers = lines.split('\\n').map((line) => {
  try {
    const inside = opened(new Uint8Array(Buffer.from(line, 'base64')), limits)
    return createHash('sha256').update(inside).digest('hex')
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
    return error.code
  }
})
console.log(JSON.stringify(answers))
"""


def answer(data: bytes) -> str:
    """The reason why nothing is taken out, or the digest of what is."""
    try:
        return sha256(opened(data)).hexdigest()
    except ContainError as refusal:
        return refusal.code


@lru_cache
def site_of(folder: Path) -> command.Site:
    """A site that cases share, read once."""
    return command.Site(str(folder))


def reports(name: str) -> dict[str, list[Mapping[str, object]]]:
    """What a case's file comes to by itself and in a picture, or every fourth in a paper."""
    folder = CASES / name
    case = DESCRIBED[name]
    documents = None if case["documents"] is None else command.read_documents(folder / case["documents"])
    sites = [site_of((folder / site).resolve()) for site in case["registries"]]
    at, resolve, cache = command.parse_moment(case["at"]), command.Resolver(documents, sites), LEARNT
    content = (folder / case["file"]).read_bytes()
    files = {"itself": content}
    if answer(content) == sha256(content).hexdigest():
        place = NAMES.index(name) % 4
        drawing = fits_svg(content) and place in {1, 3}
        files["picture"] = svg_around(content) if drawing else png_around(content)
        if place == 0 and len(content) <= limits().max_credential_bytes and content.lstrip(b" \t\r\n").startswith(b"{"):
            files["picture"] = paper_around(content)
    views = [site.view for site in sites]
    return {
        form: [
            to_json(report, file=name)
            for report in verify_file(data, at=at, resolve=resolve, registries=views, cache=cache)
        ]
        for form, data in files.items()
    }


@pytest.mark.parametrize("name", asked_of(DESCRIBED))
def test_a_picture_changes_no_report(name: str) -> None:
    """A case has the same report whether its file is the credential, or a picture or a paper around it."""
    found = reports(name)
    assert dict.fromkeys(found, found["itself"]) == found


def test_pictures_give_back_every_case() -> None:
    """What is taken out of a picture is the case's file byte for byte; all fit an image and nearly all a drawing."""
    paths = [CASES / name / json.loads((CASES / name / "case.json").read_bytes())["file"] for name in NAMES]
    plain = [path.read_bytes() for path in paths if path.suffix == ".json"]
    drawn = [content for content in plain if fits_svg(content)]
    assert len(plain) > 600
    assert len(drawn) > 0.97 * len(plain)
    assert plain == [opened(png_around(content)) for content in plain]
    assert drawn == [opened(svg_around(content)) for content in drawn]


@given(st.binary(max_size=300))
def test_what_is_no_picture_is_the_file_itself(data: bytes) -> None:
    """Bytes that begin like no container come back as they are."""
    if not data.startswith((PNG, b"%PDF-")) and b"svg" not in data:
        assert data == opened(data)


@given(st.binary(min_size=1, max_size=2000))
def test_a_png_gives_back_any_bytes(content: bytes) -> None:
    """Whatever is put into the text of an image comes out unchanged."""
    assert content == opened(png_around(content))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")))
def test_an_svg_gives_back_any_text(content: str) -> None:
    """Whatever text is put into a drawing comes out unchanged, but for white space alone, which is nothing."""
    data = content.encode()
    expected = sha256(data).hexdigest() if content.strip(" ") else "svg_no_credential"
    assert expected == answer(svg_around(data))


def test_an_svg_says_where_nothing_else_is() -> None:
    """The token of `verify` is handed on as it stands."""
    assert b"eyJ.eyJ.AA" == opened(baked_svg('<openbadges:credential verify="eyJ.eyJ.AA"/>'))


PIECES = [
    *(piece.encode() for piece in ("<", ">", "/>", "</", "<!--", "-->", "<?a ?>", "<![CDATA[", "]]>", "&amp;", "&#0;")),
    *(piece.encode() for piece in ("&#xD800;", "&x;", "\x00", "\ufeff", "\uffff", "\u0300", "é", "=", '"', "'", " ")),
    *(piece.encode() for piece in ("<!DOCTYPE svg>", "<g>", "</g>", 'xmlns:a=""', 'xmlns="x y"', "a:b", "<a:b/>", ":")),
    *(piece.encode() for piece in ('xmlns:xml="u"', 'xml:space="x"', "\r\n", "\t", "<a b='<'/>", "<?xml?>", "\u2028")),
    *(piece.encode() for piece in ("<svg>", "</svg>", "credential", "openbadges:", f'xmlns="{OPENBADGES}"', SVG)),
    *(KEYWORD, b"\0", b"IEND", b"IHDR", b"iTXt", b"\xff", b"\xe2\x82", b"\xed\xa0\x80", b"1" * 20),
]


def mutants(seed: int, count: int) -> Iterator[bytes]:
    """Changed pictures: bytes turned, cut, doubled and replaced by pieces that matter; sums of a PNG are made anew."""
    draw = random.Random(seed)  # noqa: S311 - the same changes on every machine
    for _ in range(count):
        kind = draw.randrange(3)
        if kind == 0:
            yield png(_changed_parts(draw))
        elif kind == 1:
            yield _changed(draw, png_around(b'{"a": 1}'))
        else:
            head = draw.choice(["", '<?xml version="1.0"?>', "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"])
            yield _changed(draw, baked_svg(element(b'{"a": "<b>]]>&"}'), "<g id='a'>x &lt; y</g>", head=head))


def _changed_parts(draw: random.Random) -> list[tuple[bytes, bytes]]:
    parts = [HEAD, PIXELS, itxt(b'{"a": 1}'), (b"tEXt", b"a\0b"), END]
    for _ in range(draw.randrange(1, 3)):
        at = draw.randrange(len(parts))
        kind, body = parts[at]
        choice = draw.randrange(4)
        if choice == 0:
            parts[at] = kind, _changed(draw, body)
        elif choice == 1:
            parts[at] = draw.choice([b"iTXt", b"zTXt", b"tEXt", b"IDAT", b"IEND", b"IHDR", b"aB1c"]), body
        elif choice == 2:
            parts.insert(draw.randrange(len(parts)), parts[at])
        elif len(parts) > 1:
            del parts[at]
    return parts


def _changed(draw: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(changed) + 1)
        choice = draw.randrange(5)
        if choice == 0 and changed:
            changed[at - 1] ^= 1 << draw.randrange(8)
        elif choice == 1:
            changed[at:at] = draw.choice(PIECES)
        elif choice == 2:
            del changed[at : at + draw.randrange(1, 30)]
        elif choice == 3:
            changed[at : at + 4] = draw.choice(PIECES)
        else:
            start = draw.randrange(len(changed) + 1)
            changed[at:at] = changed[start : start + draw.randrange(1, 60)]
    return bytes(changed)


def disagreements(seed: int, count: int) -> list[tuple[bytes, str, str]]:
    """The changed pictures of which Python and JavaScript say different things."""
    pictures = list(mutants(seed, count))
    finished = subprocess.run(
        ["node", "--input-type=module", "-e", MANY_OPENED],
        cwd=ROOT,
        input="\n".join(b64encode(data).decode() for data in pictures),
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert "" == finished.stderr
    theirs: list[str] = json.loads(finished.stdout)
    return [
        (data, ours, other) for data, other in zip(pictures, theirs, strict=True) if (ours := answer(data)) != other
    ]


def test_changed_pictures_have_one_answer() -> None:
    """Both languages take the same out of two thousand changed pictures, or refuse them for the same reason."""
    assert [] == disagreements(seed=1, count=2000)


@pytest.mark.long
def test_many_changed_pictures_have_one_answer() -> None:
    """The same of a hundred thousand."""
    assert [] == disagreements(seed=2, count=100_000)


def test_changed_pictures_reach_every_reason() -> None:
    """The changes are of a kind that meets every rule about pictures but those about size."""
    reasons = {answer(data) for data in mutants(1, 2000)}
    expected = {"png_malformed", "png_trailing_data", "png_no_credential", "png_text_form", "container_ambiguous"}
    assert expected | {"svg_malformed", "svg_doctype", "svg_no_credential"} <= reasons
