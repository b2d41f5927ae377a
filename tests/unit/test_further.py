"""What may still be asked of a credential, and what has no answer in it."""

from typing import Any

import pytest
from testamur.verify.further import named_by, newer_at

MAIL = {"type": "IdentityObject", "identityType": "emailAddress"}
NAME = {"type": "IdentityObject", "identityType": "name", "identityHash": "noa@harbour.example", "hashed": False}
SERVICE = {"type": "1EdTechCredentialRefresh", "id": "https://society.example/newer"}


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ({}, ()),
        ({"id": "did:example:noa"}, ("did",)),
        ({"id": "mailto:noa@harbour.example"}, ("email",)),
        ({"id": "https://society.example/noa", "identifier": NAME}, ()),
        ({"identifier": MAIL}, ("email",)),
        ({"id": "did:example:noa", "identifier": [NAME, MAIL, "x"]}, ("did", "email")),
        ({"id": "mailto:noa@harbour.example", "identifier": [MAIL, MAIL]}, ("email",)),
        ({"id": 7, "identifier": [{"identityType": ["emailAddress"]}]}, ("email",)),
    ],
)
def test_how_the_holder_is_named(subject: dict[str, Any], expected: tuple[str, ...]) -> None:
    """A credential can be asked whose it is by a DID or an e-mail address where it names its holder so."""
    assert expected == named_by({"credentialSubject": subject})


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (SERVICE, SERVICE["id"]),
        ([{"type": "Other", "id": "https://society.example/other"}, SERVICE], SERVICE["id"]),
        ([SERVICE, SERVICE | {"id": "https://society.example/second"}], SERVICE["id"]),
        (SERVICE | {"id": "https://society.example/newer#part"}, None),
        (SERVICE | {"id": "http://society.example/newer"}, None),
        (SERVICE | {"id": None}, None),
        (SERVICE | {"type": "Other"}, None),
        ("https://society.example/newer", None),
        (None, None),
    ],
)
def test_where_a_newer_version_may_be_asked_for(service: Any, expected: str | None) -> None:
    """Only the first service of the kind that we follow is named, and only by an address that may be asked."""
    assert expected == newer_at({} if service is None else {"refreshService": service})
