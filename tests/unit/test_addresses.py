"""Addresses and did:web names."""

import pytest
from testamur import addresses, did


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://registry.society.example/", "did:web:registry.society.example:issuers:s"),
        ("https://org.example/repo/", "did:web:org.example:repo:issuers:s"),
        ("https://localhost:8443/a/b/", "did:web:localhost%3A8443:a:b:issuers:s"),
    ],
)
def test_issuer_did(base_url: str, expected: str) -> None:
    """The DID holds host, port and path, and the strict maker of DIDs says the same."""
    assert expected == addresses.issuer_did(base_url, "s") == did.did_web(base_url, "issuers", "s")


def test_did_document_is_where_the_did_leads() -> None:
    """Our address of the DID document is the one that did:web resolves to."""
    base_url = "https://org.example:8443/repo/"
    address = addresses.did_document_address(base_url, "s")
    assert did.did_web_url(addresses.issuer_did(base_url, "s")) == address


def test_path_under() -> None:
    """An address below the base URL is the path in the built tree; any other is refused."""
    address = addresses.part_address("https://a.example/r/", "s", "a1", 4)
    assert "issuers/s/ledger/a1/4.json" == addresses.path_under("https://a.example/r/", address)
    with pytest.raises(ValueError, match="not below"):
        addresses.path_under("https://b.example/r/", address)
