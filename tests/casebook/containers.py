"""Cases of credentials in pictures and papers: what is taken out of them, and what is refused before that."""

import json
import struct
from collections.abc import Mapping

from tests.casebook import attached
from tests.casebook.baking import (
    END,
    HEAD,
    KEYWORD,
    OPENBADGES,
    PIXELS,
    PNG,
    SVG,
    baked_png,
    baked_svg,
    cdata,
    chunk,
    deflated,
    element,
    itxt,
    png,
    png_around,
    svg_around,
)
from tests.casebook.book import Book, Expected, ends, known
from tests.casebook.forge import json_text
from tests.casebook.jwts import vc_jwt
from tests.casebook.society import award


def write(book: Book) -> None:
    """Write the cases down."""
    credential, other = entered(book, 900), entered(book, 901)
    _png(book, credential, other)
    _svg(book, credential, other)
    attached.write(book, credential, other, vc_jwt(json.loads(credential)))


def entered(book: Book, index: int) -> bytes:
    """An award at an index of its own, so that a new case elsewhere does not change every picture."""
    return json_text(book.site.enter("b2", index, award("b2", index)))


def unreadable(reason: str) -> Expected:
    """The check ends at step 1."""
    return ends("read", reason, "unreadable")


def _png(book: Book, credential: bytes, other: bytes) -> None:
    good = itxt(credential)

    def add(name: str, title: str, data: bytes, expected: Expected, threats: tuple[int, ...] = ()) -> None:
        book.add(f"png-{name}", title, data, expected, file="badge.png", threats=threats)

    def refuse(name: str, title: str, data: bytes, reason: str, threats: tuple[int, ...] = ()) -> None:
        add(name, title, data, unreadable(reason), threats)

    add("baked", "A badge with its credential in it", png_around(credential), known("valid"))
    add("baked-early", "The credential before the pixels", baked_png(good, before_pixels=True), known("valid"))
    add(
        "other-texts",
        "A credential among notes of a drawing program",
        baked_png(
            (b"tEXt", b"Software\0drawn by hand"),
            (b"zTXt", b"Comment\0\0" + deflated(b"round")),
            itxt(b"a badge", keyword=b"Title"),
            itxt(b"longer", keyword=KEYWORD + b"s"),
            (b"eXIf", b"MM"),
            (b"npXx", b""),
            good,
        ),
        known("valid"),
    )
    changed = itxt(credential.replace(b"Noa Marlow", b"Noa Harlow"))
    add(
        "changed", "A changed credential in a whole image", baked_png(changed), ends("proof", "proof_signature_invalid")
    )
    refuse("not-json", "A poem where the credential should be", baked_png(itxt(b"Roses are red")), "format_unknown")
    refuse("in-png", "An image in the image", baked_png(itxt(png_around(credential))), "json_not_utf8")
    refuse("svg-in-png", "A drawing in the image", baked_png(itxt(svg_around(credential))), "format_unknown")
    refuse("latin-1", "Text that is not UTF-8", baked_png(itxt(b"{\xe9}")), "json_not_utf8")
    cut = baked_png(itxt(credential + b"\0 and more"))
    refuse("zero-behind", "A zero and more behind the credential", cut, "json_syntax", (31,))
    refuse("empty", "An empty text", baked_png(itxt(b"")), "format_unknown")

    refuse("two", "Two credentials", baked_png(good, itxt(other)), "container_ambiguous", (31,))
    refuse("twice", "The same credential twice", baked_png(good, good), "container_ambiguous", (31,))
    refuse(
        "two-forms",
        "A second credential in another kind of text",
        baked_png(good, (b"tEXt", KEYWORD + b"\0" + credential)),
        "container_ambiguous",
        (31,),
    )
    refuse("zip-behind", "An archive behind the image", png_around(credential) + b"PK\3\4", "png_trailing_data", (31,))
    refuse("byte-behind", "One byte behind the image", png_around(credential) + b"\n", "png_trailing_data", (31,))
    refuse(
        "chunk-behind",
        "A second credential behind the end",
        png_around(credential) + chunk(*good),
        "png_trailing_data",
        (31,),
    )
    refuse("none", "An image without a credential", baked_png(), "png_no_credential")
    refuse(
        "open-badges-2",
        "A badge of Open Badges 2",
        baked_png(itxt(credential, keyword=b"openbadges")),
        "png_no_credential",
    )
    refuse(
        "keyword-case",
        "The keyword in capitals",
        baked_png(itxt(credential, keyword=KEYWORD.upper())),
        "png_no_credential",
    )
    refuse("keyword-endless", "A keyword without an end", baked_png((b"iTXt", KEYWORD)), "png_no_credential")
    refuse("compressed", "The text compressed", baked_png(itxt(credential, compressed=True)), "png_text_form")
    refuse("bomb", "Text that would unpack to sixteen million bytes", baked_png(_bomb()), "png_text_form", (18,))
    refuse(
        "ztxt",
        "Compressed text of the older kind",
        baked_png((b"zTXt", KEYWORD + b"\0\0" + deflated(credential))),
        "png_text_form",
    )
    refuse(
        "text",
        "Text of the oldest kind, which is Latin-1",
        baked_png((b"tEXt", KEYWORD + b"\0" + credential)),
        "png_text_form",
    )

    whole = png_around(credential)
    head, end = chunk(*HEAD), chunk(*END)
    broken: Mapping[str, tuple[str, bytes]] = {
        "signature-alone": ("The signature and nothing else", PNG),
        "cut-off": ("The last byte is missing", whole[:-1]),
        "no-end": ("The last chunk is missing", whole[: -len(end)]),
        "sum": ("A bit of the text is turned, and its sum is not", whole.replace(b"Noa", b"Nob", 1)),
        "length": (
            "A chunk that says it is longer than the file",
            PNG + head + struct.pack(">I", 2**31 - 1) + b"IDAT" + end,
        ),
        "length-negative": ("A length beyond what a signed number holds", PNG + head + b"\xff\xff\xff\xffIDAT" + end),
        "kind": ("A chunk whose name has a digit", png([HEAD, (b"a1bC", b""), PIXELS, good, END])),
        "no-head": ("The pixels come first", png([PIXELS, good, END])),
        "head-twice": ("Two heads", png([HEAD, HEAD, PIXELS, good, END])),
        "head-long": ("A head of fourteen bytes", png([(b"IHDR", HEAD[1] + b"\0"), PIXELS, good, END])),
        "end-full": ("An end that holds something", png([HEAD, PIXELS, good, (b"IEND", b"\0")])),
        "no-pixels": ("No pixels", png([HEAD, good, END])),
        "flag": ("Compressed in a way that there is none of", baked_png((b"iTXt", KEYWORD + b"\0\2\0\0\0{}"))),
        "no-language": ("A text without its language", baked_png((b"iTXt", KEYWORD + b"\0\0\0{}"))),
        "no-flag": ("A text that ends with its keyword", baked_png((b"iTXt", KEYWORD + b"\0"))),
    }
    for name, (title, data) in broken.items():
        refuse(name, title, data, "png_malformed")
    refuse(
        "too-large",
        "An image of four mebibytes and one byte",
        whole + b"\0" * (4_194_305 - len(whole)),
        "container_too_large",
        (33,),
    )


def _bomb() -> tuple[bytes, bytes]:
    return b"iTXt", KEYWORD + b"\0\1\0\0\0" + deflated(b"0" * 16_777_216)


def _svg(book: Book, credential: bytes, other: bytes) -> None:
    good = element(credential)

    def add(name: str, title: str, data: bytes, expected: Expected, threats: tuple[int, ...] = ()) -> None:
        book.add(f"svg-{name}", title, data, expected, file="badge.svg", threats=threats)

    def refuse(name: str, title: str, data: bytes, reason: str, threats: tuple[int, ...] = ()) -> None:
        add(name, title, data, unreadable(reason), threats)

    escaped = credential.decode().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    add("baked", "A drawing with its credential in it", svg_around(credential), known("valid"))
    add("plain", "A drawing without a declaration", baked_svg(good, head=""), known("valid"))
    add("bom", "A byte-order mark before the drawing", b"\xef\xbb\xbf" + svg_around(credential), known("valid"))
    add("space", "White space before the drawing", b"\n\t " + baked_svg(good, head=""), known("valid"))
    add(
        "notes",
        "Notes and instructions before the drawing",
        baked_svg(good, head='<?xml version="1.0"?><!-- <svg> --><?xml-stylesheet href="a.css"?>\n'),
        known("valid"),
    )
    add(
        "escaped",
        "The credential as escaped text",
        baked_svg(f"<openbadges:credential>{escaped}</openbadges:credential>"),
        known("valid"),
    )
    add(
        "other-prefix",
        "The namespace under another prefix, deep in the drawing",
        baked_svg(
            f'<g><metadata><b:credential xmlns:b="{OPENBADGES}">{cdata(credential)}</b:credential></metadata></g>'
        ),
        known("valid"),
    )
    add(
        "own-default",
        "The namespace without a prefix",
        baked_svg(f'<credential xmlns="{OPENBADGES}">\n{cdata(credential)}\n</credential>'),
        known("valid"),
    )
    add(
        "svg-prefix",
        "The drawing itself under a prefix",
        svg_around(credential).replace(b"<svg xmlns=", b"<s:svg xmlns:s=").replace(b"</svg>", b"</s:svg>"),
        known("valid"),
    )
    add(
        "script",
        "A drawing with a script, which nobody runs",
        baked_svg(
            "<script>fetch('https://evil.example/')</script>", '<image href="https://evil.example/a.png"/>', good
        ),
        known("valid"),
        (32,),
    )
    changed = element(credential.replace(b"Noa Marlow", b"Noa Harlow"))
    add(
        "changed",
        "A changed credential in a whole drawing",
        baked_svg(changed),
        ends("proof", "proof_signature_invalid"),
    )

    two = (good, element(other))
    refuse("two", "Two credentials", baked_svg(*two), "container_ambiguous", (31,))
    refuse("twice", "The same credential twice", baked_svg(good, good), "container_ambiguous", (31,))
    refuse(
        "two-forms",
        "A token beside a credential",
        baked_svg(good.replace("credential>", 'credential verify="eyJ.eyJ.AA">', 1)),
        "container_ambiguous",
        (31,),
    )
    refuse("none", "A drawing without a credential", baked_svg(), "svg_no_credential")
    refuse("empty", "An element with nothing in it", baked_svg("<openbadges:credential/>"), "svg_no_credential")
    refuse(
        "open-badges-2",
        "A badge of Open Badges 2",
        baked_svg('<b:assertion xmlns:b="http://openbadges.org" verify="a.b.c"/>'),
        "svg_no_credential",
    )
    refuse(
        "other-namespace",
        "The element in another namespace",
        baked_svg(good).replace(OPENBADGES.encode(), b"https://purl.imsglobal.org/ob/v3p1"),
        "svg_no_credential",
    )
    refuse(
        "attribute-namespace",
        "A token in an attribute of another namespace",
        baked_svg('<openbadges:credential openbadges:verify="eyJ.eyJ.AA"/>'),
        "svg_no_credential",
    )
    refuse(
        "not-json",
        "A poem where the credential should be",
        baked_svg("<openbadges:credential>Roses are red</openbadges:credential>"),
        "format_unknown",
    )
    refuse("in-svg", "A drawing in the drawing", baked_svg(element(svg_around(credential))), "format_unknown")

    external = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    laughs = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    outside = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    refuse("doctype", "A document type, as older programs write it", baked_svg(good, head=external), "svg_doctype")
    refuse("laughs", "Entities made of entities", baked_svg(good, head=laughs), "svg_doctype", (18,))
    refuse("outside", "An entity that is a file of this machine", baked_svg(good, head=outside), "svg_doctype", (32,))

    cut = svg_around(credential)
    broken: Mapping[str, tuple[str, bytes]] = {
        "cut-off": ("The end is missing", cut[:-8]),
        "behind": ("A second drawing behind the first", cut + b"<svg/>"),
        "words-behind": ("Words behind the drawing", cut + b"and more"),
        "entity": ("An entity that nobody declared", cut.replace(b"</svg>", b"&eacute;</svg>")),
        "attribute-twice": ("An attribute twice", baked_svg(good, attributes=' viewBox="0 0 1 1"')),
        "prefix": ("A prefix that means nothing", baked_svg(good, "<other:thing/>")),
        "not-svg": ("An element svg that is not of SVG", cut.replace(SVG.encode(), b"https://example.org/svg")),
        "no-namespace": ("A drawing that does not say that it is SVG", cut.replace(f'xmlns="{SVG}" '.encode(), b"")),
        "nested": ("An element inside the credential", baked_svg(good.replace("<![", "<b/><![", 1))),
        "latin-1": ("Bytes that are not UTF-8", cut.replace(b"Noa Marlow", b"No\xe9 Marlow")),
        "encoding": (
            "A drawing that says it is Latin-1",
            baked_svg(good, head='<?xml version="1.0" encoding="ISO-8859-1"?>'),
        ),
        "xml-1-1": ("XML 1.1, where other characters are allowed", baked_svg(good, head='<?xml version="1.1"?>')),
        "late-declaration": ("A declaration that is not the first", baked_svg(good, head='\n<?xml version="1.0"?>')),
        "control": ("A character that XML does not have", cut.replace(b"Noa Marlow", b"Noa\x01Marlow")),
        "name": ("An element in letters on which editions of XML differ", baked_svg(good, "<\u0370\u0e01/>")),
        "crossed": ("Elements that cross", baked_svg(good, "<g><a></g></a>")),
    }
    for name, (title, data) in broken.items():
        refuse(name, title, data, "svg_malformed")
    groups = 256
    add("deep-enough", "Nested 256 deep", baked_svg(good, "<g>" * (groups - 1) + "</g>" * (groups - 1)), known("valid"))
    refuse("deep", "Nested 257 deep", baked_svg(good, "<g>" * groups + "</g>" * groups), "svg_too_deep", (33,))
    refuse(
        "deep-open",
        "Nested a hundred thousand deep, and never closed",
        baked_svg(good, "<g>" * 100_000),
        "svg_too_deep",
        (33,),
    )
    refuse("page", "A page of the web", b"<!DOCTYPE html>\n<html><svg/></html>\n", "format_unknown")
    refuse("other-xml", "Another kind of XML", b'<?xml version="1.0"?>\n<svgs/>\n', "format_unknown")
    refuse("note-endless", "A note that never ends", b"<!-- <svg/>", "format_unknown")
