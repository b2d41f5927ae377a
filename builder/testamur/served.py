"""What a web server answered, as a value.

One idea: whether an answer is good is for others to say; here stand the facts that they need for it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Trouble = Literal["address", "name", "refused", "certificate", "slow", "large", "cut-off", "redirect", "network"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The last answer of a chain of redirects, or why there is none.

    `trouble` is None when a whole answer arrived, whatever its `status`; without it the other fields may be empty.
    `address` is where the answer came from. `body` is there for status 200 alone. `certificate_until` is the last
    moment at which the host's certificate counts.
    """

    address: str
    trouble: Trouble | None = None
    status: int = 0
    content_type: str = ""
    allow_origin: str = ""
    body: bytes = b""
    certificate_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What our own server on loopback answers; `location` is where a redirect leads."""

    status: int
    content_type: str = "text/plain; charset=utf-8"
    body: bytes = b""
    location: str = ""
