"""The rule that no test reaches another machine."""

from typing import Any

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost", b"127.0.0.1", b"::1", b"localhost"})


class NetworkRefusedError(BaseException):
    """A test tried to leave this machine. Not an Exception, so that no code under test can swallow it."""


def refuse_network(event: str, args: tuple[Any, ...]) -> None:
    """Stop what asks for a name or an address beyond loopback; an audit hook sees every socket, whoever opens it."""
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"} and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return
    if host is not None and host not in LOOPBACK:
        message = f"tests reach no other machine, and this one asked for {host!r}"
        raise NetworkRefusedError(message)
