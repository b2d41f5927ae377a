"""The tests themselves: nothing they run may reach another machine."""

import socket
import urllib.request

import pytest

from tests.network import NetworkRefusedError


def test_connecting_elsewhere_is_refused() -> None:
    """A connection to an address beyond loopback stops the test."""
    with socket.socket() as connection, pytest.raises(NetworkRefusedError):
        connection.connect(("192.0.2.1", 443))


def test_looking_up_a_name_is_refused() -> None:
    """A library that asks for a host's address stops the test, whatever it would do with failures."""
    with pytest.raises(NetworkRefusedError):
        urllib.request.urlopen("https://registry.example.org/", timeout=1)


def test_loopback_is_open() -> None:
    """A server of the test's own on loopback can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5):
        assert "127.0.0.1" == server.getsockname()[0]
