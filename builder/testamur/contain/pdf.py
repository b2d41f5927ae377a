"""A credential attached to a PDF (ISO 32000-2, section 7.11.4; Open Badges 3.0 says nothing of it).

The one idea: the format is too large for two readers that agree, so both languages run one (`pdfium`), and what it
hands out counts only where there is one attachment that may be a credential.
"""

import re
from typing import Final

from testamur.contain.faults import ContainError
from testamur.vendored import limits, pdf_program

SIGNATURE: Final = b"%PDF-"
_SPACE: Final = b" \t\r\n"
_TOKEN: Final = re.compile(rb"[A-Za-z0-9_+/=-]+(?:\.[A-Za-z0-9_+/=-]*){2}")


def credential_in_pdf(data: bytes) -> bytes:
    """The bytes of the one attachment that may be a credential, as they stand.

    `data` begins with the signature. Raises ContainError with `pdf_not_opened`, `pdf_malformed`, `pdf_encrypted`,
    `pdf_too_costly`, `pdf_no_credential` or `container_ambiguous`, by the rules of docs/verification.md. Not checked:
    what the paper shows, whether it is signed itself, and what the attachment is.
    """
    program = pdf_program()
    if program is None:
        raise ContainError("pdf_not_opened")
    from testamur.contain.pdfium import attachments  # noqa: PLC0415 - loads a runtime that only a PDF is worth

    found = [content for content in attachments(data, program) if _may_be_credential(content)]
    if not found:
        raise ContainError("pdf_no_credential")
    if len(found) > 1:
        raise ContainError("container_ambiguous")
    return found[0]


def _may_be_credential(content: bytes) -> bool:
    """Whether an attachment begins as an object of JSON, or is a token by its form."""
    if len(content) > limits().max_credential_bytes:
        return False
    inner = content.strip(_SPACE)
    return inner.startswith(b"{") or _TOKEN.fullmatch(inner) is not None
