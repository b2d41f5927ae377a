"""A credential baked into an SVG image (SVG 2; XML 1.0; Open Badges 3.0, section 5.3.2).

The one idea: the image is read as XML and never drawn. Document types are refused before the parser sees them, so no
entity is declared and nothing is fetched; what is left is narrower than XML in names, encoding and depth, because two
parsers in two languages must say the same of it.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from xml.parsers import expat  # every document type is refused before it is parsed

from testamur.contain.faults import ContainError
from testamur.vendored import limits

_NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
_SVG: Final = "http://www.w3.org/2000/svg"
_BOM: Final = b"\xef\xbb\xbf"
_SPACE: Final = re.compile(rb"[ \t\r\n]*")
_ASIDE: Final = ((b"<!--", b"-->"), (b"<?", b"?>"))
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE[ \t\r\n]+svg[ \t\r\n\[>]")
_ROOT: Final = re.compile(rb"<(?:[A-Za-z_][A-Za-z0-9._-]*:)?svg[ \t\r\n/>]")
_DECLARATION: Final = re.compile(
    r"""<\?xml[ \t\r\n]+version=["']1\.0["'](?:[ \t\r\n]+encoding=["'][Uu][Tt][Ff]-8["'])?"""
    r"""(?:[ \t\r\n]+standalone=["'](?:yes|no)["'])?[ \t\r\n]*\?>"""
)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_ADDRESS: Final = re.compile(r"[!-~]*")  # of a namespace; parsers differ on white space around it
_SEPARATOR: Final = " "  # in no such address, and in no name


def is_svg(data: bytes) -> bool:
    """Whether the first element, after what XML lets stand before it, is called `svg`."""
    return _beginning(data) is not None


def _beginning(data: bytes) -> re.Match[bytes] | None:
    at = len(_BOM) if data.startswith(_BOM) else 0
    while True:
        at = _end(_SPACE.match(data, at))
        aside = next((marks for marks in _ASIDE if data.startswith(marks[0], at)), None)
        if aside is None:
            return _ROOT.match(data, at) or _DOCTYPE.match(data, at)
        close = data.find(aside[1], at + len(aside[0]))
        if close < 0:
            return None
        at = close + len(aside[1])


def _end(match: re.Match[bytes] | None) -> int:
    return 0 if match is None else match.end()


def credential_in_svg(data: bytes) -> bytes:
    """The text of the one element that holds a credential, or the token of its `verify`, in UTF-8.

    `data` is an image by `is_svg`. Raises ContainError with `svg_doctype`, `svg_malformed`, `svg_too_deep`,
    `svg_no_credential` or `container_ambiguous`, by the rules of docs/verification.md. Not checked: whether the image
    can be drawn or is safe to draw, and what the text is.
    """
    beginning = _beginning(data)
    if beginning is not None and beginning.re is _DOCTYPE:
        raise ContainError("svg_doctype")
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as cause:
        raise ContainError("svg_malformed") from cause
    if text.startswith("<?xml") and _DECLARATION.match(text) is None:
        raise ContainError("svg_malformed")
    reader = _Reader()
    reader.read(text.encode())
    return reader.credential()


class _Reader:
    """What the parser tells, as far as a credential is concerned."""

    def __init__(self) -> None:
        self._max_depth = limits().max_svg_depth
        self._depth = 0
        self._inside = False
        self._found: list[tuple[str | None, list[str]]] = []

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(encoding="UTF-8", namespace_separator=_SEPARATOR)
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartNamespaceDeclHandler = self._prefix
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(data, True)
        except expat.ExpatError as cause:
            raise ContainError("svg_malformed") from cause

    def credential(self) -> bytes:
        """What was found."""
        if not self._found:
            raise ContainError("svg_no_credential")
        if len(self._found) > 1:
            raise ContainError("container_ambiguous")
        token, texts = self._found[0]
        body = "".join(texts)
        if token is None and not body.strip(" \t\r\n"):
            raise ContainError("svg_no_credential")
        if token is not None and body.strip(" \t\r\n"):
            raise ContainError("container_ambiguous")
        return (body if token is None else token).encode()

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        # A name comes as address, local name and prefix, as far as it has them.
        for each in (name, *attributes):
            for part in each.split(_SEPARATOR)[1:] or [each]:
                _plain(part)
        self._depth += 1
        if self._depth > self._max_depth:
            raise ContainError("svg_too_deep")
        namespace, local = _namespaced(name)
        if self._depth == 1 and (namespace, local) != (_SVG, "svg"):
            raise ContainError("svg_malformed")
        if self._inside:
            raise ContainError("svg_malformed")
        if (namespace, local) == (_NAMESPACE, "credential"):
            self._inside = True
            self._found.append((attributes.get("verify"), []))

    def _close(self, _name: str) -> None:
        self._depth -= 1
        self._inside = False  # a credential holds no element, so this is its own end or another's

    def _text(self, text: str) -> None:
        if self._inside:
            self._found[-1][1].append(text)

    def _instruction(self, target: str, _data: str) -> None:
        _plain(target)

    def _prefix(self, prefix: str | None, uri: str | None) -> None:
        if prefix is not None:
            _plain(prefix)
        if _ADDRESS.fullmatch(uri or "") is None:
            raise ContainError("svg_malformed")

    def _doctype(self, *_: Any) -> None:
        raise ContainError("svg_doctype")


def _plain(name: str) -> None:
    # Editions of XML differ in the letters of names; an image needs none but these.
    if _NAME.fullmatch(name) is None:
        raise ContainError("svg_malformed")


def _namespaced(name: str) -> tuple[str | None, str]:
    parts = name.split(_SEPARATOR)
    return (None, name) if len(parts) == 1 else (parts[0], parts[1])
