"""What a person was given, opened: the bytes of the credential in an image or a PDF, told by content and never by name.

The one idea: a container is walked strictly and yields bytes, which whatever reads a file then reads as if they had
been the file. What is inside a container is not opened again. JavaScript has the twin in site/verifier/contain.js.
"""

from testamur.contain.faults import ContainError
from testamur.contain.pdf import SIGNATURE as PDF
from testamur.contain.pdf import credential_in_pdf
from testamur.contain.png import SIGNATURE, credential_in_png
from testamur.contain.svg import credential_in_svg, is_svg
from testamur.vendored import limits

__all__ = ["ContainError", "opened"]


def opened(data: bytes) -> bytes:
    """The bytes of the credential that a file holds; the file itself where it is no container that we know.

    `data` may be any bytes. Raises ContainError with a reason of docs/verification.md, step 1. Not checked: what the
    bytes inside are.
    """
    if data.startswith(SIGNATURE):
        read = credential_in_png
    elif data.startswith(PDF):
        read = credential_in_pdf
    elif is_svg(data):
        read = credential_in_svg
    else:
        return data
    if len(data) > limits().max_container_bytes:
        raise ContainError("container_too_large")
    return read(data)
